"""Columns known by what their cells hold, and by what a person said of their headings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.importing.lists import sheet, table
from villagebook.base.resident_ids import check_digit
from villagebook.importing import Cell, Known, Memory, Table, drafts, recognise


def number(place: int, born: str = "19900826") -> str:
    """A made number with a valid check digit."""
    first = f"350699{born}{place:03d}"
    return first + check_digit(first)


NAMES = ("甲一", "乙二", "丙三", "丁四")


def ids(found: Table | None) -> dict[str, tuple[str, str]]:
    """Heading -> (value id, how)."""
    assert found is not None
    return {column.heading: (column.id, column.how) for column in found.columns}


def with_column(heading: Cell, cells: Sequence[Cell], *others: tuple[str, Sequence[Cell]]) -> Table:
    """A list of persons with one column more."""
    columns = [("户编号", ["3506990001"] * 4), ("姓名", NAMES), ("与户主关系", ["户主"] * 4), *others, (heading, cells)]
    rows = zip(*(column for _, column in columns), strict=True)
    return table([heading for heading, _ in columns], *rows)


@pytest.mark.parametrize("heading", [None, "号", "sfz2"])
def test_a_column_of_valid_numbers_is_the_id_whatever_it_is_called(heading: str | None) -> None:
    found = with_column(heading, [number(at) for at in range(1, 5)])
    assert ids(found)[heading or "第4列"] == ("person.id_number", "content")
    assert [draft.values["person.id_number"] for draft in drafts(found)] == [number(at) for at in range(1, 5)]


def test_a_column_of_numbers_with_wrong_check_digits_is_left_alone() -> None:
    wrong = [f"35069919900826{at:04d}" for at in range(4)]
    found = with_column("流水", wrong)
    assert ids(found)["流水"] == ("", "")
    assert [draft.extra["流水"] for draft in drafts(found)] == wrong


def test_mobile_phones_are_phones_but_not_those_of_an_officer() -> None:
    phones = [f"1390000000{at}" for at in range(4)]
    assert ids(with_column("手机长号", phones))["手机长号"] == ("#phone", "content")
    assert ids(with_column("包户干部手机", phones))["包户干部手机"] == ("", "")


def test_days_are_births_only_where_they_agree_with_the_numbers() -> None:
    numbers = ("证件号码", [number(at, f"199008{at:02d}") for at in range(1, 5)])
    assert ids(with_column("日子", [f"1990-08-0{at}" for at in range(1, 5)], numbers))["日子"][0] == "person.born"
    assert ids(with_column("日子", ["2024-01-01"] * 4, numbers))["日子"] == ("", "")


def test_a_known_heading_is_never_overruled_by_its_cells() -> None:
    found = with_column("民族", [number(at) for at in range(1, 5)])
    assert ids(found)["民族"] == ("person.ethnicity", "label")


def test_codes_of_the_book_make_a_column_the_household_code() -> None:
    codes = [f"35069900{at:02d}" for at in range(4)]
    rows = list(zip(NAMES, [number(at) for at in range(1, 5)], ["户主"] * 4, codes, strict=True))
    one = sheet(["姓名", "证件号码", "与户主关系", "H"], *rows)
    assert ids(recognise(one))["H"] == ("", "")
    known = recognise(one, memory=Memory(known=Known(households=frozenset(codes))))
    assert ids(known)["H"] == ("membership.household_code", "content")


def test_a_row_of_data_is_not_taken_for_headings_because_of_what_stands_below() -> None:
    rows = [[name, number(at), f"1390000000{at}", "户主"] for at, name in enumerate(NAMES)]
    assert recognise(sheet(*rows)) is None


HEADINGS = ["农户", "号数", "几口人", "年份"]
ROWS = [["甲一", "H1", 3, 2025], ["乙二", "H2", 4, 2025]]


def test_what_a_person_says_of_headings_makes_a_list_known() -> None:
    one = sheet(HEADINGS, *ROWS)
    assert recognise(one) is None
    said = {"农户": "household.head_name", "号数": "household.code", "几口人": "household_year.population"}
    found = recognise(one, "households", Memory(said=said))
    assert found is not None
    assert {heading for heading, (_, how) in ids(found).items() if how == "chosen"} >= {"农户", "号数"}
    assert [draft.values["household.code"] for draft in drafts(found)] == ["H1", "H2"]


def test_what_was_said_is_remembered_by_the_shape_of_the_headings() -> None:
    said = {"农户": "household.head_name", "号数": "household.code"}
    first = recognise(sheet(HEADINGS, *ROWS), "households", Memory(said=said))
    assert first is not None
    memory = Memory(remembered={first.shape: ("households", said)})
    other_order = sheet(HEADINGS[::-1], *(row[::-1] for row in ROWS))
    again = recognise(other_order, memory=memory)
    assert again is not None
    assert ids(again)["号数"] == ("household.code", "remembered")
    assert recognise(sheet(["农户", "别的"], ["甲一", "1"]), memory=memory) is None


def test_a_column_that_is_to_stay_outside_gives_neither_value_nor_extra() -> None:
    one = sheet(["户编号", "户主姓名", "银行卡号", "备用"], ["H1", "甲一", "6222", "x"])
    found = recognise(one, "households", Memory(said={"银行卡号": "", "备用": ""}))
    assert found is not None
    (draft,) = drafts(found)
    assert "household.card" not in draft.values
    assert draft.extra == {}
    assert [column.heading for column in found.columns if column.outside] == ["银行卡号", "备用"]


def test_what_is_no_field_of_the_kind_is_not_obeyed() -> None:
    one = sheet(["户编号", "户主姓名", "备用"], ["H1", "甲一", "x"])
    for wrong in ("fund_entry.memo", "household.id", "household.nothing", "nonsense"):
        found = recognise(one, "households", Memory(said={"备用": wrong}))
        assert ids(found)["备用"] == ("", "")
