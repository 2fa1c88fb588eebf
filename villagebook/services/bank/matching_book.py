"""Matching lines with entries in the book, by itself and by hand; a line that the book lacks becomes a draft.

Lines and entries that are matched always add up to the same amount: a hand may put together what the program does not
dare to, but not what is unequal.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.models import BankLine, BankMatch, BankStatement, FundEntry, Project
from villagebook.policies import whole
from villagebook.services.bank.account import (
    EntryOfBook,
    LineOfBank,
    entries_of,
    item_of_entry,
    item_of_line,
    lines_of,
    read_account,
)
from villagebook.services.bank.matching import match
from villagebook.services.bank.reconciling import reconciled
from villagebook.services.closed import Closed
from villagebook.services.entries import MOVED_IN
from villagebook.services.fields import record_row
from villagebook.services.overrides import overrides
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.services.vouchers import VoucherYear
from villagebook.store import Book, Undo, Work

T = TypeVar("T", LineOfBank, EntryOfBook)
AUTOMATIC, BY_HAND = "自动", "人工"
#: What a line becomes when nobody says otherwise.
KIND_IN, KIND_OUT = "到账", "支出"


@verb("bank.match_all", "自动勾对", Undo.INVERSE)
def match_all(book: Book, *, actor: str, today: dt.date) -> tuple[Changed, int]:
    """Match every open line that can only be one thing; returns how many lines were matched, too."""
    with book.work(declaration(match_all).id, actor, "自动勾对", Undo.INVERSE) as work:
        count = match_open(work, today)
        work.heading = f"自动勾对银行流水 {count} 行"
        return Changed.of(work.commit()), count


def match_open(work: Work, today: dt.date, only: uuid.UUID | None = None) -> int:
    """Match open lines (of one statement only) with open entries inside a work; return how many lines."""
    work.session.flush()
    lines, entries = lines_of(work.connection, work.village_id), entries_of(work.connection, work.village_id)
    used_lines, used_entries = _used(work)
    apart = whole("bank.days_apart", today, overrides(work.connection, work.village_id))
    open_lines = [one for key, one in lines.items() if key not in used_lines and only in (None, one.statement)]
    open_entries = [one for key, one in entries.items()
                    if key not in used_entries and one.is_posted and one.date is not None]  # fmt: skip
    found = match([item_of_line(one) for one in open_lines], [item_of_entry(one) for one in open_entries], apart)
    rows = [_row(work, line, entry, AUTOMATIC)
            for pairing in found.pairings for line in pairing.lines for entry in pairing.entries]  # fmt: skip
    if rows:
        work.write_rows(BankMatch, inserts=rows)
    return sum(len(pairing.lines) for pairing in found.pairings)


@verb("bank.match", "勾对", Undo.INVERSE)
def match_by_hand(book: Book, lines: Sequence[uuid.UUID], entries: Sequence[uuid.UUID], *, actor: str) -> Changed:
    """Say that these lines are these entries: one of either, several of the other.

    Raises:
        UserError: nothing named, something is matched already, or the sums differ.
    """
    with book.work(declaration(match_by_hand).id, actor, "勾对", Undo.INVERSE) as work:
        there = _named(lines_of(work.connection, work.village_id), lines, "银行流水")
        here = _named(entries_of(work.connection, work.village_id), entries, "凭证")
        if not there or not here:
            raise UserError("bank.nothing_named", "没有说哪几行是哪几笔", "银行流水和凭证都要选上")
        if len(there) > 1 and len(here) > 1:
            raise UserError("bank.many_to_many", "一次只能一行对几笔，或几行对一笔", "请分开勾对")
        used_lines, used_entries = _used(work)
        for line in there:
            if line.key in used_lines:
                raise UserError("bank.line_matched", f"第 {line.row} 行已经对上了", "请先取消原来的勾对")
        for entry in here:
            if entry.key in used_entries:
                raise UserError("bank.entry_matched", f"{entry.voucher}已经对上了", "请先取消原来的勾对")
        sums = sum(line.amount_fen for line in there), sum(entry.amount_fen for entry in here)
        if sums[0] != sums[1]:
            raise UserError(
                "bank.sums_differ",
                f"金额不等：银行 {format_yuan(sums[0], sign=True)} 元，账上 {format_yuan(sums[1], sign=True)} 元",
                "合计一分不差才能勾对")  # fmt: skip
        work.write_rows(BankMatch, inserts=[_row(work, a.key, b.key, BY_HAND) for a in there for b in here])
        work.heading = f"勾对 {'、'.join(entry.voucher for entry in here)}（{format_yuan(abs(sums[0]))} 元）"
        return Changed.of(work.commit())


@verb("bank.unmatch", "取消勾对", Undo.INVERSE)
def unmatch(book: Book, line: uuid.UUID, *, actor: str) -> Changed:
    """Take back what a line was matched with, and with it all that hangs together.

    Raises:
        UserError: the line is not matched.
    """
    with book.work(declaration(unmatch).id, actor, "取消勾对", Undo.INVERSE) as work:
        pairs = work.connection.execute(
            select(BankMatch.id, BankMatch.line_id, BankMatch.entry_id).where(
                BankMatch.village_id == work.village_id)).all()  # fmt: skip
        entries = {row.entry_id for row in pairs if row.line_id == line}
        gone = [row.id for row in pairs if row.line_id == line or row.entry_id in entries]
        if not gone:
            raise UserError("bank.not_matched", "这一行没有对上过", "请刷新后再看")
        row = record_row(work.connection, "bank_line", line)
        work.write_rows(BankMatch, deletes=gone)
        work.heading = f"取消勾对 {row['date']} 银行流水第 {row['row']} 行"
        return Changed.of(work.commit())


def prefilled(book: Book, line: uuid.UUID) -> dict[str, Any]:
    """What an entry for a line would hold: day, kind by its side, amount, payee, memo; by name of column.

    The project and its source are taken from the memo where it names exactly one project of the book.
    """
    with book.read() as connection:
        row = record_row(connection, "bank_line", line)
        projects = connection.execute(
            select(Project.code, Project.name).where(Project.village_id == book.village_id, Project.name.is_not(None)))
        said = f"{row['memo'] or ''}{row['counterpart'] or ''}"
        named = [found.code for found in projects if found.name and found.name in said]
    amount = (row["in_fen"] or 0) - (row["out_fen"] or 0)
    return {
        "date": row["date"], "kind": KIND_IN if amount > 0 else KIND_OUT, "amount_fen": abs(amount),
        "payee": row["counterpart"] if amount < 0 else None, "memo": row["memo"] or row["counterpart"],
        "project_code": named[0] if len(named) == 1 else None, "papers": None,
    }  # fmt: skip


@verb("bank.write", "按银行流水记一笔", Undo.INVERSE)
def write_entry(
    book: Book, line: uuid.UUID, values: Mapping[str, Any] | None = None, *, actor: str
) -> tuple[Changed, uuid.UUID]:
    """Write the draft of an entry that the book lacks, and match the line with it; returns the draft's key, too.

    Args:
        values: What differs from ``prefilled``, by name of column of fund_entry; amount and side stay the line's.

    Raises:
        UserError: the line is matched, the kind goes the other way, or the month is closed.
    """
    new = prefilled(book, line) | {name: value for name, value in (values or {}).items() if value is not None}
    with book.work(declaration(write_entry).id, actor, "按银行流水记一笔", Undo.INVERSE) as work:
        row = record_row(work.connection, "bank_line", line)
        amount = (row["in_fen"] or 0) - (row["out_fen"] or 0)
        if line in _used(work)[0]:
            raise UserError("bank.line_matched", f"第 {row['row']} 行已经对上了", "请先取消原来的勾对")
        if (new["kind"] in MOVED_IN) != (amount > 0) or new["kind"] == "冲销":
            way = "收入" if amount > 0 else "支出"
            hint = "收入记到账或收益，支出记支出、收回或分配"
            raise UserError("bank.other_way", f"银行是{way}，不能记成“{new['kind']}”", hint)
        if said := Closed.read(work.connection, work.village_id).said(new["date"]):
            raise UserError("funds.closed", said, "请用结账以后的日期，或反结账后再记")
        new["amount_fen"], new["year"] = abs(amount), new["date"].year
        if new.get("project_code"):
            query = select(Project.id).where(
                Project.village_id == work.village_id, Project.code == new["project_code"])
            new["project_id"] = work.connection.execute(query).scalars().first()
        new["voucher"] = new.get("voucher") or VoucherYear(work.connection, work.village_id, new["year"]).next()
        key = work.new_id()
        work.write_rows(FundEntry, inserts=[{"id": key, "village_id": work.village_id, **new}])
        work.write_rows(BankMatch, inserts=[_row(work, line, key, BY_HAND)])
        work.heading = f"按银行流水记一笔 {new['voucher']}（{format_yuan(abs(amount))} 元）"
        return Changed.of(work.commit()), key


@verb("bank.reconcile", "对账完成", Undo.INVERSE)
def reconcile(book: Book, statement: uuid.UUID, *, actor: str, today: dt.date) -> Changed:
    """Sign a statement as reconciled: at its last day both balances come to the same.

    Raises:
        UserError: they do not.
    """
    with book.work(declaration(reconcile).id, actor, "对账完成", Undo.INVERSE) as work:
        row = record_row(work.connection, "bank_statement", statement)
        found = reconciled(read_account(work.connection, work.village_id, row["through_on"]))
        if not found.agrees:
            raise UserError("bank.differs", found.words, "对上每一行，或查清差额后再签")
        work.write_rows(BankStatement, updates=[(statement, {"reconciled_on": today, "reconciled_by": actor})])
        work.heading = f"对账完成 {row['file_name']}"
        return Changed.of(work.commit())


@verb("bank.remove", "删对账单", Undo.INVERSE)
def remove(book: Book, statement: uuid.UUID, *, actor: str) -> Changed:
    """Take a statement with its lines and matches out of the book; entries stay, the file stays with the book."""
    with book.work(declaration(remove).id, actor, "删对账单", Undo.INVERSE) as work:
        row = record_row(work.connection, "bank_statement", statement)
        lines = select(BankLine.id).where(BankLine.statement_id == statement)
        keys = list(work.connection.execute(lines).scalars())
        matches = select(BankMatch.id).where(BankMatch.line_id.in_(lines))
        work.write_rows(BankMatch, deletes=list(work.connection.execute(matches).scalars()))
        work.write_rows(BankLine, deletes=keys)
        work.write_rows(BankStatement, deletes=[statement])
        work.heading = f"删对账单 {row['file_name']}"
        return Changed.of(work.commit())


def _row(work: Work, line: Any, entry: Any, how: str) -> dict[str, Any]:
    return {"id": work.new_id(), "village_id": work.village_id, "line_id": line, "entry_id": entry, "how": how}


def _used(work: Work) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    query = select(BankMatch.line_id, BankMatch.entry_id).where(BankMatch.village_id == work.village_id)
    rows = work.connection.execute(query).all()
    return {row.line_id for row in rows}, {row.entry_id for row in rows}


def _named(every: Mapping[uuid.UUID, T], keys: Sequence[uuid.UUID], what: str) -> list[T]:
    missing = [key for key in keys if key not in every]
    if missing:
        raise UserError("record.gone", f"这{what}已经不在书里了", "请刷新后再看")
    return [every[key] for key in dict.fromkeys(keys)]
