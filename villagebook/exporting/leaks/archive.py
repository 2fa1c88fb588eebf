"""Zip files read with suspicion: office documents and packages."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from villagebook.base.errors import KnownError

#: More than any document or package of a village holds once unpacked; beyond it, it is not read.
_LARGEST, _MOST, _MOST_PARTS = 300_000_000, 900_000_000, 20_000

#: What a damaged file raises on its way through the libraries.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, KeyError, IndexError, TypeError, RuntimeError,
    NotImplementedError, EOFError, OverflowError, MemoryError, RecursionError, AssertionError, AttributeError,
)  # fmt: skip


class Archive:
    """One zip file.

    Attributes:
        names: The files in it, folders left out.
        unread: Names of those that were not read, with the reason.
    """

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            KnownError: it is none, or broken.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {one.filename: one for one in self._zip.infolist() if not one.is_dir()}
        except BROKEN as error:
            raise unreadable("这个压缩文件") from error
        self.names = tuple(self._infos)[:_MOST_PARTS]
        self.unread: list[tuple[str, str]] = [(name, "文件太多") for name in tuple(self._infos)[_MOST_PARTS:]][:1]
        self._read = 0

    @property
    def comment(self) -> bytes:
        """What stands at the end of the file, and beside each name."""
        return b"\n".join([self._zip.comment, *(one.comment for one in self._infos.values() if one.comment)])

    def get(self, name: str) -> bytes | None:
        """Return a part's content; None, and a line in ``unread``, if it cannot be read."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.flag_bits & 0x1:
            self.unread.append((name, "加了密码"))
            return None
        self._read += info.file_size
        if info.file_size > _LARGEST or self._read > _MOST:
            self.unread.append((name, "太大"))
            return None
        try:
            with self._zip.open(info) as part:
                content = part.read(_LARGEST + 1)
        except BROKEN:
            self.unread.append((name, "坏了，读不出来"))
            return None
        if len(content) > _LARGEST:
            self.unread.append((name, "太大"))
            return None
        return content

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield (name, content) of all parts that can be read."""
        for name in self.names:
            content = self.get(name)
            if content is not None:
                yield name, content


def unreadable(what: str, hint: str = "请重新生成") -> KnownError:
    """The error for a file nothing is known of."""
    return KnownError("leaks.unreadable", f"{what}打不开，没有检查", hint)
