"""The bar over the sheet: page and its totals, search, what would be undone, help."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from villagebook.ui import fonts, icons, scale
from villagebook.ui.scale import HBox, logical, px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import ElidedLabel, Text

SEARCH_HINT, SEARCH_HINT_SHORT = "找人、户、项目、金额、公示编号", "找人、户、项目"
LONGEST_UNDO, SHORT_UNDO = 260, 96
ROOM_FOR_UNDO = 760


class SearchBox(QPushButton):
    """Looks like a field, opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setProperty("kind", "searchbox")
        self.setAccessibleName(f"查找：{SEARCH_HINT}")
        self.setToolTip("查找  Ctrl+K")
        scale.fix(self, height=34)

    def sizeHint(self) -> QSize:
        return QSize(px(330), px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.rect()
        focused = self.hasFocus()
        border, width = ("accent", px(2)) if focused else ("edge", 1)
        paint.rounded(painter, QRectF(area), px(5), color("surface"), color(border), width)
        icons.draw(painter, "search", "text2", QRectF(px(9), 0, px(16), area.height()))
        keys = QRect(0, 0, area.width() - px(12), area.height())
        used = paint.text(painter, keys, "Ctrl+K", "text2", size=12, align=paint.RIGHT)
        words = QRect(px(34), 0, area.width() - px(34) - used - px(20), area.height())
        hint = SEARCH_HINT if paint.text_width(SEARCH_HINT) <= words.width() else SEARCH_HINT_SHORT
        paint.text(painter, words, hint, "text3")


class _Subtitle(ElidedLabel):
    """The line of totals: whole, else its short form, else nothing; half a number would mislead."""

    def __init__(self) -> None:
        super().__init__("", "label")
        self._short = ""

    def set_texts(self, text: str, short: str) -> None:
        """Show one of these, as there is room."""
        self._short = short
        self.set_text(text)

    def minimumSizeHint(self) -> QSize:
        # The search box gives way before the short line does.
        return QSize(min(px(140), paint.text_width(self._short) + 1), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        for words in (self.text, self._short):
            if paint.text_width(words) <= self.width():
                paint.text(QPainter(self), self.rect(), words, "text2")
                return


class TopBar(QFrame):
    """52 px over the sheet.

    Signals:
        search_asked, undo_asked, help_asked.
    """

    search_asked = Signal()
    undo_asked = Signal()
    help_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        scale.fix(self, height=52)
        box = HBox(self, (4, 0, 12, 0), 8)
        self._title = Text("", "title")
        self._subtitle = _Subtitle()
        self.search = SearchBox()
        self.search.clicked.connect(self.search_asked)
        self.undo = Button("撤销", "undo-2", "tool", on_click=self.undo_asked.emit)
        self.help = Button("帮助 F1", "circle-question-mark", "tool", name="帮助", on_click=self.help_asked.emit)
        box.addWidget(self._title)
        box.addWidget(self._subtitle, 1)
        for widget in (self.search, self.undo, self.help):
            box.addWidget(widget)
        box.insertSpacing(3, 0)
        self.set_undo("")

    def set_page(self, title: str, subtitle: str, short: str = "") -> None:
        """Show the page's name and its line of totals, with a shorter one for little room."""
        self._title.setText(title)
        self._subtitle.set_texts(subtitle, short)

    def set_undo(self, title: str) -> None:
        """Name what would be undone; an empty title disables the button."""
        self._undone = title
        self.undo.setEnabled(bool(title))
        self._name_undo()

    def _name_undo(self) -> None:
        title = self._undone
        full = f"撤销：{title}" if title else "撤销"
        longest = LONGEST_UNDO if logical(self.width()) >= ROOM_FOR_UNDO else SHORT_UNDO
        elided = fonts.metrics(14).elidedText(full, paint.Qt.TextElideMode.ElideRight, px(longest))
        if elided != self.undo.words:
            self.undo.set_words(elided, full)
        self.undo.setToolTip(f"{full}  Ctrl+Z" if title else "没有可以撤销的  Ctrl+Z")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.help.set_words("帮助 F1" if logical(self.width()) >= 860 else "F1", "帮助")
        self._name_undo()
