"""The table: rows of a fixed height, a painted header, keyboard first.

↑↓ move, Enter opens the record, Space ticks (or folds a group), F2 edits a cell, Ctrl+C copies. Horizontal scrolling
does not exist: columns leave by their rank when it is narrow, and stretch when it is wide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from villagebook.ui.models.columns import Column, Group, Key, written
from villagebook.ui.models.table import Row, TableModel
from villagebook.ui.scale import px
from villagebook.ui.widgets.cells import CellDelegate
from villagebook.ui.widgets.header import Header
from villagebook.ui.widgets.line import Choice

GROUP_HEIGHT = 32
SQUEEZE = 0.94
# Beyond this many groups their rows keep the height of all rows: resizing single sections costs too much.
MOST_RESIZED_GROUPS = 1000


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """Return the width in real px of each column so that all fit into ``room``; 0 for one that leaves.

    Columns leave by rank, the highest first (the later one of equals), those of rank 0 last and only when a little
    squeezing is not enough; the first column of names (else the first of all) never leaves. What is left over
    goes to the columns that stretch, else to the first that holds text.
    """
    natural = [px(column.natural_width) for column in columns]
    staying = set(range(len(columns)))
    named = next((i for i, column in enumerate(columns) if column.look.strong), 0)
    for place in sorted(staying - {named}, key=lambda i: (columns[i].rank, i), reverse=True):
        wanted = sum(natural[i] for i in staying)
        if wanted <= room or (columns[place].rank == 0 and wanted * SQUEEZE <= room):
            break
        staying.discard(place)
    result = [natural[i] if i in staying else 0 for i in range(len(columns))]
    rest = room - sum(result)
    if rest < 0:
        return _squeezed(result, room)
    stretching = [i for i in staying if columns[i].stretch] or _first_text(columns, staying)
    parts = sum(columns[i].stretch or 1 for i in stretching)
    for i in sorted(stretching):
        share = rest * (columns[i].stretch or 1) // parts if parts else 0
        result[i] += share
    if stretching:
        result[min(stretching)] += room - sum(result)
    return result


def _first_text(columns: Sequence[Column], staying: set[int]) -> list[int]:
    left = [i for i in sorted(staying) if columns[i].at == "left"]
    return left[:1] or sorted(staying)[:1]


def _squeezed(wanted: list[int], room: int) -> list[int]:
    total = sum(wanted)
    result = [width * room // total for width in wanted]
    if result:
        result[next(i for i, width in enumerate(wanted) if width)] += room - sum(result)
    return result


class TableView(QTableView):
    """A table over a TableModel.

    Args:
        row_height: px at 100 %: 34, two lines 46, inside a record 28–30.
        selectable: Whether a row is chosen (tint and bar); small tables in a record are not.
        name: Accessible name.

    Attributes:
        choices_for: Gives what a cell (key, column id) may hold; its editor then offers just that, and ``cell_edited``
            tells the choice's id. None or an empty answer: any text.

    Signals:
        current_changed: (key or None) the row with the cursor.
        opened: (key) Enter or double click.
        ticked: (key) Space on a row, or a click on a tick.
        cell_edited: (key, column id, text) a cell was left with another text.
        pasted: (key, column id, rows of cells as text) Ctrl+V on a cell that can be edited.
        chosen_changed: () the set of selected rows.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    ticked = Signal(object)
    cell_edited = Signal(object, str, str)
    pasted = Signal(object, str, tuple)
    chosen_changed = Signal()

    def __init__(
        self,
        model: TableModel,
        *,
        row_height: int = 34,
        selectable: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows_model = model
        self.row_height = row_height
        self.marks_selection = selectable
        self.shows_focus = True
        self.choices_for: Callable[[Key, str], Sequence[Choice]] | None = None
        self._kept: Key | None = None
        self._kept_row = 0
        self._awaited: Key | None = None
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if selectable else mode.NoSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed)
        self.setItemDelegate(CellDelegate(self))
        header = Header(self)
        self.setHorizontalHeader(header)
        header.sort_asked.connect(self._sort)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_row_height()
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._after_reset)
        self._after_reset()

    # What pages use

    def current_key(self) -> Key | None:
        """Return the key of the row with the cursor."""
        return self.rows_model.key_at(self.currentIndex().row())

    def go_to(self, key: Key | None) -> bool:
        """Put the cursor on a key's row and show it; False if it is not in the table (it is waited for)."""
        row = self.rows_model.row_of(key)
        self._awaited = key if row < 0 else None
        if row < 0:
            return False
        self._kept = key
        self._place_cursor(row)
        return True

    def step(self, direction: int) -> None:
        """Put the cursor on the next (1) or previous (-1) row that is no group."""
        row = self.currentIndex().row() + direction
        while self.rows_model.group_at(row) is not None:
            row += direction
        if 0 <= row < self.rows_model.rowCount():
            self._place_cursor(row)

    def chosen_keys(self) -> list[Key]:
        """Return the keys of the selected rows in order."""
        rows: list[int] = []
        for part in self.selectionModel().selection():
            rows.extend(range(part.top(), part.bottom() + 1))
        keys = (self.rows_model.key_at(row) for row in sorted(set(rows)))
        return [key for key in keys if key is not None]

    def visual_first(self, column: int) -> bool:
        """Say whether this is the leftmost shown column."""
        return all(self.isColumnHidden(i) for i in range(column))

    def copy(self) -> None:
        """Copy the cell with the cursor, or all shown cells of several selected rows, also of those out of view."""
        rows = [self.rows_model.row_of(key) for key in self.chosen_keys()]
        index = self.currentIndex()
        if len(rows) > 1:
            self.rows_model.collect(rows, self._copy_rows)
        elif index.isValid():
            QGuiApplication.clipboard().setText(_plain(str(index.data(Qt.ItemDataRole.DisplayRole) or "")))

    def _copy_rows(self, rows: Sequence[Row]) -> None:
        shown = [c for i, c in enumerate(self.rows_model.columns) if not self.isColumnHidden(i)]
        lines = ("\t".join(_plain(written(c, row.get(c.id))) for c in shown) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Hand the cells on the clipboard to the page, from the cell with the cursor on, if that can be edited."""
        index = self.currentIndex()
        key = self.rows_model.key_at(index.row())
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        if key is not None and text and self.rows_model.columns[index.column()].editable:
            cells = tuple(tuple(line.split("\t")) for line in text.splitlines())
            self.pasted.emit(key, self.rows_model.columns[index.column()].id, cells)

    # Layout

    def fit(self) -> None:
        """Give the columns the room there is."""
        columns = self.rows_model.columns
        for place, width in enumerate(widths(columns, self.viewport().width())):
            if self.isColumnHidden(place) != (width == 0):
                self.setColumnHidden(place, width == 0)
            if width and self.columnWidth(place) != width:
                self.setColumnWidth(place, width)

    def _set_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(px(self.row_height))

    def _size_groups(self) -> None:
        groups = self.rows_model.group_rows
        if len(groups) <= MOST_RESIZED_GROUPS:
            for row in groups:
                self.setRowHeight(row, px(GROUP_HEIGHT))

    # The cursor across refreshes

    def _keep_place(self) -> None:
        key = self.current_key()
        if key is not None:
            self._kept, self._kept_row = key, self.currentIndex().row()

    def _after_reset(self) -> None:
        self._size_groups()
        self.fit()
        rows = self.rows_model.rowCount()
        if not rows or not self.marks_selection:
            return
        row = self.rows_model.row_of(self._awaited)
        if row >= 0:
            self._awaited = None
        else:
            row = self.rows_model.row_of(self._kept)
        if row >= 0:
            self._place_cursor(row)
        elif self._kept is not None:
            self._place_cursor(self._first_row(min(self._kept_row, rows - 1)))

    def _first_row(self, row: int) -> int:
        while row < self.rows_model.rowCount() - 1 and self.rows_model.group_at(row) is not None:
            row += 1
        return row

    def select_first(self) -> None:
        """Put the cursor on the first row that is no group, if there is none yet."""
        if self.current_key() is None and self.rows_model.rowCount():
            self._place_cursor(self._first_row(0))

    def _place_cursor(self, row: int) -> None:
        column = max(0, self.currentIndex().column())
        while self.isColumnHidden(column) and column < len(self.rows_model.columns) - 1:
            column += 1
        flags = QItemSelectionModel.SelectionFlag
        index = self.rows_model.index(row, column)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def edit_cell(self, key: Key, column: str) -> None:
        """Open the editor of a cell, if its column can be edited and is shown."""
        row = self.rows_model.row_of(key)
        place = next((i for i, each in enumerate(self.rows_model.columns) if each.id == column), -1)
        if row >= 0 and place >= 0 and not self.isColumnHidden(place):
            self._place_cursor(row)
            self.edit(self.rows_model.index(row, place))

    def edit_finished(self, row: int, column: int, text: str) -> None:
        """Called by the delegate when a cell was left with another text."""
        self.cell_edited.emit(self.rows_model.key_at(row), self.rows_model.columns[column].id, text)

    def _sort(self, column: int) -> None:
        model = self.rows_model
        chosen = model.columns[column]
        if not chosen.sortable:
            return
        again = model.sorted_by == chosen.id
        model.sort_by(chosen.id, again and not model.descending)
        self.horizontalHeader().viewport().update()

    def _toggle(self, group: Group) -> None:
        self._fold(group, not self.rows_model.is_folded(group))

    def _fold(self, group: Group, folded: bool) -> None:
        row = self.currentIndex().row()
        self.rows_model.fold(group, folded)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self.rows_model.index(row, 0), flags.Current)

    # Qt

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() and self.marks_selection:
            key = self.rows_model.key_at(current.row())
            if key is not None:
                self._kept, self._kept_row = key, current.row()
                self.current_changed.emit(key)
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would walk through all rows, and fetch them all."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._awaited = None
        key, row = event.key(), self.currentIndex().row()
        group = self.rows_model.group_at(row)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif group is not None and key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(group)
        elif group is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(group, key == Qt.Key.Key_Left)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self._emit(self.opened, row)
        elif key == Qt.Key.Key_Space:
            self._emit(self.ticked, row)
        else:
            super().keyPressEvent(event)

    def _emit(self, signal: object, row: int) -> None:
        key = self.rows_model.key_at(row)
        if key is not None:
            signal.emit(key)  # type: ignore[attr-defined]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._awaited = None
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        group = self.rows_model.group_at(index.row())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if group is not None:
            self._toggle(group)
        elif self.rows_model.columns[index.column()].kind == "tick":
            self._emit(self.ticked, index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._emit(self.opened, self.indexAt(event.position().toPoint()).row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.marks_selection and not self.currentIndex().isValid():
            self.select_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set_row_height()
            self._size_groups()
            self.fit()

    def sizeHint(self) -> QSize:
        return QSize(px(400), px(300))


def _plain(text: str) -> str:
    """Return a cell's text as a spreadsheet takes it: the minus of the keyboard."""
    return text.replace("\u2212", "-")
