from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.unit.documents import sample_handbook as sample
from tests.unit.documents.pdf_reading import page_count, text_by_poppler, text_of
from villagebook.base.errors import Cancelled, KnownError
from villagebook.base.progress import Cancellable
from villagebook.documents import forms
from villagebook.documents.checkcode import check_code, grouped
from villagebook.documents.handbook import (
    PAGES,
    HandbookPdf,
    HandbookValues,
    page_hashes,
    plain_pages,
    render_handbooks,
)
from villagebook.documents.handbook.book import book_sha256

RARE = "㛃䶮𬭎𫍯𠅤𣲗𠮷"


def printed(*books: HandbookValues, blank: bool = False) -> tuple[bytes, HandbookPdf]:
    """Return the PDF of handbooks and what is said about it."""
    out = io.BytesIO()
    made = render_handbooks(out, books, blank=blank)
    return out.getvalue(), made


def words(data: bytes, page: int) -> str:
    """Return a page's text without blanks and line ends; ``page`` counts from 1."""
    return re.sub(r"\s", "", text_of(data, page - 1))


def everything(data: bytes) -> str:
    """Return the text of all pages without blanks."""
    return "".join(words(data, page) for page in range(1, page_count(data) + 1))


def test_a_household_has_cover_conditions_members_and_income() -> None:
    data, made = printed(sample.handbook())
    assert (made.pages, made.books, page_count(data)) == (4, 1, 4)
    headings = ["帮扶手册", "家庭情况", "家庭成员", "收入情况"]
    assert all(heading in words(data, page) for page, heading in enumerate(headings, 1))


def test_pages_say_everything_their_plain_text_says() -> None:
    book = sample.handbook()
    data, _ = printed(book)
    for number, (page, text) in enumerate(plain_pages(book).items(), 1):
        found = words(data, number)
        cells = [re.sub(r"\s", "", cell) for line in text.splitlines()[1:] for cell in line.split("|")]
        missing = {cell.removeprefix("##") for cell in cells if "：" not in cell} - {""}
        assert not {cell for cell in missing if cell not in found}, page


def test_rare_names_copy_out_as_themselves(tmp_path: Path) -> None:
    rows = [row | {"name": f"王{char}"} for row, char in zip(sample.many_members(7), RARE, strict=True)]
    data, made = printed(sample.handbook(members=sample.members(rows)))
    text = text_by_poppler(data, tmp_path)
    assert made.missing == ()
    assert all(char in text and char in words(data, 3) for char in RARE)


def test_a_character_no_face_has_is_listed_with_its_household() -> None:
    unknown = "\U000f0123"
    rows = sample.many_members(2)
    rows[1] |= {"name": f"王{unknown}"}
    fine, book = sample.handbook(), sample.handbook(members=sample.members(rows))
    _, made = printed(fine, book, book)
    assert {(m.code, m.head, m.text, m.char) for m in made.missing} == {
        ("3506990017", "王䶮", f"王{unknown}", unknown)}
    assert len(made.missing) == 2


def test_foot_names_household_day_code_and_page_of_pages() -> None:
    book = sample.handbook()
    data, _ = printed(book)
    code = grouped(check_code(book_sha256(page_hashes(book)))).replace(" ", "")
    for page in (2, 3, 4):
        found = words(data, page)
        assert "云岭镇清溪村帮扶手册户编号3506990017户主王䶮" in found
        assert f"数据截至2026年9月30日校验码{code}" in found
        assert f"第{page}页共4页" in found
    assert "校验码" not in words(data, 1)


def test_page_numbers_begin_anew_with_each_household() -> None:
    data, _ = printed(sample.handbook(), replace(sample.handbook(), code="3506990018"))
    assert "第2页共4页" in words(data, 6)
    assert "3506990018" in words(data, 6)


def test_a_household_begins_on_a_front_side() -> None:
    odd = sample.handbook(members=sample.members(sample.many_members(11)))
    data, made = printed(odd, sample.handbook())
    assert made.pages == 5 + 1 + 4
    assert words(data, 6) == ""
    assert "帮扶手册" in words(data, 7)


def test_binding_margin_changes_sides() -> None:
    data, _ = printed(sample.handbook())
    left = [_left_edge(data, page) for page in (2, 3, 4)]
    assert left[0] == pytest.approx(left[2], abs=0.1)
    assert left[1] - left[0] == pytest.approx((25 - 18) / 25.4 * 72, abs=0.5)


def _left_edge(data: bytes, page: int) -> float:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        boxes = [item.get_bounds() for item in document[page - 1].get_objects(max_depth=1)]
        return float(min(box[0] for box in boxes))
    finally:
        document.close()


def test_before_2021_it_is_the_poverty_handbook() -> None:
    data, _ = printed(sample.of_2018(sample.handbook()))
    cover = words(data, 1)
    assert "扶贫手册" in cover
    assert "帮扶手册" not in everything(data)
    assert "二〇一八年十二月" in cover


def test_blank_edition_has_forms_and_version_but_no_household() -> None:
    data, made = printed(blank=True)
    assert (made.pages, made.page_hashes, made.missing) == (4, (), ())
    assert "帮扶手册（空白表）表式2026-1" in words(data, 2)
    assert "共4页" not in everything(data)
    assert "校验码" not in everything(data)
    assert "☑" not in everything(data)
    assert "工资性收入" in words(data, 4)


def test_blank_edition_does_not_ask_for_households() -> None:
    def refusing() -> Iterator[HandbookValues]:
        raise AssertionError("asked")
        yield sample.handbook()

    out = io.BytesIO()
    assert render_handbooks(out, refusing(), blank=True).books == 1


def test_the_ninth_member_goes_on_a_continuation_page() -> None:
    data, made = printed(sample.handbook(members=sample.members(sample.many_members(11))))
    assert made.pages == 5
    assert "家庭成员（续）" in words(data, 4)
    for i in range(11):
        name = f"王小{'一二三四五六七八九十甲'[i]}"
        assert everything(data).count(name) == 2, name
        assert f"35069919930105{i:04}" in everything(data)


def test_numbers_of_18_20_and_22_digits_stand_in_the_boxes() -> None:
    rows = sample.many_members(3)
    numbers = ["35069919930105013X", "35069919930105013943", "35069919930105013943B1"]
    rows = [row | {"id_number": number} for row, number in zip(rows, numbers, strict=True)]
    data, made = printed(sample.handbook(members=sample.members(rows)))
    assert made.pages == 4
    assert all(number in words(data, 3) for number in numbers)


def test_long_notes_go_on_and_nothing_is_lost() -> None:
    risks = "".join(f"第{i}条自付医疗支出{i}00元；" for i in range(1, 120))
    data, made = printed(sample.handbook(household=sample.household(risks=risks)))
    text = everything(data)
    assert made.pages > 4
    assert all(f"第{i}条" in text and f"{i}00元" in text for i in range(1, 120))


@pytest.mark.parametrize("count", [1, 18, 24])
def test_an_income_year_stays_on_one_page(count: int) -> None:
    line = sample.income()["lines"][1]  # type: ignore[index]
    data, made = printed(sample.handbook(income=sample.income(lines=[line] * count)))
    assert made.pages == 4
    assert words(data, 4).count("王𬭎4,200×9个月") == count


def test_more_lines_than_a_page_holds_go_on() -> None:
    line = sample.income()["lines"][1]  # type: ignore[index]
    data, made = printed(sample.handbook(income=sample.income(lines=[line] * 60)))
    assert made.pages > 4
    assert everything(data).count("王𬭎4,200×9个月") == 60


def test_income_prints_what_the_book_has_even_if_it_does_not_add_up() -> None:
    wrong = sample.income(total_this=1, net_this=-250, net_change=-99)
    data, _ = printed(sample.handbook(income=wrong))
    assert "0.0173,307.00" in words(data, 4)
    assert "−2.5071,167.00−0.99" in words(data, 4)


def test_a_page_hash_is_the_same_alone_and_in_a_pile() -> None:
    first, second = sample.handbook(), replace(sample.handbook(income=sample.income(total_this=1)), code="2")
    _, alone = printed(second)
    _, pile = printed(first, second)
    assert alone.page_hashes == pile.page_hashes[len(PAGES):]


def test_a_page_hash_changes_with_its_page_alone_and_not_with_the_day() -> None:
    book = sample.handbook()
    later = replace(book, on=date(2026, 12, 31))
    changed = sample.handbook(household=sample.household(phone="0599-5550118"))
    assert page_hashes(book) == page_hashes(later)
    differing = [a.page for a, b in zip(page_hashes(book), page_hashes(changed), strict=True) if a != b]
    assert differing == ["household"]


def test_equal_values_give_equal_bytes() -> None:
    assert printed(sample.handbook())[0] == printed(sample.handbook())[0]


def test_what_never_changes_is_in_the_file_once() -> None:
    one = printed(sample.handbook())[0].count(b"/Subtype /Form")
    many = printed(*(replace(sample.handbook(), code=str(i)) for i in range(10)))[0].count(b"/Subtype /Form")
    assert many == one + 9  # a QR code each


def test_a_missing_field_is_a_mistake_of_the_caller() -> None:
    values = sample.household()
    del values["fuel"]
    with pytest.raises(KeyError):
        printed(sample.handbook(household=values))


def test_a_code_with_other_characters_is_printed_too() -> None:
    data, _ = printed(replace(sample.handbook(), code="自0001"))
    assert "户编号自0001" in words(data, 2)


def test_an_unwritable_target_stays_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(KnownError):
        render_handbooks(tmp_path / "没有" / "手册.pdf", [sample.handbook()])
    folder = tmp_path / "手册.pdf"
    folder.mkdir()
    with pytest.raises(KnownError):
        render_handbooks(folder, [sample.handbook()])
    assert [p.name for p in tmp_path.iterdir()] == ["手册.pdf"]


def test_cancelling_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "手册.pdf"
    target.write_bytes(b"old")
    progress = Cancellable()

    def two() -> Iterator[HandbookValues]:
        yield sample.handbook()
        progress.cancel()
        yield sample.handbook()

    with pytest.raises(Cancelled):
        render_handbooks(target, two(), progress=progress)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_every_field_of_a_page_has_a_chinese_label(page: object) -> None:
    for field in forms.fields(page.form):  # type: ignore[attr-defined]
        assert field.label or field.name in ("block", "photo"), field.name


def test_eight_members_stay_on_one_page_even_if_a_row_grows() -> None:
    rows = sample.many_members(8)
    rows[7] |= {"work_place": "新疆维吾尔自治区巴音郭楞"}
    data, made = printed(sample.handbook(members=sample.members(rows)))
    assert made.pages == 4
    assert "新疆维吾尔自治区巴音郭楞" in words(data, 3)
