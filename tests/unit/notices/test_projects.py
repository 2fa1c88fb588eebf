"""N1, the projects of the village's list; N4, the households of one project."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders import a_household, a_meeting, a_project, a_roster_line
from villagebook.base.errors import UserError
from villagebook.notices import NOTICE_KINDS, NoticeSubject
from villagebook.notices.projects import short_name

LIBRARY, ROSTER = NOTICE_KINDS["project-library"], NOTICE_KINDS["roster-beneficiaries"]


def refused(kind, conn, scope, **subject):
    with pytest.raises(UserError) as caught:
        kind.draft(conn, scope, NoticeSubject(**subject))
    return caught.value.id


class TestLibrary:
    def test_projects_of_the_year_with_their_money_by_source(self, conn, village, scope):
        a_project(conn, village, code="P1", name="主干道拓宽工程", category="乡村建设行动", nature="新建",
                  place="清溪村", content="拓宽6公里",
                  sources={"县": 88_120_000, "中央": 490_220_000, "省": 110_160_000},
                  covers_households=24, covers_people=84, goal="按期完成", link="直接受益", unit_in_charge="村委会")
        a_project(conn, village, code="P2", name="村级光伏电站", planned_fen=54_000_000)
        a_project(conn, village, code="P3", name="去年的", year=2024)
        a_project(conn, village, code="P4", name="没通过的", side_state="未通过")
        content = LIBRARY.draft(conn, scope, NoticeSubject(year=2025))
        (table,) = content.tables
        assert content.title_parts == ("清溪村", "2025年", "项目库入库", "公示")
        assert table.rows == (
            (1, "主干道拓宽工程", "乡村建设行动", "新建", "清溪村", "拓宽6公里", 688_500_000,
             "中央490.22、省110.16、县88.12", "24户84人", "按期完成", "直接受益", "村委会"),
            (2, "村级光伏电站", None, None, None, None, 54_000_000, "", "", None, None, None),
        )  # fmt: skip
        assert (table.totals[6], table.count_text) == (742_500_000, "2个项目")

    def test_one_project_can_be_chosen(self, conn, village, scope):
        a_project(conn, village, code="P1", name="甲")
        a_project(conn, village, code="P2", name="乙")
        content = LIBRARY.draft(conn, scope, NoticeSubject(project_code="P2"))
        assert [row[1] for row in content.tables[0].rows] == ["乙"]

    def test_the_meeting_is_named_if_it_decided_all(self, conn, village, scope):
        meeting = a_meeting(conn, village, None)
        a_project(conn, village, code="P1", meeting_id=meeting)
        assert "经村民代表大会讨论通过" in LIBRARY.draft(conn, scope, NoticeSubject(year=2025)).basis
        a_project(conn, village, code="P2")
        assert "讨论通过" not in LIBRARY.draft(conn, scope, NoticeSubject(year=2025)).basis

    def test_without_a_year_the_newest_that_has_projects_is_taken(self, conn, village, scope):
        for year in (2023, 2024, 2026):
            a_project(conn, village, code=str(year), name=f"{year}年的", year=year)
        content = LIBRARY.draft(conn, scope, NoticeSubject())
        assert content.title_parts[1] == "2024年"
        assert [row[1] for row in content.tables[0].rows] == ["2024年的"]

    def test_a_year_without_projects_is_refused(self, conn, scope):
        assert refused(LIBRARY, conn, scope, year=2025) == "notice.no-projects"


class TestRoster:
    def test_lines_in_the_lists_order_with_sums(self, conn, village, scope):
        project = a_project(conn, village, code="P1").project
        one, two = a_household(conn, village, code="H1"), a_household(conn, village, code="H2")
        common = {"content": "每只补助20元", "unit": "只", "rate_fen": 2000}
        a_roster_line(conn, village, project, two.household, 120_000, list_number=2, head_name="蔡明", population=2,
                      quantity=60, **common)
        a_roster_line(conn, village, project, one.household, 130_000, list_number=1, head_name="蓝松芳", population=3,
                      quantity=65, note="补发", **common)
        content = ROSTER.draft(conn, scope, NoticeSubject(project_code="P1"))
        (table,) = content.tables
        assert content.title_parts == ("清溪村", "2025年", "庭院养鸡", "到户项目", "受益户公示")
        assert table.rows == (
            (1, "蓝松芳", 3, "每只补助20元", Decimal(65), 2000, 130_000, "补发"),
            (2, "蔡明", 2, "每只补助20元", Decimal(60), 2000, 120_000, None),
        )
        assert [column.unit for column in table.columns] == [None, None, "人", None, "只", "元", "元", None]
        assert table.totals == (None, None, None, None, Decimal(125), None, 250_000, None)
        assert table.count_text == "2户"

    def test_quantities_in_several_units_have_them_in_the_cells_and_no_sum(self, conn, village, scope):
        project = a_project(conn, village, code="P1").project
        area = {"quantity": Decimal("1.5"), "unit": "亩"}
        a_roster_line(conn, village, project, None, 1, list_number=1, head_name="甲", **area)
        a_roster_line(conn, village, project, None, 2, list_number=2, head_name="乙", quantity=3, unit="只")
        (table,) = ROSTER.draft(conn, scope, NoticeSubject(project_code="P1")).tables
        assert [row[4] for row in table.rows] == ["1.5亩", "3只"]
        assert table.totals[4] is None

    def test_a_household_on_two_lines_counts_once(self, conn, village, scope):
        project = a_project(conn, village, code="P1").project
        home = a_household(conn, village).household
        a_roster_line(conn, village, project, home, 1, head_name="甲")
        a_roster_line(conn, village, project, home, 2, head_name="甲")
        assert ROSTER.draft(conn, scope, NoticeSubject(project_code="P1")).tables[0].count_text == "1户"

    def test_a_project_without_roster_is_refused(self, conn, village, scope):
        a_project(conn, village, code="P1")
        assert refused(ROSTER, conn, scope, project_code="P1") == "notice.no-roster"

    def test_an_unknown_project_is_refused(self, conn, scope):
        assert refused(ROSTER, conn, scope, project_code="P9") == "notice.project-unknown"

    def test_two_projects_of_one_code_are_refused(self, conn, village, scope):
        a_project(conn, village, code="P1")
        a_project(conn, village, code="P1")
        assert refused(ROSTER, conn, scope, project_code="P1") == "notice.project-twice"

    def test_without_a_project_it_is_refused(self, conn, scope):
        assert refused(ROSTER, conn, scope) == "notice.needs-project"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("庭院养鸡到户补助", "庭院养鸡"), ("蜜柚种植到户补助项目", "蜜柚种植"), ("公益性岗位", "公益性岗位"),
        ("项目", "项目"),
    ],
)
def test_the_title_does_not_say_a_word_twice(name, short):
    assert short_name(name) == short
