"""The program around the pages: books opened, refused, closed and remembered; pages drawn as pictures."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests import made_books
from tests.ui.conftest import flush
from villagebook.base.errors import KnownError, UserError
from villagebook.services import books, fields, tables
from villagebook.ui import screenshot
from villagebook.ui.app import Office, dress
from villagebook.ui.pages.new_book import NewBookDialog
from villagebook.ui.pages.welcome import WaitPage, WelcomePage
from villagebook.ui.preferences import Preferences
from villagebook.ui.widgets.messages import ErrorPanel
from villagebook.ui.wiring import backup_words

TODAY = date(2025, 11, 5)
NOW = datetime(2025, 11, 5, 14, 26)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return made_books.a_copy(made_books.sample(), tmp_path)


@pytest.fixture
def chosen(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "config" / "settings.json", tmp_path / "state" / "window.json")


@pytest.fixture
def office(app: QApplication, chosen: Preferences) -> Iterator[Office]:
    made = Office(chosen, lambda: NOW)
    made.show()
    yield made
    finish(made)
    made.window.deleteLater()
    flush()


def until(condition: Callable[[], object]) -> None:
    """Let the loop run until something is so."""
    for _ in range(1500):
        QApplication.processEvents()
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("it never came")


def opened(office: Office) -> bool:
    return office.runner.book is not None and not office.window.covered and office.runner.idle


def finish(office: Office) -> None:
    """Close the window and wait until it is gone."""
    for _ in range(3):
        if office.window.overlay.panel is not None:
            office.window.overlay.panel.close_panel()
    office.window.close()
    until(lambda: not office.window.isVisible())


def cover(office: Office) -> Any:
    return office.window._cover


def panel(office: Office) -> ErrorPanel:
    found = office.window.overlay.panel
    assert isinstance(found, ErrorPanel)
    return found


def answer(office: Office, words: str) -> None:
    """Press a button of the error panel."""
    from villagebook.ui.widgets.buttons import Button

    next(button for button in panel(office).findChildren(Button) if button.words == words).click()


# Opening


def test_a_book_is_opened_on_its_first_page(office: Office, book: Path) -> None:
    office.start(str(book))
    assert isinstance(cover(office), WaitPage)
    until(lambda: opened(office))
    assert office.window.windowTitle() == "今日 – 上云村 – 村务一本清"
    assert office.chosen.recent == [str(book.resolve())]


def test_without_a_book_the_last_one_is_opened(office: Office, book: Path) -> None:
    office.chosen.opened(str(book))
    office.start(None)
    until(lambda: opened(office))
    assert office.runner.book.folder == book.resolve()


def test_without_any_book_the_ways_to_one_are_shown(office: Office) -> None:
    office.start(None)
    page = cover(office)
    assert isinstance(page, WelcomePage)
    assert [row.button.words for row in page.state.ways] == ["打开", "新建", "打开练习村"]
    assert page.state.ways[0].button.property("kind") == "primary"
    assert not office.window.navigation.isVisible()


def test_books_opened_last_are_offered_first(office: Office, book: Path, tmp_path: Path) -> None:
    office.chosen.opened(str(tmp_path / "gone.vbook"))
    office.chosen.opened(str(book))
    office.welcome()
    page = cover(office)
    page.state.ways[0].button.click()
    until(lambda: opened(office))
    assert page.recent == (str(book.resolve()),)


def test_no_page_is_reached_while_no_book_is_open(office: Office, qtbot: QtBot) -> None:
    office.welcome()
    office.window.go("households")
    office.window.open_search()
    assert office.window.current is None
    assert office.window.overlay.panel is None


@pytest.mark.parametrize("what", ["missing", "no book", "damaged"])
def test_what_cannot_be_opened_is_told_over_the_welcome(office: Office, book: Path, what: str, tmp_path: Path) -> None:
    if what == "damaged":
        (book / "book.db").write_bytes(b"not a database" * 1000)
    target = {"missing": tmp_path / "no.vbook", "no book": tmp_path, "damaged": book}[what]
    office.start(str(target))
    until(lambda: office.window.overlay.panel is not None)
    assert panel(office).trouble.title.startswith("没有打开")
    assert isinstance(cover(office), WelcomePage)
    assert office.runner.book is None


def test_a_locked_book_can_be_looked_at(office: Office, book: Path) -> None:
    with books.open_book(book):
        office.start(str(book))
        until(lambda: office.window.overlay.panel is not None)
        assert "正被打开着" in panel(office).trouble.happened
        answer(office, "只看不改地打开")
        until(lambda: opened(office))
        assert office.runner.book.read_only
        assert office.window._state.place == "云岭镇·只读"
        assert not office.window.top.undo.isEnabled()
        finish(office)


def test_another_book_takes_the_place_of_the_first(office: Office, book: Path, tmp_path: Path) -> None:
    with books.create(tmp_path / "乙村.vbook", name="乙村", code="350699101299", actor="x"):
        pass
    office.start(str(book))
    until(lambda: opened(office))
    office.window.go("households")
    first = office.runner.book
    office.open(str(tmp_path / "乙村.vbook"))
    until(lambda: office.runner.book is not first and opened(office))
    assert office.window._state.village == "乙村"
    with books.open_book(book):  # it was closed: its lock is free
        pass


def test_a_new_book_is_made_from_the_dialog(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("villagebook.ui.app._documents", lambda: tmp_path)
    office.welcome()
    office.new_book()
    dialog = office.window.overlay.panel
    assert isinstance(dialog, NewBookDialog)
    dialog.form.set_values({"name": "甲村", "code": "35069910"})
    dialog.default.click()
    until(lambda: office.window.overlay.panel not in (None, dialog))
    again = office.window.overlay.panel
    assert isinstance(again, NewBookDialog)
    assert "12 位" in again.form["code"].finding.text
    assert again.values["name"] == "甲村"
    again.form["code"].set_value("350699101299")
    again.default.click()
    until(lambda: opened(office))
    assert (tmp_path / "甲村.vbook").is_dir()
    assert office.window._state.village == "甲村"


def test_a_backup_is_made_a_book_again(
    office: Office, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with books.open_book(book) as one:
        file = books.back_up(one).path
    place = tmp_path / "elsewhere"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    office.welcome()
    office.restore_backup()
    until(lambda: opened(office))
    assert office.runner.book.folder.parent == place.resolve()


# Closing


def changed(office: Office) -> None:
    """Change something in the open book."""
    book = office.runner.book
    key = tables.keys(book, "households", tables.scope(book, TODAY))[0]
    fields.edit(book, "household", key, "address", "上云 9号", actor="x")


def backups(book: Path) -> int:
    return len(list((book / "backups").iterdir()))


def test_closing_backs_up_what_changed_and_frees_the_book(office: Office, book: Path) -> None:
    office.start(str(book))
    until(lambda: opened(office))
    before = backups(book)
    changed(office)
    office.window.close()
    assert office.window.isVisible()
    assert isinstance(cover(office), WaitPage)
    until(lambda: not office.window.isVisible())
    assert backups(book) == before + 1
    assert sorted(path.name for path in book.iterdir()) == ["backups", "book.db", "files"]
    with books.open_book(book):
        pass


def test_closing_while_checks_run_leaves_one_plain_file(office: Office, book: Path) -> None:
    office.start(str(book))
    until(lambda: opened(office))
    office.window.findings.renew()
    office.window.close()
    until(lambda: not office.window.isVisible())
    assert sorted(path.name for path in book.iterdir()) == ["backups", "book.db", "files"]


def test_closing_waits_for_a_book_on_its_way(office: Office, book: Path) -> None:
    office.start(str(book))
    office.window.close()
    until(lambda: not office.window.isVisible())
    with books.open_book(book):
        pass


def test_a_backup_that_fails_is_told_and_the_window_goes_all_the_same(
    office: Office, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.start(str(book))
    until(lambda: opened(office))
    real = office.runner.book.close

    def failing() -> None:
        real()
        raise KnownError("store.disk_full", "磁盘已满，这一步没有保存", "请腾出空间后再做一次")

    monkeypatch.setattr(office.runner.book, "close", failing)
    office.window.close()
    until(lambda: office.window.overlay.panel is not None)
    assert panel(office).trouble.title == "没有备份成"
    answer(office, "退出")
    until(lambda: not office.window.isVisible())


def test_a_backup_by_hand_is_said_and_seen_in_the_light(office: Office, book: Path) -> None:
    office.start(str(book))
    until(lambda: opened(office))
    changed(office)
    office.back_up()
    until(lambda: office.window.status._said.text.startswith("已备份并核对"))
    until(lambda: office.runner.idle)
    assert office.window._state.backup_tone == "ok"


# What is remembered


def test_columns_of_a_page_are_kept_for_the_next_start(office: Office, book: Path) -> None:
    office.start(str(book))
    until(lambda: opened(office))
    office.window.go("households")
    until(lambda: office.runner.idle)
    page: Any = office.window.page("households")
    page.list.show_columns(("head", "phone"))
    finish(office)
    assert office.chosen.kept("page.households")["columns"] == ["head", "phone"]


def test_the_text_size_is_kept(office: Office) -> None:
    office.window.change_text_size(1)
    assert office.chosen.setting("window.text_size") == 115
    office.window.change_text_size(0)


def test_chosen_theme_and_text_size_dress_the_application(app: QApplication, chosen: Preferences) -> None:
    from villagebook.ui import scale, theme

    chosen.choose("window.theme", "dark")
    chosen.choose("window.text_size", 130)
    dress(app, Preferences(chosen._config.file, chosen._state.file))
    assert theme.current().id == "dark"
    assert scale.text_size() == 1.3


def test_a_damaged_file_of_settings_counts_as_none(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text("{broken", encoding="utf-8")
    chosen = Preferences(file, tmp_path / "window.json")
    assert chosen.setting("window.text_size") == 100
    chosen.choose("window.text_size", 130)
    assert Preferences(file, tmp_path / "window.json").setting("window.text_size") == 130


def test_a_setting_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    chosen = Preferences(tmp_path / "file" / "settings.json", tmp_path / "window.json")
    with pytest.raises(KnownError) as caught:
        chosen.choose("window.theme", "dark")
    assert caught.value.id == "settings.not_written"


def test_a_value_that_is_not_allowed_is_refused(chosen: Preferences) -> None:
    with pytest.raises(UserError):
        chosen.choose("window.text_size", 999)
    assert not chosen.is_chosen("window.text_size")


# The backup light


@pytest.mark.parametrize(
    ("backed_up", "saved", "words", "tone"),
    [
        (None, None, "还没有备份", "due"),
        (datetime(2025, 11, 4, 18, 2), datetime(2025, 11, 5, 9, 0), "备份正常：昨天 18:02", "ok"),
        (datetime(2025, 10, 20, 18, 2), datetime(2025, 11, 5, 9, 0), "上次备份 10-20，已过 16 天", "due"),
        (datetime(2024, 10, 20, 18, 2), datetime(2024, 10, 20, 9, 0), "备份正常：2024-10-20 18:02", "ok"),
    ],
)
def test_the_backup_light(backed_up: datetime | None, saved: datetime | None, words: str, tone: str) -> None:
    assert backup_words(backed_up, saved, TODAY) == (words, tone)


# Pictures


def draw(book: Path, page: str, target: Path, **how: Any) -> QImage:
    screenshot.draw(str(book), page, target, today=TODAY, **how)
    return QImage(str(target))


@pytest.fixture
def _undressed(app: QApplication) -> None:
    """A picture dresses the application; the app fixture undoes it afterwards."""


@pytest.mark.usefixtures("_undressed")
def test_a_page_is_drawn_by_its_name_in_the_size_asked_for(book: Path, tmp_path: Path) -> None:
    before = backups(book)
    image = draw(book, "农户", tmp_path / "p.png", size="1440x900")
    assert (image.width(), image.height()) == (1440, 900)
    assert backups(book) == before  # it was opened for reading only


@pytest.mark.usefixtures("_undressed")
def test_a_picture_follows_theme_and_text_size(book: Path, tmp_path: Path) -> None:
    light = draw(book, "households", tmp_path / "a.png")
    dark = draw(book, "households", tmp_path / "b.png", theme="dark", text_size=1.5)
    assert light.pixelColor(700, 400).lightness() > 200 > dark.pixelColor(5, 700).lightness()


@pytest.mark.usefixtures("_undressed")
def test_a_picture_can_show_a_record_or_the_search(book: Path, tmp_path: Path) -> None:
    assert not draw(book, "农户/钟文福", tmp_path / "a.png").isNull()
    assert not draw(book, "搜索/zwf", tmp_path / "b.png").isNull()


@pytest.mark.usefixtures("_undressed")
@pytest.mark.parametrize(
    ("page", "how", "error"),
    [
        ("没有这页", {}, "screenshot.page"),
        ("农户", {"size": "big"}, "screenshot.size"),
        ("农户", {"theme": "pink"}, "screenshot.theme"),
        ("农户/没有这个人", {}, "screenshot.record"),
    ],
)
def test_what_cannot_be_drawn_is_said(book: Path, tmp_path: Path, page: str, how: dict[str, Any], error: str) -> None:
    with pytest.raises(UserError) as caught:
        draw(book, page, tmp_path / "p.png", **how)
    assert caught.value.id == error
    assert not (tmp_path / "p.png").exists()


@pytest.mark.usefixtures("_undressed")
def test_a_picture_that_cannot_be_written_is_said(book: Path, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        draw(book, "农户", tmp_path / "no" / "p.png")
    assert caught.value.id == "screenshot.not_written"


# The start


def test_nothing_heavy_is_imported_before_the_window_is_shown() -> None:
    code = """
import sys
import time
from PySide6.QtWidgets import QApplication
from villagebook.ui import app, preferences
application = QApplication([])
app.dress(application, preferences.current())
app.Office(preferences.current()).show()
application.processEvents()
print([name for name in ("sqlalchemy", "openpyxl", "reportlab", "pypinyin", "click") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
