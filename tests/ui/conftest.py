"""The window's tests run offscreen; a line in Qt's log fails the test that caused it."""

from __future__ import annotations

import os

# Before any Qt import: without a display Qt would abort the process.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.setdefault("LANG", "C.UTF-8")

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import FakeBook, a_book, verbs
from villagebook.ui import dressing, frame, style, theme
from villagebook.ui.runner import Runner

# The offscreen platform has no window manager and says so (the last two when a list pops up); nothing else may
# be said.
ALLOWED = ("propagateSizeHints", "does not support raise()", "does not support grabbing the keyboard")


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def qt_log() -> Iterator[list[str]]:
    """Collect what Qt logs, and fail the test for it."""
    lines: list[str] = []

    def take(kind: QtMsgType, context: object, message: str) -> None:
        if not any(allowed in message for allowed in ALLOWED):
            lines.append(f"{kind.name}: {message}")

    before = qInstallMessageHandler(take)
    yield lines
    qInstallMessageHandler(before)
    assert not lines, "Qt logged: " + "; ".join(lines)


@pytest.fixture(autouse=True)
def _gone() -> Iterator[None]:
    """Let widgets of a test be gone before the next one: dressing the application takes time for each of them."""
    yield
    flush()


def flush() -> None:
    """Delete what was to be deleted later; only a running event loop does it by itself."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, dressed in the light theme at 100 %."""
    if not qapp.property("prepared"):
        dressing.prepare(qapp, "light", 1.0)
        qapp.setProperty("prepared", True)
    yield qapp
    if theme.current() is not theme.LIGHT or style.scale.text_size() != 1.0:
        style.apply(qapp, theme.LIGHT, 1.0)


@pytest.fixture
def book() -> FakeBook:
    """A small invented village."""
    return a_book()


@pytest.fixture
def runner(app: QApplication, book: FakeBook) -> Iterator[Runner]:
    """A runner over the fake book, closed at the end."""
    made = Runner(book)
    yield made
    made.close()


@pytest.fixture
def window(runner: Runner) -> Iterator[frame.MainWindow]:
    """The window over the fake pages at 1366x768, shown and loaded."""
    from tests.ui.fake_pages import PAGES

    made = frame.MainWindow(runner, PAGES, verbs(), clock=lambda: datetime(2025, 11, 5, 14, 26))
    made.resize(1366, 768)
    made.refresh_state()
    made.go("households")
    made.show()
    made.activateWindow()
    settle(runner)
    yield made
    made.close()
    made.deleteLater()
    flush()


def settle(runner: Runner) -> None:
    """Let all work asked for be done and shown, also work that the first work asks for."""
    for _ in range(6):
        runner.wait()
        QApplication.processEvents()


def grabbed(widget: object, file: Path) -> None:
    """Keep a picture of a widget, for looking at."""
    widget.grab().save(str(file))  # type: ignore[attr-defined]
