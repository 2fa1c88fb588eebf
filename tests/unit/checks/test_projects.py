"""Checks of projects and their notices."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_meeting, a_project, add
from villagebook.models import Notice

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


def notice(conn, village, through, **fields):
    values = {"state": "公示中", "posted_at": dt.datetime(2025, 10, 1, tzinfo=dt.UTC), **fields}
    return str(add(conn, Notice, village_id=village, number="清溪公示〔2025〕1号", year=2025, serial=1, kind="fund-use",
                   subject={}, from_on=dt.date(2025, 10, 1), through_on=through, **values))


def test_fires_notices_too_short(conn, village, found):
    key = notice(conn, village, dt.date(2025, 10, 9))
    assert found("notices.too-short") == [("清溪公示〔2025〕1号", "公示期满", "notice", key)]


def test_a_notice_taken_down_too_early_is_found(conn, village, found):
    key = notice(conn, village, dt.date(2025, 10, 11), taken_down_on=dt.date(2025, 10, 5), state="已摘下")
    assert found("notices.too-short") == [("清溪公示〔2025〕1号", "摘下日期", "notice", key)]


def test_silent_on_notices_too_short(conn, village, found):
    notice(conn, village, dt.date(2025, 10, 11), taken_down_on=dt.date(2025, 10, 12))
    notice(conn, village, dt.date(2025, 10, 10))
    notice(conn, village, dt.date(2025, 10, 2), withdrawn_on=dt.date(2025, 10, 2), state="已撤回")
    notice(conn, village, dt.date(2025, 10, 2), posted_at=None, state="草稿")
    assert found("notices.too-short") == []
