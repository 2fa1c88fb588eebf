"""Kinds of lists about works: contracts, and the asset ledger as townships keep it.

Sources: asset ledgers of project assets (state rules of 2021; headings as counties print them, 万元, one heading over
several columns), contract ledgers. Registered in kinds.py.
"""

from __future__ import annotations

from villagebook.base import scale
from villagebook.base.money import format_wan
from villagebook.base.text import fold_code
from villagebook.importing.convert import read_cell
from villagebook.importing.kind import VILLAGE_VALUES, ListKind
from villagebook.importing.parts import Parts
from villagebook.importing.sheets import text_of
from villagebook.models import Asset, Contract, Village, info
from villagebook.models.codes import CODES

_SIZE, _FROM = "#size", "#from "
#: Other spellings of the values of code lists in asset ledgers.
_SPELT: dict[str, dict[str, str]] = {
    "asset.kind": {
        "经营性": "经营性资产", "经营类": "经营性资产", "经营类资产": "经营性资产", "公益性": "公益性资产",
        "公益类": "公益性资产",
        "公益类资产": "公益性资产", "到户类": "到户类资产", "到户": "到户类资产", "到户资产": "到户类资产",
    },
    "asset.state": {
        "正常": "在用", "正常使用": "在用", "使用中": "在用", "良好": "在用", "在使用": "在用", "未使用": "闲置",
        "停用": "闲置",
        "损坏": "损毁", "毁损": "损毁", "已处置": "处置", "报废": "处置", "已报废": "处置",
    },
    "asset.owner_level": {
        "村级": "村", "村集体": "村", "县级": "县", "乡级": "乡镇", "镇级": "乡镇", "乡": "乡镇", "镇": "乡镇",
        "乡(镇)": "乡镇", "乡镇级": "乡镇", "农户": "户", "到户": "户", "户级": "户",
    },
    "asset.way": {
        "出租": "租赁", "租用": "租赁", "承包经营": "承包", "发包": "承包", "自主经营": "自营",
        "村集体自营": "自营", "自管": "自营",
        "入股分红": "入股", "合作": "入股", "合作经营": "入股",
    },
}  # fmt: skip


def asset(parts: Parts) -> None:
    """Read 1.8公里 as size and unit, money by source as one text, and other spellings of the code lists."""
    _read_size(parts)
    _join_sources(parts)
    for id, spelt in _SPELT.items():
        value = parts.values.get(id)
        if isinstance(value, str) and fold_code(value) in spelt:
            parts.values[id] = spelt[fold_code(value)]


def _read_size(parts: Parts) -> None:
    waiting = parts.waiting.get(_SIZE)
    if waiting is None:
        return
    reading = read_cell(info(Asset.quantity), waiting.cell, waiting.unit)
    if reading.value is not None:
        parts.values["asset.quantity"] = reading.value
        parts.headings["asset.quantity"] = waiting.heading
        return
    words = text_of(waiting.cell)
    items = [one for one in scale.read(words) if one.quantity is not None]
    if len(items) == 1 and "asset.unit" not in parts.values and fold_code(words).startswith(scale.number(
            items[0].quantity)):  # fmt: skip
        parts.values |= {"asset.quantity": items[0].quantity, "asset.unit": items[0].unit}
        parts.headings["asset.quantity"] = waiting.heading
    elif words.strip():
        # Several things in one cell: nothing is torn apart, it stays as it came.
        parts.keep(waiting)


def _join_sources(parts: Parts) -> None:
    said = []
    for source in CODES["fund_source"].values:
        waiting = parts.waiting.get(_FROM + source)
        if waiting is None:
            continue
        fen = read_cell(info(Asset.total_fen), waiting.cell, waiting.unit).value
        if isinstance(fen, int):
            said += [f"{source} {format_wan(fen)} 万元"] if fen else []
        elif text_of(waiting.cell).strip():
            parts.keep(waiting)
    if said and not parts.values.get("asset.money"):
        parts.values["asset.money"] = "、".join(said)


def _sources() -> dict[str, str]:
    """Headings of money by source below 资金来源: 中央, 中央资金, 中央财政."""
    found = {}
    for source in CODES["fund_source"].values:
        for group in ("资金来源", "资金来源及金额", "投入资金", "资金构成"):
            for ending in ("", "资金", "财政", "财政资金", "级", "级资金", "级财政", "级财政资金"):
                found[f"{group}/{source}{ending}"] = _FROM + source
    return found


CONTRACTS = ListKind(
    id="contracts",
    title="合同台账",
    unit="份",
    records=(Contract, Village),
    marks={"contract.number": 3, "contract.name": 3, "contract.party": 3, "contract.amount_fen": 3,
           "contract.signed_on": 2, "contract.settled_fen": 1, "contract.audited_fen": 1, "contract.kind": 1,
           "contract.chosen_by": 1, "contract.retention_share": 1},
    words=("合同台账", "合同登记", "合同清单", "合同一览"),
    identity=(("contract.number",), ("contract.project_code", "contract.party", "contract.amount_fen"),
              ("contract.name", "contract.party"), ("contract.party", "contract.amount_fen")),
    missing="没有合同编号，也没有承包单位和金额，不知道是哪份合同",
    against=frozenset({"凭证号", "户主姓名", "建设性质", "补助金额", "资产名称", "资产编号"}),
    aliases={
        "编号": "contract.number", "名称": "contract.name", "单位名称": "contract.party", "供应商": "contract.party",
        "承包方": "contract.party", "中标人": "contract.party", "施工方": "contract.party",
        "签订时间": "contract.signed_on", "签约日期": "contract.signed_on", "合同签订日期": "contract.signed_on",
        "合同签订时间": "contract.signed_on", "金额": "contract.amount_fen", "合同价款": "contract.amount_fen",
        "合同总价": "contract.amount_fen", "合同工期/开始": "contract.from_on", "合同工期/结束": "contract.through_on",
        "合同期限/起": "contract.from_on", "合同期限/止": "contract.through_on", "合同工期/起": "contract.from_on",
        "合同工期/止": "contract.through_on", "合同类型": "contract.kind", "合同类别": "contract.kind",
        "结算/结算": "contract.settled_fen", "结算/审定": "contract.audited_fen", "结算/金额": "contract.settled_fen",
        "结算/日期": "contract.settled_on", "审计/单位": "contract.audited_by", "审计/日期": "contract.audited_on",
        "审计/审定金额": "contract.audited_fen", "审核金额": "contract.audited_fen",
        "质保金": "contract.retention_share",
        "质量保证金比例": "contract.retention_share", "项目": "contract.project_code",
        "项目名称": "contract.project_code",
        "质保金/比例": "contract.retention_share", "质保金/期满": "contract.retention_until",
        "变更增减": "contract.changed_fen", "变更增减金额": "contract.changed_fen",
    },
    context=VILLAGE_VALUES | {"contract.project_code"},
    repeatable=True,
)  # fmt: skip

ASSETS = ListKind(
    id="assets",
    title="资产台账",
    unit="项",
    records=(Asset, Village),
    marks={"asset.code": 4, "asset.name": 4, "asset.kind": 2, "asset.owner": 2, "asset.keeper": 2,
           "asset.original_fen": 2, "asset.net_fen": 2, "asset.way": 1, "asset.operator": 1, "asset.state": 1,
           "asset.handed_on": 1, "asset.confirmed_on": 1, "asset.owner_level": 1, "asset.income_fen": 1, _SIZE: 0.5},
    words=("资产台账", "资产登记", "资产清单", "资产明细", "帮扶项目资产", "扶贫资产", "衔接资金项目资产",
    "资产管理台账"),
    identity=(("asset.code",), ("asset.name", "asset.origin"), ("asset.name", "asset.owner"), ("asset.name",)),
    missing="没有资产编号，也没有资产名称，不知道是哪项资产",
    against=frozenset({"凭证号", "与户主关系", "建设性质", "补助金额", "合同编号", "承包单位"}),
    aliases=_sources() | {
        "编号": "asset.code", "名称": "asset.name", "数量": _SIZE, "规模": _SIZE, "数量/规模": _SIZE, "数量规模": _SIZE,
        "数量及规模": _SIZE, "资产规模": _SIZE, "数量(规模)": _SIZE, "资产数量": _SIZE,
        "来源项目/年度": "asset.origin_year", "来源项目/项目年度": "asset.origin_year", "年度": "asset.origin_year",
        "资金年度": "asset.origin_year", "实施年度": "asset.origin_year", "形成年度": "asset.origin_year",
        "来源项目/名称": "asset.origin", "来源项目/项目名称": "asset.origin", "来源项目/文号": "asset.document",
        "来源项目/批复文号": "asset.document", "来源项目/编号": "asset.project_code",
        "来源项目/项目编号": "asset.project_code",
        "项目来源": "asset.origin", "批复文号": "asset.document", "投资总额": "asset.total_fen",
        "投资金额": "asset.total_fen",
        "总投资额": "asset.total_fen", "项目总投资": "asset.total_fen", "资产总额": "asset.original_fen",
        "资产价值": "asset.original_fen", "资产现值": "asset.net_fen", "账面净值": "asset.net_fen",
        "账面原值": "asset.original_fen", "资产分类": "asset.kind", "资产属性": "asset.kind", "资产性质": "asset.kind",
        "建成日期": "asset.built_on", "竣工时间": "asset.built_on", "竣工日期": "asset.built_on",
        "形成时间": "asset.built_on",
        "移交/日期": "asset.handed_on", "移交/时间": "asset.handed_on", "移交/移交单位": "asset.handed_by",
        "移交/移交方": "asset.handed_by", "移交/接收单位": "asset.received_by", "移交/接收方": "asset.received_by",
        "产权/归属": "asset.owner", "产权所有人": "asset.owner", "产权人": "asset.owner", "所有权": "asset.owner",
        "权属": "asset.owner", "产权主体": "asset.owner", "产权层级": "asset.owner_level",
        "归属层级": "asset.owner_level",
        "确权/日期": "asset.confirmed_on", "确权/时间": "asset.confirmed_on", "确权/层级": "asset.owner_level",
        "确权/所有权人": "asset.owner", "使用单位": "asset.operator", "承包(租赁)方": "asset.operator",
        "经营/主体": "asset.operator", "经营/方式": "asset.way", "经营/经营主体": "asset.operator",
        "经营/经营方式": "asset.way", "经营管理方式": "asset.way", "经营合同/开始": "asset.contract_from",
        "经营合同/结束": "asset.contract_through", "合同期限/起": "asset.contract_from",
        "合同期限/止": "asset.contract_through", "合同期限/开始": "asset.contract_from",
        "合同期限/结束": "asset.contract_through", "合同起止/起": "asset.contract_from",
        "合同起止/止": "asset.contract_through", "合同开始": "asset.contract_from",
        "合同结束": "asset.contract_through",
        "收益/约定年收益": "asset.income_fen", "收益/年收益": "asset.income_fen", "收益/分配方式": "asset.sharing",
        "约定收益": "asset.income_fen", "年租金": "asset.income_fen", "收益分配": "asset.sharing",
        "管护/责任人": "asset.keeper", "管护/管护人": "asset.keeper", "管护/监管单位": "asset.supervisor",
        "管护责任主体": "asset.keeper", "管护单位": "asset.keeper", "管护负责人": "asset.keeper",
        "监管责任人": "asset.supervisor", "监管主体": "asset.supervisor", "资产现状": "asset.state",
        "运行状态": "asset.state", "运营状态": "asset.state", "处置/日期": "asset.disposed_on",
        "处置/时间": "asset.disposed_on", "处置/方式": "asset.disposed_how", "处置/批准": "asset.disposal_approval",
        "处置/批准文件": "asset.disposal_approval", "处置/收入": "asset.disposed_fen", "处置时间": "asset.disposed_on",
        "受益户编号": "asset.household_code",
    },
    context=VILLAGE_VALUES | {"asset.origin_year"},
    years=("asset.origin_year",),
    repeatable=True,
    adjust=asset,
)  # fmt: skip
