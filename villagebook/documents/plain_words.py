"""大白话: the sheet beside a notice that everybody can read: a question, five bands, one phone number in large type.

    made = render_plain_words(sheet, check_code="7F3A92C1", qr_text="VB1:…")

Upright on A4, or the same enlarged. Set as large as it fits, from 20.5 pt down to 16; what does not fit then goes on a
second sheet. Up to twenty people stand in two columns with what they get, more in three with the money alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from villagebook.base.days import chinese
from villagebook.base.plain_sheet import PlainBand, PlainEntry, PlainSheet
from villagebook.documents import foot
from villagebook.documents.breaking import Line, balanced, paragraph, single, spread_name
from villagebook.documents.composite import Style
from villagebook.documents.faces import Faces, Role
from villagebook.documents.foot import Foot
from villagebook.documents.notice_words import DRAFT, cut_short, one_line
from villagebook.documents.page import A1, A2, A3, A4, MM, Drawing, Paper

SHEETS = {"A4": A4, "A3": A3, "A2": A2, "A1": A1}
SIDE, TOP = 22 * MM, 18 * MM
QUESTION_PT, LEAST_QUESTION_PT, NUMBER_PT, PHONE_PT, SIGNED_PT = 36.0, 24.0, 16.0, 34.0, 16.0
TEXT_PT, LEADING_PT, ENTRY_PT, ENTRY_LEADING_PT, LABEL_EM = 20.5, 32.0, 19.5, 30.0, 4.8
MOST_LINES = 3  # of a question
SHORT_CLAUSE = 12  # characters
SCALES = (1.0, 0.95, 0.9, 0.85, 0.8)
FRAME, RULE, HAIR = 1.0, 0.5, 0.3
GUTTER = 10 * MM
MANY, SHORT_NAME = 20, 7.0  # entries in two columns at most; names longer than so many em stand in one
BELOW_BASELINE = 5.6 * MM
MOST_AIR, AIR_SHARE = 4 * MM, 0.6  # of the room left over, above and below each band
Draw = Callable[[Drawing, float], None]


@dataclass(frozen=True)
class PlainWordsPdf:
    """The sheet as printed: the PDF, its pages, its paper, the size of its text."""

    data: bytes
    pages: int
    paper: str
    text_pt: float


@dataclass(frozen=True)
class _Piece:
    """Something with a height; ``stays``: it must not be the last thing on a sheet."""

    height: float
    draw: Draw
    stays: bool = False


def render_plain_words(
    sheet: PlainSheet, *, paper: str | None = None, faces: Faces | None = None, check_code: str = "",
    qr_text: str | None = None, draft: bool = False,
) -> PlainWordsPdf:  # fmt: skip
    """Return the sheet as a PDF. Equal arguments give equal bytes.

    Args:
        paper: A4, A3, A2 or A1, upright; None: A4.
        faces, check_code, qr_text, draft: As for ``notice.render_notice``; the code is the notice's.

    Raises:
        ValueError: no such paper.
    """
    name = paper or "A4"
    if name not in SHEETS:
        raise ValueError(f"no such paper: {paper!r}")
    out = Paper(one_line(sheet.question), author=one_line(sheet.village), subject=one_line(sheet.number), using=faces)
    pages, setting = _set(out, sheet, SHEETS[name])
    measures = foot.NOTICE.scaled(setting.large)
    lines = _foot_lines(sheet, setting)
    said = Foot(lines, mark=DRAFT) if draft else Foot(lines, code=check_code, qr=qr_text or "")
    for number, pieces in enumerate(pages, 1):
        page = out.page(SHEETS[name])
        if draft:
            mark = out.style(Role.HEAD, 26 * setting.large)
            page.text(setting.right, 15 * MM * setting.large, DRAFT, mark, 1)
        y = TOP * setting.large
        for piece in pieces:
            piece.draw(page, y)
            y += piece.height
        foot.draw(page, said.at(number, len(pages)), measures, setting.left, setting.right)
    return PlainWordsPdf(out.save(), len(pages), name, TEXT_PT * setting.scale)


def _set(out: Paper, sheet: PlainSheet, size: tuple[float, float]) -> tuple[list[list[_Piece]], _Setting]:
    for scale in SCALES:
        setting = _Setting(out, size, scale)
        pieces = setting.pieces(sheet)
        rest = setting.room - sum(piece.height for piece in pieces)
        if rest >= 0:
            setting.air = min(MOST_AIR * setting.large, AIR_SHARE * rest / (2 * len(sheet.bands)))
            return [setting.pieces(sheet)], setting
    setting = _Setting(out, size, SCALES[-2])
    return setting.paged(setting.pieces(sheet)), setting


def _foot_lines(sheet: PlainSheet, setting: _Setting) -> tuple[str, str]:
    measures = foot.NOTICE.scaled(setting.large)
    style = setting.out.style(Role.LABEL, measures.text_pt)
    room = setting.measure - (measures.qr_mm + measures.gap_mm) * MM
    where = f"\u3000张贴地点：{one_line(sheet.place)}" if one_line(sheet.place) else ""
    rests = f"\u3000以{one_line(sheet.number) or '公示'}为准"

    def fits(text: str) -> bool:
        return style.width(text) <= room

    first = cut_short(f"大白话\u3000{one_line(sheet.question)}", rests, fits)
    return first, cut_short(f"数据截至 {chinese(sheet.as_of)}{where}", "", fits)


class _Setting:
    """One try: a paper and a scale of the type."""

    def __init__(self, out: Paper, size: tuple[float, float], scale: float) -> None:
        self.out, self.size = out, size
        self.large = size[0] / A4[0]
        self.air = 0.0
        self.scale = scale * self.large
        self.left, self.right = SIDE * self.large, size[0] - SIDE * self.large

    @property
    def measure(self) -> float:
        return self.right - self.left

    @property
    def room(self) -> float:
        """From the upper margin to the foot's rule."""
        zone = foot.NOTICE.scaled(self.large).zone_mm * MM
        return self.size[1] - (TOP + 3 * MM) * self.large - zone

    @property
    def indent(self) -> float:
        """Where the text stands beside its label."""
        return LABEL_EM * TEXT_PT * self.scale

    def style(self, role: Role, size: float) -> Style:
        return self.out.style(role, round(size * self.scale, 2))

    def pieces(self, sheet: PlainSheet) -> list[_Piece]:
        out = [*self._head(sheet), self._rule(FRAME, 0)]
        for i, band in enumerate(sheet.bands):
            last = i + 1 == len(sheet.bands)
            out += self._band(band, sheet.phone if last else "")
            out.append(self._rule(FRAME if last else RULE, 0))
        return [*out, self._signed(sheet)]

    def paged(self, pieces: list[_Piece]) -> list[list[_Piece]]:
        """Return the pieces over as many sheets as they need."""
        pages: list[list[_Piece]] = [[]]
        used, at = 0.0, 0
        while at < len(pieces):
            end = at
            while pieces[end].stays and end + 1 < len(pieces):
                end += 1
            together = pieces[at : end + 1]
            height = sum(piece.height for piece in together)
            if used + height > self.room and pages[-1]:
                pages.append([])
                used = 0.0
            pages[-1] += together
            used += height
            at = end + 1
        return pages

    # Parts

    def _head(self, sheet: PlainSheet) -> list[_Piece]:
        size = QUESTION_PT
        text = one_line(sheet.question)
        while size > LEAST_QUESTION_PT and self.style(Role.HEAD, size).width(text) > self.measure:
            size -= 1
        style = self.style(Role.HEAD, size)
        lines = balanced(text, style.font, self.measure / style.size * 1000)
        if len(lines) > 1:
            style, lines = self._broken(text)
        number = one_line(sheet.number)
        small = self.style(Role.TEXT, NUMBER_PT)
        middle, leading = (self.left + self.right) / 2, 1.3 * style.size

        def draw(page: Drawing, y: float) -> None:
            for i, line in enumerate(lines):
                page.line(middle, y + i * leading + style.size, line, style, 0.5)
            if number:
                below = y + len(lines) * leading + 1.35 * small.size
                page.line(middle, below, single(f"{number}的大白话", small.font, True), small, 0.5)

        return [_Piece(len(lines) * leading + (2.1 if number else 0.8) * small.size, draw, stays=True)]

    def _broken(self, text: str) -> tuple[Style, tuple[Line, ...]]:
        """Return a question too long for one line: large again on two or three, the smaller the more there is of it."""
        parts = tuple(part + "？" for part in text.split("？") if part)
        size = 0.8 * QUESTION_PT
        while True:
            style = self.style(Role.HEAD, size)
            lines = balanced(text, style.font, self.measure / style.size * 1000, parts)
            if len(lines) <= MOST_LINES or size <= NUMBER_PT:
                return style, lines
            size -= 2

    def _rule(self, weight: float, above: float) -> _Piece:
        def draw(page: Drawing, y: float) -> None:
            page.rule(self.left, y + above, self.right, y + above, weight * self.large)

        return _Piece(above, draw)

    def _band(self, band: PlainBand, phone: str) -> list[_Piece]:
        text, label = self.style(Role.TEXT, TEXT_PT), self.style(Role.HEAD, TEXT_PT)
        leading, below = LEADING_PT * self.scale, BELOW_BASELINE * self.scale
        measure = (self.measure - self.indent) / text.size * 1000
        air = self.air
        lines = [line for said in map(one_line, band.lines) for line in _lines(said, text, measure)]
        phone_style = self.style(Role.HEAD, PHONE_PT)
        many = max(len(lines), 0 if phone and not lines else 1)

        def draw(page: Drawing, y: float) -> None:
            y += air
            page.text(self.left, y + leading, band.label, label)
            for i, line in enumerate(lines):
                page.line(self.left + self.indent, y + (i + 1) * leading, line, text)
            if phone:
                page.text(self.left + self.indent, y + many * leading + 1.2 * phone_style.size, phone, phone_style)

        height = many * leading + (1.25 * phone_style.size if phone else 0)
        if not band.entries:
            return [_Piece(height + below + 2 * air, draw)]
        head = _Piece(height + 0.38 * leading + air, draw, stays=True)
        return [head, *self._list(band), _Piece(0.2 * below + air, _nothing)]

    def _list(self, band: PlainBand) -> list[_Piece]:
        """Return the rows of a list, read column by column where it stays on one sheet."""
        style = self.style(Role.TEXT, ENTRY_PT)
        widest = max(single(one_line(e.name), style.font).width for e in band.entries) / 1000
        columns = 1 if widest > SHORT_NAME or len(band.entries) == 1 else 3 if len(band.entries) > MANY else 2
        bare = columns == 3
        width = (self.measure - (columns - 1) * GUTTER * self.scale) / columns
        style = self._fitting(band.entries, width, bare, style)
        leading = ENTRY_LEADING_PT * self.scale
        rows = -(-len(band.entries) // columns)
        out = []
        for row in range(rows):
            # In columns from top to bottom, as on the notice; over several sheets from left to right.
            entries = band.entries[row::rows] if rows <= MANY else band.entries[row * columns : (row + 1) * columns]
            xs = [self.left + i * (width + GUTTER * self.scale) for i in range(columns)]
            placed = list(zip(xs, entries, strict=False))
            lines = max(len(self._name_lines(e, style, width, bare, band.people)) for e in entries)
            height = leading + (lines - 1) * 1.3 * style.size
            ruled = row + 1 < rows
            out.append(_Piece(height, partial(self._row, placed, style, width, bare, band.people, ruled, height)))
        return out

    def _fitting(self, entries: Sequence[PlainEntry], width: float, bare: bool, style: Style) -> Style:
        """Return the style smaller if names and money in short columns would touch."""
        size, em = style.size, style.font.em
        widest = max(em(one_line(e.name)) + (0 if bare else em(e.quantity)) + em(e.amount) + 1200 for e in entries)
        while size > 0.75 * style.size and widest * size / 1000 > width:
            size -= 0.5
        return style if size == style.size else style.sized(size)

    def _name_lines(self, entry: PlainEntry, style: Style, width: float, bare: bool, person: bool) -> tuple[Line, ...]:
        name = one_line(entry.name)
        if person and len(name) <= 4:
            return (spread_name(name, style.font),)
        right = style.font.em(entry.amount) + (0 if bare else style.font.em(entry.quantity) + 800) + 1000
        return paragraph(name, style.font, max(width / style.size * 1000 - right, 4000), justify_below=0)

    def _row(
        self, placed: Sequence[tuple[float, PlainEntry]], style: Style, width: float, bare: bool, person: bool,
        ruled: bool, height: float, page: Drawing, y: float,
    ) -> None:  # fmt: skip
        for x, entry in placed:
            first = y + 0.72 * ENTRY_LEADING_PT * self.scale
            for i, line in enumerate(self._name_lines(entry, style, width, bare, person)):
                page.line(x, first + i * 1.3 * style.size, line, style)
            if entry.amount:
                page.text(x + width, first, entry.amount, style, 1)
            if entry.quantity and not bare:
                page.text(x + width * 0.59, first, entry.quantity, style, 1)
            if ruled:
                page.rule(x, y + height, x + width, y + height, HAIR * self.large)

    def _signed(self, sheet: PlainSheet) -> _Piece:
        style = self.style(Role.TEXT, SIGNED_PT)
        leading = 1.65 * style.size
        names = [one_line(name) for name in sheet.signers if one_line(name)]
        date = chinese(sheet.signed_on)
        width = max([style.width(name) for name in names] + [style.width(date)])
        middle = max(self.right - 4 * style.size - style.width(date) / 2, self.left + width / 2)
        middle = min(middle, self.right - width / 2)

        def draw(page: Drawing, y: float) -> None:
            for i, said in enumerate((*names, date)):
                page.line(middle, y + (i + 1.7) * leading, single(said, style.font, True), style, 0.5)

        return _Piece((len(names) + 2.0) * leading, draw)


def _lines(said: str, style: Style, measure: float) -> tuple[Line, ...]:
    """Return a sentence's lines, broken rather between clauses than inside a short one."""
    clauses = tuple(part for part in re.split("(?<=[，；])", said) if len(part) <= SHORT_CLAUSE)
    return paragraph(said, style.font, measure, keep=clauses, justify_below=0)


def _nothing(_page: Drawing, _y: float) -> None:
    """White."""
