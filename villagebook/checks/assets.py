"""Checks of assets: there for each project that earns, owned, kept and handed over, let by contract, paid, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from villagebook.base.days import Period, chinese
from villagebook.base.money import format_yuan
from villagebook.base.terms import year_ends
from villagebook.checks.check import ERROR, INFO, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.works_facts import WorkRow
from villagebook.models import Asset, AssetEvent, Project, info

_RULES = "国办函〔2021〕51号：扶贫项目资产"
_PERIOD = "期限见本村规定"
GONE, COUNTED, DISPOSED = "处置", "盘点", "处置"
LET = ("承包", "租赁", "入股")
EARNING_MODE = "集体实施"


def _since(facts: Facts, policy: str, day: dt.date | None) -> int | None:
    """How many days a period after a day is over; None while it runs, or nobody knows."""
    period = facts.period(policy, day) if day is not None else None
    if day is None or not isinstance(period, Period):
        return None
    late = (facts.on - period.after(day)).days
    return late if late > 0 else None


@check(
    "assets.missing", "经营性项目没有登记资产", WARNING, number="12.10-60", hint="请在项目的“实施”里登记形成的资产",
    source=f"{_RULES}要登记台账；{_PERIOD}", needs=(Asset.name, Project.accepted_on),
)  # fmt: skip
def missing_asset(facts: Facts) -> Iterator[Problem]:
    """A project built together for income leaves an asset that stands in the ledger some days after acceptance."""
    there = {one.project.key for one in facts.assets if one.project is not None}
    for project in facts.projects.values():
        values = project.values
        if project.key in there or values["mode"] != EARNING_MODE or values["side_state"] in ("出库", "终止", "未通过"):
            continue
        late = _since(facts, "works.asset_formed", values["accepted_on"])
        if late is not None:
            message = f"{values['name'] or project.subject}{chinese(values['accepted_on'])}验收，还没有登记资产"
            yield Problem(project.subject, info(Project.accepted_on).label, message, project.record)


@check(
    "assets.not-handed", "资产没有确权移交", WARNING, hint="请写所有权人、管护责任人，办移交",
    source=f"{_RULES}要确权移交、落实管护；{_PERIOD}", needs=(Asset.name, Project.accepted_on),
)  # fmt: skip
def not_handed(facts: Facts) -> Iterator[Problem]:
    """An asset has an owner and a keeper and is handed over some months after its project was accepted."""
    wanted = (Asset.owner, Asset.keeper, Asset.handed_on)
    for one in facts.assets:
        accepted = one.project.values["accepted_on"] if one.project else None
        late = _since(facts, "works.asset_handed", accepted) if one.values["state"] != GONE else None
        lacks = [info(field) for field in wanted if not one.values[info(field).name]]
        if late is not None and accepted is not None and lacks:
            words = "、".join(field.label for field in lacks)
            message = f"{one.who}的项目{chinese(accepted)}验收，还没有{words}"
            yield Problem(one.subject, lacks[0].label, message, one.record)


@check(
    "assets.contract-over", "出租的资产没有合同期限", WARNING, hint="请写经营合同的起止日期；到期的续签或收回",
    source=f"{_RULES}经营性资产要签经营合同", needs=(Asset.way,),
)  # fmt: skip
def contract_over(facts: Facts) -> Iterator[Problem]:
    """An asset that others run has a contract with an end, and that end has not passed."""
    for one in facts.assets:
        if one.values["way"] not in LET or one.values["state"] == GONE:
            continue
        through, label = one.values["contract_through"], info(Asset.contract_through).label
        if through is None:
            yield Problem(one.subject, label, f"{one.who}{one.values['way']}，没有写合同到哪天", one.record)
        elif through < facts.on:
            message = f"{one.who}的{one.values['way']}合同{chinese(through)}已经到期"
            yield Problem(one.subject, label, message, one.record)


@check(
    "assets.income-late", "约定的收益没有收到", WARNING, hint="请催收；收到的请记资金流水，收益记在这项资产下",
    source=f"经营合同约定的年收益；{_PERIOD}", needs=(Asset.income_fen, Asset.contract_from),
)  # fmt: skip
def income_late(facts: Facts) -> Iterator[Problem]:
    """What fell due by the contracts' full years has come in, some time after."""
    for one in facts.assets:
        days = _due_days(facts, one)
        due = len(days) * (one.values["income_fen"] or 0)
        came = sum(paid.fen for paid in one.entries if paid.posted and paid.date is not None and paid.date <= facts.on)
        if due > came:
            message = (
                f"{one.who}到{chinese(days[-1])}应收 {format_yuan(due)} 元，收到 {format_yuan(came)} 元，"
                f"少 {format_yuan(due - came)} 元"
            )
            yield Problem(one.subject, info(Asset.income_fen).label, message, one.record)


def _due_days(facts: Facts, one: WorkRow) -> list[dt.date]:
    first = one.values["contract_from"]
    if first is None or not one.values["income_fen"]:
        return []
    ends = [day for day in (one.values["contract_through"], one.values["disposed_on"]) if day is not None]
    return [
        day for day in year_ends(first, min(ends, default=None), facts.on)
        if _since(facts, "works.income_late", day) is not None
    ]  # fmt: skip


@check(
    "assets.disposed-unapproved", "资产处置没有批准", ERROR, hint="请补批准文件或民主议定的会议；没有批准的不能处置",
    source=f"{_RULES}处置要民主议定、报批并公示", needs=(Asset.state,),
)  # fmt: skip
def disposed_unapproved(facts: Facts) -> Iterator[Problem]:
    """An asset that is gone was disposed of with an approval or by decision of a meeting."""
    for one in facts.assets:
        gone = [event for event in one.parts if event["kind"] == DISPOSED]
        if not gone and one.values["state"] != GONE and one.values["disposed_on"] is None:
            continue
        approved = one.values["disposal_approval"] or any(e["approval"] or e["meeting_id"] for e in gone)
        if not approved:
            message = f"{one.who}已经处置，没有批准文件，也没有会议"
            yield Problem(one.subject, info(Asset.disposal_approval).label, message, one.record)


@check(
    "assets.not-counted", "资产没有每年盘点", INFO, hint="请清点以后记盘点", source=f"{_RULES}每年清查",
    needs=(Asset.handed_on, AssetEvent.on),
)  # fmt: skip
def not_counted(facts: Facts) -> Iterator[Problem]:
    """An asset of the village that was there all through last year was counted in it or since."""
    year = facts.on.year - 1
    for one in facts.assets:
        handed = one.values["handed_on"]
        whole = handed is not None and handed < dt.date(year, 1, 1)
        if not whole or one.values["state"] == GONE or one.values["owner_level"] == "户":
            continue
        if not any(event["kind"] == COUNTED and event["on"].year >= year for event in one.parts):
            yield Problem(one.subject, info(Asset.state).label, f"{one.who}{year}年以来没有盘点过", one.record)


ASSETS = (missing_asset, not_handed, contract_over, income_late, disposed_unapproved, not_counted)
