"""Checks of money that lies idle: what arrived first is spent first, and what is left grows old.

Source: money unused for two years is taken back (policy ``money.unused_returned``).
"""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.flows import Flow, flows
from villagebook.checks.money_rows import EntryRow
from villagebook.models import FundEntry, info


def unused(flow: Flow) -> Iterator[tuple[EntryRow, int]]:
    """Yield the receipts of one project and source that are not used up, oldest first, with what is left in 分."""
    used = flow.total("支出") + flow.total("收回")
    undone = {entry.reverses for _, entry in flow.entries}
    for _, entry in flow.entries:
        if entry.kind != "到账" or entry.key in undone:
            continue
        amount = entry.amount_fen or 0
        left = amount - min(max(used, 0), amount)
        used -= amount - left
        if left > 0:
            yield entry, left


@check(
    "funds.unused-too-long", "资金闲置", WARNING, hint="请尽快使用，或按规定交回",
    source="结转结余资金满规定的年限由财政收回", needs=(FundEntry.kind, FundEntry.date),
)  # fmt: skip
def unused_too_long(facts: Facts) -> Iterator[Problem]:
    """No receipt lies unused for as long as the policy says, what arrived first being spent first."""
    for flow in flows(facts):
        for entry, left in unused(flow):
            period = facts.period("money.unused_returned", entry.date) if entry.date else None
            if period and entry.date and facts.on >= period.after(entry.date):
                message = (
                    f"{flow.where}{entry.subject} {chinese(entry.date)}到账 {format_yuan(entry.amount_fen or 0)} 元，"
                    f"满 {period} 还剩 {format_yuan(left)} 元没有用"
                )
                yield Problem(flow.project.subject, info(FundEntry.amount_fen).label, message, entry.record)
