"""N7: what came in, what it is set aside for, who gets what and why."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, a_meeting, a_project, add
from villagebook.base.errors import UserError
from villagebook.models import Distribution, DistributionLine, DistributionPart
from villagebook.notices import NOTICE_KINDS, NoticeSubject

KIND = NOTICE_KINDS["income-distribution"]


@pytest.fixture
def solar(conn, village):
    return a_project(conn, village, code="P1", name="村级光伏电站项目").project


def a_plan(conn, village, project, year=2025, income=1_000_000, **fields):
    plan = add(conn, Distribution, village_id=village, code=f"F{year}", year=year, project_id=project,
               income_fen=income, **fields)  # fmt: skip
    for place, (use, fen) in enumerate((("运维费用", 100_000), ("公益岗位工资", 600_000)), start=1):
        add(conn, DistributionPart, village_id=village, distribution_id=plan, use=use, planned_fen=fen, position=place)
    return plan


def a_share(conn, village, plan, name, fen, **fields):
    add(conn, DistributionLine, village_id=village, distribution_id=plan, name=name, amount_fen=fen, **fields)


def test_plan_and_list_with_their_sums(conn, village, scope, solar):
    plan = a_plan(conn, village, solar, meeting_id=a_meeting(conn, village, dt.date(2025, 10, 20)))
    a_share(conn, village, plan, "许玉美", 300_000, use="公益岗位工资", reason="保洁员", card_tail="1234")
    a_share(conn, village, plan, "林大", 300_000, use="公益岗位工资")
    content = KIND.draft(conn, scope, NoticeSubject(project_code="P1"))
    income, first, second = content.tables
    assert content.title == "清溪村2025年村级光伏电站收益分配公示"
    assert "经2025年10月20日村民代表大会讨论通过" in content.basis
    assert first.rows == ((1, "运维费用", None, 100_000), (2, "公益岗位工资", None, 600_000))
    assert (first.totals[-1], first.count_text) == (700_000, "2项")
    assert second.rows == ((1, "许玉美", "保洁员", 300_000), (2, "林大", "公益岗位工资", 300_000))
    assert (second.totals[-1], second.count_text) == (600_000, "2人")
    assert income.rows == ((1_000_000, 100_000, 600_000, 300_000),)
    assert [one.heading for one in content.tables] == ["一、收益", "二、分配方案", "三、分配名单"]
    assert "1234" not in str(content.to_json()["tables"])
    assert content.signers == ("云岭镇清溪村村民委员会", "清溪村村务监督委员会")


def test_the_newest_plan_is_taken_or_that_of_the_year_asked_for(conn, village, scope, solar):
    for year in (2023, 2024):
        a_plan(conn, village, solar, year, income=year)
    assert KIND.draft(conn, scope, NoticeSubject(project_code="P1")).title.startswith("清溪村2024年")
    assert KIND.draft(conn, scope, NoticeSubject(project_code="P1", year=2023)).title.startswith("清溪村2023年")


def test_a_plan_of_the_village_itself_needs_no_project(conn, village, scope):
    a_plan(conn, village, None)
    assert KIND.draft(conn, scope, NoticeSubject(year=2025)).title == "清溪村2025年村集体收益分配公示"


def test_without_a_plan_or_shares_it_says_what_to_do(conn, village, scope, solar):
    with pytest.raises(UserError, match="请先登记收益分配方案"):
        KIND.draft(conn, scope, NoticeSubject(project_code="P1"))
    add(conn, Distribution, village_id=village, code="F1", year=2025, project_id=solar)
    with pytest.raises(UserError, match="没有分配项目和名单"):
        KIND.draft(conn, scope, NoticeSubject(project_code="P1"))


def test_a_child_who_got_a_share_stands_by_the_head(conn, village, scope, solar):
    home = a_household(conn, village, code="H1", head="王大明", people=(
        {"name": "王大明", "born": dt.date(1970, 1, 1)}, {"name": "王小花", "born": dt.date(2012, 5, 1)},
    )).household
    plan = a_plan(conn, village, solar)
    a_share(conn, village, plan, "王小花", 50_000, use="奖励补助", household_id=home)
    a_share(conn, village, plan, "王大明", 20_000, use="公益岗位工资", household_id=home)
    a_share(conn, village, plan, "王小花", 30_000, use="奖励补助")
    content = KIND.draft(conn, scope, NoticeSubject(project_code="P1", year=2025))
    assert sorted(row[1] for row in content.tables[-1].rows) == ["王大明", "王大明", "王小花"]
