"""Made numbers are right, one wrong character is always found, and nothing raises but ValueError."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from villagebook.base.resident_ids import ResidentId, check_digit, fold, is_ruined, mask, of_cell, parse, problems
from villagebook.base.text import shown

births = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def cards(draw: st.DrawFn) -> str:
    first17 = f"350699{draw(births):%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return first17 + check_digit(first17)


@st.composite
def certificates(draw: st.DrawFn) -> str:
    ending = draw(st.sampled_from(("", "B1", "B2")))
    return f"{draw(cards())}{draw(st.integers(1, 7))}{draw(st.integers(1, 4))}{ending}"


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text("0123456789Xx ＇'=\"E+.０", max_size=24),
    st.from_regex(r"[0-9]{17}[0-9X]([0-9]{2}([0-9A-Z]{2})?)?", fullmatch=True),
    st.dates(),
)


def outcome(parse: Callable[[object], object], cell: object) -> object:
    """Return what reading gives, or the ValueError; anything else it raises fails the test."""
    try:
        return parse(cell)
    except ValueError as refused:
        return refused


def is_told_in_chinese(refused: ValueError) -> bool:
    return any("一" <= char <= "鿿" for char in str(refused))


@given(st.one_of(cards(), certificates()))
def test_made_number_is_right_and_tells_its_parts(number: str) -> None:
    assert problems(number) == ()
    parsed = parse(number)
    assert parsed.born is not None
    assert f"{parsed.born:%Y%m%d}" == number[6:14]
    assert (parsed.sex == "男") == (int(number[16]) % 2 == 1)
    assert parsed.first18 == number[:18]
    assert (parsed.disability_class is None) == (len(number) == 18)


@given(cards(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_found(number: str, at: int, other: str) -> None:
    assume(number[at] != other)
    wrong = number[:at] + other + number[at + 1 :]
    # A number beginning with 999999 is one of nobody; one character cannot make it of 350699.
    assert "check_digit" in problems(wrong)


@given(cards(), st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_found(number: str, at: int) -> None:
    assume(number[at] != number[at + 1])
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert "check_digit" in problems(wrong)


@given(cards())
def test_number_that_went_through_a_spreadsheet_is_ruined(number: str) -> None:
    assume(number.isdigit())
    assert is_ruined(int(number))
    assert is_ruined(float(number))
    assert is_ruined(f"{float(number):.5E}")


@given(st.one_of(cards(), certificates()))
def test_right_number_is_never_called_ruined(number: str) -> None:
    assert not is_ruined(number)
    assert of_cell(f" {number.lower()}\u3000") == number


@given(st.one_of(cards(), certificates()))
def test_mask_hides_birth_and_disability(number: str) -> None:
    assert number[6:14] not in mask(number)
    assert mask(number).endswith(number[14:18])


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert problems(fold(text)) == problems(text)


@given(cells)
def test_any_cell_is_a_number_or_a_value_error(cell: object) -> None:
    number = outcome(lambda value: parse(of_cell(value)), cell)
    if isinstance(number, ValueError):
        assert is_told_in_chinese(number)
    else:
        assert isinstance(number, ResidentId)
    assert sum(char != "*" for char in mask(shown(cell))) <= 8
