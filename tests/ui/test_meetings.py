"""The page 会议: a meeting recorded with who was due and what it decided, people ticked, decisions opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.real_book import TODAY, calm, make, said, window_over
from villagebook.services import committees, meeting_views
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.meetings import MeetingsPage


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "projects") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> MeetingsPage:
    people = [committees.NewMember(f"代表{at}", "代表") for at in range(1, 7)]
    texts = {"name": "村民代表会议", "kind": "村民代表", "since": "2021-12-01"}
    window.runner.change(lambda book, _p: committees.form(book, texts, people, actor="测试"))
    calm(window.runner)
    window.go("projects", action="meetings")
    calm(window.runner)
    host: Any = window.page("projects")
    found = host.view("meetings")
    assert isinstance(found, MeetingsPage)
    return found


def record(window: MainWindow, page: MeetingsPage, **values: object) -> AskDialog:
    """Record a meeting of the representatives on 13 January 2025 in the dialog."""
    page.add()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    day = TODAY.replace(month=1, day=13)
    dialog.form.set_values({"kind": "村民代表大会", "held_on": day, "subject": "项目入库", **values})
    dialog.do.click()
    calm(window.runner)
    return dialog


def test_a_meeting_is_recorded_with_those_due_and_the_projects_it_decided(
    window: MainWindow, page: MeetingsPage
) -> None:
    page.add()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    ticks = [name for name in dialog.form.fields if name.startswith("project:")]
    assert ticks
    dialog.form.set_values({
        "kind": "村民代表大会", "held_on": TODAY.replace(month=1, day=13), "agreed": 5, "against": 0, "abstained": 0,
        "resolution": "同意。", ticks[0]: True, ticks[1]: True})  # fmt: skip
    dialog.do.click()
    calm(window.runner)
    assert said(window).startswith("记会议 2025-01-13 村民代表大会")
    view = page.record.view
    assert view is not None
    assert (view.due, len(view.decisions), page.subtitle) == (6, 2, "1 次会议")
    assert {tab.id: tab.count for tab in page.record.tabs.tabs}["decisions"] == "2"


def test_people_are_ticked_and_counted(window: MainWindow, page: MeetingsPage) -> None:
    record(window, page)
    page.record.show_tab("people")
    page.record.all_came.click()
    calm(window.runner)
    view = page.record.view
    assert view is not None
    assert view.present == 6
    page.record.members.opened.emit(view.members[0].key)
    page.record.members.go_to(view.members[0].key)
    page.record.members.opened.emit(view.members[0].key)
    calm(window.runner)
    shown = meeting_views.view(window.runner.book, view.key)
    assert (shown.members[0].attendance, shown.present) == ("请假", 5)
    assert {tab.id: tab.count for tab in page.record.tabs.tabs}["people"] == "5/6"


def test_what_is_wrong_stands_over_the_fields_and_in_the_list(window: MainWindow, page: MeetingsPage) -> None:
    record(window, page, agreed=3, against=0, abstained=0)
    page.record.forms[2]["resolution"].set_value("同意。")
    page.record.forms[2].edited.emit("resolution", "同意。")
    calm(window.runner)
    assert page.record.view is not None
    assert page.record.view.row["resolution"] == "同意。"
    page.record.show_tab("people")
    page.record.all_came.click()
    calm(window.runner)
    assert page.record.view.faults == ("同意、反对、弃权共 3 票，实到 6 人",)
    assert page.subtitle == "1 次会议，1 次要核对"


def test_another_matter_is_decided_and_taken_back(window: MainWindow, page: MeetingsPage) -> None:
    record(window, page)
    page.record.ask_decide()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    tick = next(name for name in dialog.form.fields if name.startswith("project:"))
    dialog.form.set_values({tick: True, "passed": True})
    dialog.do.click()
    calm(window.runner)
    view = page.record.view
    assert view is not None
    (one,) = view.decisions
    page.record.matters.go_to(f"project {one.target[1]}")
    page.record.undecide.click()
    calm(window.runner)
    assert page.record.view is not None
    assert page.record.view.decisions == ()


def test_the_list_is_found_by_text(window: MainWindow, page: MeetingsPage) -> None:
    record(window, page)
    page.list.model.set_filter("没有这样的")
    calm(window.runner)
    assert page.list.model.keys() == []
    page.list.model.set_filter("入库")
    calm(window.runner)
    assert len(page.list.model.keys()) == 1
