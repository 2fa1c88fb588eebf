"""可能重复: persons and households that may stand in the book twice, merged or judged to be two."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from villagebook.base.errors import VillagebookError
from villagebook.services import duplicates, merging
from villagebook.services.duplicates import Pair
from villagebook.services.merging import Comparison
from villagebook.ui.models.columns import Key
from villagebook.ui.page import FILTER, Command, Context, Page
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.duplicates_record import DuplicateRecord
from villagebook.ui.pages.duplicates_source import DuplicatesSource
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.empty import EmptyState
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane


class DuplicatesPage(Page):
    """可能重复."""

    families = frozenset({"person", "membership", "household", "acknowledgement"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._source = DuplicatesSource(context.today)
        self.list = TablePane(self._source, self.runner, name="可能重复", no_hits="没有这样的一对")
        self.text = FilterLine("找人、编号、原因", width=168)
        self.text.asked.connect(self.list.model.set_filter)
        self.list.tools.add(self.text)
        self.list.filter_cleared.connect(self._clear)
        self.record = DuplicateRecord()
        self.panes = Panes(
            self.list, self.record, self.list.table, list_name="可能重复", unit="对", list_width=640, record_width=470
        )
        self._nothing = EmptyState("circle-check", "没有可能重复的", "同名、同音、同一证件号码的都看过了。", tone="ok")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._nothing)
        VBox(self).addWidget(self._stack)
        self.list.table.current_changed.connect(self._show)
        self.list.table.opened.connect(lambda _key: self.record.table.setFocus())
        self.list.model.loaded.connect(self._loaded)
        self.record.merged.connect(self.merge)
        self.record.apart.connect(self.ask_apart)
        self.record.swapped.connect(self.swap)
        self.record.opened.connect(self._open)

    # Page

    def refresh(self) -> None:
        self.list.reload()

    def commands(self) -> Sequence[Command]:
        return (
            Command(FILTER, "找一对", self.text.setFocus),
            Command("F7", "合并这一对", self.merge),
            Command("F8", "不是同一个", self.ask_apart),
            Command("F9", "换一个保留", self.swap),
        )

    def _clear(self) -> None:
        self.text.clear()
        self.list.model.set_filter("")

    def _loaded(self) -> None:
        found = self._source.found
        if found is None:
            return
        many = len(found.people) + len(found.homes)
        quiet = f"，{found.quiet} 对已判定不是同一个" if found.quiet else ""
        self.head(f"{len(found.people)} 对人、{len(found.homes)} 对户可能重复{quiet}", f"{many} 对可能重复")
        self._stack.setCurrentWidget(self.panes if many else self._nothing)
        if not self.list.model.keys():
            self.record.show_nothing()

    # One pair

    def _show(self, key: Key | None) -> None:
        pair = self._source.pair(key)
        keys = self.list.model.keys()
        self.context.select(f"第 {keys.index(key) + 1:,} 对，共 {len(keys):,} 对" if key in keys else "")
        if pair is None:
            self.record.show_nothing()
        elif pair.table == "person":
            self._compare(pair, *pair.keys, propose=True)
        else:
            self.record.show_pair(pair, None)

    def _compare(self, pair: Pair, keep: uuid.UUID, other: uuid.UUID, *, propose: bool) -> None:
        self.runner.read(
            lambda book: merging.compare(book, keep, other, propose=propose),
            partial(self._compared, pair),
            key="duplicates.pair",
        )

    def _compared(self, pair: Pair, found: Comparison) -> None:
        if self._source.pair(self.list.table.current_key()) == pair:
            self.record.show_pair(pair, found)

    def swap(self) -> None:
        """Keep the other one."""
        pair, shown = self.record.pair, self.record.comparison
        if pair is not None and shown is not None:
            self.record.taken.clear()
            self._compare(pair, shown.other, shown.keep, propose=False)

    def _open(self, key: uuid.UUID) -> None:
        pair = self.record.pair
        if pair is None:
            return
        if pair.table == "household":
            self.context.go("households", key)
            return

        self.runner.read(lambda book: merging.home_of(book, key), self._go, key="duplicates.home")

    def _go(self, home: uuid.UUID | None) -> None:
        if home is None:
            self.context.say("这个人没有归属的户")
        else:
            self.context.go("households", home)

    # Judging

    def merge(self) -> None:
        """Make one of the two that are shown, and go to the next pair."""
        shown = self.record.comparison
        if shown is None:
            return
        take, today, actor = frozenset(self.record.taken), self.context.today(), self.context.actor

        def write(book: Any, _progress: Any) -> Done:
            return done(
                merging.merge_persons(book, shown.keep, shown.other, take=take, today=today, actor=actor)
            )

        self.runner.change(write, self._judged, partial(self._trouble, "没有合并"))

    def ask_apart(self) -> None:
        """Ask why the two are two."""
        pair = self.record.pair
        if pair is None:
            return
        what = "同一个人" if pair.table == "person" else "同一户"
        self.context.open(
            AskDialog(
                f"不是{what}",
                f"{pair.first.name} 和 {pair.second.name} 以后不再提，除非姓名、出生日期、证件号码或编号变了。",
                [FieldSpec("reason", "为什么", "text")],
                {"reason": ""},
                self.context.today,
                f"不是{what}",
                partial(self._apart, pair),
                required={"reason": "请写一句，日后核对时用得着"},
            )
        )

    def _apart(self, pair: Pair, values: Values) -> None:
        today, actor, reason = self.context.today(), self.context.actor, str(values["reason"] or "")

        def write(book: Any, _progress: Any) -> Done:
            return done(duplicates.keep_apart(book, pair, reason=reason, today=today, actor=actor))

        self.runner.change(write, self._judged, partial(self._trouble, "没有记下"))

    def _judged(self, _result: Done) -> None:
        self.step(1)
        self.list.table.setFocus()
        self.list.reload()

    def _trouble(self, title: str, error: VillagebookError) -> None:
        self.context.trouble(Trouble.of(error, title))
