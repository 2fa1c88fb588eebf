"""Handbooks into one PDF, one household after the other, as few or as many as are asked for.

    made = render_handbooks(Path("手册.pdf"), values)

Households are taken one by one and forgotten; what stays in memory is the packed pages. Each book is numbered
for itself and begins on a front side, so that a pile printed on both sides can be taken apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from villagebook.base.days import numerals
from villagebook.base.progress import QUIET, Progress
from villagebook.documents.checkcode import check_code, content_sha256, grouped, qr_text
from villagebook.documents.faces import Faces, Role
from villagebook.documents.faces import faces as bundled_faces
from villagebook.documents.foot import Foot
from villagebook.documents.form_setting import FormSetter
from villagebook.documents.form_sheet import FormSheet
from villagebook.documents.forms import Form
from villagebook.documents.handbook.cover import COVER
from villagebook.documents.handbook.household import HOUSEHOLD
from villagebook.documents.handbook.income import INCOME, INCOME_MANY
from villagebook.documents.handbook.members import MEMBERS
from villagebook.documents.handbook.values import FOR_WHOM, TITLES, Edition, HandbookValues
from villagebook.documents.page import Paper
from villagebook.documents.saving import write_whole
from villagebook.documents.text_form import plain_text
from villagebook.documents.values import Kind, shown

VERSION = "2026-1"
QR_MASK = 2
QR_DIGITS = 16


@dataclass(frozen=True)
class HandbookPage:
    """A page of the handbook.

    Attributes:
        id: Key of its values.
        form: Its form; gives the version for the page's hash, and the blank edition.
        has_foot: A cover has none.
        denser: The same form with lower rows, for values that need more than one page otherwise.
    """

    id: str
    form: Form
    has_foot: bool = True
    denser: Form | None = None


PAGES = (
    HandbookPage("cover", COVER, has_foot=False),
    HandbookPage("household", HOUSEHOLD),
    HandbookPage("members", MEMBERS),
    HandbookPage("income", INCOME, denser=INCOME_MANY),
)


@dataclass(frozen=True)
class MissingGlyph:
    """A character that no face has, in a household's text; 〓 is printed in its place."""

    code: str
    head: str
    text: str
    char: str


@dataclass(frozen=True)
class PageHash:
    """What one page of one household said, as 64 hexadecimal digits."""

    code: str
    page: str
    sha256: str


@dataclass(frozen=True)
class HandbookPdf:
    """What was printed.

    Attributes:
        pages: Sides in the PDF.
        books: Households; 1 for the blank edition.
        missing: Characters that could not be printed.
        page_hashes: In print order; none of the blank edition.
    """

    pages: int
    books: int
    missing: tuple[MissingGlyph, ...]
    page_hashes: tuple[PageHash, ...]


def render_handbooks(
    target: Path | BinaryIO, books: Iterable[HandbookValues] = (), *, faces: Faces | None = None, blank: bool = False,
    progress: Progress = QUIET,
) -> HandbookPdf:  # fmt: skip
    """Write handbooks as one PDF. Equal arguments give equal bytes.

    Args:
        target: A file, replaced as a whole when all is done, or a stream.
        books: Taken one by one.
        faces: The fonts; None: the bundled ones.
        blank: One handbook for handwriting instead; ``books`` are not asked.
        progress: Stepped after each household.

    Raises:
        KeyError: values lack a field of their page.
        KnownError: the file cannot be written; it is as it was before.
    """
    press = _Press(faces or bundled_faces())
    if blank:
        press.print_blank()
    else:
        for done, book in enumerate(books, 1):
            press.print_book(book)
            progress.step(done, 0, "印手册")
    data = press.paper.save()
    if isinstance(target, Path):
        write_whole(target, data)
    else:
        target.write(data)
    return HandbookPdf(press.paper.page_count, press.books, tuple(press.missing), tuple(press.hashes))


def page_hashes(book: HandbookValues) -> tuple[PageHash, ...]:
    """Return the hash of each page: over the version of its form and its values, not over days and places."""
    return tuple(
        PageHash(book.code, page.id, content_sha256(book.pages[page.id], f"{page.form.id} {page.form.version}"))
        for page in PAGES
    )


def plain_pages(book: HandbookValues) -> dict[str, str]:
    """Return page id -> what the page says as plain text."""
    return {page.id: plain_text(page.form, _printed(book, page)) for page in PAGES}


def book_sha256(hashes: Iterable[PageHash]) -> str:
    """Return the hash of a whole handbook, whose beginning is its check code."""
    return content_sha256({found.page: found.sha256 for found in hashes}, f"handbook {VERSION}")


def _printed(book: HandbookValues, page: HandbookPage) -> dict[str, object]:
    """Return the values of a page with what is printed but not part of its content."""
    words = {
        "on": book.on,
        "month": numerals(book.on).partition("月")[0] + "月",
        "title": TITLES[book.edition],
        "for_whom": FOR_WHOM[book.edition],
    }
    return {**words, **book.pages[page.id]}


class _Press:
    """Prints handbooks into one document.

    Attributes:
        paper: The document.
        books: Printed so far.
        missing, hashes: Of all books printed so far.
    """

    def __init__(self, faces: Faces) -> None:
        self.paper = Paper(TITLES[Edition.HELP], using=faces)
        self.books = 0
        self.missing: list[MissingGlyph] = []
        self.hashes: list[PageHash] = []
        forms = [form for page in PAGES for form in (page.form, page.denser) if form is not None]
        self._setters = {form: FormSetter(self.paper, form) for form in forms}
        self._glyphs = _Glyphs(faces)

    def print_book(self, book: HandbookValues) -> None:
        """Print one household's handbook; it begins on a front side."""
        if self.paper.page_count % 2:
            self.paper.page()
        hashes = page_hashes(book)
        sheets: list[tuple[HandbookPage, FormSheet]] = []
        for page in PAGES:
            sheets += [(page, sheet) for sheet in self._planned(page, _printed(book, page))]
        self._draw(sheets, _foot(book, book_sha256(hashes)), len(sheets))
        self.books += 1
        self.hashes += hashes
        self.missing += self._glyphs.missing(book)

    def _planned(self, page: HandbookPage, values: Mapping[str, object]) -> list[FormSheet]:
        """Return the sheets of a page; set more densely if that saves one."""
        sheets = self._setters[page.form].sheets(values)
        if len(sheets) > 1 and page.denser is not None:
            sheets = min(sheets, self._setters[page.denser].sheets(values), key=len)
        return sheets

    def print_blank(self) -> None:
        """Print the handbook for handwriting: its foot names form and version only."""
        sheets = [(page, sheet) for page in PAGES for sheet in self._setters[page.form].blank()]
        self._draw(sheets, Foot((f"{TITLES[Edition.HELP]}（空白表）　表式 {VERSION}",)), None)
        self.books = 1

    def _draw(self, sheets: list[tuple[HandbookPage, FormSheet]], foot: Foot, total: int | None) -> None:
        for number, (page, sheet) in enumerate(sheets, 1):
            sheet.draw(foot.at(number, total) if page.has_foot else None, mirrored=number % 2 == 0)


def _foot(book: HandbookValues, sha256: str) -> Foot:
    title = f"{book.village}{TITLES[book.edition]}　户编号 {book.code}　户主 {book.head}"
    as_of = f"数据截至 {shown(book.on, Kind.DATE)}　校验码 {grouped(check_code(sha256))}"
    digits = sha256[:QR_DIGITS].upper()
    qr = qr_text(_qr_part(book.village_code), _qr_part(book.code), digits)
    return Foot((title, as_of), qr=qr, qr_mask=QR_MASK)


def _qr_part(text: str) -> str:
    """Return a code as a QR code packs it: other characters than capitals and digits by their number."""
    return "".join(c if c.isascii() and (c.isdigit() or c.isupper()) else f"-{ord(c):X}-" for c in text) or "0"


class _Glyphs:
    """Finds characters that no face has; most characters are asked for once a document."""

    def __init__(self, faces: Faces) -> None:
        self._font = faces[Role.TEXT]
        self._known: set[str] = set()
        self._lacking: set[str] = set()

    def missing(self, book: HandbookValues) -> Iterator[MissingGlyph]:
        """Yield what cannot be printed of a handbook, each pair of text and character once."""
        texts = dict.fromkeys(_texts(book.pages), None) | {book.head: None}
        chars = set("".join(texts))
        fresh = chars - self._known
        self._known |= fresh
        self._lacking |= {char for char in fresh if self._font.lacks(char)}
        if chars.isdisjoint(self._lacking):
            return
        for text in texts:
            for char in dict.fromkeys(text):
                if char in self._lacking:
                    yield MissingGlyph(book.code, book.head, text, char)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
