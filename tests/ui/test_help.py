"""帮扶 through the window: handbooks of registered households, ticked, looked at and kept as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.real_book import ACTOR, TODAY, calm, make, said, shown_rows, window_over
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services import books, paper, tables
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import files
from villagebook.ui.pages.help import HelpPage
from villagebook.ui.pages.printing import PrintDialog
from villagebook.ui.widgets.paper import measure


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "help") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> HelpPage:
    found = window.page("help")
    assert isinstance(found, HelpPage)
    return found


def printing(window: MainWindow) -> PrintDialog:
    calm(window.runner)
    asked = window.overlay.panel
    assert isinstance(asked, PrintDialog)
    return asked


def test_the_handbook_of_the_current_household_is_shown(window: MainWindow, page: HelpPage) -> None:
    keys = page.list.model.keys()
    page.list.table.go_to(keys[2])
    calm(window.runner)
    row = tables.page(window.runner.book, "households", tables.scope(window.runner.book, TODAY), [keys[2]])[0]
    assert page.record._title.text == row["head"]
    pages = len(measure(paper.handbook_bytes(window.runner.book, row["code"], TODAY)).sizes)
    assert page.preview.pages == pages > 1


def test_only_registered_households_are_listed(window: MainWindow, page: HelpPage) -> None:
    page._choose_view("monitored")
    calm(window.runner)
    scope = tables.scope(window.runner.book, TODAY, filters={"status": MONITORED_STATUSES})
    assert len(page.list.model.keys()) == tables.count(window.runner.book, "households", scope) > 0


def test_ticked_households_are_printed_into_one_file(
    window: MainWindow, page: HelpPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = len(page.list.model.keys())
    assert page.print_button.text() == f"打印 {every} 本手册"
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Space)
    calm(window.runner)
    page._tick(page.list.model.keys()[3])
    calm(window.runner)
    assert [row["tick"] for row in shown_rows(page.list.table)[:4]] == [True, False, False, True]
    page.print_button.click()
    asked = printing(window)
    ticked = [row["code"] for row in shown_rows(page.list.table) if row["tick"]]
    one = [len(measure(paper.handbook_bytes(window.runner.book, code, TODAY)).sizes) for code in ticked]
    assert asked.preview.pages == sum(one)
    target = tmp_path / "手册.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    asked.save.click()
    calm(window.runner)
    assert len(measure(target).sizes) == sum(one)
    assert said(window).startswith("手册 2 户")


def test_all_are_ticked_and_unticked(window: MainWindow, page: HelpPage) -> None:
    page.tick_all.click()
    calm(window.runner)
    assert all(row["tick"] for row in shown_rows(page.list.table))
    assert page.tick_all.words == "全不勾"
    page.tick_all.click()
    calm(window.runner)
    assert not any(row["tick"] for row in shown_rows(page.list.table))


def test_the_blank_handbook_is_shown_before_it_is_printed(window: MainWindow, page: HelpPage) -> None:
    page.print_blank()
    asked = printing(window)
    assert asked.preview.pages > 1
    assert "空白" in asked._job.file_name


def test_private_files_do_not_stay_behind(window: MainWindow, page: HelpPage) -> None:
    page.print_blank()
    printing(window).close_panel()
    first = page._made[0]
    page.print_blank()
    printing(window)
    assert not first.exists()
    assert len(page._made) == 1


def test_a_household_is_found_for_printing_from_elsewhere(window: MainWindow, page: HelpPage) -> None:
    key = page.list.model.keys()[1]
    window.go("help", key, "print")
    asked = printing(window)
    assert asked.preview.pages > 1


def test_a_book_without_registered_households_says_what_to_do(app: QApplication, tmp_path: Path) -> None:
    made = tmp_path / "a" / "空村.vbook"
    made.parent.mkdir()
    books.create(made, name="空村", code="350699101204", actor=ACTOR).close()
    with window_over(made, tmp_path, "help") as window:
        page = window.page("help")
        assert isinstance(page, HelpPage)
        assert page._none.isVisible()
        assert [way.button.text() for way in page._none.ways] == ["选表", "空白手册"]
