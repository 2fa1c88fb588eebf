"""农户: the list of households and the record of one of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services import household_head, household_steps, household_years, households, paper, tables
from villagebook.services.households import HouseholdView
from villagebook.services.today import CASE_KEY
from villagebook.ui.ledger_source import LedgerSource, Wanted
from villagebook.ui.models.columns import Cell, Column, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, PRINT, Command, Context, Page
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.files import ask_target
from villagebook.ui.pages.household_cases import FAMILIES, CasesView
from villagebook.ui.pages.household_moves import Moving
from villagebook.ui.pages.household_record import HouseholdRecord
from villagebook.ui.pages.printing import Job, Loaded, PrintDialog
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane

LEDGER = "households"
SHOWN = ("head", "code", "group", "members", "status", "per_capita_fen", "address", "findings")
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {"heading": "户主", "width": 72},
    "code": {"width": 150, "rank": 6},
    "address": {"width": 160, "rank": 7, "stretch": 1},
    "group": {"heading": "组", "width": 58, "rank": 4},
    "members": {"heading": "人口", "width": 46, "rank": 3},
    "status": {"heading": "类别", "width": 118, "rank": 0},
    "per_capita_fen": {"unit": "", "width": 100, "rank": 2},
    "findings": {"width": 50, "rank": 1},
}
FINDINGS = Column("findings", "提示", "findings", sortable=False, tip="核查有提示的栏目")
#: Saved views: id, words, wanted statuses.
VIEWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", "全部农户", ()),
    ("poor", "脱贫户", POOR_STATUSES),
    ("monitored", "监测对象", MONITORED_STATUSES),
    ("low", "低保、特困", ("低保户", "特困户")),
)


class HouseholdSource(LedgerSource):
    """Households with the number of findings at each."""

    def __init__(self, context: Context) -> None:
        super().__init__(LEDGER, context.today, SHOWN, looks=LOOKS, unit="户", extra=[FINDINGS])
        self._findings = context.findings

    def dress(self, book: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        shown = super().dress(book, row)
        found = self._findings.of_household(row["_id"])
        if found:
            tone = "late" if any(finding.severity == "error" for finding in found) else "due"
            tip = "\n".join(f"{finding.field} {finding.message}" for finding in found[:8])
            shown["findings"] = Cell(len(found), tone=tone, tip=tip)
        return shown


class HouseholdsPage(Page):
    """农户."""

    families = frozenset(
        {"household", "person", "membership", "status_period", "household_year", "person_year", "income_item",
         "roster_line", "benefit_line", "distribution_line", "notice", "measure", "visit", "work_record", "guarantee"}
        | FAMILIES
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view, self._group, self._text = "all", "", ""
        self._groups: tuple[str, ...] = ()
        self._key: uuid.UUID | None = None
        self._wanted_action = ""
        self.list = TablePane(HouseholdSource(context), self.runner, name="农户列表", no_hits="没有符合的农户")
        self._make_tools()
        self.record = HouseholdRecord(context)
        self._on: dt.date | None = None
        self.moving = Moving(context, lambda: self.record.view, self.show_record)
        self.panes = Panes(self.list, self.record, self.list.table, list_name="农户列表", unit="户")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._empty = self._make_empty()
        self._stack.addWidget(self._empty)
        self.cases: CasesView | None = None
        VBox(self).addWidget(self._stack)
        self._connect()

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.view_button = Button("全部农户", "bookmark", tip="看哪些农户", on_click=self._open_views)
        tools.add(self.view_button)
        self.filter_button = Button("筛选", "list-filter", "tool", keys=FILTER, shrink=3, on_click=self.ask_filter)
        tools.add(self.filter_button)
        tools.add(self.list.columns_button(shrink=2))
        tools.add(Button("导出", "download", "tool", tip="导出", keys=EXPORT, shrink=1, on_click=self.export))
        tools.add(Button("导入", "upload", "tool", shrink=1, on_click=lambda: self.context.go("importing")))
        tools.add_right(Button("新增农户", "plus", "primary", keys=NEW, on_click=self.add_household))
        self._filter_row = QWidget()
        row = HBox(self._filter_row, (10, 0, 10, 8), 8)
        self.filter_line = FilterLine("姓名、拼音、编号、住址", width=0)
        self.filter_line.asked.connect(self._filter_typed)
        row.addWidget(self.filter_line, 1)
        row.addWidget(Button("清除", kind="quiet", small=True, on_click=self.clear_filter))
        self._filter_row.hide()
        self.list.layout().insertWidget(1, self._filter_row)

    def _make_empty(self) -> EmptyState:
        return EmptyState(
            "users",
            "还没有农户",
            "户和人记在这里，手册、公示和台账都从这里出，不用再抄。",
            (
                Way(
                    "file-spreadsheet", "从镇里的户信息、人信息表导入", "认得各种表头和日期写法，先看结果再写入",
                    "选文件", lambda: self.context.go("importing"),
                ),
                Way("plus", "新增一户", "先写户主姓名，其余以后补", "新增", self.add_household),
            ),
            foot="也可以把 Excel 文件直接拖到这里",
        )  # fmt: skip

    def _connect(self) -> None:
        self.list.table.current_changed.connect(self._chosen)
        self.list.table.chosen_changed.connect(self._say_selection)
        self.list.model.loaded.connect(self._loaded)
        self.list.filter_cleared.connect(self.clear_filter)
        self.record.print_asked.connect(self.print_handbook)
        self.record.moves_asked.connect(self.moving.open_menu)
        self.record.day_chosen.connect(self._day_chosen)
        self.record.former_asked.connect(self._keep_former)
        self.record.year_asked.connect(self.begin_year)
        self.record.steps_asked.connect(self._read_steps)
        self.record.project_asked.connect(lambda key: self.context.go("projects", key))
        self.record.more.clicked.connect(self._open_more)
        self.context.findings.changed.connect(self._found)

    # Page

    def refresh(self) -> None:
        if self.cases is not None:
            self.cases.refresh()
        self.list.reload()
        self.runner.read(_group_names, self._take_groups, key="households.groups")

    def show_record(self, key: Key) -> None:
        if isinstance(key, str) and key.startswith(CASE_KEY):
            self.show_cases(uuid.UUID(key.removeprefix(CASE_KEY)))
            return
        self.show_households()
        if self._wanted() and self.list.model.row_of(key) < 0:
            self._set_filter("all", "", "")
        self.list.table.go_to(key)
        if key == self._key or self.list.model.row_of(key) < 0:
            self._chosen(key)
        self.panes.show_record()

    def act(self, action: str, key: Key | None) -> None:
        if action == "cases":
            self.show_cases()
        actions = {"new": self.add_household, "print": self.print_handbook, "member": self.open_moves}
        if action == "print" and key is not None and (self.record.view is None or self.record.view.key != key):
            self._wanted_action = action  # once the record is there
        elif action in actions:
            actions[action]()

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "新增农户", self.add_household),
            Command(FILTER, "筛选", self.ask_filter),
            Command(PRINT, "打印手册", self.print_handbook),
            Command(EXPORT, "导出", self.export),
            Command("Ctrl+M", "成员变动", self.open_moves),
        )

    def remember(self) -> Mapping[str, Any]:
        return {
            "columns": [column.id for column in self.list.model.columns],
            "sort": [self.list.model.sorted_by, self.list.model.descending],
            "view": self._view,
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        known = {column.id for column in self.list.source.columns}
        columns = [name for name in kept.get("columns", ()) if name in known]
        if "head" in columns:
            self.list.show_columns(tuple(columns))
        sort = kept.get("sort")
        if isinstance(sort, list) and len(sort) == 2 and (sort[0] in known or sort[0] is None):
            self.list.model.sorted_by, self.list.model.descending = sort[0], bool(sort[1])
        if kept.get("view") in [view for view, _, _ in VIEWS]:
            self._view = kept["view"]
            self._apply_filter(reload=False)

    # 动态管理 stands in place of the list

    @property
    def _shows_cases(self) -> bool:
        return self.cases is not None and self._stack.currentWidget() is self.cases

    def show_cases(self, case: uuid.UUID | None = None) -> None:
        """Show the list of cases, and one of them."""
        if self.cases is None:
            self.cases = CasesView(self.context)
            self.cases.left.connect(self.show_households)
            self.cases.household_asked.connect(self._household_of_case)
            self.cases.counted.connect(lambda words: self.head(words, words) if self._shows_cases else None)
            self._stack.addWidget(self.cases)
        self._stack.setCurrentWidget(self.cases)
        self.cases.refresh()
        self.cases.list.table.setFocus()
        if case is not None:
            self.cases.show_case(case)

    def show_households(self) -> None:
        """Show the households again."""
        if self._shows_cases:
            self._stack.setCurrentWidget(self.panes)
            self._loaded()
            self.list.table.setFocus()

    def _household_of_case(self, key: uuid.UUID) -> None:
        self.record.show_tab("cases")
        self.show_record(key)

    def back(self) -> bool:
        if self._shows_cases and self.cases is not None:
            if not self.cases.panes.back():
                self.show_households()
            return True
        return super().back()

    # The list

    def _wanted(self) -> Wanted | None:
        statuses = next(kinds for view, _, kinds in VIEWS if view == self._view)
        filters: dict[str, object] = {}
        if statuses:
            filters["status"] = statuses
        if self._group:
            filters["group"] = self._group
        return Wanted(self._text, filters) if filters or self._text else None

    def _set_filter(self, view: str, group: str, text: str) -> None:
        self._view, self._group, self._text = view, group, text
        if self.filter_line.text().strip() != text:
            self.filter_line.setText(text)
        self._apply_filter()

    def _apply_filter(self, *, reload: bool = True) -> None:
        wanted = self._wanted()
        words = next(words for view, words, _ in VIEWS if view == self._view)
        self.view_button.set_words(f"{words} {self._group}".strip() if self._group else words)
        self.list.tools.arrange()
        model = self.list.model
        marks = {"status": self._view != "all", "group": bool(self._group), "head": bool(self._text)}
        model.filtered = frozenset(name for name, on in marks.items() if on)
        if reload:
            model.set_filter(wanted)
        else:
            model.filter = wanted

    def clear_filter(self) -> None:
        """Show all households again."""
        self._filter_row.hide()
        self._set_filter("all", "", "")
        self.list.table.setFocus()

    def ask_filter(self) -> None:
        """Show the line that filters while one types."""
        self._filter_row.show()
        self.filter_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_line.selectAll()

    def _filter_typed(self, text: str) -> None:
        if text != self._text:
            self._set_filter(self._view, self._group, text)

    def _open_views(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for view, words, _ in VIEWS:
            self._view_action(menu, group, words, view, "", here=view == self._view and not self._group)
        menu.addAction("动态管理（在办的事）", self.show_cases)
        if self._groups:
            menu.addSeparator()
        for name in self._groups:
            self._view_action(menu, group, name, "all", name, here=name == self._group)
        menu.popup(self.view_button.mapToGlobal(QPoint(0, self.view_button.height())))

    def _view_action(self, menu: QMenu, group: QActionGroup, words: str, view: str, name: str, *, here: bool) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(here)
        action.triggered.connect(lambda: self._set_filter(view, name, self._text))
        group.addAction(action)

    def _take_groups(self, names: tuple[str, ...]) -> None:
        self._groups = names

    def _loaded(self) -> None:
        if self._shows_cases:
            return
        model = self.list.model
        nothing = not model.keys() and not model.filter
        self._stack.setCurrentWidget(self._empty if nothing else self.panes)
        people = int(model.totals.get("members") or 0)
        count = len(model.keys())
        lead = "筛选出 " if model.filter else ""
        self.head(f"{lead}{count:,} 户，{people:,} 人", f"{lead}{count:,} 户")

    def _found(self) -> None:
        self.list.reload()
        self._show_findings()

    def _say_selection(self) -> None:
        keys = self.list.table.chosen_keys()
        rows = [self.list.model.row_at(self.list.model.row_of(key)) for key in keys[:200]]
        people = sum(int(row.get("members") or 0) for row in rows if row)
        more = f"，{people:,} 人" if len(keys) <= len(rows) else ""
        self.context.select(f"已选 {len(keys):,} 户{more}" if keys else "")

    # The record

    def _chosen(self, key: Key) -> None:
        assert isinstance(key, uuid.UUID)
        if key != self._key:
            self._on = None
        self._key = key
        today = self.context.today()
        on = self._on or today
        self.runner.read(lambda book: households.view(book, key, on, today), self._shown, key="households.record")

    def _day_chosen(self, on: dt.date) -> None:
        self._on = on
        if self._key is not None:
            self._chosen(self._key)

    def _keep_former(self, person: uuid.UUID, name: str) -> None:
        actor = self.context.actor
        self.runner.change(lambda book, _p: household_head.keep_former_name(book, person, name, actor=actor))

    def _shown(self, view: HouseholdView) -> None:
        self.record.show_household(view)
        self._show_findings()
        self._say_selection()
        action, self._wanted_action = self._wanted_action, ""
        if action:
            self.act(action, view.key)

    def _show_findings(self) -> None:
        if self.record.view is not None:
            self.record.show_findings(self.context.findings.of_household(self.record.view.key))

    def _read_steps(self) -> None:
        view = self.record.view
        if view is not None:
            key = view.key
            self.runner.read(
                lambda book: household_steps.steps(book, key),
                lambda steps: self.record.show_steps(key, steps),
                key="households.steps",
                slow=True,
            )

    def _open_more(self) -> None:
        view = self.record.view
        if view is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.moving.fill(menu.addMenu("成员变动"))
        menu.addAction("看某一天", self.record.ask_day)
        menu.addAction("复制户编号", lambda: QGuiApplication.clipboard().setText(view.code))
        group = next((f.value for _, fields in view.sections for f in fields if f.name == "group_name"), None)
        if group:
            menu.addAction(f"只看{group}的农户", lambda: self._set_filter("all", str(group), ""))
        button = self.record.more
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    # Verbs

    def add_household(self) -> None:
        """Ask for a new household's head and add it."""
        specs = (
            FieldSpec("head_name", "户主", placeholder="姓名"),
            FieldSpec("group_name", "村民小组", placeholder="3组"),
            FieldSpec("code", "户编号", "code", wide=True, placeholder="没有就空着，程序先编一个"),
        )
        lead = "先写户主，成员、电话、住房以后在记录里补。"
        dialog = AskDialog(
            "新增农户", lead, specs, {}, self.context.today, "新增农户", self._add_household,
            required={"head_name": "请写户主姓名"},
        )  # fmt: skip
        self.context.open(dialog)

    def _add_household(self, values: Mapping[str, Any]) -> None:
        said = {name: str(values.get(name) or "") for name in ("head_name", "group_name", "code")}
        actor = self.context.actor

        def op(book: Any, progress: Any) -> Any:
            return households.add_household(book, **said, actor=actor)

        self.runner.change(op, lambda made: self.show_record(made[1]), title="正在新增农户")

    def open_moves(self) -> None:
        """Offer what can happen to the household's members."""
        if self.record.view is not None:
            self.moving.open_menu(self.record.moves)

    def begin_year(self, year: int) -> None:
        """Begin a year of incomes."""
        view, actor = self.record.view, self.context.actor
        if view is not None:
            key = view.key
            self.runner.change(lambda book, _progress: household_years.add_year(book, key, year, actor=actor))

    def print_handbook(self) -> None:
        """Show the handbook's pages, to print them or keep them."""
        view, today = self.record.view, self.context.today()
        if view is None:
            return
        code, head = view.code, view.head

        def load(book: Any, _paper: str) -> Loaded:
            return Loaded(paper.handbook_bytes(book, code, today), "含个人信息，请只交给户主本人。", "info")

        def save(book: Any, target: Path, _paper: str, progress: Any) -> str:
            return paper.print_handbooks(book, [code], target, today=today, progress=progress).line

        job = Job("打印帮扶手册", head, load, save, f"帮扶手册_{code}_{head}")
        self.context.open(PrintDialog(self.context, job))

    def export(self) -> None:
        """Write the households shown (or the cases) as a file, in a format by its ending."""
        if self._shows_cases and self.cases is not None:
            self.cases.export()
            return
        words = self.view_button.words.replace(" ", "")
        name = f"农户台账_{words}.xlsx" if self._wanted() else "农户台账.xlsx"
        target = ask_target(self, "导出农户台账", name)
        if target is not None:
            self._export(target)

    def _export(self, target: Path) -> None:
        wanted, today, source = self._wanted(), self.context.today(), self.list.source
        assert isinstance(source, HouseholdSource)

        def op(book: Any, progress: Any) -> Path:
            within = source.scope(book, wanted)
            return tables.export(book, LEDGER, target, on=today, within=within, progress=progress)

        self.runner.change(op, lambda path: self.context.say(f"已导出 {path.name}"), title="正在导出农户台账")


def _group_names(book: Any) -> tuple[str, ...]:
    """Return the groups households belong to; called in the reader's thread."""
    return tables.choices(book, LEDGER, "group")
