"""Sections of 设置 about the village: its names on every paper, and the officers whose phones may hang on a wall."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from villagebook.models import Officer, Village, fields_of
from villagebook.services import books, tables, village
from villagebook.ui.field_views import spec, typed
from villagebook.ui.models.columns import Column
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.settings_section import Section
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.small_table import SmallTable


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
