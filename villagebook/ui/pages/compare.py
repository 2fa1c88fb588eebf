"""比对: two or three lists with one another, or a list with the book, as a to-do list."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QStackedWidget

from villagebook.base.errors import VillagebookError
from villagebook.services import comparing
from villagebook.services.comparing import Comparison, paper
from villagebook.ui import preferences
from villagebook.ui.models.columns import Key
from villagebook.ui.page import EXPORT, FILTER, NEW, Command, Context, Page
from villagebook.ui.pages import compare_source as source
from villagebook.ui.pages import files
from villagebook.ui.pages.compare_record import CompareRecord
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.runner import Task
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.choice_side import ChoiceSide
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.lists import Choosable
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import THREE_PANES_FROM, Panes
from villagebook.ui.widgets.table_pane import TablePane

#: Ticks are kept for as many comparisons.
REMEMBERED = 20


class ComparePage(Page):
    """比对.

    Attributes:
        comparison: What is shown; None before there is one.
        done: Ids of the differences that are ticked.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.comparison: Comparison | None = None
        self.done: frozenset[str] = frozenset()
        self._written: frozenset[str] = frozenset()  # taken over since: the book says so, no tick needs to be kept
        self.wanted = source.Wanted()
        self._paths: tuple[Path, ...] = ()
        self._with_book = False
        self._joined: frozenset[tuple[Hashable, Hashable]] = frozenset()
        self._task: Task | None = None
        self._side_lines: tuple[Choosable, ...] = ()
        self._source = source.CompareSource()
        self.list = TablePane(self._source, self.runner, name="不同之处", no_hits="没有这样的不同")
        self._make_tools()
        self._make_side()
        self.record = CompareRecord()
        self._connect()
        left = QFrame()
        row = HBox(left)
        row.addWidget(self._side)
        row.addWidget(self.list, 1)
        self.panes = Panes(
            left, self.record, self.list.table, list_name="不同之处", unit="处", list_width=900, record_width=334
        )
        self._empty = self._choose_view()
        self._working = EmptyState("hourglass", "正在比", "可以先做别的，比好了这里就有；下面可以取消。")
        again = Way("file-spreadsheet", "再比一次", "换几张表", "选文件", self.choose)
        self._nothing = EmptyState("circle-check", "没有不同", "只是写法不一样的不算。", [again], tone="ok")
        self._stack = QStackedWidget()
        for widget in (self._empty, self._working, self._nothing, self.panes):
            self._stack.addWidget(widget)
        VBox(self).addWidget(self._stack)
        self.arrange()

    def _connect(self) -> None:
        self.list.table.current_changed.connect(self._show)
        self.list.table.opened.connect(lambda _key: self.record.do.setFocus())
        self.list.table.ticked.connect(self.tick)
        self.list.filter_cleared.connect(self._clear)
        self.record.taken.connect(self.take_over)
        self.record.ticked.connect(lambda: self.tick(self.list.table.current_key()))
        self.record.joined.connect(self.join)
        self.record.opened.connect(lambda key: self.context.go("households", key))
        self.runner.cancelled.connect(self._cancelled)

    def _choose_view(self) -> EmptyState:
        ways = [
            Way("book-open", "一张表同书相比", "镇里、部门的名单和书里的户、人", "选文件", self.choose_for_book),
            Way("copy", "两三张表相比", "上月和这月，镇里和村里；先选的是甲表", "选文件", self.choose),
        ]
        lead = "谁是新的、谁没有了、哪一格改了、谁换了户。空格、全角、日期写法不同的不算。"
        return EmptyState("equal", "比对名单", lead, ways, foot="只是看，什么也不会写入；要改书，再一处一处“照此改”。")

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.choose_button = with_menu(Button("全部不同", "list-checks"), self._entries)
        tools.add(self.choose_button)
        self.text = FilterLine("找人、编号、栏目", width=168)
        self.text.asked.connect(lambda text: self._want(text=text))
        tools.add(self.text)
        again = Button("换表", "file-spreadsheet", "tool", tip="换几张表比", keys=NEW, shrink=1)
        tools.add(with_menu(again, self._ways))
        tools.add(Button("重新比", "refresh-cw", "tool", tip="重新比", keys="F5", shrink=2, on_click=self.again))
        export = Button("导出", "download", tip="写成 xlsx：变动、换户、新增、减少各一张", keys=EXPORT)
        export.clicked.connect(lambda _checked=False: self.export())
        tools.add_right(export)

    def _make_side(self) -> None:
        self._side = ChoiceSide("看哪些不同")
        self.choices = self._side.choices
        self.choices.chosen.connect(self._choose)

    # Page

    def commands(self) -> Sequence[Command]:
        return (
            Command(FILTER, "找不同之处", self.text.setFocus),
            Command(NEW, "选要比的表", self.choose),
            Command(EXPORT, "导出比对结果", self.export),
            Command("F5", "重新比", self.again),
            Command("F7", "照此改", self.take_over),
        )

    # Comparing

    def choose(self) -> None:
        """Let the user choose two or three lists, and compare them; a single one is compared with the book."""
        chosen = files.ask_lists(self)
        if chosen:
            self.compare(chosen, with_book=len(chosen) == 1)

    def choose_for_book(self) -> None:
        """Let the user choose a list, and compare it with the book."""
        chosen = files.ask_lists(self)
        if chosen:
            self.compare(chosen, with_book=True)

    def _ways(self) -> list[Entry]:
        return [
            Entry("一张表同书相比", self.choose_for_book, "book-open"),
            Entry("两三张表相比", self.choose, "copy"),
            Entry(),
            Entry("甲表、乙表对调", self.swap, "rotate-ccw", enabled=len(self._paths) > 1),
        ]

    def swap(self) -> None:
        """Compare the other way round: the second list becomes the first."""
        if len(self._paths) > 1:
            second, first, *rest = self._paths
            self.compare([first, second, *rest], with_book=self._with_book)

    def compare(self, paths: Sequence[Path], *, with_book: bool) -> None:
        """Compare these lists."""
        self._paths, self._with_book, self._joined = tuple(paths), with_book, frozenset()
        self.again()

    def again(self) -> None:
        """Compare the same lists again."""
        if not self._paths or self._task is not None:
            return
        paths, with_book, joined, on = self._paths, self._with_book, self._joined, self.context.today()

        def work(book: Any, progress: Any) -> Done:
            found = comparing.compare(paths, book if with_book else None, on=on, joined=joined, progress=progress)
            return Done(found)

        self._task = self.runner.change(work, self._compared, self._not_compared, title="正在比对")
        self._stack.setCurrentWidget(self._working)

    def _compared(self, result: Done) -> None:
        self._task = None
        found: Comparison = result.value
        self.comparison = self._source.comparison = found
        self._source.columns = source.columns(found)
        self.list.model.show_columns(self._source.columns)
        self.done, self._written = frozenset(self._kept()), frozenset()
        self._show_result()

    def _show_result(self) -> None:
        found = self.comparison
        if found is None:
            self._stack.setCurrentWidget(self._empty)
            return
        assert self.panes is not None
        self._stack.setCurrentWidget(self.panes if found.differences else self._nothing)
        self._say()
        self._want(choice=source.ALL)
        self.choices.choose(source.ALL)

    def _say(self) -> None:
        found = self.comparison
        if found is None:
            return
        left = sum(line.id not in self.done for line in found.differences)
        total = len(found.differences)
        missed = f"，{len(found.left_out):,} 行没有比" if found.left_out else ""
        self.head(f"{total:,} 处不同，{left:,} 处没处理；{found.same:,} 个完全相同{missed}", f"{total:,} 处不同")
        self._side_lines = source.choices(found, self.done)
        self.choices.set_lines(self._side_lines)

    def _not_compared(self, error: VillagebookError) -> None:
        self._task = None
        self._show_result()
        self.context.trouble(Trouble.of(error, "没有比成"))

    def _cancelled(self, task: object) -> None:
        if task is self._task:
            self._task = None
            self._show_result()

    # What is listed

    def _want(self, **changed: Any) -> None:
        self.wanted = dataclasses.replace(self.wanted, done=self.done, **changed)
        self.list.model.set_filter(self.wanted)

    def _entries(self) -> list[Entry]:
        lines = [line for line in self._side_lines if not line.id.startswith("side ")]
        return [
            Entry(line.title, partial(self.choices.choose, line.id), line.icon, line.count) if line.id else Entry()
            for line in lines
        ]

    def _choose(self, choice: str) -> None:
        if choice.startswith("side "):
            choice = source.ALL
            self.choices.choose(choice)
        self.choose_button.set_words(next((one.title for one in self._side_lines if one.id == choice), "全部不同"))
        self._want(choice=choice)

    def _clear(self) -> None:
        self.text.clear()
        self.choices.choose(source.ALL)
        self._want(choice=source.ALL, text="")

    def _show(self, key: Key | None) -> None:
        line = self._source.line(key)
        if line is None or self.comparison is None:
            self.record.show_nothing()
        else:
            self.record.show_line(line, self.comparison, line.id in self.done)
        keys = self.list.model.keys()
        self.context.select(f"第 {keys.index(key) + 1:,} 处，共 {len(keys):,} 处" if key in keys else "")

    # Doing

    def tick(self, key: Key | None) -> None:
        """Tick the chosen differences as done, or untick them."""
        chosen = {str(one) for one in self.list.table.chosen_keys()} or {str(key)}
        known = {line.id for line in self.comparison.differences} if self.comparison is not None else set()
        chosen &= known
        if not chosen:
            return
        self.done = self.done - chosen if chosen <= self.done else self.done | chosen
        self._keep()
        self._say()
        self._want()
        self._show(self.list.table.current_key())

    def take_over(self) -> None:
        """Write what the list says into the book, and go to the next."""
        line, actor = self.record.line, self.context.actor
        if line is None or not self.record.do.isVisible():
            return

        def write(book: Any, _progress: Any) -> Done:
            return done(comparing.take_over(book, line, actor=actor))

        self.runner.change(write, lambda _done: self._taken(line.id), partial(self._trouble, "没有改"))

    def _taken(self, id: str) -> None:
        self.done |= {id}
        self._written |= {id}
        self._say()
        self.step(1)
        self._want()

    def join(self) -> None:
        """The two rows are one: compare again with them joined."""
        if self.record.line is not None and self.record.line.pair is not None:
            self._joined |= {self.record.line.pair}  # type: ignore[arg-type]
            self.again()

    def export(self) -> None:
        """Write the comparison into an xlsx."""
        found = self.comparison
        if found is None:
            return
        target = files.ask_target(self, "导出比对结果", f"比对 {self.context.today().isoformat()}.xlsx")
        if target is None:
            return

        def write(_book: Any, _progress: Any) -> Done:
            return Done(paper.export(found, target))

        self.runner.change(write, self._exported, partial(self._trouble, "没有导出"), title="正在导出")

    def _exported(self, result: Done) -> None:
        self.context.say(f"已导出 {result.value.name}")

    def _trouble(self, title: str, error: VillagebookError) -> None:
        self.context.trouble(Trouble.of(error, title))

    # Ticks, kept on this computer by what was compared

    def _name(self) -> str:
        sides = self.comparison.sides if self.comparison is not None else ()
        return "+".join(side.sha256[:12] or "book" for side in sides)

    def _kept(self) -> list[str]:
        kept = preferences.current().kept("compare.done", {})
        found = kept.get(self._name(), []) if isinstance(kept, dict) else []
        return [str(one) for one in found]

    def _keep(self) -> None:
        kept = preferences.current().kept("compare.done", {})
        kept = dict(kept) if isinstance(kept, dict) else {}
        kept.pop(self._name(), None)
        kept[self._name()] = sorted(self.done - self._written)
        preferences.current().keep("compare.done", dict(list(kept.items())[-REMEMBERED:]))

    # Room

    def arrange(self) -> None:
        wide = logical(self.width()) >= THREE_PANES_FROM
        self._side.setVisible(wide)
        self.choose_button.setVisible(not wide)
        self.list.tools.arrange()
