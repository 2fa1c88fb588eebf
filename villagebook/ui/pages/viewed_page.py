"""The base of the pages that list what one service gives, each with its record beside the list."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from villagebook.ui.ledger_source import LedgerSource
from villagebook.ui.models.columns import Key
from villagebook.ui.page import Page
from villagebook.ui.pages import exporting
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane


class ViewedPage(Page):
    """A list and a record; subclasses give both to ``make`` and override ``show_view`` and ``head_line``.

    Attributes:
        ledger, file_noun: What an exported file of the list holds and is called.
        source, list, record: The views, their table, the record.
    """

    ledger = ""
    file_noun = ""

    def make(
        self, source: ViewedSource[Any], record: QWidget, empty: QWidget, *, name: str, unit: str, hint: str,
        list_width: int = 560, record_width: int = 600,
    ) -> None:  # fmt: skip
        """Build the page."""
        self._key: Key | None = None
        self.source, self.record = source, record
        self.list = TablePane(source, self.runner, name=name, row_height=46, no_hits="没有符合的")
        self.text = FilterLine(hint, width=150)
        self.text.asked.connect(self.list.model.set_filter)
        self.list.filter_cleared.connect(self._clear)
        self.list.tools.add(self.text)
        self.list.tools.add(exporting.export_button(self, self.export, shrink=2))
        self.panes = Panes(
            self.list, record, self.list.table, list_name=name, unit=unit, list_width=list_width,
            record_width=record_width,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(empty)
        VBox(self).addWidget(self._stack)
        self.list.table.current_changed.connect(self._choose)
        self.list.model.loaded.connect(self._loaded)
        self.context.findings.changed.connect(self.show_findings)

    # For subclasses

    def show_view(self, view: Any) -> None:
        """Show one in the record."""
        raise NotImplementedError

    def head_line(self, views: list[Any]) -> tuple[str, str]:
        """Return the line beside the page's name, and a shorter one."""
        raise NotImplementedError

    def show_findings(self) -> None:
        """Show what the checks found at the record that is shown."""

    def change(self, work: Callable[[Any], Any], then: Callable[[Any], object] | None = None) -> None:
        """Do a verb in the writer's thread; ``then`` gets what it returned."""
        self.runner.change(lambda book, _progress: work(book), then)

    @property
    def shown(self) -> Any:
        """The view that is shown; None if there is none."""
        return self.source.found.get(self._key) if self._key is not None else None

    # Page

    def refresh(self) -> None:
        self.list.reload()

    def show_record(self, key: Key) -> None:
        self._key = key
        self.list.table.go_to(key)
        self.panes.show_record()

    def export(self) -> exporting.Export:
        """Return what a file of the list holds: its ledger."""
        return exporting.of_source(LedgerSource(self.ledger, self.context.today), None, self.file_noun)

    def _clear(self) -> None:
        self.text.clear()
        self.list.model.set_filter("")

    def _loaded(self) -> None:
        found = self.source.found
        self._stack.setCurrentIndex(0 if found else 1)
        self.head(*self.head_line(list(found.values())))
        if self._key in found:
            self.list.table.go_to(self._key)
            self.show_view(found[self._key])

    def _choose(self, key: Key | None) -> None:
        view = self.source.found.get(key) if key is not None else None
        if view is not None:
            self._key = key
            self.show_view(view)
            self.show_findings()


def as_uuid(key: Key) -> uuid.UUID:
    """Return the key of a record; keys of these lists are nothing else."""
    assert isinstance(key, uuid.UUID)
    return key
