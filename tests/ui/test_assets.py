"""The view 资产: the list, one asset with what happened and what it brought, and its verbs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.registries.doings_works import PICTURE
from tests.ui.real_book import calm, make, shown_rows, view_of, window_over
from villagebook.services import assets, history
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import as_cell
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.assets import AssetsPage
from villagebook.ui.pages.printing import PrintDialog
from villagebook.ui.widgets.dialog import Dialog

SOLAR, TEA, LAMPS = "资2024-001", "资2025-002", "资2025-012"
D = dt.date


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    path = made_books.a_copy(made_books.sample(), tmp_path)
    with window_over(path, tmp_path / "copy", "projects") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> AssetsPage:
    window.go("projects", action="assets")
    calm(window.runner)
    found = window.page("projects").view("assets")  # type: ignore[attr-defined]
    assert isinstance(found, AssetsPage)
    return found


def choose(window: MainWindow, page: AssetsPage, code: str) -> uuid.UUID:
    key = assets.key_of(window.runner.book, code)
    window.go("projects", key, "assets")
    calm(window.runner)
    assert page.record.view is not None
    assert page.record.view.code == code
    return key


def answer(window: MainWindow, **values: Any) -> None:
    """Fill the dialog that asks, and press its button."""
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    for name, value in values.items():
        panel.form[name.rstrip("_")].set_value(value)
        panel.form[name.rstrip("_")].edited.emit(value)
    panel.do.click()
    calm(window.runner)


def entry(page: AssetsPage, words: str) -> Any:
    return next(one for one in page.record.entries() if one.words.startswith(words))


def test_the_list_is_of_all_assets_and_is_narrowed_to_a_class(window: MainWindow, page: AssetsPage) -> None:
    names = [as_cell(row["name"]).value for row in shown_rows(page.list.table)]
    assert len(names) == 15
    assert names[0] == "村级光伏电站"
    assert page.subtitle == "15 项资产"
    next(one for one in page._kinds() if one.words == "经营性资产").go()
    calm(window.runner)
    assert len(shown_rows(page.list.table)) == 3


def test_an_asset_shows_what_happened_and_what_it_brought_each_year(window: MainWindow, page: AssetsPage) -> None:
    choose(window, page, SOLAR)
    rows = [(row["year"], row["came"]) for row in shown_rows(page.record.income)]
    assert rows == [("2024", 1_248_060), ("2025", 4_198_050), ("合计", 5_446_110)]
    assert page.record.timeline.spoken()[-1].startswith("2024-07-08　林晓芸，确权")
    assert page.record.lacks.isHidden()


def test_it_is_let_counted_and_disposed_of_and_each_is_taken_back(window: MainWindow, page: AssetsPage) -> None:
    key = choose(window, page, LAMPS)
    before = len(page.record.view.events) if page.record.view else 0
    page.record.verbs["盘点"].click()
    answer(window, on=D(2025, 11, 4), state="损毁", net=5_000_000)
    assert page.record.view is not None
    assert (page.record.view.state, page.record.view.values["net_fen"]) == ("损毁", 5_000_000)
    entry(page, "处置").go()
    calm(window.runner)
    answer(window, on=D(2025, 11, 5), how="报废")
    again = window.overlay.panel
    assert isinstance(again, AskDialog)
    assert "处置资产要有批准" in again.accessibleDescription()
    answer(window, approval="云岭镇批复")
    assert page.record.view.state == "处置"
    assert all(button.isHidden() for button in page.record.verbs.values())
    entry(page, "删掉最近的变动").go()
    panel = window.overlay.panel
    assert isinstance(panel, Dialog)
    assert panel.default is not None
    panel.default.click()
    calm(window.runner)
    assert page.record.view.state == "损毁"
    history.undo_last(window.runner.book, actor="测试")
    history.undo_last(window.runner.book, actor="测试")
    history.undo_last(window.runner.book, actor="测试")
    assert len(assets.view(window.runner.book, key, D(2025, 11, 5)).events) == before


def test_income_is_written_from_the_asset_and_its_sheet_is_printed(window: MainWindow, page: AssetsPage) -> None:
    key = choose(window, page, TEA)
    page.record.verbs["记收益"].click()
    answer(window, on=D(2025, 11, 5))
    (draft,) = assets.view(window.runner.book, key, D(2025, 11, 5)).entries
    assert (draft.fen, draft.posted) == (1_800_000, False)
    page.record.print.click()
    calm(window.runner)
    assert isinstance(window.overlay.panel, PrintDialog)


def test_photos_are_put_with_the_asset_and_taken_away(window: MainWindow, page: AssetsPage, tmp_path: Path) -> None:
    choose(window, page, TEA)
    path = tmp_path / "茶园.png"
    path.write_bytes(PICTURE)
    page.record.photos.put_paths([path])
    calm(window.runner)
    (row,) = shown_rows(page.record.photos.table)
    assert str(row["name"]).startswith("茶园")
    page.record.photos.table.go_to(row["key"])
    page.record.photos.remove.click()
    calm(window.runner)
    assert shown_rows(page.record.photos.table) == []


def test_a_field_is_corrected_in_place(window: MainWindow, page: AssetsPage) -> None:
    key = choose(window, page, TEA)
    field = next(form for form in page.record.forms if "keeper" in form.fields)["keeper"]
    field.set_value("林晓芸")
    field.edited.emit("林晓芸")
    calm(window.runner)
    assert assets.view(window.runner.book, key, D(2025, 11, 5)).values["keeper"] == "林晓芸"
    assert history.entries(window.runner.book, 1)[0].heading == "改资产 畲寮、岭脚低改茶园"


def test_it_leads_to_its_project(window: MainWindow, page: AssetsPage) -> None:
    choose(window, page, SOLAR)
    page.record.project.click()
    calm(window.runner)
    shown = view_of(window, "projects")
    assert shown.record.view.name == "村级光伏电站"


def test_without_any_the_page_says_how_they_come(app: QApplication, tmp_path: Path) -> None:
    with window_over(make(tmp_path), tmp_path / "copy", "projects") as window:
        window.go("projects", action="assets")
        calm(window.runner)
        page = window.page("projects").view("assets")  # type: ignore[attr-defined]
        assert page._stack.currentIndex() == 1
        page.add()
        answer(window, name="村口路灯", kind="公益性资产")
        assert page.record.view.name == "村口路灯"
        assert page.record.view.missing == ("所有权人", "确权", "移交", "管护人")
        assert not page.record.lacks.isHidden()
