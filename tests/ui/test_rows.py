"""The windowed model: keys only, rows when they are seen, order and filter asked of the source."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import settle
from tests.ui.fakes import FundsSource, HouseholdsSource, ManyRows
from villagebook.ui.models.columns import Group
from villagebook.ui.models.rows import PAGE, PAGES_KEPT, RowsModel
from villagebook.ui.runner import Runner
from villagebook.ui.widgets.table import TableView


def loaded(source: Any, runner: Runner) -> RowsModel:
    """Return a model that has its keys."""
    model = RowsModel(source, runner)
    model.reload()
    settle(runner)
    return model


def test_100_000_rows_are_shown_without_loading_them(runner: Runner, app: QApplication) -> None:
    source = ManyRows(100_000)
    model = RowsModel(source, runner)
    view = TableView(model, name="农户")
    view.resize(600, 500)
    view.show()
    begun = time.perf_counter()
    model.reload()
    settle(runner)
    took = time.perf_counter() - begun
    assert model.rowCount() == 100_000
    assert source.served <= 2 * PAGE
    # Some 50 ms on an idle machine; the bound only tells this from loading everything.
    assert took < 1.5
    view.scrollToBottom()
    settle(runner)
    assert model.index(99_999, 0).data() == "户99999"
    assert source.served <= 4 * PAGE
    view.close()


def test_a_row_that_has_not_arrived_is_empty_and_then_filled(runner: Runner) -> None:
    model = loaded(ManyRows(1000), runner)
    arrived: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: arrived.append((first.row(), last.row())))
    assert model.index(500, 0).data() == ""
    settle(runner)
    assert model.index(500, 0).data() == "户500"
    assert arrived == [(400, 599)]


def test_pages_not_seen_for_long_are_forgotten(runner: Runner) -> None:
    source = ManyRows(PAGE * (PAGES_KEPT + 5))
    model = loaded(source, runner)
    for page in range(PAGES_KEPT + 5):
        model.row_at(page * PAGE)
        settle(runner)
    before = source.served
    model.row_at(0)
    settle(runner)
    assert source.served == before + PAGE


def test_sorting_and_filtering_are_asked_of_the_source(runner: Runner) -> None:
    source = ManyRows(10)
    model = loaded(source, runner)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_filter("3组")
    settle(runner)
    # The order alone may be skipped: the newer question replaces it while it waits.
    assert source.asked[0] == (None, False, None)
    assert source.asked[-1] == ("number", True, "3组")
    assert model.key_at(0) == 9


def test_a_refresh_shows_the_old_rows_until_the_new_ones_are_there(runner: Runner) -> None:
    model = loaded(ManyRows(50), runner)
    model.row_at(0)
    settle(runner)
    shown: list[Any] = []
    model.loaded.connect(lambda: shown.append(model.index(7, 0).data()))
    model.reload()
    settle(runner)
    assert shown == ["户7"]


def test_groups_stand_among_the_rows_and_fold(runner: Runner) -> None:
    model = loaded(FundsSource(), runner)
    rows = model.rowCount()
    group = model.group_at(0)
    assert isinstance(group, Group)
    assert list(model.group_rows) == [0, 3, 14]
    assert model.is_folded(model.group_at(14))  # type: ignore[arg-type]
    model.fold(group, True)
    assert model.rowCount() == rows - 2
    assert model.key_at(1) is None
    model.reload()
    settle(runner)
    assert model.is_folded(group)
    model.fold(group, False)
    assert model.rowCount() == rows


def test_rows_below_a_folded_group_are_the_right_ones(runner: Runner) -> None:
    model = loaded(FundsSource(), runner)
    model.fold(model.group_at(0), True)  # type: ignore[arg-type]
    model.row_at(2)
    settle(runner)
    assert model.index(2, 2).data() == "记-0148"


def test_a_key_finds_its_row_after_every_change(runner: Runner) -> None:
    model = loaded(HouseholdsSource(), runner)
    assert model.row_of("h8") == 7
    model.sort_by("head", True)
    settle(runner)
    assert model.key_at(model.row_of("h8")) == "h8"
    assert model.row_of("nobody") == -1
    assert model.row_of(None) == -1


def test_columns_can_be_chosen(runner: Runner) -> None:
    model = loaded(HouseholdsSource(), runner)
    assert "phone" not in [column.id for column in model.columns]
    model.show_columns([column for column in model.source.columns if column.id in ("head", "phone")])
    assert [model.headerData(place, Qt.Orientation.Horizontal) for place in range(2)] == ["户主", "联系电话"]


def test_cells_are_read_aloud_with_their_heading(runner: Runner) -> None:
    model = loaded(HouseholdsSource(), runner)
    model.row_at(0)
    settle(runner)
    place = [column.id for column in model.columns].index("per_capita")
    assert model.index(0, place).data(Qt.ItemDataRole.AccessibleTextRole) == "人均纯收入 11,100.00"
