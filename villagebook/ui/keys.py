"""The keys of the window: those that work everywhere, those of the shown page, and F6 through the panes.

To add a key that works everywhere: a line in ``Keys.__init__`` and one in GLOBAL_KEYS, which the key sheet shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from villagebook.ui.frame import MainWindow
    from villagebook.ui.page import Page

GLOBAL_KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl+K", "查找"),
    ("Ctrl+1 … 9", "换页"),
    ("F6", "下一个窗格"),
    ("↑ ↓", "上一行、下一行"),
    ("Enter", "进入记录"),
    ("Esc", "回到列表，关闭"),
    ("Alt+↑ Alt+↓", "上一条、下一条记录"),
    ("F2", "改这一格"),
    ("Space", "勾选，收起一组"),
    ("Ctrl+C Ctrl+V", "复制、粘贴格子"),
    ("Ctrl+Z Ctrl+Y", "撤销、重做"),
    ("Ctrl++ Ctrl+−", "字大、字小"),
    ("F1", "这张表"),
)


class Keys:
    """The shortcuts of a window.

    Attributes:
        of_page: The shortcuts of the page that is shown.
    """

    def __init__(self, window: MainWindow, pages: Sequence[str]) -> None:
        """Bind the keys that work everywhere; ``pages`` are those that Ctrl and a digit turn to, in order."""
        self.window = window
        self.of_page: list[QShortcut] = []
        self.bind("Ctrl+K", window.open_search)
        self.bind("F1", window.open_keys)
        self.bind("F6", lambda: self.next_part(1))
        self.bind("Shift+F6", lambda: self.next_part(-1))
        self.bind("Alt+Down", lambda: self._step(1))
        self.bind("Alt+Up", lambda: self._step(-1))
        # In a field with typed text Ctrl+Z undoes the typing first; Qt gives it to the field before us.
        self.bind("Ctrl+Z", window.undo)
        self.bind("Ctrl+Y", window.redo)
        self.bind("Ctrl+Shift+Z", window.redo)
        self.bind("Escape", self._escape, over_panels=True)
        for keys in ("Ctrl++", "Ctrl+="):
            self.bind(keys, lambda: window.change_text_size(1))
        self.bind("Ctrl+-", lambda: window.change_text_size(-1))
        self.bind("Ctrl+0", lambda: window.change_text_size(0))
        for number, page in enumerate(pages[:9], 1):
            self.bind(f"Ctrl+{number}", lambda page=page: window.go(page))

    def bind(self, keys: str, action: Callable[[], object], *, over_panels: bool = False) -> QShortcut:
        """Let keys do something, by default only while no panel stands over the window."""
        shortcut = QShortcut(QKeySequence(keys), self.window)

        def run() -> None:
            if over_panels or self.window.overlay.panel is None:
                action()

        shortcut.activated.connect(run)
        return shortcut

    def bind_page(self, page: Page) -> None:
        """Bind the keys of a page's commands in place of those of the page before."""
        for shortcut in self.of_page:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self.of_page = [self.bind(command.keys, command.run) for command in page.commands() if command.keys]

    def next_part(self, direction: int) -> None:
        """F6: put the focus into the next pane: navigation, the page's panes, search."""
        window, page = self.window, self.window.current
        parts: list[QWidget] = [window.navigation, *(page.parts() if page is not None else []), window.top]
        focus = QApplication.focusWidget()
        here = next((i for i, part in enumerate(parts) if focus is not None and _holds(part, focus)), -1)
        for offset in range(1, len(parts) + 1):
            if _focus_into(parts[(here + direction * offset) % len(parts)]):
                return

    def _step(self, direction: int) -> None:
        if self.window.current is not None:
            self.window.current.step(direction)

    def _escape(self) -> None:
        if self.window.overlay.panel is not None:
            self.window.overlay.panel.escape()
        elif self.window.current is not None:
            self.window.current.back()


def _holds(part: QWidget, focus: QWidget) -> bool:
    return part is focus or part.isAncestorOf(focus)


def _focus_into(part: QWidget) -> bool:
    """Put the focus on a part, or on the first thing inside that takes it."""
    for widget in (part, *part.findChildren(QWidget)):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisible()
        if takes and widget.focusProxy() is None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
