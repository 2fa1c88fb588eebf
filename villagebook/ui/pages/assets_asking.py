"""Dialogs about assets: formed from a project, confirmed, handed over, counted, let, repaired, disposed of."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from villagebook.base.days import chinese
from villagebook.models import Asset, fields_of
from villagebook.models.codes import CODES
from villagebook.services import asset_events, assets, fields, publicity, works_money
from villagebook.services.assets import AssetView
from villagebook.ui.field_views import spec
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import Values
from villagebook.ui.pages.works_asking import ask, texts_of
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.line import Choice

_ASSET = {info.name: info for info in fields_of(Asset)}
FORMED = ("name", "kind", "subkind", "quantity", "unit", "place", "built_on", "total_fen", "original_fen",
          "owner_level", "owner", "keeper", "operator", "way", "money", "sharing", "note")  # fmt: skip
_WIDE = {"name", "money", "sharing", "place"}
_STATES = plain_choices(("在用", "闲置", "损毁"))
_ON = FieldSpec("on", "日期", "date")
_WHO = FieldSpec("who", "经办人")
_NOTE = FieldSpec("note", "说明", "long_text", wide=True, lines=2)
_DAY = {"on": "请写日期"}


def ask_form(context: Context, project: uuid.UUID, name: str, then: Callable[[Any], object] | None = None) -> None:
    """Ask for the asset a project left, filled in from the project."""
    context.runner.read(
        lambda book: assets.proposed(book, project), partial(_ask_formed, context, project, name, then),
        key="works.asset")  # fmt: skip


def _ask_formed(
    context: Context, project: uuid.UUID, name: str, then: Callable[[Any], object] | None, given: dict[str, str]
) -> None:
    specs = [spec(_ASSET[field], wide=field in _WIDE) for field in FORMED]
    first = {field: fields.typed(_ASSET[field], given[field]) for field in FORMED if field in given}

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: assets.form(book, project, texts_of(specs, said), actor=context.actor)

    lead = "名称、类别、规模、资金、坐落照项目填好了，看一看，改成实际的。来源项目、文号和各来源的资金一起记下。"
    ask(context, f"登记资产　{name}", lead, specs, first, "登记", write, then=then,
        required={"name": "请写资产名称", "kind": "请选资产类别"})  # fmt: skip


def ask_each(context: Context, project: uuid.UUID, name: str) -> None:
    """Ask whether each household of the roster gets an asset of its own."""
    actor = context.actor
    context.open(confirm(
        "一户登记一项资产", f"{name}\n照花名册，一户一项到户类资产，数量和金额照花名册。可以用 Ctrl+Z 撤销。", "登记",
        lambda: context.runner.change(
            lambda book, _progress: assets.form(book, project, {}, each_household=True, actor=actor))))


def ask_add(context: Context, then: Callable[[Any], object]) -> None:
    """Ask for an asset that no project of the book left."""
    names = ("name", "kind", "subkind", "origin", "origin_year", "document", *FORMED[3:])
    specs = [spec(_ASSET[field], wide=field in _WIDE) for field in names]

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: assets.add(book, texts_of(specs, said), actor=context.actor)

    lead = "书里有这个项目的，到项目的“实施”里登记更快，大部分都填好了。"
    ask(context, "新增资产", lead, specs, {}, "登记", write, then=then,
        required={"name": "请写资产名称", "kind": "请选资产类别"})  # fmt: skip


def ask_confirm(context: Context, view: AssetView) -> None:
    """Ask to whom an asset is confirmed."""
    specs = (_ON, FieldSpec("level", "确权层级", "choice", choices=plain_choices(CODES["owner_level"].values)),
             FieldSpec("owner", "所有权人", wide=True),
             FieldSpec("approval", "依据", wide=True, placeholder="确权文件"), _WHO)  # fmt: skip
    first = {"on": context.today(), "level": view.values["owner_level"], "owner": view.values["owner"]}

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: asset_events.confirm(
            book, view.key, said["on"], owner=_word(said, "owner"), level=_word(said, "level"),
            approval=_word(said, "approval"), who=_word(said, "who"), **_by(context))  # fmt: skip

    ask(context, f"确权　{view.name}", "", specs, first, "确权", write, required={**_DAY, "owner": "请写所有权人"})


def ask_hand_over(context: Context, view: AssetView) -> None:
    """Ask who hands an asset over to whom."""
    specs = (_ON, FieldSpec("keeper", "管护责任人"), FieldSpec("by", "移交单位", wide=True),
             FieldSpec("to", "接收单位", wide=True), _WHO, _NOTE)  # fmt: skip
    values = view.values
    first = {"on": context.today(), "keeper": values["keeper"], "by": values["handed_by"] or values["supervisor"],
             "to": values["received_by"] or values["owner"]}  # fmt: skip

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: asset_events.hand_over(
            book, view.key, said["on"], _word(said, "by"), _word(said, "to"), keeper=_word(said, "keeper"),
            who=_word(said, "who"), note=_word(said, "note"), **_by(context))  # fmt: skip

    lead = "记下以后可以打印移交表，双方签字。项目的资产都移交了，项目的移交日期一起填上。"
    ask(context, f"移交　{view.name}", lead, specs, first, "移交", write,
        required={**_DAY, "by": "请写移交单位", "to": "请写接收单位"})  # fmt: skip


def ask_count(context: Context, view: AssetView) -> None:
    """Ask what the stock-taking found."""
    specs = (_ON, FieldSpec("state", "状态", "choice", choices=_STATES),
             FieldSpec("net", "净值", "money", unit="元"), _WHO, _NOTE)  # fmt: skip
    first = {"on": context.today(), "state": view.state if view.state in ("闲置", "损毁") else "在用"}

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: asset_events.count(
            book, view.key, said["on"], state=_word(said, "state"), net_fen=said["net"], who=_word(said, "who"),
            note=_word(said, "note"), **_by(context))  # fmt: skip

    ask(context, f"盘点　{view.name}", "", specs, first, "记下盘点", write, required={**_DAY, "state": "请选状态"})


def ask_repair(context: Context, view: AssetView) -> None:
    """Ask what was repaired, and what it cost."""
    specs = (_ON, FieldSpec("amount", "花费", "money", unit="元"),
             FieldSpec("state", "修后状态", "choice", choices=_STATES), _WHO, _NOTE)  # fmt: skip

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: asset_events.repair(
            book, view.key, said["on"], amount_fen=said["amount"], state=_word(said, "state"), who=_word(said, "who"),
            note=_word(said, "note"), **_by(context))  # fmt: skip

    first = {"on": context.today(), "state": "在用"}
    ask(context, f"维修　{view.name}", "", specs, first, "记下维修", write, required={**_DAY, "note": "请写修了什么"})


def ask_earn(context: Context, view: AssetView) -> None:
    """Ask for income of an asset."""
    specs = (_ON, FieldSpec("fen", "收到", "money", unit="元"), FieldSpec("payer", "付款单位", wide=True),
             FieldSpec("memo", "摘要", wide=True))  # fmt: skip
    first = {"on": context.today(), "fen": view.values["income_fen"], "payer": view.values["operator"],
             "memo": f"{view.name}收益"}  # fmt: skip

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: works_money.earn(
            book, view.key, said["on"], said["fen"], payer=_word(said, "payer"), memo=_word(said, "memo"),
            actor=context.actor)  # fmt: skip

    ask(context, f"记收益　{view.name}", "进村集体账，先是草稿，到资金里核对入账；入账后算进这项资产的逐年收益。",
    specs,
        first, "记成草稿", write, required={**_DAY, "fen": "请写收到多少元"})  # fmt: skip


def ask_let(context: Context, view: AssetView) -> None:
    """Ask to whom an asset is let, how long, and for how much a year."""
    context.runner.read(publicity.meetings, partial(_ask_let, context, view), key="works.meetings")


def _ask_let(context: Context, view: AssetView, meetings: Sequence[tuple[str, str]]) -> None:
    ways = plain_choices(tuple(way for way in CODES["asset_way"].values if way != "自营"))
    specs = (
        FieldSpec("on", "签订日期", "date"), FieldSpec("way", "方式", "choice", choices=ways),
        FieldSpec("operator", "经营主体", wide=True), FieldSpec("from", "合同开始", "date"),
        FieldSpec("through", "合同结束", "date"), FieldSpec("income", "一年收益", "money", unit="元"),
        _meeting(meetings), FieldSpec("sharing", "收益分配", wide=True), _NOTE,
    )  # fmt: skip
    first = {"on": context.today(), "way": "租赁", "sharing": view.values["sharing"]}

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: asset_events.let(
            book, view.key, said["on"], _word(said, "operator"), from_on=said["from"], through_on=said["through"],
            income_fen=said["income"], way=_word(said, "way"), sharing=_word(said, "sharing"), meeting=_key(said),
            note=_word(said, "note"), **_by(context))  # fmt: skip

    lead = "收益到账后点“记收益”，逐年应收多少、收到多少对得上。"
    ask(context, f"出租　{view.name}", lead, specs, first, "记下", write,
        required={**_DAY, "way": "请选方式", "operator": "请写租给谁、包给谁", "from": "请写合同哪天开始",
                  "through": "请写合同到哪天", "income": "请写一年多少元"})  # fmt: skip


def ask_take_back(context: Context, view: AssetView) -> None:
    """Ask since when an asset is not let any more, or lies idle."""
    after = (Choice("idle", "闲置"), Choice("used", "村里自己用"))
    specs = (_ON, FieldSpec("idle", "以后", "choice", choices=after), _NOTE)

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: asset_events.take_back(
            book, view.key, said["on"], idle=said["idle"] != "used", note=_word(said, "note"), **_by(context))

    first = {"on": context.today(), "idle": "idle"}
    ask(context, f"收回、闲置　{view.name}", "出租着的，经营合同到这一天为止。", specs, first, "记下",
        write, required=_DAY)


def ask_dispose(context: Context, view: AssetView) -> None:
    """Ask how an asset is disposed of, and who approved it."""
    context.runner.read(publicity.meetings, partial(_ask_dispose, context, view), key="works.meetings")


def _ask_dispose(context: Context, view: AssetView, meetings: Sequence[tuple[str, str]]) -> None:
    specs = (
        _ON, FieldSpec("how", "处置方式", "choice", choices=plain_choices(CODES["asset_disposal"].values)),
        FieldSpec("approval", "批准文件", wide=True), _meeting(meetings),
        FieldSpec("income", "处置收入", "money", unit="元"), _NOTE,
    )  # fmt: skip

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: asset_events.dispose(
            book, view.key, said["on"], _word(said, "how"), approval=_word(said, "approval"), meeting=_key(said),
            income_fen=said["income"], note=_word(said, "note"), **_by(context))  # fmt: skip

    lead = "处置要先有批准：写批准文件，或选民主议定的会议。收入到账后在资金里记“收益”。"
    ask(context, f"处置　{view.name}", lead, specs, {"on": context.today()}, "处置", write, danger=True,
        required={**_DAY, "how": "请选处置方式"})  # fmt: skip


def ask_drop_event(context: Context, view: AssetView, key: uuid.UUID) -> None:
    """Ask whether an event is to go."""
    event = next((one for one in view.events if one.key == key), None)
    if event is None:
        return
    actor, said = context.actor, f"{chinese(event.on)}　{event.kind}　{event.note}".strip()
    context.open(confirm(
        "删掉这一条变动", f"{said}\n它改过的状态和日期一起退回。删后可以用 Ctrl+Z 找回。", "删掉",
        lambda: context.runner.change(lambda book, _progress: asset_events.drop_event(book, key, actor=actor))))


def ask_remove(context: Context, view: AssetView) -> None:
    """Ask whether an asset that was entered by mistake is to go."""
    actor = context.actor
    said = f"{view.name}　{view.code}\n登记错了才删；东西不在了的，请记处置。删后可以用 Ctrl+Z 找回。"
    context.open(confirm(
        "删掉这项资产", said, "删掉",
        lambda: context.runner.change(lambda book, _progress: assets.remove(book, view.key, actor=actor))))


def _meeting(meetings: Sequence[tuple[str, str]]) -> FieldSpec:
    choices = (Choice("", "没有"), *(Choice(key, words) for key, words in meetings))
    return FieldSpec("meeting", "决定会议", "choice", choices=choices, wide=True)


def _key(said: Values) -> uuid.UUID | None:
    return uuid.UUID(said["meeting"]) if said["meeting"] else None


def _word(said: Values, name: str) -> str:
    return str(said[name] or "")


def _by(context: Context) -> dict[str, Any]:
    return {"actor": context.actor, "today": context.today()}
