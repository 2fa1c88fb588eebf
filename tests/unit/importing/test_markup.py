"""Web pages and old spreadsheet XML under the name .xls are tables like any other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from villagebook.importing.markup import TooWideError, read_tables

EXPORT = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gb2312>
<style>td {mso-number-format:"\\@";}</style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]--></head>
<body><table border=1>
<tr><td colspan=3>清溪村 户信息</td></tr>
<tr><th>户编号<th>户主<br>姓名<th>人口
<tr><td>3506991012030001</td><td> 许玉美&nbsp;</td><td>2
<tr><td>3506991012030002</td><td>张
 英</td><td></td></tr>
<![if supportMisalignedColumns]><tr height=0></tr><![endif]>
</table></body></html>"""

XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="资金流水"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">资金</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">凭证号</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">12.5</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_export_with_everything_left_open() -> None:
    (sheet,) = read_tables(EXPORT)
    assert sheet.rows == (
        ("清溪村 户信息",),
        ("户编号", "户主\n姓名", "人口"),
        ("3506991012030001", "许玉美", "2"),
        ("3506991012030002", "张 英"),
    )
    assert [(a.top, a.left, a.bottom, a.right) for a in sheet.merged] == [(0, 0, 0, 2)]


def test_cells_merged_downwards_push_the_next_row_aside() -> None:
    (sheet,) = read_tables(
        "<table><tr><td rowspan=2>户主<td colspan=2>资金投入<tr><td>合计<td>中央</table>"
    )
    assert sheet.rows == (("户主", "资金投入"), (None, "合计", "中央"))


def test_spreadsheet_xml_keeps_numbers_and_places() -> None:
    (sheet,) = read_tables(XML_2003)
    assert sheet.name == "资金流水"
    assert sheet.rows == (("资金",), (), ("凭证号", None, 12.5))
    assert [(a.top, a.left, a.bottom, a.right) for a in sheet.merged] == [(0, 0, 0, 1)]


def test_table_inside_a_cell_is_a_table_of_its_own() -> None:
    first, second = read_tables("<table><tr><td>外<table><tr><td>内</td></tr></table>边</td></tr></table>")
    assert (first.rows, second.rows) == ((("外边",),), (("内",),))


def test_page_without_tables_has_no_sheets() -> None:
    assert read_tables("<p>通知</p>") == ()


@given(
    st.lists(
        st.sampled_from([
            "<table>", "<tr>", "<td>", "<td rowspan=9999 colspan=99>", "</td>", "</tr>", "</table>", "甲", "<br>", "3",
            "<row index=5>", "<cell index=99999999>", "<data type=Number>", "&#0;", "<!--", "\n"]),
        max_size=40,
    )
)
def test_any_page_is_read(pieces: list[str]) -> None:
    try:
        sheets = read_tables("".join(pieces))
    except TooWideError:
        assert "99999999" in "".join(pieces)
        return
    for sheet in sheets:
        assert any(cell is not None for row in sheet.rows for cell in row)
