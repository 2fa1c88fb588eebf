"""动态管理 in the window: one case with its steps, the tab 动态 of a household, and the list of all cases."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.services import cases, tables
from villagebook.services.cases import OPEN, CaseView, StepLine
from villagebook.ui.field_views import FieldForm
from villagebook.ui.ledger_source import LedgerSource, Wanted
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import EXPORT, Context
from villagebook.ui.pages.case_dialogs import CaseDesk
from villagebook.ui.pages.files import ask_target
from villagebook.ui.scale import VBox
from villagebook.ui.widgets import stages
from villagebook.ui.widgets.buttons import Button, Entry, more_button, with_menu
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.stages import StageStrip
from villagebook.ui.widgets.table_pane import TablePane

LEDGER = "cases"
#: Records whose changes a case may show.
FAMILIES = frozenset({"dynamic_case", "case_step", "attachment_link", "notice", "status_period", "override"})

STATES: Mapping[str, Chip] = {
    "办理中": Chip("在办", "mute", "circle-dot"),
    "已办结": Chip("办结", "mute", "check"),
    "未通过": Chip("未通过", "mute", "ban"),
    "已中止": Chip("中止", "mute", "ban"),
    "已回退": Chip("回退", "due", "undo-2"),
}
STEP_COLUMNS = (
    Column("title", "步骤", "name", width=76),
    Column("on", "日期", "date", width=92),
    Column("due", "期限", width=100, rank=1),
    Column("who", "经办", width=64, rank=3),
    Column("basis", "依据、说明", width=120, stretch=1, rank=2),
    Column("papers", "材料", width=84),
)
PAPER_COLUMNS = (
    Column("name", "材料", "name", width=200, stretch=1),
    Column("step", "步骤", width=84, rank=1),
    Column("state", "", "state", width=92),
)
CASE_COLUMNS = (
    Column("kind", "动态", "name", width=112),
    Column("target", "类别", width=104, rank=2),
    Column("lead_on", "线索", "date", width=92, rank=1),
    Column("state", "状态", "state", width=84),
    Column("step", "下一步", width=84, stretch=1),
)
LEAD_LABELS = {"lead_who": "提供人", "target": "类别", "risk": "主要风险"}
SHOWN = ("head", "kind", "target", "step", "due", "state", "lead_on", "code", "group", "missing")
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {"heading": "户主", "width": 72},
    "kind": {"heading": "动态", "width": 100, "rank": 2},
    "target": {"heading": "类别", "width": 104, "rank": 6},
    "step": {"width": 80, "rank": 1},
    "due": {"kind": "text", "width": 110, "rank": 0, "stretch": 1},
    "state": {"heading": "状态", "kind": "state", "width": 78, "rank": 3},
    "lead_on": {"heading": "线索", "width": 92, "rank": 5},
    "code": {"heading": "编号", "width": 84, "rank": 7},
    "group": {"heading": "组", "width": 58, "rank": 8},
    "missing": {"width": 120, "rank": 9},
}


class CaseBody(Body):
    """One case: strip, what is next, steps, papers, lead.

    Attributes:
        view: What is shown; None at first.
    """

    def __init__(self, desk: CaseDesk, context: Context) -> None:
        super().__init__()
        self._desk, self._context = desk, context
        self.view: CaseView | None = None
        self.strip = StageStrip(name="步骤")
        self.do_next = Button("", small=True, on_click=self._next)
        self.next_step = MessageLine("", "due", button=self.do_next)
        self.steps = SmallTable(STEP_COLUMNS, name="步骤", row_height=28, selectable=True)
        self.steps.opened.connect(self._open_step)
        self.papers = SmallTable(PAPER_COLUMNS, name="材料", row_height=28, selectable=True)
        self.papers.opened.connect(self._toggle)
        names = (*cases.LEAD_FIELDS, *cases.AID_FIELDS)
        self.lead = FieldForm(context, "dynamic_case", names, labels=LEAD_LABELS, wide=("note",))
        self.outcome = FactList(label_width=84)
        self.add(self.strip)
        self.add(self.next_step, 8)
        write = Button("改这一步", "pencil", "quiet", small=True, on_click=self._change_step)
        self.section("步骤", "回车改一步", write, self.steps)
        put = Button("放入文件", "paperclip", "quiet", small=True, on_click=self._put_in)
        self._papers_heading = self.section("材料", "", put, self.papers)
        self.section("线索", "", None, self.lead, self.outcome)

    def show_case(self, view: CaseView) -> None:
        """Show a case."""
        fresh = self.view is None or self.view.line.key != view.line.key
        self.view = view
        running = view.line.state == OPEN
        self.strip.set_stages(_stages(view))
        late = running and view.line.late > 0
        icon = "clock-alert" if late else ""
        self.next_step.say(view.next.text, "late" if late else "due", lead="下一步" if running else "", icon=icon)
        self.do_next.setVisible(bool(view.next.do))
        self.do_next.set_words(view.next.verb)
        self.steps.set_rows([_step_row(step, running) for step in view.steps])
        # Papers of steps that are far off would only hide those that are wanted.
        near = [step for step in view.steps if step.state != "next"]
        papers = [_paper_row(step, place) for step in near for place in range(len(step.papers))]
        wanted = sum(1 for step in view.steps if step.state == "done" for paper in step.papers if not paper.there)
        self._papers_heading.set_note(f"差 {wanted} 份，回车记收齐" if wanted else "办过的步骤材料齐全，回车改")
        self.papers.set_rows(papers)
        self.lead.show_views(view.fields, fresh=fresh)
        for name in cases.AID_FIELDS:
            self.lead.fields[name].setVisible(view.assists)
        self.lead.fields["risk"].setVisible(not view.assists)
        self.lead.set_locked(not running)
        self.outcome.set_facts([Fact("结果", view.outcome)] if view.outcome else [])

    # Buttons

    def _next(self) -> None:
        if self.view is not None:
            self._desk.next(self.view)

    def _open_step(self, key: Key) -> None:
        if self.view is not None and self.view.line.state == OPEN:
            self._desk.step(self.view, str(key))

    def _change_step(self) -> None:
        key = self.steps.current_key()
        last = self.view.last_done if self.view is not None else None
        step = str(key) if key is not None else last.id if last is not None else ""
        if step:
            self._open_step(step)

    def _toggle(self, key: Key) -> None:
        step, paper = self._paper(key)
        if self.view is None or step is None:
            return
        if step.state != "done":
            self._context.say(f"先记{step.title}，再收材料")
        else:
            self._desk.toggle(self.view, step.id, paper, not next(p.there for p in step.papers if p.name == paper))

    def _put_in(self) -> None:
        key = self.papers.current_key()
        step, paper = self._paper(key) if key is not None else (None, "")
        if self.view is None or step is None or step.state != "done":
            self._context.say("先在下面选一份已办步骤的材料")
        else:
            self._desk.put_in(self.view, step.id, paper)

    def _paper(self, key: Key) -> tuple[StepLine | None, str]:
        step_id, _, paper = str(key).partition("/")
        steps = self.view.steps if self.view is not None else ()
        return next((step for step in steps if step.id == step_id), None), paper

    def entries(self) -> Sequence[Entry]:
        """Return what 更多 offers for the case shown."""
        view, desk = self.view, self._desk
        if view is None:
            return ()
        if view.line.state == OPEN:
            back = view.last_done
            return (
                Entry("办结…", lambda: desk.close(view), "check"),
                Entry("记为未通过…", lambda: desk.stop(view, failed=True)),
                Entry("中止…", lambda: desk.stop(view, failed=False)),
                Entry(),
                Entry(f"收回{back.title}" if back is not None else "收回上一步", lambda: desk.take_back(view), "undo-2",
                      enabled=back is not None),
            )  # fmt: skip
        return (Entry("回退…", lambda: desk.roll_back(view), "undo-2", enabled=view.line.state == cases.CLOSED),)


def _stages(view: CaseView) -> list[stages.Stage]:
    found = [stages.Stage("线索", "done", _short(view.line.lead_on), "")]
    for step in view.steps:
        note, tone = _short(step.on), ""
        if step.state == "now" and view.line.state == OPEN:
            if step.late:
                note, tone = f"过期 {step.late} 天", "late"
            elif step.from_on is not None and step.due is None:
                note, tone = f"{step.from_on:%m-%d} 起", "due"
            elif step.due is not None:
                note, tone = f"到 {step.due:%m-%d}", "due"
        found.append(stages.Stage(step.short, step.state, note, tone))
    return found


def _short(day: Any) -> str:
    return f"{day:%m-%d}" if day is not None else ""


def _step_row(step: StepLine, running: bool) -> Row:
    missing = sum(1 for paper in step.papers if not paper.there)
    done = step.state == "done"
    words = "　".join(part for part in (step.basis, step.note) if part)
    lacks = f"没有指明{'、'.join(step.unnamed)}" if done and running and step.unnamed else ""
    basis = Cell(lacks, tone="due", icon="triangle-alert") if lacks and not words else Cell(words, tip=words)
    if step.passed == "否":
        basis = Cell(f"没有通过　{words}".strip(), tone="late", icon="circle-x")
    papers: Any = Cell("齐全", tone="text2") if done else ""
    if done and missing:
        papers = Cell(f"缺 {missing} 份", tone="due", icon="circle-dashed")
    row = {"key": step.id, "title": step.title, "on": step.on, "who": step.who, "basis": basis, "papers": papers}
    return {**row, "due": _due_cell(step, running), ROW_STATE: "" if done or step.state == "now" else "muted"}


def _due_cell(step: StepLine, running: bool) -> Any:
    tip = step.clocks
    if step.late:
        return Cell(f"过期 {step.late} 天", tone="late" if step.state != "done" else "due", icon="clock-alert", tip=tip)
    if step.state != "done" and running and step.due is not None:
        return Cell(f"{step.due:%m-%d} 前", tone="due" if step.state == "now" else "", tip=tip)
    if step.state != "done" and running and step.from_on is not None:
        return Cell(f"{step.from_on:%m-%d} 起", tip=tip)
    return Cell("", tip=tip)


def _paper_row(step: StepLine, place: int) -> Row:
    paper, done = step.papers[place], step.state == "done"
    if paper.there:
        chip = Chip("有文件", "ok", "paperclip") if paper.file is not None else Chip("有", "ok", "check")
    else:
        chip = Chip("缺", "due", "circle-dashed") if done else Chip("待收", "mute", "circle-dashed")
    row = {"key": f"{step.id}/{paper.name}", "name": paper.name, "step": step.title, "state": chip}
    return {**row, ROW_STATE: "" if done else "muted"}


class CasesTab(Body):
    """The tab 动态 of a household: its cases, and the one chosen.

    Signals:
        counted: (cases under way).
    """

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__((0, 0, 0, 0), spacing=0)
        self._context = context
        self._household: uuid.UUID | None = None
        self._head = ""
        self._wanted: uuid.UUID | None = None
        self.views: tuple[CaseView, ...] = ()
        self.desk = CaseDesk(context, self, self.want)
        top = Body((16, 9, 16, 0))
        self.begin = Button("登记线索", "plus", "quiet", small=True, on_click=self._begin)
        self._heading = top.section("动态管理", "", self.begin)
        self.table = SmallTable(CASE_COLUMNS, name="这一户的动态", row_height=28, selectable=True)
        self.table.current_changed.connect(self._choose)
        words = "有了线索就登记：谁发现的、哪天、什么事。期限、材料和下一步会自己提醒。"
        self.nothing = Text(words, "second", wrap=True)
        top.add(self.table)
        top.add(self.nothing)
        self.more = with_menu(more_button(), lambda: self.body.entries())
        self.body = CaseBody(self.desk, context)
        self._heading.layout().addWidget(self.more)
        self.add(top)
        self.add(self.body)

    def want(self, case: uuid.UUID) -> None:
        """Let this case be the one shown, once it is there."""
        self._wanted = case
        self._place()

    def show_household(self, key: uuid.UUID, head: str) -> None:
        """Read a household's cases and show them."""
        if key != self._household:
            self.views = ()
            self._place()
        self._household, self._head = key, head
        on = self._context.today()
        self._context.runner.read(
            lambda book: cases.of_household(book, key, on), lambda views: self._take(key, views), key="cases.household"
        )

    def _take(self, key: uuid.UUID, views: tuple[CaseView, ...]) -> None:
        if key == self._household:
            self.views = views
            self._place()

    def _place(self) -> None:
        views = self.views
        self.table.set_rows([_case_row(view) for view in views])
        self.table.setVisible(len(views) > 1)
        self.nothing.setVisible(not views)
        self.body.setVisible(bool(views))
        self.more.setVisible(bool(views))
        running = sum(view.line.state == OPEN for view in views)
        self.counted.emit(running)
        self._heading.set_note(f"{running} 件在办" if running else "没有在办的" if views else "这一户还没有动态")
        before = self.body.view.line.key if self.body.view is not None else None
        wanted = self._wanted or before
        chosen = next((view for view in views if view.line.key == wanted), views[0] if views else None)
        if chosen is not None:
            if chosen.line.key == self._wanted:
                self._wanted = None
            self.body.show_case(chosen)
            if len(views) > 1:
                self.table.go_to(chosen.line.key)

    def _choose(self, key: Key) -> None:
        chosen = next((view for view in self.views if view.line.key == key), None)
        if chosen is not None:
            self.body.show_case(chosen)

    def _begin(self) -> None:
        if self._household is not None:
            self.desk.begin(self._household, self._head)


def _case_row(view: CaseView) -> Row:
    line = view.line
    step: Any = line.step
    if line.late:
        step = Cell(f"{line.step}，过期 {line.late} 天", tone="late", icon="clock-alert")
    row = {"key": line.key, "kind": line.kind, "target": line.target, "lead_on": line.lead_on, "step": step}
    return {**row, "state": STATES.get(line.state, Chip(line.state)), ROW_STATE: "" if line.step else "muted"}


class CaseSource(LedgerSource):
    """Cases of the village, the late first."""

    def __init__(self, context: Context) -> None:
        super().__init__(LEDGER, context.today, SHOWN, looks=LOOKS, unit="件")

    def dress(self, book: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        shown = super().dress(book, row)
        due, late = row["due"], row["late"]
        if late:
            shown["due"] = Cell(f"过期 {late} 天", tone="late", icon="clock-alert", tip=str(due))
        elif due is not None:
            left = (due - self.today()).days
            shown["due"] = Cell("今天" if left == 0 else f"{due:%m-%d}", tone="due" if left <= 5 else "", tip=str(due))
        shown["state"] = STATES.get(row["state"], Chip(row["state"] or ""))
        if row["missing"]:
            shown["missing"] = Cell(row["missing"], tone="due", icon="circle-dashed", tip=row["missing"])
        if row["state"] != OPEN:
            shown[ROW_STATE] = "muted"
        return shown


class CasesView(QWidget):
    """The list of all cases and one of them; stands in place of the list of households.

    Signals:
        left: The user goes back to the households.
        household_asked: (key) a household is to be shown.
        counted: (cases, shown as the page's line).
    """

    left = Signal()
    household_asked = Signal(object)
    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._key: uuid.UUID | None = None
        self._only_open = True
        self.list = TablePane(CaseSource(context), context.runner, name="动态列表", no_hits="没有在办的动态")
        tools = self.list.tools
        tools.add(Button("全部农户", "arrow-left", "quiet", tip="回到农户列表  Esc", on_click=self.left.emit))
        self.which = Button("在办", "bookmark", tip="看在办的，还是连办结的一起看", on_click=self._turn)
        tools.add(self.which)
        tools.add(self.list.columns_button(shrink=2))
        tools.add(Button("导出", "download", "tool", tip="导出", keys=EXPORT, shrink=1, on_click=self.export))
        self.record = RecordPanel("动态")
        self.desk = CaseDesk(context, self, self.show_case)
        self.body = CaseBody(self.desk, context)
        self.household = Button("看这一户", "users", on_click=self._to_household)
        self.record.add_action(self.household)
        self.record.add_action(with_menu(more_button(), self.body.entries))
        self.record.set_body(self.body)
        self.panes = Panes(self.list, self.record, self.list.table, list_name="动态列表", unit="件")
        VBox(self).addWidget(self.panes)
        self.list.table.current_changed.connect(self._chosen)
        self.list.model.loaded.connect(self._loaded)
        self.list.model.filter = self._filter()
        self.list.filter_cleared.connect(self._turn)

    def refresh(self) -> None:
        """Read again."""
        self.list.reload()
        if self._key is not None:
            self._chosen(self._key)

    def show_case(self, key: uuid.UUID) -> None:
        """Show one case."""
        if self._only_open and self.list.model.keys() and self.list.model.row_of(key) < 0:
            self._turn()
        self.list.table.go_to(key)
        self._chosen(key)
        self.panes.show_record()

    def _filter(self) -> Wanted | None:
        return Wanted(filters={"state": OPEN}) if self._only_open else None

    def _turn(self) -> None:
        self._only_open = not self._only_open
        self.which.set_words("在办" if self._only_open else "全部")
        self.list.tools.arrange()
        self.list.model.set_filter(self._filter())

    def _loaded(self) -> None:
        count = len(self.list.model.keys())
        self.counted.emit(f"动态管理，{'在办 ' if self._only_open else ''}{count:,} 件")

    def _chosen(self, key: Key) -> None:
        if not isinstance(key, uuid.UUID):
            return
        self._key = key
        on = self._context.today()
        self._context.runner.read(lambda book: cases.view(book, key, on), self._shown, key="cases.view")

    def _shown(self, view: CaseView) -> None:
        line = view.line
        chip = STATES.get(line.state, Chip(line.state))
        late = Chip(f"过期 {line.late} 天", "late", "clock-alert")
        second = (line.code, line.target, f"户编号 {line.household_code}" if line.household_code else "")
        self.record.set_title(f"{line.head}　{line.kind}", [chip, late] if line.late else [chip], second)
        self.body.show_case(view)

    def _to_household(self) -> None:
        if self.body.view is not None:
            self.household_asked.emit(self.body.view.line.household)

    def export(self) -> None:
        """Write the cases shown as a file."""
        target = ask_target(self, "导出动态管理台账", "动态管理台账.xlsx")
        if target is not None:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write the cases shown as this file."""
        wanted, today, source = self._filter(), self._context.today(), self.list.source
        assert isinstance(source, CaseSource)

        def op(book: Any, progress: Any) -> Path:
            within = source.scope(book, wanted)
            return tables.export(book, LEDGER, target, on=today, within=within, progress=progress)

        self._context.runner.change(
            op, lambda path: self._context.say(f"已导出 {path.name}"), title="正在导出动态管理台账"
        )
