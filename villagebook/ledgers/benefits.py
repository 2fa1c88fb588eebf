"""The ledgers of benefits (效益台账): what each household is due and was paid, and the agreements behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table, text_of
from villagebook.models import BenefitAgreement, BenefitLine, Household, Project

BENEFIT_COLUMNS = (
    computed("project", "项目编号", "code", (BenefitLine.project_code, Project.code)),
    of(Project.name, "project_name"),
    of(BenefitLine.year),
    of(BenefitLine.kind),
    computed("household", "户编号", "code", (BenefitLine.household_code, Household.code)),
    of(BenefitLine.head_name, "head"),
    of(Household.group_name, "group"),
    of(BenefitLine.invested_fen, total=True),
    of(BenefitLine.quantity),
    of(BenefitLine.unit),
    of(BenefitLine.rate_fen),
    of(BenefitLine.due_fen, total=True),
    of(BenefitLine.due_on),
    of(BenefitLine.paid_fen, total=True),
    of(BenefitLine.paid_on),
    computed("state", "付款进度", "text", (BenefitLine.due_fen, BenefitLine.paid_fen, BenefitLine.due_on)),
    computed("agreement", "协议编号", "code", (BenefitLine.agreement_code, BenefitAgreement.code)),
    of(BenefitAgreement.operator),
    of(BenefitLine.list_number),
    of(BenefitLine.note),
)

AGREEMENT_COLUMNS = (
    of(BenefitAgreement.code),
    computed("project", "项目编号", "code", (BenefitAgreement.project_code, Project.code)),
    of(Project.name, "project_name"),
    of(BenefitAgreement.kind),
    of(BenefitAgreement.operator),
    of(BenefitAgreement.signed_on),
    of(BenefitAgreement.from_on),
    of(BenefitAgreement.through_on),
    of(BenefitAgreement.invested_fen, total=True),
    of(BenefitAgreement.share),
    of(BenefitAgreement.yearly_fen, total=True),
    computed("households", "户数", "int", (BenefitLine.household_id,), unit="户"),
    computed("due_fen", "应付合计", "money", (BenefitLine.due_fen,), total=True),
    computed("paid_fen", "已付合计", "money", (BenefitLine.paid_fen,), total=True),
    of(BenefitAgreement.profit_share),
    of(BenefitAgreement.money),
    of(BenefitAgreement.operator_head),
    of(BenefitAgreement.copies),
    of(BenefitAgreement.note),
)


def state_of(line: FromClause, on: dt.date) -> ColumnElement[Any]:
    """How far the payment of a benefit line is on a day."""
    c = line.c
    paid = func.coalesce(c.paid_fen, 0)
    return case(
        (c.due_fen.is_not(None) & (paid > c.due_fen), "多付"),
        (c.paid_fen.is_not(None) & (c.due_fen.is_(None) | (paid >= c.due_fen)), "已付"),
        ((c.due_on < on) & (c.due_fen > 0), "逾期"),
        (paid > 0, "部分"),
        else_="待付",
    )


def _benefits(scope: Scope) -> Select[Any]:
    line, project, home, agreement = (table(one) for one in (BenefitLine, Project, Household, BenefitAgreement))
    made = {
        "project": func.coalesce(project.c.code, line.c.project_code),
        "household": func.coalesce(home.c.code, line.c.household_code),
        "agreement": func.coalesce(agreement.c.code, line.c.agreement_code),
        "state": state_of(line, scope.on),
    }
    tables = {"benefit_line": line, "project": project, "household": home, "benefit_agreement": agreement}
    return (
        select(
            line.c.id.label("_id"),
            *labelled(BENEFIT_COLUMNS, tables, made),
            home.c.head_pinyin.label("_sort_head"),
            project.c.pinyin.label("_sort_project_name"),
            text_of(home.c.head_pinyin, home.c.head_initials).label("_text"),
        )
        .select_from(
            line.outerjoin(project, project.c.id == line.c.project_id)
            .outerjoin(home, home.c.id == line.c.household_id)
            .outerjoin(agreement, agreement.c.id == line.c.agreement_id)
        )
        .where(line.c.village_id == scope.village_id)
    )


def _agreements(scope: Scope) -> Select[Any]:
    agreement, project, line = table(BenefitAgreement), table(Project), table(BenefitLine, "line_of")

    def over_lines(what: ColumnElement[Any]) -> ColumnElement[Any]:
        return select(what).where(line.c.agreement_id == agreement.c.id).scalar_subquery()

    made = {
        "project": func.coalesce(project.c.code, agreement.c.project_code),
        "households": over_lines(func.count(line.c.household_id.distinct())),
        "due_fen": over_lines(func.coalesce(func.sum(line.c.due_fen), 0)),
        "paid_fen": over_lines(func.coalesce(func.sum(line.c.paid_fen), 0)),
    }
    return (
        select(
            agreement.c.id.label("_id"),
            *labelled(AGREEMENT_COLUMNS, {"benefit_agreement": agreement, "project": project}, made),
            project.c.pinyin.label("_sort_project_name"),
        )
        .select_from(agreement.outerjoin(project, project.c.id == agreement.c.project_id))
        .where(agreement.c.village_id == scope.village_id)
    )


BENEFITS = Ledger("benefits", "效益台账", BENEFIT_COLUMNS, _benefits, ("project", "year", "list_number"), year="year")
AGREEMENTS = Ledger("agreements", "效益到户协议", AGREEMENT_COLUMNS, _agreements, ("code",), year="signed_on")
