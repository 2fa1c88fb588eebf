"""One font object per face in a PDF: Type0 / CIDFontType2 / Identity-H with the glyphs the document uses.

ReportLab's own way splits a face into many fonts of 256 characters, and what lies beyond U+FFFF prints but
cannot be copied. Here a character has one two-byte code in the whole document, and ToUnicode says what it
is, so a text becomes one hexadecimal string that is cached (``Style.ops``) and repeated.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc

from villagebook.documents.faces import GETA, UNSEEN, Face, Font, Role
from villagebook.documents.truetype import Slot

BFCHAR_LINES = 100
CACHED_TEXTS = 20000


class Stream(pdfdoc.PDFObject):  # type: ignore[misc]
    """A stream object, packed at once so that finished pages take little room in memory.

    Independent of ReportLab's process-wide settings (useA85 would make it a fifth larger).
    """

    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: str = "", packed: bool = True) -> None:
        self.data = zlib.compress(data) if packed else data
        self.entries = entries + (" /Filter /FlateDecode" if packed else "")

    def format(self, document: Any) -> bytes:
        """Return the object's bytes; called by ReportLab."""
        data: bytes = document.encrypt.encode(self.data)
        head = f"<< {self.entries} /Length {len(data)} >>\nstream\n"
        return head.encode("ascii") + data + b"\nendstream\n"


class Dictionary(pdfdoc.PDFObject):  # type: ignore[misc]
    """A dictionary object written as text, with references to other objects in the places of ``{}``."""

    __RefOnly__ = 1

    def __init__(self, template: str, objects: Sequence[Any] = ()) -> None:
        self.template = template
        self.objects = objects

    def format(self, document: Any) -> bytes:
        """Return the object's bytes; called by ReportLab."""
        numbers = []
        for item in self.objects:
            reference = item if isinstance(item, pdfdoc.PDFObjectReference) else document.Reference(item)
            numbers.append(reference.format(document).decode("ascii"))
        return ("<< " + self.template % tuple(numbers) + " >>").encode("ascii")


class EmbeddedFace:
    """A face in one document: which characters it sets so far, each with its code.

    Attributes:
        name: The name in the page's operators, ``/F1``.
    """

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._chars: list[str] = []
        self._slots: list[Slot] = []
        self._codes: dict[str, str] = {}

    def code(self, char: str, shown: str) -> str:
        """Return the code of a character that is drawn as ``shown``: four hexadecimal digits."""
        if char in self._codes:
            return self._codes[char]
        slot = self.face.slot(shown)
        if slot is None:
            raise ValueError(f"{self.face.id} has no {shown!r}")
        self._chars.append(char)
        self._slots.append(slot)
        self._codes[char] = code = f"{len(self._chars):04X}"
        return code

    def addObjects(self, document: Any) -> None:  # noqa: N802 - called by ReportLab when the document is saved
        """Write the subset and its dictionaries into the document."""
        file = self.face.file
        tag = hashlib.sha256("".join(self._chars).encode("utf-8", "replace")).digest()
        name = "".join(chr(65 + b % 26) for b in tag[:6]) + "+" + file.name
        program = file.subset(self._slots)
        descriptor = Dictionary(
            f"/Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{' '.join(map(self._em, file.bbox))}]"
            f" /ItalicAngle 0 /Ascent {self._em(file.ascent)} /Descent {self._em(file.descent)}"
            f" /CapHeight {self._em(file.cap_height)} /StemV {max(50, file.weight // 5)} /FontFile2 %s",
            [Stream(program, f"/Length1 {len(program)}")],
        )
        descendant = Dictionary(
            f"/Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /DW 1000"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /W [{self._widths()}] /FontDescriptor %s",
            [descriptor],
        )
        font = Dictionary(
            f"/Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [%s] /ToUnicode %s",
            [descendant, Stream(self._to_unicode())],
        )
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        fonts[self.name[1:]] = document.Reference(font, f"font:{self.name[1:]}")

    def _em(self, units: float) -> str:
        return f"{units * 1000 / self.face.file.units:.6g}"

    def _widths(self) -> str:
        """Return the W array's inside: runs of codes whose width is not 1000."""
        out: list[str] = []
        run_end = -1
        for i, slot in enumerate(self._slots, 1):
            width = slot.advance * 1000 / self.face.file.units / self.face.scale
            if abs(width - 1000) < 0.01:
                continue
            if i != run_end:
                out.append(f"] {i} [" if out else f"{i} [")
            out.append(f"{width:.6g}")
            run_end = i + 1
        return " ".join(out) + ("]" if out else "")

    def _to_unicode(self) -> bytes:
        out = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        for start in range(0, len(self._chars), BFCHAR_LINES):
            block = self._chars[start : start + BFCHAR_LINES]
            out.append(f"{len(block)} beginbfchar")
            out += [f"<{start + i:04X}> <{_utf16(char)}>" for i, char in enumerate(block, 1)]
            out.append("endbfchar")
        out.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(out).encode("ascii")


def _utf16(char: str) -> str:
    if 0xD800 <= ord(char) < 0xE000:
        char = GETA  # half a character from a broken file; there is nothing to copy
    return char.encode("utf-16-be").hex().upper()


class FaceSet:
    """The faces of one document, each embedded once, in the order of first use."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._embedded: dict[str, EmbeddedFace] = {}

    def embedded(self, face: Face) -> EmbeddedFace:
        """Return the document's own object of a face."""
        found = self._embedded.get(face.id)
        if found is None:
            found = self._embedded[face.id] = EmbeddedFace(face, f"/F{len(self._embedded) + 1}")
            self._document.delayedFonts.append(found)
        return found


class _Codes(dict[str, tuple[EmbeddedFace, str]]):
    """Character -> (face in the document, code), found when first asked for; shared by all sizes."""

    def __init__(self, font: Font, faces: FaceSet) -> None:
        super().__init__()
        self._font, self._faces = font, faces

    def __missing__(self, char: str) -> tuple[EmbeddedFace, str]:
        face, shown = self._font.place(char)
        embedded = self._faces.embedded(face)
        code = "" if char in UNSEEN else embedded.code(char, shown)
        self[char] = found = (embedded, code)
        return found


class RoleCodes:
    """The codes of one role in one document."""

    def __init__(self, font: Font, faces: FaceSet) -> None:
        self.font = font
        self.main = faces.embedded(font.faces[0])
        self.codes = _Codes(font, faces)


class _Ops(dict[str, str]):
    """Text -> the operator that shows it, as it stands."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, text: str) -> str:
        if len(self) > CACHED_TEXTS:
            self.clear()  # names and numbers of thousands of households would fill the memory
        self[text] = op = self._style.shown(text, ())
        return op


class Style:
    """A role at a size in one document: measures and encodes.

    Attributes:
        role: The role.
        size: pt.
        font: The role's font; ``font.advance`` gives 1/1000 em.
        select: The operator that selects the main face at this size.
        ops: Text -> operator, cached; assumes that the main face is selected and leaves it selected.
    """

    def __init__(self, role_codes: RoleCodes, size: float) -> None:
        self.role: Role = role_codes.font.role
        self.size = size
        self.font = role_codes.font
        self._role_codes = role_codes
        self._main = role_codes.main
        self._codes = role_codes.codes
        self.select = self._select(self._main)
        self.ops: dict[str, str] = _Ops(self)

    def _select(self, embedded: EmbeddedFace) -> str:
        return f"{embedded.name} {self.size * embedded.face.scale:.5g} Tf"

    def sized(self, size: float) -> Style:
        """Return the same role at another size, for one text that must shrink."""
        return Style(self._role_codes, size)

    def width(self, text: str) -> float:
        """Return the width of a text as it stands, in pt."""
        return self.font.em(text) * self.size / 1000

    def shown(self, text: str, gaps: Sequence[float]) -> str:
        """Return the operators for a text.

        Args:
            text: One line.
            gaps: Room to add after each character, 1/1000 em; empty for none at all.
        """
        codes = self._codes
        found = [codes[char] for char in text]
        main = self._main
        if all(embedded is main for embedded, _ in found):
            if len(gaps) > 2 and gaps[0] and gaps.count(gaps[0]) == len(gaps) - 1:
                # Spread evenly: character spacing says it once, and readers do not take it for blanks.
                return f"{_number(gaps[0] * self.size / 1000)} Tc {_array(found, (), 1)} 0 Tc"
            return _array(found, gaps, main.face.scale)
        out, start, current = [], 0, main
        for i in range(1, len(found) + 1):
            if i < len(found) and found[i][0] is found[start][0]:
                continue
            embedded = found[start][0]
            if embedded is not current:
                out.append(self._select(embedded))
                current = embedded
            out.append(_array(found[start:i], gaps[start:i], embedded.face.scale))
            start = i
        if current is not main:
            out.append(self.select)
        return " ".join(out)


def _number(value: float) -> str:
    """Return a number of four digits as PDF writes it: never with an exponent."""
    text = f"{value:.4g}"
    return text if "e" not in text else f"{value:.4f}"


def _array(found: Sequence[tuple[EmbeddedFace, str]], gaps: Sequence[float], scale: float) -> str:
    if not any(gaps):
        return "<" + "".join([code for _, code in found]) + "> Tj"
    out, run = [], ""
    for (_, code), gap in zip(found, gaps, strict=True):
        run += code
        if gap:
            out.append(f"<{run}> {_number(-gap / scale)}")
            run = ""
    if run:
        out.append(f"<{run}>")
    return "[" + " ".join(out) + "] TJ"
