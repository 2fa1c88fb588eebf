"""How the headings of lists were understood: per sheet, read only; and the row of buttons under each view."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from villagebook.models import FieldInfo
from villagebook.services import fields
from villagebook.services.lists import ColumnReport, ImportReport, SheetReport
from villagebook.ui import preferences, scale
from villagebook.ui.models.columns import Cell, Chip, Column, Group, Key
from villagebook.ui.models.rows import RowsModel
from villagebook.ui.models.table import Row
from villagebook.ui.runner import Runner
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import ElidedLabel, IconLabel, Rule, Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import scrolling
from villagebook.ui.widgets.table import TableView

SIDE_FROM, WORDS_FROM, BUTTONS_FROM = 880, 760, 480
_NUMBER = re.compile(r"\d{7,}")


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
