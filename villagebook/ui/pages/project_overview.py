"""The tab 总览 of a project: how far it is, what comes next, its money by source, what it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from villagebook.lifecycle.stages import STAGES
from villagebook.services import balances
from villagebook.services.project_life import PhaseLine
from villagebook.services.projects import ProjectView
from villagebook.ui.models.columns import ROW_STATE, Column
from villagebook.ui.page import Context
from villagebook.ui.pages import project_asking
from villagebook.ui.widgets import stages
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.lists import Checklist, Slot
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.stages import StageStrip

SUM_COLUMNS = (
    Column("source", "资金来源", width=82, stretch=1),
    Column("planned_fen", "计划", "money", width=104),
    Column("granted_fen", "下达", "money", width=104, rank=3),
    Column("received_fen", "到账", "money", width=104),
    Column("spent_fen", "付款", "money", width=104, rank=1),
    Column("reimbursed_fen", "报账", "money", width=104, rank=2),
    Column("balance_fen", "余额", "money", width=98),
)
#: Whom a project waits for, behind 下一步.
WAITS = {"村": "", "乡镇": "（等乡镇）", "县": "（等县里）", "公示期满": "（等公示期满）"}
_SUMS = tuple(column.id for column in SUM_COLUMNS)


class OverviewTab(Body):
    """总览.

    Signals:
        turn_asked: (``tab:part``) a part of another tab is what comes next.
    """

    turn_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: ProjectView | None = None
        # As high as its words are at this width; what they would want unwrapped leaves a scroll bar for nothing.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.strip = StageStrip()
        self.strip.pressed.connect(lambda _place: self.turn_asked.emit("dates"))
        self.do_next = Button("", small=True, on_click=self._do_next)
        self.next_step = MessageLine("", "due", button=self.do_next)
        self.add(self.strip)
        self.add(self.next_step, 8)
        write = Button("记一笔", "plus", "quiet", small=True, on_click=self._write)
        self.sums = SmallTable(SUM_COLUMNS, name="资金", row_height=28)
        self.ratios = Text("", "second", wrap=True)
        self.section("资金", "元，余额 = 到账 − 付款 − 收回", write, self.sums, self.ratios)
        self.missing = Checklist(name="还缺")
        self.missing.pressed.connect(lambda place: self.do(self._do_missing[place]))
        self._missing_heading = self.section("还缺", "", None, self.missing)
        self._do_missing: list[str] = []
        self.about = FactList(label_width=84)
        self._about_heading = self.section("内容", "", None, self.about)

    def show_view(self, view: ProjectView) -> None:
        """Show a project."""
        self.view = view
        self.strip.set_stages([_stage(phase) for phase in view.life.phases])
        step = view.next_step
        tone = "late" if step.late else "due" if step.do else "info"
        # Money that lies here waits for nobody but the village.
        waits = WAITS.get(view.life.waits_for, "") if step.do != "entry" else ""
        self.next_step.say(step.text, tone, lead=f"下一步{waits}" if step.do else "")
        self.do_next.setVisible(bool(step.do))
        self.do_next.set_words(step.verb)
        rows = [{name: row[name] for name in _SUMS} for row in view.sources]
        total = {name: view.source_totals.get(name) for name in _SUMS if name != "source"}
        words = balances.ratio_words(view.source_totals)
        self.ratios.setText(words)
        self.ratios.setVisible(bool(words))
        self.sums.set_rows([*rows, {"source": "合计", **total, ROW_STATE: "sum"}] if len(rows) > 1 else rows)
        self._show_missing(view)
        self._show_about(view)

    def _show_missing(self, view: ProjectView) -> None:
        lines = [line for line in view.life.stages if line.missing]
        self._do_missing = [next((one.do for one in line.missing if one.do), "") for line in lines]
        self.missing.set_slots([
            Slot(line.title, "", "；".join(one.text for one in line.missing), False, "去补" if do else "")
            for line, do in zip(lines, self._do_missing, strict=True)
        ])  # fmt: skip
        count = len(view.life.missing)
        self._missing_heading.set_note(f"{count} 样" if count else "")
        for widget in (self._missing_heading, self.missing):
            widget.setVisible(bool(lines))

    def _show_about(self, view: ProjectView) -> None:
        values = {one.name: one.text for _, fields in view.sections for one in fields}
        facts = (
            ("建设内容", values["content"]),
            ("实施地点", values["place"]),
            ("绩效目标", values["goal"]),
            ("联农带农", values["link"]),
            ("批复文号", values["approval_number"]),
            ("责任单位", values["unit_in_charge"]),
        )
        shown = [Fact(label, text) for label, text in facts if text]
        self.about.set_facts(shown)
        self.about.setVisible(bool(shown))
        self._about_heading.setVisible(bool(shown))

    def _write(self) -> None:
        if self.view is not None:
            self._context.go("funds", action=f"new={self.view.code}")

    def _do_next(self) -> None:
        if self.view is not None:
            self.do(self.view.next_step.do)

    def do(self, what: str) -> None:
        """Do what a button stands for (NextStep.do)."""
        view, (kind, _, about) = self.view, what.partition(":")
        if view is None:
            return
        match kind:
            case "notice":
                self._context.go("notices", action=f"draft={about}/{view.code}")
            case "open":
                self._context.go("notices", about)
            case "stage":
                project_asking.ask_stage(self._context, view, STAGES[about])
            case "back":
                project_asking.ask_back(self._context, view)
            case "field":
                self.turn_asked.emit(f"form:{about}")
            case "tab":
                self.turn_asked.emit(about)
            case "dossier":
                self.turn_asked.emit(f"dossier:{about}")
            case "entry":
                self._write()


def _stage(phase: PhaseLine) -> stages.Stage:
    state: stages.State = "done" if phase.state == "done" else "now" if phase.state == "now" else "next"
    note = phase.note or (f"{phase.on:%m-%d}" if phase.on is not None else "")
    return stages.Stage(phase.title, state, note, "late" if phase.late and phase.state == "now" else "due" if phase.late
                        else "", phase.id)  # fmt: skip
