"""Dialogs over the window: the page dims, a panel stands in front, Tab stays inside, Esc closes.

They are shown with ``Overlay.open`` and answer through callbacks: nothing waits in a loop of its own. A destroying
choice is a ``danger`` button with its verb and is never the default.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QWidget

from villagebook.ui import scale, theme
from villagebook.ui.scale import HBox, VBox, px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import Rule, Text


class Panel(QFrame):
    """What stands on the dimmed window: surface with rounded corners.

    Attributes:
        default: The button Enter presses from anywhere but a button.
        preferred: Width and height wanted, px at 100 %; height 0 is as high as the content.

    Signals:
        closed: It was closed, however.
    """

    closed = Signal()

    def __init__(self, name: str, width: int = 600, height: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preferred = (width, height)
        self.default: QPushButton | None = None
        self.top = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def close_panel(self) -> None:
        """Close it; the window is usable again."""
        self.closed.emit()

    def escape(self) -> None:
        """Esc was pressed."""
        self.close_panel()

    def first_focus(self) -> QWidget | None:
        """Return what has the focus when it opens."""
        return self.default

    def paintEvent(self, event: QPaintEvent) -> None:
        border = color("edge") if theme.current().contrast or theme.current().dark else None
        paint.rounded(QPainter(self), QRectF(self.rect()), px(8), color("surface"), border)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.default is not None:
            self.default.click()
        else:
            super().keyPressEvent(event)


class Dialog(Panel):
    """A panel with a title, a body and a foot with buttons.

    Attributes:
        body: Layout for the content.
        foot: Layout at the left of the foot (技术细节, 存为 PDF).
    """

    def __init__(self, title: str, width: int = 600, height: int = 0, *, note: str = "") -> None:
        super().__init__(title, width, height)
        box = VBox(self)
        head = HBox(margins=(20, 14, 14, 10), spacing=10)
        head.addWidget(Text(title, "dialog"))
        head.addWidget(Text(note, "label"))
        head.addStretch(1)
        self.head = head
        box.addLayout(head)
        self.body = VBox(margins=(20, 0, 20, 16), spacing=8)
        box.addLayout(self.body, 1)
        box.addWidget(Rule())
        foot = HBox(margins=(20, 20, 20, 24), spacing=8)
        self.foot = HBox(spacing=8)
        self._buttons = HBox(spacing=8)
        foot.addLayout(self.foot)
        foot.addStretch(1)
        foot.addLayout(self._buttons)
        box.addLayout(foot)

    def add_button(
        self, button: Button, action: Callable[[], object] | None = None, *, default: bool = False, closes: bool = True
    ) -> Button:
        """Put a button at the right of the foot; it closes the dialog, then does its action."""

        def press() -> None:
            if closes:
                self.close_panel()
            if action is not None:
                action()

        button.clicked.connect(press)
        self._buttons.addWidget(button)
        if default:
            self.default = button
        return button

    def add_close(self, words: str = "取消") -> Button:
        """Put a button that only closes."""
        return self.add_button(Button(words))


def confirm(title: str, text: str, verb: str, action: Callable[[], object], *, danger: bool = False) -> Dialog:
    """Return a question; the safe answer 取消 is the default if ``danger``."""
    dialog = Dialog(title, 480)
    dialog.body.addWidget(Text(text, wrap=True))
    cancel = dialog.add_close()
    do = dialog.add_button(Button(verb, kind="danger" if danger else "primary"), action)
    dialog.default = cancel if danger else do
    return dialog


class Overlay(QWidget):
    """The dimmed layer over a window, with one panel in front of it at a time.

    A second panel waits on top of the first (an error inside a print dialog).
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._panels: list[Panel] = []
        self._focus_before: list[QWidget | None] = []
        self._dim = True
        self.hide()
        window.installEventFilter(self)

    @property
    def panel(self) -> Panel | None:
        """The panel in front, None if there is none."""
        return self._panels[-1] if self._panels else None

    def open(self, panel: Panel) -> Panel:
        """Show a panel in front of everything."""
        self._focus_before.append(QApplication.focusWidget())
        if self._panels:
            self._panels[-1].setEnabled(False)
        self._panels.append(panel)
        panel.setParent(self)
        panel.closed.connect(lambda: self._close(panel))
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        panel.show()
        self._place()
        (panel.first_focus() or panel).setFocus(Qt.FocusReason.PopupFocusReason)
        return panel

    def _close(self, panel: Panel) -> None:
        if panel not in self._panels:
            return
        place = self._panels.index(panel)
        self._panels.pop(place)
        before = self._focus_before.pop(place)
        panel.hide()
        panel.deleteLater()
        if self._panels:
            self._panels[-1].setEnabled(True)
        else:
            self.hide()
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        for panel in self._panels:
            layout = panel.layout()
            wanted_width, wanted_height = panel.preferred
            width = min(px(wanted_width), self.width() - px(32))
            height = px(wanted_height)
            if not wanted_height and layout is not None:
                layout.activate()
                height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else panel.sizeHint().height()
            height = min(height, self.height() - px(32))
            top = px(panel.top) if panel.top else (self.height() - height) // 2
            panel.setGeometry((self.width() - width) // 2, min(top, self.height() - height), width, height)

    def replace_panel(self) -> None:
        """Call after a panel's content grew or shrank."""
        self._place()

    def focusNextPrevChild(self, next: bool) -> bool:
        panel, start = self.panel, QApplication.focusWidget()
        widget = start
        while panel is not None and widget is not None:
            widget = widget.nextInFocusChain() if next else widget.previousInFocusChain()
            if widget is start:
                break
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisible()
            if takes and widget is not panel and panel.isAncestorOf(widget) and widget.focusProxy() is None:
                widget.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
                break
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._panels:
            self.setGeometry(QRect(self.parentWidget().rect()))
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        dim = QColor(color("scrim"))
        dim.setAlphaF(1 / 3)
        QPainter(self).fillRect(self.rect(), dim)


def scrolling(content: QWidget, name: str = "") -> QScrollArea:
    """Return ``content`` in an area that scrolls up and down only."""
    if content.property("ground") is None:
        content.setProperty("ground", "surface")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    area.setAccessibleName(name)
    scale.least(area, width=60)
    return area
