"""A working-day period over a year whose holidays nobody knows: the window says so, and asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.ui.real_book import calm, make, view_of, window_over
from villagebook.services import books, overrides, publicity
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.notice_dialogs import PostDialog
from villagebook.ui.pages.notice_draft import DraftPanel

CHICKENS = "35069920250008"
EARLY, LATE = date(2026, 12, 1), date(2026, 12, 29)


@pytest.fixture
def window(app: Any, tmp_path: Path) -> Iterator[MainWindow]:
    """The last month of the last year that is known; notices of rosters hang five working days."""
    village = make(tmp_path / "made")
    with books.open_book(village) as book:
        overrides.set_override(
            book, "notice.household_beneficiaries.days", "5个工作日", actor="x", reason="县里规定")
        publicity.draft(book, "roster-beneficiaries", actor="x", today=EARLY, project=CHICKENS)
    with window_over(village, tmp_path, "notices", EARLY) as made:
        yield made


def enter_the_year(window: MainWindow) -> None:
    """As it is announced: 1 January is off."""
    overrides.set_override(window.runner.book, "setting.calendar.days_off", "2027-01-01", actor="x")


def hang_on(window: MainWindow, asked: PostDialog, day: date) -> None:
    """Choose the first day on the wall."""
    asked.form["on"].set_value(day)
    asked.form.edited.emit("on", day)
    calm(window.runner)


def is_asked_for(window: MainWindow) -> None:
    """Where the days are entered is open."""
    calm(window.runner)
    assert window.overlay.panel is None
    settings = window.page("settings")
    assert settings.isVisible()
    assert settings.choices.current == "habits"  # type: ignore[attr-defined]


def test_posting_says_the_year_it_does_not_know_and_leads_to_where_it_is_entered(window: MainWindow) -> None:
    number = "清溪公示〔2026〕1号"
    page: Any = view_of(window, "notices")
    window.go("notices", number)
    calm(window.runner)
    page.record.post_button.click()
    calm(window.runner)
    asked = window.overlay.panel
    assert isinstance(asked, PostDialog)
    assert not asked.holidays.isVisible()
    hang_on(window, asked, LATE)
    assert "还不知道2027年哪些天放假" in asked.found.accessibleName()
    assert asked.holidays.isVisible()
    assert not asked.do.isEnabled()
    hang_on(window, asked, EARLY)
    assert "还不知道" not in asked.found.accessibleName()
    assert not asked.holidays.isVisible()
    hang_on(window, asked, LATE)
    asked.holidays.click()
    is_asked_for(window)
    enter_the_year(window)
    window.go("notices", number)
    calm(window.runner)
    page.record.post_button.click()
    calm(window.runner)
    asked = window.overlay.panel
    assert isinstance(asked, PostDialog)
    hang_on(window, asked, LATE)
    assert asked.do.isEnabled()
    assert asked.period.text() == "公示时间：2026年12月29日至2027年1月6日（5个工作日）"


def test_drafting_asks_for_the_year_too(window: MainWindow) -> None:
    window.go("notices", action=f"draft=roster-beneficiaries/{CHICKENS}")
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, DraftPanel)
    panel.form["today"].set_value(LATE)
    panel.form.edited.emit("today", LATE)
    calm(window.runner)
    assert "还不知道2027年" in panel.said.accessibleName()
    assert not panel.do.isEnabled()
    assert panel.holidays.isVisible()
    panel.holidays.click()
    is_asked_for(window)
