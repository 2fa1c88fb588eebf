"""收入情况: one year, its lines with their arithmetic, last year beside, and what comes out per head.

The values are printed as the book has them. A sum that differs from its parts stays: this page shows what was
written down, a check says that it differs.
"""

from __future__ import annotations

from dataclasses import replace

from villagebook.documents.forms import (
    Caption,
    Fixed,
    Form,
    Gap,
    Grid,
    Head,
    Label,
    Row,
    RowColumn,
    Rows,
    Text,
    Value,
)
from villagebook.documents.values import Kind

COUNT, ROW_MM, HEAD_MM, SUM_ROW_MM, SIGN_ROW_MM, GAP_MM = 18, 8.1, 9.5, 9.2, 10, 3.5
MANY, TIGHT_ROW_MM = 24, 6.3
SPARE_MM = 6  # between the signatures and the foot
ONE_LINE = Kind.CODE
"""Arithmetic shrinks to 9 pt before it is broken: 3.2亩× / 470 reads like another number."""
RESULT_COLUMNS = (41, 49, 26, 26, 25)

BLANK_ITEMS = (
    ("一", "工资性收入", ("务工收入", "公益性岗位", "其他")),
    ("二", "生产经营性收入", ("种植业", "养殖业", "其他")),
    ("三", "财产性收入", ("资产收益分红", "其他")),
    ("四", "转移性收入", ("低保金", "养老保险金", "其他")),
    ("五", "生产经营性支出", ("种植业", "养殖业")),
)
"""Rows of the blank edition: number of the block, its name, lines to fill in."""


def _blank_rows() -> tuple[dict[str, object], ...]:
    rows: list[dict[str, object]] = []
    for number, name, items in BLANK_ITEMS:
        rows.append({"block": number, "item": name, "is_sum": True})
        rows += [{"block": number, "item": item, "is_sum": False} for item in items]
    return tuple(rows)


LINES = Rows(
    "lines",
    count=COUNT,
    row_mm=ROW_MM,
    spare_mm=SPARE_MM,
    head_mm=HEAD_MM,
    bold="is_sum",
    fixed=_blank_rows(),
    grow=True,
    columns=(
        RowColumn(9, "", Value("block"), merge=True),
        RowColumn(32, "项目", Value("item", label="项目", align="left"), spread=4),
        RowColumn(49, "算式", Value("arithmetic", ONE_LINE, "算式", "left"), spread=3),
        RowColumn(26, "本年", Value("this_year", Kind.MONEY, "本年"), spread=3),
        RowColumn(26, "上年", Value("last_year", Kind.MONEY, "上年"), spread=3),
        RowColumn(25, "增减", Value("change", Kind.CHANGE, "增减"), spread=3),
    ),
)


def _amounts(field: str, label: str, *, bold: bool = True) -> tuple[Value, ...]:
    """Return this year, last year and the difference of an amount."""
    return (
        Value(f"{field}_this", Kind.MONEY, label, "right", bold=bold),
        Value(f"{field}_last", Kind.MONEY, f"上年{label}", "right", bold=bold),
        Value(f"{field}_change", Kind.CHANGE, f"{label}增减", "right", bold=bold),
    )


def _head(text: str) -> Head:
    return Head(text, align="left")


RESULTS = Grid(
    RESULT_COLUMNS,
    (
        Row(SUM_ROW_MM, (_head("年总收入"), Fixed("一＋二＋三＋四"), *_amounts("total", "年总收入"))),
        Row(SUM_ROW_MM, (_head("年纯收入"), Fixed("一＋二＋三＋四－五"), *_amounts("net", "年纯收入"))),
        Row(SUM_ROW_MM, (
            _head("家庭人口数"), Fixed("按统计期末在册人数"),
            Value("population_this", Kind.COUNT, "家庭人口数", "right"),
            Value("population_last", Kind.COUNT, "上年家庭人口数", "right"),
            Value("population_change", Kind.CHANGE_COUNT, "家庭人口数增减", "right"))),
        Row(SUM_ROW_MM, (
            _head("人均纯收入"), Value("per_capita_arithmetic", ONE_LINE, "人均纯收入算式", "left"),
            *_amounts("per_capita", "人均纯收入"))),
    ),
)  # fmt: skip

BESIDE = Grid(
    RESULT_COLUMNS,
    (
        Row(SUM_ROW_MM, (
            Fixed("合规自付支出"), Value("out_of_pocket_words", label="合规自付支出说明", align="left"),
            *_amounts("out_of_pocket", "合规自付支出", bold=False))),
        Row(SUM_ROW_MM, (
            Fixed("当年监测范围"), Value("line_words", label="监测范围说明", align="left"),
            *_amounts("line", "当年监测范围", bold=False))),
    ),
)  # fmt: skip

SIGNED = Grid(
    (25, 34, 25, 34, 22, 27),
    (Row(SIGN_ROW_MM, (Label("户主签字"), None, Label("核算人签字"), None, Label("核算日期"),
                       Fixed("年　月　日", "center"))),),
)  # fmt: skip


def _form(lines: Rows) -> Form:
    period = Text("统计期：{from_on}至{through_on}", "统计期：　　　　年　　月　　日至　　　　年　　月　　日")
    blocks = (
        Caption(period, Text("单位：元", "单位：元")),
        *(lines, Gap(GAP_MM), RESULTS, Gap(GAP_MM), BESIDE, Gap(GAP_MM), SIGNED),
    )
    return Form("handbook.income", "2026-1", "收入情况", blocks)


INCOME = _form(LINES)
# The same page with lower rows: the lines of a large family stay on one page with what comes out of them.
INCOME_MANY = _form(replace(LINES, count=MANY, row_mm=TIGHT_ROW_MM, spare_mm=0))
