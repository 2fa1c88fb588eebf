"""Tab goes as the eye does, whenever a widget was made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import flush
from tests.ui.real_book import make, window_over
from villagebook.ui.pages.households import HouseholdsPage
from villagebook.ui.reading_order import put_in_order


def line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    return made


@pytest.fixture
def window(app: QApplication) -> Iterator[QWidget]:
    """Two panes, the right one made first; in each a row of two lines over one line."""
    window = QWidget()
    panes = QHBoxLayout(window)
    for place, pane in ((0, "right"), (0, "left")):
        holder = QWidget()
        box = QVBoxLayout(holder)
        below = line(f"{pane}3")
        row = QHBoxLayout()
        second, first = line(f"{pane}2"), line(f"{pane}1")
        row.addWidget(first)
        row.addWidget(second)
        box.addLayout(row)
        box.addWidget(below)
        panes.insertWidget(place, holder)
    window.resize(600, 200)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    flush()


def test_a_pane_is_read_to_its_end_row_by_row(window: QWidget) -> None:
    put_in_order(window)
    first = window.findChild(QLineEdit, "left1")
    assert isinstance(first, QLineEdit)
    seen, at = [], first
    for _ in range(6):
        seen.append(at.objectName())
        following: Any = at.nextInFocusChain()
        while not (following.focusPolicy() & Qt.FocusPolicy.TabFocus):
            following = following.nextInFocusChain()
        at = following
    assert seen == ["left1", "left2", "left3", "right1", "right2", "right3"]


def test_a_record_is_read_from_its_title_over_its_tabs_into_its_fields(app: Any, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "book").mkdir()
    with window_over(make(tmp_path / "book"), tmp_path, "households") as window:
        page = window.page("households")
        assert isinstance(page, HouseholdsPage)
        page.record.more.setFocus()
        told = []
        for _ in range(2):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            told.append(QApplication.focusWidget())
        assert told[0] is page.record.tabs
        assert page.record.basic.isAncestorOf(told[1])
