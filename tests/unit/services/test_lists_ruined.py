"""Numbers that a spreadsheet destroyed: proposed where they are known, accepted one by one or all, never invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.services.conftest import take
from tests.unit.services.test_lists_dirty import import_, rows_of, written
from villagebook.base.errors import UserError
from villagebook.base.resident_ids import check_digit
from villagebook.models import Household, Person
from villagebook.services import history, lists
from villagebook.services.lists import Decisions, accept_all
from villagebook.services.lists.ruined import survives, surviving_digits
from villagebook.store import Book


def number(place: int) -> str:
    """A made number whose check character is a digit: one with X never becomes a number cell."""
    return next(
        first + check_digit(first)
        for more in range(1000)
        for first in (f"35069919900826{(place * 10 + more) % 1000:03d}",)
        if check_digit(first) != "X" and not (first + check_digit(first)).endswith("000")
    )


A, B = number(1), number(50)
HEADINGS = ("户编号", "人口编号", "姓名", "证件号码", "与户主关系")


def member(name: str, id_number: Any, code: str | None = "H350001001", *more: Any) -> tuple[Any, ...]:
    """A row of 人信息."""
    return ("H350001", code, name, id_number, "户主", *more)


def ruin(text: str) -> float:
    """What a spreadsheet makes of a number: 15 digits."""
    return float(int(text[:15] + "0" * (len(text) - 15)))


def list_of(tmp_path: Path, *rows: tuple[Any, ...], name: str = "人信息", headings: tuple[str, ...] = HEADINGS) -> Path:
    """A list of persons."""
    return written(tmp_path / f"{name}.xlsx", [headings, *rows])


def proposed(report: lists.ImportReport) -> list[tuple[str, str]]:
    """(number, where it is from) of all proposals."""
    return [(proposal.number, proposal.whence) for ruined in report.ruined for proposal in ruined.proposals]


def test_the_persons_own_number_is_proposed_and_the_book_keeps_it(book: Book, tmp_path: Path) -> None:
    import_(book, list_of(tmp_path, member("甲一", A)))
    report = import_(book, list_of(tmp_path, member("甲一", ruin(A)), name="二"))
    assert proposed(report) == [(A, "书里这个人的")]
    assert [row["id_number"] for row in rows_of(book, Person)] == [A]


def test_another_file_of_the_same_import_knows_it_by_name_and_15_digits(book: Book, tmp_path: Path) -> None:
    headings = ("户主姓名", "姓名", "与户主关系", "身份证号")
    other = written(tmp_path / "花名册.xlsx", [headings, ("乙二", "乙二", "户主", B)])
    report = import_(book, list_of(tmp_path, member("乙二", ruin(B))), other)
    assert proposed(report) == [(B, "同时导入的表里同名的人")]


def test_a_namesake_whose_digits_differ_is_not_proposed(book: Book, tmp_path: Path) -> None:
    import_(book, list_of(tmp_path, member("甲一", A)))
    stranger = "350699198001010" + "029"
    report = import_(book, list_of(tmp_path, member("甲一", ruin(stranger), "H350001002"), name="二"))
    assert proposed(report) == []


def test_another_column_of_the_row_knows_it(book: Book, tmp_path: Path) -> None:
    row = member("甲一", ruin(A), "H350001001", A)
    report = import_(book, list_of(tmp_path, row, headings=(*HEADINGS, "备注号")), kind="people")
    assert proposed(report) == [(A, "这一行的另一栏")]


def test_an_original_taken_in_earlier_knows_it_even_if_that_import_was_undone(book: Book, tmp_path: Path) -> None:
    seq = import_(book, list_of(tmp_path, member("甲一", A))).changed.seq
    history.undo(book, seq or 0, actor="测试")
    report = import_(book, list_of(tmp_path, member("甲一", ruin(A)), name="二"))
    assert proposed(report) == [(A, "以前导入的《人信息.xlsx》里同名的人")]


@pytest.fixture
def ruined(book: Book, tmp_path: Path) -> tuple[Book, Path]:
    """A book that knows the true number by a roll, and a list with the ruined one."""
    headings = ("户主姓名", "姓名", "与户主关系", "身份证号")
    return book, written(
        tmp_path / "人信息.xlsx", [HEADINGS, member("甲一", ruin(A)), member("乙二", ruin(B), "H350001002")],
        [headings, ("甲一", "甲一", "户主", A), ("乙二", "乙二", "户主", B)],
    )  # fmt: skip


def test_all_sure_proposals_are_accepted_at_once(ruined: tuple[Book, Path]) -> None:
    book, path = ruined
    trial = import_(book, path, dry_run=True)
    accepted = accept_all(trial.ruined)
    assert set(accepted.ids.values()) == {A, B}
    report = import_(book, path, decisions=accepted)
    assert report.ruined == ()
    assert not [finding for finding in report.findings if finding.id == "import.ruined-number"]
    assert {row["id_number"] for row in rows_of(book, Person)} == {A, B}
    assert len(rows_of(book, Person)) == 2
    assert all(not row["extra"] for row in rows_of(book, Person))


def test_one_is_accepted_and_the_other_stays_as_it_came(ruined: tuple[Book, Path]) -> None:
    book, path = ruined
    import_(book, path, decisions=Decisions(ids={("人信息.xlsx", "Sheet", 2, "person.id_number"): A}))
    by_code = {row["code"]: row for row in rows_of(book, Person) if row["code"]}
    assert by_code["H350001001"]["id_number"] == A
    assert by_code["H350001002"]["id_number"] is None
    assert by_code["H350001002"]["extra"]["证件号码"].startswith("3.50699")


@pytest.mark.parametrize("wrong", [B, A[:-1], A[:-1] + ("1" if A[-1] != "1" else "2"), "abc"])
def test_a_number_that_cannot_be_the_true_one_is_refused(ruined: tuple[Book, Path], wrong: str) -> None:
    book, path = ruined
    with pytest.raises(UserError) as caught:
        import_(book, path, decisions=Decisions(ids={("人信息.xlsx", "Sheet", 2, "person.id_number"): wrong}))
    assert caught.value.id == "import.accepted-number"
    assert rows_of(book, Person) == []


def test_blanks_of_the_book_are_put_right_as_one_operation_and_taken_back(book: Book) -> None:
    history.undo(book, take(book, "全村花名册.xls").changed.seq or 0, actor="测试")
    take(book, "户信息_带错.xlsx", "人信息_带错.xlsx")
    person, card = sorted(lists.blanks(book), key=lambda one: one.field, reverse=True)
    assert (person.field, card.field, card.proposals) == ("person.id_number", "household.card", ())
    (proposal,) = person.proposals
    assert proposal.number == "350699201706300028"
    assert person.record is not None
    changed = lists.accept_ids(book, {(person.field, person.record): proposal.number}, actor="测试")
    stored = next(row for row in rows_of(book, Person) if row["id"] == person.record)
    assert (stored["id_number"], stored["extra"]) == ("350699201706300028", None)
    assert changed.heading == "补全号码 1 个"
    with pytest.raises(UserError):
        lists.accept_ids(book, {(person.field, person.record): proposal.number}, actor="测试")
    assert history.undo(book, changed.seq or 0, actor="测试").conflicts == ()
    assert len(lists.blanks(book)) == 2


def test_a_card_that_does_not_agree_is_refused_and_nothing_changes(book: Book) -> None:
    take(book, "户信息_带错.xlsx")
    card = next(one for one in lists.blanks(book) if one.field == "household.card")
    assert card.record is not None
    with pytest.raises(UserError):
        lists.accept_ids(book, {(card.field, card.record): "6222000011112222333"}, actor="测试")
    assert all(row["card"] != "6222000011112222333" for row in rows_of(book, Household))


@given(st.integers(11 * 10**16, 83 * 10**16), st.sampled_from(["cell", "text", "zeros", "shown"]))
def test_a_number_agrees_with_what_survives_of_it_and_no_other_of_15_digits_does(whole: int, form: str) -> None:
    text = str(whole)
    cell: Any = {
        "cell": ruin(text), "text": repr(ruin(text)).upper(), "zeros": text[:15] + "000", "shown": f"{ruin(text):.5E}",
    }[form]  # fmt: skip
    assert survives(cell, text)
    other = str(10**17 + (whole - 10**17 + 10**14) % (9 * 10**17))
    if surviving_digits(cell) >= 15:
        assert not survives(cell, other)
