"""Projects, where their money is planned to come from, the one voucher sequence, and the rosters.

Sources of the fields: project library and forms (domain 4.3, 5.1), life of money (6.2).
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
    subcategory: Mapped[str | None] = field("项目子类型", "text", PUBLIC, synonyms=("项目子类别",))
    nature: Mapped[str | None] = field("建设性质", "choice", PUBLIC, codes="project_nature")
    mode: Mapped[str | None] = field("实施方式", "choice", PUBLIC, codes="project_mode")
    place: Mapped[str | None] = field("实施地点", "text", PUBLIC)
    content: Mapped[str | None] = field("建设内容及规模", "long_text", PUBLIC, synonyms=("建设内容", "建设任务"))
    planned_fen: Mapped[int | None] = field("资金投入合计", "money", PUBLIC, synonyms=("合计", "计划投资", "投资规模", "总投资"))
    covers_households: Mapped[int | None] = field("受益户数", "int", PUBLIC, unit="户", synonyms=("户数",))
    covers_people: Mapped[int | None] = field("受益人数", "int", PUBLIC, unit="人", synonyms=("人数",))
    covers_poor_households: Mapped[int | None] = field(
        "其中脱贫户和监测户户数", "int", PUBLIC, unit="户")
    covers_poor_people: Mapped[int | None] = field("其中脱贫户和监测户人数", "int", PUBLIC, unit="人")
    planned_start: Mapped[str | None] = field("计划开工", "month", PUBLIC)
    planned_finish: Mapped[str | None] = field("计划完工", "month", PUBLIC, synonyms=("计划竣工",))
    unit_in_charge: Mapped[str | None] = field("责任单位", "name", PUBLIC)
    person_in_charge: Mapped[str | None] = field("责任人", "name", PUBLIC, synonyms=("项目负责人",))
    phone: Mapped[str | None] = field("联系电话", "phone", help="责任人的电话；要印在公示上，请登记为干部办公电话。")
    goal: Mapped[str | None] = field("绩效目标", "long_text", PUBLIC)
    link: Mapped[str | None] = field("联农带农机制", "text", PUBLIC, synonyms=("利益联结机制", "带贫减贫机制"))
    library_notice_from: Mapped[dt.date | None] = field("入库公示开始", "day", PUBLIC)
    library_notice_through: Mapped[dt.date | None] = field("入库公示结束", "day", PUBLIC)
    approval_number: Mapped[str | None] = field("批复文号", "text", PUBLIC)
    granted_on: Mapped[dt.date | None] = field("下达日期", "day", PUBLIC)
    started_on: Mapped[dt.date | None] = field("开工日期", "day", PUBLIC)
    finished_on: Mapped[dt.date | None] = field("竣工日期", "day", PUBLIC)
    accepted_on: Mapped[dt.date | None] = field("验收日期", "day", PUBLIC)
    side_state: Mapped[str | None] = field("特殊状态", "choice", PUBLIC, codes="project_side_state")
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


class FundEntry(Imported, Record):
    """One line of the village's one voucher sequence.

    Attributes:
        year: The voucher sequence it belongs to; None while a draft has no date.
        amount_fen: As on paper: positive for every kind, negative for 冲销. None in a draft that lacks it.
        project_code: The project as typed; ``project_id`` None while unresolved.
        reverses_text: The voucher a 冲销 names; ``reverses_id`` None while unresolved.
        posted_at: When it was posted; None for a draft. A posted entry is never changed or deleted.
    """

    __tablename__ = "fund_entry"
    title = "资金"

    list_number: Mapped[int | None] = field("序号", "int", PUBLIC, volatile=True)
    date: Mapped[dt.date | None] = field("日期", "day", PUBLIC, index=True)
    year: Mapped[int | None] = field("年度", "year", PUBLIC, index=True)
    voucher: Mapped[str | None] = field("凭证号", "code", PUBLIC, index=True)
    project_code: Mapped[str | None] = field("项目编号", "code", PUBLIC, index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    memo: Mapped[str | None] = field("摘要", "text", PUBLIC)
    kind: Mapped[str | None] = field("类型", "choice", PUBLIC, codes="fund_kind", synonyms=("资金类型", "收支类型"))
    source: Mapped[str | None] = field("资金来源", "choice", PUBLIC, codes="fund_source")
    programme: Mapped[str | None] = field("资金名称", "text", PUBLIC)
    document: Mapped[str | None] = field("资金文号", "text", PUBLIC)
    payee: Mapped[str | None] = field("收款单位（人）", "name", synonyms=("收款单位", "收款人", "收款单位(人)"))
    amount_fen: Mapped[int | None] = field("金额", "money", PUBLIC)
    papers: Mapped[int | None] = field("附件张数", "int", PUBLIC, unit="张")
    handler: Mapped[str | None] = field("经办人", "name")
    reverses_text: Mapped[str | None] = field("冲销凭证号", "code", PUBLIC)
    reverses_id: Mapped[uuid.UUID | None] = field("冲销的分录", "ref", PUBLIC, ref="fund_entry.id", index=True)
    reason: Mapped[str | None] = field("原因", "text", help="冲销的原因，或带着提示入账的原因。")
    posted_at: Mapped[dt.datetime | None] = field("入账时间", "time", PUBLIC)
    note: Mapped[str | None] = field("备注", "long_text")


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
    content: Mapped[str | None] = field("补助内容", "text", PUBLIC, synonyms=("项目内容",))
    quantity: Mapped[Decimal | None] = field("数量", "quantity", PUBLIC)
    unit: Mapped[str | None] = field("单位", "text", PUBLIC)
    rate_fen: Mapped[int | None] = field("补助标准", "money", PUBLIC, synonyms=("补助标准（元）", "单价", "单价（元）"))
    amount_fen: Mapped[int | None] = field("补助金额", "money", synonyms=("补助金额（元）", "金额（元）", "金额"), help=(
        "到户项目受益户公示按规定列出。"))
    card_tail: Mapped[str | None] = field("一卡通账号末四位", "text", SECRET)
    signed: Mapped[str | None] = field("领取人签字", "text")
    received_on: Mapped[dt.date | None] = field("领取日期", "day")
    note: Mapped[str | None] = field("备注", "text")
