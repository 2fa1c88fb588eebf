"""Persons, their membership in households, and what is true of them in one year.

Sources: person export of the national system and its later headings (domain 2.2), employment sheets (2.4).
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Person(Imported, Record):
    """One person. ``merged_into`` names the person this one turned out to be; queries follow it."""

    __tablename__ = "person"
    title = "人"

    code: Mapped[str | None] = field("人口编号", "code", index=True, synonyms=("人编号", "人员编号"))
    name: Mapped[str | None] = field("姓名", "name", PUBLIC, index=True, synonyms=("成员姓名",))
    pinyin: Mapped[str | None] = field("拼音", "sort", PUBLIC, index=True, volatile=True)
    initials: Mapped[str | None] = field("拼音首字母", "sort", PUBLIC, index=True, volatile=True)
    former_name: Mapped[str | None] = field("曾用名", "name", index=True)
    sex: Mapped[str | None] = field("性别", "choice", PUBLIC, codes="sex")
    born: Mapped[dt.date | None] = field("出生日期", "day", synonyms=("出生年月", "出生时间"))
    id_kind: Mapped[str | None] = field("证件类型", "choice", codes="id_kind")
    id_number: Mapped[str | None] = field("证件号码", "id_number", SECRET, index=True, synonyms=(
        "身份证号", "身份证号码", "公民身份号码", "公民身份号码或残疾证号", "身份证号(有残疾证填残疾证号)"))
    ethnicity: Mapped[str | None] = field("民族", "choice", PUBLIC, codes="ethnicity")
    politics: Mapped[str | None] = field("政治面貌", "choice", codes="politics")
    phone: Mapped[str | None] = field("成员联系电话", "phone", SECRET, synonyms=("人联系电话", "家庭成员联系电话", "本人电话"))
    identified_on: Mapped[dt.date | None] = field("人员识别时间", "day")
    speaks_mandarin: Mapped[str | None] = field("是否会讲普通话", "choice", codes="yes_no")
    unattended_child: Mapped[str | None] = field("是否事实无人抚养儿童", "choice", SECRET, codes="yes_no")
    relocated: Mapped[str | None] = field("是否易地扶贫搬迁人口", "choice", codes="yes_no")
    disability: Mapped[str | None] = field("残疾类别", "choice", SECRET, codes="disability")
    disability_grade: Mapped[str | None] = field("残疾等级", "choice", SECRET, codes="disability_grade")
    disability_card_year: Mapped[str | None] = field("残疾证办证年度", "text", SECRET)
    living_state: Mapped[str | None] = field("成员生活状态", "choice", codes="living_state")
    merged_into: Mapped[uuid.UUID | None] = field("已并入", "ref", ref="person.id", index=True)
    note: Mapped[str | None] = field("备注", "long_text", SECRET)


class Membership(Imported, Record):
    """A person in a household for a time.

    ``household_code`` keeps the household as the list names it; ``household_id`` is None while it is unresolved
    (counted under 未归属). ``from_on`` None: from before the book began; ``through_on`` None: still a member.
    """

    __tablename__ = "membership"
    title = "家庭成员"

    person_id: Mapped[uuid.UUID] = field("人", "ref", ref="person.id", required=True, index=True)
    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    household_code: Mapped[str | None] = field("户编号", "code", index=True)
    relation: Mapped[str | None] = field("与户主关系", "choice", codes="relation")
    from_on: Mapped[dt.date | None] = field("进户时间", "day")
    through_on: Mapped[dt.date | None] = field("离户时间", "day")
    why: Mapped[str | None] = field("变动原因", "choice", codes="membership_why", synonyms=("增减原因",))
    why_ended: Mapped[str | None] = field("减少原因", "choice", codes="membership_why")
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)


class PersonYear(Imported, Record):
    """School, health, labour, insurance and work of a person in one year (exports carry 年度)."""

    __tablename__ = "person_year"
    title = "人年度情况"

    person_id: Mapped[uuid.UUID] = field("人", "ref", ref="person.id", required=True, index=True)
    year: Mapped[int] = field("年度", "year", PUBLIC, required=True)
    education: Mapped[str | None] = field("文化程度", "choice", codes="education")
    school: Mapped[str | None] = field("在校生状况", "choice", SECRET, codes="school", synonyms=("在校生情况",))
    not_at_school: Mapped[str | None] = field("失学或辍学原因", "choice", SECRET, codes="not_at_school", synonyms=(
        "失学原因", "失辍学原因", "义务教育阶段未上学原因"))
    school_name: Mapped[str | None] = field("就读学校", "text", SECRET, synonyms=("学校", "学校名称", "就读学校名称"))
    health: Mapped[str | None] = field("健康状况", "choice", SECRET, codes="health")
    labour: Mapped[str | None] = field("劳动技能", "choice", codes="labour", synonyms=("劳动能力",))
    work_state: Mapped[str | None] = field("务工状况", "text", help="2014年登记表的栏目：乡内、县内、省内、省外务工。")
    work_months: Mapped[int | None] = field("务工时间", "int", unit="月", synonyms=("务工时间（月）", "务工时间(月)", "务工时长(月)"))
    work_place: Mapped[str | None] = field("务工所在地", "text")
    work_company: Mapped[str | None] = field("务工企业名称", "text")
    work_industry: Mapped[str | None] = field("产业分类", "text", synonyms=("所属行业",))
    work_channel: Mapped[str | None] = field("就业渠道", "text", synonyms=("就业渠道（易地搬迁后扶使用）",))
    graduate_unemployed: Mapped[str | None] = field("毕业生未就业原因", "text", synonyms=("大专或本科应届毕业生未就业原因",))
    works_abroad: Mapped[str | None] = field("是否国外务工", "choice", codes="yes_no")
    post_kind: Mapped[str | None] = field("公益性岗位类型", "choice", codes="post_kind", synonyms=("公益性岗位", "公益岗位"))
    post_months: Mapped[int | None] = field("公益性岗位(月数)", "int", unit="月", synonyms=("公益性岗位（月数）", "聘用月数"))
    subsistence: Mapped[str | None] = field("是否享受低保", "choice", codes="yes_no", synonyms=("是否享受最低生活保障", "低保人口"))
    subsistence_policy: Mapped[str | None] = field("享受低保政策情况", "choice", codes="subsistence_policy")
    destitute: Mapped[str | None] = field("是否特困供养人员", "choice", codes="yes_no")
    destitute_policy: Mapped[str | None] = field("享受特困供养政策情况", "choice", codes="destitute_policy")
    resident_medical: Mapped[str | None] = field(
        "是否参加新型农村合作医疗（城乡居民基本医疗保险）", "choice", codes="yes_no",
        synonyms=("是否参加城乡居民基本医疗保险", "新农合"))
    employee_medical: Mapped[str | None] = field("是否参加城镇职工基本医疗保险", "choice", codes="yes_no", synonyms=("是否参加职工医疗",))
    serious_illness: Mapped[str | None] = field("是否参加大病保险", "choice", codes="yes_no")
    commercial_medical: Mapped[str | None] = field("是否参加商业补充医疗保险", "choice", codes="yes_no")
    accident_subsidy: Mapped[str | None] = field("是否享受人身意外保险补贴", "choice", codes="yes_no")
    illness_aid: Mapped[str | None] = field("是否接受大病医疗救助", "choice", SECRET, codes="yes_no")
    medical_aid: Mapped[str | None] = field("是否接受医疗救助", "choice", SECRET, codes="yes_no")
    other_health_aid: Mapped[str | None] = field("是否接受其他健康扶贫", "choice", SECRET, codes="yes_no")
    resident_pension: Mapped[str | None] = field("是否参加城乡居民基本养老保险", "choice", codes="yes_no", synonyms=("城乡居民养老保险",))
    employee_pension: Mapped[str | None] = field("是否参加城镇职工基本养老保险", "choice", codes="yes_no", synonyms=("是否参加职工养老",))
