"""Which face sets which role, and which face helps out for a character the chosen one lacks.

Rare characters (生僻字) are people's names: per character the first face of the role's chain that has it is
taken. What no face has is set as 〓 and listed by ``Faces.missing`` before anything is printed; an empty box
never appears silently.

Advances are in 1/1000 em throughout. Digits of the serif faces are of unequal width, so each is centred in a
constant one; 〔 and 〕 lose their empty side; ☑ is drawn as □ with √ over it, because no face has it.

To add a role: a member of Role and its chain in CHAINS.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from villagebook.base import resources
from villagebook.documents.truetype import FontFile, FontFileError, Part, Slot

GETA = "〓"
HALF_BRACKETS = {"〔": -420, "〕": 0}
BRACKET_EM = 580
TICKED, BOX, TICK, TICK_SCALE = "☑", "□", "√", 0.92
# Variation selectors, joiners and marks of direction: not drawn, take no room, and are not missing either.
UNSEEN = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x200B, 0x2010), 0xFEFF)))


class Role(StrEnum):
    """What a text is on the sheet; the value is stable."""

    TITLE = "title"
    TEXT = "text"
    HEAD = "head"
    LABEL = "label"
    KAI = "kai"


class FaceFile(NamedTuple):
    """Where a face is, and how it is set.

    Attributes:
        path: The font file.
        subfont: Which font of a collection.
        digit_em: Width every digit is centred in, 1/1000 em; 0 leaves the digits as they are.
        scale: Glyphs are drawn at this multiple of the size within the same advance.
    """

    path: Path
    subfont: int = 0
    digit_em: int = 0
    scale: float = 1.0


class Face:
    """One font file as it is set here. Opened on first use; shared by all documents of the process."""

    def __init__(self, id: str, source: FaceFile) -> None:
        self.id = id
        self.source = source
        self.scale = source.scale
        self._file: FontFile | None = None
        self._slots: dict[str, Slot | None] = {}

    @property
    def file(self) -> FontFile:
        """The opened file."""
        if self._file is None:
            self._file = FontFile(self.source.path, self.source.subfont)
        return self._file

    def slot(self, char: str) -> Slot | None:
        """Return how a character is drawn in this face, None if the face has no glyph for it."""
        if char not in self._slots:
            self._slots[char] = self._find(char)
        return self._slots[char]

    def advance(self, char: str) -> int | None:
        """Return the advance of a character in 1/1000 em, None if the face has no glyph for it."""
        slot = self.slot(char)
        return None if slot is None else round(slot.advance * 1000 / self.file.units)

    def _find(self, char: str) -> Slot | None:
        if char == TICKED:
            return self._ticked_box()
        file = self.file
        glyph = file.glyph(ord(char))
        if not glyph:
            return None
        natural = file.advance(glyph)
        if "0" <= char <= "9" and self.source.digit_em:
            advance = round(self.source.digit_em * file.units / 1000)
            return Slot(advance, (Part(glyph, (advance - natural) // 2),))
        if char in HALF_BRACKETS and natural == file.units:
            shift = round(HALF_BRACKETS[char] * file.units / 1000)
            return Slot(round(BRACKET_EM * file.units / 1000), (Part(glyph, shift),))
        return Slot(natural, (Part(glyph),))

    def _ticked_box(self) -> Slot | None:
        file = self.file
        box, tick = file.glyph(ord(BOX)), file.glyph(ord(TICK))
        if not box or not tick:
            return None
        shift = round((1 - TICK_SCALE) / 2 * file.units)
        return Slot(file.advance(box), (Part(box), Part(tick, shift, shift, TICK_SCALE)))


class _Advances(dict[str, int]):
    """Advance of each character in 1/1000 em, found when first asked for."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, char: str) -> int:
        face, shown = self._font.place(char)
        advance = 0 if char in UNSEEN else face.advance(shown)
        self[char] = advance = 1000 if advance is None else advance
        return advance


class Font:
    """The chain of faces of one role.

    Attributes:
        role: The role.
        faces: First the chosen face, then those that help out.
        latin: Sets ASCII characters before the chain is asked; None if the chosen face sets them itself.
        advance: Character -> advance in 1/1000 em, for every character.
    """

    def __init__(self, role: Role, faces: tuple[Face, ...], latin: Face | None = None) -> None:
        self.role = role
        self.faces = faces
        self.latin = latin
        self.advance: dict[str, int] = _Advances(self)
        self._places: dict[str, tuple[Face, str]] = {}

    def place(self, char: str) -> tuple[Face, str]:
        """Return (face, character it draws): the character itself, or 〓 if no face has it."""
        found = self._places.get(char)
        if found is None:
            found = self._places[char] = self._find(char) or self._find(GETA) or (self.faces[0], " ")
        return found

    def _find(self, char: str) -> tuple[Face, str] | None:
        if char < " ":
            char = " "  # a tab or a stray line end inside a text
        order = self.faces if self.latin is None or not char.isascii() else (self.latin, *self.faces)
        return next(((face, char) for face in order if face.slot(char) is not None), None)

    def lacks(self, char: str) -> bool:
        """Return whether no face of the chain has the character."""
        if char in UNSEEN or char < " ":
            return False
        return self.place(char)[1] != char

    def em(self, text: str) -> int:
        """Return the width of a text set as it stands, in 1/1000 em."""
        return sum(map(self.advance.__getitem__, text))

    def width(self, text: str, size: float) -> float:
        """Return the width in pt of a text set as it stands at ``size`` pt."""
        return self.em(text) * size / 1000


class Faces:
    """The fonts of all roles.

    Attributes:
        label: ``bundled`` or ``office``, for the doctor and the settings page.
    """

    def __init__(self, fonts: Iterable[Font], label: str) -> None:
        self._fonts = {font.role: font for font in fonts}
        self.label = label

    def __getitem__(self, role: Role) -> Font:
        return self._fonts[role]

    def missing(self, texts: Iterable[str]) -> list[tuple[str, str]]:
        """Return (text, character) for each character of a text that no face has: the 缺字 list.

        In the order of the texts, each pair once.
        """
        lacks = lru_cache(maxsize=None)(self._fonts[Role.TEXT].lacks)
        return list(dict.fromkeys((text, char) for text in texts for char in text if lacks(char)))


BUNDLED = {
    "serif": ("NotoSerifSC-Regular.ttf", 560),
    "serif-bold": ("NotoSerifSC-Bold.ttf", 596),
    "sans": ("NotoSansSC-Regular.ttf", 0),
    "sans-bold": ("NotoSansSC-Bold.ttf", 0),
    "kai": ("LXGWWenKai-Regular.ttf", 0),
    "rare": ("HanaMinB.ttf", 0),
}
CHAINS = {
    Role.TITLE: ("serif-bold", "serif", "kai", "rare"),
    Role.TEXT: ("serif", "kai", "rare"),
    Role.HEAD: ("sans-bold", "sans", "serif", "kai", "rare"),
    Role.LABEL: ("sans", "serif", "kai", "rare"),
    Role.KAI: ("kai", "serif", "rare"),
}
# 仿宋 is thin and small on its body: drawn at 1.07. Its digits are poor, so ASCII stays in the first helper;
# WenKai helps out before Noto Serif, which would stand out as bold.
OFFICE = {
    Role.TEXT: ("simfang.ttf", 1.07, "serif", ("kai", "serif", "rare")),
    Role.KAI: ("simkai.ttf", 1.0, "serif", ("kai", "serif", "rare")),
}
OFFICE_SAMPLE = "的一是清溪村公示壹贰叁亩鸡"


@cache
def _bundled_face(id: str) -> Face:
    name, digit_em = BUNDLED[id]
    return Face(id, FaceFile(resources.path(f"fonts/{name}"), digit_em=digit_em))


def _font_folders() -> list[Path]:
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        return [windows, Path.home() / "AppData/Local/Microsoft/Windows/Fonts"]
    return [Path("/usr/share/fonts"), Path.home() / ".local/share/fonts", Path.home() / ".fonts"]


def _office_face(name: str, scale: float, folders: Iterable[Path]) -> Face | None:
    """Return a face installed in the office, None if it is not there or does not cover everyday text."""
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.name.lower() == name):
            face = Face(f"office-{path.stem.lower()}", FaceFile(path, scale=scale))
            try:
                if all(face.slot(c) is not None for c in OFFICE_SAMPLE):
                    return face
            except (FontFileError, OSError):
                continue  # a face that cannot be read is as good as none: the bundled one is used
    return None


@cache
def faces(prefer_office: bool = False, folders: tuple[Path, ...] | None = None) -> Faces:
    """Return the fonts of all roles.

    Args:
        prefer_office: Use 仿宋 and 楷体 installed on this machine where they are complete.
        folders: Where to look for them; None: the system's font folders.
    """
    fonts = {role: Font(role, tuple(map(_bundled_face, ids))) for role, ids in CHAINS.items()}
    label = "bundled"
    if prefer_office:
        for role, (name, scale, latin, helpers) in OFFICE.items():
            face = _office_face(name, scale, _font_folders() if folders is None else folders)
            if face is not None:
                fonts[role] = Font(role, (face, *map(_bundled_face, helpers)), _bundled_face(latin))
                label = "office"
    return Faces(fonts.values(), label)


def missing_glyphs(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return (text, character) for each character that no bundled face has: the 缺字 list."""
    return faces().missing(texts)
