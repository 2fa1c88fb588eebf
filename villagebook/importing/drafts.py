"""Draft rows: each data row of a table with what it says, what could not be read, and why it is refused if it is.

Every cell that holds anything ends in ``values``, in ``extra``, or in the reason of a refusal; only a column that
numbers the list's rows (序号) belongs to no record. Drafts know no book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from villagebook.base.findings import Finding
from villagebook.base.text import is_blank
from villagebook.importing.above import at, households_in_runs, merged_cells
from villagebook.importing.columns import Column, field_of
from villagebook.importing.convert import NOTHING, Reading, read_cell
from villagebook.importing.kinds import KINDS, SOURCE, ListKind
from villagebook.importing.parts import Parts, Waiting
from villagebook.importing.recognising import Table
from villagebook.importing.sheets import Cell, Row, text_of

_Memory: TypeAlias = dict[Cell, Reading]
Seen: TypeAlias = dict[tuple[object, ...], tuple[Table, int]]
"""Where each identity was met first; given to several tables of one file it finds repetitions across sheets."""

# Kinds of fields whose cells recur from row to row, so that reading each spelling once is enough.
_RECURRING = frozenset({"choice", "day", "month", "year", "money", "quantity", "int", "text", "name"})
_CODED = frozenset({"code", "card"})
_MOST_REMEMBERED = 5_000
_ROSTER_TITLE = re.compile(r"(?:到户|受益户|补助|资金)?(?:花名册|名单|发放表|清册|明细表|公示表)$")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What one row says.

    Attributes:
        sheet: The sheet's name.
        row: Its number as the spreadsheet program shows it.
        kind: Id of the kind of list.
        code: What people call the record by (户编号, 凭证号 …), the name where there is no code, "" if neither.
        values: Value id -> value of the field's kind (money in 分, days as date, months YYYY-MM).
        extra: Heading -> text as it came, of cells that no value holds.
        headings: Value id -> the heading its cell stands under; values that no cell says are not in it.
        findings: Problems, in the order of the columns.
        refused: Why it cannot be a record; None if it can.
    """

    sheet: str
    row: int
    kind: str
    code: str
    values: Mapping[str, object]
    extra: Mapping[str, str]
    headings: Mapping[str, str]
    findings: tuple[Finding, ...]
    refused: str | None
    table: Table = field(repr=False, compare=False)
    raw: Row = field(repr=False, compare=False)

    @property
    def cells(self) -> dict[str, str]:
        """Heading -> text of every cell that holds anything, as it came."""
        cells = {column.heading: at(self.raw, column.index) for column in self.table.columns}
        named = {column.index for column in self.table.columns}
        cells |= {_unnamed(index): cell for index, cell in enumerate(self.raw) if index not in named}
        return {heading: text_of(cell) for heading, cell in cells.items() if not is_blank(cell)}

    @property
    def sources(self) -> tuple[tuple[str, int], ...]:
        """(source, planned 分) of a project in the order of the columns, those of 0 too."""
        return tuple(
            (id.removeprefix(SOURCE), value)
            for id, value in self.values.items()
            if id.startswith(SOURCE) and isinstance(value, int)
        )


def drafts(table: Table, seen: Seen | None = None) -> Iterator[DraftRow]:
    """Return a draft for every data row, in the sheet's order; never raises.

    Args:
        seen: Identities met in other tables of the same file; extended.
    """
    kind = KINDS[table.kind]
    met: Seen = {} if seen is None else seen
    reader = _Reader(table, kind)
    for position in table.rows:
        parts = reader.parts(position)
        identity = _identity(kind, parts.values)
        refused = None if identity else kind.missing
        if identity:
            # Where rows of one identity are normal, only all of the content makes two of them one.
            content = tuple(parts.values.items()) if kind.repeatable else ()
            earlier = met.setdefault((kind.id, *identity, *content), (table, position))
            refused = _repetition(kind, parts, (table, position), earlier)
        code = _code(kind, parts.values)
        subject = code or f"第{table.source.number(position)}行"
        yield DraftRow(
            sheet=table.sheet,
            row=table.source.number(position),
            kind=kind.id,
            code=code,
            values=parts.values,
            extra=parts.extra,
            headings=parts.headings,
            findings=tuple(
                Finding(problem.id, problem.severity, subject, heading, problem.message, problem.hint)
                for heading, problem in parts.problems
            ),
            refused=refused,
            table=table,
            raw=table.source.rows[position],
        )


class _Reader:
    """Reads the rows of one table into Parts, remembering how recurring cells were read."""

    def __init__(self, table: Table, kind: ListKind) -> None:
        self._table = table
        self._kind = kind
        self._remembered: list[_Memory | None] = [
            {} if column.field is not None and column.field.kind in _RECURRING else None for column in table.columns
        ]
        named = {column.index for column in table.columns}
        self._exact = _exact_columns(table)
        self._width = max(named, default=-1) + 1
        self._unnamed = tuple(sorted(set(range(self._width)) - named))
        self._merged = merged_cells(table)
        self._households = households_in_runs(table, self._merged)

    def parts(self, position: int) -> Parts:
        """Return what the row at a position gives."""
        parts = Parts()
        row = self._table.source.rows[position]
        merged = self._merged.get(position, {})
        for column, remembered in zip(self._table.columns, self._remembered, strict=True):
            cell = at(row, column.index)
            if cell is None:
                cell = merged.get(column.index)
                if cell is None:
                    continue
            self._take(parts, column, cell, remembered)
        for index in (*self._unnamed, *range(self._width, len(row))):
            cell = at(row, index)
            if not is_blank(cell):
                parts.extra[_unnamed(index)] = text_of(cell)
        self._take_context(parts, position)
        if self._kind.adjust is not None:
            self._kind.adjust(parts)
        self._give_year(parts)
        return parts

    def _take(self, parts: Parts, column: Column, cell: Cell, remembered: _Memory | None) -> None:
        if column.field is None:
            if is_blank(cell) or column.counts_rows:
                return
            if column.id:
                parts.waiting[column.id] = Waiting(column.heading, cell, column.unit or self._table.unit)
            else:
                parts.extra[column.heading] = text_of(cell)
            return
        if column.index in self._exact and isinstance(cell, float) and cell.is_integer():
            cell = str(int(cell))
        unit = column.unit or self._table.unit
        # Texts and floats never equal each other as keys; True and 1 would.
        if remembered is None or cell.__class__ not in (str, float):
            reading = read_cell(column.field, cell, unit)
        elif cell in remembered:
            reading = remembered[cell]
        else:
            reading = read_cell(column.field, cell, unit)
            if len(remembered) < _MOST_REMEMBERED:
                remembered[cell] = reading
        _put(parts, column, cell, reading)

    def _take_context(self, parts: Parts, position: int) -> None:
        for id, cell in self._households.get(position, {}).items():
            reading = read_cell(field_of(id), cell)
            if reading.value is not None:
                parts.values.setdefault(id, reading.value)
        for said in self._table.context(position):
            if said.id not in parts.values:
                reading = read_cell(field_of(said.id), said.cell, self._table.unit)
                _put(parts, Column(-1, said.heading, said.id), said.cell, reading)
        if self._kind.id == "rosters" and not {"roster_line.project_code", "project.name"} & parts.values.keys():
            name = _ROSTER_TITLE.sub("", self._table.title)
            if name and name != self._table.title:
                parts.values["project.name"] = name

    def _give_year(self, parts: Parts) -> None:
        """Give the title's year to rows without one, where they say anything about a year."""
        known = next((parts.values[id] for id in self._kind.years if id in parts.values), self._table.year)
        for id in self._kind.years:
            table = id.partition(".")[0] + "."
            if known is not None and id not in parts.values and any(key.startswith(table) for key in parts.values):
                parts.values[id] = known


def _exact_columns(table: Table) -> frozenset[int]:
    """Return the columns of codes whose numbers have all their digits although there are 16 of them.

    A spreadsheet that keeps 15 digits leaves a 0 in the 16th place of every number; one other digit there shows that
    none was lost. Numbers too long to be exact at all never count.
    """
    coded = [column.index for column in table.columns if column.field is not None and column.field.kind in _CODED]
    rows = table.source.rows
    return frozenset(
        index for index in coded if any(_has_sixteenth_digit(at(rows[position], index)) for position in table.rows)
    )


def _has_sixteenth_digit(cell: Cell) -> bool:
    return isinstance(cell, float) and 1e15 <= cell < 2**53 and cell.is_integer() and int(cell) % 10 != 0


def _unnamed(index: int) -> str:
    """Return what a column without any heading is called."""
    return f"第{index + 1}列"


def _put(parts: Parts, column: Column, cell: Cell, reading: Reading) -> None:
    if reading is NOTHING:
        return
    if reading.value is not None:
        parts.values[column.id] = reading.value
        parts.headings[column.id] = column.heading
    if reading.keep:
        parts.extra[column.heading] = text_of(cell)
    if reading.problem is not None:
        parts.problems.append((column.heading, reading.problem))


def _identity(kind: ListKind, values: Mapping[str, object]) -> tuple[object, ...] | None:
    """Return the row's identity under the best alternative it has in full."""
    for names in kind.identity:
        if all(name in values for name in names):
            return (names, *(values[name] for name in names))
    return None


def _code(kind: ListKind, values: Mapping[str, object]) -> str:
    """Return what people call the record by: its code, else its name. An ID number is never used as one."""
    named = [name for names in kind.identity for name in names if isinstance(values.get(name), str)]
    for wanted in ("code", "name"):
        # Of (project, household) the last one is what the row is about.
        for name in sorted(named, key=lambda name: name.endswith(".project_code")):
            if field_of(name).kind == wanted:
                return str(values[name])
    return ""


def _repetition(kind: ListKind, parts: Parts, here: tuple[Table, int], earlier: tuple[Table, int]) -> str | None:
    """Return why a row repeats an earlier one of its identity; note a difference where there must be none."""
    if earlier == here:
        return None
    table, position = earlier
    before = _Reader(table, kind).parts(position)
    where = f"第{table.source.number(position)}行"
    if table.sheet != here[0].sheet:
        where = f"“{table.sheet}”{where}"
    if _content(kind, before) == _content(kind, parts):
        return f"与{where}重复"
    if not kind.repeatable and _is_strong(kind, parts.values):
        if table == here[0] and (different := _contradicted(kind, before, parts)):
            # Taking it would overwrite the earlier row, and nobody would ever see what stood there.
            return f"与{where}编号相同，{different}却不同，请核对这两行是不是同一个"
        heading = next((parts.headings[name] for name in kind.identity[0] if name in parts.headings), "")
        parts.warn(heading, "import.identity-twice", f"与{where}编号相同而内容不同", "请核对这两行是不是同一个")
    return None


def _contradicted(kind: ListKind, before: Parts, parts: Parts) -> str:
    """Return the first heading under which a row says something else than an earlier one of the same year."""
    if any(before.values.get(id) != parts.values.get(id) for id in kind.years):
        return ""
    for id, value in parts.values.items():
        if id in before.values and before.values[id] != value and not field_of(id).volatile:
            return parts.headings.get(id) or field_of(id).label
    return next((h for h, text in parts.extra.items() if before.extra.get(h, text) != text), "")


def _is_strong(kind: ListKind, values: Mapping[str, object]) -> bool:
    """Whether the row's identity is a code or number, and not a name that two may share."""
    identity = _identity(kind, values)
    names = identity[0] if identity else ()
    return isinstance(names, tuple) and len(names) == 1 and field_of(names[0]).kind in {"code", "id_number"}


def _content(kind: ListKind, parts: Parts) -> tuple[dict[str, object], dict[str, str]]:
    """Return what is compared: 序号 counts only where rows of one identity are normal."""
    values = {id: value for id, value in parts.values.items() if kind.repeatable or not field_of(id).volatile}
    return values, parts.extra
