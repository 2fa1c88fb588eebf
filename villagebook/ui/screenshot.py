"""A page of the window drawn offscreen into a PNG: for the manual, for looking at, for the command line."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path
from typing import Any

from villagebook.base.errors import KnownError, UserError, VillagebookError

#: Names people use for what is no page of its own: (page, action).
VIEWS = {
    "搜索": ("households", "search"),
    "欢迎": ("", "welcome"),
    "动态管理": ("households", "cases"),
    "疑点清单": ("checks", "doubts"),
    "比对": ("checks", "compare"),
    "可能重复": ("checks", "duplicates"),
    "会议": ("projects", "meetings"),
    "小组": ("projects", "committees"),
    "档案": ("projects", "dossiers"),
    "资产": ("projects", "assets"),
    "社会帮扶": ("projects", "social-help"),
    "结账": ("funds", "closings"),
    "对账": ("funds", "bank"),
    "收益分配": ("funds", "distributions"),
    "公示栏": ("notices", "boards"),
    "意见投诉": ("notices", "objections"),
    "公开日历": ("notices", "duties"),
    "出门前检查": ("notices", "leaks"),
}
PATIENCE_S = 120


def draw(
    book: str,
    page: str,
    target: Path,
    *,
    size: str = "1366x768",
    theme: str = "light",
    text_size: float = 1.0,
    today: dt.date,
) -> None:
    """Draw a page as it looks once everything on it has arrived.

    Args:
        page: Its Chinese name or id; behind a ``/`` what is searched for to choose the record (农户/钟文福),
            with 搜索 what is typed into the box.
        size: Width and height in px.

    Raises:
        UserError: no such page, theme or size; nothing is found. KnownError: the target cannot be written, or
            the page does not come to rest.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_SCALE_FACTOR", "1")
    from villagebook.ui.theme import THEMES

    name, _, wanted = page.partition("/")
    page_id, action = _page(name)
    across, down = _size(size)
    if theme not in THEMES:
        raise UserError("screenshot.theme", f"没有“{theme}”这种颜色", f"可以是 {'、'.join(THEMES.ids)}")
    shot = _Shot(theme, text_size, today, (across, down))
    try:
        shot.open(book)
        shot.go(page_id, action, wanted)
        if not shot.picture().save(str(target), "PNG"):
            raise KnownError("screenshot.not_written", f"图片写不到“{target}”", "请换一个地方")
    finally:
        shot.close()


def _page(name: str) -> tuple[str, str]:
    from villagebook.ui.pages import PAGES

    if name in VIEWS:
        return VIEWS[name]
    for info in PAGES:
        if name in (info.id, info.title):
            return info.id, ""
    known = [*(info.title for info in PAGES), *VIEWS]
    raise UserError("screenshot.page", f"没有“{name}”这一页", f"可以是 {'、'.join(known)}")


def _size(text: str) -> tuple[int, int]:
    across, _, down = text.lower().partition("x")
    if not (across.isdecimal() and down.isdecimal() and 320 <= int(across) <= 8000 and 240 <= int(down) <= 8000):
        raise UserError("screenshot.size", f"“{text}”不是图片大小", "请写成 1366x768")
    return int(across), int(down)


class _Shot:
    """A window offscreen; errors that nobody took are raised by ``settle``."""

    def __init__(self, theme: str, text_size: float, today: dt.date, size: tuple[int, int]) -> None:
        from PySide6.QtWidgets import QApplication

        from villagebook.ui import dressing, frame
        from villagebook.ui.pages import PAGES
        from villagebook.ui.runner import Runner
        from villagebook.ui.wiring import Wiring

        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        dressing.prepare(app, theme, text_size)
        dressing.load_rare_characters()
        self._app = app
        self._errors: list[BaseException] = []
        self._hook, sys.excepthook = sys.excepthook, lambda _kind, error, _trace: self._errors.append(error)
        self.runner = Runner()
        self.runner.failed.connect(self._errors.append)
        now = dt.datetime.combine(today, dt.time(14, 26))
        verbs = Wiring(lambda: today, "", lambda: None, as_written=True).verbs()
        self.window = frame.MainWindow(self.runner, PAGES, verbs, lambda: now)
        self.window.resize(*size)

    def open(self, book: str) -> None:
        from villagebook.services import books

        self.runner.book = _opened(books, book)

    def go(self, page: str, action: str, wanted: str) -> None:
        window = self.window
        window.show()
        window.activateWindow()
        if action == "welcome":
            from villagebook.ui.pages.welcome import WelcomePage

            window.cover(WelcomePage([]), "开始", bare=True)
            self.settle()
            return
        window.refresh_state()
        window.findings.renew()
        window.go(page)
        self.settle()
        if action == "search":
            window.open_search()
            palette: Any = window.overlay.panel
            palette.line.setText(wanted)
        elif wanted:
            window.go(page, self._found(page, wanted))
        elif action:
            window.go(page, action=action)
        self.settle()

    def _found(self, page: str, wanted: str) -> Any:
        from villagebook.services import search

        hits = [hit for hit in search.search(self.runner.book, wanted) if hit.page == page]
        if not hits:
            raise UserError("screenshot.record", f"这一页没有“{wanted}”", "可以写姓名、编号、公示编号")
        return hits[0].key

    def settle(self) -> None:
        """Let everything asked for arrive and be painted.

        Raises:
            The first error that nobody took.
        """
        until, quiet = time.monotonic() + PATIENCE_S, 0
        while quiet < 4:
            self.runner.wait(5)
            self._app.processEvents()
            quiet = quiet + 1 if self.runner.idle else 0
            if self._errors:
                raise self._errors[0]
            if time.monotonic() > until:
                raise KnownError("screenshot.restless", "这一页一直没有显示完", "请再试一次")

    def picture(self) -> Any:
        return self.window.grab()

    def close(self) -> None:
        from PySide6.QtCore import QEvent

        sys.excepthook = self._hook
        book = self.runner.book
        self.window.close()
        self.window.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if book is not None:
            book.close()


def _opened(books: Any, book: str) -> Any:
    """Open a book for reading; one that must be repaired or migrated first is opened for writing."""
    try:
        return books.open_book(book, read_only=True)
    except VillagebookError as error:
        if error.id not in ("store.unfinished", "store.older_book"):
            raise
        return books.open_book(book)
