"""Dynamic management (动态管理): a household's case from its lead through its steps, and what is true at its ends.

Sources: identification and removal of monitored households and their clocks (domain 7.2-7.6), identification and exit
of 2014-2020 (domain 8), pages of the monitored household's handbook (domain 1.2 B).
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Case(Imported, Record):
    """One household's way through a procedure; its steps are CaseSteps, the procedure itself is declared in code.

    ``lead_*`` is the lead (线索) with which the clock starts.
    """

    __tablename__ = "dynamic_case"
    title = "动态管理"

    code: Mapped[str | None] = field("动态编号", "code", index=True)
    kind: Mapped[str] = field("动态类型", "choice", codes="case_kind", required=True)
    household_id: Mapped[uuid.UUID] = field("户", "ref", ref="household.id", required=True, index=True)
    target: Mapped[str | None] = field("拟定类别", "choice", codes="status", help="拟识别为哪一类，或从哪一类退出。")
    covered: Mapped[int | None] = field("保障人数", "int", unit="人", help="低保、特困：这一户保障几个人。")
    grade: Mapped[str | None] = field("保障类档", "text", help="低保、特困：几类几档。")
    month_fen: Mapped[int | None] = field("月保障金额", "money", help="低保、特困：全户每月。")
    lead_source: Mapped[str | None] = field("线索来源", "choice", codes="lead_source")
    lead_on: Mapped[dt.date | None] = field("线索日期", "day")
    lead_who: Mapped[str | None] = field("线索提供人", "name")
    lead_text: Mapped[str | None] = field("线索内容", "long_text", SECRET)
    risk: Mapped[str | None] = field("主要风险", "choice", SECRET, codes="risk")
    state: Mapped[str] = field("办理状态", "choice", codes="case_state", required=True)
    closed_on: Mapped[dt.date | None] = field("办结日期", "day")
    outcome: Mapped[str | None] = field("办理结果", "text")
    note: Mapped[str | None] = field("说明", "long_text", SECRET)


class CaseStep(Imported, Record):
    """One step of a case that was done; ``step`` names the declared step."""

    __tablename__ = "case_step"
    title = "动态步骤"

    case_id: Mapped[uuid.UUID] = field("动态", "ref", ref="dynamic_case.id", required=True, index=True)
    step: Mapped[str] = field("步骤", "code", required=True)
    done_on: Mapped[dt.date | None] = field("办理日期", "day")
    who: Mapped[str | None] = field("经办人", "name")
    passed: Mapped[str | None] = field("是否通过", "choice", codes="yes_no")
    papers: Mapped[str | None] = field("已有材料", "text", help="这一步已经收齐的材料，用顿号隔开。")
    meeting_id: Mapped[uuid.UUID | None] = field("会议", "ref", ref="meeting.id")
    notice_id: Mapped[uuid.UUID | None] = field("公示", "ref", ref="notice.id")
    note: Mapped[str | None] = field("说明", "long_text", SECRET)


class Guarantee(Imported, Record):
    """三保障, drinking water and incomes of a household at one moment: when identified, when the risk was removed."""

    __tablename__ = "guarantee"
    title = "三保障和收支"

    household_id: Mapped[uuid.UUID] = field("户", "ref", ref="household.id", required=True, index=True)
    status_id: Mapped[uuid.UUID | None] = field("身份", "ref", ref="status_period.id")
    stage: Mapped[str] = field("时点", "choice", codes="guarantee_stage", required=True)
    on: Mapped[dt.date | None] = field("核实日期", "day")
    food: Mapped[str | None] = field("是否不愁吃", "choice", codes="yes_no")
    clothes: Mapped[str | None] = field("是否不愁穿", "choice", codes="yes_no")
    house_problem: Mapped[str | None] = field("是否住房出现安全问题", "choice", codes="yes_no")
    school_problem: Mapped[str | None] = field("是否义务教育阶段适龄儿童少年失学辍学", "choice", SECRET, codes="yes_no")
    water_problem: Mapped[str | None] = field("是否饮水出现安全问题", "choice", codes="yes_no")
    medical_problem: Mapped[str | None] = field(
        "是否有家庭成员未参加城乡居民(职工)基本医疗保险", "choice", codes="yes_no",
        synonyms=("是否有家庭成员未参加城乡居民（职工）基本医疗保险",))
    wage_fen: Mapped[int | None] = field("工资性收入", "money")
    business_fen: Mapped[int | None] = field("生产经营性收入", "money")
    property_fen: Mapped[int | None] = field("财产性收入", "money")
    transfer_fen: Mapped[int | None] = field("转移性收入", "money")
    cost_fen: Mapped[int | None] = field("生产经营性支出", "money")
    net_fen: Mapped[int | None] = field("家庭纯收入", "money")
    per_capita_fen: Mapped[int | None] = field("家庭人均纯收入", "money")
    claims_fen: Mapped[int | None] = field("家庭理赔收入", "money")
    out_of_pocket_fen: Mapped[int | None] = field("合规自付支出", "money", SECRET)
    reference_fen: Mapped[int | None] = field("纳入监测对象的收入参考范围（户）", "money")
    reference_per_capita_fen: Mapped[int | None] = field("纳入监测对象的收入参考范围（人均）", "money")
    note: Mapped[str | None] = field("说明", "long_text", SECRET)
