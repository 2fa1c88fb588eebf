"""The same book on a township's PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from tests.unit.store import server
from tests.unit.store.samples import VILLAGE, WRITTEN, book_rows, write_everything
from tests.unit.store.test_migrate import described
from villagebook.base.errors import UserError, VillagebookError
from villagebook.models import FundEntry, Membership, Person, Record
from villagebook.store import Book, backup, create, finding, journal, migrate, open_book, schema, triggers
from villagebook.store.guard import UnrecordedWriteError

PROGRAMS = server.binaries()
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed (apt-get install postgresql)"),
]
OTHER = {"name": "石桥村", "code": "350699001202"}


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    assert PROGRAMS is not None
    with server.running(PROGRAMS) as folder:
        yield folder


@pytest.fixture
def url(socket: Path, tmp_path: Path) -> str:
    """A new, empty database."""
    name = f"township_{uuid.uuid4().hex[:12]}"
    engine = create_engine(admin(socket, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"postgresql://villagebook@/{name}?host={socket}&files={tmp_path / 'files here'}"


def admin(socket: Path, name: str) -> str:
    return f"postgresql+psycopg://villagebook@/{name}?host={socket}"


@pytest.fixture
def book(url: str) -> Iterator[Book]:
    with create(url, VILLAGE, actor="王") as made:
        yield made


def other_program(url: str, *statements: str) -> Any:
    """Run SQL past the store; return the last result's rows."""
    engine = create_engine(url.split("&files")[0].replace("postgresql:", "postgresql+psycopg:"))
    try:
        with engine.begin() as connection:
            rows: Any = None
            for statement in statements:
                result = connection.execute(text(statement))
                rows = result.all() if result.returns_rows else None
            return rows
    finally:
        engine.dispose()


def add(book: Book, name: str) -> uuid.UUID:
    with book.work("person.add", "王", name) as work:
        (key,) = work.write_rows(Person, [{"code": name, "name": name}])
        work.commit()
        return key


def present(book: Book) -> Any:
    with book.read() as connection:
        return book_rows(connection)


def test_every_field_is_written_read_verified_and_replayed(book: Book) -> None:
    with book.work("x", "王", "全部") as work:
        keys = write_everything(work, book.village_id)
        work.commit()
    assert journal.verify(book, journal.head(book)) == []
    for change in journal.changes(book, 2):
        assert change.after == present(book)[change.table][0]
    assert len(keys) == len(WRITTEN) + 1
    with journal.as_known(book, dt.datetime(2100, 1, 1, tzinfo=dt.UTC)) as copy:
        assert book_rows(copy) == present(book)


def test_an_operation_is_undone_and_done_again(book: Book, url: str) -> None:
    empty = present(book)
    with book.work("x", "王", "一人") as work:
        person = Person(name="甲")
        work.session.add(person)
        work.session.flush()
        work.session.add(Membership(person_id=person.id, household_code="H"))
        seq = work.commit().seq or 0
    added = present(book)
    assert journal.undo(book, seq, "王").conflicts == ()
    assert present(book) == empty
    book.close()
    with open_book(url) as again:
        journal.undo(again, seq, "王")
        assert present(again) == added
        assert journal.verify(again) == []


def test_conflicts_are_found_here_too(book: Book) -> None:
    key = add(book, "甲")
    with book.work("x", "王", "户") as work:
        work.write_rows(Membership, [{"person_id": key}])
        work.commit()
    (conflict,) = journal.undo(book, 2, "王").conflicts
    assert conflict.record == "membership"


def test_triggers_refuse_other_programs(book: Book, url: str) -> None:
    with book.work("x", "王", "全部") as work:
        write_everything(work, book.village_id)
        work.commit()
    with book.read() as connection:
        assert triggers.listed(connection) == triggers.names()
        assert finding.listed(connection) == finding.names("postgresql")
    for table in ("operation", "change", "fund_entry", "notice"):
        with pytest.raises(IntegrityError, match="villagebook"):
            other_program(url, f"DELETE FROM {table}")
    for statement in (
        "UPDATE operation SET actor = 'x'", "UPDATE change SET record = 'x'", "UPDATE fund_entry SET memo = 'x'",
        "UPDATE notice SET heading = 'x'", "UPDATE notice SET content = '{}'",
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="villagebook"):
            other_program(url, statement)
    other_program(url, "UPDATE notice SET heading = heading, state = '已撤回'")


def test_a_posted_entry_is_refused_in_words(book: Book) -> None:
    with book.work("x", "王", "入账") as work:
        (key,) = work.write_rows(FundEntry, [{"voucher": "V1", "posted_at": book.clock.now()}])
        work.commit()
    with pytest.raises(UserError) as error, book.work("x", "王", "改") as work:
        work.write_rows(FundEntry, updates=[(key, {"memo": "x"})])
    assert error.value.id == "store.posted"


def test_what_others_change_is_named(book: Book, url: str) -> None:
    key = add(book, "R1")
    add(book, "R2")
    other_program(
        url,
        "DROP TRIGGER villagebook_change_update ON change",
        "UPDATE person SET name = '别人' WHERE code = 'R1'",
        "UPDATE change SET after_open_salt = '\\x00' WHERE after_open::text LIKE '%R2%'",
    )
    found = journal.verify(book)
    assert {(each.id, each.subject) for each in found} == {
        ("journal.triggers", book.folder.stem),
        ("journal.change", "R2"),
        ("book.row_changed", "R1"),
    }
    assert ("person", str(key)) in {each.record for each in found}


def test_pointing_to_nothing_is_refused_at_commit(book: Book) -> None:
    with book.work("x", "王", "悬空") as work:
        work.write_rows(Membership, [{"person_id": work.new_id()}])
        with pytest.raises(UserError) as error:
            work.commit()
    assert error.value.id == "store.referred"
    add(book, "还能写")


def test_bulk_statements_past_the_journal_are_refused(book: Book) -> None:
    with pytest.raises(UnrecordedWriteError), book.work("x", "王", "绕过") as work:
        work.connection.execute(text("DELETE FROM person"))


def test_readers_see_one_moment_and_cannot_write(book: Book) -> None:
    with book.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM person")).scalar() == 0
        add(book, "甲")
        assert connection.execute(text("SELECT count(*) FROM person")).scalar() == 0
        book.renew()
        assert connection.execute(text("SELECT count(*) FROM person")).scalar() == 1
    with pytest.raises(VillagebookError) as error, book.read() as connection:
        connection.execute(text("INSERT INTO person (id) VALUES (gen_random_uuid())"))
    assert error.value.id == "store.read_only"


def test_two_people_write_one_village_in_turn(book: Book, url: str) -> None:
    def write(own: Book) -> None:
        for number in range(10):
            add(own, str(number))

    with open_book(url) as second:
        threads = [threading.Thread(target=write, args=(own,)) for own in (book, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [entry.seq for entry in journal.entries(book)] == list(range(21, 0, -1))
    assert journal.verify(book) == []


def test_villages_share_a_database_and_nothing_else(book: Book, url: str) -> None:
    add(book, "甲")
    with create(url, OTHER, actor="李") as other:
        add(other, "乙")
        assert other.counts()["person"] == 1
        assert [entry.seq for entry in journal.entries(other)] == [2, 1]
        assert journal.verify(other) == []
        assert journal.head(other) != journal.head(book)
    assert journal.verify(book) == []
    for query, id in (("", "store.which_village"), ("&village=1", "store.no_such_book")):
        with pytest.raises(UserError) as error:
            open_book(url + query)
        assert error.value.id == id
    with open_book(f"{url}&village={OTHER['code']}", read_only=True) as again:
        assert again.read_only
        assert again.counts()["person"] == 1
    with pytest.raises(UserError) as error:
        create(url, OTHER, actor="李")
    assert error.value.id == "store.exists"


def test_files_are_kept_in_the_folder_the_address_names(book: Book, tmp_path: Path) -> None:
    with book.work("x", "王", "照片") as work:
        key = book.files.put(work, b"jpeg", "a.jpg", "image/jpeg")
        work.commit()
    assert book.files.read(key) == b"jpeg"
    assert book.folder == tmp_path / "files here"


def test_backups_are_the_administrators(book: Book) -> None:
    assert book.on_server
    with pytest.raises(UserError) as error:
        backup.make(book)
    assert error.value.id == "store.backup_on_server"
    assert book.integrity() == []


def unordered(tables: dict[str, Any]) -> dict[str, Any]:
    """Leave out the order of columns: PostgreSQL puts a later one last."""
    return {name: {key: value for key, value in table.items() if key != "order"} for name, table in tables.items()}


def test_migrations_make_the_schema_of_the_models(book: Book, socket: Path, url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = create_engine(admin(socket, "postgres"))
    migrate.upgrade(engine)
    made = create_engine(url.split("&files")[0].replace("postgresql:", "postgresql+psycopg:"))
    for each in (engine, made):
        with each.begin() as connection:
            assert finding.listed(connection) == finding.names("postgresql")
            finding.drop(connection)
    assert unordered(described(engine)) == unordered(described(made))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Record.metadata) == []
        assert triggers.listed(connection) == triggers.names()
        assert schema.version(connection) == schema.VERSION
        columns = {each["name"]: each["type"] for each in inspect(connection).get_columns("person")}
        assert columns["pinyin"].collation == "C"
        assert str(columns["id"]) == "UUID"
    engine.dispose()
    made.dispose()


def test_a_newer_programs_tables_are_refused(book: Book, url: str) -> None:
    book.close()
    other_program(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(VillagebookError) as error:
        open_book(url)
    assert error.value.id == "store.newer_book"


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(VillagebookError) as error:
        open_book(f"postgresql://villagebook@/x?host={tmp_path}")
    assert error.value.id == "store.no_server"


def test_an_empty_database_has_no_book(url: str) -> None:
    with pytest.raises(UserError) as error:
        open_book(url)
    assert error.value.id == "store.no_such_book"
