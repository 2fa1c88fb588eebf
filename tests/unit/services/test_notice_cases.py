"""Notices about cases: who waits, what a draft takes of itself, and the step that hanging it is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests import made_books
from tests.waiting_cases import wait_for
from villagebook.base.errors import UserError
from villagebook.models import Notice
from villagebook.notices import NOTICE_KINDS
from villagebook.services import (
    books,
    case_drafts,
    cases,
    fields,
    notice_cases,
    notice_corrections,
    notice_difference,
    publicity,
)
from villagebook.services.cases import Aid
from villagebook.services.notice_sheets import drafted_content
from villagebook.store import Book

D = dt.date
WHO = "测试"
ON = D(2025, 10, 20)
ONE, TWO, THREE = "3506991012070002", "3506991012070005", "3506991012070011"  # 一般农户
N8, N9 = "monitored-identification", "monitored-announcement"
EDGE = "边缘易致贫户"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A copy of the sample book, open; its own cases wait for nothing on ON but what they say."""
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as opened:
        yield opened


def waits(book: Book, kind: str = N8, on: dt.date = ON) -> list[str]:
    """Codes of the households whose cases wait."""
    with book.read() as connection:
        return [one.household_code for one in notice_cases.waiting(connection, book.village_id, kind, on)]


def stored(book: Book, number: str) -> dict[str, Any]:
    with book.read() as connection:
        return dict(connection.execute(select(Notice.__table__).where(Notice.number == number)).mappings().one())


def refused(done: Any) -> UserError:
    with pytest.raises(UserError) as caught:
        done()
    return caught.value


def step(book: Book, key: uuid.UUID, step_id: str, on: dt.date) -> None:
    cases.do_step(book, key, step_id, on, actor=WHO, why="测试")


# --- who waits --------------------------------------------------------------------------------------------------------


def test_a_case_waits_from_the_day_the_step_before_is_done_until_a_notice_names_it(book: Book) -> None:
    _, code = wait_for(book, ONE, N8, ON, target=EDGE)
    assert waits(book, on=ON - dt.timedelta(days=1)) == []
    assert waits(book) == [ONE]
    with book.read() as connection:
        (one,) = notice_cases.waiting(connection, book.village_id, N8, ON)
    assert (one.code, one.target) == (code, EDGE)
    made = publicity.draft(book, N8, actor=WHO, today=ON)
    assert waits(book) == []
    publicity.post(book, made.number, ON, actor=WHO)
    publicity.withdraw(book, made.number, "写错", ON, actor=WHO)
    assert waits(book) == [ONE]


def test_other_kinds_have_no_cases(book: Book) -> None:
    with book.read() as connection:
        assert notice_cases.waiting(connection, book.village_id, "fund-use", ON) == ()
        assert notice_cases.waiting(connection, book.village_id, "own:x", ON) == ()


def test_all_that_wait_go_on_one_sheet_and_the_draft_keeps_them(book: Book) -> None:
    codes = [wait_for(book, home, N8, ON, target=EDGE)[1] for home in (TWO, ONE)]
    view = cases.view(book, cases.key_of(book, codes[0]), ON)
    assert (view.next.do, view.next.verb) == (f"notice:{N8}", "拟公示")
    assert "另有 1 户等着，拟在同一张上" in view.next.text
    made = case_drafts.draft_next(book, codes[0], actor=WHO, today=ON)
    subject = stored(book, made.number)["subject"]
    assert (subject["cases"], subject["households"]) == ([codes[1], codes[0]], [ONE, TWO])
    late, _ = wait_for(book, THREE, N8, ON, target=EDGE)
    content = publicity.view(book, made.number, ON).content
    assert content is not None
    assert content.tables[0].count_text == "2户"
    assert cases.view(book, late, ON).next.do == f"notice:{N8}"
    assert cases.view(book, cases.key_of(book, codes[1]), ON).next.do == f"open:{made.number}"


def test_one_alone_leaves_the_others_waiting(book: Book) -> None:
    codes = [wait_for(book, home, N8, ON, target=EDGE)[1] for home in (ONE, TWO)]
    made = case_drafts.draft_next(book, codes[0], actor=WHO, today=ON, alone=True)
    assert stored(book, made.number)["subject"]["cases"] == [codes[0]]
    assert waits(book) == [TWO]


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_nothing_waits_is_said(book: Book) -> None:
    error = refused(lambda: publicity.draft(book, N8, actor=WHO, today=ON))
    assert error.id == "notice.nothing-waits"
    assert "没有等着监测对象识别公示的监测对象识别" in str(error)


@pytest.mark.parametrize(("about", "error", "says"), [
    ({"cases": ["2999-001"]}, "notice.case-unknown", "2999-001"),
    ({"households": [ONE]}, "notice.no-case", "没有登记监测对象识别"),
    ({"households": ["999"]}, "notice.no-case", "999"),
])  # fmt: skip
def test_what_is_no_case_is_refused(book: Book, about: Any, error: str, says: str) -> None:
    told = refused(lambda: publicity.draft(book, N8, actor=WHO, today=ON, **about))
    assert (told.id, says in str(told)) == (error, True)


def test_a_household_that_is_monitored_already_does_not_hang_again(book: Book) -> None:
    monitored = next(one for one in cases.cases(book, ON) if one.kind == "监测对象识别" and one.state == "已办结")
    told = refused(lambda: publicity.draft(book, N8, actor=WHO, today=ON, households=[monitored.household_code]))
    assert told.id == "notice.case-step"
    assert "已经办结" in str(told)


def test_a_case_at_another_step_is_refused_by_name(book: Book) -> None:
    key, code = wait_for(book, ONE, N8, ON, target=EDGE)
    told = refused(lambda: publicity.draft(book, N9, actor=WHO, today=ON, cases=[code]))
    assert (told.id, f"（{code}）2025-10-20 还在村内公示这一步" in str(told)) == ("notice.case-step", True)
    told = refused(lambda: publicity.draft(book, "risk-removal", actor=WHO, today=ON, cases=[code]))
    assert told.id == "notice.case-kind"
    cases.take_back(book, key, "meeting", actor=WHO)
    told = refused(lambda: case_drafts.draft_next(book, code, actor=WHO, today=ON))
    assert told.id == "case.no_notice"


def test_a_case_on_a_notice_that_stands_is_not_put_on_another(book: Book) -> None:
    _, code = wait_for(book, ONE, N8, ON, target=EDGE)
    first = publicity.draft(book, N8, actor=WHO, today=ON)
    told = refused(lambda: publicity.draft(book, N8, actor=WHO, today=ON, cases=[code]))
    assert (told.id, first.number in str(told)) == ("notice.case-told", True)


def test_a_step_that_did_not_pass_puts_nobody_on_the_wall(book: Book) -> None:
    key, code = wait_for(book, ONE, N8, ON, target=EDGE)
    cases.do_step(book, key, "meeting", ON, actor=WHO, passed=False)
    assert waits(book) == []
    assert "民主评议没有通过" in str(refused(lambda: publicity.draft(book, N8, actor=WHO, today=ON, cases=[code])))


def test_a_case_without_its_class_is_refused(book: Book) -> None:
    _, code = wait_for(book, ONE, N8, ON)
    told = refused(lambda: publicity.draft(book, N8, actor=WHO, today=ON))
    assert (told.id, code in str(told), "还没有写类别" in str(told)) == ("notice.case-lacks", True, True)


# --- hanging is the step ----------------------------------------------------------------------------------------------


def test_hanging_dates_the_step_and_the_clock_runs_from_the_last_day(book: Book) -> None:
    key, _ = wait_for(book, ONE, N8, ON, target=EDGE)
    made = publicity.draft(book, N8, actor=WHO, today=ON)
    publicity.finalise(book, made.number, ON, actor=WHO, days=7)
    waiting = cases.view(book, key, ON).next
    assert (waiting.do, "等着张贴" in waiting.text) == (f"open:{made.number}", True)
    publicity.hang(book, made.number, ON, actor=WHO)
    view = cases.view(book, key, ON)
    assert (view.step("notice").on, view.step("notice").notice, view.step("notice").unnamed) == (ON, made.number, ())
    assert view.step("town").from_on == D(2025, 10, 28)
    assert "要满5天，到 2025-10-27" in view.next.text


def test_the_announcement_follows_the_public_notice_of_the_same_cases(book: Book) -> None:
    key, _ = wait_for(book, ONE, N8, ON, target=EDGE)
    first = publicity.draft(book, N8, actor=WHO, today=ON)
    publicity.post(book, first.number, ON, actor=WHO)
    for place, name in enumerate(("town", "county")):
        step(book, key, name, D(2025, 10, 27 + place))
    view = cases.view(book, key, D(2025, 10, 29))
    assert (view.next.do, view.next.verb) == (f"notice:{N9}", "拟公告")
    told = publicity.draft(book, N9, actor=WHO, today=D(2025, 10, 29))
    assert stored(book, told.number)["follows_id"] == stored(book, first.number)["id"]
    content = publicity.view(book, told.number, D(2025, 10, 29)).content
    assert content is not None
    assert content.signers == ("云岭镇人民政府",)
    assert "民主评议会讨论通过" not in content.basis


def test_a_notice_withdrawn_is_asked_for_again_and_takes_the_step(book: Book) -> None:
    key, _ = wait_for(book, ONE, N8, ON, target=EDGE)
    first = publicity.draft(book, N8, actor=WHO, today=ON)
    publicity.post(book, first.number, ON, actor=WHO)
    publicity.withdraw(book, first.number, "组别写错", ON, actor=WHO)
    view = cases.view(book, key, ON)
    assert (view.next.do, view.next.text) == (f"notice:{N8}", f"{first.number}已经撤回，要重新公示。")
    later = D(2025, 10, 22)
    again = publicity.draft(book, N8, actor=WHO, today=later)
    assert cases.view(book, key, later).next.do == f"open:{again.number}"
    publicity.post(book, again.number, later, actor=WHO)
    found = cases.view(book, key, later).step("notice")
    assert (found.notice, found.on) == (again.number, later)


def test_the_notice_that_corrects_it_takes_the_step_and_the_time_begins_anew(book: Book) -> None:
    key, _ = wait_for(book, ONE, N8, ON, target=EDGE)
    first = publicity.draft(book, N8, actor=WHO, today=ON)
    publicity.post(book, first.number, ON, actor=WHO)
    assert notice_difference.of(book, first.number, ON).same
    fields.edit(book, "dynamic_case", key, "target", "突发严重困难户", actor=WHO)
    (found,) = notice_difference.of(book, first.number, ON).found
    assert (found.before, found.after) == (EDGE, "突发严重困难户")
    later = D(2025, 10, 21)
    again = notice_corrections.correct(book, first.number, actor=WHO, today=later)
    publicity.post(book, again.number, later, actor=WHO)
    step_now = cases.view(book, key, later).step("notice")
    assert (step_now.notice, step_now.on) == (again.number, later)
    assert cases.view(book, key, later).step("town").from_on == D(2025, 10, 27)


def test_a_step_written_down_by_hand_gets_the_notice_and_keeps_its_day(book: Book) -> None:
    key, code = wait_for(book, ONE, N8, ON, target=EDGE)
    step(book, key, "notice", ON)
    assert waits(book, on=D(2025, 10, 21)) == []
    made = publicity.draft(book, N8, actor=WHO, today=D(2025, 10, 21), cases=[code])
    publicity.post(book, made.number, D(2025, 10, 21), actor=WHO)
    found = cases.view(book, key, D(2025, 10, 21)).step("notice")
    assert (found.notice, found.on) == (made.number, ON)


def test_a_hanging_notice_says_the_same_when_its_cases_went_on(book: Book) -> None:
    key, _ = wait_for(book, ONE, N8, ON, target=EDGE)
    made = publicity.draft(book, N8, actor=WHO, today=ON)
    publicity.post(book, made.number, ON, actor=WHO)
    step(book, key, "town", D(2025, 10, 27))
    row = stored(book, made.number)
    with book.read() as connection:
        now = drafted_content(connection, book, row, row["from_on"], D(2025, 10, 28))
    assert now.tables[0].rows == publicity.view(book, made.number, ON).content.tables[0].rows  # type: ignore[union-attr]


# --- 低保 and 特困 ----------------------------------------------------------------------------------------------------


def test_assistance_goes_from_the_application_to_the_confirmed_sheet(book: Book) -> None:
    key, _ = wait_for(book, ONE, "assistance-first", ON, target="低保户")
    lacks = refused(lambda: publicity.draft(book, "assistance-first", actor=WHO, today=ON))
    assert "还没有写保障人数" in str(lacks)
    cases.do_step(book, key, "meeting", ON, actor=WHO, aid=Aid(2, "B类", 96_000))
    made = publicity.draft(book, "assistance-first", actor=WHO, today=ON)
    content = publicity.view(book, made.number, ON).content
    assert content is not None
    (table,) = content.tables
    assert [row[2:] for row in table.rows] == [(2, "低保户·B类", 96_000, "拟保障")]
    assert (table.totals[2], table.totals[4]) == (2, 96_000)
    publicity.post(book, made.number, ON, actor=WHO)
    cases.do_step(book, key, "county", D(2025, 10, 28), actor=WHO, aid=Aid(month_fen=88_000))
    done = publicity.draft(book, "assistance-confirmed", actor=WHO, today=D(2025, 10, 29))
    publicity.post(book, done.number, D(2025, 10, 29), actor=WHO)
    frozen = publicity.view(book, done.number, D(2025, 10, 29)).content
    assert frozen is not None
    assert [row[2:] for row in frozen.tables[0].rows] == [(2, "低保户·B类", 88_000, "已保障")]
    cases.close(book, key, D(2025, 10, 30), actor=WHO)
    assert cases.view(book, key, D(2025, 10, 30)).outcome == "2025-10-28 起为低保户"


def test_what_is_no_assistance_takes_no_amounts(book: Book) -> None:
    key, _ = wait_for(book, ONE, N8, ON, target=EDGE)
    told = refused(lambda: cases.do_step(book, key, "meeting", ON, actor=WHO, aid=Aid(2, None, None)))
    assert told.id == "case.no_aid"
    aided, _ = wait_for(book, TWO, "assistance-first", ON, target="特困户")
    assert refused(lambda: cases.do_step(book, aided, "meeting", ON, actor=WHO, aid=Aid(0))).id == "case.aid"


# --- the sample -------------------------------------------------------------------------------------------------------


def test_the_sample_has_each_kind_of_case_notice_with_its_step(book: Book) -> None:
    kinds = {kind.id for kind in NOTICE_KINDS if kind.steps}
    with book.read() as connection:
        rows = [dict(row) for row in connection.execute(select(Notice.__table__)).mappings()]
    told = [row for row in rows if row["kind"] in kinds]
    assert {row["kind"] for row in told if row["posted_at"]} == kinds
    every = {one.code: cases.view(book, one.key, D(2025, 11, 5)) for one in cases.cases(book, D(2025, 11, 5))}
    for row in told:
        for code in row["subject"]["cases"] if row["posted_at"] else ():
            assert row["number"] in {one.notice for one in every[code].steps}, (row["number"], code)
    ours = {row["id"]: row for row in rows}
    for row in told:
        if NOTICE_KINDS[row["kind"]].follows:
            assert ours[row["follows_id"]]["kind"] == NOTICE_KINDS[row["kind"]].follows
