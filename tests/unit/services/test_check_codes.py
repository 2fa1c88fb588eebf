"""Check codes asked of the book: typed, from the QR code, from a photo; changed, withdrawn, unknown."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import made_books
from tests.e2e.conftest import Ran, program
from villagebook.base.errors import UserError
from villagebook.documents.checkcode import parted_head
from villagebook.exporting.leaks import LeakRules, scan_text
from villagebook.models import Notice
from villagebook.services import check_codes, history, publicity, search
from villagebook.services.code_text import Code, read_code
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"


@pytest.fixture
def book(sample: Book) -> Book:
    """A copy of the sample book."""
    return sample


def posted(book: Book, state: str = "公示中") -> dict[str, Any]:
    """A posted notice of the sample in a state."""
    with book.read() as connection:
        query = select(Notice.__table__).where(Notice.state == state, Notice.sha256.is_not(None))
        return dict(connection.execute(query.order_by(Notice.year, Notice.serial)).mappings().first() or {})


def photo(pdf: bytes, dpi: int = 150, turn: float = 0) -> bytes:
    """The first sheet as a photo."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=dpi / 72).to_pil().convert("L")
    document.close()
    out = io.BytesIO()
    picture.rotate(turn, expand=True, fillcolor=200).save(out, "JPEG", quality=70)
    return out.getvalue()


@pytest.mark.parametrize("dress", [str, str.lower, lambda code: f"{code[:4]} {code[4:]}",
                                   lambda code: f"校验码：{code[:4]}　{code[4:]}",
                                   lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code)])  # fmt: skip
def test_a_code_is_taken_in_any_dress(told: Book, dress: Any) -> None:
    row = posted(told)
    found = check_codes.verify(told, dress(row["sha256"][:8].upper()), today=TODAY)
    assert (found.number, found.ok, found.state) == (row["number"], True, publicity.state_on(row, TODAY))
    assert found.lines[0].startswith("校验码相符")
    assert any(str(row["through_on"]) in line for line in found.lines)


def test_the_qr_code_of_a_photo_and_of_the_pdf_say_the_same_notice(told: Book) -> None:
    row = posted(told)
    pdf = publicity.frozen_pdf(told, row["number"]) or b""
    for name, data in (("张贴.pdf", pdf), ("照片.jpg", photo(pdf)), ("斜的.jpg", photo(pdf, 200, 7))):
        found = check_codes.verify_file(told, name, data, today=TODAY)
        assert (found.number, found.ok) == (row["number"], True), name


def test_a_picture_without_a_code_or_no_picture_is_refused(told: Book) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    document.close()
    with pytest.raises(UserError, match="没有认出"):
        check_codes.verify_file(told, "空.pdf", out.getvalue(), today=TODAY)
    with pytest.raises(UserError, match="打不开"):
        check_codes.verify_file(told, "坏.jpg", b"no picture", today=TODAY)


def test_an_unknown_code_is_told_and_the_nearest_is_not_offered(told: Book) -> None:
    row = posted(told)
    near = row["sha256"][:7].upper() + ("0" if row["sha256"][7] != "0" else "1")
    with pytest.raises(UserError) as caught:
        check_codes.verify(told, near, today=TODAY)
    assert caught.value.id == "code.unknown"
    assert row["number"] not in str(caught.value)


@pytest.mark.parametrize(("text", "id"), [
    ("", "code.malformed"), ("7F3A", "code.malformed"), ("七F三A92C1", "code.malformed"),
    ("7F3A92CZ", "code.malformed"),
    ("VB1:350699101299:2025-1:7F3A92C17F3A92C1", "code.other_village"),
    ("VB1:350699101207:9999999:7F3A92C17F3A92C1", "code.no_copy"),
])  # fmt: skip
def test_what_cannot_be_a_code_of_this_book_is_refused_in_one_line(told: Book, text: str, id: str) -> None:
    with pytest.raises(UserError) as caught:
        check_codes.verify(told, text, today=TODAY)
    assert caught.value.id == id
    assert "\n" not in str(caught.value)


def test_a_sheet_whose_number_is_right_and_content_is_not_does_not_agree(told: Book) -> None:
    row = posted(told)
    found = check_codes.verify(told, f"VB1:350699101207:{row['year']}-{row['serial']}:{'0' * 16}", today=TODAY)
    assert not found.ok
    assert found.lines[0].startswith("不相符")


def test_a_withdrawn_sheet_is_named_with_the_one_that_holds(told: Book) -> None:
    row = posted(told, "已撤回")
    found = check_codes.verify(told, row["sha256"][:8], today=TODAY)
    assert not found.ok
    with told.read() as connection:
        after = connection.execute(select(Notice.number).where(Notice.replaces_id == row["id"])).scalar()
    assert any("已撤回" in line and (after or "") in line for line in found.lines)


def test_a_damaged_pdf_is_told(book: Book) -> None:
    row = posted(book)
    path = next(one for one in (book.folder / "files").rglob("*") if one.is_file()
                and one.read_bytes() == publicity.frozen_pdf(book, row["number"]))  # fmt: skip
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"%")
    found = check_codes.verify(book, row["sha256"][:8], today=TODAY)
    assert not found.ok
    assert any("已损坏" in line for line in found.lines)


def test_the_search_box_takes_a_code(told: Book) -> None:
    row = posted(told)
    for text in (row["sha256"][:8].upper(), f"{row['sha256'][:4]} {row['sha256'][4:8]}",
                 f"VB1:350699101207:{row['year']}-{row['serial']}:{row['sha256'][:16].upper()}"):  # fmt: skip
        assert [(hit.page, hit.key) for hit in search.search(told, text) if hit.kind == "notice"] == [
            ("notices", row["id"])], text  # fmt: skip


def test_codes_are_told_from_other_numbers() -> None:
    assert read_code("7f3a 92c1") == Code("7F3A92C1")
    assert read_code("ＶＢ１：350699101207：2025-1：7F3A92C1") == Code("7F3A92C1", "350699101207", "2025-1")
    assert read_code("林阿妹") is None


# --- the chain's head on the foot -------------------------------------------------------------------------------------


def test_the_head_on_a_posted_sheet_proves_all_that_was_before_it(told: Book) -> None:
    row = posted(told)
    pdf = publicity.frozen_pdf(told, row["number"]) or b""
    document = pypdfium2.PdfDocument(pdf)
    said = document[0].get_textpage().get_text_bounded()
    document.close()
    head = said.partition("链头")[2].split()[0]
    assert head == parted_head(row["chain_head"])
    assert history.verify(told, head) == []
    assert history.verify(told, "0" * 12) != []


@settings(max_examples=300)
@given(st.from_regex(r"(?:[a-f]?1[3-9][0-9]{9}[a-f0-9]?|[0-9a-f]{12})", fullmatch=True),
       st.from_regex(r"[0-9A-F]{8}", fullmatch=True))  # fmt: skip
def test_no_head_on_a_foot_looks_like_a_number_that_must_not_hang(head: str, code: str) -> None:
    foot = f"张贴地点：村部公示栏\n校验码  {code[:4]} {code[4:]} 链头 {parted_head(head[:12])}\n第 1 页\u3000共 1 页"
    assert scan_text(foot, LeakRules()) == ()


def test_the_head_is_no_part_of_what_the_code_covers(told: Book) -> None:
    row = posted(told)
    assert row["chain_head"] not in str(row["content"])


# --- the command line -------------------------------------------------------------------------------------------------


def test_the_command_says_what_a_code_is_and_exits_by_the_answer(told: Book, tmp_path: Path) -> None:
    row, back = posted(told), posted(told, "已撤回")
    book = str(told.folder)

    def run(*words: str) -> Ran:
        return program(tmp_path, *words)

    done = run("verify", "--code", row["sha256"][:8], book)
    assert (done.status, row["number"] in done.out) == (0, True)
    assert run("verify", book, "--code", back["sha256"][:8]).status == 1
    wrong = run("verify", "--code", "7F3A92C1", book)
    assert (wrong.status, wrong.out) == (2, "")
    (tmp_path / "照片.jpg").write_bytes(photo(publicity.frozen_pdf(told, row["number"]) or b""))
    assert run("verify", book, "--code", str(tmp_path / "照片.jpg")).status == 0
    assert run("verify", book, "--head", parted_head(row["chain_head"]).upper()).status == 0
    assert run("verify", book, "--head", "000000-000000").status == 1
