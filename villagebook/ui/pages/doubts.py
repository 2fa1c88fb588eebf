"""疑点清单: problem lists from above, answered line by line and handed back as the same sheet."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame

from villagebook.base.errors import VillagebookError
from villagebook.services import doubts
from villagebook.services.doubts import Detail, Line, ListView
from villagebook.ui.models.columns import Key
from villagebook.ui.page import EXPORT, FILTER, NEW, Command, Context, Page
from villagebook.ui.pages import doubts_source as source
from villagebook.ui.pages import files
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.doubt_record import ANSWERS, KEYS, DoubtRecord
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.choice_side import ChoiceSide
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.lists import Choosable
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import THREE_PANES_FROM, Panes
from villagebook.ui.widgets.table_pane import TablePane


class DoubtsPage(Page):
    """疑点清单."""

    families = frozenset({"doubt", "person", "household", "person_year", "household_year", "membership"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.wanted = source.Wanted()
        self._views: tuple[ListView, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._side_lines: tuple[Choosable, ...] = ()
        self._chosen: Key | None = None
        self.list = TablePane(source.DoubtsSource(), self.runner, name="疑点列表", no_hits="没有这样的疑点")
        self.list.model.filter = self.wanted
        self._make_tools()
        self._make_side()
        self.record = DoubtRecord(context)
        self.list.table.current_changed.connect(self._show)
        self.list.table.chosen_changed.connect(self._count_chosen)
        self.list.table.opened.connect(lambda _key: self.record.focus_answer())
        self.list.filter_cleared.connect(self._clear)
        self.list.model.loaded.connect(self._loaded)
        self.record.answered.connect(self.answer)
        self.record.written.connect(self._reread)
        self.record.opened.connect(lambda key: self.context.go("households", key))
        left = QFrame()
        row = HBox(left)
        row.addWidget(self._side)
        row.addWidget(self.list, 1)
        self.panes = Panes(
            left, self.record, self.list.table, list_name="疑点列表", unit="条", list_width=884, record_width=350
        )
        way = Way("upload", "收一份疑点清单", "省、市、县发下来的 Excel 或 csv，表头什么样都行", "选文件", self.take)
        self._empty = EmptyState(
            "list-checks", "没有疑点清单", "收进来以后逐条找到书里的人，核实、答复，再照原样交回去。", [way],
            foot="原表原样保存在书里；交回的还是那张表，只填核实的栏目。",
        )  # fmt: skip
        box = VBox(self)
        for widget in (self.panes, self._empty):
            widget.hide()
            box.addWidget(widget, 1)
        self.arrange()

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.choose_button = with_menu(Button("全部疑点", "list-checks"), self._entries)
        tools.add(self.choose_button)
        self.text = FilterLine("找人、编号、内容", width=168)
        self.text.asked.connect(lambda text: self.want(dataclasses.replace(self.wanted, text=text)))
        tools.add(self.text)
        tools.add(Button("收清单", "upload", "tool", tip="收一份疑点清单", keys=NEW, shrink=1, on_click=self.take))
        self.back_button = Button("交回清单", "download", tip="把答复填进原表", keys=EXPORT, on_click=self.hand_back)
        tools.add_right(self.back_button)

    def _make_side(self) -> None:
        self._side = ChoiceSide("看哪些疑点")
        self.choices = self._side.choices
        self.choices.chosen.connect(self._choose)

    # Page

    def refresh(self) -> None:
        self.runner.read(_read, self._arrived, key="doubts.lists")
        self.list.reload()
        self._reread()

    def show_record(self, key: Key) -> None:
        self.list.table.go_to(key)

    def act(self, action: str, key: Key | None) -> None:
        if action in (source.EVERY, source.NOBODY, *doubts.STATES):
            self._choose(action)

    def commands(self) -> Sequence[Command]:
        answers = [
            Command(keys, f"答复：{state}", partial(self.record._press, state))
            for keys, state in zip(KEYS, ANSWERS, strict=False)
        ]
        return (
            Command(FILTER, "找疑点", self.text.setFocus),
            Command(NEW, "收疑点清单", self.take),
            Command(EXPORT, "交回清单", self.hand_back),
            *answers,
        )

    # What is listed

    def _arrived(self, found: tuple[tuple[ListView, ...], tuple[Line, ...]]) -> None:
        self._views, self._lines = found
        anything = bool(self._views)
        assert self.panes is not None
        self.panes.setVisible(anything)
        self._empty.setVisible(not anything)
        self._show_choices()
        waiting = sum(line.waits for line in self._lines)
        total = len(self._lines)
        words = f"{waiting:,} 条疑点待核实，共 {total:,} 条" if anything else ""
        self.head(words, f"{waiting:,} 条待核实" if anything else "")

    @property
    def file(self) -> uuid.UUID | None:
        """The list that is shown: the chosen one, else the newest."""
        known = {view.id for view in self._views}
        if self.wanted.file in known:
            return self.wanted.file
        return self._views[0].id if self._views else None

    def _show_choices(self) -> None:
        mine = [line for line in self._lines if line.file_id == self.file]
        self._side_lines = source.choices(self._views, mine, self.file)
        self.choices.set_lines(self._side_lines)

    def _entries(self) -> list[Entry]:
        return [
            Entry(line.title, partial(self._choose, line.id), line.icon, line.count) if line.id else Entry()
            for line in self._side_lines
        ]

    def _choose(self, choice: str) -> None:
        kind, _, value = choice.partition("=")
        if kind == "file":
            self.want(dataclasses.replace(self.wanted, file=uuid.UUID(value), state=source.EVERY))
            self._show_choices()
            self.choices.choose(source.EVERY)
        elif choice != self.wanted.state:
            self.choices.choose(choice)
            self.want(dataclasses.replace(self.wanted, state=choice))
        title = next((line.title for line in self._side_lines if line.id == self.wanted.state), "全部疑点")
        self.choose_button.set_words(title)

    def want(self, wanted: source.Wanted) -> None:
        """List other lines."""
        self.wanted = wanted
        self.list.model.set_filter(wanted)

    def _clear(self) -> None:
        self.text.clear()
        self.choices.choose(source.EVERY)
        self.want(source.Wanted(self.wanted.file))

    def _loaded(self) -> None:
        if not self.list.model.keys():
            self.record.show_nothing()

    # One line

    def _show(self, key: Key | None) -> None:
        self._chosen = key
        if key is None:
            self.record.show_nothing()
        self._reread()
        keys = self.list.model.keys()
        self.context.select(f"第 {keys.index(key) + 1:,} 条，共 {len(keys):,} 条" if key in keys else "")

    def _reread(self) -> None:
        key = self._chosen
        if isinstance(key, uuid.UUID):
            self.runner.read(lambda book: doubts.detail(book, key), self._shown, key="doubts.record")

    def _shown(self, detail: Detail | None) -> None:
        if detail is None or detail.line.id == self._chosen:
            self.record.show_detail(detail)
            self._count_chosen()

    def _count_chosen(self) -> None:
        self.record.say_count(max(1, len(self._keys())))

    def _keys(self) -> list[Key]:
        chosen = [key for key in self.list.table.chosen_keys() if isinstance(key, uuid.UUID)]
        return chosen or ([self._chosen] if self._chosen is not None else [])

    def answer(self, state: str, words: str) -> None:
        """Answer the chosen lines, and go to the next."""
        keys = [key for key in self._keys() if isinstance(key, uuid.UUID)]
        actor, today = self.context.actor, self.context.today()
        if not keys:
            return

        def write(book: Any, _progress: Any) -> Done:
            return done(doubts.answer(book, keys, state, words, actor=actor, today=today))

        # Words that are typed for one line are not said of another one.
        self.record.words.clear()
        self.runner.change(write, lambda _done: self._answered(len(keys)))

    def _answered(self, count: int) -> None:
        if count == 1:
            self.step(1)

    # Lists in and out

    def take(self) -> None:
        """Let the user choose a problem list, and take it in."""
        for path in files.ask_lists(self)[:1]:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Take a problem list in."""
        actor = self.context.actor

        def write(book: Any, _progress: Any) -> Done:
            taken = doubts.import_list(book, path, actor=actor)
            return done(taken.changed, taken)

        self.runner.change(write, self._taken, partial(self._trouble, "清单没有收进来"), title=f"收 {path.name}")

    def _taken(self, result: Done) -> None:
        taken: doubts.Taken = result.value
        self.want(source.Wanted())
        carried = f"，{taken.carried} 条以前答复过" if taken.carried else ""
        self.context.say(f"收了 {taken.lines} 条疑点，对上 {taken.found} 条{carried}", undo=True)

    def hand_back(self) -> None:
        """Write the list that is shown with its answers filled in."""
        view = next((view for view in self._views if view.id == self.file), None)
        if view is None:
            return
        target = files.ask_target(self, "交回疑点清单", f"{files.safe_name(Path(view.name).stem)}（已核实）.xlsx")
        if target is None:
            return

        def write(book: Any, _progress: Any) -> Done:
            return Done(doubts.hand_back(book, view.id, target))

        self.runner.change(write, self._handed_back, partial(self._trouble, "清单没有写成"), title="正在填写")

    def _handed_back(self, result: Done) -> None:
        kept = "" if result.value.kept_formats else "；原表的格式没能保留"
        self.context.say(f"已写好 {result.value.path.name}，填了 {result.value.lines} 条{kept}")

    def _trouble(self, title: str, error: VillagebookError) -> None:
        self.context.trouble(Trouble.of(error, title))

    # Room

    def arrange(self) -> None:
        wide = logical(self.width()) >= THREE_PANES_FROM
        self._side.setVisible(wide)
        self.choose_button.setVisible(not wide)
        self.list.tools.arrange()


def _read(book: Any) -> tuple[tuple[ListView, ...], tuple[Line, ...]]:
    return doubts.lists(book), doubts.lines(book)
