"""The account as the bank tells it and as the book has it: what is matched, what only one of them has, what is left.

Three lists are made of the lines and entries up to a day: matched (对上), only there (银行有、账上没有), only here
(账上有、银行没有). Entries dated before the first statement begins are in its opening balance.

The book does not tell accounts apart: statements of several accounts are added up.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.ledgers.figures import counted_as
from villagebook.ledgers.parts import table
from villagebook.models import BankLine, BankMatch, BankStatement, FundEntry, Project
from villagebook.policies import whole
from villagebook.services.bank.masking import masked_name, masked_text
from villagebook.services.bank.matching import Item, alike, match
from villagebook.services.entries import MOVED_IN, MOVED_OUT, REVERSAL
from villagebook.services.overrides import overrides
from villagebook.store import Book

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EntryOfBook:
    """A posted entry that moved money, or a draft that stands for a line; ``amount_fen`` as it moves the account."""

    key: uuid.UUID
    date: dt.date | None
    voucher: str
    kind: str
    amount_fen: int
    payee: str
    memo: str
    project: str
    is_posted: bool
    is_doubtful: bool = False
    reverses: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class LineOfBank:
    """A line of a statement.

    Attributes:
        counterpart, memo: In full; ``shown`` and ``said`` are what a screen shows before it is asked.
        how: 自动 or 人工; empty while it is open.
        possible: While it is open, the entries of the same amount that it could be.
    """

    key: uuid.UUID
    statement: uuid.UUID
    file_name: str
    row: int
    date: dt.date
    in_fen: int | None
    out_fen: int | None
    balance_fen: int | None
    counterpart: str
    memo: str
    reference: str
    note: str
    how: str = ""
    possible: tuple[uuid.UUID, ...] = ()

    @property
    def amount_fen(self) -> int:
        """What it adds to the account."""
        return (self.in_fen or 0) - (self.out_fen or 0)

    @property
    def shown(self) -> str:
        """The other side; a person's name hidden."""
        return masked_name(self.counterpart)

    @property
    def said(self) -> str:
        """The bank's words; long numbers hidden."""
        return masked_text(self.memo)


@dataclass(frozen=True, slots=True)
class Pair:
    """Lines and entries that are the same money.

    Attributes:
        waits: Whether an entry is still a draft: the bank has it, the book not yet.
        other_name: Whether the names on both sides differ.
    """

    lines: tuple[LineOfBank, ...]
    entries: tuple[EntryOfBook, ...]
    how: str

    @property
    def waits(self) -> bool:
        return not all(entry.is_posted for entry in self.entries)

    @property
    def other_name(self) -> bool:
        if self.amount_fen > 0:
            # Of a receipt the entry names the village itself, the bank who paid.
            return False
        names = [(line.counterpart, entry.payee) for line in self.lines for entry in self.entries]
        return all(one and other for one, other in names) and not any(alike(one, other) for one, other in names)

    @property
    def amount_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement in the list of them; ``gap`` is what its opening differs from the closing of the one before."""

    key: uuid.UUID
    file_name: str
    bank: str
    account_tail: str
    from_on: dt.date | None
    through_on: dt.date | None
    opening_fen: int | None
    closing_fen: int | None
    lines: int
    open_lines: int
    broken_fen: int
    gap_fen: int
    reconciled_on: dt.date | None
    reconciled_by: str


@dataclass(frozen=True, slots=True)
class Account:
    """Everything about the account up to a day.

    Attributes:
        matched, only_there, only_here: The three lists; each line and entry stands in exactly one.
        set_off: Entries and their own 冲销, neither of which the bank has: they are nothing to it.
        since: The day the first statement begins; None without statements.
    """

    on: dt.date
    since: dt.date | None
    statements: tuple[StatementView, ...]
    matched: tuple[Pair, ...]
    only_there: tuple[LineOfBank, ...]
    only_here: tuple[EntryOfBook, ...]
    set_off: tuple[EntryOfBook, ...]
    entries: Mapping[uuid.UUID, EntryOfBook]
    bank_fen: int | None
    book_fen: int


def account(book: Book, on: dt.date | None = None) -> Account:
    """The account up to a day; None is the last day that a statement covers."""
    with book.read() as connection:
        return read_account(connection, book.village_id, on)


def read_account(connection: Connection, village: uuid.UUID, on: dt.date | None = None) -> Account:
    """The account up to a day, read in a connection."""
    statements = _rows(connection, BankStatement, village)
    days = [one["through_on"] for one in statements if one["through_on"] is not None]
    day = on or max(days, default=dt.date.max)
    begins = [one["from_on"] for one in statements if one["from_on"] is not None]
    since = min(begins, default=None)
    lines, every = lines_of(connection, village), entries_of(connection, village)
    pairs = _pairs(connection, village, lines, every)
    then = [pair for pair in pairs if any(line.date <= day for line in pair.lines)]
    used_lines = {line.key for pair in then for line in pair.lines}
    used_entries = {entry.key for pair in then for entry in pair.entries}
    there = [line for key, line in lines.items() if key not in used_lines and line.date <= day]
    here = [entry for key, entry in every.items() if key not in used_entries and entry.is_posted
            and since is not None and entry.date is not None and since <= entry.date <= day]  # fmt: skip
    set_off = {key for entry in here if entry.reverses and any(one.key == entry.reverses for one in here)
               for key in (entry.key, entry.reverses)}  # fmt: skip
    apart = whole("bank.days_apart", min(day, dt.date(9999, 1, 1)), overrides(connection, village))
    # A line may well be an entry dated just before the first statement begins.
    free = [item_of_entry(one) for key, one in every.items() if key not in used_entries and one.is_posted and one.date]
    possible = match([item_of_line(line) for line in there], free, apart).possible
    views = _statements(statements, lines, {line.key for pair in pairs for line in pair.lines})
    return Account(
        day, since, views, tuple(then),
        tuple(replace(line, possible=tuple(possible.get(line.key, ()))) for line in there),  # type: ignore[arg-type]
        tuple(entry for entry in here if entry.key not in set_off),
        tuple(entry for entry in here if entry.key in set_off),
        every, _bank_balance(statements, lines, day),
        sum(entry.amount_fen for entry in every.values() if entry.is_posted and entry.date and entry.date <= day),
    )  # fmt: skip


def lines_of(connection: Connection, village: uuid.UUID) -> dict[uuid.UUID, LineOfBank]:
    """All lines of all statements, by day and row."""
    line, statement = table(BankLine), table(BankStatement)
    query = (
        select(line, statement.c.file_name)
        .select_from(line.join(statement, statement.c.id == line.c.statement_id))
        .where(line.c.village_id == village, line.c.date.is_not(None))
        .order_by(line.c.date, statement.c.from_on, line.c.row, line.c.id)
    )
    return {
        row["id"]: LineOfBank(
            row["id"], row["statement_id"], row["file_name"], row["row"], row["date"], row["in_fen"], row["out_fen"],
            row["balance_fen"], row["counterpart"] or "", row["memo"] or "", row["reference"] or "", row["note"] or "")
        for row in connection.execute(query).mappings()
    }  # fmt: skip


def entries_of(connection: Connection, village: uuid.UUID) -> dict[uuid.UUID, EntryOfBook]:
    """All entries that move money, drafts too, by day and voucher."""
    entry, origin, project = table(FundEntry), table(FundEntry, "origin"), table(Project)
    counted = counted_as(entry, origin)
    query = (
        select(entry.c.id, entry.c.date, entry.c.voucher, entry.c.kind, entry.c.amount_fen, entry.c.payee,
               entry.c.memo, entry.c.posted_at, entry.c.reverses_id, counted.label("counted"), project.c.name)
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id)
                     .outerjoin(project, project.c.id == entry.c.project_id))
        .where(entry.c.village_id == village, entry.c.amount_fen.is_not(None), entry.c.amount_fen != 0)
        .order_by(entry.c.date, entry.c.voucher, entry.c.id)
    )  # fmt: skip
    rows = [row for row in connection.execute(query).mappings() if row["counted"] in (*MOVED_IN, *MOVED_OUT)]
    reversed_ids = {row["reverses_id"] for row in rows if row["reverses_id"] and row["posted_at"]}
    return {
        row["id"]: EntryOfBook(
            row["id"], row["date"], row["voucher"] or "", row["kind"] or "",
            row["amount_fen"] if row["counted"] in MOVED_IN else -row["amount_fen"], row["payee"] or "",
            row["memo"] or "", row["name"] or "", row["posted_at"] is not None,
            row["kind"] == REVERSAL or row["id"] in reversed_ids, row["reverses_id"])
        for row in rows
    }  # fmt: skip


def item_of_line(line: LineOfBank) -> Item:
    """A line as the matching takes it."""
    return Item(line.key, line.date, line.amount_fen, line.counterpart, f"{line.memo} {line.reference}")


def item_of_entry(entry: EntryOfBook) -> Item:
    """A posted entry as the matching takes it."""
    assert entry.date is not None
    return Item(entry.key, entry.date, entry.amount_fen, entry.payee, entry.memo, entry.voucher, entry.is_doubtful)


def _rows(connection: Connection, record: Any, village: uuid.UUID) -> list[Row]:
    columns = record.__table__
    order = (columns.c.from_on, columns.c.id) if "from_on" in columns.c else (columns.c.id,)
    query = select(columns).where(columns.c.village_id == village).order_by(*order)
    return [dict(row) for row in connection.execute(query).mappings()]


def _pairs(
    connection: Connection, village: uuid.UUID, lines: Mapping[uuid.UUID, LineOfBank],
    entries: Mapping[uuid.UUID, EntryOfBook],
) -> list[Pair]:
    """What hangs together by matches: of each group lines and entries in their own order."""
    group: dict[uuid.UUID, uuid.UUID] = {}

    def root(key: uuid.UUID) -> uuid.UUID:
        while group.setdefault(key, key) != key:
            group[key] = group[group[key]]
            key = group[key]
        return key

    how: dict[uuid.UUID, str] = {}
    for row in _rows(connection, BankMatch, village):
        if row["line_id"] in lines and row["entry_id"] in entries:
            group[root(row["entry_id"])] = root(row["line_id"])
            how[row["line_id"]] = row["how"]
    members: dict[uuid.UUID, tuple[list[LineOfBank], list[EntryOfBook]]] = defaultdict(lambda: ([], []))
    for key, line in lines.items():
        if key in how:
            members[root(key)][0].append(replace(line, how=how[key]))
    for key, entry in entries.items():
        if key in group:
            members[root(key)][1].append(entry)
    return [Pair(tuple(some), tuple(of), some[0].how) for some, of in members.values() if some and of]


def _statements(
    rows: Iterable[Row], lines: Mapping[uuid.UUID, LineOfBank], used: set[uuid.UUID]
) -> tuple[StatementView, ...]:
    own: dict[uuid.UUID, list[LineOfBank]] = defaultdict(list)
    for line in lines.values():
        own[line.statement].append(line)
    found, before = [], dict[str, int]()
    for row in rows:
        mine, tail = own[row["id"]], row["account_tail"] or ""
        opening, closing = row["opening_fen"], row["closing_fen"]
        whole_known = opening is not None and closing is not None
        broken = closing - opening - sum(line.amount_fen for line in mine) if whole_known else 0
        gap = opening - before[tail] if opening is not None and tail in before else 0
        if closing is not None:
            before[tail] = closing
        found.append(StatementView(
            row["id"], row["file_name"], row["bank"] or "", tail, row["from_on"], row["through_on"], opening, closing,
            len(mine), sum(line.key not in used for line in mine), broken, gap, row["reconciled_on"],
            row["reconciled_by"] or ""))  # fmt: skip
    return tuple(found)


def _bank_balance(
    statements: Iterable[Row], lines: Mapping[uuid.UUID, LineOfBank], day: dt.date
) -> int | None:
    """What the bank says is there at the end of a day, over all accounts; None if no statement tells."""
    accounts: dict[str, int] = {}
    for row in statements:
        if row["opening_fen"] is None or row["from_on"] is None or row["from_on"] > day:
            continue
        moved = sum(one.amount_fen for one in lines.values() if one.statement == row["id"] and one.date <= day)
        accounts[row["account_tail"] or ""] = row["opening_fen"] + moved
    return sum(accounts.values()) if accounts else None
