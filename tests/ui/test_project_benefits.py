"""The tab 效益 through the window: an agreement with its list, the next year, payments, one household by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import made_books
from tests.ui.real_book import calm, shown_rows, view_of, window_over
from villagebook.services import books, history, projects
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import as_cell
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.benefit_dialogs import ListDialog
from villagebook.ui.pages.project_benefits import BenefitsTab
from villagebook.ui.widgets.dialog import Dialog

NEW, HENS = "35069920250713", "35069920250706"
ONE = "3506991012070001"


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    path = made_books.a_copy(made_books.sample(), tmp_path)
    with books.open_book(path) as book:
        projects.add(book, name="新合作项目", year=2024, code=NEW, mode="集体实施", actor="测试")
    with window_over(path, tmp_path / "copy", "projects") as made:
        yield made


def record(window: MainWindow, code: str) -> Any:
    page: Any = view_of(window, "projects")
    page.show_record(projects.key_of(window.runner.book, code))
    calm(window.runner)
    return page.record


@pytest.fixture
def tab(window: MainWindow) -> BenefitsTab:
    shown = record(window, NEW)
    shown.show_tab("benefits")
    calm(window.runner)
    found = shown.parts["benefits"]
    assert isinstance(found, BenefitsTab)
    return found


def panel(window: MainWindow, kind: type[Dialog]) -> Any:
    calm(window.runner)
    found = window.overlay.panel
    assert isinstance(found, kind)
    return found


def put(form: Any, **values: Any) -> None:
    for name, value in values.items():
        form[name].set_value(value)
        form[name].edited.emit(value)


def heading(window: MainWindow) -> str:
    return history.entries(window.runner.book, 1)[0].heading


def agree(window: MainWindow, tab: BenefitsTab) -> int:
    """Enter an agreement of 8,000 yuan a year for 畲寮 in 2024; return how many households it has."""
    tab.begin.click()
    dialog = panel(window, ListDialog)
    calm(window.runner)
    assert dialog.said.text() == "只登记协议"
    assert dialog.agreement is not None
    put(dialog.agreement, operator="青峰合作社", from_on=dt.date(2024, 3, 1), through_on=dt.date(2027, 2, 28),
        invested_fen=10_000_000, share=Decimal(8), pay_month=10, pay_day=31)  # fmt: skip
    put(dialog.chooser.form, group="畲寮")
    calm(window.runner)
    count = len(shown_rows(dialog.chooser.table))
    put(dialog.form, year=2024)
    assert dialog.said.text() == f"{count} 户，应付合计 8,000.00 元"
    dialog.do.click()
    calm(window.runner)
    return count


def test_a_project_done_by_households_has_no_such_tab(window: MainWindow) -> None:
    shown = {tab.id: tab for tab in record(window, HENS).tabs.tabs}
    assert "benefits" not in shown
    assert "benefits" in {tab.id for tab in record(window, NEW).tabs.tabs}


def test_an_agreement_and_its_list_are_entered_in_one_act(window: MainWindow, tab: BenefitsTab) -> None:
    assert not tab.blank.isHidden()
    count = agree(window, tab)
    assert heading(window) == f"登记协议 XY2024-01（新合作项目），2024年 {count} 户"
    (agreement,) = shown_rows(tab.agreements)
    assert (agreement["code"], agreement["yearly_fen"], agreement["households"]) == ("XY2024-01", 800_000, count)
    lines = shown_rows(tab.lines)
    assert sum(line["due_fen"] for line in lines) == 800_000
    assert {line["state"].text for line in lines} == {"逾期 370 天"}
    history.undo_last(window.runner.book, actor="测试")
    tab.show_project(projects.key_of(window.runner.book, NEW))
    calm(window.runner)
    assert shown_rows(tab.agreements) == []


def test_without_an_operator_nothing_is_entered(window: MainWindow, tab: BenefitsTab) -> None:
    tab.ask_agree()
    dialog = panel(window, ListDialog)
    dialog.do.click()
    assert dialog.agreement.fields["operator"].finding.text == "请写经营主体：谁付给农户"
    assert window.overlay.panel is dialog


def test_a_year_is_paid_and_the_next_one_made_from_it(window: MainWindow, tab: BenefitsTab) -> None:
    count = agree(window, tab)
    tab.lines.clearSelection()
    tab.pay.click()
    dialog = panel(window, AskDialog)
    put(dialog.form, paid_on=dt.date(2024, 10, 30))
    dialog.do.click()
    calm(window.runner)
    assert heading(window) == f"登记付款 2024年 {count} 户"
    assert {line["state"].text for line in shown_rows(tab.lines)} == {"已付"}
    tab.next.click()
    panel(window, Dialog).default.click()
    calm(window.runner)
    assert heading(window) == f"生成2025年名单 {count} 户（XY2024-01）"
    assert tab.year == 2025
    assert tab.view is not None
    sums = [(of.year, of.due_fen, of.paid_fen) for of in tab.view.years]
    assert sums == [(2025, 800_000, 0), (2024, 800_000, 800_000)]
    tab.show_year(2024)
    assert {line["paid_fen"] for line in shown_rows(tab.lines)} == {line["due_fen"] for line in shown_rows(tab.lines)}


def test_a_line_paid_above_its_due_is_said_at_the_row(window: MainWindow, tab: BenefitsTab) -> None:
    agree(window, tab)
    first = shown_rows(tab.lines)[0]
    tab.lines.opened.emit(first["key"])
    dialog = panel(window, AskDialog)
    put(dialog.form, paid_fen=99_999_999, paid_on=dt.date(2024, 10, 1))
    dialog.do.click()
    calm(window.runner)
    row = shown_rows(tab.lines)[0]
    assert row["state"].text == "多付"
    assert "付了 999,999.99 元" in as_cell(row["head_name"]).tip


def test_an_agreement_is_corrected_and_what_is_too_low_is_said(window: MainWindow, tab: BenefitsTab) -> None:
    agree(window, tab)
    tab.change.click()
    dialog = panel(window, AskDialog)
    put(dialog.form, share=Decimal(7))
    dialog.do.click()
    calm(window.runner)
    (agreement,) = shown_rows(tab.agreements)
    assert "每年分红 7%，规定不低于 8%" in as_cell(agreement["code"]).tip
    tab.cancel.click()
    panel(window, Dialog).default.click()
    calm(window.runner)
    assert shown_rows(tab.agreements) == []


def test_one_household_is_entered_by_hand_and_removed(window: MainWindow, tab: BenefitsTab, qtbot: QtBot) -> None:
    tab.one.click()
    dialog = panel(window, AskDialog)
    assert not dialog.do.isEnabled()
    finder = dialog.body.itemAt(0).widget()
    qtbot.keyClicks(finder.line, ONE)
    calm(window.runner)
    put(dialog.form, kind="务工", year=2025, due_fen=300_000)
    dialog.do.click()
    calm(window.runner)
    assert heading(window) == "登记2025年务工 王长庚"
    (line,) = shown_rows(tab.lines)
    assert (line["head_name"], line["due_fen"]) == ("王长庚", 300_000)
    tab.lines.go_to(line["key"])
    tab.drop.click()
    panel(window, Dialog).default.click()
    calm(window.runner)
    assert heading(window) == "删效益 2025年务工 王长庚"
