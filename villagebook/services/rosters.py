"""The roster of a project (到户花名册): shown with what is wrong at each line, typed, filled from a filter, corrected.

Pasting from a spreadsheet is in roster_pasting.py; lists bring rosters by import. A line takes over its household's
group, head, members and account as of the day; quantity times rate is its amount unless another is typed, and a
check says where the two differ.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.base.findings import Finding
from villagebook.base.money import split
from villagebook.checks import Facts
from villagebook.checks import rosters as rules
from villagebook.checks.standing import roster_day, standings
from villagebook.ledgers import Scope
from villagebook.models import RosterLine, fields_of
from villagebook.services.fields import record_row
from villagebook.services.list_homes import taken_over
from villagebook.services.typed import amount_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

Row = dict[str, Any]

#: What people type of a line, in the order of a form; the rest comes from the household.
TYPED = ("content", "quantity", "unit", "rate_fen", "amount_fen", "received_on", "signed", "note")
#: What all lines of a roster usually share.
SHARED = ("content", "unit", "rate_fen")
#: What a signature is put down as where the paper bears it.
SIGNED = "已签"
_CHECKS = (
    rules.line_product, rules.household_twice, rules.roster_household_unknown, rules.roster_household_gone,
    rules.sum_differs, rules.count_differs,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of a roster: its fields by name, and what checks find at it."""

    key: uuid.UUID
    values: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def received(self) -> bool:
        """Whether somebody received it."""
        return self.values["received_on"] is not None


@dataclass(frozen=True, slots=True)
class RosterView:
    """A project's roster as of a day; money in 分.

    Attributes:
        findings: What checks find at the whole: the sum, the number of households.
        shared: What all lines have in common, to go on with: content, unit, rate.
    """

    project: uuid.UUID
    code: str
    name: str
    mode: str
    day: dt.date
    rows: tuple[RosterRow, ...]
    planned_fen: int | None
    covers: int | None
    findings: tuple[Finding, ...]
    shared: Mapping[str, Any]

    @property
    def amount_fen(self) -> int:
        """The sum of all lines."""
        return sum(row.values["amount_fen"] or 0 for row in self.rows)

    @property
    def received_fen(self) -> int:
        """The sum of the lines somebody received."""
        return sum(row.values["amount_fen"] or 0 for row in self.rows if row.received)

    @property
    def households(self) -> int:
        """How many households it names, each once."""
        return len({row.values["household_id"] or row.values["household_code"] or row.key for row in self.rows})


def view(book: Book, project: uuid.UUID, on: dt.date) -> RosterView:
    """The roster of a project.

    Raises:
        UserError: the project is gone.
    """
    with book.read() as connection:
        row = record_row(connection, "project", project)
        lines = lines_of(connection, project)
        facts = Facts(connection, Scope(book.village_id, on))
        found = [finding for check in _CHECKS for finding in check.on(facts)] if lines else []
    of: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        if finding.record is not None:
            of.setdefault(finding.record, []).append(finding)
    return RosterView(
        project, row["code"] or "", row["name"] or "", row["mode"] or "", on,
        tuple(RosterRow(one["id"], one, tuple(of.get(("roster_line", str(one["id"])), ()))) for one in lines),
        row["planned_fen"], row["covers_households"], tuple(of.get(("project", str(project)), ())), shared(lines),
    )  # fmt: skip


def lines_of(connection: Connection, project: uuid.UUID) -> list[Row]:
    """Return the lines of a project's roster in the list's order."""
    line = RosterLine.__table__
    query = select(line).where(line.c.project_id == project).order_by(line.c.list_number.nulls_last(), line.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def shared(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return content, unit and rate that all lines have in common; None where they differ."""
    found = {name: {line[name] for line in lines} for name in SHARED}
    return {name: next(iter(values)) if len(values) == 1 else None for name, values in found.items()}


def warning(book: Book, project: uuid.UUID, household: uuid.UUID, on: dt.date) -> str:
    """Say what speaks against putting a household on a roster, in one clause; empty if nothing does."""
    with book.read() as connection:
        row = record_row(connection, "project", project)
        home = standings(connection, book.village_id, [household]).get(household)
        if home is None:
            return "书里没有这一户"
        if against := home.against(roster_day(None, row, on)):
            return against
        lines = [line for line in lines_of(connection, project) if line["household_id"] == household]
    return f"已经在花名册里（第 {lines[0]['list_number'] or '?'} 号）" if lines else ""


@verb("roster.add", "花名册加一户", Undo.INVERSE)
def add(
    book: Book, project: uuid.UUID, household: uuid.UUID, values: Mapping[str, Any], *, actor: str, today: dt.date
) -> tuple[Changed, uuid.UUID]:
    """Put a household on a project's roster; returns what changed and the line's key.

    Args:
        values: Fields of TYPED by name, native; quantity times rate gives the amount where it is not given.

    Raises:
        UserError: project or household is gone, a day is to come, an amount is negative. A household that is on the
            roster already, or was not there on the day, is taken and found by the checks.
    """
    with book.work(declaration(add).id, actor, "花名册加一户", Undo.INVERSE) as work:
        owner = record_row(work.connection, "project", project)
        record_row(work.connection, "household", household)
        (key,) = put(work, owner, [(household, checked(values, today))], today)
        head = work.connection.execute(select(RosterLine.head_name).where(RosterLine.id == key)).scalar()
        work.heading = f"花名册加 {head or '一户'}（{owner['name'] or ''}）"
        return Changed.of(work.commit()), key


@verb("roster.fill", "花名册批量加户", Undo.INVERSE)
def fill(
    book: Book,
    project: uuid.UUID,
    households: Collection[uuid.UUID],
    values: Mapping[str, Any],
    *,
    per_person: bool = False,
    total_fen: int | None = None,
    actor: str,
    today: dt.date,
) -> tuple[Changed, int]:
    """Put chosen households on a roster in one operation; those on it already are left as they are.

    Args:
        per_person: The quantity is for each member of the household.
        total_fen: Share this sum out over the households instead of an amount each; by members if ``per_person``.

    Returns:
        What changed, and how many households were added.

    Raises:
        UserError: nobody is left to add; otherwise as add().
    """
    given = checked(values, today)
    with book.work(declaration(fill).id, actor, "花名册加户", Undo.INVERSE) as work:
        owner = record_row(work.connection, "project", project)
        listed = {line["household_id"] for line in lines_of(work.connection, project)}
        new = [key for key in dict.fromkeys(households) if key not in listed]
        if not new:
            raise UserError("roster.nobody", "没有要加的户", "选中的户都已经在花名册里，或一户也没有选")
        people = {key: one["population"] or 0 for key, one in taken_over(work.connection, new, today).items()}
        put(work, owner, list(zip(new, _each(given, new, people, per_person, total_fen), strict=True)), today)
        work.heading = f"花名册加 {len(new)} 户（{owner['name'] or ''}）"
        return Changed.of(work.commit()), len(new)


def _each(
    given: Row, new: Sequence[uuid.UUID], people: Mapping[uuid.UUID, int], per_person: bool, total_fen: int | None
) -> Iterable[Row]:
    """What each household gets: the same, by its members, or its part of a sum."""
    weights = [people[key] if per_person else 1 for key in new]
    if total_fen is not None:
        if total_fen < 0 or not any(weights):
            raise UserError("roster.total", "这个总额分不下去", "请核对总额和各户人口")
        return ({**given, "amount_fen": part} for part in split(total_fen, weights))
    if not per_person or given.get("quantity") is None:
        return (dict(given) for _ in new)
    return ({**given, "quantity": given["quantity"] * count} for count in weights)


@verb("roster.set", "改花名册", Undo.INVERSE)
def change(book: Book, keys: Collection[uuid.UUID], new: Mapping[str, Any], *, actor: str, today: dt.date) -> Changed:
    """Set fields of some lines, all alike, in one operation; None clears a field.

    A new quantity or rate works the amount out anew unless an amount is given too.

    Raises:
        UserError: a line is gone, a day is to come, an amount is negative.
    """
    given = checked(new, today)
    with book.work(declaration(change).id, actor, "改花名册", Undo.INVERSE) as work:
        rows = [record_row(work.connection, "roster_line", key) for key in keys]
        updates = [(row["id"], worked_out(given, row)) for row in rows]
        work.write_rows(RosterLine, updates=updates)
        work.heading = f"改花名册 {_called(work, rows)}"
        return Changed.of(work.commit())


@verb("roster.receive", "登记领取", Undo.INVERSE)
def receive(
    book: Book, keys: Collection[uuid.UUID], received_on: dt.date | None, *, signed: bool = True, actor: str,
    today: dt.date,
) -> Changed:  # fmt: skip
    """Say that some lines were received on a day and signed for; None takes receipt and signature back.

    Who signed stays where it is written already (本人, 儿子代签).

    Raises:
        UserError: a line is gone, the day is to come.
    """
    given = checked({"received_on": received_on}, today)
    with book.work(declaration(receive).id, actor, "登记领取", Undo.INVERSE) as work:
        rows = [record_row(work.connection, "roster_line", key) for key in keys]
        updates = [
            (row["id"], {**given, "signed": _mark(row["signed"], signed) if received_on is not None else None})
            for row in rows
        ]
        work.write_rows(RosterLine, updates=updates)
        verb_words = "登记领取" if received_on is not None else "取消领取"
        work.heading = f"{verb_words} {_called(work, rows)}"
        return Changed.of(work.commit())


def _mark(before: str | None, signed: bool) -> str | None:
    return before or (SIGNED if signed else None)


@verb("roster.remove", "花名册去掉几户", Undo.INVERSE)
def remove(book: Book, keys: Collection[uuid.UUID], *, actor: str) -> Changed:
    """Take lines off a roster in one operation.

    Raises:
        UserError: a line is gone already.
    """
    with book.work(declaration(remove).id, actor, "花名册去掉", Undo.INVERSE) as work:
        rows = [record_row(work.connection, "roster_line", key) for key in keys]
        work.heading = f"花名册去掉 {_called(work, rows)}"
        work.write_rows(RosterLine, deletes=[row["id"] for row in rows])
        return Changed.of(work.commit())


def put(work: Work, project: Row, lines: Sequence[tuple[uuid.UUID, Row]], today: dt.date) -> list[uuid.UUID]:
    """Add lines of households to a project's roster, after those that are there; return their keys."""
    query = select(func.max(RosterLine.list_number)).where(RosterLine.project_id == project["id"])
    first = (work.connection.execute(query).scalar() or 0) + 1
    homes = taken_over(work.connection, [household for household, _ in lines], today)
    rows = [
        {**homes[household], **worked_out(values), "project_id": project["id"], "project_code": project["code"],
         "list_number": number}
        for number, (household, values) in enumerate(lines, start=first)
    ]  # fmt: skip
    return work.write_rows(RosterLine, inserts=rows)


def worked_out(values: Row, row: Mapping[str, Any] | None = None) -> Row:
    """Return the values with the amount that quantity and rate come to, where none is given and one of them is new.

    Args:
        row: The line as it stands, for what ``values`` do not say.
    """
    if values.get("amount_fen") is not None or not {"quantity", "rate_fen"} & values.keys():
        return values
    whole = {**(row or {}), **values}
    if whole.get("quantity") is None or whole.get("rate_fen") is None:
        return values
    return {**values, "amount_fen": amount_of(whole["quantity"], whole["rate_fen"])}


def checked(values: Mapping[str, Any], today: dt.date) -> Row:
    """Return what was typed if it can be.

    Raises:
        UserError: a day is to come, an amount or quantity is negative. ValueError: no such field is typed.
    """
    unknown = set(values) - set(TYPED)
    if unknown:
        raise ValueError(f"roster_line: {sorted(unknown)} are not typed by people")
    labels = {field.name: field.label for field in fields_of(RosterLine)}
    for name in ("quantity", "rate_fen", "amount_fen"):
        value = values.get(name)
        if value is not None and value < 0:
            raise UserError("roster.negative", f"{labels[name]}不能小于 0", "请核对")
    day = values.get("received_on")
    if day is not None and day > today:
        raise UserError("roster.future", f"{day}还没有到", "请核对领取日期")
    return dict(values)


def _called(work: Work, rows: Sequence[Row]) -> str:
    owner = rows[0]["project_id"] if rows else None
    project = record_row(work.connection, "project", owner)["name"] if owner is not None else ""
    who = rows[0]["head_name"] or rows[0]["household_code"] or "一户" if len(rows) == 1 else f"{len(rows)} 户"
    return f"{who}（{project}）" if project else who
