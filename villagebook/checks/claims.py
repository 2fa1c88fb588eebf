"""Checks of claims (报账): not before the application, which is not before the acceptance.

Source: order of dates in a project's file; conditions of the county's reimbursement rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.days import chinese
from villagebook.checks.check import ERROR, Check, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.money_rows import EntryRow, ProjectRow
from villagebook.ledgers.figures import REVERSAL
from villagebook.models import FundEntry, Project, info

_CLAIM, _DATE = info(FundEntry.claim_on).label, info(FundEntry.date).label
_SOURCE = "县级报账办法：先验收，再申请，后报账"


def standing(facts: Facts, kind: str) -> Iterator[tuple[EntryRow, ProjectRow]]:
    """Yield the entries of a kind that were not reversed, with their projects."""
    undone = {entry.reverses for entry in facts.entries if entry.kind == REVERSAL}
    for entry in facts.entries:
        project = facts.projects.get(entry.project) if entry.project else None
        if entry.kind == kind and project is not None and entry.key not in undone:
            yield entry, project


@check(
    "funds.reimbursed-before-application", "申请前报账", ERROR, hint="请核对报账申请和报账的日期",
    source=_SOURCE, needs=(FundEntry.kind,),
)  # fmt: skip
def reimbursed_before_application(facts: Facts) -> Iterator[Problem]:
    """Nothing is reimbursed before it was applied for: on the entry's own application day, or the project's."""
    for entry, project in standing(facts, "报账"):
        applied = entry.claim_on or project.values["claimed_on"]
        if applied and entry.date and entry.date < applied:
            message = f"{entry.subject} 于{chinese(entry.date)}报账，{chinese(applied)}才申请"
            yield Problem(project.subject, _DATE, message, entry.record)


@check(
    "funds.claimed-before-acceptance", "验收前申请报账", ERROR, hint="请核对验收和报账申请的日期",
    source=_SOURCE, needs=(FundEntry.claim_on, Project.accepted_on),
)  # fmt: skip
def claimed_before_acceptance(facts: Facts) -> Iterator[Problem]:
    """The application an entry names is not earlier than the acceptance."""
    for entry, project in standing(facts, "报账"):
        accepted = project.values["accepted_on"]
        if entry.claim_on and accepted and entry.claim_on < accepted:
            message = f"{entry.subject} 的报账申请是{chinese(entry.claim_on)}，{chinese(accepted)}才验收"
            yield Problem(project.subject, _CLAIM, message, entry.record)


ABOUT_ENTRIES: tuple[Check, ...] = (reimbursed_before_application, claimed_before_acceptance)
