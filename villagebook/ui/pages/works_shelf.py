"""One kind of record in a tab: its table, what to say when there is none, buttons to enter one and for the chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from villagebook.ui.models.columns import Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done with the chosen one.

    Attributes:
        may: Whether this one can be done now, by key; None: always.
    """

    words: str
    icon: str
    do: Callable[[Key], object]
    may: Callable[[Key], bool] | None = None


class WorkShelf(QObject):
    """A section of a tab.

    Args:
        begin: Buttons that need nothing chosen: (words, icon, what they do).
        acts: For the chosen one; the first is done by Enter too.

    Attributes:
        table, heading, blank: Its parts.
        buttons: Those for the chosen one, by words.
        starts: Those that need nothing chosen, by words.
    """

    def __init__(
        self, tab: Body, title: str, columns: Sequence[Column], blank: str,
        begin: Sequence[tuple[str, str, Callable[[], object]]], acts: Sequence[Act],
    ) -> None:  # fmt: skip
        super().__init__(tab)
        self._acts = tuple(acts)
        self._keys: set[Key] = set()
        self.table = SmallTable(columns, name=title, row_height=28, selectable=True)
        self.table.opened.connect(lambda key: self._do(self._acts[0], key))
        self.table.current_changed.connect(lambda _key: self._enable())
        self.heading = tab.section(title, "", None, self.table)
        self.blank = Text(blank, "second", wrap=True)
        tab.add(self.blank)
        row = HBox(spacing=8)
        self.starts = {words: Button(words, icon, small=True, on_click=do) for words, icon, do in begin}
        self.buttons = {
            act.words: Button(act.words, act.icon, "quiet", small=True, on_click=lambda act=act: self._press(act))
            for act in self._acts
        }
        for button in (*self.starts.values(), *self.buttons.values()):
            row.addWidget(button)
        row.addStretch(1)
        tab.add(row, 8)

    def show_rows(self, rows: Sequence[Row], note: str) -> None:
        """Show these rows; one that is alone is chosen."""
        self._keys = {row["key"] for row in rows}
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.blank.setVisible(not rows)
        self.heading.set_note(note)
        if rows and self.table.current_key() not in self._keys:
            self.table.go_to(rows[0]["key"])
        self._enable()

    def _enable(self) -> None:
        key = self.table.current_key()
        for act in self._acts:
            button = self.buttons[act.words]
            button.setVisible(bool(self._keys))
            button.setEnabled(key is not None and key in self._keys and (act.may is None or act.may(key)))

    def _press(self, act: Act) -> None:
        key = self.table.current_key()
        if key is not None:
            self._do(act, key)

    def _do(self, act: Act, key: Key) -> None:
        if key in self._keys and (act.may is None or act.may(key)):
            act.do(key)
