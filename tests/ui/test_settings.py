"""设置 through the window: the village, officers, habits of book and computer, backups and the way back, policies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.ui.conftest import flush
from tests.ui.real_book import TODAY, calm, make, said, window_over
from villagebook.base.settings import SETTINGS
from villagebook.policies import POLICIES
from villagebook.services import books, codes, history, overrides, tables
from villagebook.ui import preferences, scale, theme
from villagebook.ui.app import Office
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import Cell
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.settings import SettingsPage
from villagebook.ui.preferences import Preferences
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.field import Field
from villagebook.ui.widgets.line import Line


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture(autouse=True)
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preferences:
    """Preferences of nobody."""
    made = Preferences(tmp_path / "settings.json", tmp_path / "window.json")
    monkeypatch.setattr(preferences, "current", lambda: made)
    return made


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "settings") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    found = window.page("settings")
    assert isinstance(found, SettingsPage)
    return found


def enter(field: Field, text: str) -> None:
    """Type into a field and leave it."""
    control = field.control
    control.setFocus()
    if isinstance(control, QPlainTextEdit):
        control.setPlainText(text)
        control.clearFocus()
    else:
        assert isinstance(control, Line)
        control.setText(text)
        control.left.emit()


def officers(window: MainWindow) -> list[str]:
    book = window.runner.book
    return [row["name"] for row in tables.listed(book, "officers", tables.scope(book, TODAY)).rows]


def test_a_field_of_the_village_is_saved_when_it_is_left(window: MainWindow, page: SettingsPage) -> None:
    enter(page.village.field("board_place"), "村部西墙")
    calm(window.runner)
    assert books.info(window.runner.book).values["board_place"] == "村部西墙"
    assert said(window) == "改村的基本情况"
    enter(page.village.field("code"), "3506")
    calm(window.runner)
    assert "12 位" in page.village.field("code").finding.text
    assert books.info(window.runner.book).code == "350699101203"


def test_an_officer_is_added_changed_and_taken_out(window: MainWindow, page: SettingsPage) -> None:
    section = page.officers
    page.open("officers")
    assert section.none.isVisible()
    section.add.click()
    asked = window.overlay.panel
    assert isinstance(asked, AskDialog)
    asked.do.click()
    assert asked.form["name"].finding.text == "请写姓名"
    enter(asked.form["name"], "林秋月")
    enter(asked.form["phone"], "0599-5550702")
    asked.do.click()
    calm(window.runner)
    assert officers(window) == ["林秋月"]
    section.edit.click()
    asked = window.overlay.panel
    assert isinstance(asked, AskDialog)
    assert asked.form["phone"].value == "0599-5550702"
    enter(asked.form["role"], "监督")
    asked.do.click()
    calm(window.runner)
    assert section.table.model_of_rows.row_at(0)["role"] == "监督"  # type: ignore[index]
    section.remove.click()
    calm(window.runner)
    assert officers(window) == []
    history.undo_last(window.runner.book, actor="x")
    assert officers(window) == ["林秋月"]


def test_a_habit_of_the_book_is_kept_in_the_book(window: MainWindow, page: SettingsPage) -> None:
    enter(page.habits.rows["paper.date_style"].field, "二〇二六年三月十一日")
    page.habits.rows["notice.first_day_counts"].field.control.click()  # type: ignore[attr-defined]
    enter(page.habits.rows["calendar.days_off"].field, "2026-01-01")
    calm(window.runner)
    assert overrides.settings(window.runner.book) == {
        "paper.date_style": "numerals", "notice.first_day_counts": True, "calendar.days_off": "2026-01-01",
    }  # fmt: skip
    assert said(window) == "改设置 放假的日子"


def test_a_day_that_is_none_is_said_and_not_kept(window: MainWindow, page: SettingsPage) -> None:
    row = page.habits.rows["calendar.days_off"]
    enter(row.field, "元旦")
    calm(window.runner)
    assert "元旦" in row.field.finding.text
    assert overrides.settings(window.runner.book) == {}


def test_theme_and_text_size_change_at_once_and_stay(
    window: MainWindow, page: SettingsPage, chosen: Preferences
) -> None:
    rows = page.window_settings.rows
    assert rows["window.text_size"].field.value == "100"
    enter(rows["window.theme"].field, "深色")
    assert theme.current().dark
    enter(rows["window.text_size"].field, "130%")
    assert scale.text_size() == 1.3
    assert (chosen.setting("window.theme"), chosen.setting("window.text_size")) == ("dark", 130)
    window.change_text_size(-1)
    assert rows["window.text_size"].field.value == "115"


def test_every_setting_is_shown(page: SettingsPage) -> None:
    shown = {*page.habits.rows, *page.window_settings.rows}
    assert shown == set(SETTINGS.ids)


def test_backups_go_where_the_person_says(window: MainWindow, page: SettingsPage, tmp_path: Path) -> None:
    place = tmp_path / "备份"
    place.mkdir()
    enter(page.window_settings.rows["backup.folder"].field, str(place))
    page.act("backup", None)
    calm(window.runner)
    assert [path.suffix for path in place.iterdir()] == [next(place.iterdir()).suffix]
    assert page.backup.table.model_of_rows.rowCount() == 1
    assert page.choices.current == "backup"


def subject(policy: str) -> str:
    """What a policy is about: income of income.poverty_line."""
    return policy.partition(".")[0]


def test_every_policy_is_told_and_those_nobody_has_seen_are_marked(window: MainWindow, page: SettingsPage) -> None:
    page.open("policies")
    calm(window.runner)
    model = page.policies.list.model
    subjects = list(dict.fromkeys(subject(key) for key in POLICIES.ids))
    assert model.keys() == sorted(POLICIES.ids, key=lambda key: subjects.index(subject(key)))
    places = [model.row_of(key) for key in ("notice.donations.days", "notice.funds_use.days")]
    model.row_at(places[0])
    calm(window.runner)
    donations, funds = (model.row_at(place) for place in places)
    assert donations is not None
    assert funds is not None
    assert [chip.text for chip in donations["state"]] == ["待核实"]
    assert funds["state"] == ()
    assert isinstance(funds["value"], Cell)
    assert funds["value"].value == "10天"


def test_the_program_and_the_book_are_looked_at(window: MainWindow, page: SettingsPage) -> None:
    page.open("about")
    calm(window.runner)
    assert {"程序", "字体", "数据文件", "留痕"} <= {line.name for line in page.about.lines}
    assert all(line.ok for line in page.about.lines if line.name in ("数据文件", "留痕"))


def test_a_backup_takes_the_place_of_the_book_which_is_kept_aside(
    app: QApplication, village: Path, tmp_path: Path, chosen: Preferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    folder = Path(shutil.copytree(village, tmp_path / "书" / village.name))
    monkeypatch.setenv("VILLAGEBOOK_TODAY", TODAY.isoformat())
    office = Office(chosen)
    window = office.window
    window.show()
    try:
        office.open(str(folder))
        calm(office.runner)
        book = office.runner.book
        backup = books.back_up(book)
        books.edit_village(book, {"board_place": "改过的地方"}, actor="x")
        window.go("settings", action="")
        page = window.page("settings")
        assert isinstance(page, SettingsPage)
        page.open("backup")
        calm(office.runner)
        page.backup.table.go_to(str(backup.path))
        page.backup.restore.click()
        asked: Any = window.overlay.panel
        assert isinstance(asked, Dialog)
        assert asked.default is not None
        assert asked.default.text() == "取消"
        asked._buttons.itemAt(1).widget().click()
        calm(office.runner)
        assert books.info(office.runner.book).values["board_place"] == "村务公开栏"
        aside = [path for path in folder.parent.iterdir() if "还原前" in path.name]
        assert len(aside) == 1
        assert aside[0].name in said(window)
    finally:
        if office.runner.book is not None:
            office.runner.book.close()
        office._left = True
        window.close()
        window.deleteLater()
        flush()


# Code lists


def test_a_value_is_added_to_a_list_offered_and_stopped_again(window: MainWindow, page: SettingsPage) -> None:
    page.open("codes")
    section = page.codes
    section.lists.go_to("road_kind")
    assert section.heading.title.text() == "入户路类型"
    section.ask()
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.form["value"].set_value("石板路")
    dialog.do.click()
    assert window.overlay.panel is dialog  # it asks why
    dialog.form["reason"].set_value("县里的表")
    dialog.do.click()
    calm(window.runner)
    assert said(window) == "加代码值 入户路类型：石板路"
    assert section.values.go_to("石板路")
    row = next(row for row in shown(section.values) if row["value"] == "石板路")
    assert (row["whence"], row["reason"]) == ("本村加的", "县里的表")
    assert section.switch.words == "停用“石板路”"
    section.switch.click()
    calm(window.runner)
    assert section.switch.words == "恢复“石板路”"
    assert codes.values(window.runner.book, "road_kind")[-1].retired


def test_lists_of_the_program_itself_are_shown_only(window: MainWindow, page: SettingsPage) -> None:
    page.open("codes")
    page.codes.lists.go_to("sex")
    assert page.codes.heading.note.text == "程序自己用的，不能改"
    assert page.codes.add.isHidden()
    assert page.codes.switch.isHidden()


def shown(table: Any) -> list[dict[str, Any]]:
    return [dict(table.rows_model.row_at(row) or {}) for row in range(table.rows_model.rowCount())]
