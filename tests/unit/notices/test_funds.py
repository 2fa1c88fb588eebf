"""N6: money by source and by use, posted entries only, no names of persons."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_household, a_project, an_entry
from villagebook.base.errors import UserError
from villagebook.notices import NOTICE_KINDS, NoticeSubject

KIND = NOTICE_KINDS["fund-use"]
SUBJECT = NoticeSubject(project_code="P1")


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code="P1", name="主干道拓宽工程", approval_number="示乡振〔2025〕3号").project


def tables(conn, scope, subject=SUBJECT):
    return KIND.draft(conn, scope, subject).tables


def test_money_by_source_and_by_use(conn, village, scope, project):
    for source, granted, spent in (("中央", 900, 700), ("省", 100, 100)):
        an_entry(conn, village, None, "指标下达", granted, project=project, source=source, posted=True)
        an_entry(conn, village, None, "到账", granted, project=project, source=source, posted=True)
        an_entry(conn, village, None, "支出", spent, project=project, source=source, posted=True,
                 memo="主干道拓宽工程第1笔款", payee="施工单位")
    content = KIND.draft(conn, scope, SUBJECT)
    by_source, by_use = content.tables
    assert content.title == "清溪村2025年主干道拓宽工程资金使用情况公告"
    assert content.basis == (
        "根据示乡振〔2025〕3号，现将2025年主干道拓宽工程资金截至2025年11月5日的使用情况予以公告，接受群众监督。"
    )
    assert content.signers == ("云岭镇清溪村村民委员会", "清溪村村务监督委员会")
    assert content.period_label == "公告时间"
    assert content.sentences == ()
    assert by_source.rows == (("中央", 900, 700, 200), ("省", 100, 100, 0))
    assert by_source.totals == (None, 1000, 800, 200)
    assert by_use.rows == ((1, "主干道拓宽工程", "施工单位", 800),)
    assert by_use.totals == (None, None, None, 800)


def test_a_reversed_payment_leaves_no_trace_in_the_uses(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "到账", 900, project=project, posted=True)
    wrong = an_entry(conn, village, "记-0002", "支出", 500, project=project, posted=True, memo="误付", payee="某某公司")
    an_entry(conn, village, "记-0003", "冲销", -500, project=project, posted=True, memo="冲销记-0002",
             reverses_id=wrong, payee="某某公司")
    an_entry(conn, village, "记-0004", "支出", 300, project=project, posted=True, memo="工程款", payee="某某公司")
    by_source, by_use = tables(conn, scope)
    assert by_source.rows == (("中央", 0, 300, 600),)
    assert by_use.rows == ((1, "工程款", "某某公司", 300),)


def test_money_not_yet_received_or_taken_back_is_explained(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "指标下达", 100_000, project=project, posted=True)
    an_entry(conn, village, "记-0002", "到账", 90_000, project=project, posted=True)
    an_entry(conn, village, "记-0003", "收回", 10_000, project=project, posted=True)
    content = KIND.draft(conn, scope, SUBJECT)
    assert content.sentences == ("指标已到账 900.00 元，收回 100.00 元；结余为到账减支出、收回后的余额。",)
    assert len(content.tables) == 1


def test_drafts_are_left_out_and_counted(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "指标下达", 900, project=project, posted=True)
    an_entry(conn, village, "记-0002", "到账", 900, project=project, posted=True)
    an_entry(conn, village, "记-0003", "支出", 300, project=project)
    content = KIND.draft(conn, replace(scope, posted_only=True), SUBJECT)
    assert content.tables[0].rows == (("中央", 900, 0, 900),)
    assert content.sentences == ("另有 1 笔资金尚未入账，没有计入本表。",)


def test_entries_after_the_day_are_left_out(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "到账", 900, project=project, posted=True)
    an_entry(conn, village, "记-0002", "支出", 300, project=project, posted=True, on=dt.date(2025, 11, 6))
    assert tables(conn, scope)[0].rows == (("中央", 0, 0, 900),)


def test_all_projects_of_a_year_together(conn, village, scope, project):
    other = a_project(conn, village, code="P2", name="光伏电站").project
    older = a_project(conn, village, code="P3", name="去年的", year=2024).project
    for key in (project, other, older):
        an_entry(conn, village, None, "到账", 900, project=key, posted=True)
    content = KIND.draft(conn, scope, NoticeSubject(year=2025))
    assert content.title == "清溪村2025年项目资金使用情况公告"
    assert content.tables[0].rows == (("中央", 0, 0, 1800),)


@pytest.mark.parametrize(
    ("payee", "shown"),
    [
        ("许玉美", "个人"), ("许玉美等8户", "到户补助"), ("许玉美（代）", "个人"), ("李工匠", "个人"),
        ("施工单位", "施工单位"), ("云岭镇财政所", "云岭镇财政所"), ("许玉美农资商店", "许玉美农资商店"),
        ("一卡通代发", "一卡通代发"), (None, ""),
    ],
)  # fmt: skip
def test_no_person_is_named_as_payee(conn, village, scope, project, payee, shown):
    a_household(conn, village, people=({"name": "许玉美"},))
    an_entry(conn, village, "记-0001", "支出", 300, project=project, posted=True, memo="款", payee=payee)
    assert tables(conn, scope)[1].rows[0][2] == shown


def test_a_memo_that_names_a_person_gives_way_to_the_project(conn, village, scope, project):
    a_household(conn, village, people=({"name": "许玉美"},))
    an_entry(conn, village, "记-0001", "支出", 300, project=project, posted=True, memo="付许玉美工资", payee="许玉美")
    assert tables(conn, scope)[1].rows == ((1, "主干道拓宽工程", "个人", 300),)


def test_without_posted_entries_it_is_refused_and_says_how_many_drafts_wait(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "支出", 300, project=project)
    with pytest.raises(UserError) as caught:
        KIND.draft(conn, replace(scope, posted_only=True), SUBJECT)
    assert caught.value.id == "notice.nothing-posted"
    assert "1 笔草稿" in caught.value.hint


def test_a_year_without_projects_is_refused(conn, scope):
    with pytest.raises(UserError) as caught:
        KIND.draft(conn, scope, NoticeSubject(year=2020))
    assert caught.value.id == "notice.nothing-posted"
