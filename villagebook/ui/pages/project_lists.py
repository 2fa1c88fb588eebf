"""The tabs of a project that are lists of what is all there: its entries, its notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from villagebook.services import entries
from villagebook.services.project_life import NoticeLine
from villagebook.services.projects import ProjectView
from villagebook.services.publicity import DRAFT
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column
from villagebook.ui.models.fixed import FixedModel
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.funds_source import PROMISES, STATES
from villagebook.ui.pages.notice_parts import CHIPS as NOTICE_CHIPS
from villagebook.ui.pages.notices_source import number_tail, short_title
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.header import TotalsRow
from villagebook.ui.widgets.table import TableView
from villagebook.ui.widgets.tools import ToolRow

ENTRY_COLUMNS = (
    Column("state", "状态", "state", width=86),
    Column("date", "日期", "date", width=96),
    Column("voucher", "凭证号", width=76, rank=3),
    Column("memo", "摘要", width=120, stretch=1),
    Column("source", "来源", width=70, rank=4),
    Column("income", "收入", "money", unit="元", width=106),
    Column("spent", "支出", "money", unit="元", width=106),
)
NOTICE_COLUMNS = (
    Column("number", "编号", "name", width=124),
    Column("title", "标题", width=200, stretch=1),
    Column("days", "公示期", width=150, rank=1),
    Column("state", "状态", "state", width=92),
)


class ListTab(QFrame):
    """A tab with one list of rows that are all there, a tool row over it and sums under it.

    Attributes:
        table: Its rows open what they are about.

    Signals:
        counted: (rows).
    """

    counted = Signal(int)

    def __init__(self, context: Context, columns: Sequence[Column], name: str, tools: Sequence[Button] = ()) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.context = context
        self.view: ProjectView | None = None
        self._model = FixedModel(columns)
        self.table = TableView(self._model, name=name)
        self._totals = TotalsRow(self.table)
        box = VBox(self)
        if tools:
            row = ToolRow()
            for button in tools:
                row.add(button)
            box.addWidget(row)
        box.addWidget(self.table, 1)
        box.addWidget(self._totals)

    def show_rows(self, rows: Sequence[Row], totals: Row) -> None:
        """Show these rows, and what stands under them."""
        self._model.totals = totals
        self._model.set_rows(rows)
        self.counted.emit(len(rows))

    def draft(self, kind: str) -> None:
        """Draft a notice about the project."""
        if self.view is not None:
            self.context.go("notices", action=f"draft={kind}/{self.view.code}")


class EntriesTab(ListTab):
    """资金."""

    def __init__(self, context: Context) -> None:
        self.write = Button("记一笔", "plus", "tool", on_click=self._write)
        super().__init__(context, ENTRY_COLUMNS, "资金", [self.write])
        self.table.opened.connect(lambda key: context.go("funds", key))

    def show_view(self, view: ProjectView) -> None:
        """Show its entries."""
        self.view = view
        self.show_rows(*_entry_rows(view.entries, view.name))

    def _write(self) -> None:
        if self.view is not None:
            self.context.go("funds", action=f"new={self.view.code}")


class NoticesTab(ListTab):
    """公示."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, NOTICE_COLUMNS, "公示", [
            Button("拟公示", "plus", "tool", on_click=lambda: self.draft(""))])  # fmt: skip
        self.table.opened.connect(lambda key: context.go("notices", str(key)))

    def show_view(self, view: ProjectView) -> None:
        """Show its notices, the newest first."""
        self.view = view
        self.show_rows([_notice_row(notice) for notice in reversed(view.notices)], {})


def _entry_rows(found: Sequence[Mapping[str, Any]], project: str) -> tuple[list[Row], Row]:
    """Return entries newest first, and their sums: posted ones that move money, as on the page 资金.

    The project's name is left out of memos: it stands over them.
    """
    rows: list[Row] = []
    sums = {"income": 0, "spent": 0}
    posted = 0
    for entry in reversed(found):
        chip, look = STATES[entry["state"]]
        side = "income" if (entry["counted"] or "") in entries.INCOME else "spent"
        amount = entry["amount_fen"]
        grey = entry["counted"] in PROMISES and amount is not None
        memo = (entry["memo"] or "").removeprefix(project).strip() or entry["memo"]
        shown = {"memo": memo, "state": chip, ROW_STATE: look, side: Cell(amount, tone="text2") if grey else amount}
        rows.append({**{name: entry[name] for name in ("date", "voucher", "source")}, **shown, "key": entry["_id"]})
        if entry["posted"]:
            posted += 1
            sums[side] += 0 if grey else amount or 0
    drafts = len(rows) - posted
    label = f"已入账 {posted:,} 笔" + (f"，草稿 {drafts:,} 笔不计" if drafts else "")
    return rows, {"label": label, **sums} if rows else {}


def _notice_row(notice: NoticeLine) -> Row:
    days = " 至 ".join(_day(notice.from_on, day) for day in (notice.from_on, notice.through_on) if day is not None)
    return {
        "key": notice.number,
        "number": Cell(number_tail(notice.number), tip=notice.number),
        "title": Cell(short_title(notice.title), tip=notice.title),
        "days": "" if notice.state == DRAFT else days,
        "state": NOTICE_CHIPS.get(notice.state, Chip(notice.state)),
    }


def _day(first: dt.date | None, day: dt.date) -> str:
    """Return a day, without its year if it is that of the first."""
    return f"{day:%m-%d}" if first is not None and day is not first and day.year == first.year else day.isoformat()
