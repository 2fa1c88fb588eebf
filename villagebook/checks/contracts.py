"""Checks of contracts: signed in time, within the plan, settled as agreed, the deposit no greater than laid down.

What is paid under them is looked at in payments.py.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.works_facts import WorkRow, agreed_fen, percent
from villagebook.models import Contract, Project, info

_FILE_ORDER = "项目档案的先后顺序：先签合同，后开工"
_PAYMENT = "县级资金报账办法：质保金不超过10%"
_SETTLING = "项目结算按合同、变更审批和审计核对"


@check(
    "contracts.signed-after-start", "合同签订和开工先后", WARNING,
    hint="请按合同原件核对日期；确是先开工的，请写明原因", source=_FILE_ORDER,
    needs=(Contract.signed_on, Project.started_on),
)  # fmt: skip
def signed_after_start(facts: Facts) -> Iterator[Problem]:
    """A contract to build or to buy is signed before work begins; a project's further contracts may come later."""
    first: dict[uuid.UUID, WorkRow] = {}
    for one in facts.contracts:
        if one.project is None or one.values["signed_on"] is None or one.values["kind"] not in ("施工", "采购", None):
            continue
        known = first.setdefault(one.project.key, one)
        if one.values["signed_on"] < known.values["signed_on"]:
            first[one.project.key] = one
    for one in first.values():
        started = one.project.values["started_on"] if one.project else None
        signed = one.values["signed_on"]
        if started is not None and signed > started:
            message = f"{one.who} {chinese(signed)} 签订，项目 {chinese(started)} 就开工了"
            yield Problem(one.subject, info(Contract.signed_on).label, message, one.record)


@check(
    "contracts.over-plan", "合同合计超过计划", WARNING, hint="请核对合同金额；超出计划的部分要有调整批复",
    source="专款专用：合同合计不超过批复的计划资金", needs=(Contract.amount_fen, Project.planned_fen),
)  # fmt: skip
def over_plan(facts: Facts) -> Iterator[Problem]:
    """The contracts of a project, with their changes, come to no more than its planned money."""
    sums: dict[uuid.UUID, int] = defaultdict(int)
    for one in facts.contracts:
        if one.project is not None:
            sums[one.project.key] += agreed_fen(one.values) or 0
    for key, summed in sums.items():
        project = facts.projects[key]
        planned = project.values["planned_fen"]
        if planned is not None and summed > planned:
            message = f"合同合计 {format_yuan(summed)} 元，超过计划资金 {format_yuan(planned)} 元"
            yield Problem(project.subject, info(Project.planned_fen).label, message, project.record)


@check(
    "contracts.settled-over-agreed", "结算超过合同", ERROR, hint="请补变更审批，或核对结算金额", source=_SETTLING,
    needs=(Contract.settled_fen, Contract.amount_fen),
)  # fmt: skip
def settled_over_agreed(facts: Facts) -> Iterator[Problem]:
    """A settlement comes to no more than the contract and its approved changes; a reason in the note is one."""
    for one in facts.contracts:
        settled, agreed = one.values["settled_fen"], agreed_fen(one.values)
        if settled is None or agreed is None or "结算超过合同" in (one.values["note"] or ""):
            continue
        changed = one.values["changed_fen"] or 0
        approved = agreed if one.values["change_approval"] else agreed - max(0, changed)
        if settled > approved:
            why = "，变更没有审批" if approved < agreed else ""
            message = f"{one.who}结算 {format_yuan(settled)} 元，合同和批准的变更 {format_yuan(approved)} 元{why}"
            yield Problem(one.subject, info(Contract.settled_fen).label, message, one.record)


@check(
    "contracts.retention-share", "质保金比例过高", WARNING, hint="请按合同核对比例", source=_PAYMENT,
    needs=(Contract.retention_share,),
)  # fmt: skip
def retention_share(facts: Facts) -> Iterator[Problem]:
    """The quality deposit is no greater a share than laid down on the day of signing."""
    for one in facts.contracts:
        share = one.values["retention_share"]
        most = facts.measure_limit("money.quality_deposit_most", one.values["signed_on"] or facts.on)
        if share is not None and most is not None and Decimal(share) > most * 100:
            message = f"{one.who}质保金 {percent(share)}，规定不超过 {percent(most * 100)}"
            yield Problem(one.subject, info(Contract.retention_share).label, message, one.record)


CONTRACTS = (signed_after_start, over_plan, settled_over_agreed, retention_share)
