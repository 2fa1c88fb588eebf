"""Folding: codes lose width and blanks, names lose nothing inside."""

from __future__ import annotations

import pytest

from villagebook.base.text import clean_name, fold_code, fold_width, is_blank, shown


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("记－０００１", "记-0001"),
        (" 记 - 0001\u3000", "记-0001"),
        ("\ufeff139 0000 1111", "13900001111"),
        ("（０５９６）３００００００", "(0596)3000000"),
        ("ＡＢｃ", "ABc"),
        ("￥1", "¥1"),
        ("\u22121", "-1"),
        ("\u200e2025\u00a0", "2025"),
    ],
)
def test_codes_are_folded(typed: str, folded: str) -> None:
    assert fold_code(typed) == folded


def test_folding_leaves_characters_of_names_alone() -> None:
    # U+F907 and U+2F850 are compatibility ideographs that Unicode normalisation would replace.
    assert fold_code("\uf907\U0002f850①㎡") == "\uf907\U0002f850①㎡"


def test_width_folding_keeps_blanks() -> None:
    assert fold_width("１ ２") == "1 2"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("\u3000张三 ", "张三"),
        ("张　三", "张　三"),
        ("\ufeff阿依古丽·买买提\u200b", "阿依古丽·买买提"),
        ("  ", ""),
        ("𠮷", "𠮷"),
        ("ＡＢ", "ＡＢ"),
    ],
)
def test_names_lose_only_blanks_at_their_ends(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize("value", [None, "", " ", "\u3000\t\n", "\ufeff", "\u200b"])
def test_blank_cells(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "-", "无"])
def test_zero_and_no_are_not_blank(value: object) -> None:
    assert not is_blank(value)


def test_messages_quote_a_cell_in_one_short_line() -> None:
    assert shown("a\nb" + "长" * 40) == "a b" + "长" * 27 + "…"
    assert shown(10**5000) == "很长的数字"
