"""What the database refuses by itself, whoever writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from tests.unit.store.samples import full_row, write_everything
from villagebook.base.errors import UserError
from villagebook.models import FundEntry, Notice, fields_of
from villagebook.models.notice import OPEN_AFTER_POSTING
from villagebook.store import Book, triggers

DAY = dt.date(2026, 4, 1)
NEW = {"state": "已撤回", "taken_down_on": DAY, "withdrawn_on": DAY, "withdrawn_why": "有误", "result": "无异议"}
FIXED = [info.name for info in fields_of(Notice) if info.name not in ("id", "village_id", *OPEN_AFTER_POSTING)]


@pytest.fixture
def keys(book: Book) -> dict[str, Any]:
    with book.work("x", "王", "全部") as work:
        keys = write_everything(work, book.village_id)
        work.commit()
    return keys


def test_every_book_has_these_triggers(book: Book) -> None:
    with book.read() as connection:
        assert triggers.listed(connection) == {
            "villagebook_operation_update",
            "villagebook_operation_delete",
            "villagebook_change_update",
            "villagebook_change_delete",
            "villagebook_book_key_update",
            "villagebook_book_key_delete",
            "villagebook_fund_entry_insert",
            "villagebook_fund_entry_posting",
            "villagebook_fund_entry_update",
            "villagebook_fund_entry_delete",
            "villagebook_closing_update",
            "villagebook_closing_delete",
            "villagebook_notice_update",
            "villagebook_notice_delete",
        }


@pytest.mark.parametrize("table", ["operation", "change", "fund_entry", "notice", "closing"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET village_id = x'00'"])
def test_the_database_refuses_other_programs_too(
    book: Book, keys: dict[str, Any], folder: Any, table: str, statement: str
) -> None:
    connection = dbapi2.connect(str(folder / "book.db"))
    with pytest.raises(dbapi2.IntegrityError, match="villagebook"):
        connection.execute(statement.format(table))
    connection.close()


def test_a_posted_entry_is_neither_changed_nor_deleted(book: Book, keys: dict[str, Any]) -> None:
    for change in ({"updates": [(keys["fund_entry"], {"memo": "别的"})]}, {"deletes": [keys["fund_entry"]]}):
        with pytest.raises(UserError) as error, book.work("x", "王", "改") as work:
            work.write_rows(FundEntry, **change)
        assert error.value.id == "store.posted"
    with book.work("x", "王", "改") as work:
        work.session.get(FundEntry, keys["fund_entry"]).amount_fen = 1  # type: ignore[union-attr]
        with pytest.raises(UserError) as error:
            work.commit()
    assert error.value.id == "store.posted"


def test_a_posted_notice_keeps_everything_but_what_happens_to_it_on_the_wall(book: Book, keys: dict[str, Any]) -> None:
    with book.work("x", "王", "撤回") as work:
        work.write_rows(Notice, updates=[(keys["notice"], NEW)])
        assert work.commit().seq
    with pytest.raises(UserError) as error, book.work("x", "王", "删") as work:
        work.write_rows(Notice, deletes=[keys["notice"]])
    assert error.value.id == "store.posted"


@pytest.mark.parametrize("name", FIXED)
def test_a_posted_notices_field_is_fixed(book: Book, keys: dict[str, Any], name: str) -> None:
    values = full_row(Notice, keys)
    other = {"posted_at": None, "subject": {}, "content": {}, "words": {}}.get(name, _other(values[name]))
    with pytest.raises(UserError) as error, book.work("x", "王", "改") as work:
        work.write_rows(Notice, updates=[(keys["notice"], {name: other})])
    assert error.value.id == "store.posted"


def test_drafts_are_free(book: Book, keys: dict[str, Any]) -> None:
    with book.work("x", "王", "草稿") as work:
        draft = {**full_row(Notice, keys), "id": work.new_id(), "posted_at": None}
        entry = {**full_row(FundEntry, keys), "id": work.new_id(), "posted_at": None, "reverses_id": None}
        work.write_rows(Notice, [draft])
        work.write_rows(FundEntry, [entry])
        work.commit()
    with book.work("x", "王", "改草稿") as work:
        work.write_rows(Notice, updates=[(draft["id"], {"heading": "别的"})])
        work.write_rows(FundEntry, updates=[(entry["id"], {"posted_at": book.clock.now()})])
        work.commit()
    with book.work("x", "王", "删草稿") as work:
        work.write_rows(Notice, deletes=[draft["id"]])
        assert work.commit().seq


def test_posting_again_with_the_same_values_is_no_change(book: Book, keys: dict[str, Any]) -> None:
    """The trigger looks at values, not at which columns a statement names."""
    with book.work("x", "王", "同值") as work:
        driver: Any = work.connection.connection.driver_connection
        driver.execute("UPDATE notice SET heading = heading, state = '已摘下'")


def test_triggers_can_be_dropped_and_made_again(book: Book) -> None:
    engine = book.engines.writer
    assert engine is not None
    with book.work("x", "王", "x") as work:
        from villagebook.store.guard import gate

        with gate(work.connection):
            triggers.drop(work.connection)
            assert triggers.listed(work.connection) == frozenset()
            work.connection.execute(text("DELETE FROM operation WHERE seq > 5"))
            triggers.create(work.connection)
            assert triggers.listed(work.connection) == triggers.names()


def _other(value: Any) -> Any:
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value + dt.timedelta(days=1) if isinstance(value, dt.date) else None
