"""Own kinds of notices and how names stand, through the window; words that must not hang are told while typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.real_book import TODAY, calm, make, said, view_of, window_over
from villagebook.services import notice_forms, notice_masks, publicity
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.notice_draft import DraftPanel
from villagebook.ui.pages.notice_kind_panel import NoticeKindPanel
from villagebook.ui.pages.settings import SettingsPage
from villagebook.ui.widgets.field import Field
from villagebook.ui.widgets.line import Line


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture
def window(app: Any, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "settings") as made:
        yield made


def settings(window: MainWindow) -> SettingsPage:
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    page.open("notices")
    calm(window.runner)
    return page


def panel(window: MainWindow, kind: type) -> Any:
    calm(window.runner)
    found = window.overlay.panel
    assert isinstance(found, kind), f"{found!r} stands in front"
    return found


def enter(field: Field, text: str) -> None:
    control = field.control
    assert isinstance(control, Line)
    control.setFocus()
    control.setText(text)
    control.left.emit()


def fill(made: NoticeKindPanel, window: MainWindow, name: str, ledger: str, columns: tuple[str, ...]) -> None:
    enter(made.what["name"], name)
    enter(made.what["ledger"], ledger)
    for column in columns:
        made.columns.boxes[column].click()
    calm(window.runner)


def test_a_kind_is_made_with_its_sheet_in_sight_changed_and_retired(window: MainWindow) -> None:
    page = settings(window)
    assert page.notices.none.isVisible()
    page.notices.add.click()
    made = panel(window, NoticeKindPanel)
    assert not made.do.isEnabled()
    fill(made, window, "在建项目公示", "项目台账", ("name", "place", "year"))
    assert made.preview.pages >= 1
    made.do.click()
    calm(window.runner)
    assert said(window) == "自设公示种类 在建项目公示"
    (form,) = notice_forms.forms(window.runner.book)
    assert (form.name, form.headings, form.told["days"]) == ("在建项目公示", ("项目名称", "实施地点", "年度"), "7天")
    page.notices.change.click()
    changed = panel(window, NoticeKindPanel)
    enter(changed.words["days"], "10天")
    calm(window.runner)
    changed.do.click()
    calm(window.runner)
    assert notice_forms.forms(window.runner.book)[0].told["days"] == "10天"
    page.notices.switch.click()
    calm(window.runner)
    assert notice_forms.forms(window.runner.book)[0].retired_on == TODAY
    assert page.notices.switch.text().startswith("恢复")


def test_only_columns_that_may_hang_are_offered(window: MainWindow) -> None:
    page = settings(window)
    page.notices.add.click()
    made = panel(window, NoticeKindPanel)
    enter(made.what["ledger"], "农户台账")
    assert {box.text() for box in made.columns.boxes.values()} == {"户主姓名", "村民小组", "家庭人口数", "年度"}


def test_a_kind_made_while_drafting_is_drafted_by_at_once(window: MainWindow) -> None:
    window.go("notices")
    calm(window.runner)
    view_of(window, "notices").draft()
    asked = panel(window, DraftPanel)
    asked._make_kind()
    made = panel(window, NoticeKindPanel)
    fill(made, window, "项目一览公告", "项目台账", ("name", "content"))
    enter(made.words["mode"], "公告")
    calm(window.runner)
    made.do.click()
    again = panel(window, DraftPanel)
    calm(window.runner)
    assert again.order().kind == "own:1"
    again.do.click()
    calm(window.runner)
    record = view_of(window, "notices").record
    assert record.view.content.title.endswith("项目一览公告")


def test_names_are_hidden_by_kind_with_the_rule_that_demands_it(window: MainWindow) -> None:
    page = settings(window)
    page.notices.masks.go_to("roster-beneficiaries")
    page.notices.mask.click()
    asked = panel(window, AskDialog)
    enter(asked.form["profile"], "只留姓\u2003林＊＊、欧阳＊＊")
    enter(asked.form["reason"], "县公示办法")
    asked.do.click()
    calm(window.runner)
    lines = {line.id: line for line in notice_masks.lines(window.runner.book, TODAY)}
    assert (lines["roster-beneficiaries"].profile, lines["roster-beneficiaries"].reason) == ("surname", "县公示办法")
    assert lines["temporary-aid"].profile == "none"
    page.notices.mask.click()
    asked = panel(window, AskDialog)
    enter(asked.form["profile"], "照总的设置")
    enter(asked.form["reason"], "")
    asked.do.click()
    calm(window.runner)
    assert not next(iter(notice_masks.lines(window.runner.book, TODAY))).own


def test_words_that_must_not_hang_are_told_while_they_are_typed(window: MainWindow) -> None:
    number = publicity.draft(
        window.runner.book, "roster-beneficiaries", actor="x", today=TODAY, project="35069920250008"
    ).number
    window.go("notices", number)
    calm(window.runner)
    field = view_of(window, "notices").record.words["basis"]
    field.control.setPlainText("现将患病农户名单予以公示")
    assert field.finding.text == "这里有不该公开的词：患病"
    field.control.setPlainText("现将农户名单予以公示")
    assert field.finding.text == ""
