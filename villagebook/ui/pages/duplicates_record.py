"""Two records that may be one, field by field: what differs is marked, and which value is to stand is chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from villagebook.services.duplicates import Pair
from villagebook.services.merging import Compared, Comparison
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Key
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable

_HELP = "空格换成另一个人的值。两边的经历都留着，合并后随时可以撤销。"
_HOMES = "确实是同一户的，请打开其中一户，在“更多”里办合户；不是的，按“不是同一户”，以后不再提。"


class DuplicateRecord(RecordPanel):
    """The record beside the list of pairs.

    Attributes:
        pair: What is shown; None for nothing.
        comparison: Both persons side by side; None for households and until they are read.
        taken: Names of the fields where the other's value is to stand.

    Signals:
        merged, apart: The two are one; they are two.
        swapped: The other is to be the one kept.
        opened: (key) a person or household is to be shown.
    """

    merged = Signal()
    apart = Signal()
    swapped = Signal()
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__("可能重复")
        self.pair: Pair | None = None
        self.comparison: Comparison | None = None
        self.taken: set[str] = set()
        self.swap = Button("换一个保留", "refresh-cw", small=True, tip="保留另一个人  F9", on_click=self.swapped.emit)
        self.add_action(self.swap)
        body = Body((14, 8, 14, 14), spacing=8)
        self.why = Text("", "label", wrap=True)
        body.add(self.why)
        self.table = SmallTable(_columns("保留", "另一个"), name="逐栏对照", selectable=True, row_height=30)
        self.table.ticked.connect(self.toggle)
        self.table.opened.connect(self.toggle)
        self.facts = FactList(label_width=66)
        self.heading = body.section("逐栏对照", "", None, self.table, self.facts)
        self.help = Text(_HELP, "second", wrap=True)
        body.add(self.help, 6)
        self.first = Button("打开第一个", "arrow-right", "quiet", small=True, on_click=lambda: self._open(0))
        self.second = Button("打开第二个", "arrow-right", "quiet", small=True, on_click=lambda: self._open(1))
        for button in (self.first, self.second):
            body.add(button)
        self.set_body(body)
        self.no = Button("不是同一个人", "x", tip="以后不再提，要写一句为什么", on_click=self.apart.emit)
        self.yes = Button("合并", "check", "primary", on_click=self.merged.emit)
        self.add_foot(self.no)
        self.add_foot(self.yes, right=True)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show that no pair is chosen."""
        self.pair = self.comparison = None
        self.set_title("没有选")
        self.why.setText("")
        parts = (self.swap, self.heading, self.table, self.facts, self.help, self.first, self.second)
        for part in (*parts, self._foot, self._foot_rule):
            part.hide()

    def show_pair(self, pair: Pair, comparison: Comparison | None) -> None:
        """Show a pair: two persons side by side, or two households."""
        fresh = self.pair is None or self.pair.keys != pair.keys
        self.pair, self.comparison = pair, comparison
        if fresh or comparison is None:
            self.taken = set()
        person = pair.table == "person"
        chip = Chip(f"{pair.score} 分", "due" if pair.likely else "mute", "users")
        self.set_title(f"{pair.first.name} 和 {pair.second.name}", [chip])
        self.why.setText(f"{pair.words}。")
        for part in (self.heading, self.help, self.first, self.second, self._foot, self._foot_rule):
            part.show()
        self.swap.setVisible(person)
        self.table.setVisible(person)
        self.facts.setVisible(not person)
        self.heading.title.setText("逐栏对照" if person else "两户")
        self.help.setText(_HELP if person else _HOMES)
        self.no.set_words("不是同一个人" if person else "不是同一户")
        self.yes.setVisible(comparison is not None)
        self.first.set_words(f"打开 {pair.first.name} 的户")
        self.second.set_words(f"打开 {pair.second.name} 的户")
        if comparison is not None:
            self._fill()
        elif not person:
            self.facts.set_facts([
                Fact(str(place), "，".join(part for part in (one.name, one.code, one.where) if part))
                for place, one in enumerate((pair.first, pair.second), 1)
            ])

    def toggle(self, key: Key | None) -> None:
        """Take the other's value of a field, or the kept one's again."""
        if self.comparison is None or str(key) not in self.comparison.choices:
            return
        self.taken ^= {str(key)}
        self._fill()

    def _fill(self) -> None:
        assert self.comparison is not None
        differing = len(self.comparison.choices)
        self.heading.set_note(f"{differing} 处不同" if differing else "没有不同")
        self.table.set_columns(_columns(f"保留：{self.comparison.keep_name}", self.comparison.other_name))
        place = self.table.current_key()
        # What differs stands first: that is what must be looked at.
        rows = sorted(self.comparison.rows, key=lambda row: (not row.differs, not row.fills))
        self.table.set_rows([self._row(row) for row in rows])
        if place is not None:
            self.table.go_to(place)

    def _row(self, row: Compared) -> dict[str, Any]:
        kept, other = row.kept_masked, row.other_masked
        if row.differs and kept == other:
            kept, other = row.kept, row.other  # what is masked is just what differs
        found: dict[str, Any] = {"key": row.name, "field": row.label, "kept": kept, "other": other}
        if row.differs:
            theirs = row.name in self.taken
            found["field"] = Cell(row.label, tone="due", icon="triangle-alert", tip="两边不同，打勾的是要保留的")
            found["kept"] = Cell(kept, icon="" if theirs else "check", strong=not theirs, struck=theirs)
            found["other"] = Cell(other, icon="check" if theirs else "", strong=theirs, struck=not theirs)
        elif row.fills:
            found["other"] = Cell(other, icon="plus", tone="info", tip="保留的这里空着，会补上")
        else:
            found[ROW_STATE] = "muted"
        return found

    def _open(self, place: int) -> None:
        if self.pair is not None:
            self.opened.emit(self.pair.keys[place])


def _columns(kept: str, other: str) -> tuple[Column, ...]:
    return (
        Column("field", "栏目", width=132, sortable=False),
        Column("kept", kept, width=110, stretch=1, sortable=False),
        Column("other", other, width=110, stretch=1, sortable=False),
    )
