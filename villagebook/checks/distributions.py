"""Checks of sharing out collective income: a plan that adds up, a list that is the plan's, nothing paid too early."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import func, select

from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import UNNAMED
from villagebook.ledgers.parts import table
from villagebook.ledgers.standing_notices import stands
from villagebook.models import Distribution, DistributionLine, DistributionPart, FundEntry, Meeting, Notice, info

_SOURCE = "村级光伏扶贫电站收益分配管理办法：先议定、公示，再分配；年度有分配方案"
INCOME, USE = info(Distribution.income_fen).label, info(DistributionPart.use).label


def _plans(facts: Facts) -> list[dict[str, Any]]:
    plan, meeting, notice = table(Distribution), table(Meeting), table(Notice)
    query = (
        select(plan, meeting.c.held_on, notice.c.from_on.label("told_from"), notice.c.through_on.label("told_through"),
               stands(notice).label("told"), notice.c.number.label("told_as"))
        .select_from(plan.outerjoin(meeting, meeting.c.id == plan.c.meeting_id)
                     .outerjoin(notice, notice.c.id == plan.c.notice_id))
        .where(plan.c.village_id == facts.scope.village_id)
        .order_by(plan.c.year, plan.c.code, plan.c.id)
    )  # fmt: skip
    return [dict(row) for row in facts.conn.execute(query).mappings()]


def _sums(facts: Facts, record: Any, amount: Any) -> dict[uuid.UUID, dict[str, int]]:
    rows = table(record)
    query = (
        select(rows.c.distribution_id, rows.c.use, func.sum(rows.c[amount]))
        .where(rows.c.village_id == facts.scope.village_id)
        .group_by(rows.c.distribution_id, rows.c.use)
    )
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for key, use, total in facts.conn.execute(query):
        found[key][use or ""] = int(total or 0)
    return found


def _called(plan: dict[str, Any]) -> str:
    return plan["code"] or plan["name"] or UNNAMED


@check(
    "distribution.parts-differ", "分配项目与收益总额不等", ERROR, hint="请改分配项目，余下的写“村集体留存”",
    source=_SOURCE, needs=(DistributionPart.planned_fen,),
)
def parts_differ(facts: Facts) -> Iterator[Problem]:
    """All parts of a plan, deductions among them, add up to the income; a rest that is not written is a warning."""
    parts = _sums(facts, DistributionPart, "planned_fen")
    for plan in _plans(facts):
        if not parts.get(plan["id"]) or plan["income_fen"] is None:
            continue
        total = sum(parts[plan["id"]].values())
        if total != plan["income_fen"]:
            severity = ERROR if total > plan["income_fen"] else WARNING
            message = f"分配项目合计 {format_yuan(total)} 元，收益总额 {format_yuan(plan['income_fen'])} 元"
            yield Problem(_called(plan), INCOME, message, ("distribution", plan["id"]), severity=severity)


@check(
    "distribution.list-differs", "分配名单与方案不等", WARNING, hint="请核对名单的金额，或改方案",
    source=_SOURCE, needs=(DistributionPart.planned_fen, DistributionLine.amount_fen),
)
def list_differs(facts: Facts) -> Iterator[Problem]:
    """The list of a use adds up to what the plan sets aside for it."""
    parts, lines = _sums(facts, DistributionPart, "planned_fen"), _sums(facts, DistributionLine, "amount_fen")
    for plan in _plans(facts):
        planned = parts.get(plan["id"], {})
        for use, listed in lines.get(plan["id"], {}).items():
            if planned and listed != planned.get(use, 0):
                both = f"名单合计 {format_yuan(listed)} 元，方案是 {format_yuan(planned.get(use, 0))} 元"
                message = f"{use or '没有写用途'}的{both}"
                yield Problem(_called(plan), USE, message, ("distribution", plan["id"]))


@check(
    "distribution.paid-undecided", "没有决议就发放收益", ERROR, hint="请补决议，或写明原因",
    source=_SOURCE, needs=(Distribution.income_fen, FundEntry.distribution_id),
)
def paid_undecided(facts: Facts) -> Iterator[Problem]:
    """What is paid was decided by a meeting before; with a reason it is a warning."""
    return _paid(facts, _undecided)


@check(
    "distribution.paid-untold", "没有公示或公示未满就发放收益", ERROR, hint="请先公示期满再发放，或写明原因",
    source=_SOURCE, needs=(Distribution.income_fen, FundEntry.distribution_id, Notice.from_on),
)
def paid_untold(facts: Facts) -> Iterator[Problem]:
    """What is paid hung as a notice whose days had ended; with a reason it is a warning."""
    return _paid(facts, _untold)


def _paid(facts: Facts, too_early: Callable[[dict[str, Any], dt.date], str]) -> Iterator[Problem]:
    plans = {plan["id"]: plan for plan in _plans(facts)}
    entry = table(FundEntry)
    query = (
        select(entry.c.id, entry.c.date, entry.c.voucher, entry.c.distribution_id, entry.c.reason)
        .where(entry.c.village_id == facts.scope.village_id, entry.c.distribution_id.is_not(None))
        .where(entry.c.kind == "分配", entry.c.date.is_not(None))
        .order_by(entry.c.date, entry.c.voucher)
    )
    for row in facts.conn.execute(query):
        why = too_early(plans[row.distribution_id], row.date) if row.distribution_id in plans else ""
        if why:
            severity = WARNING if row.reason else ERROR
            message = f"{row.date} 发放，{why}"
            yield Problem(row.voucher or UNNAMED, "日期", message, ("fund_entry", row.id), severity=severity)


def _undecided(plan: dict[str, Any], day: dt.date) -> str:
    if plan["meeting_id"] is None:
        return "没有会议决议"
    return f"决议是 {plan['held_on']}" if plan["held_on"] is not None and day < plan["held_on"] else ""


def _untold(plan: dict[str, Any], day: dt.date) -> str:
    if not plan["told"]:
        return "还没有公示"
    if plan["told_through"] is not None and day <= plan["told_through"]:
        return f"公示{plan['told_as']}到 {plan['told_through']} 期满"
    return ""


@check(
    "distribution.plan-missing", "有收益的年度没有分配方案", WARNING, hint="请按“四议两公开”议定分配方案并登记",
    source=_SOURCE, needs=(FundEntry.amount_fen, Distribution.year),
)
def plan_missing(facts: Facts) -> Iterator[Problem]:
    """Every past year with income since the first one planned has a plan for sharing it out."""
    planned = {plan["year"] for plan in _plans(facts) if plan["year"]}
    earned: dict[int, int] = defaultdict(int)
    for entry in facts.entries:
        if entry.counted == "收益" and entry.year is not None:
            earned[entry.year] += entry.amount_fen or 0
    for year, amount in sorted(earned.items()):
        # Years before the first plan were shared out before the book was kept.
        if amount > 0 and year < facts.on.year and year not in planned and planned and year > min(planned):
            yield Problem(f"{year}年", "年度", f"{year}年收益 {format_yuan(amount)} 元，没有分配方案")


DISTRIBUTIONS = (parts_differ, list_differs, paid_undecided, paid_untold, plan_missing)
