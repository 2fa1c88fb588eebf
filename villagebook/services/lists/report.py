"""What an import did or would do, row by row and cell by cell."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from villagebook.base.findings import Finding
from villagebook.models import FieldInfo
from villagebook.services.verbs import Changed

OUTCOMES = ("new", "changed", "unchanged", "refused")

#: Words for the outcomes, as the window and the report sheet show them.
OUTCOME_WORDS = {"new": "新增", "changed": "改动", "unchanged": "没有变化", "refused": "没收"}


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of the list that differs from the book; values are native (fen, Decimal, date, str).

    ``record_id`` is the key of the record it belongs to.
    """

    field: FieldInfo
    old: Any
    new: Any
    record_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of one row.

    Attributes:
        code: The record's code, or the text that names it.
        outcome: One of OUTCOMES.
        reason: Why it was refused, or what is doubtful; empty otherwise.
        changes: For changed rows: old and new values; for new rows the values taken.
    """

    file: str
    sheet: str
    row: int
    kind: str
    code: str
    outcome: str
    reason: str = ""
    name: str = ""
    changes: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole import.

    Attributes:
        changed: The operation; ``seq`` None after a trial run or when nothing changed.
        rows: Every data row of every sheet, in file order.
        skipped: Rows that are no data (titles, totals, notes): (file, sheet, row, why).
        ignored_sheets: Sheets that are no list the program knows: (file, sheet).
    """

    changed: Changed
    dry_run: bool
    rows: tuple[RowReport, ...]
    findings: tuple[Finding, ...] = ()
    skipped: tuple[tuple[str, str, int, str], ...] = ()
    ignored_sheets: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = field(default=())

    def count(self, outcome: str) -> int:
        """How many rows had this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome; their sum is the number of data rows."""
        return {outcome: self.count(outcome) for outcome in OUTCOMES}
