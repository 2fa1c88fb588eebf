"""Files looked at before they leave, through the window; a ledger's public edition, kept back and let out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import select

from tests import made_books
from tests.ui.real_book import calm, said, window_over
from tests.unit.exporting.leaks import made_files as made
from villagebook.exporting.leaks import is_located
from villagebook.models import Person
from villagebook.services import fields, history, release
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import exporting
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.leak_check import LeakCheckPage
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.messages import ErrorPanel
from villagebook.ui.wiring import COMMANDS


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(made_books.sample(), tmp_path, "notices", made_books.TODAY) as opened:
        yield opened


@pytest.fixture
def page(window: MainWindow) -> LeakCheckPage:
    window.go("notices", action="leaks")
    calm(window.runner)
    host: Any = window.page("notices")
    found: LeakCheckPage = host.view("leaks")
    return found


def planted(folder: Path) -> list[Path]:
    """A clean list, one with a stranger's number, a photo that says where it was taken."""
    book = made.roster()
    clean, bad, photo = folder / "名单.xlsx", folder / "电话.xlsx", folder / "近景.jpg"
    clean.write_bytes(made.saved(book))
    book["名单"]["D4"] = "13700137000"
    bad.write_bytes(made.saved(book))
    photo.write_bytes(made.jpg(gps=True))
    return [clean, bad, photo]


def drop(page: LeakCheckPage, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page.dropEvent(QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    calm(page.runner)


def test_the_search_box_leads_there(window: MainWindow) -> None:
    found = next(one for one in COMMANDS if one.title == "出门前检查文件")
    window.go(found.page, action=found.action)
    calm(window.runner)
    host: Any = window.page("notices")
    assert host.view("leaks").isVisible()


def test_dropped_files_are_looked_at_and_each_place_is_listed(
    window: MainWindow, page: LeakCheckPage, tmp_path: Path
) -> None:
    assert page._first.isVisible()
    drop(page, planted(tmp_path))
    assert said(window) == "查了 3 个文件，2 个不能就这样拿出去"
    assert not page._first.isVisible()
    rows = [table.model_of_rows.row_at(0) for table in page.tables]
    assert [(row["where"], row["title"]) for row in rows] == [
        ("工作表“名单”的 D4“备注”", "不是办公电话的手机号码"), ("照片信息 位置", "拍照的位置")]


def test_a_photo_is_saved_again_without_its_position(
    window: MainWindow, page: LeakCheckPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(page, planted(tmp_path))
    folder = tmp_path / "出门"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    next(button for button in page.findChildren(Button) if "不带位置" in button.text()).click()
    calm(window.runner)
    assert not is_located((folder / "近景.jpg").read_bytes())
    assert is_located((tmp_path / "近景.jpg").read_bytes())


def test_files_can_be_chosen_and_one_that_is_broken_is_told(
    window: MainWindow, page: LeakCheckPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 cut off")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(broken)], ""))
    page.choose()
    calm(window.runner)
    assert [one.error for one in page.looked] == ["这个 PDF 打不开，没有检查"]
    assert page.subtitle == "1 个文件，1 个有不能公开的"


def test_a_public_ledger_is_kept_back_and_let_out_with_a_reason(
    window: MainWindow, page: LeakCheckPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book: Any = window.runner.book
    with book.read() as connection:
        person = connection.execute(select(Person.id).order_by(Person.code)).scalars().first()
    fields.edit(book, "person", person, "name", "林电话13700137000", actor="测试")
    target = tmp_path / "人员（公开版）.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    what = exporting.Export("people", lambda one: None, "人员台账")
    exporting.save_public(page, what, ".xlsx")
    calm(window.runner)
    refused = window.overlay.panel
    assert isinstance(refused, ErrorPanel)
    assert "“姓名”：不是办公电话的手机号码" in refused.trouble.happened
    assert not target.exists()
    next(button for button in refused.findChildren(Button) if "放行" in button.text()).click()
    asked = window.overlay.panel
    assert isinstance(asked, AskDialog)
    asked.form["why"].set_value("本人同意")
    asked.do.click()
    calm(window.runner)
    assert target.exists()
    assert history.entries(book)[0].verb == "paper.release"
    assert [one.why for one in page.released] == [one.why for one in release.released(book)] == ["本人同意"]
