"""A stack of paper scanned in one go, routed to its slots by separator sheets.

A separator sheet carries ``VS1:VILLAGE:PROJECT:SLOT`` in a QR code. Whatever is scanned behind it, up to the next
one, goes into that slot of that project. What lies before the first separator belongs nowhere and is not taken.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.locks import PDFIUM
from villagebook.documents.merging import extract
from villagebook.documents.papers.press import qr_part
from villagebook.ledgers.parts import table
from villagebook.models import Project, Village
from villagebook.services.dossier.binder import book_slots
from villagebook.services.dossier.filing import NOTHING_SAID, project_name, put, read_all
from villagebook.services.dossier.taking import PDF, Taken
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

PREFIX = "VS1"
_LOOK_DPI = 110
_BLANK_SHARE, _DARK = 0.0002, 200
"""A page with a smaller share of dots darker than this is empty: one written line has ten times as many."""


class Mark(NamedTuple):
    """What a separator sheet says."""

    village: str
    project: str
    slot: str


class Piece(NamedTuple):
    """Pages behind one separator; ``mark`` None: before the first one."""

    mark: Mark | None
    taken: tuple[Taken, ...]

    @property
    def pages(self) -> int:
        """How many."""
        return sum(one.pages for one in self.taken)


@dataclass(frozen=True, slots=True)
class Routed:
    """What became of a stack: one line a piece, and one for each that went nowhere."""

    changed: Changed
    lines: tuple[str, ...]
    refused: tuple[str, ...]
    pages: int


def mark_text(village: str, project: str, slot: str) -> str:
    """Return what the QR code of a separator sheet says: capitals and digits only, so that it stays small."""
    return ":".join((PREFIX, qr_part(village), qr_part(project), slot.upper()))


def read_mark(text: str) -> Mark | None:
    """Return what a QR code says if it is one of ours."""
    parts = text.split(":")
    return Mark(parts[1], parts[2], parts[3].lower()) if len(parts) == 4 and parts[0] == PREFIX else None


@verb("dossier.scan", "分送扫描件", Undo.INVERSE)
def route(book: Book, files: Sequence[tuple[str, bytes]], *, actor: str) -> Routed:
    """Put a scanned stack into its slots: (name, content) of each file, in the order it was scanned.

    Raises:
        UserError: not one separator sheet of this book is in the stack, or not one file can be read.
    """
    taken, refused = read_all(files)
    pieces = list(split(taken))
    with book.work(declaration(route).id, actor, "分送扫描件", Undo.INVERSE) as work:
        village = work.connection.execute(select(Village.code).where(Village.id == book.village_id)).scalar_one()
        lines: list[str] = []
        pages = 0
        for piece in pieces:
            line, came = _place(book, work, piece, qr_part(village))
            (lines if came else refused).append(line)
            pages += came
        if not lines:
            raise UserError(
                "dossier.no_separator", "；".join(refused) or "没有文件", "请先印出分隔页，夹在材料前面再扫描")
        work.heading = f"分送扫描件 {pages} 页到 {len(lines)} 处"
        changed = Changed.of(work.commit())
    return Routed(changed, tuple(lines), tuple(refused), pages)


def _place(book: Book, work: Work, piece: Piece, village: str) -> tuple[str, int]:
    """Put one piece into its slot; return a line, and how many pages went in."""
    if piece.mark is None:
        return f"最前面 {piece.pages} 页前没有分隔页，没有收", 0
    if piece.mark.village != village:
        return f"有 {piece.pages} 页的分隔页是别的村的，没有收", 0
    project = table(Project)
    query = select(project.c.id, project.c.code).where(project.c.village_id == work.village_id)
    keys = {qr_part(row.code or ""): row.id for row in work.connection.execute(query)}
    key = keys.get(piece.mark.project)
    slot = book_slots(work.connection, work.village_id).get(piece.mark.slot)
    if key is None or slot is None:
        return f"有 {piece.pages} 页的分隔页在书里找不到项目或位置，没有收", 0
    name = project_name(work, key)
    if not piece.taken:
        return f"{name}“{slot.title}”的分隔页后面没有材料", 0
    fresh, known = put(book, work, key, slot, piece.taken, NOTHING_SAID)
    if not fresh:
        return "；".join(known), 0
    came = sum(one.pages for one in fresh)
    return f"{name}：{slot.title} {came} 页", came


def split(taken: Sequence[Taken]) -> Iterator[Piece]:
    """Yield the pieces of a stack in order; separator sheets themselves, and their empty backs, are left out."""
    mark: Mark | None = None
    gathered: list[Taken] = []
    begun = False
    for one in taken:
        for found, part in _runs(one, behind=begun and not gathered):
            if found is not None:
                if begun or gathered:
                    yield Piece(mark, tuple(gathered))
                mark, gathered, begun = found, [], True
            if part is not None:
                gathered.append(part)
    if begun or gathered:
        yield Piece(mark, tuple(gathered))


def _runs(one: Taken, *, behind: bool) -> Iterator[tuple[Mark | None, Taken | None]]:
    """Yield (separator before it, pages) for one file; ``behind``: its first page follows a separator."""
    looks = list(_pdf_looks(one) if one.media_type == PDF else [_look(_picture(one))])
    runs: list[tuple[Mark | None, list[int]]] = [(None, [])]
    for number, (mark, blank) in enumerate(looks):
        if mark is not None:
            runs.append((mark, []))
            behind = True
        elif behind and blank:
            behind = False
        else:
            runs[-1][1].append(number)
            behind = False
    for mark, numbers in runs:
        if mark is not None or numbers:
            yield mark, _pages(one, numbers, len(looks)) if numbers else None


def _pages(one: Taken, numbers: list[int], total: int) -> Taken:
    """Return only these pages of a file."""
    if one.media_type != PDF or len(numbers) == total:
        return one
    stem = one.file_name.rpartition(".")[0]
    span = f"{numbers[0] + 1}-{numbers[-1] + 1}" if len(numbers) > 1 else str(numbers[0] + 1)
    return replace(one, data=extract(one.data, numbers), pages=len(numbers), file_name=f"{stem} 第{span}页.pdf")


def _pdf_looks(one: Taken) -> Iterator[tuple[Mark | None, bool]]:
    import pypdfium2

    for number in range(one.pages):
        with PDFIUM:
            document = pypdfium2.PdfDocument(one.data)
            try:
                page = document[number]
                # A page of absurd size is looked at small.
                scale = min(_LOOK_DPI / 72, 4000 / max(page.get_size()))
                picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
                page.close()
            finally:
                document.close()
        yield _look(picture)


def _picture(one: Taken) -> Any:
    from PIL import Image

    picture = Image.open(io.BytesIO(one.data))
    picture.draft("L", (1300, 1300))
    return picture.convert("L")


def _look(picture: Any) -> tuple[Mark | None, bool]:
    """Return (the separator's mark, whether the page is empty)."""
    import zxingcpp

    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])):
        mark = read_mark(code.text)
        if mark is not None:
            return mark, False
    histogram = picture.histogram()
    dark = sum(histogram[:_DARK])
    return None, dark < _BLANK_SHARE * picture.width * picture.height
