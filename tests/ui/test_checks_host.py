"""核查 as a host: views made when first shown, keys and head of the one that is shown, counts on the tabs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.ui.real_book import calm, make, window_over
from villagebook.base.registry import Registry
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import Key
from villagebook.ui.page import Command, Context, Page
from villagebook.ui.pages.checks_host import ChecksHost
from villagebook.ui.pages.hosting import View
from villagebook.ui.scale import VBox


class Marked(Page):
    """A view that remembers what it was asked."""

    def __init__(self, context: Context, mark: str, families: frozenset[str]) -> None:
        super().__init__(context)
        self.mark, self.families = mark, families
        self.asked: list[Any] = []
        line = QLineEdit()
        line.setAccessibleName(mark)
        VBox(self).addWidget(line)

    def refresh(self) -> None:
        self.asked.append("refresh")
        self.head(f"{self.mark} 的一行", self.mark)

    def show_record(self, key: Key) -> None:
        self.asked.append(("record", key))

    def act(self, action: str, key: Key | None) -> None:
        self.asked.append(("act", action, key))

    def commands(self) -> Sequence[Command]:
        return (Command("F9", self.mark, lambda: self.asked.append("F9")),)

    def step(self, direction: int) -> None:
        self.asked.append(("step", direction))

    def remember(self) -> Mapping[str, Any]:
        return {"mark": self.mark}

    def restore(self, kept: Mapping[str, Any]) -> None:
        self.asked.append(("restore", kept["mark"]))


VIEWS = Registry("views", (
    View("one", "甲", lambda context: Marked(context, "甲", frozenset({"person"}))),
    View("two", "乙", lambda context: Marked(context, "乙", frozenset()), lambda book, today: 1234),
))  # fmt: skip


@pytest.fixture
def window(app: Any, tmp_path: Path) -> Iterator[MainWindow]:
    (tmp_path / "book").mkdir()
    with window_over(make(tmp_path / "book"), tmp_path, "checks") as made:
        yield made


@pytest.fixture
def host(window: MainWindow) -> Iterator[ChecksHost]:
    made = ChecksHost(window, VIEWS)
    made.refresh()
    calm(window.runner)
    yield made
    made.deleteLater()


def asked(host: ChecksHost, view: str) -> list[Any]:
    page = host.view(view)
    assert isinstance(page, Marked)
    return page.asked


def test_a_view_is_made_and_read_when_its_tab_is_first_shown(host: ChecksHost) -> None:
    assert list(host._pages) == ["one"]
    assert host.families == {"person"}
    host.tabs.set_current("two")
    assert asked(host, "two") == ["refresh"]
    host.tabs.set_current("one")
    host.tabs.set_current("two")
    assert asked(host, "two") == ["refresh"]
    host.refresh()
    host.tabs.set_current("one")
    assert asked(host, "one") == ["refresh", "refresh"]


def test_the_head_and_the_keys_are_those_of_the_shown_view(host: ChecksHost) -> None:
    rebound = []
    host.rebound.connect(lambda: rebound.append([command.words for command in host.commands()]))
    assert host.subtitle == "甲 的一行"
    host.tabs.set_current("two")
    assert (host.subtitle, host.subtitle_short) == ("乙 的一行", "乙")
    assert rebound == [["乙"]]


def test_what_waits_is_counted_on_the_tab_also_before_its_view_is_made(host: ChecksHost) -> None:
    assert [(tab.title, tab.count) for tab in host.tabs.tabs] == [("甲", ""), ("乙", "1,234")]


def test_an_action_names_its_view_the_others_belong_to_the_first(host: ChecksHost) -> None:
    host.act("two", "K")
    assert host.tabs.current == "two"
    assert asked(host, "two")[-1] == ("record", "K")
    host.act("two:waiting", None)
    assert asked(host, "two")[-1] == ("act", "waiting", None)
    host.act("severity=error", "unknown")
    host.show_record("two")
    assert host.tabs.current == "two"
    host.act("severity=error", None)
    assert host.tabs.current == "one"
    assert asked(host, "one")[-1] == ("act", "severity=error", None)
    host.step(-1)
    assert asked(host, "one")[-1] == ("step", -1)


def test_what_a_view_remembers_comes_back_to_it_when_it_is_made(window: MainWindow, host: ChecksHost) -> None:
    host.view("two")
    kept = host.remember()
    other = ChecksHost(window, VIEWS)
    other.restore(kept)
    assert asked(other, "one") == [("restore", "甲")]
    assert asked(other, "two") == [("restore", "乙")]
    other.deleteLater()


def test_only_the_shown_view_says_what_is_selected(window: MainWindow) -> None:
    page = window.page("checks")
    assert isinstance(page, ChecksHost)
    shown, hidden = page.shown, page.view("compare")
    hidden.context.select("第 9 处")
    shown.context.select("第 1 个")
    assert window.status._selected == "第 1 个"
    page.tabs.set_current("compare")
    assert window.status._selected == "第 9 处"


def test_the_window_binds_the_keys_of_the_other_tab(window: MainWindow) -> None:
    page = window.page("checks")
    assert isinstance(page, ChecksHost)
    before = list(window.keys.of_page)
    page.rebound.emit()
    assert [key.key() for key in window.keys.of_page] != []
    assert not set(map(id, before)) & set(map(id, window.keys.of_page))
