"""The tab 申报 of a project: every field of its record by section and its planned money, corrected where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from villagebook.base.findings import Finding
from villagebook.base.money import format_yuan
from villagebook.services import project_sources, projects
from villagebook.services.project_sources import SourceLine
from villagebook.services.projects import ProjectView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import ROW_STATE, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages import project_asking
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import plain_choices
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

LABELS = {
    "content": "建设内容",
    "link": "联农带农",
    "covers_poor_households": "其中脱贫监测户",
    "covers_poor_people": "其中脱贫监测人",
    "claim_signed_on": "乡镇签意见日期",
    "proposer": "提出单位",
}
#: Short texts that are sentences.
WIDE = ("name", "link", "covers_villages")
#: Levels of the category; each is offered below the one before.
LEVELS = ("category", "subcategory", "third_category")
SOURCE_COLUMNS = (
    Column("source", "资金来源", "name", width=92),
    Column("programme", "资金名称", width=150, stretch=1, rank=1),
    Column("document", "资金文号", width=140, stretch=1, rank=2),
    Column("planned_fen", "计划金额", "money", "元", width=118),
)


class FormsTab(Body):
    """申报.

    Attributes:
        forms: One per section.
        sources: The table of planned money.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: ProjectView | None = None
        self.forms: list[FieldForm] = []
        for title, names in projects.FIELDS:
            levels = [name for name in LEVELS if name in names]
            form = FieldForm(context, "project", names, labels=LABELS, wide=WIDE, offered=levels)
            self.forms.append(form)
            self.section(title, "", None, form)
            if title == "申报":
                self._make_sources()

    def _make_sources(self) -> None:
        add = Button("加来源", "plus", "quiet", small=True, on_click=self._ask_source)
        self.sources = SmallTable(SOURCE_COLUMNS, name="资金来源", row_height=28, selectable=True)
        self.sources.opened.connect(self._open)
        self.sources.current_changed.connect(lambda _key: self._enable())
        self._sources_heading = self.section("资金来源", "", add, self.sources)
        self.difference = MessageLine(
            "", "due", button=Button("按来源改合计", small=True, on_click=self._total))  # fmt: skip
        self.add(self.difference)
        self.change = Button("改", "pencil", "quiet", small=True, on_click=self._change)
        self.drop = Button("删", "trash-2", "quiet", small=True, on_click=self._drop)
        row = HBox(spacing=8)
        for button in (self.change, self.drop):
            row.addWidget(button)
        row.addStretch(1)
        self.add(row, 4)

    def show_view(self, view: ProjectView) -> None:
        """Show a project's fields and the sources of its money."""
        fresh = self.view is None or view.key != self.view.key
        self.view = view
        for name in LEVELS:
            self.forms[0].offer(name, plain_choices(getattr(view.offered, name)))
        for form, (_, fields) in zip(self.forms, view.sections, strict=True):
            form.show_views(fields, fresh=fresh)
        self._show_sources(view)

    def _show_sources(self, view: ProjectView) -> None:
        names = [column.id for column in SOURCE_COLUMNS]
        rows: list[Row] = [{"key": line.key, **{name: getattr(line, name) for name in names}} for line in view.plan]
        summed, stated = sum(line.planned_fen for line in view.plan), view.row["planned_fen"]
        if len(rows) > 1:
            rows.append({"key": None, "source": "合计", "planned_fen": summed, ROW_STATE: "sum"})
        self.sources.set_rows(rows)
        differs = bool(view.plan) and stated is not None and stated != summed
        self._sources_heading.set_note("与资金投入合计相符" if view.plan and stated == summed else "")
        words = f"资金投入合计 {format_yuan(stated or 0)} 元，各来源相加 {format_yuan(summed)} 元"
        self.difference.say(words if differs else "", "due")
        self._enable()

    def _enable(self) -> None:
        there = self._line(self.sources.current_key()) is not None
        for button in (self.change, self.drop):
            button.setVisible(bool(self.view and self.view.plan))
            button.setEnabled(there)

    def _line(self, key: Key | None) -> SourceLine | None:
        plan = self.view.plan if self.view is not None else ()
        return next((line for line in plan if line.key == key), None)

    def _ask_source(self) -> None:
        if self.view is not None:
            project_asking.ask_source(self._context, self.view)

    def _open(self, key: Key | None) -> None:
        line = self._line(key)
        if self.view is not None and line is not None:
            project_asking.ask_source(self._context, self.view, line)

    def _change(self) -> None:
        self._open(self.sources.current_key())

    def _drop(self) -> None:
        line = self._line(self.sources.current_key())
        if line is not None:
            project_asking.ask_remove_source(self._context, line)

    def _total(self) -> None:
        view, actor = self.view, self._context.actor
        if view is not None:
            self._context.runner.change(lambda book, _p: project_sources.total(book, view.key, actor=actor))

    def show_findings(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Show what the checks found beside its fields; returns the rest."""
        rest = list(findings)
        for form in self.forms:
            rest = form.show_findings(rest)
        return rest

    def show_part(self, name: str) -> None:
        """Put the keyboard on a field."""
        for form in self.forms:
            if name in form.fields:
                form[name].control.setFocus()
