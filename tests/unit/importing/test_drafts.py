"""Draft rows: identity, repetition, merged cells, and where each cell went."""

from __future__ import annotations

from tests.unit.importing.lists import rows_of, sheet
from villagebook.importing import Seen, drafts, recognise

PEOPLE = ["户编号", "人口编号", "姓名", "证件号码", "与户主关系", "健康状况"]


def test_row_without_identity_is_refused_with_the_reason() -> None:
    (row,) = rows_of(PEOPLE, ["3506991", None, None, None, "之子", "健康"])
    assert row.refused is not None
    assert "姓名" in row.refused
    assert row.cells == {"户编号": "3506991", "与户主关系": "之子", "健康状况": "健康"}


def test_row_equal_to_an_earlier_one_is_refused() -> None:
    line = ["3506991", "350699101", "张三", "350699199008260022", "户主", "健康"]
    first, second = rows_of(["人信息"], PEOPLE, line, line)
    assert first.refused is None
    assert second.refused == "与第3行重复"


def test_row_of_one_code_that_says_otherwise_is_refused_with_the_heading() -> None:
    line = ["3506991", "350699101", "张三", "350699199008260022", "户主", "健康"]
    _, second = rows_of(PEOPLE, line, [*line[:2], "张四", *line[3:]])
    assert second.refused == "与第2行编号相同，姓名却不同，请核对这两行是不是同一个"


def test_row_of_one_code_that_says_more_is_taken_and_reported() -> None:
    line = ["3506991", "350699101", "张三", "350699199008260022", "户主", None]
    _, second = rows_of(PEOPLE, line, [*line[:5], "健康"])
    assert second.refused is None
    assert [finding.id for finding in second.findings] == ["import.identity-twice"]
    assert second.findings[0].subject == "350699101"


def test_two_persons_of_one_name_are_no_repetition() -> None:
    head = ["户主姓名", "姓名", "与户主关系", "村民小组"]
    rows = rows_of(head, ["张三", "张一", "之子", "上溪"], ["张三", "张一", "之孙子", "上溪"])
    assert [row.refused for row in rows] == [None, None]
    assert not rows[1].findings


def test_household_twice_in_a_roster_is_two_lines_unless_every_cell_is_equal() -> None:
    head = ["序号", "组", "户主姓名", "户编号", "补助标准（元）", "补助金额（元）"]
    line = ["上溪", "张三", "3506991", 20.0, 1300.0]
    rows = rows_of(["项目编号", "111"], head, [1.0, *line], [2.0, *line], [2.0, *line])
    assert [row.refused for row in rows] == [None, None, "与第4行重复"]


def test_repetition_is_found_across_sheets() -> None:
    line = ["3506991", "350699101", "张三", None, "户主", "健康"]
    seen: Seen = {}
    one, other = (recognise(sheet(PEOPLE, line, name=name)) for name in ("甲", "乙"))
    assert one is not None
    assert other is not None
    assert [row.refused for row in drafts(one, seen)] == [None]
    assert [row.refused for row in drafts(other, seen)] == ["与“甲”第2行重复"]


def test_number_of_the_row_belongs_to_no_record() -> None:
    (row,) = rows_of(["序号", *PEOPLE], [7.0, "3506991", "350699101", "张三", None, "户主", "健康"])
    assert row.extra == {}
    assert row.cells["序号"] == "7"
    (project,) = rows_of(["序号", "项目编号", "项目名称", "建设性质"], [7.0, "1", "路", "新建"])
    assert project.values["project.list_number"] == 7


def test_cell_under_no_heading_is_kept() -> None:
    (row,) = rows_of(["户编号", None, "户主姓名", "家庭人口数"], ["1", "甲", "张", 2.0, "乙"])
    assert row.extra == {"第2列": "甲", "第5列": "乙"}
    assert row.cells["第2列"] == "甲"


def test_unknown_heading_keeps_its_cell_as_it_came() -> None:
    (row,) = rows_of(["户编号", "户主姓名", "家庭人口数", "爱好"], ["1", "张", 2.0, " 钓鱼 "])
    assert row.extra == {"爱好": " 钓鱼 "}


def test_household_merged_over_its_members_is_said_for_each() -> None:
    rows = rows_of(
        ["户编号", "户主姓名", "姓名", "与户主关系", "人均纯收入", "务工时间（月）"],
        ["3506991", "张三", "张三", "户主", 8000.0, 6.0],
        [None, None, "李四", "配偶", None, None],
        ["3506992", "王五", "王五", "户主", 9000.0, 1.0],
        merged=[(1, 0, 2, 0), (1, 1, 2, 1), (1, 4, 2, 4), (1, 5, 2, 5)],
    )
    assert rows[1].values["membership.household_code"] == "3506991"
    assert rows[1].values["household.head_name"] == "张三"
    assert rows[1].values["household_year.per_capita_fen"] == 800000
    assert "person_year.work_months" not in rows[1].values
    assert rows[1].cells == {"姓名": "李四", "与户主关系": "配偶"}


def test_sum_merged_over_lines_of_a_roster_counts_once() -> None:
    rows = rows_of(
        ["户主姓名", "户编号", "补助内容", "数量", "补助金额（元）"],
        ["张三", "3506991", "苗", 1.0, 500.0], ["李四", "3506992", "苗", 2.0, None],
        merged=[(1, 4, 2, 4), (1, 2, 2, 2)],
    )  # fmt: skip
    assert "roster_line.amount_fen" not in rows[1].values
    assert rows[1].values["roster_line.content"] == "苗"


def test_members_of_a_roll_without_column_of_heads_follow_their_head() -> None:
    rows = rows_of(
        ["村民小组", "姓名", "与户主关系", "身份证号码"],
        ["上溪", "雷小", "户主", "1"], [None, "雷玉", "之子", "2"], ["下溪", "许美", "户主", "3"],
    )  # fmt: skip
    assert [row.values["household.head_name"] for row in rows] == ["雷小", "雷小", "许美"]
    assert [row.values["household.group_name"] for row in rows] == ["上溪", "上溪", "下溪"]


def test_two_classes_of_a_household_stay_apart() -> None:
    (row,) = rows_of(
        ["户编号", "户主姓名", "户类型", "监测对象类别", "风险是否已消除"], ["1", "张", "脱贫户", "脱贫不稳定户", "否"]
    )
    assert row.values["status_period.kind"] == "脱贫户"
    assert row.values["status_period.kind#monitored"] == "脱贫不稳定户"
    assert row.values["status_period.removed"] == "否"


def test_sources_of_a_project_are_named_and_scaled() -> None:
    (row,) = rows_of(
        ["项目台账（单位：万元）"],
        ["项目编号", "项目名称", "资金投入", None, None, None, None],
        [None, None, "合计", "中央财政资金", "市级", "东西部协作", "群众自筹"],
        ["1", "路", 3.0, 1.5, 0.0, 1.0, 0.5],
    )
    assert row.values["project.planned_fen"] == 3000000
    assert row.sources == (("中央", 1500000), ("市", 0), ("东西部协作", 1000000), ("自筹", 500000))


def test_unit_of_a_heading_beats_that_of_the_title() -> None:
    (row,) = rows_of(["单位：万元"], ["项目编号", "项目名称", "建设性质", "总投资（元）"], ["1", "路", "新建", 5000.0])
    assert row.values["project.planned_fen"] == 500000


def test_person_is_never_called_by_the_id_number() -> None:
    (row,) = rows_of(["户主姓名", "户主证件号码", "联系电话"], ["雷小", "350699199008260022", "3.5E+10"])
    assert row.code == "雷小"
    assert row.findings[0].subject == "雷小"
