"""Looking into old workbooks before the reader opens them: do their chains of sectors come to an end?

An old workbook is a little file system in one file; its table says for every sector which one follows. In a damaged
file a chain can run in a circle, and the reader (calamine) would follow it until the memory is full. Here every chain
is followed once, counting.

Source: MS-CFB 2.2 (header), 2.3 (sector chains), 2.5 (chains of the table itself), 2.6 (directory).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_END, _LAST_REAL = 0xFFFFFFFE, 0xFFFFFFFA
_MINI_STREAM_BELOW = 4096
_ENTRY = 128


def has_sound_chains(data: bytes) -> bool:
    """Return whether every chain of a compound file comes to an end within the file."""
    try:
        return _Chains(data).are_sound()
    except (struct.error, IndexError, ValueError):
        return False


class _Chains:
    def __init__(self, data: bytes) -> None:
        self.data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError("sectors of an unknown size")
        self.size = 1 << shift
        self.sectors = max(0, -(-(len(data) - self.size) // self.size))
        (self.directory,) = struct.unpack_from("<I", data, 48)
        (self.mini_table,) = struct.unpack_from("<I", data, 60)
        self.table = self._table()

    def are_sound(self) -> bool:
        directory = list(self._follow(self.table, self.directory))
        mini_table = [
            number for sector in self._follow(self.table, self.mini_table) for number in self._numbers(sector)
        ]
        for sector in directory:
            for start, size, is_root in self._entries(sector):
                table = mini_table if size < _MINI_STREAM_BELOW and not is_root else self.table
                if size and start <= _LAST_REAL:
                    for _ in self._follow(table, start):
                        pass
        return True

    def _table(self) -> list[int]:
        """Return the successor of every sector; the first 109 parts of the table are named in the header."""
        (more,) = struct.unpack_from("<I", self.data, 68)
        parts = list(struct.unpack_from("<109I", self.data, 76))
        seen = 0
        while more <= _LAST_REAL:
            *further, more = self._numbers(more)
            parts += further
            seen += 1
            if seen > self.sectors:
                raise ValueError("the table's own chain has no end")
        return [number for part in parts if part <= _LAST_REAL for number in self._numbers(part)]

    def _numbers(self, sector: int) -> Sequence[int]:
        return struct.unpack_from(f"<{self.size // 4}I", self.data, (sector + 1) * self.size)

    def _follow(self, table: Sequence[int], start: int) -> Iterator[int]:
        """Yield the sectors of a chain.

        Raises:
            ValueError: it runs in a circle.
            IndexError: it leaves the table.
        """
        steps = 0
        while start <= _LAST_REAL:
            yield start
            start = table[start]
            steps += 1
            if steps > len(table):
                raise ValueError("a chain has no end")

    def _entries(self, sector: int) -> Iterator[tuple[int, int, bool]]:
        """Yield first sector, size and whether it is the root, of every entry of a directory's sector."""
        for at in range((sector + 1) * self.size, (sector + 2) * self.size, _ENTRY):
            kind = self.data[at + 66] if at + _ENTRY <= len(self.data) else 0
            if kind:
                start, size = struct.unpack_from("<II", self.data, at + 116)
                yield start, size, kind == 5
