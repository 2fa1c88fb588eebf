"""Checks of projects and their notices."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.builders import a_meeting, a_project, add
from villagebook.models import CodeValue, Notice, NoticeForm, Override

CODE = "35069920250001"
DATES = {
    "library_notice_from": dt.date(2025, 1, 13), "library_notice_through": dt.date(2025, 1, 23),
    "granted_on": dt.date(2025, 3, 12), "started_on": dt.date(2025, 4, 3), "finished_on": dt.date(2025, 5, 13),
    "accepted_on": dt.date(2025, 5, 31),
}  # fmt: skip


@pytest.fixture
def project(conn, village):
    return lambda code=CODE, **fields: str(a_project(conn, village, code=code, **fields).project)


def test_fires_projects_sources_differ(found, project):
    key = project(sources={"中央": 500, "省": 100}, planned_fen=700)
    assert found("projects.sources-differ") == [(CODE, "资金投入合计", "project", key)]


def test_silent_on_projects_sources_differ(found, project):
    project(sources={"中央": 500, "省": 200})
    project(sources={"中央": 500}, planned_fen=None)
    assert found("projects.sources-differ") == []


@pytest.mark.parametrize(
    ("dates", "label"),
    [
        ({"accepted_on": dt.date(2025, 5, 12)}, "验收日期"),
        ({"finished_on": dt.date(2025, 4, 2)}, "竣工日期"),
        ({"started_on": dt.date(2025, 3, 11)}, "开工日期"),
        ({"granted_on": dt.date(2025, 1, 23)}, "下达日期"),
        ({"library_notice_through": dt.date(2025, 1, 12)}, "入库公示结束"),
        ({"started_on": None, "finished_on": dt.date(2025, 3, 1)}, "竣工日期"),
    ],
)
def test_fires_projects_date_order(found, project, dates, label):
    key = project(**{**DATES, **dates})
    assert found("projects.date-order") == [(CODE, label, "project", key)]


def test_a_meeting_after_the_notice_began_is_out_of_order(conn, village, found, project):
    key = project(meeting_id=a_meeting(conn, village, dt.date(2025, 1, 14)), **DATES)
    assert found("projects.date-order") == [(CODE, "入库公示开始", "project", key)]


def test_silent_on_projects_date_order(conn, village, found, project):
    project(meeting_id=a_meeting(conn, village, dt.date(2025, 1, 13)), **DATES)
    project(started_on=dt.date(2025, 4, 3), finished_on=dt.date(2025, 4, 3))
    project(granted_on=dt.date(2025, 1, 9), meeting_id=a_meeting(conn, village, dt.date(2025, 1, 9)))
    project()
    assert found("projects.date-order") == []


def test_fires_projects_notice_too_short(found, project):
    key = project(library_notice_from=dt.date(2025, 1, 15), library_notice_through=dt.date(2025, 1, 24))
    assert found("projects.notice-too-short") == [(CODE, "入库公示结束", "project", key)]


def test_silent_on_projects_notice_too_short(found, project):
    project(**DATES)
    project(library_notice_from=dt.date(2025, 1, 15))
    assert found("projects.notice-too-short") == []


PAIRS = [
    ("library_notice_through", "township_reviewed_on"), ("township_reviewed_on", "county_approved_on"),
    ("county_approved_on", "granted_on"), ("granted_on", "start_notice_from"), ("start_notice_through", "started_on"),
    ("started_on", "finished_on"), ("finished_on", "preliminary_on"), ("preliminary_on", "accepted_on"),
    ("accepted_on", "claimed_on"), ("claimed_on", "claim_signed_on"), ("claim_signed_on", "paid_on"),
    ("accepted_on", "completion_notice_from"), ("accepted_on", "handed_on"), ("declared_on", "township_reviewed_on"),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_each_pair_out_of_order_is_said_with_both_dates(findings, project, before, after):
    project(**{before: dt.date(2025, 6, 2), after: dt.date(2025, 6, 1)})
    (one,) = findings("projects.date-order")
    assert "（2025年6月1日）早于" in one.message
    assert "（2025年6月2日）" in one.message


def test_days_of_the_notice_itself_are_compared(conn, village, found, findings, project):
    key = project(started_on=dt.date(2025, 10, 5), mode="公益设施")
    add(conn, Notice, village_id=village, number="清溪公示〔2025〕1号", year=2025, serial=1, kind="project-start",
        subject={}, state="公示中", project_id=uuid.UUID(key), from_on=dt.date(2025, 10, 1),
        through_on=dt.date(2025, 10, 11))  # fmt: skip
    assert found("projects.date-order") == [(CODE, "开工日期", "project", key)]
    (one,) = findings("projects.date-order")
    assert "早于实施前公示结束（2025年10月11日）" in one.message
    assert one.severity.value == "warning", "when a notice hung cannot be corrected any more"


@pytest.mark.parametrize("name", ["start_notice", "completion_notice"])
def test_notices_written_in_the_project_hang_long_enough_too(found, project, name):
    dates = {f"{name}_from": dt.date(2025, 6, 1), f"{name}_through": dt.date(2025, 6, 8)}
    library = {"library_notice_from": dt.date(2025, 1, 1), "library_notice_through": dt.date(2025, 1, 20)}
    project(mode="公益设施", **library, **dates)
    assert [one[0] for one in found("projects.notice-too-short")] == [CODE]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"finished_on": dt.date(2025, 5, 13), "claimed_on": dt.date(2025, 6, 1)}, "已有报账申请日期（2025年6月1日）"),
        ({"finished_on": dt.date(2025, 9, 1), "handed_on": dt.date(2025, 9, 20)}, "已有资产移交日期（2025年9月20日）"),
        ({"finished_on": dt.date(2025, 9, 1)}, "2025年9月1日竣工，超过 1个月还没有验收"),
    ],
)
def test_fires_projects_acceptance_missing(found, findings, project, dates, words):
    key = project(**dates)
    assert found("projects.acceptance-missing") == [(CODE, "验收日期", "project", key)]
    assert words in findings("projects.acceptance-missing")[0].message


def test_silent_on_projects_acceptance_missing(found, project):
    project(**DATES, claimed_on=dt.date(2025, 6, 1))
    project("P2", finished_on=dt.date(2025, 10, 20))
    project("P3", finished_on=dt.date(2025, 5, 1), side_state="终止")
    project("P4", started_on=dt.date(2025, 5, 1))
    assert found("projects.acceptance-missing") == []


def test_fires_projects_completion_notice_missing(conn, village, found, project):
    key = project(accepted_on=dt.date(2025, 9, 1))
    assert found("projects.completion-notice-missing") == [], "nothing is asked of a book without notices"
    notice(conn, village, dt.date(2025, 10, 11))
    assert found("projects.completion-notice-missing") == [(CODE, "竣工公告开始", "project", key)]


def test_silent_on_projects_completion_notice_missing(conn, village, found, project):
    project(accepted_on=dt.date(2025, 9, 1), completion_notice_from=dt.date(2025, 9, 5))
    project("P2", accepted_on=dt.date(2025, 10, 20))
    project("P3", accepted_on=dt.date(2025, 9, 1), side_state="终止")
    posted = uuid.UUID(project("P4", accepted_on=dt.date(2025, 9, 1)))
    notice(conn, village, dt.date(2025, 9, 20), kind="project-completion", project_id=posted)
    assert found("projects.completion-notice-missing") == []


@pytest.mark.parametrize(
    ("year", "levels", "label", "severity"),
    [
        (2025, ("就业扶贫", None, None), "项目类型", "warning"),
        (2019, ("乡村建设行动", None, None), "项目类型", "warning"),
        (2025, ("产业发展", "养蜂", None), "项目子类型", "info"),
        (2025, ("产业发展", "生产项目", "农村电网建设"), "项目明细类型", "info"),
    ],
)
def test_fires_projects_category_unknown(found, severities, project, year, levels, label, severity):
    key = project(year=year, category=levels[0], subcategory=levels[1], third_category=levels[2])
    assert found("projects.category-unknown") == [(CODE, label, "project", key)]
    assert severities("projects.category-unknown") == [severity]


def test_silent_on_projects_category_unknown(conn, village, found, project):
    project(category="产业发展", subcategory="生产项目", third_category="光伏电站建设")
    project("P2", category="乡村建设行动", subcategory="农村道路建设")
    project("P3", year=2018, category="村基础设施", subcategory="产业路")
    project("P4", category="产业发展", subcategory="养蜂")
    project("P5")
    add(conn, CodeValue, village_id=village, list="project_subcategory", value="产业发展/养蜂", retired=False)
    assert found("projects.category-unknown") == []


def test_the_list_the_book_chose_is_asked(conn, village, found, project):
    key = project(category="乡村建设行动")
    add(conn, Override, village_id=village, subject="setting.project.categories", value="2014")
    assert found("projects.category-unknown") == [(CODE, "项目类型", "project", key)]


def notice(conn, village, through, **fields):
    given = {"kind": "fund-use", "serial": 1, **fields}
    values = {"state": "公示中", "posted_at": dt.datetime(2025, 10, 1, tzinfo=dt.UTC), **given}
    return str(add(conn, Notice, village_id=village, number="清溪公示〔2025〕1号", year=2025,
                   subject={}, from_on=through - dt.timedelta(10) if "kind" in fields else dt.date(2025, 10, 1),
                   through_on=through, **values))



def test_fires_notices_too_short(conn, village, found):
    key = notice(conn, village, dt.date(2025, 10, 9))
    assert found("notices.too-short") == [("清溪公示〔2025〕1号", "公示期满", "notice", key)]


def test_a_notice_taken_down_too_early_is_found(conn, village, found):
    key = notice(conn, village, dt.date(2025, 10, 11), taken_down_on=dt.date(2025, 10, 5), state="已摘下")
    assert found("notices.too-short") == [("清溪公示〔2025〕1号", "摘下日期", "notice", key)]


def test_a_kind_the_village_made_must_hang_as_long_as_it_says_itself(conn, village, found):
    add(conn, NoticeForm, village_id=village, code="1", name="改厕公示", mode="公示", ledger="rosters",
        columns=["head"], days="12天", retired_on=dt.date(2025, 10, 5))
    key = notice(conn, village, dt.date(2025, 10, 9), kind="own:1")
    assert found("notices.too-short") == [("清溪公示〔2025〕1号", "公示期满", "notice", key)]


def test_silent_on_notices_too_short(conn, village, found):
    notice(conn, village, dt.date(2025, 10, 11), taken_down_on=dt.date(2025, 10, 12))
    notice(conn, village, dt.date(2025, 10, 10))
    notice(conn, village, dt.date(2025, 10, 2), withdrawn_on=dt.date(2025, 10, 2), state="已撤回")
    notice(conn, village, dt.date(2025, 10, 2), posted_at=None, state="草稿")
    assert found("notices.too-short") == []
