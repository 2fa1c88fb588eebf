"""The print dialog of a notice: its paper, a poster in pieces, 大白话; each seen before it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.ui.real_book import calm, make, said, view_of, window_over
from villagebook.services import books, publicity
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import files
from villagebook.ui.pages.notices import NoticesPage
from villagebook.ui.pages.printing import PrintDialog
from villagebook.ui.widgets.field import Field
from villagebook.ui.widgets.line import Line

CHICKENS, POSTED = "35069920250008", "清溪公示〔2025〕1号"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make(tmp_path_factory.mktemp("book"))
    with books.open_book(made) as book:
        day = date(2025, 10, 20)
        drafted = publicity.draft(book, "roster-beneficiaries", actor="x", today=day, project=CHICKENS)
        publicity.post(book, drafted.number, day, actor="x")
    return made


@pytest.fixture
def dialog(app: Any, village: Path, tmp_path: Path) -> Iterator[tuple[MainWindow, PrintDialog]]:
    with window_over(village, tmp_path, "notices") as window:
        window.go("notices", POSTED)
        calm(window.runner)
        page = view_of(window, "notices")
        assert isinstance(page, NoticesPage)
        page._asked("print")
        calm(window.runner)
        asked = window.overlay.panel
        assert isinstance(asked, PrintDialog)
        yield window, asked


def enter(window: MainWindow, field: Field, text: str) -> None:
    control = field.control
    assert isinstance(control, Line)
    control.setFocus()
    control.setText(text)
    control.left.emit()
    calm(window.runner)


def size(asked: PrintDialog, page: int = 0) -> tuple[int, ...]:
    return tuple(round(side / 72 * 25.4) for side in asked.preview._sheets.sizes[page])


def words(asked: PrintDialog) -> str:
    return str(asked.said._text.text())


def test_a_poster_is_seen_whole_or_in_pieces(dialog: tuple[MainWindow, PrintDialog]) -> None:
    window, asked = dialog
    enter(window, asked.form["paper"], "A1 横向")
    assert size(asked) == (841, 594)
    assert "用 A1横 重新排版，不是张贴时的原件" in words(asked)
    enter(window, asked.form["tile"], "拆印在 A4 上再拼")
    assert words(asked).startswith("一张 A1横 拼成")
    assert "张 A4，前面有拼贴图" in words(asked)
    assert asked.preview.pages > 4
    assert {tuple(sorted(size(asked, page))) for page in range(asked.preview.pages)} == {(210, 297)}


def test_plain_words_are_seen_and_kept(
    dialog: tuple[MainWindow, PrintDialog], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, asked = dialog
    enter(window, asked.form["form"], "大白话（大字，贴在旁边）")
    assert "大白话，以公示为准" in words(asked)
    assert size(asked) == (210, 297)
    target = tmp_path / "大白话.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    asked.save.click()
    calm(window.runner)
    assert target.read_bytes().startswith(b"%PDF")
    assert "大白话" in said(window)


def test_what_cannot_be_cut_up_says_why_and_prints_nothing(dialog: tuple[MainWindow, PrintDialog]) -> None:
    window, asked = dialog
    enter(window, asked.form["paper"], "A4 纵向")
    enter(window, asked.form["tile"], "拆印在 A4 上再拼")
    assert "A4 不比 A4 大，不用拼" in words(asked)
    assert not asked.save.isEnabled()
    enter(window, asked.form["tile"], "不拼，整张印")
    assert "张贴时定稿的原件" in words(asked)
    assert asked.save.isEnabled()
