"""Nothing private leaves by accident: whatever people typed where, the finished sheet is not posted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from tests import made_books
from tests.unit.services.conftest import TODAY
from tests.waiting_cases import wait_for
from villagebook.base import resident_ids
from villagebook.base.errors import KnownError, UserError
from villagebook.models import BY_TABLE, Household
from villagebook.services import books, cases, fields, money, paper, publicity, village
from villagebook.store import Book, Undo

ROSTER = "35069920250008"
HOUSEHOLD = "3506991012030001"
WAITING = ("3506991012030021", "3506991012030022", "3506991012030023", "3506991012030024")
NEW_ID = "35069919840305111" + resident_ids.check_digit("35069919840305111")


@pytest.fixture(scope="module")
def posted_money(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clean lists, all entries posted, closed."""
    path = made_books.a_copy(made_books.imported(), tmp_path_factory.mktemp("money"))
    with books.open_book(path) as book:
        money.post(book, None, actor="测试", today=TODAY)
    return path


@pytest.fixture
def book(posted_money: Path, tmp_path: Path) -> Iterator[Book]:
    """A copy of it, open."""
    with books.open_book(made_books.a_copy(posted_money, tmp_path)) as opened:
        yield opened


def one(book: Book, record: Any, **wanted: Any) -> dict[str, Any]:
    """The first record with these values."""
    with book.read() as connection:
        query = select(record.__table__).filter_by(**wanted)
        return dict(connection.execute(query).mappings().first() or {})


def put(book: Book, table: str, field: str, text: str, /, **wanted: Any) -> None:
    """Type a text into a field of the first record with these values."""
    fields.edit(book, table, one(book, BY_TABLE[table], **wanted)["id"], field, text, actor="测试")


def draft(book: Book, kind: str) -> str:
    """Draft a notice of a kind about the chickens, or a household whose case waits for it: another one each time."""
    about: dict[str, Any] = {"project": ROSTER}
    if kind == "N8":
        home = next(code for code in WAITING if code not in {case.household_code for case in cases.cases(book, TODAY)})
        wait_for(book, home, "monitored-identification", TODAY, target="突发严重困难户")
        about = {"households": [home]}
    return publicity.draft(book, kind, actor="测试", today=TODAY, **about).number


def kept_back(book: Book, number: str) -> list[str]:
    """Post a draft; return the kinds of leaks it was kept back for, after looking at what the person is told."""
    hits = publicity.leaks(book, number, today=TODAY)
    if not hits:
        publicity.post(book, number, TODAY, actor="测试")
        return []
    with pytest.raises(UserError) as told:
        publicity.post(book, number, TODAY, actor="测试")
    assert told.value.id == "notice.leak"
    assert "第 1 页" in str(told.value)
    return [hit.kind for hit in hits]


@pytest.mark.parametrize(("kind", "table", "name", "wanted"), [
    ("N1", "project", "content", {"code": ROSTER}), ("N8", "village", "office_address", {}),
    ("N4", "project", "approval_number", {"code": ROSTER}), ("N4", "roster_line", "note", {"project_code": ROSTER}),
    ("N6", "project", "name", {"code": ROSTER}), ("N8", "village", "board_place", {}),
])  # fmt: skip
def test_a_number_typed_into_any_text_keeps_each_kind_of_notice_off_the_wall(
    book: Book, kind: str, table: str, name: str, wanted: dict[str, Any]
) -> None:
    stored = one(book, Household, code=HOUSEHOLD)["head_id_number"]
    for number, leak in ((stored, "secret_number"), (" ".join(NEW_ID), "id_number")):
        put(book, table, name, f"张三{number}", **wanted)
        assert set(kept_back(book, draft(book, kind))) == {leak}


@pytest.mark.parametrize("slot", ["basis", "sentences"])
def test_own_words_are_looked_at_too(book: Book, slot: str) -> None:
    number = draft(book, "N8")
    words = f"户主因\n 病，证件{NEW_ID.replace('1984', '１９８４')}。"
    publicity.change_words(book, number, {slot: words}, actor="测试")
    assert kept_back(book, number) == ["word", "id_number"]


def test_the_name_in_the_title_is_looked_at_too(book: Book) -> None:
    put(book, "project", "name", "蓝松芳患 病救助", code=ROSTER)
    assert set(kept_back(book, draft(book, "N4"))) == {"word"}


def test_what_is_no_phone_is_no_office_phone(book: Book) -> None:
    for told in (f"身份证{NEW_ID}", NEW_ID, f"0596-3000000、{NEW_ID}"):
        put(book, "village", "office_phone", told)
        assert kept_back(book, draft(book, "N8")) == ["id_number"]


def test_an_officers_phone_may_hang_while_he_is_in_office(book: Book) -> None:
    phone = one(book, Household, code=HOUSEHOLD)["phone"]
    officer = {"name": "许玉美", "phone": phone, "role": "意见反映"}
    village.add_officer(book, officer, actor="测试")
    assert kept_back(book, draft(book, "N8")) == []
    put(book, "officer", "until", (TODAY - dt.timedelta(days=1)).isoformat(), name="许玉美")
    number = draft(book, "N8")
    publicity.change_words(book, number, {"sentences": f"有事找许玉美（{phone}）。"}, actor="测试")
    assert kept_back(book, number) == ["secret_number"]


@pytest.mark.parametrize(("table", "name", "wanted"), [
    ("household", "code", {"code": HOUSEHOLD}), ("project", "code", {"code": "35069920250001"}),
    ("fund_entry", "voucher", {}),
])  # fmt: skip
def test_an_id_number_as_a_code_still_is_one(imported: Book, table: str, name: str, wanted: dict[str, Any]) -> None:
    stored = one(imported, Household, code="3506991012030002")["head_id_number"]
    put(imported, table, name, stored, **wanted)
    put(imported, "roster_line", "note", stored, project_code=ROSTER)
    assert kept_back(imported, draft(imported, "N4")) == ["secret_number"]


def test_codes_that_look_like_cards_may_stand(book: Book) -> None:
    put(book, "project", "code", "6221990012025008", code=ROSTER)
    put(book, "project", "content", "编号6221990012025008，每只补助20元", code="6221990012025008")
    number = publicity.draft(book, "N1", actor="测试", today=TODAY, project="6221990012025008").number
    assert kept_back(book, number) == []


def test_ordinary_words_of_a_village_may_stand(book: Book) -> None:
    for text in (
        "补助1,880,000.00元，示乡振〔2025〕14号，凭证记-0185", "2025.03.05至2025/6/30，校验码 7F3A 92C1",
        "户编号3506991012030001、3506991012030002", "因病虫害减产，村庄集中风貌提升", "坐标118.1234567,24.1234567",
    ):  # fmt: skip
        put(book, "project", "content", text, code=ROSTER)
        put(book, "roster_line", "note", text, project_code=ROSTER)
        assert [publicity.leaks(book, draft(book, kind), today=TODAY) for kind in ("N1", "N4")] == [(), ()]


def test_a_card_under_an_unknown_heading_is_known(book: Book) -> None:
    with book.work("test.write", "测试", "改", Undo.INVERSE) as work:
        key = one(book, Household, code=HOUSEHOLD)["id"]
        work.write_rows(Household, updates=[(key, {"extra": {"老账号": "9005 ８800 1234 567"}})])
        work.commit()
    put(book, "roster_line", "note", "900588001234567", project_code=ROSTER)
    assert kept_back(book, draft(book, "N4")) == ["secret_number"]


def test_printing_a_draft_says_what_would_keep_it_off_the_wall(book: Book, tmp_path: Path) -> None:
    number = draft(book, "N4")
    clean = paper.print_notice(book, number, tmp_path / "a.pdf", today=TODAY)
    assert clean.line == f"{number}：草稿，还没有张贴，1 页，已存为“a.pdf”"
    put(book, "roster_line", "note", f"因病 {NEW_ID}", project_code=ROSTER)
    told = paper.print_notice(book, number, tmp_path / "a.pdf", today=TODAY)
    assert "有 2 处不能公开：第 1 页 表格第 1 行“备注”：健康、残疾或致贫原因的词 因病" in told.line
    assert NEW_ID not in told.line
    assert text_of(tmp_path / "a.pdf").count("草稿，只供村里核对；有 2 处不能公开，不得张贴") == 2


def text_of(path: Path) -> str:
    """The text of a PDF's first page."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def test_where_no_file_can_be_written_is_said_before_anything_is_drafted(tmp_path: Path) -> None:
    for target in (tmp_path / "没有" / "a.pdf", tmp_path):
        with pytest.raises(KnownError, match=target.name):
            paper.check_target(target)
    paper.check_target(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
