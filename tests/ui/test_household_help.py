"""The tab 帮扶 through the window: what a household was given; entered, corrected, removed, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.ui.real_book import TODAY, calm, shown_rows, window_over
from villagebook.services import books, history, households
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.household_help import HelpTab
from villagebook.ui.pages.households import HouseholdsPage
from villagebook.ui.widgets.dialog import Dialog

HOME, PLAIN = "3506991012070001", "3506991012070002"


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    path = made_books.a_copy(made_books.sample(), tmp_path)
    with books.open_book(path, read_only=True) as book:
        homes = {code: households.key_of(book, code) for code in (HOME, PLAIN)}
    with window_over(path, tmp_path / "copy", "households") as made:
        made.go("households", homes[HOME])
        calm(made.runner)
        made.homes = homes
        yield made


@pytest.fixture
def tab(window: MainWindow) -> HelpTab:
    page = window.page("households")
    assert isinstance(page, HouseholdsPage)
    page.record.show_tab("help")
    calm(window.runner)
    return page.record.help


def answer(window: MainWindow, **values: Any) -> None:
    """Fill the dialog that asks, and press its button."""
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    for name, value in values.items():
        panel.form[name].set_value(value)
        panel.form[name].edited.emit(value)
    panel.do.click()
    calm(window.runner)


def heading(window: MainWindow) -> str:
    """What was done last."""
    return history.entries(window.runner.book, 1)[0].heading


def test_a_household_shows_its_help(tab: HelpTab) -> None:
    assert tab.view is not None
    kinds = [row["kind"] for row in shown_rows(tab.measures.table)]
    assert sorted(kinds) == ["产业帮扶", "健康帮扶", "就业帮扶", "就业帮扶", "社会帮扶", "综合保障"]
    assert [row["who"] for row in shown_rows(tab.measures.table) if row["kind"] == "产业帮扶"] == ["整户"]
    assert len(shown_rows(tab.visits.table)) == 6
    assert [row["stage"] for row in shown_rows(tab.guarantees.table)] == ["识别时"]
    assert {row["place"] for row in shown_rows(tab.work)} >= {"福建省厦门市同安区"}


def test_a_household_without_help_says_how_it_comes(window: MainWindow, tab: HelpTab) -> None:
    window.go("households", window.homes[PLAIN])
    calm(window.runner)
    assert shown_rows(tab.measures.table) == []
    assert not tab.measures.blank.isHidden()
    assert tab.measures.change.isHidden()
    assert tab.work.isHidden()


def test_a_visit_is_entered_and_shown_at_once(window: MainWindow, tab: HelpTab) -> None:
    tab.ask_visit()
    answer(window, visitor="周海涛", content="看望", kind="了解基本情况")
    assert heading(window) == "记走访 王长庚"
    first = shown_rows(tab.visits.table)[0]
    assert (first["on"], first["visitor"], first["content"]) == (TODAY, "周海涛", "看望")


def test_a_measure_of_a_member_is_entered_corrected_and_removed(window: MainWindow, tab: HelpTab) -> None:
    assert tab.view is not None
    before = shown_rows(tab.measures.table)
    person = next(key for key, name in tab.view.people.items() if name == "李𠅤")
    tab.ask_measure()
    answer(window, kind="综合保障", item="临时救助", amount_fen=200_000, person=str(person))
    new = shown_rows(tab.measures.table)[0]
    assert (new["kind"], new["item"], new["who"], new["amount_fen"]) == ("综合保障", "临时救助", "李𠅤", 200_000)
    tab.ask_change("measure", new["key"])
    answer(window, amount_fen=150_000, from_on=dt.date(2025, 9, 1))
    found = next(row for row in shown_rows(tab.measures.table) if row["key"] == new["key"])
    assert (found["amount_fen"], found["from_on"], found["item"]) == (150_000, dt.date(2025, 9, 1), "临时救助")
    tab.ask_remove("measure", new["key"])
    panel = window.overlay.panel
    assert isinstance(panel, Dialog)
    panel.default.click()
    calm(window.runner)
    assert heading(window) == "删帮扶措施 王长庚"
    assert shown_rows(tab.measures.table) == before


def test_what_was_found_at_a_moment_is_entered_corrected_and_removed(window: MainWindow, tab: HelpTab) -> None:
    tab.ask_guarantee()
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    panel.do.click()
    assert panel.form["stage"].finding.text == "请选时点"
    answer(window, stage="风险消除时", water_problem="否", per_capita_fen=1_234_500)
    assert heading(window) == "记风险消除时三保障和收支 王长庚"
    new = next(row for row in shown_rows(tab.guarantees.table) if row["stage"] == "风险消除时")
    assert (new["on"], new["water_problem"], new["per_capita_fen"]) == (TODAY, "否", 1_234_500)
    tab.guarantees.change_asked.emit(new["key"])
    answer(window, school_problem="否", reference_per_capita_fen=830_000, note="两人核对")
    changed = next(one for one in tab.view.guarantees if one.key == new["key"])
    names = ("school_problem", "reference_per_capita_fen", "note", "water_problem")
    assert [changed.values[name] for name in names] == ["否", 830_000, "两人核对", "否"]
    tab.guarantees.remove_asked.emit(new["key"])
    panel = window.overlay.panel
    assert isinstance(panel, Dialog)
    panel.default.click()
    calm(window.runner)
    assert [row["stage"] for row in shown_rows(tab.guarantees.table)] == ["识别时"]


def test_a_stretch_of_work_is_corrected(window: MainWindow, tab: HelpTab) -> None:
    row = shown_rows(tab.work)[0]
    tab.work.opened.emit(row["key"])
    answer(window, month_pay_fen=432_100, company="鞋厂")
    assert heading(window) == f"改务工 {row['who']}"
    changed = next(one for one in tab.view.work if one.key == row["key"])
    assert (changed.values["month_pay_fen"], changed.values["company"]) == (432_100, "鞋厂")


def test_what_is_missing_is_asked_for(window: MainWindow, tab: HelpTab) -> None:
    tab.ask_visit()
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    panel.do.click()
    assert panel.form["visitor"].finding.text == "请写走访人"
