"""Checks of payments: by the steps and the deposit of a contract, and to households after their notice.

Sources: county rules on paying in steps of 4:5:1 with a deposit of at most a tenth held for a year; paying households
within five working days after notice and approval; no payment before the notice ended.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Check, Problem, check
from villagebook.checks.claims import standing
from villagebook.checks.facts import Facts
from villagebook.checks.money_rows import EntryRow
from villagebook.ledgers.parts import table
from villagebook.ledgers.standing_notices import stands
from villagebook.models import Contract, FundEntry, Notice, info

_AMOUNT, _STEP, _DATE = (info(one).label for one in (FundEntry.amount_fen, FundEntry.payment_step, FundEntry.date))
_STEPS = "县级资金报账办法：4:5:1 拨付，质保金不超过10%，满1年退还"
_START, _PROGRESS, _ACCEPTED, _DEPOSIT = "开工款", "进度款", "验收款", "质保金"
_ROSTER_NOTICE, _BY_HOUSEHOLD = "roster-beneficiaries", "分户实施"


class _Contract(NamedTuple):
    """A contract as payments look at it: its worth in 分 (审定, else 结算, else 合同 with 变更)."""

    key: uuid.UUID
    name: str
    worth_fen: int
    deposit_until: dt.date | None


def _paid(facts: Facts) -> Iterator[tuple[_Contract, Sequence[EntryRow]]]:
    """Yield each contract that has payments, with those that stand, in the order of days."""
    paid: dict[uuid.UUID, list[EntryRow]] = defaultdict(list)
    for entry, _ in standing(facts, "支出"):
        if entry.contract is not None and entry.date is not None:
            paid[entry.contract].append(entry)
    if not paid:
        return
    rows = table(Contract).c
    query = select(
        rows.id, rows.number, rows.name, rows.amount_fen, rows.changed_fen, rows.settled_fen, rows.audited_fen,
        rows.retention_until,
    ).where(rows.village_id == facts.scope.village_id)  # fmt: skip
    for key, number, name, amount, changed, settled, audited, until in facts.conn.execute(query):
        if key in paid:
            worth = audited or settled or (amount or 0) + (changed or 0)
            yield _Contract(key, number or name or "合同", worth, until), paid[key]


@check(
    "funds.payment-over-contract", "付款超过合同", ERROR, hint="请核对合同、变更和结算的金额",
    source=_STEPS, needs=(FundEntry.contract_id, Contract.amount_fen),
)  # fmt: skip
def payment_over_contract(facts: Facts) -> Iterator[Problem]:
    """No more is paid on a contract than it is worth: as audited, else settled, else agreed with its changes."""
    for contract, entries in _paid(facts):
        total = 0
        for entry in entries:
            total += entry.amount_fen or 0
            if total > contract.worth_fen > 0:
                message = f"{contract.name}值 {format_yuan(contract.worth_fen)} 元，已付 {format_yuan(total)} 元"
                yield Problem(entry.subject, _AMOUNT, message, entry.record)


@check(
    "funds.payment-step", "付款环节的比例", WARNING, hint="请核对付款环节和金额",
    source=_STEPS, needs=(FundEntry.payment_step, FundEntry.contract_id),
)  # fmt: skip
def payment_step(facts: Facts) -> Iterator[Problem]:
    """What is paid at the start, and before the acceptance, is within the shares of the policy, each payment told."""
    for contract, entries in _paid(facts):
        sums: dict[str, int] = defaultdict(int)
        for entry in entries:
            sums[entry.step or ""] += entry.amount_fen or 0
            found = _over_share(facts, contract, entry, sums) or _before_acceptance(facts, entry)
            if found:
                yield Problem(entry.subject, _STEP, found, entry.record)


def _over_share(facts: Facts, contract: _Contract, entry: EntryRow, sums: dict[str, int]) -> str:
    if entry.step not in (_START, _PROGRESS, _DEPOSIT) or not contract.worth_fen or entry.date is None:
        return ""
    start = facts.measure_limit("money.payment_at_start", entry.date)
    built = facts.measure_limit("money.payment_when_built", entry.date)
    deposit = facts.measure_limit("money.quality_deposit_most", entry.date)
    if start is None or built is None or deposit is None:
        return ""
    share, paid = {
        _START: (start, sums[_START]),
        _PROGRESS: (start + built, sums[_START] + sums[_PROGRESS]),
        _DEPOSIT: (deposit, sums[_DEPOSIT]),
    }[entry.step]
    if Decimal(paid) <= share * contract.worth_fen:
        return ""
    upto = "到进度款" if entry.step == _PROGRESS else entry.step
    worth = format_yuan(contract.worth_fen)
    return f"{contract.name}{upto}已付 {format_yuan(paid)} 元，超过 {worth} 元的 {float(share * 100):g}%"


def _before_acceptance(facts: Facts, entry: EntryRow) -> str:
    project = facts.projects.get(entry.project) if entry.project else None
    accepted = project.values["accepted_on"] if project else None
    if entry.step != _ACCEPTED or project is None or (accepted and entry.date and entry.date >= accepted):
        return ""
    return f"{entry.subject} 是验收款，" + (f"{chinese(accepted)}才验收" if accepted else "项目还没有验收日期")


@check(
    "funds.deposit-early", "质保金提前退还", WARNING, hint="质保期满再退还质保金",
    source=_STEPS, needs=(FundEntry.payment_step, FundEntry.contract_id),
)  # fmt: skip
def deposit_early(facts: Facts) -> Iterator[Problem]:
    """A quality deposit is held until the contract's own day, else for the policy's time after the acceptance."""
    for contract, entries in _paid(facts):
        for entry in entries:
            project = facts.projects.get(entry.project) if entry.project else None
            if entry.step != _DEPOSIT or entry.date is None:
                continue
            until = contract.deposit_until
            held = facts.period("money.quality_deposit_held", entry.date)
            accepted = project.values["accepted_on"] if project else None
            if until is None and held and accepted:
                until = held.after(accepted)
            if until and entry.date < until:
                message = f"{entry.subject} 于{chinese(entry.date)}退还质保金，要留到{chinese(until)}"
                yield Problem(entry.subject, _DATE, message, entry.record)


def _notices(facts: Facts) -> dict[uuid.UUID, list[dt.date]]:
    """Return when each project's notices of its households ended, earliest first."""
    notice = table(Notice).c
    query = select(notice.project_id, notice.through_on).where(
        notice.village_id == facts.scope.village_id, notice.kind == _ROSTER_NOTICE, notice.project_id.is_not(None),
        stands(table(Notice)), notice.through_on.is_not(None),
    )  # fmt: skip
    found: dict[uuid.UUID, list[dt.date]] = defaultdict(list)
    for project, through in facts.conn.execute(query.order_by(notice.through_on)):
        found[project].append(through)
    return found


@check(
    "funds.paid-before-notice-end", "公示没有期满就发放", ERROR, hint="公示期满没有异议再发放",
    source="公示无异议后发放", needs=(FundEntry.kind, Notice.through_on),
)  # fmt: skip
def paid_before_notice_end(facts: Facts) -> Iterator[Problem]:
    """Households are paid after the last day of the notice that names them."""
    ends = _notices(facts)
    for entry, project in standing(facts, "支出"):
        ended = ends.get(project.key)
        if ended and project.values["mode"] == _BY_HOUSEHOLD and entry.date and entry.date <= ended[0]:
            message = f"{entry.subject} 于{chinese(entry.date)}发放，公示到{chinese(ended[0])}才期满"
            yield Problem(project.subject, _DATE, message, entry.record)


@check(
    "funds.household-paid-late", "到户补助发放时限", WARNING, hint="公示期满、钱到账后要尽快发放",
    source="到户增收项目实施办法（县级）：公示、审批后5个工作日内通过一卡通发放",
    needs=(FundEntry.kind, Notice.through_on),
)  # fmt: skip
def household_paid_late(facts: Facts) -> Iterator[Problem]:
    """The first payment to households follows notice, acceptance and the money's arrival within the policy's days.

    Projects that are never accepted (paid month by month) are left out.
    """
    ends = _notices(facts)
    arrived: dict[tuple[uuid.UUID, str | None], dt.date] = {}
    for entry, project in standing(facts, "到账"):
        if entry.date:
            arrived.setdefault((project.key, entry.source), entry.date)
    seen: set[tuple[uuid.UUID, str | None]] = set()
    for entry, project in standing(facts, "支出"):
        place, ended = (project.key, entry.source), ends.get(project.key)
        accepted = project.values["accepted_on"]
        if not ended or project.values["mode"] != _BY_HOUSEHOLD or entry.date is None or place in seen or not accepted:
            continue
        seen.add(place)
        could = max(day for day in (ended[0], accepted, arrived.get(place)) if day)
        period = facts.period("money.household_payment", could)
        if period and entry.date > period.after(could):
            message = f"{chinese(could)}起可以发放，{entry.subject} 于{chinese(entry.date)}才发，超过 {period}"
            yield Problem(project.subject, _DATE, message, entry.record)


ABOUT_ENTRIES: tuple[Check, ...] = (
    payment_over_contract, payment_step, deposit_early, paid_before_notice_end, household_paid_late,
)
