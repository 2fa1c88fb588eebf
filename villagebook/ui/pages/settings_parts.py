"""The sections of 设置: the village, officers, habits, backups, policies, the program."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.base.errors import VillagebookError
from villagebook.models import Officer, Village, fields_of
from villagebook.services import books, tables, village
from villagebook.services.doctor import Examined
from villagebook.services.overrides import PolicyLine
from villagebook.ui import scale
from villagebook.ui.field_views import spec, typed
from villagebook.ui.models.columns import Cell, Chip, Column, Group, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.doing import Done
from villagebook.ui.pages.settings_rows import SettingRow, shown
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import IconLabel, MessageLine, Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.table_pane import TablePane

WIDEST = 760
MB = 1_000_000


class Section(QWidget):
    """One section: a title, and its parts below each other, not wider than is good to read."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        outer = HBox(self)
        self.body = Body((24, 14, 24, 20), spacing=6)
        scale.most(self.body, width=WIDEST)
        outer.addWidget(self.body, 100)
        outer.addStretch(1)
        self.body.add(Text(title, "title"))
        if note:
            self.body.add(Text(note, "label", wrap=True))


class VillageSection(Section):
    """本村: the names that stand on every paper, saved when a field is left."""

    FIELDS = (
        ("名称", ("name", "code", "province", "city", "county", "township")),
        ("公示", ("committee", "board_place", "number_prefix", "office_address", "office_phone")),
    )

    def __init__(self, context: Context) -> None:
        super().__init__("本村", "这些名称、地址、电话印在公示、手册和台账上。改了以后，已经张贴的不变。")
        self._context = context
        declared = {info.name: info for info in fields_of(Village)}
        self.forms: list[Form] = []
        for title, names in self.FIELDS:
            form = Form([spec(declared[name]) for name in names], context.today)
            form.edited.connect(self._edited)
            self.forms.append(form)
            self.body.section(title, "", None, form)

    def refresh(self) -> None:
        """Read the village again."""
        self._context.runner.read(books.info, self._show, key="settings.village")

    def _show(self, info: books.BookInfo) -> None:
        for form in self.forms:
            for name, field in form.fields.items():
                if not field.control.hasFocus():
                    field.set_value(info.values[name] or None)
            form.set_locked(info.read_only)

    def field(self, name: str) -> Any:
        """Return the field of this name."""
        return next(form[name] for form in self.forms if name in form.fields)

    def _edited(self, name: str, value: Any) -> None:
        text, actor = typed(value, "text"), self._context.actor
        field = self.field(name)
        field.set_finding("")
        self._context.runner.change(
            lambda book, _progress: books.edit_village(book, {name: text}, actor=actor),
            failed=lambda error: field.set_finding(str(error), "error"),
        )


OFFICER_COLUMNS = (
    Column("name", "姓名", "name", width=80),
    Column("post", "职务", width=100),
    Column("unit", "单位", width=150, stretch=1, rank=2),
    Column("phone", "办公电话", width=124),
    Column("role", "公示用途", width=84, rank=1),
    Column("until", "任职结束", "date", width=96, rank=3),
)


class OfficersSection(Section):
    """干部和电话: only these phones may hang on a wall."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            "干部和电话", "只有这里的电话可以印在公示上。用途“意见反映”的印在意见反映，“监督”的印在监督电话。"
        )
        self._context = context
        self._rows: Mapping[uuid.UUID, Mapping[str, Any]] = {}
        self.add = Button("加一人", "plus", "quiet", small=True, on_click=lambda: self._ask(None))
        self.table = SmallTable(OFFICER_COLUMNS, name="干部和电话", row_height=34, selectable=True)
        self.table.opened.connect(self._ask)
        self.body.section("名单", "", self.add, self.table)
        self.edit = Button("改", "pencil", small=True, on_click=lambda: self._ask(self.table.current_key()))
        self.remove = Button("删去", "trash-2", "danger", small=True, on_click=self._remove)
        row = HBox(spacing=8)
        row.addWidget(self.edit)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.body.add(row)
        self.none = MessageLine("还没有登记。没有的话，公示上印村委会和村办公电话。", "info")
        self.body.add(self.none)

    def refresh(self) -> None:
        """Read the officers again."""
        today = self._context.today()
        self._context.runner.read(
            lambda book: tables.listed(book, "officers", tables.scope(book, today)).rows,
            self._show,
            key="settings.officers",
        )

    def _show(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = {row["_id"]: row for row in rows}
        shown_ids = [column.id for column in OFFICER_COLUMNS]
        self.table.set_rows([{"key": row["_id"], **{name: row[name] for name in shown_ids}} for row in rows])
        self.table.setVisible(bool(rows))
        self.edit.setVisible(bool(rows))
        self.remove.setVisible(bool(rows))
        self.none.setVisible(not rows)
        if rows:
            self.table.select_first()

    def _ask(self, key: Any) -> None:
        row = self._rows.get(key, {}) if key is not None else {}
        declared = {info.name: info for info in fields_of(Officer)}
        specs = [spec(declared[name]) for name in village.OFFICER_FIELDS]
        dialog = AskDialog(
            "改干部" if row else "加干部", "", specs, {name: row.get(name) for name in village.OFFICER_FIELDS},
            self._context.today, "记下" if row else "加进来",
            lambda values: self._write(key if row else None, values),
            required={"name": "请写姓名"}, width=640,
        )  # fmt: skip
        self._context.open(dialog)

    def _write(self, key: uuid.UUID | None, values: Mapping[str, Any]) -> None:
        texts, actor = {name: typed(value, "text") for name, value in values.items()}, self._context.actor

        def write(book: Any, _progress: Any) -> Any:
            if key is None:
                return village.add_officer(book, texts, actor=actor)
            return village.edit_officer(book, key, texts, actor=actor)

        self._context.runner.change(write)

    def _remove(self) -> None:
        key, actor = self.table.current_key(), self._context.actor
        if isinstance(key, uuid.UUID):
            self._context.runner.change(lambda book, _progress: village.remove_officer(book, key, actor=actor))


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

