"""A password on a workbook: nobody opens it without, and nothing of it can be read in the file."""

from __future__ import annotations

import zipfile

import pytest

from tests.unit.exporting.columns import MADE_AT, one_column
from villagebook.base.errors import KnownError, UserError
from villagebook.exporting import locked
from villagebook.exporting.locked import checked_password, lock_xlsx, unlocked_xlsx
from villagebook.exporting.xlsx import write_xlsx


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, one_column("id_number", "350699195803040024"), made_at=MADE_AT)
    return path


def test_a_locked_workbook_is_the_same_one_again_with_the_password_only(plain):
    before = plain.read_bytes()
    lock_xlsx(plain, "秘密 Abc123")
    assert unlocked_xlsx(plain.read_bytes(), "秘密 Abc123") == before
    with pytest.raises(UserError, match="密码不对"):
        unlocked_xlsx(plain.read_bytes(), "秘密 abc123")
    assert not zipfile.is_zipfile(plain)
    assert b"sheet1" not in plain.read_bytes()


def test_two_files_of_one_password_have_nothing_in_common(plain, tmp_path):
    other = tmp_path / "b.xlsx"
    other.write_bytes(plain.read_bytes())
    lock_xlsx(plain, "abc12345")
    lock_xlsx(other, "abc12345")
    assert plain.read_bytes()[-512:] != other.read_bytes()[-512:]


@pytest.mark.parametrize("text", ["", "12345", " abc12345", "abc12345\n", "x" * 256])
def test_a_password_that_will_not_do_is_refused_and_the_file_stays(plain, text):
    before = plain.read_bytes()
    with pytest.raises(UserError):
        lock_xlsx(plain, text)
    assert plain.read_bytes() == before
    assert checked_password("x" * 255)


def test_a_file_that_does_not_read_back_is_no_file(plain, monkeypatch):
    before = plain.read_bytes()
    monkeypatch.setattr(locked, "unlocked_xlsx", lambda data, password: b"other")
    with pytest.raises(KnownError, match="读回来"):
        lock_xlsx(plain, "abc12345")
    assert plain.read_bytes() == before
