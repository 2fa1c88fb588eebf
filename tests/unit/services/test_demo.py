"""The sample book is the same whenever it is made, and everything in it went through the verbs of a real one."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import made_books
from tests.unit.services.test_lists import dump
from villagebook.base.errors import UserError
from villagebook.checks import run_all
from villagebook.ledgers import Scope
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, demo, history, publicity, tables
from villagebook.services.dossier import binder
from villagebook.store import Book

TODAY = made_books.TODAY


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> demo.Made:
    """The sample book made once more."""
    return demo.make(tmp_path_factory.mktemp("again"), today=TODAY)


def test_two_runs_give_the_same_book_to_the_last_byte_of_the_chain(sample: Book, again: demo.Made) -> None:
    with books.open_book(again.book, read_only=True) as other:
        assert dump(other) == dump(sample)
        assert history.head(other) == history.head(sample)
        assert history.entries(other) == history.entries(sample)


def test_the_chain_and_every_file_are_whole(sample: Book) -> None:
    assert history.verify(sample) == []
    assert sample.files.missing() == []


def test_notices_of_every_kind_and_state_are_there(sample: Book) -> None:
    rows = tables.listed(sample, "notices", tables.scope(sample, TODAY)).rows
    assert {row["kind"] for row in rows} == {*(kind.id for kind in NOTICE_KINDS), "own:1", "received"}
    assert {row["state"] for row in rows} >= {
        publicity.DRAFT, publicity.READY, publicity.UP, publicity.EXPIRED, publicity.DOWN, publicity.ARCHIVED,
        publicity.WITHDRAWN,
    }  # fmt: skip


def test_every_notice_that_hung_has_its_photos_and_what_is_over_its_result(sample: Book) -> None:
    for row in tables.listed(sample, "notices", tables.scope(sample, TODAY)).rows:
        if row["hung"] is None:
            continue
        assert row["photos_up_near"] == row["photos_up_far"] == 1, row["number"]
        if row["state"] == publicity.ARCHIVED:
            assert row["photos_over_near"] == row["photos_over_far"] == 1, row["number"]
            assert row["result"], row["number"]


def test_checks_of_notices_find_only_what_hangs_too_long(sample: Book) -> None:
    with sample.read() as connection:
        findings, _ = run_all(connection, Scope(sample.village_id, TODAY))
    about = Counter(finding.id for finding in findings if finding.id.startswith("notices."))
    assert about == {"notices.still-hanging": 2}


def test_drafts_and_posted_entries_and_reversals_are_there(sample: Book) -> None:
    states = Counter(row["state"] for row in tables.listed(sample, "funds", tables.scope(sample, TODAY)).rows)
    assert set(states) == {"草稿", "已入账", "冲销", "已冲销"}


def test_every_ledger_has_rows(sample: Book) -> None:
    """But those that tell of imports and of findings said to be true: the sample was not imported, nobody answered."""
    empty = {"imports", "import-rows", "acknowledged"}
    for ledger in tables.all_ledgers():
        found = tables.count(sample, ledger.id, tables.scope(sample, TODAY))
        assert (found > 0) != (ledger.id in empty), ledger.id


def test_a_book_that_is_there_is_not_written_over(again: demo.Made) -> None:
    with books.open_book(again.book, read_only=True) as book:
        head = history.head(book)
    with pytest.raises(UserError, match="已经有了"):
        demo.make(again.book.parent, today=TODAY)
    with books.open_book(again.book, read_only=True) as book:
        assert history.head(book) == head


def test_it_says_how_much_there_is(again: demo.Made) -> None:
    with books.open_book(again.book, read_only=True) as book:
        about = books.info(book)
    assert f"{about.households} 户，{about.people} 人" in again.lines[0]


def test_a_corrected_notice_and_its_correction_stand_in_the_binder_and_name_each_other(sample: Book) -> None:
    rows = {row["number"]: row for row in tables.listed(sample, "notices", tables.scope(sample, TODAY)).rows}
    ((number, old),) = ((number, row) for number, row in rows.items() if row["state"] == "已更正")
    new = rows[old["corrected_by"]]
    content = publicity.view(sample, new["number"], TODAY).content
    assert content is not None
    assert f"更正说明：2025年9月22日张贴的{number}，第1行" in content.basis
    slots = binder.binder(sample, old["project"], TODAY).slots
    headings = {row["number"]: row["heading"] for slot in slots for row in slot.notices}
    assert headings[number] == f"{old['title']}（已更正）"
    assert headings[new["number"]] == f"{old['title']}（更正）"
