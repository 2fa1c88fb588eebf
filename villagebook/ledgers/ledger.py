"""What a ledger is, and what limits its rows.

The SELECT of a ledger yields ``_id`` (a key, unique among its rows), one label per column id, and may yield
``_sort_<column id>`` (what the column sorts by: pinyin for names) and ``_text`` (more text that the text filter
looks into). It is wrapped as a subquery, so sorting and filtering happen in SQL and never in Python.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Select

from villagebook.base.registry import Registry
from villagebook.ledgers.column import Column
from villagebook.models import Privacy

Key = uuid.UUID | str


@dataclass(frozen=True, slots=True)
class Range:
    """A filter: values from ``low`` to ``high``, both inclusive; None is open."""

    low: Any = None
    high: Any = None


@dataclass(frozen=True, slots=True)
class Contains:
    """A filter: the text contains this, whatever the case."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A filter: the cell is empty."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows of a ledger are meant.

    Attributes:
        village_id: Rows of this village only.
        on: The day on which dated rows (members, statuses, years, ages) are looked at.
        posted_only: Leave out drafts of fund entries (for notices, closings, evidence).
        filters: Column id -> a value, a tuple/list/set of values (any of them), None (empty), Range, Contains or
            Blank. For a column of kind ``statuses`` a value means "one of the statuses is".
        text: Rows in which some text column contains this; blanks part several texts that must all occur.
        through: Leave out what is dated later (entries and the figures made of them, notices); None: all, dated or not.
        year: Rows of this year only, by the column the ledger names as its year; None for all.
        given: What a ledger's ``prepare`` read beforehand; empty outside of it.
    """

    village_id: uuid.UUID
    on: dt.date
    posted_only: bool = False
    filters: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    through: dt.date | None = None
    year: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    def only(self, **filters: object) -> Scope:
        """Return the scope with more filters; ``_`` in a name stands for itself, ids with - go through filters."""
        return replace(self, filters={**self.filters, **filters})


@dataclass(frozen=True, slots=True)
class Group:
    """Columns side by side under one heading on paper and in workbooks: 受益 over 户 and 人.

    Attributes:
        title: The heading over them.
        columns: Column id -> heading beneath the title (户), in the order of the ledger's columns, without a gap.
    """

    title: str
    columns: Mapping[str, str]


#: Kinds of columns that tell a row's year.
YEAR_KINDS = ("year", "day", "month")
#: ``Ledger.year`` of a ledger whose SELECT itself minds ``Scope.year`` (sums that cannot be filtered by row).
BY_SELECT = "*"


@dataclass(frozen=True)
class Ledger:
    """A named table of rows.

    Attributes:
        id: Stable name, used on the command line.
        title: As the office calls it.
        columns: In the order shown.
        select: Gives the SELECT described at the top of this module.
        order: Column ids (or other labels of the SELECT) by which rows come when nothing else is asked.
        prepare: Reads what the SELECT cannot work out itself (days by the village's calendar) and gives the scope
            with it; None where the SELECT is enough.
        year: The column by which ``Scope.year`` chooses rows: a year, a day, or a month written 2026-03; BY_SELECT
            where the SELECT minds it; None for a ledger that has no year (people, officers).
        groups: Headings over several columns.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    select: Callable[[Scope], Select[Any]]
    order: tuple[str, ...] = ()
    prepare: Callable[[Connection, Scope], Scope] | None = None
    year: str | None = None
    groups: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        Registry(f"columns of {self.id}", self.columns)
        ids = [column.id for column in self.columns]
        if self.year not in (None, BY_SELECT) and self.column(str(self.year)).kind not in YEAR_KINDS:
            raise ValueError(f"ledger {self.id}: column {self.year} is no year and no day")
        for group in self.groups:
            first = ids.index(next(iter(group.columns)))
            if ids[first : first + len(group.columns)] != list(group.columns):
                raise ValueError(f"ledger {self.id}: the columns of {group.title} do not stand side by side")

    def selected(self, conn: Connection, scope: Scope) -> Select[Any]:
        """Return the SELECT for a scope, with what must be read before."""
        return self.select(self.prepare(conn, scope) if self.prepare is not None else scope)

    def column(self, column_id: str) -> Column:
        """Return the column with this id.

        Raises:
            LookupError: there is none.
        """
        for column in self.columns:
            if column.id == column_id:
                return column
        raise LookupError(f"ledger {self.id} has no column {column_id!r}")

    @property
    def privacy(self) -> Privacy:
        """The strictest privacy among its columns."""
        return max((column.privacy for column in self.columns), key=lambda privacy: privacy.rank)
