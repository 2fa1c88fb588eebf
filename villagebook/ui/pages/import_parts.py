"""The four views of an import: choosing files, how headings were understood, the result, working."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from villagebook.importing import KINDS
from villagebook.models import FieldInfo
from villagebook.services import fields
from villagebook.services.lists import OUTCOMES, ColumnReport, ImportReport, SheetReport
from villagebook.ui import preferences, scale, style
from villagebook.ui.models.columns import Cell, Chip, Column, Group, Key
from villagebook.ui.models.rows import RowsModel
from villagebook.ui.models.table import Row
from villagebook.ui.pages.import_lines import Chosen, ResultLines
from villagebook.ui.runner import Runner, Task
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.bars import ThinBar
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import ElidedLabel, IconLabel, MessageLine, Rule, Text
from villagebook.ui.widgets.lists import Card, Cards
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import scrolling
from villagebook.ui.widgets.statusbar import time_left
from villagebook.ui.widgets.table import TableView

SAFE = "导入前自动备份，导入后可以整批撤销"
NOT_WRITTEN = "还没有写入，随时可以退出"
_NUMBER = re.compile(r"\d{7,}")
SIDE_FROM, WORDS_FROM, BUTTONS_FROM, CARDS_FROM = 880, 760, 480, 640


def choose_view(choose: Callable[[], object]) -> EmptyState:
    """Return what is shown before any file was chosen."""
    kinds = "、".join(kind.title for kind in KINDS)
    way = Way("file-spreadsheet", "选一份或几份表", "Excel、WPS 和 csv 都行，先看结果，不会写入", "选文件", choose)
    return EmptyState("upload", "把镇里的表导进来", f"认得{kinds}，表头在哪一行、栏目什么次序都行。", [way],
                      foot=f"也可以把文件直接拖到窗口里。{SAFE}。")  # fmt: skip


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


class Foot(QFrame):
    """The buttons under a view: back and others at the left, words and the primary one at the right.

    Where it is narrow the words go, then the buttons with an icon lose theirs.
    """

    def __init__(self, left: Sequence[Button], words: str, icon: str, primary: Button) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        outer = VBox(self)
        outer.addWidget(Rule())
        box = HBox(margins=(16, 11, 16, 11), spacing=12)
        outer.addLayout(box)
        for button in left:
            box.addWidget(button)
        box.addStretch(1)
        self._left, self._said = left, [ElidedLabel(words, "second")]
        if icon:
            self._said.insert(0, IconLabel(icon, "ok", 16))
        for widget in (*self._said, primary):
            box.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Half a sentence says nothing; buttons keep their tool tips.
        for widget in self._said:
            widget.setVisible(logical(self.width()) >= WORDS_FROM)
        for button in self._left:
            button.set_wordless(logical(self.width()) < BUTTONS_FROM)


class ResultView(QFrame):
    """What would change: four cards, and under them every line.

    Args:
        back, keep, go_on: The buttons' actions: to the headings, the list with reasons, the import itself.
    """

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
        top.addWidget(self.sheets, 0, Qt.AlignmentFlag.AlignLeft)
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
        model.setParent(self.table)
        self._box.insertWidget(1, self.table, 1)
        self._narrow = logical(self.width()) < CARDS_FROM
        self.cards.set_cards(self._cards(lines), lines.first_section())
        model.set_filter(Chosen(lines.first_section()))
        self._say(report)
        self._say_masks()
        style.show_if(self.sheets, len(report.sheets) > 1)
        self.sheets.set_words("全部工作表")
        counts = report.counts
        count = counts["new"] + counts["changed"]
        self.go_on.setEnabled(count > 0)
        self.go_on.set_words(f"导入 {count:,} {lines.unit}" if count else "没有要导入的")
        style.show_if(self.keep, bool(counts["refused"] or report.findings))

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


class _Headings:
    """The headings of all sheets under their sheets (models.rows.Source)."""

    columns = (
        Column("heading", "表里的栏目", "name", width=190, sortable=False),
        Column("samples", "前三行的内容", "note", width=260, stretch=1, rank=1, sortable=False),
        Column("field", "对到", width=200, sortable=False),
        Column("how", "怎么对上的", "state", width=128, sortable=False),
    )

    def __init__(self, report: ImportReport) -> None:
        self._sheets = report.sheets
        self._headings = [(sheet, column) for sheet in report.sheets for column in sheet.columns]

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        found: list[Key | Group] = []
        place = 0
        for sheet in self._sheets:
            found.append(_sheet_group(sheet, folded=len(self._sheets) > 3 and place > 0))
            found += range(place, place + len(sheet.columns))
            place += len(sheet.columns)
        return found

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [_heading_row(self._headings[int(str(key))][1]) for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}


def _sheet_group(sheet: SheetReport, folded: bool) -> Group:
    unknown = len(sheet.unknown)
    words = f"{sheet.title}，{sheet.data_rows:,} 行，{len(sheet.columns)} 栏" + (
        f"，{unknown} 栏不认得" if unknown else ""
    )
    icon, tone = ("triangle-alert", "due") if unknown else ("file-spreadsheet", "")
    return Group(f"{sheet.file}/{sheet.sheet}", sheet.sheet, words, icon, tone, sheet.file, folded)


def _heading_row(column: ColumnReport) -> dict[str, Any]:
    samples = "\u2003".join(_sample(column.info, text) for text in column.samples)
    field, how = column.field, Chip("别的叫法", "mute", "check")
    if column.numbering:
        field, how = "不导入", Chip("只是行号", "mute", "minus")
    elif not column.field:
        field, how = "其他栏目", Chip("不认得", "due", "triangle-alert")
    elif column.field == column.heading:
        how = Chip("名称相同", "mute", "check")
    taken = bool(column.field)
    shown = Cell(field, icon="arrow-right") if taken else Cell(field, tone="mute", icon="arrow-right")
    return {"heading": column.heading, "samples": samples, "field": shown, "how": how}


def _sample(info: FieldInfo | None, text: str) -> str:
    if not text.strip():
        return "（空）"
    if not preferences.current().setting("window.mask_secrets"):
        return text
    if info is not None:
        return fields.hidden(info, text)
    # A heading nobody knows may hold anything; long numbers are somebody's.
    return _NUMBER.sub(lambda found: found[0][:3] + "****", text)


class HeadingsView(QFrame):
    """Which heading was understood as what, per sheet; to be read, not yet to be changed."""

    def __init__(self, runner: Runner, back: Callable[[], object], go_on: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._runner = runner
        self._box = VBox(self)
        self._row = HBox()
        self._box.addLayout(self._row, 1)
        self.table: TableView | None = None
        self._facts = FactList(align_right=True)
        body = Body((18, 14, 18, 16), spacing=6)
        body.section("读到的表", "", None, self._facts)
        words = (
            "不认得的栏目不会丢：内容记在“其他栏目”里，跟着这一户、这个人、这个项目走。表里空着的格子不会抹掉书里的值。"
        )
        body.add(Text(words, "second", wrap=True), 8)
        self._side = QFrame()
        self._side.setProperty("ground", "surface")
        scale.fix(self._side, width=316)
        side = HBox(self._side)
        side.addWidget(Rule(upright=True))
        side.addWidget(scrolling(body, "读到的表"), 1)
        left = VBox()
        self._heading = SectionHeading("表里的栏目对到书里的栏目")
        head = HBox(margins=(10, 8, 10, 4), spacing=6)
        head.addWidget(self._heading)
        left.addLayout(head)
        self._left = left
        self._row.addLayout(left, 1)
        self._row.addWidget(self._side)
        self.go_on = Button("看结果", "arrow-right", "primary", on_click=go_on)
        self._box.addWidget(Foot((Button("上一步", on_click=back),), "看结果不会写入", "", self.go_on))

    def show_report(self, report: ImportReport) -> None:
        """Show the headings of another report."""
        if self.table is not None:
            self._left.removeWidget(self.table)
            self.table.deleteLater()
        model = RowsModel(_Headings(report), self._runner)
        self.table = TableView(model, row_height=36, selectable=False, name="栏目")
        model.setParent(self.table)
        self._left.addWidget(self.table, 1)
        model.reload()
        headings = [column for sheet in report.sheets for column in sheet.columns]
        unknown = sum(len(sheet.unknown) for sheet in report.sheets)
        told = f"{unknown} 栏不认得，请看一眼" if unknown else "都认得"
        self._heading.set_note(f"{len(headings)} 栏，{told}")
        self._heading.note.set_tone("due" if unknown else "")
        facts = [
            Fact("工作表", f"{len(report.sheets)} 张"),
            Fact("数据", f"{sum(sheet.data_rows for sheet in report.sheets):,} 行"),
            Fact("栏目", f"{len(headings)} 栏"),
            Fact("不认得", f"{unknown} 栏" if unknown else "没有", "due" if unknown else ""),
            Fact("不是记录的行", f"{len(report.skipped):,} 行" if report.skipped else "没有"),
            Fact("没认出的表", f"{len(report.ignored_sheets)} 张" if report.ignored_sheets else "没有"),
        ]
        self._facts.set_facts(facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(logical(self.width()) >= SIDE_FROM)
