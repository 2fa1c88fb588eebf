"""The sample village as rows of the book: keys made, references resolved, sums made from their lines.

Rows hold fields by name, except the village's key: the store fills it. Equal sources of keys give equal rows. To
fill one more record: one ``rows.add`` in the module of its subject (rows_people.py, rows_money.py, rows_help.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from villagebook.base.clock import IdSource
from villagebook.models import RECORDS, Meeting, Record
from villagebook.services.sample import (
    notices,
    rows_bank,
    rows_benefits,
    rows_boards,
    rows_cases,
    rows_forms,
    rows_help,
    rows_meetings,
    rows_money,
    rows_people,
    rows_works,
    shift,
    village,
)
from villagebook.services.sample.facts import SAMPLE_DAY
from villagebook.services.sample.people import HOUSES
from villagebook.services.sample.projects import told
from villagebook.services.sample.rows import Rows, Values
from villagebook.services.sample.rows_people import household_code, person_code


@dataclass(frozen=True, slots=True)
class Planted:
    """A harmless fault left in the sample, so that 核查 has something to show.

    Attributes:
        what: Id in this list.
        code: Code of the household or person; of the project for an entry without voucher.
        field: The heading as the user knows it.
        why: What is wrong.
    """

    what: str
    code: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class SampleVillage:
    """Everything the demonstration book is made of.

    Attributes:
        village: Fields of the village, by name.
        rows: Rows by record class, parents before children; each has its key under ``id``,
            and all of a record the same fields.
        notices: To be drafted, posted, taken down and withdrawn, in order of their days; drafts last.
        planted: The faults that checks find; nothing else should be found.
        today: The day around which the present notices lie.
    """

    village: dict[str, str | None]
    rows: dict[type[Record], tuple[Values, ...]]
    notices: tuple[notices.NoticeOrder, ...]
    planted: tuple[Planted, ...]
    today: dt.date


def build(ids: IdSource, today: dt.date = SAMPLE_DAY) -> SampleVillage:
    """Return the sample village as it stands on a day.

    Args:
        ids: Gives a key for each row, in the order in which rows are made.
        today: Days before SAMPLE_DAY count as SAMPLE_DAY. Each further 5 November moves the whole village by a year
            (see shift.py); days between move only the notices of the present.
    """
    today = max(today, SAMPLE_DAY)
    rows = Rows(ids)
    rows_people.add_village(rows)
    rows_people.add_people(rows)
    rows_money.add_projects(rows)
    rows_money.add_funds(rows)
    rows_help.add_help(rows)
    rows_boards.add_boards(rows)
    rows_forms.add_forms(rows)
    years = shift.years_until(today)
    rows_cases.add_cases(rows, shift.day(today, -years))
    rows_meetings.add_bodies(rows)
    rows_works.add_works(rows)
    rows_meetings.add_meetings(rows)
    rows_meetings.add_donations(rows)
    rows_benefits.add_benefits(rows)
    rows_bank.add_distributions(rows)
    rows_bank.add_bank(rows, shift.day(today, -years))
    found = {record: shift.rows(record, rows.whole(record), years) for record in RECORDS if record in rows.found}
    return SampleVillage(dict(village.VILLAGE), found, _orders(rows, today), planted(years), today)


def _orders(rows: Rows, today: dt.date) -> tuple[notices.NoticeOrder, ...]:
    codes = {house.number: household_code(house) for house in HOUSES}
    meetings = {one.key: rows.key(Meeting, one.key) for one in village.MEETINGS}
    found: list[notices.NoticeOrder] = []
    years = shift.years_until(today)
    for position, one in enumerate(notices.notices(today, years), start=1):
        previous = found[-1].key if found else ""
        found.append(notices.order(
            one, position, years=years, previous_key=previous, household_code=codes, meetings=meetings))
    return tuple(found)


def planted(years: int = 0) -> tuple[Planted, ...]:
    """Return the faults left in the sample moved by some years, all warnings."""
    code = {house.number: household_code(house) for house in HOUSES}
    newborn, worker, stepson = (person_code(HOUSES[no - 1], position) for no, position in ((28, 3), (31, 3), (22, 4)))
    return (
        Planted("short-phone", code[8], "户联系电话", "手机号只有 10 位"),
        Planted("no-phone", code[31], "户联系电话", "没有填"),
        Planted("same-phone", code[20], "户联系电话", f"与 {code[19]} 的相同"),
        Planted("same-phone-too", code[19], "户联系电话", f"与 {code[20]} 的相同"),
        Planted("no-out-of-pocket", code[40], "合规自付支出", "风险有因病，没有填自付支出"),
        Planted("stone-road", code[48], "入户路类型", "石板路不在代码表里"),
        Planted("no-id-yet", newborn, "证件号码", "以 999999 开头，还没有证件号码"),
        Planted("short-worker-phone", worker, "成员联系电话", "手机号只有 10 位"),
        Planted("stepson", stepson, "与户主关系", "继子，只比户主小 13 岁"),
        Planted("not-accepted-yet", shift.text(told(2025, 703).code, years), "验收日期",
                "竣工久了还没有验收，到时候才提示"),
        Planted("draft-without-papers", shift.text(told(2025, 701).code, years), "附件张数", "草稿没有附件"),
    )
