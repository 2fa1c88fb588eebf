"""What stands in place of the pages while no book is open: ways to one, and words while it opens or closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from villagebook.ui import scale
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form
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


NEW_BOOK = (
    FieldSpec("name", "村名", placeholder="清溪村"),
    FieldSpec("code", "区划代码", "code", placeholder="12 位数字", help="统计用区划代码，12 位。"),
    FieldSpec("township", "乡镇", placeholder="云岭镇"),
    FieldSpec("county", "县（区）"),
    FieldSpec("city", "市"),
    FieldSpec("province", "省"),
)
#: What the service complains about -> the field it stands beside.
NEW_BOOK_ERRORS = {"book.village_code": "code", "book.village_name": "name"}


class NewBookDialog(Dialog):
    """Asks for a new book's village and its folder.

    Args:
        folder: Where it is proposed to lie.
        make: Called with (village fields by name, folder).
        choose: Asks for another folder; returns None if nothing was chosen.
    """

    def __init__(
        self,
        folder: Path,
        make: Callable[[dict[str, str], Path], object],
        choose: Callable[[Path], Path | None],
    ) -> None:
        super().__init__("建一本新书", 640)
        self._folder, self._make, self._choose = folder, make, choose
        self.form = Form(NEW_BOOK, _no_day)
        self.body.addWidget(self.form)
        place = HBox(spacing=8)
        place.addWidget(Text("放在", "label"))
        self._place = Text(str(folder), wrap=True)
        place.addWidget(self._place, 1)
        place.addWidget(Button("换地方", kind="quiet", small=True, on_click=self._choose_folder))
        self.body.addLayout(place)
        self.add_close()
        self.add_button(Button("建书", kind="primary"), self._pressed, default=True, closes=False)
        scale.least(self, width=320)

    def first_focus(self) -> QWidget:
        return self.form["name"].control

    @property
    def values(self) -> dict[str, str]:
        """The village's fields as typed."""
        return {name: str(field.value or "").strip() for name, field in self.form.fields.items()}

    def complain(self, error_id: str, message: str) -> bool:
        """Show an error beside its field; False if it belongs to none."""
        name = NEW_BOOK_ERRORS.get(error_id)
        if name is None:
            return False
        self.form.set_findings({name: (message, "error")})
        self.form[name].control.setFocus()
        return True

    def _choose_folder(self) -> None:
        chosen = self._choose(self._folder)
        if chosen is not None:
            self._folder = chosen
            self._place.setText(str(chosen))

    def _pressed(self) -> None:
        self._make(self.values, self._folder)


def book_name(book: str) -> str:
    """Return what people call a book: the folder's name without its ending."""
    return book.rpartition("/")[2] if "://" in book else Path(book).stem


def where(book: str) -> str:
    """Return where a book lies, for people."""
    return "共用数据库" if "://" in book else str(Path(book).parent)


def _no_day() -> object:
    raise AssertionError("a new book asks for no day")
