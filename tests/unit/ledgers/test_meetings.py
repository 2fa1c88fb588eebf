"""The ledgers of meetings, bodies and social help: counted people, matters both ways, money by the entries."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.builders import a_meeting, a_project, a_village, add, an_entry
from villagebook.ledgers import LEDGERS, Scope, rows, totals
from villagebook.models import Committee, CommitteeMember, MeetingDecision, MeetingMember, SocialHelp

D = dt.date
ON = D(2025, 11, 5)


def test_people_listed_are_counted_before_what_was_typed(conn):
    village = a_village(conn)
    scope = Scope(village, ON)
    typed = a_meeting(conn, village, D(2025, 1, 1), due=42, present=38)
    listed = a_meeting(conn, village, D(2025, 1, 2), due=42, present=38)
    ticked = a_meeting(conn, village, D(2025, 1, 3), due=42, present=38)
    for meeting, attendance in ((listed, (None, None)), (ticked, ("到会", "请假", "缺席"))):
        for at, word in enumerate(attendance):
            add(conn, MeetingMember, village_id=village, meeting_id=meeting, name=f"人{at}", attendance=word)
    found = {row["_id"]: (row["due"], row["present"]) for row in rows(conn, LEDGERS["meetings"], scope)}
    assert found == {typed: (42, 38), listed: (2, 38), ticked: (3, 1)}


def test_a_matter_counts_once_whoever_names_the_other(conn):
    village = a_village(conn)
    meeting = a_meeting(conn, village, D(2025, 1, 1))
    both = a_project(conn, village, code="1", meeting_id=meeting).project
    a_project(conn, village, code="2", meeting_id=meeting)
    only = a_project(conn, village, code="3").project
    for key in (both, only):
        add(conn, MeetingDecision, village_id=village, meeting_id=meeting, record="project", record_id=key)
    a_meeting(conn, village, D(2025, 2, 1))
    assert [row["matters"] for row in rows(conn, LEDGERS["meetings"], Scope(village, ON))] == [3, 0]


def test_meetings_are_told_by_year_and_up_to_a_day(conn):
    village = a_village(conn)
    for day in (D(2024, 5, 1), D(2025, 1, 1), D(2025, 6, 1)):
        a_meeting(conn, village, day)
    scope = Scope(village, ON, year=2025)
    assert [row["held_on"] for row in rows(conn, LEDGERS["meetings"], scope)] == [D(2025, 1, 1), D(2025, 6, 1)]
    earlier = replace(scope, through=D(2025, 3, 1))
    assert [row["held_on"] for row in rows(conn, LEDGERS["meetings"], earlier)] == [D(2025, 1, 1)]


def test_members_are_told_by_the_day(conn):
    village = a_village(conn)
    body = add(conn, Committee, village_id=village, name="监督组", kind="项目监督小组")
    for name, since, until in (("去", None, D(2025, 1, 31)), ("在", D(2025, 2, 1), None), ("来", D(2025, 12, 1), None)):
        add(conn, CommitteeMember, village_id=village, committee_id=body, name=name, since=since, until=until)
    add(conn, Committee, village_id=village, name="空", kind="领导小组")
    found = [(row["name"], row["state"]) for row in rows(conn, LEDGERS["committees"], Scope(village, ON))]
    assert set(found) == {("在", "在任"), ("去", "已卸任"), ("来", "未到任"), (None, "没有成员")}
    early = Scope(village, D(2025, 1, 1))
    assert ("去", "在任") in [(row["name"], row["state"]) for row in rows(conn, LEDGERS["committees"], early)]


def test_money_given_less_what_the_entries_used_is_left(conn):
    village = a_village(conn)
    linked = add(conn, SocialHelp, village_id=village, code="1", date=D(2025, 9, 1), kind="捐助资金", amount_fen=1000,
                 used_fen=1)
    typed = add(conn, SocialHelp, village_id=village, code="2", date=D(2025, 9, 2), kind="捐助资金", amount_fen=500,
                used_fen=200)
    add(conn, SocialHelp, village_id=village, code="3", date=D(2025, 9, 3), kind="帮扶资金使用", amount_fen=300)
    add(conn, SocialHelp, village_id=village, code="4", date=D(2025, 9, 4), kind="领导调研考察")
    an_entry(conn, village, "记-1", "到账", 1000, social_help_id=linked, posted=True, on=D(2025, 9, 1))
    spent = an_entry(conn, village, "记-2", "支出", 700, social_help_id=linked, posted=True, on=D(2025, 9, 5))
    an_entry(conn, village, "记-3", "冲销", -100, reverses_id=spent, posted=True, on=D(2025, 10, 5))
    scope = Scope(village, ON)
    found = [(row["code"], row["received_fen"], row["used_fen"], row["left_fen"])
             for row in rows(conn, LEDGERS["social-help"], scope)]
    assert found == [("1", 1000, 600, 400), ("2", 0, 200, 300), ("3", 0, None, None), ("4", 0, None, None)]
    before = replace(scope, through=D(2025, 9, 30))
    assert next(iter(rows(conn, LEDGERS["social-help"], before)))["left_fen"] == 300
    assert totals(conn, LEDGERS["social-help"], scope)["left_fen"] == 700
    assert typed
