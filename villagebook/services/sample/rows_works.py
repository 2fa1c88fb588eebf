"""Rows of contracts, acceptances and assets of the sample village, and the entries that belong to them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

from villagebook.base import scale
from villagebook.base.days import chinese
from villagebook.base.money import format_wan
from villagebook.models import (
    Acceptance,
    AcceptanceItem,
    AcceptanceMember,
    Asset,
    AssetEvent,
    Committee,
    CommitteeMember,
    Contract,
    FundEntry,
    Project,
    RosterLine,
)
from villagebook.services.sample import works
from villagebook.services.sample.projects import PROJECTS, ProjectTold, told
from villagebook.services.sample.rows import Rows, Values
from villagebook.services.sample.village import OFFICERS

#: Who signs where the village has no bodies for it on a day.
_SIGNING = ("蓝志平", "王建华", "周海涛")


def add_works(rows: Rows) -> None:
    """Add contracts, acceptances and assets; entries that are there get the contract they pay and their asset."""
    _add_contracts(rows)
    _add_acceptances(rows)
    _add_assets(rows)


def _add_contracts(rows: Rows) -> None:
    serials: Counter[int] = Counter()
    for one in sorted(works.CONTRACTS, key=lambda one: one.signed_on):
        project = told(*one.project)
        serials[one.signed_on.year] += 1
        number = f"合同{one.signed_on.year}-{serials[one.signed_on.year]:02d}"
        key = rows.add(Contract, number, _contract(rows, one, project, number))
        for entry in rows.found[FundEntry]:
            belongs = entry["project_code"] == project.code and entry["payee"] == one.party
            if belongs and entry["kind"] in ("支出", "冲销"):
                entry["contract_id"] = key
                step = works.STEPS.get(str(entry["memo"]).removeprefix(project.name)) if one.steps else None
                entry["payment_step"] = entry.get("payment_step") or step


def _contract(rows: Rows, one: works.ContractTold, project: ProjectTold, number: str) -> Values:
    audited = one.audited or (None, None, None)
    return {
        "project_code": project.code, "project_id": rows.key(Project, project.code), "number": number,
        "name": one.name, "kind": one.kind, "chosen_by": one.how, "chosen_on": one.chosen_on, "party": one.party,
        "party_person": works.SITE_HEADS.get(one.party),
        "signed_on": one.signed_on, "from_on": project.started_on, "through_on": one.through_on,
        "content": project.content, "amount_fen": one.yuan * 100,
        "retention_share": Decimal(10) if one.deposit else None, "retention_until": one.deposit_until,
        "settled_on": one.settled_on, "settled_fen": one.yuan * 100 if one.settled_on else None,
        "audited_by": audited[0], "audited_on": audited[1], "audited_fen": audited[2] and audited[2] * 100,
    }  # fmt: skip


def _add_acceptances(rows: Rows) -> None:
    mended = {one.project: one for one in works.MENDED}
    for project in PROJECTS:
        first = mended.get((project.year, project.serial))
        if first is not None:
            said = f"{first.what}，须整改。{chinese(first.mended_on)}复验：{_opinion(project)}"
            _add_acceptance(rows, project, "村乡联合初验", first.on, {
                "result": "合格", "opinion": said, "to_mend": first.what, "mend_by": first.by,
                "mended_on": first.mended_on})  # fmt: skip
            row = rows.row(Project, project.code)
            row["preliminary_on"] = row.get("preliminary_on") or first.mended_on
        if project.accepted_on is not None:
            _add_acceptance(rows, project, "乡镇验收", project.accepted_on, {
                "result": "合格", "opinion": _opinion(project), "village_opinion": "同意验收意见。"})  # fmt: skip


def _add_acceptance(rows: Rows, project: ProjectTold, kind: str, on: dt.date, more: Values) -> None:
    items = _items(project)
    key = rows.add(Acceptance, (project.code, kind), {
        "project_id": rows.key(Project, project.code), "kind": kind, "accepted_on": on,
        "planned_content": project.content, "done_content": "；".join(map(str, items)),
        "planned_fen": project.planned_fen, "actual_fen": _cost(project), "quality": "合格", **more,
    })  # fmt: skip
    for position, one in enumerate(items, start=1):
        rows.add(AcceptanceItem, (project.code, kind, position), {
            "acceptance_id": key, "item": one.what, "unit": one.unit or None, "planned": one.quantity,
            "done": one.quantity, "position": position})  # fmt: skip
    for position, (name, unit, post) in enumerate(_members(rows, on), start=1):
        rows.add(AcceptanceMember, (project.code, kind, position), {
            "acceptance_id": key, "name": name, "unit": unit, "post": post, "position": position})  # fmt: skip


def _items(project: ProjectTold) -> tuple[scale.Scale, ...]:
    if project.roster is None:
        return scale.read(project.content)
    total = sum((share.quantity for share in project.roster.shares), Decimal(0))
    return (scale.Scale(project.roster.content, total, project.roster.unit),)


def _opinion(project: ProjectTold) -> str:
    return scale.sentence(_items(project))


def _cost(project: ProjectTold) -> int:
    """What a project came to: the audited sums of its contracts, else its plan."""
    mine = [one for one in works.CONTRACTS if one.project == (project.year, project.serial)]
    summed = sum(one.audited[2] if one.audited else one.yuan for one in mine) * 100
    return summed if mine and all(one.settled_on for one in mine) else project.planned_fen


def _members(rows: Rows, on: dt.date) -> list[tuple[str, str, str]]:
    """Who signs on a day: the supervising group and the head of the building one, else officers of the village."""
    found: dict[str, tuple[str, str, str]] = {}
    for kind, most in (("项目监督小组", None), ("项目实施小组", 1)):
        there = [row for row in rows.found.get(Committee, []) if not row.get("project_id")]
        bodies = {row["id"] for row in there if row["kind"] == kind}
        members = [row for row in rows.found.get(CommitteeMember, []) if row["committee_id"] in bodies]
        for row in [row for row in members if _in_office(row, on)][:most]:
            found.setdefault(str(row["name"]), (str(row["name"]), kind, str(row.get("post") or "成员")))
    if found:
        return list(found.values())
    return [(one.name, one.unit, one.post) for one in OFFICERS if one.name in _SIGNING]


def _in_office(member: Values, on: dt.date) -> bool:
    since, until = member.get("since"), member.get("until")
    return (since is None or since <= on) and (until is None or until >= on)


def _add_assets(rows: Rows) -> None:
    serials: Counter[int] = Counter()
    for one in works.ASSETS:
        project = told(*one.project)
        for name, more in _each(rows, one, project):
            serials[project.year] += 1
            code = f"资{project.year}-{serials[project.year]:03d}"
            key = rows.add(Asset, name, {**_asset(rows, one, project), "code": code, **more})
            _add_events(rows, one, key, str(more["owner"]))
            for entry in rows.found[FundEntry]:
                if entry["kind"] == "收益" and entry["project_code"] == project.code and one.kind == "经营性资产":
                    entry["asset_id"] = key
        row = rows.row(Project, project.code)
        row["handed_on"] = row.get("handed_on") or one.handed_on


def _each(rows: Rows, one: works.AssetTold, project: ProjectTold) -> list[tuple[object, Values]]:
    """The asset itself, or one for each household of its project's roster: its name among the rows, what is its own."""
    if not one.households:
        place = f"上云村{one.place}"
        return [(one.name, {"owner": one.owner, "keeper": one.keeper, "original_fen": one.yuan * 100, "place": place,
                            "owner_level": "村"})]  # fmt: skip
    lines = [row for row in rows.found[RosterLine] if row["project_code"] == project.code]
    return [
        ((one.name, row["household_code"]), {
            "owner": row["head_name"], "keeper": row["head_name"], "original_fen": row["amount_fen"],
            "total_fen": row["amount_fen"], "place": f"上云村{row['group_name']}", "owner_level": "户",
            "household_code": row["household_code"], "household_id": row["household_id"]})
        for row in lines
    ]  # fmt: skip


def _asset(rows: Rows, one: works.AssetTold, project: ProjectTold) -> Values:
    money = "、".join(f"{source} {format_wan(yuan * 100)} 万元" for source, yuan in project.sources_yuan.items())
    let = one.let
    return {
        "name": one.name, "kind": one.kind, "subkind": one.subkind, "project_code": project.code,
        "project_id": rows.key(Project, project.code), "origin": project.name, "origin_year": project.year,
        "document": f"示乡振〔{project.year}〕{project.approval}号", "money": money, "total_fen": project.planned_fen,
        "quantity": Decimal(one.size), "unit": one.unit, "built_on": project.finished_on,
        "confirmed_on": one.confirmed_on, "handed_on": one.handed_on, "handed_by": works.TOWNSHIP,
        "received_by": works.VILLAGE, "operator": let.operator if let else one.operator,
        "way": let.way if let else one.way, "contract_from": let.from_on if let else None,
        "contract_through": let.through_on if let else None, "income_fen": let.yuan * 100 if let else None,
        "sharing": one.sharing, "supervisor": works.TOWNSHIP, "state": "在用",
    }  # fmt: skip


def _add_events(rows: Rows, one: works.AssetTold, key: object, owner: str) -> None:
    found: list[tuple[dt.date, Values]] = [
        (one.confirmed_on, {"kind": "确权", "note": f"确权给{owner}"}),
        (one.handed_on, {"kind": "移交", "note": f"{works.TOWNSHIP}移交{works.VILLAGE}"}),
        *((day, {"kind": "盘点", "state": "在用"}) for day in works.COUNTED_ON if day > one.handed_on),
    ]
    if one.repaired is not None:
        on, yuan, note = one.repaired
        found.append((on, {"kind": "维修", "state": "在用", "amount_fen": yuan * 100, "note": note}))
    if one.let is not None:
        said = f"{one.let.operator} {one.let.way} {one.let.from_on}至{one.let.through_on}"
        found.append((one.let.on, {"kind": "出租", "state": "在用", "amount_fen": one.let.yuan * 100, "note": said}))
    for number, (on, event) in enumerate(sorted(found, key=lambda pair: pair[0])):
        rows.add(AssetEvent, (key, number), {"asset_id": key, "on": on, "who": "林晓芸", **event})
