"""Pairs that may be one, as a table: under how likely they are, both names, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from villagebook.services import duplicates
from villagebook.services.duplicates import Duplicates, Pair
from villagebook.ui.models.columns import Cell, Column, Group, Key
from villagebook.ui.models.table import Row

COLUMNS = (
    Column("score", "像几分", "int", width=76, sortable=False, tip="100 分最像"),
    Column("who", "哪两个", "name", width=190, sortable=False),
    Column("why", "为什么", "note", width=300, stretch=1, sortable=False),
)
#: Groups: id, title, whether a pair belongs to it.
_GROUPS: tuple[tuple[str, str, Callable[[Pair], bool]], ...] = (
    ("likely", "很可能是同一个人", lambda pair: pair.table == "person" and pair.likely),
    ("possible", "也许是同一个人", lambda pair: pair.table == "person" and not pair.likely),
    ("homes", "也许是同一户", lambda pair: pair.table == "household"),
)


def key_of(pair: Pair) -> Key:
    """Return the row's key of a pair."""
    return f"{pair.table} {min(pair.keys)} {max(pair.keys)}"


class DuplicatesSource:
    """Pairs under how likely they are (models.rows.Source); found anew when the list is read."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        self.columns = COLUMNS
        self.found: Duplicates | None = None
        self._today = today
        self._pairs: dict[Key, Pair] = {}

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        self.found = found = duplicates.find(book, self._today())
        self._pairs = {key_of(pair): pair for pair in found}
        words = str(filter or "").split()
        wanted = {key: pair for key, pair in self._pairs.items() if all(word in _said(pair) for word in words)}
        rows: list[Key | Group] = []
        for id, title, belongs in _GROUPS:
            mine = [key for key, pair in wanted.items() if belongs(pair)]
            if mine:
                rows += [Group(id, title, f"{len(mine):,} 对", "users", "due" if id == "likely" else ""), *mine]
        return rows

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [_row(self._pairs[key]) if key in self._pairs else {} for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}

    def pair(self, key: Key | None) -> Pair | None:
        """Return a pair by its key."""
        return self._pairs.get(key)


def _said(pair: Pair) -> str:
    return " ".join((pair.first.name, pair.first.code, pair.second.name, pair.second.code, pair.words))


def _row(pair: Pair) -> dict[str, Any]:
    return {
        "score": pair.score,
        "who": Cell(f"{pair.first.name} / {pair.second.name}", tip=f"{pair.first.code} {pair.second.code}".strip()),
        "why": Cell(pair.words, tip=pair.words),
    }
