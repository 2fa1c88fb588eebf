"""Closing months and years of the voucher sequence (结账), and reopening them with a reason (反结账).

A closed month takes no entry any more; its figures and the head of the journal's chain are kept, so that anything
changed before it shows. Months are closed one after the other. A reopened closing stays as the trace of it; closing
again makes a new one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, extract, func, select

from villagebook.base.errors import UserError
from villagebook.ledgers.closing_figures import closing_figures, days_of
from villagebook.ledgers.figures import counted_as
from villagebook.ledgers.parts import table
from villagebook.models import Closing, FundEntry
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work, journal

HEAD_SHOWN = 12
OPEN, CLOSED, REOPENED = "未结账", "已结账", "已反结账"
_NAMED = 5
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a year, as the page 结账 and the command list it.

    Attributes:
        month: None for the whole year.
        drafts: Vouchers, or day and memo, of entries that wait to be posted in it.
        kinds: Posted sums in 分 by the kind they count as.
        state: OPEN, CLOSED or REOPENED.
        closing: What its closing kept: ``closed_on``, ``closed_by``, ``head``, ``figures``, ``reopened_why`` …; of a
            reopened period the last one; None if it never was closed.
        closable: Whether it can be closed now; ``why_not`` says what stands against it.
    """

    year: int
    month: int | None
    entries: int
    drafts: tuple[str, ...]
    kinds: Mapping[str, int]
    state: str
    closing: Mapping[str, Any] | None
    why_not: str

    @property
    def name(self) -> str:
        """2025年9月, or 2025年度."""
        return name(self.year, self.month)

    @property
    def key(self) -> str:
        """2025-09, or 2025."""
        return f"{self.year}-{self.month:02d}" if self.month else f"{self.year}"

    @property
    def closable(self) -> bool:
        """Whether it can be closed now."""
        return self.state != CLOSED and not self.why_not


def name(year: int, month: int | None) -> str:
    """2025年9月, or 2025年度."""
    return f"{year}年{month}月" if month else f"{year}年度"


def years(book: Book) -> tuple[int, ...]:
    """Years that have entries, newest first."""
    rows = table(FundEntry).c
    with book.read() as connection:
        query = select(rows.year).where(rows.village_id == book.village_id, rows.year.is_not(None)).distinct()
        return tuple(sorted(connection.execute(query).scalars(), reverse=True))


def periods(book: Book, year: int, today: dt.date) -> tuple[Period, ...]:
    """The months of a year that have entries or were closed, in order, and the year itself last."""
    with book.read() as connection:
        return _periods(connection, book.village_id, year, today)


def closed_on(book: Book) -> dict[str, dt.date]:
    """When each closed month was closed, by 2025-09; months of a closed year, too."""
    with book.read() as connection:
        state = _State.read(connection, book.village_id)
    found: dict[str, dt.date] = {}
    for year, month in state.used:
        periods: tuple[tuple[int, int | None], ...] = ((year, month), (year, None))
        for period in periods:
            if state.closed(*period):
                found.setdefault(f"{year}-{month:02d}", state.known[period]["closed_on"])
    return found


def all_periods(book: Book, today: dt.date) -> tuple[Period, ...]:
    """The periods of every year that has entries, the newest first: the year before its months."""
    known = years(book)
    with book.read() as connection:
        return tuple(p for year in known for p in reversed(_periods(connection, book.village_id, year, today)))


def _periods(connection: Connection, village_id: uuid.UUID, year: int, today: dt.date) -> tuple[Period, ...]:
    state = _State.read(connection, village_id)
    sums = _sums(connection, village_id, year)
    drafts = _drafts(connection, village_id, year)
    found = []
    months = sorted({m for y, m in state.used if y == year} | {m for y, m in state.known if y == year and m})
    for month in (*months, None):
        mine = [one for one in sums if month in (None, one)]
        kinds: dict[str, int] = {}
        for one in mine:
            for kind, (_, fen) in sums[one].items():
                kinds[kind] = kinds.get(kind, 0) + fen
        row = state.known.get((year, month))
        status = OPEN if row is None else CLOSED if row["reopened_on"] is None else REOPENED
        if status != CLOSED and month is not None and state.is_closed((year, month)):
            status = CLOSED
        waiting = tuple(text for at, texts in drafts.items() if month in (None, at) for text in texts)
        found.append(
            Period(
                year, month, sum(count for one in mine for count, _ in sums[one].values()), waiting, kinds, status, row,
                state.why_not(year, month, waiting, today),
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _State:
    """Which months have entries, which are closed.

    Attributes:
        used: Months with entries, drafts too.
        known: The last closing of each period.
    """

    used: frozenset[Month]
    known: Mapping[tuple[int, int | None], Mapping[str, Any]]

    @classmethod
    def read(cls, connection: Connection, village_id: uuid.UUID) -> _State:
        entry, closing = table(FundEntry), table(Closing)
        query = select(extract("year", entry.c.date), extract("month", entry.c.date)).distinct()
        mine = query.where(entry.c.village_id == village_id, entry.c.date.is_not(None))
        used = frozenset((int(year), int(month)) for year, month in connection.execute(mine))
        rows = select(closing).where(closing.c.village_id == village_id).order_by(closing.c.id)
        known = {(row["year"], row["month"]): dict(row) for row in connection.execute(rows).mappings()}
        return cls(used, known)

    def closed(self, year: int, month: int | None) -> bool:
        row = self.known.get((year, month))
        return row is not None and row["reopened_on"] is None

    def is_closed(self, month: Month) -> bool:
        return self.closed(*month) or self.closed(month[0], None)

    def open_before(self, month: Month) -> list[Month]:
        """Months with entries before this one that are not closed, in order."""
        return sorted(one for one in self.used if one < month and not self.is_closed(one))

    def open_of(self, year: int) -> list[Month]:
        """Months of a year with entries that are not closed, in order."""
        return [one for one in sorted(self.used) if one[0] == year and not self.is_closed(one)]

    def why_not(self, year: int, month: int | None, drafts: Sequence[str], today: dt.date) -> str:
        """Say what stands against closing a period; empty if nothing does."""
        last = days_of(year, month)[1]
        if today < last:
            return f"{name(year, month)}还没有过完"
        before = self.open_before((year, month or 1))
        if before:
            return f"请先结{name(*before[0])}的账"
        if drafts:
            more = f"等 {len(drafts)} 笔" if len(drafts) > _NAMED else ""
            return f"还有草稿：{'、'.join(drafts[:_NAMED])}{more}；请先入账，或改日期、删掉"
        return ""

    def closed_after(self, year: int, month: int | None) -> tuple[int, int | None] | None:
        """Return a closed period that begins after this one ends, or is the year of this month; the last one."""

        def place(one: tuple[int, int | None]) -> Month:
            return one[0], one[1] or 13

        behind = [one for one in self.known if self.closed(*one) and place(one) > place((year, month))]
        return max(behind, key=place, default=None)


def _sums(connection: Connection, village_id: uuid.UUID, year: int) -> dict[int, dict[str, tuple[int, int]]]:
    """Return month -> kind -> (how many posted entries, their sum in 分)."""
    entry, origin = table(FundEntry), table(FundEntry, "period_origin")
    counted = counted_as(entry, origin)
    month = extract("month", entry.c.date)
    query = (
        select(month, counted, func.count(), func.sum(entry.c.amount_fen))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(entry.c.village_id == village_id, entry.c.year == year, entry.c.posted_at.is_not(None))
        .group_by(month, counted)
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for at, kind, count, fen in connection.execute(query):
        if at:
            found.setdefault(int(at), {})[kind] = (count, int(fen or 0))
    return found


def _drafts(connection: Connection, village_id: uuid.UUID, year: int) -> dict[int, list[str]]:
    """Return month -> what names its drafts, by voucher."""
    entry = table(FundEntry).c
    query = (
        select(entry.date, func.coalesce(func.nullif(entry.voucher, ""), entry.memo, "没有凭证号的一笔"))
        .where(
            entry.village_id == village_id, entry.year == year, entry.posted_at.is_(None), entry.date.is_not(None)
        )
        .order_by(case((entry.voucher.is_(None), 1), else_=0), entry.voucher, entry.date)
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for day, text in connection.execute(query):
        found.setdefault(day.month, []).append(text)
    return found


@verb("funds.close", "结账", Undo.COUNTER, counter="反结账（funds reopen）")
def close(book: Book, year: int, month: int | None = None, *, actor: str, today: dt.date) -> Changed:
    """Close a month, or a year with those of its months that are still open.

    Raises:
        UserError: it is closed, is not over, an earlier month is open, nothing was posted in it, or drafts wait,
            which are named.
    """
    with book.work(declaration(close).id, actor, f"结账 {name(year, month)}", Undo.COUNTER) as work:
        state = _State.read(work.connection, work.village_id)
        if state.closed(year, month) or (month is not None and state.is_closed((year, month))):
            raise UserError("funds.closed_already", f"{name(year, month)}已经结账", "要改请先反结账")
        waiting = _drafts(work.connection, work.village_id, year)
        drafts = [text for at, texts in sorted(waiting.items()) if month in (None, at) for text in texts]
        if why_not := state.why_not(year, month, drafts, today):
            raise UserError("funds.not_closable", f"{name(year, month)}不能结账：{why_not}")
        if not any(one == (year, month or one[1]) for one in state.used):
            raise UserError("funds.nothing_to_close", f"{name(year, month)}没有流水", "没有流水的月份不用结账")
        head = journal.head(book)[:HEAD_SHOWN]
        chosen: list[tuple[int, int | None]] = [(year, month)]
        if month is None:
            chosen = [*state.open_of(year), (year, None)]
        work.write_rows(Closing, inserts=[_row(work, y, m, actor, today, head) for y, m in chosen])
        return Changed.of(work.commit())


def _row(work: Work, year: int, month: int | None, actor: str, today: dt.date, head: str) -> dict[str, Any]:
    entry = table(FundEntry).c
    first, last = days_of(year, month)
    vouchers = select(entry.voucher).where(
        entry.village_id == work.village_id, entry.posted_at.is_not(None), entry.date.between(first, last),
        entry.voucher.is_not(None),
    )  # fmt: skip
    order = (func.length(entry.voucher), entry.voucher)
    down = (func.length(entry.voucher).desc(), entry.voucher.desc())
    return {
        "id": work.new_id(),
        "village_id": work.village_id,
        "year": year,
        "month": month,
        "closed_on": today,
        "closed_by": actor,
        "first_voucher": work.connection.execute(vouchers.order_by(*order).limit(1)).scalar(),
        "last_voucher": work.connection.execute(vouchers.order_by(*down).limit(1)).scalar(),
        "figures": closing_figures(work.connection, work.village_id, year, month),
        "head": head,
    }


@verb("funds.reopen", "反结账", Undo.COUNTER, counter="再结账（funds close）")
def reopen(book: Book, year: int, month: int | None = None, *, why: str, actor: str, today: dt.date) -> Changed:
    """Reopen the last closed month, or a closed year (its months stay closed).

    Raises:
        UserError: it is not closed, something after it is, or no reason is given.
    """
    why = why.strip()
    with book.work(declaration(reopen).id, actor, f"反结账 {name(year, month)}", Undo.COUNTER) as work:
        state = _State.read(work.connection, work.village_id)
        row = state.known.get((year, month))
        if row is None or row["reopened_on"] is not None:
            raise UserError("funds.not_closed", f"{name(year, month)}没有结账", "请核对年份和月份")
        if (later := state.closed_after(year, month)) is not None:
            raise UserError("funds.closed_later", f"{name(*later)}已经结账", "请从最后结账的开始，一个一个反结账")
        if not why:
            raise UserError("funds.reopen_wants_reason", "反结账要写明原因", "原因留在书里，审计看得到")
        work.heading = f"反结账 {name(year, month)}：{why}"
        values = {"reopened_on": today, "reopened_by": actor, "reopened_why": why}
        work.write_rows(Closing, updates=[(row["id"], values)])
        return Changed.of(work.commit())

