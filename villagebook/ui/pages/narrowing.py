"""What a list is narrowed to: a year, values of some columns, a text; and the two buttons that say so.

    narrowing = Narrowing(pane, context, "流水", specs, marks={"project": "what"})
    tools.add(narrowing.year_button)
    tools.add(narrowing.filter_button)
    narrowing.offer_years((2025, 2024))      # the first time this also chooses one, and the list is read

The list is not read before its years are known: it would be read twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject

from villagebook.ui.ledger_source import Wanted
from villagebook.ui.models.columns import Key
from villagebook.ui.page import FILTER, Context
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.filters import FilterDialog, FilterLine
from villagebook.ui.widgets.table_pane import TablePane

TEXT = "text"


class Narrowing(QObject):
    """The filter of a list over a ledger that has a column ``year``.

    Args:
        noun: What the list shows: 流水 gives 2025年流水, 全部流水.
        specs: Gives the fields of the dialog, by column of the ledger; one may be ``text``.
        marks: Column of the ledger -> column of the table that carries its funnel, where they differ.
        line: A line that filters by text while one types, if there is one.

    Attributes:
        year: The year that is shown, None for all.
        chosen: Wanted values by column of the ledger.
        text: What some column must contain.
        is_settled: Whether a year was chosen already.
    """

    def __init__(
        self,
        pane: TablePane,
        context: Context,
        noun: str,
        specs: Callable[[], Sequence[FieldSpec]],
        *,
        marks: Mapping[str, str] | None = None,
        line: FilterLine | None = None,
    ) -> None:
        super().__init__(pane)
        self.year: int | None = None
        self.chosen: dict[str, Any] = {}
        self.text = ""
        self.is_settled = False
        self._pane, self._context, self._noun, self._specs = pane, context, noun, specs
        self._marks, self._line = marks or {}, line
        self._years: tuple[int, ...] = ()
        self._kept: int | str | None = None
        self._pending: Key | None = None
        self.year_button = with_menu(Button(f"全部{noun}", "bookmark", name=f"哪一年的{noun}"), self._entries)
        self.filter_button = Button("筛选", "list-filter", "tool", keys=FILTER, shrink=4, on_click=self.ask)
        pane.filter_cleared.connect(self.clear)
        pane.model.loaded.connect(self._loaded)
        if line is not None:
            line.asked.connect(self._typed)

    # Years

    def keep(self) -> int | str:
        """Return the year to remember for the next start."""
        return self.year if self.year is not None else "all"

    def take(self, kept: Any) -> None:
        """Take up what ``keep`` gave; before the years are known."""
        if kept == "all" or isinstance(kept, int):
            self._kept = kept

    def offer_years(self, years: Sequence[int]) -> None:
        """Offer these years, newest first; the first time one is chosen and the list is read."""
        self._years = tuple(years)
        if self.is_settled:
            return
        wanted = (self._kept, self._context.today().year, *self._years)
        self.year = None if self._kept == "all" else next((y for y in wanted if y in self._years), None)  # type: ignore[assignment]
        self.apply()

    def _entries(self) -> list[Entry]:
        found = [Entry(f"全部{self._noun}", lambda: self.choose_year(None), checked=self.year is None), Entry()]
        return found + [
            Entry(f"{year}年{self._noun}", lambda year=year: self.choose_year(year), checked=self.year == year)
            for year in self._years
        ]

    def choose_year(self, year: int | None) -> None:
        """Show one year, or all."""
        self.year = year
        self.apply()

    @property
    def title(self) -> str:
        """What is shown: 2025年流水."""
        return f"{self.year}年{self._noun}" if self.year is not None else f"全部{self._noun}"

    # The filter

    def wanted(self) -> Wanted | None:
        """Return the filter as the table takes it; None for everything."""
        filters = {name: value for name, value in self.chosen.items() if value not in (None, "")}
        if self.year is not None:
            filters["year"] = self.year
        return Wanted(self.text, filters) if filters or self.text else None

    def want(self, chosen: Mapping[str, Any], text: str = "") -> None:
        """Show rows with these values that contain this text, of the year that is shown."""
        self.chosen, self.text = dict(chosen), text
        self.apply()

    def want_of_all_years(self, chosen: Mapping[str, Any]) -> None:
        """Show rows with these values, whatever their year."""
        self.year = None
        self.want(chosen)

    def clear(self) -> None:
        """Show everything of all years."""
        self.want_of_all_years({})
        self._pane.table.setFocus()

    def apply(self) -> None:
        """Say on the buttons what is shown, and read the list."""
        self.is_settled = True
        if self._line is not None and self._line.text().strip() != self.text:
            self._line.setText(self.text)
        count = len(self.chosen) + bool(self.text and self._line is None)
        self.year_button.set_words(self.title)
        self.filter_button.set_words(f"筛选 {count}" if count else "筛选", "筛选")
        self.filter_button.set_kind("quiet" if count else "tool")
        model = self._pane.model
        model.filtered = frozenset(self._marks.get(name, name) for name in self.chosen)
        self._pane.tools.arrange()
        model.set_filter(self.wanted())

    def ask(self) -> None:
        """Ask what to show."""
        values = {**self.chosen, TEXT: self.text or None}
        self._context.open(FilterDialog(self._specs(), values, self._context.today, self.answer))

    def answer(self, values: Mapping[str, Any]) -> None:
        """Take what the dialog gave."""
        self.want({name: value for name, value in values.items() if name != TEXT}, str(values.get(TEXT) or ""))

    def _typed(self, text: str) -> None:
        if text != self.text:
            self.want(self.chosen, text)

    # A row that must be seen

    def bring(self, key: Key) -> None:
        """Make sure that a row is in the list: read it again, and drop the filter if that is what hides it."""
        model = self._pane.model
        if model.is_loaded and key in set(model.keys()):
            return
        self._pending = key
        if model.is_loaded:
            self._pane.reload()

    def _loaded(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None and pending not in set(self._pane.model.keys()) and self.wanted() is not None:
            self.want_of_all_years({})
            self._pane.table.go_to(pending)
