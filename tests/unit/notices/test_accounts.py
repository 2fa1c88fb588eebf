"""N15: the accounts of a period, right to the fen, posted entries only, nobody who is paid by name."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from tests.builders import a_household, a_project, add, an_entry
from villagebook.base.errors import UserError
from villagebook.ledgers.figures import FLOWS
from villagebook.models import Committee, CommitteeMember
from villagebook.notices import NOTICE_KINDS, NoticeSubject

KIND = NOTICE_KINDS["village-accounts"]
Q3 = NoticeSubject(period="2025Q3")


@pytest.fixture
def road(conn, village):
    return a_project(conn, village, code="P1", name="主干道拓宽工程").project


def moved(conn, village, kind, fen, on, **fields):
    return an_entry(conn, village, None, kind, fen, on=on, posted=True, **fields)


def day(month, number, year=2025):
    return dt.date(year, month, number)


def test_what_stood_came_in_went_out_and_is_left(conn, village, scope, road):
    moved(conn, village, "到账", 1_000_05, day(6, 30), project=road, source="中央")
    moved(conn, village, "到账", 500_00, day(7, 1), project=road, source="县", memo="主干道拓宽工程资金到账")
    moved(conn, village, "支出", 300_01, day(9, 30), project=road, source="中央", memo="主干道拓宽工程第1笔款")
    moved(conn, village, "收益", 80_02, day(8, 3), source="村集体", memo="电费")
    moved(conn, village, "支出", 999_99, day(10, 1), project=road, source="中央")
    moved(conn, village, "指标下达", 7_000_00, day(8, 1), project=road, source="省")
    content = KIND.draft(conn, scope, Q3)
    balances, came, went = content.tables
    assert content.title == "清溪村2025年第三季度村务、财务公开表"
    assert balances.rows == (
        ("中央", 100_005, 0, 30_001, 70_004), ("县", 0, 50_000, 0, 50_000), ("村集体", 0, 8_002, 0, 8_002),
    )  # fmt: skip
    assert balances.totals == (None, 100_005, 58_002, 30_001, 128_006)
    assert came.rows == (
        (1, "主干道拓宽工程", 50_000, "县", "资金到账", "", ""), (2, "村集体", 8_002, "村集体", "电费", "", ""),
    )  # fmt: skip
    assert went.rows == ((1, "主干道拓宽工程", 30_001, "中央", "第1笔款", "", ""),)
    assert (came.totals[2], went.totals[2]) == (balances.totals[2], balances.totals[3])
    assert [one.heading for one in content.tables] == ["一、收支结余", "二、收入", "三、支出"]
    assert content.signers == ("云岭镇清溪村村民委员会", "清溪村村务监督委员会")


def test_money_out_of_several_sources_for_one_use_is_one_line(conn, village, scope, road):
    for source, fen in (("县", 100), ("中央", 900)):
        moved(conn, village, "支出", fen, day(7, 5), project=road, source=source, memo="第1笔款", handler="林晓")
    went = KIND.draft(conn, scope, Q3).tables[1]
    assert (went.heading, went.rows) == ("二、支出", ((1, "主干道拓宽工程", 1_000, "中央、县", "第1笔款", "林晓", ""),))


def test_a_reversal_in_the_same_period_leaves_no_line_and_one_of_before_stands_with_its_minus(
    conn, village, scope, road
):
    old = moved(conn, village, "支出", 200, day(6, 1), project=road, memo="监理费")
    new = moved(conn, village, "支出", 300, day(7, 1), project=road, memo="检测费")
    for origin, fen, on in ((new, -300, day(7, 2)), (old, -200, day(7, 3))):
        moved(conn, village, "冲销", fen, on, project=road, memo="冲销", reverses_id=origin)
    balances, went = KIND.draft(conn, scope, Q3).tables
    assert went.rows == ((1, "主干道拓宽工程", -200, "中央", "冲销：监理费", "", ""),)
    assert balances.totals == (None, -200, 0, -200, 0)


def test_who_reviewed_is_the_head_in_office_that_day(conn, village, scope, road):
    body = add(conn, Committee, village_id=village, name="村务监督委员会", kind="村务监督委员会")
    for name, post, since, until in (
        ("陈德贵", "委员", None, None), ("蓝志平", "主任", None, day(8, 15)), ("钟秀兰", "主任", day(8, 16), None),
    ):  # fmt: skip
        add(conn, CommitteeMember, village_id=village, committee_id=body, name=name, post=post, since=since,
            until=until)
    for on in (day(8, 15), day(8, 16)):
        moved(conn, village, "支出", 100, on, project=road, memo="工程款", handler="林晓")
    went = KIND.draft(conn, scope, Q3).tables[1]
    assert [row[-2:] for row in went.rows] == [("林晓", "蓝志平"), ("林晓", "钟秀兰")]


def test_nobody_who_is_paid_is_named(conn, village, scope, road):
    a_household(conn, village, head="许玉美")
    moved(conn, village, "支出", 100, day(8, 1), project=road, memo="付许玉美务工款", payee="许玉美")
    content = KIND.draft(conn, scope, Q3)
    assert "许玉美" not in str(content.to_json())
    assert content.tables[1].rows[0][4] == "项目支出"


def test_drafts_are_left_out_and_counted(conn, village, scope, road):
    moved(conn, village, "到账", 100, day(8, 1), project=road)
    an_entry(conn, village, None, "支出", 40, project=road, on=day(8, 2))
    content = KIND.draft(conn, replace(scope, posted_only=True), Q3)
    assert content.tables[0].totals == (None, 0, 100, 0, 100)
    assert content.sentences == ("另有 1 笔资金尚未入账，没有计入本表。",)


def test_without_a_period_it_is_the_last_quarter_that_is_over(conn, village, scope, road):
    moved(conn, village, "到账", 100, day(2, 1), project=road)
    content = KIND.draft(conn, scope, NoticeSubject())
    assert content.title == "清溪村2025年第三季度村务、财务公开表"
    assert content.sentences == ("2025年第三季度没有收支。",)
    assert [table.rows for table in content.tables] == [(("中央", 100, 0, 0, 100),)]


@pytest.mark.parametrize(
    ("period", "words"), [("2025Q4", "还没有完"), ("2025-11", "还没有完"), ("今年", "不是季度或月份")]
)
def test_a_period_that_is_none_or_not_over_is_refused(conn, village, scope, road, period, words):
    moved(conn, village, "到账", 100, day(2, 1), project=road)
    with pytest.raises(UserError, match=words):
        KIND.draft(conn, scope, NoticeSubject(period=period))


def test_a_book_without_posted_money_has_no_accounts(conn, village, scope, road):
    an_entry(conn, village, None, "支出", 40, project=road, on=day(8, 2))
    with pytest.raises(UserError, match="没有2025年第三季度以前已入账的收支"):
        KIND.draft(conn, scope, Q3)


def test_whatever_was_posted_lines_add_up_to_the_balances_and_periods_join_on(conn, village, scope, road):
    chance = random.Random(5)
    for _ in range(300):
        kind = chance.choice([*FLOWS, "指标下达", "报账"])
        on = dt.date(2025, 1, 1) + dt.timedelta(chance.randint(0, 303))
        entry = moved(conn, village, kind, chance.randint(1, 10**7), on, project=chance.choice([road, None]),
                      source=chance.choice(["中央", "县", None]), memo=chance.choice("甲乙丙"))
        if not chance.randrange(5):
            moved(conn, village, "冲销", -1, dt.date(2025, 10, chance.randint(1, 31)), project=road, reverses_id=entry)
    closing = 0
    for period in ("2025Q1", "2025Q2", "2025Q3", "2025-10"):
        balances, *rest = KIND.draft(conn, scope, NoticeSubject(period=period)).tables
        _, opened, came, went, closed = balances.totals
        assert (opened, opened + came - went) == (closing, closed)
        assert [sum(row[2] for row in one.rows) for one in rest] == [one.totals[2] for one in rest] == [came, went]
        closing = closed
