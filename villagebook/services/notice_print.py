"""A notice on paper: the posted file itself, or the same content set anew: another size, in tiles, as 大白话.

``printed`` gives the file and one sentence on what it is; the window shows it, ``paper.print_notice`` writes it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.locks import PDFIUM
from villagebook.base.sheet import NoticeContent
from villagebook.documents.notice import render_notice
from villagebook.documents.notice_tiles import TILES, render_tiles
from villagebook.documents.plain_words import SHEETS as PLAIN_SHEETS
from villagebook.documents.plain_words import render_plain_words
from villagebook.documents.stamp import crossed_out
from villagebook.exporting.leaks import Hit
from villagebook.models import ProjectSource
from villagebook.notices import NoticeKind
from villagebook.notices.plain import has_plain_words, plain_sheet
from villagebook.services import publicity
from villagebook.services.notice_sheets import Row, content_of, date_style, kind_in, notice_row, qr_text
from villagebook.services.secrets import scan
from villagebook.store import Book

_NAMES = ("A4", "A3", "A2", "A1")
#: What people type for a paper, in small letters -> the paper's name; l and 横 mean on its side, p and 竖 upright.
PAPERS = {
    f"{name.lower()}{way}": name + ("横" if side else "")
    for name in _NAMES
    for way, side in (("", False), ("p", False), ("竖", False), ("l", True), ("横", True))
}
AUTO = ("auto", "自动")
#: Papers whose direction follows the notice if only the size was asked for.
_SIZES = frozenset(name.lower() for name in _NAMES)
_SHOWN_HITS = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """How a notice is wanted: ``paper`` as people type it (None: as posted, else by content), ``tile`` a4 or a3."""

    paper: str | None = None
    tile: str | None = None
    plain_words: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A file to print.

    Attributes:
        data, pages: The PDF.
        original: It is the very file that was frozen when the notice was posted.
        draft: It says 草稿.
        said: What it is: 张贴时定稿的原件; 按定稿的内容用 A1 重新排版，不是张贴时的原件.
        hits: What a draft holds that must not hang.
    """

    data: bytes
    pages: int
    original: bool
    draft: bool
    said: str
    hits: tuple[Hit, ...] = ()

    @property
    def warning(self) -> str:
        """What a person must know before hanging a sheet that nothing kept back; empty if there is nothing."""
        return private(self.hits)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a notice says and how it is marked."""

    row: Row
    content: NoticeContent
    kind: NoticeKind
    frozen: bool
    code: str
    qr: str | None
    style: str
    sources: tuple[str, ...]

    def marks(self) -> dict[str, Any]:
        """What stands on the foot."""
        return {"check_code": self.code, "qr_text": self.qr, "draft": not self.frozen}

    def drawing(self) -> dict[str, Any]:
        """How the notice itself is drawn, on whatever paper."""
        return self.marks() | {"date_style": self.style, "chain_head": self.row["chain_head"] or ""}


def printed(book: Book, number: str, wish: Wish = Wish(), *, today: dt.date) -> Printed:
    """Return what there is to print of a notice.

    A draft that shows something private is crossed out on every page: good for correcting it, not for the wall.

    Args:
        today: As of which day a draft is drawn.

    Raises:
        UserError: there is no such notice, paper or tile; its kind has no 大白话; the 大白话 of a posted notice
            holds something private; a notice of the township is wanted in another size.
    """
    made = _printed(book, number, wish, today)
    if not made.hits:
        return made
    words = f"草稿，只供村里核对；有 {len(made.hits)} 处不能公开，不得张贴"
    return replace(made, data=crossed_out(made.data, words))


def _printed(book: Book, number: str, wish: Wish, today: dt.date) -> Printed:
    asked, tile = paper_name(wish.paper), tile_name(wish.tile)
    with book.read() as connection:
        row = notice_row(connection, book, number)
    frozen, own = row["pdf_id"] is not None, str(row["paper"] or "")
    if not wish.plain_words and tile is None and frozen:
        size = _turned(asked, wish.paper, own)
        if size in (None, own):
            data = publicity.frozen_pdf(book, number) or b""
            said = "张贴时定稿的原件" if row["posted_at"] is not None else "定稿的原件，还没有张贴"
            return Printed(data, page_count(data), True, False, said)
    told = _told(book, number, today)
    if wish.plain_words:
        return _plain(book, told, asked, tile)
    size = asked
    if asked and wish.paper and wish.paper.strip().lower() in _SIZES:
        lies = own if frozen else render_notice(told.content, **told.drawing()).paper
        size = _turned(asked, wish.paper, lies)
    if tile is not None:
        return _tiled(told, size or ("A1横" if own.endswith("横") else "A1"), tile, _hits(book, told))
    drawn = render_notice(told.content, paper=size, **told.drawing())
    said = f"按定稿的内容用 {drawn.paper} 重新排版，不是张贴时的原件" if frozen else "草稿，还没有张贴"
    return Printed(drawn.data, drawn.pages, False, not frozen, said, _hits(book, told))


def paper_name(asked: str | None) -> str | None:
    """Return the paper's name for what was typed, None for none or for auto.

    Raises:
        UserError: there is no such paper.
    """
    if asked is None or asked.strip().lower() in AUTO:
        return None
    found = PAPERS.get(asked.strip().lower())
    if found is None:
        raise UserError("print.paper", f"没有“{asked}”这种纸", "可以是 a4、a3、a2、a1，横放写 a4l 或 a4横；自动写 auto")
    return found


def tile_name(asked: str | None) -> str | None:
    """Return the tile's name for what was typed.

    Raises:
        UserError: there is no such tile.
    """
    if asked is None:
        return None
    found = asked.strip().upper()
    if found not in TILES:
        raise UserError("print.tile", f"不能拼在“{asked}”上", "小张可以是 a4 或 a3")
    return found


def can_be_plain(kind_id: str) -> bool:
    """Say whether notices of a kind have a 大白话 sheet."""
    return has_plain_words(kind_id)


def private(hits: Sequence[Hit]) -> str:
    """What a person must know before hanging a sheet that nothing kept back."""
    if not hits:
        return ""
    shown = "；".join(map(str, hits[:_SHOWN_HITS])) + ("；……" if len(hits) > _SHOWN_HITS else "")
    return f"。不要上墙，有 {len(hits)} 处不能公开：{shown}"


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def _turned(size: str | None, typed: str | None, own: str) -> str | None:
    """Return the paper on its side if only the size was typed and the notice lies on its side."""
    if size and own.endswith("横") and typed and typed.strip().lower() in _SIZES:
        return f"{size}横"
    return size


def _told(book: Book, number: str, today: dt.date) -> _Told:
    with book.read() as connection:
        row = notice_row(connection, book, number)
        frozen = row["pdf_id"] is not None
        if frozen and row["content"] is None:
            raise UserError(
                "print.received", f"{number}是上级发来的，只有原件，不能重新排版", "请不要选纸张、拼贴和大白话，印原件"
            )
        content = content_of(connection, book, row, today)
        return _Told(
            row, content, kind_in(connection, book, row["kind"]), frozen,
            content.sha256[:8].upper() if frozen else "",
            qr_text(connection, book, row, content) if frozen else None,
            date_style(connection, book), _sources(connection, row["project_id"]),
        )  # fmt: skip


def _sources(connection: Connection, project: uuid.UUID | None) -> tuple[str, ...]:
    """Return the levels a project's money comes from, in the book's order."""
    if project is None:
        return ()
    query = select(ProjectSource.source).where(ProjectSource.project_id == project).order_by(ProjectSource.id)
    return tuple(dict.fromkeys(str(one) for one in connection.execute(query).scalars() if one))


def _tiled(told: _Told, size: str, tile: str, hits: tuple[Hit, ...]) -> Printed:
    made = render_tiles(told.content, paper=size, tile=tile, **told.drawing())
    what = "按定稿的内容重新排版，不是张贴时的原件" if told.frozen else "草稿，还没有张贴"
    said = f"{made.said}，前面有拼贴图；{what}"
    return Printed(made.data, made.pages, False, not told.frozen, said, hits)


def _plain(book: Book, told: _Told, paper: str | None, tile: str | None) -> Printed:
    if tile is not None:
        raise UserError("print.plain_tiles", "大白话不拼贴", "请只写 --plain-words，要大一些可以写 --paper a3")
    if paper is not None and paper not in PLAIN_SHEETS:
        raise UserError("print.plain_paper", f"大白话不用 {paper}", "大白话是竖的，可以用 a4、a3、a2、a1")
    sheet = plain_sheet(told.kind, told.content, told.sources)
    made = render_plain_words(sheet, paper=paper, **told.marks())
    asked = replace(told.content, title_parts=(sheet.question,))  # a programme's own name may stand here, too
    with book.read() as connection:
        hits = scan(connection, book.village_id, made.data, told.kind, asked)
    if hits and told.frozen and not told.row["override_why"]:
        what = f"{told.content.number}的大白话不能印：{private(hits).lstrip('。')}"
        raise UserError("notice.leak", what, "请先核对台账")
    said = "大白话，以公示为准" if told.frozen else "大白话的草稿，公示还没有张贴"
    return Printed(made.data, made.pages, False, not told.frozen, said, hits if not told.frozen else ())


def _hits(book: Book, told: _Told) -> tuple[Hit, ...]:
    """Return what the scan finds on a draft; what is frozen was scanned when it was."""
    if told.frozen:
        return ()
    drawn = render_notice(told.content, **told.drawing())
    with book.read() as connection:
        return scan(connection, book.village_id, drawn.data, told.kind, told.content)
