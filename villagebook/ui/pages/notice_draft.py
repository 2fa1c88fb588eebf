"""拟公示: which kind, about what; the sheet is drawn at once, nothing is written before the button is pressed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services import publicity, tables
from villagebook.services.publicity import KindInfo
from villagebook.ui import scale
from villagebook.ui.page import Context
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
    FieldSpec("year", "年度", "int", wide=True, placeholder="不填为最近一年"),
    FieldSpec("today", "张贴日期", "date", wide=True, help="打算哪天张贴；定稿时还可以改。"),
    FieldSpec("basis_document", "依据文件", "text", wide=True, placeholder="不填为项目的批复"),
    FieldSpec("meeting", "评议会议", "choice", wide=True, placeholder="不填为项目的会议"),
)
#: Fields that every kind has; project, households and year only where the kind asks for them.
ALWAYS = ("kind", "today", "basis_document", "meeting")


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen.

    Attributes:
        kinds: The kinds of notices.
        projects: (code, name) of all projects.
        households: (code, head, class) of households with an open case of a monitored class.
        meetings: (key, what and when).
    """

    kinds: tuple[KindInfo, ...]
    projects: tuple[tuple[str, str], ...]
    households: tuple[tuple[str, str, str], ...]
    meetings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What a notice is to be about, as ``publicity.draft`` takes it."""

    kind: str
    today: dt.date
    project: str | None = None
    households: tuple[str, ...] = ()
    year: int | None = None
    basis_document: str | None = None
    meeting: uuid.UUID | None = None

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of ``publicity.preview`` and ``publicity.draft``."""
        names = ("today", "project", "households", "year", "basis_document", "meeting")
        return {name: getattr(self, name) for name in names}


def options(book: Any, today: dt.date) -> Options:
    """Read what can be chosen; called in the reader's thread."""
    scope = tables.scope(book, today)
    projects = [(r["code"], r["name"] or "") for r in tables.listed(book, "projects", scope).rows if r["code"]]
    cases = tables.scope(book, today, filters={"kind": MONITORED_STATUSES})
    heads = {r["code"]: r["head"] or "" for r in tables.listed(book, "households", scope).rows}
    open_cases = {
        r["household"]: r["kind"]
        for r in tables.listed(book, "statuses", cases).rows
        if r["removed"] != "是" and r["through_on"] is None and r["household"]
    }
    households = [(code, heads.get(code, ""), kind) for code, kind in open_cases.items()]
    return Options(tuple(publicity.kinds(today)), tuple(projects), tuple(households), tuple(publicity.meetings(book)))


class Ticks(QWidget):
    """Households to tick."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self._box = VBox(self, spacing=2)
        self.boxes: dict[str, QCheckBox] = {}

    def offer(self, households: Sequence[tuple[str, str, str]]) -> None:
        """Offer these households, none ticked."""
        for box in self.boxes.values():
            box.deleteLater()
        self.boxes = {}
        for code, head, kind in households:
            box = QCheckBox(f"{head}\u2003{kind}\u2003{code}")
            box.setAccessibleName(f"{head}，{kind}，{code}")
            box.toggled.connect(lambda _on: self._changed())
            self._box.addWidget(box)
            self.boxes[code] = box

    def chosen(self) -> tuple[str, ...]:
        """Return the codes of those ticked, in the order shown."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def choose(self, codes: Sequence[str]) -> None:
        """Tick these."""
        for code, box in self.boxes.items():
            box.setChecked(code in codes)


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
        self._options: Options | None = None
        self._shown: Order | None = None
        self.form = Form(FIELDS, context.today)
        self.form.edited.connect(self._edited)
        self.options.addWidget(SectionHeading("公示什么"))
        self.options.addWidget(self.form)
        self._households_heading = SectionHeading("哪些户", "有监测类别、风险没有消除的")
        self.ticks = Ticks(self._draw)
        self._households = scrolling(self.ticks, "哪些户")
        scale.fix(self._households, height=160)
        self.options.addWidget(self._households_heading)
        self.options.addWidget(self._households)
        self.said = MessageLine()
        self.options.addWidget(self.said)
        self.add_answer(Button("取消", on_click=self.close_panel))
        self.do = self.add_answer(Button("拟这份公示", "plus", "primary", on_click=self._press), default=True)
        self.do.setEnabled(False)
        self._show_fields(None)
        self.preview.say("先选是哪一种公示")
        today = context.today()
        context.runner.read(lambda book: options(book, today), self._opened)

    def first_focus(self) -> QWidget | None:
        return self.form["kind"].control

    def _opened(self, found: Options) -> None:
        self._options = found
        self._offer("kind", [Choice(k.id, k.name, k.number) for k in found.kinds])
        self._offer("project", [Choice(code, f"{name}\u2003{code}") for code, name in found.projects])
        self._offer("meeting", [Choice(key, words) for key, words in found.meetings])
        self.ticks.offer(found.households)
        self.form.set_values({"today": self._context.today(), **self._like})
        self.ticks.choose(self._like.get("households") or ())
        self._show_fields(self._kind())
        self._draw()

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        control = self.form[name].control
        assert isinstance(control, ChoiceLine)
        control.set_choices(choices)

    def _kind(self) -> KindInfo | None:
        chosen = self.form["kind"].value
        kinds = self._options.kinds if self._options is not None else ()
        return next((kind for kind in kinds if kind.id == chosen), None)

    def _edited(self, name: str, _value: object) -> None:
        if name == "kind":
            self._show_fields(self._kind())
        self._draw()

    def _show_fields(self, kind: KindInfo | None) -> None:
        asks = kind.asks if kind is not None else ()
        for name, one in self.form.fields.items():
            one.setVisible(name == "kind" or (kind is not None and (name in ALWAYS or name in asks)))
        for widget in (self._households_heading, self._households):
            widget.setVisible("households" in asks)

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
            self.ticks.chosen() if "households" in kind.asks else (),
            values["year"] if "year" in kind.asks else None,
            values["basis_document"],
            uuid.UUID(meeting) if meeting else None,
        )

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
        kind = self._kind()
        self.said.say(f"至少公示{kind.days if kind else ''}；拟好以后还可以改词句。", "info")
        self.do.setEnabled(True)

    def _not_drawn(self, error: VillagebookError) -> None:
        self.preview.say("还拟不出来")
        self.said.say(str(error), "due", icon="triangle-alert")

    def _press(self) -> None:
        order = self.order()
        if order is not None and self.do.isEnabled():
            self.close_panel()
            self._answer(order)
