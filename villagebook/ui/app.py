"""The program with a window: dresses the application, shows the window, opens and closes books.

Nothing heavy is imported before the window is on the screen: the book is opened in the writer's thread, and services
are imported there. The clock and the person at the keyboard are asked here and nowhere else in ui/.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from villagebook.base import here
from villagebook.base.errors import VillagebookError
from villagebook.base.progress import Progress
from villagebook.ui import dressing, preferences
from villagebook.ui.frame import MainWindow
from villagebook.ui.page import Page
from villagebook.ui.pages import PAGES
from villagebook.ui.pages.welcome import WaitPage, WelcomePage, book_name
from villagebook.ui.runner import Runner
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.messages import Answer, Trouble
from villagebook.ui.wiring import Wiring

FIRST_PAGE = "today"
SAMPLE_FOLDER = "练习"
#: Seconds of closing after which the window offers to leave without the backup.
PATIENCE_S = 15
_POLL_MS = 50
_ERRORS_BY_READING = ("store.locked", "store.read_only")


def run(book: str | None) -> int:
    """Open the window, on a book if one is named, else on the last one, else on the welcome page.

    ``VILLAGEBOOK_QUIT_AFTER`` closes it after so many seconds; ``VILLAGEBOOK_TODAY`` fixes the day.
    Returns the exit status.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    # A terminal's Ctrl+C ends the program at once; the book bears that as it bears a power cut.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    dress(app, preferences.current())
    office = Office(preferences.current())
    office.show()
    QTimer.singleShot(0, lambda: office.start(book))
    quit_after = os.environ.get("VILLAGEBOOK_QUIT_AFTER")
    if quit_after:
        QTimer.singleShot(round(float(quit_after) * 1000), office.window.close)
    return app.exec()


def dress(app: QApplication, chosen: preferences.Preferences) -> None:
    """Give the application its face: chosen theme and text size, or those proposed for the screen."""
    app.setApplicationName("villagebook")
    app.setApplicationDisplayName("村务一本清")
    size = int(chosen.setting("window.text_size")) / 100 if chosen.is_chosen("window.text_size") else None
    dressing.prepare(app, str(chosen.setting("window.theme")), size)


def office_clock() -> Callable[[], dt.datetime]:
    """Return what tells the local time; its day is VILLAGEBOOK_TODAY if that is set."""
    return lambda: dt.datetime.combine(here.today(), dt.datetime.now().time())


class Office(QObject):
    """The window and the book that is open in it (GUI thread only).

    Attributes:
        window, runner: What pages know as their context, and the seam to the book.
        closing: Whether the window is on its way out.
    """

    def __init__(self, chosen: preferences.Preferences, clock: Callable[[], dt.datetime] | None = None) -> None:
        super().__init__()
        self.chosen = chosen
        self.closing = False
        self._left = False
        self.runner = Runner(parent=self)
        told = clock or office_clock()
        self.wiring = Wiring(lambda: told().date(), here.actor(), self.back_up)
        self.window = MainWindow(self.runner, PAGES, self.wiring.verbs(), told, here.actor())
        self.window.office = self
        self.window.may_close = self._may_close
        self.window.page_made.connect(self._page_made)
        self.window.text_size_changed.connect(lambda size: chosen.choose("window.text_size", round(size * 100)))
        self._busy = QTimer(self)
        self._busy.setInterval(_POLL_MS)
        self._busy.timeout.connect(self._close_when_quiet)

    # Showing

    def show(self) -> None:
        """Show the window where it was last, at first as large as the screen."""
        self.window.boundary.install()
        self.window.cover(WaitPage("book-open", "", ""), "")
        size = self.chosen.kept("size")
        if isinstance(size, list) and len(size) == 2 and all(isinstance(n, int) and n > 200 for n in size):
            self.window.resize(*size)
        else:
            self.window.resize(self.window.sizeHint())
        if self.chosen.kept("maximized", True) and QApplication.platformName() != "offscreen":
            self.window.showMaximized()
        else:
            self.window.show()

    def start(self, book: str | None) -> None:
        """Open a book, the last one, or show the ways to one."""
        recent = self.chosen.recent
        QTimer.singleShot(0, dressing.load_rare_characters)
        if book is not None:
            self.open(book)
        elif recent:
            self.open(recent[0])
        else:
            self.welcome()

    def welcome(self) -> None:
        """Show the ways to a book."""
        page = WelcomePage(self.chosen.recent)
        page.chosen.connect(self.open)
        page.open_asked.connect(self.choose_book)
        page.new_asked.connect(self.new_book)
        page.sample_asked.connect(self.open_sample)
        page.restore_asked.connect(self.restore_backup)
        self.window.forget_pages()
        self.window.cover(page, "开始", bare=True)
        page.first_focus().setFocus()

    # Opening

    def open(self, book: str, *, read_only: bool = False) -> None:
        """Open a book in place of the one that is open."""

        def op(progress: Progress) -> Any:
            from villagebook.services import books

            return books.open_book(book, read_only=read_only)

        self._adopt(op, book_name(book), lambda error: self._not_opened(error, book))

    def choose_book(self) -> None:
        """Ask for a book's folder and open it."""
        words = "打开书：选名字以 .vbook 结尾的文件夹"
        folder = QFileDialog.getExistingDirectory(self.window, words, str(_documents()))
        if folder:
            self.open(folder)

    def new_book(self) -> None:
        """Ask for a new book's village and make it."""
        self._ask_new({}, _documents())

    def _ask_new(self, values: dict[str, str], folder: Path) -> Any:
        from villagebook.ui.pages.new_book import NewBookDialog

        dialog = NewBookDialog(folder, self._make_new, self._choose_folder)
        dialog.form.set_values(values)
        self.window.open(dialog)
        return dialog

    def _choose_folder(self, before: Path) -> Path | None:
        folder = QFileDialog.getExistingDirectory(self.window, "新书放在哪里", str(before))
        return Path(folder) if folder else None

    def _make_new(self, values: dict[str, str], folder: Path) -> None:
        target = folder / f"{values['name'] or '新书'}.vbook"
        actor = self.window.actor

        def op(progress: Progress) -> Any:
            from villagebook.services import books

            return books.create(target, actor=actor, **values)  # type: ignore[arg-type]

        def failed(error: Exception) -> None:
            self.welcome()
            again = self._ask_new(values, folder)
            if not (isinstance(error, VillagebookError) and again.complain(error.id, error.message)):
                self._say_trouble(error, "没有建成新书")

        panel = self.window.overlay.panel
        if panel is not None:
            panel.close_panel()
        self._adopt(op, target.stem, failed)

    def open_sample(self) -> None:
        """Open the practice village; made when it is opened for the first time."""
        today = self.window.today()

        def op(progress: Progress) -> Any:
            from platformdirs import user_data_path

            from villagebook.services import books, demo

            folder = user_data_path("villagebook") / SAMPLE_FOLDER
            there = sorted(folder.glob("*.vbook"))
            return books.open_book(there[0] if there else demo.make(folder, today=today, progress=progress).book)

        self._adopt(op, "练习村", lambda error: self._not_opened(error, ""))

    def restore_backup(self) -> None:
        """Ask for a backup and a folder, make a book of it and open that."""
        file, _ = QFileDialog.getOpenFileName(self.window, "从备份恢复：选备份文件", str(_documents()))
        folder = QFileDialog.getExistingDirectory(self.window, "恢复的书放在哪里", str(_documents())) if file else ""
        if not folder:
            return
        name = Path(file).name.split("-")[0].removesuffix(".zip")
        target = Path(folder) / f"{name}.vbook"

        def op(progress: Progress) -> Any:
            from villagebook.services import books

            books.restore(Path(file), target)
            return books.open_book(target)

        self._adopt(op, name, lambda error: self._not_opened(error, ""))

    def restore_over(self, file: Path) -> None:
        """Put a backup in the place of the open book, which is kept aside under another name."""
        folder, kept = self.runner.book.folder, []

        def op(progress: Progress) -> Any:
            from villagebook.services import books

            kept.append(books.restore(file, folder, progress).kept_aside)
            return books.open_book(folder)

        def failed(error: Exception) -> None:
            self.open(str(folder))
            self._say_trouble(error, "没有恢复")

        def opened(book: Any) -> None:
            self._opened(book)
            if kept[0] is not None:
                self.window.say(f"已恢复。恢复前的书还在：{kept[0].name}")

        self._adopt(op, book_name(str(folder)), failed, opened)

    def _adopt(
        self,
        op: Callable[[Progress], Any],
        name: str,
        failed: Callable[[Exception], None],
        opened: Callable[[Any], None] | None = None,
    ) -> None:
        before = self.runner.book
        self._keep_pages()
        self.window.forget_pages()
        self.wiring.forget()
        self.window.cover(WaitPage("book-open", f"正在打开{name}", "第一次打开要多等一会儿。"), name)

        def work(progress: Progress) -> Any:
            if before is not None:
                before.close()
            return op(progress)

        def refused(error: Exception) -> None:
            self.runner.book = None
            failed(error)

        self.runner.open_book(work, opened or self._opened, refused, title=f"正在打开{name}")

    def _opened(self, book: Any) -> None:
        folder = str(self.chosen.setting("backup.folder"))
        if folder and not book.on_server:
            book.backup_folder = Path(folder)
        if not book.read_only and not book.on_server:
            self.chosen.opened(str(book.folder))
        self.window.uncover()
        self.window.refresh_state()
        self.window.go(FIRST_PAGE)

    def _not_opened(self, error: Exception, book: str) -> None:
        self.welcome()
        answers = [Answer("选别的书", self.choose_book, "folder-open")]
        if book and isinstance(error, VillagebookError) and error.id in _ERRORS_BY_READING:
            answers.append(Answer("只看不改地打开", lambda: self.open(book, read_only=True), "eye"))
        elif book:
            answers.append(Answer("再试一次", lambda: self.open(book), "refresh-cw"))
        self._say_trouble(error, f"没有打开{book_name(book) or '书'}", answers)

    def _say_trouble(self, error: Exception, title: str, answers: list[Answer] | None = None) -> None:
        if isinstance(error, VillagebookError):
            self.window.trouble(Trouble.of(error, title), answers or ())

    # Backup

    def back_up(self) -> None:
        """Make a backup now and say so."""

        def op(book: Any, progress: Progress) -> Any:
            from villagebook.services import books

            return books.back_up(book, reason="手工")

        def done(report: Any) -> None:
            self.window.say(f"已备份并核对：{report.path.name}")
            self.window.refresh_state()

        self.runner.change(op, done, title="正在备份")

    # Remembering

    def _page_made(self, page: str, made: Page) -> None:
        kept = self.chosen.kept(f"page.{page}")
        if isinstance(kept, dict):
            made.restore(kept)

    def _keep_pages(self) -> None:
        for page, made in self.window.made_pages().items():
            kept = dict(made.remember())
            if kept:
                self.chosen.keep(f"page.{page}", kept)

    # Closing

    def _may_close(self) -> bool:
        """Say whether the window may go; else begin what must be done before."""
        if self._left:
            return True
        if not self.closing:
            self.closing = True
            self._keep_pages()
            self._keep_place()
            self._busy.start()
            self._close_when_quiet()
        return self._left

    def _close_when_quiet(self) -> None:
        # A book on its way to be opened must be known before it can be closed.
        if self.runner.busy:
            self.window.say("等这一步做完就关上")
            return
        self._busy.stop()
        book = self.runner.book
        if book is None:
            self._leave()
            return
        page = WaitPage("save", "正在备份", "备份好就关上，请稍等。")
        self.window.cover(page, book_name(str(book.folder)))
        leave = Button("不等备份，直接退出", on_click=_leave_at_once)
        QTimer.singleShot(PATIENCE_S * 1000, page, lambda: page.offer(leave))

        def close(progress: Progress) -> None:
            book.close()

        self.runner.open_book(close, lambda _none: self._leave(), self._not_backed_up, title="正在备份")

    def _not_backed_up(self, error: Exception) -> None:
        # The book is closed all the same; only the backup is missing.
        self.runner.book = None
        if not isinstance(error, VillagebookError):
            raise error
        said = Trouble.of(error, "没有备份成")
        trouble = dataclasses.replace(said, data="都已经保存在书里，只是这次没有备份。")
        self.window.trouble(trouble, [Answer("退出", self._leave)])
        panel = self.window.overlay.panel
        if panel is not None:
            panel.closed.connect(self._leave)

    def _leave(self) -> None:
        self._left = True
        self.window.close()

    def _keep_place(self) -> None:
        if QApplication.platformName() == "offscreen":
            return
        maximized = self.window.isMaximized()
        self.chosen.keep("maximized", maximized)
        if not maximized:
            self.chosen.keep("size", [self.window.width(), self.window.height()])


def _leave_at_once() -> None:
    """End the process; what was saved is in the book, as after a power cut."""
    sys.stdout.flush()
    os._exit(0)


def _documents() -> Path:
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()
