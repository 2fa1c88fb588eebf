"""A township's project library brings every field of a project, and its planned money by source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.unit.importing.lists import write_xlsx
from villagebook.services import lists, project_list, projects, tables
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)
HEADINGS = {
    "项目编号": "XM-01", "项目名称": "村道硬化", "项目类别": "乡村建设行动", "二级项目类型": "农村基础设施",
    "三级项目类型": "农村道路建设", "建设性质": "新建", "提出单位": "村", "申报单位": "清溪村村民委员会",
    "申报日期": "2025.1.25", "实施方式": "公益设施", "实施地点": "下溪", "建设内容及规模": "硬化1.2公里",
    "中央": 8, "社会捐赠": 4, "合计": 12, "计划开工时间": "2025-07", "计划完工时间": "2025年9月",
    "责任单位": "村委会", "责任人": "林晓", "受益户数": 12, "受益人数": 40, "受益村": "清溪村",
    "绩效目标": "户户通路", "质量指标": "合格率100%",
    "满意度指标": "95%以上", "群众参与": "投工投劳", "利益联结机制": "优先用工", "入库公示开始日期": "2025/1/11",
    "入库公示结束日期": "2025/1/22", "村级意见": "同意", "乡镇审核时间": "2025-02-10", "乡镇意见": "属实",
    "入库时间": "20250312", "批复文号": "示乡振〔2025〕9号", "批复单位": "示范县乡村振兴局", "批复日期": "2025年6月1日",
    "完成时限": "2025-12-31", "实施前公示开始日期": "2025-06-03", "实施前公示结束日期": "2025-06-13",
    "开工时间": "2025-07-01", "竣工时间": "2025-09-20", "初验时间": "2025-09-25", "验收时间": "2025-10-06",
}  # fmt: skip


@pytest.fixture
def listed(book: Book, tmp_path: Path) -> Book:
    rows = [("清溪村项目库（单位：万元）",), tuple(HEADINGS), tuple(HEADINGS.values())]
    path = write_xlsx(tmp_path / "项目库.xlsx", rows)
    report = lists.import_files(book, [path], actor="测试", today=TODAY)
    assert [row.outcome for row in report.rows] == ["new"]
    return book


def test_every_column_stands_in_its_field(listed: Book) -> None:
    view = projects.view(listed, projects.key_of(listed, "XM-01"), TODAY)
    row = view.row
    assert not row["extra"], "no column was left beside"
    assert (row["category"], row["subcategory"], row["third_category"]) == (
        "乡村建设行动", "农村基础设施", "农村道路建设")  # fmt: skip
    assert (row["proposer"], row["goal_quality"], row["participation"], row["link"]) == (
        "村", "合格率100%", "投工投劳", "优先用工")  # fmt: skip
    assert (row["planned_start"], row["planned_finish"], row["deadline_on"]) == (
        "2025-07", "2025-09", dt.date(2025, 12, 31))  # fmt: skip
    assert (row["county_approved_on"], row["granted_on"]) == (dt.date(2025, 3, 12), dt.date(2025, 6, 1))
    assert (row["planned_fen"], row["approval_unit"]) == (12_000_000, "示范县乡村振兴局")
    assert [(line.source, line.planned_fen) for line in view.plan] == [("中央", 8_000_000), ("社会捐赠", 4_000_000)]


def test_the_project_stands_where_its_days_say(listed: Book) -> None:
    (line,) = project_list.lines(listed, TODAY)
    assert (line.word, line.next, line.waits_for) == ("已验收", "申请报账", "村")
    (row,) = tables.listed(listed, "projects", tables.scope(listed, TODAY)).rows
    assert (row["stage"], row["preliminary_on"]) == ("已验收", dt.date(2025, 9, 25))
    assert row["goal_satisfaction"] == "95%以上"
