"""The ledger of assets that projects left (资产台账), as of any day: those built by then, in the state of that day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, exists, extract, func, literal, or_, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import counted_as, in_scope
from villagebook.ledgers.ledger import Group, Ledger, Scope
from villagebook.ledgers.parts import labelled, table, text_of
from villagebook.models import Asset, AssetEvent, FundEntry, Household, Project
from villagebook.models.codes import CODES

_EARNED = (FundEntry.amount_fen, FundEntry.kind, FundEntry.asset_id)

#: All fields of the duties of 2021, in the order a township's asset ledger has them.
ASSET_COLUMNS = (
    of(Asset.code),
    of(Asset.name),
    of(Asset.kind),
    of(Asset.subkind),
    of(Asset.origin_year),
    computed("project", "来源项目编号", "code", (Asset.project_code, Project.code)),
    computed("origin", "来源项目", "text", (Asset.origin, Project.name)),
    of(Asset.document),
    of(Asset.money),
    of(Asset.total_fen, total=True),
    of(Asset.original_fen, total=True),
    of(Asset.net_fen, total=True),
    of(Asset.quantity),
    of(Asset.unit),
    of(Asset.place),
    of(Asset.built_on),
    of(Asset.confirmed_on),
    of(Asset.handed_on),
    of(Asset.handed_by),
    of(Asset.received_by),
    of(Asset.owner_level),
    of(Asset.owner),
    computed("household", "户编号", "code", (Asset.household_code, Household.code)),
    of(Asset.operator),
    of(Asset.way),
    of(Asset.contract_from),
    of(Asset.contract_through),
    of(Asset.income_fen, total=True),
    computed("year_income_fen", "当年收到", "money", (*_EARNED, FundEntry.date), total=True),
    computed("all_income_fen", "累计收到", "money", _EARNED, total=True),
    of(Asset.sharing),
    of(Asset.keeper),
    of(Asset.supervisor),
    computed("state", "资产状态", "choice", (Asset.state, AssetEvent.state, AssetEvent.on)),
    of(Asset.disposed_on),
    of(Asset.disposed_how),
    of(Asset.disposal_approval),
    of(Asset.disposed_fen, total=True),
    of(Asset.note),
)


def state_on(asset: Any, scope: Scope) -> ColumnElement[Any]:
    """The state of an asset on the scope's day: what its last event by then says; in use before the first one says one.

    Without any such event, what stands in the record.
    """
    event, any_event = table(AssetEvent, "state_event"), table(AssetEvent, "any_event")
    last = (
        select(event.c.state)
        .where(event.c.asset_id == asset.c.id, event.c.state.is_not(None), event.c.on <= scope.on)
        .order_by(event.c.on.desc(), event.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    said = exists().where(any_event.c.asset_id == asset.c.id, any_event.c.state.is_not(None))
    return func.coalesce(last, case((said, literal(CODES["asset_state"].values[0])), else_=asset.c.state))


def _earned(asset: Any, scope: Scope, *, of_year: bool) -> ColumnElement[Any]:
    """What an asset brought, posted and by the scope's day; of that day's year only, or in all."""
    name = "year" if of_year else "all"
    entry, origin = table(FundEntry, f"earned_{name}"), table(FundEntry, f"earned_origin_{name}")
    limits = [
        func.coalesce(origin.c.asset_id, entry.c.asset_id) == asset.c.id, counted_as(entry, origin) == "收益",
        entry.c.posted_at.is_not(None), entry.c.date <= scope.on,
    ]  # fmt: skip
    if of_year:
        limits.append(extract("year", entry.c.date) == scope.on.year)
    return (
        select(cast(func.coalesce(func.sum(entry.c.amount_fen), 0), BigInteger))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(*limits, *in_scope(entry, scope))
        .scalar_subquery()
    )


def _assets(scope: Scope) -> Select[Any]:
    asset, project, home = table(Asset), table(Project), table(Household)
    made = {
        "project": func.coalesce(project.c.code, asset.c.project_code),
        "origin": func.coalesce(asset.c.origin, project.c.name),
        "household": func.coalesce(home.c.code, asset.c.household_code),
        "year_income_fen": _earned(asset, scope, of_year=True),
        "all_income_fen": _earned(asset, scope, of_year=False),
        "state": state_on(asset, scope),
    }
    return (
        select(
            asset.c.id.label("_id"),
            *labelled(ASSET_COLUMNS, {"asset": asset, "project": project}, made),
            text_of(project.c.pinyin, project.c.initials, home.c.head_pinyin, home.c.head_initials).label("_text"),
        )
        .select_from(
            asset.outerjoin(project, project.c.id == asset.c.project_id)
            .outerjoin(home, home.c.id == asset.c.household_id)
        )
        .where(asset.c.village_id == scope.village_id, or_(asset.c.built_on.is_(None), asset.c.built_on <= scope.on))
    )  # fmt: skip


ASSETS = Ledger(
    "assets", "资产台账", ASSET_COLUMNS, _assets, ("origin_year", "project", "code"), year="origin_year",
    groups=(
        Group("来源项目", {"origin_year": "年度", "project": "编号", "origin": "名称", "document": "文号"}),
        Group("移交", {"handed_on": "日期", "handed_by": "移交单位", "received_by": "接收单位"}),
        Group("经营合同", {"contract_from": "开始", "contract_through": "结束"}),
        Group("收益", {"income_fen": "约定年收益", "year_income_fen": "当年收到", "all_income_fen": "累计收到"}),
        Group("处置", {
            "disposed_on": "日期", "disposed_how": "方式", "disposal_approval": "批准", "disposed_fen": "收入"}),
    ),
)  # fmt: skip
