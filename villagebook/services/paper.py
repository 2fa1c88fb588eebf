"""What leaves the printer, of a book: notices, handbooks. Files and one sentence on what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from villagebook.base.errors import UserError
from villagebook.documents.saving import write_whole
from villagebook.services import publicity
from villagebook.store import Book

#: What people type for a paper -> the paper's name.
PAPERS = {"a4": "A4", "a4横": "A4横", "a3": "A3", "a3横": "A3横"}


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
        paper: a4, a4横, a3 or a3横; a posted notice is then set anew from its frozen content.

    Raises:
        UserError: there is no such notice, or no such paper. KnownError: the target cannot be written.
    """
    size = _paper(paper)
    frozen = publicity.frozen_pdf(book, number)
    posted_on = publicity.view(book, number, today).row["paper"]
    if frozen is not None and size in (None, posted_on):
        data, pages = frozen, _pages(frozen)
        line = f"{number}：张贴时定稿的原件，{pages} 页，已存为“{target.name}”"
    else:
        drawn = publicity.render(book, number, today=today, paper=size)
        data, pages = drawn.data, drawn.pages
        what = f"按定稿的内容用 {drawn.paper} 重新排版，不是张贴时的原件" if frozen is not None else "草稿，还没有张贴"
        line = f"{number}：{what}，{pages} 页，已存为“{target.name}”"
    write_whole(target, data)
    return PrintReport(target, 1, pages, (), line)


def _paper(asked: str | None) -> str | None:
    if asked is None:
        return None
    found = PAPERS.get(asked.strip().lower())
    if found is None:
        raise UserError("print.paper", f"没有“{asked}”这种纸", "可以是 a4、a4横、a3、a3横")
    return found


def _pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
