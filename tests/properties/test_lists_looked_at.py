"""Whatever stands in a sheet, comparing it and reading it as a problem list ends with an answer or one clear line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from villagebook.base.errors import UserError
from villagebook.importing import Area, Sheet, Workbook
from villagebook.services import comparing
from villagebook.services.comparing.entries import side_of
from villagebook.services.doubts import sheets

T = TypeVar("T")
WORDS = (
    "姓名", "证件号码", "户编号", "户主姓名", "人口编号", "疑点内容", "疑点类型", "核实情况", "性别", "出生日期",
    "合计", "序号",
    "蓝丽建", "蓝丽健", "350699195401310016", "3506991012030001", "男", "1954-01-31", "?", "", " ",
)  # fmt: skip
cells = st.one_of(
    st.sampled_from(WORDS), st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.floats(), st.dates(),
    st.datetimes(max_value=dt.datetime(9000, 1, 1)), st.text(max_size=8),
)  # fmt: skip
rows = st.lists(st.lists(cells, max_size=8).map(tuple), min_size=1, max_size=12).map(tuple)
areas = st.lists(
    st.builds(
        lambda top, left, down, across: Area(top, left, top + down, left + across),
        st.integers(0, 12), st.integers(0, 8), st.integers(0, 4), st.integers(0, 4),
    ),
    max_size=3,
).map(tuple)  # fmt: skip


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    return Workbook("甲.xlsx", "0" * 64, (Sheet("Sheet1", draw(rows), draw(areas)),))


def answered(call: Callable[[], T]) -> T | None:
    """What came of it; None if it was refused, in one line."""
    try:
        return call()
    except UserError as error:
        if "\n" in str(error):
            raise AssertionError(str(error)) from error
        return None


@settings(max_examples=150)
@given(workbooks(), workbooks())
def test_comparing_anything(left: Workbook, right: Workbook) -> None:
    found = answered(lambda: comparing.compared((side_of(left, 0), side_of(right, 1))))
    if found is None:
        return
    told = {id(row) for line in found.differences for entries in line.rows for row in entries}
    assert told <= {id(entry) for side in found.sides for entry in side.entries}
    assert 0 <= found.same <= found.compared <= sum(len(side.entries) for side in found.sides)


@settings(max_examples=150)
@given(workbooks())
def test_a_list_is_never_different_from_itself(one: Workbook) -> None:
    found = answered(lambda: comparing.compared((side_of(one, 0), side_of(one, 1))))
    assert {line.kind for line in (found.differences if found else ())} <= {"ambiguous"}


@settings(max_examples=150)
@given(workbooks())
def test_reading_anything_as_a_problem_list(one: Workbook) -> None:
    found = answered(lambda: sheets.read(one))
    numbers = [row.row for sheet in found or () for row in sheet.rows]
    assert numbers == sorted(set(numbers))
    assert all(1 <= number <= len(one.sheets[0].rows) for number in numbers)
