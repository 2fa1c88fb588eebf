"""结账: the months and years of the voucher sequence, what waits in them, what was closed and reopened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from villagebook.base.money import format_yuan
from villagebook.services import closings
from villagebook.services.closings import CLOSED, REOPENED, Period
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Key
from villagebook.ui.page import Command, Context, Page
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.closing_record import ClosingRecord
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane

CHIPS: Mapping[str, Chip] = {
    closings.OPEN: Chip("未结账", "mute", "circle-dashed", dashed=True),
    CLOSED: Chip("已结账", "ok", "lock"),
    REOPENED: Chip("已反结账", "due", "undo-2"),
}
COLUMNS = (
    Column("state", "状态", "state", width=104, sortable=False),
    Column("name", "月份", width=104, stretch=1, sortable=False),
    Column("entries", "已入账（笔）", "int", width=98, sortable=False),
    Column("drafts", "草稿", width=70, rank=1, sortable=False),
    Column("received", "到账（元）", "money", width=122, rank=2, sortable=False),
    Column("spent", "支出（元）", "money", width=122, rank=3, sortable=False),
    Column("closed_on", "结账日期", "date", width=100, rank=4, sortable=False),
)


def _row(period: Period) -> dict[str, Any]:
    drafts = len(period.drafts)
    closing = period.closing if period.state == CLOSED else None
    row: dict[str, Any] = {
        "state": CHIPS[period.state],
        "name": period.name,
        "entries": period.entries,
        "drafts": Cell(f"{drafts:,} 笔", tone="due", icon="pencil", tip="入账以后才能结账") if drafts else None,
        "received": period.kinds.get("到账"),
        "spent": period.kinds.get("支出"),
        "closed_on": closing["closed_on"] if closing else None,
    }
    if period.month is None:
        row[ROW_STATE] = "sum"
    return row


class ClosingsPage(Page):
    """结账."""

    families = frozenset({"fund_entry", "closing"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key: Key | None = None
        self._settled = False
        today = context.today
        self.source = ViewedSource[Period](
            COLUMNS, lambda book: closings.all_periods(book, today()), _row, lambda period: period.name,
            group=lambda period: (str(period.year), f"{period.year}年"), unit="项",
        )  # fmt: skip
        self.list = TablePane(self.source, self.runner, name="结账的月份", no_hits="没有流水")
        self.list.tools.hide()
        self.record = ClosingRecord()
        self.record.close_asked.connect(self.ask_close)
        self.record.reopen_asked.connect(self.ask_reopen)
        self.record.drafts_asked.connect(lambda: self.context.go("funds", action="funds:state=草稿"))
        self.panes = Panes(
            self.list, self.record, self.list.table, list_name="结账", unit="项", list_width=700, record_width=430
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(EmptyState(
            "lock", "还没有可以结账的", "一个月的流水都入账了，就结这个月的账：数字定下来，以后不会再变。",
            [Way("coins", "先记流水", "记好、入账以后再来结账", "去记流水",
                 lambda: self.context.go("funds", action="funds"))],
        ))  # fmt: skip
        VBox(self).addWidget(self._stack)
        self.list.table.current_changed.connect(self._choose)
        self.list.model.loaded.connect(self._loaded)

    # Page

    def refresh(self) -> None:
        self.list.reload()

    def commands(self) -> Sequence[Command]:
        return (Command("Ctrl+Return", "结账", self.ask_close),)

    def show_record(self, key: Key) -> None:
        """Show a period: 2025-09, or 2025."""
        self._key, self._settled = key, True
        self.list.table.go_to(key)
        self.panes.show_record()

    def _loaded(self) -> None:
        found = self.source.found
        self._stack.setCurrentIndex(0 if found else 1)
        months = [period for period in found.values() if period.month is not None]
        waiting = [period for period in months if period.state != CLOSED]
        last = max((period.key for period in months if period.state == CLOSED), default="")
        said = f"结到{found[last].name}" if last else "还没有结过账"
        self.head(f"{said}，{len(waiting)} 个月没有结" if months else "", said if months else "")
        if not self._settled or self._key not in found:
            # First the month whose turn it is, not the top of the table.
            self._settled = bool(found)
            ready = [period.key for period in months if period.closable]
            self._key = min(ready, default=next(iter(found), None))
        if self._key is not None:
            self.list.table.go_to(self._key)
            self.record.show_period(found[self._key])

    def _choose(self, key: Key | None) -> None:
        period = self.source.found.get(key) if key is not None else None
        if period is not None and self._settled:
            self._key = key
            self.record.show_period(period)

    @property
    def shown(self) -> Period | None:
        """The period that is shown."""
        return self.source.found.get(self._key) if self._key is not None else None

    # What is done

    def ask_close(self) -> None:
        """Ask, and close the period that is shown."""
        period = self.shown
        if period is None or not period.closable:
            return
        months = "，没有结的月份一起结" if period.month is None else ""
        text = (
            f"{period.name}已入账 {period.entries:,} 笔，到账 {format_yuan(period.kinds.get('到账', 0))} 元，"
            f"支出 {format_yuan(period.kinds.get('支出', 0))} 元{months}。"
            "结账以后不再入账，要改须写明原因反结账。"
        )
        question = confirm(f"结{period.name}的账", text, f"结{period.name}的账", lambda: self.close_period(period))
        self.context.open(question)

    def close_period(self, period: Period) -> None:
        """Close it."""
        actor, today = self.context.actor, self.context.today()

        def write(book: Any, _progress: Any) -> Done:
            changed = closings.close(book, period.year, period.month, actor=actor, today=today)
            return done(changed, changed.heading, undoable=False)

        self.runner.change(write, lambda made: self.context.say(made.value))

    def ask_reopen(self) -> None:
        """Ask for the reason, and reopen the period that is shown."""
        period = self.shown
        if period is None or period.state != CLOSED:
            return
        self.context.open(
            AskDialog(
                f"反结账 {period.name}",
                "反结账以后可以再入账、冲销，改完要再结账。原来结账的数和原因都留在书里，审计看得到。",
                (FieldSpec("why", "原因", wide=True, placeholder="例：漏记一笔利息"),),
                {},
                self.context.today,
                f"反结账 {period.name}",
                lambda values: self.reopen_period(period, values["why"]),
                icon="undo-2",
                required={"why": "请写原因"},
                danger=True,
            )
        )

    def reopen_period(self, period: Period, why: str) -> None:
        """Reopen it."""
        actor, today = self.context.actor, self.context.today()

        def write(book: Any, _progress: Any) -> Done:
            changed = closings.reopen(book, period.year, period.month, why=why, actor=actor, today=today)
            return done(changed, changed.heading, undoable=False)

        self.runner.change(write, lambda made: self.context.say(made.value))
