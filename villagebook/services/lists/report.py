"""What an import did or would do, row by row and cell by cell."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, overload

from villagebook.base.findings import Finding
from villagebook.models import FieldInfo
from villagebook.services.verbs import Changed

OUTCOMES = ("new", "changed", "unchanged", "refused")

#: Words for the outcomes, as the window and the report sheet show them.
OUTCOME_WORDS = {"new": "新增", "changed": "改动", "unchanged": "没有变化", "refused": "没收"}


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of the list that differs from the book; values are native (fen, Decimal, date, str).

    ``record_id`` is the key of the record it belongs to; ``why`` says why the book's value stays, of a kept cell.
    """

    field: FieldInfo
    old: Any
    new: Any
    record_id: uuid.UUID | None = None
    why: str = ""


class NewCells(Sequence[CellChange]):
    """The cells of records that a row added, told when asked: a large list adds millions that nobody looks at."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Sequence[NewRecord | CellChange]) -> None:
        self._parts = tuple(parts)

    def __iter__(self) -> Iterator[CellChange]:
        for part in self._parts:
            if isinstance(part, NewRecord):
                yield from part.cells()
            else:
                yield part

    def __len__(self) -> int:
        return sum(len(part.values) if isinstance(part, NewRecord) else 1 for part in self._parts)

    @overload
    def __getitem__(self, at: int) -> CellChange: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[CellChange, ...]: ...

    def __getitem__(self, at: int | slice) -> CellChange | tuple[CellChange, ...]:
        return tuple(self)[at]


class NewRecord(NamedTuple):
    """A record that a row added: its fields that have a value, and the values."""

    record_id: uuid.UUID
    fields: tuple[FieldInfo, ...]
    values: tuple[Any, ...]

    def cells(self) -> Iterator[CellChange]:
        """The same, cell by cell."""
        for info, value in zip(self.fields, self.values, strict=True):
            yield CellChange(info, None, value, self.record_id)


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of one row.

    Attributes:
        code: The record's code, or the text that names it.
        outcome: One of OUTCOMES.
        reason: Why it was refused, or what is doubtful; empty otherwise.
        changes: For changed rows: old and new values; for new rows the values taken.
        kept: Cells that differ and are not taken, each with the reason.
    """

    file: str
    sheet: str
    row: int
    kind: str
    code: str
    outcome: str
    reason: str = ""
    name: str = ""
    changes: Sequence[CellChange] = ()
    kept: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """How one heading of a sheet was understood.

    Attributes:
        heading: As in the list, group and heading joined by /.
        field: The field its cells become; empty if it is not known and its cells are kept under their own heading.
        info: Declares the field; None if it is not known, or if each row decides whose it is.
        numbering: It only numbers the rows of the list and belongs to no record.
        samples: Cells of the first data rows as text, empty text for empty ones; not masked.
        id: The value id it became, see ``heading_fields``; empty if not known.
        how: ``label``, ``synonym``, ``content``, ``remembered``, ``chosen`` or ``own`` (what our own ledger worked
            out); empty if not known.
        why: The same in words, where the heading alone does not say it.
        outside: Whether it stays outside the book.
    """

    heading: str
    field: str
    info: FieldInfo | None = None
    numbering: bool = False
    samples: tuple[str, ...] = ()
    id: str = ""
    how: str = ""
    why: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class SheetReport:
    """How one sheet was understood.

    Attributes:
        kind, title: Id of the kind of list, and what people call it (户信息).
        heading_rows: First and last row number of its headings.
        data_rows: How many rows hold data.
        last_row: Number of the last of them; 0 if there is none.
        returned: Whether it is a list that this program handed back with reasons, corrected and brought again.
        shape: Tells its heading row; what is corrected is remembered under it.
    """

    file: str
    sheet: str
    kind: str
    title: str
    heading_rows: tuple[int, int]
    data_rows: int
    last_row: int
    columns: tuple[ColumnReport, ...]
    returned: bool = False
    shape: str = ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that no field is known for."""
        return tuple(c.heading for c in self.columns if not c.field and not c.numbering and not c.outside)


@dataclass(frozen=True, slots=True)
class UnknownSheet:
    """A sheet that is no list the program knows: nothing of it is taken, unless ``Decisions`` say what it is.

    Attributes:
        headings: What its headings seem to be, for saying what they mean.
    """

    file: str
    sheet: str
    reason: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that an asked row may be about: its key, what people call it, what tells it from the others."""

    key: uuid.UUID
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """A row that several records fit; it is refused until ``Decisions.who`` names one of them, or ``new``.

    Attributes:
        table: What the candidates are, ``person`` or ``household``.
    """

    file: str
    sheet: str
    row: int
    name: str
    candidates: tuple[Candidate, ...]
    table: str = "person"


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that a full list ought to name and does not; it stays as it is, the officer decides."""

    table: str
    key: uuid.UUID
    code: str
    name: str
    file: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A true number for a ruined one, and where it comes from in words."""

    number: str
    whence: str


@dataclass(frozen=True, slots=True)
class RuinedId:
    """A number that a spreadsheet destroyed: never stored, and what it may have been; best proposal first.

    Attributes:
        field: Id of the field.
        heading: As the list calls it.
        text: The cell as it came.
        record: Key of the record it belongs to, if that was found.
    """

    file: str
    sheet: str
    row: int
    field: str
    heading: str
    text: str
    name: str
    proposals: tuple[Proposal, ...] = ()
    record: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole import.

    Attributes:
        changed: The operation; ``seq`` None after a trial run or when nothing changed.
        rows: Every data row of every sheet, in file order.
        skipped: Rows that are no data (titles, totals, notes): (file, sheet, row, why).
        ignored_sheets: Sheets that are no list the program knows: (file, sheet).
        sheets: The sheets that were read, and what became of each heading.
        unknown_sheets: The ignored sheets, with their headings.
        asked: Rows that several records fit.
        missing: Records of the book that a full list ought to name and does not.
        ruined: Numbers that a spreadsheet destroyed.
    """

    changed: Changed
    dry_run: bool
    rows: tuple[RowReport, ...]
    findings: tuple[Finding, ...] = ()
    skipped: tuple[tuple[str, str, int, str], ...] = ()
    ignored_sheets: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = field(default=())
    sheets: tuple[SheetReport, ...] = ()
    unknown_sheets: tuple[UnknownSheet, ...] = ()
    asked: tuple[Question, ...] = ()
    missing: tuple[Missing, ...] = ()
    ruined: tuple[RuinedId, ...] = ()

    def count(self, outcome: str) -> int:
        """How many rows had this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome; their sum is the number of data rows."""
        return {outcome: self.count(outcome) for outcome in OUTCOMES}
