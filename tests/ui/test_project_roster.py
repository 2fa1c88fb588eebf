"""The tab 受益户 through the window: a roster typed, filled, pasted, corrected in its cells, received, taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import made_books
from tests.ui.real_book import TODAY, calm, shown_rows, view_of, window_over
from villagebook.services import books, history, households, moves, projects
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import as_cell
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.project_roster import RosterTab
from villagebook.ui.pages.roster_dialogs import AddDialog, FillDialog, PasteDialog
from villagebook.ui.widgets.dialog import Dialog

HENS, NEW = "35069920250706", "35069920250713"
ONE, TWO = "3506991012070001", "3506991012070002"


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    path = made_books.a_copy(made_books.sample(), tmp_path)
    with books.open_book(path) as book:
        projects.add(book, name="新项目", year=2025, code=NEW, mode="分户实施", planned_fen=100_000, actor="测试")
        gone = households.key_of(book, TWO)
        moves.end_household(book, gone, "整户迁出", dt.date(2025, 10, 1), actor="测试", today=TODAY)
    with window_over(path, tmp_path / "copy", "projects") as made:
        yield made


def shown(window: MainWindow, code: str) -> RosterTab:
    """The tab with a project's roster."""
    page: Any = view_of(window, "projects")
    page.show_record(projects.key_of(window.runner.book, code))
    calm(window.runner)
    page.record.show_tab("roster")
    calm(window.runner)
    tab = page.record.parts["roster"]
    assert isinstance(tab, RosterTab)
    return tab


@pytest.fixture
def hens(window: MainWindow) -> RosterTab:
    return shown(window, HENS)


@pytest.fixture
def empty(window: MainWindow) -> RosterTab:
    return shown(window, NEW)


def panel(window: MainWindow, kind: type[Dialog]) -> Any:
    calm(window.runner)
    found = window.overlay.panel
    assert isinstance(found, kind)
    return found


def heading(window: MainWindow) -> str:
    return history.entries(window.runner.book, 1)[0].heading


def put(form: Any, **values: Any) -> None:
    for name, value in values.items():
        form[name].set_value(value)
        form[name].edited.emit(value)


def test_a_roster_shows_its_lines_and_sum(window: MainWindow, hens: RosterTab) -> None:
    rows = shown_rows(hens.table)
    assert len(rows) == 14
    assert (rows[0]["quantity"], rows[0]["amount_fen"]) == ("80 只", 144_000)
    assert hens._model.totals == {"label": "14 户，都已领取", "amount_fen": 1_458_000}
    assert hens.message.isHidden()
    assert hens.blank.isHidden()


def test_households_are_typed_one_after_the_other(window: MainWindow, empty: RosterTab, qtbot: QtBot) -> None:
    assert not empty.blank.isHidden()
    empty.begin.click()
    dialog = panel(window, AddDialog)
    put(dialog.form, content="鸡苗", unit="只", rate_fen=1_800)
    qtbot.keyClicks(dialog.finder.line, "wcg")
    calm(window.runner)
    assert dialog.finder.chosen == households.key_of(window.runner.book, ONE)
    put(dialog.form, quantity=Decimal("3.5"))
    assert dialog.form["amount_fen"].value == 6_300
    dialog.do.click()
    calm(window.runner)
    assert heading(window) == "花名册加 王长庚（新项目）"
    assert dialog.finder.chosen is None
    assert not dialog.do.isEnabled()
    assert [dialog.form[name].value for name in ("content", "rate_fen", "quantity", "amount_fen")] == [
        "鸡苗", 1_800, None, None]
    qtbot.keyClicks(dialog.finder.line, ONE)
    calm(window.runner)
    assert dialog.warning.text == "已经在花名册里（第 1 号）"
    (row,) = shown_rows(empty.table)
    assert (as_cell(row["head_name"]).value, row["quantity"], row["amount_fen"]) == ("王长庚", "3.5 只", 6_300)
    assert empty.message.isVisibleTo(empty)
    assert "花名册合计 63.00 元，项目资金 1,000.00 元" in empty.message.accessibleName()


def test_one_that_moved_away_is_said_at_once_and_at_the_row(
    window: MainWindow, empty: RosterTab, qtbot: QtBot
) -> None:
    empty.ask_add()
    dialog = panel(window, AddDialog)
    qtbot.keyClicks(dialog.finder.line, TWO)
    calm(window.runner)
    assert dialog.warning.text == "2025-10-01 已整户迁出"
    put(dialog.form, amount_fen=100_000)
    dialog.do.click()
    calm(window.runner)
    dialog.close_panel()
    (row,) = shown_rows(empty.table)
    cell = as_cell(row["head_name"])
    assert (cell.tone, cell.icon) == ("late", "triangle-alert")
    assert "2025-10-01 已整户迁出，还在花名册里" in cell.tip
    empty.table.go_to(row["key"])
    assert "已整户迁出" in empty.finding.text


def test_a_filter_is_counted_and_filled_in_one_operation(window: MainWindow, empty: RosterTab) -> None:
    empty.ask_fill()
    dialog = panel(window, FillDialog)
    calm(window.runner)
    put(dialog.chooser.form, group="畲寮", labour=True)
    calm(window.runner)
    homes = shown_rows(dialog.chooser.table)
    assert {row["group"] for row in homes} == {"畲寮"}
    dialog.chooser.table.ticked.emit(homes[0]["key"])
    count = len(homes) - 1
    put(dialog.form, quantity=Decimal(100), rate_fen=50)
    assert dialog.said.text() == f"{count} 户，合计 {count * 50:,.2f} 元"
    dialog.do.click()
    calm(window.runner)
    assert heading(window) == f"花名册加 {count} 户（新项目）"
    assert len(shown_rows(empty.table)) == count
    history.undo_last(window.runner.book, actor="测试")
    assert shown(window, NEW).view.rows == ()


def test_copied_rows_are_previewed_asked_and_written(window: MainWindow, empty: RosterTab) -> None:
    book = window.runner.book
    name = households.view(book, households.key_of(book, "3506991012070003"), TODAY).head
    _, other = households.add_household(window.runner.book, head_name=name, group_name="大坪", actor="测试")
    QGuiApplication.clipboard().setText(f"户编号\t户主\t金额\n{ONE}\t\t100\nH99\t\t1\n\t{name}\t200\n{TWO}\t\t300\n")
    empty.paste.click()
    dialog = panel(window, PasteDialog)
    outcomes = [row["outcome"].text for row in shown_rows(dialog.table)]
    assert outcomes == ["新增", "没收", "请选户", "请核对"]
    assert dialog.said.text() == "新增 1 行，请选户 1 行，请核对 1 行，没收 1 行；写入 1 行 100.00 元"
    dialog.table.go_to(3)
    calm(window.runner)
    assert dialog.whom.isVisibleTo(dialog)
    put(dialog.whom, whom=str(other))
    calm(window.runner)
    dialog.table.ticked.emit(4)
    assert dialog.do.words == "写入 3 行"
    dialog.do.click()
    calm(window.runner)
    assert heading(window) == "粘贴花名册 3 行（新项目）"
    assert [row["amount_fen"] for row in shown_rows(empty.table)] == [10_000, 20_000, 30_000]


def test_an_empty_clipboard_says_what_to_do(window: MainWindow, empty: RosterTab) -> None:
    QGuiApplication.clipboard().setText("")
    empty.ask_paste()
    dialog = panel(window, PasteDialog)
    assert "剪贴板里没有表格" in dialog.lead.text()
    assert not dialog.do.isEnabled()


def test_a_cell_is_corrected_in_place_and_the_amount_follows(window: MainWindow, hens: RosterTab) -> None:
    key = shown_rows(hens.table)[0]["key"]
    hens.table.cell_edited.emit(key, "quantity", "81 只")
    calm(window.runner)
    assert shown_rows(hens.table)[0]["amount_fen"] == 145_800
    assert "项目资金 14,580.00 元" in hens.message.accessibleName()
    hens.table.cell_edited.emit(key, "amount_fen", "很多")
    calm(window.runner)
    assert "很多" in hens.finding.text
    assert shown_rows(hens.table)[0]["amount_fen"] == 145_800


def test_a_line_is_corrected_in_a_dialog_that_leads_to_the_household(window: MainWindow, hens: RosterTab) -> None:
    row = shown_rows(hens.table)[0]
    hens.table.opened.emit(row["key"])
    dialog = panel(window, AskDialog)
    put(dialog.form, note="补发")
    dialog.do.click()
    calm(window.runner)
    assert heading(window).startswith("改花名册 ")
    assert hens.view is not None
    assert hens.view.rows[0].values["note"] == "补发"
    hens.ask_change(row["key"])
    panel(window, AskDialog).foot.itemAt(0).widget().click()
    calm(window.runner)
    assert window.current is window.page("households")


def test_all_are_received_at_once_and_taken_back(window: MainWindow, hens: RosterTab) -> None:
    hens.table.clearSelection()
    hens.ask_receive()
    dialog = panel(window, AskDialog)
    assert dialog.do.words == "登记 14 户"
    put(dialog.form, received_on=None)
    dialog.do.click()
    calm(window.runner)
    assert heading(window) == "取消领取 14 户（庭院养鸡到户补助）"
    assert hens._model.totals["label"] == "14 户，已领 0 户"


def test_chosen_lines_are_taken_off(window: MainWindow, hens: RosterTab) -> None:
    rows = shown_rows(hens.table)
    hens.table.go_to(rows[2]["key"])
    hens.drop.click()
    panel(window, Dialog).default.click()
    calm(window.runner)
    assert heading(window).startswith("花名册去掉 ")
    assert len(shown_rows(hens.table)) == 13
    keys = [uuid.UUID(str(row["key"])) for row in shown_rows(hens.table)]
    assert rows[2]["key"] not in keys


def test_ctrl_v_on_the_tab_pastes_rows(window: MainWindow, empty: RosterTab, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(f"户编号\t金额\n{ONE}\t100\n")
    empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.keyClick(empty, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel(window, PasteDialog).pasted.count("新增") == 1
