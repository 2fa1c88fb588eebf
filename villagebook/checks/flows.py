"""Checks of the flow of money: plan, grant, receipt, spending, reimbursement, return, by project and source.

A 冲销 counts on the day of the entry it reverses: money paid out by mistake and put right later was never spent.
Entries of unknown projects are left to funds.project-unknown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.money_rows import EntryRow, ProjectRow
from villagebook.ledgers.figures import REVERSAL
from villagebook.models import FundEntry, Project, ProjectSource, info

AMOUNT, SOURCE, DATE = (info(attribute).label for attribute in (FundEntry.amount_fen, FundEntry.source, FundEntry.date))
_RULE = "专款专用，先到账后支出，验收后报账"


@dataclass
class Flow:
    """The entries of one project from one source, each with the day it counts on."""

    project: ProjectRow
    source: str | None
    entries: list[tuple[dt.date | None, EntryRow]] = field(default_factory=list)

    def total(self, kind: str) -> int:
        """The sum in 分 of what counts as this kind."""
        return sum(entry.amount_fen or 0 for _, entry in self.entries if entry.counted == kind)

    def first(self, kind: str) -> EntryRow:
        """The first entry that counts as this kind."""
        return next(entry for _, entry in self.entries if entry.counted == kind)

    def last(self, kind: str) -> EntryRow:
        """The last entry that counts as this kind."""
        return [entry for _, entry in self.entries if entry.counted == kind][-1]

    @property
    def where(self) -> str:
        """The source in a message."""
        return f"{self.source}资金" if self.source else "没有写来源的资金"


def flows(facts: Facts) -> list[Flow]:
    """The flows of known projects, each with its entries by date and voucher."""
    found: dict[tuple[object, str | None], Flow] = {}
    for entry in facts.entries:
        if entry.project is None or entry.project not in facts.projects:
            continue
        flow = found.setdefault((entry.project, entry.source), Flow(facts.projects[entry.project], entry.source))
        flow.entries.append((_counts_on(facts, entry), entry))
    return list(found.values())


def _counts_on(facts: Facts, entry: EntryRow) -> dt.date | None:
    origin = facts.entry_by_key.get(entry.reverses) if entry.reverses and entry.kind == REVERSAL else None
    return origin.date if origin else entry.date


def _granted(flow: Flow) -> bool:
    """Whether anything was granted or received from this source."""
    return flow.total("指标下达") != 0 or flow.total("到账") != 0


@check(
    "funds.source-without-grant", "没有下达的来源有支出", ERROR, hint="请核对资金来源，或补记指标下达",
    source=_RULE, needs=(FundEntry.kind, FundEntry.source),
)
def source_without_grant(facts: Facts) -> Iterator[Problem]:
    """Money is spent or reimbursed only from a source that granted or paid something to the project."""
    for flow in flows(facts):
        spent = flow.total("支出") or flow.total("报账")
        if spent > 0 and not _granted(flow):
            entry = flow.first("支出" if flow.total("支出") else "报账")
            message = f"这个项目没有{flow.where}的指标或到账，却有支出（{entry.subject}）"
            yield Problem(flow.project.subject, SOURCE, message, entry.record, "请核对资金来源是否记错")


@check(
    "funds.overspent", "支出超过到账", ERROR, hint="请核对到账和支出",
    source=_RULE, needs=(FundEntry.kind, FundEntry.amount_fen),
)  # fmt: skip
def overspent(facts: Facts) -> Iterator[Problem]:
    """On no day has a project spent more from a source than had arrived, and was not taken back, by then.

    The first such day is named.
    """
    for flow in flows(facts):
        found = _first_overspent(flow) if _granted(flow) else None
        if found:
            when = f"到{chinese(found.day)}" if found.day else "连同没有日期的"
            back = f"，收回 {format_yuan(found.returned)} 元" if found.returned else ""
            message = (
                f"{flow.where}{when}到账 {format_yuan(found.received)} 元，支出 {format_yuan(found.spent)} 元{back}"
            )
            hint = f"请核对 {found.entry.subject} 的金额和日期"
            yield Problem(flow.project.subject, AMOUNT, message, found.entry.record, hint)


class _Overspent(NamedTuple):
    """The day, what had arrived, been spent and taken back by its end, and the payment that was too much."""

    day: dt.date | None
    received: int
    spent: int
    returned: int
    entry: EntryRow


def _first_overspent(flow: Flow) -> _Overspent | None:
    """Return the first day on which too much was spent; undated entries come last."""
    by_day: dict[dt.date | None, list[EntryRow]] = defaultdict(list)
    for day, entry in flow.entries:
        by_day[day].append(entry)
    sums = dict.fromkeys(("到账", "支出", "收回"), 0)
    for day in sorted(by_day, key=lambda one: one or dt.date.max):
        for entry in by_day[day]:
            if entry.counted in sums:
                sums[entry.counted] += entry.amount_fen or 0
        paid = [entry for entry in by_day[day] if entry.counted == "支出"]
        over = sums["支出"] + sums["收回"] - sums["到账"]
        if over > 0 and paid:
            return _Overspent(day, sums["到账"], sums["支出"], sums["收回"], _tipping(paid, over))
    return None


def _tipping(paid: Sequence[EntryRow], over: int) -> EntryRow:
    """Return the payment of the day, in the order of vouchers, with which the limit was passed."""
    rest = sum(entry.amount_fen or 0 for entry in paid) - over
    for entry in paid:
        rest -= entry.amount_fen or 0
        if rest < 0:
            return entry
    return paid[-1]


@check(
    "funds.reimbursed-over-spent", "报账超过支出", ERROR, hint="请核对报账和支出",
    source=_RULE, needs=(FundEntry.kind, FundEntry.amount_fen),
)  # fmt: skip
def reimbursed_over_spent(facts: Facts) -> Iterator[Problem]:
    """No more is reimbursed than was spent from the same source."""
    for flow in flows(facts):
        reimbursed, spent = flow.total("报账"), flow.total("支出")
        if reimbursed > max(spent, 0) and _granted(flow):  # a 支出 reversed twice is below zero
            message = f"{flow.where}报账 {format_yuan(reimbursed)} 元，支出 {format_yuan(spent)} 元"
            yield Problem(flow.project.subject, AMOUNT, message, flow.last("报账").record)


@check(
    "funds.reimbursed-before-acceptance", "验收前报账", ERROR, hint="请核对验收日期和报账日期",
    source="县级报账办法：报账申请不早于验收",
    needs=(FundEntry.kind, Project.accepted_on),
)  # fmt: skip
def reimbursed_before_acceptance(facts: Facts) -> Iterator[Problem]:
    """An application for reimbursement is not earlier than the acceptance; entries reversed since are left out."""
    undone = {entry.reverses for entry in facts.entries if entry.kind == REVERSAL}
    for entry in facts.entries:
        project = facts.projects.get(entry.project) if entry.project else None
        if entry.kind != "报账" or project is None or entry.date is None or entry.key in undone:
            continue
        accepted = project.values["accepted_on"]
        if accepted is None or entry.date < accepted:
            then = f"{chinese(accepted)}才验收" if accepted else "项目还没有验收日期"
            message = f"{entry.subject} 于{chinese(entry.date)}报账，{then}"
            yield Problem(project.subject, DATE, message, entry.record, "请核对报账和验收的日期")


@check(
    "funds.returned-over-balance", "收回超过结余", ERROR, hint="请核对收回和结余",
    source=_RULE, needs=(FundEntry.kind, FundEntry.amount_fen),
)  # fmt: skip
def returned_over_balance(facts: Facts) -> Iterator[Problem]:
    """No more is taken back than is left."""
    for flow in flows(facts):
        left, returned = flow.total("到账") - flow.total("支出"), flow.total("收回")
        if returned > 0 and returned > left >= 0:
            message = f"{flow.where}收回 {format_yuan(returned)} 元，只余 {format_yuan(left)} 元"
            yield Problem(flow.project.subject, AMOUNT, message, flow.last("收回").record)


@check(
    "funds.received-over-granted", "到账超过指标", WARNING, hint="请核对到账和指标下达",
    source=_RULE, needs=(FundEntry.kind, FundEntry.amount_fen),
)
def received_over_granted(facts: Facts) -> Iterator[Problem]:
    """No more arrives than was granted, where the book has grants of this source."""
    for flow in flows(facts):
        granted, received = flow.total("指标下达"), flow.total("到账")
        if received > granted > 0:
            message = f"{flow.where}下达 {format_yuan(granted)} 元，到账 {format_yuan(received)} 元"
            yield Problem(flow.project.subject, AMOUNT, message, flow.last("到账").record)


@check(
    "funds.granted-differs-from-plan", "指标与项目资金来源", WARNING, hint="请按下达文件核对",
    source="下达通知与项目台账核对",
    needs=(ProjectSource.planned_fen, FundEntry.kind),
)  # fmt: skip
def granted_differs_from_plan(facts: Facts) -> Iterator[Problem]:
    """What was granted from each source is what the project planned from it; projects without grants are left out."""
    granted: dict[object, dict[str | None, int]] = {}
    for flow in flows(facts):
        amount = flow.total("指标下达")
        if amount:
            granted.setdefault(flow.project.key, {})[flow.source] = amount
    for project in facts.projects.values():
        given = granted.get(project.key, {})
        for source in sorted({*project.planned, *given}, key=str) if given else ():
            planned, amount = project.planned.get(source or "", 0), given.get(source, 0)
            if planned != amount:
                message = f"{source}计划 {format_yuan(planned)} 元，下达 {format_yuan(amount)} 元"
                yield Problem(project.subject, SOURCE, message, project.record)
