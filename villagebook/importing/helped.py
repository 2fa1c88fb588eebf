"""Kinds of lists about help: months of work, measures, visits, 三保障, and the figures of the village itself.

Sources: employment sheets of a county (已外出务工, 计划外出务工), columns of 帮扶措施, visit records of the handbook,
the 行政村 export of 2023. Registered in kinds.py.
"""

from __future__ import annotations

from villagebook.importing import special
from villagebook.importing.kind import VILLAGE_VALUES, ListKind
from villagebook.models import (
    Guarantee,
    Household,
    Measure,
    Membership,
    Person,
    Village,
    VillageYear,
    Visit,
    WorkRecord,
)

_HEAD_NUMBER = dict.fromkeys(("户主身份证", "户主身份证号", "户主身份证号码"), "household.head_id_number")

WORK = ListKind(
    id="work",
    title="务工月监测",
    unit="人",
    records=(WorkRecord, Person, Membership, Household, Village),
    marks={"work_record.": 2, "work_record.worked": 5, "work_record.planned": 7, "work_record.wanted": 4,
           "person.code": 2, "person.name": 1, "person.id_number": 1, "membership.household_code": 1, "#place": 2},
    words=("务工", "就业监测", "外出人员"),
    identity=(("person.code",), ("person.id_number",), ("person.name", "membership.household_code"),
              ("person.name", "household.head_name"), ("person.name",)),
    missing="没有姓名、人口编号或证件号码，不知道是谁在务工",
    against=frozenset({"健康状况", "文化程度", "民族", "凭证号", "补助标准"}),
    aliases=dict.fromkeys(("务工所在地", "务工地点", "务工地", "务工所在地省市县"), "#place") | {
        "务工所在省(区、市)": "work_record.province",
        "务工所在地/省": "work_record.province",
        "务工所在地/市": "work_record.city",
        "务工所在地/县": "work_record.county",
        "外出时间": "work_record.from_on",
        "外出务工开始时间": "work_record.from_on",
        "返乡时间": "work_record.through_on",
        "月收入": "work_record.month_pay_fen",
        "月工资": "work_record.month_pay_fen",
        "务工月收入元": "work_record.month_pay_fen",
        "企业名称": "work_record.company",
        "务工单位": "work_record.company",
        "是否点对点": "work_record.point_to_point",
        "交通费补助": "work_record.transport_fen",
        "交通补助": "work_record.transport_fen",
        "是否外出务工": "work_record.worked",
        "户号": "membership.household_code",
    },
    context=VILLAGE_VALUES | {"work_record.year"},
    years=("work_record.year",),
    repeatable=True,
    adjust=special.work_place,
)

MEASURES = ListKind(
    id="measures",
    title="帮扶措施",
    unit="项",
    records=(Measure, Person, Household, Village),
    marks={"measure.": 1, "measure.kind": 5, "measure.item": 2, "measure.from_on": 1},
    words=("帮扶措施", "措施台账", "帮扶台账", "享受政策"),
    identity=(("measure.household_code",), ("household.head_id_number",), ("household.head_name",),
              ("person.code",), ("person.id_number",), ("measure.person_name",)),
    missing="没有户编号、户主姓名或受益人，不知道是谁的措施",
    against=frozenset({"凭证号", "补助标准", "走访人", "走访日期", "建设性质"}),
    aliases=_HEAD_NUMBER
    | dict.fromkeys(("措施类型", "帮扶类别", "帮扶类型", "帮扶措施类别", "政策类别", "帮扶措施类型"), "measure.kind")
    | dict.fromkeys(
        ("措施名称", "帮扶措施", "帮扶内容", "帮扶项目", "享受项目", "项目内容", "政策名称"), "measure.item")
    | dict.fromkeys(("日期", "时间", "实施时间", "帮扶日期", "落实时间", "开始时间"), "measure.from_on")
    | dict.fromkeys(("结束时间", "终止时间"), "measure.through_on")
    | dict.fromkeys(("金额", "补助金额", "资金", "享受金额", "金额/规模"), "measure.amount_fen")
    | dict.fromkeys(("数量", "规模"), "measure.quantity")
    | dict.fromkeys(("姓名", "受益人姓名", "享受人", "成员姓名", "家庭成员"), "measure.person_name")
    | {"户号": "measure.household_code", "户主": "household.head_name", "备注": "measure.note"},
    context=VILLAGE_VALUES | {"measure.year", "measure.household_code", "household.head_name", "measure.kind"},
    years=("measure.year",),
    repeatable=True,
)

VISITS = ListKind(
    id="visits",
    title="走访记录",
    unit="次",
    records=(Visit, Household, Village),
    marks={"visit.": 1, "visit.on": 3, "visit.visitor": 2, "visit.content": 2, "visit.kind": 1},
    words=("走访", "入户"),
    identity=(("visit.household_code",), ("household.head_id_number",), ("visit.head_name",)),
    missing="没有户编号、户主姓名或户主证件号码，不知道走访了哪一户",
    against=frozenset({"凭证号", "补助金额", "与户主关系", "措施类别", "办公电话"}),
    aliases=_HEAD_NUMBER
    | dict.fromkeys(("日期", "时间", "走访日期时间"), "visit.on")
    | dict.fromkeys(("内容", "工作内容", "走访记录", "走访帮扶内容"), "visit.content")
    | dict.fromkeys(("单位", "工作单位"), "visit.unit")
    | dict.fromkeys(("走访人员", "帮扶人", "帮扶干部", "走访人姓名"), "visit.visitor")
    | dict.fromkeys(("解决的困难", "解决困难问题", "解决的困难问题"), "visit.solved")
    | {"户号": "visit.household_code", "户主": "visit.head_name", "姓名": "visit.head_name", "类型": "visit.kind",
       "走访方式": "visit.kind", "见面人": "visit.met", "受访人": "visit.met"},
    context=VILLAGE_VALUES | {"visit.household_code", "visit.head_name", "visit.on", "visit.visitor", "visit.unit"},
    repeatable=True,
)

GUARANTEES = ListKind(
    id="guarantees",
    title="三保障和收支",
    unit="户",
    records=(Guarantee, Household, Village),
    marks={"guarantee.": 1, "guarantee.stage": 8},
    words=("三保障", "两不愁", "饮水安全"),
    identity=(("household.code",), ("household.head_id_number",), ("household.head_name",)),
    missing="没有户编号、户主姓名或户主证件号码，不知道是哪一户",
    against=frozenset({"家庭人口数", "人均纯收入", "与户主关系", "凭证号", "户类型"}),
    aliases=_HEAD_NUMBER | {"户号": "household.code", "户主": "household.head_name", "核查时点": "guarantee.stage"},
    context=VILLAGE_VALUES | {"guarantee.stage", "guarantee.on"},
    repeatable=True,
)

VILLAGES = ListKind(
    id="village",
    title="行政村",
    unit="年",
    records=(VillageYear, Village),
    marks={"village_year.": 1.5, "village_year.households": 2, "village_year.people": 2},
    words=("行政村", "村情", "村基本情况"),
    identity=(("village.name", "village_year.year"), ("village.name",), ("village_year.year",),
              ("village_year.households",)),
    missing="没有村名、年度和总户数，不是村的情况",
    against=frozenset({"户编号", "户主姓名", "姓名", "凭证号", "项目编号", "与户主关系"}),
    aliases={
        "户数": "village_year.households", "人口数": "village_year.people", "总人口": "village_year.people",
        "人数": "village_year.people", "人口": "village_year.people", "村名": "village.name",
        "集体经济收入": "village_year.collective_income_fen", "村集体经济收入": "village_year.collective_income_fen",
        "耕地面积": "village_year.farmland", "林地面积": "village_year.forest",
        "牧草地面积": "village_year.pasture", "水面面积": "village_year.water_area",
        "土地面积/耕地": "village_year.farmland", "土地面积/林地": "village_year.forest",
        "土地面积/牧草地": "village_year.pasture", "土地面积/水面": "village_year.water_area",
        "农村居民人均纯收入": "village_year.per_capita_fen", "监测范围": "village_year.monitoring_line_fen",
    },
    context=VILLAGE_VALUES | {"village_year.year"},
    years=("village_year.year",),
)
