"""Writing a file so that the target is either the old one or the finished new one, never half of it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from villagebook.base.errors import KnownError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a new empty file beside ``target``; replace ``target`` by it when the block ends well.

    If the block raises, the target stays as it was and the new file is removed.

    Raises:
        KnownError: full disk, missing or unwritable folder, or the target is open in another program.
    """
    # In the same folder: a rename across file systems would be a copy, and that can fail half-way.
    fresh = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        # Not tempfile: its files can be read by their owner only, and the mode would stay with the export.
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            yield fresh
            _to_disk(fresh)
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _known(error, target) from error


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _known(error: OSError, target: Path) -> KnownError:
    name = target.name
    if error.errno in _FULL:
        return KnownError("export.disk_full", f"磁盘已满，“{name}”没有写成", "请清理磁盘或换一个位置再导出")
    if error.errno == errno.ENOENT:
        return KnownError("export.no_folder", f"文件夹“{target.parent}”不存在，“{name}”没有写成", "请换一个位置再导出")
    if error.errno in (errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY):
        return KnownError("export.not_a_file", f"“{target}”不能作为文件写入", "请换一个文件名再导出")
    if error.errno in _FORBIDDEN:
        return KnownError("export.not_writable", f"“{name}”不能写入：文件正被打开，或没有写入权限",
                          "请关闭正在打开它的程序，或换一个位置再导出")
    return KnownError("export.failed", f"“{name}”没有写成（{error.strerror or error}）", "请换一个位置再导出")
