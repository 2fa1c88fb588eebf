"""拟公示: which kind, about what; the sheet is drawn at once, nothing is written before the button is pressed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.services import notice_choices, publicity
from villagebook.services.notice_choices import Choices, KindChoice
from villagebook.ui import scale
from villagebook.ui.page import Context
from villagebook.ui.pages.notice_kind_panel import NoticeKindPanel
from villagebook.ui.pages.notice_parts import AskForHolidays
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form, SectionHeading
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.line import Choice, ChoiceLine
from villagebook.ui.widgets.paper import PrintPanel

FIELDS = (
    FieldSpec("kind", "种类", "choice", wide=True),
    FieldSpec("project", "项目", "choice", wide=True),
    FieldSpec("period", "期间", "choice", wide=True, placeholder="不填为全年"),
    FieldSpec("year", "年度", "int", wide=True, placeholder="不填为最近一年"),
    FieldSpec("follows", "前一份公示", "choice", wide=True, placeholder="不填就自动找"),
    FieldSpec("today", "张贴日期", "date", wide=True, help="打算哪天张贴；定稿时还可以改。"),
    FieldSpec("basis_document", "依据文件", "text", wide=True, placeholder="不填就用书里记的"),
    FieldSpec("meeting", "评议会议", "choice", wide=True, placeholder="不填就用书里记的"),
)
#: Fields that every kind has; the others only where the kind asks for them.
ALWAYS = ("kind", "today", "basis_document", "meeting")
#: What the usual answer of a kind is filled in for, until the user says something else.
USUAL = ("project", "period", "year", "follows")
#: Cases are ticked in this many rows, then the list scrolls.
_TICKS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What a notice is to be about, as ``publicity.draft`` takes it."""

    kind: str
    today: dt.date
    project: str | None = None
    households: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    year: int | None = None
    period: str = ""
    follows: str = ""
    basis_document: str | None = None
    meeting: uuid.UUID | None = None
    corrects: str = field(default="", compare=False)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of ``publicity.preview`` and ``publicity.draft``."""
        names = (
            "today", "project", "households", "cases", "year", "period", "follows", "basis_document", "meeting",
            "corrects",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


def like_of(action: str) -> dict[str, Any]:
    """Return what a draft is to begin with, from an action of ``context.go``.

    ``draft=roster-beneficiaries/35069920250001`` is the kind and the project it is about; behind a question mark more
    may be said: ``draft=village-accounts/?period=2025Q3``, ``draft=donation-use/?year=2025``,
    ``draft=monitored-identification/?cases=2025-001,2025-002``.
    """
    what, _, more = action.removeprefix("draft=").partition("?")
    kind, _, project = what.partition("/")
    like: dict[str, Any] = {"kind": kind or None, "project": project or None}
    for part in filter(None, more.split("&")):
        name, _, said = part.partition("=")
        like[name] = int(said) if name == "year" else said.split(",") if name in ("cases", "households") else said
    return like


class Ticks(QWidget):
    """Cases to tick."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self._box = VBox(self, spacing=2)
        self.boxes: dict[str, QCheckBox] = {}

    def offer(self, cases: Sequence[notice_choices.Waiting], ticked: Sequence[str]) -> None:
        """Offer these cases, some of them ticked."""
        for box in self.boxes.values():
            self._box.removeWidget(box)
            box.deleteLater()
        self.boxes = {}
        for one in cases:
            what = f"\u2003{one.target}" if one.target else ""
            box = QCheckBox(f"{one.head}{what}\u2003{one.code}")
            box.setAccessibleName("，".join(filter(None, (one.head, one.target, one.code))))
            box.setChecked(one.code in ticked)
            box.toggled.connect(lambda _on: self._changed())
            self._box.addWidget(box)
            self.boxes[one.code] = box

    def chosen(self) -> tuple[str, ...]:
        """Return the codes of those ticked, in the order shown."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())


class DraftPanel(PrintPanel):
    """The sheet at the left, what it is about at the right.

    Args:
        answer: Called with the Order once 拟这份公示 is pressed.
        like: Field values to begin with (再拟一份).
    """

    def __init__(
        self, context: Context, answer: Callable[[Order], object], like: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__("拟公示", "内容从书里来，不用再抄", context.runner)
        self._context, self._answer, self._like = context, answer, dict(like or {})
        self._choices: Choices | None = None
        self._shown: Order | None = None
        #: Fields the user has said something in, or that came with the question: no usual answer goes over them.
        self._said = {name for name in USUAL if self._like.get(name)}
        self.form = Form(FIELDS, context.today)
        self.form.edited.connect(self._edited)
        self.options.addWidget(SectionHeading("公示什么"))
        self.options.addWidget(self.form)
        self._cases_heading = SectionHeading("哪些户", "正等这份公示的都已勾上")
        self.ticks = Ticks(self._draw)
        self._cases = scrolling(self.ticks, "哪些户")
        self.options.addWidget(self._cases_heading)
        self.options.addWidget(self._cases)
        self.said = MessageLine()
        self.options.addWidget(self.said)
        self.holidays = AskForHolidays(context, self)
        self.options.addWidget(self.holidays)
        self.foot.addWidget(Button("自设一种…", "plus", "quiet", on_click=self._make_kind))
        self.add_answer(Button("取消", on_click=self.close_panel))
        self.do = self.add_answer(Button("拟这份公示", "plus", "primary", on_click=self._press), default=True)
        self.do.setEnabled(False)
        self._show_fields(None)
        self.preview.say("先选是哪一种公示")
        today = context.today()
        context.runner.read(lambda book: notice_choices.choices(book, today), self._opened)

    def _make_kind(self) -> None:
        """Let a kind be made that the program does not have, and draft by it."""
        context, answer, like = self._context, self._answer, self._like

        def go_on(kind: str) -> None:
            context.open(DraftPanel(context, answer, {**like, "kind": kind}))

        self.close_panel()
        context.open(NoticeKindPanel(context, made=go_on))

    def first_focus(self) -> QWidget | None:
        return self.form["kind"].control

    def _opened(self, found: Choices) -> None:
        self._choices = found
        self._offer("kind", [
            Choice(k.id, f"{k.board}\u2003{k.name}", f"{k.name} {k.number}") for k in found.kinds
        ])  # fmt: skip
        self._offer("project", [Choice(code, f"{name}\u2003{code}") for code, name in found.projects])
        self._offer("meeting", [Choice(key, words) for key, words in found.meetings])
        self._offer("period", [
            Choice(one.code, one.words + ("\u2003已公开" if one.told else ""), one.words) for one in found.periods
        ])  # fmt: skip
        names = {one.id for one in FIELDS}
        like = {name: value for name, value in self._like.items() if name in names}
        self.form.set_values({"today": self._context.today(), **like})
        self._chosen()
        self._draw()

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        control = self.form[name].control
        assert isinstance(control, ChoiceLine)
        control.set_choices(choices)

    def _kind(self) -> KindChoice | None:
        return self._choices.kind(self.form["kind"].value) if self._choices is not None else None

    def _edited(self, name: str, value: object) -> None:
        if name == "kind":
            self._chosen()
        elif name in USUAL:
            self._said = self._said | {name} if value not in (None, "") else self._said - {name}
        self._draw()

    def _chosen(self) -> None:
        """Show what the kind asks for, with its usual answers where nothing was said yet."""
        kind = self._kind()
        self._show_fields(kind)
        if kind is None or self._choices is None:
            return
        self._offer("follows", [
            Choice(number, f"{number}\u2003{title}") for number, title in self._choices.before.get(kind.id, ())
        ])  # fmt: skip
        for name in USUAL:
            if name not in self._said:
                # Where a project was named the year is the project's own.
                unsaid = name == "year" and "project" in self._said
                self.form[name].set_value(None if unsaid else kind.usual.get(name))
        waiting = self._choices.cases.get(kind.id, ())
        ticked = self._like.get("cases") or [one.code for one in waiting]
        self.ticks.offer(waiting, ticked)
        shown = bool(waiting) and "cases" in kind.asks
        for widget in (self._cases_heading, self._cases):
            widget.setVisible(shown)
        scale.fix(self._cases, height=10 + 26 * min(max(len(waiting), 1), _TICKS_SHOWN))

    def _show_fields(self, kind: KindChoice | None) -> None:
        asks = kind.asks if kind is not None else ()
        for name, one in self.form.fields.items():
            is_asked = name in ALWAYS or name in asks or (name == "follows" and kind is not None and bool(kind.follows))
            one.setVisible(name == "kind" or (kind is not None and is_asked))
        for widget in (self._cases_heading, self._cases):
            widget.setVisible(False)

    def order(self) -> Order | None:
        """Return what is chosen now; None while no kind is."""
        kind = self._kind()
        if kind is None:
            return None
        values = {name: one.value for name, one in self.form.fields.items()}
        meeting = values["meeting"]
        return Order(
            kind.id,
            values["today"] or self._context.today(),
            values["project"] if "project" in kind.asks else None,
            self._households(kind),
            self.ticks.chosen() if "cases" in kind.asks else (),
            values["year"] if "year" in kind.asks else None,
            (values["period"] or "") if "period" in kind.asks else "",
            (values["follows"] or "") if kind.follows else "",
            values["basis_document"],
            uuid.UUID(meeting) if meeting else None,
            self._like.get("corrects") or "",
        )

    def _households(self, kind: KindChoice) -> tuple[str, ...]:
        """Households that came with the question, where no case names them."""
        return tuple(self._like.get("households") or ()) if "households" in kind.asks and not self.ticks.boxes else ()

    def _draw(self) -> None:
        order = self.order()
        if order is None or order == self._shown:
            return
        self._shown = order
        self.do.setEnabled(False)
        if not self.preview.pages:
            self.preview.say("正在排版")
        self._context.runner.read(
            lambda book: publicity.preview(book, order.kind, **order.arguments()),
            self._drawn,
            self._not_drawn,
            key="notices.preview",
        )

    def _drawn(self, drawn: Any) -> None:
        self.preview.show_pdf(drawn.data)
        self.holidays.answer(None)
        kind = self._kind()
        if kind is not None:
            self.said.say(f"{'、'.join(kind.signers)}落款，至少贴{kind.days}；拟好以后还可以改词句。", "info")
        self.do.setEnabled(True)

    def _not_drawn(self, error: VillagebookError) -> None:
        self.preview.say("还拟不出来")
        self.said.say(str(error), "due", icon="triangle-alert")
        self.holidays.answer(error)

    def _press(self) -> None:
        order = self.order()
        if order is not None and self.do.isEnabled():
            self.close_panel()
            self._answer(order)
