"""The tab 实施 of a project through the window: contracts, acceptances and assets entered, changed, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.ui.real_book import calm, shown_rows, view_of, window_over
from villagebook.base.findings import Finding, Severity
from villagebook.services import assets, history, projects
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import as_cell
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.printing import PrintDialog
from villagebook.ui.pages.project_works import WorksTab
from villagebook.ui.pages.projects import ProjectsPage
from villagebook.ui.widgets.dialog import Dialog

STORE, SHED, CHICKS = "35069920250703", "35069920250705", "35069920250706"
D = dt.date


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    path = made_books.a_copy(made_books.sample(), tmp_path)
    with window_over(path, tmp_path / "copy", "projects") as made:
        yield made


def show(window: MainWindow, code: str) -> WorksTab:
    """Show a project's tab 实施."""
    page = view_of(window, "projects")
    assert isinstance(page, ProjectsPage)
    page.show_record(projects.key_of(window.runner.book, code))
    calm(window.runner)
    page.record.show_tab("works")
    calm(window.runner)
    tab = page.record.parts["works"]
    assert isinstance(tab, WorksTab)
    return tab


def answer(window: MainWindow, **values: Any) -> None:
    """Fill the dialog that asks, and press its button; ``item__0`` is the field ``item:0``."""
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    for name, value in values.items():
        field = panel.form[name.replace("__", ":")]
        field.set_value(value)
        field.edited.emit(value)
    panel.do.click()
    calm(window.runner)


def heading(window: MainWindow) -> str:
    """What was done last."""
    return history.entries(window.runner.book, 1)[0].heading


def cell(row: dict[str, Any], name: str) -> Any:
    """What a cell says, whatever dresses it."""
    return as_cell(row[name]).value


def test_a_project_shows_its_contracts_acceptances_and_assets(window: MainWindow) -> None:
    tab = show(window, SHED)
    rows = shown_rows(tab.contracts.table)
    assert [(cell(row, "party"), row["due"], cell(row, "paid")) for row in rows] == [
        ("示范县巧手竹器公司", 8_000_000, 7_200_000), ("示范县恒固建筑公司", 10_000_000, 9_000_000)]
    assert [(row["kind"], row["state"].text) for row in shown_rows(tab.acceptances.table)] == [
        ("村乡联合初验", "已整改"), ("乡镇验收", "合格")]
    assert [cell(row, "name") for row in shown_rows(tab.assets.table)] == ["竹编帮扶车间"]
    page = view_of(window, "projects")
    assert {one.id: one.count for one in page.record.tabs.tabs}["works"] == "5"


def test_a_contract_is_entered_settled_above_it_only_with_a_reason_and_taken_back(window: MainWindow) -> None:
    tab = show(window, STORE)
    tab.contracts.starts["记合同"].click()
    calm(window.runner)
    answer(window, party="示范县正直监理公司", kind="监理", amount_fen=980_000, signed_on=D(2025, 5, 5))
    assert heading(window) == "记合同 高山蔬菜冷库 示范县正直监理公司"
    row = next(row for row in shown_rows(tab.contracts.table) if cell(row, "party") == "示范县正直监理公司")
    tab.contracts.table.go_to(row["key"])
    tab.contracts.buttons["结算"].click()
    answer(window, fen=1_000_000)
    again = window.overlay.panel
    assert isinstance(again, AskDialog)
    assert "比合同和变更的9,800.00元多" in again.accessibleDescription()
    assert again.form["fen"].value == 1_000_000
    answer(window, why="夜间加班监理")
    assert heading(window).startswith("合同结算 监理合同")
    history.undo_last(window.runner.book, actor="测试")
    history.undo_last(window.runner.book, actor="测试")
    tab = show(window, STORE)
    assert len(shown_rows(tab.contracts.table)) == 1


def test_a_payment_comes_with_its_step_and_shares_of_the_sources_and_is_a_draft(window: MainWindow) -> None:
    tab = show(window, SHED)
    (first, _) = shown_rows(tab.contracts.table)
    tab.contracts.table.go_to(first["key"])
    tab.contracts.buttons["付款"].click()
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    assert (panel.form["step"].value, panel.form["from:定点帮扶"].value) == ("质保金", 800_000)
    answer(window, on=D(2025, 11, 5))
    assert heading(window) == "记合同付款 竹编车间设备采购合同 8,000.00 元"
    (row, _) = shown_rows(tab.contracts.table)
    assert cell(row, "paid") == 7_200_000
    assert as_cell(row["paid"]).tip.endswith("　8,000.00")


def test_a_report_is_printed_from_its_acceptance(window: MainWindow) -> None:
    tab = show(window, SHED)
    tab.acceptances.buttons["打印报告"].click()
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, PrintDialog)


def test_an_acceptance_comes_drafted_and_what_was_done_goes_into_its_opinion(window: MainWindow) -> None:
    tab = show(window, STORE)
    tab.acceptances.starts["记验收"].click()
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    assert panel.form["part:members"].value
    answer(window, kind="乡镇验收", accepted_on=D(2025, 11, 3), item__1=280, why__1="地形所限")
    (row,) = shown_rows(tab.acceptances.table)
    assert cell(row, "opinion") == "实际完成建冷库1座，库容280立方米，质量符合要求，验收合格。"
    assert cell(row, "scale") == "1 项和计划不同"
    with window.runner.book.read() as connection:
        from villagebook.services.fields import record_row

        project = record_row(connection, "project", projects.key_of(window.runner.book, STORE))
    assert project["accepted_on"] == D(2025, 11, 3)


def test_an_asset_is_registered_with_what_the_project_says_and_handed_over(window: MainWindow) -> None:
    tab = show(window, STORE)
    assert not tab.assets.blank.isHidden()
    tab.assets.starts["登记资产"].click()
    calm(window.runner)
    answer(window, name="高山蔬菜冷库", keeper="林晓芸")
    assert heading(window) == "登记资产 高山蔬菜冷库"
    (row,) = shown_rows(tab.assets.table)
    assert (row["cost"], cell(row, "missing")) == (68_000_000, "确权、移交")
    tab.assets.buttons["移交"].click()
    answer(window, on=D(2025, 11, 4), by="云岭镇人民政府", to="上云村村民委员会")
    assert assets.view(window.runner.book, row["key"], D(2025, 11, 5)).values["handed_on"] == D(2025, 11, 4)
    assert not tab.assets.buttons["移交"].isEnabled()


def test_a_roster_gives_each_household_its_asset(window: MainWindow) -> None:
    tab = show(window, CHICKS)
    assert not tab.assets.starts["一户一项"].isHidden()
    tab.assets.starts["一户一项"].click()
    panel = window.overlay.panel
    assert isinstance(panel, Dialog)
    assert panel.default is not None
    panel.default.click()
    calm(window.runner)
    assert len(shown_rows(tab.assets.table)) == 14
    assert tab.assets.starts["一户一项"].isHidden()


def test_findings_of_its_records_stand_on_top(window: MainWindow) -> None:
    tab = show(window, SHED)
    mine = Finding("contracts.over-plan", Severity.WARNING, SHED, "资金投入合计", "合同合计超过计划")
    other = Finding("projects.date-order", Severity.ERROR, SHED, "开工日期", "早于下达")
    assert tab.show_findings([mine, other]) == [other]
    assert tab.problem.isVisible()
    assert tab.show_findings([other]) == [other]
    assert tab.problem.isHidden()
