"""The page 项目: the list, how far one is, what comes next, its money, roster, entries and notices; a new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.real_book import TODAY, calm, make, shown_rows, view_of, window_over
from villagebook.services import history, projects, publicity, tables
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import as_cell
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.notice_draft import DraftPanel
from villagebook.ui.pages.projects import ProjectsPage

ROAD, POMELO = "35069920250001", "35069920250007"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "projects") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> ProjectsPage:
    found = view_of(window, "projects")
    assert isinstance(found, ProjectsPage)
    return found


def choose(window: MainWindow, page: ProjectsPage, code: str) -> None:
    page.show_record(projects.key_of(window.runner.book, code))
    calm(window.runner)
    assert page.record.view is not None
    assert page.record.view.code == code


def part(page: ProjectsPage, tab: str) -> Any:
    return page.record.parts[tab]


def overview(page: ProjectsPage) -> Any:
    return part(page, "all")


def tabs(page: ProjectsPage) -> dict[str, str]:
    return {tab.id: tab.count for tab in page.record.tabs.tabs}


def test_the_list_says_name_code_stage_and_money_as_the_ledger_does(window: MainWindow, page: ProjectsPage) -> None:
    found = tables.listed(window.runner.book, "projects", tables.scope(window.runner.book, TODAY))
    rows = shown_rows(page.list.table)
    assert [as_cell(row["name"]).second.split("\u2003")[0] for row in rows] == [row["code"] for row in found.rows]
    assert [row["stage"].text for row in rows] == [row["stage"] for row in found.rows]
    assert page.list.model.totals["planned_fen"] == found.totals["planned_fen"]
    assert page.subtitle.startswith(f"{len(found.rows)} 个，计划 ")


def test_a_record_shows_money_by_source_and_counts_on_its_tabs(window: MainWindow, page: ProjectsPage) -> None:
    choose(window, page, POMELO)
    view = page.record.view
    assert view is not None
    sums = [dict(row) for row in overview(page).sums.model_of_rows._rows]
    assert sums[-1]["source"] == "合计"
    assert sums[-1]["received_fen"] == sum(row["received_fen"] for row in sums[:-1])
    counts = {"all": "", "form": "", "dates": "", "roster": str(len(view.roster)), "entries": str(len(view.entries)),
              "notices": "", "steps": ""}  # fmt: skip
    assert {name: count for name, count in tabs(page).items() if name in counts} == counts
    assert part(page, "roster")._model.totals["amount_fen"] == sum(row["amount_fen"] for row in view.roster)


def test_what_comes_next_drafts_the_notice_that_is_missing(
    window: MainWindow, page: ProjectsPage, qtbot: QtBot
) -> None:
    choose(window, page, POMELO)
    assert overview(page).do_next.words == "拟受益户公示"
    qtbot.mouseClick(overview(page).do_next, Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert window.current is window.page("notices")
    panel = window.overlay.panel
    assert isinstance(panel, DraftPanel)
    assert (panel.form["kind"].value, panel.form["project"].value) == ("roster-beneficiaries", POMELO)


def test_a_notice_that_was_drafted_is_what_comes_next(window: MainWindow, page: ProjectsPage) -> None:
    drafted = publicity.draft(window.runner.book, "roster-beneficiaries", project=POMELO, actor="测试", today=TODAY)
    page.refresh()
    choose(window, page, POMELO)
    assert drafted.number in overview(page).next_step.accessibleName()
    assert tabs(page)["notices"] == "1"
    overview(page).do_next.click()
    calm(window.runner)
    assert window.current is window.page("notices")


def test_an_entry_is_written_for_the_project(window: MainWindow, page: ProjectsPage) -> None:
    choose(window, page, ROAD)
    part(page, "entries").write.click()
    calm(window.runner)
    assert window.current is window.page("funds")
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    assert dialog.form["project_code"].value == ROAD
    assert dialog.form["project_code"].control.text() == "主干道拓宽工程"


def test_a_date_filled_in_moves_the_project_on_and_is_told_under_changes(
    window: MainWindow, page: ProjectsPage
) -> None:
    choose(window, page, ROAD)
    page.record.turn("form:accepted_on")
    assert page.record.tabs.current == "form"
    field = next(form for form in part(page, "form").forms if "accepted_on" in form.fields)["accepted_on"]
    field.control.setText("2025-06-30")
    field.control.left.emit()
    calm(window.runner)
    view = page.record.view
    assert view is not None
    assert {stage.title: str(stage.on) for stage in view.life.stages}["验收"] == "2025-06-30"
    page.record.show_tab("steps")
    calm(window.runner)
    assert tabs(page)["steps"] == "2"
    history.undo_last(window.runner.book, actor="测试")


def test_rows_of_the_record_lead_to_their_pages(window: MainWindow, page: ProjectsPage) -> None:
    choose(window, page, POMELO)
    page.record.show_tab("roster")
    table = part(page, "roster").table
    table.select_first()
    table.opened.emit(table.current_key())
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.foot.itemAt(0).widget().click()
    calm(window.runner)
    assert window.current is window.page("households")
    window.go("projects")
    entries = part(page, "entries").table
    entries.select_first()
    entries.opened.emit(entries.current_key())
    calm(window.runner)
    funds: Any = view_of(window, "funds")
    assert window.current is window.page("funds")
    assert funds.list.table.current_key() == entries.current_key()


def test_a_new_project_is_shown_at_once(window: MainWindow, page: ProjectsPage) -> None:
    page.add_project()
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.do.click()
    assert dialog.form["name"].finding.text == "请写项目名称"
    typed = (("name", "村道路灯"), ("mode", "公益设施"), ("planned_fen", "12万5"), ("source", "县"))
    for name, text in typed:
        dialog.form[name].control.setText(text)
        dialog.form[name].control.left.emit()
    dialog.do.click()
    assert window.overlay.panel is dialog, "what cannot be read stays to be put right"
    dialog.form["planned_fen"].control.setText("125000")
    dialog.form["planned_fen"].control.left.emit()
    dialog.do.click()
    calm(window.runner)
    view = page.record.view
    assert view is not None
    assert (view.name, view.next_step.do) == ("村道路灯", "stage:plan")
    assert [(row["source"], row["planned_fen"]) for row in view.sources] == [("县", 12_500_000)]
    assert page.list.table.current_key() == view.key


def test_filters_narrow_the_list_and_a_search_hit_outside_them_is_shown(window: MainWindow, page: ProjectsPage) -> None:
    page.narrowing.answer({"mode": "分户实施"})
    calm(window.runner)
    modes = {as_cell(row["name"]).second.split("\u2003")[1] for row in shown_rows(page.list.table)}
    assert modes == {"分户实施"}
    key = projects.key_of(window.runner.book, ROAD)
    window.go("projects", key)
    calm(window.runner)
    assert page.list.table.current_key() == key
    assert page.narrowing.filter_button.words == "筛选"


def test_a_hit_is_shown_on_a_page_that_was_never_opened(app: QApplication, village: Path, tmp_path: Path) -> None:
    with window_over(village, tmp_path, "ledgers") as window:
        window.go("projects", POMELO)
        calm(window.runner)
        page = view_of(window, "projects")
        assert isinstance(page, ProjectsPage)
        assert page.record.view is not None
        assert page.record.view.code == POMELO
        assert page.list.table.current_key() == page.record.view.key
        assert page.narrowing.year == 2025
        window.go("funds", "记-0100")
        calm(window.runner)
        funds: Any = view_of(window, "funds")
        assert funds.entry.view.values["voucher"] == "记-0100"
        window.go("projects", None, "stage=已验收")
        calm(window.runner)
        assert page.narrowing.year is None
        assert {row["stage"].text for row in shown_rows(page.list.table)} == {"已验收"}


def test_an_empty_book_says_how_to_begin(app: QApplication, tmp_path: Path) -> None:
    from villagebook.services import books

    (tmp_path / "空").mkdir()
    books.create(tmp_path / "空村.vbook", name="空村", code="350699101299", actor="测试").close()
    with window_over(tmp_path / "空村.vbook", tmp_path / "空", "projects") as window:
        page = view_of(window, "projects")
        assert isinstance(page, ProjectsPage)
        assert page._stack.currentIndex() == 1
        page._add({"name": "第一个", "year": 2025})
        calm(window.runner)
        assert page._stack.currentIndex() == 0
        assert page.record.view is not None
        assert page.record.view.code == "2025-01"
