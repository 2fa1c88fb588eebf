"""A statement comes in: read, kept as it was, its new lines written, and matched at once. One act, undone as one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.importing import read_file
from villagebook.importing.statements import Statement, StatementLine, read_statement
from villagebook.models import Attachment, BankLine, BankMatch, BankStatement
from villagebook.services.bank.account import lines_of
from villagebook.services.bank.matching_book import match_open
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import of a statement did.

    Attributes:
        known: Lines that an earlier statement of the account had already; they were left out.
        matched: How many of the new lines were matched by themselves. waiting: How many were not.
        problems: What could not be read or does not add up, in words.
    """

    changed: Changed
    statement: uuid.UUID
    lines: int
    known: int
    matched: int
    waiting: int
    problems: tuple[str, ...]


@verb("bank.import", "导入对账单", Undo.INVERSE)
def import_statement(book: Book, path: Path, *, actor: str, today: dt.date) -> Taken:
    """Read a bank statement (xlsx, xls, csv), keep the file, write its lines and match them.

    Raises:
        UserError: it is no statement, this very file was taken already, or all its lines are known.
    """
    workbook = read_file(path)
    found = read_statement(workbook)
    with book.work(declaration(import_statement).id, actor, f"导入对账单 {workbook.file_name}", Undo.INVERSE) as work:
        _refuse_same_file(work, workbook.sha256)
        kept, known = _new_lines(work, found)
        attachment = book.files.put(work, workbook.data, workbook.file_name, workbook.media_type)
        statement = _write(work, found, kept, workbook.file_name, attachment)
        match_open(work, today, only=statement)
        matched = _matched(work, statement)
        work.heading = f"导入对账单 {workbook.file_name}：{len(kept)} 行，对上 {matched} 行"
        changed = Changed.of(work.commit())
    return Taken(changed, statement, len(kept), known, matched, len(kept) - matched, found.problems)


def _refuse_same_file(work: Work, sha256: str) -> None:
    query = (
        select(BankStatement.file_name, BankStatement.from_on, BankStatement.through_on)
        .join(Attachment, Attachment.id == BankStatement.attachment_id)
        .where(BankStatement.village_id == work.village_id, Attachment.sha256 == sha256)
    )
    found = work.connection.execute(query).first()
    if found is not None:
        raise UserError(
            "bank.same_file", f"这份对账单已经导入过：{found.file_name}（{found.from_on} 至 {found.through_on}）",
            "不用再导；要重新导入，请先删去原来那份")  # fmt: skip


def _new_lines(work: Work, found: Statement) -> tuple[list[StatementLine], int]:
    """Return the lines that no statement of the same account has, and how many were known.

    Raises:
        UserError: all are known.
    """
    query = select(BankStatement.id, BankStatement.account_tail).where(BankStatement.village_id == work.village_id)
    same = {row.id for row in work.connection.execute(query) if (row.account_tail or "") == found.account_tail}
    there = Counter(
        (one.date, one.amount_fen, one.balance_fen, one.reference)
        for one in lines_of(work.connection, work.village_id).values() if one.statement in same)  # fmt: skip
    kept = []
    for line in found.lines:
        mark = (line.date, line.amount_fen, line.balance_fen, line.reference)
        if there[mark]:
            there[mark] -= 1
        else:
            kept.append(line)
    if not kept:
        raise UserError("bank.all_known", "这份对账单的每一行都已经在书里了", "请导入后面日期的对账单")
    return kept, len(found.lines) - len(kept)


def _write(
    work: Work, found: Statement, kept: Sequence[StatementLine], file_name: str, attachment: uuid.UUID
) -> uuid.UUID:
    opening, closing = found.opening_fen, found.closing_fen
    first, last = found.lines.index(kept[0]), found.lines.index(kept[-1])
    if len(kept) < len(found.lines) and opening is not None:
        opening += sum(line.amount_fen for line in found.lines[:first])
        closing = opening + sum(line.amount_fen for line in kept)
    statement = work.new_id()
    work.write_rows(BankStatement, inserts=[{
        "id": statement, "village_id": work.village_id, "attachment_id": attachment, "file_name": file_name,
        "bank": found.bank or None, "account_name": found.account_name or None,
        "account_tail": found.account_tail or None,
        "from_on": kept[0].date if first else found.from_on,
        "through_on": kept[-1].date if last < len(found.lines) - 1 else found.through_on,
        "opening_fen": opening, "closing_fen": closing,
    }])  # fmt: skip
    work.write_rows(BankLine, inserts=[{
        "id": work.new_id(), "village_id": work.village_id, "statement_id": statement, "row": line.row,
        "date": line.date, "in_fen": line.in_fen, "out_fen": line.out_fen, "balance_fen": line.balance_fen,
        "counterpart": line.counterpart or None, "counterpart_account": line.counterpart_account or None,
        "memo": line.memo or None, "reference": line.reference or None,
    } for line in kept])  # fmt: skip
    return statement


def _matched(work: Work, statement: uuid.UUID) -> int:
    query = (
        select(BankLine.id).join(BankMatch, BankMatch.line_id == BankLine.id)
        .where(BankLine.statement_id == statement).distinct()
    )  # fmt: skip
    return len(work.connection.execute(query).all())
