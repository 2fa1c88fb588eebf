"""The book's files: each content once, unchangeable, there before the row that names it."""

from __future__ import annotations

import os
import stat
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from villagebook.base.errors import KnownError
from villagebook.models import Attachment
from villagebook.store import Book, files, journal
from villagebook.store.files import relative_name

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def put(book: Book, data: bytes, name: str = "照片.jpg") -> uuid.UUID:
    with book.work("x", "王", "放入") as work:
        key = book.files.put(work, data, name, "image/jpeg")
        work.commit()
        return key


def stored(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder / "files").as_posix() for path in (folder / "files").rglob("*") if path.is_file()
    )


def test_a_content_lies_under_its_hash_and_is_read_only(book: Book, folder: Path) -> None:
    key = put(book, b"abc")
    assert stored(folder) == [f"ba/{ABC[2:]}"]
    mode = (folder / "files" / "ba" / ABC[2:]).stat().st_mode
    assert stat.S_IMODE(mode) == 0o444
    assert book.files.read(key) == b"abc"
    with book.read() as connection:
        row = connection.execute(select(Attachment.__table__)).mappings().one()
    assert (row["sha256"], row["size"], row["file_name"], row["media_type"]) == (ABC, 3, "照片.jpg", "image/jpeg")


def test_the_same_content_is_kept_once(book: Book, folder: Path) -> None:
    with book.work("x", "王", "放入") as work:
        first = book.files.put(work, b"abc", "一.jpg", "image/jpeg")
        assert book.files.put(work, b"abc", "二.jpg", "image/jpeg") == first
        work.commit()
    assert put(book, b"abc", "三.jpg") == first
    assert put(book, b"abd") != first
    assert len(stored(folder)) == 2
    assert len(journal.entries(book)) == 3


def test_a_work_rolled_back_leaves_no_row_and_the_content_can_come_again(book: Book) -> None:
    with book.work("x", "王", "放弃") as work:
        book.files.put(work, b"abc", "一.jpg", "image/jpeg")
    assert book.counts()["attachment"] == 0
    assert book.files.read(put(book, b"abc")) == b"abc"


def test_missing_and_damaged_files_are_told_apart(book: Book, folder: Path) -> None:
    keys = [put(book, data, f"{data.decode()}.jpg") for data in (b"abc", b"abd", b"abe")]
    assert (book.files.missing(), book.files.damaged()) == ([], [])
    gone, changed, _ = (folder / "files" / relative_name(found.sha256) for found in book.files._all())
    gone.unlink()
    changed.chmod(0o644)
    changed.write_bytes(b"xyz")
    assert [(each.id, each.file_name) for each in book.files.missing()] == [(keys[0], "abc.jpg")]
    assert [each.id for each in book.files.damaged()] == [keys[1]]
    for key, id in ((keys[0], "store.file_missing"), (keys[1], "store.file_damaged")):
        with pytest.raises(KnownError) as error:
            book.files.read(key)
        assert error.value.id == id


def test_putting_a_lost_or_damaged_content_again_heals_it(book: Book, folder: Path) -> None:
    key = put(book, b"abc")
    path = folder / "files" / relative_name(ABC)
    for spoil in (path.unlink, lambda: (path.chmod(0o644), path.write_bytes(b"x"), path.chmod(0o444))):
        spoil()
        assert put(book, b"abc") == key
        assert book.files.read(key) == b"abc"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_no_such_attachment(book: Book) -> None:
    with pytest.raises(LookupError):
        book.files.read(uuid.UUID(int=1))


@pytest.mark.parametrize("text", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65])
def test_a_forged_hash_leads_nowhere(text: str) -> None:
    assert relative_name(text) == "none"


def test_bytes_and_name_are_on_the_disk_before_the_row_commits(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, sync_folder = os.fsync, files.sync_folder
    monkeypatch.setattr(os, "fsync", lambda descriptor: (order.append("sync"), fsync(descriptor))[1])
    monkeypatch.setattr(files, "sync_folder", lambda path: (order.append("folder"), sync_folder(path))[1])
    with book.work("x", "王", "放入") as work:
        book.files.put(work, b"abc", "一.jpg", "image/jpeg")
        assert order[0] == "sync"
        assert "folder" in order
        assert work.changed_anything


def test_a_full_disk_leaves_no_half_file(book: Book, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KnownError) as error, book.work("x", "王", "放入") as work:
        book.files.put(work, b"abc", "一.jpg", "image/jpeg")
    assert error.value.id == "store.disk_full"
    assert stored(folder) == []
