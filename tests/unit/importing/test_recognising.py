"""Where the table is, what it is, and which rows are no data."""

from __future__ import annotations

import pytest

from tests.unit.importing.lists import rows_of, sheet, table
from villagebook.importing import KINDS, recognise
from villagebook.importing.columns import field_of
from villagebook.importing.kinds import MONITORED, MONITORED_FIELDS, SOURCE

#: The least of each kind that must be recognised by its headings alone.
EXAMPLES = {
    "households": ["户编号", "户主姓名", "家庭人口数", "人均纯收入", "户类型"],
    "people": ["户编号", "人口编号", "姓名", "证件号码", "与户主关系", "健康状况"],
    "roll": ["序号", "村民小组", "户主姓名", "姓名", "与户主关系", "身份证号码", "联系电话"],
    "phones": ["户主姓名", "户主证件号码", "联系电话"],
    "projects": ["序号", "项目编号", "项目名称", "建设性质", "实施地点", "资金投入"],
    "funds": ["日期", "凭证号", "项目编号", "摘要", "类型", "收入（元）", "支出（元）"],
    "rosters": ["序号", "组", "户主姓名", "户编号", "数量", "补助标准（元）", "补助金额（元）", "领取人签字"],
    "work": ["户编号", "人编号", "证件号码", "是否计划务工", "就业服务需求"],
    "measures": ["户编号", "户主姓名", "措施类别", "措施内容", "享受时间", "帮扶金额"],
    "visits": ["户编号", "户主姓名", "走访日期", "走访人", "走访内容"],
    "guarantees": ["户编号", "户主姓名", "时点", "是否住房出现安全问题", "是否饮水出现安全问题", "家庭纯收入"],
    "village": ["行政村", "总户数", "总人口数", "村级集体经济收入（万元）", "低保户数"],
    "contracts": ["序号", "合同编号", "项目名称", "承包单位", "合同金额（万元）", "签订日期"],
    "benefits": ["序号", "项目名称", "户主姓名", "带农方式", "应付金额（元）", "已付金额（元）", "付款日期"],
    "assets": ["序号", "资产名称", "资产类别", "资产原值（万元）", "坐落地点", "产权归属", "管护责任人", "使用状态"],
    "meetings": ["会议类型", "时间", "地点", "议题", "主持人", "应到人数", "实到人数", "决议"],
    "committees": ["小组名称", "姓名", "组内职务", "单位及职务", "任期开始"],
    "social-help": ["日期", "类别", "单位（人）", "内容", "金额/物资", "受益对象", "使用情况", "上报日期"],
}


def test_every_kind_has_an_example() -> None:
    assert set(EXAMPLES) == set(KINDS.ids)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_kind_is_recognised_by_its_headings(kind: str) -> None:
    found = recognise(sheet(["某某表"], EXAMPLES[kind], ["1"] * len(EXAMPLES[kind])))
    assert found is not None
    assert found.kind == kind
    assert found.heading_rows == (2, 2)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_order_of_columns_does_not_matter(kind: str) -> None:
    assert table(EXAMPLES[kind][::-1]).kind == kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_declared_ids_are_fields(kind) -> None:
    ids = {*kind.aliases.values(), *kind.context, *kind.years, *(name for names in kind.identity for name in names)}
    for id in ids:
        assert id.startswith("#") or field_of(id)
    for id in kind.marks:
        assert id.startswith("#") or id.endswith((".", "#")) or field_of(id)
    assert field_of(MONITORED).kind == "choice"
    assert field_of(SOURCE + "中央").kind == "money"
    assert all(field_of(id) for id in MONITORED_FIELDS)


@pytest.mark.parametrize(
    "rows",
    [
        [["通知"], ["各村：请于本周内上报。"]],
        [["甲", "乙"], [1, 2]],
        [["姓名", "单位", "职务"], ["张三", "村委会", "主任"]],
        [[1.0, 2.0], [3.0, 4.0]],
        [[None]],
    ],
)
def test_sheet_without_a_known_list(rows: list[list[object]]) -> None:
    assert recognise(sheet(*rows)) is None  # type: ignore[arg-type]


def test_kind_can_be_forced() -> None:
    page = sheet(["姓名", "联系电话"], ["张三", "13324117407"])
    assert table(*page.rows, kind="people").kind == "people"
    with pytest.raises(KeyError):
        recognise(page, "nothing")


def test_titles_of_any_number_stand_above() -> None:
    found = table(["附件3"], ["清溪村2024年度 户信息"], [None], ["单位：万元"], EXAMPLES["households"], ["350699"])
    assert (found.heading_rows, found.title, found.unit, found.year) == ((5, 5), "清溪村2024年度 户信息", "wan", 2024)


def test_merged_heading_of_three_rows() -> None:
    found = table(
        ["项目台账（单位：万元）", None, None, None, None],
        ["项目编号", "项目名称", "资金投入", None, None],
        [None, None, "合计", "财政资金", None],
        [None, None, None, "中央", "省"],
        ["1", "路", 3.0, 2.0, 1.0],
        merged=[(0, 0, 0, 4), (1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 1, 4), (2, 2, 3, 2), (2, 3, 2, 4)],
    )
    assert found.heading_rows == (2, 4)
    assert [column.heading for column in found.columns] == [
        "项目编号", "项目名称", "资金投入/合计", "资金投入/财政资金/中央", "资金投入/财政资金/省"]  # fmt: skip
    assert [column.id for column in found.columns][2:] == [
        "project.planned_fen", "project_source.planned_fen#中央", "project_source.planned_fen#省"]  # fmt: skip


def test_group_of_another_subject_keeps_its_columns_apart() -> None:
    found = table(
        ["户编号", "户主姓名", "家庭人口数", "代办人", None, "风险消除后", "基本情况"],
        [None, None, None, "姓名", "联系电话", "工资性收入", "住房面积"],
        ["1", "张", 3, "李", "138", 5, 80],
    )
    ids = {column.heading: column.id for column in found.columns}
    assert ids["代办人/姓名"] == ids["代办人/联系电话"] == ""
    assert ids["风险消除后/工资性收入"] == "guarantee.wage_fen#风险消除时"
    assert ids["基本情况/住房面积"] == "household.house_area"
    assert found.unknown == ("代办人/姓名", "代办人/联系电话")


def test_own_label_wins_over_a_synonym() -> None:
    found = table(["户编号", "户主姓名", "联系电话", "户联系电话", "家庭人口数"], ["1", "张", "2", "3", 4])
    assert [column.id for column in found.columns][2:4] == ["", "household.phone"]


def test_second_column_of_one_heading_is_kept_under_its_own_name() -> None:
    (row,) = rows_of(["户编号", "户主姓名", "备注", "家庭人口数", "备注"], ["1", "张", "甲", 3, "乙"])
    assert row.values["household.note"] == "甲"
    assert row.extra == {"备注(2)": "乙"}


def test_area_in_another_unit_is_not_taken_for_mu() -> None:
    (row,) = rows_of(["户编号", "户主姓名", "耕地面积（公顷）", "住房面积（㎡）"], ["1", "张", 2.0, 80.0])
    assert row.extra == {"耕地面积（公顷）": "2"}
    assert "household.house_area" in row.values


def test_rows_that_are_no_data_are_listed_with_the_reason() -> None:
    head = EXAMPLES["households"]
    found = table(
        head, ["1", "2", "3", "4", "5"], ["350699", "张", 3, 5.0, None], [None], head, ["350700", "李", 1, 2.0, None],
        [None, "合 计", 4, 7.0, None], ["填表人：王五"],
    )  # fmt: skip
    assert found.rows == (2, 5)
    assert [row for row, _ in found.skipped] == [2, 5, 7, 8]


def test_lists_below_each_other_keep_their_own_project() -> None:
    head = EXAMPLES["rosters"]
    line = [1, "上溪", "张三", "3506991", 2, 600, 1200, None]
    rows = rows_of(
        ["甲项目到户花名册"], ["项目编号", "111"], head, line, ["合计", None, None, None, None, None, 1200],
        ["乙项目到户花名册"], ["项目编号：222"], head, line, ["合计"],
    )  # fmt: skip
    assert [row.values["roster_line.project_code"] for row in rows] == ["111", "222"]
    assert [row.row for row in rows] == [4, 9]


def test_roster_without_code_names_its_project_by_the_title() -> None:
    line = [1, "上溪", "张三", "3506991", 2, 600, 1200, None]
    (row,) = rows_of(["蜜柚种植到户补助到户花名册"], EXAMPLES["rosters"], line)
    assert row.values["project.name"] == "蜜柚种植到户补助"


def test_year_of_the_title_is_given_to_rows_without_one() -> None:
    (row,) = rows_of(
        ["2022年 脱贫人口"],
        ["户编号", "姓名", "与户主关系", "健康状况", "人均纯收入"],
        ["1", "张", "户主", "健康", 3.0],
    )
    assert (row.values["person_year.year"], row.values["household_year.year"]) == (2022, 2022)
