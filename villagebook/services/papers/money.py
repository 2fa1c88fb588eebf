"""What the papers of money say: 报账申请书 with 支出明细表, 收益分配方案 with 发放表, 银行存款余额调节表."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.base.money import capital
from villagebook.documents.papers import money as forms
from villagebook.ledgers import Scope
from villagebook.ledgers.figures import counted_as
from villagebook.ledgers.parts import table
from villagebook.models import Distribution, DistributionLine, FundEntry, Meeting, Notice, ProjectSource
from villagebook.services import distributions
from villagebook.services.bank.account import read_account
from villagebook.services.bank.reconciling import OpenItem, reconciled
from villagebook.services.distributions.reading import read
from villagebook.services.fields import record_row
from villagebook.services.papers.made import Filled, MadePaper

Row = Mapping[str, Any]

#: Money that is no special fund: it never stands in the amount box of a claim.
OWN_MONEY = ("社会捐赠", "村集体", "自筹", "其他")
_CLAIM, _SPENT = "报账", "支出"


# --- 报账申请书 ---


def claim(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 报账申请书 of a claim: all entries 报账 of one project and day; None if nothing of it is special money."""
    row = connection.execute(select(FundEntry.__table__).where(FundEntry.id == key)).mappings().first()
    if row is None or row["kind"] != _CLAIM or row["project_id"] is None or row["date"] is None:
        return None
    moved = _moved(connection, row["project_id"])
    mine = [one for one in moved if one["counted"] == _CLAIM and one["date"] == row["date"]]
    if not mine:
        return None
    project, village = record_row(connection, "project", row["project_id"]), _village(connection, scope)
    days = [one["date"] for one in moved if one["counted"] == _CLAIM and one["date"] < row["date"]]
    since = max(days, default=dt.date.min)
    spent = [one for one in moved if one["counted"] == _SPENT and since < one["date"] <= row["date"]]
    amount, before = _sum(mine), sum(one["amount_fen"] for one in moved
                                     if one["counted"] == _CLAIM and one["date"] < row["date"])  # fmt: skip
    plan = _special_plan(connection, row["project_id"])
    planned = sum(one["planned_fen"] for one in plan)
    payees = list(dict.fromkeys(one["payee"] for one in spent if one["payee"]))
    claim_on = row["claim_on"] or project["claimed_on"] or row["date"]
    values: dict[str, object] = {
        "unit": village["committee"] or village["name"] or "", "name": project["name"], "code": project["code"],
        "approval_number": project["approval_number"],
        "documents": "；".join(dict.fromkeys(_called(one) for one in plan)),
        "planned_fen": planned, "before_fen": before, "amount_fen": amount, "left_fen": planned - before - amount,
        "capital": capital(amount) if amount >= 0 else None, "payee": payees[0] if len(payees) == 1 else None,
        "account": None, "claim_on": claim_on, "papers": sum(one["papers"] or 0 for one in (*mine, *spent)) or None,
        "accepted_on": project["accepted_on"], "village_opinion": "",
        "spendings": [*(_spending(no, one) for no, one in enumerate(spent, 1)), _total(spent)] if spent else [],
        "day_words": chinese(claim_on),
    }  # fmt: skip
    return Filled(values, project["code"] or "", on=claim_on, number=mine[0]["voucher"] or "")


def _moved(connection: Connection, project: uuid.UUID) -> list[Row]:
    """Dated special money of a project with what it counts as, by day and voucher."""
    entry, origin = table(FundEntry), table(FundEntry, "origin")
    counted = counted_as(entry, origin).label("counted")
    query = (
        select(entry, counted)
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(entry.c.project_id == project, entry.c.date.is_not(None), entry.c.amount_fen.is_not(None))
        .where(entry.c.source.is_(None) | entry.c.source.not_in(OWN_MONEY))
        .order_by(entry.c.date, entry.c.voucher, entry.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _special_plan(connection: Connection, project: uuid.UUID) -> list[Row]:
    plan = table(ProjectSource)
    query = select(plan).where(plan.c.project_id == project, plan.c.source.not_in(OWN_MONEY))
    return [dict(row) for row in connection.execute(query.order_by(plan.c.position, plan.c.id)).mappings()]


def _called(plan: Row) -> str:
    return " ".join(part for part in (plan["programme"] or plan["source"], plan["document"]) if part)


def _sum(rows: Sequence[Row]) -> int:
    return sum(row["amount_fen"] for row in rows)


def _spending(no: int, row: Row) -> dict[str, object]:
    return {"no": no, "date": row["date"], "voucher": row["voucher"], "memo": row["memo"], "payee": row["payee"],
            "amount_fen": row["amount_fen"], "papers": row["papers"], "is_sum": False}  # fmt: skip


def _total(rows: Sequence[Row]) -> dict[str, object]:
    papers = sum(row["papers"] or 0 for row in rows)
    return {"no": None, "date": None, "voucher": None, "memo": "合计", "payee": None, "amount_fen": _sum(rows),
            "papers": papers or None, "is_sum": True}  # fmt: skip


def claims_of(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return one entry of each claim of a project up to the day, the earliest first."""
    found: dict[dt.date, uuid.UUID] = {}
    for row in _moved(connection, project):
        if row["kind"] == _CLAIM and row["date"] <= scope.on:
            found.setdefault(row["date"], row["id"])
    return list(found.values())


# --- 收益分配方案 ---


def distribution(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 收益分配方案 with its list; None for one without a plan."""
    found = read(connection, key, scope.on)
    if not found.parts:
        return None
    village, meeting = _village(connection, scope), found.values["meeting_id"]
    held = connection.execute(select(Meeting.__table__).where(Meeting.id == meeting)).mappings().first()
    decided = _decided(dict(held)) if held is not None else None
    kept = sum(part.planned_fen for part in found.parts if part.use == "村集体留存")
    paid = next((payment.date for payment in found.payments if payment.date and payment.is_posted), None)
    values: dict[str, object] = {
        "unit": village["committee"] or village["name"] or "", "name": found.name, "code": found.code,
        "year_words": f"{found.year}年" if found.year else None,
        "origin": found.asset[1] if found.asset else found.project[2] if found.project else "村集体收益",
        "planned_on": found.values["planned_on"], "income_fen": found.income_fen, "kept_fen": kept,
        "capital": capital(found.income_fen), "decided": decided, "told": _told(connection, found),
        "checked_on": found.values["township_checked_on"], "filed_on": found.values["county_filed_on"],
        "parts": [*(_part(no, part, found.income_fen) for no, part in enumerate(found.parts, 1)), {
            "no": None, "use": "合计", "planned_fen": found.planned_fen,
            "share": _share(found.planned_fen, found.income_fen), "count": len(found.lines) or None,
            "note": None, "is_sum": True}],
        "shares": _shares(connection, key, found),
        "paid_words": chinese(paid) if paid else "　　　　年　　月　　日",
    }  # fmt: skip
    return Filled(values, found.code, on=found.values["planned_on"])


def _decided(held: Row) -> str:
    came = f"应到{held['due']}人，实到{held['present']}人" if held["due"] and held["present"] else ""
    votes = f"同意{held['agreed']}票" if held["agreed"] is not None else ""
    day = chinese(held["held_on"]) if held["held_on"] else ""
    return "，".join(part for part in (f"{day}{held['kind']}", came, votes) if part)


def _told(connection: Connection, found: distributions.DistributionView) -> str | None:
    if found.notice is None:
        return None
    row = connection.execute(
        select(Notice.from_on, Notice.through_on).where(Notice.id == found.notice[0])).one()  # fmt: skip
    span = f"，{chinese(row.from_on)}至{chinese(row.through_on)}" if row.from_on and row.through_on else ""
    return f"{found.notice[1]}{span}"


def _part(no: int, part: distributions.Part, income: int) -> dict[str, object]:
    return {"no": no, "use": part.use, "planned_fen": part.planned_fen, "share": _share(part.planned_fen, income),
            "count": part.lines or None, "note": part.note or None, "is_sum": False}  # fmt: skip


def _share(part: int, whole: int) -> str | None:
    return f"{(Decimal(part) * 100 / whole):.2f}%" if whole > 0 else None


def _shares(
    connection: Connection, key: uuid.UUID, found: distributions.DistributionView
) -> list[dict[str, object]]:
    line = table(DistributionLine)
    tails = dict(connection.execute(
        select(line.c.id, line.c.card_tail).where(line.c.distribution_id == key)).tuples().all())  # fmt: skip
    rows: list[dict[str, object]] = [
        {"no": no, "name": one.name, "use": one.use, "reason": one.reason, "amount_fen": one.amount_fen,
         "card_tail": tails.get(one.key), "is_sum": False} for no, one in enumerate(found.lines, 1)]  # fmt: skip
    if rows:
        rows.append({"no": None, "name": "合计", "use": None, "reason": None, "amount_fen": found.listed_fen,
                     "card_tail": None, "is_sum": True})  # fmt: skip
    return rows


def distributions_of(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the sharings-out of a project's income up to the day, the earliest first."""
    plan = table(Distribution)
    query = select(plan.c.id, plan.c.planned_on).where(plan.c.project_id == project).order_by(plan.c.year, plan.c.id)
    return [row.id for row in connection.execute(query) if row.planned_on is None or row.planned_on <= scope.on]


# --- 银行存款余额调节表 ---


def reconciliation(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 银行存款余额调节表 as of the day, or of the last one covered by then; None without a statement."""
    last = read_account(connection, scope.village_id)
    if not last.statements:
        return None
    found = last if last.on <= scope.on else read_account(connection, scope.village_id, scope.on)
    shown, village = reconciled(found), _village(connection, scope)
    if shown.bank_fen is None:
        return None
    book = [_line("账面余额", shown.book_fen, True), *_open("加：银行已收、账上未收", shown.there_in),
            *_open("减：银行已付、账上未付", shown.there_out)]  # fmt: skip
    bank = [_line("银行对账单余额", shown.bank_fen, True), *_open("加：账上已收、银行未收", shown.here_in),
            *_open("减：账上已付、银行未付", shown.here_out)]  # fmt: skip
    lines = [
        {"book_what": one["what"], "book_fen": one["fen"], "bank_what": other["what"], "bank_fen": other["fen"],
         "is_sum": one["is_sum"] and other["is_sum"]}
        for one, other in zip_longest(book, bank, fillvalue={"what": None, "fen": None, "is_sum": False})
    ]  # fmt: skip
    lines.append({"book_what": "调节后余额", "book_fen": shown.book_adjusted_fen, "bank_what": "调节后余额",
                  "bank_fen": shown.bank_adjusted_fen, "is_sum": True})  # fmt: skip
    values: dict[str, object] = {
        "unit": village["committee"] or village["name"] or "", "account": "、".join(shown.accounts) or "　　",
        "day_words": f"截至{chinese(shown.on)}", "lines": lines, "words": shown.words,
        "made_words": chinese(scope.on),
    }  # fmt: skip
    return Filled(values, on=shown.on)


def _line(what: str, fen: int | None, is_sum: bool = False) -> dict[str, Any]:
    return {"what": what, "fen": fen, "is_sum": is_sum}


def _open(heading: str, items: Sequence[OpenItem]) -> list[dict[str, Any]]:
    found = [_line(heading, abs(sum(item.amount_fen for item in items)))]
    for item in items:
        words = " ".join(part for part in (str(item.on or ""), item.number, item.what) if part)
        found.append(_line(f"　{words}", abs(item.amount_fen)))
    return found


def _village(connection: Connection, scope: Scope) -> Row:
    return record_row(connection, "village", scope.village_id)


MONEY = (
    MadePaper("claim", "报账申请书和支出明细表", "claim", (forms.CLAIM, forms.CLAIM_LIST), claim, "claim", claims_of),
    MadePaper("distribution", "收益分配方案和发放表", "distribution", (forms.DISTRIBUTION, forms.DISTRIBUTION_LIST),
              distribution, "distribution", distributions_of),
    MadePaper("bank-reconciliation", "银行存款余额调节表", "village", (forms.RECONCILIATION,), reconciliation),
)  # fmt: skip
