"""经过 beside a household: the newest first, all on demand, narrowed to a kind, opened, printed as one page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import made_books
from tests.ui.real_book import calm, window_over
from villagebook.services import households
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.household_story import SHOWN, Story

HOME = "3506991012070009"


@pytest.fixture
def window(app: Any, tmp_path: Path) -> Iterator[MainWindow]:
    original = Path(shutil.copytree(made_books.sample(), tmp_path / "book" / made_books.sample().name))
    with window_over(original, tmp_path, "households") as made:
        made.go("households", households.key_of(made.runner.book, HOME))
        calm(made.runner)
        yield made


@pytest.fixture
def story(window: MainWindow) -> Story:
    page: Any = window.page("households")
    found = page.record.story
    assert isinstance(found, Story)
    return found


def test_the_newest_are_shown_and_all_of_them_when_asked(story: Story) -> None:
    assert len(story.events) > SHOWN
    assert len(story.timeline.spoken()) == SHOWN
    story.every.click()
    assert len(story.timeline.spoken()) == len(story.events)
    assert not story.every.isVisible()


def test_it_is_narrowed_to_one_kind_and_the_menu_counts_them(story: Story) -> None:
    total = len(story.events)
    entries = {entry.words: entry for entry in story._entries()}
    assert sum(int(entry.keys) for words, entry in entries.items() if words != "全部") == total
    go = entries["走访"].go
    assert go is not None
    go()
    assert story.events
    assert all(event.title.startswith("走访") for event in story.events)
    assert story.filter.text() == "走访"
    story.narrow("")
    assert len(story.events) == total


def test_another_household_is_shown_whole_again(window: MainWindow, story: Story) -> None:
    story.narrow("visits")
    window.go("households", households.key_of(window.runner.book, "3506991012070001"))
    calm(window.runner)
    assert story.kind == ""


def test_a_notice_is_opened_where_it_hangs(window: MainWindow, story: Story) -> None:
    story.narrow("notices")
    story.timeline.opened.emit(story.events[0].key)
    calm(window.runner)
    assert window.current is window.page("notices")


def test_the_page_for_the_visitor_is_shown_and_kept(window: MainWindow, story: Story, tmp_path: Path) -> None:
    story.print_button.click()
    calm(window.runner)
    dialog: Any = window.overlay.panel
    assert dialog.accessibleName().startswith("打印农户情况一页通")
    saved = dialog.job.save if hasattr(dialog, "job") else dialog._job.save
    line = saved(window.runner.book, tmp_path / "一页.pdf", "", None)
    assert "每户 1 页" in line
    assert (tmp_path / "一页.pdf").read_bytes().startswith(b"%PDF")
