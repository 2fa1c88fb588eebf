"""Lists as they really come: the same content in other spellings, with real faults among them, and plain nonsense."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.importing.lists import VILLAGE, rows_of
from villagebook.importing import KINDS, Area, Cell, DraftRow, Sheet, drafts, read_file, recognise
from villagebook.importing.columns import Column, heading_words
from villagebook.importing.recognising import Table

SOURCES = ["户信息_干净.xlsx", "人信息_干净.xlsx", "全村花名册.xls", "电话变更_GBK.csv", "项目资金_干净.xlsx"]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _spellings(column: Column, cell: Cell) -> list[Cell]:
    """Other ways in which people and programs write the same cell."""
    kind = column.field.kind if column.field is not None else ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if kind in {"id_number", "card", "code"} and isinstance(cell, str):
        bare = cell.lstrip("'")
        return ["'" + bare, f" {bare}　", bare.translate(WIDE), f'="{bare}"', bare[:6] + " " + bare[6:], bare.lower()]
    if kind == "phone" and isinstance(cell, str):
        return [f" {cell} ", cell.translate(WIDE), *([float(cell)] if cell.isdigit() else [])]
    if kind == "day" and isinstance(cell, date):
        return [cell.isoformat(), f"{cell.year}.{cell.month}.{cell.day}", f"{cell:%Y%m%d}",
                f"{cell.year}年{cell.month}月{cell.day}日", float((cell - date(1899, 12, 30)).days)]
    if kind in {"money", "quantity"} and isinstance(cell, float):
        return [text, f" {cell:,.3f} ".replace(".000", "").rstrip("0 ") if "." in text else f"{cell:,.0f}"]
    if kind in {"int", "year"} and isinstance(cell, float):
        return [text, f" {text}", text.translate(WIDE)]
    if kind in {"name", "choice", "text"} and isinstance(cell, str):
        return [f" {cell} ", f"{cell}　", f"\n{cell}"]
    return []


def _respelled(sheet: Sheet, table: Table, chance: random.Random) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for position in table.rows:
        for column in table.columns:
            cell = rows[position][column.index] if column.index < len(rows[position]) else None
            others = _spellings(column, cell) if cell is not None else []
            if others and chance.random() < 0.3:
                rows[position][column.index] = chance.choice(others)
    return Sheet(sheet.name, tuple(map(tuple, rows)), sheet.merged)


def _with_rows_between(sheet: Sheet, table: Table, chance: random.Random) -> Sheet:
    """Titles above, blank rows, repeated headings, sums and a footer between and below the data."""
    first, last = (number - 1 for number in table.heading_rows)
    heading = sheet.rows[first : last + 1]
    above: list[tuple[Cell, ...]] = [("附件1",), (None,)][: chance.randint(0, 2)]
    rows = [*above, *sheet.rows[: last + 1]]
    for row in sheet.rows[last + 1 :]:
        between = [[(None, " ")], heading, [("下溪小计", None, 3.0)]]
        rows += chance.choice(between) if chance.random() < 0.1 else []
        rows.append(row)
    rows.append(("制表人：张三", None, "审核人：李四"))
    down = len(above)
    merged = tuple(Area(a.top + down, a.left, a.bottom + down, a.right) for a in sheet.merged)
    return Sheet(sheet.name, tuple(rows), merged)


def _content(rows: list[DraftRow]) -> list[tuple[Any, ...]]:
    return [(row.code, dict(row.values), row.refused) for row in rows]


def _table(sheet: Sheet) -> Table:
    found = recognise(sheet)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("dirty", [_respelled, _with_rows_between], ids=["respelled", "rows-between"])
@pytest.mark.parametrize("name", SOURCES)
def test_harmless_habits_change_nothing(name: str, dirty: Callable[..., Sheet], seed: int) -> None:
    chance = random.Random(seed)
    for sheet in read_file(VILLAGE / name).sheets:
        table = _table(sheet)
        other = _table(dirty(sheet, table, chance))
        assert (other.kind, other.unit, other.year) == (table.kind, table.unit, table.year)
        assert _content(list(drafts(other))) == _content(list(drafts(table)))


NONSENSE: list[Cell] = ["？", "约三百", "2025.2.31", "=SUM(A1:A9)", "#REF!", "王\ue000", True, 1e300, float("nan"),
                        date(1800, 1, 1), "3.50699E+17", 6.221844311699449e18, "x" * 5000, -1.0, "/", "无"]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", SOURCES)
def test_nonsense_is_kept_and_reported_beside_good_rows(name: str, seed: int) -> None:
    chance = random.Random(seed)
    for sheet in read_file(VILLAGE / name).sheets:
        table = _table(sheet)
        rows = [list(row) for row in sheet.rows]
        spoilt = {position for position in table.rows if chance.random() < 0.5}
        for position in sorted(spoilt):
            rows[position][chance.randrange(len(rows[position]))] = chance.choice(NONSENSE)
        other = _table(Sheet(sheet.name, tuple(map(tuple, rows)), sheet.merged))
        assert other.kind == table.kind
        clean = {row.row: dict(row.values) for row in drafts(table)}
        for row in drafts(other):
            _all_accounted(row)
            if row.row - 1 not in spoilt:
                assert dict(row.values) == clean[row.row]


def _all_accounted(row: DraftRow) -> None:
    """Every filled cell is a value, is kept, numbers the row, or the row is refused; what is kept is verbatim."""
    ids = {"#income": "fund_entry.amount_fen", "#expense": "fund_entry.amount_fen"}
    phones = {"household.phone", "person.phone"}
    columns = {column.heading: column for column in row.table.columns}
    for heading, text in row.cells.items():
        if heading in row.extra:
            assert row.extra[heading] == text
            continue
        column = columns[heading]
        is_value = ids.get(column.id, column.id) in row.values or (column.id == "#phone" and phones & row.values.keys())
        assert is_value or column.counts_rows or row.refused is not None, heading


HEADINGS = st.sampled_from(sorted(heading_words()))
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.dates(), st.datetimes(),
    st.text(max_size=12), HEADINGS,
    st.sampled_from(["合计", "项目编号：1", "单位：万元", "户主", *map(str, NONSENSE[:6])]),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=8)
HEADED = st.builds(
    lambda above, heading, below: [*above, heading, *below],
    ROWS, st.lists(HEADINGS, min_size=3, max_size=10).map(tuple), ROWS,
)
AREAS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 8), st.integers(0, 6), st.integers(0, 6)).map(
        lambda a: Area(a[0], a[1], a[0] + a[2], a[1] + a[3])
    ),
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(ROWS, HEADED), AREAS, st.sampled_from([None, *KINDS.ids]))
def test_any_grid_is_read_without_raising(rows: list[tuple[Cell, ...]], areas: list[Area], kind: str | None) -> None:
    table = recognise(Sheet("x", tuple(rows), tuple(areas)), kind)
    for row in drafts(table) if table else ():
        _all_accounted(row)
        assert all(isinstance(fen, int) for _, fen in row.sources)
        assert not any(id.startswith("#") for id in row.values)
        assert all(finding.message and finding.subject for finding in row.findings)


def test_codes_of_16_digits_that_are_numbers_with_all_their_digits_are_read() -> None:
    rows = rows_of(("户编号", "户主姓名"), (3506991012030009.0, "甲"), (3506991012030010.0, "乙"), kind="households")
    assert [row.values["household.code"] for row in rows] == ["3506991012030009", "3506991012030010"]


def test_codes_of_16_digits_of_which_a_spreadsheet_lost_the_last_are_not_read() -> None:
    rows = rows_of(("户编号", "户主姓名"), (3506991012030000.0, "甲"), (3506991012030010.0, "乙"), kind="households")
    assert not any("household.code" in row.values for row in rows)
