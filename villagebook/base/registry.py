"""Registries: the ordered, immutable lists of declarations that the program is made of.

A registry holds values with a string ``id`` in the order they were declared. It refuses two values with
one id when it is built, that is, at import. Nothing can be added later: one more declaration is one more
value in the tuple that builds the registry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol, TypeVar


class Declared(Protocol):
    """Anything with an id; ids are ``subject.what`` or a single word, lower case, never reused."""

    @property
    def id(self) -> str: ...


T_co = TypeVar("T_co", bound=Declared, covariant=True)


class Registry(Collection[T_co]):
    """An ordered, immutable collection of declarations, unique by id.

    Raises:
        ValueError: two of the given items have the same id.
    """

    __slots__ = ("_by_id", "_title")

    def __init__(self, title: str, items: Iterable[T_co]) -> None:
        self._title = title
        by_id: dict[str, T_co] = {}
        for item in items:
            if item.id in by_id:
                raise ValueError(f"{title}: two declarations with id {item.id!r}")
            by_id[item.id] = item
        self._by_id = by_id

    def __getitem__(self, key: str) -> T_co:
        try:
            return self._by_id[key]
        except KeyError:
            raise KeyError(f"{self._title}: no {key!r}; known: {', '.join(self._by_id)}") from None

    def get(self, key: str) -> T_co | None:
        """Return the declaration with this id, or None."""
        return self._by_id.get(key)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in declared order."""
        return tuple(self._by_id)

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, item: object) -> bool:
        return item in self._by_id if isinstance(item, str) else item in self._by_id.values()

    def __repr__(self) -> str:
        return f"Registry({self._title!r}, {len(self)} declarations)"
