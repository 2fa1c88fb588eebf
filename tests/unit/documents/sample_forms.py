"""Forms and values for the tests: small, and of every kind of block and content."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.documents.forms import (
    At,
    Caption,
    Cell,
    Fixed,
    Form,
    Gap,
    Grid,
    Head,
    Label,
    Note,
    Number,
    Picture,
    Placed,
    Row,
    RowColumn,
    Rows,
    Text,
    Title,
    Value,
)
from villagebook.documents.values import Kind

MEMBERS = Form(
    "test.members",
    "2026-1",
    "家庭成员",
    (
        Caption(right=Text("共{count}人", "共　　人")),
        Rows(
            "members",
            count=8,
            row_mm=12,
            columns=(
                RowColumn(10, "序号", Number()),
                RowColumn(24, "姓名", Value("name", Kind.NAME, "姓名")),
                RowColumn(11, "性别", Value("sex", label="性别")),
                RowColumn(24, "与户主\n关系", Value("relation", label="与户主关系")),
                RowColumn(98, "证件号码", Value("id_number", Kind.ID_BOXES, "证件号码")),
            ),
        ),
        Note("成员超过8人的接填续页。"),
    ),
)

HOUSEHOLD = Form(
    "test.household",
    "2026-1",
    "家庭情况",
    (
        Caption(Text("村：{village}"), Text("统计时间：{on}", "统计时间：　　　年　　月　　日")),
        Grid(
            (24, 36, 22, 33, 24, 28),
            (
                Row(
                    13,
                    (
                        Label("户主姓名", 4),
                        Value("head", Kind.NAME, "户主姓名"),
                        Label("性别", 4),
                        Value("sex", label="性别"),
                        Cell(Picture("photo", "户主照片\n（近期正面）"), 2, 2),
                    ),
                ),
                Row(13, (Label("户类型", 4), Cell(Value("type", label="户类型", align="left"), 3))),
                Row(15, (Label("返贫致贫\n风险", 4), Cell(Value("risk", label="返贫致贫风险", align="left"), 5))),
            ),
        ),
        Title("生产生活条件"),
        Grid(
            (24, 30, 26, 30, 26, 31),
            (
                Row(11, (Cell(Head("项目"), 2), Cell(Head("内容"), 4)), head=True),
                Row(
                    13,
                    (
                        Label("耕地面积\n（亩）"),
                        Value("land", Kind.QUANTITY, "耕地面积"),
                        Label("家庭人口"),
                        Value("count", Kind.COUNT, "家庭人口", form="{}人", blank="人"),
                        Label("生活用电"),
                        Value("power", Kind.CHOICE, "生活用电", options=("通", "不通")),
                    ),
                ),
            ),
        ),
        Gap(5),
        Grid(
            (24, 143),
            (
                Row(
                    40,
                    (
                        Label("户主\n意见"),
                        Placed((At(12, 7, "情况属实。"), At(-10, -5, Value("signed", Kind.DATE, "签字日期"), 1))),
                    ),
                ),
            ),
        ),
    ),
)

INCOME = Form(
    "test.income",
    "2026-1",
    "收入情况",
    (
        Rows(
            "incomes",
            count=18,
            row_mm=8.1,
            head_mm=9.5,
            bold="is_sum",
            grow=True,
            fixed=({"group": "一", "item": "工资性收入", "is_sum": True},),
            columns=(
                RowColumn(9, "", Value("group"), merge=True),
                RowColumn(58, "项目", Value("item", align="left"), spread=3),
                RowColumn(50, "本年", Value("amount", Kind.MONEY), spread=3),
                RowColumn(50, "增减", Value("change", Kind.CHANGE), spread=3),
            ),
        ),
        Gap(3.5),
        Grid((67, 100), (Row(9.2, (Fixed("合计"), Value("total", Kind.MONEY, bold=True, align="right"))),)),
    ),
)

VISITS = Form(
    "test.visits",
    "2026-1",
    "走访记录",
    (
        Rows(
            "visits",
            count=7,
            row_mm=31.8,
            columns=(
                RowColumn(11, "序号", Number()),
                RowColumn(20, "日期", Value("on", Kind.DATE_LINES, blank="年\n月　日")),
                RowColumn(26, "走访人", Value("who", Kind.NAMES)),
                RowColumn(110, "走访内容", Value("what", align="left")),
            ),
        ),
    ),
)


def a_member(name: str = "王𬭎", number: str = "350699199301050139") -> dict[str, object]:
    """Return a member's row."""
    return {"name": name, "sex": "男", "relation": "之子", "id_number": number}


def members(count: int) -> dict[str, object]:
    """Return values of MEMBERS with so many members."""
    return {"count": count, "members": [a_member(f"王小{i}", f"35069919930105{i:04}") for i in range(1, count + 1)]}


def household(**changed: object) -> dict[str, object]:
    """Return values of HOUSEHOLD."""
    values: dict[str, object] = {
        "village": "清溪村",
        "on": date(2026, 9, 30),
        "head": "王䶮",
        "sex": "男",
        "photo": None,
        "type": "监测对象（突发严重困难户）",
        "risk": "因病：李㛃长期慢性病，自付医疗支出大；因灾：2026年3月冰雹，茶园受损2.1亩",
        "land": Decimal("6.20"),
        "count": 6,
        "power": True,
        "signed": None,
    }
    return values | changed


def incomes() -> dict[str, object]:
    """Return values of INCOME: two groups."""
    rows = [
        ("一", "工资性收入", 6300000, 300000, True),
        ("一", "务工收入", 3780000, 180000, False),
        ("二", "生产经营性收入", 1240000, -147000, True),
    ]
    keys = ("group", "item", "amount", "change", "is_sum")
    return {"incomes": [dict(zip(keys, row, strict=True)) for row in rows], "total": 7540000}


def visit(what: str = "送雨具和化肥。") -> dict[str, object]:
    """Return a visit's row."""
    return {"on": date(2026, 7, 10), "who": "许岚\n唐晓东", "what": what}
