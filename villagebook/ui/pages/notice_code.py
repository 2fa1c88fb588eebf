"""核对校验码: the code at the foot of a sheet typed, or its photo, scan or PDF dropped; the book says what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from villagebook.base.errors import UserError
from villagebook.services import check_codes
from villagebook.services.check_codes import Verified
from villagebook.ui.page import Context
from villagebook.ui.pages import files
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import MessageLine, Text

LEAD = "输入页脚的校验码（8 位，如 7F3A 92C1），或把照片、扫描件、PDF 拖到这里，看纸和书是不是一致。"


class CodeDialog(Dialog):
    """What a sheet's code stands for. Attributes: found: What was said last, None before."""

    def __init__(self, context: Context) -> None:
        super().__init__("核对校验码", 620, 430)
        self._context = context
        self.found: Verified | None = None
        self.setAcceptDrops(True)
        self.setAccessibleDescription(LEAD)
        self.body.addWidget(Text(LEAD, "label", wrap=True))
        self.form = Form((FieldSpec("code", "校验码", wide=True, placeholder="7F3A 92C1"),), context.today)
        self.body.addWidget(self.form)
        self.verdict = MessageLine()
        self.body.addWidget(self.verdict)
        self.rest = Text("", wrap=True)
        self.body.addWidget(self.rest)
        self.look = Button("看这份公示", "eye", small=True, on_click=self._open)
        self.look.hide()
        self.body.addWidget(self.look)
        self.body.addStretch(1)
        self.foot.addWidget(Button("选照片或扫描件", "image", "outlined", on_click=self._choose))
        self.add_close("关闭")
        self.do = self.add_button(Button("核对", "shield-check", "primary"), self.check, default=True, closes=False)

    def first_focus(self) -> QWidget | None:
        return self.form["code"].control

    def check(self) -> None:
        """Ask the book about the code typed."""
        self.do.setFocus()
        typed = str(self.form["code"].value or "")
        today = self._context.today()
        self._ask(lambda book: check_codes.verify(book, typed, today=today))

    def check_file(self, path: Path) -> None:
        """Ask the book about the code on a photo, a scan or a PDF."""
        today = self._context.today()

        def read(book: Any) -> Verified:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise UserError("code.unreadable", f"“{path.name}”打不开", "请再选一次") from error
            return check_codes.verify_file(book, path.name, data, today=today)

        self._ask(read)

    def _ask(self, work: Any) -> None:
        self.verdict.say("正在核对", "info")
        self.rest.setText("")
        self.look.hide()
        self._context.runner.read(work, self._said, self._refused, key=(id(self), "code"))

    def _said(self, found: Verified) -> None:
        self.found = found
        first, *rest = found.lines
        self.verdict.say(first, "ok" if found.ok else "late")
        self.rest.setText("\n".join(rest))
        self.look.setVisible(found.what == "公示")

    def _refused(self, error: Any) -> None:
        self.found = None
        self.verdict.say(str(error), "late")

    def _open(self) -> None:
        found = self.found
        self.close_panel()
        if found is not None:
            self._context.go("notices", found.number, "notices")

    def _choose(self) -> None:
        paths = files.ask_papers(self, "选一张公示的照片或扫描件")
        if paths:
            self.check_file(paths[0])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = files.carried(event.mimeData())
        event.acceptProposedAction()
        if paths:
            self.check_file(paths[0])
