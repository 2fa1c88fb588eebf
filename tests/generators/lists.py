"""The household and person lists of the national system, filled with households told as in the sample.

Rows are dictionaries heading -> cell, so that faults.py can spoil cells by their heading before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services.sample import homes, incomes, persons
from villagebook.services.sample.facts import YEARS, IdNumbers
from villagebook.services.sample.shape import House, Member, Status

Row = dict[str, Any]
YEAR = YEARS[-1]
_OFFICE_PHONE = "0599-5550000"

#: Heading -> where its value comes from: v village, h household, y its year, s its class, p person, q their year,
#: m membership.
HOUSEHOLD_COLUMNS: tuple[tuple[str, str], ...] = (
    ("省", "v.province"), ("市", "v.city"), ("县", "v.county"), ("乡", "v.township"), ("村", "v.name"),
    ("户编号", "h.code"), ("户主编号", "h.head_code"), ("户主姓名", "h.head_name"),
    ("户主证件号码", "h.head_id_number"), ("家庭人口数", "y.population"), ("是否危房户", "h.dangerous_house"),
    ("人均纯收入", "y.per_capita_fen"), ("年收入", "y.total_fen"), ("是否解决安全饮用水", "h.safe_water"),
    ("年度", "y.year"), ("村办公电话", "v.phone"), ("开户银行名称", "h.bank"), ("银行卡号", "h.card"),
    ("识别标准", "h.standard"), ("主要致贫原因", "h.main_cause"), ("次要致贫原因", "h.second_cause"),
    ("工资性收入", "y.wage_fen"), ("生产经营性收入", "y.business_fen"), ("财产性收入", "y.property_fen"),
    ("转移性收入", "y.transfer_fen"), ("计划生育金", "y.family_planning_fen"), ("低保金", "y.subsistence_fen"),
    ("五保金", "y.destitute_fen"), ("养老保险金", "y.pension_fen"), ("生态补偿金", "y.ecology_fen"),
    ("其他转移性收入", "y.other_transfer_fen"), ("生产经营性支出", "y.cost_fen"), ("纯收入", "y.net_fen"),
    ("资产收益扶贫分红收入", "y.dividend_fen"), ("其他财产性收入", "y.other_property_fen"),
    ("耕地面积（亩）", "h.farmland"), ("水面面积", "h.water_area"), ("是否加入农民专业合作组织", "h.cooperative"),
    ("退耕还林面积（亩）", "h.returned_forest"), ("林果面积（亩）", "h.orchard"), ("牧草地面积", "h.pasture"),
    ("林地面积（亩）", "h.forest"), ("是否通生产用电", "h.production_power"), ("是否通生活用电", "h.home_power"),
    ("是否通广播电视", "h.broadcast"), ("与村主干路距离", "h.road_distance"), ("入户路类型", "h.road_kind"),
    ("住房面积", "h.house_area"), ("是否有卫生厕所", "h.toilet"), ("主要燃料类型", "h.fuel"),
    ("危房级别", "h.danger_grade"), ("是否有龙头企业带动", "h.leading_company"),
    ("是否有创业致富带头人带动", "h.leading_person"), ("户类型", "s.kind"), ("监测对象类别", "s.monitored"),
    ("脱贫年度", "s.lifted_year"), ("首次识别时间", "s.first_identified_on"), ("致贫/返贫风险1", "s.risk1"),
    ("实施开发式帮扶措施情况", "s.development"), ("风险是否已消除", "s.removed"),
)

PERSON_COLUMNS: tuple[tuple[str, str], ...] = (
    ("省", "v.province"), ("市", "v.city"), ("县", "v.county"), ("乡", "v.township"), ("村", "v.name"),
    ("户编号", "h.code"), ("人口编号", "p.code"), ("姓名", "p.name"), ("性别", "p.sex"), ("出生日期", "p.born"),
    ("证件类型", "p.id_kind"), ("证件号码", "p.id_number"), ("民族", "p.ethnicity"), ("户联系电话", "h.phone"),
    ("成员联系电话", "p.phone"), ("年度", "q.year"), ("与户主关系", "m.relation"), ("文化程度", "q.education"),
    ("在校生状况", "q.school"), ("劳动技能", "q.labour"), ("务工时间（月）", "q.work_months"),
    ("健康状况", "q.health"), ("政治面貌", "p.politics"), ("务工企业名称", "q.work_company"),
    ("是否享受低保", "q.subsistence"), ("是否参加城镇职工基本养老保险", "q.employee_pension"),
    ("是否参加大病保险", "q.serious_illness"),
    ("是否参加新型农村合作医疗（城乡居民基本医疗保险）", "q.resident_medical"),
    ("是否参加城乡居民基本养老保险", "q.resident_pension"), ("失学或辍学原因", "q.not_at_school"),
    ("是否会讲普通话", "p.speaks_mandarin"), ("是否参加商业补充医疗保险", "q.commercial_medical"),
    ("是否国外务工", "q.works_abroad"), ("产业分类", "q.work_industry"), ("是否接受大病医疗救助", "q.illness_aid"),
    ("是否接受其他健康扶贫", "q.other_health_aid"), ("公益性岗位类型", "q.post_kind"),
    ("公益性岗位(月数)", "q.post_months"), ("就业渠道", "q.work_channel"), ("残疾类别", "p.disability"),
    ("务工所在地", "q.work_place"), ("户主姓名", "h.head_name"), ("户主证件号码", "h.head_id_number"),
    ("是否参加城镇职工基本医疗保险", "q.employee_medical"), ("是否特困供养人员", "q.destitute"),
    ("残疾证办证年度", "p.disability_card_year"), ("识别标准", "h.standard"),
)


def tables(village: Mapping[str, str], houses: Sequence[House]) -> tuple[list[Row], list[Row]]:
    """Return the rows of the household list and of the person list, heading -> cell."""
    numbers = IdNumbers()
    households: list[Row] = []
    people: list[Row] = []
    place = {f"v.{key}": value for key, value in village.items()} | {"v.phone": _OFFICE_PHONE}
    for house in houses:
        found = [_person(village, house, member, position, numbers)
                 for position, member in enumerate(house.members, start=1)]
        home = place | _household(village, house, found[0])
        households.append(_dressed(home, HOUSEHOLD_COLUMNS))
        people += [_dressed(home | person, PERSON_COLUMNS) for person in found]
    return households, people


def write(path: Path, title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Row]) -> Path:
    """Write a list as it is exported: two title rows, merged, then the headings."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    last = get_column_letter(len(columns))
    sheet.merged_cells.add(f"A1:{last}1")
    sheet.merged_cells.add(f"A2:{last}2")
    sheet.append([title])
    sheet.append(["导出时间：2025-11-05  单位：元、亩、平方米、公里"])
    sheet.append([heading for heading, _ in columns])
    for row in rows:
        sheet.append([row[heading] for heading, _ in columns])
    book.save(path)
    return path


def _person(village: Mapping[str, str], house: House, member: Member, position: int, numbers: IdNumbers) -> Row:
    values = persons.person_values(
        house, member, code=homes.person_code(village["code"], house.number, position),
        id_number=numbers.next(member.born, member.sex),
        phone=homes.mobile(house.number, position) if member.job else None)
    values["disability"] = f"{values['disability']}残疾" if values["disability"] else None
    return {
        **_prefixed("p", values), **_prefixed("q", persons.year_values(house, member, YEAR)),
        "m.relation": member.relation,
    }


def _household(village: Mapping[str, str], house: House, head: Row) -> Row:
    values = homes.household_values(
        house, code=homes.household_code(village["code"], house.number), head_code=head["p.code"],
        head_id_number=head["p.id_number"], address_of=lambda one: f"{one.group}{one.door}号",
        collected_by=("", _OFFICE_PHONE))
    year = incomes.year_values(house, YEAR, incomes.lines(house, YEAR))
    return {**_prefixed("h", values), **_prefixed("y", year), **_prefixed("s", _classes(house.statuses))}


def _classes(statuses: Sequence[Status]) -> Row:
    lifted = next((s for s in statuses if s.kind in POOR_STATUSES), None)
    monitored = next((s for s in statuses if s.kind in MONITORED_STATUSES), None)
    first = lifted or monitored
    return {
        "kind": lifted.kind if lifted else "一般农户", "monitored": monitored.kind if monitored else None,
        "lifted_year": lifted.lifted_year if lifted else None,
        "first_identified_on": str(first.first_identified_on) if first else None,
        "risk1": monitored.risks[0] if monitored else None, "development": "已实施" if monitored else None,
        "removed": "否" if monitored else None,
    }


def _prefixed(prefix: str, values: Mapping[str, Any]) -> Row:
    return {f"{prefix}.{name}": value for name, value in values.items()}


def _dressed(values: Row, columns: Sequence[tuple[str, str]]) -> Row:
    return {heading: _cell(key, values[key]) for heading, key in columns}


def _cell(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    if key.endswith("_fen") and isinstance(value, int):
        value = Decimal(value) / 100
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
