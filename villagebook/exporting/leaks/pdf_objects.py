"""Texts in the objects of a PDF, read without a library: custom properties, XMP, form fields, old versions, links.

PDFium tells the well-known properties of the newest version only. What was there before, and what other programs
write, still stands in the file. The drawn text of pages is not read here.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_STREAM = re.compile(rb"stream\r?\n")
_TOKEN = re.compile(rb"/([^\s()<>\[\]{}/%]+)|(\()|<([0-9A-Fa-f\s]{4,})>")
_FILTER = re.compile(rb"/(ASCII85Decode|ASCIIHexDecode|FlateDecode|LZWDecode|Crypt|RunLengthDecode|\w+Decode)\b")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
#: Keys, hashes, times and names of characters.
_DULL = frozenset({
    b"ID", b"O", b"U", b"OE", b"UE", b"Perms", b"CreationDate", b"ModDate", b"M", b"Registry", b"Ordering",
    b"CharSet", b"CheckSum", b"DA", b"LastModified", b"FontFamily", b"Lang", b"CS", b"Identity", b"Lookup", b"Cert",
    b"ByteRange", b"Indexed", b"DeviceRGB", b"DeviceGray", b"DeviceCMYK", b"Panose", b"VP",
})  # fmt: skip
_LARGEST = 30_000_000

_PROPERTY = {
    "Title": "标题", "Author": "作者", "Subject": "主题", "Keywords": "关键词", "Creator": "软件", "Producer": "软件",
    "Company": "单位", "Comments": "备注", "Manager": "经理", "Category": "类别",
}  # fmt: skip
_CALLED = {
    **dict.fromkeys(("Contents", "RC", "Subj", "T"), "批注"), **dict.fromkeys(("V", "DV", "TU", "TM", "Opt"), "表单栏"),
    **dict.fromkeys(("Alt", "ActualText", "E"), "图片说明"), **dict.fromkeys(("F", "UF", "Desc", "EF"), "附件名"),
    "URI": "链接", "JS": "脚本", "Name": "图层名", "P": "页码样式", "Names": "目标名",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Objects:
    """What was found.

    Attributes:
        texts: (what it is called, text). xmp: XML packets. files: contents of files inside, found without a name.
        encrypted: Whether the texts could not be read.
    """

    texts: tuple[tuple[str, str], ...]
    xmp: tuple[bytes, ...]
    files: tuple[bytes, ...]
    encrypted: bool


def property_name(key: str) -> str:
    """Return what a property of the file is called."""
    return f"文件属性 {_PROPERTY.get(key, key)}"


def read_objects(data: bytes) -> Objects:
    """Read what stands in a PDF beside the drawn pages; never raises."""
    texts: list[tuple[str, str]] = []
    xmp: list[bytes] = []
    files: list[bytes] = []
    encrypted = False
    for told, stream in _bodies(data):
        encrypted = encrypted or b"/Encrypt" in told
        texts += _strings(told)
        if stream is None:
            continue
        told = told[told.rfind(b" obj") + 1:] if b" obj" in told else told[-4_000:]
        if b"/ObjStm" in told and (content := _decoded(told, stream)):
            texts += _strings(content)
        elif b"/Metadata" in told and (content := _decoded(told, stream)):
            xmp.append(content)
        elif b"/EmbeddedFile" in told and (content := _decoded(told, stream)):
            files.append(content)
        elif b"/XRef" in told:
            encrypted = encrypted or b"/Encrypt" in told
    return Objects(() if encrypted else tuple(texts), tuple(xmp), tuple(files), encrypted)


def _bodies(data: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield (what stands before a stream, the stream), and what stands behind the last one."""
    place = 0
    while True:
        begin = _STREAM.search(data, place)
        if begin is None:
            yield data[place:], None
            return
        end = data.find(b"endstream", begin.end())
        if end < 0:
            yield data[place:], None
            return
        yield data[place:begin.start()], data[begin.end():end]
        place = end + len(b"endstream")


def _decoded(told: bytes, stream: bytes) -> bytes:
    """Return a stream without its filters; empty if one is unknown or the data are damaged."""
    content = stream
    for name in _FILTER.findall(told):
        try:
            if name == b"ASCII85Decode":
                content = base64.a85decode(content.strip().removeprefix(b"<~").removesuffix(b"~>"))
            elif name == b"ASCIIHexDecode":
                content = bytes.fromhex(content.strip().rstrip(b">").decode("ascii"))
            elif name == b"FlateDecode":
                content = zlib.decompressobj().decompress(content, _LARGEST)
            else:
                return b""
        except (ValueError, zlib.error, binascii.Error):
            return b""
    return content


def _strings(data: bytes) -> Iterator[tuple[str, str]]:
    key = b""
    place = 0
    while (token := _TOKEN.search(data, place)) is not None:
        place = token.end()
        if token[1] is not None:
            key = token[1]
            continue
        if token[2] is not None:
            value, place = _literal(data, place)
        else:
            digits = re.sub(rb"\s", b"", token[3]).decode("ascii")
            value = bytes.fromhex(digits + "0" * (len(digits) % 2))
        if key not in _DULL and len(value) > 1:
            yield from ((_called(key), text) for text in _texts(value))


def _literal(data: bytes, place: int) -> tuple[bytes, int]:
    """Return (the bytes of a string in parentheses, the place behind it)."""
    out = bytearray()
    depth = 1
    while place < len(data):
        byte = data[place:place + 1]
        place += 1
        if byte == b"\\":
            octal = re.compile(rb"[0-7]{1,3}").match(data, place)
            if octal:
                out.append(int(octal[0], 8) & 0xFF)
                place = octal.end()
            else:
                following = data[place:place + 1]
                place += 2 if following == b"\r" and data[place + 1:place + 2] == b"\n" else 1
                out += _ESCAPES.get(following, b"" if following in (b"\n", b"\r") else following)
            continue
        depth += (byte == b"(") - (byte == b")")
        if depth == 0:
            break
        out += byte
    return bytes(out), place


def _texts(value: bytes) -> Iterator[str]:
    if value.startswith(b"\xfe\xff"):
        yield value[2:].decode("utf-16-be", "replace")
    elif value.startswith(b"\xff\xfe"):
        yield value[2:].decode("utf-16-le", "replace")
    elif value.startswith(b"\xef\xbb\xbf"):
        yield value[3:].decode("utf-8", "replace")
    else:
        yield value.decode("latin-1")
        if any(byte > 0x7F for byte in value):  # as Chinese programs write, against the standard
            yield value.decode("gb18030", "replace")
            yield value.decode("utf-8", "replace")


def _called(key: bytes) -> str:
    name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), key).decode("utf-8", "replace")
    return property_name(name) if name in _PROPERTY else _CALLED.get(name, f"文件内部“{name[:20]}”")
