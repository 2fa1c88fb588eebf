"""帮扶, first part: the handbooks of registered households, ticked, looked at, printed."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services import paper, tables
from villagebook.services.paper import PrintReport
from villagebook.ui.ledger_source import LedgerSource, Wanted
from villagebook.ui.models.columns import Column, Key
from villagebook.ui.page import FILTER, PRINT, Command, Context, Page
from villagebook.ui.pages.doing import Done
from villagebook.ui.pages.printing import Job, Loaded, PrintDialog
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.paper import PaperPreview
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.table_pane import TablePane

LEDGER = "households"
TICK = Column("tick", "印", "tick", width=34, sortable=False, tip="印这一户，按空格勾选")
SHOWN = ("tick", "head", "code", "group", "members", "status")
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "tick": {"kind": "tick", "width": 34, "rank": 0},
    "head": {"heading": "户主", "kind": "name", "width": 76, "rank": 0, "stretch": 1},
    "code": {"width": 150, "rank": 3},
    "group": {"heading": "组", "width": 74, "rank": 2},
    "members": {"heading": "人口", "width": 50, "rank": 1},
    "status": {"heading": "类别", "width": 118, "rank": 0},
}
#: Views: id, words, statuses.
VIEWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", "脱贫户和监测对象", (*POOR_STATUSES, *MONITORED_STATUSES)),
    ("poor", "脱贫户", POOR_STATUSES),
    ("monitored", "监测对象", MONITORED_STATUSES),
)
PERSONAL = "含个人信息，请只交给户主本人。"


class HandbookSource(LedgerSource):
    """Registered households, ticked or not."""

    def __init__(self, context: Context) -> None:
        super().__init__(LEDGER, context.today, SHOWN, looks=LOOKS, unit="户", extra=[TICK])
        self.ticked: frozenset[Key] = frozenset()

    def dress(self, book: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().dress(book, row), "tick": row["_id"] in self.ticked}


class HelpPage(Page):
    """帮扶."""

    families = frozenset(
        {
            "household", "person", "membership", "status_period", "household_year", "person_year", "income_item",
            "roster_line", "project", "village", "village_year",
        }
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view, self._text = VIEWS[0][0], ""
        self._code, self._head = "", ""
        self._made: list[Path] = []
        self._source = HandbookSource(context)
        self.list = TablePane(self._source, self.runner, name="手册列表", no_hits="没有符合的农户")
        self.list.model.filter = self._wanted()
        self._make_tools()
        self._make_record()
        table = self.list.table
        table.current_changed.connect(self._show)
        table.ticked.connect(self._tick)
        self.list.filter_cleared.connect(self._clear)
        self.list.model.loaded.connect(self._loaded)
        self.panes = Panes(
            self.list, self.record, table, list_name="手册列表", unit="户", list_width=560, record_width=674
        )
        self._none = EmptyState(
            "heart-handshake",
            "还没有脱贫户和监测对象",
            "手册按户印：户和人的信息从镇里的表导入，不用再抄。",
            (
                Way("upload", "从镇里的表导入", "先看结果，再写入", "选表", lambda: context.go("importing")),
                Way("printer", "印空白手册", "留给手写", "空白手册", self.print_blank),
            ),
        )
        box = VBox(self)
        box.addWidget(self.panes, 1)
        box.addWidget(self._none, 1)
        self._none.hide()
        self.runner.cancelled.connect(self._cancelled)
        self.destroyed.connect(partial(_forget, self._made))

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.view_button = Button(VIEWS[0][1], "bookmark", tip="看哪些户", on_click=self._open_views)
        tools.add(self.view_button)
        self.text = FilterLine("找户主、编号", width=150)
        self.text.asked.connect(self._typed)
        tools.add(self.text)
        self.tick_all = Button("全勾", "check-check", "tool", shrink=1, on_click=self._tick_all)
        tools.add(self.tick_all)
        self.print_button = Button("打印手册", "printer", "primary", keys=PRINT, on_click=self.print_ticked)
        tools.add_right(self.print_button)

    def _make_record(self) -> None:
        self.record = RecordPanel("手册")
        self.one_button = Button("只印这一本", "printer", on_click=self._print_shown)
        self.record.add_action(self.one_button)
        self.more = self.record.add_more()
        self.more.clicked.connect(self._open_more)
        self.preview = PaperPreview(self.runner, name="手册纸样")
        self.record.set_body(self.preview, scrolls=False)
        self._show_nothing()

    # Page

    def refresh(self) -> None:
        self.list.reload()
        today = self.context.today()
        self.runner.read(lambda book: _counts(book, today), self._counted, key="help.counts")
        key = self.list.table.current_key()
        if key is not None:
            self._read(key)

    def _counted(self, counts: tuple[int, int, int]) -> None:
        every, poor, monitored = counts
        self.head(f"{every:,} 本手册：脱贫户 {poor:,} 户，监测对象 {monitored:,} 户", f"{every:,} 本手册")
        assert self.panes is not None
        self.panes.setVisible(every > 0)
        self._none.setVisible(every == 0)

    def _loaded(self) -> None:
        present = set(self.list.model.keys())
        if not present:
            self._show_nothing()
        self._say_ticked()

    def show_record(self, key: Key) -> None:
        if key not in set(self.list.model.keys()):
            self._clear()
        self.list.table.go_to(key)
        assert self.panes is not None
        self.panes.show_record()

    def act(self, action: str, key: Key | None) -> None:
        if action == "print" and isinstance(key, uuid.UUID):
            self._print_keys([key])

    def commands(self) -> Sequence[Command]:
        return (
            Command(PRINT, "打印勾上的手册", self.print_ticked),
            Command(FILTER, "找户", self.text.setFocus),
        )

    # What is listed

    def _wanted(self) -> Wanted:
        statuses = next(statuses for name, _, statuses in VIEWS if name == self._view)
        return Wanted(self._text, {"status": statuses})

    def _want(self) -> None:
        self.view_button.set_words(next(words for name, words, _ in VIEWS if name == self._view))
        self.list.tools.arrange()
        self.list.model.set_filter(self._wanted())

    def _typed(self, text: str) -> None:
        self._text = text
        self._want()

    def _clear(self) -> None:
        self._view, self._text = VIEWS[0][0], ""
        self.text.clear()
        self._want()

    def _open_views(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for name, words, _ in VIEWS:
            action = menu.addAction(words, partial(self._choose_view, name))
            action.setCheckable(True)
            action.setChecked(name == self._view)
            group.addAction(action)
        menu.popup(self.view_button.mapToGlobal(QPoint(0, self.view_button.height())))

    def _choose_view(self, name: str) -> None:
        self._view = name
        self._want()

    # Ticks

    def _tick(self, key: Key) -> None:
        self._set_ticked(self._source.ticked ^ {key})

    def _tick_all(self) -> None:
        shown = frozenset(self.list.model.keys())
        ticked = self._source.ticked
        self._set_ticked(ticked - shown if shown <= ticked else ticked | shown)

    def _set_ticked(self, ticked: frozenset[Key]) -> None:
        self._source.ticked = ticked
        self._say_ticked()
        self.list.reload()

    def _say_ticked(self) -> None:
        shown, ticked = frozenset(self.list.model.keys()), self._source.ticked
        self.tick_all.set_words("全不勾" if shown and shown <= ticked else "全勾")
        count = len(ticked) or len(shown)
        self.print_button.set_words(f"打印 {count:,} 本手册")
        self.print_button.setEnabled(count > 0)
        self.list.tools.arrange()
        self.context.select(f"已勾 {len(ticked):,} 户" if ticked else "没有勾选时，打印列表里的全部")

    # The handbook shown

    def _show(self, key: Key | None) -> None:
        if key is None:
            self._show_nothing()
        else:
            self._read(key)

    def _read(self, key: Key) -> None:
        today = self.context.today()

        def read(book: Any) -> tuple[Mapping[str, Any], bytes] | None:
            rows = tables.page(book, LEDGER, tables.scope(book, today), [key])
            return (rows[0], paper.handbook_bytes(book, rows[0]["code"], today)) if rows else None

        self.runner.read(read, self._shown, key="help.record", slow=True)

    def _shown(self, found: tuple[Mapping[str, Any], bytes] | None) -> None:
        if found is None:
            self._show_nothing()
            return
        row, pdf = found
        page = self.preview.page if row["code"] == self._code else 0
        self._code, self._head = row["code"], row["head"] or row["code"]
        self.record.set_title(self._head, (), (f"户编号 {row['code']}", row["group"] or ""))
        self.one_button.show()
        self.more.show()
        self.preview.show_pdf(pdf, page)

    def _show_nothing(self) -> None:
        self._code = ""
        self.runner.drop("help.record")
        self.record.set_title("没有选户")
        self.one_button.hide()
        self.preview.say("")

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.addAction("打开农户", self._open_household)
        menu.addAction("空白手册…", self.print_blank)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _open_household(self) -> None:
        key = self.list.table.current_key()
        if key is not None:
            self.context.go("households", key)

    # Printing: set first, off the GUI thread, then looked at

    def print_ticked(self) -> None:
        """Set the handbooks that are ticked (all that are listed if none is), and show them."""
        ticked = self._source.ticked
        self._print_keys(list(ticked) if ticked else self.list.model.keys())

    def _print_shown(self) -> None:
        key = self.list.table.current_key()
        if key is not None:
            self._print_keys([key], self._head)

    def _print_keys(self, keys: Sequence[Key], note: str = "") -> None:
        if not keys:
            return
        today, target = self.context.today(), self._file("手册.pdf")

        def work(book: Any, progress: Any) -> Done:
            rows = tables.page(book, LEDGER, tables.scope(book, today), list(keys))
            codes = [row["code"] for row in rows if row["code"]]
            return Done(paper.print_handbooks(book, codes, target, today=today, progress=progress))

        self._run(work, note or f"{len(keys):,} 本")

    def print_blank(self) -> None:
        """Set the blank handbook, and show it."""
        today, target = self.context.today(), self._file("空白手册.pdf")

        def work(book: Any, progress: Any) -> Done:
            return Done(paper.print_handbooks(book, None, target, today=today, blank=True, progress=progress))

        self._run(work, "空白")

    def _run(self, work: Any, note: str) -> None:
        self.print_button.setEnabled(False)
        self.runner.change(work, partial(self._set, note), self._not_set, title="正在排手册")

    def _cancelled(self, _task: object) -> None:
        self._say_ticked()

    def _set(self, note: str, done: Done) -> None:
        self._say_ticked()
        report: PrintReport = done.value
        said, tone = (f"没有缺字。{PERSONAL}", "ok")
        if report.missing:
            said, tone = f"有 {len(report.missing)} 处缺字，印成了〓：{report.missing[0]}。", "due"

        def load(_book: Any, _paper: str) -> Loaded:
            return Loaded(report.path, said, tone)

        def keep(_book: Any, target: Path, _paper: str, _progress: Any) -> str:
            paper.keep(report.path, target)
            return report.line.partition("，已存为")[0] + f"，已存为“{target.name}”"

        self.context.open(PrintDialog(self.context, Job("打印帮扶手册", note, load, keep, f"帮扶手册 {note}")))

    def _not_set(self, error: VillagebookError) -> None:
        self._say_ticked()
        self.context.trouble(Trouble.of(error, "手册没有排出来"))

    # Where handbooks wait until they are printed or kept; they are private, so they do not stay

    def _file(self, name: str) -> Path:
        _forget(self._made)
        folder = Path(tempfile.mkdtemp(prefix="villagebook-"))
        self._made.append(folder)
        return folder / name


def _forget(folders: list[Path], _gone: QWidget | None = None) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    folders.clear()


def _counts(book: Any, today: Any) -> tuple[int, int, int]:
    """Count the registered households, in all and by class; called in the reader's thread."""
    every, poor, monitored = (
        tables.count(book, LEDGER, tables.scope(book, today, filters={"status": statuses})) for _, _, statuses in VIEWS
    )
    return every, poor, monitored
