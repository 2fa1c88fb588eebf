"""The tab 总览 of a project: how far it is, what comes next, its money by source, what it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from villagebook.services.project_stages import DONE, NOW, Stage
from villagebook.services.projects import ProjectView
from villagebook.ui.models.columns import ROW_STATE, Column
from villagebook.ui.page import Context
from villagebook.ui.widgets import stages
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import MessageLine
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
        self.do_next = Button("", small=True, on_click=self._do_next)
        self.next_step = MessageLine("", "due", button=self.do_next)
        self.add(self.strip)
        self.add(self.next_step, 8)
        write = Button("记一笔", "plus", "quiet", small=True, on_click=self._write)
        self.sums = SmallTable(SUM_COLUMNS, name="资金", row_height=28)
        self.section("资金", "元，余额 = 到账 − 付款 − 收回", write, self.sums)
        self.about = FactList(label_width=84)
        self._about_heading = self.section("内容", "", None, self.about)

    def show_view(self, view: ProjectView) -> None:
        """Show a project."""
        self.view = view
        self.strip.set_stages([_stage(stage) for stage in view.stages])
        step = view.next_step
        self.next_step.say(step.text, "due" if step.do else "info", lead="下一步" if step.do else "")
        self.do_next.setVisible(bool(step.do))
        self.do_next.set_words(step.verb)
        rows = [{name: row[name] for name in _SUMS} for row in view.sources]
        total = {name: view.source_totals.get(name) for name in _SUMS if name != "source"}
        self.sums.set_rows([*rows, {"source": "合计", **total, ROW_STATE: "sum"}] if len(rows) > 1 else rows)
        self._show_about(view)

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
        if self.view is None:
            return
        what, _, about = self.view.next_step.do.partition(":")
        if what == "notice":
            self._context.go("notices", action=f"draft={about}/{self.view.code}")
        elif what == "open":
            self._context.go("notices", about)
        elif what == "field":
            self.turn_asked.emit(f"form:{about}")
        elif what == "entry":
            self._write()


def _stage(stage: Stage) -> stages.Stage:
    state: stages.State = "done" if stage.state == DONE else "now" if stage.state == NOW else "next"
    note = stage.note or (f"{stage.on:%m-%d}" if stage.on is not None else "")
    return stages.Stage(stage.title, state, note, "due" if stage.late else "")
