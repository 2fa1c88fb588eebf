"""Papers of meetings and of help from outside: what they say of the sample's records."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select

from villagebook.ledgers import Scope
from villagebook.models import Project
from villagebook.services import meeting_views, social_help
from villagebook.services.papers import donations, meetings
from villagebook.services.papers.made import Filled, MadePaper
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)


def filled(book: Book, paper: MadePaper, key: uuid.UUID, on: dt.date = TODAY, **filters: object) -> Filled | None:
    """What a paper says."""
    with book.read() as connection:
        return paper.gather(connection, replace(Scope(book.village_id, on), filters=filters), key)


def test_minutes_say_who_was_away_and_what_passed(sample: Book) -> None:
    made = filled(sample, meetings.MINUTES, meeting_views.key_of(sample, "2025-04"))
    assert made is not None
    assert made.values["missing"] == "请假：许木生、周元宝、黄长寿"
    assert str(made.values["matters"]).startswith("通过12件：上云至石门坑公路拓宽、")
    assert (made.values["due"], made.values["present"], made.values["agreed"]) == (42, 39, 38)


@pytest.mark.parametrize(("people", "lines"), [(0, 22), (42, 22), (43, 44), (90, 66)])
def test_the_sign_sheet_has_room_behind_those_due(people: int, lines: int) -> None:
    found = meetings.sign_lines([(f"人{at}", "") for at in range(people)])
    assert len(found) == lines
    names = [line[f"{side}_name"] for line in found for side in ("left", "right")]
    assert sum(name is not None for name in names) == people
    assert [line["right_number"] for line in found[:2]] == [23, 24]


def test_a_resolution_names_each_matter_with_its_votes(sample: Book) -> None:
    made = filled(sample, meetings.RESOLUTION, meeting_views.key_of(sample, "2025-04"))
    assert made is not None
    assert made.values["came"] == "应到42人，实到39人，符合规定人数"
    assert made.values["decided"][0] == {  # type: ignore[index]
        "number": 1, "words": "上云至石门坑公路拓宽", "votes": "同意38，反对0，弃权1", "passed": "通过"}


def test_the_meetings_of_a_project_come_in_their_order(sample: Book) -> None:
    with sample.read() as connection:
        key = connection.execute(select(Project.id).where(Project.code == "35069920250712")).scalar_one()
        found = meetings.MINUTES.of_project(connection, Scope(sample.village_id, TODAY), key)
        days = [meeting_views.view_in(connection, sample.village_id, one).held_on for one in found]
    assert days == [dt.date(2025, 1, day) for day in (8, 10, 11, 13)]


def test_a_meeting_after_the_grant_lies_with_the_roster(sample: Book) -> None:
    with sample.read() as connection:
        key = connection.execute(select(Project.id).where(Project.code == "35069920250707")).scalar_one()
    later, before = meeting_views.key_of(sample, "2025-10-26"), meeting_views.key_of(sample, "2025-04")
    slots = [made.slot for one in (later, before)
             if (made := filled(sample, meetings.MINUTES, one, project=key)) is not None]  # fmt: skip
    assert slots == ["roster-meeting", ""]


def test_the_sheet_of_a_matter_says_what_is_left(sample: Book) -> None:
    made = filled(sample, donations.RECORD, social_help.key_of(sample, "2025-02"))
    assert made is not None
    assert (made.values["project"], made.values["used_fen"], made.values["left_fen"]) == (
        "村庄公共照明", 4_500_000, 500_000)


def test_the_summary_of_a_day_is_that_report_and_else_what_is_not_reported(sample: Book) -> None:
    then = filled(sample, donations.SUMMARY, sample.village_id, dt.date(2025, 10, 9))
    assert then is not None
    assert [one["giver"] for one in then.values["matters"]] == ["示范县志愿服务协会", "示范县山泉食品有限公司"]  # type: ignore[attr-defined]
    assert then.values["reported"] == "上报日期：2025年10月9日"
    now = filled(sample, donations.SUMMARY, sample.village_id)
    assert now is not None
    assert [one["giver"] for one in now.values["matters"]] == ["上云村在外乡贤联谊会"]  # type: ignore[attr-defined]
    assert now.values["reported"] == "上报日期："
