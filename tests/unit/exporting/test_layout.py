"""The sheet as a township expects it: title, unit line, headings over several columns, sums, room to sign, paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import openpyxl
import pytest

from tests.unit.exporting.columns import MADE_AT, Col
from villagebook.exporting.table import ExportTable, Sum, grid
from villagebook.exporting.xlsx import write_xlsx

COLUMNS = (
    Col("code", "编号", "code"),
    Col("name", "项目名称", "name"),
    Col("central_fen", "中央资金", "money", "元", total=True),
    Col("province_fen", "省资金", "money", "元", total=True),
    Col("households", "受益户数", "int", "户", total=True),
    Col("note", "备注"),
)
ROWS = [
    {"code": "0001", "name": "水渠", "central_fen": 10, "province_fen": 20, "households": 3, "note": None},
    {"code": "0002", "name": "路", "central_fen": 20, "province_fen": None, "households": 4, "note": "=1+1"},
]
TOTALS = {"central_fen": 30, "province_fen": 20, "households": 7}


@dataclass(frozen=True)
class Over:
    title: str
    columns: dict[str, str] = field(default_factory=dict)


TABLE = ExportTable(
    "清溪村2026年项目台账", COLUMNS, ROWS, TOTALS, "编制单位：清溪村", 2, ("数据截至 2026-06-30", "共 2 行　单位：元"),
    (Over("资金来源", {"central_fen": "中央", "province_fen": "省"}), Over("受益", {"households": "户"})),
    "制表：　　审核：",
)  # fmt: skip


@pytest.fixture
def sheet(tmp_path):
    write_xlsx(tmp_path / "台账.xlsx", TABLE, made_at=MADE_AT)
    return openpyxl.load_workbook(tmp_path / "台账.xlsx").worksheets[0]


def test_title_and_unit_line_stand_above_in_one_cell_and_in_three(sheet):
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A1"].value == "清溪村2026年项目台账"
    assert "A1:F1" in merged
    second = [(cell.value, cell.alignment.horizontal) for cell in sheet[2] if cell.value]
    assert second == [("编制单位：清溪村", "left"), ("数据截至 2026-06-30", "center"), ("共 2 行　单位：元", "right")]


def test_headings_stand_over_several_columns_or_over_two_rows(sheet):
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert [sheet.cell(3, at).value for at in range(1, 7)] == ["编号", "项目名称", "资金来源", None, "受益", "备注"]
    assert [sheet.cell(4, at).value for at in range(1, 7)] == [None, None, "中央（元）", "省（元）", "户", None]
    assert {"A3:A4", "B3:B4", "C3:D3", "F3:F4"} <= merged
    assert "E3:E4" not in merged
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == "A4:F6"


def test_totals_go_on_counting_and_hold_our_figures(sheet):
    assert [cell.value for cell in sheet[7]][2:5] == [
        "=ROUND(SUM(C5:C6),2)", "=ROUND(SUM(D5:D6),2)", "=SUM(E5:E6)"]
    made = grid(TABLE)
    assert made.lines[-2][2:5] == (
        Sum(Decimal("0.30"), "ROUND(SUM(C5:C6),2)"), Sum(Decimal("0.20"), "ROUND(SUM(D5:D6),2)"), Sum(7, "SUM(E5:E6)"))


def test_a_total_that_is_no_sum_of_its_column_is_written_as_it_is():
    made = grid(ExportTable("表", COLUMNS, ROWS, {**TOTALS, "central_fen": 31}))
    assert made.lines[-1][2] == Decimal("0.31")
    assert isinstance(made.lines[-1][3], Sum)


def test_no_typed_text_is_a_formula(sheet):
    assert (sheet["F6"].value, sheet["F6"].data_type) == ("=1+1", "s")
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == ["C7", "D7", "E7"]


def test_room_to_sign_stands_below(sheet):
    assert sheet["A8"].value == "制表：　　审核："
    assert sheet.max_row == 8
    assert "A8:F8" in {str(area) for area in sheet.merged_cells.ranges}


@pytest.mark.parametrize(("many", "paper"), [(5, 9), (20, 8)])
def test_a_wide_table_is_printed_on_a3(tmp_path, many, paper):
    columns = [Col(f"c{n}", "一栏", "money", "元") for n in range(many)]
    table = ExportTable("表", columns, [{column.id: 1 for column in columns}])
    write_xlsx(tmp_path / "a.xlsx", table, made_at=MADE_AT)
    setup = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (paper, "landscape", 1, 0)


def test_a_very_wide_table_goes_on_beside_with_the_columns_that_name_a_row(tmp_path):
    columns = [Col(f"c{n}", "一栏", "money", "元") for n in range(60)]
    row = {column.id: 1 for column in columns}
    table = ExportTable("表", columns, [row], None, "左", 2, ("中", "右"), foot="制表：")
    write_xlsx(tmp_path / "a.xlsx", table, made_at=MADE_AT)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (3, "$A:$B")
    title = next(area for area in sheet.merged_cells.ranges if str(area).startswith("A1:"))
    assert title.max_col < 30, "the title stands over the first sheet"
    assert max(cell.column for cell in sheet[2] if cell.value) <= title.max_col


@pytest.mark.parametrize("many", [1, 2, 3, 4])
def test_the_unit_line_fits_any_number_of_columns(many):
    columns = COLUMNS[:many]
    rows = [{column.id: row[column.id] for column in columns} for row in ROWS]
    made = grid(ExportTable("表", columns, rows, subtitle="左", sides=("中", "右")))
    texts = [text for text in made.lines[1] if text]
    assert texts == (["左", "中", "右"] if many > 2 else ["左\u3000\u3000中\u3000\u3000右"])
