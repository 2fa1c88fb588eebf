"""What a project was built with and what it left: contracts, acceptances, assets and what became of them.

Sources of the fields: acceptance form and contract papers (domain 4.2, 4.3), asset ledger of project assets (6.3),
quality deposit and payment steps (6.2).
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Contract(Imported, Record):
    """One contract of a project, from choosing the contractor to settlement and the return of the deposit."""

    __tablename__ = "contract"
    title = "合同"

    project_code: Mapped[str | None] = field("项目编号", "code", PUBLIC, index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    number: Mapped[str | None] = field("合同编号", "code", PUBLIC, index=True)
    name: Mapped[str | None] = field("合同名称", "name", PUBLIC)
    kind: Mapped[str | None] = field("合同种类", "choice", PUBLIC, codes="contract_kind")
    chosen_by: Mapped[str | None] = field("确定方式", "choice", PUBLIC, codes="procurement", synonyms=("采购方式", "招标方式"))
    chosen_on: Mapped[dt.date | None] = field("确定日期", "day", PUBLIC, synonyms=("中标日期",))
    party: Mapped[str | None] = field("承包单位", "name", PUBLIC, synonyms=("施工单位", "供货单位", "乙方", "中标单位"))
    party_person: Mapped[str | None] = field("施工负责人", "name", PUBLIC, synonyms=("项目经理", "承包单位负责人", "施工单位责任人"))
    signed_on: Mapped[dt.date | None] = field("签订日期", "day", PUBLIC, synonyms=("合同日期",))
    from_on: Mapped[dt.date | None] = field("合同开始", "day", PUBLIC)
    through_on: Mapped[dt.date | None] = field("合同结束", "day", PUBLIC)
    content: Mapped[str | None] = field("合同内容", "long_text", PUBLIC)
    amount_fen: Mapped[int | None] = field("合同金额", "money", PUBLIC, synonyms=("合同价", "中标价"))
    changed_fen: Mapped[int | None] = field("变更金额", "money", PUBLIC, help="变更增加的金额，减少为负。")
    change_approval: Mapped[str | None] = field("变更审批", "text", PUBLIC)
    retention_share: Mapped[Decimal | None] = field("质保金比例", "quantity", PUBLIC, unit="%")
    retention_until: Mapped[dt.date | None] = field("质保期满", "day", PUBLIC)
    settled_on: Mapped[dt.date | None] = field("结算日期", "day", PUBLIC)
    settled_fen: Mapped[int | None] = field("结算金额", "money", PUBLIC, synonyms=("结算价",))
    audited_by: Mapped[str | None] = field("审计单位", "name", PUBLIC)
    audited_on: Mapped[dt.date | None] = field("审计日期", "day", PUBLIC)
    audited_fen: Mapped[int | None] = field("审定金额", "money", PUBLIC)
    note: Mapped[str | None] = field("备注", "long_text")


class Acceptance(Imported, Record):
    """One acceptance of a project: what was planned against what was done, the opinion, who signs."""

    __tablename__ = "acceptance"
    title = "验收"

    project_id: Mapped[uuid.UUID] = field("项目", "ref", PUBLIC, ref="project.id", required=True, index=True)
    kind: Mapped[str] = field("验收类型", "choice", PUBLIC, codes="acceptance_kind", required=True)
    accepted_on: Mapped[dt.date | None] = field("验收日期", "day", PUBLIC)
    planned_content: Mapped[str | None] = field("计划内容及规模", "long_text", PUBLIC)
    done_content: Mapped[str | None] = field("完成内容及规模", "long_text", PUBLIC)
    planned_fen: Mapped[int | None] = field("计划投资", "money", PUBLIC)
    actual_fen: Mapped[int | None] = field("实际投资", "money", PUBLIC)
    quality: Mapped[str | None] = field("质量评定", "choice", PUBLIC, codes="quality")
    result: Mapped[str | None] = field("验收结论", "choice", PUBLIC, codes="acceptance_result")
    opinion: Mapped[str | None] = field("验收意见", "long_text", PUBLIC)
    to_mend: Mapped[str | None] = field("整改事项", "long_text", PUBLIC)
    mend_by: Mapped[dt.date | None] = field("整改期限", "day", PUBLIC)
    mended_on: Mapped[dt.date | None] = field("整改完成日期", "day", PUBLIC)
    village_opinion: Mapped[str | None] = field("村意见", "long_text", PUBLIC)
    township_opinion: Mapped[str | None] = field("乡镇意见", "long_text", PUBLIC)
    county_opinion: Mapped[str | None] = field("县意见", "long_text", PUBLIC)
    note: Mapped[str | None] = field("备注", "long_text")


class AcceptanceItem(InVillage, Record):
    """One item of an acceptance: planned and done."""

    __tablename__ = "acceptance_item"
    title = "验收内容"

    acceptance_id: Mapped[uuid.UUID] = field("验收", "ref", PUBLIC, ref="acceptance.id", required=True, index=True)
    item: Mapped[str] = field("建设内容", "text", PUBLIC, required=True)
    unit: Mapped[str | None] = field("单位", "text", PUBLIC)
    planned: Mapped[Decimal | None] = field("计划数量", "quantity", PUBLIC)
    done: Mapped[Decimal | None] = field("完成数量", "quantity", PUBLIC)
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)
    note: Mapped[str | None] = field("说明", "text", PUBLIC)


class AcceptanceMember(InVillage, Record):
    """Someone of the acceptance group who signs."""

    __tablename__ = "acceptance_member"
    title = "验收组成员"

    acceptance_id: Mapped[uuid.UUID] = field("验收", "ref", PUBLIC, ref="acceptance.id", required=True, index=True)
    name: Mapped[str] = field("姓名", "name", PUBLIC, required=True)
    unit: Mapped[str | None] = field("单位", "name", PUBLIC)
    post: Mapped[str | None] = field("职务", "text", PUBLIC)
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)


class Asset(Imported, Record):
    """One asset a project left: who owns, keeps and runs it, what it brings, and what became of it."""

    __tablename__ = "asset"
    title = "资产"

    code: Mapped[str | None] = field("资产编号", "code", PUBLIC, index=True)
    name: Mapped[str | None] = field("资产名称", "name", PUBLIC, index=True)
    kind: Mapped[str | None] = field("资产类别", "choice", PUBLIC, codes="asset_kind", synonyms=("类别", "资产类型"))
    subkind: Mapped[str | None] = field("资产子类", "text", PUBLIC, synonyms=("子类",))
    project_code: Mapped[str | None] = field("来源项目编号", "code", PUBLIC, index=True, synonyms=("项目编号",))
    project_id: Mapped[uuid.UUID | None] = field("来源项目", "ref", PUBLIC, ref="project.id", index=True)
    origin: Mapped[str | None] = field("来源项目名称", "text", PUBLIC, synonyms=("来源项目", "项目名称"))
    origin_year: Mapped[int | None] = field("项目年度", "year", PUBLIC)
    document: Mapped[str | None] = field("文号", "text", PUBLIC)
    money: Mapped[str | None] = field("资金来源及金额", "text", PUBLIC, synonyms=("资金来源",))
    total_fen: Mapped[int | None] = field("总投资", "money", PUBLIC)
    original_fen: Mapped[int | None] = field("原值", "money", PUBLIC, synonyms=("资产原值",))
    net_fen: Mapped[int | None] = field("净值", "money", PUBLIC, synonyms=("资产净值", "现值"))
    quantity: Mapped[Decimal | None] = field("数量", "quantity", PUBLIC, synonyms=("规模", "数量/规模"))
    unit: Mapped[str | None] = field("单位", "text", PUBLIC, synonyms=("计量单位",))
    place: Mapped[str | None] = field("坐落", "text", PUBLIC, synonyms=("坐落地点", "地点", "所在地点"))
    built_on: Mapped[dt.date | None] = field("购建日期", "day", PUBLIC, synonyms=("购建时间", "建成时间"))
    confirmed_on: Mapped[dt.date | None] = field("确权日期", "day", PUBLIC, synonyms=("确权时间",))
    handed_on: Mapped[dt.date | None] = field("移交日期", "day", PUBLIC, synonyms=("移交时间",))
    handed_by: Mapped[str | None] = field("移交单位", "name", PUBLIC)
    received_by: Mapped[str | None] = field("接收单位", "name", PUBLIC)
    owner_level: Mapped[str | None] = field("确权层级", "choice", PUBLIC, codes="owner_level", synonyms=("权属级次",))
    owner: Mapped[str | None] = field("所有权人", "name", PUBLIC, synonyms=("产权归属", "权属单位", "所有权单位"))
    household_code: Mapped[str | None] = field("户编号", "code", help="到户类资产是哪一户的。")
    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    operator: Mapped[str | None] = field("经营主体", "name", PUBLIC, synonyms=("使用主体", "使用/经营主体", "经营单位"))
    way: Mapped[str | None] = field("经营方式", "choice", PUBLIC, codes="asset_way")
    contract_from: Mapped[dt.date | None] = field("经营合同开始", "day", PUBLIC)
    contract_through: Mapped[dt.date | None] = field("经营合同结束", "day", PUBLIC)
    income_fen: Mapped[int | None] = field("年收益约定", "money", PUBLIC, synonyms=("约定年收益", "年收益"))
    sharing: Mapped[str | None] = field("收益分配方式", "text", PUBLIC)
    keeper: Mapped[str | None] = field("管护责任人", "name", PUBLIC, synonyms=("管护人", "管护主体"))
    supervisor: Mapped[str | None] = field("监管单位", "name", PUBLIC)
    state: Mapped[str | None] = field("资产状态", "choice", PUBLIC, codes="asset_state", synonyms=("状态", "使用状态", "现状"))
    disposed_on: Mapped[dt.date | None] = field("处置日期", "day", PUBLIC)
    disposed_how: Mapped[str | None] = field("处置方式", "choice", PUBLIC, codes="asset_disposal")
    disposal_approval: Mapped[str | None] = field("处置批准", "text", PUBLIC)
    disposed_fen: Mapped[int | None] = field("处置收入", "money", PUBLIC)
    note: Mapped[str | None] = field("备注", "long_text")


class AssetEvent(InVillage, Record):
    """What happened to an asset on a day: taken over, counted, repaired, let, idle, disposed of."""

    __tablename__ = "asset_event"
    title = "资产变动"

    asset_id: Mapped[uuid.UUID] = field("资产", "ref", PUBLIC, ref="asset.id", required=True, index=True)
    kind: Mapped[str] = field("变动种类", "choice", PUBLIC, codes="asset_event", required=True)
    on: Mapped[dt.date] = field("日期", "day", PUBLIC, required=True)
    who: Mapped[str | None] = field("经办人", "name")
    state: Mapped[str | None] = field("变动后状态", "choice", PUBLIC, codes="asset_state")
    amount_fen: Mapped[int | None] = field("金额", "money", PUBLIC)
    meeting_id: Mapped[uuid.UUID | None] = field("决定会议", "ref", PUBLIC, ref="meeting.id")
    approval: Mapped[str | None] = field("批准文件", "text", PUBLIC)
    note: Mapped[str | None] = field("说明", "long_text")
