"""Lists handed back with reasons, corrected there and brought again; the history of imports and its originals."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.unit.services.conftest import VILLAGE, files, take
from tests.unit.services.test_lists import dump
from tests.unit.services.test_lists_dirty import import_, rows_of, written
from villagebook.base.errors import UserError
from villagebook.importing import REASON_HEADING, read_file
from villagebook.models import Household, Person
from villagebook.services import fields, history, lists
from villagebook.services.lists.feedback import write_refused
from villagebook.store import Book

HEADINGS = ("户编号", "人口编号", "姓名", "出生日期", "与户主关系", "民族", "备用")
ROWS = [
    ("H350001", "H350001001", "甲一", "1960-01-01", "户主", "汉族", "一"),
    ("H350001", "H350001002", "乙二", "1990-02-30", "之子", "汉族", "二"),
    (None, None, None, "1990-03-01", "之女", "汉族", "三"),
    ("H350001", "H350001004", "丁四", "2010-03-01", "之孙子", "畲族", None),
]
RED, AMBER = "FFF8CBAD", "FFFFF2CC"


def marked(path: Path) -> dict[int, tuple[str, str]]:
    """Row -> (colour, reason) of the coloured rows of a returned list."""
    sheet = openpyxl.load_workbook(path).active
    headings = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=4) for cell in row if cell.value}
    column = headings[REASON_HEADING]
    cells = (row[column - 1] for row in sheet.iter_rows())
    return {
        cell.row: (cell.fill.fgColor.rgb, str(cell.value)) for cell in cells if cell.fill.fgColor.rgb in (RED, AMBER)
    }


def corrected(path: Path, *changes: tuple[int, str, Any]) -> Path:
    """Change cells (row, heading, value) of a returned list in place."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    for row, heading, value in changes:
        sheet.cell(row, columns[heading]).value = value
    workbook.save(path)
    return path


@pytest.fixture
def returned(book: Book, tmp_path: Path) -> tuple[Book, Path]:
    """A book with a list taken in, and the list handed back."""
    path = written(tmp_path / "人信息.xlsx", [HEADINGS, *ROWS])
    report = import_(book, path)
    (target,) = write_refused(report, [path], tmp_path / "交回.xlsx")
    return book, target


def test_refused_rows_are_red_and_doubtful_ones_amber_with_all_columns_as_they_came(
    returned: tuple[Book, Path],
) -> None:
    _, path = returned
    found = marked(path)
    assert {row: colour for row, (colour, _) in found.items()} == {3: AMBER, 4: RED}
    assert "1990-02-30" in found[3][1]
    assert "不知道是哪个人" in found[4][1]
    sheet = openpyxl.load_workbook(path).active
    width = len(HEADINGS)
    assert [tuple(cell.value for cell in row[:width]) for row in sheet.iter_rows()] == [HEADINGS, *ROWS]


def test_of_a_corrected_list_only_what_changed_is_taken(returned: tuple[Book, Path]) -> None:
    book, path = returned
    person = next(row for row in rows_of(book, Person) if row["name"] == "丁四")
    fields.edit(book, "person", person["id"], "ethnicity", "回族", actor="测试")
    fixed = (4, "户编号", "H350001"), (4, "人口编号", "H350001003"), (4, "姓名", "丙三"), (3, "出生日期", "1990-02-28")
    report = import_(book, corrected(path, *fixed))
    assert report.sheets[0].returned
    assert [row.outcome for row in report.rows] == ["unchanged", "changed", "new", "unchanged"]
    assert {c.field.label for c in report.rows[1].changes} == {"出生日期", "其他栏目"}
    by_name = {row["name"]: row for row in rows_of(book, Person)}
    assert by_name.keys() == {"甲一", "乙二", "丙三", "丁四"}
    assert by_name["丁四"]["ethnicity"] == "回族"  # put right in the book since; the old list does not undo it
    assert by_name["丙三"]["extra"] == {"备用": "三"}
    assert report.missing == ()


def test_nothing_corrected_is_nothing_taken(returned: tuple[Book, Path]) -> None:
    book, path = returned
    before = dump(book)
    report = import_(book, path)
    assert (report.count("unchanged"), report.count("refused"), report.changed.seq) == (3, 1, None)
    assert dump(book) == before


def test_a_list_whose_import_was_undone_is_taken_whole(returned: tuple[Book, Path]) -> None:
    book, path = returned
    history.undo(book, history.entries(book, 1)[0].seq, actor="测试")
    assert import_(book, path).counts["new"] == 3


def test_a_list_of_a_trial_run_is_taken_whole(book: Book, tmp_path: Path) -> None:
    path = written(tmp_path / "人信息.xlsx", [HEADINGS, *ROWS])
    (target,) = write_refused(import_(book, path, dry_run=True), [path], tmp_path / "交回.xlsx")
    assert import_(book, target).counts == {"new": 3, "changed": 0, "unchanged": 0, "refused": 1}


def as_csv(path: Path) -> Path:
    """The list as a csv file of another encoding."""
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (HEADINGS, *ROWS)]
    path.write_text("\n".join(lines), encoding="gb18030")
    return path


def as_page(path: Path) -> Path:
    """The list as a web page named .xls."""
    lines = ["".join(f"<td>{cell or ''}</td>" for cell in row) for row in (HEADINGS, *ROWS)]
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    path.write_text(f"<html><body><table>{table}</table></body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize(("make", "name"), [(as_csv, "人信息.csv"), (as_page, "人信息.xls")])
def test_a_list_of_another_format_goes_back_as_a_workbook_and_comes_again(
    book: Book, tmp_path: Path, make: Any, name: str
) -> None:
    path = make(tmp_path / name)
    (target,) = write_refused(import_(book, path), [path], tmp_path / "交回.csv")
    assert target.name == "交回.csv.xlsx"
    assert {row: colour for row, (colour, _) in marked(target).items()} == {3: AMBER, 4: RED}
    report = import_(book, corrected(target, (4, "姓名", "丙三"), (4, "户编号", "H350001")))
    assert [row.outcome for row in report.rows] == ["unchanged", "unchanged", "new", "unchanged"]


def test_an_xls_goes_back_as_a_workbook_with_all_its_cells(book: Book, tmp_path: Path) -> None:
    report = take(book, "全村花名册.xls")
    (target,) = write_refused(report, files("全村花名册.xls"), tmp_path / "交回.xlsx")
    original, back = read_file(VILLAGE / "全村花名册.xls").sheets[0], read_file(target).sheets[0]
    for before, after in zip(original.rows, back.rows, strict=True):
        assert list(after[: len(before)]) == list(before)


def test_several_lists_go_back_each_beside_the_other(book: Book, tmp_path: Path) -> None:
    one, two = (written(tmp_path / f"{name}.xlsx", [HEADINGS, *ROWS]) for name in ("一", "二"))
    back = write_refused(import_(book, one, two), [one, two], tmp_path / "交回.xlsx")
    assert [path.name for path in back] == ["交回-一.xlsx", "交回-二.xlsx"]


# --- history ----------------------------------------------------------------------------------------------------------


def test_every_import_is_remembered_with_its_counts_and_its_original(book: Book) -> None:
    first = take(book, "户信息_干净.xlsx", "人信息_干净.xlsx")
    second = take(book, "全村花名册.xls")
    found = lists.imports(book)
    assert [(v.number, v.name, v.operation_seq, v.undone) for v in found] == [
        (3, "全村花名册.xls", second.changed.seq, False),
        (2, "人信息_干净.xlsx", first.changed.seq, False),
        (1, "户信息_干净.xlsx", first.changed.seq, False),
    ]
    assert found[0].counts == {"new": 463, "changed": 24, "unchanged": 60, "refused": 0}
    for view in found:
        assert lists.original(book, view.file_id) == (view.name, (VILLAGE / view.name).read_bytes())


def test_an_import_undone_later_says_so_and_can_be_done_again(book: Book) -> None:
    seq = take(book, "户信息_干净.xlsx").changed.seq or 0
    history.undo(book, seq, actor="测试")
    assert [view.undone for view in lists.imports(book)] == [True]
    history.undo(book, seq, actor="测试")
    assert [view.undone for view in lists.imports(book)] == [False]


def test_an_unknown_original_is_refused_in_words(book: Book) -> None:
    with pytest.raises(UserError):
        lists.original(book, uuid.UUID(int=1))


# --- roll and phones on top of the national lists ---------------------------------------------------------------------


def test_the_roll_and_the_phones_go_in_on_top_and_are_undone_by_one_undo_each(book: Book) -> None:
    states, seqs = [], []
    for names in (("户信息_干净.xlsx", "人信息_干净.xlsx"), ("全村花名册.xls",), ("电话变更_GBK.csv",)):
        states.append(dump(book))
        report = take(book, *names)
        seqs.append(report.changed.seq or 0)
    assert report.counts == {"new": 0, "changed": 30, "unchanged": 0, "refused": 0}
    households, persons = rows_of(book, Household), rows_of(book, Person)
    assert (len(households), len(persons)) == (140, 547)
    assert sum(not row["code"].startswith("自") for row in households) == 24
    assert len({row["head_id_number"][:18] for row in households}) == 140
    assert len({row["id_number"][:18] for row in persons}) == 547
    for state, seq in zip(reversed(states), reversed(seqs), strict=True):
        assert history.undo(book, seq, actor="测试").conflicts == ()
        assert dump(book) == state
    assert history.verify(book) == []
