"""A list read whole from one service: found by text, under years, newest first (meetings, bodies, social help)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from villagebook.ui.models.columns import Column, Group, Key
from villagebook.ui.models.table import Row

T = TypeVar("T")


class ViewedSource(Generic[T]):
    """Rows of views that a service gives (models.rows.Source); a view has a ``key``.

    Args:
        columns: Of the table.
        read: (book) -> the views in their order; called in the reader's thread.
        dress: A view as a row of the table.
        said: What the text filter looks into.
        group: (id, title) of the group a view stands under; None for no groups.
        icon: Of the groups. unit: What is counted in a group.

    Attributes:
        found: The views by key, as last read.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        read: Callable[[Any], Sequence[T]],
        dress: Callable[[T], Mapping[str, Any]],
        said: Callable[[T], str],
        *,
        group: Callable[[T], tuple[str, str]] | None = None,
        icon: str = "calendar",
        unit: str = "条",
    ) -> None:
        self.columns = tuple(columns)
        self._read, self._dress, self._said = read, dress, said
        self._group, self._icon, self._unit = group, icon, unit
        self.found: dict[Key, T] = {}

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        views = self._read(book)
        self.found = {view.key: view for view in views}  # type: ignore[attr-defined]
        words = str(filter or "").split()
        wanted = [view for view in views if all(word in self._said(view) for word in words)]
        if self._group is None:
            return [view.key for view in wanted]  # type: ignore[attr-defined]
        rows: list[Key | Group] = []
        groups: dict[tuple[str, str], list[T]] = {}
        for view in wanted:
            groups.setdefault(self._group(view), []).append(view)
        for (id, title), mine in groups.items():
            rows += [Group(id, title, f"{len(mine):,} {self._unit}", self._icon), *(one.key for one in mine)]  # type: ignore[attr-defined]
        return rows

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [dict(self._dress(self.found[key])) if key in self.found else {} for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}
