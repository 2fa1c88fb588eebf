"""Visits and measures entered, corrected and removed by hand, each undone; what a household was given."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.unit.services.conftest import TODAY
from tests.unit.services.test_lists import dump
from villagebook.base.errors import UserError
from villagebook.cli import main_group
from villagebook.models import Measure, Visit
from villagebook.services import helped, history, households
from villagebook.store import Book

HOME = "3506991012070001"
DONE = {"actor": "测试", "today": TODAY}


@pytest.fixture
def home(sample: Book) -> uuid.UUID:
    """A monitored household of the sample."""
    return households.key_of(sample, HOME)


def newest(book: Book, record: Any) -> dict[str, Any]:
    with book.read() as connection:
        rows = connection.execute(select(record.__table__).order_by(record.__table__.c.id.desc())).mappings()
        return dict(next(iter(rows)))


def undone(book: Book, before: Any) -> bool:
    """Whether one undo brings the book back to what it was."""
    last = history.next_undo(book)
    assert last is not None
    assert history.undo(book, last.seq, actor="测试").conflicts == ()
    return bool(dump(book) == before)


def test_a_household_shows_what_it_was_given(sample: Book, home: uuid.UUID) -> None:
    view = helped.view(sample, home, TODAY)
    assert view.head == "王长庚"
    days = [one.values["from_on"] for one in view.measures]
    assert days == sorted(days, reverse=True)
    assert {(one.values["kind"], one.who) for one in view.measures} >= {("健康帮扶", "李𠅤"), ("产业帮扶", "")}
    assert [one.values["on"] for one in view.visits] == sorted((v.values["on"] for v in view.visits), reverse=True)
    assert {one.values["stage"] for one in view.guarantees} == {"识别时"}
    assert {one.who for one in view.work} == {"王长庚", "王𬭎", "陈𫍯"}
    assert set(view.people.values()) >= {"王长庚", "李𠅤"}


def test_a_visit_is_entered_corrected_removed_and_undone(sample: Book, home: uuid.UUID) -> None:
    before = dump(sample)
    done = helped.add_visit(sample, home, on=TODAY, by=" 林晓芸 ", text="了解用药", kind="了解基本情况", **DONE)
    assert done.heading == "记走访 王长庚"
    visit = newest(sample, Visit)
    assert (visit["on"], visit["visitor"], visit["content"], visit["household_code"], visit["head_name"]) == (
        TODAY, "林晓芸", "了解用药", HOME, "王长庚")  # fmt: skip
    helped.correct(sample, "visit", visit["id"], {"content": "", "solved": "协助报销"}, actor="测试")
    visit = newest(sample, Visit)
    assert (visit["content"], visit["solved"]) == (None, "协助报销")
    assert helped.remove(sample, "visit", visit["id"], actor="测试").heading == "删走访 王长庚"
    assert dump(sample) == before
    for _ in range(2):
        undone(sample, before)
    assert undone(sample, before)


def test_a_measure_is_entered_for_a_member_and_undone(sample: Book, home: uuid.UUID) -> None:
    before = dump(sample)
    person = next(key for key, name in helped.view(sample, home, TODAY).people.items() if name == "李𠅤")
    helped.add_measure(sample, home, kind="综合保障", item="临时救助", on=dt.date(2025, 10, 8), amount_fen=200_000,
                       person=person, **DONE)  # fmt: skip
    measure = newest(sample, Measure)
    assert (measure["person_name"], measure["year"], measure["amount_fen"], measure["kind"]) == (
        "李𠅤", 2025, 200_000, "综合保障")  # fmt: skip
    helped.correct(sample, "measure", measure["id"], {"from_on": "2024.12.1", "amount_fen": "1,500"}, actor="测试")
    measure = newest(sample, Measure)
    assert (measure["from_on"], measure["year"], measure["amount_fen"]) == (dt.date(2024, 12, 1), 2024, 150_000)
    assert not undone(sample, before)
    assert undone(sample, before)


@pytest.mark.parametrize(
    ("words", "ask"),
    [
        ("走访人", lambda book, home: helped.add_visit(book, home, on=TODAY, by=" ", **DONE)),
        ("还没有到", lambda book, home: helped.add_visit(book, home, on=dt.date(2031, 1, 1), by="林", **DONE)),
        ("串门", lambda book, home: helped.add_visit(book, home, on=TODAY, by="林", kind="串门", **DONE)),
        ("措施类别", lambda book, home: helped.add_measure(book, home, kind="", **DONE)),
        ("发钱", lambda book, home: helped.add_measure(book, home, kind="发钱", **DONE)),
        ("小于 0", lambda book, home: helped.add_measure(book, home, kind="其他", amount_fen=-1, **DONE)),
        ("早于", lambda book, home: helped.add_measure(
            book, home, kind="其他", on=TODAY, through=dt.date(2020, 1, 1), **DONE)),
        ("不在书里", lambda book, home: helped.remove(book, "visit", home, actor="测试")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(sample: Book, home: uuid.UUID, words: str, ask: Any) -> None:
    before = dump(sample)
    with pytest.raises(UserError, match=words):
        ask(sample, home)
    assert dump(sample) == before


def test_only_what_people_type_is_corrected(sample: Book, home: uuid.UUID) -> None:
    visit = newest(sample, Visit)
    with pytest.raises(ValueError, match="household_id"):
        helped.correct(sample, "visit", visit["id"], {"household_id": "x"}, actor="测试")


def test_command_line_enters_and_shows(sample: Book) -> None:
    path = str(sample.folder)
    sample.close()

    def run(*words: str) -> str:
        result = CliRunner().invoke(main_group, list(words), standalone_mode=False)
        assert result.exception is None, result.exception
        return result.output

    assert "记走访 王长庚" in run("visit", path, HOME, "--on", "2025-10-20", "--by", "周海涛", "--text", "看望")
    assert "记社会帮扶 王长庚" in run("measure", path, HOME, "--kind", "社会帮扶", "--item", "捐款", "--amount", "300")
    shown = run("help-of", path, HOME)
    assert "2025-10-20" in shown
    assert "捐款" in shown
    assert "300.00" in shown
    assert '"visitor": "周海涛"' in run("help-of", path, HOME, "--json")
