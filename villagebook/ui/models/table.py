"""What every table model of the window has in common: columns, groups among the rows, roles, what is read aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from villagebook.ui.models.columns import Cell, Column, Group, Key, as_cell, spoken, written

Row = Mapping[str, Any]

COLUMN = Qt.ItemDataRole.UserRole + 1
VALUE = Qt.ItemDataRole.UserRole + 2
ROW = Qt.ItemDataRole.UserRole + 3
GROUP = Qt.ItemDataRole.UserRole + 4
KEY = Qt.ItemDataRole.UserRole + 5

_NOTHING = QModelIndex()


class TableModel(QAbstractTableModel):
    """A table whose rows are mappings ``{column id: value}`` with groups standing among them.

    Attributes:
        columns: The columns shown, in order.
        sorted_by, descending: The order shown in the heading; None is the source's own.
        filtered: Ids of columns that carry a funnel in their heading.
        totals: What stands under the table; ``label`` is its words, the rest by column id.
        visible: Keys and groups in order of rows.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = tuple(columns)
        self.sorted_by: str | None = None
        self.descending = False
        self.filtered: frozenset[str] = frozenset()
        self.totals: Row = {}
        self.visible: Sequence[Key | Group] = ()
        self.group_rows: Sequence[int] = ()

    def key_at(self, row: int) -> Key | None:
        """Return the key of a row; None for a group row or no row."""
        key = self.visible[row] if 0 <= row < len(self.visible) else None
        return None if isinstance(key, Group) else key

    def group_at(self, row: int) -> Group | None:
        """Return the group standing in this row, if it is one."""
        key = self.visible[row] if 0 <= row < len(self.visible) else None
        return key if isinstance(key, Group) else None

    def is_folded(self, group: Group) -> bool:
        """Say whether the rows of a group are folded away."""
        return group.folded

    def fold(self, group: Group, folded: bool) -> None:
        """Fold the rows of a group away, or show them; a model that cannot does nothing."""

    def row_of(self, key: Key | None) -> int:
        """Return the row in which a key stands now, -1 if it does not."""
        raise NotImplementedError

    def row_at(self, row: int) -> Row | None:
        """Return the row's mapping; None while it has not arrived."""
        raise NotImplementedError

    def collect(self, rows: Sequence[int], done: Callable[[list[Row]], None]) -> None:
        """Hand over the mappings of these rows, also of those that have not arrived; ``done`` may be called later."""
        done([self.row_at(row) or {} for row in rows])

    def value_at(self, row: int, column: int) -> Any:
        """Return a cell's value; None while the row has not arrived."""
        mapping = self.row_at(row)
        return None if mapping is None else mapping.get(self.columns[column].id)

    # Qt

    def rowCount(self, parent: QModelIndex = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self.visible)

    def columnCount(self, parent: QModelIndex = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), self.columns[index.column()]
        group = self.group_at(row)
        if role == GROUP:
            return group
        if role == COLUMN:
            return column
        if group is not None:
            return _of_group(group, role, index.column())
        if role == KEY:
            return self.visible[row]
        if role == ROW:
            return self.row_at(row)
        value = self.value_at(row, index.column())
        if role == VALUE:
            return value
        return _of_cell(column, value, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        return column if role == COLUMN else None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        result = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.columns[index.column()].editable and self.key_at(index.row()) is not None:
            result |= Qt.ItemFlag.ItemIsEditable
        return result

    def sort_by(self, column: str | None, descending: bool = False) -> None:
        """Order by a column; None is the source's own order."""
        raise NotImplementedError

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            self.sort_by(self.columns[column].id, order == Qt.SortOrder.DescendingOrder)


def _of_group(group: Group, role: int, column: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and column == 0:
        return " ".join(part for part in (group.title, group.note, group.aside) if part)
    return None


def _of_cell(column: Column, value: Any, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return written(column, value)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return spoken(column, value)
    if role == Qt.ItemDataRole.ToolTipRole:
        return as_cell(value).tip or None
    if role == Qt.ItemDataRole.EditRole:
        plain = value.value if isinstance(value, Cell) else value
        return written(column, plain)
    return None
