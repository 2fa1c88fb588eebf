"""The one place of a field: what a column is called, what it holds, and who may see it.

``field(...)`` makes the mapped column and keeps its declaration beside it. Forms, import headings, ledger
columns, the journal's open and secret parts and the manual all read this declaration; none repeats it.

To add a field: one ``field(...)`` line in the record, and one migration step. A test then demands that the
schema from migrations equals the schema from models, and that label and privacy are present.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from villagebook.models.types import column_type


class Privacy(StrEnum):
    """Who may see a field's values.

    ``PUBLIC`` may hang on a wall. ``OFFICE`` is for the township's audit and the household's own book.
    ``SECRET`` (ID, card, villager's phone, health, disability, causes by illness, minors' school) never
    leaves on a notice.
    """

    PUBLIC = "public"
    OFFICE = "office"
    SECRET = "secret"

    @property
    def rank(self) -> int:
        """0 public, 1 office, 2 secret: the strictest of several is the greatest."""
        return list(Privacy).index(self)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """The declaration of one field.

    Attributes:
        record: The table's name.
        name: The column's name; names of money end in ``_fen``.
        label: The heading as the office writes it.
        kind: One of ``villagebook.models.types.KINDS``.
        privacy: Who may see it.
        unit: The unit shown in headings (元, 亩, 人 …); None if the value has none.
        codes: Id of the code list its values come from; values outside the list are stored and found by a check.
        synonyms: Other headings under which lists bring it.
        help: One sentence for the manual and the tool tip.
        required: Whether the database refuses the record without it.
        volatile: Filled by the program or meaningless between two lists (序号): never counts as a change.
    """

    record: str
    name: str
    label: str
    kind: str
    privacy: Privacy
    unit: str | None = None
    codes: str | None = None
    synonyms: tuple[str, ...] = ()
    help: str = ""
    required: bool = False
    volatile: bool = False

    @property
    def id(self) -> str:
        """``table.column``."""
        return f"{self.record}.{self.name}"

    @property
    def headings(self) -> tuple[str, ...]:
        """The label and its synonyms."""
        return (self.label, *self.synonyms)


_KEY = "villagebook.field"


def field(
    label: str,
    kind: str = "text",
    privacy: Privacy = Privacy.OFFICE,
    *,
    unit: str | None = None,
    codes: str | None = None,
    synonyms: tuple[str, ...] = (),
    help: str = "",
    required: bool = False,
    index: bool = False,
    unique: bool = False,
    primary_key: bool = False,
    ref: str | None = None,
    volatile: bool = False,
    sort_order: int = 0,
) -> MappedColumn[Any]:
    """Declare one field of a record.

    Args:
        label: Heading in the office's Chinese.
        kind: One of ``types.KINDS``; decides the column type.
        privacy: Who may see it; OFFICE unless said otherwise.
        ref: ``table.column`` a key points to. The reference is checked at commit, so that rows of one
            operation may be written in any order.

    Raises:
        ValueError: the kind is not known.
    """
    if kind == "money" and unit is None:
        unit = "元"
    declared = {
        "label": label, "kind": kind, "privacy": privacy, "unit": unit, "codes": codes,
        "synonyms": synonyms, "help": help, "required": required or primary_key, "volatile": volatile,
    }
    args: list[Any] = [column_type(kind)]
    if ref is not None:
        args.append(ForeignKey(ref, deferrable=True, initially="DEFERRED"))
    return mapped_column(
        *args, nullable=not (required or primary_key), index=index or None, unique=unique or None,
        primary_key=primary_key, info={_KEY: declared}, sort_order=sort_order,
    )


def of_column(column: Column[Any]) -> FieldInfo:
    """Return the declaration of a table's column.

    Raises:
        LookupError: the column was not made by ``field()``.
    """
    try:
        declared = column.info[_KEY]
    except KeyError:
        raise LookupError(f"{column.table.name}.{column.name} was not declared by field()") from None
    return FieldInfo(record=column.table.name, name=column.name, **declared)


@cache
def info(attribute: Any) -> FieldInfo:
    """Return the declaration of a mapped attribute, e.g. ``info(Person.phone)``."""
    return of_column(cast("Column[Any]", attribute.property.columns[0]))


@cache
def fields_of(record: type[DeclarativeBase] | Table) -> tuple[FieldInfo, ...]:
    """Return all fields of a record class or table, in column order."""
    table = record if isinstance(record, Table) else record.__table__
    return tuple(of_column(cast("Column[Any]", column)) for column in table.columns)
