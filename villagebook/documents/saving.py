"""Writing a finished PDF so that the target is either the old file or the whole new one."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from villagebook.base.errors import KnownError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NO_PLACE = {errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY}


def write_whole(target: Path, data: bytes) -> None:
    """Write a file beside the target and put it in the target's place.

    Raises:
        KnownError: full disk, missing or unwritable folder, or the target is open in another program; the
            target is as it was before.
    """
    # In the same folder: a rename across file systems would be a copy, and that can fail half-way.
    fresh = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        try:
            with fresh.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _known(error, target) from error


def _known(error: OSError, target: Path) -> KnownError:
    if error.errno in _FULL:
        return KnownError("paper.disk_full", f"磁盘已满，“{target.name}”没有写成", "请清理磁盘或换一个位置")
    if error.errno in _NO_PLACE:
        return KnownError("paper.no_place", f"“{target}”不能作为文件写入：没有这个文件夹，或它本身是文件夹",
                          "请换一个位置或文件名")
    return KnownError("paper.not_writable", f"“{target.name}”不能写入（{error.strerror or error}）",
                      "请关闭正在打开它的程序，或换一个位置")
