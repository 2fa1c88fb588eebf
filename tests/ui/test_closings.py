"""结账: the months of the book, closing one, what stands against it, reopening with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.real_book import TODAY, calm, make, view_of, window_over
from villagebook.services import closings, money
from villagebook.services.closings import CLOSED, REOPENED
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(make(tmp_path / "o"), tmp_path, "funds") as shown:
        yield shown


def page_of(window: MainWindow) -> Any:
    window.go("funds", action="closings")
    calm(window.runner)
    return window.page("funds").view("closings")  # type: ignore[attr-defined]


def post_all(window: MainWindow) -> None:
    money.post(window.runner.book, None, actor="测试", today=TODAY, why="核对过")
    window.refresh_state()
    calm(window.runner)


def test_drafts_stand_against_closing_and_are_named(window: MainWindow) -> None:
    page = page_of(window)
    page.show_record("2025-02")
    assert page.shown.name == "2025年2月"
    assert page.record.close_button.isEnabled() is False
    assert "草稿" in page.record.message._text.text()
    page.record.drafts_asked.emit()
    calm(window.runner)
    assert window.page("funds").shown is view_of(window, "funds")  # type: ignore[attr-defined]


def test_a_month_is_closed_and_reopened_with_a_reason(window: MainWindow) -> None:
    post_all(window)
    page = page_of(window)
    assert page.shown.name == "2025年2月"
    page.ask_close()
    window.overlay.panel.default.click()
    calm(window.runner)
    assert page.source.found["2025-02"].state == CLOSED
    page.show_record("2025-02")
    calm(window.runner)
    assert page.record.reopen_button.isVisible()
    page.ask_reopen()
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.form.set_values({"why": "漏记一笔"})
    dialog.do.click()
    calm(window.runner)
    assert page.source.found["2025-02"].state == REOPENED
    (row,) = [p for p in closings.periods(window.runner.book, 2025, TODAY) if p.month == 2]
    assert row.closing is not None
    assert row.closing["reopened_why"] == "漏记一笔"


def test_a_later_month_waits_for_the_earlier(window: MainWindow) -> None:
    post_all(window)
    page = page_of(window)
    page.show_record("2025-04")
    assert "请先结2025年2月的账" in page.record.message._text.text()
    page.ask_close()
    assert window.overlay.panel is None
