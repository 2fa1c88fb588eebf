"""One sheet of every kind of notice, to look at: drafted, posted and printed on the sample book.

    python -m tests.gallery FOLDER        (make gallery, into build/gallery)

Of each kind the posted sheet (a PDF, its first two pages as pictures), the 大白话 beside it where the kind has one, the
plan of the board, one poster in tiles; all of them in one PDF, and a contact sheet with number and name of each. Works
on whatever kinds the registry has. A kind that cannot be drafted, posted and printed makes it fail. Looking is what it
is for: each sheet should look like that of a careful village committee.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from villagebook.base import resources
from villagebook.base.errors import UserError
from villagebook.documents.merging import joined
from villagebook.models import Household, Notice, Project
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.notices.plain import has_plain_words
from villagebook.services import board_paper, board_plan, books, demo, notice_choices, publicity
from villagebook.services.notice_print import Wish, printed
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)
ACTOR = "画廊"
_DOTS, _MOST_PAGES = 96 / 72, 2
_ACROSS, _CELL, _LABEL, _MARGIN = 6, (300, 424), 54, 24


@dataclass(frozen=True)
class Shown:
    """One thing to look at: its place in the list, what it is called, the PDF, how it came to be."""

    id: str
    name: str
    pdf: bytes
    said: str


def gallery(book: Book, today: dt.date = TODAY) -> tuple[list[Shown], list[str]]:
    """Return everything to look at, and one line for each kind that could not be made."""
    shown, missing = [], []
    for kind in NOTICE_KINDS:
        try:
            number = posted(book, kind, today)
        except UserError as error:
            missing.append(f"{kind.number} {kind.name}（{kind.id}）：{error}")
            continue
        name = f"{kind.number} {kind.name}"
        shown.append(Shown(kind.id, name, publicity.frozen_pdf(book, number) or b"", number))
        if has_plain_words(kind.id):
            plain = printed(book, number, Wish(plain_words=True), today=today)
            shown.append(Shown(f"{kind.id}-大白话", f"{name}（大白话）", plain.data, number))
    wall = board_plan.wall(book, today)
    plan = board_paper.board_bytes(book, wall, None, sheets=False, today=today)
    shown.append(Shown("公示栏布置图", "公示栏布置图", plan, f"{len(wall.hung)} 份"))
    if shown[0].said:
        tiled = printed(book, shown[0].said, Wish(paper="a2", tile="a4"), today=today)
        shown.append(Shown("拼贴", f"{shown[0].name}（A2 用 A4 拼）", tiled.data, tiled.said))
    return shown, missing


def posted(book: Book, kind: NoticeKind, today: dt.date) -> str:
    """Return the number of a posted notice of a kind; one is drafted and posted if the book has none.

    Raises:
        UserError: nothing in the book is fit for it, or the finished sheet may not hang.
    """
    with book.read() as connection:
        columns = Notice.__table__.c
        of_kind = select(columns.number, columns.posted_at, columns.state).where(columns.kind == kind.id)
        rows = connection.execute(of_kind.order_by(columns.year.desc(), columns.serial.desc())).all()
    standing = [row.number for row in rows if row.posted_at is not None and row.state not in ("已撤回", "已更正")]
    if standing:
        return str(standing[0])
    drafts = [row.number for row in rows if row.state == "草稿"]
    number = drafts[0] if drafts else drafted(book, kind, today)
    publicity.post(book, number, today, actor=ACTOR)
    return str(number)


def drafted(book: Book, kind: NoticeKind, today: dt.date) -> str:
    """Draft a kind about what it is most likely to be about, else about the first thing that has something to show."""
    last = UserError("gallery.nothing", "样本书里没有可公示的")
    for about in abouts(book, kind, today):
        try:
            return publicity.draft(book, kind.id, actor=ACTOR, today=today, **about).number
        except UserError as error:
            last = error
    raise last


def abouts(book: Book, kind: NoticeKind, today: dt.date) -> Iterator[dict[str, Any]]:
    """Everything a kind could be about, the usual first."""
    with book.read() as connection:
        yield dict(notice_choices.usual(connection, book, kind, today))
        projects = connection.execute(select(Project.code).order_by(Project.code.desc())).scalars().all()
        homes = connection.execute(select(Household.code).order_by(Household.code)).scalars().all()
    years = (today.year, today.year - 1)
    if "project" in kind.asks:
        yield from ({"project": code, "year": year} for code in projects for year in (None, *years))
    if "households" in kind.asks:
        yield from ({"households": [code]} for code in homes)
    if "period" in kind.asks:
        yield from ({"period": f"{year}Q{quarter}"} for year in years for quarter in (3, 2, 1, 4))
    yield from ({"year": year} for year in years)


def pictures(pdf: bytes) -> list[Image.Image]:
    """The first pages, drawn."""
    document = pypdfium2.PdfDocument(pdf)
    found = [document[i].render(scale=_DOTS).to_pil().convert("RGB") for i in range(min(len(document), _MOST_PAGES))]
    document.close()
    return found


def contact_sheet(shown: Sequence[Shown]) -> Image.Image:
    """All first pages small, with number and name below."""
    face = ImageFont.truetype(str(resources.path("fonts/NotoSansSC-Regular.ttf")), 17)
    across, down = _CELL[0] + _MARGIN, _CELL[1] + _LABEL + _MARGIN
    rows = -(-len(shown) // _ACROSS)
    sheet = Image.new("RGB", (_ACROSS * across + _MARGIN, rows * down + _MARGIN), "#c9cdd0")
    draw = ImageDraw.Draw(sheet)
    for at, one in enumerate(shown):
        x, y = _MARGIN + at % _ACROSS * across, _MARGIN + at // _ACROSS * down
        small = pictures(one.pdf)[0]
        small.thumbnail(_CELL, Image.Resampling.LANCZOS)
        sheet.paste(small, (x + (_CELL[0] - small.width) // 2, y + (_CELL[1] - small.height) // 2))
        for line, text in enumerate((one.name[:17], one.name[17:])):
            draw.text((x, y + _CELL[1] + 4 + 23 * line), text, fill="black", font=face)
    return sheet


def write(shown: Sequence[Shown], folder: Path) -> None:
    """Write every PDF and its pictures, all of them as one PDF, and the contact sheet."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for at, one in enumerate(shown, 1):
        stem = f"{at:02d}_{one.name.split(' ')[0]}_{one.id}".replace("/", "_")
        (folder / f"{stem}.pdf").write_bytes(one.pdf)
        for page, picture in enumerate(pictures(one.pdf), 1):
            picture.save(folder / f"{stem}-{page}.png")
    (folder / "全部公示.pdf").write_bytes(joined([(one.name, one.pdf) for one in shown]))
    sheet = contact_sheet(shown)
    sheet.save(folder / "总览.png")
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=120)
    (folder / "总览.pdf").write_bytes(out.getvalue())


def main() -> int:
    """Make the gallery; 1 if a kind is missing."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery")
    with tempfile.TemporaryDirectory() as made, books.open_book(demo.make(Path(made), today=TODAY).book) as book:
        shown, missing = gallery(book)
    write(shown, folder)
    print(f"{len(NOTICE_KINDS) - len(missing)} 种公示，{len(shown)} 份，在 {folder}；先看 总览.png")
    for line in missing:
        print(f"做不出：{line}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
