"""对账 as a table: what only the bank has, what only the book has, what is matched."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from villagebook.services import bank
from villagebook.services.bank import Account, EntryOfBook, LineOfBank, Pair, Reconciliation
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column

THERE, HERE, MATCHED = "there", "here", "matched"
TITLES: Mapping[str, str] = {THERE: "银行有、账上没有", HERE: "账上有、银行没有", MATCHED: "对上"}
CHIPS: Mapping[str, Chip] = {
    THERE: Chip("未记账", "due", "circle-dashed"),
    HERE: Chip("未达", "due", "clock"),
    MATCHED: Chip("对上", "ok", "circle-check"),
}
COLUMNS = (
    Column("state", "状态", "state", width=94, sortable=False),
    Column("date", "日期", "date", width=96, sortable=False),
    Column("income", "收入", "money", unit="元", width=116, sortable=False),
    Column("spent", "支出", "money", unit="元", width=116, sortable=False),
    Column("who", "对方", width=150, stretch=1, sortable=False),
    Column("voucher", "凭证号", width=112, rank=1, sortable=False),
    Column("said", "摘要", width=150, rank=2, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a line, an entry, or a pair of both; ``key`` is the line's, for an entry its own."""

    key: uuid.UUID
    side: str
    line: LineOfBank | None = None
    entry: EntryOfBook | None = None
    pair: Pair | None = None

    @property
    def amount_fen(self) -> int:
        """What it adds to the account."""
        one = self.pair or self.line or self.entry
        assert one is not None
        return one.amount_fen


@dataclass(frozen=True, slots=True)
class Known:
    """What the page knows besides its table."""

    account: Account
    table: Reconciliation


def items(found: Account) -> list[Item]:
    """The rows, what is open first."""
    return [
        *(Item(line.key, THERE, line=line) for line in found.only_there),
        *(Item(entry.key, HERE, entry=entry) for entry in found.only_here),
        *(Item(pair.lines[0].key, MATCHED, pair=pair) for pair in reversed(found.matched)),
    ]


def read(book: Any) -> Sequence[Item]:
    """The rows of a book."""
    return items(bank.account(book))


def group(item: Item) -> tuple[str, str]:
    """Under which heading a row stands."""
    return item.side, TITLES[item.side]


def said(item: Item) -> str:
    """What the text filter looks into; names of persons as the screen shows them."""
    shown = dress(item)
    amount = abs(item.amount_fen)
    words = (shown["date"], f"{amount / 100:.2f}", _text(shown["who"]), _text(shown["voucher"]), _text(shown["said"]))
    return " ".join(map(str, words))


def _text(value: Any) -> str:
    return str(value.value if isinstance(value, Cell) else value or "")


def dress(item: Item) -> dict[str, Any]:
    """A row of the table."""
    row: dict[str, Any] = {"state": CHIPS[item.side]}
    row["income" if item.amount_fen > 0 else "spent"] = abs(item.amount_fen)
    if item.line is not None:
        possible = f"可能是 {len(item.line.possible)} 笔之一" if item.line.possible else ""
        row |= {"date": item.line.date, "who": item.line.shown, "said": item.line.said or item.line.reference}
        row["voucher"] = Cell(possible, tone="due") if possible else None
    elif item.entry is not None:
        entry = item.entry
        row |= {"date": entry.date, "who": entry.payee, "voucher": entry.voucher, "said": entry.memo}
    elif item.pair is not None:
        row |= _pair(item.pair)
    return row


def _pair(pair: Pair) -> dict[str, Any]:
    first, many = pair.lines[0], len(pair.entries)
    vouchers = pair.entries[0].voucher + (f" 等 {many} 笔" if many > 1 else "")
    row: dict[str, Any] = {"date": first.date, "who": first.shown, "said": pair.entries[0].memo or first.said}
    row["voucher"] = Cell(vouchers, tip="、".join(entry.voucher for entry in pair.entries))
    if pair.waits:
        row |= {"state": Chip("待入账", "mute", "pencil", dashed=True), ROW_STATE: "draft"}
    elif pair.other_name:
        row["who"] = Cell(first.shown, tone="due", icon="triangle-alert", tip=f"凭证上是 {pair.entries[0].payee}")
    return row
