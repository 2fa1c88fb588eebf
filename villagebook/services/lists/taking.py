"""How one row of a list finds its records and is taken into them.

A Taking is one row being taken: it puts values into records, keeps what changed, and says which record the row is
about. The kinds of lists (registered.py, money.py …) are functions that take one row with these tools.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from villagebook.base.findings import Finding, Severity
from villagebook.base.resident_ids import fold
from villagebook.importing import KINDS, DraftRow, field_of
from villagebook.models import FieldInfo
from villagebook.services.lists.contradicting import Sayings
from villagebook.services.lists.decisions import ANY, NEW, Decisions
from villagebook.services.lists.elsewhere import Villages
from villagebook.services.lists.operated import why_operated
from villagebook.services.lists.report import CellChange, NewCells, NewRecord
from villagebook.services.lists.sheaf import Row, Sheaf


@dataclass
class Surroundings:
    """What all rows of one import share.

    Attributes:
        year: Of rows that do not carry one.
        file: Tells the file apart whose rows are being taken.
        file_name: Its name, by which decisions name it.
        own_codes: The codes that the book itself gave, once they were looked at.
        other_villages: The files of which a row names another village.
        villages: What the rows of each file's sheets say of their village.
        sayings: What earlier rows said; None if there is only one list.
    """

    sheaf: Sheaf
    today: dt.date
    year: int
    findings: list[Finding] = field(default_factory=list)
    file: int = 0
    claimed: dict[tuple[int, str], set[uuid.UUID]] = field(default_factory=dict)
    help_columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    file_name: str = ""
    own_codes: set[str] | None = None
    other_villages: set[int] = field(default_factory=set)
    villages: dict[tuple[int, str], Villages] = field(default_factory=dict)
    sayings: Sayings | None = None

    @cached_property
    def village(self) -> Row:
        """The village of the book."""
        return next(iter(self.sheaf.shelf("village").rows.values()))

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


class Unclear(Refusal):
    """Several records fit, or one perhaps: the officer is asked which."""

    def __init__(self, reason: str, table: str, rows: tuple[Row, ...]) -> None:
        super().__init__(reason)
        self.table, self.rows = table, rows


class Unchanged(Exception):  # noqa: N818 - as Refusal
    """This row says what it said when it was taken before; nothing is done about it."""


#: Tables whose values have no year of their own, and by which key of which yearly table the newest year is known.
_TIMELESS = {
    "household": ("id", "household_year", "household_id"),
    "status_period": ("household_id", "household_year", "household_id"),
    "person": ("id", "person_year", "person_id"),
    "membership": ("person_id", "person_year", "person_id"),
}
#: Columns of the program's own that follow another field.
_FOLLOWS = {"household.group_id": "household.group_name"}
#: What takings hold once their row was taken.
_RELEASED: set[str] = set()
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Taking:
    """One row on its way into the book."""

    def __init__(self, around: Surroundings, draft: DraftRow, import_row_id: uuid.UUID) -> None:
        self.around = around
        self.sheaf = around.sheaf
        self.draft = draft
        self.import_row_id = import_row_id
        self.changes: list[CellChange | NewRecord] = []
        self.kept: list[CellChange] = []
        self.subject: tuple[str, Row] | None = None
        self.created = False
        self.code = ""
        self.name = ""
        self.doubts: list[str] = []
        self.place = (around.file_name, draft.sheet, draft.row)
        self.told = _told(around.decisions.who.get(self.place)) if around.decisions.who else None
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
            self.changes.append(self._added(table, row["id"], values))
            self.created |= primary
            if self.around.sayings is not None:
                self.around.sayings.added(self, row["id"])
        else:
            self._update(table, row, values)
        self.around.claim(table, row["id"])
        if primary:
            self.subject = (table, row)
        self._hold_equal(table, row)
        return row

    def _added(self, table: str, record_id: uuid.UUID, values: Mapping[str, Any]) -> NewRecord:
        said = {name: value for name, value in values.items() if value is not None}
        return NewRecord(record_id, self.sheaf.shelf(table).infos(tuple(said)), tuple(said.values()))

    def fill(self, table: str, row: Row, values: Mapping[str, Any]) -> None:
        """Fill a record's blanks; what it has otherwise it keeps."""
        blanks = {name: value for name, value in values.items() if row[name] is None}
        if blanks:
            self._update(table, row, blanks)
        self._hold_equal(table, row)

    def _update(self, table: str, row: Row, values: Mapping[str, Any]) -> None:
        changes = self.sheaf.update(table, row, values, self.import_row_id, self._stays)
        self.changes += changes
        if changes and self.around.sayings is not None:
            self.around.sayings.changed(self, changes)

    def _stays(self, info: FieldInfo, row: Row, value: Any) -> bool:
        """Whether the book's value stays although the list says another; notes the cell and why."""
        why = self._why_kept(info, row, value)
        if not why:
            return False
        if info.kind != "ref":
            self.kept.append(CellChange(info, row[info.name], value, row["id"], why))
            self.hold(info.id)
        return True

    def _why_kept(self, info: FieldInfo, row: Row, value: Any) -> str:
        id = _FOLLOWS.get(info.id, info.id)
        if info.kind == "ref" and id == info.id:
            return ""
        mode = self._decided(id)
        if mode is None:
            if row[info.name] is None:
                return ""
            return self._older(info.record, row) or why_operated(self.sheaf, info, row, value)
        if mode == "take" or (mode == "fill" and row[info.name] is None):
            return ""
        return "只填空白，书里已有" if mode == "fill" else "按您的决定，保留书里的"

    def why_not_added(self, id: str, row: Row) -> str:
        """Why a record is not added beside others of its kind; empty if it is.

        Args:
            id: The field by which the officer decides about it.
            row: Whose it would be, as a row of the field's table.
        """
        mode = self._decided(id)
        if mode is None:
            return self._older(id.partition(".")[0], row)
        return "" if mode == "take" else "按您的决定，保留书里的"

    def leave(self, info: FieldInfo, known: Any, given: Any, why: str) -> None:
        """Note a cell that is not taken."""
        self.kept.append(CellChange(info, known, given, None, why))
        self.hold(info.id)

    def _decided(self, id: str) -> str | None:
        """What was decided about a cell: by itself, by its row, by its column."""
        decided = self.around.decisions
        if not (decided.cells or decided.rows or decided.fields):
            return None
        file, sheet, _ = self.place
        return (
            decided.cells.get((*self.place, id))
            or decided.rows.get(self.place)
            or decided.fields.get((file, sheet, id))
            or decided.fields.get((ANY, ANY, id))
        )

    def _older(self, table: str, row: Row) -> str:
        """Why a list of an earlier year does not change what has no year; empty if it may."""
        if table not in _TIMELESS:
            return ""
        year = self.year
        if year is None:
            return ""
        key, yearly, owner = _TIMELESS[table]
        known = self.sheaf.shelf(yearly).lookup(f"of {owner}", lambda r: r[owner], row[key])
        newest = max((one["year"] for one in known if one["year"] is not None), default=year)
        return f"这是 {year} 年的表，书里已有 {newest} 年的，没有覆盖" if newest > year else ""

    @property
    def year(self) -> int | None:
        """The year the row speaks of: its own, else that of its list; None if neither is known."""
        own = (self.draft.values.get(id) for id in KINDS[self.draft.kind].years)
        year = next((year for year in own if year is not None), self.draft.table.year)
        return year if isinstance(year, int) else None

    def _hold_equal(self, table: str, row: Row) -> None:
        self.hold(*(f"{table}.{name}" for name, value in self._parts.get(table, {}).items() if row[name] == value))

    def keep(self, table: str, row: Row, extra: Mapping[str, str] | None = None) -> None:
        """Keep the cells that found no field; what now has a field leaves ``extra``."""
        merged = {**self.draft.extra, **self._left_over(), **(extra or {})}
        if not row["extra"] and not merged:
            return
        settled = [heading for heading in self.draft.cells if heading not in merged]
        if row["extra"]:
            merged, settled = self._extra_decided(row, merged, settled)
        self.changes += self.sheaf.merge_extra(table, row, merged, settled, self.import_row_id)

    def _extra_decided(
        self, row: Row, merged: dict[str, str], settled: list[str]
    ) -> tuple[dict[str, str], list[str]]:
        """Leave out of ``extra`` what the officer, or an older list, does not change."""
        outside = {column.heading for column in self.draft.table.columns if column.outside}
        settled = [heading for heading in settled if heading not in outside]
        mode = self.around.decisions.rows.get(self.place)
        if mode == "keep":
            return {}, []
        about = self.subject[0] if self.subject is not None and self.subject[1] is row else ""
        if mode == "fill" or (mode is None and self._older(about, row)):
            return {heading: text for heading, text in merged.items() if heading not in row["extra"]}, []
        return merged, settled

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
            self._update(table, row, blanks)
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

    def lasting(self) -> Sequence[CellChange]:
        """The changes that still stand after all rows were taken; a later row may have taken one back."""
        standing = [
            change
            for change in self.changes
            if isinstance(change, NewRecord)
            or change.record_id is None
            or self.sheaf.shelf(change.field.record).differs(change.record_id, change.field.name)
        ]
        if any(isinstance(change, NewRecord) for change in standing):
            return NewCells(standing)
        return tuple(change for change in standing if isinstance(change, CellChange))

    def release(self) -> None:
        """Let go of what is only needed while the row is taken: a large list has a hundred thousand rows."""
        self._held, self._parts = _RELEASED, {}
        if not self.draft.findings:
            self.draft = replace(self.draft, values=_NOTHING, headings=_NOTHING, extra=_NOTHING)

    def outcome(self, lasting: Sequence[CellChange]) -> str:
        """new, changed or unchanged."""
        if self.created:
            return "new"
        return "changed" if any(not c.field.volatile for c in lasting) else "unchanged"


def _told(answer: str | None) -> uuid.UUID | str | None:
    """An answer to "who is it" as a key, or NEW; None if there is none or it is no key."""
    if answer is None or answer == NEW:
        return answer
    try:
        return uuid.UUID(answer)
    except ValueError:
        return None


def same_number(known: Any, given: Any) -> bool:
    """Whether a list gives the resident number where the book has the disability certificate that begins with it."""
    return isinstance(known, str) and isinstance(given, str) and len(given) == 18 and first18(known) == given


def first18(number: str | None) -> str | None:
    """The first 18 characters of a number, which decide whether two numbers are one person's; None if too short."""
    if not number:
        return None
    text = fold(number)
    return text[:18] if len(text) >= 18 else None
