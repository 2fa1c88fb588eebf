"""The row of tools over a table or a page: commands at the left, the primary one at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from villagebook.ui import scale
from villagebook.ui.scale import HBox, px
from villagebook.ui.widgets.buttons import Button


class ToolRow(QFrame):
    """46 px of buttons; where it is narrow, those with ``shrink`` give up their words one after the other, then go.

    ``add`` puts a widget at the left, ``add_right`` at the right.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self._left_out: list[Button] = []
        scale.fix(self, height=46)
        box = HBox(self, (10, 0, 10, 0), 0)
        # Else the words of the buttons would hold the pane wide, and never be given up.
        box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._left, self._right = HBox(None, spacing=6), HBox(None, spacing=6)
        box.addLayout(self._left)
        box.addStretch(1)
        box.addLayout(self._right)

    def add(self, widget: QWidget) -> QWidget:
        """Put a widget at the left, behind those already there."""
        self._left.addWidget(widget)
        self.arrange()
        return widget

    def add_right(self, widget: QWidget) -> QWidget:
        """Put a widget at the right; the primary button comes last."""
        self._right.addWidget(widget)
        self.arrange()
        return widget

    def _buttons(self) -> list[Button]:
        found = [b for b in self.findChildren(Button) if b.shrink and b.parent() is self]
        return sorted(found, key=lambda button: button.shrink)

    def arrange(self) -> None:
        """Give buttons their words back, then take them away again until all fit."""
        buttons = self._buttons()
        for button in buttons:
            button.set_wordless(False)
            if button in self._left_out:
                button.show()
        self._left_out.clear()
        for button in buttons:
            if self._needed() <= self.width():
                return
            button.set_wordless(True)
        for button in buttons:
            if self._needed() <= self.width():
                return
            # Last resort; its key and the table's menu still do it.
            button.hide()
            self._left_out.append(button)

    def _needed(self) -> int:
        parts = [w for box in (self._left, self._right) for i in range(box.count()) if (w := box.itemAt(i).widget())]
        return sum(w.sizeHint().width() + px(6) for w in parts if not _put_away(w)) + px(20)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(46))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


def _put_away(widget: QWidget) -> bool:
    """Say whether a widget was hidden on purpose; one that was just added is not shown yet."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
