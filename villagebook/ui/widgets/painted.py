"""The base of painted widgets with several places in them: keyboard, focus frame, and what is read aloud.

A subclass says where its places lie (``areas``), paints, and how it is read (``spoken``). Tab reaches the widget once;
the arrow keys go through its places, Enter presses one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.ui.widgets import paint


class Painted(QWidget):
    """A painted widget whose places can be pressed.

    Signals:
        pressed: (place) a place was pressed; only if ``can_press`` says so.
    """

    pressed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.place = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def areas(self) -> list[QRect]:
        """Return where each place lies."""
        return []

    def spoken(self) -> list[str]:
        """Return how each place is read aloud."""
        return []

    def can_press(self, place: int) -> bool:
        """Say whether a place leads anywhere."""
        return False

    def can_stand(self, place: int) -> bool:
        """Say whether the keyboard stops at a place; it passes over headings."""
        return True

    def renew(self) -> None:
        """Call after the content changed."""
        texts = self.spoken()
        self.place = max(0, min(self.place, len(texts) - 1))
        if texts and not self.can_stand(self.place):
            self.place = next((place for place in range(len(texts)) if self.can_stand(place)), self.place)
        pressable = any(self.can_press(place) for place in range(len(texts)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pressable else Qt.FocusPolicy.NoFocus)
        self._speak()
        self.updateGeometry()
        self.update()

    def _speak(self) -> None:
        texts = self.spoken()
        self.setAccessibleName(f"{self._name}：{texts[self.place]}" if texts and self.hasFocus() else self._name)
        self.setAccessibleDescription("；".join(texts))

    def paint_focus(self, painter: QPainter) -> None:
        """Draw the focus frame around the place the keyboard is on."""
        areas = self.areas()
        if self.hasFocus() and self.place < len(areas):
            paint.focus_frame(painter, areas[self.place])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for place, area in enumerate(self.areas()):
            if area.contains(point) and self.can_press(place):
                self.place = place
                self.update()
                self.pressed.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        over = any(area.contains(point) and self.can_press(i) for i, area in enumerate(self.areas()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}.get(
            Qt.Key(event.key()), 0
        )
        ways = range(self.place + step, len(self.areas()) if step > 0 else -1, step) if step else ()
        if (to := next((place for place in ways if self.can_stand(place)), None)) is not None:
            self.place = to
            self._speak()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.can_press(self.place):
            self.pressed.emit(self.place)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._speak()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._speak()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
