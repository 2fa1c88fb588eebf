"""Paper on screen: pages are drawn off the GUI thread, turned and zoomed by keys."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.ui.conftest import settle
from villagebook.ui import style, theme
from villagebook.ui.runner import Runner
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.paper import PaperPreview, PrintPanel, draw_page, measure


def a_pdf(pages: int = 3) -> bytes:
    """Return a PDF with a black square in the middle of each page."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(200, 300))
    for _ in range(pages):
        canvas.rect(80, 130, 40, 40, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def preview(runner: Runner) -> Iterator[PaperPreview]:
    """A preview of three pages, shown and drawn."""
    made = PaperPreview(runner)
    made.resize(400, 500)
    made.show()
    made.show_pdf(a_pdf())
    settle(runner)
    yield made
    made.close()
    made.deleteLater()


def test_a_page_is_drawn_white_with_its_ink(app: QApplication) -> None:
    image = draw_page(a_pdf(), 1, 2.0)
    assert (image.width(), image.height()) == (400, 600)
    assert image.pixelColor(5, 5) == QColor(theme.LIGHT.paper)
    assert image.pixelColor(200, 300) == QColor(theme.LIGHT.ink)
    assert measure(a_pdf(5)).sizes == ((200.0, 300.0),) * 5


def test_the_whole_page_is_shown_first(preview: PaperPreview) -> None:
    sheet = preview.sheet_rect()
    assert preview.pages == 3
    assert preview._canvas.rect().contains(sheet)
    assert sheet.height() / sheet.width() == pytest.approx(1.5, abs=0.02)


def test_paper_is_white_in_the_dark_theme_too(preview: PaperPreview, app: QApplication, runner: Runner) -> None:
    style.apply(app, theme.DARK)
    settle(runner)
    picture = preview._canvas.grab().toImage()
    sheet = preview.sheet_rect()
    assert picture.pixelColor(sheet.topLeft() + sheet.topLeft() * 0) == QColor(theme.DARK.paper)
    assert picture.pixelColor(sheet.center()) == QColor(theme.DARK.ink)
    assert picture.pixelColor(2, 2) == QColor(theme.DARK.bg)


def test_pages_turn_by_keys_and_stop_at_the_ends(preview: PaperPreview, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    preview.page_changed.connect(lambda *what: told.append(what))
    qtbot.keyClick(preview._canvas, Qt.Key.Key_PageDown)
    qtbot.keyClick(preview._canvas, Qt.Key.Key_End)
    qtbot.keyClick(preview._canvas, Qt.Key.Key_Right)
    assert preview.page == 2
    assert not preview._after.isEnabled()
    qtbot.keyClick(preview._canvas, Qt.Key.Key_Home)
    assert told[-1] == (0, 3)
    assert "第 1 页，共 3 页" in preview.accessibleName()


def test_zoom_goes_in_steps_and_back_to_the_whole_page(preview: PaperPreview, runner: Runner, qtbot: QtBot) -> None:
    before = preview.sheet_rect().width()
    for _ in range(6):
        qtbot.keyClick(preview._canvas, Qt.Key.Key_Plus)
    settle(runner)
    assert preview.sheet_rect().width() > before
    assert preview._percent.text().endswith("%")
    preview.fit()
    settle(runner)
    assert preview.sheet_rect().width() == before


def test_an_older_paper_does_not_come_back(preview: PaperPreview, runner: Runner) -> None:
    preview.show_pdf(a_pdf(7))
    preview.show_pdf(a_pdf(2))
    settle(runner)
    assert preview.pages == 2
    preview.say("正在排版")
    assert preview.pages == 0
    assert preview.said == "正在排版"


def test_a_print_panel_shows_paper_options_and_answers(runner: Runner) -> None:
    panel = PrintPanel("打印帮扶手册", "钟文福", runner)
    button = panel.add_answer(Button("打印 14 页", "printer", "primary"), default=True)
    assert panel.default is button
    panel.resize(1120, 700)
    panel.preview.show_pdf(a_pdf(14))
    panel.show()
    settle(runner)
    assert panel.preview.pages == 14
    panel.close()
