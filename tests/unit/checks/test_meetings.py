"""Checks of meetings and bodies."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_meeting, a_project, add
from villagebook.models import Committee, CommitteeMember, MeetingDecision, MeetingMember

D = dt.date
DAY = D(2025, 1, 13)
GOOD = {"code": "2025-01", "due": 42, "present": 39, "agreed": 38, "against": 0, "abstained": 1, "resolution": "同意。"}


@pytest.fixture
def meeting(conn, village):
    return lambda kind="村民代表大会", on=DAY, **fields: a_meeting(conn, village, on, kind, **{**GOOD, **fields})


@pytest.fixture
def body(conn, village):
    """Give a function: kind, posts -> key of a body whose members hold these posts since 2022."""

    def make(kind="项目监督小组", *posts, **fields):
        key = add(conn, Committee, village_id=village, **{
            "name": kind, "kind": kind, "since": D(2022, 1, 1), **fields})
        for at, post in enumerate(posts):
            add(conn, CommitteeMember, village_id=village, committee_id=key, name=f"人{at}", post=post,
                since=D(2022, 1, 1))  # fmt: skip
        return key

    return make


@pytest.fixture
def decided(conn, village):
    """Give a function: meeting, project, fields -> a decision."""

    def make(meeting, project, **fields):
        add(conn, MeetingDecision, village_id=village, meeting_id=meeting, record="project", record_id=project,
            **{"passed": "是", **fields})  # fmt: skip

    return make


@pytest.fixture
def project(conn, village):
    return lambda code="P1", **fields: a_project(conn, village, code=code, **fields).project


def test_fires_meetings_quorum(meeting, found, severities):
    key = meeting(present=27)
    assert found("meetings.quorum") == [("2025-01", "实到人数", "meeting", str(key))]
    assert severities("meetings.quorum") == ["error"]


def test_too_few_of_a_committee_are_asked_about(meeting, severities):
    meeting("村两委会议", due=7, present=3)
    assert severities("meetings.quorum") == ["warning"]


def test_silent_on_meetings_quorum(meeting, found):
    meeting(present=28)
    meeting("村两委会议", due=7, present=4)
    meeting(due=None)
    meeting(on=D(2025, 12, 1), present=1)
    assert found("meetings.quorum") == []


def test_people_listed_count_before_numbers_typed(conn, village, meeting, found):
    key = meeting(due=42, present=40)
    for at in range(6):
        add(conn, MeetingMember, village_id=village, meeting_id=key, name=f"人{at}",
            attendance="到会" if at < 3 else "缺席")  # fmt: skip
    assert found("meetings.quorum") == [("2025-01", "实到人数", "meeting", str(key))]


def test_fires_meetings_present(meeting, found):
    key = meeting(present=43)
    assert found("meetings.present") == [("2025-01", "实到人数", "meeting", str(key))]


def test_silent_on_meetings_present(meeting, found):
    meeting(present=42)
    meeting(present=None)
    assert found("meetings.present") == []


def test_fires_meetings_votes(meeting, found):
    key = meeting(agreed=30)
    assert found("meetings.votes") == [("2025-01", "同意", "meeting", str(key))]


def test_silent_on_meetings_votes(meeting, found):
    meeting()
    meeting(agreed=None)
    meeting(agreed=39, against=None, abstained=None)
    assert found("meetings.votes") == []


def test_fires_meetings_majority(meeting, project, decided, found):
    key = meeting(agreed=19, against=20, abstained=0)
    decided(key, project())
    assert found("meetings.majority") == [("2025-01", "同意", "meeting", str(key))]


def test_silent_on_meetings_majority(meeting, project, decided, found):
    decided(meeting(agreed=20, against=19, abstained=0), project())
    refused = meeting(agreed=1, against=38, abstained=0)
    decided(refused, project("P2"), passed="否")
    decided(refused, project("P3"), agreed=30)
    meeting(agreed=1, against=38, abstained=0)
    assert found("meetings.majority") == []


def test_fires_meetings_resolution(meeting, project, found):
    key = meeting(resolution=None)
    only = meeting(resolution=None, agreed=None, code="2025-02")
    project(meeting_id=only)
    assert found("meetings.resolution") == [
        ("2025-01", "决议", "meeting", str(key)), ("2025-02", "决议", "meeting", str(only))]


def test_silent_on_meetings_resolution(meeting, found):
    meeting()
    meeting(resolution=None, agreed=None)
    assert found("meetings.resolution") == []


def test_fires_meetings_step_order(meeting, project, decided, found):
    key = project(meeting_id=meeting())
    decided(meeting("党员大会", D(2025, 1, 20)), key)
    assert found("meetings.step-order") == [("P1", "时间", "project", str(key))]


def test_silent_on_meetings_step_order(meeting, project, decided, found):
    key = project(meeting_id=meeting())
    for kind, day in (("党支部会议", 8), ("村两委会议", 8), ("党员大会", 11), ("理事会会议", 30)):
        decided(meeting(kind, D(2025, 1, day)), key)
    assert found("meetings.step-order") == []


def test_fires_meetings_declared_first(meeting, project, found):
    key = project(meeting_id=meeting(), declared_on=D(2025, 1, 12))
    assert found("meetings.declared-first") == [("P1", "申报日期", "project", str(key))]


def test_silent_on_meetings_declared_first(meeting, project, found):
    project(meeting_id=meeting(), declared_on=DAY)
    project("P2", declared_on=D(2025, 1, 1))
    assert found("meetings.declared-first") == []


def test_fires_committees_head(body, found):
    key = body("领导小组", "副组长", "成员")
    assert found("committees.head") == [("领导小组", "组内职务", "committee", str(key))]


def test_silent_on_committees_head(body, found):
    body("领导小组", "书记、组长", "成员")
    body("项目实施小组", "成员", until=D(2024, 12, 31))
    assert found("committees.head") == []


def test_fires_committees_over(body, found):
    ended = body("领导小组", "组长", until=D(2024, 12, 31))
    old = body("村两委", "书记", since=D(2018, 1, 1))
    new_key = str(old)
    assert set(found("committees.over")) == {("领导小组", "届满日期", "committee", str(ended))}
    assert new_key


def test_a_body_nobody_was_elected_to_for_a_term_is_over(conn, village, found):
    key = add(conn, Committee, village_id=village, name="村两委", kind="村两委", since=D(2018, 1, 1))
    add(conn, CommitteeMember, village_id=village, committee_id=key, name="甲", post="书记", since=D(2018, 1, 1))
    assert found("committees.over") == [("村两委", "成立日期", "committee", str(key))]


def test_silent_on_committees_over(body, found):
    body("领导小组", "组长", until=D(2024, 12, 31))
    body("领导小组", "组长", since=D(2025, 1, 1))
    body("村两委", "书记", since=D(2018, 1, 1))
    assert found("committees.over") == []


def test_fires_committees_supervision(body, project, found):
    body("项目监督小组", "组长", until=D(2024, 12, 31))
    key = project(mode="集体实施", started_on=D(2025, 3, 1))
    assert found("committees.supervision") == [("P1", "实施方式", "project", str(key))]


def test_silent_on_committees_supervision(body, project, found):
    body("项目监督小组", "组长")
    project(mode="集体实施", started_on=D(2025, 3, 1))
    project("P2", mode="公益设施", started_on=D(2021, 3, 1))
    project("P3", mode="集体实施")
    assert found("committees.supervision") == []
