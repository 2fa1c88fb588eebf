"""The table with the keyboard: moving, opening, ticking, copying, editing; and what it keeps across refreshes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.conftest import settle
from tests.ui.fakes import FakeBook, FundsSource, HouseholdsSource, ManyRows
from villagebook.ui import theme
from villagebook.ui.models.columns import Column, Key
from villagebook.ui.runner import Runner
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.table_pane import TablePane


@pytest.fixture
def pane(runner: Runner, qtbot: QtBot) -> Iterator[TablePane]:
    """The households' table, loaded, with the focus."""
    made = TablePane(HouseholdsSource(), runner, name="农户列表", no_hits="没有符合的农户")
    made.resize(900, 500)
    made.show()
    made.activateWindow()
    made.reload()
    settle(runner)
    made.table.setFocus()
    settle(runner)
    yield made
    made.close()
    made.deleteLater()


def test_the_first_row_takes_the_cursor_when_the_table_takes_the_focus(pane: TablePane) -> None:
    assert pane.table.current_key() == "h1"


def test_arrows_move_and_tell(pane: TablePane, qtbot: QtBot) -> None:
    told: list[Key] = []
    pane.table.current_changed.connect(told.append)
    qtbot.keyClick(pane.table, Qt.Key.Key_Down)
    qtbot.keyClick(pane.table, Qt.Key.Key_Down)
    qtbot.keyClick(pane.table, Qt.Key.Key_Up)
    assert told == ["h2", "h3", "h2"]


def test_enter_opens_and_space_ticks(pane: TablePane, qtbot: QtBot) -> None:
    told: list[tuple[str, Key]] = []
    pane.table.opened.connect(lambda key: told.append(("opened", key)))
    pane.table.ticked.connect(lambda key: told.append(("ticked", key)))
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    qtbot.keyClick(pane.table, Qt.Key.Key_Space)
    assert told == [("opened", "h1"), ("ticked", "h1")]


def test_typing_letters_does_not_walk_through_all_rows(runner: Runner, qtbot: QtBot) -> None:
    source = ManyRows(100_000)
    pane = TablePane(source, runner, name="农户列表")
    pane.show()
    pane.reload()
    settle(runner)
    before = source.served
    qtbot.keyClicks(pane.table, "zwf")
    settle(runner)
    assert source.served == before
    pane.close()


def test_ctrl_c_copies_the_cell_with_the_cursor(pane: TablePane, qtbot: QtBot) -> None:
    qtbot.keyClick(pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "许玉美"


def test_ctrl_c_copies_several_rows_as_a_spreadsheet_takes_them(pane: TablePane, runner: Runner, qtbot: QtBot) -> None:
    qtbot.keyClick(pane.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle(runner)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["许玉美", "张建军"]
    assert "11,100.00" in lines[0].split("\t")


def test_copying_many_rows_fetches_those_out_of_view(runner: Runner, qtbot: QtBot) -> None:
    pane = TablePane(ManyRows(1000), runner, name="农户列表")
    pane.show()
    pane.reload()
    settle(runner)
    pane.table.selectAll()
    qtbot.keyClick(pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle(runner)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert (len(lines), lines[-1].split("\t")[0]) == (1000, "户999")
    pane.close()


def test_cells_are_pasted_only_where_they_can_be_edited(runner: Runner, qtbot: QtBot) -> None:
    told: list[tuple[Any, ...]] = []
    for source in (ManyRows(3), EditableRows(3)):
        pane = TablePane(source, runner, name="人")
        pane.reload()
        settle(runner)
        pane.table.pasted.connect(lambda *what: told.append(what))
        QGuiApplication.clipboard().setText("许玉美\t100\n张建军\t200\n")
        qtbot.keyClick(pane.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        pane.deleteLater()
    assert told == [(0, "name", (("许玉美", "100"), ("张建军", "200")))]


def test_the_cursor_stays_on_its_record_when_rows_come_before_it(
    pane: TablePane, runner: Runner, book: FakeBook
) -> None:
    pane.table.go_to("h8")
    book.households = {"h0": dict(book.households["h1"], head="新户主"), **book.households}
    pane.reload()
    settle(runner)
    assert pane.table.current_key() == "h8"
    assert pane.table.currentIndex().row() == 8


def test_the_cursor_goes_to_a_neighbour_when_its_record_is_gone(
    pane: TablePane, runner: Runner, book: FakeBook
) -> None:
    pane.table.go_to("h8")
    del book.households["h8"]
    pane.reload()
    settle(runner)
    assert pane.table.current_key() == "h9"


def test_a_click_on_the_heading_sorts_and_a_second_one_turns(pane: TablePane, runner: Runner, qtbot: QtBot) -> None:
    header = pane.table.horizontalHeader()
    place = [column.id for column in pane.model.columns].index("members")
    point = QPoint(header.sectionViewportPosition(place) + 5, 10)
    for descending in (False, True):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)
        settle(runner)
        assert (pane.model.sorted_by, pane.model.descending) == ("members", descending)
    assert pane.table.current_key() == "h1"


def test_the_menu_sorts_and_chooses_columns_without_a_mouse(pane: TablePane, runner: Runner) -> None:
    menu = pane.menu(1)
    next(action for action in menu.actions() if "从大到小" in action.text()).trigger()
    settle(runner)
    assert pane.model.descending
    chosen: list[tuple[str, ...]] = []
    pane.columns_changed.connect(chosen.append)
    next(action for action in pane.columns_menu().actions() if action.text() == "联系电话").trigger()
    assert chosen[-1][-1] == "phone"
    pane.show_columns(("head", "members"))
    assert [column.id for column in pane.model.columns] == ["head", "members"]


def test_a_filter_without_hits_says_so_and_leads_back(pane: TablePane, runner: Runner) -> None:
    cleared: list[bool] = []
    pane.filter_cleared.connect(lambda: cleared.append(True))
    pane.model.set_filter("没有这样的人")
    settle(runner)
    assert not pane.table.isVisible()
    assert not pane.totals.isVisible()
    pane._blank.button.click()  # type: ignore[attr-defined]
    assert cleared == [True]


def test_totals_are_read_with_their_headings(pane: TablePane) -> None:
    assert pane.totals.isVisible()
    assert pane.totals.accessibleName() == "386 户，人口 1,427"


def test_tools_give_up_their_words_where_it_is_narrow(pane: TablePane, runner: Runner) -> None:
    from villagebook.ui.widgets.buttons import Button

    export = pane.tools.add(Button("导出", "download", "tool", shrink=1))
    pane.tools.add_right(Button("新增农户", "plus", "primary"))
    pane.resize(190, 400)
    settle(runner)
    assert isinstance(export, Button)
    assert (export.text(), export.accessibleName(), export.toolTip()) == ("", "导出", "导出")
    pane.resize(900, 400)
    settle(runner)
    assert export.text() == "导出"


def test_the_selected_row_has_tint_and_bar_and_the_focused_cell_a_frame(pane: TablePane) -> None:
    picture = pane.table.viewport().grab().toImage()
    row = pane.table.rowViewportPosition(0) + 17
    far = pane.table.viewport().width() - 3
    assert picture.pixelColor(far, row) == QColor(theme.LIGHT.tint)
    assert picture.pixelColor(1, row) == QColor(theme.LIGHT.accent)
    pane.table.setCurrentIndex(pane.model.index(0, 2))
    picture = pane.table.viewport().grab().toImage()
    x = pane.table.columnViewportPosition(2) + 2
    assert picture.pixelColor(x, row) == QColor(theme.LIGHT.accent)
    assert picture.pixelColor(x + 4, row) == QColor(theme.LIGHT.surface)


def test_groups_are_painted_across_and_folded_by_keys(runner: Runner, qtbot: QtBot) -> None:
    pane = TablePane(FundsSource(), runner, name="资金流水")
    pane.resize(900, 600)
    pane.show()
    pane.reload()
    settle(runner)
    table = pane.table
    assert table.rowHeight(0) == 32
    assert table.rowHeight(1) == 34
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(table.columnViewportPosition(4) + 40, 16) == QColor(theme.LIGHT.bg)
    rows = pane.model.rowCount()
    table.setCurrentIndex(pane.model.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert pane.model.rowCount() == rows - 2
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert pane.model.rowCount() == rows
    table.setCurrentIndex(pane.model.index(2, 0))
    table.step(1)
    assert table.currentIndex().row() == 4
    pane.close()


class EditableRows(ManyRows):
    """Rows whose names can be edited."""

    columns = (Column("name", "姓名", "name", editable=True), Column("amount", "金额", "money", editable=True))


def test_f2_edits_a_cell_and_only_a_changed_text_is_told(runner: Runner, qtbot: QtBot) -> None:
    pane = TablePane(EditableRows(3), runner, name="人")
    pane.show()
    pane.activateWindow()
    pane.reload()
    settle(runner)
    told: list[tuple[Any, str, str]] = []
    pane.table.cell_edited.connect(lambda *what: told.append(what))
    pane.table.setFocus()
    for text in ("户0", "许玉美"):
        qtbot.keyClick(pane.table, Qt.Key.Key_F2)
        editor = next(line for line in pane.table.findChildren(QLineEdit) if line.isVisible())
        assert editor.accessibleName() == "姓名"
        editor.setText(text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()
    assert told == [(0, "name", "许玉美")]
    pane.close()


def test_a_small_table_shows_all_its_rows_and_lets_the_page_scroll(app: QApplication) -> None:
    rows: Sequence[dict[str, Any]] = [{"name": f"人{n}"} for n in range(7)]
    table = SmallTable((Column("name", "姓名", "name"),), rows, name="家庭成员")
    assert table.height() == 32 + 7 * 30
    assert table.focusPolicy() == Qt.FocusPolicy.NoFocus
    table.set_rows(rows[:2])
    assert table.height() == 32 + 2 * 30
