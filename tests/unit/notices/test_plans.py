"""N2: the year's projects that were approved, and the money granted to them as posted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_meeting, a_project, add, an_entry
from villagebook.base.errors import UserError
from villagebook.models import ProjectSource
from villagebook.notices import NOTICE_KINDS, NoticeSubject

PLAN, RELEASE = NOTICE_KINDS["annual-plan"], NOTICE_KINDS["fund-release"]
OF_2025 = NoticeSubject(year=2025)


@pytest.fixture
def road(conn, village):
    meeting = a_meeting(conn, village, dt.date(2025, 1, 13))
    return a_project(
        conn, village, code="P1", name="村道硬化", year=2025, approval_number="示乡振〔2025〕9号",
        planned_fen=54_000_000, unit_in_charge="清溪村村民委员会", planned_start="2025-07", planned_finish="2025-09",
        meeting_id=meeting,
    ).project  # fmt: skip


def test_the_plan_has_the_projects_that_were_approved_with_document_money_and_term(conn, village, scope, road):
    told = (("中央", "衔接资金", 40_000_000), ("县", "县级配套", 14_000_000))
    for place, (source, programme, fen) in enumerate(told):
        add(conn, ProjectSource, village_id=village, project_id=road, source=source, programme=programme,
            planned_fen=fen, position=place)  # fmt: skip
    a_project(conn, village, code="P2", name="路灯", year=2025)
    a_project(conn, village, code="P3", name="旧事", year=2024, approval_number="示乡振〔2024〕1号")
    content = PLAN.draft(conn, scope, OF_2025)
    assert content.title == "清溪村2025年度项目计划公告"
    assert content.basis == (
        "根据示乡振〔2025〕9号，经2025年1月13日村民代表大会讨论通过，现将2025年到村项目和资金计划予以公告，接受群众监督。"
    )
    assert content.tables[0].rows == ((
        1, "村道硬化", "示乡振〔2025〕9号", "衔接资金（中央）40.00万元、县级配套14.00万元", 54_000_000,
        "清溪村村民委员会", "2025年7月至9月",
    ),)  # fmt: skip
    assert content.tables[0].totals[4] == 54_000_000
    assert content.sentences == ("另有 1 个项目还没有批复下达，没有列入本表。",)


def test_money_of_one_source_is_said_without_its_amount(conn, village, scope, road):
    add(conn, ProjectSource, village_id=village, project_id=road, source="中央", programme="2025年衔接资金",
        planned_fen=1_458_000)  # fmt: skip
    assert PLAN.draft(conn, scope, OF_2025).tables[0].rows[0][3] == "2025年衔接资金（中央）"


def test_a_year_without_approved_projects_has_no_plan(conn, village, scope):
    with pytest.raises(UserError, match="请先登记或导入项目"):
        PLAN.draft(conn, scope, OF_2025)
    a_project(conn, village, code="P2", name="路灯", year=2025)
    with pytest.raises(UserError, match="请先填项目的批复文号和下达日期"):
        PLAN.draft(conn, scope, OF_2025)


def granted(conn, village, project, fen, document="示财农〔2025〕19号", source="中央", **fields):
    return an_entry(conn, village, None, "指标下达", fen, project=project, posted=True, document=document,
                    source=source, programme="衔接资金", **fields)


def test_grants_are_added_up_by_project_document_and_source(conn, village, scope, road):
    for fen, document, source in ((100, "甲", "中央"), (50, "甲", "中央"), (7, "乙", "县")):
        granted(conn, village, road, fen, document, source)
    wrong = granted(conn, village, road, 30, "丙")
    an_entry(conn, village, None, "冲销", -30, project=road, posted=True, reverses_id=wrong)
    an_entry(conn, village, None, "到账", 100, project=road, posted=True)
    content = RELEASE.draft(conn, scope, OF_2025)
    assert [row[1:5] for row in content.tables[0].rows] == [
        ("村道硬化", "甲", "衔接资金（中央）", 150), ("村道硬化", "乙", "衔接资金（县）", 7),
    ]  # fmt: skip
    assert (content.tables[0].totals[4], content.tables[0].count_text) == (157, "2笔")
    assert content.title == "清溪村2025年资金下达公告"
    assert content.basis == "现将2025年项目资金下达情况予以公告，接受群众监督。"


def test_one_project_says_its_name_and_the_document_all_rests_on(conn, village, scope, road):
    granted(conn, village, road, 100)
    other = a_project(conn, village, code="P2", name="路灯", year=2025).project
    granted(conn, village, other, 5)
    content = RELEASE.draft(conn, scope, NoticeSubject(project_code="P1"))
    assert content.title == "清溪村2025年村道硬化资金下达公告"
    assert content.basis.startswith("根据示财农〔2025〕19号，现将2025年村道硬化项目资金")
    assert len(content.tables[0].rows) == 1


def test_what_is_not_posted_or_came_later_is_not_told(conn, village, scope, road):
    an_entry(conn, village, None, "指标下达", 100, project=road)
    with pytest.raises(UserError, match="有 1 笔指标下达还是草稿"):
        RELEASE.draft(conn, replace(scope, posted_only=True), OF_2025)
    granted(conn, village, road, 100, on=dt.date(2025, 11, 6))
    with pytest.raises(UserError, match="没有已入账的指标下达"):
        RELEASE.draft(conn, scope, OF_2025)
