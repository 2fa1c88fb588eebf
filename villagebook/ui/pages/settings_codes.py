"""Section of 设置: the code lists, their values, those the village adds and those it no longer offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from villagebook.services import codes
from villagebook.services.codes import ListView
from villagebook.ui import scale
from villagebook.ui.models.columns import ROW_STATE, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import Rule, Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

NOTE = "户类型、与户主关系这些栏目可以选的值。加的值核查不再提示；停用的不再让选，已经写上的照样读得出。"
LISTS_WIDTH = 260
LIST_COLUMNS = (
    Column("title", "代码表", "name", width=150, stretch=1),
    Column("count", "在用", "int", width=48),
    Column("own", "自加", "int", width=48),
)
VALUE_COLUMNS = (
    Column("value", "取值", "name", width=170, stretch=1),
    Column("state", "状态", width=60),
    Column("whence", "来历", width=86),
    Column("reason", "依据", "note", width=170, stretch=1, rank=1),
)


class CodesSection(QWidget):
    """代码表: lists at the left, the values of the one chosen at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lists: tuple[ListView, ...] = ()
        self._chosen = ""
        box = VBox(self)
        head = VBox(margins=(24, 14, 24, 8), spacing=6)
        head.addWidget(Text("代码表", "title"))
        head.addWidget(Text(NOTE, "label", wrap=True))
        box.addLayout(head)
        self.lists = SmallTable(LIST_COLUMNS, name="代码表", row_height=34, selectable=True)
        self.lists.current_changed.connect(self.choose)
        left = Body((24, 0, 12, 16))
        left.add(self.lists)
        side = scrolling(left, "代码表")
        scale.fix(side, width=LISTS_WIDTH + 36)
        self.values = SmallTable(VALUE_COLUMNS, name="取值", row_height=34, selectable=True)
        self.values.current_changed.connect(lambda _key: self._say_buttons())
        right = Body((16, 0, 24, 16), spacing=6)
        self.heading = right.section("", "", None, self.values)
        right.add(self._make_buttons())
        row = HBox()
        row.addWidget(side)
        row.addWidget(Rule(upright=True))
        row.addWidget(scrolling(right, "取值"), 1)
        box.addLayout(row, 1)

    def _make_buttons(self) -> QWidget:
        holder = QWidget()
        row = HBox(holder, spacing=8)
        self.add = Button("加一个值", "plus", small=True, on_click=self.ask)
        self.switch = Button("停用", "ban", small=True, on_click=self._switch)
        for button in (self.add, self.switch):
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def refresh(self) -> None:
        """Read the lists again."""
        self._context.runner.read(codes.lists, self._show, key="settings.codes")

    def _show(self, lists: Sequence[ListView]) -> None:
        # What can be changed stands first; a list of the program itself is there to be read.
        self._lists = lists = tuple(sorted(lists, key=lambda one: one.fixed))
        chosen = self._chosen or (lists[0].id if lists else "")
        self.lists.set_rows([_list_row(one) for one in lists])
        self.choose(chosen)
        self.lists.go_to(chosen)

    def choose(self, list_id: Key) -> None:
        """Show the values of a list; the value chosen before stays chosen."""
        found = next((one for one in self._lists if one.id == list_id), None)
        if found is None:
            return
        before = self.values.current_key() if self._chosen == found.id else None
        self._chosen = found.id
        self.heading.title.setText(found.title)
        note = "程序自己用的，不能改" if found.fixed else "代码表待核实" if found.source.startswith("assumed") else ""
        self.heading.set_note(note)
        self.values.set_rows([_value_row(one) for one in found.values])
        if before is None or not self.values.go_to(before):
            self.values.select_first()
        self._say_buttons()

    def _list(self) -> ListView | None:
        return next((one for one in self._lists if one.id == self._chosen), None)

    def _say_buttons(self) -> None:
        shown = self._list()
        key = self.values.current_key()
        value = next((one for one in shown.values if one.value == key), None) if shown is not None else None
        fixed = shown is None or shown.fixed
        self.add.setVisible(not fixed)
        self.switch.setVisible(not fixed and value is not None)
        if value is not None:
            self.switch.set_words(f"恢复“{value.value}”" if value.retired else f"停用“{value.value}”")
            self.switch.set_icon("refresh-cw" if value.retired else "ban")

    # Verbs

    def ask(self) -> None:
        """Ask for a value and why it is added."""
        shown = self._list()
        if shown is None:
            return
        specs = (
            FieldSpec("value", "取值", wide=True),
            FieldSpec("reason", "依据", wide=True, placeholder="例：县乡村振兴局 2026年1月的表里这样写"),
        )
        dialog = AskDialog(
            f"加一个值　{shown.title}", "写上级的表里用的原话。", specs, {}, self._context.today, "加进来",
            lambda said: self._add(shown.id, said), required={"value": "请写要加的值", "reason": "请写依据"},
        )  # fmt: skip
        self._context.open(dialog)

    def _add(self, list_id: str, said: Values) -> None:
        value, reason, actor = str(said["value"]), str(said["reason"]), self._context.actor
        self._context.runner.change(lambda book, _progress: codes.add(book, list_id, value, reason, actor=actor))

    def _switch(self) -> None:
        shown, key, actor = self._list(), self.values.current_key(), self._context.actor
        value = next((one for one in shown.values if one.value == key), None) if shown is not None else None
        if shown is None or value is None:
            return
        list_id, text = shown.id, value.value

        def write(book: Any, _progress: Any) -> Any:
            verb = codes.offer if value.retired else codes.retire
            return verb(book, list_id, text, actor=actor)

        self._context.runner.change(write)


def _list_row(one: ListView) -> Row:
    used = sum(not value.retired for value in one.values)
    own = sum(value.own for value in one.values)
    return {"key": one.id, "title": one.title, "count": used, "own": own or None}


def _value_row(one: codes.CodeValueView) -> Row:
    row: dict[str, Any] = {"key": one.value, "value": one.value, "reason": one.reason}
    row |= {"state": "停用" if one.retired else "", "whence": "本村加的" if one.own else ""}
    if one.retired:
        row[ROW_STATE] = "muted"
    return row
