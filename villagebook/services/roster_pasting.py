"""Lines copied from a spreadsheet, read as lines of a project's roster: what each says, and what would become of it.

``read`` writes nothing. It gives a preview of every pasted row: new, changed, the same, to be asked (several
households fit), or not taken with the reason. ``paste`` then writes what was chosen, as one operation.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan, times
from villagebook.checks.standing import roster_day
from villagebook.importing import KINDS
from villagebook.importing.columns import value_id
from villagebook.importing.convert import Unit, read_cell
from villagebook.importing.headings import fold_heading, is_total, money_unit, unit_in
from villagebook.models import FieldInfo, RosterLine, fields_of
from villagebook.services.fields import record_row
from villagebook.services.list_homes import Home, Homes
from villagebook.services.rosters import TYPED, checked, lines_of, put, worked_out
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

#: What becomes of a pasted row.
NEW, CHANGE, SAME, ASK, DOUBT, REFUSED = "新增", "改", "不变", "请选户", "请核对", "没收"
#: Numbers of a row without headings, by how many there are.
_BY_COUNT = {1: ("amount_fen",), 2: ("quantity", "amount_fen"), 3: ("quantity", "rate_fen", "amount_fen")}
_FIELDS: Mapping[str, FieldInfo] = {one.name: one for one in fields_of(RosterLine)}
_READ = ("household_code", "head_name", "group_name", *TYPED)


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One pasted row.

    Attributes:
        number: Place among the rows pasted, from 1.
        cells: As pasted.
        outcome: NEW, CHANGE, SAME, ASK (``choices``), DOUBT (taken only if told to) or REFUSED.
        household: Who it is about; None while nobody is, or several are.
        choices: The households it may be about, if it is to be asked.
        values: What it says, by field.
        says: The reason, or what changes; empty if there is nothing to say.
        line: The line of the roster that it changes.
    """

    number: int
    cells: tuple[str, ...]
    outcome: str
    household: Home | None = None
    choices: tuple[Home, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    says: str = ""
    line: uuid.UUID | None = None

    @property
    def taken(self) -> bool:
        """Whether it is written unless somebody says otherwise."""
        return self.outcome in (NEW, CHANGE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted table: under which headings its columns were read (empty: not taken), and its rows."""

    headings: tuple[str, ...]
    rows: tuple[PastedRow, ...]

    def count(self, outcome: str) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def amount_fen(self) -> int:
        """The sum of what would be written."""
        return sum(row.values.get("amount_fen") or 0 for row in self.rows if row.taken)

    @property
    def line(self) -> str:
        """In one line: 新增 12 行，改 1 行，没收 1 行."""
        kinds = (NEW, CHANGE, SAME, ASK, DOUBT, REFUSED)
        return "，".join(f"{kind} {self.count(kind)} 行" for kind in kinds if self.count(kind)) or "没有可收的行"


def read(
    book: Book,
    project: uuid.UUID,
    text: str,
    on: dt.date,
    *,
    shared: Mapping[str, Any] | None = None,
    answers: Mapping[int, uuid.UUID] | None = None,
) -> Pasted:
    """Read what was copied from a spreadsheet: cells parted by tabs, rows by line ends.

    Args:
        shared: What rows say that do not say it themselves: content, unit, rate.
        answers: Number of a row -> the household it is about, for rows that were to be asked.

    Raises:
        UserError: nothing was pasted, or the project is gone.
    """
    table = _cells(text)
    if not table:
        raise UserError("roster.empty_paste", "没有粘贴任何内容", "请在表格里选中几行，复制后再粘贴")
    with book.read() as connection:
        reader = _Reader(
            Homes(connection, book.village_id), record_row(connection, "project", project),
            lines_of(connection, project), on, dict(shared or {}), dict(answers or {}))  # fmt: skip
        headings, body = _headings(table)
        columns = headings or reader.guessed(body)
        rows = tuple(
            reader.row(number, cells, columns)
            for number, cells in enumerate(body, start=1)
            if not is_total(tuple(cells))
        )
    return Pasted(tuple(_FIELDS[column.name].label if column.name else "" for column in columns), rows)


def _cells(text: str) -> list[list[str]]:
    mark = "\t" if "\t" in text else ","
    rows = [[cell.strip().strip('"') for cell in line.split(mark)] for line in text.replace("\r", "\n").split("\n")]
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class _Column:
    """What a pasted column is read as: a field's name (empty: nothing), and 万元 where its heading says so."""

    name: str
    unit: Unit = "yuan"


def _headings(table: list[list[str]]) -> tuple[list[_Column], list[list[str]]]:
    """The columns that the first row with known headings names, and the rows under it; none if no row has two."""
    for place, row in enumerate(table[:4]):
        columns = [_named(cell) for cell in row]
        if len([column for column in columns if column.name]) >= 2:
            return columns, table[place + 1 :]
    return [], table


def _named(heading: str) -> _Column:
    found = value_id(KINDS["rosters"].id, (fold_heading(heading),)) if heading else None
    table, _, name = (found or "").partition(".")
    if table != "roster_line" or name not in _READ:
        return _Column("")
    return _Column(name, money_unit(unit_in(heading)) or "yuan")


class _Reader:
    """Reads rows against the book as it stands."""

    def __init__(
        self, homes: Homes, project: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], on: dt.date,
        shared: dict[str, Any], answers: dict[int, uuid.UUID],
    ) -> None:  # fmt: skip
        self.homes, self.on, self.shared, self.answers = homes, on, shared, answers
        self.day = roster_day(None, project, on)
        self.listed: dict[uuid.UUID, list[Mapping[str, Any]]] = {}
        for line in lines:
            if line["household_id"] is not None:
                self.listed.setdefault(line["household_id"], []).append(line)
        self.seen: dict[uuid.UUID, int] = {}
        self.groups = {one.group for one in homes.standing.values() if one.group}

    # Without headings

    def guessed(self, body: Sequence[Sequence[str]]) -> list[_Column]:
        """What the columns of a table without headings hold, by its contents."""
        columns = [[row[place] for row in body if row[place]] for place in range(len(body[0]))]
        names = ["" for _ in columns]
        numbers = []
        for place, cells in enumerate(columns):
            if not cells:
                continue
            if "household_code" not in names and _most(cells, lambda cell: self.homes.by_code(cell) is not None):
                names[place] = "household_code"
            elif "head_name" not in names and _most(cells, self._is_name):
                names[place] = "head_name"
            elif "group_name" not in names and _most(cells, self.groups.__contains__):
                names[place] = "group_name"
            elif _most(cells, _is_number):
                numbers.append(place)
            elif "content" not in names and not _most(cells, lambda cell: len(cell) < 2):
                names[place] = "content"
        if len(numbers) > 1 and columns[numbers[0]] == [str(n) for n in range(1, len(columns[numbers[0]]) + 1)]:
            del numbers[0]  # 序号
        for place, name in zip(numbers[-3:], _BY_COUNT.get(len(numbers[-3:]), ()), strict=False):
            names[place] = name
        return [_Column(name) for name in names]

    def _is_name(self, text: str) -> bool:
        return bool(self.homes.named(text) or self.homes.of_member(text))

    # One row

    def row(self, number: int, cells: Sequence[str], columns: Sequence[_Column]) -> PastedRow:
        """What one row says, and what would become of it."""
        said: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=True):
            if not column.name or not cell:
                continue
            value, problem = _value(column, cell)
            if problem:
                return PastedRow(number, tuple(cells), REFUSED, says=problem)
            said[column.name] = value
        values = worked_out({**self.shared, **{name: said[name] for name in TYPED if name in said}})
        whom = self._whom(number, said)
        if isinstance(whom, PastedRow):
            return replace(whom, cells=tuple(cells), values=values)
        made = PastedRow(number, tuple(cells), NEW, self.homes.home(whom), (), values)
        try:
            checked(values, self.on)
        except UserError as error:
            return replace(made, outcome=REFUSED, says=str(error))
        return self._outcome(made, whom)

    def _whom(self, number: int, said: Mapping[str, Any]) -> uuid.UUID | PastedRow:
        """The household a row is about; a row that says so if nobody or several are."""
        code, name = said.get("household_code"), said.get("head_name")
        if number in self.answers:
            return self.answers[number]
        if code:
            found = self.homes.by_code(code)
            if found is None:
                return PastedRow(number, (), REFUSED, says=f"书里没有户编号“{code}”")
            head = self.homes.standing[found].head or ""
            if name and "".join(name.split()) != "".join(head.split()) and found not in self.homes.of_member(name):
                text = f"户编号 {code} 的户主是{head}，表里写的是{name}"
                return PastedRow(number, (), ASK, None, (self.homes.home(found),), {}, text)
            return found
        if not name:
            return PastedRow(number, (), REFUSED, says="没有户编号和户主姓名，不知道是哪一户")
        fits = self.homes.named(name, said.get("group_name") or "")
        if len(fits) == 1:
            return fits[0]
        if fits:
            choices = tuple(self.homes.home(key) for key in fits)
            return PastedRow(number, (), ASK, None, choices, {}, f"有 {len(fits)} 户的户主叫{name}")
        if members := self.homes.of_member(name):
            choices = tuple(self.homes.home(key) for key in members)
            return PastedRow(number, (), ASK, None, choices, {}, f"{name}不是户主，是{choices[0].head}户的人")
        return PastedRow(number, (), REFUSED, says=f"书里没有户主叫“{name}”的户")

    def _outcome(self, made: PastedRow, whom: uuid.UUID) -> PastedRow:
        if whom in self.seen:
            return replace(made, outcome=REFUSED, says=f"第 {self.seen[whom]} 行已经是这一户")
        self.seen[whom] = made.number
        listed = self.listed.get(whom, ())
        if len(listed) > 1:
            return replace(made, outcome=REFUSED, says="花名册里这一户已经不止一行，请先去掉多余的")
        wrong = self.homes.standing[whom].against(self.day) or _product(made.values)
        if listed:
            made = _changing(made, listed[0])
        if wrong and made.outcome != SAME:
            return replace(made, outcome=DOUBT, says="；".join(part for part in (wrong, made.says) if part))
        return made


def _changing(made: PastedRow, line: Mapping[str, Any]) -> PastedRow:
    """The row as one that changes a line of the roster."""
    changes = {name: value for name, value in made.values.items() if line[name] != value}
    words = "，".join(
        f"{_FIELDS[name].label} {_text(name, line[name])} → {_text(name, value)}" for name, value in changes.items()
    )
    return replace(made, outcome=CHANGE if changes else SAME, line=line["id"], values=changes, says=words)


def _most(cells: Sequence[str], fits: Any) -> bool:
    return 2 * sum(bool(fits(cell)) for cell in cells) > len(cells)


def _is_number(cell: str) -> bool:
    return _value(_Column("amount_fen"), cell)[0] is not None


def _value(column: _Column, cell: str) -> tuple[Any, str]:
    """The native value of a cell, and why there is none."""
    info = _FIELDS[column.name]
    reading = read_cell(info, cell, column.unit if info.kind == "money" else None)
    if reading.value is None:
        return None, reading.problem.message if reading.problem is not None else f"{info.label}读不懂“{cell}”"
    return reading.value, ""


def _product(values: Mapping[str, Any]) -> str:
    quantity, rate, amount = (values.get(name) for name in ("quantity", "rate_fen", "amount_fen"))
    if quantity is None or rate is None or amount is None or abs(quantity * rate - amount) < 1:
        return ""
    worked_out_fen = times(quantity, rate)
    return f"{quantity:f} × {format_yuan(rate)} 应为 {format_yuan(worked_out_fen)} 元，表里是 {format_yuan(amount)} 元"


def _text(name: str, value: Any) -> str:
    if value is None:
        return "空"
    if _FIELDS[name].kind == "money":
        return format_yuan(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@verb("roster.paste", "粘贴花名册", Undo.INVERSE)
def paste(
    book: Book, project: uuid.UUID, rows: Sequence[PastedRow], *, actor: str, today: dt.date
) -> tuple[Changed, int]:
    """Write chosen rows of a preview in one operation: new ones are added, those on the roster already are changed.

    Returns:
        What changed, and how many rows were written.

    Raises:
        UserError: no row can be written, the project or a line is gone.
    """
    new = [(row.household.key, dict(row.values)) for row in rows if row.household is not None and row.line is None]
    changes = [(row.line, dict(row.values)) for row in rows if row.line is not None and row.outcome != SAME]
    if not new and not changes:
        raise UserError("roster.nothing_pasted", "没有可以写入的行", "请核对各行的提示")
    with book.work(declaration(paste).id, actor, "粘贴花名册", Undo.INVERSE) as work:
        owner = record_row(work.connection, "project", project)
        if new:
            put(work, owner, [(key, checked(values, today)) for key, values in new], today)
        work.write_rows(RosterLine, updates=[(key, checked(values, today)) for key, values in changes])
        work.heading = f"粘贴花名册 {len(new) + len(changes)} 行（{owner['name'] or ''}）"
        return Changed.of(work.commit()), len(new) + len(changes)
