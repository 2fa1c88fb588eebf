"""公开日历: a line per duty; a press opens the notice that met it, or drafts the one that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests import made_books
from tests.ui.conftest import grabbed
from tests.ui.real_book import calm, view_of, window_over
from villagebook.services import publicity
from villagebook.services.duties import MET, MISSED, TO_COME
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.duties import DutiesPage
from villagebook.ui.pages.notice_draft import DraftPanel

#: Two days after the accounts of the last quarter should have hung.
LATE = date(2026, 2, 2)


@pytest.fixture
def window(tmp_path: Path, app: object) -> Iterator[MainWindow]:
    with window_over(made_books.sample(), tmp_path, "notices", LATE) as window:
        window.go("notices", "duties")
        calm(window.runner)
        yield window


def page_of(window: MainWindow) -> DutiesPage:
    page = window.page("notices").view("duties")  # type: ignore[attr-defined]
    assert isinstance(page, DutiesPage)
    return page


def place(page: DutiesPage, key: str) -> int:
    return [one.key for one in page.duties].index(key)


def test_the_year_stands_line_by_line_with_ticks_and_what_is_late(window: MainWindow, tmp_path: Path) -> None:
    page = page_of(window)
    page._turn(-1)
    calm(window.runner)
    assert page.year.text() == "2025年"
    states = {one.key: one.state for one in page.duties}
    assert states["accounts/2025Q1"] == MET
    assert states["accounts/2025Q4"] == states["gifts/2025"] == MISSED
    said = page.grid.spoken()
    assert said[place(page, "accounts/2025Q4")] == "财务公开，第四季度，没有公开，已过 2 天"
    cell = page.grid.cells[place(page, "accounts/2025Q4")]
    assert (cell.first, cell.last, cell.tone, cell.icon) == (10, 12, "late", "clock-alert")
    areas = page.grid.areas()
    assert areas[place(page, "accounts/2025Q1")].right() < areas[place(page, "accounts/2025Q2")].left()
    grabbed(window, tmp_path / "duties.png")


def test_a_press_opens_the_notice_that_met_it(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page._turn(-1)
    calm(window.runner)
    spot = place(page, "accounts/2025Q1")
    qtbot.mouseClick(page.grid, Qt.MouseButton.LeftButton, pos=page.grid.areas()[spot].center())
    calm(window.runner)
    notices = view_of(window, "notices")
    assert notices.record.view.row["number"] == page.duties[spot].number
    assert notices.isVisible()


def test_a_press_on_what_is_missing_drafts_it_with_its_period(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.show_record("accounts/2025Q4")
    calm(window.runner)
    assert page.year.text() == "2025年"
    assert page.grid.place == place(page, "accounts/2025Q4")
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, DraftPanel)
    order = panel.order()
    assert order is not None
    assert (order.kind, order.period) == ("village-accounts", "2025Q4")
    assert panel.preview.pages >= 1
    panel.do.click()
    calm(window.runner)
    number = view_of(window, "notices").record.view.row["number"]
    assert publicity.view(window.runner.book, number, LATE).row["subject"]["period"] == "2025Q4"
    window.go("notices", "duties")
    calm(window.runner)
    waiting = {one.key: one.waiting for one in page_of(window).duties}
    assert waiting["accounts/2025Q4"] == number


def test_a_task_of_today_drafts_what_was_missed(window: MainWindow) -> None:
    window.go("notices", "gifts/2025", "duties:draft")
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, DraftPanel)
    order = panel.order()
    assert order is not None
    assert (order.kind, order.year, order.project) == ("donation-use", 2025, None)
    panel.close_panel()


def test_what_is_not_over_yet_leads_nowhere(window: MainWindow) -> None:
    page = page_of(window)
    assert page.year.text() == "2026年"
    for spot, one in enumerate(page.duties):
        if one.duty == "accounts" and one.state == TO_COME:
            assert not page.grid.can_press(spot)
