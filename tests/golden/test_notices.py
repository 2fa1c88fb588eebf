"""What a notice of each kind says, in full: the sample village's first standing one, drafted from the book.

The texts lie in tests/golden/notices/<kind>.txt. After a change of words that is meant, make them anew and read the
difference (git diff) before committing it:

    GOLDEN=write python -m pytest tests/golden -q            (one kind: -k fund-use)
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import made_books
from villagebook.documents.notice_words import plain_text
from villagebook.models import Notice
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, notice_sheets

GOLDEN = Path(__file__).parent / "notices"
#: Stands for the number, which another notice of the sample would change.
NUMBER = "上云公示〔2025〕号"


@pytest.fixture(scope="module")
def book():
    with books.open_book(made_books.sample(), read_only=True) as one:
        yield one


def said(book, kind_id):
    """Draft the kind's first notice that was not withdrawn for its own day, and say it in plain text."""
    columns = Notice.__table__.c
    standing = select(Notice.__table__).where(columns.kind == kind_id, columns.state.not_in(["已撤回", "已更正"]))
    with book.read() as connection:
        first = connection.execute(standing.order_by(columns.year, columns.serial).limit(1)).mappings().first()
        assert first is not None, f"the sample has no notice of the kind {kind_id}"
        row = dict(first)
        content = notice_sheets.drafted_content(connection, book, row, row["from_on"], row["from_on"])
    return plain_text(replace(content, number=NUMBER), "numerals")


@pytest.mark.parametrize("kind", NOTICE_KINDS, ids=lambda kind: kind.id)
def test_a_notice_of_each_kind_says_what_was_read_and_found_right(book, kind):
    path, text = GOLDEN / f"{kind.id}.txt", said(book, kind.id)
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no golden text of {kind.id}: see how at the top of {Path(__file__).name}"
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_text_is_of_a_kind():
    assert {path.stem for path in GOLDEN.glob("*.txt")} <= {kind.id for kind in NOTICE_KINDS}
