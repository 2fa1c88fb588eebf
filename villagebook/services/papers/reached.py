"""What the papers of what reaches households say: 到户花名册, 效益到户协议书, 覆盖登记统计表."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.base.money import capital, format_yuan
from villagebook.documents.papers import reached as forms
from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.ledgers.parts import households_there, table
from villagebook.models import BenefitAgreement, BenefitLine, Distribution, DistributionLine, RosterLine
from villagebook.services.benefit_agreements import promised_fen
from villagebook.services.benefits import due_day
from villagebook.services.coverage import REGISTERED, Covered, covered
from villagebook.services.papers.made import Filled, MadePaper
from villagebook.services.papers.projects import project_row, sources_of, village_row
from villagebook.services.rosters import lines_of

Row = Mapping[str, Any]
_SIGNED_DAY = "月　　日"


def roster(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 到户花名册: the lines with the sum of each page and of all so far; None without a line."""
    project = project_row(connection, key)
    lines = lines_of(connection, key) if project is not None else []
    if project is None or not lines:
        return None
    documents = [source["document"] for source in sources_of(connection, key) if source["document"]]
    days = {line["received_on"] for line in lines} - {None}
    rows = [_roster_row(number, line) for number, line in enumerate(lines, 1)]
    return Filled({
        "name": project["name"] or "", "code": project["code"] or "", "document": "、".join(dict.fromkeys(documents)),
        "paid_words": chinese(min(days)) if len(days) == 1 else "　　　　年　　月　　日",
        "lines": paged(rows, _roster_sum),
    }, project["code"] or "", on=max(days, default=None), number=documents[0] if documents else "")  # fmt: skip


def _roster_row(number: int, line: Row) -> dict[str, Any]:
    quantity = line["quantity"]
    return {
        "no": str(number), "group": line["group_name"], "head": line["head_name"], "code": line["household_code"],
        "people": line["population"], "content": line["content"], "rate_fen": line["rate_fen"],
        "quantity": "" if quantity is None else f"{quantity:f}{line['unit'] or ''}",
        "amount_fen": line["amount_fen"], "received": _day(line["received_on"]), "note": line["note"],
        "bank": line["bank"], "card_tail": line["card_tail"],
        "is_sum": False, "_quantity": quantity, "_unit": line["unit"],
    }  # fmt: skip


def _day(day: dt.date | None) -> str:
    return f"{day.month}月{day.day}日" if day is not None else _SIGNED_DAY


def _roster_sum(words: str, rows: Sequence[Row]) -> dict[str, Any]:
    units = {row["_unit"] for row in rows}
    same = len(units) == 1 and all(row["_quantity"] is not None for row in rows)
    quantity = f"{sum(row['_quantity'] for row in rows):f}" if same else ""
    return {
        **dict.fromkeys(forms.ROSTER_FIELDS), "no": "", "head": words, "code": f"{len(rows)}户", "is_sum": True,
        "people": sum(row["people"] or 0 for row in rows), "quantity": quantity,
        "amount_fen": sum(row["amount_fen"] or 0 for row in rows),
    }  # fmt: skip


def paged(rows: Sequence[Row], summed: Callable[[str, Sequence[Row]], Row]) -> list[Row]:
    """Return rows in pages, each with its sum and the sum of all so far; one page has 合计 alone."""
    pages = [rows[start : start + forms.A_PAGE] for start in range(0, len(rows), forms.A_PAGE)]
    if len(pages) <= 1:
        return [*rows, summed("合　计", rows)]
    found: list[Row] = []
    for number, page in enumerate(pages, 1):
        last = number == len(pages)
        so_far = rows[: (number - 1) * forms.A_PAGE + len(page)]
        found += [*page, summed("本页小计", page), summed("合　计" if last else "累　计", so_far)]
    return found


# Agreements


def agreement(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 效益到户协议书 for the whole, with the list of its households; None without one."""
    row = _one(connection, BenefitAgreement, key)
    lines = _first_lines(connection, key)
    if row is None or not lines:
        return None
    values = _terms(connection, scope, row, lines)
    values |= {
        "household": f"受益农户 {len(lines)} 户（名单附后）", "signer": f"{len(lines)} 户（名单附后）",
        "stake": "见受益农户名单", "due": "见受益农户名单",
        "households": [*(_member(number, line) for number, line in enumerate(lines, 1)), _member_sum(lines)],
    }  # fmt: skip
    return Filled(values, row["code"] or "", on=row["signed_on"], number=row["code"] or "", unit=row["operator"] or "")


def household_agreement(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 效益到户协议书 of one household, named by its line; None if the line has no agreement."""
    line = _one(connection, BenefitLine, key)
    row = _one(connection, BenefitAgreement, line["agreement_id"]) if line is not None else None
    if line is None or row is None:
        return None
    values = _terms(connection, scope, row, _first_lines(connection, row["id"]))
    stake, due = line["invested_fen"], line["due_fen"]
    values |= {
        "household": "　".join(part for part in (line["head_name"], line["household_code"]) if part),
        "signer": line["head_name"], "stake": money_words(stake), "due": money_words(due),
    }  # fmt: skip
    return Filled(values, row["code"] or "", on=row["signed_on"], number=row["code"] or "", unit=row["operator"] or "")


def money_words(fen: int | None) -> str:
    """An amount in figures and in capitals: 1,080.00元（大写：壹仟零捌拾元整）."""
    return "" if fen is None else f"{format_yuan(fen)}元（大写：{capital(fen)}）"


def _terms(connection: Connection, scope: Scope, row: Row, lines: Sequence[Row]) -> dict[str, Any]:
    project = project_row(connection, row["project_id"]) if row["project_id"] is not None else None
    village = village_row(connection, scope.village_id)
    yearly, count = promised_fen(row), len(lines)
    each = f"，{count}户，户均{format_yuan(round(yearly / count))}元" if yearly is not None and count else ""
    year = project["year"] if project is not None else None
    shares = [f"入股资金的{row['share'].normalize():f}%（保底）" if row["share"] is not None else "",
              f"盈利部分的{row['profit_share'].normalize():f}%" if row["profit_share"] is not None else ""]  # fmt: skip
    pay = due_day(row, 2000)
    head = f"　负责人 {row['operator_head']}" if row["operator_head"] else ""
    return {
        "year_words": f"{year}年" if year else "　　　　年", "agreement": row["code"] or "",
        "village": village["committee"] or village["name"], "operator": f"{row['operator'] or ''}{head}",
        "operator_words": row["operator"] or "", "project": (project or {}).get("name") or "",
        "place": (project or {}).get("place") or "", "money": row["money"] or "",
        "invested": money_words(row["invested_fen"]), "term": _term(row), "share": "；".join(filter(None, shares)),
        "pay_words": f"每年{pay.month}月{pay.day}日前" if row["pay_month"] else "",
        "yearly": money_words(yearly) + each, "terms": row["terms"] or "",
        "copies_words": f"本协议一式{row['copies']}份，各方各执一份，一份存项目档案。" if row["copies"] else "",
    }  # fmt: skip


def _term(row: Row) -> str:
    first, last = (chinese(row[name]) if row[name] else "" for name in ("from_on", "through_on"))
    return "至".join(part for part in (first, last) if part)


def _member(number: int, line: Row) -> dict[str, Any]:
    told = {name: line[name] for name in ("invested_fen", "due_fen")}
    return {**told, "no": str(number), "head": line["head_name"], "code": line["household_code"], "is_sum": False}


def _member_sum(lines: Sequence[Row]) -> dict[str, Any]:
    told = {name: sum(line[name] or 0 for line in lines) for name in ("invested_fen", "due_fen")}
    return {**told, "no": "", "head": "合　计", "code": f"{len(lines)}户", "is_sum": True}


def _one(connection: Connection, record: Any, key: uuid.UUID | None) -> Row | None:
    found = connection.execute(select(record.__table__).where(record.id == key)).mappings().one_or_none()
    return dict(found) if found is not None else None


def _first_lines(connection: Connection, key: uuid.UUID) -> list[Row]:
    line = BenefitLine.__table__
    query = select(line).where(line.c.agreement_id == key).order_by(line.c.year, line.c.list_number, line.c.id)
    rows: list[Row] = [dict(row) for row in connection.execute(query).mappings()]
    return [row for row in rows if row["year"] == rows[0]["year"]]


def _agreements_of(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    query = select(BenefitAgreement.id).where(BenefitAgreement.project_id == project)
    return connection.execute(query.order_by(BenefitAgreement.code, BenefitAgreement.id)).scalars().all()


def _households_of(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    keys = _agreements_of(connection, scope, project)
    return [row["id"] for key in keys for row in _first_lines(connection, key)]


# Coverage


def coverage_of_project(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 覆盖登记统计表 of a project's volume: whom it reached in its first year, and by what else."""
    project = project_row(connection, key)
    rows = read.rows(connection, LEDGERS["to-household"], Scope(scope.village_id, scope.on))
    mine = [row for row in rows if project is not None and row["project"] == project["code"]]
    years = sorted({row["year"] for row in mine if row["year"] is not None})
    if project is None or not years:
        return None
    whom = {row["household"] or row["head"] for row in mine if row["year"] == years[0]}
    every = [one for one in covered(connection, scope, years[0]) if (one.code or one.head) in whom]
    words = f"{project['name'] or ''}　项目编号　{project['code'] or ''}　　{years[0]}年度"
    return Filled(_coverage(connection, scope, every, words, years[0]), project["code"] or "")


def _covered_where(connection: Connection, scope: Scope, key: uuid.UUID) -> str:
    """Return the slot of 覆盖登记统计表 if the project reached anybody by a roster or a benefit."""
    for record in (RosterLine, BenefitLine):
        rows = table(record)
        if connection.execute(select(rows.c.id).where(rows.c.project_id == key).limit(1)).first() is not None:
            return "coverage"
    shares, plan = table(DistributionLine), table(Distribution)
    shared = select(shares.c.id).join(plan, plan.c.id == shares.c.distribution_id).where(plan.c.project_id == key)
    return "coverage" if connection.execute(shared.limit(1)).first() is not None else ""


def coverage_of_village(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 覆盖登记统计表 of the village: all whom something reached in the year of ``scope.on``."""
    year = scope.year or scope.on.year
    every = covered(connection, scope, year)
    if not every:
        return None
    name = village_row(connection, scope.village_id)["name"]
    return Filled(_coverage(connection, scope, every, f"{name}　　{year}年度", year), str(year))


def _coverage(connection: Connection, scope: Scope, every: Sequence[Covered], words: str, year: int) -> dict[str, Any]:
    day = min(scope.on, dt.date(year, 12, 31))
    poor = sum(one.registered for one in every)
    there, poor_there = (
        connection.execute(households_there(scope.village_id, day, kinds)).scalar() for kinds in ((), REGISTERED)
    )
    rows = [_covered_row(number, one) for number, one in enumerate(every, 1)]
    return {
        "subject_words": words, "lines": [*rows, _covered_sum("合　计", rows)],
        "footer": f"覆盖{len(every)}户，全村{there}户；其中脱贫户和监测户覆盖{poor}户，共{poor_there}户",
    }  # fmt: skip


def _covered_row(number: int, one: Covered) -> dict[str, Any]:
    projects = "；".join(f"{part.name}（{part.kind}）{format_yuan(part.due_fen)}" for part in one.parts)
    return {
        "no": str(number), "group": one.group, "head": one.head, "code": one.code, "people": one.people or None,
        "status": "、".join(one.statuses[:2]), "projects": projects, "due_fen": one.due_fen, "paid_fen": one.paid_fen,
        "is_sum": False,
    }  # fmt: skip


def _covered_sum(words: str, rows: Sequence[Row]) -> dict[str, Any]:
    sums = {name: sum(row[name] or 0 for row in rows) for name in ("people", "due_fen", "paid_fen")}
    empty = dict.fromkeys(("group", "status", "projects"))
    return {**empty, **sums, "no": "", "head": words, "code": f"{len(rows)}户", "is_sum": True}


ROSTER = MadePaper("roster", "到户花名册", "project", (forms.ROSTER,), roster, "roster")
AGREEMENT = MadePaper(
    "benefit-agreement", "效益到户协议书", "agreement", (forms.AGREEMENT, forms.MEMBERS), agreement, "agreement",
    _agreements_of)  # fmt: skip
HOUSEHOLD_AGREEMENT = MadePaper(
    "household-agreement", "效益到户协议书（分户）", "benefit", (forms.AGREEMENT,), household_agreement, "agreement",
    _households_of, together=True)  # fmt: skip
COVERAGE = MadePaper(
    "coverage", "覆盖登记统计表", "project", (forms.COVERAGE,), coverage_of_project, "coverage",
    where=_covered_where)  # fmt: skip
VILLAGE_COVERAGE = MadePaper(
    "village-coverage", "全村覆盖登记统计表", "village", (forms.COVERAGE,), coverage_of_village)

PAPERS = (ROSTER, AGREEMENT, HOUSEHOLD_AGREEMENT, COVERAGE, VILLAGE_COVERAGE)
"""The papers of this module, in order."""
