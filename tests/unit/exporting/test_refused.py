from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from villagebook.base.errors import KnownError
from villagebook.exporting import returned
from villagebook.exporting.refused import RowOutcome, return_workbook
from villagebook.importing import read_file, text_of

ID = "350699195803040020"
DATA = Path(__file__).parents[2] / "data"
TAKEN = RowOutcome("人信息", 4, "new")
REFUSED = RowOutcome("人信息", 5, "refused", "证件号码的校验位不符")
DOUBTFUL = RowOutcome("人信息", 6, "doubtful", "=可能是同一人")
OUTCOMES = (TAKEN, REFUSED, DOUBTFUL)


@pytest.fixture
def original(tmp_path):
    """A list with a title over all columns, two heading rows, a bold name, a formula and a second sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "人信息"
    page["A1"] = "清溪村人信息"
    page.merge_cells("A1:E1")
    page.append(["姓名", "证件号码", "收入", None, "日期"])
    page.append([None, None, "务工", "合计", None])
    for name, number in (("林秀兰", ID), ("=1+1", "350699195803040024"), ("张三", "'0012")):
        page.append([name, number, 9.95, "=C4*2", dt.date(2025, 3, 5)])
        page.cell(page.max_row, 1).data_type = page.cell(page.max_row, 2).data_type = "s"
        page.cell(page.max_row, 2).number_format = "@"
    page.append(["合计"])
    page["A4"].font = Font(bold=True)
    page.column_dimensions["B"].width = 33
    book.create_sheet("说明")["A1"] = "填表说明"
    path = tmp_path / "人信息.xlsx"
    book.save(path)
    return path


def returned_page(original, target, outcomes=OUTCOMES, **options):
    done = return_workbook(target, read_file(original), outcomes, **options)
    return done, openpyxl.load_workbook(target)["人信息"]


def colours(page, row):
    return [cell.fill.fgColor.rgb if cell.fill.fill_type else None for cell in page[row]]


def test_reasons_stand_right_of_the_last_column_and_rows_are_coloured(original, tmp_path):
    done, page = returned_page(original, tmp_path / "交回.xlsx")
    assert (done.marked, done.kept_formats) == (2, True)
    assert page["F3"].value == "没收原因"
    assert [page.cell(row, 6).value for row in range(4, 8)] == [None, REFUSED.reason, DOUBTFUL.reason, None]
    assert colours(page, 4) == [None] * 6
    assert set(colours(page, 5)) == {"FFF8CBAD"}
    assert set(colours(page, 6)) == {"FFFFF2CC"}


def test_everything_else_is_as_it_came(original, tmp_path):
    before = openpyxl.load_workbook(original)
    return_workbook(tmp_path / "交回.xlsx", read_file(original), OUTCOMES)
    after = openpyxl.load_workbook(tmp_path / "交回.xlsx")
    assert after.sheetnames == before.sheetnames
    for page in before:
        for row in page.iter_rows():
            for cell in row:
                other = after[page.title][cell.coordinate]
                assert (other.value, other.data_type, other.number_format, other.font.bold) == (
                    cell.value, cell.data_type, cell.number_format, cell.font.bold)
    assert after["人信息"].column_dimensions["B"].width == 33
    assert [str(area) for area in after["人信息"].merged_cells.ranges] == ["A1:E1"]


def test_texts_that_look_like_formulas_stay_texts(original, tmp_path):
    _, page = returned_page(original, tmp_path / "交回.xlsx")
    assert (page["A5"].value, page["A5"].data_type) == ("=1+1", "s")
    assert (page["F6"].value, page["F6"].data_type) == ("=可能是同一人", "s")
    assert (page["B4"].value, page["B4"].data_type, page["B4"].number_format) == (ID, "s", "@")
    assert page["D4"].data_type == "f"


def test_a_list_that_comes_back_a_second_time_keeps_one_column_of_reasons(original, tmp_path):
    returned_page(original, tmp_path / "一.xlsx")
    again = (TAKEN, RowOutcome("人信息", 5, "changed"), DOUBTFUL)
    _, page = returned_page(tmp_path / "一.xlsx", tmp_path / "二.xlsx", again)
    assert page.max_column == 6
    assert [page.cell(row, 6).value for row in range(3, 7)] == ["没收原因", None, None, DOUBTFUL.reason]
    assert colours(page, 5) == [None] * 6


def test_a_column_of_the_users_own_named_reason_is_left_alone(original, tmp_path):
    book = openpyxl.load_workbook(original)
    book["人信息"]["F3"] = "没收原因"
    book["人信息"]["F4"] = "分户"
    book.save(original)
    _, page = returned_page(original, tmp_path / "交回.xlsx")
    assert (page["F4"].value, page["G3"].value, page["G5"].value) == ("分户", "没收原因", REFUSED.reason)


def test_only_refused_leaves_out_the_rows_that_were_taken(original, tmp_path):
    done, page = returned_page(original, tmp_path / "交回.xlsx", only_refused=True)
    assert not done.kept_formats
    assert [row[0].value for row in page.iter_rows()] == ["清溪村人信息", "姓名", None, "=1+1", "张三", "合计"]
    assert page["F4"].value == REFUSED.reason
    assert (page["B4"].data_type, page["B4"].number_format) == ("s", "@")


def test_a_csv_comes_back_as_a_workbook_with_the_same_columns(tmp_path):
    source = tmp_path / "电话.csv"
    source.write_bytes(f"姓名,证件号码,电话\r\n林秀兰,{ID},=1\r\n张三,'0012,138\r\n".encode("gb18030"))
    return_workbook(tmp_path / "交回.xlsx", read_file(source), [
        RowOutcome("电话", 2, "refused", "电话不对"), RowOutcome("电话", 3, "changed")])
    page = openpyxl.load_workbook(tmp_path / "交回.xlsx").active
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["姓名", "证件号码", "电话", "没收原因"], ["林秀兰", ID, "=1", "电话不对"], ["张三", "'0012", "138", None]]
    assert {cell.data_type for row in page["A1:D2"] for cell in row} == {"s"}


def test_a_workbook_that_cannot_be_kept_is_written_anew(original, tmp_path, monkeypatch):
    def fail(*args, **options):
        raise TypeError("expected <class 'openpyxl.styles.fills.Fill'>")

    monkeypatch.setattr(openpyxl, "load_workbook", fail)
    done = return_workbook(tmp_path / "交回.xlsx", read_file(original), OUTCOMES)
    monkeypatch.undo()
    assert not done.kept_formats
    page = openpyxl.load_workbook(tmp_path / "交回.xlsx")["人信息"]
    assert [page.cell(row, 6).value for row in range(3, 7)] == ["没收原因", None, REFUSED.reason, DOUBTFUL.reason]
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:E1"]


def test_a_list_that_does_not_read_back_equal_is_not_handed_out(original, tmp_path, monkeypatch):
    monkeypatch.setattr(returned, "_same", lambda meant, found: False)
    with pytest.raises(KnownError) as caught:
        return_workbook(tmp_path / "交回.xlsx", read_file(original), OUTCOMES)
    assert caught.value.id == "export.mismatch"
    assert not (tmp_path / "交回.xlsx").exists()


LISTS = [path for path in sorted(DATA.glob("village/*")) if path.suffix in (".xlsx", ".xls", ".csv")]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_kind_of_sample_list_comes_back_with_all_its_cells(path, tmp_path):
    book = read_file(path)
    outcomes = [RowOutcome(sheet.name, sheet.number(len(sheet.rows) - 1), "refused", "试") for sheet in book.sheets]
    heading_rows = {sheet.name: sheet.first_row for sheet in book.sheets}
    return_workbook(tmp_path / "交回.xlsx", book, outcomes, heading_rows=heading_rows)
    back = read_file(tmp_path / "交回.xlsx")
    for sheet, other in zip(book.sheets, back.sheets, strict=True):
        assert text_of(other.rows[-1][-1]) == "试"
        assert [row[:len(first)] for first, row in zip(sheet.rows, other.rows, strict=True)] == list(sheet.rows)
