"""List and record side by side, or one of them where it is narrow.

Room is measured in logical width: from 880 px both panes, below that one: the list, or the record with
the way back over it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from villagebook.ui import scale
from villagebook.ui.models.rows import RowsModel
from villagebook.ui.scale import HBox, VBox, logical, px
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import ElidedLabel, Rule
from villagebook.ui.widgets.table import TableView

TWO_PANES_FROM = 880
THREE_PANES_FROM = 1160


class BackBar(QFrame):
    """‹ 农户列表  第 8 户，共 386 户  上一户 下一户."""

    def __init__(self, list_name: str, unit: str) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.unit = unit
        scale.fix(self, height=46)
        box = HBox(self, (12, 0, 12, 0), 8)
        self.back = Button(list_name, "chevron-left", "quiet", tip="回到列表  Esc")
        self.where = ElidedLabel("", "label")
        self.before = Button(f"上一{unit}", "chevron-up", "tool", tip="Alt+↑")
        self.after = Button(f"下一{unit}", "chevron-down", "tool", tip="Alt+↓")
        box.addWidget(self.back)
        box.addWidget(self.where, 1)
        box.addWidget(self.before)
        box.addWidget(self.after)


class Panes(QWidget):
    """A table and the record of its current row.

    Args:
        left: The pane with the table (TablePane or any widget holding ``table``).
        record: The record.
        table: The table whose cursor chooses the record.
        list_name: 农户列表.
        unit: 户, 个项目, 笔 …
        list_width, record_width: Proposed widths side by side, px at 100 %.

    Signals:
        pane_changed: (in one pane: True if the record is shown).
    """

    pane_changed = Signal(bool)

    def __init__(
        self,
        left: QWidget,
        record: QWidget,
        table: TableView,
        *,
        list_name: str,
        unit: str,
        list_width: int = 452,
        record_width: int = 782,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._left, self._record, self._table = left, record, table
        self._widths = (list_width, record_width)
        self._two: bool | None = None
        self._placed = False
        self._in_record = False
        self.bar = BackBar(list_name, unit)
        self._bar_rule = Rule()
        self._record_holder = QWidget()
        holder = VBox(self._record_holder)
        holder.addWidget(self.bar)
        holder.addWidget(self._bar_rule)
        holder.addWidget(record, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self._record_holder)
        self._splitter.setStretchFactor(0, 8)
        self._splitter.setStretchFactor(1, 3)
        box = VBox(self)
        box.addWidget(self._splitter, 1)
        self.bar.back.clicked.connect(self.show_list)
        self.bar.before.clicked.connect(lambda: self.step(-1))
        self.bar.after.clicked.connect(lambda: self.step(1))
        table.opened.connect(lambda _key: self.show_record())
        table.current_changed.connect(lambda _key: self._say_where())
        table.rows_model.modelReset.connect(self._rows_changed)
        self._apply()

    @property
    def one_pane(self) -> bool:
        """Whether only one pane is shown."""
        return not self._two

    def show_record(self) -> None:
        """Go into the record: focus goes there, and in one pane it is shown."""
        self._in_record = True
        self._apply()
        target = _first_focus(self._record)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_list(self) -> None:
        """Go back to the list."""
        self._in_record = False
        self._apply()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Esc: from the record to the list; False if the list has the focus already."""
        focus = self.focusWidget()
        inside = focus is not None and self._record_holder.isAncestorOf(focus)
        if (self.one_pane and self._in_record) or inside:
            self.show_list()
            return True
        return False

    def step(self, direction: int) -> None:
        """Show the next (1) or previous (-1) record."""
        self._table.step(direction)

    def parts(self) -> list[QWidget]:
        """Return the panes that are shown, for F6."""
        shown = [self._table, self._record]
        return [widget for widget in shown if widget.isVisible()]

    def _blank(self) -> bool:
        model = self._table.rows_model
        return isinstance(model, RowsModel) and model.is_loaded and not model.visible and not model.filter

    def _rows_changed(self) -> None:
        self._say_where()
        if self._blank() == self._record_holder.isVisibleTo(self):
            self._apply()

    def _say_where(self) -> None:
        model = self._table.rows_model
        groups = model.group_rows
        total = len(model.visible) - len(groups)
        row = self._table.currentIndex().row()
        place = row + 1 - sum(group < row for group in groups) if row >= 0 else 0
        unit = self.bar.unit
        self.bar.where.set_text(f"第 {place:,} {unit}，共 {total:,} {unit}" if place else f"共 {total:,} {unit}")
        self.bar.before.setEnabled(place > 1)
        self.bar.after.setEnabled(0 < place < total)

    def _apply(self) -> None:
        # A list without any rows has no record: what is missing gets the whole room.
        blank = self._blank()
        two = bool(self._two) and not blank
        if blank:
            self._in_record = False
        self._left.setVisible(two or not self._in_record)
        self._record_holder.setVisible(two or self._in_record)
        self.bar.setVisible(not self._two)
        self._bar_rule.setVisible(not self._two)
        self.pane_changed.emit(self._in_record)

    def _measure(self) -> None:
        two = logical(self.width()) >= TWO_PANES_FROM
        if two != self._two:
            self._two = two
            self._apply()
        if two and not self._placed and self.isVisible():
            self._placed = True
            self._share_out()

    def _share_out(self) -> None:
        left, right = (px(width) for width in self._widths)
        rest = self.width() - left - right
        # What is left over goes to the list first: its columns come back.
        grown = left + (rest * 8 // 11 if rest > 0 else rest * left // (left + right))
        self._splitter.setSizes([grown, self.width() - grown - 1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._placed = False
            self._measure()


def _first_focus(widget: QWidget) -> QWidget | None:
    """Return the first widget inside that takes the keyboard, in eye order."""
    start = widget.nextInFocusChain()
    found = start
    while found is not None and found is not widget:
        takes = found.focusPolicy() & Qt.FocusPolicy.TabFocus and found.isEnabled()
        if takes and widget.isAncestorOf(found) and found.isVisibleTo(widget) and found.focusProxy() is None:
            return found
        found = found.nextInFocusChain()
        if found is start:
            return None
    return None
