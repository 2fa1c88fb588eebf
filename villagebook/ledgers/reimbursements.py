"""报账台账: every claim with what was spent and claimed by then, and how long it took; projects without a claim."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Select, and_, case, cast, func, literal, null, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Boolean, Date, Integer, Text

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import counted_as, figure, in_scope
from villagebook.ledgers.ledger import BY_SELECT, Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import FundEntry, Project

CLAIM = "报账"
_ENTRY = (FundEntry.amount_fen, FundEntry.kind, FundEntry.reverses_id, FundEntry.date)

REIMBURSEMENT_COLUMNS = (
    computed("project", "项目编号", "code", (Project.code, FundEntry.project_code)),
    of(Project.name, "project_name"),
    of(Project.year, heading="项目年度"),
    of(FundEntry.source),
    computed("date", "报账日期", "day", (FundEntry.date,)),
    of(FundEntry.voucher),
    computed("amount_fen", "本次报账", "money", (FundEntry.amount_fen,), total=True),
    computed("spent_fen", "累计支出", "money", _ENTRY),
    computed("claimed_fen", "累计已报", "money", _ENTRY),
    computed("left_fen", "未报金额", "money", _ENTRY),
    computed("accepted_on", "验收日期", "day", (Project.accepted_on,)),
    computed("claim_on", "申请日期", "day", (FundEntry.claim_on, Project.claimed_on)),
    computed("signed_on", "签字日期", "day", (Project.claim_signed_on,)),
    computed("paid_on", "拨付日期", "day", (Project.paid_on,)),
    computed("days", "用时", "int", (FundEntry.claim_on, FundEntry.date), unit="天"),
    of(FundEntry.papers),
    computed("posted", "已入账", "bool", (FundEntry.posted_at,)),
)


class DaysBetween(GenericFunction[int]):
    """Days from the first day to the second."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(DaysBetween)
def _days_between(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = (compiler.process(part, **kw) for part in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(DaysBetween, "postgresql")
def _days_between_postgresql(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = (compiler.process(part, **kw) for part in element.clauses)
    return f"({second} - {first})"


def _reimbursements(scope: Scope) -> Select[Any]:
    """Claims, each with the sums up to it; sums of project and source where money was spent and nothing claimed."""
    entry, origin = table(FundEntry, "moved"), table(FundEntry, "moved_origin")
    counted = counted_as(entry, origin)
    moved = (
        select(
            entry.c.id, entry.c.project_id,
            case((entry.c.project_id.is_(None), entry.c.project_code)).label("project_code"),
            entry.c.source, entry.c.date, entry.c.voucher, entry.c.amount_fen,
            entry.c.claim_on, entry.c.papers, entry.c.posted_at, counted.label("counted"),
            figure("spent_fen", counted, entry.c.amount_fen).label("spent_fen"),
            figure("reimbursed_fen", counted, entry.c.amount_fen).label("claimed_fen"),
            case((counted == CLAIM, 1), else_=0).label("is_claim"),
        )
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(*in_scope(entry, scope), counted.in_(("支出", CLAIM)))
        .subquery("spent_and_claimed")
    )  # fmt: skip
    of_one = [moved.c.project_id, moved.c.project_code, moved.c.source]
    # Of one day what is spent comes before what is claimed of it.
    order = [moved.c.date, moved.c.is_claim, moved.c.voucher, moved.c.id]

    def so_far(name: str) -> Any:
        return cast(func.sum(moved.c[name]).over(partition_by=of_one, order_by=order), BigInteger)

    sums = so_far("spent_fen").label("spent"), so_far("claimed_fen").label("claimed")
    run = select(moved, *sums).subquery("running").c
    claims = select(
        func.key_text(run.id).label("key"), run.project_id, run.project_code, run.source, run.date, run.voucher,
        run.amount_fen, run.spent, run.claimed, run.claim_on, run.papers, run.posted_at.is_not(None).label("posted"),
    ).where(run.is_claim == 1)  # fmt: skip
    spent = cast(func.sum(moved.c.spent_fen), BigInteger)
    unclaimed = (
        select(
            (literal("p/") + func.coalesce(func.key_text(moved.c.project_id), moved.c.project_code, "") + "/"
             + func.coalesce(moved.c.source, "")).label("key"),
            *of_one, cast(null(), Date), cast(null(), Text), cast(null(), BigInteger), spent,
            cast(literal(0), BigInteger), cast(null(), Date), cast(null(), Integer), cast(null(), Boolean),
        )
        .group_by(*of_one)
        .having(and_(func.sum(moved.c.is_claim) == 0, func.sum(moved.c.spent_fen) > 0))
    )  # fmt: skip
    both = union_all(claims, unclaimed).subquery("claims").c
    project = table(Project)
    asked = func.coalesce(both.claim_on, project.c.claimed_on, type_=Date())
    made = {
        "project": func.coalesce(project.c.code, both.project_code), "source": both.source, "date": both.date,
        "voucher": both.voucher, "amount_fen": both.amount_fen, "spent_fen": both.spent, "claimed_fen": both.claimed,
        "left_fen": both.spent - both.claimed, "accepted_on": project.c.accepted_on, "claim_on": asked,
        "signed_on": project.c.claim_signed_on, "paid_on": project.c.paid_on,
        "days": func.days_between(asked, func.coalesce(both.date, project.c.paid_on, type_=Date())),
        "papers": both.papers, "posted": both.posted,
    }  # fmt: skip
    found = select(
        both.key.label("_id"), *labelled(REIMBURSEMENT_COLUMNS, {"project": project}, made),
        project.c.pinyin.label("_sort_project_name"),
    ).select_from(both.key.table.outerjoin(project, project.c.id == both.project_id))  # fmt: skip
    return found.where(project.c.year == scope.year) if scope.year is not None else found


REIMBURSEMENTS = Ledger(
    "reimbursements", "报账台账", REIMBURSEMENT_COLUMNS, _reimbursements, ("project", "source", "date", "voucher"),
    year=BY_SELECT)  # fmt: skip
