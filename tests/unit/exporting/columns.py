"""Columns and tables for the tests of exporting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from villagebook.exporting.table import ExportTable, Row

MADE_AT = dt.datetime(2026, 3, 11, 1, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Col:
    id: str
    heading: str
    kind: str = "text"
    unit: str | None = None
    total: bool = False


PEOPLE = (
    Col("serial", "序号", "serial"),
    Col("name", "姓名", "name"),
    Col("id_number", "证件号码", "id_number"),
    Col("phone", "联系电话", "phone"),
    Col("born", "出生日期", "day"),
    Col("net_fen", "纯收入", "money", "元", total=True),
    Col("land", "耕地面积", "quantity", "亩", total=True),
)


def row(columns: Iterable[Col] = PEOPLE, /, **values: object) -> Row:
    """A row with the given values and None elsewhere."""
    return {column.id: values.get(column.id) for column in columns}


def one_column(kind: str, *values: object, title: str = "表") -> ExportTable:
    """A table of one column with one value in each row."""
    return ExportTable(title, (Col("value", "值", kind),), tuple({"value": value} for value in values))
