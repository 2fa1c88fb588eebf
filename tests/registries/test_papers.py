"""Every program-made paper: filled on the sample book, blank, overflowing; with its title and its foot.

A new ``MadePaper`` is asked for all of this without a line here. One that the sample book has nothing for must be
named in ``NOT_IN_SAMPLE`` with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
from sqlalchemy import Connection, select

from tests import made_books
from villagebook.base.locks import PDFIUM
from villagebook.documents.forms import Form, Rows, Value, contents, fields
from villagebook.documents.papers import blank_papers, render_papers
from villagebook.documents.values import Kind
from villagebook.ledgers import Scope
from villagebook.ledgers.parts import table
from villagebook.lifecycle.slots import SLOTS
from villagebook.models import BY_TABLE, Project
from villagebook.services import books
from villagebook.services.dossier import binder
from villagebook.services.papers import PAPERS, Filled, MadePaper
from villagebook.services.papers.printing import copy_of, place_of
from villagebook.services.papers.subjects import SUBJECTS
from villagebook.store import Book

#: Paper id -> why the sample book has nothing to print on it.
NOT_IN_SAMPLE: dict[str, str] = {}

TODAY = made_books.TODAY
papers = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    """The sample book."""
    with books.open_book(made_books.sample(), read_only=True) as opened:
        yield opened


def keys(connection: Connection, book: Book, paper: MadePaper, scope: Scope) -> list[tuple[Scope, uuid.UUID]]:
    """Every record a paper may be about, with its project where it has one."""
    project = table(Project)
    found: list[tuple[Scope, uuid.UUID]] = []
    for owner in connection.execute(select(project.c.id).where(project.c.village_id == book.village_id)).scalars():
        within = replace(scope, filters={"project": owner})
        found += [(within, key) for key in paper.of_project(connection, within, owner)]
    if found:
        return found
    if not (name := SUBJECTS[paper.subject].table):
        return [(scope, book.village_id)]
    other = table(BY_TABLE[name])
    return [(scope, key) for key in connection.execute(select(other.c.id)).scalars()]


def first_filled(book: Book, paper: MadePaper) -> Filled | None:
    """The first record of the sample book the paper has something to say on."""
    scope = Scope(book.village_id, TODAY)
    with book.read() as connection:
        for within, key in keys(connection, book, paper, scope):
            if (filled := paper.gather(connection, within, key)) is not None:
                return filled
    return None


def text_of(data: bytes) -> list[str]:
    """The text of each page."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
        finally:
            document.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


@papers
def test_paper_is_declared_whole(paper: MadePaper) -> None:
    assert paper.subject in SUBJECTS, "subjects.SUBJECTS lacks its kind of record"
    assert paper.forms
    assert paper.title
    assert not paper.slot or paper.slot in SLOTS, "no such place in the binder"
    for form in paper.forms:
        assert form.id.startswith("paper.")
        assert form.version


@papers
def test_paper_is_filled_from_the_sample_book(book: Book, paper: MadePaper) -> None:
    filled = first_filled(book, paper)
    if filled is None:
        assert NOT_IN_SAMPLE.get(paper.id), "the sample book has nothing for it"
        return
    assert paper.id not in NOT_IN_SAMPLE
    with book.read() as connection:
        copy = copy_of(paper, filled, place_of(connection, Scope(book.village_id, TODAY)))
    made = render_papers(None, [copy])
    pages = text_of(made.data)
    assert made.pages == len(pages) >= 1
    assert not made.missing
    assert squeezed(paper.forms[0].heading) in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        assert squeezed(copy.title) in page
        assert "校验码" in page


@papers
def test_values_of_the_sample_stand_on_the_paper(book: Book, paper: MadePaper) -> None:
    filled = first_filled(book, paper)
    if filled is None:
        return
    with book.read() as connection:
        copy = copy_of(paper, filled, place_of(connection, Scope(book.village_id, TODAY)))
    printed = "".join(text_of(render_papers(None, [copy]).data))
    said = [squeezed(str(filled.values[f.name])) for form in paper.forms for f in fields(form)
            if not f.source and f.kind in (Kind.TEXT, Kind.NAME, Kind.CODE) and filled.values.get(f.name)]
    assert [text for text in said if len(text) < 30 and text not in printed] == []


@papers
def test_blank_edition_names_no_record(paper: MadePaper) -> None:
    made = blank_papers(None, paper.title, paper.forms)
    pages = text_of(made.data)
    assert squeezed(paper.forms[0].heading) in pages[0]
    assert all("空白表" in page and "校验码" not in page for page in pages)


@papers
def test_overflowing_texts_and_rows_go_on_the_next_page(book: Book, paper: MadePaper) -> None:
    values = overflowing(paper.forms)
    with book.read() as connection:
        copy = copy_of(paper, Filled(values), place_of(connection, Scope(book.village_id, TODAY)))
    pages = text_of(render_papers(None, [copy]).data)
    printed = "".join(pages)
    for form in paper.forms:
        if any(isinstance(block, Rows) for block in form.blocks):
            assert "第六十行" in printed, f"{form.id} lost a row"
    assert all(f"第{n}页共{len(pages)}页" in page for n, page in enumerate(pages, 1))


def overflowing(forms: tuple[Form, ...]) -> dict[str, object]:
    """Values of every field: long texts, sixty rows in every list."""
    values: dict[str, object] = {}
    for form in forms:
        for name in named(form):
            values[name] = "〇"
        for found in fields(form):
            if not found.source:
                values[found.name] = specimen(found.kind, "很长的内容" * 30)
        for block in form.blocks:
            if isinstance(block, Rows):
                values[block.source] = [row(block, number) for number in range(1, 61)]
    return values


def named(form: Form) -> set[str]:
    """Fields of running texts, which ``fields`` does not list."""
    return set(re.findall(r"{(\w+)}", repr(form.blocks)))


def row(block: Rows, number: int) -> dict[str, object]:
    said = "第六十行" if number == 60 else f"行{number}"
    values: dict[str, object] = {block.bold: False} if block.bold else {}
    texts = 0
    for content in contents(block):
        if isinstance(content, Value):
            values[content.field] = specimen(content.kind, said)
            texts += content.kind in (Kind.TEXT, Kind.NAME, Kind.NAMES, Kind.CODE)
    assert texts, "a list without any text"
    return values


def specimen(kind: Kind, text: str) -> object:
    if kind in (Kind.DATE, Kind.DATE_LINES, Kind.DATE_DOTTED):
        return dt.date(2026, 3, 8)
    if kind in (Kind.TEXT, Kind.NAMES):
        return text
    if kind in (Kind.NAME, Kind.CODE):
        return text[:8]
    if kind is Kind.CHOICE:
        return None
    if kind is Kind.TICK:
        return True
    return 1234567 if kind not in (Kind.ID_BOXES, Kind.INDEX) else "1"


def test_what_is_missing_is_the_same_whether_the_papers_are_read_or_not(book: Book) -> None:
    with book.read() as connection:
        whole, quick = (
            binder.binders(connection, book.village_id, TODAY, states_only=only) for only in (False, True))
    assert [[view.slot.id for view in one.missing] for one in quick] == [
        [view.slot.id for view in one.missing] for one in whole]
    assert [(one.there, one.asked) for one in quick] == [(one.there, one.asked) for one in whole]
