"""The ledgers of contracts and of acceptances: what was agreed, paid and held back; what was planned and done."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, literal, or_, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import counted_as, in_scope
from villagebook.ledgers.ledger import Group, Ledger, Scope
from villagebook.ledgers.parts import labelled, table, text_of
from villagebook.models import Acceptance, AcceptanceItem, AcceptanceMember, Contract, FundEntry, Project

_AGREED = (Contract.amount_fen, Contract.changed_fen)
_DUE = (*_AGREED, Contract.settled_fen, Contract.audited_fen)
_PAID = (FundEntry.amount_fen, FundEntry.kind, FundEntry.contract_id)

CONTRACT_COLUMNS = (
    of(Contract.number),
    computed("project", "项目编号", "code", (Contract.project_code, Project.code)),
    of(Project.name, "project_name"),
    of(Contract.name),
    of(Contract.kind),
    of(Contract.party),
    of(Contract.party_person),
    of(Contract.amount_fen, total=True),
    of(Contract.changed_fen, total=True),
    computed("agreed_fen", "合同及变更", "money", _AGREED, total=True),
    of(Contract.settled_fen, total=True),
    of(Contract.audited_fen, total=True),
    computed("paid_fen", "已付", "money", _PAID, total=True),
    computed("left_fen", "未付", "money", (*_DUE, *_PAID), total=True),
    of(Contract.retention_share),
    computed("held_fen", "质保金未退", "money", (Contract.retention_share, FundEntry.payment_step, *_DUE, *_PAID),
             total=True),
    of(Contract.retention_until),
    computed("state", "状态", "text", (Contract.signed_on, Contract.settled_on, Contract.audited_on)),
    of(Contract.chosen_by),
    of(Contract.chosen_on),
    of(Contract.signed_on),
    of(Contract.from_on),
    of(Contract.through_on),
    of(Contract.change_approval),
    of(Contract.settled_on),
    of(Contract.audited_by),
    of(Contract.audited_on),
    of(Contract.content),
    of(Contract.note),
)  # fmt: skip


def _paid(contract: Any, scope: Scope, step: str = "") -> ColumnElement[Any]:
    """What was paid under a contract, posted and by the scope's day; a reversal goes with the entry it reverses."""
    entry, origin = table(FundEntry, f"paid_{step or 'all'}"), table(FundEntry, f"paid_origin_{step or 'all'}")
    named = func.coalesce(origin.c.contract_id, entry.c.contract_id)
    limits = [named == contract.c.id, counted_as(entry, origin) == "支出", entry.c.posted_at.is_not(None)]
    if step:
        limits.append(func.coalesce(origin.c.payment_step, entry.c.payment_step) == step)
    return (
        select(cast(func.coalesce(func.sum(entry.c.amount_fen), 0), BigInteger))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(*limits, *in_scope(entry, scope))
        .scalar_subquery()
    )


def _contracts(scope: Scope) -> Select[Any]:
    contract, project = table(Contract), table(Project)
    c = contract.c
    agreed = c.amount_fen + func.coalesce(c.changed_fen, 0)
    due = func.coalesce(c.audited_fen, c.settled_fen, agreed)
    paid, returned = _paid(contract, scope), _paid(contract, scope, "质保金")
    # Stored quantities are ten-thousandths, the share a percentage: fen × share / 100, half a fen rounded up.
    share = cast(c.retention_share, BigInteger)
    retention = func.coalesce((due * share + 500_000) / 1_000_000, 0)
    held = case((retention > returned, retention - returned), else_=0)
    made = {
        "project": func.coalesce(project.c.code, c.project_code),
        "agreed_fen": agreed,
        "paid_fen": paid,
        "left_fen": due - paid,
        "held_fen": cast(held, BigInteger),
        "state": case(
            (or_(c.audited_on <= scope.on, and_(c.audited_on.is_(None), c.audited_fen.is_not(None))), "已审定"),
            (or_(c.settled_on <= scope.on, and_(c.settled_on.is_(None), c.settled_fen.is_not(None))), "已结算"),
            (c.signed_on <= scope.on, "履行中"),
            else_="未签订",
        ),
    }
    return (
        select(
            c.id.label("_id"),
            *labelled(CONTRACT_COLUMNS, {"contract": contract, "project": project}, made),
            project.c.pinyin.label("_sort_project_name"),
            text_of(project.c.pinyin, project.c.initials).label("_text"),
        )
        .select_from(contract.outerjoin(project, project.c.id == c.project_id))
        .where(c.village_id == scope.village_id)
    )


CONTRACTS = Ledger(
    "contracts", "合同台账", CONTRACT_COLUMNS, _contracts, ("project", "signed_on", "number"), year="signed_on",
    groups=(Group("结算", {"settled_fen": "结算", "audited_fen": "审定"}),),
)  # fmt: skip

ACCEPTANCE_COLUMNS = (
    computed("project", "项目编号", "code", (Project.code,)),
    of(Project.name, "project_name"),
    of(Acceptance.kind),
    of(Acceptance.accepted_on),
    of(Acceptance.result),
    of(Acceptance.quality),
    of(Acceptance.planned_content),
    of(Acceptance.done_content),
    of(Acceptance.planned_fen, total=True),
    of(Acceptance.actual_fen, total=True),
    computed("items", "验收项数", "int", (AcceptanceItem.item,), unit="项"),
    computed("differing", "与计划不同", "int", (AcceptanceItem.planned, AcceptanceItem.done), unit="项"),
    computed("members", "验收组人数", "int", (AcceptanceMember.name,), unit="人"),
    of(Acceptance.opinion),
    of(Acceptance.to_mend),
    of(Acceptance.mend_by),
    of(Acceptance.mended_on),
    of(Acceptance.note),
)


def _acceptances(scope: Scope) -> Select[Any]:
    one, project, item, member = table(Acceptance), table(Project), table(AcceptanceItem), table(AcceptanceMember)
    items = select(func.count()).select_from(item).where(item.c.acceptance_id == one.c.id)
    differs = or_(
        item.c.planned != item.c.done,
        and_(item.c.planned.is_(None), item.c.done.is_not(None)),
        and_(item.c.planned.is_not(None), item.c.done.is_(None)),
    )
    people = select(func.count()).select_from(member).where(member.c.acceptance_id == one.c.id)
    made = {
        "project": func.coalesce(project.c.code, literal("")),
        "items": items.scalar_subquery(),
        "differing": items.where(differs).scalar_subquery(),
        "members": people.scalar_subquery(),
    }
    return (
        select(
            one.c.id.label("_id"),
            *labelled(ACCEPTANCE_COLUMNS, {"acceptance": one, "project": project}, made),
            project.c.pinyin.label("_sort_project_name"),
            text_of(project.c.pinyin, project.c.initials).label("_text"),
        )
        .select_from(one.join(project, project.c.id == one.c.project_id))
        .where(one.c.village_id == scope.village_id)
    )


ACCEPTANCES = Ledger(
    "acceptances", "验收台账", ACCEPTANCE_COLUMNS, _acceptances, ("project", "accepted_on"), year="accepted_on",
    groups=(
        Group("内容及规模", {"planned_content": "计划", "done_content": "完成"}),
        Group("投资", {"planned_fen": "计划", "actual_fen": "实际"}),
    ),
)  # fmt: skip
