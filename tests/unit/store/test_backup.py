"""Backups count only after they were opened; restoring never loses the book that was there."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.unit.store.samples import VILLAGE, seeded_book, write_everything
from villagebook.base.errors import Cancelled, KnownError, UserError, VillagebookError
from villagebook.base.progress import Cancellable
from villagebook.models import Person
from villagebook.store import Book, backup, create, journal, open_book, places, schema, vault
from villagebook.store.files import relative_name
from villagebook.store.vault import KEPT_MONTHS, KEPT_NEWEST, superseded


def fill(book: Book) -> None:
    with book.work("x", "王", "全部") as work:
        write_everything(work, book.village_id)
        book.files.put(work, b"jpeg" * 1000, "照片.jpg", "image/jpeg")
        work.commit()


def people(folder: Path) -> list[str | None]:
    with open_book(folder, read_only=True) as book, book.read() as connection:
        return list(connection.execute(select(Person.name).order_by(Person.id)).scalars())


def add(book: Book, name: str) -> None:
    with book.work("x", "王", name) as work:
        work.write_rows(Person, [{"name": name}])
        work.commit()


def refused(call: Any, *args: Any, **options: Any) -> VillagebookError:
    with pytest.raises(VillagebookError) as error:
        call(*args, **options)
    return error.value


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def filled(book: Book) -> Book:
    fill(book)
    lost = [found.sha256 for found in book.files.missing()]
    assert len(lost) == 1  # the sample row names a content nobody put
    return book


@pytest.fixture
def saved(book: Book, tmp_path: Path) -> Path:
    """A backup of a book with one person and one photo."""
    with book.work("x", "王", "一人") as work:
        work.write_rows(Person, [{"name": "甲"}])
        book.files.put(work, b"jpeg" * 1000, "照片.jpg", "image/jpeg")
        work.commit()
    return backup.make(book, tmp_path / "备份.vbak").path


def test_a_backup_holds_database_files_and_what_proves_them(book: Book, saved: Path, tmp_path: Path) -> None:
    report = backup.make(book, tmp_path / "又一份.vbak", "导入前")
    assert report.ok
    assert report.path == tmp_path / "又一份.vbak"
    assert report.head == journal.head(book)
    assert {table: count for table, count in report.counts.items() if count and table in book.counts()} == {
        table: count for table, count in book.counts().items() if count
    }
    said = backup.check(report.path)
    named = (said.reason, said.village, said.code, said.schema)
    assert named == ("导入前", VILLAGE["name"], VILLAGE["code"], schema.VERSION)
    with zipfile.ZipFile(report.path) as archive:
        assert sorted(name.split("/")[0] for name in archive.namelist()) == ["book.db", "files", "manifest.json"]
    assert left(tmp_path) == sorted(["备份.vbak", "又一份.vbak", book.folder.name])


def test_without_a_target_it_goes_into_the_books_folder(book: Book) -> None:
    add(book, "甲")
    first, second = backup.make(book), backup.make(book, reason="再来")
    found = backup.list(book)
    assert [info.path for info in found] == [second.path, first.path]
    assert found[0].reason == "再来"
    assert first.path.parent == book.folder / "backups"


def test_the_user_may_choose_another_place(book: Book, tmp_path: Path) -> None:
    book.backup_folder = tmp_path / "U盘"
    add(book, "甲")
    assert backup.make(book).path.parent == tmp_path / "U盘"
    book.close()
    assert len(left(tmp_path / "U盘")) == 1  # nothing changed since: closing made no second one


def test_a_file_the_book_lost_is_told(filled: Book, tmp_path: Path) -> None:
    report = backup.make(filled, tmp_path / "a.vbak")
    assert not report.ok
    assert report.missing == ("A-001",)


def test_a_damaged_file_does_not_prevent_the_backup(book: Book, saved: Path, folder: Path, tmp_path: Path) -> None:
    (photo,) = book.files._all()
    path = folder / "files" / relative_name(photo.sha256)
    path.chmod(0o644)
    path.write_bytes(b"x")
    assert backup.make(book, tmp_path / "a.vbak").missing == (photo.sha256,)


def test_a_backup_while_another_thread_writes_is_of_one_moment(book: Book, tmp_path: Path) -> None:
    add(book, "甲")
    with book.work("x", "王", "未完") as work:
        work.write_rows(Person, [{"name": "乙"}])
        report = backup.make(book, tmp_path / "a.vbak")
        work.commit()
    assert report.counts["person"] == 1


def test_a_damaged_book_gives_no_backup(folder: Path, tmp_path: Path) -> None:
    with seeded_book(folder) as book:
        fill(book)
    data = bytearray((folder / "book.db").read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 100] = b"\xff" * 100
    (folder / "book.db").write_bytes(data)
    with open_book(folder, read_only=True) as book:
        assert refused(backup.make, book, tmp_path / "a.vbak").id in ("store.backup_failed", "store.corrupt")
    assert left(tmp_path) == [folder.name]


def test_too_little_room_is_told_before_anything_is_written(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "free_bytes", lambda path: 10)
    assert refused(backup.make, book, tmp_path / "a.vbak").id == "store.no_room"
    assert left(tmp_path) == [book.folder.name]
    monkeypatch.undo()


def test_cancelling_leaves_no_file(book: Book, tmp_path: Path) -> None:
    progress = Cancellable()
    progress.cancel()
    with pytest.raises(Cancelled):
        backup.make(book, tmp_path / "a.vbak", progress=progress)
    assert left(tmp_path) == [book.folder.name]


def test_the_old_file_stays_until_the_new_one_is_verified(
    book: Book, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()

    def fail(*args: Any, **options: Any) -> None:
        raise UserError("store.backup_damaged", "x")

    monkeypatch.setattr(vault, "check", fail)
    refused(backup.make, book, saved)
    assert saved.read_bytes() == before


def test_restoring_keeps_the_present_book_aside(book: Book, saved: Path, folder: Path) -> None:
    add(book, "乙")
    book.close()
    report = backup.restore(saved, folder)
    assert report.kept_aside is not None
    assert people(folder) == ["甲"]
    assert people(report.kept_aside) == ["甲", "乙"]
    assert report.counts["person"] == 1
    with open_book(folder) as restored:
        assert journal.verify(restored) == []
        (photo,) = restored.files._all()
        assert restored.files.read(photo.id) == b"jpeg" * 1000
        assert restored.files.missing() == []
        path = folder / "files" / relative_name(photo.sha256)
        assert path.stat().st_mode & 0o222 == 0
        add(restored, "丙")
    second = backup.restore(saved, folder)
    assert second.kept_aside not in (None, report.kept_aside)


def test_restoring_where_no_book_is(saved: Path, tmp_path: Path) -> None:
    report = backup.restore(saved, tmp_path / "新.vbook")
    assert report.kept_aside is None
    assert people(tmp_path / "新.vbook") == ["甲"]


def test_restoring_over_a_book_that_cannot_be_read_any_more(book: Book, saved: Path, folder: Path) -> None:
    book.close()
    (folder / "book.db").write_bytes(b"garbage" * 1000)
    report = backup.restore(saved, folder)
    assert people(folder) == ["甲"]
    assert report.kept_aside is not None
    assert (report.kept_aside / "book.db").read_bytes().startswith(b"garbage")


def test_an_open_book_is_not_replaced(book: Book, saved: Path, folder: Path, tmp_path: Path) -> None:
    assert refused(backup.restore, saved, folder).id == "store.locked"
    assert left(tmp_path) == sorted([saved.name, folder.name])
    add(book, "乙")


def test_another_villages_backup_does_not_replace_this_book(book: Book, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "别村.vbook"
    create(other, {"name": "别村", "code": "350699001202"}, actor="李").close()
    assert refused(backup.restore, saved, other).id == "store.other_village"
    assert left(tmp_path) == sorted([saved.name, book.folder.name, other.name])
    open_book(other).close()


def test_a_failure_after_the_exchange_brings_the_present_book_back(
    book: Book, saved: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(book, "乙")
    book.close()

    def fail(*args: Any, **options: Any) -> None:
        raise KnownError("store.busy", "x")

    monkeypatch.setattr(backup, "open_book", fail)
    assert refused(backup.restore, saved, folder).id == "store.busy"
    monkeypatch.undo()
    assert people(folder) == ["甲", "乙"]
    assert left(tmp_path) == sorted([saved.name, folder.name])


@pytest.mark.parametrize("place", [0.02, 0.2, 0.5, 0.9])
def test_one_wrong_byte_refuses_the_backup(saved: Path, tmp_path: Path, place: float) -> None:
    data = bytearray(saved.read_bytes())
    data[int(len(data) * place)] ^= 0xFF
    saved.write_bytes(data)
    error = refused(backup.restore, saved, tmp_path / "新.vbook")
    assert error.id in ("store.not_a_backup", "store.backup_damaged")
    assert not (tmp_path / "新.vbook").exists()


def test_a_backup_cut_short_is_refused(saved: Path, tmp_path: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:-100])
    assert refused(backup.restore, saved, tmp_path / "新.vbook").id == "store.not_a_backup"


def rewritten(saved: Path, change: Any) -> Path:
    """The backup with its parts changed by ``change(name, data) -> data or None``."""
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    goal = saved.with_name("改过.vbak")
    with zipfile.ZipFile(goal, "w") as archive:
        for name, data in parts.items():
            changed = change(name, data)
            if changed is not None:
                archive.writestr(name, changed)
    return goal


def test_a_missing_file_refuses_the_backup(saved: Path, tmp_path: Path) -> None:
    goal = rewritten(saved, lambda name, data: None if name.startswith("files") else data)
    assert refused(backup.restore, goal, tmp_path / "新.vbook").id == "store.backup_damaged"


def test_a_newer_programs_backup_is_refused(saved: Path, tmp_path: Path) -> None:
    for old, new in ((f'"schema":"{schema.VERSION}"'.encode(), b'"schema":"9999"'), (b'"format":1', b'"format":2')):
        goal = rewritten(saved, lambda name, data, old=old, new=new: data.replace(old, new))
        assert refused(backup.restore, goal, tmp_path / "新.vbook").id == "store.newer_backup"


@pytest.mark.parametrize("content", [None, b"", b"hello"])
def test_what_is_no_backup(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "a.vbak"
    if content is not None:
        file.write_bytes(content)
    expected = "store.no_such_backup" if content is None else "store.not_a_backup"
    assert refused(backup.check, file).id == expected


def test_a_zip_of_something_else_is_no_backup(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.vbak", "w") as archive:
        archive.writestr("../../evil", "x")
    assert refused(backup.restore, tmp_path / "a.vbak", tmp_path / "b.vbook").id == "store.not_a_backup"


def test_restoring_needs_room(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(places, "free_bytes", lambda path: 10)
        assert refused(backup.restore, saved, tmp_path / "新.vbook").id == "store.no_room"
    assert not list(tmp_path.glob("*新*"))


def test_unreadable_backups_are_listed(book: Book) -> None:
    add(book, "甲")
    backup.make(book)
    (book.folder / "backups" / "坏.vbak").write_bytes(b"x")
    good, bad = backup.list(book)
    assert good.at is not None
    assert (bad.path.name, bad.size, bad.at, bad.counts) == ("坏.vbak", 1, None, None)


def days(*ago: int) -> list[tuple[Path, dt.datetime]]:
    today = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
    return [(Path(str(number)), today - dt.timedelta(days=number)) for number in ago]


def test_the_newest_and_one_of_each_month_are_kept() -> None:
    daily = days(*range(365))
    gone = set(superseded(daily))
    kept = [path for path, _ in daily if path not in gone]
    assert kept[:KEPT_NEWEST] == [path for path, _ in daily[:KEPT_NEWEST]]
    months = [daily[int(path.name)][1].month for path in kept]
    assert sorted(set(months)) == list(range(1, 13))
    assert len(kept) == KEPT_NEWEST + KEPT_MONTHS - 1


def test_few_backups_are_all_kept() -> None:
    assert superseded(days(*range(KEPT_NEWEST))) == []


def test_thinning_out_removes_files(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "KEPT_NEWEST", 2)
    for name in "甲乙丙":
        add(book, name)
        backup.make(book)
    assert len(backup.list(book)) == 2
    shutil.rmtree(book.backup_folder)
