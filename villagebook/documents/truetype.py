"""TrueType files: the few tables that setting and embedding need, read straight from the file.

Why not ReportLab's reader: it expands every table of the whole face into dictionaries (0.06 s a face,
several megabytes), while a sheet needs some hundred glyphs. Here the file is mapped into memory and looked
into. The subset is cut here too, because a slot of ours may be more than a glyph of the file: a digit
centred in a constant width, a bracket without its empty half, a box with a tick in it (see ``Slot``).

No shaping, no vertical setting, no CFF outlines: a file without ``glyf`` is refused.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

WORDS, XY, SCALED, MORE = 0x0001, 0x0002, 0x0008, 0x0020
PAIR_SCALE, MATRIX = 0x0040, 0x0080
COPIED_TABLES = ("cvt ", "fpgm", "prep")


class Part(NamedTuple):
    """One glyph of the file inside a slot: moved by (dx, dy) font units, scaled (below 2)."""

    glyph: int
    dx: int = 0
    dy: int = 0
    scale: float = 1.0


class Slot(NamedTuple):
    """One glyph of a subset: its advance in font units and the glyphs of the file that make it up."""

    advance: int
    parts: tuple[Part, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the slot is a glyph of the file as it stands."""
        return len(self.parts) == 1 and self.parts[0][1:] == (0, 0, 1.0)


class FontFileError(ValueError):
    """The file is no TrueType font that can be embedded."""


def _big_endian(kind: str, data: bytes) -> array[int]:
    values = array(kind, data)
    if sys.byteorder == "little":
        values.byteswap()
    return values


class FontFile:
    """A TrueType file (or one font of a collection), mapped read-only.

    Attributes:
        name: PostScript name, ASCII without blanks.
        units: Units per em.
        ascent, descent, bbox, cap_height, weight: As in hhea, head and OS/2, in units.
        glyph_count: Number of glyphs.
    """

    def __init__(self, path: Path, subfont: int = 0) -> None:
        """Open ``path``; ``subfont`` chooses a font of a .ttc.

        Raises:
            FontFileError: no TrueType outlines, or a broken file.
            OSError: the file cannot be read.
        """
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._tables = self._directory(subfont)
            self._read_heads()
            self._groups = self._read_cmap()
        except (struct.error, KeyError, IndexError, UnicodeDecodeError) as error:
            raise FontFileError(f"{path.name}: {error}") from error

    def _directory(self, subfont: int) -> dict[str, tuple[int, int]]:
        data, start = self._data, 0
        if data[:4] == b"ttcf":
            count = struct.unpack_from(">L", data, 8)[0]
            if subfont >= count:
                raise FontFileError(f"no font {subfont} in the collection")
            start = struct.unpack_from(">L", data, 12 + 4 * subfont)[0]
        if data[start : start + 4] not in (b"\0\1\0\0", b"true"):
            raise FontFileError("no TrueType outlines")
        tables = {}
        for i in range(struct.unpack_from(">H", data, start + 4)[0]):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, start + 12 + 16 * i)
            tables[tag.decode("ascii")] = (offset, length)
        return tables

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _read_heads(self) -> None:
        head = self._table("head")
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        self.bbox: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)
        long_loca = struct.unpack_from(">h", head, 50)[0]
        hhea = self._table("hhea")
        self.ascent: int
        self.descent: int
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        self.glyph_count: int = struct.unpack_from(">H", self._table("maxp"), 4)[0]
        metrics = struct.unpack_from(">H", hhea, 34)[0]
        self._hmtx = _big_endian("H", self._table("hmtx")[: 4 * metrics])
        self._metrics = metrics
        loca = self._table("loca")
        self._loca = _big_endian("I", loca) if long_loca else array("I", (2 * x for x in _big_endian("H", loca)))
        self._glyf = self._tables["glyf"][0]
        os2 = self._table("OS/2") if "OS/2" in self._tables else b""
        self.weight: int = struct.unpack_from(">H", os2, 4)[0] if os2 else 400
        self.cap_height: int = struct.unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else self.ascent
        self.name = self._postscript_name()

    def _postscript_name(self) -> str:
        table = self._table("name")
        count, strings = struct.unpack_from(">2H", table, 2)
        for i in range(count):
            platform, _, _, name_id, length, offset = struct.unpack_from(">6H", table, 6 + 12 * i)
            if name_id == 6:
                raw = table[strings + offset : strings + offset + length]
                text = raw.decode("utf-16-be" if platform in (0, 3) else "latin-1")
                return "".join(c for c in text if c.isascii() and (c.isalnum() or c in "-_"))
        return "Unnamed"

    def _read_cmap(self) -> tuple[array[int], array[int], array[int]]:
        """Return (first code point, last code point, first glyph) of the groups, sorted by code point."""
        table = self._table("cmap")
        found = {}
        for i in range(struct.unpack_from(">H", table, 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * i)
            kind = struct.unpack_from(">H", table, offset)[0]
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                found[kind] = offset
        if 12 in found:
            count = struct.unpack_from(">L", table, found[12] + 12)[0]
            flat = _big_endian("I", table[found[12] + 16 : found[12] + 16 + 12 * count])
            return flat[0::3], flat[1::3], flat[2::3]
        return self._segments(table, found[4])

    @staticmethod
    def _segments(table: bytes, at: int) -> tuple[array[int], array[int], array[int]]:
        """Read a format 4 table, one group a code point where glyphs do not run on."""
        segments = struct.unpack_from(">H", table, at + 6)[0] // 2
        columns = [at + 14, at + 16 + 2 * segments, at + 16 + 4 * segments, at + 16 + 6 * segments]
        first, last, glyphs = array("I"), array("I"), array("I")
        for i in range(segments):
            end, start, delta, shift = (struct.unpack_from(">H", table, c + 2 * i)[0] for c in columns)
            for code in range(start, min(end, 0xFFFE) + 1):
                glyph = code
                if shift:
                    glyph = struct.unpack_from(">H", table, columns[3] + 2 * i + shift + 2 * (code - start))[0]
                    if not glyph:
                        continue
                first.append(code)
                last.append(code)
                glyphs.append((glyph + delta) & 0xFFFF)
        return first, last, glyphs

    def glyph(self, code: int) -> int:
        """Return the glyph of a code point, 0 if the font has none."""
        first, last, glyphs = self._groups
        i = bisect_right(first, code) - 1
        return int(glyphs[i] + code - first[i]) if i >= 0 and code <= last[i] else 0

    def advance(self, glyph: int) -> int:
        """Return the advance of a glyph in font units."""
        return int(self._hmtx[2 * min(glyph, self._metrics - 1)])

    def outline(self, glyph: int) -> bytes:
        """Return the ``glyf`` entry of a glyph, empty for a blank."""
        return self._data[self._glyf + self._loca[glyph] : self._glyf + self._loca[glyph + 1]]

    def subset(self, slots: list[Slot]) -> bytes:
        """Return a font file whose glyphs 1, 2, … are ``slots``; glyph 0 is the file's own .notdef."""
        return _Subset(self, slots).file()


class _Subset:
    """The glyphs of a subset while it is being cut: those asked for, then the components they use."""

    def __init__(self, font: FontFile, slots: list[Slot]) -> None:
        self.font = font
        self.slots = [Slot(font.advance(0), (Part(0),)), *slots]
        # Components may point at a slot that is the same glyph; where there is none, a copy is added.
        self.place: dict[int, int] = {s.parts[0].glyph: i for i, s in enumerate(self.slots) if s.is_plain}

    def _new(self, glyph: int) -> int:
        if glyph not in self.place:
            self.place[glyph] = len(self.slots)
            self.slots.append(Slot(self.font.advance(glyph), (Part(glyph),)))
        return self.place[glyph]

    def _with_new_components(self, outline: bytes) -> bytes:
        """Return a composite outline whose components have the subset's numbers."""
        data, at = bytearray(outline), 10
        while True:
            flags, glyph = struct.unpack_from(">2H", data, at)
            struct.pack_into(">H", data, at + 2, self._new(glyph))
            at += 8 if flags & WORDS else 6
            at += 2 if flags & SCALED else 4 if flags & PAIR_SCALE else 8 if flags & MATRIX else 0
            if not flags & MORE:
                return bytes(data)

    def _composed(self, slot: Slot) -> bytes:
        boxes, body = [], b""
        for i, part in enumerate(slot.parts):
            outline = self.font.outline(part.glyph)
            box = struct.unpack_from(">4h", outline, 2) if outline else (0, 0, 0, 0)
            dx, dy = part.dx, part.dy
            boxes.append([round(v * part.scale) + (dx if k % 2 == 0 else dy) for k, v in enumerate(box)])
            flags = WORDS | XY | (MORE if i + 1 < len(slot.parts) else 0)
            flags |= SCALED if part.scale != 1.0 else 0
            body += struct.pack(">2H2h", flags, self._new(part.glyph), dx, dy)
            if part.scale != 1.0:
                body += struct.pack(">h", round(part.scale * 16384))
        low, high = zip(*((b[:2], b[2:]) for b in boxes), strict=True)
        frame = (*map(min, zip(*low, strict=True)), *map(max, zip(*high, strict=True)))
        return struct.pack(">5h", -1, *frame) + body

    def _outline(self, slot: Slot) -> bytes:
        if not slot.is_plain:
            return self._composed(slot)
        outline = self.font.outline(slot.parts[0].glyph)
        return self._with_new_components(outline) if outline[:2] >= b"\x80" else outline

    def file(self) -> bytes:
        glyf, loca, hmtx = bytearray(), [0], bytearray()
        i = 0
        while i < len(self.slots):  # grows while components are added
            outline = self._outline(self.slots[i])
            left = struct.unpack_from(">h", outline, 2)[0] if outline else 0
            hmtx += struct.pack(">Hh", self.slots[i].advance, left)
            glyf += outline + b"\0" * (-len(outline) % 4)
            loca.append(len(glyf))
            i += 1
        table = self.font._table
        head, hhea, maxp = bytearray(table("head")), bytearray(table("hhea")), bytearray(table("maxp"))
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">H", hhea, 34, i)
        struct.pack_into(">H", maxp, 4, i)
        if len(maxp) >= 32:
            _allow_composites(maxp)
        tables = {"glyf": bytes(glyf), "head": bytes(head), "hhea": bytes(hhea), "hmtx": bytes(hmtx),
                  "loca": struct.pack(f">{len(loca)}L", *loca), "maxp": bytes(maxp)}  # fmt: skip
        tables |= {tag: table(tag) for tag in COPIED_TABLES if tag in self.font._tables}
        return _assembled(tables)


def _allow_composites(maxp: bytearray) -> None:
    """Raise the limits of ``maxp`` so that a slot may be two glyphs of the file."""
    points, contours, in_composite, contours_in_composite = struct.unpack_from(">4H", maxp, 6)
    struct.pack_into(">2H", maxp, 10, max(2 * points, in_composite), max(2 * contours, contours_in_composite))
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    struct.pack_into(">2H", maxp, 28, max(elements, 2), depth + 1)


def _sum(data: bytes) -> int:
    return sum(_big_endian("I", data + b"\0" * (-len(data) % 4))) & 0xFFFFFFFF


def _assembled(tables: dict[str, bytes]) -> bytes:
    """Return a font file of these tables, with its sums right."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = b"\0\1\0\0" + struct.pack(
        ">4H", count, power * 16, power.bit_length() - 1, count * 16 - power * 16
    )
    offset, directory, body = 12 + 16 * count, b"", bytearray()
    at_head = 0
    for tag in sorted(tables):
        data = tables[tag]
        if tag == "head":
            at_head = offset + len(body)
        directory += struct.pack(">4sLLL", tag.encode("ascii"), _sum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    file = bytearray(header + directory + body)
    struct.pack_into(">L", file, at_head + 8, (0xB1B0AFBA - _sum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)
