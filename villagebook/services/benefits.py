"""How projects done together reach households (效益到户): agreements, and what each household is due and was paid.

Shown by project and year; lines entered by hand, corrected, paid. Agreements, and the lines of whole years made from
them: benefit_agreements.py. Whether a line is late is worked out as of a day and stored nowhere.
"""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.base.findings import Finding
from villagebook.checks import Facts
from villagebook.checks.benefits import BENEFITS
from villagebook.ledgers import Scope
from villagebook.models import BenefitAgreement, BenefitLine, fields_of
from villagebook.services.benefit_state import LATE, state_of
from villagebook.services.fields import record_row
from villagebook.services.list_homes import taken_over
from villagebook.services.typed import amount_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

Row = dict[str, Any]

#: What people type of an agreement and of a line, in the order of a form.
AGREEMENT_FIELDS = (
    "kind", "operator", "operator_head", "code", "signed_on", "from_on", "through_on", "money", "invested_fen",
    "share", "profit_share", "yearly_fen", "pay_month", "pay_day", "copies", "terms", "note",
)  # fmt: skip
LINE_FIELDS = ("year", "kind", "invested_fen", "quantity", "unit", "rate_fen", "due_fen", "due_on", "paid_fen",
               "paid_on", "note")  # fmt: skip
DIVIDEND = "分红"


@dataclass(frozen=True, slots=True)
class BenefitLineView:
    """One line: its fields by name, how far it is as of the day, what checks find at it."""

    key: uuid.UUID
    values: Mapping[str, Any]
    state: str
    days_late: int
    findings: tuple[Finding, ...]

    @property
    def open_fen(self) -> int:
        """What is still to be paid."""
        return max(0, (self.values["due_fen"] or 0) - (self.values["paid_fen"] or 0))


@dataclass(frozen=True, slots=True)
class YearView:
    """The lines of one year; money in 分."""

    year: int | None
    lines: tuple[BenefitLineView, ...]

    @property
    def due_fen(self) -> int:
        """What the households are due."""
        return sum(line.values["due_fen"] or 0 for line in self.lines)

    @property
    def paid_fen(self) -> int:
        """What they were paid."""
        return sum(line.values["paid_fen"] or 0 for line in self.lines)

    @property
    def late(self) -> int:
        """How many lines are late."""
        return sum(line.state == LATE for line in self.lines)

    @property
    def households(self) -> int:
        """How many households have a line, each once."""
        return len({line.values["household_id"] or line.key for line in self.lines})


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One agreement: its fields by name, the years that have lines, what checks find at it."""

    key: uuid.UUID
    values: Mapping[str, Any]
    years: tuple[int, ...]
    households: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class BenefitsView:
    """The benefits of a project as of a day: agreements by code, years newest first."""

    project: uuid.UUID
    code: str
    name: str
    mode: str
    day: dt.date
    agreements: tuple[AgreementView, ...]
    years: tuple[YearView, ...]
    findings: tuple[Finding, ...] = ()


def view(book: Book, project: uuid.UUID, on: dt.date) -> BenefitsView:
    """The benefits of a project.

    Raises:
        UserError: the project is gone.
    """
    with book.read() as connection:
        owner = record_row(connection, "project", project)
        agreements = rows_of(connection, BenefitAgreement, BenefitAgreement.project_id == project)
        lines = rows_of(connection, BenefitLine, BenefitLine.project_id == project)
        found: list[Finding] = []
        if lines or agreements:
            facts = Facts(connection, Scope(book.village_id, on))
            found = [finding for check in BENEFITS for finding in check.on(facts)]
    of: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        if finding.record is not None:
            of.setdefault(finding.record, []).append(finding)

    def found_at(table: str, key: uuid.UUID) -> tuple[Finding, ...]:
        return tuple(of.get((table, str(key)), ()))

    years: dict[int | None, list[BenefitLineView]] = {}
    for row in lines:
        state, late = state_of(row, on)
        one = BenefitLineView(row["id"], row, state, late, found_at("benefit_line", row["id"]))
        years.setdefault(row["year"], []).append(one)
    return BenefitsView(
        project, owner["code"] or "", owner["name"] or "", owner["mode"] or "", on,
        tuple(_agreement(row, lines, found_at("benefit_agreement", row["id"])) for row in agreements),
        tuple(YearView(year, tuple(years[year])) for year in sorted(years, key=lambda year: -(year or 0))),
        found_at("project", project),
    )  # fmt: skip


def _agreement(row: Row, lines: Sequence[Row], findings: tuple[Finding, ...]) -> AgreementView:
    mine = [line for line in lines if line["agreement_id"] == row["id"]]
    years = sorted({line["year"] for line in mine if line["year"] is not None})
    last = {line["household_id"] for line in mine if years and line["year"] == years[-1]}
    return AgreementView(row["id"], row, tuple(years), len(last), findings)


def rows_of(connection: Connection, record: Any, condition: Any) -> list[Row]:
    """Return agreements by code, or lines by year and place."""
    table = record.__table__
    order = (table.c.year, table.c.list_number.nulls_last()) if "list_number" in table.c else (table.c.code,)
    query = select(table).where(condition).order_by(*order, table.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def agreement_of(book: Book, code: str) -> uuid.UUID:
    """The key of the agreement with this code.

    Raises:
        UserError: no agreement has it.
    """
    with book.read() as connection:
        query = select(BenefitAgreement.id).where(
            BenefitAgreement.village_id == book.village_id, BenefitAgreement.code == code)
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("benefit.unknown", f"没有协议编号“{code}”", "请核对编号")
    return found


def due_day(agreement: Mapping[str, Any], year: int) -> dt.date:
    """The day of a year by which an agreement is to be paid; the last of the year where it says none."""
    month = agreement["pay_month"] if 1 <= (agreement["pay_month"] or 0) <= 12 else 12
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(max(agreement["pay_day"] or last, 1), last))


def whose(home: Mapping[str, Any]) -> Row:
    """What a line takes over from its household."""
    return {name: home[name] for name in ("household_id", "household_code", "head_name")}


@verb("benefit.add", "登记效益到户", Undo.INVERSE)
def add_line(
    book: Book, project: uuid.UUID, household: uuid.UUID, values: Mapping[str, Any], *,
    agreement: uuid.UUID | None = None, actor: str, today: dt.date,
) -> tuple[Changed, uuid.UUID]:  # fmt: skip
    """Enter one line of one household by hand; quantity times rate gives what it is due where that is not given.

    Raises:
        UserError: project, household or agreement is gone, no kind or year, a payment is to come.
    """
    given = _line_values(values, today)
    if not given.get("kind") or not given.get("year"):
        raise UserError("benefit.what", "没有写年度和带农方式", "请写年度，选分红、地租、保底收购、务工或以购代捐")
    with book.work(declaration(add_line).id, actor, "登记效益到户", Undo.INVERSE) as work:
        owner = record_row(work.connection, "project", project)
        record_row(work.connection, "household", household)
        home = taken_over(work.connection, [household], today)[household]
        by = record_row(work.connection, "benefit_agreement", agreement) if agreement is not None else None
        query = select(func.max(BenefitLine.list_number)).where(
            BenefitLine.project_id == project, BenefitLine.year == given["year"])
        number = (work.connection.execute(query).scalar() or 0) + 1
        if by is not None and given.get("due_on") is None:
            given["due_on"] = due_day(by, given["year"])
        line = {
            **whose(home), **_worked_out(given), "project_id": project, "project_code": owner["code"],
            "agreement_id": agreement, "agreement_code": by["code"] if by else None, "list_number": number,
        }  # fmt: skip
        (key,) = work.write_rows(BenefitLine, inserts=[line])
        work.heading = f"登记{given['year']}年{given['kind']} {home['head_name'] or ''}".rstrip()
        return Changed.of(work.commit()), key


@verb("benefit.set", "改效益到户", Undo.INVERSE)
def change(book: Book, keys: Collection[uuid.UUID], new: Mapping[str, Any], *, actor: str, today: dt.date) -> Changed:
    """Set fields of some lines, all alike, in one operation; None clears a field.

    Raises:
        UserError: a line is gone, an amount is negative, a payment is to come.
    """
    given = _line_values(new, today)
    with book.work(declaration(change).id, actor, "改效益到户", Undo.INVERSE) as work:
        rows = [record_row(work.connection, "benefit_line", key) for key in keys]
        work.write_rows(BenefitLine, updates=[(row["id"], _worked_out(given, row)) for row in rows])
        work.heading = f"改效益 {_called(rows)}"
        return Changed.of(work.commit())


@verb("benefit.pay", "登记效益付款", Undo.INVERSE)
def pay(book: Book, keys: Collection[uuid.UUID], paid_on: dt.date | None, *, actor: str, today: dt.date) -> Changed:
    """Say that some lines, or a whole year, were paid in full on a day; None takes it back.

    Raises:
        UserError: a line is gone or says nothing of what is due, the day is to come.
    """
    _line_values({"paid_on": paid_on}, today)
    with book.work(declaration(pay).id, actor, "登记效益付款", Undo.INVERSE) as work:
        rows = [record_row(work.connection, "benefit_line", key) for key in keys]
        unknown = [row for row in rows if row["due_fen"] is None]
        if paid_on is not None and unknown:
            raise UserError("benefit.no_due", f"{_called(unknown)}没有应付金额", "请先填应付金额，或逐行填已付金额")
        work.write_rows(BenefitLine, updates=[
            (row["id"], {"paid_fen": row["due_fen"] if paid_on else None, "paid_on": paid_on}) for row in rows
        ])  # fmt: skip
        work.heading = f"{'登记付款' if paid_on else '取消付款'} {_called(rows)}"
        return Changed.of(work.commit())


@verb("benefit.remove", "删效益到户", Undo.INVERSE)
def remove(book: Book, keys: Collection[uuid.UUID], *, actor: str) -> Changed:
    """Take lines out of the book in one operation.

    Raises:
        UserError: a line is gone already.
    """
    with book.work(declaration(remove).id, actor, "删效益到户", Undo.INVERSE) as work:
        rows = [record_row(work.connection, "benefit_line", key) for key in keys]
        work.heading = f"删效益 {_called(rows)}"
        work.write_rows(BenefitLine, deletes=[row["id"] for row in rows])
        return Changed.of(work.commit())


def _called(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        what = f"{rows[0]['year'] or ''}年{rows[0]['kind'] or ''}" if rows[0]["year"] else rows[0]["kind"] or ""
        return f"{what} {rows[0]['head_name'] or rows[0]['household_code'] or '一户'}".strip()
    years = {f"{row['year']}年" for row in rows if row["year"]}
    return f"{next(iter(years)) if len(years) == 1 else ''} {len(rows)} 户".strip()


def _worked_out(given: Row, row: Mapping[str, Any] | None = None) -> Row:
    if given.get("due_fen") is not None or not {"quantity", "rate_fen"} & given.keys():
        return given
    whole = {**(row or {}), **given}
    if whole.get("quantity") is None or whole.get("rate_fen") is None:
        return given
    return {**given, "due_fen": amount_of(whole["quantity"], whole["rate_fen"])}


def _line_values(values: Mapping[str, Any], today: dt.date) -> Row:
    known(values, LINE_FIELDS)
    labels = {info.name: info.label for info in fields_of(BenefitLine)}
    for name in ("invested_fen", "quantity", "rate_fen", "due_fen", "paid_fen"):
        value = values.get(name)
        if value is not None and value < 0:
            raise UserError("benefit.negative", f"{labels[name]}不能小于 0", "请核对")
    paid_on = values.get("paid_on")
    if paid_on is not None and paid_on > today:
        raise UserError("benefit.future", f"{paid_on}还没有到", "请核对付款日期")
    return dict(values)


def known(values: Mapping[str, Any], names: Sequence[str]) -> None:
    """Refuse fields that no person types."""
    unknown = set(values) - set(names)
    if unknown:
        raise ValueError(f"{sorted(unknown)} are not typed by people")
