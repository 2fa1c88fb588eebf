"""The base of all pages, and what the window offers to them.

A page is a widget that shows families of records. It asks services through ``context.runner``, gets plain values, shows
them, and is told to refresh when a change names one of its families. It knows no other page: ``context.go`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    # Tables, forms and dialogs are loaded by the pages that have them: the window stands before.
    from villagebook.base.errors import VillagebookError
    from villagebook.ui.findings import Findings
    from villagebook.ui.models.columns import Key
    from villagebook.ui.runner import Runner
    from villagebook.ui.widgets.dialog import Panel
    from villagebook.ui.widgets.messages import Answer, Trouble
    from villagebook.ui.widgets.navigation import Badge
    from villagebook.ui.widgets.panes import Panes

NEW, FILTER, PRINT, EXPORT = "Ctrl+N", "Ctrl+F", "Ctrl+P", "Ctrl+E"


@dataclass(frozen=True, slots=True)
class Command:
    """Something a page can do by a key, also listed in the key sheet.

    Attributes:
        keys: Ctrl+P; NEW, FILTER, PRINT and EXPORT are the same on every page.
        words: 打印手册.
        run: Called while the page is shown.
    """

    keys: str
    words: str
    run: Callable[[], object]


class Context(Protocol):
    """What the window offers to its pages (GUI thread only)."""

    runner: Runner
    actor: str  # who is at the keyboard, for the journal
    findings: Findings

    def today(self) -> date:
        """Return the day of the office."""

    def now(self) -> datetime:
        """Return the local time."""

    def go(self, page: str, key: Key | None = None, action: str = "") -> None:
        """Show a page, a record on it, and let the page do something with it."""

    def say(self, text: str, *, undo: bool = False) -> None:
        """Say in the foot line what was just done; with ``undo`` the way back stands behind it."""

    def select(self, text: str) -> None:
        """Say in the foot line what is selected."""

    def open(self, panel: Panel) -> Panel:
        """Show a dialog over the window."""

    def trouble(self, trouble: Trouble | VillagebookError, answers: Sequence[Answer] = ()) -> None:
        """Show an error panel."""

    def badges(self, badges: Mapping[str, Badge]) -> None:
        """Show what waits on which page."""


class Page(QWidget):
    """One page of the window.

    Subclasses set ``families``, build their widgets in ``__init__`` and read in ``refresh``.

    Attributes:
        families: Records shown here; a change that names one of them makes the page refresh.
        context: What the window offers.
        runner: The same as context.runner.
        panes: List and record, if the page has them; gives Esc, Alt+↑↓ and F6 their meaning.

    Signals:
        headed: The title or its line changed.
        rebound: Other keys hold now; the window asks for ``commands`` again.
    """

    families: frozenset[str] = frozenset()

    headed = Signal()
    rebound = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.runner = context.runner
        self.panes: Panes | None = None
        self.title = ""
        self.subtitle = ""
        self.subtitle_short = ""

    # To be overridden

    def refresh(self) -> None:
        """Read again what is shown; called when the page is first shown and after changes."""

    def show_record(self, key: Key) -> None:
        """Show one record; called after the page is shown."""

    def act(self, action: str, key: Key | None) -> None:
        """Do something named by a search hit or a task of 今日."""

    def commands(self) -> Sequence[Command]:
        """Return what can be done here by keys."""
        return ()

    def step(self, direction: int) -> None:
        """Alt+↓ (1) and Alt+↑ (-1): next and previous record."""
        if self.panes is not None:
            self.panes.step(direction)

    def back(self) -> bool:
        """Esc: go back one step; False if there is none."""
        return self.panes is not None and self.panes.back()

    def parts(self) -> list[QWidget]:
        """Return the panes F6 goes through, in eye order."""
        return self.panes.parts() if self.panes is not None else [self]

    def remember(self) -> Mapping[str, Any]:
        """Return what to keep for the next start (columns, order, filter); plain values only."""
        return {}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Take up what ``remember`` gave."""

    def arrange(self) -> None:
        """Fit what is shown to the room; called when the page is shown, its size or the text's size changes."""

    # For subclasses

    def head(self, subtitle: str, short: str = "", title: str = "") -> None:
        """Show the line beside the page's name, a shorter one for little room, and another title if given."""
        self.subtitle, self.subtitle_short = subtitle, short
        if title:
            self.title = title
        self.headed.emit()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.arrange()
