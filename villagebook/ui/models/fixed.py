"""A model of rows that are all there: the small tables inside a record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from villagebook.ui.models.columns import Column, Key
from villagebook.ui.models.table import Row, TableModel


class FixedModel(TableModel):
    """A table of at most some dozens of rows, given as mappings; their key is their place unless ``key`` is in them."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row] = (), parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._rows: tuple[Row, ...] = ()
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.visible = tuple(row.get("key", place) for place, row in enumerate(self._rows))
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns (the years of a sum)."""
        if tuple(columns) != self.columns:
            self.beginResetModel()
            self.columns = tuple(columns)
            self.endResetModel()

    def row_of(self, key: Key | None) -> int:
        return self.visible.index(key) if key in self.visible else -1

    def row_at(self, row: int) -> Row | None:
        return self._rows[row]

    def sort_by(self, column: str | None, descending: bool = False) -> None:
        """Stay in the given order: what is in a record has an order of its own."""
