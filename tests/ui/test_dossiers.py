"""档案 in a real window: binders by year, the longest missing first; opened at what they lack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import made_books
from tests.ui import real_book
from tests.ui.real_book import calm, shown_rows
from villagebook.services import books
from villagebook.services.dossier import completeness
from villagebook.ui.frame import MainWindow


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[MainWindow]:
    with real_book.window_over(made_books.sample(), tmp_path, "projects") as opened:
        opened.go("projects", None, "dossiers")
        calm(opened.runner)
        yield opened


def test_binders_stand_under_their_years_and_lead_to_what_they_lack(window: MainWindow) -> None:
    page: Any = window.page("projects").view("dossiers")
    found = completeness.completeness(window.runner.book, real_book.TODAY)
    rows = shown_rows(page.list.table)
    assert len(rows) == len(found)
    counts = {row["name"].value: row["share"] for row in rows}
    assert all(counts[line.name].total in {one.asked for one in found if one.name == line.name} for line in found)
    page.missing.click()
    calm(window.runner)
    lacking = [line for line in found if line.missing]
    assert len(shown_rows(page.list.table)) == len(lacking)
    page.list.table.opened.emit(lacking[0].key)
    calm(window.runner)
    record: Any = window.page("projects").view("projects").record
    assert record.view.key == lacking[0].key
    assert record.parts["dossier"].isVisible()
    assert record.parts["dossier"].slot.slot.id == lacking[0].missing[0].slot


def test_a_book_without_projects_says_how_binders_come(qapp: Any, tmp_path: Path) -> None:
    with books.create(tmp_path / "空.vbook", name="清溪村", code="350699101203", actor=real_book.ACTOR):
        pass
    (tmp_path / "copy").mkdir()
    with real_book.window_over(tmp_path / "空.vbook", tmp_path / "copy", "projects") as opened:
        opened.go("projects", None, "dossiers")
        calm(opened.runner)
        page: Any = opened.page("projects").view("dossiers")
        assert page.blank.isVisible()
        assert not page.list.isVisible()
