"""The base of the pages that show the records of a ledger, narrowed to a year, each with its record beside it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from villagebook.base.errors import VillagebookError
from villagebook.ui.ledger_source import LedgerSource
from villagebook.ui.page import Context, Page
from villagebook.ui.pages import exporting
from villagebook.ui.pages.narrowing import Narrowing
from villagebook.ui.widgets.table_pane import TablePane


class NarrowedPage(Page):
    """A page over a ledger; subclasses make ``source``, ``list`` and ``narrowing``.

    Attributes:
        file_noun: What a file of the list is called: 资金流水 gives 2025年资金流水.
        lead: The column that always stays.
        source, list, narrowing: The ledger, its table, and what it is narrowed to.
    """

    file_noun = ""
    lead = ""
    source: LedgerSource
    list: TablePane
    narrowing: Narrowing

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key: uuid.UUID | None = None

    def add_tools(self) -> None:
        """Put year, filter, columns and export at the left of the tool row."""
        tools = self.list.tools
        tools.add(self.narrowing.year_button)
        tools.add(self.narrowing.filter_button)
        tools.add(self.list.columns_button(shrink=3))
        tools.add(exporting.export_button(self, self.export, shrink=2))

    def export(self) -> exporting.Export:
        """Return what a file of the list holds: what is shown."""
        year = self.narrowing.year
        name = f"{year}年{self.file_noun}" if year is not None else self.file_noun
        return exporting.of_source(self.source, self.narrowing.wanted(), name)

    def remember(self) -> Mapping[str, Any]:
        return {"columns": [column.id for column in self.list.model.columns], "year": self.narrowing.keep()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        known = [column.id for column in self.source.columns if column.id in kept.get("columns", ())]
        if self.lead in known:
            self.list.show_columns(tuple(known))
        self.narrowing.take(kept.get("year"))

    def _gone(self, error: Exception) -> None:
        """The shown record could not be read."""
        self._key = None
        # Deleted or taken back this moment: the table chooses another one. Anything else is said.
        if isinstance(error, VillagebookError) and error.id != "record.gone":
            self.context.trouble(error)
