"""The voucher sequence as a table: under its months, newest first, receipts and payments in two columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from villagebook.base.money import format_yuan
from villagebook.services import closings, entries
from villagebook.services.entries import DRAFT, POSTED, REVERSAL, REVERSED, Brief
from villagebook.ui.ledger_source import LedgerSource
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Group, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context

#: State of an entry -> its chip and the state of its row.
STATES: Mapping[str, tuple[Chip, str]] = {
    DRAFT: (Chip("草稿", "mute", "pencil", dashed=True), "draft"),
    POSTED: (Chip("已入账", "mute", "lock"), ""),
    REVERSAL: (Chip("冲销", "late", "undo-2"), "reversal"),
    REVERSED: (Chip("已冲销", "mute", "ban"), "reversed"),
}
SHOWN = ("state_chip", "date", "voucher", "what", "kind", "source", "income", "spent", "papers")
EXTRA = (
    Column("state_chip", "状态", "state", sortable=False),
    Column("what", "项目和摘要", sortable=False),
    Column("income", "收入", "money", unit="元", sortable=False),
    Column("spent", "支出", "money", unit="元", sortable=False),
)
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "state_chip": {"kind": "state", "width": 86, "rank": 0},
    "date": {"width": 96, "rank": 0},
    "voucher": {"heading": "凭证号", "kind": "text", "width": 76, "rank": 1},
    "what": {"width": 150, "stretch": 1, "rank": 0},
    # Wider than its words, so that it leaves before what was paid for is cut short.
    "kind": {"width": 142, "rank": 6},
    "source": {"width": 84, "rank": 3},
    "income": {"width": 112, "rank": 0},
    "spent": {"width": 112, "rank": 0},
    "papers": {"heading": "附件", "kind": "papers", "width": 52, "rank": 5},
    "amount_fen": {"heading": "金额", "optional": True},
    "state": {"heading": "状态（文字）", "optional": True},
}
#: Of these money does not move: a grant is a promise, a claim is a request. Their amounts stand in grey.
PROMISES = ("指标下达", "报账")
NO_MONTH = "none"


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What a month's heading says."""

    month: str
    count: int
    drafts: int
    closed_on: dt.date | None = None

    @property
    def title(self) -> str:
        """2025年10月."""
        if self.month == NO_MONTH:
            return "没有日期"
        year, month = self.month.split("-")
        return f"{year}年{int(month)}月"

    @property
    def note(self) -> str:
        """How many entries, how many of them are drafts, and when the month was closed."""
        if self.closed_on is not None:
            return f"{self.count:,} 笔，{self.closed_on.isoformat()} 结账，不能再改"
        if self.drafts == self.count:
            return f"草稿 {self.count:,} 笔，入账前可以改"
        return f"{self.count:,} 笔" + (f"，其中草稿 {self.drafts:,} 笔" if self.drafts else "")


class FundsSource(LedgerSource):
    """Entries of the voucher sequence (models.rows.Source)."""

    def __init__(self, context: Context) -> None:
        super().__init__("funds", context.today, SHOWN, looks=LOOKS, unit="笔", extra=EXTRA)

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        if sort not in (None, "date"):
            return super().ids(book, sort, descending, filter)
        found = entries.briefs(book, self.scope(book, filter), newest_first=descending)
        return list(_under_months(found, closings.closed_on(book)))

    def totals(self, book: Any, filter: Any) -> Row:
        found = entries.briefs(book, self.scope(book, filter))
        posted = [brief for brief in found if brief.state != DRAFT]
        drafts = len(found) - len(posted)
        moved = [brief.moved for brief in posted]
        label = f"已入账 {len(posted):,} 笔" + (f"，草稿 {drafts:,} 笔不计" if drafts else "")
        return {"label": label, "income": sum(m[0] for m in moved), "spent": sum(m[1] for m in moved)}

    def dress(self, book: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        shown = super().dress(book, row)
        chip, look = STATES[row["state"]]
        side = "income" if (row["counted"] or "") in entries.INCOME else "spent"
        amount = row["amount_fen"]
        promise = row["counted"] in PROMISES and amount is not None
        shown |= {
            "state_chip": chip,
            ROW_STATE: look,
            "what": _what("" if row["kind"] == "冲销" else row["project_name"] or "", row["memo"] or ""),
            side: Cell(amount, tone="text2", tip=f"{row['counted']}不算收支") if promise else amount,
            "amount_fen": amount,
        }
        if row["papers"] == 0 and row["kind"] == "支出":
            shown["papers"] = Cell("缺", tone="due", icon="triangle-alert", tip="还没有附件")
        return shown


def _what(project: str, memo: str) -> str:
    """Return project and memo; the project only once."""
    return memo if not project or project in memo else f"{project} {memo}".strip()


def _under_months(found: Sequence[Brief], closed: Mapping[str, dt.date]) -> Iterator[Key | Group]:
    for month, group in groupby(found, lambda brief: f"{brief.date:%Y-%m}" if brief.date else NO_MONTH):
        rows = list(group)
        sums = MonthSums(month, len(rows), sum(brief.state == DRAFT for brief in rows), closed.get(month))
        yield Group(month, sums.title, sums.note, "lock" if sums.closed_on else "")
        yield from (brief.key for brief in rows)


def chosen_sums(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return what the foot line says of selected rows: 已选 3 笔，收入 1.00 元，支出 2.00 元."""
    parts = [f"已选 {len(rows):,} 笔"]
    for side, words in (("income", "收入"), ("spent", "支出")):
        values = [row[side].value if isinstance(row.get(side), Cell) else row.get(side) for row in rows]
        amounts = [value for value in values if isinstance(value, int)]
        if amounts:
            parts.append(f"{words} {format_yuan(sum(amounts))} 元")
    return "，".join(parts)
