"""动态管理 through the window on the sample book: from a lead over steps and papers to an end, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.ui.real_book import calm, said, shown_rows, view_of, window_over
from tests.waiting_cases import wait_for
from villagebook.services import cases, history, households, publicity
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import as_cell
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.case_dialogs import StepDialog
from villagebook.ui.pages.household_cases import CasesTab, CasesView
from villagebook.ui.pages.households import HouseholdsPage
from villagebook.ui.widgets.messages import ErrorPanel

LATE, NEW, REMOVING, PLAIN, CLOSED = 6, 25, 35, 2, 1  # numbers of households of the sample
TODAY = made_books.TODAY


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(made_books.sample(), tmp_path, "households") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> HouseholdsPage:
    found = window.page("households")
    assert isinstance(found, HouseholdsPage)
    return found


def tab(page: HouseholdsPage, number: int) -> CasesTab:
    """The tab 动态 of a household."""
    page.show_record(households.key_of(page.runner.book, f"350699101207{number:04d}"))
    page.record.show_tab("cases")
    calm(page.runner)
    return page.record.cases


def dialog(window: MainWindow, kind: type[AskDialog] = AskDialog) -> Any:
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, kind), panel
    return panel


def answer(window: MainWindow, **values: Any) -> None:
    """Fill in the dialog that is open and press its button."""
    panel = dialog(window)
    for name, value in values.items():
        panel.form[name].set_value(value)
    panel.do.click()
    calm(window.runner)


def choose(body: Any, words: str) -> None:
    """Do what 更多 offers under some words."""
    entry = next(entry for entry in body.entries() if entry.words.startswith(words))
    assert entry.enabled
    entry.go()


# --- the tab ----------------------------------------------------------------------------------------------------------


def test_a_case_stands_with_its_strip_its_next_step_and_what_lacks(page: HouseholdsPage) -> None:
    body = tab(page, LATE).body
    assert [(stage.title, stage.state) for stage in body.strip.stages][:3] == [
        ("线索", "done"), ("核实", "done"), ("比对", "now")]  # fmt: skip
    assert body.strip.stages[2].note == "过期 3 天"
    assert "已过期 3 天" in body.next_step.accessibleName()
    assert body.do_next.words == "记信息比对"
    rows = shown_rows(body.papers)
    assert [(row["name"], row["state"].text) for row in rows] == [
        ("防止返贫动态监测排查表", "有"), ("监测对象申请及承诺授权查询书", "缺"),
        ("家庭成员信息比对名单", "待收"), ("信息比对结果", "待收")]  # fmt: skip
    steps = shown_rows(body.steps)
    assert as_cell(steps[0]["papers"]).value == "缺 1 份"
    assert next(t for t in page.record.tabs.tabs if t.id == "cases").count == "1"


def test_the_next_step_is_written_with_its_day_and_papers_and_undone(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, LATE).body
    body.do_next.click()
    asked = dialog(window, StepDialog)
    assert asked.form["on"].value == TODAY
    assert not any(tick.isChecked() for tick in asked.papers.values())
    asked.papers["信息比对结果"].setChecked(True)
    answer(window, who="县专班")
    assert [stage.state for stage in body.strip.stages][:4] == ["done", "done", "done", "now"]
    row = shown_rows(body.steps)[1]
    assert (row["on"], row["who"], as_cell(row["papers"]).value) == (TODAY, "县专班", "缺 1 份")
    assert "信息比对" in said(window)
    window.undo()
    calm(window.runner)
    assert body.do_next.words == "记信息比对"


def test_what_blocks_is_said_and_done_with_a_reason(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, NEW).body
    body.steps.go_to("county")
    body.steps.opened.emit("county")
    answer(window)
    reason = dialog(window)
    assert reason.accessibleName() == "现在还不能办"
    assert window.runner.book is not None
    assert body.view.last_done is None
    reason.do.click()  # without a reason
    assert dialog(window) is reason
    answer(window, why="县里先批了，资料在补")
    assert body.view.step("county").on == TODAY
    assert "县里先批了" in body.view.step("county").note


def test_a_meeting_is_written_with_its_step(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, LATE).body
    body.do_next.click()
    answer(window)
    body.do_next.click()
    assert dialog(window).form["meeting"].value == cases.meetings_for(window.runner.book, TODAY)[0].id  # since the lead
    answer(window, meeting=cases.NEW_MEETING)
    assert "2025-11-05 民主评议会" in body.view.step("meeting").basis
    assert body.do_next.words == "拟公示"


def test_the_notice_is_drafted_from_the_case_and_shown(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, LATE).body
    for _ in range(2):
        body.do_next.click()
        answer(window)
    body.do_next.click()
    calm(window.runner)
    record = view_of(window, "notices").record.view.row
    assert (record["kind"], record["subject"]["households"]) == ("monitored-identification", ["3506991012070006"])
    window.go("households")
    calm(window.runner)
    assert body.do_next.words == "看草稿"


def test_papers_are_ticked_and_files_put_in(window: MainWindow, page: HouseholdsPage, tmp_path: Path) -> None:
    body = tab(page, LATE).body
    body.papers.opened.emit("visit/监测对象申请及承诺授权查询书")
    calm(window.runner)
    assert body.view.line.missing == ()
    body.papers.opened.emit("compare/信息比对结果")
    calm(window.runner)
    assert "先记信息比对" in said(window)
    scan = tmp_path / "表.jpg"
    scan.write_bytes(b"jpeg")
    body._desk.take_in(body.view, "visit", "防止返贫动态监测排查表", scan)
    calm(window.runner)
    assert shown_rows(body.papers)[0]["state"].text == "有文件"


def test_a_lead_opens_a_case_for_a_household_without_one(window: MainWindow, page: HouseholdsPage) -> None:
    found = tab(page, PLAIN)
    assert found.body.isHidden()
    found.begin.click()
    asked = dialog(window)
    assert (asked.form["kind"].value, asked.form["lead_on"].value) == ("监测对象识别", TODAY)
    answer(window, target="突发严重困难户", lead_who="网格员", lead_text="住院", lead_on=date(2025, 11, 4))
    assert found.body.view.line.target == "突发严重困难户"
    assert found.body.do_next.words == "记入户核实"
    assert "11-06 到期，还有 1 天" in found.body.view.next.text
    found.begin.click()
    assert dialog(window).form["kind"].value == "低保特困认定"
    answer(window, target="低保户")
    found.begin.click()
    calm(window.runner)
    assert "都已经在办" in said(window)


def test_the_lead_is_corrected_in_place_until_the_case_is_closed(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, LATE).body
    field = body.lead["lead_who"]
    field.set_value("网格员")
    body.lead.edited.emit("lead_who", "网格员")
    calm(window.runner)
    assert body.view.lead_who == "网格员"
    assert said(window).startswith("改线索提供人 许")
    page.record.show_tab("steps")
    calm(window.runner)
    assert any(row["heading"].startswith("改线索提供人") for row in shown_rows(page.record.steps.table))
    choose(body, "中止")
    answer(window, why="搬走")
    assert body.lead["lead_who"].control.isReadOnly()


@pytest.mark.parametrize(("words", "state"), [("记为未通过", "未通过"), ("中止", "已中止")])
def test_a_case_is_stopped_with_a_reason(window: MainWindow, page: HouseholdsPage, words: str, state: str) -> None:
    found = tab(page, LATE)
    choose(found.body, words)
    dialog(window).do.click()
    assert dialog(window).form["why"].finding.text == "请写明原因"
    answer(window, why="收入恢复")
    assert (found.body.view.line.state, found.body.view.outcome) == (state, "收入恢复")
    assert found.body.do_next.isHidden()


def test_the_last_step_is_taken_back(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, REMOVING).body
    choose(body, "收回民主评议")
    calm(window.runner)
    assert body.view.line.step == "民主评议"


def test_a_closed_case_is_rolled_back_and_the_class_ends(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, CLOSED).body
    assert body.next_step.isHidden()
    choose(body, "回退")
    answer(window, why="不符合条件")
    assert body.view.line.state == "已回退"
    on = households.view(window.runner.book, page.record.view.key, date(2025, 11, 6))
    assert "突发严重困难户" not in [kind for kind, _ in on.statuses]


def test_closing_a_removal_asks_for_the_way(window: MainWindow, page: HouseholdsPage) -> None:
    body = tab(page, REMOVING).body
    choose(body, "办结")
    assert dialog(window).form["way"].value == "帮扶消除"
    answer(window, way="自然消除")
    answer(window, why="县里已批，补录")  # steps are left: it blocks
    assert body.view.line.state == "已办结"
    assert "自然消除" in body.view.outcome
    assert history.entries(window.runner.book, 1)[0].verb == "case.close"


def test_trouble_is_told_in_words(window: MainWindow, page: HouseholdsPage, tmp_path: Path) -> None:
    body = tab(page, LATE).body
    body._desk.take_in(body.view, "visit", "防止返贫动态监测排查表", tmp_path / "没有.jpg")
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert (panel.trouble.title, "没有.jpg" in panel.trouble.happened) == ("没有放入", True)


# --- the list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(window: MainWindow, page: HouseholdsPage) -> CasesView:
    page.show_cases()
    calm(window.runner)
    assert page.cases is not None
    return page.cases


def heads(view: CasesView) -> list[str]:
    return [row["head"] for row in shown_rows(view.list.table)]


def test_the_list_shows_those_under_way_the_late_first(page: HouseholdsPage, listed: CasesView) -> None:
    rows = shown_rows(listed.list.table)
    assert [row["step"] for row in rows] == ["信息比对", "入户核实", "县级确认", "村内公示"]
    assert [as_cell(row["due"]).value for row in rows] == ["过期 3 天", "今天", "11-20", None]
    assert page.subtitle == "动态管理，在办 4 件"
    assert listed.body.view.line.head == heads(listed)[0]
    listed.which.click()
    calm(page.runner)
    assert len(heads(listed)) == 14
    assert page.subtitle == "动态管理，14 件"


def test_a_case_of_the_list_is_worked_on_where_it_stands(window: MainWindow, listed: CasesView) -> None:
    listed.body.do_next.click()
    answer(window)
    assert [row["step"] for row in shown_rows(listed.list.table)] == ["入户核实", "民主评议", "县级确认", "村内公示"]


def test_a_task_of_today_leads_to_its_case(window: MainWindow, page: HouseholdsPage) -> None:
    line = cases.cases(window.runner.book, TODAY)[1]
    window.go("households", f"case:{line.key}")
    calm(window.runner)
    assert page.cases is not None
    assert page.cases.body.view.line.key == line.key


def test_from_the_list_to_the_household_and_back(window: MainWindow, page: HouseholdsPage, listed: CasesView) -> None:
    head = listed.body.view.line.head
    listed.household.click()
    calm(window.runner)
    assert page.record.view.head == head
    assert page.record.tabs.current == "cases"
    assert page.subtitle.endswith("人")
    page.show_cases()
    calm(window.runner)
    assert page.back()
    calm(window.runner)
    assert page.subtitle.startswith("52 户")


def test_the_list_is_exported_as_it_is_filtered(window: MainWindow, listed: CasesView, tmp_path: Path) -> None:
    listed.export_to(tmp_path / "动态.xlsx")
    calm(window.runner)
    sheet = load_workbook(tmp_path / "动态.xlsx").active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum(cell == "办理中" for cell in cells) == 4
    assert "已办结" not in cells


def test_the_menu_of_views_leads_to_the_list(page: HouseholdsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QMenu

    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: menus.append(menu))
    page.view_button.click()
    (action,) = [action for action in menus[0].actions() if action.text().startswith("动态管理")]
    action.trigger()
    calm(page.runner)
    assert page.cases is not None
    assert page.cases.isVisible()


def test_a_row_of_the_ledger_leads_to_its_case(window: MainWindow, page: HouseholdsPage) -> None:
    window.go("ledgers", "cases")
    calm(window.runner)
    pane = window.page("ledgers").pane
    row = shown_rows(pane.table)[1]
    pane.table.opened.emit(pane.model.keys()[1])
    calm(window.runner)
    assert page.cases is not None
    assert page.cases.body.view.line.code == row["code"]


# --- notices from the next step ---------------------------------------------------------------------------------------


def test_all_who_wait_go_on_one_sheet_by_one_click_and_hanging_it_is_the_step_of_each(
    window: MainWindow, page: HouseholdsPage
) -> None:
    book = window.runner.book
    assert book is not None
    wait_for(book, "3506991012070002", "monitored-identification", TODAY, target="边缘易致贫户", step_days=2)
    body = tab(page, LATE).body
    for _ in range(2):
        body.do_next.click()
        answer(window)
    assert "另有 1 户等着，拟在同一张上" in body.view.next.text
    body.do_next.click()
    calm(window.runner)
    row = view_of(window, "notices").record.view.row
    assert row["subject"]["households"] == ["3506991012070002", "3506991012070006"]
    publicity.post(book, row["number"], TODAY, actor="测试")
    window.go("households")
    for number in (LATE, PLAIN):
        found = tab(page, number).body
        assert (found.view.step("notice").on, found.view.step("notice").basis) == (TODAY, row["number"])
        assert found.do_next.words == "记乡镇审核"


def test_the_announcement_is_offered_in_one_click_too(window: MainWindow, page: HouseholdsPage) -> None:
    book = window.runner.book
    assert book is not None
    wait_for(book, "3506991012070002", "monitored-announcement", TODAY, target="边缘易致贫户", step_days=9)
    body = tab(page, PLAIN).body
    assert body.do_next.words == "拟公告"
    body.do_next.click()
    calm(window.runner)
    assert view_of(window, "notices").record.view.row["kind"] == "monitored-announcement"


def test_what_is_settled_for_a_household_is_asked_with_the_step_and_only_there(
    window: MainWindow, page: HouseholdsPage
) -> None:
    book = window.runner.book
    assert book is not None
    wait_for(book, "3506991012070002", "assistance-first", TODAY, target="低保户", step_days=5)
    body = tab(page, PLAIN).body
    assert not body.lead["covered"].isHidden()
    body.steps.go_to("meeting")
    body.steps.opened.emit("meeting")
    assert dialog(window).form["meeting"].value is None
    answer(window, covered=2, grade="B类", month_fen=96_000)
    assert [field.value for field in body.view.fields if field.name in cases.AID_FIELDS] == [2, "B类", 96_000]
    body.do_next.click()
    calm(window.runner)
    content = view_of(window, "notices").record.view.content
    assert content.tables[0].rows[0][2:5] == (2, "低保户·B类", 96_000)
    window.go("households")
    monitored = tab(page, LATE).body
    assert monitored.lead["covered"].isHidden()
    monitored.steps.go_to("compare")
    monitored.steps.opened.emit("compare")
    assert "covered" not in dialog(window).form.fields
