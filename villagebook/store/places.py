"""Where a book may lie: folders that can be written, and disks that are really here.

SQLite's locks are not safe on network drives, and two offices writing one file lose data without a message:
so writing there is refused in words.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from villagebook.base.errors import KnownError, UserError

SUFFIX = ".vbook"

#: File systems of Linux that lie on another machine. Not "9p": containers have it as their own disk.
NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs", "fuse.davfs", "davfs",
     "fuse.glusterfs", "glusterfs", "ceph", "fuse.ceph", "lustre", "fuse.rclone", "fuse.gvfsd-fuse"}
)  # fmt: skip

_DRIVE_REMOTE = 4  # GetDriveTypeW


def writable(folder: Path) -> bool:
    """Whether files can be made in a folder."""
    return os.access(folder, os.W_OK)


def free_bytes(folder: Path) -> int:
    """How much room is left where a folder lies."""
    return shutil.disk_usage(folder).free


def need_room(folder: Path, needed_bytes: int) -> None:
    """Refuse to begin what would not fit.

    Raises:
        KnownError: ``store.no_room``.
    """
    free = free_bytes(folder)
    if free < needed_bytes:
        needed, left = (f"{number / 1_000_000:,.1f} MB" for number in (needed_bytes, free))
        raise KnownError("store.no_room", f"磁盘空间不够：要 {needed}，只剩 {left}", "请腾出空间，或换一个磁盘")


def refuse_network(folder: Path) -> None:
    """Refuse to write a book on a network drive.

    Raises:
        KnownError: ``store.network``.
    """
    if on_network(folder):
        raise KnownError(
            "store.network", f"“{folder.name}”在网络盘上，不能在那里记账", "请放到本机硬盘上，网络盘只用来存备份"
        )


def on_network(folder: Path) -> bool:
    """Whether a folder (or the nearest one above it that exists) lies on another machine, as far as we can tell."""
    if sys.platform == "win32":
        return _windows_remote(folder)
    mounts = mount_table()
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    return mount_type(existing.resolve(), mounts) in NETWORK_TYPES


def mount_table() -> str:
    """Return the system's table of mounts (Linux), empty where there is none."""
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def mount_type(folder: Path, mounts: str) -> str:
    """Return the file system a folder lies on, by a table in the form of /proc/self/mounts; empty if unknown."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        # Blanks in names stand as \040 and so on.
        point = Path(words[1].encode("latin-1", "surrogateescape").decode("unicode_escape")
                     if "\\" in words[1] else words[1])  # fmt: skip
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), words[2]
    return kind


def is_unc(path: str) -> bool:
    """Whether a Windows path names a server (two slashes first)."""
    plain = path.replace("/", "\\")
    return (plain.startswith("\\\\") and not plain.startswith(("\\\\?\\", "\\\\.\\"))) or plain.startswith(
        "\\\\?\\UNC\\"
    )


def _windows_remote(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    path = str(folder.absolute())
    drive = os.path.splitdrive(path)[0]
    return is_unc(path) or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE


def new_folder(path: Path) -> Path:
    """Check that a book can be made at a path, and return it.

    Raises:
        UserError: the name does not end in ``.vbook``, or something is there already, or nothing to put it in.
        KnownError: the place cannot be written.
    """
    if path.suffix != SUFFIX:
        raise UserError("store.bad_name", f"“{path.name}”不能作账本的名字", f"名字要以 {SUFFIX} 结尾")
    if path.exists():
        raise UserError("store.exists", f"“{path.name}”已经存在", "请换一个名字，或打开它")
    if not path.parent.is_dir():
        raise UserError("store.no_folder", f"没有“{path.parent}”这个文件夹", "请先建好文件夹")
    if not writable(path.parent):
        raise KnownError("store.read_only", f"文件夹“{path.parent}”不能写入", "请换一个地方")
    refuse_network(path)
    return path
