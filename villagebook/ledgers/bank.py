"""Lines of bank statements with the vouchers they are (银行流水台账)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import BankLine, BankMatch, BankStatement, FundEntry

BANK_LINE_COLUMNS = (
    of(BankLine.date),
    of(BankLine.in_fen, total=True),
    of(BankLine.out_fen, total=True),
    of(BankLine.balance_fen),
    of(BankLine.counterpart),
    of(BankLine.memo),
    of(BankLine.reference),
    computed("state", "对账", "text", (BankMatch.how,)),
    computed("voucher", "凭证号", "code", (FundEntry.voucher, BankMatch.entry_id)),
    of(BankStatement.file_name, "statement", "对账单"),
    of(BankLine.row),
    of(BankLine.note),
)


def _bank_lines(scope: Scope) -> Select[Any]:
    line, statement, match, entry = table(BankLine), table(BankStatement), table(BankMatch), table(FundEntry)
    matched = (
        select(func.min(match.c.how).label("how"), func.min(entry.c.voucher).label("first"),
               func.max(entry.c.voucher).label("last"), match.c.line_id)
        .select_from(match.join(entry, entry.c.id == match.c.entry_id))
        .group_by(match.c.line_id)
        .subquery("matched")
    )  # fmt: skip
    first, last = matched.c["first"], matched.c["last"]
    made = {
        "state": func.coalesce(matched.c.how, "未对上"),
        # Of several entries the first and the last stand for all.
        "voucher": func.coalesce(func.nullif(first + "、" + last, first + "、" + first), first),
    }
    tables = {"bank_line": line, "bank_statement": statement}
    asked = (
        select(line.c.id.label("_id"), *labelled(BANK_LINE_COLUMNS, tables, made))
        .select_from(line.join(statement, statement.c.id == line.c.statement_id)
                     .outerjoin(matched, matched.c.line_id == line.c.id))
        .where(line.c.village_id == scope.village_id)
    )  # fmt: skip
    return asked.where(line.c.date <= scope.through) if scope.through is not None else asked


BANK_LINES = Ledger(
    "bank-lines", "银行流水台账", BANK_LINE_COLUMNS, _bank_lines, ("date", "statement", "row"), year="date")
