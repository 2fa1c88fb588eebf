"""收益分配: collective income shared out, from plan to payment."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from villagebook.base.errors import VillagebookError
from villagebook.base.money import format_yuan
from villagebook.services import distributions
from villagebook.services.distributions import DistributionView, LinkChoices
from villagebook.ui.models.columns import Cell, Column, Key
from villagebook.ui.page import FILTER, NEW, PRINT, Command, Context, Page
from villagebook.ui.pages import distributions_asking as asking
from villagebook.ui.pages import paper_jobs
from villagebook.ui.pages.distributions_record import CHIPS, DistributionRecord, short_name
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane

COLUMNS = (
    Column("state", "状态", "state", width=96, sortable=False),
    Column("name", "方案", "name", width=180, stretch=1, sortable=False),
    Column("income", "收益总额", "money", unit="元", width=118, sortable=False),
    Column("planned", "计划分配", "money", unit="元", width=118, rank=2, sortable=False),
    Column("paid", "已发放", "money", unit="元", width=118, rank=1, sortable=False),
    Column("left", "结余", "money", unit="元", width=118, rank=3, sortable=False),
)


def _row(view: DistributionView) -> dict[str, Any]:
    return {
        "state": CHIPS[view.state], "name": Cell(short_name(view), tip=view.name), "income": view.income_fen,
        "planned": view.planned_fen, "paid": view.paid_fen, "left": view.left_fen,
    }  # fmt: skip


class DistributionsPage(Page):
    """收益分配."""

    families = frozenset({
        "distribution", "distribution_part", "distribution_line", "fund_entry", "meeting", "notice"})  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key: Key | None = None
        today = context.today
        self.source = ViewedSource[DistributionView](
            COLUMNS, lambda book: distributions.every(book, today()), _row, lambda view: f"{view.name} {view.code}",
            group=lambda view: (str(view.year), f"{view.year}年" if view.year else "没有年度"), unit="份",
        )  # fmt: skip
        self.list = TablePane(self.source, self.runner, name="收益分配", no_hits="没有符合的分配方案")
        self.record = DistributionRecord()
        tools = self.list.tools
        self.text = FilterLine("方案名称、编号", width=150)
        self.text.asked.connect(self.list.model.set_filter)
        tools.add(self.text)
        blank = Button("空白表", "file-text", "tool", shrink=1, on_click=lambda: paper_jobs.ask(
            self.context, "distribution", None))  # fmt: skip
        tools.add(blank)
        tools.add_right(Button("新增分配", "plus", "primary", keys=NEW, on_click=self.ask_new))
        self.panes = Panes(
            self.list, self.record, self.list.table, list_name="收益分配", unit="份", list_width=760, record_width=474
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(EmptyState(
            "hand-coins", "还没有收益分配",
            "光伏、出租、入股的收益进了村集体账，每年议定一个分配方案：分到哪里、分给谁，公示期满再发放。",
            [Way("plus", "写一个分配方案", "收益总额从账上取，合计一分不差", "新增分配", self.ask_new)],
        ))  # fmt: skip
        VBox(self).addWidget(self._stack)
        self.list.table.current_changed.connect(self._choose)
        self.list.model.loaded.connect(self._loaded)
        self.list.filter_cleared.connect(self._clear)
        self.record.asked.connect(self.do)
        self.record.lines_dropped.connect(self.drop_lines)

    # Page

    def refresh(self) -> None:
        self.list.reload()

    def show_record(self, key: Key) -> None:
        """Show a sharing-out by its key."""
        self._key = key
        self.list.table.go_to(key)
        self.panes.show_record()

    def act(self, action: str, key: Key | None) -> None:
        if action == "new":
            self.ask_new()

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "新增收益分配", self.ask_new),
            Command(FILTER, "找分配方案", self.text.setFocus),
            Command(PRINT, "打印分配方案", partial(self.do, "print")),
        )

    def _clear(self) -> None:
        self.text.clear()
        self.list.model.set_filter("")

    def _loaded(self) -> None:
        found = list(self.source.found.values())
        self._stack.setCurrentIndex(0 if found else 1)
        left = format_yuan(sum(view.left_fen for view in found))
        self.head(f"{len(found)} 份，结余 {left} 元" if found else "", f"结余 {left} 元" if found else "")
        if self._key not in self.source.found:
            self._key = self.list.table.current_key()
        if self._key is not None and self._key in self.source.found:
            self.list.table.go_to(self._key)
            self.record.show_view(self.source.found[self._key])

    def _choose(self, key: Key | None) -> None:
        if key is not None and key in self.source.found:
            self._key = key
            self.record.show_view(self.source.found[key])

    @property
    def shown(self) -> DistributionView | None:
        """The sharing-out that is shown."""
        return self.source.found.get(self._key) if self._key is not None else None

    # What is done

    def ask_new(self) -> None:
        """Ask for a new sharing-out."""
        self._with_choices(lambda choices: asking.ask_new(self.context, choices, self._made))

    def _made(self, made: Any) -> None:
        self._key = made[1]

    def _with_choices(self, then: Callable[[LinkChoices], object]) -> None:
        self.runner.read(distributions.link_choices, then, key="distributions.choices")

    def do(self, what: str) -> None:
        """Do what was asked with the sharing-out that is shown."""
        view = self.shown
        if view is None:
            return
        if what == "plan":
            asking.ask_plan(self.context, view)
        elif what == "link":
            self._with_choices(lambda choices: asking.ask_link(self.context, view, choices))
        elif what == "notice":
            self._notice(view)
        elif what == "fill":
            self._with_choices(lambda choices: asking.ask_fill(self.context, view, choices.groups))
        elif what == "paste":
            asking.ask_paste(self.context, view)
        elif what == "line":
            asking.ask_line(self.context, view)
        elif what == "pay":
            asking.ask_pay(self.context, view, self._paid)
        elif what == "print":
            paper_jobs.ask(self.context, "distribution", view.key, view.name)
        elif what == "remove":
            self._ask_remove(view)

    def _notice(self, view: DistributionView) -> None:
        if view.notice is not None:
            self.context.go("notices", view.notice[0])
        else:
            code = view.project[1] if view.project else ""
            self.context.go("notices", action=f"draft=income-distribution/{code}")

    def _paid(self, made: Any) -> None:
        self.context.say(f"已记 {len(made[1])} 笔分配的草稿，到流水核对后入账", undo=True)

    def _ask_remove(self, view: DistributionView) -> None:
        actor = self.context.actor
        self.context.open(confirm(
            "删收益分配", f"{view.name}的方案和名单都删去。可以撤销。", "删去",
            lambda: self.runner.change(lambda book, _progress: distributions.remove(book, view.key, actor=actor)),
            danger=True))  # fmt: skip

    def drop_lines(self, keys: Sequence[uuid.UUID]) -> None:
        """Take lines off the list."""
        actor = self.context.actor
        self.runner.change(
            lambda book, _progress: distributions.remove_lines(book, keys, actor=actor), None, self._trouble)

    def _trouble(self, error: VillagebookError) -> None:
        self.context.trouble(Trouble.of(error, "名单没有删"))
