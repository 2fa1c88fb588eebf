"""The painted header of tables, and the row of totals under them.

Both follow the columns. The header is painted whole: a style sheet on QHeaderView would put the sort arrow on top of
the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from villagebook.ui import icons, scale, style
from villagebook.ui.models.columns import Column, as_cell, written
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.cells import PAD

if TYPE_CHECKING:
    from villagebook.ui.widgets.table import TableView

HEADER_HEIGHT, TOTALS_HEIGHT = 32, 36
LABEL = "label"


class Header(QHeaderView):
    """Headings aligned as their columns, the sorted one in accent with an arrow, the filtered with a funnel.

    Signals:
        sort_asked: (logical column) a heading was clicked.
    """

    sort_asked = Signal(int)

    def __init__(self, view: TableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setAccessibleName("表头")
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.sectionClicked.connect(self.sort_asked)

    def sizeHint(self) -> QSize:
        return QSize(px(100), px(HEADER_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        area = self.viewport().rect()
        painter.fillRect(area, color("surface"))
        for place, column in enumerate(self._view.rows_model.columns):
            if not self.isSectionHidden(place):
                x = self.sectionViewportPosition(place)
                self._paint_heading(painter, QRect(x, 0, self.sectionSize(place), area.height() - 1), column)
        paint.hairline(painter, 0, area.bottom(), area.width(), "edge")

    def _paint_heading(self, painter: QPainter, rect: QRect, column: Column) -> None:
        model = self._view.rows_model
        inner = rect.adjusted(px(PAD), px(2), -px(PAD), 0)
        marks = []
        if model.sorted_by == column.id:
            marks.append("arrow-down" if model.descending else "arrow-up")
        if column.id in model.filtered:
            marks.append("funnel")
        token = "accent" if model.sorted_by == column.id else "text2"
        room = len(marks) * px(16)
        words = min(paint.text_width(column.title, 13, 500), inner.width() - room)
        left = inner.x()
        if column.at == "right":
            left = inner.right() + 1 - words - room
        elif column.at == "center":
            left = inner.x() + (inner.width() - words - room) // 2
        area = QRect(left, inner.y(), words, inner.height())
        used = paint.text(painter, area, column.title, token, size=13, weight=500)
        for number, mark in enumerate(marks):
            x = left + used + px(2) + number * px(16)
            icons.draw(painter, mark, "accent", QRectF(x, inner.y() - px(1), px(14), inner.height()), 14)


class TotalsRow(QWidget):
    """The row under a table: totals stand under their columns, the words say what is counted.

    ``totals`` is a mapping by column id; its value under ``label`` are the words at the left.
    """

    def __init__(self, view: TableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        scale.fix(self, height=TOTALS_HEIGHT)
        view.horizontalHeader().sectionResized.connect(lambda *_: self.update())
        view.rows_model.modelReset.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the model's totals; without any the row is not there."""
        totals = self._view.rows_model.totals
        style.show_if(self, bool(totals))
        self.setAccessibleName(self._spoken())
        self.update()

    def _spoken(self) -> str:
        model = self._view.rows_model
        parts = [str(model.totals.get(LABEL, ""))]
        parts += [f"{c.heading} {written(c, model.totals[c.id])}" for c in model.columns if c.id in model.totals]
        return "，".join(part for part in parts if part)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sunken"))
        paint.hairline(painter, 0, 0, self.width(), "edge")
        model, header = self._view.rows_model, self._view.horizontalHeader()
        first_total = self.width()
        for place, column in enumerate(model.columns):
            if column.id not in model.totals or header.isSectionHidden(place):
                continue
            x, width = header.sectionViewportPosition(place), header.sectionSize(place)
            rect = QRect(x + px(PAD), 1, width - 2 * px(PAD), self.height() - 1)
            words = written(column, as_cell(model.totals[column.id]))
            if column.at == "right":
                # A total is wider than its parts; it may grow to the left.
                rect.setLeft(rect.right() + 1 - max(rect.width(), paint.text_width(words, 14, 500)))
            paint.text(painter, rect, words, weight=500, align=paint.ALIGNMENTS[column.at])
            first_total = min(first_total, rect.x())
        label = QRect(px(PAD), 1, first_total - 2 * px(PAD), self.height() - 1)
        paint.text(painter, label, str(model.totals.get(LABEL, "")), weight=500)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()
