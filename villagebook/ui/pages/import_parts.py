"""The views of an import: choosing files, running work, the result. How headings were understood: import_headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from villagebook.importing import KINDS
from villagebook.services.lists import OUTCOMES, ImportReport
from villagebook.ui import scale, style
from villagebook.ui.models.columns import Key
from villagebook.ui.models.rows import RowsModel
from villagebook.ui.pages.import_headings import Foot
from villagebook.ui.pages.import_lines import Chosen, Line, ResultLines
from villagebook.ui.runner import Runner, Task
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.bars import ThinBar
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.lists import Card, Cards
from villagebook.ui.widgets.statusbar import time_left
from villagebook.ui.widgets.table import TableView

SAFE = "导入前自动备份，导入后可以整批撤销"
NOT_WRITTEN = "还没有写入，随时可以退出"
CARDS_FROM = 640
#: Kinds of lists named before any file was chosen.
KINDS_NAMED = 4


def choose_view(choose: Callable[[], object]) -> EmptyState:
    """Return what is shown before any file was chosen."""
    kinds = "、".join([kind.title for kind in KINDS][:KINDS_NAMED])
    way = Way("file-spreadsheet", "选一份或几份表", "Excel、WPS 和 csv 都行，先看结果，不会写入", "选文件", choose)
    known = f"认得{kinds}等 {len(KINDS)} 种表，表头在哪一行、栏目什么次序都行。"
    return EmptyState("upload", "把镇里的表导进来", known, [way], foot=f"也可以把文件直接拖到窗口里。{SAFE}。")


class WorkView(QFrame):
    """Running work: what, how far, how long, and a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._task: Task | None = None
        center = Qt.AlignmentFlag.AlignHCenter
        box = VBox(self, (16, 16, 16, 16), 10)
        box.addStretch(2)
        self._title = Text("", "title")
        self._what = Text("", "label")
        self._bar = ThinBar()
        scale.fix(self._bar, width=360, height=8)
        self.cancel = Button("取消", on_click=self._cancel)
        self._safe = Text("", "second")
        for widget in (self._title, self._what, self._bar, self.cancel, self._safe):
            box.addWidget(widget, 0, center)
        box.addStretch(3)
        self._tick = QTimer(self)
        self._tick.setInterval(100)
        self._tick.timeout.connect(self._show)

    def follow(self, task: Task, title: str, safe: str) -> None:
        """Show a task until ``stop``."""
        self._task = task
        self._title.setText(title)
        self._safe.setText(safe)
        self.cancel.setEnabled(True)
        self._show()
        self._tick.start()

    def stop(self) -> None:
        """The task is over."""
        self._task = None
        self._tick.stop()

    def _show(self) -> None:
        task = self._task
        if task is None:
            return
        far = f"{task.done:,}/{task.total:,}" if task.total else ""
        self._what.setText("，".join(part for part in (task.what, far, time_left(task.left_s())) if part))
        self._bar.set_share(task.done / task.total if task.total else 0.0)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)
            self._what.setText("正在取消")


class ResultView(QFrame):
    """What would change: four cards, and under them every line, each with a tick where there is a choice.

    Args:
        back, keep, go_on: The buttons' actions: to the headings, the list with reasons, the import itself.

    Signals:
        opened: (line) Enter or a double click on a line.
    """

    opened = Signal(object)

    def __init__(
        self,
        runner: Runner,
        back: Callable[[], object],
        keep: Callable[[], object],
        go_on: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._runner = runner
        self._lines: ResultLines | None = None
        self._narrow = False
        self.sheet: tuple[str, str] | None = None
        self.cards = Cards(name="结果")
        self.cards.chosen.connect(self._choose)
        self.message = MessageLine()
        self.sheets = with_menu(Button("全部工作表", "layers", "quiet", small=True), self._sheet_entries)
        self._box = VBox(self)
        top = VBox(margins=(17, 10, 17, 8), spacing=8)
        top.addWidget(self.cards)
        top.addWidget(self.message)
        self.bulk = with_menu(Button("成批勾选", "list-checks", "quiet", small=True), self._bulk_entries)
        tools = HBox(spacing=8)
        tools.addWidget(self.sheets)
        tools.addWidget(self.bulk)
        tools.addStretch(1)
        top.addLayout(tools)
        self._box.addLayout(top)
        self.table: TableView | None = None
        self.keep = Button("存一份带原因的表", "download", "quiet", on_click=keep)
        self.go_on = Button("导入", "check", "primary", on_click=go_on)
        self.back = Button("上一步", on_click=back)
        self.reveal = Button("", "eye", "quiet", on_click=self._reveal)
        self._box.addWidget(Foot((self.back, self.keep, self.reveal), SAFE, "shield-check", self.go_on))

    def show_lines(self, lines: ResultLines) -> None:
        """Show another result."""
        report, self._lines, self.sheet = lines.report, lines, None
        if self.table is not None:
            self._box.removeWidget(self.table)
            self.table.deleteLater()
        model = RowsModel(lines, self._runner)
        self.table = TableView(model, name="导入结果")
        self.table.ticked.connect(self._ticked)
        self.table.opened.connect(lambda key: self.opened.emit(lines.line(key)))
        model.setParent(self.table)
        self._box.insertWidget(1, self.table, 1)
        self._narrow = logical(self.width()) < CARDS_FROM
        self.cards.set_cards(self._cards(lines), lines.first_section())
        model.set_filter(Chosen(lines.first_section()))
        self._say(report)
        self._say_masks()
        style.show_if(self.sheets, len(report.sheets) > 1)
        self.sheets.set_words("全部工作表")
        self._count()
        style.show_if(self.keep, bool(report.count("refused") or report.findings))

    def _count(self) -> None:
        """Say on the button how much will be written."""
        lines = self._lines
        assert lines is not None
        count = lines.choices.writes(lines.report)
        self.go_on.setEnabled(count > 0)
        self.go_on.set_words(f"导入 {count:,} {lines.unit}" if count else "没有要导入的")

    def _ticked(self, key: Key) -> None:
        """Turn a tick over; with several rows chosen, all of them as this one."""
        if self._lines is None or self.table is None:
            return
        line = self._lines.line(key)
        if not line.can_tick:
            return
        chosen = self.table.chosen_keys()
        keys = chosen if key in chosen and len(chosen) > 1 else [key]
        self._set([self._lines.line(each) for each in keys], not self._lines.is_ticked(line))

    def _set(self, lines: Sequence[Line], taken: bool) -> None:
        assert self._lines is not None
        self._lines.tick(lines, taken)
        self._show_ticks()

    def _fill(self, lines: Sequence[Line]) -> None:
        assert self._lines is not None
        self._lines.fill(lines)
        self._show_ticks()

    def _show_ticks(self) -> None:
        assert self.table is not None
        self._count()
        self.table.rows_model.reload()  # type: ignore[attr-defined]

    def _bulk_entries(self) -> list[Entry]:
        key = self.table.current_key() if self.table is not None else None
        line = self._lines.line(key) if self._lines is not None and key is not None else None
        if self._lines is None or line is None or not line.can_tick:
            return [Entry("先选一行可以勾的", enabled=False)]
        titles = {"section": "这一组全部", "row": "这一行"}
        if line.change is not None:
            titles["field"] = f"各行的“{line.change.field.label}”"
        entries: list[Entry] = []
        for what, title in titles.items():
            alike = self._lines.like(line, what)
            for words, taken in (("都写入", True), ("都不写入", False)):
                entries.append(Entry(f"{title}{words}（{len(alike):,} 处）", partial(self._set, alike, taken)))
            if line.change is not None:
                entries.append(Entry(f"{title}只补书里空着的", partial(self._fill, alike)))
            entries.append(Entry())
        return entries[:-1]

    def _reveal(self) -> None:
        if self._lines is not None and self.table is not None:
            self._lines.masks = not self._lines.masks
            self._say_masks()
            self.table.rows_model.reload()  # type: ignore[attr-defined]

    def _say_masks(self) -> None:
        masks = self._lines is not None and self._lines.masks
        self.reveal.set_icon("eye" if masks else "eye-off")
        self.reveal.set_words("显示遮住的" if masks else "遮住证件和电话")

    def _say(self, report: ImportReport) -> None:
        unknown = [heading for sheet in report.sheets for heading in sheet.unknown]
        if unknown:
            named = "、".join(dict.fromkeys(unknown))
            text = f"{len(unknown)} 栏不认得（{named}），内容记在“其他栏目”里，不会丢。"
            self.message.say(text if len(text) < 90 else f"{text[:70]}…）等，内容都记在“其他栏目”里，不会丢。", "info")
        else:
            self.message.say("")

    def _cards(self, lines: ResultLines) -> list[Card]:
        counts = lines.report.counts
        unit, row = ("", "") if self._narrow else (f"{lines.unit} ", "行 ")
        looks = {
            "new": ("user-plus", "ok", f"{unit}新增", "要写入" if self._narrow else "书里还没有的"),
            "changed": ("pencil", "accent", "变化" if self._narrow else f"{unit}有变化", f"{lines.cells():,} 处"),
            "unchanged": ("equal", "text2", f"{unit}没变", "不写入"),
            "refused": ("ban", "late" if counts["refused"] else "text2", f"{row}没收", "可以再导"),
        }
        return [
            Card(outcome, f"{counts[outcome]:,}", title, note if counts[outcome] else "没有", icon, tone)
            for outcome in OUTCOMES
            for icon, tone, title, note in (looks[outcome],)
        ]

    def _choose(self, section: str) -> None:
        if self.table is None:
            return
        model = self.table.rows_model
        assert isinstance(model, RowsModel)
        for group in [model.group_at(row) for row in model.group_rows]:
            if group is not None and group.id == section:
                model.fold(group, False)
        model.set_filter(Chosen(section, self.sheet))
        self.table.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = logical(self.width()) < CARDS_FROM
        if self._lines is not None and narrow != self._narrow:
            self._narrow = narrow
            self.cards.set_cards(self._cards(self._lines))

    def _sheet_entries(self) -> list[Entry]:
        sheets = self._lines.report.sheets if self._lines is not None else ()
        entries = [Entry("全部工作表", lambda: self._look_at(None), checked=self.sheet is None), Entry()]
        for sheet in sheets:
            place = (sheet.file, sheet.sheet)
            words = f"{sheet.sheet}（{sheet.title}，{sheet.data_rows:,} 行）"
            entries.append(Entry(words, self._looker(place), checked=self.sheet == place))
        return entries

    def _looker(self, place: tuple[str, str]) -> Callable[[], None]:
        return lambda: self._look_at(place)

    def _look_at(self, place: tuple[str, str] | None) -> None:
        self.sheet = place
        self.sheets.set_words(place[1] if place is not None else "全部工作表")
        self._choose(self.cards.current)
