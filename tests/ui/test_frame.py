"""The window: keys, refreshing by families, errors, search, text size, room."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from tests.ui.conftest import settle
from tests.ui.fake_pages import HouseholdsPage
from tests.ui.fakes import FakeBook, FakeChanged
from villagebook.base.errors import UserError
from villagebook.ui import frame, scale, style
from villagebook.ui.runner import Runner
from villagebook.ui.widgets.dialog import Dialog, confirm
from villagebook.ui.widgets.keysheet import KeySheet
from villagebook.ui.widgets.messages import ErrorPanel
from villagebook.ui.widgets.search import SearchPalette

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def households(window: frame.MainWindow) -> HouseholdsPage:
    """Return the fake households page."""
    page = window.page("households")
    assert isinstance(page, HouseholdsPage)
    return page


def test_pages_are_made_when_they_are_first_shown(window: frame.MainWindow) -> None:
    assert list(window._pages) == ["households"]
    window.go("funds")
    assert list(window._pages) == ["households", "funds"]


def test_the_frame_shows_the_state_of_the_book(window: frame.MainWindow) -> None:
    assert window.top.undo.accessibleName() == "撤销：改联系电话 蓝丽建"
    assert "核查，11 件要看" in window.navigation.spoken()
    assert window.windowTitle() == "农户 – 清溪村 – 村务一本清"


@pytest.mark.parametrize(("number", "title"), [(1, "今日"), (3, "项目"), (4, "资金"), (9, "设置")])
def test_ctrl_and_a_number_turn_to_a_page(window: frame.MainWindow, qtbot: QtBot, number: int, title: str) -> None:
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
    assert window.current is not None
    assert window.current.title == title


def test_alt_and_arrows_go_through_the_records(window: frame.MainWindow, qtbot: QtBot) -> None:
    page = households(window)
    page.list.table.go_to("h1")
    qtbot.keyClick(window, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(window, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(window, Qt.Key.Key_Up, ALT)
    assert page.list.table.current_key() == "h2"


def test_f6_goes_through_the_panes_and_round(window: frame.MainWindow, qtbot: QtBot) -> None:
    page = households(window)
    page.list.table.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        parts = {"list": page.list.table, "record": page.record, "top": window.top, "pages": window.navigation}
        seen.append(next(name for name, part in parts.items() if part is focus or part.isAncestorOf(focus)))
    assert seen == ["record", "top", "pages", "list"]


def test_enter_goes_into_the_record_and_escape_comes_back(window: frame.MainWindow, qtbot: QtBot) -> None:
    page = households(window)
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.record.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.list.table.hasFocus()


def test_a_page_refreshes_when_its_family_changed_and_another_when_it_is_shown(
    window: frame.MainWindow, runner: Runner, book: FakeBook
) -> None:
    window.go("funds")
    window.go("households")
    settle(runner)
    book.calls.clear()
    runner.change(lambda book, progress: FakeChanged(frozenset({"fund_entry"})))
    settle(runner)
    assert not [what for what, _ in book.calls if what.startswith("ids")]
    assert window._stale == {"funds"}
    runner.change(lambda book, progress: FakeChanged(frozenset({"person"})))
    settle(runner)
    assert [what for what, _ in book.calls if what.startswith("ids")]
    window.go("funds")
    assert window._stale == set()


def test_editing_a_field_saves_and_says_so_with_the_way_back(
    window: frame.MainWindow, runner: Runner, book: FakeBook, qtbot: QtBot
) -> None:
    page = households(window)
    page.list.table.go_to("h8")
    settle(runner)
    line = page.form["area"].control
    line.setFocus()
    line.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(line, "130")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    settle(runner)
    assert [thread.split("_")[0] for what, thread in book.calls if what == "write area"] == ["writer"]
    assert window.status._said.text == "改住房面积"
    assert window.status.undo.isVisible()
    window.status.undo.click()
    settle(runner)
    assert book.undone == 1


def test_ctrl_z_undoes_in_the_book_unless_something_was_typed(
    window: frame.MainWindow, runner: Runner, book: FakeBook, qtbot: QtBot
) -> None:
    page = households(window)
    page.list.table.go_to("h8")
    settle(runner)
    line = page.form["area"].control
    line.setFocus()
    qtbot.keyClicks(line, "9")
    qtbot.keyClick(line, Qt.Key.Key_Z, CTRL)
    settle(runner)
    assert book.undone == 0
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Z, CTRL)
    settle(runner)
    assert book.undone == 1


def test_our_own_error_opens_a_panel_and_the_window_is_usable_after_it(
    window: frame.MainWindow, runner: Runner, qtbot: QtBot
) -> None:
    def refuse(book: Any, progress: Any) -> Any:
        raise UserError("funds.closed", "2025年9月已经结账，不能再改", "请先重新打开这个月，写明原因")

    runner.change(refuse)
    settle(runner)
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert panel.trouble.happened == "2025年9月已经结账，不能再改。"
    assert panel.trouble.ways == ("请先重新打开这个月，写明原因。",)
    assert "funds.closed" in panel.trouble.technical
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    assert window.current is households(window)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.overlay.panel is None


def test_one_trouble_is_said_once(window: frame.MainWindow) -> None:
    for _ in range(3):
        window.trouble(UserError("book.gone", "书不在原来的地方"))
    assert len(window.overlay._panels) == 1


def test_what_is_typed_is_saved_when_the_window_closes(
    window: frame.MainWindow, runner: Runner, book: FakeBook, qtbot: QtBot
) -> None:
    page = households(window)
    page.list.table.go_to("h8")
    settle(runner)
    line = page.form["area"].control
    line.setFocus()
    qtbot.keyClicks(line, "9")
    window.close()
    assert "write area" in [what for what, _ in book.calls]


def test_a_bug_offers_to_save_and_leave_once(window: frame.MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: written.append(kind))
    window.boundary.install()
    try:
        for _ in range(2):
            error = ZeroDivisionError("a bug in a slot")
            sys.excepthook(ZeroDivisionError, error, None)
            QCoreApplication.processEvents()
    finally:
        window.boundary.uninstall()
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert panel.trouble.title == "程序出了错"
    assert "a bug in a slot" in panel.trouble.technical
    assert panel.default is not None
    assert panel.default.text() == "保存并退出"
    assert len(window.overlay._panels) == 1
    assert written == [ZeroDivisionError] * 2
    panel.default.click()
    assert not window.isVisible()


def test_search_finds_by_initials_and_goes_to_the_record(
    window: frame.MainWindow, runner: Runner, qtbot: QtBot
) -> None:
    window.go("funds")
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.overlay.panel
    assert isinstance(palette, SearchPalette)
    assert palette.line.hasFocus()
    qtbot.keyClicks(palette.line, "zwf")
    settle(runner)
    assert len(palette.list.hits) == 8
    assert "钟文福" in palette.line.accessibleDescription()
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.place == 1
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    settle(runner)
    assert window.current is households(window)
    assert households(window).list.table.current_key() == "h2"


def test_an_answer_to_an_older_search_is_dropped(window: frame.MainWindow, runner: Runner) -> None:
    window.open_search()
    palette = window.overlay.panel
    assert isinstance(palette, SearchPalette)
    palette.line.setText("没有")
    palette.show_hits("zwf", ())
    settle(runner)
    assert palette.list.said == "没有找到"


def test_the_key_sheet_lists_the_keys_of_the_window_and_of_the_page(window: frame.MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.overlay.panel
    assert isinstance(sheet, KeySheet)
    from PySide6.QtWidgets import QLabel

    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+K", "查找", "Ctrl+P", "打印手册", "在“农户”这一页"} <= words


def test_page_keys_work_only_on_their_page(window: frame.MainWindow, qtbot: QtBot) -> None:
    assert {key.key().toString() for key in window.keys.of_page} == {"Ctrl+N", "Ctrl+F", "Ctrl+P", "Ctrl+E"}
    window.go("today")
    assert window.keys.of_page == []


def test_text_size_goes_up_down_and_back_by_keys(window: frame.MainWindow, qtbot: QtBot, app: QApplication) -> None:
    told: list[float] = []
    window.text_size_changed.connect(told.append)
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Minus, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Minus, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    assert told == [1.15, 1.0, 0.9, 1.0]
    assert scale.text_size() == 1.0


@pytest.mark.parametrize(
    ("width", "size", "one", "beside"),
    [(1366, 1.0, False, True), (1200, 1.0, False, False), (1366, 1.5, True, False), (900, 1.0, True, False)],
)
def test_panes_follow_the_logical_width(
    window: frame.MainWindow, runner: Runner, app: QApplication, width: int, size: float, one: bool, beside: bool
) -> None:
    style.apply(app, text_size=size)
    window.resize(width, 700)
    settle(runner)
    page = households(window)
    assert page.panes is not None
    assert page.panes.one_pane is one
    if one:
        assert page.list.isVisible()
        page.panes.show_record()
        settle(runner)
        assert not page.list.isVisible()
        assert page.panes.bar.where.text.startswith("第 ")
    assert page.record._beside is beside
    assert ("side" in [tab.id for tab in page.record.tabs.tabs]) is not beside


def test_a_list_without_rows_has_the_whole_room(window: frame.MainWindow, runner: Runner, book: FakeBook) -> None:
    page = households(window)
    assert page.record.isVisible()
    kept = dict(book.households)
    book.households.clear()
    page.refresh()
    settle(runner)
    assert not page.record.isVisible()
    book.households.update(kept)
    page.refresh()
    settle(runner)
    assert page.record.isVisible()


@pytest.mark.parametrize("size", [0.9, 1.0, 1.5, 2.0])
def test_nothing_scrolls_sideways_at_any_text_size(
    window: frame.MainWindow, runner: Runner, app: QApplication, size: float
) -> None:
    from PySide6.QtWidgets import QAbstractScrollArea

    style.apply(app, text_size=size)
    for page in ("households", "funds", "projects"):
        window.go(page)
        settle(runner)
        for area in window.findChildren(QAbstractScrollArea):
            assert not area.horizontalScrollBar().isVisible()
        assert window.width() == 1366


def test_tab_stays_inside_a_dialog(window: frame.MainWindow, qtbot: QtBot) -> None:
    dialog = confirm("删掉这一户", "删掉后可以在回收站找回。", "删掉", lambda: None, danger=True)
    window.open(dialog)
    assert dialog.default is not None
    assert dialog.default.text() == "取消"
    assert dialog.default.hasFocus()
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.isAncestorOf(QApplication.focusWidget())


def test_a_dialog_gives_the_focus_back(window: frame.MainWindow, qtbot: QtBot) -> None:
    table = households(window).list.table
    table.setFocus()
    dialog = Dialog("问")
    dialog.add_close()
    window.open(dialog)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.overlay.panel is None
    assert table.hasFocus()


def test_qts_own_words_are_chinese(app: QApplication) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


def test_closing_the_window_finishes_what_was_asked(window: frame.MainWindow, runner: Runner, book: FakeBook) -> None:
    runner.change(lambda book, progress: (book.note("last"), FakeChanged())[1])
    window.close()
    assert ("last" in [what for what, _ in book.calls]) is True
