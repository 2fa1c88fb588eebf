"""Printing program-made papers: of one record, of all records of a project, or blank ones for handwriting."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from villagebook.base.errors import UserError
from villagebook.documents.papers import Copy, MissingChar, PapersPdf, blank_papers, render_papers
from villagebook.documents.papers.press import Place
from villagebook.ledgers import Scope
from villagebook.services.paper import PrintReport
from villagebook.services.papers import PAPERS
from villagebook.services.papers.made import Filled, MadePaper
from villagebook.services.papers.projects import village_row
from villagebook.services.papers.subjects import SUBJECTS, key_of
from villagebook.store import Book


def paper_of(paper_id: str) -> MadePaper:
    """Return the paper with this id, or with this title.

    Raises:
        UserError: there is none.
    """
    found = PAPERS.get(paper_id) or next((paper for paper in PAPERS if paper.title == paper_id), None)
    if found is None:
        known = "、".join(f"{paper.id}（{paper.title}）" for paper in PAPERS)
        raise UserError("paper.unknown", f"没有“{paper_id}”这种材料", f"可以是 {known}")
    return found


def place_of(connection: Connection, scope: Scope) -> Place:
    """Return what the foot of every paper of a book says of the book."""
    village = village_row(connection, scope.village_id)
    return Place(f"{village['township'] or ''}{village['name']}", village["code"], scope.on)


def copy_of(paper: MadePaper, filled: Filled, place: Place) -> Copy:
    """Return a filled paper as the press takes it."""
    return Copy(filled.title or paper.title, paper.forms, filled.values, place, filled.subject)


def copies(
    book: Book, paper: MadePaper, *, on: dt.date, project: str | None = None, number: str | None = None,
    key: uuid.UUID | None = None,
) -> list[Copy]:  # fmt: skip
    """Return a paper's copies: of the record with a key or number, or of all records of a project.

    Raises:
        UserError: there is no such record, or the book has nothing to print on it yet.
    """
    with book.read() as connection:
        scope = Scope(book.village_id, on)
        if project is not None:
            owner = key_of(connection, book.village_id, SUBJECTS["project"], project)
            scope = replace(scope, filters={"project": owner})
            keys: Sequence[uuid.UUID] = paper.of_project(connection, scope, owner)
        elif key is not None:
            keys = (key,)
        elif number is not None or paper.subject == "village":
            keys = (key_of(connection, book.village_id, SUBJECTS[paper.subject], number or ""),)
        else:
            named = SUBJECTS[paper.subject].title
            raise UserError("paper.which", f"没有说印哪一个{named}的{paper.title}", "用 --project 或 --key 写编号")
        place = place_of(connection, scope)
        found = [paper.gather(connection, scope, one) for one in keys]
        made = [copy_of(paper, filled, place) for filled in found if filled is not None]
    if not made:
        raise UserError("paper.nothing", f"{paper.title}还没有内容可印", "请先在书里登记，或用 --blank 印空白表")
    return made


def print_paper(
    book: Book, paper_id: str, target: Path, *, on: dt.date, project: str | None = None, number: str | None = None,
    blank: bool = False,
) -> PrintReport:  # fmt: skip
    """Write a paper as one PDF.

    Args:
        paper_id: Id or title of the paper.
        on: As of which day.
        project, number: 项目编号; or number or key of the record it is about.
        blank: The form for handwriting instead; no record is asked for.

    Raises:
        UserError: unknown paper or record, or nothing to print yet. KnownError: the target cannot be written.
    """
    paper = paper_of(paper_id)
    if blank:
        made = blank_papers(target, paper.title, paper.forms)
        return PrintReport(target, 1, made.pages, (), f"空白{paper.title}，{made.pages} 页，已存为“{target.name}”")
    made = render_papers(target, copies(book, paper, on=on, project=project, number=number))
    line = f"{paper.title} {made.copies} 份，{made.pages} 页，已存为“{target.name}”"
    if made.missing:
        line += f"；有 {len(made.missing)} 处缺字，印成了〓"
    return PrintReport(target, made.copies, made.pages, missing_lines(made.missing), line)


def paper_pdf(
    book: Book, paper_id: str, *, on: dt.date, key: uuid.UUID | None = None, blank: bool = False
) -> PapersPdf:
    """Return a paper as a PDF in memory, for the window.

    Raises:
        UserError: there is nothing to print yet.
    """
    paper = paper_of(paper_id)
    if blank:
        return blank_papers(None, paper.title, paper.forms)
    return render_papers(None, copies(book, paper, on=on, key=key))


def missing_lines(missing: Sequence[MissingChar]) -> tuple[str, ...]:
    """Return one line for each character that could not be printed."""
    return tuple(
        f"{found.paper}：“{found.char}”（U+{ord(found.char):04X}），在“{found.text}”里" for found in missing)
