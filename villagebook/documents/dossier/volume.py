"""The volume as one PDF: cover, 卷内目录, every paper in order with its page number in the volume, bookmarks.

Everything is planned before the first page is drawn, so the contents' page numbers are those of the pages. Every
page behind the contents carries its number in the volume at its outer lower corner, as a numbering stamp would;
papers keep the numbers of their own pages in their feet. Finished PDFs (notices as posted, scans) are laid onto
pages of their own at the end, without being drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from villagebook.base.progress import QUIET, Progress
from villagebook.documents.breaking import balanced
from villagebook.documents.dossier.forms import CONTENTS, COVER, NAME_LINES, NAME_PT, NAME_WIDTH_MM
from villagebook.documents.faces import Faces, Role
from villagebook.documents.faces import faces as bundled_faces
from villagebook.documents.form_setting import FormSetter
from villagebook.documents.form_sheet import FormSheet, draw_sheets
from villagebook.documents.forms import Values
from villagebook.documents.merging import Sheet, lay_over, sheets_of
from villagebook.documents.page import A4, HAIR_PT, MM, Page, Paper, landscape, picture_size
from villagebook.documents.papers.press import Copy, MissingChar, PaperPress, Place
from villagebook.documents.saving import write_whole

_STAMP_UP_MM, _STAMP_IN_MM, _STAMP_PT, _STAMP_LABEL_PT = 5.2, 12.0, 11.0, 8.0
_SCAN_SIDE_MM, _SCAN_TOP_MM, _SCAN_FOOT_MM = 6.0, 5.0, 11.0
_PHOTOS = 2
_PHOTO_LEFT_MM, _PHOTO_WIDTH_MM, _PHOTO_TOP_MM, _PHOTO_MM, _PHOTO_STEP_MM = 25.0, 167.0, 20.0, 112.0, 128.0


@dataclass(frozen=True)
class Finished:
    """A PDF that goes in as it is; ``read`` gives its content."""

    read: Callable[[], bytes]


@dataclass(frozen=True)
class Picture:
    """A scanned page: a picture that fills a page."""

    read: Callable[[], bytes]


@dataclass(frozen=True)
class Photo:
    """A photo; two stand on a page, each with its caption."""

    read: Callable[[], bytes]
    caption: str


class Counts(NamedTuple):
    """What a volume holds: entries there, pages, photos; for its last sheet."""

    items: int
    pages: int
    photos: int


Piece = Copy | Finished | Picture | Photo


@dataclass(frozen=True)
class Entry:
    """One line of the contents and what stands behind it.

    Attributes:
        title, number, unit, on, remark: As the contents say them.
        pieces: In order; none: the contents show — instead of a page.
        last: Made when all is counted: the note at the end; takes the place of ``pieces``.
        counts: Whether it is a paper that is there.
        reserved: Pages kept free in the numbering for what is bound in by hand; the sheet that is printed in its
            place has no number of its own. None: pages count as printed.
    """

    title: str
    number: str = ""
    unit: str = ""
    on: date | None = None
    remark: str = ""
    pieces: tuple[Piece, ...] = ()
    last: Callable[[Counts], Copy] | None = None
    counts: bool = True
    reserved: int | None = None


@dataclass(frozen=True)
class Volume:
    """One project's volume.

    Attributes:
        name: Of the project.
        cover: Values of the cover without name, items and pages.
        archive_number: 档号.
        entries: In order.
        place: Of the book.
        code: Of the project.
    """

    name: str
    cover: Values
    archive_number: str
    entries: tuple[Entry, ...]
    place: Place
    code: str


@dataclass(frozen=True)
class VolumePdf:
    """What was made: pages in all, pages behind the contents, first page of each entry (None: none), what lacks."""

    pages: int
    numbered: int
    starts: tuple[int | None, ...]
    missing: tuple[MissingChar, ...]


@dataclass(frozen=True)
class _Leaf:
    """One planned page of the volume: a form's page, a page of a finished PDF, a scan, or photos."""

    form: tuple[FormSheet, Copy, int, int] | None = None
    sheet: Sheet | None = None
    scan: Picture | None = None
    photos: tuple[Photo, ...] = ()


def render_volume(
    target: Path | BinaryIO, volume: Volume, *, faces: Faces | None = None, progress: Progress = QUIET
) -> VolumePdf:
    """Write a volume. Equal arguments give equal bytes.

    Raises:
        KnownError: the file cannot be written; it is as it was before.
    """
    press = _Press(volume, faces or bundled_faces(), progress)
    data = press.print()
    if isinstance(target, Path):
        write_whole(target, data)
    else:
        target.write(data)
    return VolumePdf(press.paper.page_count, press.numbered, tuple(press.starts), tuple(press.papers.missing))


class _Press:
    def __init__(self, volume: Volume, faces: Faces, progress: Progress) -> None:
        self.volume, self.progress = volume, progress
        self.paper = Paper(f"{volume.name} 项目档案", author=volume.place.village, using=faces)
        self.papers = PaperPress(self.paper)
        self.starts: list[int | None] = []
        self.numbered = 0
        self._finished: dict[str, bytes] = {}
        self._laid: dict[int, Sheet] = {}

    def print(self) -> bytes:
        planned = self._planned()
        counts = self._counts(planned)
        self.starts = self._starts(planned)
        self._front(counts)
        self.numbered, done = 0, 0
        for number, (entry, leaves) in enumerate(zip(self.volume.entries, planned, strict=True), 1):
            for place, leaf in enumerate(leaves):
                page = self._draw(leaf, self.numbered + 1)
                if not place:
                    self.paper.bookmark(f"{number} {entry.title}" + (f"（{entry.remark}）" if entry.remark else ""))
                if entry.reserved is None:
                    self.numbered += 1
                    self._stamp(page, self.numbered)
                done += 1
                self.progress.step(done, 0, "印档案")
            self.numbered += entry.reserved or 0
        data = self.paper.save()
        return lay_over(data, self._laid, self._finished) if self._laid else data

    # -- planning

    def _planned(self) -> list[list[_Leaf]]:
        planned = [list(self._leaves(entry)) for entry in self.volume.entries]
        for at, entry in enumerate(self.volume.entries):
            if entry.last is not None:
                # Planned once to know its own length, then with the numbers that hold.
                planned[at] = list(self._copy(entry.last(Counts(0, 0, 0))))
                planned[at] = list(self._copy(entry.last(self._counts(planned))))
        return planned

    def _counts(self, planned: Sequence[Sequence[_Leaf]]) -> Counts:
        items = sum(entry.counts for entry in self.volume.entries)
        photos = sum(isinstance(piece, Photo) for entry in self.volume.entries for piece in entry.pieces)
        pages = sum(_numbers(entry, leaves) for entry, leaves in zip(self.volume.entries, planned, strict=True))
        return Counts(items, pages, photos)

    def _starts(self, planned: Sequence[Sequence[_Leaf]]) -> list[int | None]:
        """Return the number of each entry's first page; None for one without numbered pages."""
        starts: list[int | None] = []
        before = 0
        for entry, leaves in zip(self.volume.entries, planned, strict=True):
            numbers = _numbers(entry, leaves)
            starts.append(before + 1 if numbers else None)
            before += numbers
        return starts

    def _leaves(self, entry: Entry) -> Iterator[_Leaf]:
        waiting: list[Photo] = []
        for piece in entry.pieces:
            if waiting and (not isinstance(piece, Photo) or len(waiting) == _PHOTOS):
                yield _Leaf(photos=tuple(waiting))
                waiting = []
            if isinstance(piece, Photo):
                waiting.append(piece)
            elif isinstance(piece, Copy):
                yield from self._copy(piece)
            elif isinstance(piece, Picture):
                yield _Leaf(scan=piece)
            else:
                yield from (_Leaf(sheet=sheet) for sheet in self._sheets(piece))
        if waiting:
            yield _Leaf(photos=tuple(waiting))

    def _copy(self, copy: Copy) -> Iterator[_Leaf]:
        sheets = self.papers.sheets(copy)
        for number, sheet in enumerate(sheets, 1):
            yield _Leaf(form=(sheet, copy, number, len(sheets)))

    def _sheets(self, piece: Finished) -> list[Sheet]:
        data = piece.read()
        key = str(len(self._finished))
        self._finished[key] = data
        return sheets_of(data, key)

    # -- drawing

    def _front(self, counts: Counts) -> None:
        """Draw the cover and the contents, which carry no number of the volume."""
        volume = self.volume
        values = {**volume.cover, "items": counts.items, "pages": counts.pages, "archive_number": volume.archive_number}
        values |= {f"name{i}": text for i, text in enumerate(name_lines(volume.name, self.paper))}
        for sheet in FormSetter(self.paper, COVER).sheets(values):
            sheet.draw(None)
        self.paper.bookmark("封面")
        rows = [_contents_row(entry, start) for entry, start in zip(volume.entries, self.starts, strict=True)]
        values = {"name": volume.name, "archive_number": volume.archive_number, "entries": rows}
        contents = Copy("卷内目录", (CONTENTS,), values, volume.place, volume.code)
        sheets = self.papers.sheets(contents)
        draw_sheets(sheets[:1], contents.foot, total=len(sheets))
        self.paper.bookmark("卷内目录")
        draw_sheets(sheets[1:], contents.foot, first=2, total=len(sheets))

    def _draw(self, leaf: _Leaf, number: int) -> Page:
        if leaf.form is not None:
            sheet, copy, own, total = leaf.form
            return sheet.draw(copy.foot.at(own, total), mirrored=number % 2 == 0)
        if leaf.sheet is not None:
            page = self.paper.page(leaf.sheet.paper)
            self._laid[self.paper.page_count - 1] = leaf.sheet
            return page
        return self._scan(leaf.scan) if leaf.scan is not None else self._photos(leaf.photos)

    def _scan(self, scan: Picture) -> Page:
        data = scan.read()
        width, height = picture_size(data)
        size = landscape(A4) if width > height else A4
        page = self.paper.page(size)
        page.picture_within(
            data, _SCAN_SIDE_MM * MM, _SCAN_TOP_MM * MM, size[0] - 2 * _SCAN_SIDE_MM * MM,
            size[1] - (_SCAN_TOP_MM + _SCAN_FOOT_MM) * MM)
        return page

    def _photos(self, photos: tuple[Photo, ...]) -> Page:
        page = self.paper.page(A4)
        caption = self.paper.style(Role.TEXT, 12)
        left, width, height = _PHOTO_LEFT_MM * MM, _PHOTO_WIDTH_MM * MM, _PHOTO_MM * MM
        for place, photo in enumerate(photos):
            top = (_PHOTO_TOP_MM + place * _PHOTO_STEP_MM) * MM
            page.picture_within(photo.read(), left, top, width, height)
            page.rule(left, top + height + 1.5 * MM, left + width, top + height + 1.5 * MM, HAIR_PT)
            page.text(left + width / 2, top + height + 7.5 * MM, _shortened(photo.caption, caption.width, width),
                      caption, 0.5)
        return page

    def _stamp(self, page: Page, number: int) -> None:
        """Draw the page's number in the volume at its outer lower corner."""
        label, figure = self.paper.style(Role.LABEL, _STAMP_LABEL_PT), self.paper.style(Role.HEAD, _STAMP_PT)
        y, words, text = page.height - _STAMP_UP_MM * MM, "卷内 ", str(number)
        width = label.width(words) + figure.width(text)
        x = page.width - _STAMP_IN_MM * MM - width if number % 2 else _STAMP_IN_MM * MM
        x -= page.shift
        page.text(x, y, words, label)
        page.text(x + label.width(words), y, text, figure)


def _numbers(entry: Entry, leaves: Sequence[_Leaf]) -> int:
    """Return how many pages of the volume an entry takes."""
    return len(leaves) if entry.reserved is None else entry.reserved


def _contents_row(entry: Entry, start: int | None) -> Mapping[str, object]:
    return {
        "number": _number_lines(entry.number) or "—", "unit": unit_lines(entry.unit), "title": entry.title,
        "on": entry.on, "page": str(start) if start is not None else "—", "remark": entry.remark or None,
    }  # fmt: skip


def _number_lines(number: str) -> str:
    """Return a document's number with its year on the second line: 示财农 / 〔2026〕18号."""
    before, mark, rest = number.partition("〔")
    return f"{before}\n{mark}{rest}" if before and mark else number


_OFFICES = (
    "村民委员会", "村务监督委员会", "股份经济合作社", "人民政府", "财政所", "财政局", "农业农村局", "乡村振兴局",
)  # fmt: skip


def unit_lines(unit: str) -> str:
    """Return an office's name broken before what kind of office it is: 清溪村 / 村民委员会."""
    for office in _OFFICES:
        before, found, rest = unit.partition(office)
        if found and len(before) > 1:
            return f"{before}\n{found}{rest}"
    return unit


def name_lines(name: str, paper: Paper) -> list[str]:
    """Return a project's name in the cover's lines, as even as sense allows; unused lines are empty."""
    font, measure = paper.style(Role.TITLE, NAME_PT).font, NAME_WIDTH_MM * MM / NAME_PT * 1000
    before, year, rest = name.partition("年")
    if year and rest and before[-4:].isdigit() and len(rest) > 2:
        lines = [before + year, *(line.text for line in balanced(rest, font, measure))]
    else:
        lines = [line.text for line in balanced(name, font, measure)]
    if len(lines) > NAME_LINES:
        lines = [*lines[: NAME_LINES - 1], "".join(lines[NAME_LINES - 1:])]
    return [*lines, *[""] * (NAME_LINES - len(lines))] if len(lines) != 1 else ["", lines[0], ""]


def _shortened(text: str, width_of: Callable[[str], float], room: float) -> str:
    while text and width_of(text) > room:
        text = text[:-2] + "…"
    return text
