"""Buttons: verb and object, an icon in the theme's colour, and a key hint in the tool tip.

Kinds: ``outlined`` (the usual), ``primary`` (at most one per pane), ``quiet`` (text in accent), ``tool`` (tool rows,
text2), ``task`` (outlined, text in accent) and ``danger`` (outlined red, never the default).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu; without words a separator.

    Attributes:
        words, go: What it says and does.
        icon: Lucide name.
        keys: Key hint at the right.
        checked: None if it cannot be checked.
        enabled: Whether it can be chosen.
    """

    words: str = ""
    go: Callable[[], object] | None = None
    icon: str = ""
    keys: str = ""
    checked: bool | None = None
    enabled: bool = True


def fill_menu(menu: QMenu, entries: Iterable[Entry]) -> QMenu:
    """Put entries into a menu."""
    for entry in entries:
        if not entry.words:
            menu.addSeparator()
            continue
        action = menu.addAction(f"{entry.words}\t{entry.keys}" if entry.keys else entry.words)
        if entry.icon:
            action.setIcon(icons.icon(entry.icon))
        if entry.checked is not None:
            action.setCheckable(True)
            action.setChecked(entry.checked)
        action.setEnabled(entry.enabled)
        if entry.go is not None:
            action.triggered.connect(lambda _checked=False, go=entry.go: go())
    return menu


def with_menu(button: Button, entries: Callable[[], Iterable[Entry]]) -> Button:
    """Let a button open a menu, made anew each time (更多, saved views); return the button."""

    def open_menu() -> None:
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, entries()).popup(button.mapToGlobal(QPoint(0, button.height())))

    button.clicked.connect(open_menu)
    return button


def more_button(name: str = "更多") -> Button:
    """Return the button with three dots."""
    return Button("", "ellipsis", "tool", tip=name, name=name)
