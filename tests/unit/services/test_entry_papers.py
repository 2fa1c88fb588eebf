"""Papers of entries: put with drafts and posted ones, taken away from drafts only."""

from __future__ import annotations

import datetime as dt
import io
import uuid

import pytest
from PIL import Image

from villagebook.base.errors import UserError
from villagebook.services import entry_papers, history, money
from villagebook.services.entry_papers import Given
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)


def picture(colour: str = "white") -> Given:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return Given(f"发票{colour}.png", out.getvalue())


def pdf(pages: int) -> Given:
    out = io.BytesIO()
    sheets = [Image.new("RGB", (60, 40), "white") for _ in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return Given("清单.pdf", out.getvalue())


@pytest.fixture
def draft(book: Book) -> uuid.UUID:
    values = {"date": dt.date(2025, 3, 10), "kind": "到账", "source": "中央", "amount_fen": 500, "papers": 3}
    return money.write_entry(book, values, actor="测试")[1]


def attach(book: Book, entry: uuid.UUID, *files: Given) -> str:
    return entry_papers.attach(book, entry, files, actor="测试").heading


def test_pictures_and_pdfs_are_put_with_a_draft_and_their_sheets_counted(book: Book, draft: uuid.UUID) -> None:
    assert attach(book, draft, picture(), pdf(2)) == "记-0001 放入附件 2 份"
    found = entry_papers.papers(book, draft)
    assert [(paper.file_name, paper.sheets) for paper in found] == [("发票white.jpg", 1), ("清单.pdf", 2)]
    assert book.files.read(found[1].attachment).startswith(b"%PDF-")
    assert all(entry_papers.as_pdf(book, paper.attachment).startswith(b"%PDF-") for paper in found)


def test_the_same_file_is_put_in_once(book: Book, draft: uuid.UUID) -> None:
    attach(book, draft, picture())
    assert attach(book, draft, picture(), picture("red")) == "记-0001 放入附件 1 份"
    head = history.head(book)
    attach(book, draft, picture())
    assert history.head(book) == head


def test_a_paper_that_comes_later_is_put_with_a_posted_entry_and_stays(book: Book, draft: uuid.UUID) -> None:
    money.post(book, None, actor="测试", today=TODAY, why="试")
    attach(book, draft, picture())
    (paper,) = entry_papers.papers(book, draft)
    with pytest.raises(UserError, match="附件只能补，不能取出"):
        entry_papers.detach(book, paper.link, actor="测试")
    assert history.verify(book) == []


def test_from_a_draft_it_is_taken_away_and_the_step_undone(book: Book, draft: uuid.UUID) -> None:
    attach(book, draft, picture())
    (paper,) = entry_papers.papers(book, draft)
    entry_papers.detach(book, paper.link, actor="测试")
    assert entry_papers.papers(book, draft) == ()
    history.undo_last(book, actor="测试")
    assert entry_papers.papers(book, draft) == (paper,)
    with pytest.raises(UserError, match="已经不在了"):
        entry_papers.detach(book, uuid.uuid4(), actor="测试")


def test_a_discarded_draft_leaves_no_paper_behind(book: Book, draft: uuid.UUID) -> None:
    attach(book, draft, picture())
    money.discard(book, draft, actor="测试")
    assert entry_papers.papers(book, draft) == ()
    history.undo_last(book, actor="测试")
    assert len(entry_papers.papers(book, draft)) == 1


def test_what_is_no_paper_is_refused_whole(book: Book, draft: uuid.UUID) -> None:
    with pytest.raises(UserError, match="不是图片也不是 PDF"):
        attach(book, draft, picture(), Given("账.txt", b"no picture"))
    assert entry_papers.papers(book, draft) == ()


@pytest.mark.parametrize(("voucher", "says"), [("记-0009", "没有凭证号记-0009"), ("记-0001", "2025、2026年都有")])
def test_a_voucher_must_name_one_entry(book: Book, draft: uuid.UUID, voucher: str, says: str) -> None:
    other = {"date": dt.date(2026, 3, 10), "voucher": "记-0001", "kind": "到账", "amount_fen": 1}
    money.write_entry(book, other, actor="测试")
    with pytest.raises(UserError, match=says):
        entry_papers.entry_of(book, voucher)
    assert entry_papers.entry_of(book, "记-0001", 2025) == draft
