"""The model behind every long table: a list of keys, and rows fetched by page when they come into view.

100,000 rows cost a list of keys. Sorting and filtering are the source's (in SQL); the model only asks again. A row
that has not arrived shows a placeholder; pages that were not seen for long are forgotten (LRU).

A page gives the model a *source*, an object with

    columns                                    tuple of Column
    ids(book, sort, descending, filter)        keys in order; Group values may stand among them
    rows(book, keys)                           one mapping per key, in the same order
    totals(book, filter)                       mapping for the row under the table; may be empty

whose three functions are called in the reader's thread with the open book.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from villagebook.ui.models.columns import Column, Group, Key
from villagebook.ui.models.table import Row, TableModel
from villagebook.ui.runner import Runner

PAGE = 200
PAGES_KEPT = 24

Filter = Any


class Source(Protocol):
    """Where a table's rows come from; the functions run in the reader's thread."""

    columns: tuple[Column, ...]

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Filter) -> Sequence[Key | Group]:
        """Return the keys of all rows in order."""

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        """Return one mapping per key, in the order of the keys."""

    def totals(self, book: Any, filter: Filter) -> Row:
        """Return what stands in the row under the table."""


@dataclass(frozen=True, slots=True)
class _Answer:
    keys: list[Key | Group]
    totals: Row


class RowsModel(TableModel):
    """A windowed table model (GUI thread only).

    Attributes:
        source: Where the rows come from.
        filter: Passed to the source as it is.
        is_loaded: Whether the keys have arrived at least once.

    Signals:
        loaded: The keys are there (also after a refresh); totals are valid.
        rows_arrived: A page of rows arrived.
    """

    loaded = Signal()
    rows_arrived = Signal()

    def __init__(self, source: Source, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__([c for c in source.columns if not c.optional], parent)
        self.source = source
        self.filter: Filter = None
        self.is_loaded = False
        self._runner = runner
        self._all: list[Key | Group] = []
        self._folded: dict[str, bool] = {}
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._paged: dict[int, Sequence[Key | Group]] = {}
        self._asked: set[int] = set()
        self._stale: dict[Key, Row] = {}
        self._position: dict[Key, int] | None = None

    # What pages use

    def reload(self) -> None:
        """Ask the source for its keys again; rows on screen stay until the answer is there."""
        source, sort, descending, chosen = self.source, self.sorted_by, self.descending, self.filter

        def ask(book: Any) -> _Answer:
            keys = list(source.ids(book, sort, descending, chosen))
            return _Answer(keys, source.totals(book, chosen))

        self._runner.read(ask, self._arrived, key=(id(self), "ids"))

    def sort_by(self, column: str | None, descending: bool = False) -> None:
        """Order by a column of the source; None is the source's own order."""
        self.sorted_by, self.descending = column, descending
        self.reload()

    def set_filter(self, chosen: Filter) -> None:
        """Show what the source gives for this filter."""
        self.filter = chosen
        self.reload()

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns of the source, in this order."""
        if tuple(columns) != self.columns:
            self.beginResetModel()
            self.columns = tuple(columns)
            self.endResetModel()

    def is_folded(self, group: Group) -> bool:
        """Say whether the rows of a group are folded away."""
        return self._folded.get(group.id, group.folded)

    def fold(self, group: Group, folded: bool) -> None:
        """Fold the rows of a group away, or show them."""
        if self.is_folded(group) != folded:
            self.beginResetModel()
            self._folded[group.id] = folded
            self._arrange()
            self.endResetModel()

    def row_of(self, key: Key | None) -> int:
        """Return the row in which a key stands now, -1 if it does not (or is folded away)."""
        if key is None:
            return -1
        if self._position is None:
            self._position = {k: i for i, k in enumerate(self.visible) if not isinstance(k, Group)}
        return self._position.get(key, -1)

    def keys(self) -> list[Key]:
        """Return the keys of all rows in order, without groups."""
        return [key for key in self._all if not isinstance(key, Group)]

    def row_at(self, row: int) -> Row | None:
        """Return the row's mapping if it has arrived, else ask for its page and return None."""
        page, offset = divmod(row, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return self._stale.get(self.visible[row])
        self._pages.move_to_end(page)
        found: Row = rows[offset] if offset < len(rows) else {}
        return found

    def collect(self, rows: Sequence[int], done: Callable[[list[Row]], None]) -> None:
        """Read these rows from the source, wherever they stand; ``done`` is called when they are there."""
        keys = [key for row in rows if (key := self.key_at(row)) is not None]
        source = self.source
        self._runner.read(lambda book: list(source.rows(book, keys)), done)

    # Arrival

    def _arrived(self, answer: _Answer) -> None:
        self.beginResetModel()
        self._all = answer.keys
        self.totals = answer.totals
        self.is_loaded = True
        self._arrange()
        self.endResetModel()
        self.loaded.emit()

    def _arrange(self) -> None:
        groups = [i for i, key in enumerate(self._all) if isinstance(key, Group)]
        if any(self.is_folded(self._all[i]) for i in groups):  # type: ignore[arg-type]
            self.visible = self._unfolded()
            self.group_rows = [i for i, key in enumerate(self.visible) if isinstance(key, Group)]
        else:
            self.visible, self.group_rows = self._all, groups
        self._position = None
        self._forget()

    def _unfolded(self) -> list[Key | Group]:
        result: list[Key | Group] = []
        hidden = False
        for key in self._all:
            if isinstance(key, Group):
                hidden = self.is_folded(key)
            elif hidden:
                continue
            result.append(key)
        return result

    def _forget(self) -> None:
        for page in self._asked:
            self._runner.drop((id(self), page))
        self._asked.clear()
        # What was on screen is shown until the new rows are there, so that a refresh does not flicker.
        self._stale = {key: row for key, row in self._known() if not isinstance(key, Group)}
        self._pages.clear()
        self._paged.clear()

    def _known(self) -> Iterator[tuple[Key | Group, Row]]:
        for page, rows in self._pages.items():
            yield from zip(self._paged[page], rows, strict=True)

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        window = self.visible[page * PAGE : (page + 1) * PAGE]
        keys = [key for key in window if not isinstance(key, Group)]
        source = self.source

        def ask(book: Any) -> list[Row]:
            found = iter(source.rows(book, keys))
            return [{} if isinstance(key, Group) else next(found, {}) for key in window]

        self._runner.read(ask, partial(self._rows_arrived, page, window), key=(id(self), page))

    def _rows_arrived(self, page: int, window: Sequence[Key | Group], rows: Sequence[Row]) -> None:
        self._asked.discard(page)
        self._pages[page], self._paged[page] = rows, window
        while len(self._pages) > PAGES_KEPT:
            del self._paged[self._pages.popitem(last=False)[0]]
        first, last = page * PAGE, min(len(self.visible), (page + 1) * PAGE) - 1
        if last >= first and self.columns:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.rows_arrived.emit()
