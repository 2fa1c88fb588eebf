"""What is promised of every kind of notice, on the sample book, where each kind has hung: none is an exception."""

from __future__ import annotations

import contextlib
import hashlib
import re
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select

from tests import made_books
from tests.e2e.conftest import Run, program
from villagebook.base.errors import VillagebookError
from villagebook.base.sheet import NoticeContent
from villagebook.documents.notice_sheet import SHEETS
from villagebook.exporting.leaks import LeakRules, scan_file
from villagebook.models import RECORDS, Notice, fields_of
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, history, overrides, publicity
from villagebook.services.notice_print import Wish, printed
from villagebook.store import Book, Undo

TODAY = made_books.TODAY
_NOTHING = LeakRules()
#: Texts people type; what the program alone writes, and keys of the vault, are not typed.
TYPED = ("text", "long_text", "name")
NOT_TYPED = {
    "operation", "change", "import_file", "import_row", "attachment", "attachment_link", "override", "book_key",
    "notice_form", "code_value", "heading_map",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Iterator[Book]:
    with books.open_book(made_books.sample(), read_only=True) as opened:
        yield opened


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return partial(program, tmp_path)


def hung(book: Book) -> list[dict[str, Any]]:
    """Every notice of the village's own making that has hung, of whatever kind."""
    columns = Notice.__table__.c
    query = select(Notice.__table__).where(columns.posted_at.is_not(None), columns.content.is_not(None))
    with book.read() as connection:
        rows = connection.execute(query.order_by(columns.year, columns.serial)).mappings()
        return [dict(row) for row in rows]


def one_of_each(book: Book) -> list[Any]:
    """(kind, number) of the last notice of each kind that holds."""
    found = {row["kind"]: row["number"] for row in hung(book) if row["state"] not in ("已撤回", "已更正")}
    return [(kind.id, found[kind.id]) for kind in NOTICE_KINDS]


def streams(pdf: bytes) -> list[bytes]:
    """All streams of a PDF as they are stored."""
    heads = re.finditer(rb"\d+ 0 obj\s*(<<(?:(?!endobj).)*?>>)\s*stream\r?\n", pdf, re.DOTALL)
    lengths = ((one.end(), re.search(rb"/Length (\d+)", one[1])) for one in heads)
    return [pdf[at : at + int(length[1])] for at, length in lengths if length]


# What hung stays


def frozen(book: Book) -> dict[str, tuple[str, str, str, str]]:
    """Content, SHA-256, words on the sheet and the bytes of the PDF."""
    return {
        row["number"]: (
            str(row["content"]), row["sha256"], f"{row['heading']}{row['place']}{row['from_on']}{row['through_on']}",
            hashlib.sha256(publicity.frozen_pdf(book, row["number"]) or b"").hexdigest(),
        )
        for row in hung(book)
    }  # fmt: skip


def type_over_everything(book: Book) -> int:
    """Put something else into every text of every record the book lets be changed; return how many it took."""
    taken = 0
    with book.work("x", "测试", "全改", Undo.INVERSE) as work:
        for record in RECORDS:
            table = record.__table__
            names = [one.name for one in fields_of(record) if one.kind in TYPED and not one.volatile]
            if record.__tablename__ in NOT_TYPED or not names:
                continue
            for row in work.connection.execute(select(table)).mappings().all():
                new = {name: f"{row[name]}改" for name in names if row[name]}
                # Triggers guard what is posted, and the words of what hangs.
                with contextlib.suppress(VillagebookError), work.connection.begin_nested():
                    work.write_rows(record, updates=[(row["id"], new)])
                    taken += bool(new)
        work.commit()
    return taken


def test_no_notice_of_any_kind_changes_whatever_is_typed_into_the_book(tmp_path: Path) -> None:
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as book:
        before = frozen(book)
        assert {row["kind"] for row in hung(book)} >= set(NOTICE_KINDS.ids)
        assert type_over_everything(book) > 500
        overrides.set_override(book, "setting.notice.mask_names", "是", actor="测试", reason="试")
        overrides.set_override(book, "setting.notice.first_day_counts", True, actor="测试", reason="试")
        assert frozen(book) == before
        for row in hung(book):
            content = publicity.view(book, row["number"], TODAY).content
            assert content == NoticeContent.from_json(row["content"])
            assert content.sha256 == row["sha256"]
        assert history.verify(book) == []


# Every kind on every paper, in pieces, with its code


def test_the_code_on_the_sheet_of_every_kind_is_known_to_the_book(sample: Book, run: Run) -> None:
    folder = str(sample.folder)
    for kind, number in one_of_each(sample):
        document = pypdfium2.PdfDocument(publicity.frozen_pdf(sample, number) or b"")
        foot = document[0].get_textpage().get_text_range()
        document.close()
        code = publicity.view(sample, number, TODAY).code
        assert f"{code[:4]} {code[4:]}" in foot, kind
        told = run("verify", folder, "--code", f"{code[:4]} {code[4:]}")
        assert (told.status, number in told.out) == (0, True), kind


def test_every_kind_is_printed_on_every_paper_and_in_pieces_with_a_map(sample: Book) -> None:
    for at, (kind, number) in enumerate(one_of_each(sample)):
        paper = list(SHEETS)[at % len(SHEETS)]
        made = printed(sample, number, Wish(paper=paper), today=TODAY)
        wanted = tuple(sorted(round(side) for side in SHEETS[paper].size))
        document = pypdfium2.PdfDocument(made.data)
        sizes = {tuple(sorted(map(round, document.get_page_size(page)))) for page in range(len(document))}
        document.close()
        assert sizes == {wanted}, (kind, paper)
        tiled = printed(sample, number, Wish(paper="a2", tile="a4"), today=TODAY)
        document = pypdfium2.PdfDocument(tiled.data)
        said = document[0].get_textpage().get_text_range()
        document.close()
        assert "拼贴图" in said, kind
        assert number in said.replace("\r\n", ""), kind


# Together


def test_the_notices_of_a_year_and_of_a_stage_come_in_one_file_with_the_posted_bytes(
    sample: Book, run: Run, tmp_path: Path
) -> None:
    folder = str(sample.folder)
    kinds = {row["number"]: row["kind"] for row in hung(sample)}
    for words in (("--year", "2025"), ("--year", "2024"), ("--stage", "竣工公告"), ("--stage", "村级公示")):
        target = tmp_path / f"{words[1]}.pdf"
        done = run("print", "notices", folder, *words, "-o", target, "--json")
        assert (done.status, done.err) == (0, ""), words
        whole = target.read_bytes()
        document = pypdfium2.PdfDocument(target)
        numbers = [one.get_title().split(" ")[0] for one in document.get_toc()]
        document.close()
        posted = [number for number in numbers if number in kinds]
        assert posted, words
        stored = {hashlib.sha256(one).digest() for one in streams(whole)}
        for number in posted:
            own = streams(publicity.frozen_pdf(sample, number) or b"")
            assert own
            assert {hashlib.sha256(one).digest() for one in own} <= stored, (words, number)
    assert {kinds[number] for number in posted} <= {"project-library", "annual-plan", "roster-beneficiaries"}


# Photos


def test_a_photo_in_a_project_s_file_goes_out_on_paper_without_where_it_was_taken(run: Run, tmp_path: Path) -> None:
    book = str(made_books.a_copy(made_books.sample(), tmp_path))
    with books.open_book(book) as opened:
        code = next(row["subject"]["project"] for row in hung(opened) if row["kind"] == "project-completion")
    taken = Image.effect_noise((640, 480), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "相机13700137000"
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 38.0, 12.5), 3: "E", 4: (118.0, 2.0, 3.0)})
    taken.save(tmp_path / "现场.jpg", exif=exif)
    assert {hit.kind for hit in scan_file("现场.jpg", (tmp_path / "现场.jpg").read_bytes(), _NOTHING)} >= {"location"}
    slots = run("dossier", "status", book, "--project", code, "--json").json
    slot = next(one["slot"] for one in slots["slots"] if "照片" in one["title"])
    assert run("dossier", "add", book, "--project", code, "--slot", slot, tmp_path / "现场.jpg").status == 0
    target = tmp_path / "档案.pdf"
    assert run("print", "dossier", book, code, "-o", target).status == 0
    data = target.read_bytes()
    assert [str(hit) for hit in scan_file("档案.pdf", data, _NOTHING) if hit.kind == "location"] == []
    for one in (data, *map(_unpacked, streams(data))):
        assert b"13700137000" not in one


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
