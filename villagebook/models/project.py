"""Projects, where their money is planned to come from, and the rosters.

Sources of the fields: contents of an entry of the project library, the application form and the order of dates in a
project's file (domain 4.3, 4.4, 5.1). Money that moved is in money.py, contracts and assets in works.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Project(Imported, Record):
    """One project of the village's list; its planned money by source is in ProjectSource."""

    __tablename__ = "project"
    title = "项目"

    list_number: Mapped[int | None] = field("序号", "int", PUBLIC, volatile=True)
    code: Mapped[str | None] = field("项目编号", "code", PUBLIC, index=True)
    name: Mapped[str | None] = field("项目名称", "name", PUBLIC, index=True)
    pinyin: Mapped[str | None] = field("拼音", "sort", PUBLIC, index=True, volatile=True)
    initials: Mapped[str | None] = field("拼音首字母", "sort", PUBLIC, index=True, volatile=True)
    year: Mapped[int | None] = field("年度", "year", PUBLIC)
    category: Mapped[str | None] = field("项目类型", "choice", PUBLIC, codes="project_category", synonyms=("项目类别",))
    subcategory: Mapped[str | None] = field(
        "项目子类型", "text", PUBLIC, synonyms=("项目子类别", "二级项目类型", "二级类型"))
    third_category: Mapped[str | None] = field("项目明细类型", "text", PUBLIC, synonyms=("三级项目类型",))
    nature: Mapped[str | None] = field("建设性质", "choice", PUBLIC, codes="project_nature")
    proposer: Mapped[str | None] = field("提出单位级别", "choice", PUBLIC, codes="proposer", synonyms=(
        "提出单位", "提出级别"), help="村、乡镇或县提出。")
    applicant: Mapped[str | None] = field("申报单位", "name", PUBLIC)
    declared_on: Mapped[dt.date | None] = field("申报日期", "day", PUBLIC, synonyms=("申报时间",))
    mode: Mapped[str | None] = field("实施方式", "choice", PUBLIC, codes="project_mode")
    place: Mapped[str | None] = field("实施地点", "text", PUBLIC)
    content: Mapped[str | None] = field("建设内容及规模", "long_text", PUBLIC, synonyms=("建设内容", "建设任务"))
    planned_fen: Mapped[int | None] = field("资金投入合计", "money", PUBLIC, synonyms=("合计", "计划投资", "投资规模", "总投资"))
    covers_households: Mapped[int | None] = field("受益户数", "int", PUBLIC, unit="户", synonyms=("户数",))
    covers_people: Mapped[int | None] = field("受益人数", "int", PUBLIC, unit="人", synonyms=("人数",))
    covers_villages: Mapped[str | None] = field("受益村", "text", PUBLIC)
    covers_poor_households: Mapped[int | None] = field(
        "其中脱贫户和监测户户数", "int", PUBLIC, unit="户")
    covers_poor_people: Mapped[int | None] = field("其中脱贫户和监测户人数", "int", PUBLIC, unit="人")
    planned_start: Mapped[str | None] = field("计划开工", "month", PUBLIC, synonyms=("计划开工时间", "拟开工时间"))
    planned_finish: Mapped[str | None] = field(
        "计划完工", "month", PUBLIC, synonyms=("计划竣工", "计划完工时间", "计划竣工时间", "拟完工时间"))
    unit_in_charge: Mapped[str | None] = field("责任单位", "name", PUBLIC)
    person_in_charge: Mapped[str | None] = field("责任人", "name", PUBLIC, synonyms=("项目负责人",))
    phone: Mapped[str | None] = field("联系电话", "phone", help="责任人的电话；要印在公示上，请登记为干部办公电话。")
    goal: Mapped[str | None] = field("绩效目标", "long_text", PUBLIC)
    goal_quantity: Mapped[str | None] = field("数量指标", "long_text", PUBLIC)
    goal_quality: Mapped[str | None] = field("质量指标", "long_text", PUBLIC)
    goal_time: Mapped[str | None] = field("时效指标", "long_text", PUBLIC)
    goal_cost: Mapped[str | None] = field("成本指标", "long_text", PUBLIC)
    goal_benefit: Mapped[str | None] = field("效益指标", "long_text", PUBLIC)
    goal_satisfaction: Mapped[str | None] = field("满意度指标", "long_text", PUBLIC)
    participation: Mapped[str | None] = field("群众参与", "long_text", PUBLIC)
    link: Mapped[str | None] = field("联农带农机制", "text", PUBLIC, synonyms=(
        "利益联结机制", "带贫减贫机制", "群众参与和利益联结机制", "群众参与和带贫减贫机制"))
    library_notice_from: Mapped[dt.date | None] = field(
        "入库公示开始", "day", PUBLIC, synonyms=("入库公示开始日期", "入库公示开始时间"))
    library_notice_through: Mapped[dt.date | None] = field(
        "入库公示结束", "day", PUBLIC, synonyms=("入库公示结束日期", "入库公示结束时间"))
    village_opinion: Mapped[str | None] = field("村级意见", "long_text", PUBLIC)
    township_reviewed_on: Mapped[dt.date | None] = field("乡镇审核日期", "day", PUBLIC, synonyms=("乡镇审核时间",))
    township_opinion: Mapped[str | None] = field("乡镇意见", "long_text", PUBLIC, synonyms=("乡镇审核意见",))
    county_argued_on: Mapped[dt.date | None] = field("县级论证日期", "day", PUBLIC, synonyms=("论证日期",))
    county_approved_on: Mapped[dt.date | None] = field("县级审定日期", "day", PUBLIC, synonyms=("审定日期", "入库日期", "入库时间"))
    county_opinion: Mapped[str | None] = field("县级意见", "long_text", PUBLIC, synonyms=("县级审定意见",))
    approval_number: Mapped[str | None] = field("批复文号", "text", PUBLIC)
    approval_unit: Mapped[str | None] = field("批复单位", "name", PUBLIC, synonyms=("发文单位",))
    granted_on: Mapped[dt.date | None] = field("下达日期", "day", PUBLIC, synonyms=("批复日期", "批复时间"))
    deadline_on: Mapped[dt.date | None] = field("完成时限", "day", PUBLIC, synonyms=("要求完成时间",), help="批复要求哪一天以前完成。")
    start_notice_from: Mapped[dt.date | None] = field(
        "实施前公示开始", "day", PUBLIC, synonyms=("实施前公示开始日期", "实施前公示开始时间"))
    start_notice_through: Mapped[dt.date | None] = field(
        "实施前公示结束", "day", PUBLIC, synonyms=("实施前公示结束日期", "实施前公示结束时间"))
    started_on: Mapped[dt.date | None] = field("开工日期", "day", PUBLIC)
    finished_on: Mapped[dt.date | None] = field("竣工日期", "day", PUBLIC)
    preliminary_on: Mapped[dt.date | None] = field("初验日期", "day", PUBLIC, synonyms=("初验时间",))
    accepted_on: Mapped[dt.date | None] = field("验收日期", "day", PUBLIC)
    claimed_on: Mapped[dt.date | None] = field("报账申请日期", "day", PUBLIC, synonyms=("报账申请时间", "申请报账日期"))
    claim_signed_on: Mapped[dt.date | None] = field("乡镇签署报账意见日期", "day", PUBLIC)
    paid_on: Mapped[dt.date | None] = field("报账拨付日期", "day", PUBLIC, help="报账的钱拨下来的日期。")
    completion_notice_from: Mapped[dt.date | None] = field(
        "竣工公告开始", "day", PUBLIC, synonyms=("竣工公告开始日期", "竣工公告开始时间"))
    completion_notice_through: Mapped[dt.date | None] = field(
        "竣工公告结束", "day", PUBLIC, synonyms=("竣工公告结束日期", "竣工公告结束时间"))
    handed_on: Mapped[dt.date | None] = field("资产移交日期", "day", PUBLIC, synonyms=("资产移交时间",))
    archived_on: Mapped[dt.date | None] = field("归档日期", "day", PUBLIC, synonyms=("归档时间",))
    archive_number: Mapped[str | None] = field("档号", "code", PUBLIC)
    archive_term: Mapped[str | None] = field("保管期限", "choice", PUBLIC, codes="archive_term")
    archived_by: Mapped[str | None] = field("立卷人", "name", PUBLIC)
    archive_checked_by: Mapped[str | None] = field("检查人", "name", PUBLIC)
    side_state: Mapped[str | None] = field("特殊状态", "choice", PUBLIC, codes="project_side_state")
    side_on: Mapped[dt.date | None] = field("特殊状态日期", "day", PUBLIC)
    side_why: Mapped[str | None] = field("特殊状态原因", "long_text", PUBLIC)
    meeting_id: Mapped[uuid.UUID | None] = field("决定会议", "ref", PUBLIC, ref="meeting.id")
    note: Mapped[str | None] = field("备注", "long_text")


class ProjectSource(Imported, Record):
    """Money planned for a project from one source (中央, 省, 市, 县, 社会捐赠, 自筹 …)."""

    __tablename__ = "project_source"
    title = "项目资金来源"

    project_id: Mapped[uuid.UUID] = field("项目", "ref", PUBLIC, ref="project.id", required=True, index=True)
    source: Mapped[str] = field("资金来源", "choice", PUBLIC, codes="fund_source", required=True)
    programme: Mapped[str | None] = field("资金名称", "text", PUBLIC)
    document: Mapped[str | None] = field("资金文号", "text", PUBLIC)
    planned_fen: Mapped[int] = field("计划金额", "money", PUBLIC, required=True)
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)


class RosterLine(Imported, Record):
    """What one household gets from one project (到户花名册)."""

    __tablename__ = "roster_line"
    title = "到户花名册"

    list_number: Mapped[int | None] = field("序号", "int", PUBLIC, volatile=True)
    project_code: Mapped[str | None] = field("项目编号", "code", PUBLIC, index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    household_code: Mapped[str | None] = field("户编号", "code", index=True)
    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    group_name: Mapped[str | None] = field("组", "name", PUBLIC, synonyms=("组别", "村民小组", "自然村"))
    head_name: Mapped[str | None] = field("户主姓名", "name", PUBLIC, synonyms=("户主", "姓名"))
    population: Mapped[int | None] = field("人口", "int", PUBLIC, unit="人", synonyms=("家庭人口", "人数"))
    content: Mapped[str | None] = field("补助内容", "text", PUBLIC, synonyms=("项目内容", "内容"))
    quantity: Mapped[Decimal | None] = field("数量", "quantity", PUBLIC)
    unit: Mapped[str | None] = field("单位", "text", PUBLIC)
    rate_fen: Mapped[int | None] = field("补助标准", "money", PUBLIC, synonyms=(
        "补助标准（元）", "标准", "标准（元）", "单价", "单价（元）"))
    amount_fen: Mapped[int | None] = field("补助金额", "money", synonyms=("补助金额（元）", "金额（元）", "金额"), help=(
        "到户项目受益户公示按规定列出。"))
    card_tail: Mapped[str | None] = field("一卡通账号末四位", "text", SECRET)
    bank: Mapped[str | None] = field("开户行", "name", synonyms=("一卡通开户行", "开户银行"))
    signed: Mapped[str | None] = field("领取人签字", "text")
    received_on: Mapped[dt.date | None] = field("领取日期", "day")
    note: Mapped[str | None] = field("备注", "text")
