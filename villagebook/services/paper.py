"""What leaves the printer, of a book: notices, handbooks. Files and one sentence on what was done."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from villagebook.base.errors import UserError
from villagebook.base.locks import PDFIUM
from villagebook.base.progress import QUIET, Progress
from villagebook.documents.handbook import MissingGlyph, render_handbooks
from villagebook.documents.saving import write_whole
from villagebook.exporting.leaks import Hit
from villagebook.services import publicity
from villagebook.services.handbook_values import chosen, handbook_values
from villagebook.store import Book

#: What people type for a paper -> the paper's name.
PAPERS = {"a4": "A4", "a4横": "A4横", "a3": "A3", "a3横": "A3横"}

_SHOWN_HITS = 3


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What was printed.

    Attributes:
        path: The file.
        books: Handbooks or notices in it.
        pages: Sheets in it.
        missing: Characters no face has, one line each: who, which character.
        line: One Chinese sentence for the person.
    """

    path: Path
    books: int
    pages: int
    missing: tuple[str, ...]
    line: str


def print_notice(
    book: Book, number: str, target: Path, *, today: dt.date, paper: str | None = None
) -> PrintReport:
    """Write a notice's PDF: the posted file itself, or a draft as it would be now.

    Args:
        today: As of which day a draft is drawn.
        paper: a4 or a3, upright or on its side as the notice is; a4横 or a3横 on its side. If that is another
            paper than it was posted on, a posted notice is set anew from its frozen content.

    Raises:
        UserError: there is no such notice, or no such paper. KnownError: the target cannot be written.
    """
    asked = _paper(paper)
    row = publicity.view(book, number, today).row
    posted = row["posted_at"] is not None
    own = str(row["paper"]) if posted else publicity.render(book, number, today=today).paper if asked else ""
    size = f"{asked}横" if asked and own.endswith("横") and not asked.endswith("横") else asked
    if posted and size in (None, own):
        data = publicity.frozen_pdf(book, number) or b""
        pages, what, found = _pages(data), "张贴时定稿的原件", ""
    else:
        drawn = publicity.render(book, number, today=today, paper=size)
        data, pages = drawn.data, drawn.pages
        what = f"按定稿的内容用 {drawn.paper} 重新排版，不是张贴时的原件" if posted else "草稿，还没有张贴"
        found = "" if posted else _private(publicity.leaks(book, number, today=today))
    line = f"{number}：{what}，{pages} 页，已存为“{target.name}”{found}"
    write_whole(target, data)
    return PrintReport(target, 1, pages, (), line)


def print_handbooks(
    book: Book, codes: Sequence[str] | None, target: Path, *, today: dt.date, blank: bool = False,
    progress: Progress = QUIET,
) -> PrintReport:  # fmt: skip
    """Write handbooks as one PDF, by group and code.

    Args:
        codes: 户编号; None: all households that are 脱贫户 or monitored on the day.
        today: As of which day.
        blank: The handbook for handwriting instead; no household is asked for.

    Raises:
        UserError: a code is unknown, or nobody is to be printed. KnownError: the target cannot be written.
    """
    if blank:
        made = render_handbooks(target, blank=True)
        return PrintReport(target, 1, made.pages, (), f"空白手册，{made.pages} 页，已存为“{target.name}”")
    with book.read() as connection:
        keys = chosen(connection, book.village_id, codes, today)
        books = handbook_values(connection, book.village_id, keys, today)
        made = render_handbooks(target, books, progress=_OutOf(progress, len(keys)))
    missing = tuple(map(_missing_line, made.missing))
    line = f"手册 {made.books} 户，{made.pages} 页，已存为“{target.name}”"
    if missing:
        line += f"；有 {len(missing)} 处缺字，印成了〓"
    return PrintReport(target, made.books, made.pages, missing, line)


def handbook_bytes(book: Book, code: str, today: dt.date) -> bytes:
    """Return one household's handbook as a PDF, for the window.

    Raises:
        UserError: no household has the code.
    """
    out = io.BytesIO()
    with book.read() as connection:
        keys = chosen(connection, book.village_id, [code], today)
        render_handbooks(out, handbook_values(connection, book.village_id, keys, today))
    return out.getvalue()


def keep(made: Path, target: Path) -> None:
    """Keep a PDF that was made to be looked at first.

    Raises:
        KnownError: the target cannot be written.
    """
    write_whole(target, made.read_bytes())


def _private(hits: Sequence[Hit]) -> str:
    """What a person must know before hanging a sheet that nothing kept back."""
    if not hits:
        return ""
    shown = "；".join(map(str, hits[:_SHOWN_HITS])) + ("；……" if len(hits) > _SHOWN_HITS else "")
    return f"。不要上墙，有 {len(hits)} 处不能公开：{shown}"


def check_target(target: Path) -> None:
    """Find out whether a file can be written, and leave nothing behind.

    Raises:
        KnownError: it cannot.
    """
    if target.is_dir() or not target.parent.is_dir():
        write_whole(target, b"")  # refused in the same words
    probe = target.with_name(f".{target.name[:60]}.probe")
    write_whole(probe, b"")
    probe.unlink()


class _OutOf:
    """A progress of so many in all."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total

    def step(self, done: int, total: int, what: str) -> None:
        self._progress.step(done, self._total, what)


def _missing_line(found: MissingGlyph) -> str:
    return f"{found.code} {found.head}户：“{found.char}”（U+{ord(found.char):04X}），在“{found.text}”里"


def _paper(asked: str | None) -> str | None:
    if asked is None:
        return None
    found = PAPERS.get(asked.strip().lower())
    if found is None:
        raise UserError("print.paper", f"没有“{asked}”这种纸", "可以是 a4、a4横、a3、a3横")
    return found


def _pages(pdf: bytes) -> int:
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()
