"""Everything that takes the keyboard, and everything painted, has a name for the screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.ui.conftest import settle
from villagebook.ui import frame
from villagebook.ui.runner import Runner
from villagebook.ui.widgets.painted import Painted
from villagebook.ui.widgets.timeline import Timeline


def unnamed(root: QWidget) -> list[str]:
    """Return what takes the keyboard or is painted and has no name."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, QScrollArea):
            continue
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        if (takes or isinstance(widget, Painted)) and not widget.accessibleName():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("page", ["today", "households", "projects", "funds", "settings"])
def test_what_takes_the_keyboard_has_a_name(window: frame.MainWindow, runner: Runner, page: str) -> None:
    window.go(page)
    settle(runner)
    assert unnamed(window) == []


@pytest.mark.parametrize("opened", ["search", "keys"])
def test_what_opens_over_the_window_has_names(window: frame.MainWindow, runner: Runner, opened: str) -> None:
    window.open_search() if opened == "search" else window.open_keys()
    settle(runner)
    assert unnamed(window.overlay) == []


def test_a_cell_is_read_with_heading_and_value(window: frame.MainWindow, runner: Runner) -> None:
    page = window.page("households")
    table = page.list.table  # type: ignore[attr-defined]
    settle(runner)
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.text(QAccessible.Text.Name) == "农户列表"
    assert table.rows_model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "户主 许玉美"


def test_a_painted_widget_says_where_the_keyboard_is(window: frame.MainWindow, runner: Runner) -> None:
    timeline = window.findChild(Timeline)
    assert isinstance(timeline, Timeline)
    timeline.setFocus()
    QApplication.processEvents()
    assert timeline.accessibleName() == "经过：2025-10-27 陈志明，走访：了解复查情况，照片 2 张"
    timeline.clearFocus()
    assert timeline.accessibleName() == "经过"
    assert "2025-10-12，手册印 14 页，户主已签字" in timeline.accessibleDescription()
