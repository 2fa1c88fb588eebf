"""What EXIF and IPTC data say in words, and whether they say where a picture was taken; never raises."""

from __future__ import annotations

import struct
from collections.abc import Iterator

#: Tags in which people's words stand, and what they are called; serial numbers and times are none.
NAMES = {
    0x010D: "文件名", 0x010E: "说明", 0x010F: "厂家", 0x0110: "机型", 0x0131: "软件", 0x013B: "作者", 0x013C: "电脑",
    0x8298: "版权", 0x9286: "用户注释", 0x9C9B: "标题", 0x9C9C: "备注", 0x9C9D: "作者", 0x9C9E: "标记",
    0x9C9F: "主题", 0xA430: "机主", 0xC614: "机型", 0xA436: "标题", 0xA437: "拍摄人", 0xA438: "编辑人",
    0xC6F3: "相机", 0xFDE8: "机主", 0xFDE9: "编号", 0x001B: "定位方式", 0x001C: "地名",
}  # fmt: skip
XMP, IPTC = 0x02BC, 0x83BB
_POINTERS = {0x8769: "exif", 0x8825: "gps", 0xA005: "interop"}
_LATITUDE, _LONGITUDE, _COMMENT = 0x0002, 0x0004, 0x9286
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_MOST_ENTRIES, _MOST_TABLES = 4_000, 40
_PLACES = ("gps",)

#: Datasets of IPTC record 2.
_IPTC_NAMES = {
    5: "标题", 7: "状态", 10: "级别", 15: "类别", 20: "类别", 25: "关键词", 40: "嘱咐", 80: "作者", 85: "职务",
    90: "城市", 92: "地点", 95: "省", 101: "国家", 105: "标题", 110: "提供者", 115: "来源", 116: "版权", 118: "联系",
    120: "说明", 122: "撰写人",
}  # fmt: skip


def fields(data: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield (table, tag, value) of TIFF data: the directories and those they point to, each once."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return
    waiting = [("main", struct.unpack_from(f"{order}I", data, 4)[0])]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_TABLES:
        table, start = waiting.pop(0)
        if start in seen or not 8 <= start <= len(data) - 2:
            continue
        seen.add(start)
        count = struct.unpack_from(f"{order}H", data, start)[0]
        for place in range(start + 2, start + 2 + 12 * min(count, _MOST_ENTRIES), 12):
            if place + 12 > len(data):
                break
            tag, kind, length = struct.unpack_from(f"{order}HHI", data, place)
            size = _SIZES.get(kind, 1) * length
            where = place + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, place + 8)[0]
            value = data[where:where + size]
            if table == "main" and tag in _POINTERS and len(value) == 4:
                waiting.append((_POINTERS[tag], struct.unpack(f"{order}I", value)[0]))
            else:
                yield table, tag, value
        after = start + 2 + 12 * count
        if after + 4 <= len(data) and table == "main":
            waiting.append(("main", struct.unpack_from(f"{order}I", data, after)[0]))


def is_located(found: list[tuple[str, int, bytes]]) -> bool:
    """Whether the fields say where the picture was taken; a telephone without position writes noughts."""
    places = {tag: value for table, tag, value in found if table in _PLACES}
    return all(any(places.get(tag, b"")[:4] + places.get(tag, b"")[8:12]) for tag in (_LATITUDE, _LONGITUDE))


def words(found: list[tuple[str, int, bytes]]) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the fields in which people's words stand."""
    for table, tag, value in found:
        if table == "gps" and tag not in (0x001B, 0x001C):
            continue
        name = NAMES.get(tag)
        if name is None:
            continue
        for text in _read(tag, value):
            yield name, text


def _read(tag: int, value: bytes) -> Iterator[str]:
    if 0x9C9B <= tag <= 0x9C9F:
        yield value.decode("utf-16-le", "replace").rstrip("\0")
        return
    code, rest = value[:8], value[8:]
    if tag in (_COMMENT, 0x001B, 0x001C) and code.startswith((b"UNICODE", b"ASCII", b"JIS", b"\0" * 8)):
        if code.startswith(b"UNICODE"):
            # The order of bytes is not told; the wrong one shows nothing that is looked for.
            yield rest.decode("utf-16-le", "replace")
            yield rest.decode("utf-16-be", "replace")
            return
        value = rest
    yield text_of(value)


def text_of(value: bytes) -> str:
    """Return bytes as text: UTF-8, else what Chinese programs write."""
    value = value.strip(b"\0")
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def iptc(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the datasets of IPTC, also inside Photoshop's blocks."""
    place = data.find(b"\x1c\x02")
    while place >= 0 and place + 5 <= len(data):
        dataset, length = data[place + 2], struct.unpack_from(">H", data, place + 3)[0]
        value = data[place + 5:place + 5 + length]
        if dataset in _IPTC_NAMES:
            yield _IPTC_NAMES[dataset], text_of(value)
        place = data.find(b"\x1c\x02", place + 5 + (length if length < 0x8000 else 0))
