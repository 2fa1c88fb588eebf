"""Small tables inside a record: all rows shown, no scrolling of their own, height from their rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.ui.models.columns import Column
from villagebook.ui.models.fixed import FixedModel
from villagebook.ui.models.table import Row
from villagebook.ui.scale import px
from villagebook.ui.widgets.header import HEADER_HEIGHT
from villagebook.ui.widgets.table import TableView


class SmallTable(TableView):
    """A table of a record's members, sums, papers.

    A row whose mapping has ``row_state: "sum"`` is drawn in 500. Rows may carry a ``key`` for ``opened``.

    Args:
        columns: As for any table; columns leave by rank when it is narrow.
        name: Accessible name (家庭成员).
        row_height: 28–30.
        selectable: Whether rows can be chosen and opened by keyboard.
    """

    resized = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row] = (),
        *,
        name: str,
        row_height: int = 30,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self.model_of_rows = FixedModel(columns, rows)
        super().__init__(self.model_of_rows, row_height=row_height, selectable=selectable, name=name, parent=parent)
        self.model_of_rows.setParent(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not selectable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._set_height()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.model_of_rows.set_rows(rows)
        self._set_height()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.model_of_rows.set_columns(columns)

    def _set_height(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(HEADER_HEIGHT) + self.rows_model.rowCount() * px(self.row_height))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "model_of_rows"):
            self._set_height()
