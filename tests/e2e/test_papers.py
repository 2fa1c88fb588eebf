"""What leaves the office: no notice tells anything private, and rare names are printed and copied as themselves."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw_pdfium
import pytest
import sqlcipher3.dbapi2
from sqlalchemy import select

from tests import made_books
from tests.e2e import rare_names
from tests.e2e.conftest import program
from tests.e2e.digest import digest
from tests.e2e.reading import by_pdfium, by_poppler, lines_of, readers, table_of
from tests.waiting_cases import wait_for
from villagebook.models import Project
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, fields

#: Words that must not stand beside a household, written down here once more: the test knows nothing of the program's.
HEALTH_WORDS = (
    "因病", "因残", "患病", "大病", "重病", "慢性病", "残疾", "残障", "精神病", "癌", "肿瘤", "尿毒症", "糖尿病",
    "高血压", "偏瘫", "瘫痪", "失能", "丧失劳动", "弱劳动力", "无劳动力", "住院", "孤儿",
)  # fmt: skip
_NUMBER_OF_A_PERSON = re.compile(r"\d{6}(?:19|20)\d{9}[\dXx]|\d{3,}[*＊]{3,}\w*|(?<!\d)1[3-9]\d{9}(?!\d)")
KINDS = {kind.id for kind in NOTICE_KINDS}
#: Households whose cases wait for N8 in the imported book.
WAITING = tuple(f"35069910120300{code}" for code in ("21", "22", "23", "24"))
#: What is drafted for the imported book; the sample has its own notices of all kinds.
DRAFTS = (
    ("N1",),
    ("N1", "--project", "35069920250010"),
    ("N4", "--project", "35069920250007"),
    ("N4", "--project", "35069920250012"),
    ("N3", "--project", "35069920250001"),
    ("N5", "--project", "35069920250001"),
    ("N6", "--year", "2025"),
    ("N6", "--project", "35069920250005"),
    ("N8", *(word for code in WAITING for word in ("--household", code))),
)


def succeed(folder: Path, *words: str | Path) -> str:
    """Run the program in a folder; it must succeed."""
    ran = program(folder, *words)
    assert ran.status == 0, (words, ran.err, ran.out)
    return ran.out


def wait(folder: Path, households: Sequence[str]) -> None:
    """Let cases of these households wait for N8; by the verbs, as the program would take one start for each step."""
    with books.open_book(folder / "b.vbook") as book:
        for code in households:
            wait_for(book, code, "monitored-identification", dt.date(2025, 11, 5), target="突发严重困难户")


def raw(book: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a closed book, past the program."""
    connection = sqlcipher3.dbapi2.connect(str(book / "book.db"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def notices(folder: Path) -> list[dict[str, Any]]:
    """The notices of the folder's book, as the list says."""
    return json.loads(succeed(folder, "notice", "list", "b.vbook", "--json"))["rows"]


# --- no notice tells anything private ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["sample", "imported"])
def posted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with b.vbook and the printed sheet of every posted notice in 原件, set anew on A3 in 大字."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(getattr(made_books, request.param)(), folder / "b.vbook")
    if request.param == "imported":
        succeed(folder, "funds", "b.vbook", "post", "--all")
        wait(folder, WAITING)
        for words in DRAFTS:
            number = json.loads(succeed(folder, "notice", "draft", "b.vbook", *words, "--json"))["number"]
            succeed(folder, "notice", "post", "b.vbook", number, "--on", "2025-11-05")
    for name, options in (("原件", ()), ("大字", ("--paper", "a3"))):
        (folder / name).mkdir()
        for row in notices(folder):
            if options and row["kind"] == "received":
                continue  # theirs is a file of their own: it has no other size
            succeed(folder, "print", "notice", "b.vbook", row["number"], "-o", folder / name / f"{row['number']}.pdf",
                    *options)  # fmt: skip
    return folder


def sheets(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every printed notice with its text as each reader extracts it."""
    for path in sorted(folder.glob("*/*.pdf")):
        yield path, by_pdfium(path)
        if shutil.which("pdftotext"):
            yield path, by_poppler(path)


def secrets(book: Path) -> set[str]:
    """Every number of a person, card and villager's phone the book stores, also among cells of unknown headings."""
    found: set[str] = set()
    for query in (
        "SELECT id_number FROM person", "SELECT head_id_number FROM household", "SELECT card FROM household",
        "SELECT phone FROM person", "SELECT phone FROM household",
    ):  # fmt: skip
        found |= {str(value) for (value,) in raw(book, query) if value}
    for table in ("household", "person"):
        for (extra,) in raw(book, f"SELECT extra FROM {table}"):
            found |= set(re.findall(r"\d{11,}", str(extra or "")))
    found -= {phone for (phone,) in raw(book, "SELECT phone FROM officer UNION SELECT office_phone FROM village")}
    assert len(found) > 100
    return found


def test_every_kind_of_notice_was_posted(posted: Path) -> None:
    there = {row["kind"] for row in notices(posted) if row["sha256"]}
    if posted.name.startswith("imported"):
        numbers = {kind.id: kind.number for kind in NOTICE_KINDS}
        assert {numbers[kind] for kind in there} == {words[0] for words in DRAFTS}
    else:
        assert there >= KINDS


def test_no_notice_contains_a_stored_number(posted: Path) -> None:
    stored = secrets(posted / "b.vbook")
    for path, text in sheets(posted):
        squeezed = re.sub(r"\s", "", text)
        assert [number for number in stored if number in squeezed] == [], path


def test_no_notice_contains_the_shape_of_a_number(posted: Path) -> None:
    """No ID number of anybody, whole or starred, and no mobile phone."""
    for path, text in sheets(posted):
        assert _NUMBER_OF_A_PERSON.findall(re.sub(r"[ \t]", "", text)) == [], path


def test_no_notice_contains_a_word_of_illness(posted: Path) -> None:
    for path, text in sheets(posted):
        # A programme's own name may stand, in the title and where the foot repeats it; never beside a person.
        squeezed = re.sub(r"\s", "", text).replace("年残疾人两项补贴公示", "")
        assert [word for word in HEALTH_WORDS if word in squeezed] == [], path


def test_a_notice_says_what_it_is_for(posted: Path) -> None:
    """The search above would also pass over an empty sheet."""
    for row in (row for row in notices(posted) if row["kind"] != "received"):
        text = re.sub(r"\s", "", by_pdfium(posted / "原件" / f"{row['number']}.pdf"))
        assert row["number"] in text
        assert "12317" in text
        assert text.count(row["title"]) >= 1


# --- posting refuses what tells something private ---------------------------------------------------------------------

#: What may be typed into a project's description, by what it is; the numbers are those of 3506991012030001.
PLANTED = {
    "a stored ID number": "补助给许玉美350699196205240019",
    "a stored card": "打入一卡通6221842669392527388",
    "a stored phone": "联系17694083008",
    "a word of illness": "因病致贫户优先",
}


@pytest.fixture(scope="module")
def with_plants(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with b.vbook where four projects' descriptions hold something private, and a draft of N1 for each."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(made_books.imported(), folder / "b.vbook")
    with books.open_book(folder / "b.vbook") as book:
        with book.read() as connection:
            keys = {row.code: row.id for row in connection.execute(select(Project.code, Project.id))}
        for serial, text in enumerate(PLANTED.values(), start=1):
            key = keys[f"3506992025{serial:04d}"]
            fields.edit(book, "project", key, "content", f"修路一公里，{text}。", actor="测试")
    for serial in range(1, 5):
        succeed(folder, "notice", "draft", "b.vbook", "N1", "--project", f"3506992025{serial:04d}")
    return folder


@pytest.mark.parametrize("serial", range(1, 5), ids=list(PLANTED))
def test_posting_refuses_and_names_the_place(with_plants: Path, serial: int) -> None:
    number = f"清溪公示〔2025〕{serial}号"
    before = digest(with_plants / "b.vbook")
    ran = program(with_plants, "notice", "post", "b.vbook", number, "--on", "2025-11-05")
    assert ran.status == 2
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1
    assert number in lines[0]
    assert "第 1 页" in lines[0]
    state = next(row for row in notices(with_plants) if row["number"] == number)
    assert (state["state"], state["sha256"]) == ("草稿", None)
    assert digest(with_plants / "b.vbook") == before


def test_the_message_tells_what_was_found_but_never_the_number_itself(with_plants: Path) -> None:
    said = [
        program(with_plants, "notice", "post", "b.vbook", f"清溪公示〔2025〕{serial}号", "--on", "2025-11-05").err
        for serial in range(1, 5)
    ]
    assert "证件、银行卡或电话号码" in said[0]
    assert "因病" in said[3]
    for text in said[:3]:
        assert not re.search(r"\d{11,}", text)


@pytest.mark.parametrize("serial", [1, 4])
def test_with_a_reason_it_is_posted_and_the_reason_is_kept(with_plants: Path, tmp_path: Path, serial: int) -> None:
    shutil.copytree(with_plants / "b.vbook", tmp_path / "b.vbook")
    number = f"清溪公示〔2025〕{serial}号"
    succeed(tmp_path, "notice", "post", "b.vbook", number, "--on", "2025-11-05", "--override", "本人书面同意公开")
    state = next(row for row in notices(tmp_path) if row["number"] == number)
    assert state["state"] == "公示中"
    stored = raw(tmp_path / "b.vbook", f"SELECT override_why FROM notice WHERE number = '{number}'")
    assert stored == [("本人书面同意公开",)]
    assert program(tmp_path, "journal", "b.vbook", "--verify").status == 0


def test_an_empty_reason_is_none(with_plants: Path) -> None:
    ran = program(with_plants, "notice", "post", "b.vbook", "清溪公示〔2025〕1号", "--on", "2025-11-05",
                  "--override", " ")  # fmt: skip
    assert ran.status == 2


# --- rare names -------------------------------------------------------------------------------------------------------

Papers = dict[str, Path]
#: The ledgers that name households or who was paid.
NAMING = ("households", "people", "rosters", "funds")


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the book of rare names and every paper and table of it."""
    folder = rare_names.village(tmp_path_factory.mktemp("生僻"))
    asked = (
        ("N1", "--project", rare_names.ROAD_PROJECT),
        ("N4", "--project", rare_names.ROSTER_PROJECT),
        ("N6", "--project", rare_names.ROAD_PROJECT),
        ("N8", *(word for code in rare_names.HOUSEHOLDS for word in ("--household", code))),
    )
    wait(folder, rare_names.HOUSEHOLDS)
    for words in asked:
        number = json.loads(succeed(folder, "notice", "draft", "b.vbook", *words, "--json"))["number"]
        succeed(folder, "notice", "post", "b.vbook", number, "--on", "2025-11-05")
        succeed(folder, "print", "notice", "b.vbook", number, "-o", f"{words[0]}.pdf")
    chosen = [word for code in rare_names.HOUSEHOLDS for word in ("--household", code)]
    said = succeed(folder, "print", "handbook", "b.vbook", *chosen, "-o", "手册.pdf")
    assert "缺字" not in said
    for ledger in NAMING:
        for ending in ("pdf", "xlsx", "csv"):
            succeed(folder, "export", "b.vbook", ledger, "-o", f"{ledger}.{ending}")
    return folder


PDFS = ("N1", "N4", "N6", "N8", "手册", *NAMING)


@readers
@pytest.mark.parametrize("paper", PDFS)
def test_names_copy_out_of_every_paper(rare: Path, paper: str, text_of: Callable[[Path], str]) -> None:
    text = re.sub(r"\s", "", text_of(rare / f"{paper}.pdf"))
    assert [name for name in rare_names.NAMES.values() if name not in text] == []


@pytest.mark.parametrize("paper", PDFS)
def test_names_are_drawn_and_not_as_boxes(rare: Path, paper: str) -> None:
    """Where each character stands there is ink, and no two of them look alike, as empty boxes would."""
    drawn = {char: _ink(rare / f"{paper}.pdf", char) for char in "㛃䶮𬭎𫍯𠅤𣲗𠮷"}
    assert all(drawn.values()), [char for char, ink in drawn.items() if not ink]
    assert len(set(drawn.values())) == len(drawn)


def _ink(pdf: Path, char: str) -> bytes:
    """The picture of the first place where a character stands; empty if there is none or nothing is drawn."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text = page.get_textpage()
            place = _place(text, char)
            if place is not None:
                left, bottom, right, top = text.get_charbox(place)
                width, height = page.get_size()
                crop = (left, bottom, width - right, height - top)
                picture = page.render(scale=4, crop=crop, grayscale=True).to_pil()
                return picture.tobytes() if picture.getextrema()[0] < 128 else b""
    finally:
        document.close()
    return b""


def _place(text: pypdfium2.PdfTextPage, char: str) -> int | None:
    """Index of a character among those of a page, where one outside the first plane counts twice."""
    units = struct.unpack(f"<{len(char.encode('utf-16-le')) // 2}H", char.encode("utf-16-le"))
    codes = [raw_pdfium.FPDFText_GetUnicode(text.raw, i) for i in range(raw_pdfium.FPDFText_CountChars(text.raw))]
    for at in range(len(codes)):
        if tuple(codes[at : at + len(units)]) == units:
            return at
    return None


@pytest.mark.parametrize("ledger", NAMING)
def test_names_stand_in_workbook_and_csv(rare: Path, ledger: str) -> None:
    headings = {"households": "户主姓名", "people": "姓名", "rosters": "户主姓名", "funds": "收款单位（人）"}
    first = {"households": "户编号", "people": "人口编号", "rosters": "项目编号", "funds": "日期"}
    rows, _, _ = table_of(rare / f"{ledger}.xlsx", first[ledger])
    in_workbook = {row[headings[ledger]].value for row in rows}
    in_csv = {line[headings[ledger]] for line in lines_of(rare / f"{ledger}.csv")}
    for name in rare_names.NAMES.values():
        wanted = f"{name}农资经营部" if ledger == "funds" else name
        assert wanted in in_workbook
        assert wanted in in_csv


def test_names_are_said_by_the_list(rare: Path) -> None:
    rows = json.loads(succeed(rare, "list", "b.vbook", "households", "--json"))["rows"]
    assert set(rare_names.NAMES.values()) <= {row["head"] for row in rows}
