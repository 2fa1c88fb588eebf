"""What becomes of a notice is told after it happened: days to come, and a year mistyped, are refused."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.services.conftest import TODAY
from tests.unit.services.notices_at_hand import NUMBER, drafted, row
from villagebook.base.errors import UserError
from villagebook.services import books, notice_events, publicity
from villagebook.store import Book

TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose notice is finalised for today."""
    path = tmp_path_factory.mktemp("days") / "b.vbook"
    shutil.copytree(drafted(), path)
    with books.open_book(path) as opened:
        publicity.finalise(opened, NUMBER, TODAY, actor="测试")
    return path


@pytest.fixture
def book(ready: Path, tmp_path: Path) -> Iterator[Book]:
    """A copy of it."""
    shutil.copytree(ready, tmp_path / "b.vbook")
    with books.open_book(tmp_path / "b.vbook") as opened:
        yield opened


def test_nothing_is_recorded_of_a_day_to_come(book: Book) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    with pytest.raises(UserError, match="还没有到"):
        publicity.hang(book, NUMBER, TODAY, actor="测试", today=yesterday)
    publicity.hang(book, NUMBER, TODAY, actor="测试", today=TODAY)
    with pytest.raises(UserError, match=r"还没有到.*破损补贴"):
        notice_events.record(book, NUMBER, "破损补贴", TODAY, actor="测试", back_on=TOMORROW, today=TODAY)
    with pytest.raises(UserError, match=r"还没有到.*摘下"):
        publicity.take_down(book, NUMBER, TOMORROW, actor="测试", today=TODAY)
    with pytest.raises(UserError, match=r"还没有到.*撤回"):
        publicity.withdraw(book, NUMBER, "写错了", TOMORROW, actor="测试", today=TODAY)
    publicity.take_down(book, NUMBER, TOMORROW, actor="测试", today=TOMORROW)
    with pytest.raises(UserError, match=r"还没有到.*归档"):
        publicity.archive(book, NUMBER, "无异议", dt.date(2030, 1, 1), actor="测试", today=TOMORROW)


def test_a_sheet_does_not_hang_a_year_before_the_day_printed_on_it(book: Book) -> None:
    with pytest.raises(UserError, match="多半是年份"):
        publicity.hang(book, NUMBER, TODAY.replace(year=TODAY.year - 1), actor="测试")
    assert row(book)["hung_on"] is None
    publicity.hang(book, NUMBER, TODAY - dt.timedelta(days=2), actor="测试")
