"""异议: the objections to a notice, a card each, and the way to write one down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from villagebook.models import Objection, info
from villagebook.services import fields, objection_views, objections, publicity
from villagebook.services.objection_views import ObjectionView
from villagebook.services.publicity import NoticeView
from villagebook.ui import preferences
from villagebook.ui.models.columns import Chip
from villagebook.ui.page import Context
from villagebook.ui.pages import objection_dialogs
from villagebook.ui.pages.notices_source import short_day
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import ChipRow, ElidedLabel, Text
from villagebook.ui.widgets.messages import Trouble

#: The view of 公示 where they are all listed.
PAGE, VIEW = "notices", "objections"
SOON_DAYS = 3


def chip(view: ObjectionView) -> Chip:
    """Return how one stands, as a chip."""
    if not view.open:
        return Chip("已答复", "ok", "circle-check")
    if view.late:
        return Chip(view.state, "late", "clock-alert")
    return Chip(view.state, "due" if (view.left or 0) <= SOON_DAYS else "mute", "clock")


def who(view: ObjectionView) -> str:
    """Return who said it as the screen shows it: masked while the setting says so."""
    name = view.row["from_name"] or ""
    if name and preferences.current().setting("window.mask_secrets"):
        return fields.hidden(info(Objection.from_name), name)
    return name or "没有留名"


class ObjectionCard(QFrame):
    """One objection: who, when and how, how it stands; what was said, what was found.

    Signals:
        opened: the person wants to see all of it.
        answer_asked: it is to be answered.
    """

    opened = Signal()
    answer_asked = Signal()

    def __init__(self, view: ObjectionView, today: Any) -> None:
        super().__init__()
        self.view = view
        self.setProperty("ground", "sunken")
        self.setProperty("rounded", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = view.row
        box = VBox(self, (12, 8, 10, 9), 4)
        head = HBox(spacing=8)
        head.addWidget(Text(who(view), "strong"))
        way = f"{row['way']}反映" if row["way"] else ""
        line = " ".join((view.line, (row["line_text"] or "").split("，")[0])).strip()
        came = f"{row['received_on']} {way}".strip()
        head.addWidget(ElidedLabel("　".join(part for part in (came, line) if part), "second"), 1)
        head.addWidget(ChipRow((chip(view),)))
        box.addLayout(head)
        said = row["content"] or "没有写反映内容"
        found = "，".join(part.rstrip("。") for part in (row["handling"], row["answer"]) if part)
        lines = [said, f"{short_day(row['answered_on'], today)} {found}。" if row["answered_on"] and found else found]
        self.lines = [line for line in lines if line]
        for said in self.lines:
            box.addWidget(Text(said, wrap=True))
        if view.correction:
            box.addWidget(Text(f"已更正：{view.correction}", "second"))
        self.answer_button = Button("答复", "check", small=True, on_click=self.answer_asked.emit)
        if view.open:
            foot = HBox(spacing=8)
            foot.addWidget(self.answer_button)
            foot.addWidget(Text(f"{view.due_on} 前答复", "second"))
            foot.addStretch(1)
            box.addLayout(foot)
        self.setAccessibleName("，".join((who(view), view.state, *self.lines)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class ObjectionsSection(QWidget):
    """The section of a notice's record.

    Attributes:
        cards: Those shown.
        heading, take_button: Its heading, and the way to write one down.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._number = context, ""
        self.cards: list[ObjectionCard] = []
        self.take_button = Button("记异议", "plus", "quiet", small=True, on_click=self.ask)
        self.heading = SectionHeading("异议", "", self.take_button)
        box = VBox(self, spacing=6)
        box.addWidget(self.heading)
        self._box = VBox(spacing=8)
        box.addLayout(self._box)
        self.hide()

    def show_notice(self, view: NoticeView) -> None:
        """Show the objections to a notice; a draft has none."""
        number = view.row["number"]
        if number != self._number:
            self._clear()
        self._number = number
        hung = view.row["posted_at"] is not None
        self.setVisible(hung)
        if hung:
            self.take_button.setVisible(view.state not in (publicity.CORRECTED, publicity.WITHDRAWN))
            today = self._context.today()
            self._context.runner.read(
                lambda book: objection_views.every(book, today, notice=number),
                lambda found: self._show(number, found), key="notices.objections")  # fmt: skip

    def _show(self, number: str, found: Sequence[ObjectionView]) -> None:
        if number != self._number:
            return
        self._clear()
        self.heading.set_note(f"{len(found)} 条" if found else "没有收到")
        for view in found:
            card = ObjectionCard(view, self._context.today())
            card.opened.connect(lambda key=view.key: self._context.go(PAGE, key, VIEW))
            card.answer_asked.connect(lambda one=view: ask_answer(self._context, one))
            self.cards.append(card)
            self._box.addWidget(card)

    def _clear(self) -> None:
        for card in self.cards:
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []

    def ask(self) -> None:
        """Ask for an objection: the line is chosen from those printed."""
        number = self._number
        self._context.runner.read(
            lambda book: objection_views.lines_of(book, number),
            lambda lines: self._context.open(objection_dialogs.take_from_notice(
                self._context, number, lines, lambda texts: take(self._context, texts, number))),
        )  # fmt: skip


def take(context: Context, texts: dict[str, str], notice: str = "", project: str = "", then: Any = None) -> None:
    """Write one down; ``then`` gets its key."""
    actor, today = context.actor, context.today()
    context.runner.change(
        lambda book, _progress: objections.take(
            book, texts, actor=actor, today=today, notice=notice, project=project),
        (lambda made: then(made[1])) if then is not None else None,
        lambda error: context.trouble(Trouble.of(error, "没有记下")),
    )  # fmt: skip


def ask_answer(context: Context, view: ObjectionView) -> None:
    """Ask how one was answered, and write it down."""
    actor, today = context.actor, context.today()

    def write(texts: dict[str, str], on: Any) -> None:
        context.runner.change(
            lambda book, _progress: objections.answer(book, view.key, on, texts, actor=actor, today=today),
            None, lambda error: context.trouble(Trouble.of(error, "没有记为已答复")),
        )  # fmt: skip

    context.open(objection_dialogs.answered(context, view, write))
