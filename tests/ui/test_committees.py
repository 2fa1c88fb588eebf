"""The pages 小组 and the tab 会议 of a project: bodies and members, what the four steps say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.ui.real_book import TODAY, calm, said, shown_rows, window_over
from villagebook.services import committees, projects
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.committees import CommitteesPage


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(made_books.sample(), tmp_path, "projects") as made:
        yield made


def page_of(window: MainWindow, view: str) -> Any:
    window.go("projects", action=view)
    calm(window.runner)
    host: Any = window.page("projects")
    return host.view(view)


def dialog_of(window: MainWindow) -> AskDialog:
    calm(window.runner)
    found = window.overlay.panel
    assert isinstance(found, AskDialog)
    return found


def choose(window: MainWindow, page: CommitteesPage, kind: str) -> None:
    page.show_record(committees.key_of(window.runner.book, kind))
    calm(window.runner)
    assert page.record.view is not None
    assert page.record.view.kind == kind


def test_a_member_goes_and_another_comes_and_both_stay_in_the_list(window: MainWindow) -> None:
    page = page_of(window, "committees")
    choose(window, page, "项目监督小组")
    page.record.ask_change()
    dialog = dialog_of(window)
    tick = next(name for name, field in dialog.form.fields.items() if field.spec.label.startswith("陈德贵"))
    dialog.form.set_values({"on": TODAY, tick: True, "come": "林国栋 成员 村务监督委员会委员"})
    dialog.do.click()
    calm(window.runner)
    assert said(window).startswith("小组换人 上云村项目监督小组：陈德贵退出、林国栋加入")
    view = page.record.view
    assert [one.name for one in view.members] == ["蓝志平", "钟秀兰", "林国栋"]
    assert [one.name for one in view.former] == ["陈德贵"]


def test_a_body_is_registered_with_its_members(window: MainWindow) -> None:
    page = page_of(window, "committees")
    page.add()
    dialog = dialog_of(window)
    dialog.form.set_values({"name": "上云村议事会", "kind": "议事会", "members": "钟有福 召集人\n蓝天赐"})
    dialog.do.click()
    calm(window.runner)
    view = page.record.view
    assert (view.name, view.head, len(view.members)) == ("上云村议事会", "钟有福", 2)


def test_a_name_used_is_said_and_nothing_is_written(window: MainWindow) -> None:
    page = page_of(window, "committees")
    before = len(page.source.found)
    page.add()
    dialog = dialog_of(window)
    dialog.form.set_values({"name": "上云村两委", "kind": "村两委"})
    dialog.do.click()
    calm(window.runner)
    assert window.overlay.panel is not None
    window.overlay.panel.close_panel()
    assert len(page.source.found) == before


def test_a_project_shows_its_four_steps_meetings_and_signers(window: MainWindow) -> None:
    window.go("projects", projects.key_of(window.runner.book, "35069920250712"))
    calm(window.runner)
    host: Any = window.page("projects")
    tab = host.view("projects").record.parts["meetings"]
    assert [stage.state for stage in tab.strip.stages][:5] == ["done"] * 5
    kinds = [row["kind"] for row in shown_rows(tab.meetings)]
    assert kinds == ["党支部会议", "村两委会议", "党员大会", "村民代表大会"]
    tab.strip.pressed.emit(3)
    calm(window.runner)
    assert host.tabs.current == "meetings"
    shown = host.view("meetings").record.view
    assert (shown.code, len(shown.decisions)) == ("2025-04", 12)
