"""One writer at a time: an OS lock on a file in the book's folder, with a note of who holds it and since when.

The lock belongs to the process: the system frees it when the process ends, also by kill -9. The note is only
for people; a note without a lock means nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import os
import socket
import sys
from pathlib import Path

from villagebook.base.errors import KnownError

FILE_NAME = "book.lock"

# On Windows a locked byte cannot be read by others; this one lies far behind the note.
_FAR_BYTE = 1 << 30

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        # flock, not lockf: POSIX record locks would let the same process in twice, and closing any other
        # descriptor of the file would free them.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class BookLock:
    """The held lock of one book; ``release()`` gives it back."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self._file = file
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Give the lock back and remove its file; calling it twice is harmless."""
        if self._descriptor is None:
            return
        # Removed while still held, so that nobody can lock a file that is about to vanish (see acquire).
        # Windows cannot remove an open file; there an empty one stays.
        os.ftruncate(self._descriptor, 0)
        with contextlib.suppress(OSError):
            self._file.unlink()
        os.close(self._descriptor)
        self._descriptor = None


def acquire(folder: Path, at: dt.datetime) -> BookLock:
    """Lock the book in a folder for this process.

    Args:
        at: The time for the note, aware.

    Raises:
        KnownError: someone holds it (``store.locked``, naming who and since when), or the folder cannot be
            written (``store.read_only``).
    """
    file = folder / FILE_NAME
    while True:
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:
            raise KnownError(
                "store.read_only", f"文件夹“{folder.name}”不能写入", "请复制到本机硬盘上，或以只读方式打开"
            ) from None
        if not _try_lock(descriptor):
            os.close(descriptor)
            raise _locked(folder, holder(folder))
        if _is_still(file, descriptor):
            break
        os.close(descriptor)  # its holder removed it between our open and our lock
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, _note(at).encode())
    return BookLock(file, descriptor)


def holder(folder: Path) -> str:
    """Return the note of who holds the lock, or an empty text."""
    try:
        return (folder / FILE_NAME).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_still(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _note(at: dt.datetime) -> str:
    local = at.astimezone()
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user in the system's list
        user = "?"
    return f"{user}（电脑 {socket.gethostname()}，进程 {os.getpid()}），自 {local:%Y-%m-%d %H:%M} 起\n"


def _locked(folder: Path, note: str) -> KnownError:
    by = f"：{note}" if note else ""
    return KnownError("store.locked", f"“{folder.stem}”正被打开着{by}", "请先在那边关闭，再打开这本账")
