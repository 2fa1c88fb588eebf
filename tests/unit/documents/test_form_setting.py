from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.unit.documents import sample_forms as sample
from tests.unit.documents.pdf_reading import operators, page_count, text_of
from villagebook.documents.foot import Foot
from villagebook.documents.form_setting import SEE_NEXT, FormSetter
from villagebook.documents.form_sheet import FormSheet, draw_blank, draw_sheets
from villagebook.documents.forms import FORM_PAGE_A5, Form, Gap, Grid, Label, Row, Value, fields, for_page
from villagebook.documents.page import Paper
from villagebook.documents.values import Kind

FOOT = Foot(("云岭镇清溪村帮扶手册　户编号 3506990017",), qr="VB1:QXC:3506990017:A7C251FE")
FORMS = {
    "members": (sample.MEMBERS, sample.members(3)),
    "household": (sample.HOUSEHOLD, sample.household()),
    "income": (sample.INCOME, sample.incomes()),
    "visits": (sample.VISITS, {"visits": [sample.visit()]}),
}


def printed(form: Form, values: dict[str, object] | None) -> tuple[bytes, list[FormSheet]]:
    paper = Paper("试")
    setter = FormSetter(paper, form)
    sheets = setter.blank() if values is None else setter.sheets(values)
    if values is None:
        draw_blank(sheets, Foot(("帮扶手册（空白表）　表式 2026-1",)))
    else:
        draw_sheets(sheets, FOOT)
    return paper.save(), sheets


def words(data: bytes, page: int = 0) -> str:
    """Return a page's text without blanks and line ends."""
    return re.sub(r"\s", "", text_of(data, page))


@pytest.mark.parametrize("name", list(FORMS))
def test_filled_blank_and_a5_editions_are_one_page(name: str) -> None:
    form, values = FORMS[name]
    assert page_count(printed(form, values)[0]) == 1
    assert page_count(printed(form, None)[0]) == 1
    small = for_page(form, FORM_PAGE_A5)
    blocks = tuple(replace(b, count=4) if hasattr(b, "count") else b for b in small.blocks)
    assert page_count(printed(replace(small, blocks=blocks), values)[0]) == 1


def test_a_filled_page_shows_values_labels_and_foot() -> None:
    data, _ = printed(sample.HOUSEHOLD, sample.household())
    text = words(data)
    for part in ("家庭情况", "村：清溪村", "统计时间：2026年9月30日", "王䶮", "李㛃", "6.2", "6人", "第1页共1页"):
        assert part in text
    assert "☑通□不通" in text


def test_a_blank_page_has_no_value_no_qr_and_unticked_boxes() -> None:
    data, _ = printed(sample.HOUSEHOLD, None)
    text = words(data)
    assert "□通□不通" in text
    assert "户主照片" in text
    assert "年月日" in text
    assert "共1页" not in text
    assert data.count(b"/Subtype /Form") == 1


def test_id_numbers_stand_in_boxes_one_digit_each() -> None:
    data, _ = printed(sample.MEMBERS, {"count": 1, "members": [sample.a_member(number="35069919930105013X")]})
    assert "35069919930105013X" in words(data)
    assert operators(data).count(" S Q") == 5  # frame, head, rules, hair lines of the boxes, foot


def test_an_id_number_longer_than_the_boxes_is_not_cut() -> None:
    number = "350699199301050139-03-22"
    data, _ = printed(sample.MEMBERS, {"count": 1, "members": [sample.a_member(number=number)]})
    assert number in words(data)


def test_rows_beyond_the_page_go_on_a_continuation_page_with_their_numbers() -> None:
    data, sheets = printed(sample.MEMBERS, sample.members(11))
    assert len(sheets) == 2
    first, second = words(data, 0), words(data, 1)
    assert "王小8" in first
    assert "王小9" not in first
    assert "家庭成员（续）" in second
    assert "910111213141516" in second
    assert "王小9" in second
    assert "共2页" in second


def test_layers_are_shared_by_pages_of_one_layout() -> None:
    paper = Paper("试")
    setter = FormSetter(paper, sample.MEMBERS)
    for count in (1, 3, 8):
        draw_sheets(setter.sheets(sample.members(count)), Foot(("村",)))
    assert paper.save().count(b"/Subtype /Form") == 1


def test_a_long_text_wraps_and_shrinks_before_its_row_grows() -> None:
    def heights(length: int) -> float:
        paper = Paper("试")
        setter = FormSetter(paper, sample.VISITS)
        values = {"visits": [sample.visit("茶园排水沟淤堵" * length)]}
        return setter._part(sample.VISITS.blocks[0], values, {}).heights[0]

    declared = heights(1)
    assert heights(10) == declared
    assert heights(40) > declared


def test_grown_rows_push_rows_to_the_next_page_and_no_text_is_lost() -> None:
    long = "".join(f"第{i}件事已办结。" for i in range(150))
    values = {"visits": [sample.visit(long) for _ in range(4)]}
    data, sheets = printed(sample.VISITS, values)
    assert len(sheets) > 1
    everything = "".join(words(data, i) for i in range(len(sheets)))
    for i in range(150):
        assert everything.count(f"第{i}件事已办结。") == 4


def test_a_row_higher_than_a_page_is_continued_and_numbered_once() -> None:
    long = "".join(f"第{i}件事已办结。" for i in range(600))
    data, sheets = printed(sample.VISITS, {"visits": [sample.visit(long), sample.visit()]})
    everything = "".join(words(data, i) for i in range(len(sheets)))
    assert [i for i in range(600) if f"第{i}件事已办结。" not in everything] == []
    assert everything.count("送雨具和化肥。") == 1
    last = words(data, len(sheets) - 1)
    assert "走访内容2345" in last
    assert last.count("年月日") == 3
    assert "年月日" not in words(data, 0)


def test_a_grid_text_too_long_for_its_page_is_continued_under_its_label() -> None:
    long = "".join(f"第{i}个原因；" for i in range(500))
    data, sheets = printed(sample.HOUSEHOLD, sample.household(risk=long))
    assert len(sheets) >= 2
    first = words(data, 0)
    assert SEE_NEXT in first
    assert "返贫致贫风险" in words(data, 1)
    everything = "".join(words(data, i) for i in range(len(sheets)))
    head = first[first.index("第0个") : first.index(SEE_NEXT)]
    assert long.startswith(head)
    assert long[len(head) : len(head) + 60] in words(data, 1)
    assert all(f"第{i}个原因；" in everything for i in range(head.count("第") + 1, 500))


def test_a_grid_row_grows_for_its_text_and_moves_what_is_below() -> None:
    paper = Paper("试")
    setter = FormSetter(paper, sample.HOUSEHOLD)
    block = sample.HOUSEHOLD.blocks[1]
    short = setter._part(block, sample.household(), {}).heights
    tall = setter._part(block, sample.household(risk="因病致贫，" * 60), {}).heights
    assert short[:2] == tall[:2]
    assert tall[2] > short[2]
    assert len(setter.sheets(sample.household(risk="因病致贫，" * 60))) == 1


def test_a_form_declared_higher_than_its_page_is_a_bug_of_the_form() -> None:
    form = Form("test.high", "1", "高", (Grid((167,), (Row(300, (Label("x"),)),)),))
    with pytest.raises(ValueError, match=r"test\.high"):
        FormSetter(Paper("试"), form).sheets({})


def test_a_grid_whose_cells_do_not_fill_its_columns_is_refused() -> None:
    form = Form("test.gap", "1", "缺", (Grid((80, 87), (Row(10, (Label("x"),)),)),))
    with pytest.raises(ValueError, match="without a cell"):
        FormSetter(Paper("试"), form).blank()


def test_a_missing_field_is_an_error_and_not_a_blank() -> None:
    values = sample.household()
    del values["risk"]
    with pytest.raises(KeyError, match="risk"):
        FormSetter(Paper("试"), sample.HOUSEHOLD).sheets(values)


def test_equal_neighbours_share_a_cell_and_sums_are_bold() -> None:
    data, _ = printed(sample.INCOME, sample.incomes())
    text = words(data)
    assert text.count("一") == 1
    for part in ("63,000.00", "+3,000.00", "−1,470.00", "75,400.00"):
        assert part in text
    assert b"NotoSerifSC-Bold" in data


def test_a_photo_fills_its_cell(tmp_path: Path) -> None:
    photo = tmp_path / "head.jpg"
    Image.new("L", (300, 400)).save(photo)
    data, _ = printed(sample.HOUSEHOLD, sample.household(photo=photo))
    assert data.count(b"/Subtype /Image") == 1
    assert "户主照片" not in words(data)


def test_even_pages_are_mirrored() -> None:
    data, _ = printed(sample.MEMBERS, sample.members(11))
    shifts = re.findall(r"^1 0 0 1 ([\d.]+) 0 cm$", operators(data), re.MULTILINE)
    assert [round(float(s) / 72 * 25.4) for s in shifts] == [25, 18]


def test_values_alone_can_be_printed_into_a_preprinted_book() -> None:
    paper = Paper("试")
    FormSetter(paper, sample.MEMBERS).sheets(sample.members(2))[0].draw_values(1.5, -2)
    text = words(paper.save())
    assert "王小1" in text
    assert "姓名" not in text


def test_pages_can_be_inset_on_a_larger_sheet() -> None:
    paper = Paper("试")
    form = for_page(sample.VISITS, FORM_PAGE_A5)
    block = replace(form.blocks[0], count=4)  # type: ignore[type-var]
    sheets = FormSetter(paper, replace(form, blocks=(block,))).sheets({"visits": [sample.visit()]})
    page = paper.page((842, 595))
    page.inset(sheets[0].panel(FOOT.at(2, 16), mirrored=True), 0, 0)
    page.inset(sheets[0].panel(FOOT.at(15, 16)), 421, 0)
    text = words(paper.save())
    assert "第2页共16页" in text
    assert "第15页共16页" in text


def test_fields_lists_each_field_once_with_its_list() -> None:
    found = fields(sample.HOUSEHOLD)
    assert [f.name for f in found] == ["head", "sex", "photo", "type", "risk", "land", "count", "power", "signed"]
    assert {f.source for f in fields(sample.MEMBERS)} == {"members"}
    assert fields(sample.MEMBERS)[3].kind is Kind.ID_BOXES


def test_equal_values_give_equal_bytes() -> None:
    assert printed(sample.HOUSEHOLD, sample.household())[0] == printed(sample.HOUSEHOLD, sample.household())[0]


def test_a_name_too_wide_for_its_cell_shrinks_and_is_kept_whole() -> None:
    name = "买买提·吐尔逊·阿卜杜热合曼"
    form = Form("test.name", "1", "名", (Gap(1), Grid((40, 127), (Row(12, (Value("name", Kind.NAME), None)),))))
    assert name in words(printed(form, {"name": name})[0])


def test_a_text_cut_twice_goes_on_in_order_and_no_number_is_torn() -> None:
    risk = "".join(f"{n}号：自付医疗支出{n}123元，茶园受损{n}.1亩。" for n in range(100, 180))
    data, sheets = printed(sample.HOUSEHOLD, sample.household(risk=risk))
    everything = "".join(words(data, i) for i in range(len(sheets)))
    assert len(sheets) > 1
    assert all(everything.count(f"{n}号：") == 1 and f"{n}123元" in everything for n in range(100, 180))
    places = [everything.index(f"{n}号：") for n in range(100, 180)]
    assert places == sorted(places)


ANY_CHARACTER = st.one_of(st.sampled_from("村民，。（《、0a \n—"), st.characters(exclude_categories=("Cs",)))
ANY_TEXT = st.text(ANY_CHARACTER, max_size=400)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_text_can_be_set_in_a_grid_and_in_a_list(short: str, long: str) -> None:
    paper = Paper("试")
    grid = FormSetter(paper, sample.HOUSEHOLD).sheets(sample.household(head=short, type=long, risk=short + long * 4))
    rows = [sample.visit(long * 3), {"on": long, "who": short, "what": short}]
    visits = FormSetter(paper, sample.VISITS).sheets({"visits": rows})
    draw_sheets([*grid, *visits], FOOT)
    assert page_count(paper.save()) >= 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_every_row_of_a_list_is_printed_once_whatever_its_height(lengths: list[int]) -> None:
    texts = [f"起{i}始" + "茶园排水沟" * n + f"终{i}止" for i, n in enumerate(lengths)]
    data, sheets = printed(sample.VISITS, {"visits": [sample.visit(text) for text in texts]})
    everything = "".join(words(data, i) for i in range(len(sheets)))
    for i in range(len(texts)):
        assert everything.count(f"起{i}始") == 1
        assert everything.count(f"终{i}止") == 1
