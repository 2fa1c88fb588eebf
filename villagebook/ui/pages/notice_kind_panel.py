"""自设一种公示: which ledger, which of its public columns, which words, how many days; the sheet is seen at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.models.codes import CODES
from villagebook.services import notice_forms
from villagebook.services.notice_forms import FormView, Told
from villagebook.ui.page import Context
from villagebook.ui.pages import notice_words
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form, SectionHeading
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.line import Choice, ChoiceLine
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.paper import PrintPanel

MODES = tuple(Choice(value, value) for value in CODES["notice_mode"].values)
BOARDS = tuple(Choice(value, value) for value in CODES["notice_board"].values)
#: Stands for all rows: a choice of its own, so that it can be seen.
ALL = "all"

WHAT = (
    FieldSpec("name", "名称", wide=True, placeholder="例：厕所改造公示"),
    FieldSpec("ledger", "台账", "choice", wide=True, placeholder="名单从哪本台账来"),
    FieldSpec("choose", "选哪些行", "choice", wide=True),
)
WORDS = (
    FieldSpec("days", "公示期", wide=True, placeholder="7天、5个工作日"),
    FieldSpec("mode", "性质", "choice", choices=MODES, wide=True),
    FieldSpec("board", "贴在哪一栏", "choice", choices=BOARDS, wide=True),
    FieldSpec("heading", "标题", wide=True, placeholder="不写照名称", help="{村}、{年}、{项目}印出来时换成真的。"),
    FieldSpec("basis", "依据词句", "long_text", wide=True, lines=2, placeholder="不写用通常的一句"),
)
USUAL = {"days": "7天", "mode": "公示", "board": "名单", "choose": ALL}


class ColumnTicks(QWidget):
    """The public columns of a ledger to tick; they stand on the sheet in the order ticked."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[str, QCheckBox] = {}
        self._order: list[str] = []

    def offer(self, columns: Sequence[tuple[str, str]], ticked: Sequence[str] = ()) -> None:
        """Offer (id, heading) of columns, some ticked."""
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.deleteLater()
        self.boxes = {}
        self._order = [column for column in ticked if column in dict(columns)]
        for place, (column, heading) in enumerate(columns):
            box = QCheckBox(heading)
            box.setChecked(column in self._order)
            box.toggled.connect(lambda on, column=column: self._toggled(column, on))
            self._grid.addWidget(box, place // 2, place % 2)
            self.boxes[column] = box

    def _toggled(self, column: str, on: bool) -> None:
        self._order = [one for one in self._order if one != column] + ([column] if on else [])
        self._changed()

    def chosen(self) -> list[str]:
        """Return the ids of those ticked, in the order ticked."""
        return list(self._order)


class NoticeKindPanel(PrintPanel):
    """The sheet at the left, what the village's own kind says at the right.

    Args:
        form: The kind to be changed; None makes one.
        made: Called with the id of the kind once it is in the book.
    """

    def __init__(
        self, context: Context, form: FormView | None = None, made: Callable[[str], object] | None = None
    ) -> None:  # fmt: skip
        title = "自设一种公示" if form is None else f"改“{form.name}”"
        super().__init__(title, "只能用可以公开的栏目", context.runner)
        self._context, self._before, self._made = context, form, made
        self._ledgers = {one.id: one for one in notice_forms.ledgers()}
        self._shown: Told | None = None
        self.what, self.words = Form(WHAT, context.today), Form(WORDS, context.today)
        self.columns = ColumnTicks(self._draw)
        self._columns_heading = SectionHeading("哪些栏目", "按勾的先后排")
        self.options.addWidget(SectionHeading("贴什么"))
        self.options.addWidget(self.what)
        self.options.addWidget(self._columns_heading)
        self.options.addWidget(self.columns)
        self.options.addWidget(SectionHeading("怎么贴"))
        self.options.addWidget(self.words)
        self.said = MessageLine()
        self.options.addWidget(self.said)
        self.add_answer(Button("取消", on_click=self.close_panel))
        words = "加上这一种" if form is None else "改好"
        self.do = self.add_answer(Button(words, "plus" if form is None else "check", "primary", on_click=self._press),
                                  default=True)  # fmt: skip
        self._offer("ledger", [Choice(one.id, one.title) for one in self._ledgers.values()])
        self._begin(form)
        for one in (self.what, self.words):
            one.edited.connect(self._edited)
        notice_words.watch(self.words, lambda: "")

    def first_focus(self) -> QWidget | None:
        return self.what["name"].control

    def _begin(self, form: FormView | None) -> None:
        told: dict[str, Any] = {**USUAL, **({k: v for k, v in form.told.items() if v} if form is not None else {})}
        self.what.set_values({name: told.get(name) for name in ("name", "ledger", "choose")})
        self.words.set_values({spec.id: told.get(spec.id) for spec in WORDS})
        self._offer_ledger(told.get("columns") or ())
        self._draw()

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        control = self.what[name].control
        assert isinstance(control, ChoiceLine)
        control.set_choices(choices)

    def _offer_ledger(self, ticked: Sequence[str] = ()) -> None:
        ledger = self._ledgers.get(self.what["ledger"].value)
        ways = ledger.choose if ledger is not None else (("", "全部"),)
        self._offer("choose", [Choice(way or ALL, words) for way, words in ways])
        if (self.what["choose"].value or ALL) not in {way or ALL for way, _ in ways}:
            self.what["choose"].set_value(ALL)
        else:
            self.what["choose"].set_value(self.what["choose"].value or ALL)
        self.columns.offer(ledger.columns if ledger is not None else (), ticked)
        for widget in (self._columns_heading, self.columns):
            widget.setVisible(ledger is not None)

    def _edited(self, name: str, _value: object) -> None:
        if name == "ledger":
            self._offer_ledger()
        self._draw()

    def told(self) -> Told:
        """Return what is said now."""
        said = {name: one.value or "" for form in (self.what, self.words) for name, one in form.fields.items()}
        choose = said["choose"] if said["choose"] != ALL else ""
        return Told(
            name=said["name"], ledger=said["ledger"], columns=self.columns.chosen(), choose=choose, days=said["days"],
            mode=said["mode"], board=said["board"], heading=said["heading"], basis=said["basis"],
        )  # fmt: skip

    # The sheet

    def _draw(self) -> None:
        told = self.told()
        if told == self._shown:
            return
        self._shown = told
        self.do.setEnabled(False)
        if not told["ledger"] or not told["columns"] or not told["name"]:
            self.preview.say("写名称，选台账，勾栏目，这里就是贴出来的样子")
            self.said.say("")
            return
        today = self._context.today()
        self._context.runner.read(
            lambda book: notice_forms.preview(book, today=today, told=told), self._drawn, self._not_drawn,
            key="notice_forms.preview",
        )  # fmt: skip

    def _drawn(self, drawn: Any) -> None:
        self.preview.show_pdf(drawn.data)
        self.said.say("这是今天拟一份的样子；张贴时照样检查整张纸。", "info")
        self.do.setEnabled(True)

    def _not_drawn(self, error: VillagebookError) -> None:
        nothing_yet = error.id in ("notice.no-rows", "notice.project-unknown", "notice.needs-project")
        self.preview.say("台账里还没有可以贴的行" if nothing_yet else "还排不出来")
        self.said.say(str(error), "due", icon="triangle-alert")
        # A kind may be made before there is anything to show by it.
        self.do.setEnabled(nothing_yet)

    # Doing it

    def _press(self) -> None:
        if not self.do.isEnabled():
            return
        told, before, actor = self.told(), self._before, self._context.actor

        def write(book: Any, _progress: Any) -> Done:
            if before is None:
                changed, kind = notice_forms.add(book, actor=actor, **told)
                return done(changed, kind)
            return done(notice_forms.change(book, before.code, actor=actor, **told), before.id)

        self.close_panel()
        self._context.runner.change(
            write, self._written, lambda error: self._context.trouble(Trouble.of(error, "没有存上")),
            title="正在存自设的公示",
        )  # fmt: skip

    def _written(self, made: Done) -> None:
        if self._made is not None:
            self._made(str(made.value))
