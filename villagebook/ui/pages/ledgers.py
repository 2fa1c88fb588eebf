"""台账: every ledger of the book as a table with all its columns, and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from villagebook.models import BY_TABLE
from villagebook.services import tables
from villagebook.ui import scale
from villagebook.ui.models.columns import Key
from villagebook.ui.page import EXPORT, FILTER, PRINT, Command, Context, Page
from villagebook.ui.pages.ledger_pane import LOOKS, OTHER, LedgerPane
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Entry
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.labels import Rule
from villagebook.ui.widgets.lists import ChoiceList, Choosable

LIST_FROM = 820


class LedgersPage(Page):
    """台账."""

    families = frozenset(BY_TABLE)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._panes: dict[str, LedgerPane] = {}
        self._columns: dict[str, list[str]] = {}
        self._counts: Mapping[str, int] = {}
        self._saying = QTimer(self)
        self._saying.setSingleShot(True)
        self._saying.setInterval(0)
        self._saying.timeout.connect(self._say)
        self._titles = {ledger.id: ledger.title for ledger in tables.all_ledgers()}
        self.choices = ChoiceList(self._lines(), name="台账")
        self.choices.current = next(iter(self._titles))
        self.choices.chosen.connect(self._show)
        self._side = QFrame()
        self._side.setProperty("ground", "surface")
        scale.fix(self._side, width=232)
        side = HBox(self._side)
        holder = QWidget()
        inner = VBox(holder, (8, 8, 8, 8))
        inner.addWidget(self.choices)
        inner.addStretch(1)
        side.addWidget(scrolling(holder, "台账"), 1)
        side.addWidget(Rule(upright=True))
        self._stack = QStackedWidget()
        box = HBox(self)
        box.addWidget(self._side)
        box.addWidget(self._stack, 1)
        self._show(self.choices.current)

    # Page

    def refresh(self) -> None:
        for pane in self._panes.values():
            pane.stale = True
        self.pane.renew()
        on = self.context.today()
        self.runner.read(lambda book: _count_all(book, on), self._counted, key="ledgers.counts", slow=True)

    def show_record(self, key: Key) -> None:
        """Show the ledger with this id."""
        if str(key) in self._titles:
            self.choices.choose(str(key))

    def act(self, action: str, key: Key | None) -> None:
        if action.startswith("ledger="):
            self.show_record(action.removeprefix("ledger="))

    def commands(self) -> Sequence[Command]:
        return (
            Command(FILTER, "在台账里找", lambda: self.pane.filter_line.setFocus()),
            Command(PRINT, "打印台账", lambda: self.pane.print()),
            Command(EXPORT, "导出台账", lambda: self.pane.save(".xlsx")),
        )

    def parts(self) -> list[QWidget]:
        return [widget for widget in (self.choices, self.pane.table) if widget.isVisible()]

    def remember(self) -> Mapping[str, Any]:
        shown = {name: [column.id for column in pane.model.columns] for name, pane in self._panes.items()}
        return {"ledger": self.choices.current, "columns": {**self._columns, **shown}}

    def restore(self, kept: Mapping[str, Any]) -> None:
        columns = kept.get("columns")
        self._columns = dict(columns) if isinstance(columns, dict) else {}
        for name, pane in self._panes.items():
            self._give_columns(name, pane)
        self.show_record(kept.get("ledger", ""))

    # What is shown

    @property
    def pane(self) -> LedgerPane:
        """The ledger that is shown."""
        return self._panes[self.choices.current]

    def _lines(self) -> list[Choosable]:
        lines: list[Choosable] = []
        groups = dict.fromkeys(LOOKS.get(ledger, OTHER).group for ledger in self._titles)
        for group in groups:
            lines.append(Choosable(group))
            for ledger, title in self._titles.items():
                look = LOOKS.get(ledger, OTHER)
                if look.group == group:
                    count = self._counts.get(ledger)
                    lines.append(Choosable(title, ledger, look.icon, count=f"{count:,}" if count is not None else ""))
        return lines

    def entries(self) -> list[Entry]:
        """Return the ledgers as a menu, where there is no room for their list."""
        here = self.choices.current
        return [
            Entry(line.title, lambda id=line.id: self.choices.choose(id), line.icon, checked=line.id == here)
            if line.id
            else Entry()
            for line in self._lines()
        ][1:]

    def _show(self, ledger: str) -> None:
        if ledger not in self._panes:
            pane = LedgerPane(self, ledger, self.entries)
            pane.model.loaded.connect(self._saying.start)
            # Also when columns leave because it became narrow.
            pane.table.horizontalHeader().sectionResized.connect(lambda *_: self._saying.start())
            pane.table.opened.connect(self._open)
            self._give_columns(ledger, pane)
            self._panes[ledger] = pane
            self._stack.addWidget(pane)
        self._stack.setCurrentWidget(self.pane)
        if self.pane.stale and self.runner.book is not None:
            self.pane.renew()
        self._fit()
        self._saying.start()

    def _give_columns(self, ledger: str, pane: LedgerPane) -> None:
        known = {column.id for column in pane.source.columns}
        kept = [name for name in self._columns.get(ledger, ()) if name in known]
        if kept:
            pane.show_columns(tuple(kept))

    def _say(self) -> None:
        pane = self.pane
        count, every = len(pane.model.keys()), len(pane.source.columns)
        # Columns that left for want of room are not shown either.
        shown = sum(not pane.table.isColumnHidden(place) for place in range(len(pane.model.columns)))
        told = f"{pane.ledger.title}，{count:,} {pane.look.unit}"
        self.head(f"{told}，{every} 栏里显示 {shown} 栏" if pane.model.is_loaded else told, pane.ledger.title)

    def _counted(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.choices.set_lines(self._lines())

    def _open(self, key: Key) -> None:
        look, model = self.pane.look, self.pane.model
        row = model.row_at(model.row_of(key)) or {}
        if look.page:
            about = key if look.by is None else row.get(look.by)
            self.context.go(look.page, f"{look.prefix}{about}" if look.prefix else about)

    # Room

    def _fit(self) -> None:
        wide = logical(self.width()) >= LIST_FROM
        self._side.setVisible(wide)
        for pane in self._panes.values():
            pane.set_narrow(not wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _count_all(book: Any, on: Any) -> dict[str, int]:
    """Return how many rows each ledger has; called in a thread of its own."""
    within = tables.scope(book, on)
    return {ledger.id: tables.count(book, ledger.id, within) for ledger in tables.all_ledgers()}
