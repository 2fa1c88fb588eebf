"""家庭成员: who belongs to the household, and what is true of each in the newest year."""

from __future__ import annotations

from villagebook.documents.forms import Caption, Form, Gap, Note, Number, RowColumn, Rows, Text, Value
from villagebook.documents.values import Kind

COUNT, ROW_MM, BETWEEN_MM = 8, 12, 6
SPARE_MM = 11  # between the note and the foot

# What is broken elsewhere reads wrongly: 长期慢/性病, 普通高/中一年级.
HEALTH = ("慢性病", "患有大病", "残疾")
SCHOOL = ("普通高中", "高职高专", "技师学院", "学龄前", "研究生", "以上", *(f"{n}年级" for n in "一二三四五"))
WORK = ("公益岗位", "公益性岗位")

IDENTITY = Rows(
    "members",
    count=COUNT,
    row_mm=ROW_MM,
    columns=(
        RowColumn(10, "序号", Number()),
        RowColumn(24, "姓名", Value("name", Kind.NAME, "姓名")),
        RowColumn(11, "性别", Value("sex", label="性别")),
        RowColumn(24, "与户主\n关系", Value("relation", label="与户主关系")),
        RowColumn(98, "证件号码（有残疾证的填残疾证号）", Value("id_number", Kind.ID_BOXES, "证件号码")),
    ),
)
YEAR = Rows(
    "members",
    count=COUNT,
    row_mm=ROW_MM,
    spare_mm=SPARE_MM,
    columns=(
        RowColumn(10, "序号", Number()),
        RowColumn(20, "姓名", Value("name", Kind.NAME, "姓名")),
        RowColumn(17, "文化\n程度", Value("education", label="文化程度")),
        RowColumn(22, "在校生\n状况", Value("school", label="在校生状况", keep=SCHOOL)),
        RowColumn(22.5, "健康状况", Value("health", label="健康状况", keep=HEALTH)),
        RowColumn(24, "劳动能力", Value("labour", label="劳动技能")),
        RowColumn(21, "务工地点", Value("work_place", label="务工所在地", keep=WORK)),
        RowColumn(10.5, "务工\n月数", Value("work_months", Kind.COUNT, "务工时间（月）")),
        RowColumn(10, "医疗\n保险", Value("medical", Kind.TICK, "基本医疗保险")),
        RowColumn(10, "养老\n保险", Value("pension", Kind.TICK, "基本养老保险")),
    ),
)

MEMBERS = Form(
    "handbook.members",
    "2026-1",
    "家庭成员",
    (
        Caption(right=Text("共{member_count}人", "共　　人")),
        IDENTITY,
        Gap(BETWEEN_MM),
        YEAR,
        Note(f"证件号码一格一字，末位X大写。成员超过{COUNT}人的接填续页。"),
    ),
)
