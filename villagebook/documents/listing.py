"""Any ledger as a PDF: repeated heading, totals, page x of y, every value as it is.

    write_listing(Path("农户.pdf"), Listing("清溪村农户台账", "共 116 行", "云岭镇清溪村", columns, rows, totals, on))

A4 on its side; A3 on its side when the columns do not fit; beyond that texts wrap, and if the columns are still
too wide they are divided over bands that lie side by side: the same rows at the same height, the first two
columns repeated. How wide columns become is decided in ``listing_layout``, how a value is written in
``listing_values``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.documents import foot
from villagebook.documents.breaking import Line, balanced, paragraph, single
from villagebook.documents.composite import Style
from villagebook.documents.faces import Faces, Role
from villagebook.documents.listing_layout import MARGIN, PADDING, Band, Layout, MeasuredColumn, laid_out
from villagebook.documents.listing_values import ListingColumn, is_one_line, stands_right, written
from villagebook.documents.page import FRAME_PT, HEAD_RULE_PT, MM, RULE_PT, Page, Paper
from villagebook.documents.saving import write_whole

__all__ = ["Listing", "ListingColumn", "ListingPdf", "write_listing"]

TOP = 13 * MM
TITLE_PT, SUBTITLE_PT, NEXT_TITLE_PT = 17, 10, 11
ROW, LEADING, HEAD_LEADING = 1.75, 1.3, 1.25  # times the size of the text
ABOVE_AND_BELOW = 1.1 * MM
TOTAL_LABEL = "合计"
CLOSING = 14 * MM
"""Room for the line below the last row, where people sign."""
FOOT = foot.FootMeasures(4, 8, 1.6, (3.4,), 9, 10)


@dataclass(frozen=True)
class Listing:
    """A ledger as it is printed.

    Attributes:
        title, subtitle: Above the table.
        village: Township and village, for the foot.
        columns: From left to right.
        rows: Native values by column id; money in 分.
        totals: Column id -> sum, for columns that add up; empty for no row of totals.
        on: As of which day.
        sides: What stands in the middle and at the right of the subtitle's line (as of which day; unit).
        groups: Headings over several columns side by side: (title, column id -> heading beneath it).
        closing: The line below the last row (制表：　审核：); empty for none.
    """

    title: str
    subtitle: str
    village: str
    columns: Sequence[ListingColumn]
    rows: Sequence[Mapping[str, object]]
    totals: Mapping[str, object]
    on: date
    sides: tuple[str, str] = ("", "")
    groups: Sequence[tuple[str, Mapping[str, str]]] = ()
    closing: str = ""


@dataclass(frozen=True)
class ListingPdf:
    """What was written.

    Attributes:
        pages: Number of sheets.
        paper: A4横 or A3横.
        bands: Sheets that lie side by side for the same rows.
        missing: (value, character) where no face has the character; 〓 is printed there.
    """

    pages: int
    paper: str
    bands: int
    missing: tuple[tuple[str, str], ...]


def write_listing(
    target: Path, listing: Listing, *, faces: Faces | None = None, password: str = ""
) -> ListingPdf:
    """Write a ledger as a PDF. Equal arguments give equal bytes.

    Args:
        password: Without it nobody opens the file; letters and digits (ASCII) only.

    Raises:
        UserError: the password has characters that readers of PDFs do not agree on.
        KnownError: the target cannot be written; it is as it was before.
        TypeError: a value is not of its column's kind.
    """
    if not password.isascii():
        raise UserError("paper.password", "PDF 的密码只能用字母和数字", "不同的阅读器对汉字密码的认法不一样，请换一个")
    paper = Paper(listing.title, author=listing.village, subject=listing.subtitle, using=faces, password=password)
    printer = _Printer(paper, listing)
    printer.draw()
    write_whole(target, paper.save())
    values = {text: None for row in printer.texts for text in row}
    layout = printer.layout
    return ListingPdf(paper.page_count, layout.paper, len(layout.bands), tuple(paper.faces.missing(values)))


@dataclass(frozen=True)
class _Piece:
    """A row, or as much of a row as one page holds: lines of each column, height in pt."""

    cells: tuple[tuple[Line, ...], ...]
    height: float


class _Printer:
    """Lays a listing out and draws it."""

    def __init__(self, paper: Paper, listing: Listing) -> None:
        self.paper, self.listing = paper, listing
        self.columns = list(listing.columns)
        self.headings, self.group_of = _grouped(self.columns, listing.groups)
        self.texts = [tuple(written(c, row.get(c.id)) for c in self.columns) for row in listing.rows]
        self.totals = self._total_texts()
        self.layout: Layout = laid_out(self._measured())
        self.width, self.height = self.layout.size
        size = self.layout.text_pt
        self.text: Style = paper.style(Role.TEXT, size)
        self.head: Style = paper.style(Role.HEAD, size - 0.5)
        self.bold: Style = paper.style(Role.TITLE, size)
        self.right = [stands_right(c) for c in self.columns]
        self.heads = [self._head(i) for i in range(len(self.columns))]
        self.tier = ROW * size if listing.groups else 0
        alone, below = ([len(h) for h, g in zip(self.heads, self.group_of, strict=True) if bool(g) is grouped]
                        for grouped in (False, True))  # fmt: skip
        self.head_height = max(self._head_room(alone), self.tier + self._head_room(below) if self.tier else 0)
        self.row_height = ROW * size
        self.closing = CLOSING if listing.closing else 0

    # -- measuring

    def _head_room(self, lines: Sequence[int]) -> float:
        size = self.layout.text_pt
        return max(ROW * size, max(lines, default=1) * HEAD_LEADING * size + 2 * MM)

    def _total_texts(self) -> tuple[str, ...]:
        """Return the texts of the row of totals, () for none."""
        totals = self.listing.totals
        texts = [written(c, totals[c.id]) if c.id in totals else "" for c in self.columns]
        if not any(texts):
            return ()
        if not texts[0]:
            texts[0] = TOTAL_LABEL
        return tuple(texts)

    def _measured(self) -> list[MeasuredColumn]:
        text, head = self.paper.faces[Role.TEXT], self.paper.faces[Role.HEAD]
        bold = self.paper.faces[Role.TITLE]
        out = []
        for i, column in enumerate(self.columns):
            entries = {line for row in self.texts for line in row[i].split("\n")}
            widest = max(map(text.em, entries), default=0)
            if self.totals:
                widest = max(widest, bold.em(self.totals[i]))
            heading = [head.em(part) for part in self.headings[i].split("\n")]
            if group := self.group_of[i]:  # its title stands over all its columns
                heading.append(head.em(group) // self.group_of.count(group) + 1)
            out.append(MeasuredColumn(widest, max(heading), is_one_line(column)))
        return out

    def _head(self, i: int) -> tuple[Line, ...]:
        measure = (self.layout.widths[i] - 2 * PADDING) * 1000 / self.head.size
        return balanced(self.headings[i], self.head.font, measure)

    def _pieces(self, row: tuple[str, ...], room: float) -> list[_Piece]:
        """Return a row as one piece, or as several where it is higher than a page."""
        cells = [self._cell(i, text) for i, text in enumerate(row)]
        most = max(1, int((room - 2 * ABOVE_AND_BELOW) / (LEADING * self.text.size)))
        out = []
        for start in range(0, max(map(len, cells), default=1) or 1, most):
            part = tuple(lines[start : start + most] for lines in cells)
            many = max(map(len, part), default=1)
            needed = many * LEADING * self.text.size + 2 * ABOVE_AND_BELOW
            out.append(_Piece(part, self.row_height if many < 2 else max(self.row_height, needed)))
        return out

    def _cell(self, i: int, text: str) -> tuple[Line, ...]:
        if not text:
            return ()
        measure = (self.layout.widths[i] - 2 * PADDING) * 1000 / self.text.size
        if self.text.font.em(text) <= measure + 0.01 and "\n" not in text:
            return (Line(text, self.text.font.em(text)),)
        return paragraph(text, self.text.font, measure, autospace=False, justify_below=0, last_at_least=2)

    # -- pages

    def draw(self) -> None:
        """Draw all pages: for each part of the rows its bands, one after the other."""
        parts = self._parts()
        total = len(parts) * len(self.layout.bands)
        number = 0
        for p, pieces in enumerate(parts):
            for b, band in enumerate(self.layout.bands):
                number += 1
                page = self.paper.page(self.layout.size)
                y = self._heading(page, first=p == 0, band=b)
                self._table(page, band, y, pieces, last=p == len(parts) - 1)
                said = foot.Foot((self._foot_line(),), number=number, total=total)
                foot.draw(page, said, FOOT, MARGIN, self.width - MARGIN)

    def _parts(self) -> list[list[_Piece]]:
        """Return the rows of each page; totals go with the last ones."""
        bottom = self.height - FOOT.zone_mm * MM - 3 * MM
        rooms = [bottom - self._below_heading(first) - self.head_height for first in (True, False)]
        parts: list[list[_Piece]] = [[]]
        left = rooms[0]
        for row in self.texts:
            for piece in self._pieces(row, rooms[1]):
                if piece.height > left + 0.01 and (parts[-1] or len(parts) == 1):
                    parts.append([])
                    left = rooms[1]
                parts[-1].append(piece)
                left -= piece.height
        needed = (self.row_height if self.totals else 0) + self.closing
        if needed and left < needed:
            parts.append([parts[-1].pop()] if len(parts[-1]) > 1 else [])
        return parts

    def _below_heading(self, first: bool) -> float:
        return TOP + (TITLE_PT + 2.2 * SUBTITLE_PT if first else NEXT_TITLE_PT) + 2.5 * MM

    def _heading(self, page: Page, *, first: bool, band: int) -> float:
        """Draw what stands above the table; return the table's upper edge."""
        said = self.listing
        bands = len(self.layout.bands)
        side = f"左起第 {band + 1} 幅　共 {bands} 幅" if bands > 1 else ""
        small = self.paper.style(Role.LABEL, SUBTITLE_PT)
        baseline = self._below_heading(first) - 2.5 * MM
        if first:
            style = self.paper.style(Role.TITLE, TITLE_PT)
            page.line(self.width / 2, TOP + 0.88 * TITLE_PT, single(said.title, style.font), style, 0.5)
            page.text(MARGIN, baseline, said.subtitle, small)
            page.text(self.width / 2, baseline, said.sides[0], small, 0.5)
            side = "　".join(text for text in (said.sides[1], side) if text)
        else:
            style = self.paper.style(Role.TITLE, NEXT_TITLE_PT)
            page.line(MARGIN, baseline, single(f"{said.title}（续）", style.font), style)
        page.text(self.width - MARGIN, baseline, side, small, 1)
        return self._below_heading(first)

    def _foot_line(self) -> str:
        said = self.listing
        # Titles usually begin with the village's name, which the place ends with: 云岭镇 + 清溪村农户台账.
        end = next((i for i in range(len(said.village)) if said.title.startswith(said.village[i:])), None)
        place = f"{said.village}　" if end is None else said.village[:end]
        return f"{place}{said.title}　数据截至 {chinese(said.on)}"

    def _table(self, page: Page, band: Band, y: float, pieces: list[_Piece], *, last: bool) -> None:
        xs = [MARGIN]
        for i in band:
            xs.append(xs[-1] + self.layout.widths[i])
        ys = [y, y + self.head_height]
        for piece in pieces:
            ys.append(ys[-1] + piece.height)
        body_end = len(ys) - 1
        if last and self.totals:
            ys.append(ys[-1] + self.row_height)
        page.box(xs[0], y, xs[-1] - xs[0], ys[-1] - y, FRAME_PT)
        for i, at in enumerate(ys[1:-1], 1):
            page.rule(xs[0], at, xs[-1], at, HEAD_RULE_PT if i in (1, body_end) else RULE_PT)
        for i, x in zip(band[1:], xs[1:], strict=False):
            inside = self.group_of[i] and self.group_of[i] == self.group_of[band[xs.index(x) - 1]]
            page.rule(x, y + self.tier if inside else y, x, ys[-1], RULE_PT)
        self._heads(page, band, xs, y)
        for piece, top in zip(pieces, ys[1:], strict=False):
            self._row(page, band, xs, top + piece.height / 2, piece)
        if last and self.totals:
            self._total(page, band, xs, ys[-1] - self.row_height / 2)
        if last and self.closing:
            page.text(MARGIN, ys[-1] + 0.75 * CLOSING, self.listing.closing, self.paper.style(Role.LABEL, SUBTITLE_PT))

    def _group_heads(self, page: Page, band: Band, xs: list[float], y: float) -> None:
        """Draw the headings over several columns, each over its columns of this band."""
        for place, i in enumerate(band):
            group = self.group_of[i]
            if not group or (place and self.group_of[band[place - 1]] == group):
                continue
            end = place
            while end < len(band) and self.group_of[band[end]] == group:
                end += 1
            left, right = xs[place], xs[end]
            page.rule(left, y + self.tier, right, y + self.tier, RULE_PT)
            line = single(group, self.head.font)
            page.line((left + right) / 2, y + self.tier / 2 + 0.37 * self.head.size, line, self.head, 0.5)

    def _heads(self, page: Page, band: Band, xs: list[float], y: float) -> None:
        self._group_heads(page, band, xs, y)
        for i, x in zip(band, xs, strict=False):
            lines, step = self.heads[i], HEAD_LEADING * self.head.size
            top = y + self.tier if self.group_of[i] else y
            at = (top + y + self.head_height) / 2 + 0.37 * self.head.size - step * (len(lines) - 1) / 2
            for line in lines:
                page.line(x + self.layout.widths[i] / 2, at, line, self.head, 0.5)
                at += step

    def _row(self, page: Page, band: Band, xs: list[float], middle: float, piece: _Piece) -> None:
        style, em = self.text, self.text.size / 1000
        step = LEADING * style.size
        for i, x in zip(band, xs, strict=False):
            lines = piece.cells[i]
            if not lines:
                continue
            y = middle + 0.37 * style.size - step * (len(lines) - 1) / 2
            right = x + self.layout.widths[i] - PADDING
            for line in lines:
                page.line(right - line.width * em if self.right[i] else x + PADDING, y, line, style)
                y += step

    def _total(self, page: Page, band: Band, xs: list[float], middle: float) -> None:
        style = self.bold
        for i, x in zip(band, xs, strict=False):
            text = self.totals[i]
            if text:
                right = self.right[i]
                at = x + self.layout.widths[i] - PADDING if right else x + PADDING
                page.text(at, middle + 0.37 * style.size, text, style, 1 if right else 0)


def _grouped(
    columns: Sequence[ListingColumn], groups: Sequence[tuple[str, Mapping[str, str]]]
) -> tuple[list[str], list[str]]:
    """Return per column its own heading, and the title of its group or ""."""
    short = {column_id: (text, title) for title, held in groups for column_id, text in held.items()}
    headings, titles = [], []
    for column in columns:
        text, title = short.get(column.id, (column.heading, ""))
        headings.append(f"{text}\n（{column.unit}）" if column.unit and column.unit != text else text)
        titles.append(title)
    return headings, titles
