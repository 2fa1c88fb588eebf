"""A project's life in the window: its dates on one strip, days written down, ways out and back, sources, categories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.real_book import calm, make, view_of, window_over
from tests.ui.test_projects import POMELO, ROAD, choose, overview, part
from villagebook.lifecycle.stages import STAGES
from villagebook.services import codes, project_moves, projects
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.projects import ProjectsPage
from villagebook.ui.widgets.dates import DateRow, DateStrip


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


def dialog_of(window: MainWindow) -> AskDialog:
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    return panel


def fill(dialog: AskDialog, **texts: str) -> None:
    for name, text in texts.items():
        control: Any = dialog.form[name].control
        control.setFocus()
        (control.setPlainText if hasattr(control, "setPlainText") else control.setText)(text)
        control.clearFocus()


def state(page: ProjectsPage, stage: str) -> tuple[str, str]:
    assert page.record.view is not None
    line = next(one for one in page.record.view.life.stages if one.id == stage)
    return line.state, str(line.on or "")


def test_the_strip_shows_every_stage_and_a_press_writes_its_day_down(
    window: MainWindow, page: ProjectsPage, qtbot: QtBot
) -> None:
    choose(window, page, ROAD)
    page.record.turn("dates")
    strip = part(page, "dates").strip
    assert [row.id for row in strip.rows] == [one.id for one in STAGES if one.fits("公益设施")]
    place = [row.id for row in strip.rows].index("accepted")
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.areas()[place].center())
    dialog = dialog_of(window)
    fill(dialog, accepted_on="2025-10-30")
    dialog.do.click()
    calm(window.runner)
    assert state(page, "accepted") == ("done", "2025-10-30")
    assert strip.rows[place].on == dt.date(2025, 10, 30)


def test_a_day_before_the_one_before_is_asked_about_once_more_with_a_reason(
    window: MainWindow, page: ProjectsPage
) -> None:
    choose(window, page, ROAD)
    view = page.record.view
    assert view is not None
    before = view.row["started_on"]
    part(page, "dates").ask("finished")
    dialog = dialog_of(window)
    fill(dialog, finished_on=str(before - dt.timedelta(3)))
    dialog.do.click()
    calm(window.runner)
    again = dialog_of(window)
    assert "早于开工日期" in again.accessibleDescription()
    assert again.form["finished_on"].value == before - dt.timedelta(3), "nothing is typed twice"
    again.do.click()
    assert again.form["why"].finding.text
    fill(again, why="应急抢修")
    again.do.click()
    calm(window.runner)
    assert state(page, "finished") == ("done", str(before - dt.timedelta(3)))
    assert any("早于开工日期" in row.wrong for row in part(page, "dates").strip.rows)
    assert page.record.view is not None
    assert "应急抢修" in page.record.view.row["note"]


def test_what_comes_next_opens_the_dialog_of_its_stage(window: MainWindow, page: ProjectsPage) -> None:
    page._add({"name": "路灯", "year": 2025, "mode": "公益设施"})
    calm(window.runner)
    tab = overview(page)
    assert (tab.do_next.words, page.record.view and page.record.view.life.waits_for) == ("写会议", "村")
    tab.do("stage:granted")
    dialog = dialog_of(window)
    fill(dialog, granted_on="2025-06-01", approval_number="示乡振〔2025〕9号")
    dialog.do.click()
    calm(window.runner)
    assert state(page, "granted") == ("done", "2025-06-01")
    assert page.record.view is not None
    assert page.record.view.row["approval_number"] == "示乡振〔2025〕9号"
    missing = tab.missing.spoken()
    assert any("没有申报的日期" in line for line in missing)
    tab.missing.pressed.emit(0)
    calm(window.runner)
    assert window.overlay.panel is not None or page.record.tabs.current != "all"


def test_a_project_ends_and_is_taken_up_again(window: MainWindow, page: ProjectsPage) -> None:
    page._add({"name": "水池", "year": 2025, "mode": "公益设施"})
    calm(window.runner)
    key = page.record.showing()
    assert key is not None
    say: dict[str, Any] = {"actor": "测试", "today": dt.date(2025, 11, 5)}
    project_moves.reach(window.runner.book, key, "granted", dt.date(2025, 6, 1), **say)
    tab = part(page, "dates")
    assert [entry.words for entry in tab._sides()] == ["未通过", "调整", "出库", "终止"]
    tab._sides()[3].go()
    dialog = dialog_of(window)
    dialog.do.click()
    assert dialog.form["why"].finding.text == "请写原因和依据"
    fill(dialog, why="没有开工，资金收回")
    dialog.do.click()
    calm(window.runner)
    assert page.record.view is not None
    assert page.record.view.chips[0] == "终止"
    assert "没有开工" in tab.aside.accessibleName()
    assert (overview(page).do_next.words, page.record.view.next_step.do) == ("恢复实施", "back")
    overview(page).do_next.click()
    again = dialog_of(window)
    fill(again, why="重新安排资金")
    again.do.click()
    calm(window.runner)
    assert page.record.view.life.side is None
    assert not tab.aside.isVisible()


def test_sources_are_added_corrected_and_removed_against_the_total(window: MainWindow, page: ProjectsPage) -> None:
    choose(window, page, POMELO)
    tab = part(page, "form")
    assert page.record.view is not None
    stated, before = page.record.view.row["planned_fen"], len(page.record.view.plan)
    tab._ask_source()
    dialog = dialog_of(window)
    fill(dialog, source="乡镇", planned_fen="1000")
    dialog.do.click()
    calm(window.runner)
    assert len(page.record.view.plan) == before + 1
    assert "各来源相加" in tab.difference.accessibleName()
    assert tab.sources.model_of_rows._rows[-1]["planned_fen"] == stated + 100_000
    line = page.record.view.plan[-1]
    tab._open(line.key)
    change = dialog_of(window)
    fill(change, planned_fen="2000", document="村民代表大会决议")
    change.do.click()
    calm(window.runner)
    assert (page.record.view.plan[-1].planned_fen, page.record.view.plan[-1].document) == (200_000, "村民代表大会决议")
    tab._total()
    calm(window.runner)
    assert page.record.view.row["planned_fen"] == stated + 200_000
    assert not tab.difference.isVisible()


def test_categories_are_offered_level_by_level_with_the_books_own(window: MainWindow, page: ProjectsPage) -> None:
    book = window.runner.book
    codes.add(book, "project_subcategory", "产业发展/养蜂", "县里项目库这样写", actor="测试")
    key = projects.key_of(book, POMELO)
    texts = {"category": "产业发展", "subcategory": "生产项目", "third_category": ""}
    projects.change(book, key, texts, actor="测试")
    choose(window, page, POMELO)
    form = part(page, "form").forms[0]
    offered = {name: [choice.title for choice in form[name].control.choices] for name in (*texts,)}
    assert "乡村建设行动" in offered["category"]
    assert offered["subcategory"][0] == "生产项目"
    assert "养蜂" in offered["subcategory"]
    assert offered["third_category"][:2] == ["种植业基地", "养殖业基地"]
    form["category"].control.setText("乡村建设行动")
    form["category"].control.left.emit()
    calm(window.runner)
    assert "人居环境整治" in [choice.title for choice in form["subcategory"].control.choices]
    projects.change(book, key, {"year": "2018"}, actor="测试")
    choose(window, page, POMELO)
    assert "村基础设施" in [choice.title for choice in form["category"].control.choices]


def test_days_lie_on_the_line_in_their_order_and_wrong_ones_are_told(app: QApplication) -> None:
    strip = DateStrip([
        DateRow("a", "下达", "done", on=dt.date(2025, 3, 1)),
        DateRow("b", "公示", "done", from_on=dt.date(2025, 3, 5), on=dt.date(2025, 3, 15)),
        DateRow("c", "开工", "done", on=dt.date(2025, 2, 1), wrong="开工日期早于下达日期"),
        DateRow("d", "竣工", "now", due=dt.date(2025, 8, 31), why="计划", late=True),
    ])  # fmt: skip
    strip.resize(610, strip.sizeHint().height())
    days = [dt.date(2025, 2, 1), dt.date(2025, 3, 1), dt.date(2025, 3, 15), dt.date(2025, 8, 31)]
    places = [strip.place_of(day) for day in days]
    assert places == sorted(places)
    assert all(strip.lane().left() <= place <= strip.lane().right() + 1 for place in places)
    assert strip.spoken()[2] == "已完成 开工 2025-02-01 开工日期早于下达日期"
    assert strip.spoken()[3] == "正在 竣工 计划2025-08-31 过期"
    assert strip.tip_at(QPoint(5, strip.areas()[2].center().y())) == "开工日期早于下达日期"
    strip.grab()
