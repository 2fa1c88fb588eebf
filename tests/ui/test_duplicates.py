"""可能重复 through the window: pairs by score, both persons side by side, merged or judged to be two, taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests import made_books
from tests.ui.real_book import calm, said, shown_rows, window_over
from tests.ui.test_reading_aloud import unnamed
from tests.unit.services import merged_people as twice
from villagebook.services import books, duplicates, households
from villagebook.ui import style
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import Group, as_cell
from villagebook.ui.pages.checks_host import ChecksHost
from villagebook.ui.pages.duplicates import DuplicatesPage


@pytest.fixture
def both() -> dict[str, twice.Twice]:
    return {}


@pytest.fixture
def window(app: Any, tmp_path: Path, both: dict[str, twice.Twice]) -> Iterator[MainWindow]:
    original = Path(shutil.copytree(made_books.sample(), tmp_path / "book" / made_books.sample().name))
    with books.open_book(original) as book:
        both["one"] = twice.written_twice(book, phone="13905991234", home=twice.OTHER_HOME, name="王𬭎")
    with window_over(original, tmp_path, "checks") as made:
        made.go("checks", action="duplicates")
        calm(made.runner)
        yield made


@pytest.fixture
def page(window: MainWindow) -> DuplicatesPage:
    host = window.page("checks")
    assert isinstance(host, ChecksHost)
    found = host.view("duplicates")
    assert isinstance(found, DuplicatesPage)
    choose(window, found)
    return found


def choose(window: MainWindow, page: DuplicatesPage) -> None:
    """Choose the first pair."""
    (key, *_) = page.list.model.keys()
    assert page.list.table.go_to(key)
    calm(window.runner)


def cells(page: DuplicatesPage, field: str) -> tuple[Any, Any, Any]:
    row = next(row for row in shown_rows(page.record.table) if row["key"] == field)
    return as_cell(row["field"]), as_cell(row["kept"]), as_cell(row["other"])


def test_the_pair_stands_under_how_likely_it_is_with_the_reason(page: DuplicatesPage) -> None:
    assert [key.title for key in page.list.model.visible if isinstance(key, Group)] == ["也许是同一个人"]
    (row,) = shown_rows(page.list.table)
    assert as_cell(row["who"]).value == "王𬭎 / 王𬭎"
    assert as_cell(row["why"]).value.startswith("姓名相同，出生日期相同")
    assert page.subtitle == "1 对人、0 对户可能重复"


def test_both_stand_side_by_side_differences_first_and_marked(page: DuplicatesPage, both: Any) -> None:
    shown = page.record.comparison
    assert shown is not None
    assert (shown.keep, shown.other) == (both["one"].keep, both["one"].other)
    label, kept, other = cells(page, "household")
    assert (label.tone, label.icon, kept.icon, other.icon) == ("due", "triangle-alert", "check", "")
    assert other.struck
    first = shown_rows(page.record.table)[0]
    assert as_cell(first["field"]).icon == "triangle-alert"
    assert cells(page, "phone")[2].value == "139****1234"


def test_space_takes_the_others_value_and_the_kept_ones_again(window: MainWindow, page: DuplicatesPage) -> None:
    page.record.table.setFocus()
    assert page.record.table.go_to("household")
    QTest.keyClick(page.record.table, Qt.Key.Key_Space)
    assert page.record.taken == {"household"}
    assert cells(page, "household")[2].icon == "check"
    assert page.record.table.current_key() == "household"
    QTest.keyClick(page.record.table, Qt.Key.Key_Space)
    assert page.record.taken == set()
    page.record.toggle("name")  # both say the same: nothing to choose
    assert page.record.taken == set()


def test_merging_obeys_the_choice_is_said_and_undone(window: MainWindow, page: DuplicatesPage, both: Any) -> None:
    page.record.toggle("household")
    page.merge()
    calm(window.runner)
    book = window.runner.book
    at = [m.person_id for m in households.view(book, both["one"].other_home, made_books.TODAY).members if m.here]
    assert both["one"].keep in at
    assert page._stack.currentWidget() is page._nothing
    assert "合并 王𬭎" in said(window)
    window.undo()
    calm(window.runner)
    assert len(duplicates.find(book, made_books.TODAY).people) == 1
    assert page._stack.currentWidget() is page.panes


def test_the_other_may_be_the_one_kept(window: MainWindow, page: DuplicatesPage, both: Any) -> None:
    page.swap()
    calm(window.runner)
    assert page.record.comparison is not None
    assert page.record.comparison.keep == both["one"].other


def test_judging_them_two_asks_why_and_the_pair_is_gone(window: MainWindow, page: DuplicatesPage) -> None:
    page.ask_apart()
    dialog: Any = window.overlay.panel
    dialog.do.click()
    assert "请写一句" in dialog.form["reason"].finding.text
    dialog.form.set_values({"reason": "堂兄弟"})
    dialog.do.click()
    calm(window.runner)
    assert page.list.model.keys() == []
    assert page.subtitle == "0 对人、0 对户可能重复，1 对已判定不是同一个"


def test_the_household_of_either_is_opened(window: MainWindow, page: DuplicatesPage) -> None:
    page.record.second.click()
    calm(window.runner)
    assert window.current is window.page("households")


def test_a_household_entered_twice_is_shown_with_the_way_to_merge_it(window: MainWindow, page: DuplicatesPage) -> None:
    book = window.runner.book
    name = households.view(book, households.key_of(book, twice.HOME), made_books.TODAY).head
    with book.read() as connection:
        number = connection.exec_driver_sql(
            "select p.id_number from household h join person p on p.id = h.head_id where h.code = ?", (twice.HOME,)
        ).scalar()
    _, again = households.add_household(book, head_name=name, actor="x")
    from villagebook.services import fields

    fields.edit(book, "household", again, "head_id_number", str(number), actor="x")
    page.refresh()
    calm(window.runner)
    keys = page.list.model.keys()
    key = next(key for key in keys if str(key).startswith("household"))
    page.list.table.go_to(key)
    calm(window.runner)
    assert not page.record.yes.isVisible()
    assert "合户" in page.record.help.text()
    assert page.record.no.text() == "不是同一户"


@pytest.mark.parametrize(("size", "text_size"), [((1366, 768), 1.0), ((1366, 768), 1.5), ((1024, 700), 1.0)])
def test_it_fits(app: Any, window: MainWindow, page: DuplicatesPage, size: tuple[int, int], text_size: float) -> None:
    window.resize(*size)
    style.apply(app, text_size=text_size)
    calm(window.runner)
    assert page.minimumSizeHint().width() <= size[0]
    assert unnamed(window) == []
    style.apply(app)
