"""对账 as a workbook: the statement of reconciliation and the three lists. Persons' names stay hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from villagebook.exporting.table import ExportTable
from villagebook.exporting.xlsx import Exported, write_xlsx
from villagebook.services import books
from villagebook.services.bank.account import Account, account
from villagebook.services.bank.reconciling import OpenItem, Reconciliation, reconciled
from villagebook.store import Book

TITLE = "银行存款余额调节表"
BANK_SIDE, BOOK_SIDE = "银行对账单余额", "账面余额"
#: Heading of open items -> field of Reconciliation, in the order of the form; the first two go with the bank.
OPEN_ITEMS = (
    ("加：账上已收、银行未收", "here_in"), ("减：账上已付、银行未付", "here_out"),
    ("加：银行已收、账上未收", "there_in"), ("减：银行已付、账上未付", "there_out"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    id: str
    heading: str
    kind: str = "text"
    unit: str | None = None
    total: bool = False


def _columns(*told: tuple[str, str] | tuple[str, str, str]) -> tuple[_Column, ...]:
    return tuple(_Column(one[0], one[1], one[2] if len(one) == 3 else "text",
                         "元" if len(one) == 3 and one[2] == "money" else None) for one in told)  # fmt: skip


_TABLE = _columns(("what", "项目"), ("on", "日期", "day"), ("number", "凭证号（流水号）"), ("memo", "摘要"),
                  ("bank_fen", BANK_SIDE, "money"), ("book_fen", BOOK_SIDE, "money"))  # fmt: skip
_LINES = _columns(("date", "交易日期", "day"), ("in_fen", "收入", "money"), ("out_fen", "支出", "money"),
                  ("shown", "对方"), ("said", "摘要"), ("reference", "流水号"),
                  ("file_name", "对账单"), ("row", "行", "int"))  # fmt: skip
_ENTRIES = _columns(("date", "日期", "day"), ("voucher", "凭证号"), ("kind", "类型"), ("amount_fen", "收支", "money"),
                    ("payee", "收款单位（人）"), ("memo", "摘要"), ("project", "项目"))  # fmt: skip
_PAIRS = _columns(("date", "交易日期", "day"), ("amount_fen", "收支", "money"), ("shown", "对方"),
                  ("vouchers", "凭证号"), ("entry_date", "凭证日期", "day"), ("payee", "收款单位（人）"),
                  ("how", "对上方式"), ("hint", "说明"))  # fmt: skip


def export(book: Book, target: Path, on: dt.date | None = None) -> Exported:
    """Write the account up to a day as xlsx.

    Raises:
        KnownError: the target cannot be written.
    """
    found = account(book, on)
    return write_xlsx(target, *sheets(found, reconciled(found), books.info(book).name), made_at=book.clock.now())


def sheets(found: Account, table: Reconciliation, village: str) -> Iterator[ExportTable]:
    """Yield the sheets; an empty list stays, so that one sees that it is empty."""
    line = f"{village}　截至 {table.on.isoformat()}　{table.words}"
    yield ExportTable(TITLE, _TABLE, list(table_rows(table)), subtitle=line)
    pairs = [{
        "date": pair.lines[0].date, "amount_fen": pair.amount_fen,
        "shown": "、".join(dict.fromkeys(line.shown for line in pair.lines)),
        "vouchers": "、".join(e.voucher for e in pair.entries), "entry_date": pair.entries[0].date,
        "payee": "、".join(dict.fromkeys(e.payee for e in pair.entries)), "how": pair.how, "hint": hint(pair),
    } for pair in found.matched]  # fmt: skip
    yield ExportTable("对上", _PAIRS, pairs, subtitle=line)
    yield ExportTable("银行有账上没有", _LINES, [_row(one, _LINES) for one in found.only_there], subtitle=line)
    yield ExportTable("账上有银行没有", _ENTRIES, [_row(one, _ENTRIES) for one in found.only_here], subtitle=line)


def hint(pair: Any) -> str:
    """What a person should know of a pair; empty if nothing."""
    return "凭证还是草稿" if pair.waits else "户名与收款单位不同" if pair.other_name else ""


def table_rows(table: Reconciliation) -> Iterator[dict[str, Any]]:
    """Yield the lines of 余额调节表: both balances, what each lacks, both adjusted."""
    yield _line("余额", bank=table.bank_fen, book=table.book_fen)
    for heading, name in OPEN_ITEMS:
        items: tuple[OpenItem, ...] = getattr(table, name)
        side = "bank_fen" if name.startswith("here") else "book_fen"
        # Under 减 amounts stand as they are said: without a sign.
        yield _line(heading) | {side: abs(sum(item.amount_fen for item in items))}
        for item in items:
            yield _line("", item.on, item.number, item.what) | {side: abs(item.amount_fen)}
    yield _line("调节后余额", bank=table.bank_adjusted_fen, book=table.book_adjusted_fen)


def _line(
    what: str, on: dt.date | None = None, number: str = "", memo: str = "", bank: int | None = None,
    book: int | None = None,
) -> dict[str, Any]:
    return {"what": what, "on": on, "number": number, "memo": memo, "bank_fen": bank, "book_fen": book}


def _row(one: Any, columns: tuple[_Column, ...]) -> dict[str, Any]:
    return {column.id: getattr(one, column.id) for column in columns}
