"""出门前检查: finished files, dropped or chosen, looked at by this book's secrets before they leave the office.

Below them: the files that were let out although something was found, with the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from villagebook.exporting.leaks import KINDS
from villagebook.services import release
from villagebook.services.release import Looked, Released
from villagebook.ui.models.columns import Column
from villagebook.ui.page import NEW, Command, Context, Page
from villagebook.ui.pages import files
from villagebook.ui.pages.doing import Done
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.tools import ToolRow

CHOOSE = "选文件检查"
KINDS_OF_FILES = (
    "成品文件 (*.pdf *.xlsx *.docx *.jpg *.jpeg *.png *.webp *.csv *.txt *.html *.htm *.zip *.json *.pptx *.xls *.doc)"
)
COLUMNS = (
    Column("where", "在哪里", "name", width=380, stretch=1, sortable=False),
    Column("title", "是什么", "text", width=260, sortable=False),
    Column("shown", "内容", "text", width=180, sortable=False, rank=1),
)
LET_OUT = (
    Column("name", "文件", "name", width=240, sortable=False),
    Column("why", "放行原因", "text", width=300, stretch=1, sortable=False),
    Column("who", "谁放行", "text", width=90, sortable=False, rank=1),
    Column("on", "日期", "date", width=100, sortable=False),
    Column("hits", "查出", "text", width=70, sortable=False, rank=2),
)
_UNSEEN = "照片上拍到的字看不见，请自己看一眼。"
_MOST_SHOWN = 200


class LeakCheckPage(Page):
    """出门前检查."""

    families = frozenset({"override"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.looked: tuple[Looked, ...] = ()
        self.tables: list[SmallTable] = []
        self.released: tuple[Released, ...] = ()
        self.setAcceptDrops(True)
        tools = ToolRow()
        tools.add(Text("要贴、要发、要传到网上的文件，走以前先查一遍。", "second"))
        tools.add_right(Button(CHOOSE, "folder-open", "primary", keys=NEW, on_click=self.choose))
        self.body = Body()
        self._first = EmptyState(
            "shield-check", "把要拿出去的文件拖到这里",
            "查身份证号、银行卡、村民电话、病残字样、孩子的学校，还有照片里的位置。",
            [Way("folder-open", CHOOSE, "PDF、表格、文档、照片、网页、压缩包；文件不会被改动", "选文件", self.choose)],
            foot="隐藏的表和行、批注、修订、文件属性、嵌入的图片也查；照片上拍到的字看不见。",
        )
        self._area = scrolling(self.body, "检查结果")
        box = VBox(self)
        box.addWidget(tools)
        box.addWidget(self._area, 1)
        box.addWidget(self._first, 1)
        self._show()

    # Page

    def refresh(self) -> None:
        self.runner.read(release.released, self._let_out, key="leaks.released")

    def commands(self) -> Sequence[Command]:
        return (Command(NEW, CHOOSE, self.choose),)

    def choose(self) -> None:
        """Ask which files to look at."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "选要检查的文件", str(files.last_folder("export")), f"{KINDS_OF_FILES};;所有文件 (*)")
        if chosen:
            self.check([Path(name) for name in chosen])

    def check(self, paths: Sequence[Path]) -> None:
        """Look at files, off the GUI thread."""
        today = self.context.today()
        self.head(f"正在检查 {len(paths)} 个文件")
        self.runner.read(
            lambda book: release.look_at(book, paths, on=today), self._found, key="leaks.look", slow=True)

    # Shown

    def _found(self, looked: tuple[Looked, ...]) -> None:
        self.looked = looked
        self._show()
        bad = sum(not one.clean for one in looked)
        told = f"{bad} 个不能就这样拿出去" if bad else "没有查出不该公开的内容"
        self.context.say(f"查了 {len(looked)} 个文件，{told}")

    def _let_out(self, found: tuple[Released, ...]) -> None:
        self.released = found
        self._show()

    def _show(self) -> None:
        self.body.clear()
        self.tables = []
        for one in self.looked:
            self._show_file(one)
        if self.released:
            rows = [
                {"key": one.sha256, "name": one.name, "why": one.why, "who": one.who, "on": one.on,
                 "hits": f"{len(one.hits)} 处"} for one in self.released
            ]  # fmt: skip
            table = SmallTable(LET_OUT, rows, name="放行过的文件", row_height=30, selectable=True)
            self.tables.append(table)
            self.body.section("放行过的文件", "查出了东西，写明原因放行的", None, table)
        any_shown = bool(self.looked)
        self._area.setVisible(any_shown or bool(self.released))
        self._first.setVisible(not any_shown)
        bad = sum(not one.clean for one in self.looked)
        said = f"{len(self.looked)} 个文件，{bad} 个有不能公开的" if self.looked else "还没有检查文件"
        self.head(said, said)

    def _show_file(self, one: Looked) -> None:
        if one.error:
            self.body.section(one.path.name, "", None, MessageLine(one.error, "late"))
            return
        if not one.hits:
            line = MessageLine(f"没有查出不该公开的内容。{_UNSEEN if one.picture else ''}", "ok")
            self.body.section(one.path.name, "", None, line)
            return
        rows: list[dict[str, Any]] = [
            {"key": place, "where": hit.where, "title": KINDS[hit.kind].title, "shown": hit.shown}
            for place, hit in enumerate(one.hits[:_MOST_SHOWN])
        ]
        table = SmallTable(COLUMNS, rows, name=f"{one.path.name}里查出的", row_height=30, selectable=True)
        self.tables.append(table)
        clean = None
        if one.picture:
            clean = Button("另存不带位置的照片", "image", small=True, on_click=lambda: self.clean(one))
        more = f"，只列出前 {_MOST_SHOWN} 处" if len(one.hits) > _MOST_SHOWN else ""
        said = f"有 {len(one.hits)} 处不能公开{more}，请改好再拿出去。{_UNSEEN if one.picture else ''}"
        self.body.section(one.path.name, "", clean, MessageLine(said, "late"), table)

    def clean(self, one: Looked) -> None:
        """Ask for a folder, and write a copy of a photo that says nothing but its pixels."""
        chosen = QFileDialog.getExistingDirectory(self, "照片存到哪个文件夹", str(files.last_folder("export")))
        if not chosen:
            return
        self.runner.change(
            lambda _book, _progress: Done(release.clean_photo(one.path, Path(chosen))),
            lambda done: self.context.say(f"已另存 {done.value.name}，只有画面，没有位置和时间"),
            lambda error: self.context.trouble(Trouble.of(error, "没有另存")), title="正在另存照片",
        )  # fmt: skip

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = files.carried(event.mimeData())
        event.acceptProposedAction()
        if paths:
            self.check(paths)
