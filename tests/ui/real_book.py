"""A window over a real book: the clean lists of the sample village, made once and copied for each test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.ui.conftest import flush
from villagebook.services import books, lists
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import PAGES
from villagebook.ui.runner import Runner
from villagebook.ui.wiring import Wiring

VILLAGE = Path(__file__).parents[1] / "data" / "village"
CLEAN = ("户信息_干净.xlsx", "人信息_干净.xlsx", "项目资金_干净.xlsx")
TODAY = date(2025, 11, 5)
ACTOR = "陈志明"


@cache
def _original() -> Path:
    """Make the book, once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="villagebook-ui-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    target = folder / "清溪村.vbook"
    with books.create(target, name="清溪村", code="350699101203", actor=ACTOR, township="云岭镇") as book:
        lists.import_files(book, [VILLAGE / name for name in CLEAN], actor=ACTOR, today=TODAY)
    return target


def make(folder: Path) -> Path:
    """Put the book that tests copy into a folder; return it."""
    return shutil.copytree(_original(), folder / _original().name)


@contextmanager
def window_over(original: Path, folder: Path, page: str, today: date = TODAY) -> Iterator[MainWindow]:
    """Open a window on a copy of a book, on one page, loaded."""
    with books.open_book(shutil.copytree(original, folder / original.name)) as book:
        runner = Runner(book)
        verbs = Wiring(lambda: today, ACTOR, lambda: None).verbs()
        now = datetime(today.year, today.month, today.day, 14, 26)
        window = MainWindow(runner, PAGES, verbs, clock=lambda: now, actor=ACTOR)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.refresh_state()
        window.go(page)
        calm(runner)
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            flush()


def calm(runner: Runner) -> None:
    """Let all work asked for be done and shown, also work that it asks for in turn."""
    quiet = 0
    while quiet < 3:
        assert runner.wait(20), "work does not end"
        QApplication.processEvents()
        quiet = quiet + 1 if runner.idle else 0


def said(window: MainWindow) -> str:
    """Return what the foot line says was just done."""
    return window.status._said.text


def shown_rows(table: Any) -> list[dict[str, Any]]:
    """Return the rows a table shows now, groups left out."""
    model = table.rows_model
    rows = range(model.rowCount())
    return [dict(model.row_at(row) or {}) for row in rows if model.group_at(row) is None]


def view_of(window: MainWindow, name: str) -> Any:
    """The view with a host's own id (项目, 资金): what the page is really about."""
    host: Any = window.page(name)
    return host.view(name)
