"""公示栏 through the window: what hangs where, boards added and changed, sheets dragged; codes; notices together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests import made_books
from tests.ui.real_book import calm, said, shown_rows, view_of, window_over
from villagebook.services import boards, publicity, tables
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import notice_together
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.boards import SHEETS, BoardPage
from villagebook.ui.pages.notice_code import CodeDialog
from villagebook.ui.pages.printing import PrintDialog
from villagebook.ui.widgets.messages import ErrorPanel
from villagebook.ui.widgets.paper import measure


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(made_books.sample(), tmp_path, "notices", made_books.TODAY) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> BoardPage:
    window.go("notices", action="boards")
    calm(window.runner)
    host: Any = window.page("notices")
    found: BoardPage = host.view("boards")
    return found


def names(page: BoardPage) -> list[str]:
    assert page.wall is not None
    return [board.name for board in page.wall.boards]


def undo(window: MainWindow) -> None:
    window.undo()
    calm(window.runner)


def drag(page: BoardPage, place: int, to: QPoint) -> None:
    """Drag a sheet as a mouse does."""
    canvas = page.canvas
    start = canvas.areas()[place].center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for point in (start + QPoint(30, 10), to):
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(point), canvas.mapToGlobal(QPointF(point)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=to)


def test_all_boards_are_drawn_with_what_hangs_and_listed_beside(window: MainWindow, page: BoardPage) -> None:
    wall = page.wall
    assert wall is not None
    assert names(page) == ["村部公示栏", "岭脚公示栏"]
    assert len(page.canvas.areas()) == sum(len(wall.sheets(i)) for i in range(2)) > 3
    rows = shown_rows(page._lists[0])
    assert [row["at"] for row in rows] == [str(at) for at, *_ in wall.sheets(0)]
    assert page.canvas.spoken()[0].startswith("村部公示栏 1 号位，")


def test_a_sheet_dragged_to_another_board_hangs_there_and_undo_brings_it_back(
    window: MainWindow, page: BoardPage
) -> None:
    before = [sheet[0] for sheet in page.canvas.sheets]
    number = page.canvas.sheets[0][2].number
    drag(page, 0, page.canvas.board_area(1).center())
    calm(window.runner)
    assert said(window) == f"{number} 挂到 岭脚公示栏"
    assert {index for index, _, one, _, _ in page.canvas.sheets if one.number == number} == {1}
    undo(window)
    assert [sheet[0] for sheet in page.canvas.sheets] == before


def test_a_sheet_dropped_beside_the_boards_stays(window: MainWindow, page: BoardPage) -> None:
    seq = boards.panels(window.runner.book, made_books.TODAY)
    before = [sheet[0] for sheet in page.canvas.sheets]
    drag(page, 0, QPoint(2, 2))
    calm(window.runner)
    assert [sheet[0] for sheet in page.canvas.sheets] == before
    assert boards.panels(window.runner.book, made_books.TODAY) == seq


def test_a_board_asks_for_name_place_and_size_only(window: MainWindow, page: BoardPage) -> None:
    page.add()
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    assert list(dialog.form.fields) == ["name", "place", "width", "height"]
    dialog.form["name"].set_value("石门坑公示栏")
    dialog.do.click()
    calm(window.runner)
    assert names(page) == ["村部公示栏", "岭脚公示栏", "石门坑公示栏"]
    undo(window)
    assert names(page) == ["村部公示栏", "岭脚公示栏"]


def test_a_board_of_no_size_is_refused_in_words(window: MainWindow, page: BoardPage) -> None:
    page.add()
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.form.set_values({"name": "小牌", "width": 5, "height": 120})
    dialog.do.click()
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert names(page) == ["村部公示栏", "岭脚公示栏"]


def test_a_sheet_opens_its_notice(window: MainWindow, page: BoardPage) -> None:
    key = page.canvas.sheets[0][2].key
    page._open(key)
    calm(window.runner)
    notices = view_of(window, "notices")
    assert notices.record.view.row["id"] == key


def test_the_plan_is_printed_alone_or_with_its_sheets(window: MainWindow, page: BoardPage) -> None:
    page.print()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, PrintDialog)
    assert dialog.preview.pages == 2
    job = page.job()
    with_sheets = len(measure(job.load(window.runner.book, SHEETS).pdf).sizes)
    assert page.wall is not None
    assert with_sheets == 2 + sum(len(page.wall.sheets(i)) for i in range(2))


def posted(window: MainWindow) -> str:
    """The number of a notice of the village that hangs; those from above bear no code of ours."""
    book = window.runner.book
    rows = tables.listed(book, "notices", tables.scope(book, made_books.TODAY)).rows
    return next(row["number"] for row in rows if row["state"] == "公示中" and row["sha256"])


def test_a_typed_code_and_a_dropped_sheet_name_the_notice(
    window: MainWindow, page: BoardPage, tmp_path: Path
) -> None:
    number = posted(window)
    book = window.runner.book
    code = publicity.view(book, number, made_books.TODAY).code
    dialog = CodeDialog(page.context)
    page.context.open(dialog)
    dialog.form["code"].set_value(code.lower())
    dialog.do.click()
    calm(window.runner)
    assert dialog.found is not None
    assert (dialog.found.number, dialog.found.ok) == (number, True)
    (tmp_path / "贴着的.pdf").write_bytes(publicity.frozen_pdf(book, number) or b"")
    dialog.check_file(tmp_path / "贴着的.pdf")
    calm(window.runner)
    assert dialog.found.number == number
    dialog.form["code"].set_value("0000 0000")
    dialog.do.click()
    calm(window.runner)
    assert dialog.found is None
    assert "没有一份公示" in dialog.verdict.accessibleName()


def test_notices_are_chosen_and_seen_together_before_they_are_printed(window: MainWindow, page: BoardPage) -> None:
    notices = view_of(window, "notices")
    asked = notice_together.ask(notices.context, [2025, 2024])
    asked.form.set_values({"year": "2025", "state": "公示中"})
    asked.do.click()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, PrintDialog)
    assert dialog.preview.pages >= 3
    assert "张贴过的是原件" in dialog.said.accessibleName()
