from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.unit.exporting.columns import MADE_AT, PEOPLE, one_column, row
from villagebook.base.errors import KnownError
from villagebook.exporting.leaks import LeakRules, Literals, scan_xlsx
from villagebook.exporting.table import ExportTable
from villagebook.exporting.xlsx import write_xlsx

ID, PHONE = "350699195803040024", "13800138000"
BARE = LeakRules()


@pytest.fixture
def book():
    return openpyxl.Workbook()


def scanned(book, rules=BARE):
    buffer = io.BytesIO()
    book.save(buffer)
    return scan_xlsx(buffer.getvalue(), rules)


def test_a_hit_names_its_sheet_and_cell(book):
    book.active.title = "农户"
    book.active["C5"] = ID
    hit, = scanned(book)
    assert (hit.kind, hit.sheet, hit.cell, hit.where) == ("id_number", "农户", "C5", "工作表“农户”的 C5")


def test_hidden_sheets_rows_and_columns_are_looked_at(book):
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "veryHidden"
    hidden["B2"] = ID
    book.active["D4"] = PHONE
    book.active.row_dimensions[4].hidden = True
    assert {(hit.sheet, hit.cell) for hit in scanned(book)} == {("底稿", "B2"), ("Sheet", "D4")}


@pytest.mark.parametrize("value", [13800138000, 13800138000.0, "=\"1380013\"&\"8000 13800138000\""])
def test_numbers_and_formulas_are_looked_at(book, value):
    book.active["A1"] = value
    assert [hit.kind for hit in scanned(book)] == ["mobile"]


def test_two_cells_side_by_side_are_not_read_as_one(book):
    book.active.append([350699, 19580304, "0024"])
    book.active.append([6228, 4800, 1234, 5678])
    assert scanned(book) == ()


def test_everything_around_the_cells_is_looked_at(book):
    sheet = book.active
    sheet["A1"] = "甲"
    sheet["A1"].comment = Comment(f"核对 {PHONE}", "甲")
    sheet.oddFooter.center.text = f"监督 {ID}"
    sheet["B1"].hyperlink = "mailto:13900139000@example.com"
    book.properties.keywords = "因病"
    book.create_sheet("17700177000")
    assert sorted({hit.kind for hit in scanned(book)}) == ["id_number", "mobile", "word"]
    assert len({hit.shown for hit in scanned(book)}) == 5


def test_an_exported_list_without_secrets_is_silent(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, ExportTable("农户", PEOPLE, [row(serial=n, name="林秀兰", net_fen=n * 12345) for n in range(50)]),
               made_at=MADE_AT)
    assert scan_xlsx(path.read_bytes(), BARE) == ()


def test_an_exported_list_with_secrets_is_told_cell_by_cell(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, one_column("id_number", ID, "350699195803040032"), made_at=MADE_AT)
    hits = scan_xlsx(path.read_bytes(), LeakRules(secrets=Literals([ID])))
    assert [(hit.kind, hit.cell) for hit in hits] == [("secret_number", "A3"), ("id_number", "A4")]


def test_what_is_no_workbook_is_an_error_and_not_clean():
    with pytest.raises(KnownError) as caught:
        scan_xlsx(b"PK\x03\x04 cut off", BARE)
    assert caught.value.id == "leaks.unreadable"
