"""How a table's cells look: one delegate for all kinds of columns, painted from tokens.

To add a kind of cell: a function ``(painter, rect, column, cell, look) -> None`` in PAINTERS; kinds not named there
are one line of text (with a second line where the rows are tall).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from villagebook.ui import icons, theme
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Group, Share, as_cell, written
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.line import Choice, ChoiceLine

if TYPE_CHECKING:
    from villagebook.ui.widgets.table import TableView

PAD = 8
Index = QModelIndex | QPersistentModelIndex

FINDING_ICONS = {"late": "circle-x", "due": "triangle-alert", "info": "info"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the row gives to its cells.

    Attributes:
        state: The row's ROW_STATE.
        tall: Whether there is room for a second line.
        strong: Whether all cells are drawn in 500 (a sum in a small table).
    """

    state: str = ""
    tall: bool = False
    strong: bool = False

    @property
    def token(self) -> str:
        """The colour of plain text in this row."""
        return "text2" if self.state in ("reversed", "muted") else "text"


def _text(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    kind = column.look
    token = cell.tone or ("text2" if kind.id in ("code", "note") or kind.secret else look.token)
    weight = 500 if kind.strong or cell.strong or look.strong or cell.tone == "accent" else 400
    align = paint.ALIGNMENTS[column.at]
    first = rect
    if look.tall and cell.second:
        first = QRect(rect.x(), rect.y() + px(4), rect.width(), px(21))
        second = QRect(rect.x(), rect.y() + px(23), rect.width(), px(19))
        paint.text(painter, second, cell.second, "text2", size=13, align=align)
    if cell.icon:
        first = _icon(painter, first, cell.icon, cell.tone or "text2", column.at)
    words = written(column, cell)
    paint.text(painter, first, words, token, weight=weight, align=align, struck=cell.struck)


def _icon(painter: QPainter, rect: QRect, name: str, token: str, at: str) -> QRect:
    """Draw an icon at the start of the cell and return the room that is left."""
    if at == "right":
        icons.draw(painter, name, token, QRectF(rect.x(), rect.y(), px(16), rect.height()))
    else:
        icons.draw(painter, name, token, QRectF(rect.x(), rect.y(), px(16), rect.height()))
    return rect.adjusted(px(22), 0, 0, 0)


def _money(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    token = cell.tone or ("late" if look.state == "reversal" else look.token)
    if cell.value == 0 and not look.strong:
        token = "text2"
    weight = 500 if cell.strong or look.strong else 400
    struck = cell.struck or look.state == "reversed"
    words = written(column, cell)
    paint.text(painter, rect, words, token, weight=weight, align=paint.RIGHT, struck=struck)


def _chips(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    value = cell.value
    chips: Sequence[Chip] = (value,) if isinstance(value, Chip) else tuple(value or ())
    paint.draw_chips(painter, rect, chips)


def _findings(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    if cell.value:
        tone = cell.tone or "due"
        rest = _icon(painter, rect, FINDING_ICONS.get(tone, "triangle-alert"), tone, "left")
        paint.text(painter, rest, str(cell.value), tone)


def _papers(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    words = written(column, cell)
    token = cell.tone or look.token
    used = paint.text(painter, rect, words, token, align=paint.RIGHT)
    if cell.icon and words:
        left = rect.right() + 1 - used - px(24)
        icons.draw(painter, cell.icon, token, QRectF(left, rect.y(), px(16), rect.height()))


def _progress(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    share = cell.value
    if not isinstance(share, Share):
        return
    paint.text(painter, rect, f"{share.done}/{share.total}", cell.tone or share.tone or "text")
    left = rect.x() + px(46)
    if rect.right() - left > px(16):
        middle = rect.y() + rect.height() // 2
        area = QRectF(left, middle - px(3), rect.right() + 1 - left, px(6))
        paint.bar(painter, area, share.done / share.total if share.total else 0)


def _tick(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    if cell.value is not None:
        name, token = ("square-check", "accent") if cell.value else ("square", "edge")
        icons.draw(painter, name, token, QRectF(rect))


def _change(painter: QPainter, rect: QRect, column: Column, cell: Cell, look: Look) -> None:
    old = written(column, cell.value)
    if cell.new is None:
        paint.text(painter, rect, old, look.token)
        return
    used = paint.text(painter, rect, old or "没有填", "text2", struck=bool(old)) + px(6)
    rest = rect.adjusted(used, 0, 0, 0)
    icons.draw(painter, "arrow-right", "text2", QRectF(rest.x(), rest.y(), px(14), rest.height()), 14)
    paint.text(painter, rest.adjusted(px(20), 0, 0, 0), cell.new, "accent", weight=500)


PAINTERS: Mapping[str, Callable[[QPainter, QRect, Column, Cell, Look], None]] = {
    "money": _money,
    "chips": _chips,
    "state": _chips,
    "findings": _findings,
    "papers": _papers,
    "progress": _progress,
    "tick": _tick,
    "change": _change,
}


def paint_group(painter: QPainter, rect: QRect, group: Group, folded: bool) -> None:
    """Paint a group row across ``rect``, which is as wide as the table."""
    painter.fillRect(rect, color("bg"))
    if theme.current().contrast:
        paint.hairline(painter, rect.x(), rect.y(), rect.width(), "edge")
    height, x = rect.height(), rect.x() + px(9)
    chevron = "chevron-right" if folded else "chevron-down"
    icons.draw(painter, chevron, "text2", QRectF(x, rect.y(), px(16), height))
    x += px(21)
    if group.icon:
        icons.draw(painter, group.icon, group.tone or "text2", QRectF(x, rect.y(), px(16), height))
        x += px(22)
    aside = paint.text_width(group.aside, 13) + px(12) if group.aside else 0
    end = rect.right() - px(PAD) - aside
    x += paint.text(painter, QRect(x, rect.y(), end - x, height), group.title, weight=500) + px(10)
    paint.text(painter, QRect(x, rect.y() + px(1), end - x, height - px(1)), group.note, "text2", size=13)
    right = QRect(rect.x(), rect.y() + px(1), rect.width() - px(12), height - px(1))
    paint.text(painter, right, group.aside, "text2", size=13, align=paint.RIGHT)


class CellDelegate(QStyledItemDelegate):
    """Paints every cell of a TableView and edits in place."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._view.rows_model
        painter.save()
        painter.setClipRect(option.rect)
        group = model.group_at(index.row())
        if group is not None:
            self._paint_group(painter, option, group, index.row())
        else:
            self._paint_cell(painter, option, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, group: Group, row: int) -> None:
        # Each cell paints the whole row through its own clip: no span, and any part may be repainted alone.
        area = QRect(0, option.rect.y(), self._view.viewport().width(), option.rect.height())
        paint_group(painter, area, group, self._view.rows_model.is_folded(group))
        if self._view.hasFocus() and self._view.currentIndex().row() == row:
            paint.focus_frame(painter, area.adjusted(1, 1, -1, -1))

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, rect = self._view.rows_model, option.rect
        column = model.columns[index.column()]
        mapping = model.row_at(index.row())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and self._view.shows_focus
        painter.fillRect(rect, color("tint" if selected else "surface"))
        paint.hairline(painter, rect.x(), rect.bottom(), rect.width())
        if focused:
            paint.focus_frame(painter, rect.adjusted(1, 1, -1, -2), "surface")
        if selected and self._view.marks_selection and self._view.visual_first(index.column()):
            paint.upright(painter, rect.x(), rect.y(), rect.height(), "accent", px(3))
        inner = rect.adjusted(px(PAD), 0, -px(PAD), -1)
        if mapping is None:
            self._paint_placeholder(painter, inner, column)
            return
        cell = as_cell(mapping.get(column.id))
        look = Look(mapping.get(ROW_STATE, ""), self._view.row_height >= 44, mapping.get(ROW_STATE) == "sum")
        PAINTERS.get(column.kind, _text)(painter, inner, column, cell, look)

    def _paint_placeholder(self, painter: QPainter, rect: QRect, column: Column) -> None:
        width = min(rect.width(), px(column.natural_width * 0.6))
        x = rect.right() - width if column.at == "right" else rect.x()
        area = QRectF(x, rect.y() + rect.height() / 2 - px(4), width, px(8))
        paint.rounded(painter, area, px(4), color("mute_bg"))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(40), px(self._view.row_height))

    # Editing in place

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._view.rows_model.columns[index.column()]
        key = self._view.rows_model.key_at(index.row())
        offered = self._view.choices_for(key, column.id) if self._view.choices_for and key is not None else ()
        editor = self._choice_editor(offered, parent) if offered else QLineEdit(parent)
        editor.setProperty("kind", "cell")
        editor.setAccessibleName(column.heading)
        editor.setAlignment(paint.ALIGNMENTS[column.at])
        return editor

    def _choice_editor(self, choices: Sequence[Choice], parent: QWidget) -> QLineEdit:
        editor = ChoiceLine(choices, parent)

        def picked() -> None:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)

        # Enter, Tab and another click are the delegate's own affair; a value picked from the list is not.
        editor.completer().activated[QModelIndex].connect(lambda _index: picked())
        QTimer.singleShot(0, editor, editor.open)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, ChoiceLine):
            chosen = editor.find(editor.text())
            if chosen is not None and chosen.title != (index.data(Qt.ItemDataRole.EditRole) or ""):
                self._view.edit_finished(index.row(), index.column(), chosen.id)
            return
        assert isinstance(editor, QLineEdit)
        if editor.text() != (index.data(Qt.ItemDataRole.EditRole) or ""):
            self._view.edit_finished(index.row(), index.column(), editor.text())
