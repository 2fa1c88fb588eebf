"""收益分配 through the window: a plan written, a list filled, paid as drafts, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.real_book import calm, make, said, window_over
from tests.ui.test_reading_aloud import unnamed
from villagebook.services import distributions
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.distributions import DistributionsPage


@pytest.fixture
def window(app: Any, tmp_path: Path) -> Iterator[MainWindow]:
    (tmp_path / "book").mkdir()
    with window_over(make(tmp_path / "book"), tmp_path, "funds") as made:
        made.go("funds", action="distributions")
        calm(made.runner)
        yield made


@pytest.fixture
def page(window: MainWindow) -> DistributionsPage:
    found = window.page("funds").view("distributions")
    assert isinstance(found, DistributionsPage)
    return found


def fill(window: MainWindow, **values: Any) -> None:
    """Fill the dialog that is open, and press its button."""
    dialog = window.overlay.panel
    for name, value in values.items():
        dialog.form[name].set_value(value)
    dialog.do.click()
    calm(window.runner)


@pytest.fixture
def planned(window: MainWindow, page: DistributionsPage) -> DistributionsPage:
    """One of 1,000.00 元 with a plan."""
    page.ask_new()
    calm(window.runner)
    fill(window, year="2025", income_fen=100_000, name="2025年水电站收益分配方案")
    page.do("plan")
    fill(window, 分红到户=60_000, 村集体留存=40_000)
    return page


def test_before_the_first_one_the_page_says_what_it_is_for(window: MainWindow, page: DistributionsPage) -> None:
    assert page._stack.currentIndex() == 1
    assert unnamed(page) == []


def test_a_plan_is_written_and_its_parts_stand_with_their_sum(
    window: MainWindow, planned: DistributionsPage
) -> None:
    view = planned.shown
    assert view is not None
    assert [(part.use, part.planned_fen) for part in view.parts] == [("分红到户", 60_000), ("村集体留存", 40_000)]
    assert planned.record.parts.rows_model.rowCount() == 3
    assert [stage.state for stage in planned.record.steps.stages] == ["done", "now", "next", "next", "next"]
    assert unnamed(planned) == []


def test_more_than_came_in_is_asked_again_with_what_was_typed(window: MainWindow, planned: DistributionsPage) -> None:
    planned.do("plan")
    fill(window, 分红到户=70_000)
    dialog = window.overlay.panel
    assert dialog.form["分红到户"].value == 70_000
    assert planned.shown is not None
    assert planned.shown.planned_fen == 100_000


def test_a_list_is_filled_pasted_and_paid_as_drafts(window: MainWindow, planned: DistributionsPage) -> None:
    planned.do("fill")
    calm(window.runner)
    fill(window, use="分红到户", total_fen=60_000)
    view = planned.shown
    assert view is not None
    assert sum(line.amount_fen for line in view.lines) == 60_000
    count = len(view.lines)
    QApplication.clipboard().setText("陈同学\t考上大学\t500")
    planned.do("paste")
    fill(window, use="奖励补助")
    assert len(planned.shown.lines) == count + 1
    planned.do("pay")
    fill(window, use="分红到户", why="春节前先发")
    assert "已记 1 笔分配的草稿" in said(window)
    vouchers = {line.voucher for line in planned.shown.lines if line.use == "分红到户"}
    assert vouchers == {planned.shown.payments[0].voucher}
    assert [(entry.words, entry.enabled) for entry in planned.record.entries()] == [("删掉这份方案…", False)]


def test_lines_are_dropped_and_one_unpaid_is_removed(window: MainWindow, planned: DistributionsPage) -> None:
    planned.do("line")
    fill(window, use="临时救助", name="陈同学", amount_fen=100)
    planned.drop_lines([planned.shown.lines[0].key])
    calm(window.runner)
    assert planned.shown.lines == ()
    key = planned.shown.key
    planned.do("remove")
    window.overlay.panel.default.setFocus()
    buttons = [window.overlay.panel._buttons.itemAt(n).widget() for n in range(window.overlay.panel._buttons.count())]
    next(button for button in buttons if getattr(button, "words", "") == "删去").click()
    calm(window.runner)
    assert key not in {view.key for view in distributions.every(window.runner.book, planned.context.today())}
