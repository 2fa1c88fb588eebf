"""What a user can do wrong: one clear Chinese line, exit 2, the book unchanged; never a traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import sqlcipher3.dbapi2

from tests.e2e.conftest import CLEAN, VILLAGE, Ran, Run
from tests.e2e.digest import digest

_CHINESE = re.compile("[\u4e00-\u9fff]")


def assert_one_clear_line(ran: Ran) -> None:
    """One line on stderr, Chinese, no traceback, exit 2."""
    assert ran.status == 2, (ran.out, ran.err)
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1, ran.err
    assert _CHINESE.search(lines[0])
    assert "Traceback" not in ran.err


def assert_refused(run: Run, tmp_path: Path, file: str | Path) -> None:
    """Importing the file is refused in one line and leaves the book as it was."""
    before = digest(tmp_path / "b.vbook")
    assert_one_clear_line(run("import", "b.vbook", file))
    assert digest(tmp_path / "b.vbook") == before


def test_no_such_file(new: Run, tmp_path: Path) -> None:
    assert_refused(new, tmp_path, "没有这个.xlsx")


def test_not_a_workbook(new: Run, tmp_path: Path) -> None:
    (tmp_path / "照片.xlsx").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)
    assert_refused(new, tmp_path, "照片.xlsx")


def test_a_broken_workbook(new: Run, tmp_path: Path) -> None:
    (tmp_path / "断.xlsx").write_bytes((VILLAGE / "户信息_干净.xlsx").read_bytes()[:3000])
    assert_refused(new, tmp_path, "断.xlsx")


def test_an_empty_sheet(new: Run, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    assert_refused(new, tmp_path, "空.xlsx")


def test_an_empty_file(new: Run, tmp_path: Path) -> None:
    (tmp_path / "空.csv").write_bytes(b"")
    assert_refused(new, tmp_path, "空.csv")


def test_a_workbook_with_a_password(new: Run, tmp_path: Path) -> None:
    """A workbook saved with a password is an OLE file that holds a stream EncryptedPackage."""
    name = "EncryptedPackage".encode("utf-16-le")
    data = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + name + bytes(4096)
    (tmp_path / "加密.xlsx").write_bytes(data)
    before = digest(tmp_path / "b.vbook")
    ran = new("import", "b.vbook", "加密.xlsx")
    assert_one_clear_line(ran)
    assert "密码" in ran.err
    assert digest(tmp_path / "b.vbook") == before


def test_wrong_headings(new: Run, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["天气", "心情"])
    workbook.active.append(["晴", "好"])
    workbook.save(tmp_path / "日记.xlsx")
    assert_refused(new, tmp_path, "日记.xlsx")


def test_no_such_book(run: Run) -> None:
    assert_one_clear_line(run("list", "没有.vbook", "households"))


def test_a_folder_that_is_no_book(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.vbook").mkdir()
    (tmp_path / "x.vbook" / "book.db").write_text("这不是书", encoding="utf-8")
    assert_one_clear_line(run("list", "x.vbook", "households"))


def test_a_book_that_is_open_elsewhere(new: Run, tmp_path: Path) -> None:
    from villagebook.services import books

    with books.open_book(tmp_path / "b.vbook"):
        assert_one_clear_line(new("import", "b.vbook", CLEAN[0]))


def test_a_book_of_a_newer_program(new: Run, tmp_path: Path) -> None:
    connection = sqlcipher3.dbapi2.connect(str(tmp_path / "b.vbook" / "book.db"))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    ran = new("list", "b.vbook", "households")
    assert_one_clear_line(ran)
    assert "新" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_folder(new: Run, tmp_path: Path) -> None:
    """Root may write anywhere, so the folder is mounted read-only where that is possible."""
    place = tmp_path / "光盘"
    place.mkdir()
    shutil.copytree(tmp_path / "b.vbook", place / "b.vbook")
    if os.geteuid() == 0:
        mounted = subprocess.run(
            ["mount", "--bind", "-o", "ro", str(place), str(place)], capture_output=True, check=False
        )
        if mounted.returncode != 0:
            pytest.skip("may not mount here")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], capture_output=True, check=True)
    else:
        for path in (place / "b.vbook", *(place / "b.vbook").rglob("*")):
            path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert_one_clear_line(new("import", place / "b.vbook", CLEAN[0]))
        assert new("list", place / "b.vbook", "households").status == 0
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(place)], capture_output=True, check=True)


def test_a_full_disk(new: Run, tmp_path: Path) -> None:
    """The book lies on a small tmpfs; the import needs more than is left."""
    place = tmp_path / "小盘"
    place.mkdir()
    size = 2_600_000
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("may not mount here")
    try:
        shutil.copytree(tmp_path / "b.vbook", place / "b.vbook")
        free = shutil.disk_usage(place).free
        (place / "填满").write_bytes(bytes(max(0, free - 150_000)))
        before = new("journal", place / "b.vbook", "--json").json["head"]
        assert_one_clear_line(new("import", place / "b.vbook", *CLEAN))
        (place / "填满").unlink()
        after = new("journal", place / "b.vbook", "--json").json["head"]
        assert after == before
        assert new("journal", place / "b.vbook", "--verify").status == 0
    finally:
        subprocess.run(["umount", str(place)], capture_output=True, check=True)


@pytest.mark.parametrize(
    "words",
    [
        ("new", "b2.vbook", "--village", "清溪村", "--code", "3506"),
        ("new", "b2.vbook", "--village", " ", "--code", "350699101203"),
        ("list", "b.vbook", "cows"),
        ("export", "b.vbook", "households", "-o", "x.docx"),
        ("import", "b.vbook", CLEAN[0], "--kind", "cows"),
        ("notice", "b.vbook", "draft", "cows"),
        ("notice", "b.vbook", "draft", "N4", "--project", "35069920259999"),
        ("notice", "b.vbook", "post", "清溪公示〔2025〕99号", "--on", "2025-11-05"),
        ("notice", "b.vbook", "post", "清溪公示〔2025〕99号", "--on", "2025-02-30"),
        ("funds", "b.vbook", "post"),
        ("funds", "b.vbook", "post", "--voucher", "记-9999"),
        ("funds", "b.vbook", "reverse", "--voucher", "记-9999", "--on", "2025-11-05"),
        ("funds", "b.vbook", "close", "--year", "99999"),
        ("funds", "b.vbook", "close", "--year", "2025", "--month", "13"),
        ("funds", "b.vbook", "reverse", "--voucher", "记\n1", "--on", "2025-11-05"),
        ("funds", "b.vbook", "attach", "没有.jpg", "--voucher", "记-9999"),
        ("roster", "b.vbook", "paste", "没有.txt", "--project", "1"),
        ("benefit", "b.vbook", "list", "--project", "1", "--year", "-1"),
        ("print", "b.vbook", "handbook", "-o", "x.pdf"),
        ("print", "b.vbook", "handbook", "--household", "999", "-o", "x.pdf"),
        ("undo", "b.vbook", "999"),
        ("undo", "b.vbook", "abc"),
        ("restore", "没有.vbak", "b.vbook"),
        ("list",),
        ("nonsense", "b.vbook"),
        ("list", "b.vbook", "--colour"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_wrong_words(new: Run, words: tuple[str, ...]) -> None:
    assert_one_clear_line(new(*words))
