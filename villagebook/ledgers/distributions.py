"""The second account: collective income shared out, and who got what of it (收益分配台账)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, literal, or_, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import in_scope
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.ledgers.standing_notices import stands
from villagebook.models import (
    Distribution,
    DistributionLine,
    DistributionPart,
    FundEntry,
    Household,
    Meeting,
    Notice,
    Project,
)
from villagebook.models.codes import CODES

DRAFTED, DECIDED, POSTED, PAYING, PAID = CODES["distribution_state"].values
#: Stays with the collective: nobody is paid it.
KEPT = "村集体留存"

_PAID = (FundEntry.amount_fen, FundEntry.distribution_id, FundEntry.posted_at)
DISTRIBUTION_COLUMNS = (
    of(Distribution.code),
    of(Distribution.year),
    of(Distribution.name),
    computed("project", "项目编号", "code", (Project.code,)),
    of(Project.name, "project_name"),
    of(Distribution.income_fen, total=True),
    computed("planned_fen", "计划分配", "money", (DistributionPart.planned_fen,), total=True),
    computed("listed_fen", "名单合计", "money", (DistributionLine.amount_fen,), total=True),
    computed("lines", "分配人（户）数", "int", (DistributionLine.name,), total=True),
    computed("paid_fen", "已发放", "money", _PAID, total=True),
    computed("left_fen", "结余", "money", (Distribution.income_fen, *_PAID), total=True),
    computed("state", "状态", "text", (Distribution.meeting_id, Distribution.notice_id, *_PAID)),
    of(Distribution.planned_on),
    of(Meeting.held_on, "meeting_on", "决议日期"),
    of(Distribution.township_checked_on),
    of(Distribution.county_filed_on),
    of(Notice.number, "notice"),
    of(Notice.from_on, "notice_from"),
    of(Notice.through_on, "notice_through"),
    of(Distribution.paid_through),
    of(Distribution.note),
)


def _paid(of_one: ColumnElement[Any], scope: Scope) -> ColumnElement[int]:
    """What posted entries of a sharing-out paid by the day of the scope, their 冲销 deducted."""
    entry, origin = table(FundEntry, "paid"), table(FundEntry, "paid_origin")
    query = (
        select(cast(func.coalesce(func.sum(entry.c.amount_fen), 0), BigInteger))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(*in_scope(entry, scope), entry.c.posted_at.is_not(None))
        .where(or_(entry.c.distribution_id == of_one, origin.c.distribution_id == of_one))
    )
    return query.correlate_except(entry, origin).scalar_subquery()


def _sum_of(column: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[int]:
    query = select(cast(func.coalesce(func.sum(column), 0), BigInteger)).where(*where)
    return query.correlate_except(column.table).scalar_subquery()


def _distributions(scope: Scope) -> Select[Any]:
    plan, project, meeting, notice = table(Distribution), table(Project), table(Meeting), table(Notice)
    part, line = table(DistributionPart), table(DistributionLine)
    paid = _paid(plan.c.id, scope)
    due = _sum_of(part.c.planned_fen, part.c.distribution_id == plan.c.id, part.c.use != KEPT)
    told = stands(notice)
    counted = select(func.count()).where(line.c.distribution_id == plan.c.id).correlate_except(line)
    inner = (
        select(
            plan.c.id.label("key"),
            paid.label("paid_fen"),
            due.label("due_fen"),
            _sum_of(part.c.planned_fen, part.c.distribution_id == plan.c.id).label("planned_fen"),
            _sum_of(line.c.amount_fen, line.c.distribution_id == plan.c.id).label("listed_fen"),
            counted.scalar_subquery().label("lines"),
        )
        .where(plan.c.village_id == scope.village_id)
        .subquery("sums")
    )
    made: dict[str, ColumnElement[Any]] = {
        name: inner.c[name] for name in ("planned_fen", "listed_fen", "lines", "paid_fen")}  # fmt: skip
    made |= {
        "project": project.c.code,
        "left_fen": func.coalesce(plan.c.income_fen, 0) - inner.c.paid_fen,
        "state": case(
            (and_(inner.c.paid_fen > 0, inner.c.due_fen > 0, inner.c.paid_fen >= inner.c.due_fen), literal(PAID)),
            (inner.c.paid_fen > 0, literal(PAYING)), (told, literal(POSTED)),
            (plan.c.meeting_id.is_not(None), literal(DECIDED)), else_=literal(DRAFTED)),
    }  # fmt: skip
    tables = {"distribution": plan, "project": project, "meeting": meeting, "notice": notice}
    joined = (
        inner.join(plan, plan.c.id == inner.c.key)
        .outerjoin(project, project.c.id == plan.c.project_id)
        .outerjoin(meeting, meeting.c.id == plan.c.meeting_id)
        .outerjoin(notice, notice.c.id == plan.c.notice_id)
    )
    sorting = project.c.pinyin.label("_sort_project_name")
    return select(plan.c.id.label("_id"), *labelled(DISTRIBUTION_COLUMNS, tables, made), sorting).select_from(joined)


DISTRIBUTIONS = Ledger(
    "distributions", "收益分配台账", DISTRIBUTION_COLUMNS, _distributions, ("year", "code"), year="year")

LINE_COLUMNS = (
    of(Distribution.code, "distribution", "分配编号"),
    of(Distribution.year),
    of(DistributionLine.use),
    computed("household", "户编号", "code", (Household.code, DistributionLine.household_code)),
    of(DistributionLine.name),
    of(DistributionLine.reason),
    of(DistributionLine.amount_fen, total=True),
    of(FundEntry.voucher, "voucher", "发放凭证"),
    of(DistributionLine.paid_on),
    computed("paid", "已发放", "bool", (FundEntry.posted_at,)),
    of(DistributionLine.note),
)


def _lines(scope: Scope) -> Select[Any]:
    line, plan, home, entry = table(DistributionLine), table(Distribution), table(Household), table(FundEntry)
    reversal = table(FundEntry, "line_reversal")
    is_reversed = (
        select(literal(1)).where(reversal.c.reverses_id == entry.c.id, reversal.c.posted_at.is_not(None)).exists()
    )
    made = {
        "household": func.coalesce(home.c.code, line.c.household_code),
        "paid": and_(entry.c.posted_at.is_not(None), ~is_reversed),
    }
    tables = {"distribution_line": line, "distribution": plan, "fund_entry": entry}
    joined = (
        line.join(plan, plan.c.id == line.c.distribution_id)
        .outerjoin(home, home.c.id == line.c.household_id)
        .outerjoin(entry, entry.c.id == line.c.entry_id)
    )
    return (
        select(line.c.id.label("_id"), *labelled(LINE_COLUMNS, tables, made))
        .select_from(joined)
        .where(line.c.village_id == scope.village_id)
    )


DISTRIBUTION_LINES = Ledger(
    "distribution-lines", "收益分配名单", LINE_COLUMNS, _lines, ("year", "distribution", "use", "household"),
    year="year")  # fmt: skip
