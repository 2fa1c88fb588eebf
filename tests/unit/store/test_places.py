"""Where a book may lie, and which statements write."""

from __future__ import annotations

from pathlib import Path

import pytest

from villagebook.base.errors import KnownError
from villagebook.store import places
from villagebook.store.guard import writes

MOUNTS = """overlay / overlay rw,relatime 0 0
/dev/sda1 /home ext4 rw 0 0
//server/share /home/wang/网盘 cifs rw 0 0
srv:/exports /mnt/with\\040blank nfs4 rw 0 0
someone@host:/ /mnt/ssh fuse.sshfs rw 0 0
not a mount
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/wang/清溪.vbook", "ext4"),
        ("/home/wang/网盘/清溪.vbook", "cifs"),
        ("/home/wang/网盘2", "ext4"),
        ("/mnt/with blank/a", "nfs4"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/srv", "overlay"),
    ],
)
def test_the_nearest_mount_counts(folder: str, kind: str) -> None:
    assert places.mount_type(Path(folder), MOUNTS) == kind


def test_nothing_is_known_without_a_table() -> None:
    assert places.mount_type(Path("/home"), "") == ""


def test_a_folder_not_made_yet_lies_where_its_parent_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "mount_table", lambda: f"x / ext4 rw\ny {tmp_path} nfs rw\n")
    assert places.on_network(tmp_path / "a" / "b.vbook")
    assert not places.on_network(tmp_path.parent)


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        (r"\\server\share\清溪.vbook", True),
        ("//server/share", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\C:\清溪", False),
        (r"C:\清溪.vbook", False),
        (r"\清溪", False),
    ],
)
def test_windows_paths_that_name_a_server(path: str, remote: bool) -> None:
    assert places.is_unc(path) == remote


def test_room_is_told_in_megabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "free_bytes", lambda folder: 1_500_000)
    places.need_room(tmp_path, 1_500_000)
    with pytest.raises(KnownError, match=r"要 2\.0 MB，只剩 1\.5 MB"):
        places.need_room(tmp_path, 2_000_000)


@pytest.mark.parametrize("statement", ["SELECT 'delete'", "WITH a AS (SELECT 1) SELECT * FROM a", "PRAGMA x", "", "("])
def test_statements_that_only_read(statement: str) -> None:
    assert not writes(statement)


@pytest.mark.parametrize(
    "statement", ["(delete from a)", "Truncate a", "ALTER TABLE a", "copy a from stdin", "merge into a"]
)
def test_statements_that_write(statement: str) -> None:
    assert writes(statement)
