"""Entries and balances as the page 资金 shows them: one entry, the months, what each source has."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.collector import without_collector
from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.models import FundEntry, Project
from villagebook.models.codes import CODES
from villagebook.services import fields
from villagebook.services.fields import FieldView, record_row
from villagebook.store import Book

#: What a draft's form shows, in eye order.
FIELDS = (
    "date", "voucher", "kind", "amount_fen", "project_code", "source", "memo", "payee", "programme", "document",
    "payment_step", "claim_on", "papers", "handler", "reverses_text", "reason", "note",
)  # fmt: skip
DRAFT, POSTED, REVERSAL, REVERSED = "草稿", "已入账", "冲销", "已冲销"

#: Kinds that bring money in; the others take it out. 冲销 stands where the entry it reverses stands.
INCOME = ("指标下达", "到账", "收益")
#: Kinds that move money at all: a grant is a promise, a claim is a request.
MOVED_IN, MOVED_OUT = ("到账", "收益"), ("支出", "收回", "分配")


@dataclass(frozen=True, slots=True)
class EntryLink:
    """Another entry."""

    key: uuid.UUID
    voucher: str
    date: dt.date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry.

    Attributes:
        state: DRAFT, POSTED, REVERSAL or REVERSED.
        counted: The kind it counts as: its own, for a 冲销 that of the entry it reverses.
        values: Native values by column name.
        fields: FIELDS as a form shows them; locked once posted.
        reverses, reversed_by: The entry it reverses; the posted one that reverses it.
        project: Key and name, None while the project is not in the book.
    """

    key: uuid.UUID
    state: str
    counted: str
    values: Mapping[str, Any]
    fields: tuple[FieldView, ...]
    reverses: EntryLink | None
    reversed_by: EntryLink | None
    project: tuple[uuid.UUID, str] | None


@dataclass(frozen=True, slots=True)
class Brief:
    """What a list knows of every entry before it shows any."""

    key: uuid.UUID
    date: dt.date | None
    state: str
    counted: str
    amount_fen: int

    @property
    def moved(self) -> tuple[int, int]:
        """What came in and went out of the village's money, in 分; nothing while it is a draft."""
        if self.state == DRAFT:
            return 0, 0
        return (self.amount_fen if self.counted in MOVED_IN else 0, self.amount_fen if self.counted in MOVED_OUT else 0)


@dataclass(frozen=True, slots=True)
class SourceBalance:
    """What one source has, drafts counted; money in fen. ``drafts_fen`` is how far drafts moved the balance."""

    source: str
    received_fen: int
    spent_fen: int
    balance_fen: int
    drafts_fen: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What forms and filters of entries offer."""

    years: tuple[int, ...]
    projects: tuple[tuple[str, str], ...]


def view(book: Book, key: uuid.UUID) -> EntryView:
    """One entry.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        row = record_row(connection, "fund_entry", key)
        origin = _link(connection, FundEntry.id == row["reverses_id"]) if row["reverses_id"] else None
        reversal = _link(connection, (FundEntry.reverses_id == key) & FundEntry.posted_at.is_not(None))
        found = connection.execute(select(Project.id, Project.name).where(Project.id == row["project_id"])).first()
        counted = row["kind"] or ""
        if row["kind"] == REVERSAL:
            kind = select(FundEntry.kind).where(FundEntry.id == row["reverses_id"])
            counted = connection.execute(kind).scalars().first() or "支出"
    posted = row["posted_at"] is not None
    state = DRAFT
    if posted:
        state = REVERSAL if row["kind"] == REVERSAL else REVERSED if reversal is not None else POSTED
    locked = f"{row['voucher']}已经入账，不能改" if posted else ""
    shown = fields.view(row, "fund_entry", FIELDS, locked)
    project = (found.id, found.name or "") if found is not None else None
    return EntryView(key, state, counted, row, shown, origin, reversal, project)


def _link(connection: Connection, which: Any) -> EntryLink | None:
    query = select(FundEntry.id, FundEntry.voucher, FundEntry.date, FundEntry.reason).where(which)
    found = connection.execute(query).first()
    return EntryLink(found.id, found.voucher or "", found.date, found.reason or "") if found is not None else None


def briefs(book: Book, within: Scope, *, newest_first: bool = True) -> list[Brief]:
    """All entries in a scope, by day and voucher; those without a day come last."""
    names = ("date", "state", "counted", "amount_fen")
    # Nothing of it is garbage before it is returned, and looking for some grows faster than the list.
    with without_collector(), book.read() as connection:
        found = read.picked(connection, LEDGERS["funds"], within, names, descending=newest_first)
        return [Brief(key, day, state, counted or "", amount or 0) for key, day, state, counted, amount in found]


def balances(book: Book, on: dt.date) -> tuple[SourceBalance, ...]:
    """What each source has, in the order of the code list; sources without any movement are left out."""
    scope = Scope(book.village_id, on)
    with book.read() as connection:
        every, posted = (_by_source(connection, s) for s in (scope, replace(scope, posted_only=True)))
    order = {source: place for place, source in enumerate(CODES["fund_source"].values)}
    result = []
    for source in sorted(every, key=lambda name: (order.get(name, len(order)), name)):
        received, spent, balance = every[source]
        if received or spent or balance:
            result.append(SourceBalance(source, received, spent, balance, balance - posted.get(source, (0, 0, 0))[2]))
    return tuple(result)


def _by_source(connection: Connection, scope: Scope) -> dict[str, tuple[int, int, int]]:
    sums: dict[str, tuple[int, int, int]] = {}
    for row in read.rows(connection, LEDGERS["fund-balances"], scope):
        name = row["source"] or "未写来源"
        before = sums.get(name, (0, 0, 0))
        moved = (row["received_fen"] or 0, row["spent_fen"] or 0, row["balance_fen"] or 0)
        sums[name] = (before[0] + moved[0], before[1] + moved[1], before[2] + moved[2])
    return sums


def choices(book: Book) -> Choices:
    """Years that have entries, newest first, and projects as (code, name) by code."""
    mine = FundEntry.village_id == book.village_id
    with book.read() as connection:
        years = connection.execute(select(FundEntry.year).where(mine).distinct()).scalars().all()
        projects = connection.execute(
            select(Project.code, Project.name)
            .where(Project.village_id == book.village_id, Project.code.is_not(None))
            .order_by(Project.code)
        ).all()
    known = sorted((year for year in years if year is not None), reverse=True)
    return Choices(tuple(known), tuple((row.code, row.name or "") for row in projects))


def drafts(book: Book) -> int:
    """How many entries wait to be posted."""
    with book.read() as connection:
        query = select(FundEntry.id).where(FundEntry.village_id == book.village_id, FundEntry.posted_at.is_(None))
        return len(connection.execute(query).all())


def find(book: Book, voucher: str) -> uuid.UUID | None:
    """The key of the newest entry with a voucher number."""
    with book.read() as connection:
        query = select(FundEntry.id).where(FundEntry.village_id == book.village_id, FundEntry.voucher == voucher)
        return connection.execute(query.order_by(FundEntry.year.desc())).scalars().first()
