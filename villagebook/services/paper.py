"""What leaves the printer, of a book: notices, handbooks. Files and one sentence on what was done."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from villagebook.base.progress import QUIET, Progress
from villagebook.documents.handbook import MissingGlyph, render_handbooks
from villagebook.documents.saving import write_whole
from villagebook.services.handbook_values import chosen, handbook_values
from villagebook.services.notice_print import Wish, printed
from villagebook.store import Book


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
    book: Book, number: str, target: Path, *, today: dt.date, paper: str | None = None, tile: str | None = None,
    plain_words: bool = False,
) -> PrintReport:  # fmt: skip
    """Write a notice's PDF: the posted file itself, or a draft as it would be now.

    Args:
        today: As of which day a draft is drawn.
        paper: a4, a3, a2 or a1, upright or on its side as the notice is; with l or 横 on its side; auto by the
            content. A posted notice is set anew from its frozen content if that is not the paper it was posted on.
        tile: a4 or a3: the sheet (a1 if no paper is given) in pieces to be pasted together, a map first.
        plain_words: The 大白话 sheet instead.

    Raises:
        UserError: there is no such notice, or no such paper; others: see ``notice_print.printed``.
        KnownError: the target cannot be written.
    """
    made = printed(book, number, Wish(paper, tile, plain_words), today=today)
    line = f"{number}：{made.said}，{made.pages} 页，已存为“{target.name}”{made.warning}"
    write_whole(target, made.data)
    return PrintReport(target, 1, made.pages, (), line)


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
