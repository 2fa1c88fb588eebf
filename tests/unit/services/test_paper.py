from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from tests import builders, made_books
from tests.unit.documents.pdf_reading import page_count, text_of
from villagebook.base.errors import KnownError, UserError
from villagebook.documents.handbook import HandbookValues, page_hashes
from villagebook.models import Household, IncomeItem, Membership, Person
from villagebook.services import books, paper, publicity
from villagebook.services.handbook_values import CHUNK, chosen, handbook_values
from villagebook.store import Book, Undo

TODAY = made_books.TODAY
HEAD_NUMBER = builders.an_id(dt.date(1968, 4, 12), "男", 1)


@pytest.fixture(scope="module")
def sample() -> Iterator[Book]:
    """The sample village, read only."""
    with books.open_book(made_books.sample(), read_only=True) as book:
        yield book


@pytest.fixture(scope="module")
def imported() -> Iterator[Book]:
    """The imported lists, read only."""
    with books.open_book(made_books.imported(), read_only=True) as book:
        yield book


def values_of(book: Book, codes: list[str] | None, today: dt.date = TODAY) -> list[HandbookValues]:
    """Return handbooks' values."""
    with book.read() as connection:
        keys = chosen(connection, book.village_id, codes, today)
        return list(handbook_values(connection, book.village_id, keys, today))


def one(book: Book, code: str = "1", today: dt.date = TODAY) -> HandbookValues:
    """Return one handbook's values."""
    return values_of(book, [code], today)[0]


def words(data: bytes, page: int) -> str:
    """Return a page's text without blanks; ``page`` counts from 1."""
    return re.sub(r"\s", "", text_of(data, page - 1))


# --- handbooks of whole villages --------------------------------------------------------------------------------------


def test_all_poor_and_monitored_households_are_printed(imported: Book, tmp_path: Path) -> None:
    target = tmp_path / "手册.pdf"
    report = paper.print_handbooks(imported, None, target, today=TODAY)
    assert (report.path, report.books, report.pages, report.missing) == (target, 24, 96, ())
    assert report.line == "手册 24 户，96 页，已存为“手册.pdf”"
    assert page_count(target.read_bytes()) == 96


def test_only_registered_households_of_the_day_are_printed(sample: Book) -> None:
    codes = {values.code for values in values_of(sample, None)}
    before = {values.code for values in values_of(sample, None, dt.date(2024, 1, 1))}
    assert 0 < len(codes) < books.info(sample).households
    assert codes != before


def test_handbooks_come_by_group_then_code(sample: Book) -> None:
    found = [(values.pages["cover"]["group"], values.code) for values in values_of(sample, None)]
    groups = [group for i, (group, _) in enumerate(found) if i == 0 or group != found[i - 1][0]]
    assert groups == [g for g in ("大坪", "岭脚", "上云", "畲寮", "石门坑", "下云", "溪尾", "樟树下") if g in groups]
    for group in groups:
        codes = [code for g, code in found if g == group]
        assert codes == sorted(codes)


def test_a_household_of_the_sample_says_what_the_book_says(sample: Book) -> None:
    values = one(sample, "3506991012070001")
    household, income = values.pages["household"], values.pages["income"]
    assert (values.head, values.village, values.village_code) == ("王长庚", "云岭镇上云村", "350699101207")
    assert household["status"] == "监测对象（突发严重困难户）"
    assert household["identified_on"] == dt.date(2025, 4, 22)
    assert household["removed_on"] == "未消除"
    assert household["address"] == "示范县云岭镇上云村上云1号"
    assert str(household["risks"]).startswith("因病。")
    assert income["per_capita_arithmetic"] == "79,197÷6"
    assert (income["per_capita_this"], income["line_this"], income["line_words"]) == (
        1319950, 850000, "人均纯收入参考，示范县")
    assert (income["from_on"], income["through_on"]) == (dt.date(2024, 10, 1), dt.date(2025, 9, 30))


def test_printed_sums_equal_the_printed_lines_where_the_book_agrees(sample: Book) -> None:
    for values in values_of(sample, None):
        lines = values.pages["income"]["lines"]
        for block in "一二三四五":
            amounts = [line for line in lines if line["block"] == block]  # type: ignore[attr-defined]
            total, parts = amounts[0], amounts[1:]
            assert total["is_sum"]
            if parts:
                assert total["this_year"] == sum(part["this_year"] for part in parts), (values.code, block)


def test_every_page_of_the_sample_prints_without_missing_characters(sample: Book, tmp_path: Path) -> None:
    report = paper.print_handbooks(sample, None, tmp_path / "手册.pdf", today=TODAY)
    assert report.missing == ()
    assert report.books == len(values_of(sample, None))


def test_one_household_is_ready_at_once(sample: Book) -> None:
    started = time.process_time()
    data = paper.handbook_bytes(sample, "3506991012070001", TODAY)
    assert page_count(data) == 4
    # Goal 0.3 s with warm faces; a slow machine that opens them for the first time gets more.
    assert time.process_time() - started < 3


def test_the_window_shows_what_is_printed(sample: Book, tmp_path: Path) -> None:
    target = tmp_path / "手册.pdf"
    paper.print_handbooks(sample, ["3506991012070001"], target, today=TODAY)
    assert target.read_bytes() == paper.handbook_bytes(sample, "3506991012070001", TODAY)


def test_queries_do_not_grow_with_households(imported: Book) -> None:
    with imported.read() as connection:
        counted: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *args: counted.append(args[2]))
        keys = chosen(connection, imported.village_id, None, TODAY)
        few, many = [], []
        for into, asked in ((few, keys[:2]), (many, keys)):
            counted.clear()
            list(handbook_values(connection, imported.village_id, asked, TODAY))
            into += counted
    assert len(keys) < CHUNK
    assert len(few) == len(many) < 20


def test_progress_counts_households_out_of_all(imported: Book, tmp_path: Path) -> None:
    class Steps:
        def __init__(self) -> None:
            self.seen: list[tuple[int, int]] = []

        def step(self, done: int, total: int, what: str) -> None:
            self.seen.append((done, total))

    steps = Steps()
    paper.print_handbooks(imported, None, tmp_path / "手册.pdf", today=TODAY, progress=steps)
    assert steps.seen == [(i, 24) for i in range(1, 25)]


def test_unknown_codes_are_named_in_one_line(imported: Book, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        paper.print_handbooks(imported, ["3506991012030001", "没有的"], tmp_path / "手册.pdf", today=TODAY)
    assert caught.value.id == "handbook.unknown"
    assert "没有的" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_nobody_to_print_is_said(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        paper.print_handbooks(book, None, tmp_path / "手册.pdf", today=TODAY)
    assert caught.value.id == "handbook.nobody"


def test_blank_handbook_needs_no_household(book: Book, tmp_path: Path) -> None:
    report = paper.print_handbooks(book, None, tmp_path / "空白.pdf", today=TODAY, blank=True)
    assert (report.books, report.pages) == (1, 4)
    assert "空白表" in text_of(report.path.read_bytes(), 1)


def test_an_unwritable_target_is_said(imported: Book, tmp_path: Path) -> None:
    with pytest.raises(KnownError):
        paper.print_handbooks(imported, ["3506991012030001"], tmp_path / "没有" / "手册.pdf", today=TODAY)


# --- single households ------------------------------------------------------------------------------------------------


def write(book: Book, **household: object) -> builders.HouseholdKeys:
    """Add one household with code 1."""
    with book.work("test.add", "测试", "加户", Undo.INVERSE) as work:
        keys = builders.a_household(work, book.village_id, **{"code": "1", **household})  # type: ignore[arg-type]
        work.commit()
    return keys


def person(name: str, relation: str, **fields: object) -> dict[str, object]:
    """Return a member as builders take it."""
    return {"name": name, "relation": relation, **fields}


def test_members_of_the_day_are_printed_head_first(book: Book) -> None:
    write(book, people=(
        person("王后来", "之子", position=3, from_on=dt.date(2025, 12, 1)),
        person("王离开", "之女", position=2, through_on=dt.date(2025, 10, 1)),
        person("李㛃", "配偶", position=2),
        person("王䶮", "户主", position=9, id_number=HEAD_NUMBER, sex="男", ethnicity="汉族"),
    ))  # fmt: skip
    page = one(book).pages["members"]
    assert [row["name"] for row in page["members"]] == ["王䶮", "李㛃"]  # type: ignore[attr-defined]
    assert page["member_count"] == one(book).pages["household"]["member_count"] == 2
    assert one(book).pages["household"]["ethnicity"] == "汉族"


def test_a_person_entered_twice_and_merged_is_printed_once(book: Book) -> None:
    keys = write(book, people=(person("王䶮", "户主"), person("王龙", "之子", education="小学")))
    with book.work("test.merge", "测试", "并人", Undo.INVERSE) as work:
        twin = work.new_id()
        work.write_rows(Person, inserts=[{"id": twin, "name": "王𬭎"}])
        work.write_rows(Membership, inserts=[
            {"person_id": twin, "household_id": keys.household, "relation": "之子"}])
        work.write_rows(Person, updates=[(keys.people[1], {"merged_into": twin})])
        work.commit()
    members = one(book).pages["members"]["members"]
    assert [row["name"] for row in members] == ["王䶮", "王𬭎"]  # type: ignore[attr-defined]
    assert members[1]["education"] == "小学"  # type: ignore[index]


def test_the_newest_year_not_after_the_day_is_printed(book: Book) -> None:
    write(book, people=(person("王䶮", "户主", year=2024, education="小学"),))
    with book.work("test.year", "测试", "加年", Undo.INVERSE) as work:
        household = builders.a_household(work, book.village_id, code="2", people=(person("王二", "户主"),))
        for year, education in ((2023, "小学"), (2025, "初中"), (2026, "高中")):
            builders.add(work, builders.PersonYear, person_id=household.people[0], year=year, education=education)
            builders.add(work, builders.HouseholdYear, household_id=household.household, year=year, wage_fen=year)
        work.commit()
    pages = one(book, "2").pages
    assert pages["members"]["members"][0]["education"] == "初中"  # type: ignore[index]
    first = pages["income"]["lines"][0]  # type: ignore[index]
    assert (first["this_year"], first["last_year"]) == (2025, None)


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"school": "七年级"}, ("—", "七年级")),
        ({"education": "初中"}, ("初中", "非在校生")),
        ({"labour": "无劳动力"}, (None, None)),
    ],
)
def test_school_and_education_fill_each_other(book: Book, fields: dict[str, object], printed: object) -> None:
    write(book, people=(person("王䶮", "户主", **fields),))
    row = one(book).pages["members"]["members"][0]  # type: ignore[index]
    assert (row["education"], row["school"]) == printed


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        ("福建省示范市示范县云岭镇", "县内\n云岭镇"),
        ("福建省厦门市同安区", "厦门市\n同安区"),
        ("福建省泉州市", "省内\n泉州市"),
        ("浙江省温州市", "浙江省\n温州市"),
        ("浙江省温州市瑞安市", "浙江省温州市瑞安市"),
        ("村部", "村部"),
        (None, None),
    ],
)
def test_work_places_fit_their_column(book: Book, place: str | None, printed: str | None) -> None:
    books.edit_village(book, {"province": "福建省", "city": "示范市", "county": "示范县"}, actor="测试")
    write(book, people=(person("王䶮", "户主", work_place=place, work_months=9),))
    assert one(book).pages["members"]["members"][0]["work_place"] == printed  # type: ignore[index]


def test_who_did_not_work_has_a_dash_and_who_is_not_known_has_nothing(book: Book) -> None:
    write(book, people=(person("王䶮", "户主", work_months=0), person("李㛃", "配偶", education="小学")))
    first, second = one(book).pages["members"]["members"]  # type: ignore[misc]
    assert (first["work_place"], first["work_months"]) == ("—", "—")
    assert (second["work_place"], second["work_months"], second["medical"]) == (None, None, None)


def test_insurance_of_either_kind_counts(book: Book) -> None:
    write(book, people=(person("王䶮", "户主", resident_medical="否", employee_medical="是", resident_pension="否"),))
    row = one(book).pages["members"]["members"][0]  # type: ignore[index]
    assert (row["medical"], row["pension"]) == (True, False)


@pytest.mark.parametrize(
    ("statuses", "cover", "page"),
    [
        (("脱贫户",), "脱贫户", "脱贫户"),
        (("脱贫户", "脱贫不稳定户"), "监测对象（脱贫不稳定户）", "脱贫户、监测对象（脱贫不稳定户）"),
        (("低保户", "脱贫户"), "脱贫户", "脱贫户、低保户"),
        (("一般农户",), "一般农户", "一般农户"),
        ((), None, None),
        (({"kind": "边缘易致贫户", "removed": "是", "removed_on": dt.date(2025, 1, 1)},), None, None),
    ],
)
def test_class_of_the_household(book: Book, statuses: tuple[object, ...], cover: object, page: object) -> None:
    write(book, statuses=statuses)
    assert (one(book).pages["cover"]["status"], one(book).pages["household"]["status"]) == (cover, page)


def test_a_removed_risk_shows_its_day_and_causes_stand_in_for_risks(book: Book) -> None:
    removed = {
        "kind": "边缘易致贫户", "from_on": dt.date(2022, 5, 1), "removed": "是", "removed_on": dt.date(2024, 1, 9)}
    poor = {"kind": "脱贫户", "from_on": dt.date(2019, 1, 1), "first_identified_on": dt.date(2014, 6, 1)}
    write(book, statuses=(removed, poor), main_cause="因病", second_cause="缺技术")
    page = one(book).pages["household"]
    assert (page["identified_on"], page["removed_on"]) == (dt.date(2014, 6, 1), dt.date(2024, 1, 9))
    assert page["risks"] == "主要致贫原因：因病；次要致贫原因：缺技术"


def test_risks_name_the_disaster_and_the_note(book: Book) -> None:
    risks = {"risk1": "因自然灾害", "disaster": "气象灾害", "risk2": "因学", "note": "冰雹毁茶园"}
    write(book, statuses=({"kind": "突发严重困难户", **risks},))
    assert one(book).pages["household"]["risks"] == "因自然灾害（气象灾害）、因学。冰雹毁茶园"


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        (None, "示范县云岭镇清溪村下溪"),
        ("17号", "示范县云岭镇清溪村下溪17号"),
        ("下溪17号", "示范县云岭镇清溪村下溪17号"),
        ("云岭镇清溪村下溪17号", "示范县云岭镇清溪村下溪17号"),
        ("示范县云岭镇清溪村下溪17号", "示范县云岭镇清溪村下溪17号"),
    ],
)
def test_an_address_begins_with_the_county(book: Book, address: str | None, printed: str) -> None:
    books.edit_village(book, {"county": "示范县", "township": "云岭镇"}, actor="测试")
    write(book, address=address)
    assert one(book).pages["household"]["address"] == printed


def test_yes_no_is_ticked_and_unknown_is_not(book: Book) -> None:
    write(book, toilet="是", cooperative="否", dangerous_house="否", farmland=0)
    page = one(book).pages["household"]
    assert (page["toilet"], page["cooperative"], page["broadcast"]) == (True, False, None)
    assert (page["house_grade"], page["farmland"], page["forest"]) == ("非危房", "—", None)


def test_a_household_without_anything_still_prints(book: Book) -> None:
    write(book, head=None, group=None)
    data = paper.handbook_bytes(book, "1", TODAY)
    assert page_count(data) == 4
    assert "共人" in words(data, 3)


def test_without_members_the_list_says_how_many(book: Book) -> None:
    write(book, income={"population": 4})
    assert one(book).pages["household"]["member_count"] == 4


def test_before_2021_the_poor_have_a_poverty_handbook(book: Book) -> None:
    write(book, statuses=("未脱贫户",))
    day = dt.date(2018, 12, 1)
    assert [values.code for values in values_of(book, None, day)] == ["1"]
    assert "扶贫手册" in words(paper.handbook_bytes(book, "1", day), 1)
    with pytest.raises(UserError):
        values_of(book, None, TODAY)


def test_missing_characters_are_listed_by_household(book: Book, tmp_path: Path) -> None:
    write(book, head="王\U000f0123", statuses=("脱贫户",))
    report = paper.print_handbooks(book, None, tmp_path / "手册.pdf", today=TODAY)
    assert report.missing == ("1 王\U000f0123户：“\U000f0123”（U+F0123），在“王\U000f0123”里",)
    assert "1 处缺字" in report.line


def test_a_line_of_income_is_printed_with_its_arithmetic(book: Book) -> None:
    keys = write(book, income={"wage_fen": 3780000, "net_fen": 3780050, "population": 6})
    with book.work("test.line", "测试", "加明细", Undo.INVERSE) as work:
        builders.add(work, IncomeItem, household_year_id=keys.year, item="务工收入", amount_fen=3780000,
                     arithmetic="王𬭎 4,200×9个月")
        work.commit()
    found = words(paper.handbook_bytes(book, "1", TODAY), 4)
    assert "务工收入王𬭎4,200×9个月37,800.00" in found
    assert "37,800.50÷6" in found


def test_changing_one_field_changes_one_page(book: Book) -> None:
    keys = write(book, phone="0599-5550101")
    before = page_hashes(one(book))
    with book.work("test.phone", "测试", "改电话", Undo.INVERSE) as work:
        work.write_rows(Household, updates=[(keys.household, {"phone": "0599-5550102"})])
        work.commit()
    after = page_hashes(one(book))
    assert [a.page for a, b in zip(before, after, strict=True) if a != b] == ["household"]


# --- notices ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def drafted(tmp_path: Path) -> Iterator[tuple[Book, str]]:
    """A book with one draft of N4 and its number."""
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as book:
        made = publicity.draft(book, "N4", actor="测试", today=TODAY, project="35069920250007")
        yield book, made.number


def test_a_draft_is_printed_as_a_draft(drafted: tuple[Book, str], tmp_path: Path) -> None:
    book, number = drafted
    report = paper.print_notice(book, number, tmp_path / "稿.pdf", today=TODAY)
    assert "草稿" in report.line
    assert "草稿" in text_of(report.path.read_bytes())
    assert report.pages == page_count(report.path.read_bytes())


def test_a_posted_notice_is_the_frozen_file_and_another_paper_is_set_anew(
    drafted: tuple[Book, str], tmp_path: Path
) -> None:
    book, number = drafted
    publicity.post(book, number, TODAY, actor="测试")
    frozen = publicity.frozen_pdf(book, number)
    report = paper.print_notice(book, number, tmp_path / "原件.pdf", today=TODAY)
    assert report.path.read_bytes() == frozen
    assert "原件" in report.line
    same = paper.print_notice(book, number, tmp_path / "同.pdf", today=TODAY, paper="a4")
    assert same.path.read_bytes() == frozen
    large = paper.print_notice(book, number, tmp_path / "大.pdf", today=TODAY, paper="A3")
    assert large.path.read_bytes() != frozen
    assert "A3" in large.line
    assert "不是张贴时的原件" in large.line


def test_unknown_papers_and_notices_are_refused(drafted: tuple[Book, str], tmp_path: Path) -> None:
    book, number = drafted
    with pytest.raises(UserError) as caught:
        paper.print_notice(book, number, tmp_path / "x.pdf", today=TODAY, paper="b5")
    assert caught.value.id == "print.paper"
    with pytest.raises(UserError):
        paper.print_notice(book, "没有〔2025〕9号", tmp_path / "x.pdf", today=TODAY)
    assert not (tmp_path / "x.pdf").exists()
