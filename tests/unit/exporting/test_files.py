from __future__ import annotations

import errno
from pathlib import Path

import pytest

from villagebook.base.errors import KnownError
from villagebook.exporting.files import replacing


def test_target_is_replaced_when_the_block_ends(tmp_path):
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")
    with replacing(target) as fresh:
        fresh.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_target_stays_and_nothing_is_left_when_the_block_fails(tmp_path):
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(target):
        raise ZeroDivisionError
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_others_may_read_the_file_as_far_as_the_umask_lets_them(tmp_path):
    plain, exported = tmp_path / "a", tmp_path / "b"
    plain.write_bytes(b"")
    with replacing(exported):
        pass
    assert exported.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize(("code", "id"), [
    (errno.ENOSPC, "export.disk_full"), (errno.EACCES, "export.not_writable"), (errno.EROFS, "export.not_writable"),
    (errno.EIO, "export.failed")])
def test_trouble_of_the_disk_is_told_in_one_line(tmp_path, code, id):
    with pytest.raises(KnownError) as caught, replacing(tmp_path / "表.xlsx"):
        raise OSError(code, "what the system says")
    assert caught.value.id == id
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(KnownError) as caught, replacing(tmp_path / "无" / "表.xlsx"):
        pass
    assert caught.value.id == "export.no_folder"


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    (tmp_path / "表.xlsx").mkdir()
    with pytest.raises(KnownError) as caught, replacing(tmp_path / "表.xlsx"):
        pass
    assert caught.value.id == "export.not_a_file"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_device_is_told(tmp_path):
    with pytest.raises(KnownError) as caught, replacing(tmp_path / "表.xlsx"):
        Path("/dev/full").write_bytes(b"x")
    assert caught.value.id == "export.disk_full"
