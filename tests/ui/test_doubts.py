"""疑点清单 through the window: taken in, answered line by line or many at once, corrected in place, handed back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.real_book import calm, make, said, shown_rows, window_over
from tests.ui.test_reading_aloud import unnamed
from tests.unit.services.test_doubts import LINES, xlsx
from villagebook.services import doubts
from villagebook.ui import style
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import files
from villagebook.ui.pages.checks_host import ChecksHost
from villagebook.ui.pages.doubts import DoubtsPage


@pytest.fixture
def window(app: Any, tmp_path: Path) -> Iterator[MainWindow]:
    (tmp_path / "book").mkdir()
    with window_over(make(tmp_path / "book"), tmp_path, "checks") as made:
        made.go("checks", action="doubts")
        calm(made.runner)
        yield made


def host_of(window: MainWindow) -> ChecksHost:
    host = window.page("checks")
    assert isinstance(host, ChecksHost)
    return host


@pytest.fixture
def page(window: MainWindow) -> DoubtsPage:
    found = host_of(window).view("doubts")
    assert isinstance(found, DoubtsPage)
    return found


@pytest.fixture
def taken(window: MainWindow, page: DoubtsPage, tmp_path: Path) -> DoubtsPage:
    page.take_file(xlsx(tmp_path))
    calm(window.runner)
    return page


def choose(window: MainWindow, page: DoubtsPage, who: str) -> None:
    line = next(line for line in doubts.lines(window.runner.book) if who in line.who)
    assert page.list.table.go_to(line.id)
    calm(window.runner)
    assert page.record.detail is not None
    assert page.record.detail.line.id == line.id


def state_of(window: MainWindow, who: str) -> tuple[str, str]:
    line = next(line for line in doubts.lines(window.runner.book) if who in line.who)
    return line.state, line.answer


def pressed(page: DoubtsPage, words: str) -> None:
    found = [button for button in page.record.findChildren(QPushButton) if button.text() == words]
    assert found, words
    found[0].click()


def test_without_a_list_the_page_says_what_it_is_good_for(page: DoubtsPage) -> None:
    assert page._empty.isVisible()
    assert page.panes is not None
    assert not page.panes.isVisible()


def test_a_list_taken_in_stands_under_its_rules_and_waits_on_the_tab(window: MainWindow, taken: DoubtsPage) -> None:
    assert [row["who"].value for row in shown_rows(taken.list.table)] == ["许玉美", "许玉美 卢和", "张英", "林无此"]
    assert taken.subtitle == "4 条疑点待核实，共 4 条"
    assert said(window) == "收了 4 条疑点，对上 3 条"
    counts = {tab.title: tab.count for tab in host_of(window).tabs.tabs}
    assert counts["疑点清单"] == "4"
    assert not taken._empty.isVisible()


def test_a_file_that_is_no_list_is_told_and_nothing_is_taken(window: MainWindow, page: DoubtsPage) -> None:
    page.take_file(Path(__file__))
    calm(window.runner)
    assert window.overlay.panel is not None
    assert doubts.lines(window.runner.book) == ()


def test_answering_goes_on_to_the_next_line_and_is_undone(window: MainWindow, taken: DoubtsPage) -> None:
    choose(window, taken, "许玉美")
    taken.record.buttons["已更正"].click()
    calm(window.runner)
    assert state_of(window, "许玉美") == ("已更正", "已更正：性别由“女”改为“男”。")
    assert taken.record.detail is not None
    assert taken.record.detail.line.who == "许玉美 卢和"
    window.undo()
    calm(window.runner)
    assert state_of(window, "许玉美") == ("待核实", "")


def test_enter_answers_with_what_the_data_say_in_ones_own_words(window: MainWindow, taken: DoubtsPage) -> None:
    choose(window, taken, "林无此")
    assert taken.record.usual == "不是本村"
    taken.record.words.setText("外嫁多年")
    taken.record.words.returnPressed.emit()
    calm(window.runner)
    assert state_of(window, "林无此") == ("不是本村", "外嫁多年")
    assert taken.record.words.text() == "外嫁多年"


def test_several_lines_are_answered_together(window: MainWindow, taken: DoubtsPage) -> None:
    taken.list.table.selectAll()
    QApplication.processEvents()
    assert "选了 4 条" in taken.record.many.text()
    taken.record.buttons["情况属实"].click()
    calm(window.runner)
    assert {line.state for line in doubts.lines(window.runner.book)} == {"情况属实"}
    assert taken.subtitle == "0 条疑点待核实，共 4 条"


def test_a_proposal_is_taken_over_in_the_book(window: MainWindow, taken: DoubtsPage) -> None:
    choose(window, taken, "许玉美")
    form = next(form for form in taken.record.forms if form.table == "person")
    form.edited.emit("sex", "女")
    calm(window.runner)
    pressed(taken, "改为 男")
    calm(window.runner)
    assert taken.record.detail is not None
    views = {view.name: view.value for view in taken.record.detail.fields}
    assert views["sex"] == "男"
    pressed(taken, "这样答复：已更正")
    calm(window.runner)
    assert state_of(window, "许玉美")[0] == "已更正"


def test_an_answer_is_taken_back(window: MainWindow, taken: DoubtsPage) -> None:
    choose(window, taken, "张英")
    assert not taken.record.back.isVisible()
    taken.record.buttons["已答复"].click()
    calm(window.runner)
    choose(window, taken, "张英")
    assert taken.record.back.isVisible()
    taken.record.back.click()
    calm(window.runner)
    assert state_of(window, "张英") == ("待核实", "")


def test_states_and_text_narrow_the_list(window: MainWindow, taken: DoubtsPage) -> None:
    taken.choices.choose("nobody")
    calm(window.runner)
    assert [row["who"].value for row in shown_rows(taken.list.table)] == ["林无此"]
    taken._clear()
    taken.want(taken.wanted.__class__(text="家庭人口数"))
    calm(window.runner)
    assert [row["who"].value for row in shown_rows(taken.list.table)] == ["张英"]


def test_lists_are_chosen_and_the_newest_is_shown_first(
    window: MainWindow, taken: DoubtsPage, tmp_path: Path
) -> None:
    taken.take_file(xlsx(tmp_path, LINES[:2], "第二批.xlsx"))
    calm(window.runner)
    assert len(shown_rows(taken.list.table)) == 2
    older = doubts.lists(window.runner.book)[1]
    taken.choices.choose(f"file={older.id}")
    calm(window.runner)
    assert len(shown_rows(taken.list.table)) == 4
    assert taken.choices.current == "every"


def test_the_list_goes_back_filled_in(
    window: MainWindow, taken: DoubtsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(window, taken, "张英")
    taken.record.words.setText("已补录一人")
    taken.record.buttons["已更正"].click()
    calm(window.runner)
    target = tmp_path / "交回.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_: target)
    taken.hand_back()
    calm(window.runner)
    assert said(window) == "已写好 交回.xlsx，填了 1 条"
    assert load_workbook(target)["疑点"]["I5"].value == "已补录一人"


def test_it_leads_to_the_household(window: MainWindow, taken: DoubtsPage) -> None:
    choose(window, taken, "张英")
    taken.record.open_button.click()
    calm(window.runner)
    assert window.current is window.page("households")


def test_what_takes_the_keyboard_has_a_name_also_where_it_is_narrow(
    app: QApplication, window: MainWindow, taken: DoubtsPage
) -> None:
    assert unnamed(window) == []
    style.apply(app, text_size=1.5)
    calm(window.runner)
    assert taken.choose_button.isVisible()
    assert unnamed(window) == []
