from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from villagebook.base.sheet import COLUMN_KINDS
from villagebook.exporting.dress import DRESSES, cell
from villagebook.ledgers.column import LEDGER_KINDS
from villagebook.models.types import KINDS

#: Files are not exported into cells.
UNDRESSED = {"bytes"}


@pytest.mark.parametrize("kind", sorted({*KINDS, *COLUMN_KINDS, *LEDGER_KINDS} - UNDRESSED))
def test_every_kind_of_field_of_notice_and_of_ledger_column_has_a_dress(kind):
    assert kind in DRESSES


@pytest.mark.parametrize(
    ("kind", "value", "held"),
    [
        ("money", 123456, Decimal("1234.56")),
        ("money", -5, Decimal("-0.05")),
        ("money", 0, Decimal("0.00")),
        ("wan", 6_885_000, Decimal("6.885000")),
        ("quantity", Decimal("0.6"), Decimal("0.6")),
        ("quantity", 3, 3),
        ("id_number", "35069919900101121X", "35069919900101121X"),
        ("month", "2025-03", "2025-03"),
        ("day", dt.date(2025, 3, 5), dt.date(2025, 3, 5)),
        ("time", dt.datetime(2025, 3, 5, 16, 30, tzinfo=dt.UTC), dt.datetime(2025, 3, 6, 0, 30)),
        ("bool", False, "否"),
        ("json", {"备注": "外出", "电话": None, "年份": [2024, 2025]}, "备注：外出；年份：2024、2025"),
        ("long_text", "一\r\n二\r三", "一\n二\n三"),
        ("statuses", ("脱贫户", "低保户"), "脱贫户、低保户"),
        ("statuses", (), None),
        ("text", "甲\uffff", "甲\ufffd"),
        ("text", "", None),
        ("money", None, None),
    ],
)
def test_value_becomes_the_cell_of_its_kind(kind, value, held):
    got = cell(DRESSES[kind], value)
    assert got == held
    assert type(got) is type(held)


def test_a_day_that_spreadsheets_would_shift_becomes_text():
    assert cell(DRESSES["day"], dt.date(1900, 2, 28)) == "1900-02-28"


@pytest.mark.parametrize(
    ("kind", "value"),
    [("money", "12.5"), ("money", True), ("money", Decimal("1.00")), ("int", 1.0), ("quantity", 0.6),
     ("quantity", Decimal("NaN")), ("day", "2025-03-05"), ("day", dt.datetime(2025, 3, 5)), ("bool", 1),
     ("time", dt.datetime(2025, 3, 5, 16, 30))],
)
def test_a_value_of_another_kind_is_refused(kind, value):
    with pytest.raises(TypeError):
        cell(DRESSES[kind], value)
