from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from villagebook.documents.breaking import (
    Line,
    balanced,
    joined_items,
    paragraph,
    single,
    spread_name,
    spread_to,
    title_lines,
)
from villagebook.documents.faces import Role, faces
from villagebook.documents.filling import CLOSING, NO_END, NO_START, filled, measured, pieces

FONT = faces()[Role.TEXT]
BASIS = (
    "根据《示范县财政局关于下达2026年第一批财政衔接推进乡村振兴补助资金的通知》（示财农〔2026〕18号），"
    "经2026年3月8日村民代表大会评议通过，现将本村庭院养鸡到户项目受益户名单予以公示，接受全体村民监督。"
)
# Text as it comes: mostly characters, with marks, digits and Latin among them.
CHINESE = st.sampled_from("一村民委员会公示名单资金项目到户的了𬭎㛃")
MARKS = st.sampled_from("，。、；：？！）》」』】〕”’…—％（《「『【〔“‘%")
LATIN = st.sampled_from("0123456789.-abXY ")
ANY = st.characters(blacklist_categories=("Cs",))
TEXTS = st.lists(st.one_of(CHINESE, CHINESE, CHINESE, MARKS, LATIN, ANY), max_size=80).map("".join)
FEW_MARKS = st.lists(st.one_of(CHINESE, CHINESE, CHINESE, LATIN, MARKS.map(lambda m: "村民" + m + "村民")), max_size=60)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_paragraph_breaks_as_on_the_pattern_sheet() -> None:
    lines = paragraph(BASIS, FONT, 33610, indent=2000)
    assert texts(lines) == [
        "根据《示范县财政局关于下达2026年第一批财政衔接推进乡村振兴补助",
        "资金的通知》（示财农〔2026〕18号），经2026年3月8日村民代表大会评议",
        "通过，现将本村庭院养鸡到户项目受益户名单予以公示，接受全体村民监督。",
    ]


def test_all_lines_but_the_last_end_at_the_measure() -> None:
    lines = paragraph(BASIS, FONT, 20000, indent=2000)
    assert [round(line.width) for line in lines[:-1] if line.text[-1] not in CLOSING] == [20000] * sum(
        line.text[-1] not in CLOSING for line in lines[:-1]
    )


def test_closing_mark_at_line_end_hangs_by_half_an_em() -> None:
    lines = paragraph("一二三四五六七八九，一二三四五六七八九", FONT, 9500)
    assert lines[0].text == "一二三四五六七八九，"
    assert lines[0].width == 10000


def test_opening_mark_at_line_start_moves_out() -> None:
    lines = paragraph("一二三四五六七八九十（一二三四五）", FONT, 10000)
    assert lines[1].text.startswith("（")
    assert lines[1].start == -450


def test_neighbouring_marks_lose_half_an_em() -> None:
    assert single("《一》（二）。", FONT).width == 7000 - 2 * 500
    assert single("一，“二”", FONT).width == 5000 - 500


def test_an_eighth_of_an_em_stands_between_chinese_and_digits_in_running_text_only() -> None:
    natural = 2 * 1000 + 2 * 560
    assert single("共14户", FONT, True).width == natural + 250
    assert single("共14户", FONT).width == natural


def test_digits_stay_with_their_unit_and_month_with_day() -> None:
    found = pieces("补助300立方米和14户，18.00元，10天，2026年3月8日，0599-5550101")
    assert [p for p in found if p[0].isdigit()] == [
        "300立方米", "14户，", "18.00元，", "10天，", "2026年", "3月8日，", "0599-5550101",
    ]  # fmt: skip


def test_names_given_and_long_dashes_are_one_piece() -> None:
    assert "王𬭎" in pieces("由王𬭎领取", ("王𬭎",))
    assert "到户——" in "".join(pieces("到户——村"))
    assert any("——" in p for p in pieces("村——户"))


def test_last_line_holds_three_characters_where_it_can() -> None:
    text = "一二三四五六七八九十" * 2 + "一"
    assert [len(t) for t in texts(paragraph(text, FONT, 10000))] == [9, 9, 3]


def test_digits_and_latin_are_not_spread() -> None:
    line = paragraph("电话0599-5550101请打电话或到村", FONT, 13000)[0]
    start = line.text.index("0")
    end = line.text.index("请")
    assert set(line.gaps[start : end - 1]) == {0}


def test_lines_in_cells_are_spread_only_if_little_is_left() -> None:
    wide = paragraph("一二三四五六七八2026年", FONT, 10000, justify_below=1200)[0]
    near = paragraph("一二三四五六七八九十一二三", FONT, 10600, justify_below=1200)[0]
    assert wide.width == 8000
    assert near.width == 10600


def test_centred_text_is_broken_evenly_the_upper_line_rather_shorter() -> None:
    assert texts(balanced("示范县水利局", FONT, 5000)) == ["示范县", "水利局"]
    assert texts(balanced("小学五年级", FONT, 4000)) == ["小学", "五年级"]
    assert texts(balanced("弱劳动力或半劳动力", FONT, 6000)) == ["弱劳动力或", "半劳动力"]


def test_title_breaks_at_sense_breaks_only_and_never_in_three() -> None:
    phrases = ("清溪村2026年", "庭院养鸡", "到户项目", "受益户公示")
    assert texts(title_lines(phrases, FONT, 30000) or ()) == ["清溪村2026年庭院养鸡到户项目受益户公示"]
    assert texts(title_lines(phrases, FONT, 12000) or ()) == ["清溪村2026年庭院养鸡", "到户项目受益户公示"]
    assert title_lines(phrases, FONT, 5000) is None


def test_two_character_names_stand_at_the_width_of_three() -> None:
    assert spread_name("孙立", FONT).width == 3000
    assert spread_name("欧阳明月", FONT).width == 4000
    assert spread_name("阿·一", FONT).gaps == ()


def test_labels_are_spread_to_equal_width() -> None:
    assert spread_to("民族", FONT, 4000).gaps == (2000, 0)
    assert spread_to("户类型", FONT, 4000).width == 4000
    assert spread_to("家庭人口数", FONT, 4000).width == 5000


def test_items_are_broken_only_between_items() -> None:
    items = ("12317（全国）", "0599-5550120（示范县农业农村局）", "0599-5550110（云岭镇）")
    assert texts(joined_items(items, FONT, 30000)) == [items[0] + "\u3000\u3000" + items[1], items[2]]


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(3000, 40000), st.booleans())
def test_no_text_is_lost_and_nothing_raises(text: str, measure: int, autospace: bool) -> None:
    lines = paragraph(text, FONT, measure, indent=1000, autospace=autospace)
    blank = " \u3000\t\n"
    assert "".join(c for line in lines for c in line.text if c not in blank) == "".join(
        c for c in text if c not in blank
    )


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(3000, 20000))
def test_balanced_lines_lose_no_text(text: str, measure: int) -> None:
    blank = " \u3000\t\n"
    assert "".join(c for line in balanced(text, FONT, measure) for c in line.text if c not in blank) == "".join(
        c for c in text if c not in blank
    )


@settings(max_examples=300, deadline=None)
@given(FEW_MARKS.map("".join), st.integers(9000, 40000))
def test_no_line_starts_with_a_closing_or_ends_with_an_opening_mark(text: str, measure: int) -> None:
    lines = texts(paragraph(text, FONT, measure))
    assert [t for t in lines[1:] if t and t[0] in NO_START and t[0] not in ".-"] == []
    assert [t for t in lines[:-1] if t and t[-1] in NO_END] == []


@settings(max_examples=300, deadline=None)
@given(FEW_MARKS.map("".join), st.integers(12000, 40000))
def test_lines_fit_their_measure(text: str, measure: int) -> None:
    for line in paragraph(text, FONT, measure):
        hangs = 500 if line.text[-1:] in CLOSING and line.text else 0
        assert line.width - hangs <= measure + 1


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert all(pieces(text))


@settings(max_examples=200, deadline=None)
@given(FEW_MARKS.map("".join), st.integers(12000, 40000))
def test_lines_are_as_full_as_they_can_be(text: str, measure: int) -> None:
    made = measured(text, FONT, False)
    lines = filled(made, measure)
    for upper, lower in pairwise(lines):
        piece = next(p for p in pieces(lower) if p.strip())
        if text.count(upper + piece):
            line = single(upper + piece, FONT)
            hangs = 500 if piece[-1] in "，。、；：？！）》」』】”’" else 0
            moves = 450 if upper[0] in "《（「『【“‘" else 0
            assert line.width - hangs - moves > measure
