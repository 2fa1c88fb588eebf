"""What stands in place of the pages while no book is open: ways to one, and words while it opens or closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.labels import Text

SHOWN_RECENT = 4


class WelcomePage(QFrame):
    """No book is open: open one, make one, or look at the practice village.

    Signals:
        open_asked: Choose a book's folder.
        new_asked: Make a new book.
        sample_asked: Open the practice village.
        restore_asked: Make a book of a backup.
        chosen: (path) one of the books opened last.
    """

    open_asked = Signal()
    new_asked = Signal()
    sample_asked = Signal()
    restore_asked = Signal()
    chosen = Signal(str)

    def __init__(self, recent: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.recent = tuple(recent)[:SHOWN_RECENT]
        ways = [
            Way("plus", "建一本新书", "写村名和 12 位区划代码，再把镇里的表导入", "新建", self.new_asked.emit),
            Way("house", "先看看样子", "打开练习村，随便改，不影响您的书", "打开练习村", self.sample_asked.emit),
        ]
        ways.insert(0, self._first_way())
        box = VBox(self)
        self.state = EmptyState(
            "book-open", "一个村，一本清", "户、人、项目、资金和公示记在一本书里，公示、手册和台账都从这里出。", ways
        )
        box.addWidget(self.state, 1)
        row = HBox(margins=(16, 0, 16, 40), spacing=4)
        row.addStretch(1)
        if len(self.recent) > 1:
            row.addWidget(Text("最近打开过", "second"))
        for book in self.recent[1:]:
            row.addWidget(Button(book_name(book), kind="quiet", tip=book, on_click=self._chooser(book)))
        if self.recent:
            row.addWidget(Button("打开别的书", "folder-open", "quiet", on_click=self.open_asked.emit))
        row.addWidget(Button("从备份恢复", "rotate-ccw", "quiet", on_click=self.restore_asked.emit))
        row.addStretch(1)
        box.addLayout(row)

    def _first_way(self) -> Way:
        if self.recent:
            book = self.recent[0]
            return Way("book-open", f"接着记{book_name(book)}", where(book), "打开", self._chooser(book))
        note = "选名字以 .vbook 结尾的文件夹，U 盘上的也可以"
        return Way("folder-open", "打开已有的书", note, "打开", self.open_asked.emit)

    def _chooser(self, book: str) -> Callable[[], object]:
        return lambda: self.chosen.emit(book)

    def first_focus(self) -> QWidget:
        """Return the primary button."""
        return self.state.ways[0].button


class WaitPage(QFrame):
    """A few words while a book opens or closes; after a while a way out can be put below them."""

    def __init__(self, icon: str, title: str, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        box = VBox(self)
        self.state = EmptyState(icon, title, why)
        box.addWidget(self.state, 1)
        self._foot = HBox(margins=(16, 0, 16, 40))
        box.addLayout(self._foot)

    def offer(self, button: Button) -> None:
        """Put a button at the foot."""
        self._foot.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)


def book_name(book: str) -> str:
    """Return what people call a book: the folder's name without its ending."""
    return book.rpartition("/")[2] if "://" in book else Path(book).stem


def where(book: str) -> str:
    """Return where a book lies, for people."""
    return "共用数据库" if "://" in book else str(Path(book).parent)
