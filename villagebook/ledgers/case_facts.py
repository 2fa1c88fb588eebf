"""What a case is judged by, read from the book: its steps, the household's classes, its labour, its notices.

Reads whole sets of cases in a fixed number of statements, so that the list of all cases costs little more than one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.settings import read
from villagebook.cases import PROCEDURES, Done, Facts, Procedure, Progress, Rules, progress
from villagebook.ledgers import own
from villagebook.ledgers.parts import running, status_in_force, table
from villagebook.models import (
    AttachmentLink,
    Case,
    CaseStep,
    Guarantee,
    Household,
    Membership,
    Notice,
    NoticePhoto,
    PersonYear,
    StatusPeriod,
)
from villagebook.models.notice_states import EXPIRED, UP
from villagebook.policies.workdays import Workdays

#: Between the names of papers in CaseStep.papers.
JOINER = "、"
#: Values of the code list ``labour`` of somebody who can work.
WORKERS = frozenset({"普通劳动力", "技能劳动力", "弱劳动力或半劳动力"})
#: Field of Guarantee -> (its value when there is a problem, the problem in words).
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "food": ("否", "吃穿"),
    "clothes": ("否", "吃穿"),
    "house_problem": ("是", "住房安全"),
    "school_problem": ("是", "义务教育"),
    "medical_problem": ("是", "基本医疗"),
    "water_problem": ("是", "饮水安全"),
}
#: At most this many keys per statement.
CHUNK = 500

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One case as read from the book.

    Attributes:
        row, home: Fields of the case, and of its household (code, head_name, group_name).
        procedure: None for a kind the program does not know.
        steps: Rows of its steps, by step id. notices: rows of the notices they name, by key.
        files: Attachments by (step id, name of the paper).
        progress: How far it is on the day; None without a procedure.
    """

    row: Row
    home: Row
    procedure: Procedure | None
    facts: Facts
    steps: Mapping[str, Row]
    notices: Mapping[uuid.UUID, Row]
    files: Mapping[tuple[str, str], uuid.UUID]
    progress: Progress | None

    @property
    def head(self) -> str:
        """Name of the household's head."""
        return str(self.home["head_name"] or "（没有户主）")


def of_title(title: str) -> Procedure | None:
    """Return the procedure of a kind of case, None if the program does not know it."""
    return next((procedure for procedure in PROCEDURES if procedure.title == title), None)


def rules_of(conn: Connection, village_id: uuid.UUID) -> Rules:
    """Return the village's own values of policies, and its calendar."""
    stored = own.settings(conn, village_id)
    # Deadlines are told long before they come: a year whose holidays are not out yet counts Monday to Friday.
    calendar = Workdays.of(stored, strict=False)
    first = bool(read("notice.first_day_counts", stored))
    return Rules(own.policies(conn, village_id), calendar, first)


def notice_state(row: Row, on: dt.date) -> str:
    """Return the state of a notice on a day: one past its last day is to be taken down."""
    ends = row["through_on"] is not None and not row["open_ended"]
    overdue = row["state"] == UP and ends and row["through_on"] < on
    return EXPIRED if overdue else str(row["state"])


def told(conn: Connection, village_id: uuid.UUID, on: dt.date, *limits: Any, rules: Rules | None = None) -> list[Told]:
    """Return the cases within some limits (conditions on ``table(Case)``), oldest first, with how far each is."""
    rules = rules or rules_of(conn, village_id)
    case = table(Case)
    query = select(case).where(case.c.village_id == village_id, *limits).order_by(case.c.lead_on, case.c.id)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    steps: dict[uuid.UUID, dict[str, Row]] = defaultdict(dict)
    for row in _rows(conn, CaseStep, "case_id", [row["id"] for row in rows]):
        steps[row["case_id"]][row["step"]] = row
    every = [step for found in steps.values() for step in found.values()]
    notices = {row["id"]: row for row in _rows(conn, Notice, "id", {s["notice_id"] for s in every if s["notice_id"]})}
    seen = {row["notice_id"] for row in _rows(conn, NoticePhoto, "notice_id", set(notices))}
    files: dict[uuid.UUID, dict[str, uuid.UUID]] = defaultdict(dict)
    for link in _rows(conn, AttachmentLink, "record_id", [step["id"] for step in every]):
        if link["record"] == CaseStep.__tablename__ and link["note"]:
            files[link["record_id"]][link["note"]] = link["attachment_id"]
    homes = {row["id"]: row for row in _rows(conn, Household, "id", {row["household_id"] for row in rows})}
    situations = _Situations(conn, [row["household_id"] for row in rows], on)
    found = []
    for row in rows:
        procedure = of_title(row["kind"])
        mine = steps[row["id"]]
        papers = {
            (step, name): attachment for step, one in mine.items() for name, attachment in files[one["id"]].items()
        }
        done = {step: _done(one, notices, papers, on) for step, one in mine.items()}
        done = {step: _with_photos(procedure, one, mine[step]["notice_id"] in seen) for step, one in done.items()}
        facts = situations.facts(row, procedure, done)
        far = progress(procedure, facts, on, rules) if procedure is not None else None
        found.append(Told(row, homes[row["household_id"]], procedure, facts, mine, notices, papers, far))
    return found


def _done(
    row: Row, notices: Mapping[uuid.UUID, Row], files: Mapping[tuple[str, str], uuid.UUID], on: dt.date
) -> Done:
    notice = notices.get(row["notice_id"]) if row["notice_id"] is not None else None
    papers = {name for name in (row["papers"] or "").split(JOINER) if name}
    papers |= {name for step, name in files if step == row["step"]}
    return Done(
        row["step"],
        row["done_on"],
        {"是": True, "否": False}.get(row["passed"] or ""),
        row["meeting_id"] is not None,
        notice["number"] if notice is not None else "",
        notice_state(notice, on) if notice is not None else "",
        notice["from_on"] if notice is not None else None,
        notice["through_on"] if notice is not None else None,
        frozenset(papers),
    )


def _with_photos(procedure: Procedure | None, done: Done, photographed: bool) -> Done:
    """Photos put in with the notice are the step's photos (公示照片): nobody puts them in twice."""
    if not photographed or procedure is None:
        return done
    wanted = next((step.papers for step in procedure.steps if step.id == done.step), ())
    return replace(done, papers=done.papers | {name for name in wanted if name.endswith("照片")})


class _Situations:
    """Classes, labour and problems of households, read together."""

    def __init__(self, conn: Connection, households: Iterable[uuid.UUID], on: dt.date) -> None:
        keys = set(households)
        status = table(StatusPeriod)
        in_force = status_in_force(status, on)
        self._in_force: dict[uuid.UUID, list[Row]] = defaultdict(list)
        self._ended: dict[uuid.UUID, Row] = {}
        for row in _rows(conn, StatusPeriod, "household_id", keys):
            if row["ended_case_id"] is not None:
                self._ended[row["ended_case_id"]] = row
        for row in _rows(conn, StatusPeriod, "household_id", keys, in_force):
            self._in_force[row["household_id"]].append(row)
        self._labour = _labour(conn, keys, on)
        self._problems = _problems(conn, keys)

    def facts(self, row: Row, procedure: Procedure | None, done: Mapping[str, Done]) -> Facts:
        home = row["household_id"]
        others = [status for status in self._in_force[home] if status["case_id"] != row["id"]]
        ends = procedure.ends if procedure is not None else ()
        ending = self._ended.get(row["id"]) or to_end(others, ends, row["target"])
        return Facts(
            lead_on=row["lead_on"],
            target=row["target"] or "",
            state=row["state"],
            done=done,
            in_force=frozenset(status["kind"] for status in others),
            identified_on=ending["from_on"] if ending is not None else None,
            labour=self._labour.get(home),
            problems=self._problems.get(home, ()),
        )


def to_end(in_force: Iterable[Row], ends: Collection[str], target: str | None) -> Row | None:
    """Return the running class a case of these kinds is to end: the one it names, else the one begun last."""
    fitting = [status for status in in_force if status["kind"] in ends]
    fitting.sort(key=lambda status: (status["kind"] == target, status["from_on"] or dt.date.min))
    return fitting[-1] if fitting else None


def in_force_of(conn: Connection, household: uuid.UUID, on: dt.date) -> list[Row]:
    """Return the classes of one household in force on a day."""
    return _rows(conn, StatusPeriod, "household_id", [household], status_in_force(table(StatusPeriod), on))


def _labour(conn: Connection, keys: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, int]:
    """Return how many of each household's members can work, for those of whom any labour is known."""
    member, year = table(Membership), table(PersonYear)
    newest: dict[tuple[uuid.UUID, uuid.UUID], str] = {}
    for chunk in _chunks(keys):
        query = (
            select(member.c.household_id, member.c.person_id, year.c.labour)
            .join(year, year.c.person_id == member.c.person_id)
            .where(
                member.c.household_id.in_(chunk),
                running(member.c.from_on, member.c.through_on, on),
                year.c.labour.is_not(None),
                year.c.year <= on.year,
            )
            .order_by(year.c.year, year.c.id)
        )
        for home, person, labour in conn.execute(query):
            newest[home, person] = labour
    found: dict[uuid.UUID, int] = defaultdict(int)
    for (home, _), labour in newest.items():
        found[home] += labour in WORKERS
    return dict(found)


def _problems(conn: Connection, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return the problems of each household as last looked at."""
    looked = [row for row in _rows(conn, Guarantee, "household_id", keys) if row["stage"] != "识别时"]
    looked.sort(key=lambda row: (row["on"] or dt.date.min, row["id"]))
    newest = {row["household_id"]: row for row in looked}
    return {
        home: tuple(dict.fromkeys(words for name, (bad, words) in PROBLEMS.items() if row[name] == bad))
        for home, row in newest.items()
    }


def _rows(conn: Connection, record: Any, column: str, keys: Collection[uuid.UUID], *limits: Any) -> list[Row]:
    found = table(record)
    return [
        dict(row)
        for chunk in _chunks(keys)
        for row in conn.execute(
            select(found).where(found.c[column].in_(chunk), *limits).order_by(found.c.id)
        ).mappings()
    ]


def _chunks(keys: Collection[uuid.UUID]) -> list[list[uuid.UUID]]:
    every = sorted(set(keys))
    return [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]
