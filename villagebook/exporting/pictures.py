"""Pictures that go out: what a file says besides its pixels is left out, the pixels stay byte for byte.

A telephone writes into every photo where and when it was taken, with what, sometimes whose it is and a small copy of
the picture before it was cut. JPEG, PNG and WebP are taken apart here and put together again without that; how the
picture is to be turned stays. GIF, BMP and TIFF are written anew. The book keeps every picture as it was taken.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from villagebook.base.errors import KnownError

JPEG, PNG, WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
#: What ``segments`` calls what stands behind a picture's end.
REST = "rest"

_SOI, _SOS, _EOI, _COM = 0xD8, 0xDA, 0xD9, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_EXIF, _ICC, _JFIF, _ADOBE = b"Exif\0\0", b"ICC_PROFILE\0", b"JFIF\0", b"Adobe"
#: Chunks of a PNG that say how the pixels are to be shown.
_PNG_KEPT = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04
_ORIENTATION = 0x0112
_OTHERS = ("GIF", "BMP", "TIFF")


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a picture's file.

    Attributes:
        name: APP1, COM, SOS … of a JPEG, tEXt, IDAT … of a PNG, EXIF, VP8X … of a WebP; REST behind the end.
        payload: What it says, without its name and length. whole: As it stands in the file.
    """

    name: str
    payload: bytes
    whole: bytes


def clean_copy(data: bytes) -> bytes:
    """Return a picture without position, day, camera, comments and previews.

    Raises:
        KnownError: it is no picture, one that cannot be written anew (HEIC), or broken.
    """
    try:
        if data.startswith(JPEG):
            return _clean_jpeg(data)
        if data.startswith(PNG):
            return _clean_png(data)
        if is_webp(data):
            return _clean_webp(data)
    except (ValueError, struct.error) as error:
        raise KnownError("pictures.broken", "这张照片坏了，读不出来", "请重新复制或重拍") from error
    return _written_anew(data)


def for_paper(data: bytes) -> bytes:
    """Return a clean copy whose pixels stand upright, for paper, which knows no turning.

    Raises:
        KnownError: as clean_copy.
    """
    kept = clean_copy(data)
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(kept)) as image:
            if image.getexif().get(_ORIENTATION, 1) == 1:
                return kept
            out = io.BytesIO()
            form = image.format or "PNG"
            ImageOps.exif_transpose(image).save(out, form, **({"quality": 92} if form == "JPEG" else {}))
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError, TypeError) as error:
        raise KnownError("pictures.broken", "这张照片坏了，读不出来", "请重新复制或重拍") from error
    return clean_copy(out.getvalue())


def is_webp(data: bytes) -> bool:
    """Whether the data is a WebP picture."""
    return data.startswith(WEBP) and data[8:12] == b"WEBP"


def segments(data: bytes) -> Iterator[Segment]:
    """Yield the parts of a JPEG, PNG or WebP.

    Raises:
        ValueError: it is none of these, or broken.
    """
    if data.startswith(JPEG):
        return _jpeg_segments(data)
    if data.startswith(PNG):
        return _png_segments(data)
    if is_webp(data):
        return _webp_segments(data)
    raise ValueError("no picture that can be taken apart")


def orientation(exif: bytes) -> int:
    """Return how a picture is to be turned (1 to 8) by its EXIF data; 1 if that cannot be read."""
    try:
        order = {b"II": "<", b"MM": ">"}[exif[:2]]
        start = struct.unpack_from(f"{order}I", exif, 4)[0]
        for place in range(struct.unpack_from(f"{order}H", exif, start)[0]):
            tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * place)
            if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except (KeyError, struct.error):
        pass  # unreadable EXIF turns nothing, neither here nor in a viewer
    return 1


# JPEG


def _jpeg_segments(data: bytes) -> Iterator[Segment]:
    place = 2
    while place < len(data):
        if data[place] != 0xFF:
            raise ValueError("a marker is missing")
        while place < len(data) and data[place] == 0xFF:
            place += 1
        marker = data[place] if place < len(data) else _EOI
        place += 1
        if marker == _EOI:
            if data[place:].strip(b"\0\xff"):
                yield Segment(REST, data[place:], data[place:])
            return
        if marker in _ALONE:
            continue
        length = struct.unpack_from(">H", data, place)[0]
        if length < 2 or place + length > len(data):
            raise ValueError("a segment is cut off")
        end = place + length
        payload = data[place + 2:end]
        if marker == _SOS:
            end = _end_of_scan(data, end)
        yield Segment(_jpeg_name(marker), payload, b"\xff" + bytes([marker]) + data[place:end])
        place = end
    # Without its end mark a picture is cut off; viewers show what is there.


def _end_of_scan(data: bytes, place: int) -> int:
    """Return where the next marker stands behind the pixels, in which FF is followed by 0 or a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        if data[place + 1] == 0 or 0xD0 <= data[place + 1] <= 0xD7:
            place += 2
        elif data[place + 1] == 0xFF:
            place += 1
        else:
            return place


def _jpeg_name(marker: int) -> str:
    if _APP0 <= marker <= _APP15:
        return f"APP{marker - _APP0}"
    return {_COM: "COM", _SOS: "SOS"}.get(marker, f"{marker:02X}")


def _clean_jpeg(data: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    turned = 1
    pixels = False
    for part in _jpeg_segments(data):
        if part.name == "APP1" and part.payload.startswith(_EXIF):
            turned = orientation(part.payload[len(_EXIF):])
        if _is_kept(part):
            kept.append(part.whole)
        pixels = pixels or part.name == "SOS"
    if not pixels:
        raise ValueError("a picture without pixels")
    if turned != 1:
        exif = _EXIF + _only_turned(turned)
        # Behind JFIF, which wants to be the first.
        first = 2 if len(kept) > 1 and kept[1][1] == _APP0 else 1
        kept.insert(first, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join(kept) + b"\xff\xd9"


def _is_kept(part: Segment) -> bool:
    match part.name:
        case "APP0":
            return part.payload.startswith(_JFIF)
        case "APP2":
            return part.payload.startswith(_ICC)
        case "APP14":
            return part.payload.startswith(_ADOBE)
        case "COM" | "rest":
            return False
    return not part.name.startswith("APP")


def _only_turned(value: int) -> bytes:
    """Return EXIF data that says nothing but how the picture is to be turned."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)


# PNG


def _png_segments(data: bytes) -> Iterator[Segment]:
    place = len(PNG)
    while place < len(data):
        length = struct.unpack_from(">I", data, place)[0]
        kind = data[place + 4:place + 8]
        end = place + 12 + length
        if len(kind) < 4 or end > len(data):
            raise ValueError("a chunk is cut off")
        yield Segment(kind.decode("latin-1"), data[place + 8:end - 4], data[place:end])
        place = end
        if kind == b"IEND":
            if data[place:].strip(b"\0"):
                yield Segment(REST, data[place:], data[place:])
            return
    raise ValueError("the end is missing")


def _clean_png(data: bytes) -> bytes:
    import zlib

    kept = [PNG]
    for part in _png_segments(data):
        name = part.name.encode("latin-1")
        if name == b"eXIf" and (turned := orientation(part.payload)) != 1:
            exif = b"eXIf" + _only_turned(turned)
            kept.append(struct.pack(">I", len(exif) - 4) + exif + struct.pack(">I", zlib.crc32(exif)))
        elif name in _PNG_KEPT:
            kept.append(part.whole)
    return b"".join(kept)


# WebP


def _webp_segments(data: bytes) -> Iterator[Segment]:
    size = struct.unpack_from("<I", data, 4)[0] + 8
    place, end_of_all = 12, min(size, len(data))
    while place + 8 <= end_of_all:
        name = data[place:place + 4]
        length = struct.unpack_from("<I", data, place + 4)[0]
        end = place + 8 + length
        if end > len(data):
            raise ValueError("a chunk is cut off")
        yield Segment(name.decode("latin-1"), data[place + 8:end], data[place:end + length % 2])
        place = end + length % 2
    if data[size:].strip(b"\0"):
        yield Segment(REST, data[size:], data[size:])


def _clean_webp(data: bytes) -> bytes:
    kept: list[bytes] = []
    turned = 1
    for part in _webp_segments(data):
        name = part.name.encode("latin-1")
        if name == b"EXIF":
            turned = orientation(part.payload.removeprefix(_EXIF))
        if name not in _WEBP_KEPT or part.name == REST:
            continue
        whole = bytearray(part.whole)
        if name == b"VP8X":
            whole[8] &= 0xFF ^ (_EXIF_FLAG | _XMP_FLAG)
        kept.append(bytes(whole))
    if not kept:
        raise ValueError("a picture without pixels")
    if turned != 1 and kept[0].startswith(b"VP8X"):
        exif = _only_turned(turned)
        kept[0] = kept[0][:8] + bytes([kept[0][8] | _EXIF_FLAG]) + kept[0][9:]
        kept.append(b"EXIF" + struct.pack("<I", len(exif)) + exif)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# The rest


def _written_anew(data: bytes) -> bytes:
    """Return the first frame of a GIF, BMP or TIFF with nothing but its pixels, as PNG."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=_OTHERS) as image:
            upright = ImageOps.exif_transpose(image)
            plain = upright if upright.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else upright.convert("RGB")
            pixels = plain.copy()
            pixels.info = {key: value for key, value in plain.info.items() if key == "transparency"}
            out = io.BytesIO()
            pixels.save(out, "PNG", exif=b"")
    except UnidentifiedImageError as error:
        raise KnownError("pictures.unknown", "不是能去掉位置的照片", "请另存为 JPEG 或 PNG") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError, TypeError,
            Image.DecompressionBombError) as error:
        # What Pillow raises on damaged files differs by format.
        raise KnownError("pictures.broken", "这张照片坏了，读不出来", "请重新复制或重拍") from error
    return _clean_png(out.getvalue())
