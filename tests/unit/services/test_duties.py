"""Duties of a book: the year's calendar in words, the command line, the tasks of 今日."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from tests import made_books
from tests.made_books import TODAY
from villagebook.cli import main_group
from villagebook.services import books, duties, today
from villagebook.services.duties import DUE, MET, MET_LATE, MISSED, TO_COME

D = dt.date


@pytest.fixture(scope="module")
def book():
    with books.open_book(made_books.sample(), read_only=True) as one:
        yield one


def states(book, year, on):
    return {one.key: one.state for one in duties.duties(book, year, on)}


def test_the_sample_village_published_what_was_due(book):
    assert states(book, 2025, TODAY) == {
        "accounts/2025Q1": MET, "accounts/2025Q2": MET, "plan/2025": MET, "accounts/2025Q3": MET_LATE,
        "sharing/2025": TO_COME, "accounts/2025Q4": TO_COME, "results/2025": TO_COME, "gifts/2025": TO_COME,
    }  # fmt: skip
    found = duties.year_of(book, 2025, TODAY)
    assert found.line == "已公开 4 项，未到时候 4 项"
    assert found.years[0] == 2025


def test_a_year_to_come_is_not_said_to_be_without_duties(book):
    assert duties.year_of(book, TODAY.year + 1, TODAY).line == "还没有到，到那一年再列"
    assert duties.year_of(book, 1990, TODAY).line == "没有要公开的事项"


@pytest.mark.parametrize(("key", "on", "state", "said", "short"), [
    ("accounts/2025Q2", TODAY, MET, "2025-07-09 公开", "07-09"),
    ("accounts/2025Q3", TODAY, MET_LATE, "2025-10-31 公开，晚了 1 天", "10-31 晚1天"),
    ("accounts/2025Q4", TODAY, TO_COME, "2026-01-31 前公开", "01-31 前"),
    ("accounts/2025Q4", D(2026, 1, 10), DUE, "2026-01-31 前公开，还有 21 天", "21 天内"),
    ("accounts/2025Q4", D(2026, 1, 31), DUE, "今天该公开", "今天"),
    ("accounts/2025Q4", D(2026, 2, 2), MISSED, "没有公开，已过 2 天", "过 2 天"),
])  # fmt: skip
def test_how_far_a_duty_is_is_said_in_words(book, key, on, state, said, short):
    one = next(one for one in duties.duties(book, 2025, on) if one.key == key)
    assert (one.state, duties.said(one), duties.said_short(one)) == (state, said, short)
    assert duties.source_of(one)


def test_today_names_what_is_due_and_what_was_missed_and_leads_to_its_draft(book):
    def tasks(on):
        found = today.today(book, on).tasks
        return {one.title: one for one in found if one.action == today.DUTIES}

    assert tasks(TODAY) == {}
    due = tasks(D(2026, 1, 10))
    accounts = due["公开：2025年第四季度财务公开"]
    assert (accounts.due, accounts.key, accounts.verb) == (D(2026, 1, 31), "accounts/2025Q4", "去公开")
    assert "没有公开：收益分配公示" in due
    late = tasks(D(2026, 5, 3))["没有公开：财务公开，2 次"]
    assert (late.group, late.detail, late.key) == (today.LATE, "2025年第四季度、2026年第一季度", "accounts/2025Q4")


def test_the_command_line_lists_a_year(book, monkeypatch):
    monkeypatch.setattr("villagebook.cli.notice_duties.today", lambda: TODAY)
    path = str(made_books.sample())
    shown = CliRunner().invoke(main_group, ["notice", "duties", path, "--year", "2025"], standalone_mode=False)
    assert "2025年：已公开 4 项，未到时候 4 项" in shown.output
    plain = CliRunner().invoke(main_group, ["notice", "duties", path, "--json"], standalone_mode=False)
    first = json.loads(plain.output)[0]
    assert (first["period"], first["state"], first["posted_on"]) == ("2025Q1", MET, "2025-04-09")
