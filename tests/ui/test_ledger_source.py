"""Ledgers as tables: every ledger derives its columns, keeps secrets masked and counts what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests import made_books
from villagebook.ledgers import LEDGERS, Ledger
from villagebook.models import Privacy
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books
from villagebook.store import Book
from villagebook.ui.ledger_source import LedgerSource, Wanted, chips
from villagebook.ui.models.columns import KINDS, Column, written

TODAY = dt.date(2025, 11, 5)


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    with books.open_book(made_books.sample(), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_every_ledger_is_a_table(book: Book, ledger: Ledger) -> None:
    source = LedgerSource(ledger.id, lambda: TODAY, unit="行")
    keys = source.ids(book, None, False, None)
    rows = source.rows(book, keys[:200])
    assert source.totals(book, None)["label"] == f"{len(keys):,} 行"
    assert all(column.kind in KINDS for column in source.columns)
    for row in rows:
        for column in source.columns:
            assert isinstance(written(column, row[column.id]), str)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_no_secret_is_shown_in_full(book: Book, ledger: Ledger) -> None:
    source = LedgerSource(ledger.id, lambda: TODAY)
    secret = [column.id for column in ledger.columns if column.privacy is Privacy.SECRET]
    shown = {column.id: column for column in source.columns}
    assert all(shown[name].kind == "secret" for name in secret)
    for row in source.rows(book, source.ids(book, None, False, None)):
        assert all("****" in str(row[name]) for name in secret if row[name])


def test_the_first_column_names_the_row_and_the_others_leave_before_it() -> None:
    source = LedgerSource("people", lambda: TODAY, ("name", "code"), looks={"code": {"heading": "编号"}})
    first, second, *others = source.columns
    assert (first.id, first.kind, first.rank) == ("name", "name", 0)
    assert (second.heading, second.optional) == ("编号", False)
    assert all(column.optional for column in others)


def test_further_columns_are_filled_by_the_page(book: Book) -> None:
    class Own(LedgerSource):
        def dress(self, book: Book, row: object) -> dict[str, object]:
            return {**super().dress(book, row), "mark": "✓"}  # type: ignore[arg-type]

    source = Own("households", lambda: TODAY, ("head", "mark"), extra=[Column("mark", "记号")])
    assert source.rows(book, source.ids(book, None, False, None)[:1])[0]["mark"] == "✓"


def test_the_filter_reaches_keys_and_totals(book: Book) -> None:
    source = LedgerSource("households", lambda: TODAY, unit="户")
    wanted = Wanted("王长庚")
    assert len(source.ids(book, None, False, wanted)) == 1
    assert source.totals(book, wanted)["members"] == 6


def test_rows_come_in_the_order_of_their_keys_and_gone_ones_are_empty(book: Book) -> None:
    source = LedgerSource("households", lambda: TODAY)
    first, second = source.ids(book, None, False, None)[:2]
    import uuid

    rows = source.rows(book, [second, uuid.uuid4(), first])
    assert rows[1] == {}
    assert rows[0]["code"] > rows[2]["code"]


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (["脱贫户", "突发严重困难户"], ["监测", "脱贫"]),
        (["脱贫不稳定户", "边缘易致贫户", "低保户", "脱贫户"], ["监测", "脱贫"]),
        (["一般农户"], []),
        (["脱贫户", "低保户", "特困户"], ["脱贫", "低保"]),
        (["没见过的"], []),
    ],
)
def test_the_weightiest_states_are_shown_as_at_most_two_chips(statuses: list[str], words: list[str]) -> None:
    assert [chip.text for chip in chips(statuses)] == words


def test_the_kind_of_a_notice_is_shown_by_its_name(book: Book) -> None:
    source = LedgerSource("notices", lambda: TODAY)
    shown = {row["kind"] for row in source.rows(book, source.ids(book, None, False, None))}
    assert {kind.name for kind in NOTICE_KINDS} | {"上级公示", "厕所改造公示"} == shown
