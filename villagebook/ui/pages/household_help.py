"""The tab 帮扶: measures, visits and 三保障, entered, corrected and removed here; work, corrected here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from villagebook.models import Guarantee, Measure, Visit, WorkRecord, fields_of
from villagebook.services import helped
from villagebook.services.helped import Helped, HelpView
from villagebook.ui.field_views import spec, typed
from villagebook.ui.models.columns import Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

MEASURE_COLUMNS = (
    Column("from_on", "享受时间", "date", width=92),
    Column("kind", "措施类别", "name", width=112),
    Column("item", "措施内容", "text", width=130, stretch=2),
    Column("who", "受益人", "text", width=72, rank=1),
    Column("amount_fen", "金额", "money", "元", width=88),
    Column("evidence", "佐证", "note", width=96, stretch=1, rank=2),
)
VISIT_COLUMNS = (
    Column("on", "走访日期", "date", width=92),
    Column("visitor", "走访人", "name", width=72),
    Column("kind", "走访类型", "text", width=104, rank=2),
    Column("content", "走访内容", "note", width=160, stretch=2),
    Column("solved", "解决的问题", "note", width=110, stretch=1, rank=1),
)
WORK_COLUMNS = (
    Column("who", "姓名", "name", width=80),
    Column("place", "务工所在地", "text", width=150, stretch=1),
    Column("from_on", "开始", "date", width=92),
    Column("through_on", "结束", "date", width=92, rank=1),
    Column("month_pay_fen", "月收入", "money", "元", width=104),
    Column("channel", "就业渠道", "text", width=84, rank=2),
)
GUARANTEE_COLUMNS = (
    Column("stage", "时点", "name", width=92),
    Column("on", "核实日期", "date", width=92, rank=1),
    Column("house_problem", "住房问题", width=84),
    Column("school_problem", "失学辍学", width=84),
    Column("water_problem", "饮水问题", width=84),
    Column("medical_problem", "未参保", width=72),
    Column("per_capita_fen", "人均纯收入", "money", "元", width=132),
)
_EVERYBODY = "整户"
_FORM = {
    "visit": helped.VISIT_FIELDS, "measure": helped.MEASURE_FIELDS, "guarantee": helped.GUARANTEE_FIELDS,
    "work_record": helped.WORK_FIELDS,
}  # fmt: skip
_TITLES = {"visit": "走访", "measure": "帮扶措施", "guarantee": "三保障和收支", "work_record": "务工"}
_ONE = {"visit": "这一次走访", "measure": "这一项措施", "guarantee": "这一次核实", "work_record": "这一段务工"}
_RECORDS = {"visit": Visit, "measure": Measure, "guarantee": Guarantee, "work_record": WorkRecord}
_REQUIRED = {
    "visit": {"on": "请写日期"}, "measure": {"kind": "请选措施类别"}, "guarantee": {"stage": "请选时点"},
}  # fmt: skip
#: Shorter words for headings that are sentences.
_SHORT = {
    "house_problem": "住房出现安全问题", "school_problem": "适龄儿童失学辍学", "water_problem": "饮水出现安全问题",
    "medical_problem": "有人未参加医疗保险", "reference_fen": "收入参考（户）",
    "reference_per_capita_fen": "收入参考（人均）",
}  # fmt: skip
_LISTS = {"visit_kind": "kinds", "measure_class": "classes"}


class Shelf(QObject):
    """One kind of help in a tab: its table, what to say when there is none, buttons to enter, correct and remove.

    Signals:
        add_asked: One is to be entered.
        change_asked, remove_asked: (key) the chosen one is to be corrected, or to go.
    """

    add_asked = Signal()
    change_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, tab: Body, title: str, columns: Sequence[Column], add: str, blank: str) -> None:
        super().__init__(tab)
        self.table = SmallTable(columns, name=title, row_height=28, selectable=True)
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(lambda _key: self._enable())
        self.heading = tab.section(title, "", None, self.table)
        self.blank = Text(blank, "second", wrap=True)
        tab.add(self.blank)
        self.begin = Button(add, "plus", small=True, on_click=self.add_asked.emit)
        self.change = Button("改", "pencil", "quiet", small=True, on_click=lambda: self._open(self.table.current_key()))
        self.drop = Button("删", "trash-2", "quiet", small=True, on_click=self._drop)
        self._keys: set[Key] = set()
        row = HBox(spacing=8)
        for button in (self.begin, self.change, self.drop):
            row.addWidget(button)
        row.addStretch(1)
        tab.add(row, 8)

    def show_rows(self, rows: Sequence[Row], note: str) -> None:
        """Show these rows."""
        self._keys = {row["key"] for row in rows}
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.blank.setVisible(not rows)
        self.heading.set_note(note)
        self._enable()

    def _enable(self) -> None:
        chosen = self.table.current_key() in self._keys
        for button in (self.change, self.drop):
            button.setVisible(bool(self._keys))
            button.setEnabled(chosen)

    def _open(self, key: Key | None) -> None:
        if key in self._keys:
            self.change_asked.emit(key)

    def _drop(self) -> None:
        if self.table.current_key() in self._keys:
            self.remove_asked.emit(self.table.current_key())


class HelpTab(Body):
    """What reached a household and who came.

    Attributes:
        view: What is shown; None until it is read.

    Signals:
        counted: (measures).
    """

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._household: uuid.UUID | None = None
        self.view: HelpView | None = None
        words = "还没有帮扶措施。帮扶措施表、户信息里的措施栏导入后在这里，也可以直接记。"
        self.measures = Shelf(self, "帮扶措施", MEASURE_COLUMNS, "记措施", words)
        self.visits = Shelf(self, "走访", VISIT_COLUMNS, "记走访", "还没有走访。走访记录表导入后在这里，也可以直接记。")
        words = "还没有识别时、风险消除时的核实情况。户信息里的这几栏导入后在这里，也可以直接记。"
        self.guarantees = Shelf(self, "三保障和收支", GUARANTEE_COLUMNS, "记核实情况", words)
        shelves = ((self.measures, "measure"), (self.visits, "visit"), (self.guarantees, "guarantee"))
        for shelf, table in shelves:
            shelf.change_asked.connect(lambda key, table=table: self.ask_change(table, key))
            shelf.remove_asked.connect(lambda key, table=table: self.ask_remove(table, key))
        self.measures.add_asked.connect(self.ask_measure)
        self.visits.add_asked.connect(self.ask_visit)
        self.guarantees.add_asked.connect(self.ask_guarantee)
        self.work = SmallTable(WORK_COLUMNS, name="务工", row_height=28, selectable=True)
        self.work.opened.connect(lambda key: self.ask_change("work_record", key))
        self._work_heading = self.section("务工", "按 Enter 改", None, self.work)

    def show_household(self, key: uuid.UUID) -> None:
        """Read what a household was given and show it."""
        self._household = key
        today = self._context.today()
        self._context.runner.read(
            lambda book: helped.view(book, key, today), lambda view: self._take(key, view), key="households.help")

    def _take(self, key: uuid.UUID, view: HelpView) -> None:
        if key != self._household:
            return
        self.view = view
        self.measures.show_rows([_row(one) for one in view.measures], _count(view.measures, "项"))
        self.visits.show_rows([_row(one) for one in view.visits], _count(view.visits, "次"))
        self.guarantees.show_rows([_row(one) for one in view.guarantees], _count(view.guarantees, "次"))
        self.work.set_rows([_work_row(one) for one in view.work])
        for widget in (self._work_heading, self.work):
            widget.setVisible(bool(view.work))
        self.counted.emit(len(view.measures))

    # Verbs

    def ask_visit(self) -> None:
        """Ask for a visit."""
        view, context = self.view, self._context
        if view is None:
            return
        required = {"on": "请写日期", "visitor": "请写走访人"}

        def write(said: Values) -> Callable[[Any], Any]:
            return lambda book: helped.add_visit(
                book, view.household, on=said["on"], by=str(said["visitor"]), text=str(said["content"] or ""),
                kind=said["kind"], unit=said["unit"], met=said["met"], solved=said["solved"],
                actor=context.actor, today=context.today())  # fmt: skip

        self._ask(f"记走访　{view.head} 户", self._specs("visit"), {"on": context.today()}, "记下", write, required)

    def ask_measure(self) -> None:
        """Ask for a measure."""
        view, context = self.view, self._context
        if view is None:
            return
        people = (Choice("", _EVERYBODY), *(Choice(str(key), name) for key, name in view.people.items()))
        who = FieldSpec("person", "受益人", "choice", choices=people)
        names = ("kind", "item", "from_on", "through_on", "amount_fen", "policy", "evidence")
        specs = [one for one in self._specs("measure") if one.id in names]

        def write(said: Values) -> Callable[[Any], Any]:
            person = uuid.UUID(said["person"]) if said["person"] else None
            return lambda book: helped.add_measure(
                book, view.household, kind=str(said["kind"]), item=str(said["item"] or ""), on=said["from_on"],
                through=said["through_on"], amount_fen=said["amount_fen"], person=person, policy=said["policy"],
                evidence=said["evidence"], actor=context.actor, today=context.today())  # fmt: skip

        first = {"from_on": context.today(), "person": ""}
        self._ask(f"记帮扶措施　{view.head} 户", [specs[0], who, *specs[1:]], first, "记下", write,
                  {"kind": "请选措施类别"})  # fmt: skip

    def ask_guarantee(self) -> None:
        """Ask for 三保障, water and incomes at one moment."""
        view, context = self.view, self._context
        if view is None:
            return
        specs = self._specs("guarantee")
        kinds = {one.id: one.kind for one in specs}

        def write(said: Values) -> Callable[[Any], Any]:
            texts = {name: typed(said[name], kinds[name]) for name in _FORM["guarantee"]}
            return lambda book: helped.add_guarantee(book, view.household, texts, actor=context.actor)

        first = {"on": context.today()}
        self._ask(f"记三保障和收支　{view.head} 户", specs, first, "记下", write, _REQUIRED["guarantee"])

    def ask_change(self, table: str, key: Key) -> None:
        """Ask what one should say instead."""
        one = self._one(table, key)
        if one is None:
            return
        specs, actor = self._specs(table), self._context.actor
        kinds = {one.id: one.kind for one in specs}
        before = {name: one.values[name] for name in _FORM[table]}

        def write(said: Values) -> Callable[[Any], Any]:
            texts = {name: typed(said[name], kinds[name]) for name in before if said[name] != before[name]}
            return lambda book: helped.correct(book, table, one.key, texts, actor=actor)

        self._ask(f"改{_TITLES[table]}", specs, before, "改好了", write, _REQUIRED.get(table, {}))

    def ask_remove(self, table: str, key: Key) -> None:
        """Ask whether one is to go."""
        one, actor = self._one(table, key), self._context.actor
        if one is None:
            return
        words = "　".join(field.text for field in one.fields if field.text)[:60]
        self._context.open(confirm(
            f"删掉{_ONE[table]}", f"{words}\n删后可以用 Ctrl+Z 找回。", "删掉",
            lambda: self._context.runner.change(
                lambda book, _progress: helped.remove(book, table, one.key, actor=actor))))  # fmt: skip

    def _ask(
        self, title: str, specs: Sequence[FieldSpec], values: Values, verb: str,
        write: Callable[[Values], Callable[[Any], Any]], required: dict[str, str],
    ) -> None:  # fmt: skip
        def answer(said: Values) -> None:
            verb_of = write(said)
            self._context.runner.change(lambda book, _progress: verb_of(book))

        self._context.open(AskDialog(
            title, "", specs, values, self._context.today, verb, answer, required=required, width=640))  # fmt: skip

    def _one(self, table: str, key: Key) -> Helped | None:
        view = self.view
        shown = () if view is None else (*view.measures, *view.visits, *view.guarantees, *view.work)
        return next((one for one in shown if (one.table, one.key) == (table, key)), None)

    def _specs(self, table: str) -> list[FieldSpec]:
        """The fields of a form, with what the book's code lists offer."""
        declared = {info.name: info for info in fields_of(_RECORDS[table])}
        specs = []
        for name in _FORM[table]:
            info = declared[name]
            one = spec(info, _SHORT.get(name, ""), wide=name in ("item", "evidence", "met", "policy"))
            if info.codes in _LISTS and self.view is not None:
                offered = plain_choices(getattr(self.view, _LISTS[info.codes]))
                one = FieldSpec(one.id, one.label, "choice", choices=offered)
            specs.append(one)
        return specs


def _row(one: Helped) -> Row:
    row = {name: value for name, value in one.values.items() if name != "key"}
    return {**row, "key": one.key, "who": one.who or _EVERYBODY}


def _work_row(one: Helped) -> Row:
    place = "".join(str(one.values[name] or "") for name in ("province", "city", "county"))
    wish = f"计划务工　{one.values['wanted'] or ''}".rstrip() if one.values["planned"] == "是" else ""
    return {**_row(one), "place": place or wish}


def _count(found: Sequence[Helped], unit: str) -> str:
    return f"{len(found)} {unit}" if found else ""
