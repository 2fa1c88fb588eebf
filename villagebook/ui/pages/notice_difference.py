"""台账一致 or 不一致: whether the notice on the wall still says what the book says, and the way to correct it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from villagebook.base.errors import VillagebookError
from villagebook.notices.compared import RECENT
from villagebook.services import notice_corrections, notice_difference, publicity
from villagebook.services.notice_difference import Compared
from villagebook.services.publicity import NoticeView
from villagebook.ui.page import Context
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.messages import Trouble

#: So many differences are shown; the rest is counted.
SHOWN = 6


class DifferenceSection(QWidget):
    """The section of a notice's record.

    Attributes:
        found: How notice and book differ, as last read; None while that is not known.
        line, list: What is said of it.
        button: 拟更正公示.
        link: What it corrects, or what corrects it.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._number = context, ""
        self.found: Compared | None = None
        self.heading = SectionHeading("台账不一致")
        self.line = MessageLine()
        self.list = Text("", wrap=True)
        self.button = Button("拟更正公示", "pencil", small=True, on_click=self.correct)
        self.link = Text("", "second", wrap=True)
        box = VBox(self, spacing=6)
        for part in (self.heading, self.line, self.list, self.link):
            box.addWidget(part)
        row = HBox(margins=(0, 2, 0, 0))
        row.addWidget(self.button)
        row.addStretch(1)
        box.addLayout(row)
        self.hide()

    def show_notice(self, view: NoticeView) -> None:
        """Compare a posted notice that hangs or came down lately; say of others only what corrects what."""
        number, today = view.row["number"], self._context.today()
        if number != self._number:
            self.found = None
            self._say("")
        self._number = number
        row = view.row
        down = row["taken_down_on"]
        fallen = view.state in (publicity.CORRECTED, publicity.WITHDRAWN)
        wanted = row["content"] is not None and not fallen and (down is None or today - down <= RECENT)
        self.setVisible(wanted or row["replaces_id"] is not None or view.state == publicity.CORRECTED)
        key = row["id"]

        def look(book: Any) -> tuple[Compared | None, tuple[str, str]]:
            with book.read() as connection:
                links = notice_corrections.linked(connection, key)
            return notice_difference.of(book, number, today) if wanted else None, links

        if not self.isHidden():
            shown = partial(self._shown, number)
            self._context.runner.read(look, shown, key="notices.difference", slow=True)

    def _shown(self, number: str, found: tuple[Compared | None, tuple[str, str]]) -> None:
        self._show(number, *found)

    def _show(self, number: str, found: Compared | None, links: tuple[str, str]) -> None:
        if number != self._number:
            return
        self.found = found
        before, after = links
        said = [f"更正{before}"] if before else []
        said += [f"已由{after}更正"] if after else []
        self.link.setText("；".join(said))
        self.link.setVisible(bool(said))
        self.line.setVisible(found is not None)
        if found is None:
            self._say("")
        elif found.problem:
            self._say(f"现在不能和台账比：{found.problem}", "info")
        elif found.same:
            self._say("公示和台账一致。", "ok")
        else:
            self._say(f"公示后台账改了 {len(found.found)} 处，墙上的不会自己变。", "due", icon="triangle-alert")
            lines = [one.line for one in found.found[:SHOWN]]
            more = len(found.found) - SHOWN
            self.list.setText("\n".join([*lines, *([f"还有 {more} 处"] if more > 0 else [])]))
            self._differs(True)

    def _say(self, text: str, tone: str = "info", *, icon: str = "") -> None:
        self.line.say(text, tone, icon=icon)
        self._differs(False)

    def _differs(self, differs: bool) -> None:
        for part in (self.heading, self.list, self.button):
            part.setVisible(differs)

    def correct(self) -> None:
        """Draft the correction and show it."""
        number, actor, today = self._number, self._context.actor, self._context.today()

        def write(book: Any, _progress: Any) -> Any:
            made = notice_corrections.correct(book, number, actor=actor, today=today)
            return made.changed, made.number

        def failed(error: VillagebookError) -> None:
            self._context.trouble(Trouble.of(error, "没有拟成更正公示"))

        self._context.runner.change(write, lambda made: self._context.go("notices", made[1]), failed)
