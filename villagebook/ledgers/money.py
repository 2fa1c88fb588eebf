"""The ledgers of money: every entry of the voucher sequence, and the figures of each project and source."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, literal, null, or_, select, union_all

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import FIGURES, REVERSAL, balance, counted_as, figure, in_scope
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import FundEntry, Project, ProjectSource
from villagebook.models.codes import CODES

#: What stands in the project column of money whose project the book does not know.
UNKNOWN_PROJECT = "未归属"

FUND_COLUMNS = (
    of(FundEntry.date),
    of(FundEntry.voucher),
    computed("project", "项目编号", "code", (FundEntry.project_code, Project.code)),
    of(FundEntry.kind),
    of(FundEntry.source),
    of(FundEntry.payee),
    of(FundEntry.amount_fen),
    computed("posted", "已入账", "bool", (FundEntry.posted_at,)),
    of(Project.name, "project_name"),
    of(FundEntry.memo),
    computed("state", "状态", "text", (FundEntry.posted_at, FundEntry.reverses_id, FundEntry.kind)),
    of(FundEntry.programme),
    of(FundEntry.document),
    of(FundEntry.papers),
    of(FundEntry.handler),
    computed("reverses", "冲销凭证号", "code", (FundEntry.reverses_text, FundEntry.voucher)),
    computed("counted", "记作", "choice", (FundEntry.kind, FundEntry.reverses_id)),
    of(FundEntry.reason),
    of(FundEntry.year),
    of(FundEntry.note),
)


def _funds(scope: Scope) -> Select[Any]:
    entry, project = table(FundEntry), table(Project)
    origin, reversal = table(FundEntry, "reversed_entry"), table(FundEntry, "reversal")
    is_reversed = (
        select(literal(1)).where(reversal.c.reverses_id == entry.c.id, reversal.c.posted_at.is_not(None)).exists()
    )
    posted = entry.c.posted_at.is_not(None)
    made = {
        "project": func.coalesce(project.c.code, entry.c.project_code),
        "posted": posted,
        "state": case((~posted, "草稿"), (entry.c.kind == REVERSAL, REVERSAL), (is_reversed, "已冲销"), else_="已入账"),
        "reverses": func.coalesce(origin.c.voucher, entry.c.reverses_text),
        "counted": counted_as(entry, origin),
    }
    joined = entry.outerjoin(project, project.c.id == entry.c.project_id).outerjoin(
        origin, origin.c.id == entry.c.reverses_id
    )
    return (
        select(
            entry.c.id.label("_id"),
            *labelled(FUND_COLUMNS, {"fund_entry": entry, "project": project}, made),
            entry.c.list_number.label("_list_number"),
            project.c.pinyin.label("_sort_project_name"),
        )
        .select_from(joined)
        .where(*in_scope(entry, scope))
    )


FUNDS = Ledger("funds", "资金台账", FUND_COLUMNS, _funds, ("date", "voucher", "_list_number"), year="year")

_ENTRY = (FundEntry.amount_fen, FundEntry.kind, FundEntry.reverses_id)

BALANCE_COLUMNS = (
    computed("project", "项目编号", "code", (Project.code, FundEntry.project_code)),
    of(Project.name, "name"),
    computed("source", "资金来源", "choice", (ProjectSource.source, FundEntry.source)),
    of(ProjectSource.planned_fen, total=True),
    computed("granted_fen", "指标下达", "money", _ENTRY, total=True),
    computed("received_fen", "到账", "money", _ENTRY, total=True),
    computed("spent_fen", "支出", "money", _ENTRY, total=True),
    computed("reimbursed_fen", "报账", "money", _ENTRY, total=True),
    computed("returned_fen", "收回", "money", _ENTRY, total=True),
    computed("balance_fen", "结余", "money", _ENTRY, total=True),
    computed("outstanding_fen", "未到账", "money", _ENTRY, total=True),
    computed("earned_fen", "收益", "money", _ENTRY, total=True),
    computed("distributed_fen", "分配", "money", _ENTRY, total=True),
)


def _moved(scope: Scope) -> Select[Any]:
    """Entries as amounts per figure, with the project they were resolved to."""
    entry, origin = table(FundEntry, "moved"), table(FundEntry, "moved_origin")
    counted = counted_as(entry, origin)
    return (
        select(
            entry.c.project_id.label("project_id"),
            entry.c.source.label("source"),
            literal(0, BigInteger).label("planned_fen"),
            *(figure(name, counted, entry.c.amount_fen).label(name) for name in FIGURES),
            literal(1).label("lines"),
        )
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(*in_scope(entry, scope))
    )


def _planned(scope: Scope) -> Select[Any]:
    plan = table(ProjectSource, "plan")
    return select(
        plan.c.project_id,
        plan.c.source,
        plan.c.planned_fen,
        *(literal(0, BigInteger).label(name) for name in FIGURES),
        literal(0).label("lines"),
    ).where(plan.c.village_id == scope.village_id)


def _place_of_source(source: ColumnElement[Any]) -> ColumnElement[int]:
    """Return where a source stands in its code list (中央, 省, 市, 县 …); unknown ones come last."""
    places = [(source == value, place) for place, value in enumerate(CODES["fund_source"].values)]
    return case(*places, else_=len(places))


def _balances(scope: Scope) -> Select[Any]:
    both = union_all(_moved(scope), _planned(scope)).subquery("planned_and_moved")
    sums = {name: cast(func.sum(both.c[name]), BigInteger).label(name) for name in ("planned_fen", *FIGURES)}
    grouped = (
        select(both.c.project_id, both.c.source, *sums.values())
        .group_by(both.c.project_id, both.c.source)
        .having(or_(func.sum(both.c.lines) > 0, func.sum(both.c.planned_fen) != 0))
        .subquery("by_source")
    )
    project = table(Project)
    unknown = grouped.c.project_id.is_(None)
    made: dict[str, ColumnElement[Any]] = {name: grouped.c[name] for name in ("source", "planned_fen", *FIGURES)}
    made |= {
        "project": case((unknown, UNKNOWN_PROJECT), else_=project.c.code),
        "name": case((unknown, null()), else_=project.c.name),
        "balance_fen": balance((name, grouped.c[name]) for name in FIGURES),
        "outstanding_fen": grouped.c.granted_fen - grouped.c.received_fen,
    }
    key = func.coalesce(func.key_text(grouped.c.project_id), "") + "/" + func.coalesce(grouped.c.source, "")
    return select(
        key.label("_id"),
        *labelled(BALANCE_COLUMNS, {}, made),
        case((unknown, 1), else_=0).label("_unknown"),
        project.c.pinyin.label("_sort_name"),
        _place_of_source(grouped.c.source).label("_sort_source"),
    ).select_from(grouped.outerjoin(project, project.c.id == grouped.c.project_id))


BALANCES = Ledger("fund-balances", "资金结余", BALANCE_COLUMNS, _balances, ("_unknown", "project", "source"))
