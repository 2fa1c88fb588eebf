"""Households: who they are, what they live in, which class they belong to when, and what they earn in a year.

Sources of the fields: the household export of the national system (domain 2.3), its later headings (2.2), the
registration form of 2014 (2.1) and the income sheet (1.4). A heading under which a list brings a field is the
field's label or one of its synonyms.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Household(Imported, Record):
    """One household. Its members are Memberships, its classes StatusPeriods, its incomes HouseholdYears.

    ``head_*`` keep the head as lists name him; ``head_id`` is the person once resolved.
    ``group_name`` keeps the group as typed; ``group_id`` is the group once resolved.
    """

    __tablename__ = "household"
    title = "户"

    code: Mapped[str | None] = field("户编号", "code", index=True, synonyms=("户号",))
    head_name: Mapped[str | None] = field("户主姓名", "name", PUBLIC, index=True, synonyms=("户主",))
    head_pinyin: Mapped[str | None] = field("户主拼音", "sort", PUBLIC, index=True, volatile=True)
    head_initials: Mapped[str | None] = field("户主拼音首字母", "sort", PUBLIC, index=True, volatile=True)
    head_code: Mapped[str | None] = field("户主编号", "code")
    head_id_number: Mapped[str | None] = field("户主证件号码", "id_number", SECRET, synonyms=("户主身份证号", "户主身份证号码"))
    head_id: Mapped[uuid.UUID | None] = field("户主（人）", "ref", ref="person.id")
    group_name: Mapped[str | None] = field("村民小组", "name", PUBLIC, synonyms=("组", "组别", "自然村", "村民小组/自然村"))
    group_id: Mapped[uuid.UUID | None] = field("村民小组（键）", "ref", PUBLIC, ref="village_group.id")
    address: Mapped[str | None] = field("家庭住址", "text", synonyms=("住址", "地址"))
    phone: Mapped[str | None] = field("户联系电话", "phone", SECRET, synonyms=("联系电话", "家庭联系电话"))
    bank: Mapped[str | None] = field("开户银行名称", "text", synonyms=("开户银行", "开户行"))
    card: Mapped[str | None] = field("银行卡号", "card", SECRET, synonyms=("银行账号", "一卡通账号", "银行卡账号"))
    standard: Mapped[str | None] = field("识别标准", "choice", codes="standard")
    attribute: Mapped[str | None] = field("贫困户属性", "choice", codes="poor_attribute", synonyms=("脱贫户属性",))
    main_cause: Mapped[str | None] = field("主要致贫原因", "choice", SECRET, codes="cause", synonyms=("致贫原因1", "致贫原因"))
    second_cause: Mapped[str | None] = field("次要致贫原因", "choice", SECRET, codes="cause", synonyms=("其他致贫原因", "致贫原因2"))
    military_family: Mapped[str | None] = field("是否军烈属", "choice", codes="yes_no")
    only_child: Mapped[str | None] = field("是否独生子女户", "choice", codes="yes_no")
    two_daughters: Mapped[str | None] = field("是否双女户", "choice", codes="yes_no")
    no_labour_covered: Mapped[str | None] = field("整户无劳动能力兜底保障户", "choice", codes="yes_no")
    relocated: Mapped[str | None] = field("是否易地扶贫搬迁户", "choice", codes="yes_no", synonyms=("易地扶贫搬迁",))
    relocation_way: Mapped[str | None] = field("搬迁方式", "text")
    relocation_address: Mapped[str | None] = field("搬迁地址", "text", synonyms=("安置区地址",))
    in_resettlement: Mapped[str | None] = field("是否居住在易地扶贫搬迁集中安置区", "choice", codes="yes_no")
    industry_help: Mapped[str | None] = field("到户产业帮扶类型", "text")
    industry: Mapped[str | None] = field("产业类型", "text", help="2014年登记表的栏目。")
    industry_organisation: Mapped[str | None] = field("产业组织类型", "text", help="2014年登记表的栏目：合作社、龙头企业、协会。")
    industry_gain: Mapped[str | None] = field("从产业中收益", "text", help="2014年登记表的栏目。")
    mutual_fund: Mapped[str | None] = field("互助资金", "text", help="2014年登记表的栏目。")
    dangerous_house: Mapped[str | None] = field("是否危房户", "choice", codes="yes_no", synonyms=("危房户",))
    danger_grade: Mapped[str | None] = field("危房级别", "choice", codes="house_grade", synonyms=("危房等级",))
    house_area: Mapped[Decimal | None] = field("住房面积", "quantity", unit="平方米", synonyms=("住房面积（平方米）",))
    house_structure: Mapped[str | None] = field("房屋主要结构", "choice", codes="house_structure", synonyms=("住房结构",))
    house_built: Mapped[int | None] = field("建房时间", "year", synonyms=("建成年份",))
    safe_water: Mapped[str | None] = field("是否解决安全饮用水", "choice", codes="yes_no")
    water_kind: Mapped[str | None] = field("饮水情况", "text", help="2014年登记表的栏目：自来水、井水、雨水等。")
    production_power: Mapped[str | None] = field("是否通生产用电", "choice", codes="yes_no")
    home_power: Mapped[str | None] = field("是否通生活用电", "choice", codes="yes_no", synonyms=("通电",))
    broadcast: Mapped[str | None] = field("是否通广播电视", "choice", codes="yes_no")
    road_distance: Mapped[Decimal | None] = field("与村主干路距离", "quantity", unit="公里", synonyms=("与村主干路距离（公里）",))
    road_kind: Mapped[str | None] = field("入户路类型", "choice", codes="road_kind")
    road_hardened: Mapped[str | None] = field("入户道路是否硬化", "choice", codes="yes_no")
    toilet: Mapped[str | None] = field("是否有卫生厕所", "choice", codes="yes_no")
    toilet_usable: Mapped[str | None] = field("卫生厕所是否能正常使用", "choice", codes="yes_no")
    fuel: Mapped[str | None] = field("主要燃料类型", "choice", codes="fuel", synonyms=("燃料类型",))
    cooperative: Mapped[str | None] = field("是否加入农民专业合作组织", "choice", codes="yes_no", synonyms=("是否合作社",))
    leading_company: Mapped[str | None] = field("是否有龙头企业带动", "choice", codes="yes_no")
    leading_person: Mapped[str | None] = field("是否有创业致富带头人带动", "choice", codes="yes_no")
    farmland: Mapped[Decimal | None] = field("耕地面积", "quantity", unit="亩", synonyms=("耕地面积（亩）",))
    water_area: Mapped[Decimal | None] = field("水面面积", "quantity", unit="亩", synonyms=("水面面积（亩）",))
    returned_forest: Mapped[Decimal | None] = field("退耕还林面积", "quantity", unit="亩", synonyms=("退耕还林面积（亩）",))
    orchard: Mapped[Decimal | None] = field("林果面积", "quantity", unit="亩", synonyms=("林果面积（亩）",))
    pasture: Mapped[Decimal | None] = field("牧草地面积", "quantity", unit="亩", synonyms=("牧草地面积（亩）",))
    forest: Mapped[Decimal | None] = field("林地面积", "quantity", unit="亩", synonyms=("林地面积（亩）",))
    ended_on: Mapped[dt.date | None] = field("销户时间", "day", help="整户迁出、消亡或并入别户的日子。")
    ended_why: Mapped[str | None] = field("销户原因", "choice", codes="household_end")
    merged_into: Mapped[uuid.UUID | None] = field("已并入（户）", "ref", ref="household.id", index=True)
    collected_by: Mapped[str | None] = field("信息采集人", "name", synonyms=("填表人",))
    collected_by_phone: Mapped[str | None] = field("信息采集人联系电话", "phone", synonyms=("填表人联系电话",))
    collected_on: Mapped[dt.date | None] = field("填表时间", "day", synonyms=("信息采集时间", "采集时间", "填表日期"))
    helper: Mapped[str | None] = field("帮扶责任人", "name", synonyms=("帮扶责任人姓名", "帮扶联系人", "帮扶干部"))
    helper_sex: Mapped[str | None] = field("帮扶责任人性别", "choice", codes="sex")
    helper_politics: Mapped[str | None] = field("帮扶责任人政治面貌", "choice", codes="politics")
    helper_unit: Mapped[str | None] = field("帮扶单位", "text", synonyms=("帮扶单位名称", "帮扶(选派)单位名称", "帮扶责任人单位"))
    helper_from: Mapped[dt.date | None] = field("帮扶开始时间", "day")
    helper_through: Mapped[dt.date | None] = field("帮扶结束时间", "day")
    helper_phone: Mapped[str | None] = field("帮扶责任人电话", "phone", synonyms=("帮扶责任人联系电话",))
    note: Mapped[str | None] = field("备注", "long_text", SECRET)


class StatusPeriod(Imported, Record):
    """A class a household belongs to for a time; several may run at once.

    Attributes:
        from_on: First day; None when the list did not say.
        through_on: Last day; None while it lasts.
        case_id: Case (动态管理) that led to it; None if it came by a list.
        ended_case_id: Case that ended it (退出, 风险消除); None while it lasts or if not recorded.
        meeting_id: Meeting that decided it; None if not recorded.
        notice_id: Notice that made it public; None if not recorded.
    """

    __tablename__ = "status_period"
    title = "身份"

    household_id: Mapped[uuid.UUID] = field("户", "ref", ref="household.id", required=True, index=True)
    kind: Mapped[str] = field("户类型", "choice", codes="status", required=True, synonyms=(
        "监测对象类别", "易返贫致贫户(监测对象)类型", "监测对象类型", "类别"))
    from_on: Mapped[dt.date | None] = field("识别时间", "day", synonyms=("风险识别时间", "识别监测时间", "识别监测时间(YYYYMM)"))
    through_on: Mapped[dt.date | None] = field("终止时间", "day")
    first_identified_on: Mapped[dt.date | None] = field("首次识别时间", "day")
    lifted_year: Mapped[int | None] = field("脱贫年度", "year")
    pre_lifted_year: Mapped[int | None] = field("预脱贫年度", "year")
    planned_lift_year: Mapped[int | None] = field("计划脱贫年度", "year")
    lift_state: Mapped[str | None] = field("脱贫属性", "choice", codes="lift_state", synonyms=("脱贫状态",))
    returned_year: Mapped[int | None] = field("返贫年度", "year")
    returned_cause: Mapped[str | None] = field("返贫原因", "choice", SECRET, codes="cause")
    risk1: Mapped[str | None] = field("致贫/返贫风险1", "choice", SECRET, codes="risk")
    risk2: Mapped[str | None] = field("致贫/返贫风险2", "choice", SECRET, codes="risk")
    risk3: Mapped[str | None] = field("致贫/返贫风险3", "choice", SECRET, codes="risk")
    risk4: Mapped[str | None] = field("致贫/返贫风险4", "choice", SECRET, codes="risk")
    risk5: Mapped[str | None] = field("致贫/返贫风险5", "choice", SECRET, codes="risk")
    disaster: Mapped[str | None] = field("因自然灾害子项", "choice", SECRET, codes="disaster")
    risk_note: Mapped[str | None] = field("风险备注", "text", SECRET, synonyms=("致贫/返贫风险备注", "其他风险备注"))
    development: Mapped[str | None] = field("实施开发式帮扶措施情况", "choice", codes="development")
    removed: Mapped[str | None] = field("风险是否已消除", "choice", codes="yes_no", synonyms=("风险是否消除",))
    removed_way: Mapped[str | None] = field("风险消除方式", "choice", codes="removed_way")
    removed_on: Mapped[dt.date | None] = field("风险消除时间", "day", synonyms=("消除监测时间", "消除监测时间(YYYYMM)"))
    contact: Mapped[str | None] = field("监测联系人", "name")
    contact_phone: Mapped[str | None] = field("监测联系人电话", "phone", synonyms=("联系方式",))
    case_id: Mapped[uuid.UUID | None] = field("依据动态", "ref", ref="dynamic_case.id")
    ended_case_id: Mapped[uuid.UUID | None] = field("终止依据", "ref", ref="dynamic_case.id")
    meeting_id: Mapped[uuid.UUID | None] = field("依据会议", "ref", ref="meeting.id")
    notice_id: Mapped[uuid.UUID | None] = field("依据公示", "ref", ref="notice.id")
    ended_why: Mapped[str | None] = field("终止原因", "text")
    note: Mapped[str | None] = field("说明", "long_text", SECRET)


class HouseholdYear(Imported, Record):
    """What a household earned and spent in one collection year (domain 1.4); all sums as the list says them.

    The arithmetic is never silently repaired: a check compares sums with their parts.
    """

    __tablename__ = "household_year"
    title = "户年度收入"

    household_id: Mapped[uuid.UUID] = field("户", "ref", ref="household.id", required=True, index=True)
    year: Mapped[int] = field("年度", "year", PUBLIC, required=True)
    population: Mapped[int | None] = field("家庭人口数", "int", PUBLIC, unit="人", synonyms=(
        "人数", "人口", "家庭人口", "年度家庭人口数", "家庭人口（人）"))
    current_population: Mapped[int | None] = field("当前家庭人口数", "int", PUBLIC, unit="人")
    wage_fen: Mapped[int | None] = field("工资性收入", "money")
    post_wage_fen: Mapped[int | None] = field("公益性岗位收入", "money")
    other_wage_fen: Mapped[int | None] = field("其他工资性收入", "money")
    business_fen: Mapped[int | None] = field("生产经营性收入", "money", synonyms=("家庭经营性收入",))
    industry_award_fen: Mapped[int | None] = field("产业奖励", "money")
    employment_award_fen: Mapped[int | None] = field("就业奖励", "money")
    property_fen: Mapped[int | None] = field("财产性收入", "money")
    dividend_fen: Mapped[int | None] = field("资产收益扶贫分红收入", "money", synonyms=("资产收益分红", "资产收益扶贫分红"))
    other_property_fen: Mapped[int | None] = field("其他财产性收入", "money")
    transfer_fen: Mapped[int | None] = field("转移性收入", "money")
    family_planning_fen: Mapped[int | None] = field("计划生育金", "money")
    subsistence_fen: Mapped[int | None] = field("低保金", "money", synonyms=("最低生活保障金",))
    destitute_fen: Mapped[int | None] = field("五保金", "money", synonyms=("特困供养金",))
    pension_fen: Mapped[int | None] = field("养老保险金", "money", synonyms=("养老金或离退休金", "养老金"))
    ecology_fen: Mapped[int | None] = field("生态补偿金", "money")
    other_transfer_fen: Mapped[int | None] = field("其他转移性收入", "money")
    cost_fen: Mapped[int | None] = field("生产经营性支出", "money", synonyms=("生产经营性支出(合计)", "生产经营性支出（合计）", "生产经营费用总支出"))
    cost_subsidy_fen: Mapped[int | None] = field("专项用于减少生产经营性支出的补贴", "money")
    total_fen: Mapped[int | None] = field("年收入", "money", synonyms=("年总收入", "家庭总收入"))
    net_fen: Mapped[int | None] = field("纯收入", "money", synonyms=("年纯收入", "家庭纯收入"))
    per_capita_fen: Mapped[int | None] = field("人均纯收入", "money", synonyms=("家庭人均纯收入", "家庭年人均纯收入", "人均纯收入（元）"))
    out_of_pocket_fen: Mapped[int | None] = field("合规自付支出", "money", SECRET)
    claims_fen: Mapped[int | None] = field("家庭理赔收入", "money", synonyms=("其他理赔收入",))


class IncomeItem(Imported, Record):
    """One line of a household's income sheet, with the arithmetic in the words of the book (王𬭎 4,200×9个月)."""

    __tablename__ = "income_item"
    title = "收入明细"

    household_year_id: Mapped[uuid.UUID] = field("户年度收入", "ref", ref="household_year.id", required=True, index=True)
    item: Mapped[str] = field("项目", "choice", PUBLIC, codes="income_item", required=True)
    arithmetic: Mapped[str | None] = field("算式", "text")
    amount_fen: Mapped[int] = field("金额", "money", required=True)
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)
