from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.unit.documents import sample_notices as sample
from villagebook.base.sheet import COLUMN_KINDS, SheetColumn, SheetTable, Value
from villagebook.documents.notice_cells import (
    CENTRED,
    KINDS,
    UNBROKEN,
    cell_text,
    counted,
    engine_table,
    total_label,
    total_text,
)
from villagebook.documents.values import Kind


def test_every_kind_of_column_can_be_set() -> None:
    assert set(KINDS) == set(COLUMN_KINDS)


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (3, "serial", "3"),
        ("王䶮", "name", "王䶮"),
        (1234, "int", "1,234"),
        (Decimal("5.00"), "int", "5"),
        (Decimal("6.20"), "quantity", "6.2"),
        (-108000, "money", "\u22121,080.00"),
        (688500000, "wan", "688.50"),
        (dt.date(2026, 3, 11), "day", "2026年3月11日"),
        (dt.date(2026, 3, 11), "text", "2026年3月11日"),
        ("5月22日", "day", "5月22日"),
        ("2026-03", "month", "2026年3月"),
        (12, "text", "12"),
        ("见附件", "money", "见附件"),
        ("一\n二", "name", "一 二"),
        ("一\r\n二", "text", "一\n二"),
        ("一\x07二\ud800", "text", "一 二〓"),
        (None, "money", ""),
    ],
)
def test_values_are_written_by_the_kind_of_their_column(value: Value, kind: str, printed: str) -> None:
    assert cell_text(value, kind) == printed


def test_units_stand_in_the_second_line_or_beside() -> None:
    below = engine_table(sample.roster_table(2), units_below=True)
    assert [c.heading for c in below.columns][3] == "人口\n（人）"
    beside = engine_table(sample.roster_table(2), units_below=False)
    assert (beside.columns[3].heading, beside.columns[3].unit) == ("人口", "人")


def test_short_texts_are_one_line_columns_and_long_ones_are_left_aligned() -> None:
    table = engine_table(sample.funds().tables[1], units_below=False)
    assert [c.centred for c in table.columns if c.kind is Kind.TEXT] == [False, False]
    assert engine_table(sample.roster_table(2), units_below=True).columns[4].kind is Kind.CODE


def test_the_total_is_the_one_given_not_computed() -> None:
    table = SheetTable(sample.columns("序号 serial", "金额 money 元"), ((1, 100), (2, 200)), (None, 999), "2户")
    made = engine_table(table, units_below=True)
    assert made.total(0, 2).sums == {1: 999}
    assert made.total(0, 1).sums == {1: 100}


def test_a_table_without_totals_has_no_total_row() -> None:
    table = SheetTable(sample.columns("序号 serial"), ((1,),))
    assert total_label(table) == ""
    assert not engine_table(table, units_below=True).has_total


def test_a_sum_of_the_first_column_stands_with_the_label() -> None:
    table = SheetTable(sample.columns("户数 int 户", "金额 money 元"), ((3, 100),), (3, 100), "1组")
    assert total_text(table) == "1组\u30003"


@pytest.mark.parametrize(("count", "unit"), [("2户", "户"), ("3户", ""), ("", ""), ("两户", "")])
def test_rows_are_counted_on_each_page_only_if_the_count_is_of_rows(count: str, unit: str) -> None:
    assert counted(SheetTable(sample.columns("序号 serial"), ((1,), (2,)), (), count)) == unit


def test_amounts_of_one_column_in_wan_have_as_many_decimals_as_the_longest_the_total_included() -> None:
    columns = (SheetColumn("serial", "序号", "serial"), SheetColumn("sum", "金额", "wan", "万元"))
    table = SheetTable(columns, ((1, 128_600_000), (2, 1_458_000)), (None, 130_058_000), "2个项目")
    made = engine_table(table, units_below=True)
    assert [made.columns[1].shown(row[1]) for row in made.rows] == ["128.600", "1.458"]
    assert made.columns[1].shown(made.total(0, 2).sums[1]) == "130.058"


@pytest.mark.parametrize("labels", [("开工日期", "受益户、人"), ("政府采购及招标情况", "开工日期")])
@pytest.mark.parametrize("unbroken", [UNBROKEN, CENTRED])
def test_a_list_of_matters_begins_at_the_left_whatever_its_labels(labels: tuple[str, str], unbroken: float) -> None:
    columns = (SheetColumn("matter", "事项", "text"), SheetColumn("said", "内容", "text"))
    table = SheetTable(columns, tuple((label, "合格") for label in labels))
    made = engine_table(table, units_below=True, unbroken=unbroken)
    assert [(c.kind, c.centred) for c in made.columns] == [(Kind.TEXT, False)] * 2
