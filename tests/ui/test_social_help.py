"""The page 社会帮扶: a matter recorded, its money entered, summed up and reported once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.ui.real_book import TODAY, calm, said, window_over
from villagebook.services import social_help_views
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.notice_draft import DraftPanel
from villagebook.ui.pages.social_help import ReportDialog, SocialHelpPage


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(made_books.sample(), tmp_path, "projects") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> SocialHelpPage:
    window.go("projects", action="social-help")
    calm(window.runner)
    host: Any = window.page("projects")
    found = host.view("social-help")
    assert isinstance(found, SocialHelpPage)
    return found


def record(window: MainWindow, page: SocialHelpPage, **values: object) -> None:
    """Record a gift of 3,000 yuan."""
    page.add()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.form.set_values({
        "date": TODAY, "kind": "捐助资金", "giver": "乡贤", "content": "助学", "amount_fen": 300_000, **values})
    dialog.do.click()
    calm(window.runner)


def test_a_gift_is_recorded_and_its_money_entered_as_a_draft(window: MainWindow, page: SocialHelpPage) -> None:
    record(window, page)
    assert said(window).startswith("记社会帮扶 2025-06 乡贤")
    page.record.ask_money("到账")
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    assert dialog.form["amount_fen"].value == 300_000
    dialog.do.click()
    calm(window.runner)
    view = page.record.view
    assert view is not None
    assert (view.received_fen, view.left_fen, view.entries[0].posted) == (300_000, 300_000, False)


def test_a_field_is_corrected_in_place(window: MainWindow, page: SocialHelpPage) -> None:
    record(window, page)
    page.record.forms[2].edited.emit("feedback", "寄感谢信")
    calm(window.runner)
    assert page.record.view is not None
    assert page.record.view.waits == ("用完", "上报")


def test_what_is_not_reported_is_summed_up_by_kind(window: MainWindow, page: SocialHelpPage) -> None:
    record(window, page)
    page.ask_report()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, ReportDialog)
    assert dialog.found is not None
    assert [(one.kind, one.count) for one in dialog.found.lines] == [("社会力量办实事", 1), ("捐助资金", 1)]
    assert "上报过的 4 件没有算" in dialog.line.text()
    dialog.form["again"].set_value(True)
    dialog.read()
    calm(window.runner)
    assert dialog.found.total.count == 6


def test_reporting_marks_them_and_nothing_is_left(window: MainWindow, page: SocialHelpPage) -> None:
    page.ask_report()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, ReportDialog)
    dialog.do.click()
    calm(window.runner)
    assert social_help_views.reports(window.runner.book)[0].on == TODAY
    assert social_help_views.summary(window.runner.book, TODAY.replace(month=1, day=1), TODAY).matters == ()


def test_a_gift_s_notice_is_one_click_away_and_a_visit_has_none(window: MainWindow, page: SocialHelpPage) -> None:
    record(window, page)
    page.record.notice.click()
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, DraftPanel)
    order = panel.order()
    assert order is not None
    assert (order.kind, order.year, order.project) == ("donation-use", TODAY.year, None)
    assert panel.preview.pages == 1
    panel.close_panel()
    window.go("projects", action="social-help")
    calm(window.runner)
    record(window, page, kind="领导调研考察", amount_fen=None)
    assert not page.record.notice.isEnabled()
