"""What the officer decides about an import before it is written: columns, cells, rows, persons, numbers.

Everything here has a default, so that an empty ``Decisions()`` is an import without questions. Keys name the place
in the list as the report does: file name, sheet name, row number as the spreadsheet program shows it, field id
(``table.column``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypeAlias

from villagebook.base.errors import UserError

Sheet: TypeAlias = tuple[str, str]
Place: TypeAlias = tuple[str, str, int]
CellPlace: TypeAlias = tuple[str, str, int, str]
ColumnPlace: TypeAlias = tuple[str, str, str]

Mode = Literal["take", "keep", "fill", "leave out"]
"""Take the list's value; keep the book's; only fill what is blank in the book; leave the row out altogether."""

NEW = "new"
"""The answer to "who is it" that says: somebody the book does not know yet."""

ANY = "*"
"""In place of a file's and sheet's name: wherever the list says it."""

#: What each part may say; None where it is free text.
_WORDS: dict[str, frozenset[str] | None] = {
    "cells": frozenset({"take", "keep"}),
    "rows": frozenset({"take", "keep", "fill", "leave out"}),
    "fields": frozenset({"take", "keep", "fill"}),
    "kinds": None,
    "who": None,
    "ids": None,
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided; what is not named goes by default (take).

    Attributes:
        columns: Sheet -> heading as the report shows it -> value id, or "" for a column that stays outside the book.
        kinds: Sheet -> kind of list, for a sheet that was not recognised or was taken for another kind; "" leaves
            the sheet out.
        cells: One cell: ``take`` or ``keep``.
        rows: One row: ``take``, ``keep``, ``fill`` or ``leave out``.
        fields: One column: ``take``, ``keep`` or ``fill``; file and sheet may be ``*``.
        who: An asked row: the record's key, or ``new``.
        ids: A ruined number: the true one.
    """

    columns: Mapping[Sheet, Mapping[str, str]] = field(default_factory=dict)
    kinds: Mapping[Sheet, str] = field(default_factory=dict)
    cells: Mapping[CellPlace, str] = field(default_factory=dict)
    rows: Mapping[Place, str] = field(default_factory=dict)
    fields: Mapping[ColumnPlace, str] = field(default_factory=dict)
    who: Mapping[Place, str] = field(default_factory=dict)
    ids: Mapping[CellPlace, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, words in _WORDS.items():
            for said in getattr(self, name).values():
                if words is not None and said not in words:
                    raise UserError("import.decision", f"不认得的决定“{said}”", f"可以是：{'、'.join(sorted(words))}")

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def also(self, other: Decisions) -> Decisions:
        """Return these decisions with another's added; the other's win."""
        merged = {one.name: {**getattr(self, one.name), **getattr(other, one.name)} for one in fields(self)}
        for sheet, columns in self.columns.items():
            merged["columns"][sheet] = {**columns, **other.columns.get(sheet, {})}
        return replace(self, **merged)

    def of_file(self, name: str) -> Decisions:
        """Return what is decided about one file."""
        named = (name, ANY)
        return Decisions(
            **{one.name: {k: v for k, v in getattr(self, one.name).items() if k[0] in named} for one in fields(self)}
        )

    def to_json(self) -> dict[str, Any]:
        """Return a value for JSON: each part as a list of ``[*key, value]``; empty parts are left out."""
        plain: dict[str, Any] = {}
        for one in fields(self):
            said = getattr(self, one.name)
            if said:
                plain[one.name] = [[*key, dict(v) if isinstance(v, Mapping) else v] for key, v in said.items()]
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any] | None) -> Decisions:
        """Return the decisions that ``to_json`` wrote.

        Raises:
            UserError: it holds a word that is no decision.
        """
        return cls(**{name: {tuple(one[:-1]): one[-1] for one in said} for name, said in (plain or {}).items()})
