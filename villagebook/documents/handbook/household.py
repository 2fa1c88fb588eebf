"""家庭情况 and 生产生活条件: who the household is, what it lives in and works with."""

from __future__ import annotations

from villagebook.documents.forms import (
    Caption,
    Cell,
    Fixed,
    Form,
    Gap,
    Grid,
    Label,
    Picture,
    Row,
    Text,
    Title,
    Value,
)
from villagebook.documents.values import Kind

ROW_MM, LAST_ROW_MM = 13, 15
LABEL_EM = 4
DAY_TO_WRITE = "年　月　日"
CONNECTED = ("通", "不通")
THERE = ("有", "无")
YES = ("是", "否")


def _label(text: str) -> Label:
    return Label(text, LABEL_EM)


def _text(field: str, label: str) -> Value:
    return Value(field, Kind.TEXT, label)


def _left(field: str, label: str) -> Value:
    return Value(field, Kind.TEXT, label, "left")


def _area(field: str, label: str) -> Value:
    return Value(field, Kind.QUANTITY, label)


def _choice(field: str, label: str, options: tuple[str, str]) -> Value:
    return Value(field, Kind.CHOICE, label, options=options)


WHO = Grid(
    (24, 36, 22, 33, 24, 28),
    (
        Row(ROW_MM, (
            _label("户主姓名"), Value("head", Kind.NAME, "户主姓名"), _label("性别"), _text("sex", "性别"),
            Cell(Picture("photo", "户主照片\n（近期正面）"), 2, 4))),
        Row(ROW_MM, (
            _label("民族"), _text("ethnicity", "民族"), _label("家庭人口"),
            Value("member_count", Kind.COUNT, "家庭人口", form="{}人"))),
        Row(ROW_MM, (_label("户类型"), Cell(_left("status", "户类型"), 3))),
        Row(ROW_MM, (_label("联系电话"), Cell(_left("phone", "联系电话"), 3))),
        Row(ROW_MM, (_label("家庭住址"), Cell(_left("address", "家庭住址"), 5))),
        Row(ROW_MM, (
            _label("识别时间"), Value("identified_on", Kind.DATE, "识别时间"), _label("识别标准"),
            _text("standard", "识别标准"), _label("风险消除\n时间"), Value("removed_on", Kind.DATE, "风险消除时间"))),
        Row(LAST_ROW_MM, (_label("返贫致贫\n风险"), Cell(_left("risks", "返贫致贫风险"), 5))),
    ),
)  # fmt: skip

# Six areas as the national lists bring them; the paddy inside the farmland is in none of them.
CONDITIONS = Grid(
    (24, 30, 26, 30, 26, 31),
    (
        Row(ROW_MM, (
            Label("耕地面积\n（亩）"), _area("farmland", "耕地面积"), Label("牧草地面积\n（亩）"),
            _area("pasture", "牧草地面积"), Label("林地面积\n（亩）"), _area("forest", "林地面积"))),
        Row(ROW_MM, (
            Label("林果面积\n（亩）"), _area("orchard", "林果面积"), Label("退耕还林\n（亩）"),
            _area("returned_forest", "退耕还林面积"), Label("水面面积\n（亩）"), _area("water_area", "水面面积"))),
        Row(ROW_MM, (
            Label("住房面积\n（平方米）"), _area("house_area", "住房面积"), _label("住房结构"),
            _text("house_structure", "住房结构"), _label("住房等级"), _text("house_grade", "住房等级"))),
        Row(ROW_MM, (
            _label("入户路类型"), _text("road_kind", "入户路类型"), _label("与主干路\n距离（公里）"),
            _area("road_distance", "与村主干路距离"), _label("主要燃料"), _text("fuel", "主要燃料类型"))),
        Row(ROW_MM, (
            _label("饮水来源"), _text("water", "饮水来源"), _label("生活用电"),
            _choice("home_power", "生活用电", CONNECTED), _label("广播电视"),
            _choice("broadcast", "广播电视", CONNECTED))),
        Row(ROW_MM, (
            _label("卫生厕所"), _choice("toilet", "卫生厕所", THERE), _label("加入合作社"),
            _choice("cooperative", "加入合作社", YES), _label("致富带头人\n带动"),
            _choice("leading_person", "致富带头人带动", YES))),
        Row(ROW_MM, (
            _label("到户产业"), Cell(_left("industry", "到户产业"), 3), _label("易地搬迁"),
            _choice("relocated", "易地搬迁", YES))),
    ),
)  # fmt: skip

SIGNED = Grid(
    (22, 27, 24, 32, 24, 38),
    (
        Row(ROW_MM, (
            Label("填表人"), Value("collected_by", Kind.NAME, "填表人"), Label("填表时间"),
            Fixed(DAY_TO_WRITE, "center"), Label("户主签字"), None)),
    ),
)  # fmt: skip

HOUSEHOLD = Form(
    "handbook.household",
    "2026-1",
    "家庭情况",
    (
        Caption(right=Text("统计时间：{on}", "统计时间：　　　　年　　月　　日")),
        WHO,
        Title("生产生活条件"),
        CONDITIONS,
        Gap(5),
        SIGNED,
    ),
)
