"""Sections of 设置 besides the village's: habits, backups, policies, the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.base.errors import VillagebookError
from villagebook.services import books
from villagebook.services.doctor import Examined
from villagebook.services.overrides import PolicyLine
from villagebook.ui import scale
from villagebook.ui.models.columns import Cell, Chip, Column, Group, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.doing import Done
from villagebook.ui.pages.settings_rows import SettingRow, shown
from villagebook.ui.pages.settings_section import Section
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.labels import IconLabel, MessageLine, Text
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.table_pane import TablePane

MB = 1_000_000


class SettingsSection(Section):
    """Settings of one scope.

    Signals:
        chosen: (setting id, value).
    """

    chosen = Signal(str, object)

    def __init__(
        self,
        title: str,
        note: str,
        scope: str,
        groups: Sequence[tuple[str, tuple[str, ...]]],
        today: Callable[[], dt.date],
    ) -> None:
        super().__init__(title, note)
        self.rows: dict[str, SettingRow] = {}
        for heading, subjects in groups:
            rows = [SettingRow(setting, today) for setting in shown(scope, subjects)]
            self.body.section(heading, "", None, *rows)
            for row in rows:
                row.chosen.connect(self.chosen)
                self.rows[row.setting.id] = row

    def show_values(self, read: Callable[[str], Any]) -> None:
        """Show what is chosen; ``read`` gives the value of a setting."""
        for name, row in self.rows.items():
            row.show_value(read(name))


BACKUP_COLUMNS = (
    Column("at", "时间", "name", width=150),
    Column("reason", "为什么", width=90),
    Column("counts", "里面有", width=220, stretch=1),
    Column("size", "大小", align="right", width=84, rank=1),
)


class BackupSection(Section):
    """备份: what there is, one more now, and the way back.

    Signals:
        restore_asked: (Path) the present book is to be replaced by this backup.
    """

    restore_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__("备份", "每次关书、每次导入以前自动备份，备份以后逐个字节核对。")
        self._context = context
        self._paths: dict[Key, Path] = {}
        self.now = Button("现在备份", "save", "primary", on_click=self.back_up)
        self.restore = Button("恢复选中的…", "history", "danger", on_click=self._ask)
        row = HBox(spacing=8)
        row.addWidget(self.now)
        row.addWidget(self.restore)
        row.addStretch(1)
        self.body.add(row, 6)
        self.table = SmallTable(BACKUP_COLUMNS, name="备份", row_height=34, selectable=True)
        self.heading = self.body.section("已有的备份", "", None, self.table)
        self.none = MessageLine("还没有备份。", "due", icon="shield-alert")
        self.body.add(self.none)

    def refresh(self) -> None:
        """Read the list again."""
        self._context.runner.read(books.backups, self._show, key="settings.backups")

    def _show(self, found: Sequence[Any]) -> None:
        self._paths = {str(one.path): one.path for one in found if one.at is not None}
        self.table.set_rows([_backup_row(one) for one in found])
        folder = found[0].path.parent if found else ""
        self.heading.set_note(f"{len(found)} 份，在 {folder}" if found else "")
        self.table.setVisible(bool(found))
        self.restore.setVisible(bool(self._paths))
        self.none.setVisible(not found)
        if found:
            self.table.select_first()

    def back_up(self) -> None:
        """Make a backup now."""

        def make(book: Any, progress: Any) -> Done:
            return Done(books.back_up(book, reason="手工", progress=progress), frozenset({"backup"}))

        self.now.setEnabled(False)
        self._context.runner.change(make, self._backed_up, self._not_backed_up, title="正在备份")

    def _backed_up(self, made: Done) -> None:
        self.now.setEnabled(True)
        self._context.say(f"已备份并核对：{made.value.path.name}")

    def _not_backed_up(self, error: VillagebookError) -> None:
        self.now.setEnabled(True)
        self._context.trouble(error)

    def _ask(self) -> None:
        path = self._paths.get(self.table.current_key())
        if path is None:
            return
        row = next(r for r in self.table.model_of_rows._rows if r["key"] == str(path))
        at = row["at"].value if isinstance(row["at"], Cell) else row["at"]
        words = (
            f"书会回到 {at} 备份时的样子，在那以后记的都不在里面。"
            "现在的书不会丢：改个名字放在旁边，随时可以再打开。"
        )
        asked = confirm("恢复备份", words, "恢复", lambda: self.restore_asked.emit(path), danger=True)
        self._context.open(asked)


def _backup_row(one: Any) -> Row:
    if one.at is None:
        return {"key": str(one.path), "at": Cell(one.path.name, tone="late"), "counts": "打不开，可能坏了"}
    counts = one.counts or {}
    said = (("household", "户"), ("person", "人"), ("fund_entry", "笔资金"), ("notice", "份公示"))
    return {
        "key": str(one.path),
        "at": f"{one.at.astimezone():%Y-%m-%d %H:%M}",
        "reason": one.reason or "",
        "counts": "，".join(f"{counts[table]:,} {word}" for table, word in said if table in counts),
        "size": f"{one.size / MB:,.1f} MB",
    }


POLICY_GROUPS: Mapping[str, str] = {
    "notice": "公示期限",
    "people": "人",
    "income": "收入",
    "money": "项目资金",
    "monitoring": "监测",
    "village": "村务",
}


class PoliciesSource:
    """Policies under their subjects (models.rows.Source)."""

    columns = (
        Column("title", "规定", "name", width=250, stretch=1, sortable=False),
        Column("value", "现行", width=110, sortable=False),
        Column("state", "核实", "chips", width=84, sortable=False),
        Column("source", "依据", "note", width=240, stretch=2, rank=1, sortable=False),
    )

    def __init__(self, read: Callable[[Any], Sequence[PolicyLine]]) -> None:
        self._read = read

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        keys: list[Key | Group] = []
        of_subject: dict[str, list[PolicyLine]] = {}
        for line in self._read(book):
            of_subject.setdefault(line.id.partition(".")[0], []).append(line)
        for subject, lines in of_subject.items():
            doubtful = sum(line.assumed for line in lines)
            note = f"{len(lines)} 条" + (f"，{doubtful} 条待核实" if doubtful else "")
            keys.append(Group(subject, POLICY_GROUPS.get(subject, subject), note))
            keys.extend(line.id for line in lines)
        return keys

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        lines = {line.id: line for line in self._read(book)}
        return [_policy_row(lines[str(key)]) for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}


def _policy_row(line: PolicyLine) -> Row:
    chips: tuple[Chip, ...] = ()
    if line.assumed:
        chips = (Chip("待核实", "due", "triangle-alert"),)
    elif line.own:
        chips = (Chip("本村", "info"),)
    value = Cell(line.value) if line.value else Cell("没有填", tone="mute")
    return {"title": line.title, "value": value, "state": chips, "source": Cell(line.source, tip=line.source)}


class PoliciesSection(QWidget):
    """规定: numbers laid down from outside, with what they rest on; shown, not changed."""

    NOTE = "上级规定的天数、比例、年龄和线，带出处。标“待核实”的没有见到文件，请按县、乡文件核对。"

    def __init__(self, context: Context, read: Callable[[Any], Sequence[PolicyLine]]) -> None:
        super().__init__()
        box = VBox(self)
        head = VBox(margins=(24, 14, 24, 8), spacing=6)
        head.addWidget(Text("规定", "title"))
        head.addWidget(Text(self.NOTE, "label", wrap=True))
        box.addLayout(head)
        self.list = TablePane(PoliciesSource(read), context.runner, name="规定", selects=False)
        self.list.tools.hide()
        box.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Read them again."""
        self.list.reload()


class AboutSection(Section):
    """关于: the version, and whether everything is in order."""

    def __init__(self, context: Context, examine: Callable[[Any], Sequence[Examined]]) -> None:
        super().__init__("关于", "村务一本清：一个村的一本账。不连网，所有的数都在这台电脑上。")
        self._context, self._examine = context, examine
        self.again = Button("再检查一次", "refresh-cw", "quiet", small=True, on_click=self.refresh)
        self._holder = QWidget()
        VBox(self._holder, spacing=4)
        self.body.section("检查", "程序和这本书", self.again, self._holder)
        self.lines: list[Examined] = []

    def refresh(self) -> None:
        """Look at the program and the book again."""
        self.again.setEnabled(False)
        self._context.runner.read(self._examine, self._show, self._failed, key="settings.doctor", slow=True)

    def _failed(self, error: VillagebookError) -> None:
        self.again.setEnabled(True)
        self._context.trouble(error)

    def _show(self, found: Sequence[Examined]) -> None:
        self.again.setEnabled(True)
        self.lines = list(found)
        box = self._holder.layout()
        assert isinstance(box, VBox)
        while box.count():
            item = box.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            box.addWidget(_examined(one))


def _examined(one: Examined) -> QWidget:
    line = QWidget()
    row = HBox(line, spacing=10)
    row.addWidget(IconLabel("circle-check" if one.ok else "circle-x", "ok" if one.ok else "late", 16))
    name = Text(one.name, "label")
    scale.fix(name, width=150)
    row.addWidget(name)
    row.addWidget(Text(one.text, tone="" if one.ok else "late", wrap=True), 1)
    line.setAccessibleName(f"{one.name}：{'正常' if one.ok else '不正常'}，{one.text}")
    return line

