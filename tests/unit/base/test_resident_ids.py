"""Numbers of cards and certificates. All are made for area 350699, which belongs to no county."""

from __future__ import annotations

from datetime import date

import pytest

from villagebook.base.resident_ids import (
    PROBLEMS,
    RuinedNumberError,
    check_digit,
    fits_mask,
    fold,
    is_masked,
    is_ruined,
    mask,
    of_cell,
    parse,
    problems,
)

CARD = "350699196205240019"
CARD_X = "35069919531208001X"
CERTIFICATE = "35069919740115001523"
REISSUED = CERTIFICATE + "B1"


def test_card_tells_birth_and_sex() -> None:
    number = parse(CARD)
    assert (number.kind, number.born, number.sex) == ("resident", date(1962, 5, 24), "男")
    assert (number.disability_class, number.disability_grade) == (None, None)


def test_even_seventeenth_digit_is_a_woman() -> None:
    assert parse("350699196010170022").sex == "女"


def test_certificate_tells_class_and_grade_and_whose_it_is() -> None:
    number = parse(CERTIFICATE)
    assert (number.kind, number.disability_class, number.disability_grade) == ("disability", 2, 3)
    assert number.first18 == CERTIFICATE[:18]


def test_reissued_certificate_is_the_same_person() -> None:
    number = parse(REISSUED)
    assert (number.kind, number.first18) == ("disability_reissued", parse(CERTIFICATE).first18)


def test_number_of_a_person_without_one_says_nothing_about_the_person() -> None:
    number = parse("999999201501010011")
    assert (number.kind, number.born, number.sex) == ("none_yet", None, None)


@pytest.mark.parametrize(
    "typed",
    [
        f" {CARD}\u3000",
        "350699 19620524 0019",
        "'" + CARD,
        "＇" + CARD,
        f'="{CARD}"',
        "３５０６９９１９６２０５２４００１９",
        CARD + "\u200b",
    ],
)
def test_width_blanks_and_apostrophes_are_folded(typed: str) -> None:
    assert fold(typed) == CARD
    assert problems(typed) == ()


def test_small_and_full_width_x_are_capital_x() -> None:
    assert fold(CARD_X.lower()) == fold(CARD_X.replace("X", "ｘ")) == CARD_X


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("", ("length",)),
        ("350699196205240", ("length",)),
        (CARD + "2", ("length",)),
        (CERTIFICATE + "--", ("length",)),
        ("9999992015", ("length",)),
        (CARD[:-1] + "8", ("check_digit",)),
        ("35069A196205240019", ("check_digit",)),
        ("350699196213240018", ("check_digit", "birth")),
        (CERTIFICATE[:18] + "83", ("class",)),
        (CERTIFICATE[:18] + "03", ("class",)),
        (CERTIFICATE[:18] + "25", ("grade",)),
        (CERTIFICATE[:18] + "90", ("class", "grade")),
        (CERTIFICATE[:18] + "X3", ("class",)),
    ],
)
def test_each_problem_is_found(number: str, expected: tuple[str, ...]) -> None:
    assert problems(number) == expected


@pytest.mark.parametrize("birth", ["19620230", "18991231", "21010101", "00000000"])
def test_birth_out_of_sense_is_found_under_a_right_check_digit(birth: str) -> None:
    first17 = f"350699{birth}001"
    assert problems(first17 + check_digit(first17)) == ("birth",)


def test_birth_after_the_given_day_is_found() -> None:
    assert problems(CARD, on=date(1962, 5, 23)) == ("birth",)
    assert problems(CARD, on=date(1962, 5, 24)) == ()


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("123", "现在是 3 位"),
        (CARD[:-1] + "8", "校验位"),
        ("35069A196205240019", "前 17 位应全是数字"),
        (CERTIFICATE[:18] + "83", "残疾类别"),
    ],
)
def test_refusal_tells_the_first_problem(number: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(number)


def test_every_problem_has_a_sentence() -> None:
    seen = {p for n in ("", CARD[:-1] + "8", "350699196213240018", CERTIFICATE[:18] + "90") for p in problems(n)}
    assert seen == set(PROBLEMS)


@pytest.mark.parametrize("first17", ["", "1" * 16, "1" * 18, "3506991962052400A", "٣" * 17])
def test_check_digit_needs_seventeen_digits(first17: str) -> None:
    with pytest.raises(ValueError, match="17 位"):
        check_digit(first17)


@pytest.mark.parametrize(
    "cell",
    [
        3.506992017063e17, 350699196205240019,
        10**15, -(10**15), pytest.param(10**5000, id="huge"), "3.50699E+17", "3.50699e+17", "3.50699E17", "4E+17",
        "350699201706300000", "'350699201706300000", "35069920170630000000", "6221842669392520000",
    ],
)  # fmt: skip
def test_number_rounded_by_a_spreadsheet_is_recognised(cell: object) -> None:
    assert is_ruined(cell)
    with pytest.raises(RuinedNumberError, match="丢失"):
        of_cell(cell)


def test_right_number_that_happens_to_end_in_zeros_is_not_ruined() -> None:
    number = next(
        n + "000" for n in (f"3506991990{month:02d}{day:02d}0" for month in range(1, 13) for day in range(1, 29))
        if check_digit(n + "00") == "0"
    )  # fmt: skip
    assert not is_ruined(number)
    assert of_cell(number) == number


@pytest.mark.parametrize(
    "cell", [CARD, CARD_X, CERTIFICATE, "350699101203000101", 12345, 1.5, float("inf"), True, None, "", "EEE"]
)
def test_whole_numbers_are_not_called_ruined(cell: object) -> None:
    assert not is_ruined(cell)


@pytest.mark.parametrize(
    ("cell", "text"), [(None, ""), (" ", ""), (f" {CARD} ", CARD), (12345, "12345"), (12345.0, "12345")]
)
def test_cell_gives_its_number_as_text(cell: object, text: str) -> None:
    assert of_cell(cell) == text


@pytest.mark.parametrize("cell", [True, date(2025, 1, 1), 1.5, float("nan"), float("inf"), []])
def test_cell_without_a_number_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="不是证件号码"):
        of_cell(cell)


def test_mask_never_shows_the_class_of_a_disability() -> None:
    assert mask(CARD) == "3506******0019"
    assert mask(REISSUED) == mask(CERTIFICATE) == mask(CERTIFICATE[:18])


@pytest.mark.parametrize(("text", "masked"), [("", ""), ("1234", "****"), ("12345678", "********")])
def test_mask_of_short_text_shows_nothing(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("masked", "number", "fits"),
    [
        ("350699********0018", "350699198001010018", True), ("3506******0018", "35069919800101001842", True),
        ("350699********0018", "350699198001010026", False), ("350699********0018", None, False),
        ("138xxxx0001", "13800000001", True), ("****0001", "13800000002", False),
    ],
)  # fmt: skip
def test_a_masked_number_fits_what_it_may_stand_for(masked, number, fits) -> None:
    assert is_masked(masked)
    assert fits_mask(masked, number) is fits


@pytest.mark.parametrize("text", ["350699198001010018", "35069919800101001X", "记-12", "0599-5550000"])
def test_a_whole_number_is_not_masked(text) -> None:
    assert not is_masked(text)
