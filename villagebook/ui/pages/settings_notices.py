"""Section of 设置: the kinds of notices the village made for itself, and how names stand on each kind of notice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from villagebook.services import notice_forms, notice_masks
from villagebook.services.notice_forms import FormView
from villagebook.services.notice_masks import MaskLine
from villagebook.ui.models.columns import ROW_STATE, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.doing import done
from villagebook.ui.pages.notice_kind_panel import NoticeKindPanel
from villagebook.ui.pages.settings_section import Section
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.small_table import SmallTable

NOTE = "程序没有的公示种类，在这里自己设；名单上的姓名要不要遮，一种一种地定。"
FORM_COLUMNS = (
    Column("name", "名称", "name", width=130, stretch=1),
    Column("ledger", "台账", width=96),
    Column("columns", "栏目", "note", width=190, stretch=2, rank=1),
    Column("days", "公示期", width=78),
    Column("used", "拟过", "int", width=48),
    Column("state", "状态", width=52),
)
MASK_COLUMNS = (
    Column("number", "号", width=46),
    Column("name", "公示", "name", width=150, stretch=1),
    Column("title", "姓名怎么写", width=150),
    Column("example", "例", width=150),
    Column("reason", "依据", "note", width=130, stretch=1, rank=1),
)
#: Stands for the general setting in the field, where an empty value means nothing chosen.
GENERAL = "general"


@dataclass(frozen=True, slots=True)
class _Read:
    forms: tuple[FormView, ...]
    masks: tuple[MaskLine, ...]


def _read(book: Any, today: dt.date) -> _Read:
    return _Read(notice_forms.forms(book), notice_masks.lines(book, today))


class NoticesSection(Section):
    """公示种类."""

    def __init__(self, context: Context) -> None:
        super().__init__("公示种类", NOTE)
        self._context = context
        self._forms: dict[Key, FormView] = {}
        self._masks: dict[Key, MaskLine] = {}
        self.forms = SmallTable(FORM_COLUMNS, name="自设的公示", row_height=34, selectable=True)
        self.forms.current_changed.connect(lambda _key: self._say_buttons())
        self.none = MessageLine("还没有自设的公示。", "info")
        self.body.section("自设的公示", "", None, self.none, self.forms)
        self.add = Button("自设一种…", "plus", small=True, on_click=self.ask)
        self.change = Button("改…", "pencil", small=True, on_click=self._change)
        self.switch = Button("停用", "ban", small=True, on_click=self._switch)
        self.body.add(_row(self.add, self.change, self.switch))
        self.masks = SmallTable(MASK_COLUMNS, name="名单上的姓名", row_height=34, selectable=True)
        self.masks.current_changed.connect(lambda _key: self._say_buttons())
        self.body.section("名单上的姓名", "县里要求遮名字的才遮；已经张贴的不变", None, self.masks)
        self.mask = Button("改写法…", "pencil", small=True, on_click=self.ask_mask)
        self.body.add(_row(self.mask))

    def refresh(self) -> None:
        """Read both lists again."""
        today = self._context.today()
        self._context.runner.read(lambda book: _read(book, today), self._show, key="settings.notices")

    def _show(self, found: _Read) -> None:
        self._forms = {form.id: form for form in found.forms}
        self._masks = {line.id: line for line in found.masks}
        for table, rows in ((self.forms, map(_form_row, found.forms)), (self.masks, map(_mask_row, found.masks))):
            before = table.current_key()
            table.set_rows(list(rows))
            if before is None or not table.go_to(before):
                table.select_first()
        self.forms.setVisible(bool(found.forms))
        self.none.setVisible(not found.forms)
        self._say_buttons()

    def _form(self) -> FormView | None:
        key = self.forms.current_key()
        return self._forms.get(key) if key is not None else None

    def _line(self) -> MaskLine | None:
        key = self.masks.current_key()
        return self._masks.get(key) if key is not None else None

    def _say_buttons(self) -> None:
        form = self._form()
        for button in (self.change, self.switch):
            button.setVisible(form is not None)
        if form is not None:
            retired = form.retired_on is not None
            self.change.setEnabled(not retired)
            self.switch.set_words(f"恢复“{form.name}”" if retired else f"停用“{form.name}”")
            self.switch.set_icon("refresh-cw" if retired else "ban")
        self.mask.setEnabled(self._line() is not None)

    # Verbs

    def ask(self) -> None:
        """Open the panel for a new kind."""
        self._context.open(NoticeKindPanel(self._context))

    def _change(self) -> None:
        form = self._form()
        if form is not None:
            self._context.open(NoticeKindPanel(self._context, form))

    def _switch(self) -> None:
        form, actor, today = self._form(), self._context.actor, self._context.today()
        if form is None:
            return
        code, retired = form.code, form.retired_on is not None

        def write(book: Any, _progress: Any) -> Any:
            if retired:
                return done(notice_forms.restore(book, code, actor=actor))
            return done(notice_forms.retire(book, code, today, actor=actor))

        self._context.runner.change(write)

    def ask_mask(self) -> None:
        """Ask how names stand on the notices of the kind chosen, and who demands it."""
        line = self._line()
        if line is None:
            return
        choices = (
            Choice(GENERAL, "照总的设置"),
            *(Choice(one.id, f"{one.title}\u2003{one.example}") for one in notice_masks.profiles()),
        )
        specs = (
            FieldSpec("profile", "姓名怎么写", "choice", choices=choices, wide=True),
            FieldSpec("reason", "依据", wide=True, placeholder="例：县公示办法第几条"),
        )
        values = {"profile": line.profile if line.own else GENERAL, "reason": line.reason or None}
        lead = "遮了以后同一张纸上两个人看着一样的，名字后面带上组别。已经张贴的不变。"
        self._context.open(
            AskDialog(f"姓名怎么写　{line.name}", lead, specs, values, self._context.today, "就这样写",
                      lambda said: self._mask(line.id, said), required={"profile": "请选一种写法"})
        )  # fmt: skip

    def _mask(self, kind: str, said: Values) -> None:
        profile = "" if said["profile"] == GENERAL else str(said["profile"])
        reason, actor = str(said["reason"] or ""), self._context.actor
        self._context.runner.change(
            lambda book, _progress: done(notice_masks.choose(book, kind, profile, actor=actor, reason=reason)),
            failed=lambda error: self._context.trouble(Trouble.of(error, "没有改")),
        )


def _row(*buttons: Button) -> QWidget:
    holder = QWidget()
    row = HBox(holder, spacing=8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return holder


def _form_row(form: FormView) -> Row:
    row: dict[str, Any] = {
        "key": form.id, "name": form.name, "ledger": form.ledger_title, "columns": "、".join(form.headings),
        "days": form.told["days"], "used": form.used or None, "state": "停用" if form.retired_on else "在用",
    }  # fmt: skip
    if form.retired_on:
        row[ROW_STATE] = "muted"
    return row


def _mask_row(line: MaskLine) -> Row:
    return {
        "key": line.id, "number": line.number, "name": line.name, "title": line.title, "example": line.example,
        "reason": line.reason,
    }  # fmt: skip
