"""The book as it was recorded on an earlier day: the same ledgers, without what was recorded since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import made_books
from tests.unit.services.conftest import CLEAN, FAULTY, TODAY, take
from villagebook.base.errors import KnownError, UserError
from villagebook.ledgers import LEDGERS
from villagebook.models import Village
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, known_at, tables
from villagebook.store import Book, Undo, journal

#: What is read of the journal's moments; import rows are thousands and never change.
SHOWN = [ledger.id for ledger in LEDGERS if ledger.id != "import-rows"]


class Watch:
    """A clock that can be put wrong; an hour passes with each look at it."""

    def __init__(self) -> None:
        self.time = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        self.time += dt.timedelta(hours=1)
        return self.time


def told(book: Book) -> dict[str, Any]:
    """Every ledger's rows and totals."""
    within = tables.scope(book, TODAY)
    found = {name: tables.listed(book, name, within) for name in SHOWN}
    return {name: ([dict(row) for row in one.rows], dict(one.totals)) for name, one in found.items()}


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[tuple[Book, Watch]]:
    """An empty book whose clock goes on by an hour with each look at it."""
    clock = Watch()
    with books.create(tmp_path / "b.vbook", name="清溪村", code="350699101203", actor="测试", clock=clock) as book:
        yield book, clock


def test_each_moment_of_the_journal_is_as_it_was_recorded_then(growing: tuple[Book, Watch]) -> None:
    book, _ = growing
    recorded = []
    for name in (CLEAN[0], CLEAN[1], CLEAN[2], FAULTY[0], FAULTY[2]):
        take(book, name)
        recorded.append((journal.entries(book, 1)[0].at, told(book)))
    journal.undo(book, journal.entries(book, 1)[0].seq, "测试")
    for at, then in recorded:
        assert told(known_at.as_known(book, at)) == then
    assert len({id(known_at.as_known(book, at)) for at, _ in recorded[:1] * 3}) == 1


def test_the_sample_book_can_be_seen_at_any_of_its_days(sample: Book) -> None:
    """Posted notices and entries of later days are not there yet, and never more than today."""
    entries = journal.entries(sample)[::-1]
    sampled = entries[:: max(1, len(entries) // 6)]
    counts = [tables.count(known_at.as_known(sample, e.at), "funds", tables.scope(sample, TODAY)) for e in sampled]
    assert counts == sorted(counts)
    assert known_at.as_known(sample, entries[-1].at) is sample


def test_a_day_ends_at_its_last_moment_here(growing: tuple[Book, Watch]) -> None:
    book, _ = growing
    with book.work("x", "测试", "名", Undo.INVERSE) as work:
        work.write_rows(Village, updates=[(book.village_id, {"name": "新溪村"})])
        work.commit()
    # 3:00 UTC is eleven in the morning here; the day before, the book did not exist.
    assert books.info(known_at.as_known(book, dt.date(2025, 3, 1))).name == "新溪村"
    with pytest.raises(UserError, match=r"2025年2月28日书里还什么都没有.*3月1日 才建"):
        known_at.as_known(book, dt.date(2025, 2, 28))


def test_nothing_can_be_written_into_the_past(growing: tuple[Book, Watch]) -> None:
    book, _ = growing
    take(book, CLEAN[0])
    then = known_at.as_known(book, journal.entries(book)[-1].at)
    with pytest.raises(KnownError):
        then.work("x", "测试", "改", Undo.INVERSE)
    assert tables.count(then, "households", tables.scope(book, TODAY)) == 0
    assert tables.count(book, "households", tables.scope(book, TODAY)) > 0


def test_a_read_only_book_can_be_asked_too(tmp_path: Path) -> None:
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path), read_only=True) as book:
        first = journal.entries(book)[-2]
        assert tables.count(known_at.as_known(book, first.at), "notices", tables.scope(book, TODAY)) == 0


def test_a_computers_wrong_clock_does_not_mix_the_order(growing: tuple[Book, Watch]) -> None:
    book, clock = growing
    take(book, CLEAN[0])
    late = journal.entries(book, 1)[0].at
    clock.time = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # its battery was empty
    take(book, CLEAN[2])
    before = known_at.as_known(book, late - dt.timedelta(microseconds=1))
    assert tables.count(before, "projects", tables.scope(book, TODAY)) == 0


def test_notices_are_shown_by_the_name_of_their_kind(sample: Book) -> None:
    found = tables.listed(sample, "notices", tables.scope(sample, TODAY))
    names = {kind.name for kind in NOTICE_KINDS} | {"上级公示", "厕所改造公示"}
    assert {tables.named(found.ledger, row)["kind"] for row in found.rows} <= names
