"""今日: what is due, the most pressing first, and the village's figures beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from villagebook.base.findings import Severity
from villagebook.services import books
from villagebook.services import today as services
from villagebook.ui import scale
from villagebook.ui.findings import Report
from villagebook.ui.models.columns import Key
from villagebook.ui.page import Context, Page
from villagebook.ui.pages.checks_source import AREAS, area_of
from villagebook.ui.pages.doing import Done
from villagebook.ui.pages.today_figures import FiguresColumn
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.empty import EmptyState
from villagebook.ui.widgets.labels import Rule
from villagebook.ui.widgets.panes import THREE_PANES_FROM
from villagebook.ui.widgets.record import Column
from villagebook.ui.widgets.tabs import Tab, TabBar
from villagebook.ui.widgets.tasks import TaskItem, TaskRow

WEEKDAYS = "一二三四五六日"
TONES = {services.LATE: "late", services.TODAY: "due"}
TASKS, FIGURES = "tasks", "figures"
# From here on the figures stand in two columns.
TWO_COLUMNS_FROM = 1460
ONE_WIDE, TWO_WIDE = 372, 720


class TodayPage(Page):
    """今日."""

    families = frozenset(
        {
            "notice", "fund_entry", "household", "person", "membership", "status_period", "project", "project_source",
            "import_file", "import_row", "backup",
        }
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._due: tuple[services.Task, ...] | None = None
        self._shown: tuple[services.Task, ...] | None = None
        self.rows: list[TaskRow] = []
        self._tasks = Column((20, 7, 14, 16), spacing=0)
        self._task_area = scrolling(self._tasks, "要办的")
        self._nothing = EmptyState(
            "circle-check", "没有要办的事", "要摘下的公示、没入账的钱、没收进来的行，到时候会列在这里。"
        )
        self._left = QStackedWidget()
        self._left.addWidget(self._task_area)
        self._left.addWidget(self._nothing)
        self.figures = FiguresColumn(self._open, self.back_up)
        self._figure_area = scrolling(self.figures, "村里的数")
        self._rule = Rule(upright=True)
        self.tabs = TabBar([Tab(TASKS, "要办的"), Tab(FIGURES, "村里的数")])
        self.tabs.current_changed.connect(lambda _tab: self.arrange())
        self._tab_row = QWidget()
        HBox(self._tab_row, (16, 3, 16, 0)).addWidget(self.tabs)
        self._tab_rule = Rule()
        box = VBox(self)
        box.addWidget(self._tab_row)
        box.addWidget(self._tab_rule)
        row = HBox()
        row.addWidget(self._left, 1)
        row.addWidget(self._rule)
        row.addWidget(self._figure_area)
        box.addLayout(row, 1)
        context.findings.changed.connect(self._show_tasks)
        self.arrange()

    def refresh(self) -> None:
        today = self.context.today()
        self.head(f"{today.isoformat()} 星期{WEEKDAYS[today.weekday()]}")
        self.runner.read(lambda book: services.today(book, today), self._show, key="today")

    def parts(self) -> list[QWidget]:
        return [self._left, self._figure_area]

    def _show(self, found: services.Today) -> None:
        self._due = found.tasks
        self._show_tasks()
        self.figures.show_figures(found, self.context.today().year)

    # Tasks

    def _show_tasks(self) -> None:
        if self._due is None:
            return
        tasks = (*self._due, *_of_findings(self.context.findings.report))
        self.tabs.set_count(TASKS, str(len(tasks)) if tasks else "")
        if tasks != self._shown:
            self._shown = tasks
            self._fill(tasks)

    def _fill(self, tasks: Sequence[services.Task]) -> None:
        at = self._focused()
        self._tasks.clear()
        self.rows = []
        for group in (services.LATE, services.TODAY, services.WEEK, services.MONTH):
            of_group = [task for task in tasks if task.group == group]
            if of_group:
                heading = self._tasks.section(group, f"{len(of_group)} 件")
                heading.title.set_tone(TONES.get(group, ""))
            for place, task in enumerate(of_group):
                row = TaskRow(self._item(task), last=place == len(of_group) - 1)
                self.rows.append(row)
                self._tasks.add(row)
        self._left.setCurrentWidget(self._task_area if tasks else self._nothing)
        if at is not None and self.rows:
            self.rows[min(at, len(self.rows) - 1)].button.setFocus()

    def _focused(self) -> int | None:
        """Return the place of the row the keyboard is on, so that it stays there when the list is made anew."""
        focus = QApplication.focusWidget()
        return next((i for i, row in enumerate(self.rows) if focus is not None and row.isAncestorOf(focus)), None)

    def _item(self, task: services.Task) -> TaskItem:
        return TaskItem(
            task.icon,
            task.title,
            task.detail.replace("\u3000", "·"),
            task.when,
            task.verb,
            lambda: self._open(task.page, task.key or None, task.action),
            TONES.get(task.group, ""),
        )

    def _open(self, page: str, key: Key | None = None, action: str = "") -> None:
        self.context.go(page, key, action)

    # Backup

    def back_up(self) -> None:
        """Make a backup now."""

        def make(book: Any, progress: Any) -> Done:
            return Done(books.back_up(book, reason="手工", progress=progress), frozenset({"backup"}))

        self.figures.backup_button.setEnabled(False)
        self.runner.change(make, self._backed_up, self._not_backed_up, title="正在备份")

    def _backed_up(self, done: Done) -> None:
        self.figures.backup_button.setEnabled(True)
        self.context.say(f"已备份并核对：{done.value.path.name}")

    def _not_backed_up(self, error: Any) -> None:
        self.figures.backup_button.setEnabled(True)
        self.context.trouble(error)

    # Room

    def arrange(self) -> None:
        width = logical(self.width())
        beside = width >= THREE_PANES_FROM
        two = width >= TWO_COLUMNS_FROM or (not beside and width >= TWO_WIDE)
        self.figures.arrange(2 if two else 1)
        self._tab_row.setVisible(not beside)
        self._tab_rule.setVisible(not beside)
        self._rule.setVisible(beside)
        self._left.setVisible(beside or self.tabs.current == TASKS)
        self._figure_area.setVisible(beside or self.tabs.current == FIGURES)
        if beside:
            scale.fix(self._figure_area, width=TWO_WIDE if two else ONE_WIDE)
        else:
            self._figure_area.setProperty("vb_fix_w", None)
            self._figure_area.setMinimumWidth(0)
            self._figure_area.setMaximumWidth(16777215)


def _of_findings(report: Report | None) -> tuple[services.Task, ...]:
    """Return the task of looking at what the checks found; none while they have not run, or found nothing."""
    found = report.findings if report is not None else ()
    if not found:
        return ()
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    areas = Counter(area_of(finding) for finding in found)
    where = "，".join(f"{words} {areas[area]:,} 个" for area, (words, _, _) in AREAS.items() if areas[area])
    said = f"，其中 {errors:,} 个错误" if errors else ""
    title = f"核对数据：{len(found):,} 个提示{said}"
    return (services.Task(services.MONTH, "list-checks", title, where, None, "待核对", "去核查", "checks", ""),)
