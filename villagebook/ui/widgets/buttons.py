"""Buttons: verb and object, an icon in the theme's colour, and a key hint in the tool tip.

Kinds: ``outlined`` (the usual), ``primary`` (at most one per pane), ``quiet`` (text in accent), ``tool`` (tool rows,
text2), ``task`` (outlined, text in accent) and ``danger`` (outlined red, never the default).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from villagebook.ui import icons, style
from villagebook.ui.scale import px

# Beyond the 4 px that Qt leaves.
ICON_GAP = 3
TOKENS = {"primary": "on_accent", "quiet": "accent", "tool": "text2", "danger": "late", "task": "accent"}


class Button(QPushButton):
    """A push button that carries an icon by name and can drop its words in a narrow tool row.

    Attributes:
        words: What it says when there is room.
        keys: A key hint shown in the tool tip; the frame binds the keys, not the button.
        shrink: 0 never; otherwise the order in which it gives up its words (the lowest first).
    """

    def __init__(
        self,
        words: str = "",
        icon: str = "",
        kind: str = "outlined",
        *,
        small: bool = False,
        tip: str = "",
        name: str = "",
        keys: str = "",
        shrink: int = 0,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.words, self.shrink = words, shrink
        self._icon_name, self._tip = icon, tip
        self._keys = keys
        self.setProperty("kind", kind)
        self.setProperty("small", "true" if small else "false")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(name or words or tip)
        self._refresh()
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_words(self, words: str, name: str = "") -> None:
        """Say something else."""
        self.words = words
        self.setText(words)
        self.setAccessibleName(name or words)
        self._refresh()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon_name = icon
        self._refresh()

    def set_kind(self, kind: str) -> None:
        """Become primary, quiet …"""
        style.mark(self, kind=kind)
        self._refresh()

    def set_wordless(self, wordless: bool) -> None:
        """Show the icon alone (its words go to the tool tip), or the words again."""
        self.setText("" if wordless and self._icon_name else self.words)
        self._refresh()

    def _refresh(self) -> None:
        kind = self.property("kind")
        if self._icon_name:
            token = TOKENS.get(kind, "text")
            gap = ICON_GAP if self.text() else 0
            self.setIcon(icons.icon(self._icon_name, token, 16, gap=gap))
            self.setIconSize(QSize(px(16) + px(gap), px(16)))
        hint = f"{self._tip or (self.words if not self.text() else '')}"
        self.setToolTip("  ".join(part for part in (hint, self._keys) if part))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._refresh()


def more_button(name: str = "更多") -> Button:
    """Return the button with three dots."""
    return Button("", "ellipsis", "tool", tip=name, name=name)
