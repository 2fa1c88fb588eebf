"""Help from outside as pages, papers and the township see it: each matter, its money, what it waits for, the sums."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import Period
from villagebook.ledgers import LEDGERS, Scope, own, read
from villagebook.models import FundEntry, Household, Project, SocialHelp
from villagebook.models.codes import CODES
from villagebook.policies import find
from villagebook.services.fields import record_row
from villagebook.services.social_help import USING
from villagebook.store import Book

#: Kinds that need no use and no answer: somebody came to look.
ONLY_VISIT = "领导调研考察"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One fund entry that names the matter."""

    key: uuid.UUID
    date: dt.date | None
    voucher: str
    kind: str
    amount_fen: int
    memo: str
    posted: bool


@dataclass(frozen=True, slots=True)
class HelpView:
    """One matter.

    Attributes:
        row: The record's values by field name. project, household: in words, empty if none.
        received_fen, used_fen, left_fen: By the entries, else as typed; None where nothing is said.
        waits: What it waits for, in words: 用完, 反馈, 上报; ``late`` those over their time.
    """

    key: uuid.UUID
    row: Mapping[str, Any]
    project: str
    household: str
    received_fen: int
    used_fen: int | None
    left_fen: int | None
    waits: tuple[str, ...]
    late: tuple[str, ...]
    entries: tuple[EntryLine, ...] = ()

    @property
    def code(self) -> str:
        """Its number."""
        return self.row["code"] or ""

    @property
    def state(self) -> str:
        """One word for lists."""
        return f"待{'、'.join(self.waits)}" if self.waits else "已办结"


@dataclass(frozen=True, slots=True)
class KindSum:
    """One line of the summary: how many matters of a kind, their money and goods."""

    kind: str
    count: int
    amount_fen: int
    goods: int
    goods_fen: int
    used_fen: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The periodic summary for the township.

    Attributes:
        matters: Those it names, by day. lines: sums by kind, only kinds that occur. left_out: how many of the period
            were reported before and are not in it.
    """

    from_on: dt.date
    through: dt.date
    matters: tuple[HelpView, ...]
    lines: tuple[KindSum, ...]
    left_out: int = 0
    reported_on: dt.date | None = None
    total: KindSum = field(default=KindSum("合计", 0, 0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Reported:
    """One report made before: its day and the matters it named."""

    on: dt.date
    count: int
    amount_fen: int
    first: dt.date | None
    last: dt.date | None


def matters(
    book: Book, on: dt.date, *, year: int | None = None, kind: str = "", project: uuid.UUID | None = None,
    household: uuid.UUID | None = None, waiting: str = "",
) -> list[HelpView]:  # fmt: skip
    """Return matters up to a day, the newest first; ``waiting``: only those that wait for 用完, 反馈 or 上报."""
    with book.read() as connection:
        found = list(views(connection, book.village_id, on))
    found = [
        one for one in found
        if (year is None or (one.row["date"] is not None and one.row["date"].year == year))
        and kind in ("", one.row["kind"])
        and (project is None or one.row["project_id"] == project)
        and (household is None or one.row["household_id"] == household)
        and (not waiting or waiting in one.waits)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.row["date"] or dt.date.max, one.code), reverse=True)


def view(book: Book, key: uuid.UUID, on: dt.date) -> HelpView:
    """Return one matter with its entries.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        record_row(connection, "social_help", key)
        return next(one for one in views(connection, book.village_id, dt.date.max, on, key) if one.key == key)


def views(
    connection: Connection, village_id: uuid.UUID, through: dt.date, on: dt.date | None = None,
    only: uuid.UUID | None = None,
) -> Iterator[HelpView]:  # fmt: skip
    """Yield the matters up to a day (undated ones too) as they stand on ``on``."""
    on = on or through
    scope = Scope(village_id, on)
    money = {row["_id"]: row for row in read.rows(connection, LEDGERS["social-help"], scope)}
    rows = SocialHelp.__table__
    query = select(rows).where(rows.c.village_id == village_id)
    if only is not None:
        query = query.where(rows.c.id == only)
    projects = _names(connection, select(Project.id, Project.code, Project.name).where(
        Project.village_id == village_id))  # fmt: skip
    homes = _names(connection, select(Household.id, Household.code, Household.head_name).where(
        Household.village_id == village_id))  # fmt: skip
    entries = _entries(connection, village_id)
    limits = _limits(connection, village_id, on)
    for found in connection.execute(query).mappings():
        row = dict(found)
        if row["date"] is not None and row["date"] > through:
            continue
        sums = money[row["id"]]
        waits = tuple(_waits(row, sums))
        late = tuple(word for word in waits if _late(row, word, limits, on))
        yield HelpView(
            row["id"], row, projects.get(row["project_id"], row["project_code"] or ""),
            homes.get(row["household_id"], row["household_code"] or ""), sums["received_fen"], sums["used_fen"],
            sums["left_fen"], waits, late, tuple(entries.get(row["id"], ())),
        )  # fmt: skip


def summary(
    book: Book, from_on: dt.date, through: dt.date, *, again: bool = False, reported_on: dt.date | None = None
) -> Summary:
    """Return the summary of a period: what was not reported before, or all (``again``), or one earlier report.

    Args:
        reported_on: The day of an earlier report: then exactly what it named, whatever the period.
    """
    with book.read() as connection:
        found = list(views(connection, book.village_id, dt.date.max))
    return summary_of(found, from_on, through, again=again, reported_on=reported_on)


def summary_of(
    views_: Sequence[HelpView], from_on: dt.date, through: dt.date, *, again: bool = False,
    reported_on: dt.date | None = None,
) -> Summary:  # fmt: skip
    """Return the summary of matters that were read already, as ``summary``."""
    found = [one for one in views_ if one.row["date"] is not None]
    if reported_on is not None:
        named = [one for one in found if one.row["reported_on"] == reported_on]
        from_on = min((one.row["date"] for one in named), default=from_on)
        through = max((one.row["date"] for one in named), default=through)
        left_out = 0
    else:
        inside = [one for one in found if from_on <= one.row["date"] <= through]
        named = [one for one in inside if again or one.row["reported_on"] is None]
        left_out = len(inside) - len(named)
    named.sort(key=lambda one: (one.row["date"], one.code))
    kinds = [*CODES["social_help_kind"].values, *sorted({str(one.row["kind"] or "") for one in named})]
    lines = tuple(
        _sum(kind or "没有写类别", mine)
        for kind in dict.fromkeys(kinds)
        if (mine := [one for one in named if (one.row["kind"] or "") == kind])
    )
    return Summary(from_on, through, tuple(named), lines, left_out, reported_on, _sum("合计", named))


def reports(book: Book) -> list[Reported]:
    """Return the reports made before, the newest first."""
    with book.read() as connection:
        rows = SocialHelp.__table__
        query = select(rows.c.reported_on, rows.c.date, rows.c.amount_fen).where(
            rows.c.village_id == book.village_id, rows.c.reported_on.is_not(None))  # fmt: skip
        found = connection.execute(query).all()
    days = sorted({row.reported_on for row in found}, reverse=True)
    return [_reported(day, [row for row in found if row.reported_on == day]) for day in days]


def _reported(day: dt.date, rows: Sequence[Any]) -> Reported:
    dates = [row.date for row in rows if row.date is not None]
    total = sum(row.amount_fen or 0 for row in rows)
    return Reported(day, len(rows), total, min(dates, default=None), max(dates, default=None))


def waiting(book: Book, on: dt.date) -> int:
    """Count the matters over their time, for the tab."""
    with book.read() as connection:
        return sum(bool(one.late) for one in views(connection, book.village_id, on))


def _sum(kind: str, found: Sequence[HelpView]) -> KindSum:
    def total(name: str) -> int:
        return sum(one.row[name] or 0 for one in found)

    goods = sum(bool(one.row["goods"]) for one in found)
    used = sum(one.used_fen or 0 for one in found)
    return KindSum(kind, len(found), total("amount_fen"), goods, total("goods_fen"), used)


def _waits(row: Mapping[str, Any], sums: Mapping[str, Any]) -> Iterator[str]:
    gave = bool(row["amount_fen"] or row["goods"])
    if row["kind"] != ONLY_VISIT and gave:
        if row["kind"] != USING and ((sums["left_fen"] or 0) > 0 or (row["goods"] and not row["used"])):
            yield "用完"
        if not row["feedback"] and row["feedback_on"] is None:
            yield "反馈"
    if row["reported_on"] is None:
        yield "上报"


def _late(row: Mapping[str, Any], word: str, limits: Mapping[str, Period | None], on: dt.date) -> bool:
    limit = limits.get(word)
    return limit is not None and row["date"] is not None and limit.after(row["date"]) < on


def _limits(connection: Connection, village_id: uuid.UUID, on: dt.date) -> dict[str, Period | None]:
    overrides = own.policies(connection, village_id)
    day = min(on, dt.date(9000, 1, 1))
    found = {"反馈": find("donation.feedback", day, overrides), "上报": find("donation.report", day, overrides)}
    return {word: value if isinstance(value, Period) else None for word, value in found.items()}


def _names(connection: Connection, query: Any) -> dict[Any, str]:
    return {key: " ".join(str(part) for part in parts if part) for key, *parts in connection.execute(query)}


def _entries(connection: Connection, village_id: uuid.UUID) -> dict[uuid.UUID, list[EntryLine]]:
    rows = FundEntry.__table__
    query = select(rows).where(rows.c.village_id == village_id, rows.c.social_help_id.is_not(None)).order_by(
        rows.c.date, rows.c.voucher)  # fmt: skip
    found: dict[uuid.UUID, list[EntryLine]] = {}
    for row in connection.execute(query).mappings():
        line = EntryLine(row["id"], row["date"], row["voucher"] or "", row["kind"] or "", row["amount_fen"] or 0,
                         row["memo"] or "", row["posted_at"] is not None)  # fmt: skip
        found.setdefault(row["social_help_id"], []).append(line)
    return found
