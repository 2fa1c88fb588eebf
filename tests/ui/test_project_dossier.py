"""The tab 档案 in a real window: what is missing, papers dropped, pasted, offered by a folder, moved, printed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.ui import real_book
from tests.ui.real_book import calm, shown_rows
from villagebook.services import history, projects
from villagebook.services.dossier import binder
from villagebook.ui import preferences
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import project_dossier_folder
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.printing import PrintDialog

CODE = "35069920250709"


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[MainWindow]:
    with real_book.window_over(made_books.sample(), tmp_path, "projects") as opened:
        opened.go("projects", projects.key_of(opened.runner.book, CODE))
        calm(opened.runner)
        opened.page("projects").view("projects").record.show_tab("dossier")
        calm(opened.runner)
        yield opened


def tab_of(window: MainWindow) -> Any:
    return window.page("projects").view("projects").record.parts["dossier"]


def picture(folder: Path, name: str, shade: int = 120) -> Path:
    path = folder / name
    Image.new("RGB", (300, 400), (shade, 10, 10)).save(path)
    return path


def row(tab: Any, slot: str) -> dict[str, Any]:
    return next(row for row in shown_rows(tab.slots) if row["key"] == slot)


def choose(window: MainWindow, slot: str) -> Any:
    tab = tab_of(window)
    assert tab.slots.go_to(slot)
    calm(window.runner)
    return tab


def answer(window: MainWindow, **values: Any) -> None:
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.form.set_values(values)
    dialog.do.click()
    calm(window.runner)


def test_the_slots_stand_in_order_with_their_state_and_the_tab_counts(window: MainWindow) -> None:
    tab = tab_of(window)
    found = binder.binder(window.runner.book, CODE, real_book.TODAY)
    assert [row["key"] for row in shown_rows(tab.slots)] == [view.slot.id for view in found.slots]
    assert row(tab, "application")["state"].text == "自动生成"
    tab.missing_only.click()
    assert [row["key"] for row in shown_rows(tab.slots)] == [
        view.slot.id for view in found.slots if view.state == binder.MISSING]


def test_files_dropped_on_a_row_go_into_that_place(window: MainWindow, tmp_path: Path) -> None:
    tab = choose(window, "application")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path, "整改.png")))])
    keys = [row["key"] for row in shown_rows(tab.slots)]
    index = tab.slots.model().index(keys.index("mending"), 1)
    tab.slots.scrollTo(index)
    middle = tab.slots.visualRect(index).center()
    point = tab.slots.viewport().mapTo(tab, QPoint(middle))
    tab.dropEvent(QDropEvent(
        QPointF(point), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    calm(window.runner)
    assert row(tab, "mending")["state"].text == "有"
    assert "整改记录" in history.entries(window.runner.book, 1)[0].heading


def test_a_copied_picture_is_pasted_into_the_chosen_place(window: MainWindow) -> None:
    tab = choose(window, "mending")
    image = QImage(200, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    QApplication.clipboard().setImage(image)
    tab.buttons["粘贴"].click()
    calm(window.runner)
    assert [kept.name for kept in tab.slot.kept] == ["粘贴的图片"]


def test_a_file_that_cannot_be_kept_is_said_in_words(window: MainWindow, tmp_path: Path) -> None:
    tab = choose(window, "mending")
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"\xff\xd8 not a picture")
    tab.put_paths([picture(tmp_path, "好.png"), broken])
    calm(window.runner)
    assert len(tab.slot.kept) == 1
    assert "坏.jpg" in tab.told[0]


def test_new_files_of_the_scanners_folder_are_offered_once(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    picture(folder, "一.png", 1)
    picture(folder, "二.png", 200)
    tab = choose(window, "mending")
    tab.folder.use(folder)
    calm(window.runner)
    assert [file.path.name for file in tab.folder.fresh] == ["一.png", "二.png"]
    tab.folder.put_button.click()
    calm(window.runner)
    assert len(tab.slot.kept) == 2
    assert not tab.folder.fresh
    assert tab.folder.isHidden()
    picture(folder, "三.png", 90)
    tab.folder.look()
    calm(window.runner)
    tab.folder.leave_button.click()
    tab.folder.look()
    calm(window.runner)
    assert tab.folder.isHidden()
    preferences.current().keep(project_dossier_folder.KEPT, "")


def test_not_applicable_is_asked_with_a_reason_and_taken_back(window: MainWindow) -> None:
    tab = choose(window, "mending")
    tab.buttons["不适用"].click()
    answer(window, why="没有要整改的")
    assert row(tab, "mending")["state"].text == "不适用"
    tab.buttons["又适用"].click()
    calm(window.runner)
    assert row(tab, "mending")["state"].text == "按需"


def test_papers_change_their_order_are_described_and_taken_out(window: MainWindow, tmp_path: Path) -> None:
    tab = choose(window, "mending")
    tab.put_paths([picture(tmp_path, "甲.png", 5), picture(tmp_path, "乙.png", 250)])
    calm(window.runner)
    tab.papers.go_to(tab.slot.kept[0].key)
    tab.buttons["下移"].click()
    calm(window.runner)
    assert [kept.name for kept in tab.slot.kept] == ["乙", "甲"]
    tab.papers.go_to(tab.slot.kept[0].key)
    tab.buttons["改说明"].click()
    answer(window, name="整改通知书", number="云乡〔2025〕3号")
    assert tab.slot.kept[0].row["number"] == "云乡〔2025〕3号"
    tab.papers.go_to(tab.slot.kept[1].key)
    tab.buttons["移走"].click()
    calm(window.runner)
    assert [kept.name for kept in tab.slot.kept] == ["整改通知书"]


def test_the_volume_is_seen_before_it_is_printed(window: MainWindow, tmp_path: Path) -> None:
    tab = tab_of(window)
    tab.print_button.click()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, PrintDialog)
    assert dialog.preview.pages > 10
    out = io.BytesIO(dialog._pdf if isinstance(dialog._pdf, bytes) else b"")
    assert "项目档案" in pypdfium2.PdfDocument(out.getvalue())[0].get_textpage().get_text_bounded().replace(" ", "")


def test_one_paper_is_looked_at(window: MainWindow) -> None:
    tab = choose(window, "application")
    tab.buttons["看"].click()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, PrintDialog)
    assert dialog.preview.pages == 1


def test_the_order_of_the_binder_is_changed_for_the_book(window: MainWindow) -> None:
    tab = choose(window, "grant")
    tab._reorder(-1)
    calm(window.runner)
    keys = [row["key"] for row in shown_rows(tab.slots)]
    assert keys.index("grant") == keys.index("county-approval") - 1
    tab._switch_off()
    calm(window.runner)
    assert "grant" not in [row["key"] for row in shown_rows(tab.slots)]
