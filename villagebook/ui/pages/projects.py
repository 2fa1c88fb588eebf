"""项目: the list of projects and the record of one of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from villagebook.base.money import format_yuan
from villagebook.models.codes import CODES
from villagebook.services import projects, tables
from villagebook.services.projects import ProjectView
from villagebook.ui.models.columns import Key
from villagebook.ui.page import EXPORT, FILTER, NEW, Command, Context
from villagebook.ui.pages import exporting
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.narrowed import NarrowedPage
from villagebook.ui.pages.narrowing import Narrowing
from villagebook.ui.pages.project_tabs import PROJECT_TABS
from villagebook.ui.pages.projects_record import ProjectRecord
from villagebook.ui.pages.projects_source import LEDGER, STAGES, ProjectsSource
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane


class ProjectsPage(NarrowedPage):
    """项目."""

    families = frozenset({"project"}).union(*(tab.families for tab in PROJECT_TABS))
    file_noun = "项目台账"
    lead = "name"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.source = ProjectsSource(context)
        self.list = TablePane(self.source, self.runner, name="项目列表", row_height=46, no_hits="没有符合的项目")
        self._make_tools()
        self.record = ProjectRecord(context)
        self.panes = Panes(
            self.list, self.record, self.list.table, list_name="项目列表", unit="个项目",
            list_width=584, record_width=650,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._make_empty())
        VBox(self).addWidget(self._stack)
        self._connect()

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.narrowing = Narrowing(self.list, self.context, "项目", _filter_fields)
        self.add_tools()
        tools.add(Button("导入", "upload", "tool", shrink=1, on_click=lambda: self.context.go("importing")))
        tools.add_right(Button("新增项目", "plus", "primary", keys=NEW, on_click=self.add_project))

    def _make_empty(self) -> EmptyState:
        return EmptyState(
            "construction",
            "还没有项目",
            "项目记在这里，公示、资金台账和一本清都从这里出，不用再抄。",
            [
                Way("file-spreadsheet", "从镇里的项目表导入", "认得三行表头、万元和各种日期写法，先看结果再写入",
                    "选文件", lambda: self.context.go("importing", action="choose")),
                Way("plus", "新增一个项目", "先写名称、类别和计划资金，其余以后补", "新增", self.add_project),
            ],
            foot="也可以把 Excel 文件直接拖到这里",
        )  # fmt: skip

    def _connect(self) -> None:
        self.list.table.current_changed.connect(self._choose)
        self.list.table.chosen_changed.connect(self._say_selection)
        self.list.model.loaded.connect(self._loaded)
        with_menu(self.record.more, self._more_entries)
        self.context.findings.changed.connect(self._found)

    # Page

    def refresh(self) -> None:
        self.runner.read(lambda book: tables.choices(book, LEDGER, "year"), self._take_years, key="projects.years")
        if self.narrowing.is_settled:
            self.list.reload()
            self._read_project()

    def show_record(self, key: Key) -> None:
        """Show a project by its key, or by its code."""
        if not isinstance(key, uuid.UUID):
            code = str(key)
            self.runner.read(lambda book: projects.key_of(book, code), self.show_record, key="projects.find")
            return
        self.narrowing.bring(key)
        self.list.table.go_to(key)
        self._choose(key)
        self.panes.show_record()

    def act(self, action: str, key: Key | None) -> None:
        if action == "new":
            self.add_project()
        elif action.startswith("tab="):
            self.record.turn(action.removeprefix("tab="))
        elif action.startswith("stage="):
            self.narrowing.want_of_all_years({"stage": action.removeprefix("stage=")})

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "新增项目", self.add_project),
            Command(FILTER, "筛选", self.narrowing.ask),
            Command(EXPORT, "导出项目台账", lambda: exporting.save(self, self.export(), ".xlsx")),
        )

    # What is listed

    def _take_years(self, years: tuple[str, ...]) -> None:
        self.narrowing.offer_years([int(year) for year in reversed(years)])

    def _loaded(self) -> None:
        model = self.list.model
        nothing = not model.keys() and not model.filter
        self._stack.setCurrentIndex(1 if nothing else 0)
        count, planned = len(model.keys()), format_yuan(int(model.totals.get("planned_fen") or 0))
        self.head(f"{count:,} 个，计划 {planned} 元", f"{count:,} 个")
        if not model.keys():
            self._key = None

    def _say_selection(self) -> None:
        count = len(self.list.table.chosen_keys())
        self.context.select(f"已选 {count:,} 个项目" if count else "")

    def _found(self) -> None:
        self.list.reload()
        self._show_findings()

    # The record

    def _choose(self, key: Key) -> None:
        assert isinstance(key, uuid.UUID)
        self._key = key
        self._read_project()

    def _read_project(self) -> None:
        key, on = self._key, self.context.today()
        if key is not None:
            self.runner.read(lambda book: projects.view(book, key, on), self._shown, self._gone, key="projects.record")

    def _shown(self, view: ProjectView) -> None:
        self.record.show_project(view)
        self._show_findings()

    def _show_findings(self) -> None:
        if self.record.view is not None:
            self.record.show_findings(self.context.findings.of_record("project", self.record.view.key))

    def _more_entries(self) -> list[Entry]:
        view = self.record.view
        if view is None:
            return []
        return [
            Entry("记一笔", self.write_entry, "plus"),
            Entry("复制项目编号", lambda: QGuiApplication.clipboard().setText(view.code), "copy"),
        ]

    # What is done

    def write_entry(self) -> None:
        """Write an entry of this project."""
        view = self.record.view
        if view is not None:
            self.context.go("funds", action=f"new={view.code}")

    def add_project(self) -> None:
        """Ask for a new project and add it."""
        this = self.context.today().year
        specs = (
            FieldSpec("name", "项目名称", wide=True),
            FieldSpec("year", "年度", "choice", choices=plain_choices([str(this + step) for step in (1, 0, -1, -2)])),
            FieldSpec("code", "项目编号", "code", placeholder="空着就自动接着编"),
            FieldSpec("category", "项目类型", "choice", choices=plain_choices(CODES["project_category"].values)),
            FieldSpec("mode", "实施方式", "choice", choices=plain_choices(CODES["project_mode"].values)),
            FieldSpec("planned_fen", "计划资金", "money", unit="元"),
            FieldSpec("source", "资金来源", "choice", choices=plain_choices(CODES["fund_source"].values)),
            FieldSpec("content", "建设内容", "long_text", wide=True, lines=2),
        )
        dialog = AskDialog(
            "新增项目",
            "先写这些，日期、受益户和公示以后在记录里补。",
            specs,
            {"year": str(self.narrowing.year or this)},
            self.context.today,
            "新增项目",
            self._add,
            icon="plus",
            required={"name": "请写项目名称", "year": "请写年度"},
            width=640,
        )
        self.context.open(dialog)

    def _add(self, values: Mapping[str, Any]) -> None:
        actor = self.context.actor
        given = {**values, "year": int(values["year"]), "code": values.get("code") or ""}
        self.runner.change(
            lambda book, _progress: projects.add(book, **given, actor=actor),
            lambda made: self.show_record(made[1]),
            title="正在新增项目",
        )


def _filter_fields() -> Sequence[FieldSpec]:
    return (
        FieldSpec("text", "名称、编号、地点", wide=True),
        FieldSpec("category", "项目类型", "choice", choices=plain_choices(CODES["project_category"].values)),
        FieldSpec("mode", "实施方式", "choice", choices=plain_choices(CODES["project_mode"].values)),
        FieldSpec("stage", "进度", "choice", choices=plain_choices(tuple(STAGES))),
    )
