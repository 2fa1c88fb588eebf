"""比对 through the window: lists compared off the window's thread, looked through, taken over, ticked, exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QApplication

from tests.made_books import VILLAGE
from tests.ui.real_book import calm, make, said, shown_rows, window_over
from tests.ui.test_reading_aloud import unnamed
from villagebook.services import history
from villagebook.ui import style
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import Group, as_cell
from villagebook.ui.pages import files
from villagebook.ui.pages.checks_host import ChecksHost
from villagebook.ui.pages.compare import ComparePage

FAULTY, CLEAN = VILLAGE / "人信息_带错.xlsx", VILLAGE / "人信息_干净.xlsx"


@pytest.fixture
def window(app: Any, tmp_path: Path) -> Iterator[MainWindow]:
    (tmp_path / "book").mkdir()
    with window_over(make(tmp_path / "book"), tmp_path, "checks") as made:
        made.go("checks", action="compare")
        calm(made.runner)
        yield made


@pytest.fixture
def page(window: MainWindow) -> ComparePage:
    host = window.page("checks")
    assert isinstance(host, ChecksHost)
    found = host.view("compare")
    assert isinstance(found, ComparePage)
    return found


@pytest.fixture
def compared(window: MainWindow, page: ComparePage) -> ComparePage:
    page.compare([FAULTY], with_book=True)
    calm(window.runner)
    return page


def groups(page: ComparePage) -> list[tuple[str, str]]:
    return [(key.title, key.note) for key in page.list.model.visible if isinstance(key, Group)]


def choose(window: MainWindow, page: ComparePage, what: str) -> None:
    assert page.comparison is not None
    line = next(line for line in page.comparison.differences if line.what == what)
    assert page.list.table.go_to(line.id)
    calm(window.runner)
    assert page.record.line is line


def sheet(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = Workbook()
    for row in (("姓名", "证件号码", "户主姓名", "家庭住址"), *rows):
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_before_lists_are_chosen_it_says_what_can_be_compared(page: ComparePage) -> None:
    assert page._stack.currentWidget() is page._empty


def test_a_list_and_the_book_by_kinds_the_older_value_beside_the_newer(compared: ComparePage) -> None:
    assert groups(compared) == [("变动（人）", "12 处"), ("新增（人）", "1 人，只在表里")]
    row = next(row for row in shown_rows(compared.list.table) if row["what"] == "劳动技能")
    assert (row["change"].value, row["change"].new) == ("无劳动力", "普通劳动力")
    assert compared.subtitle == "13 处不同，13 处没处理；72 个完全相同，1 行没有比"
    assert compared.list.model.columns[3].heading == "书里 → 表里"


def test_numbers_are_masked_unless_just_that_hides_the_difference(compared: ComparePage) -> None:
    changes = [as_cell(row["change"]) for row in shown_rows(compared.list.table) if row["what"] == "证件号码"]
    assert ("3506******0016", "3506******0012") in [(cell.value, cell.new) for cell in changes]


def test_a_cell_is_taken_over_and_ticked_and_undone(window: MainWindow, compared: ComparePage) -> None:
    choose(window, compared, "劳动技能")
    before = len(history.entries(window.runner.book))
    compared.record.do.click()
    calm(window.runner)
    assert len(history.entries(window.runner.book)) == before + 1
    assert compared.subtitle.startswith("13 处不同，12 处没处理")
    assert groups(compared)[0] == ("变动（人）", "12 处，1 处已处理")
    assert compared.record.line is not None
    assert compared.record.line.what != "劳动技能"
    compared.again()
    calm(window.runner)
    assert compared.comparison is not None
    assert len(compared.comparison.differences) == 12
    window.undo()
    calm(window.runner)
    compared.again()
    calm(window.runner)
    assert len(compared.comparison.differences) == 13


def test_what_has_its_own_procedure_offers_no_button_and_says_where(window: MainWindow, compared: ComparePage) -> None:
    assert compared.comparison is not None
    line = next(line for line in compared.comparison.differences if line.texts[0] == "户主")
    compared.list.table.go_to(line.id)
    calm(window.runner)
    assert not compared.record.do.isVisible()
    assert "请在农户页办理" in compared.record.help.text()


def test_ticks_last_until_the_same_lists_are_compared_again(window: MainWindow, compared: ComparePage) -> None:
    choose(window, compared, "性别")
    compared.list.table.ticked.emit(compared.list.table.current_key())
    calm(window.runner)
    compared.choices.choose("open")
    calm(window.runner)
    assert "性别" not in [row["what"] for row in shown_rows(compared.list.table)]
    compared.compare([FAULTY], with_book=True)
    calm(window.runner)
    assert len(compared.done) == 1
    compared.compare([FAULTY, CLEAN], with_book=False)
    calm(window.runner)
    assert compared.done == frozenset()
    assert compared.list.model.columns[3].heading == "乙表 → 甲表"


def test_three_lists_stand_in_three_columns(window: MainWindow, page: ComparePage) -> None:
    page.compare([FAULTY, CLEAN, CLEAN], with_book=False)
    calm(window.runner)
    headings = [column.heading for column in page.list.model.columns]
    assert headings[3:6] == ["甲表", "乙表", "丙表"]
    row = next(row for row in shown_rows(page.list.table) if row["what"] == "劳动技能")
    assert [as_cell(row[f"side{n}"]).value for n in range(3)] == ["普通劳动力", "无劳动力", "无劳动力"]


def test_the_lists_are_swapped(window: MainWindow, page: ComparePage) -> None:
    page.compare([FAULTY, CLEAN], with_book=False)
    calm(window.runner)
    page.swap()
    calm(window.runner)
    assert groups(page)[-1] == ("减少（人）", "1 人，只在乙表")
    row = next(row for row in shown_rows(page.list.table) if row["what"] == "劳动技能")
    assert (row["change"].value, row["change"].new) == ("普通劳动力", "无劳动力")


def test_rows_that_are_alike_are_joined_when_somebody_says_so(
    window: MainWindow, page: ComparePage, tmp_path: Path
) -> None:
    left = sheet(tmp_path / "甲.xlsx", ("蓝丽健", None, "蓝大", "一号"))
    right = sheet(tmp_path / "乙.xlsx", ("蓝丽建", None, "蓝大", "二号"))
    page.compare([left, right], with_book=False)
    calm(window.runner)
    assert groups(page) == [("名称相近（人）", "1 人")]
    assert page.record.join.isVisible()
    page.record.join.click()
    calm(window.runner)
    assert [row["what"] for row in shown_rows(page.list.table)] == ["姓名", "家庭住址"]


def test_lists_that_say_the_same_say_so(window: MainWindow, page: ComparePage) -> None:
    page.compare([CLEAN, CLEAN], with_book=False)
    calm(window.runner)
    assert page._stack.currentWidget() is page._nothing


def test_what_cannot_be_compared_is_told_and_what_was_shown_comes_back(
    window: MainWindow, compared: ComparePage
) -> None:
    compared.compare([VILLAGE / "户信息_干净.xlsx", CLEAN], with_book=False)
    calm(window.runner)
    assert window.overlay.panel is not None
    assert compared._stack.currentWidget() is compared.panes


def test_cancelling_brings_back_what_was_there(window: MainWindow, page: ComparePage) -> None:
    page.compare([FAULTY, CLEAN], with_book=False)
    assert page._stack.currentWidget() is page._working
    assert page._task is not None
    page._task.cancel()
    calm(window.runner)
    assert page._stack.currentWidget() in (page._empty, page.panes)
    assert page._task is None


def test_it_goes_out_as_a_workbook(
    window: MainWindow, compared: ComparePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "比对.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_: target)
    compared.export()
    calm(window.runner)
    assert said(window) == "已导出 比对.xlsx"
    assert load_workbook(target)["变动"].max_row == 14


def test_it_leads_to_the_household(window: MainWindow, compared: ComparePage) -> None:
    choose(window, compared, "性别")
    compared.record.open_button.click()
    calm(window.runner)
    assert window.current is window.page("households")


def test_what_takes_the_keyboard_has_a_name_also_where_it_is_narrow(
    app: QApplication, window: MainWindow, compared: ComparePage
) -> None:
    assert unnamed(window) == []
    style.apply(app, text_size=1.5)
    calm(window.runner)
    assert compared.choose_button.isVisible()
    assert unnamed(window) == []
