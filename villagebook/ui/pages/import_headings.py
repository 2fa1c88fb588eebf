"""How the headings of lists are understood, and said otherwise; what becomes of what the book has already.

Also the row of buttons under each view of an import.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QRadioButton, QWidget

from villagebook.importing import KINDS
from villagebook.models import FieldInfo
from villagebook.services import fields
from villagebook.services.lists import ColumnReport, ImportReport, SheetReport, UnknownSheet, heading_fields
from villagebook.ui import preferences, scale
from villagebook.ui.models.columns import Cell, Chip, Column, Group, Key
from villagebook.ui.models.rows import RowsModel
from villagebook.ui.models.table import Row
from villagebook.ui.pages.import_choices import MODES
from villagebook.ui.runner import Runner
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Button, Entry, more_button, with_menu
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import ElidedLabel, IconLabel, Rule, Text
from villagebook.ui.widgets.line import Choice
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
        Column("heading", "表里的栏目", "name", width=176, sortable=False),
        Column("samples", "前三行的内容", "note", width=240, stretch=1, rank=1, sortable=False),
        Column("field", "对到", width=216, sortable=False, editable=True),
        Column("how", "怎么对上的", "state", width=128, sortable=False),
    )

    def __init__(self, sheets: Sequence[SheetReport], only_doubtful: bool) -> None:
        self._sheets = sheets
        self.headings = [(sheet, column) for sheet in sheets for column in sheet.columns]
        self._only = only_doubtful

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        found: list[Key | Group] = []
        place = 0
        for sheet in self._sheets:
            found.append(_sheet_group(sheet, folded=len(self._sheets) > 3 and place > 0))
            places = range(place, place + len(sheet.columns))
            found += [each for each in places if not self._only or is_doubtful(self.headings[each][1])]
            place += len(sheet.columns)
        return found

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [_heading_row(self.headings[int(str(key))][1]) for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}


def is_doubtful(column: ColumnReport) -> bool:
    """Whether a person should look: nobody knows the heading, or only its cells told what it is."""
    return column.how == "content" or not (column.id or column.numbering or column.outside or column.field)


def _sheet_group(sheet: SheetReport, folded: bool) -> Group:
    doubtful = sum(map(is_doubtful, sheet.columns))
    words = f"{sheet.title}，{sheet.data_rows:,} 行，{len(sheet.columns)} 栏" + (
        f"，{doubtful} 栏请看一眼" if doubtful else ""
    )
    if sheet.returned:
        words += "，是带原因存出去、改好的表：只收改过的"
    icon, tone = ("triangle-alert", "due") if doubtful else ("file-spreadsheet", "")
    return Group(f"{sheet.file}/{sheet.sheet}", sheet.sheet, words, icon, tone, sheet.file, folded)


_HOW = {
    "label": Chip("名称相同", "mute", "check"),
    "synonym": Chip("别的叫法", "mute", "check"),
    "content": Chip("看内容像", "due", "triangle-alert"),
    "remembered": Chip("上次这样对", "mute", "history"),
    "chosen": Chip("您指定的", "info", "pencil"),
}


def _heading_row(column: ColumnReport) -> dict[str, Any]:
    samples = "\u2003".join(_sample(column.info, text) for text in column.samples)
    if column.outside:
        field, how = OUTSIDE, Chip("不收进书里", "mute", "minus")
    elif column.numbering:
        field, how = OUTSIDE, Chip("只是行号", "mute", "minus")
    elif not column.field:
        field, how = UNKNOWN, Chip("不认得", "due", "triangle-alert")
    else:
        field, how = column.field, _HOW.get(column.how, _HOW["synonym"])
    muted = column.outside or column.numbering or not column.field
    shown = Cell(field, tone="mute" if muted else "", icon="arrow-right", tip=column.why or field)
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


def meanings(kind: str) -> tuple[Choice, ...]:
    """Return what a heading of this kind of list can be said to mean; ids are value ids, empty for outside."""
    offered = heading_fields(kind)
    labels = [label for _, label, _ in offered]
    told = [
        Choice(id, label if labels.count(label) == 1 else f"{label}（{title}）", label) for id, label, title in offered
    ]
    return (Choice(OUTSIDE_ID, OUTSIDE), *told)


OUTSIDE, UNKNOWN = "不收进书里", "其他栏目"
#: Stands for the empty value id: an empty id would say that nothing was chosen.
OUTSIDE_ID = "-"
#: Unknown sheets offered in the side column.
MOST_UNKNOWN = 6


class HeadingsView(QFrame):
    """What each heading means, per sheet; and what becomes of records the book already has.

    Signals:
        meant: (sheet, heading, value id) somebody said what a heading means; empty for outside.
        kind_said: (sheet, kind) somebody said what kind of list a sheet is.
        mode_said: (mode) see import_choices.MODES.
    """

    meant = Signal(tuple, str, str)
    kind_said = Signal(tuple, str)
    mode_said = Signal(str)

    def __init__(self, runner: Runner, back: Callable[[], object], go_on: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._runner = runner
        self._sheets: tuple[SheetReport, ...] = ()
        self._unknown_sheets: Sequence[UnknownSheet] = ()
        self._source = _Headings((), False)
        self._box = VBox(self)
        self._row = HBox()
        self._box.addLayout(self._row, 1)
        self.table: TableView | None = None
        self._left = VBox()
        self._heading = SectionHeading("表里的栏目对到书里的栏目")
        self.doubtful = QCheckBox("只看要看的")
        self.doubtful.toggled.connect(lambda _on: self._fill())
        head = HBox(margins=(10, 8, 16, 4), spacing=6)
        head.addWidget(self._heading, 1)
        head.addWidget(self.doubtful)
        self.more = with_menu(more_button("书里已有的怎么办，没认出的工作表"), self.entries)
        head.addWidget(self.more)
        self._left.addLayout(head)
        self._row.addLayout(self._left, 1)
        self._make_side()
        self.go_on = Button("看结果", "arrow-right", "primary", on_click=go_on)
        self._box.addWidget(Foot((Button("上一步", on_click=back),), "看结果不会写入", "", self.go_on))

    def _make_side(self) -> None:
        self._facts = FactList(align_right=True)
        body = Body((18, 14, 18, 16), spacing=6)
        body.section("读到的表", "", None, self._facts)
        self.modes = {mode: QRadioButton(words) for mode, words in MODES.items()}
        group = QButtonGroup(self)
        for mode, button in self.modes.items():
            group.addButton(button)
            button.clicked.connect(partial(self.mode_said.emit, mode))
        self.modes["take"].setChecked(True)
        empty = Text("表里空着的格子不会抹掉书里的值。", "second", wrap=True)
        body.section("书里已有的怎么办", "", None, *self.modes.values(), empty)
        self._unknown = QWidget()
        self._unknown_box = VBox(self._unknown, spacing=6)
        body.section("没认出的工作表", "", None, self._unknown)
        words = (
            "点“对到”那一格可以改。改过的会记住，下次同样表头的表也这样对。"
            "“其他栏目”里的内容不会丢，跟着这一户、这个人、这个项目走。"
        )
        body.section("改栏目", "", None, Text(words, "second", wrap=True))
        self._side = QFrame()
        self._side.setProperty("ground", "surface")
        scale.fix(self._side, width=316)
        side = HBox(self._side)
        side.addWidget(Rule(upright=True))
        side.addWidget(scrolling(body, "读到的表"), 1)
        self._row.addWidget(self._side)

    def show_report(self, report: ImportReport) -> None:
        """Show the headings of another report."""
        self._show_sheets(report.sheets)
        facts = [
            Fact("工作表", f"{len(report.sheets)} 张"),
            Fact("数据", f"{sum(sheet.data_rows for sheet in report.sheets):,} 行"),
            Fact("栏目", f"{len(self._source.headings)} 栏"),
            Fact("没有数据的行", f"{len(report.skipped):,} 行" if report.skipped else "没有"),
            Fact("没认出的表", f"{len(report.ignored_sheets)} 张" if report.ignored_sheets else "没有"),
        ]
        self._facts.set_facts(facts)
        self._show_unknown(report)

    def _show_unknown(self, report: ImportReport) -> None:
        while (item := self._unknown_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._unknown_sheets = report.unknown_sheets[:MOST_UNKNOWN]
        for sheet in self._unknown_sheets:
            tip = "、".join(sheet.headings)
            button = Button(f"{sheet.sheet}：当作…", "file-spreadsheet", "quiet", small=True, tip=tip)
            self._unknown_box.addWidget(with_menu(button, partial(self._kinds, (sheet.file, sheet.sheet))))
        if not report.unknown_sheets:
            self._unknown_box.addWidget(Text("没有", "second"))

    def entries(self) -> list[Entry]:
        """Return what stands at the side as a menu, where there is no room for it."""
        lines = [
            Entry(words, self.modes[mode].click, checked=self.modes[mode].isChecked()) for mode, words in MODES.items()
        ]
        for sheet in self._unknown_sheets:
            lines.append(Entry())
            lines += [
                Entry(f"{sheet.sheet}：当作{entry.words}", entry.go) for entry in self._kinds((sheet.file, sheet.sheet))
            ]
        return lines

    def _kinds(self, sheet: tuple[str, str]) -> list[Entry]:
        return [Entry(kind.title, partial(self.kind_said.emit, sheet, kind.id)) for kind in KINDS]

    def _show_sheets(self, sheets: tuple[SheetReport, ...]) -> None:
        self._sheets = sheets
        self._fill()
        headings = [column for sheet in sheets for column in sheet.columns]
        doubtful = sum(map(is_doubtful, headings))
        self._heading.set_note(f"{len(headings)} 栏，" + (f"{doubtful} 栏请看一眼" if doubtful else "都认得"))
        self._heading.note.set_tone("due" if doubtful else "")

    def _fill(self) -> None:
        kept = self.table.current_key() if self.table is not None else None
        if self.table is not None:
            self._left.removeWidget(self.table)
            self.table.deleteLater()
        self._source = _Headings(self._sheets, self.doubtful.isChecked())
        model = RowsModel(self._source, self._runner)
        self.table = TableView(model, row_height=36, name="栏目")
        self.table.choices_for = self._choices
        self.table.cell_edited.connect(self._edited)
        self.table.opened.connect(lambda key: self.table and self.table.edit_cell(key, "field"))
        self.table.clicked.connect(self._clicked)
        model.setParent(self.table)
        self._left.addWidget(self.table, 1)
        self.table.go_to(kept)
        model.reload()

    def _clicked(self, index: QModelIndex) -> None:
        table = self.table
        if table is not None and table.rows_model.columns[index.column()].id == "field":
            key = table.rows_model.key_at(index.row())
            if key is not None:
                table.edit_cell(key, "field")

    def _choices(self, key: Key, column: str) -> Sequence[Choice]:
        return meanings(self._source.headings[int(str(key))][0].kind)

    def _edited(self, key: Key, column: str, chosen: str) -> None:
        sheet, heading = self._source.headings[int(str(key))]
        self.meant.emit((sheet.file, sheet.sheet), heading.heading, "" if chosen == OUTSIDE_ID else chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(logical(self.width()) >= SIDE_FROM)
        self.more.setVisible(logical(self.width()) < SIDE_FROM)
