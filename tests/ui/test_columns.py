"""How values are written, and which columns stay when it is narrow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from villagebook.ui.models.columns import KINDS, Cell, Chip, Column, Share, spoken, written
from villagebook.ui.widgets.table import widths


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("money", -1929000, "\u221219,290.00"),
        ("money", 0, "0.00"),
        ("money", None, ""),
        ("int", 1427, "1,427"),
        ("int", -3, "\u22123"),
        ("quantity", Decimal("126.00"), "126.00"),
        ("date", date(2025, 3, 5), "2025-03-05"),
        ("chips", (Chip("监测"), Chip("脱贫")), "监测 脱贫"),
        ("state", Chip("草稿"), "草稿"),
        ("progress", Share(14, 19), "14/19"),
        ("change", Cell("小学", new="初中"), "小学 → 初中"),
        ("findings", 0, ""),
        ("tick", True, "已勾"),
        ("text", "", ""),
    ],
)
def test_values_are_written_as_the_table_shows_them(kind: str, value: Any, text: str) -> None:
    assert written(Column("x", "栏", kind), value) == text


def test_an_empty_cell_is_read_as_empty() -> None:
    assert spoken(Column("x", "联系电话"), None) == "联系电话 空"
    assert spoken(Column("x", "项目"), Cell("火龙果采摘园", second="QX2025-06")) == "项目 火龙果采摘园，QX2025-06"


def test_a_unit_stands_in_the_heading_once() -> None:
    assert Column("x", "支出", "money", unit="元").title == "支出（元）"


COLUMNS = (
    Column("name", "姓名", "name", width=100),
    Column("code", "编号", width=100, rank=5),
    Column("sum", "金额", "money", width=100),
    Column("phone", "电话", width=100, rank=5),
    Column("note", "备注", width=100, rank=9),
)


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (500, "name code sum phone note"),
        (450, "name code sum phone"),
        (350, "name code sum"),
        (250, "name sum"),
        (190, "name sum"),
        (120, "name"),
        (40, "name"),
    ],
)
def test_columns_leave_by_their_rank_and_the_name_stays(app: QApplication, room: int, shown: str) -> None:
    result = widths(COLUMNS, room)
    assert " ".join(c.id for c, width in zip(COLUMNS, result, strict=True) if width) == shown


@given(
    room=st.integers(60, 3000),
    columns=st.lists(
        st.builds(
            Column,
            id=st.just("x"),
            heading=st.just("栏"),
            kind=st.sampled_from(sorted(KINDS)),
            rank=st.integers(0, 5),
            stretch=st.integers(0, 2),
        ),
        min_size=1,
        max_size=12,
    ),
)
def test_columns_always_fill_the_room_exactly(room: int, columns: list[Column]) -> None:
    result = widths(columns, room)
    assert sum(result) == room
    assert all(width >= 0 for width in result)
    assert any(result)
