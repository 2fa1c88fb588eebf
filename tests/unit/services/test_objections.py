"""Objections to notices and complaints: taken in three words, answered in order, named nowhere outside the office."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import made_books
from tests.unit.services.notices_at_hand import ROSTER, roster_hung
from villagebook.base.errors import UserError
from villagebook.services import books, history, objection_views, objections, overrides, publicity, today
from villagebook.services.objection_views import ObjectionView
from villagebook.store import Book

TODAY = made_books.TODAY
WHO: dict[str, Any] = {"actor": "陈信息", "today": TODAY}
HANGING, DRAFT = "清溪公示〔2025〕1号", "清溪公示〔2025〕2号"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The imported book with one roster notice on the wall since a week and one draft, closed."""
    path = made_books.a_copy(roster_hung(TODAY - dt.timedelta(days=7)), tmp_path_factory.mktemp("objections"))
    with books.open_book(path) as book:
        publicity.draft(book, "N4", actor="测试", today=TODAY, project=ROSTER)
    return path


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Iterator[Book]:
    """A copy of it, open."""
    with books.open_book(made_books.a_copy(made, tmp_path)) as opened:
        yield opened


def take(book: Book, notice: str | None = None, **texts: str) -> uuid.UUID:
    """An objection to the roster on the wall unless said otherwise."""
    return objections.take(book, {"content": "面积应为9亩", **texts}, notice=notice or HANGING, **WHO)[1]


def of(book: Book, key: uuid.UUID, on: dt.date = TODAY) -> ObjectionView:
    return objection_views.view(book, key, on)


def answer(book: Book, key: uuid.UUID, **texts: str) -> None:
    given = {"handling": "入户丈量为7亩", "result": "不成立", "answer": "维持原公示", **texts}
    objections.answer(book, key, TODAY, given, **WHO)


def test_three_words_are_enough_and_the_rest_is_filled(book: Book) -> None:
    view = of(book, take(book, from_name="谢义金"))
    row = view.row
    assert (row["kind"], row["way"], row["received_on"], row["received_by"]) == ("异议", "当面", TODAY, "陈信息")
    assert (view.code[:5], view.notice, view.open) == ("2025-", HANGING, True)


def test_a_line_keeps_its_words_and_a_line_that_is_not_there_is_refused(book: Book) -> None:
    lines = objection_views.lines_of(book, HANGING)
    view = of(book, take(book, line="2"))
    assert (view.line, view.row["line_text"]) == ("第 2 行", lines[1].text)
    with pytest.raises(UserError, match=f"没有第 {len(lines) + 1} 行，一共 {len(lines)} 行"):
        take(book, line=str(len(lines) + 1))


def test_moving_it_to_another_line_changes_the_words_of_the_line(book: Book) -> None:
    key = take(book, line="2")
    objections.correct(book, key, {"line": "1"}, **WHO)
    assert of(book, key).row["line_text"] == objection_views.lines_of(book, HANGING)[0].text
    objections.correct(book, key, {"line": ""}, **WHO)
    assert of(book, key).row["line_text"] is None


def test_a_complaint_names_a_project_or_says_what_about(book: Book) -> None:
    _, key = objections.take(book, {"way": "12317", "content": "工程质量"}, project=ROSTER, **WHO)
    assert (of(book, key).project[:len(ROSTER)], of(book, key).row["kind"]) == (ROSTER, "投诉")
    _, key = objections.take(book, {"about": "路灯不亮"}, **WHO)
    assert of(book, key).about == "路灯不亮"
    with pytest.raises(UserError, match="没有写反映的是"):
        objections.take(book, {"content": "不满意"}, **WHO)


@pytest.mark.parametrize(("texts", "said"), [
    ({"received_on": "2025-11-06"}, "还没有到"),
    ({"received_on": "2025-01-01"}, "早于张贴日期"),
    ({"way": "梦里"}, "没有“梦里”"),
    ({"from_phone": "不知道"}, "不是电话"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(book: Book, texts: dict[str, str], said: str) -> None:
    before = history.entries(book, 1)[0].seq
    with pytest.raises(UserError, match=said):
        take(book, **texts)
    assert history.entries(book, 1)[0].seq == before


def test_a_draft_cannot_be_objected_to(book: Book) -> None:
    with pytest.raises(UserError, match="还没有张贴"):
        take(book, DRAFT)


def test_the_answer_needs_what_was_found_and_what_came_of_it(book: Book) -> None:
    key = take(book)
    with pytest.raises(UserError, match="没有写核实情况"):
        objections.answer(book, key, TODAY, {"result": "不成立"}, **WHO)
    with pytest.raises(UserError, match="没有写处理结果"):
        objections.answer(book, key, TODAY, {"handling": "丈量"}, **WHO)
    answer(book, key)
    row = of(book, key).row
    assert (row["answered_on"], row["answered_way"], row["handled_by"]) == (TODAY, "当面", "陈信息")
    assert of(book, key).state == "已答复"
    with pytest.raises(UserError, match="已在 2025-11-05 答复"):
        answer(book, key)


def test_an_answer_can_be_taken_back_and_what_was_found_stays(book: Book) -> None:
    key = take(book)
    with pytest.raises(UserError, match="还没有答复"):
        objections.reopen(book, key, actor="陈信息")
    answer(book, key)
    with pytest.raises(UserError, match="已经答复，不能删"):
        objections.remove(book, key, actor="陈信息")
    objections.reopen(book, key, actor="陈信息")
    assert (of(book, key).open, of(book, key).row["handling"]) == (True, "入户丈量为7亩")


def test_a_mistaken_one_is_taken_out_and_undo_brings_it_back(book: Book) -> None:
    key = take(book)
    objections.remove(book, key, actor="陈信息")
    assert key not in [one.key for one in objection_views.every(book, TODAY)]
    history.undo(book, history.entries(book, 1)[0].seq, actor="陈信息")
    assert of(book, key).row["content"] == "面积应为9亩"


def test_the_deadline_counts_working_days_by_what_it_is_and_how_it_came(book: Book) -> None:
    # 2025-11-05 is a Wednesday.
    days = {way: of(book, take(book, way=way)).due_on for way in ("当面", "12345", "信访")}
    assert days == {"当面": dt.date(2025, 11, 12), "12345": dt.date(2025, 11, 12), "信访": dt.date(2026, 1, 4)}
    assert of(book, take(book, kind="投诉")).due_on == dt.date(2025, 11, 26)
    overrides.set_override(book, "objection.notice.days", "3天", actor="陈信息", reason="县里规定")
    assert of(book, take(book)).due_on == dt.date(2025, 11, 8)


def test_days_left_turn_into_days_late(book: Book) -> None:
    key = take(book)
    said = [of(book, key, dt.date(2025, 11, day)).state for day in (5, 12, 13)]
    assert said == ["还有 7 天", "今天到期", "过期 1 天"]
    assert of(book, key, dt.date(2025, 11, 13)).late


def test_those_that_wait_come_first_by_their_day(book: Book) -> None:
    late, soon, done = take(book, kind="投诉"), take(book), take(book)
    answer(book, done)
    mine = [one.key for one in objection_views.every(book, TODAY) if one.key in (late, soon, done)]
    assert mine == [soon, late, done]
    assert {late, soon} <= {one.key for one in objection_views.every(book, TODAY, waiting=True)}


def test_the_journal_never_says_who_it_was(book: Book) -> None:
    key = take(book, from_name="谢义金", from_phone="13500000000")
    answer(book, key)
    headings = [entry.heading for entry in history.entries(book, 2)]
    assert headings == [f"答复异议 {of(book, key).code} {HANGING}", f"记异议 {of(book, key).code} {HANGING}"]


def test_today_says_what_waits_by_its_day_and_leads_to_it(book: Book) -> None:
    key = take(book, from_name="谢义金")
    (task,) = (task for task in today.today(book, TODAY).tasks if task.title.startswith("答复异议"))
    assert (task.title, task.due, task.when) == (f"答复异议：{HANGING}", dt.date(2025, 11, 12), "11-12，还有 7 天")
    assert (task.page, task.key, task.action) == ("notices", str(key), "objections")
    assert "谢义金" not in task.title + task.detail
    answer(book, key)
    assert not [task for task in today.today(book, TODAY).tasks if task.title.startswith("答复异议")]
