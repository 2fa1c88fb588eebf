"""Headings in one to three rows, with and without merged cells, in every spelling."""

from __future__ import annotations

import pytest

from tests.unit.importing.lists import sheet
from villagebook.importing.headings import (
    fold_heading,
    is_column_numbers,
    is_footer,
    is_total,
    paths,
    title_of,
    title_unit,
    title_year,
    unit_in,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("务工时间（月）", "务工时间"),
        ("务工时间\n(月)", "务工时间"),
        ("公益性岗位(月数)", "公益性岗位(月数)"),
        ("  户 编 号 ", "户编号"),
        ("A17a 工资性收入", "工资性收入"),
        ("*姓名：", "姓名"),
        ("补助金额（单位：元）", "补助金额"),
        ("识别监测时间（ＹＹＹＹＭＭ）", "识别监测时间(YYYYMM)"),
        ("致贫/返贫风险1", "致贫/返贫风险1"),
        ("住房面积（㎡）", "住房面积"),
    ],
)
def test_heading_is_folded(text: str, folded: str) -> None:
    assert fold_heading(text) == folded


def test_unit_stays_known() -> None:
    assert unit_in("资金投入（万元）") == "万元"
    assert unit_in("（亩）") == "亩"
    assert unit_in("户编号") is None


def test_one_row() -> None:
    assert paths(sheet(["户编号", None, "户主\n姓名"]), 0, 1) == [("户编号",), (), ("户主姓名",)]


def test_two_rows_with_merged_cells() -> None:
    page = sheet(
        ["序号", "资金投入", None, "备注"],
        [None, "合计", "中央", None],
        merged=[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)],
    )
    assert paths(page, 0, 2) == [("序号",), ("资金投入", "合计"), ("资金投入", "中央"), ("备注",)]


def test_two_rows_without_merged_cells() -> None:
    page = sheet(["序号", "资金投入", None, "受益对象", None, "备注"], [None, "合计", "中央", "户数", "人数", None])
    assert paths(page, 0, 2) == [
        ("序号",), ("资金投入", "合计"), ("资金投入", "中央"), ("受益对象", "户数"), ("受益对象", "人数"), ("备注",),
    ]  # fmt: skip


def test_three_rows_with_units_beneath() -> None:
    page = sheet(
        ["清溪村项目表", "清溪村项目表", "清溪村项目表", "清溪村项目表"],
        ["项目名称", "资金投入", None, "规模"],
        [None, "合计", "中央", None],
        [None, "（万元）", "万元", "（亩）"],
        merged=[(1, 0, 3, 0), (1, 1, 1, 2), (1, 3, 2, 3)],
    )
    assert paths(page, 1, 3) == [
        ("项目名称",), ("资金投入", "合计（万元）"), ("资金投入", "中央（万元）"), ("规模（亩）",),
    ]  # fmt: skip


def test_title_merged_over_all_columns_is_no_group() -> None:
    page = sheet(["花名册", None], ["姓名", "电话"], merged=[(0, 0, 0, 1)])
    assert paths(page, 0, 2) == [("姓名",), ("电话",)]


def test_title_says_unit_and_year() -> None:
    assert title_unit(["清溪村2025年度项目台账（单位：万元）"]) == "wan"
    assert title_unit(["导出时间：2025-11-05  单位：元、亩、平方米、公里"]) == "yuan"
    assert title_unit(["项目台账（万元）"]) == "wan"
    assert title_unit(["清溪村"]) is None
    assert title_year(["清溪村2024年度项目台账", "导出时间：2025-11-05"]) == 2024
    assert title_year(["人信息", "导出时间：2025-11-05"]) == 2025
    assert title_year(["人信息"]) is None
    assert title_of(["附件2", "清溪村 人信息"]) == "清溪村 人信息"


@pytest.mark.parametrize(
    "row",
    [["合计", 1], [None, "合  计"], ["下溪组小计", 3], ["总计：", 2], ["2025.3", "记-1", "x", "本月合计"],
     ["合计（大写）"], [13.0, "合计"], [None, 45600.0, None, "1,200.00", 3.0, "合计"],
     [None, None, None, None, "合 计"]],
)
def test_sums_are_no_records(row: list[object]) -> None:
    assert is_total(tuple(row))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "row",
    [["1", "累计分红"], ["张合", 1], [None], ["3506", "x", 1, "合计"], [1.0, 2.0, "许玉美", 5.0, "合计"],
     ["上年结转", 3]],
)
def test_records_are_no_sums(row: list[object]) -> None:
    assert not is_total(tuple(row))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "row", [["填表人：张三", None, "审核：李四"], ["注：1.本表一式两份"], ["备注: 无"], ["第1页，共2页"]]
)
def test_footers_are_no_records(row: list[object]) -> None:
    assert is_footer(tuple(row))  # type: ignore[arg-type]


def test_records_are_no_footers() -> None:
    assert not is_footer(("注生", "3506", "x"))
    assert not is_footer((1.0, "填表人：x"))


def test_row_that_numbers_the_columns() -> None:
    assert is_column_numbers(("甲", "乙", 1.0, 2.0, 3.0))
    assert is_column_numbers(("1", "2", "3"))
    assert not is_column_numbers((1.0, "3506", 3.0))
