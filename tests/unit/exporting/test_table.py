from __future__ import annotations

import pytest

from tests.unit.exporting.columns import PEOPLE, Col, one_column, row
from villagebook.base.errors import UserError
from villagebook.exporting import table as module
from villagebook.exporting.table import ExportTable, grid, heading


def test_heading_names_the_unit_once():
    assert heading(Col("a", "纯收入", "money", "元")) == "纯收入（元）"
    assert heading(Col("a", "住房面积（平方米）", "quantity", "平方米")) == "住房面积（平方米）"
    assert heading(Col("a", "姓名")) == "姓名"


def test_grid_has_title_headings_rows_and_totals_in_order():
    made = grid(ExportTable("农户", PEOPLE, [row(name="林秀兰", net_fen=100)], row(net_fen=100), subtitle="清溪村"))
    assert [line[:2] for line in made.lines] == [("农户", None), ("清溪村", None), ("序号", "姓名"), (None, "林秀兰"),
                                                ("合计", None)]
    assert made.header == 3


def test_only_total_columns_have_totals():
    made = grid(ExportTable("农户", PEOPLE, [], row(net_fen=100, phone="1")))
    assert made.lines[-1][3] is None


def test_the_word_total_stands_under_the_first_column_without_total():
    columns = (Col("a", "金额", "money", "元", total=True), Col("b", "姓名"))
    made = grid(ExportTable("表", columns, [], {"a": 5}))
    assert made.lines[-1][1] == "合计"


def test_a_row_without_a_column_is_a_programming_error():
    with pytest.raises(KeyError):
        grid(ExportTable("农户", PEOPLE, [{"name": "林秀兰"}]))


def test_a_text_longer_than_a_cell_is_refused():
    with pytest.raises(UserError) as caught:
        grid(one_column("long_text", "长" * 32_768))
    assert caught.value.id == "export.text_too_long"


def test_more_rows_than_a_sheet_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 3)
    with pytest.raises(UserError) as caught:
        grid(one_column("text", "一", "二"))
    assert caught.value.id == "export.too_many_rows"
