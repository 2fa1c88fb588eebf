from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.exporting.columns import MADE_AT, PEOPLE, Col, one_column, row
from villagebook.base.errors import Cancelled, KnownError
from villagebook.base.progress import Cancellable
from villagebook.exporting.table import ExportTable
from villagebook.exporting.xlsx import sheet_names, verify_xlsx, write_xlsx

PERSON = row(serial=1, name="林秀兰", id_number="350699195803040024", phone="13800138000",
             born=dt.date(1958, 3, 4), net_fen=995, land=Decimal("0.6"))
TABLE = ExportTable("人口台账", PEOPLE, (PERSON,), row(net_fen=995, land=Decimal("0.6")))


def opened(path):
    return openpyxl.load_workbook(path)


@pytest.fixture
def sheet(tmp_path):
    write_xlsx(tmp_path / "人口.xlsx", TABLE, made_at=MADE_AT)
    return opened(tmp_path / "人口.xlsx").worksheets[0]


def test_ids_and_phones_are_text_with_the_text_format(sheet):
    for address, text in (("C3", "350699195803040024"), ("D3", "13800138000")):
        assert (sheet[address].value, sheet[address].data_type, sheet[address].number_format) == (text, "s", "@")


def test_money_is_a_number_in_yuan_with_exactly_its_digits(sheet, tmp_path):
    assert sheet["F3"].value == 9.95
    assert sheet["F3"].number_format == "#,##0.00;[Red]-#,##0.00"
    assert b"<v>9.95</v>" in zipfile.ZipFile(tmp_path / "人口.xlsx").read("xl/worksheets/sheet1.xml")


def test_days_are_dates(sheet):
    assert sheet["E3"].value == dt.datetime(1958, 3, 4)
    assert sheet["E3"].number_format == "yyyy-mm-dd"


def test_totals_row_holds_the_given_totals(sheet):
    sums = ["=ROUND(SUM(F3:F3),2)", "=ROUND(SUM(G3:G3),2)"]
    assert [cell.value for cell in sheet[4]] == ["合计", None, None, None, None, *sums]


def test_sheet_is_set_up_for_reading_and_printing(sheet):
    assert sheet.title == "人口台账"
    assert sheet["A1"].value == "人口台账"
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.auto_filter.ref == "A2:G3"


def test_columns_are_wide_enough_for_their_content(sheet):
    assert sheet.column_dimensions["C"].width >= len("350699195803040024")
    assert sheet.column_dimensions["A"].width < 10


def test_properties_name_the_program_and_nobody_else(tmp_path, monkeypatch):
    monkeypatch.setenv("USER", "zhangsan")
    monkeypatch.setenv("USERNAME", "zhangsan")
    path = tmp_path / "a.xlsx"
    write_xlsx(path, TABLE, made_at=MADE_AT)
    properties = opened(path).properties
    assert properties.creator == properties.lastModifiedBy == "村务一本清"
    assert properties.created == properties.modified == MADE_AT.replace(tzinfo=None)
    content = b"".join(zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist())
    assert b"zhangsan" not in content


def test_the_same_table_and_time_give_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, TABLE, made_at=MADE_AT)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("text", [
    "=1+1", "+8613800138000", "-5", "@x", "=cmd|' /C calc'!A0", "'=1", "00123", "1E5", "TRUE", "2025-03-05", "#REF!",
    "a_x0041_b", "<b>&amp;", " 两边 ", "一\n二", "\x0b\x1f", "\U00020bb7𠮷", "e\u0301",
])
def test_text_stays_text_and_unchanged(tmp_path, text):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, one_column("name", text), made_at=MADE_AT)
    cell = opened(path).worksheets[0]["A3"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    verify_xlsx(path, one_column("name", text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")), max_size=5),
       amounts=st.lists(st.integers(-10**15, 10**15), max_size=5),
       days=st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), max_size=5),
       quantities=st.lists(st.decimals(-10**9, 10**9, places=4), max_size=5))
def test_whatever_is_written_reads_back_equal(tmp_path, texts, amounts, days, quantities):
    write_xlsx(tmp_path / "a.xlsx", one_column("text", *texts, title="一"), one_column("money", *amounts, title="二"),
               one_column("day", *days, title="三"), one_column("quantity", *quantities, title="四"), made_at=MADE_AT)


def test_several_tables_become_several_sheets(tmp_path):
    done = write_xlsx(tmp_path / "a.xlsx", one_column("text", "一", title="问题"), one_column("text", title="未检查"),
                      made_at=MADE_AT)
    assert opened(tmp_path / "a.xlsx").sheetnames == ["问题", "未检查"]
    assert done.rows == 1


def test_sheet_names_are_made_acceptable():
    assert sheet_names(["2025/3 [资金]", "资金", "资金", "'", "长" * 40]) == [
        "2025 3  资金", "资金", "资金(2)", "表", "长" * 31]


@pytest.mark.parametrize(("address", "value"), [
    ("C3", 350699195803040024), ("C3", "350699195803040025"), ("F3", 9.96), ("F3", "9.95"), ("A4", None),
    ("B3", "=1+1"), ("E3", "1958-03-04"), ("H3", "多"), ("A5", "多"), ("A1", "别的")])
def test_a_file_that_differs_in_one_cell_does_not_pass(tmp_path, address, value):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, TABLE, made_at=MADE_AT)
    book = opened(path)
    book.worksheets[0][address] = value
    book.save(path)
    with pytest.raises(KnownError) as caught:
        verify_xlsx(path, TABLE)
    assert caught.value.id == "export.mismatch"


def test_a_file_whose_ids_lost_the_text_format_does_not_pass(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, TABLE, made_at=MADE_AT)
    book = opened(path)
    book.worksheets[0]["C3"].number_format = "General"
    book.save(path)
    with pytest.raises(KnownError):
        verify_xlsx(path, TABLE)


def test_a_damaged_file_does_not_pass(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, TABLE, made_at=MADE_AT)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(KnownError):
        verify_xlsx(path, TABLE)


def test_cancelling_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    progress = Cancellable()
    progress.cancel()
    with pytest.raises(Cancelled):
        write_xlsx(path, TABLE, made_at=MADE_AT, progress=progress)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_columns_of_small_numbers_stay_small_under_a_long_heading(tmp_path):
    table = ExportTable("表", (Col("a", "是否参加城乡居民基本医疗保险", "int"),), [{"a": 1}])
    write_xlsx(tmp_path / "a.xlsx", table, made_at=MADE_AT)
    assert opened(tmp_path / "a.xlsx").worksheets[0].column_dimensions["A"].width <= 16
