"""What a notice can be about, and what is usual: the period, year, project, cases and notice that are missing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import made_books
from tests.made_books import TODAY
from villagebook.base.errors import UserError
from villagebook.cli import main_group
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, notice_choices, publicity
from villagebook.services.notice_choices import BOARDS, asks_words, choices, completed, kinds, meeting_key
from villagebook.services.notice_sheets import About

D = dt.date


@pytest.fixture(scope="module")
def book():
    with books.open_book(made_books.sample(), read_only=True) as one:
        yield one


@pytest.fixture(scope="module")
def found(book):
    return choices(book, TODAY)


def usual(book, kind, on):
    with book.read() as connection:
        return notice_choices.usual(connection, book, NOTICE_KINDS[kind], on)


def test_kinds_stand_by_board_and_none_is_missing(found):
    boards = [kind.board for kind in found.kinds]
    assert boards == sorted(boards, key=BOARDS.index)
    assert {kind.id for kind in found.kinds} >= set(NOTICE_KINDS.ids)
    accounts = found.kind("village-accounts")
    assert (accounts.days, accounts.signers) == ("10天", ("村民委员会", "村务监督委员会"))
    assert found.kind("no-kind") is None


def test_what_a_kind_asks_for_is_said_with_what_may_be_left_out_in_brackets():
    said = {kind.id: asks_words(kind) for kind in kinds(TODAY)}
    assert (said["project-start"], said["fund-use"], said["village-accounts"]) == (
        "项目", "（项目） （年度）", "（季度或月份）")


def test_the_usual_period_is_the_newest_that_is_not_published_yet(book, found):
    assert found.kind("village-accounts").usual == {"period": "2025Q3"}
    assert {one.code: bool(one.told) for one in found.periods if "Q" in one.code and one.code >= "2024Q3"} == {
        "2025Q3": True, "2025Q2": True, "2025Q1": True, "2024Q4": True, "2024Q3": False}
    # In January the fourth quarter waits; the third one hangs already.
    assert usual(book, "village-accounts", D(2026, 1, 4)) == {"period": "2025Q4"}


def test_the_usual_year_is_the_one_that_is_owed(book, found):
    assert found.kind("donation-use").usual == {"year": 2025}
    assert "year" not in found.kind("annual-plan").usual
    assert found.kind("income-distribution").usual == {"year": 2025}


def test_the_usual_project_is_the_one_whose_next_step_it_is(found):
    for kind in ("project-start", "project-completion", "roster-beneficiaries"):
        project = found.kind(kind).usual.get("project", "")
        assert not project or project in dict(found.projects)
    assert found.kind("roster-beneficiaries").needs == "project"


def test_the_usual_cases_are_all_that_wait(found):
    for kind, waiting in found.cases.items():
        assert found.kind(kind).usual["cases"] == [one.code for one in waiting]


def test_one_click_drafts_every_kind_that_has_something_usual(book, found):
    drawn = [kind.id for kind in found.kinds if kind.usual and publicity.preview(
        book, kind.id, today=TODAY, **kind.usual).pages]  # fmt: skip
    assert {"village-accounts", "donation-use"} <= set(drawn)


def test_what_was_said_is_kept_and_a_missing_period_filled_in(book):
    on = D(2026, 1, 4)
    assert completed(book, "N15", About(), on)["period"] == "2025Q4"
    assert completed(book, "village-accounts", About(period="2025-09"), on) == {"period": "2025-09"}
    assert completed(book, "fund-use", About(year=2025), on) == {"year": 2025}


def test_a_meeting_is_found_by_its_code_its_day_or_its_key(book, found):
    keys = dict(found.meetings)
    by_day = meeting_key(book, "2024-12-12")
    assert keys[str(by_day)].startswith("2024-12-12")
    assert meeting_key(book, str(by_day)) == by_day
    with pytest.raises(UserError, match="书里没有会议"):
        meeting_key(book, "2024-12-13")


def test_the_command_line_drafts_the_usual_and_what_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("villagebook.cli.notices.today", lambda: D(2026, 1, 4))
    path = str(made_books.a_copy(made_books.sample(), tmp_path))

    def said(*words):
        result = CliRunner().invoke(main_group, ["notice", *words], standalone_mode=False)
        assert result.exception is None, result.exception
        return result.output

    assert "上云村2025年第四季度村务、财务公开表" in said("draft", path, "N15")
    assert "上云村2025年9月村务、财务公开表" in said("draft", path, "village-accounts", "--period", "2025-09")
    gifts = said("draft", path, "donation-use", "--year", "2025", "--meeting", "2024-12-12", "--json")
    number = json.loads(gifts)["number"]
    with books.open_book(Path(path), read_only=True) as one:
        row = publicity.view(one, number, D(2026, 1, 4)).row
    assert (row["subject"]["year"], row["meeting_id"] is not None) == (2025, True)
    listed = {kind["id"]: kind for kind in json.loads(said("kinds", path, "--json"))}
    assert listed["village-accounts"]["asks"] == ["period"]
    assert listed["monitored-announcement"]["signers"] == ["乡镇人民政府"]
    assert listed["monitored-announcement"]["follows"] == "监测对象识别公示"
