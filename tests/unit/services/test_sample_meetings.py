"""The sample's bodies, meetings and help from outside agree with each other and with its money."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from villagebook.models import Meeting, Project
from villagebook.services import committees, four_steps, meeting_views, social_help_views
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)


def test_who_is_listed_is_who_was_due_and_came(sample: Book) -> None:
    with sample.read() as connection:
        typed = {row.id: (row.due, row.present) for row in connection.execute(
            select(Meeting.id, Meeting.due, Meeting.present))}  # fmt: skip
    found = meeting_views.meetings(sample, TODAY)
    for view in found:
        if view.members:
            assert (view.due, view.present) == typed[view.key], view.code
        assert view.faults == (), view.code
    assert sum(bool(view.members) for view in found) >= 12


def test_bodies_are_led_and_the_clerk_changed(sample: Book) -> None:
    lines = committees.committees(sample, TODAY)
    assert len(lines) == 11
    assert all(line.head and not line.ended for line in lines)
    works = next(line for line in lines if line.kind == "项目实施小组")
    assert [one.name for one in works.former] == ["雷永兴"]
    with sample.read() as connection:
        found = committees.signers(connection, sample.village_id, dt.date(2025, 6, 1))
    assert {kind: people[0] for kind, people in found.items()} == {
        "领导小组": ("钟长明", "组长"), "项目实施小组": ("王建华", "组长"), "项目监督小组": ("蓝志平", "组长")}


def test_projects_of_the_year_have_their_four_steps_in_order(sample: Book) -> None:
    with sample.read() as connection:
        keys = connection.execute(select(Project.id).where(Project.year == 2025)).scalars().all()
    for key in keys:
        states = four_steps.states(sample, ("project", key), TODAY)
        assert [one.state for one in states][:5] == ["done"] * 5
        assert not any(one.fault for one in states)


def test_the_donated_money_is_that_of_the_fund(sample: Book) -> None:
    found = {one.row["giver"]: one for one in social_help_views.matters(sample, TODAY)}
    gift = found["示范县慈善总会"]
    assert (gift.received_fen, gift.used_fen, gift.left_fen) == (5_000_000, 4_500_000, 500_000)
    assert gift.row["used_fen"] == gift.used_fen
    assert not any(one.late for one in found.values())
    assert [one.count for one in social_help_views.reports(sample)] == [2, 1, 1, 1, 1]
