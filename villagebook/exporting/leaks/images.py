"""The leak scan of a picture: what its file says besides the pixels. What the picture shows nobody can read here.

EXIF (also the fields that Windows writes), position, IPTC, XMP, comments, texts of PNG and GIF, and what lies behind
the picture's end.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import chain

from villagebook.exporting import pictures
from villagebook.exporting.leaks import exif
from villagebook.exporting.leaks.markup import UnreadableError, parse, properties
from villagebook.exporting.leaks.pieces import Piece, scan_pieces
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.search import scan_text

_EXIF, _XMP, _XMP_MORE = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_TIFF = (b"II*\0", b"MM\0*")
_HEIC = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1", b"ftypavif")
_PACKET = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_XMP_NAMES = {
    "creator": "作者", "title": "标题", "description": "说明", "subject": "关键词", "rights": "版权",
    "UserComment": "用户注释", "CreatorTool": "软件", "Headline": "标题", "City": "城市", "Location": "地点",
}  # fmt: skip
_POSITION = re.compile(r"^GPS(?:Latitude|Longitude)$")
_RUN_8, _RUN_16 = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}"), re.compile(rb"(?:[\x20-\x7e]\0){6,}")
#: Binary data hold any digits; only these are no coincidence in them.
_SURE = frozenset({"secret_number", "secret_text", "id_number"})
_MOST_TEXT = 300_000

Told = tuple[str, str]
"""What a field is called, and its text."""


def is_image(data: bytes) -> bool:
    """Whether the data is a picture of a kind that is looked at."""
    starts = (pictures.JPEG, pictures.PNG, b"GIF8", b"BM", *_TIFF)
    return data.startswith(starts) or pictures.is_webp(data) or data[4:12].startswith(_HEIC)


def scan_image(data: bytes, rules: LeakRules, where: str = "照片信息") -> tuple[Hit, ...]:
    """Return what a picture's file says that must not leave; ``where`` names the picture for the reader.

    A picture that is broken is searched as far as it can be read, and said to be ``unchecked``.
    """
    reading = _Reading()
    told = list(reading.of(data))
    hits = list(scan_pieces((Piece(text, f"{where} {name}") for name, text in told), rules))
    if reading.located:
        hits.insert(0, Hit("location", "有经纬度", f"{where} 位置"))
    hits += [
        Hit(hit.kind, hit.shown, f"{where} 其他数据")
        for hit in scan_text("\0".join(chain.from_iterable(map(_runs, reading.binary))), rules)
        if hit.kind in _SURE and (hit.kind, hit.shown) not in {(one.kind, one.shown) for one in hits}
    ]
    if reading.unread:
        hits.append(Hit("unchecked", reading.unread, where))
    return tuple(hits)


def is_located(data: bytes) -> bool:
    """Whether a picture's file says where it was taken."""
    reading = _Reading()
    list(reading.of(data))
    return reading.located


class _Reading:
    """One picture's file taken apart."""

    def __init__(self) -> None:
        self.located = False
        self.binary: list[bytes] = []
        self.unread = ""

    def of(self, data: bytes, depth: int = 0) -> Iterator[Told]:
        """Yield what it says; afterwards the attributes are complete."""
        if data.startswith(_TIFF):
            yield from self._tiff(data)
        elif data.startswith(b"GIF8"):
            yield from _gif(data)
        elif data[4:12].startswith(_HEIC):
            self.unread = "HEIC 照片，请另存为 JPEG"
            yield from self._packed(data)
        elif data.startswith(b"BM"):
            return
        else:
            try:
                for part in pictures.segments(data):
                    yield from self._segment(part, depth)
            except (ValueError, struct.error):
                self.unread = "坏了的照片"
                yield from self._packed(data)

    def _segment(self, part: pictures.Segment, depth: int) -> Iterator[Told]:
        payload = part.payload
        match part.name:
            case "APP1" if payload.startswith(_EXIF):
                yield from self._tiff(payload[len(_EXIF):])
            case "APP1" if payload.startswith(_XMP):
                yield from self._xmp(payload[len(_XMP):])
            case "APP1" if payload.startswith(_XMP_MORE):
                self.binary.append(payload)
            case "APP13":
                yield from exif.iptc(payload)
            case "COM":
                yield "注释", exif.text_of(payload)
            case "EXIF":
                yield from self._tiff(payload.removeprefix(_EXIF))
            case "eXIf":
                yield from self._tiff(payload)
            case "XMP ":
                yield from self._xmp(payload)
            case "tEXt" | "zTXt" | "iTXt":
                yield from self._png_text(part.name, payload)
            case pictures.REST:
                # A telephone puts a second picture, with position and all, behind the first.
                again = payload.find(pictures.JPEG)
                if again >= 0 and depth < 3:
                    yield from self.of(payload[again:], depth + 1)
                self.binary.append(payload[:_MOST_TEXT])
            case name if name.startswith("APP") and name not in ("APP0", "APP2", "APP14"):
                self.binary.append(payload)
            case _:
                return

    def _tiff(self, data: bytes) -> Iterator[Told]:
        found = list(exif.fields(data))
        self.located = self.located or exif.is_located(found)
        yield from exif.words(found)
        for _table, tag, value in found:
            if tag == exif.XMP:
                yield from self._xmp(value)
            elif tag == exif.IPTC:
                yield from exif.iptc(value)
            elif tag not in exif.NAMES and len(value) < _MOST_TEXT and b"\0" * 8 not in value[:8]:
                self.binary.append(value)

    def _xmp(self, data: bytes) -> Iterator[Told]:
        packet = _PACKET.search(data)
        try:
            root = parse(packet[0] if packet else data.strip(b"\0 \r\n\t"))
        except UnreadableError:
            self.binary.append(data)
            return
        for name, text in properties(root):
            if _POSITION.match(name):
                self.located = self.located or any(digit in text for digit in "123456789")
            else:
                yield _XMP_NAMES.get(name, f"XMP {name}"), text

    def _png_text(self, kind: str, payload: bytes) -> Iterator[Told]:
        name, _, rest = payload.partition(b"\0")
        packed = kind == "zTXt" or (kind == "iTXt" and rest[:1] == b"\1")
        if kind == "iTXt":
            parts = rest[2:].split(b"\0", 2)
            rest = parts[-1]
        elif kind == "zTXt":
            rest = rest[1:]
        if packed:
            try:
                rest = zlib.decompressobj().decompress(rest, _MOST_TEXT)
            except zlib.error:
                self.unread = "坏了的照片"
                return
        if name == b"XML:com.adobe.xmp":
            yield from self._xmp(rest)
        elif name.startswith(b"Raw profile type"):
            hexes = b"".join(rest.split()[2:])
            whole = re.fullmatch(rb"(?:[0-9a-fA-F]{2})*", hexes)
            raw = bytes.fromhex(hexes.decode("ascii")) if whole else b""
            at = max(raw.find(_EXIF), 0)
            yield from self._tiff(raw[at:].removeprefix(_EXIF))
            yield from exif.iptc(raw)
        else:
            yield exif.text_of(name) or "文字", exif.text_of(rest)

    def _packed(self, data: bytes) -> Iterator[Told]:
        """What is found in a file that cannot be taken apart."""
        place = data.find(_EXIF)
        for _ in range(4):
            if place < 0:
                break
            yield from self._tiff(data[place + len(_EXIF):])
            place = data.find(_EXIF, place + 1)
        for packet in _PACKET.findall(data):
            yield from self._xmp(packet)
        self.binary.append(data[:_MOST_TEXT])


def _gif(data: bytes) -> Iterator[Told]:
    """Yield the comments of a GIF: blocks behind 21 FE."""
    place = data.find(b"\x21\xfe")
    while place >= 0:
        parts, at = [], place + 2
        while at < len(data) and data[at]:
            parts.append(data[at + 1:at + 1 + data[at]])
            at += 1 + data[at]
        yield "注释", exif.text_of(b"".join(parts))
        place = data.find(b"\x21\xfe", place + 2)


def _runs(data: bytes) -> Iterator[str]:
    """Yield what looks like text in binary data."""
    for run in _RUN_8.findall(data):
        yield run.decode("utf-8", "replace")
        if any(byte > 0x7F for byte in run):
            yield run.decode("gb18030", "replace")
    for run in _RUN_16.findall(data):
        yield run.decode("utf-16-le", "replace")
    if b"\0" in data:
        yield data[:len(data) // 2 * 2].decode("utf-16-le", "replace")
