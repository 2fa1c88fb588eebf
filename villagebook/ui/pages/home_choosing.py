"""Choosing households for a list of payments: one by typing, many by a narrowing that is counted first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from villagebook.services import list_homes, search
from villagebook.services.list_homes import Home, Narrowing, Offered
from villagebook.ui import scale
from villagebook.ui.models.columns import Column, Key
from villagebook.ui.models.fixed import FixedModel
from villagebook.ui.page import Context
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Line
from villagebook.ui.widgets.table import TableView

HIT_COLUMNS = (
    Column("title", "户", "name", width=110),
    Column("detail", "编号、小组或家人", "text", width=220, stretch=1),
)
HOME_COLUMNS = (
    Column("tick", "", "tick", width=34, sortable=False),
    Column("head", "户主", "name", width=96),
    Column("code", "户编号", "code", width=150, rank=1),
    Column("group", "小组", "text", width=90, stretch=1),
    Column("people", "人口", "int", width=56, rank=2),
)
_ALL = "全部"


class HomeFinder(QWidget):
    """A line that finds a household by name, pinyin, initials, code or a member, and what was found under it.

    Attributes:
        chosen: The household; None until one is chosen.

    Signals:
        found: (key, title) a household was chosen; (None, "") none is any more.
    """

    found = Signal(object, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.chosen: uuid.UUID | None = None
        self._titles: dict[Key, str] = {}
        box = VBox(self, spacing=4)
        self.line = Line(icon="search", icon_name="找户")
        self.line.setPlaceholderText("户主姓名、拼音首字母、户编号或家人姓名")
        self.line.setAccessibleName("找户")
        self.line.textEdited.connect(self.look)
        self.line.installEventFilter(self)
        self._model = FixedModel(HIT_COLUMNS)
        self.table = TableView(self._model, row_height=28, name="找到的户")
        scale.fix(self.table, height=124)
        self.table.opened.connect(self.choose)
        self.table.clicked.connect(lambda _index: self.choose(self.table.current_key()))
        box.addWidget(self.line)
        box.addWidget(self.table)

    def look(self, text: str) -> None:
        """Look for households by what is typed so far."""
        self.chosen = None
        self.found.emit(None, "")
        self._context.runner.read(
            lambda book: search.search(book, text, 8), lambda hits: self._show(text, hits), key="homes.find")

    def _show(self, text: str, hits: Sequence[search.Hit]) -> None:
        if text != self.line.text():
            return
        homes: dict[Key, search.Hit] = {}
        for hit in hits:
            if hit.page == "households":
                homes.setdefault(hit.key, hit)
        self._titles = {key: hit.title for key, hit in homes.items()}
        self._model.set_rows([
            {"key": key, "title": hit.title, "detail": hit.detail.removeprefix("户　")} for key, hit in homes.items()
        ])  # fmt: skip
        if len(homes) == 1:
            self.choose(next(iter(homes)))

    def choose(self, key: Key | None) -> None:
        """Take the household with this key."""
        if isinstance(key, uuid.UUID) and key in self._titles and key != self.chosen:
            self.chosen = key
            self.table.go_to(key)
            self.found.emit(key, self._titles[key])

    def clear(self) -> None:
        """Begin anew."""
        self.line.clear()
        self.chosen = None
        self._model.set_rows([])
        self.found.emit(None, "")
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.line:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._model.rowCount():
                self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
                self.choose(self.table.current_key())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is None and self._model.rowCount():
                self.choose(self.table.current_key() or self._model.key_at(0))
                return True
        return super().eventFilter(watched, event)


class HomesChooser(QWidget):
    """Households by group, status, labour and size, counted at once; each can be left out with the space bar.

    Args:
        everybody: Whether all are chosen while nothing is asked for; else nobody is.

    Signals:
        counted: (households chosen, people of them).
    """

    counted = Signal(int, int)

    def __init__(
        self, context: Context, offered: Offered, *, everybody: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._homes: tuple[Home, ...] = ()
        self._left_out: set[Key] = set()
        box = VBox(self, spacing=8)
        self.form = Form((
            FieldSpec("group", "村民小组", "choice", choices=plain_choices((_ALL, *offered.groups))),
            FieldSpec("status", "户类型", "choice", choices=plain_choices((_ALL, *offered.statuses))),
            FieldSpec("labour", "有劳动力", "tick"),
            FieldSpec("members", "不少于", "int", unit="人"),
        ), context.today)  # fmt: skip
        first = _ALL if everybody else None
        self.form.set_values({"group": first, "status": first, "labour": False, "members": None})
        self.form.edited.connect(lambda _name, _value: self.read())
        self._model = FixedModel(HOME_COLUMNS)
        self.table = TableView(self._model, row_height=28, name="选中的户")
        scale.fix(self.table, height=190)
        self.table.ticked.connect(self._toggle)
        self.said = Text("", "second")
        box.addWidget(self.form)
        box.addWidget(self.table)
        box.addWidget(self.said)
        self.read()

    @property
    def narrowing(self) -> Narrowing:
        """What the fields ask for."""
        said: dict[str, Any] = {name: field.value for name, field in self.form.fields.items()}
        one = {name: () if said[name] in (None, "", _ALL) else (str(said[name]),) for name in ("group", "status")}
        return Narrowing(one["group"], one["status"], bool(said["labour"]), int(said["members"] or 0))

    @property
    def keys(self) -> list[uuid.UUID]:
        """The households chosen."""
        return [home.key for home in self._homes if home.key not in self._left_out]

    def read(self) -> None:
        """Read the households the fields ask for."""
        if not any(field.value for field in self.form.fields.values()):
            self._show(())
            return
        narrowing, today = self.narrowing, self._context.today()
        self._context.runner.read(
            lambda book: list_homes.choose(book, narrowing, today), self._show, key="homes.choose")

    def _show(self, homes: tuple[Home, ...]) -> None:
        self._homes = homes
        self._left_out.clear()
        self._refresh()

    def _toggle(self, key: Key) -> None:
        self._left_out ^= {key}
        place = self.table.currentIndex().row()
        self._refresh()
        self.table.setCurrentIndex(self._model.index(place, 0))

    def _refresh(self) -> None:
        self._model.set_rows([
            {"key": home.key, "tick": home.key not in self._left_out, "head": home.head, "code": home.code,
             "group": home.group, "people": home.people}
            for home in self._homes
        ])  # fmt: skip
        chosen = [home for home in self._homes if home.key not in self._left_out]
        people = sum(home.people for home in chosen)
        left = f"，去掉 {len(self._left_out)} 户" if self._left_out else ""
        words = f"选中 {len(chosen)} 户 {people} 人{left}；按空格去掉或加回一户"
        self.said.setText(words if self._homes else "还没有选户：选小组或户类型，要全村的选“全部”")
        self.counted.emit(len(chosen), people)
