"""Opening and closing books, and what is said when that does not work."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from tests.unit.store.samples import VILLAGE, seeded_book, write_everything
from villagebook.base.errors import KnownError, UserError, VillagebookError
from villagebook.models import Person
from villagebook.store import Book, create, journal, open_book, places
from villagebook.store.connections import Access, connect


def count(connection: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(Person)).scalar())


def add(book: Book, name: str = "甲") -> None:
    with book.work("person.add", "王", "添加") as work:
        work.write_rows(Person, [{"name": name}])
        work.commit()


def refused(call: Any, *args: Any, **options: Any) -> VillagebookError:
    with pytest.raises(VillagebookError) as error:
        call(*args, **options).close()
    assert "\n" not in str(error.value)
    assert str(error.value)
    return error.value


def test_a_new_book_is_a_folder_with_database_files_and_backups(book: Book, folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} >= {"book.db", "files", "backups"}
    (entry,) = journal.entries(book)
    assert (entry.seq, entry.actor, entry.heading, entry.tables) == (1, "王小明", "建账：清溪村", {"village": 1})
    assert journal.verify(book) == []


def test_closing_leaves_one_plain_file(folder: Path) -> None:
    with seeded_book(folder) as book:
        add(book)
        assert (folder / "book.db-wal").exists()
    assert {path.name for path in folder.iterdir()} == {"book.db", "files", "backups"}
    with dbapi2.connect(str(folder / "book.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_a_closed_folder_can_be_copied(folder: Path, tmp_path: Path) -> None:
    with seeded_book(folder) as book:
        add(book)
        head = journal.head(book)
    shutil.copytree(folder, tmp_path / "另一处.vbook")
    with open_book(tmp_path / "另一处.vbook") as copy:
        assert journal.head(copy) == head
        add(copy)


def test_pragmas_of_the_writer_and_of_readers(book: Book) -> None:
    with book.work("x", "王", "x") as work, book.read() as reading:
        for connection, expected in ((work.connection, ("wal", 2, 1, 0)), (reading, ("wal", 2, 1, 1))):
            found = tuple(
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")
            )
            assert found == expected
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_the_writer_begins_immediate_and_readers_do_not(book: Book) -> None:
    said: list[str] = []
    for engine in (book.engines.writer, book.engines.reader):
        event.listen(engine, "before_cursor_execute", lambda *seen: said.append(seen[2]))
    with book.work("x", "王", "x"):
        pass
    with book.read() as connection:
        count(connection)
    assert [text for text in said if text.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_a_reader_sees_one_moment_until_renewed(book: Book) -> None:
    with book.read() as connection:
        assert count(connection) == 0
        add(book)
        assert count(connection) == 0
        with book.read() as inner:
            assert inner is connection
        book.renew()
        assert count(connection) == 1
    add(book)
    with book.read() as connection:
        assert count(connection) == 2


def test_threads_read_while_another_writes(book: Book) -> None:
    seen: list[int] = []

    def read() -> None:
        with book.read() as connection:
            seen.append(count(connection))

    with book.work("x", "王", "x") as work:
        work.write_rows(Person, [{"name": "甲"}])
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        work.commit()
    read()
    assert seen == [0, 1]


def test_readers_cannot_write(book: Book) -> None:
    with pytest.raises(VillagebookError) as error, book.read() as connection:
        connection.execute(text("DELETE FROM person"))
    assert error.value.id == "store.read_only"


def test_a_closed_book_cannot_be_used(folder: Path) -> None:
    book = seeded_book(folder)
    book.close()
    book.close()
    with pytest.raises(RuntimeError, match="closed"), book.read():
        pass


def test_a_second_opener_is_told_who_has_it_and_since_when(book: Book, folder: Path) -> None:
    error = refused(open_book, folder)
    assert error.id == "store.locked"
    assert str(os.getpid()) in str(error)
    assert "自 20" in str(error)


def test_another_process_is_refused_too(book: Book, folder: Path) -> None:
    program = (
        "import sys\nfrom villagebook.store import open_book\nfrom villagebook.base.errors import KnownError\n"
        "try: open_book(sys.argv[1])\nexcept KnownError as e: print(e.id)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, folder], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout == "store.locked\n"


def test_the_lock_of_a_killed_process_is_free(folder: Path) -> None:
    seeded_book(folder).close()
    program = (
        "import sys, os, signal\nfrom villagebook.store import open_book\nbook = open_book(sys.argv[1])\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program, folder], check=False)
    assert done.returncode != 0
    assert (folder / "book.lock").exists()
    with open_book(folder) as book:
        add(book)


def test_reading_beside_a_writer_needs_no_lock(book: Book, folder: Path) -> None:
    with open_book(folder, read_only=True) as other:
        add(book)
        with other.read() as connection:
            assert count(connection) == 1
        assert refused(other.work, "x", "王", "x").id == "store.read_only"


def test_a_book_whose_program_was_killed_can_be_looked_at(folder: Path) -> None:
    seeded_book(folder).close()
    program = (
        "import sys, os, signal\nfrom villagebook.store import open_book\nfrom villagebook.models import Person\n"
        "book = open_book(sys.argv[1])\n"
        "with book.work('x', 'y', 'z') as work:\n work.write_rows(Person, [{'name': 'a'}]); work.commit()\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, folder], check=False)
    assert (folder / "book.db-wal").stat().st_size
    with open_book(folder, read_only=True) as book, book.read() as connection:
        assert count(connection) == 1


def test_read_only_media_open_immutable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with seeded_book(folder) as book:
        add(book)
    monkeypatch.setattr(places, "writable", lambda path: False)
    before = {path.name for path in folder.iterdir()}
    with open_book(folder, read_only=True) as book:
        with book.read() as connection:
            assert count(connection) == 1
        assert journal.verify(book) == []
        assert {path.name for path in folder.iterdir()} == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become somebody else")
def test_somebody_without_the_right_to_write_reads_and_is_told() -> None:
    shared = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    shared.chmod(0o755)
    folder = shared / "清溪.vbook"
    with seeded_book(folder) as book:
        add(book)
    program = (
        "import os, sys\nfrom villagebook.store import open_book, journal\n"
        "from villagebook.base.errors import KnownError\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "with open_book(sys.argv[1], read_only=True) as book: print(len(journal.entries(book)))\n"
        "try: open_book(sys.argv[1])\nexcept KnownError as e: print(e.id)"
    )
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=False)
    shutil.rmtree(shared)
    assert (done.stdout.split(), done.stderr) == (["2", "store.read_only"], "")


def test_an_unfinished_book_on_read_only_media_is_not_shown_without_its_last_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded_book(folder).close()
    (folder / "book.db-wal").write_bytes(b"something")
    monkeypatch.setattr(places, "writable", lambda path: False)
    assert refused(open_book, folder, read_only=True).id == "store.unfinished"


def test_no_such_book(tmp_path: Path) -> None:
    assert refused(open_book, tmp_path / "没有.vbook").id == "store.no_such_book"


@pytest.mark.parametrize("content", [None, b"", b"not a database at all, just some text" * 100])
def test_not_a_book(tmp_path: Path, content: bytes | None) -> None:
    other = tmp_path / "别的.vbook"
    other.mkdir()
    if content is not None:
        (other / "book.db").write_bytes(content)
    expected = {None: "store.not_a_book", b"": "store.not_a_book"}.get(content, "store.corrupt")
    assert refused(open_book, other).id == expected
    assert refused(open_book, other, read_only=True).id == expected
    assert not (other / "book.lock").exists()


def test_a_database_of_another_program_is_not_a_book(tmp_path: Path) -> None:
    other = tmp_path / "别的.vbook"
    other.mkdir()
    connection = dbapi2.connect(str(other / "book.db"))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert refused(open_book, other).id == "store.not_a_book"


def test_a_folder_with_another_ending_is_not_a_book(folder: Path, tmp_path: Path) -> None:
    seeded_book(folder).close()
    folder.rename(tmp_path / "清溪村")
    assert refused(open_book, tmp_path / "清溪村").id == "store.not_a_book"


def test_a_newer_programs_book_is_refused_and_left_alone(folder: Path) -> None:
    seeded_book(folder).close()
    connection = dbapi2.connect(str(folder / "book.db"))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = (folder / "book.db").read_bytes()
    assert refused(open_book, folder).id == "store.newer_book"
    assert refused(open_book, folder, read_only=True).id == "store.newer_book"
    assert (folder / "book.db").read_bytes() == before


def test_a_damaged_file_is_reported_in_words(folder: Path) -> None:
    with seeded_book(folder) as book, book.work("x", "王", "x") as work:
        write_everything(work, book.village_id)
        work.commit()
    data = bytearray((folder / "book.db").read_bytes())
    for start in range(4096 * 3, len(data), 4096):
        data[start : start + 200] = b"\xff" * 200
    (folder / "book.db").write_bytes(data)
    with pytest.raises(KnownError) as error, open_book(folder, read_only=True) as book:
        journal.verify(book)
    assert error.value.id == "store.corrupt"


def test_a_full_disk_is_reported_and_nothing_is_half_written(book: Book) -> None:
    add(book)
    with book.work("x", "王", "大批") as work:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar()
        work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(KnownError) as error:
            work.write_rows(Person, [{"name": "甲" * 100} for _ in range(5000)])
    assert error.value.id == "store.disk_full"
    assert len(journal.entries(book)) == 2
    assert journal.verify(book) == []


def test_another_program_in_the_database_is_reported(book: Book, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = connect(folder / "book.db", Access.WRITE)
    other.execute("BEGIN IMMEDIATE")
    writer = book.engines.writer
    assert writer is not None
    with writer.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout = 10")  # type: ignore[union-attr]
    with pytest.raises(KnownError) as error, book.work("x", "王", "x"):
        pass
    assert error.value.id == "store.busy"
    other.execute("ROLLBACK")
    other.close()
    add(book)


def test_an_unknown_error_of_the_database_stays_a_bug(book: Book) -> None:
    with pytest.raises(OperationalError, match="no such table"), book.read() as connection:
        connection.execute(text("SELECT * FROM no_such_thing"))


@pytest.mark.parametrize(
    ("name", "id"),
    [("清溪村", "store.bad_name"), ("有了.vbook", "store.exists"), ("没有/清溪.vbook", "store.no_folder")],
)
def test_where_a_book_cannot_be_made(tmp_path: Path, name: str, id: str) -> None:
    (tmp_path / "有了.vbook").mkdir()
    assert refused(create, tmp_path / name, VILLAGE, actor="王").id == id


def test_a_village_needs_name_and_code(tmp_path: Path) -> None:
    for village in ({"name": "清溪村", "code": " "}, {"code": "350699001201"}):
        assert refused(create, tmp_path / "a.vbook", village, actor="王").id == "store.village_incomplete"
    assert list(tmp_path.iterdir()) == []


def test_making_a_book_leaves_nothing_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        create(tmp_path / "a.vbook", {**VILLAGE, "city": 5}, actor="王")  # type: ignore[dict-item]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "writable", lambda path: False)
    assert refused(create, tmp_path / "a.vbook", VILLAGE, actor="王").id == "store.read_only"


def test_a_network_drive_is_refused_for_writing_and_not_for_reading(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded_book(folder).close()
    monkeypatch.setattr(places, "mount_table", lambda: "srv:/share / nfs4 rw 0 0\n")
    assert refused(create, tmp_path / "a.vbook", VILLAGE, actor="王").id == "store.network"
    assert refused(open_book, folder).id == "store.network"
    with open_book(folder, read_only=True) as book:
        assert len(journal.entries(book)) == 1


def test_the_same_seeds_make_the_same_book(tmp_path: Path) -> None:
    heads, rows = [], []
    for name in ("甲", "乙"):
        with seeded_book(tmp_path / f"{name}.vbook") as book:
            with book.work("x", "王", "全部") as work:
                write_everything(work, book.village_id)
                work.commit()
            heads.append(journal.head(book))
            with book.read() as connection:
                rows.append(connection.execute(text("SELECT * FROM change ORDER BY id")).all())
    assert heads[0] == heads[1]
    assert rows[0] == rows[1]
    with seeded_book(tmp_path / "丙.vbook", seed=2) as book:
        assert journal.head(book) not in heads


def test_salts_of_real_books_are_random(tmp_path: Path) -> None:
    salts = []
    for name in ("甲", "乙"):
        with create(tmp_path / f"{name}.vbook", VILLAGE, actor="王") as book, book.read() as connection:
            salts.append(connection.execute(text("SELECT after_open_salt FROM change")).scalar())
    assert salts[0] != salts[1]


def test_counts_and_integrity(book: Book) -> None:
    add(book)
    assert book.counts()["person"] == 1
    assert book.counts()["operation"] == 2
    assert book.integrity() == []


def test_closing_makes_a_backup_only_when_something_changed(folder: Path) -> None:
    backups = folder / "backups"
    seeded_book(folder).close()
    assert list(backups.iterdir()) == []
    for expected in (1, 1):
        with open_book(folder) as book:
            if not list(backups.iterdir()):
                add(book)
        assert len(list(backups.iterdir())) == expected


def test_a_failing_backup_still_closes_the_book(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = seeded_book(folder)
    add(book)
    monkeypatch.setattr(places, "free_bytes", lambda path: 1000)
    assert refused(lambda: book).id == "store.no_room"
    monkeypatch.undo()
    assert not (folder / "book.lock").exists()
    with open_book(folder) as again:
        assert again.counts()["person"] == 1


def test_user_and_known_errors_are_told_apart(tmp_path: Path) -> None:
    assert isinstance(refused(open_book, tmp_path / "x.vbook"), UserError)


def test_a_book_is_not_closed_inside_a_work(book: Book) -> None:
    with book.work("x", "王", "x") as work:
        with pytest.raises(RuntimeError, match="inside a work"):
            book.close()
        work.write_rows(Person, [{"name": "甲"}])
        work.commit()


def test_closing_waits_for_another_threads_work(folder: Path) -> None:
    book = seeded_book(folder)
    inside, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with book.work("x", "王", "x") as work:
            work.write_rows(Person, [{"name": "甲"}])
            inside.set()
            go_on.wait()
            work.commit()

    thread = threading.Thread(target=write)
    thread.start()
    inside.wait()
    threading.Timer(0.05, go_on.set).start()
    book.close()
    thread.join()
    with open_book(folder) as again:
        assert again.counts()["person"] == 1


def test_a_place_we_have_no_right_to_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def forbidden(self: Path, *args: Any, **options: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", forbidden)
    error = refused(create, tmp_path / "a.vbook", VILLAGE, actor="王")
    assert error.id == "store.no_access"


def test_twelve_thousand_people_take_seconds(book: Book) -> None:
    """Processor time, not the clock on the wall: the machine may be busy. Measured: 1.4 s, verification 0.5 s."""
    rows = [
        {"code": f"R{n}", "name": f"人{n}", "id_number": f"{n:018}", "sex": "男", "phone": f"{n:011}"}
        for n in range(12_000)
    ]
    start = time.process_time()
    with book.work("lists.import", "王", "导入") as work:
        work.write_rows(Person, rows)
        work.commit()
    written = time.process_time()
    assert journal.verify(book) == []
    verified = time.process_time()
    assert written - start < 6
    assert verified - written < 4
