"""The lines of problem lists as they are shown, counted and looked into."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.models import BY_TABLE, Doubt, Household, ImportFile, Membership, Person, Village
from villagebook.models.codes import CODES
from villagebook.services import fields
from villagebook.services.doubts.proposing import (
    ANSWERED,
    CORRECTED,
    ELSEWHERE,
    TRUE,
    WAITING,
    About,
    Proposal,
    concerned,
    proposals,
)
from villagebook.services.doubts.sheets import role_of
from villagebook.services.doubts.taking import keys
from villagebook.services.fields import FieldView
from villagebook.store import Book

STATES = CODES["doubt_state"].values
#: Ready sentences for each state; the first stands for an answer without words.
PHRASES: Mapping[str, tuple[str, ...]] = {
    CORRECTED: ("已核实更正。", "已按证件更正。", "已入户核实，数据已更正。"),
    TRUE: ("经入户核实，情况属实，数据无误。", "经核对户口簿和证件，情况属实。"),
    ELSEWHERE: ("经核实，不是本村人口。", "该户已整户迁出本村。"),
    ANSWERED: ("正在核实，核实后更正。", "已向农户了解情况。"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a problem list.

    Attributes:
        number: Counted over all lists from the oldest, from 1; what the command line calls it by.
        who: The head and the person, as people say them; what the list says where no record was found.
        repeated: A newer list has the same doubt; this one waits no more.
        found: Whether a record was found.
    """

    number: int
    id: uuid.UUID
    file_id: uuid.UUID
    file: str
    sheet: str
    row: int
    rule: str
    problem: str
    who: str
    code: str
    household_id: uuid.UUID | None
    person_id: uuid.UUID | None
    field_name: str
    state: str
    proposal: str
    answer: str
    answered_on: dt.date | None
    answered_by: str
    repeated: bool = False

    @property
    def found(self) -> bool:
        """Whether a record was found."""
        return self.household_id is not None or self.person_id is not None

    @property
    def waits(self) -> bool:
        """Whether it still is to be answered."""
        return self.state == WAITING and not self.repeated


@dataclass(frozen=True, slots=True)
class ListView:
    """One problem list: its file, when it came, how many lines in which state."""

    id: uuid.UUID
    name: str
    at: dt.datetime
    lines: int
    counts: Mapping[str, int]

    @property
    def answered(self) -> int:
        """How many lines have an answer."""
        return self.lines - self.counts.get(WAITING, 0)


@dataclass(frozen=True, slots=True)
class Detail:
    """One line with what the book has of it.

    Attributes:
        proposals: What our own data say, the surest first.
        fields: The fields concerned, to be corrected in place.
        cells: The line's cells as they came, heading -> text.
        why: How its record was found, or why not.
        person: The person's name; "" if it is about a household.
    """

    line: Line
    proposals: tuple[Proposal, ...]
    fields: tuple[FieldView, ...]
    cells: Mapping[str, str]
    why: str
    person: str = ""


def lists(book: Book) -> tuple[ListView, ...]:
    """Return the problem lists, the newest first."""
    found: dict[uuid.UUID, list[Line]] = {}
    for line in lines(book):
        found.setdefault(line.file_id, []).append(line)
    with book.read() as connection:
        at = dict(connection.execute(select(ImportFile.id, ImportFile.imported_at)).tuples().all())
    views = [
        ListView(key, mine[0].file, at[key], len(mine), Counter(line.state for line in mine))
        for key, mine in found.items()
    ]
    return tuple(reversed(views))


def lines(book: Book, file_id: uuid.UUID | None = None) -> tuple[Line, ...]:
    """Return the lines of all lists from the oldest, or of one list."""
    with book.read() as connection:
        every = read_lines(connection, book.village_id)
    return tuple(line for line in every if file_id is None or line.file_id == file_id)


def waiting(book: Book, on: dt.date | None = None) -> int:
    """How many lines still are to be answered."""
    with book.read() as connection:
        return count_waiting(connection, book.village_id)


def count_waiting(connection: Connection, village: uuid.UUID) -> int:
    """How many lines still are to be answered; a doubt that a newer list repeats counts once."""
    known = select(Doubt.id).where(Doubt.village_id == village, Doubt.state == WAITING).limit(1)
    if connection.execute(known).first() is None:
        return 0
    return sum(line.waits for line in read_lines(connection, village))


def by_numbers(book: Book, numbers: Sequence[int]) -> tuple[Line, ...]:
    """Return lines by their numbers.

    Raises:
        UserError: there is no line of such a number.
    """
    every = lines(book)
    wrong = [number for number in numbers if not 1 <= number <= len(every)]
    if wrong:
        raise UserError("doubts.no_line", f"没有第 {wrong[0]} 条疑点", f"共 {len(every)} 条，用 doubts list 看")
    return tuple(every[number - 1] for number in numbers)


def read_lines(connection: Connection, village: uuid.UUID) -> list[Line]:
    """Return the lines of all lists from the oldest."""
    query = (
        select(
            *Doubt.__table__.c, ImportFile.file_name, Household.head_name, Household.code.label("of_household"),
            Person.name.label("person_name"), Person.code.label("of_person"),
        )
        .join(ImportFile, ImportFile.id == Doubt.file_id)
        .outerjoin(Household, Household.id == Doubt.household_id)
        .outerjoin(Person, Person.id == Doubt.person_id)
        .where(Doubt.village_id == village)
        .order_by(ImportFile.imported_at, ImportFile.id, Doubt.sheet, Doubt.row)
    )  # fmt: skip
    rows = [dict(row) for row in connection.execute(query).mappings()]
    last: dict[tuple[str, ...], uuid.UUID] = {}
    for row in rows:
        for key in keys(row):
            last[key] = row["file_id"]
    found = []
    for number, row in enumerate(rows, 1):
        line = _line(number, row)
        newer = any(last[key] != row["file_id"] for key in keys(row))
        found.append(replace(line, repeated=newer) if newer else line)
    return found


def _line(number: int, row: Mapping[str, Any]) -> Line:
    head, person = row["head_name"] or "", row["person_name"] or ""
    names = [head, person] if person and person != head else [head or person]
    who = " ".join(name for name in names if name) or row["name"] or row["household_code"] or ""
    code = row["of_person"] or row["of_household"] or row["person_code"] or row["household_code"] or ""
    return Line(
        number=number, id=row["id"], file_id=row["file_id"], file=row["file_name"], sheet=row["sheet"], row=row["row"],
        rule=row["rule"] or "", problem=row["problem"] or "", who=who, code=code, household_id=row["household_id"],
        person_id=row["person_id"], field_name=row["field_name"] or "", state=row["state"],
        proposal=row["proposal"] or "", answer=row["answer"] or "", answered_on=row["answered_on"],
        answered_by=row["answered_by"] or "",
    )  # fmt: skip


def detail(book: Book, doubt: uuid.UUID) -> Detail | None:
    """Return one line with what the book has of it now; None if it is gone."""
    with book.read() as connection:
        line = next((line for line in read_lines(connection, book.village_id) if line.id == doubt), None)
        if line is None:
            return None
        row = _row(connection, doubt)
        about = about_line(connection, line, row)
        views = [
            view
            for declared in concerned(about)
            for view in fields.view(about.rows[declared.record], declared.record, (declared.name,))
        ]
        person = str(about.rows["person"]["name"] or "") if "person" in about.rows else ""
    return Detail(line, _all_proposals(line, about), tuple(views), dict(row["cells"] or {}), about.why, person)


def _all_proposals(line: Line, about: About) -> tuple[Proposal, ...]:
    given = (Proposal("", f"清单建议改为：{line.proposal}"),) if line.proposal else ()
    return (*proposals(about), *given)


def best_answer(connection: Connection, line: Line, state: str) -> str:
    """What an answer of a state says where nobody typed words: what our data say, else the ready sentence."""
    for proposal in proposals(about_line(connection, line, _row(connection, line.id))):
        if proposal.state == state:
            return proposal.words
    return PHRASES[state][0]


def _row(connection: Connection, doubt: uuid.UUID) -> Mapping[str, Any]:
    return dict(connection.execute(select(Doubt.__table__).where(Doubt.id == doubt)).mappings().one())


def places(connection: Connection, line: Line) -> frozenset[tuple[str, str, str]]:
    """Return (table, record, heading) of the fields a line is about, under every name a finding may call them by."""
    about = about_line(connection, line, _row(connection, line.id))
    return frozenset(
        (declared.record, str(about.rows[declared.record]["id"]), heading)
        for declared in concerned(about)
        for heading in declared.headings
    )


def about_line(connection: Connection, line: Line, row: Mapping[str, Any]) -> About:
    """What the proposals are made from."""
    rows = _records(connection, line.person_id, line.household_id)
    why = "" if line.found else "书里没有这个人" if row["name"] or row["id_number"] else "书里没有这一户"
    text = "　".join(part for part in (line.rule, line.problem, line.field_name) if part)
    cells = dict(row["cells"] or {})
    theirs = next((text for heading, text in cells.items() if role_of(heading) == "village"), "")
    own = connection.execute(select(Village.name).where(Village.id == row["village_id"])).scalar() if theirs else ""
    return About(text, cells, row["id_number"] or "", rows, line.found, why, (theirs, own or ""))


def _records(
    connection: Connection, person: uuid.UUID | None, household: uuid.UUID | None
) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    if person is not None:
        found |= _newest(connection, "person", "id", person)
        found |= _newest(connection, "person_year", "person_id", person, "year")
        found |= _newest(connection, "membership", "person_id", person, "through_on")
    if household is not None:
        members = select(func.count()).where(Membership.household_id == household, Membership.through_on.is_(None))
        count = connection.execute(members).scalar_one()
        found |= {
            table: {**row, "_members": count}
            for table, row in _newest(connection, "household", "id", household).items()
        }
        found |= _newest(connection, "household_year", "household_id", household, "year")
    return found


def _newest(
    connection: Connection, table: str, column: str, key: uuid.UUID, order: str = "id"
) -> dict[str, Mapping[str, Any]]:
    """The newest row of a table about a record; a row without an end is newer than all others."""
    columns = BY_TABLE[table].__table__.c
    rows = [dict(row) for row in connection.execute(select(*columns).where(columns[column] == key)).mappings()]
    if not rows:
        return {}
    return {table: max(rows, key=lambda row: (1,) if row[order] is None else (0, row[order]))}
