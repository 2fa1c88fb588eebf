"""Whatever was typed into whatever free text of a book: a notice's sheet is free of it, or the scan names the page.

Every text of every record of the sample book gets something private at its end; each kind of notice is drafted from
that book. What the finished sheet shows is looked up here in another way than the scan does: the page's characters,
without blanks and breaks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.documents.notice import render_notice
from villagebook.exporting.leaks import scan_pdf
from villagebook.models import RECORDS, Notice, Person, Privacy, fields_of
from villagebook.services import books, notice_sheets, secrets
from villagebook.store import Book, Undo

TODAY = made_books.TODAY
TEXTS = ("text", "name", "long_text")
#: What is told by the program itself, or decides what is drawn.
NOT_TYPED = {"notice", "operation", "change", "import_file", "import_row", "override", "attachment", "code_value"}
#: Texts that the program reads.
NOT_WORDS = {"notice_form.days"}
STORED_ID, STORED_CARD, STORED_PHONE = "350699197811230345", "6228481234567890120", "15359012345"
#: Name -> (what is typed, what the sheet would show of it without blanks, kinds of leaks it may be called).
PLANTED = {
    "stored id": (f"{STORED_ID[:6]} {STORED_ID[6:14]} {STORED_ID[14:]}", STORED_ID, {"secret_number", "id_number"}),
    "starred id": ("350699********0345", "350699********0345", {"masked"}),
    "starred card": ("6228********0120", "6228********0120", {"masked"}),
    "starred phone": ("153****2345", "153****2345", {"masked"}),
    "stored card": (STORED_CARD, STORED_CARD, {"secret_number", "card"}),
    "stored phone": (STORED_PHONE, STORED_PHONE, {"secret_number", "mobile"}),
    "another's phone": ("17700177000", "17700177000", {"mobile"}),
    "diagnosis": ("患尿毒症", "患尿毒症", {"word"}),
}


@pytest.fixture(params=[1, 2])
def planted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """The sample book with something private behind most texts that people can type."""
    dice = random.Random(request.param)
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as book:
        with book.work("x", "测试", "混进了不该公开的", Undo.INVERSE) as work:
            known = work.connection.execute(select(Person.id).order_by(Person.id).limit(1)).scalar_one()
            for record in RECORDS:
                table = record.__table__
                names = [one.name for one in fields_of(record) if one.kind in TEXTS and one.privacy != Privacy.SECRET]
                names = [name for name in names if f"{record.__tablename__}.{name}" not in NOT_WORDS]
                # What is posted is frozen by triggers; drafts read it as it is.
                if record.__tablename__ in NOT_TYPED or not names or "village_id" not in table.c:
                    continue
                if "posted_at" in table.c:
                    continue
                rows = work.connection.execute(select(table.c.id, *(table.c[name] for name in names))).mappings()
                updates = [(row["id"], spoilt(row, names, dice)) for row in rows]
                work.write_rows(record, updates=[(key, new) for key, new in updates if new])
            secret = {"id_number": STORED_ID, "phone": STORED_PHONE, "note": STORED_CARD}
            work.write_rows(Person, updates=[(known, secret)])
            work.commit()
        yield book


def spoilt(row: Any, names: list[str], dice: random.Random) -> dict[str, str]:
    """A row's texts, most of them with something private at the end."""
    private = [typed for typed, *_ in PLANTED.values()]
    return {name: row[name] + dice.choice(private) for name in names if row[name] and dice.random() < 0.8}


def notices(book: Book) -> dict[str, dict[str, Any]]:
    """The newest notice of each kind, as what a draft of it is about."""
    with book.read() as connection:
        rows = connection.execute(select(Notice.__table__).order_by(Notice.from_on)).mappings()
        return {row["kind"]: dict(row) for row in rows if row["issuer"] in (None, "", "村")}


def shown(pdf: bytes) -> list[str]:
    """The characters of each page without blanks and breaks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub(r"[\s\x02\ufffe-]", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def test_a_sheet_is_free_of_it_or_the_scan_names_the_page(planted: Book) -> None:
    drawn, seen = 0, set()
    for kind_id, row in notices(planted).items():
        with planted.read() as connection:
            try:
                kind = notice_sheets.kind_in(connection, planted, kind_id)
                content = notice_sheets.drafted_content(connection, planted, row, TODAY, TODAY)
            except UserError:
                continue  # refused: what it is about, or its own words, are texts that were changed
            made = render_notice(content, draft=True)
            asked = secrets.rules(connection, planted.village_id, content.title, kind.title_words, TODAY)
        drawn += 1
        hits = scan_pdf(made.data, asked)
        for name, (_, wanted, kinds) in PLANTED.items():
            pages = {number for number, text in enumerate(shown(made.data), 1) if wanted in text}
            assert pages <= {hit.page for hit in hits if hit.kind in kinds}, (kind_id, name, [str(hit) for hit in hits])
            if pages:
                seen.add((kind_id, name))
    assert drawn > 8
    assert len({kind for kind, _ in seen}) > 6
    assert {name for _, name in seen} == set(PLANTED)
