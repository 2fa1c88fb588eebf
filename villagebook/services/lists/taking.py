"""How one row of a list finds its records and is taken into them.

A Taking is one row being taken: it puts values into records, keeps what changed, and says which record the row is
about. The kinds of lists (registered.py, money.py …) are functions that take one row with these tools.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from villagebook.base.findings import Finding, Severity
from villagebook.base.resident_ids import fold
from villagebook.importing import DraftRow, field_of
from villagebook.services.lists.report import CellChange
from villagebook.services.lists.sheaf import Row, Sheaf


@dataclass
class Surroundings:
    """What all rows of one import share.

    Attributes:
        year: Of rows that do not carry one.
        file: Tells the file apart whose rows are being taken.
    """

    sheaf: Sheaf
    today: dt.date
    year: int
    findings: list[Finding] = field(default_factory=list)
    file: int = 0
    claimed: dict[tuple[int, str], set[uuid.UUID]] = field(default_factory=dict)
    help_columns: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def claim(self, what: str, row_id: uuid.UUID) -> None:
        """Remember that a row of the present file is about this record; another may not match it by likeness.

        Another file's rows may: two files together are taken as if one came after the other.
        """
        self.claimed.setdefault((self.file, what), set()).add(row_id)

    def is_claimed(self, what: str, row_id: uuid.UUID) -> bool:
        """Whether an earlier row of the present file is about this record."""
        return row_id in self.claimed.get((self.file, what), ())


@dataclass
class Refusal(Exception):  # noqa: N818 - it is an answer about a row, not an error of the program
    """This row cannot be taken; ``reason`` says why and what to do."""

    reason: str


class Taking:
    """One row on its way into the book."""

    def __init__(self, around: Surroundings, draft: DraftRow, import_row_id: uuid.UUID) -> None:
        self.around = around
        self.sheaf = around.sheaf
        self.draft = draft
        self.import_row_id = import_row_id
        self.changes: list[CellChange] = []
        self.created = False
        self.code = ""
        self.name = ""
        self.doubts: list[str] = []
        self._held: set[str] = set()
        self._parts: dict[str, dict[str, Any]] = {}
        for key, value in draft.values.items():
            if "#" not in key and value is not None:
                table, _, column = key.partition(".")
                self._parts.setdefault(table, {})[column] = value

    def part(self, table: str) -> dict[str, Any]:
        """The row's values for one table, by column name; the caller's own copy."""
        return dict(self._parts.get(table, ()))

    def value(self, key: str) -> Any:
        """One value by ``table.column``, or None."""
        return self.draft.values.get(key)

    def hold(self, *keys: str) -> None:
        """Say that some record holds what these cells say; ``keep`` keeps the others as they came."""
        self._held.update(keys)

    def put(self, table: str, row: Row | None, values: Mapping[str, Any], *, primary: bool = False) -> Row:
        """Change the record, or add it if ``row`` is None; return it."""
        if row is None:
            row = self.sheaf.insert(table, values, self.import_row_id)
            fields = self.sheaf.shelf(table).fields
            self.changes += [CellChange(fields[k], None, v, row["id"]) for k, v in values.items() if v is not None]
            self.created |= primary
        else:
            self.changes += self.sheaf.update(table, row, values, self.import_row_id)
        self.around.claim(table, row["id"])
        self._hold_equal(table, row)
        return row

    def fill(self, table: str, row: Row, values: Mapping[str, Any]) -> None:
        """Fill a record's blanks; what it has otherwise it keeps."""
        blanks = {name: value for name, value in values.items() if row[name] is None}
        if blanks:
            self.changes += self.sheaf.update(table, row, blanks, self.import_row_id)
        self._hold_equal(table, row)

    def _hold_equal(self, table: str, row: Row) -> None:
        self.hold(*(f"{table}.{name}" for name, value in self._parts.get(table, {}).items() if row[name] == value))

    def keep(self, table: str, row: Row, extra: Mapping[str, str] | None = None) -> None:
        """Keep the cells that found no field; what now has a field leaves ``extra``."""
        merged = {**self.draft.extra, **self._left_over(), **(extra or {})}
        if not row["extra"] and not merged:
            return
        settled = [heading for heading in self.draft.cells if heading not in merged]
        self.changes += self.sheaf.merge_extra(table, row, merged, settled, self.import_row_id)

    def _left_over(self) -> dict[str, str]:
        """The cells that no record holds although their headings are known, as they came."""
        left = {
            key: heading
            for key, heading in self.draft.headings.items()
            if key not in self._held and not field_of(key).volatile
        }
        if not left:
            return {}
        cells = self.draft.cells
        return {heading: cells.get(heading) or str(self.draft.values[key]) for key, heading in left.items()}

    def copies(self, row: Row | None, table: str, values: Mapping[str, Any]) -> dict[str, str]:
        """Values that only repeat another record: fill its blanks, return those that differ, to be kept as they came.

        A list of persons repeats the head's name and number and the household's standard; the household's own list is
        what changes them.
        """
        self.hold(*(f"{table}.{name}" for name in values))
        if row is None:
            return {self._heading(table, name): str(value) for name, value in values.items()}
        blanks = {name: value for name, value in values.items() if row[name] is None}
        if blanks:
            self.changes += self.sheaf.update(table, row, blanks, self.import_row_id)
        return {
            self._heading(table, name): str(value)
            for name, value in values.items()
            if row[name] != value and not same_number(row[name], value)
        }

    def _heading(self, table: str, name: str) -> str:
        wanted = self.sheaf.shelf(table).fields[name]
        if (own := self.draft.headings.get(f"{table}.{name}", "")) in wanted.headings:
            return own
        for heading in self.draft.cells:
            if heading in wanted.headings:
                return heading
        return wanted.label

    def doubt(self, id: str, field_heading: str, message: str, hint: str = "") -> None:
        """Report something doubtful about this row; it is taken all the same."""
        self.doubts.append(message)
        self.around.findings.append(
            Finding(
                id, Severity.WARNING, self.code or self.name or f"第{self.draft.row}行", field_heading, message, hint
            )
        )

    def lasting(self) -> tuple[CellChange, ...]:
        """The changes that still stand after all rows were taken; a later row may have taken one back."""
        return tuple(
            change
            for change in self.changes
            if change.record_id is None
            or self.sheaf.shelf(change.field.record).differs(change.record_id, change.field.name)
        )

    def outcome(self, lasting: tuple[CellChange, ...]) -> str:
        """new, changed or unchanged."""
        if self.created:
            return "new"
        return "changed" if any(not c.field.volatile for c in lasting) else "unchanged"


def same_number(known: Any, given: Any) -> bool:
    """Whether a list gives the resident number where the book has the disability certificate that begins with it."""
    return isinstance(known, str) and isinstance(given, str) and len(given) == 18 and first18(known) == given


def first18(number: str | None) -> str | None:
    """The first 18 characters of a number, which decide whether two numbers are one person's; None if too short."""
    if not number:
        return None
    text = fold(number)
    return text[:18] if len(text) >= 18 else None
