"""Agreements on benefits (效益到户协议): entered with the lines of a year, corrected, gone on with year by year."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.money import split
from villagebook.checks.standing import Standing, standings
from villagebook.models import BenefitAgreement, BenefitLine
from villagebook.services.benefits import AGREEMENT_FIELDS, DIVIDEND, Row, due_day, known, rows_of, whose
from villagebook.services.fields import record_row
from villagebook.services.list_homes import taken_over
from villagebook.services.typed import amount_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work


@dataclass(frozen=True, slots=True)
class Terms:
    """What each household of a new year gets.

    Attributes:
        total_fen: A sum that is shared out to the fen; None takes quantity times rate.
        quantity, rate_fen, unit: Of each household (地租: 亩 and rent of one).
        per_person: Weigh the sum, or the quantity, by members.
    """

    total_fen: int | None = None
    quantity: Any = None
    rate_fen: int | None = None
    unit: str | None = None
    per_person: bool = False


def promised_fen(agreement: Mapping[str, Any]) -> int | None:
    """What an agreement promises a year: as stated, else the invested money times the share; None if neither."""
    if agreement["yearly_fen"] is not None:
        return int(agreement["yearly_fen"])
    if agreement["invested_fen"] is None or agreement["share"] is None:
        return None
    return amount_of(agreement["share"] / 100, agreement["invested_fen"])


@verb("benefit.agree", "登记效益到户协议", Undo.INVERSE)
def agree(
    book: Book,
    project: uuid.UUID,
    values: Mapping[str, Any],
    households: Collection[uuid.UUID] = (),
    terms: Terms = Terms(),
    *,
    year: int | None = None,
    actor: str,
    today: dt.date,
) -> tuple[Changed, uuid.UUID]:
    """Enter an agreement of a project and, in the same act, the lines of its households for a year.

    Args:
        values: Fields of AGREEMENT_FIELDS by name, native; without a code it gets the next one.
        households: Who gets the year's lines; none makes no lines yet.
        terms: What each gets; a sum not given is what the agreement promises a year.
        year: Of the lines; the year it begins unless given.

    Returns:
        What changed, and the agreement's key.

    Raises:
        UserError: no operator, an end before the beginning, a code in use, or nothing says what the households get.
    """
    given = _agreement_values(values)
    if not given.get("operator"):
        raise UserError("benefit.no_operator", "没有写经营主体", "请写上是谁付给农户，如合作社、企业")
    with book.work(declaration(agree).id, actor, "登记效益到户协议", Undo.INVERSE) as work:
        owner = record_row(work.connection, "project", project)
        first = year or (given.get("from_on") or given.get("signed_on") or today).year
        given["code"] = _code(work, given.get("code"), first)
        row = {**dict.fromkeys(AGREEMENT_FIELDS), **given, "project_id": project, "project_code": owner["code"]}
        row["id"] = work.new_id()
        work.write_rows(BenefitAgreement, inserts=[row])
        if households:
            _make(work, owner, row, list(dict.fromkeys(households)), terms, first, today)
        after = f"，{first}年 {len(set(households))} 户" if households else ""
        work.heading = f"登记协议 {given['code']}（{owner['name'] or ''}）{after}"
        return Changed.of(work.commit()), row["id"]


@verb("benefit.list_year", "登记一年的效益名单", Undo.INVERSE)
def list_year(
    book: Book, agreement: uuid.UUID, households: Collection[uuid.UUID], terms: Terms, *, year: int, actor: str,
    today: dt.date,
) -> Changed:  # fmt: skip
    """Make the lines of a year of an agreement that is in the book already; who has a line in it keeps it.

    Raises:
        UserError: the agreement is gone, nobody is left to add, or nothing says what the households get.
    """
    with book.work(declaration(list_year).id, actor, "登记一年的效益名单", Undo.INVERSE) as work:
        row = record_row(work.connection, "benefit_agreement", agreement)
        lines = rows_of(work.connection, BenefitLine, BenefitLine.agreement_id == agreement)
        listed = {line["household_id"] for line in lines if line["year"] == year}
        new = [key for key in dict.fromkeys(households) if key not in listed]
        if not new:
            raise UserError("benefit.nobody", "没有要加的户", "选中的户都已经在名单里，或一户也没有选")
        project = {"id": row["project_id"], "code": row["project_code"]}
        _make(work, project, row, new, terms, year, today)
        work.heading = f"登记{year}年名单 {len(new)} 户（{row['code'] or row['operator'] or ''}）"
        return Changed.of(work.commit())


def _agreement_values(values: Mapping[str, Any]) -> Row:
    known(values, AGREEMENT_FIELDS)
    given = dict(values)
    if (first := given.get("from_on")) and (last := given.get("through_on")) and last < first:
        raise UserError("benefit.ends_first", f"受益结束{last}早于受益开始{first}", "请核对两个日期")
    month, day = given.get("pay_month"), given.get("pay_day")
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        raise UserError("benefit.pay_day", "没有这样的付款月日", "月份写 1 到 12，日写 1 到 31")
    return given


def _code(work: Work, code: str | None, year: int) -> str:
    query = select(BenefitAgreement.code).where(BenefitAgreement.village_id == work.village_id)
    used = {known for known in work.connection.execute(query).scalars() if known}
    if code and code in used:
        raise UserError("benefit.code_used", f"协议编号“{code}”已经用了", "请换一个编号")
    numbers = (f"XY{year}-{number:02d}" for number in range(1, len(used) + 2))
    return code or next(number for number in numbers if number not in used)


def _make(
    work: Work, project: Row, agreement: Row, households: Sequence[uuid.UUID], terms: Terms, year: int, today: dt.date
) -> None:
    """Add the lines of a year; the invested money is shared out over them too."""
    homes = taken_over(work.connection, households, today)
    weights = [homes[key]["population"] or 0 if terms.per_person else 1 for key in households]
    if not any(weights):
        raise UserError("benefit.weights", "各户人口都是空的，分不下去", "请按户平均，或先登记成员")
    invested: Sequence[int | None] = [None] * len(households)
    if agreement["invested_fen"] is not None and agreement["kind"] in (DIVIDEND, None):
        invested = split(agreement["invested_fen"], weights)
    total = terms.total_fen
    if total is None and terms.rate_fen is None:
        total = promised_fen(agreement)
    lines: list[Row] = []
    if total is not None:
        lines = [{"due_fen": part} for part in split(total, weights)]
    elif terms.quantity is not None and terms.rate_fen is not None:
        counts = [terms.quantity * (weight if terms.per_person else 1) for weight in weights]
        lines = [
            {"quantity": count, "unit": terms.unit, "rate_fen": terms.rate_fen,
             "due_fen": amount_of(count, terms.rate_fen)}
            for count in counts
        ]  # fmt: skip
    elif agreement["kind"] == DIVIDEND:
        raise UserError("benefit.nothing_due", "没有说各户应得多少", "请写分红总额，或入股资金和分红比例，或数量和单价")
    else:
        # 务工, 保底收购, 以购代捐: what each gets shows only in the course of the year.
        lines = [{"quantity": terms.quantity, "unit": terms.unit, "rate_fen": terms.rate_fen} for _ in households]
    same = {
        "project_id": project["id"], "project_code": project["code"], "agreement_id": agreement["id"],
        "agreement_code": agreement["code"], "year": year, "kind": agreement["kind"],
        "due_on": due_day(agreement, year),
    }  # fmt: skip
    rows = [
        {**whose(homes[key]), **same, "invested_fen": stake, "list_number": number, **line}
        for number, (key, stake, line) in enumerate(zip(households, invested, lines, strict=True), start=1)
    ]
    work.write_rows(BenefitLine, inserts=rows)


@dataclass(frozen=True, slots=True)
class NextYear:
    """What making a year did: how many lines, and who was left out and why."""

    year: int
    added: int
    left_out: tuple[str, ...] = field(default=())


@verb("benefit.next_year", "生成下一年名单", Undo.INVERSE)
def next_year(
    book: Book, agreement: uuid.UUID, *, year: int | None = None, total_fen: int | None = None, actor: str,
    today: dt.date,
) -> tuple[Changed, NextYear]:  # fmt: skip
    """Make a year's lines of an agreement from those of the year before, in one act; nothing of them is paid yet.

    Households that ended since are left out; a dividend promised for the whole is shared out anew over those that
    stay, by what each got before.

    Args:
        year: The year after the last one unless given.
        total_fen: Share this sum out instead.

    Raises:
        UserError: there is no year to go on from, or the year has lines already.
    """
    with book.work(declaration(next_year).id, actor, "生成下一年名单", Undo.INVERSE) as work:
        row = record_row(work.connection, "benefit_agreement", agreement)
        lines = rows_of(work.connection, BenefitLine, BenefitLine.agreement_id == agreement)
        years = sorted({line["year"] for line in lines if line["year"] is not None})
        if not years:
            raise UserError("benefit.no_year", "这份协议还没有哪一年的名单", "请先登记第一年的名单")
        wanted = year or years[-1] + 1
        if wanted in years:
            raise UserError("benefit.year_there", f"{wanted}年的名单已经有了", "请直接改那一年的名单")
        from_year = max((known_year for known_year in years if known_year < wanted), default=years[0])
        before = [line for line in lines if line["year"] == from_year]
        homes = standings(work.connection, work.village_id, [one["household_id"] for one in before])
        stay, left = _still_there(before, homes, min(today, dt.date(wanted, 12, 31)))
        if not stay:
            raise UserError("benefit.nobody", "上一年的户都已经不在了", "请重新登记名单")
        work.write_rows(BenefitLine, inserts=_anew(row, stay, homes, wanted, total_fen, bool(left)))
        work.heading = f"生成{wanted}年名单 {len(stay)} 户（{row['code'] or row['operator'] or ''}）"
        return Changed.of(work.commit()), NextYear(wanted, len(stay), tuple(left))


def _still_there(
    lines: Sequence[Row], homes: Mapping[uuid.UUID, Standing], day: dt.date
) -> tuple[list[Row], list[str]]:
    """The lines whose households are there on a day, and who is left out and why."""
    stay: list[Row] = []
    left: list[str] = []
    for line in lines:
        home = homes.get(line["household_id"])
        # Who died leaves a household that goes on: its new head is named.
        against = home.against(day) if home is not None else ""
        if against:
            left.append(f"{line['head_name'] or line['household_code']}（{against}）")
        else:
            stay.append(line)
    return stay, left


def _anew(
    agreement: Row, lines: Sequence[Row], homes: Mapping[uuid.UUID, Standing], year: int, total_fen: int | None,
    fewer: bool,
) -> list[Row]:  # fmt: skip
    kept = ("project_id", "project_code", "agreement_id", "agreement_code", "household_id", "kind", "invested_fen",
            "quantity", "unit", "rate_fen", "due_fen")  # fmt: skip
    dues: Sequence[int | None] = [line["due_fen"] for line in lines]
    total = total_fen if total_fen is not None else promised_fen(agreement) if agreement["kind"] == DIVIDEND else None
    if total is not None and (fewer or total_fen is not None or sum(due or 0 for due in dues) != total):
        weights = [due or 0 for due in dues]
        dues = split(total, weights if any(weights) else [1] * len(lines))
    rows = []
    for number, (line, due) in enumerate(zip(lines, dues, strict=True), start=1):
        home = homes.get(line["household_id"])
        named = {"household_code": home.code if home else line["household_code"],
                 "head_name": home.head if home else line["head_name"]}  # fmt: skip
        rows.append({
            **{name: line[name] for name in kept}, **named, "due_fen": due, "year": year, "list_number": number,
            "due_on": due_day(agreement, year)})  # fmt: skip
    return rows


@verb("benefit.correct", "改效益到户协议", Undo.INVERSE)
def correct(book: Book, agreement: uuid.UUID, values: Mapping[str, Any], *, actor: str) -> Changed:
    """Set fields of an agreement; None clears a field. Lines already made keep what they say.

    Raises:
        UserError: the agreement is gone, it would end before it begins, or the code is in use.
    """
    with book.work(declaration(correct).id, actor, "改效益到户协议", Undo.INVERSE) as work:
        row = record_row(work.connection, "benefit_agreement", agreement)
        whole = _agreement_values({**{name: row[name] for name in AGREEMENT_FIELDS}, **values})
        if whole["code"] != row["code"]:
            whole["code"] = _code(work, whole["code"], (row["signed_on"] or row["from_on"] or dt.date.min).year)
        work.write_rows(BenefitAgreement, updates=[(agreement, whole)])
        work.heading = f"改协议 {whole['code'] or whole['operator'] or ''}".rstrip()
        return Changed.of(work.commit())


@verb("benefit.cancel", "删效益到户协议", Undo.INVERSE)
def cancel(book: Book, agreement: uuid.UUID, *, actor: str) -> Changed:
    """Take an agreement out of the book, with its lines.

    Raises:
        UserError: it is gone, or something was paid by it already.
    """
    with book.work(declaration(cancel).id, actor, "删效益到户协议", Undo.INVERSE) as work:
        row = record_row(work.connection, "benefit_agreement", agreement)
        lines = rows_of(work.connection, BenefitLine, BenefitLine.agreement_id == agreement)
        if any(line["paid_fen"] for line in lines):
            raise UserError("benefit.paid", f"协议 {row['code'] or ''} 已经付过款，不能删", "付款登记错了请先取消付款")
        work.write_rows(BenefitLine, deletes=[line["id"] for line in lines])
        work.write_rows(BenefitAgreement, deletes=[agreement])
        work.heading = f"删协议 {row['code'] or row['operator'] or ''}（{len(lines)} 行名单）"
        return Changed.of(work.commit())
