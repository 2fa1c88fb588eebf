"""档案: which binders are complete and which lack what, by year, the longest missing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from villagebook.services.dossier import completeness, filing, stack
from villagebook.services.dossier.completeness import Line
from villagebook.ui.models.columns import Cell, Column, Group, Key, Share
from villagebook.ui.models.table import Row
from villagebook.ui.page import FILTER, Command, Context, Page
from villagebook.ui.pages import files
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.table_pane import TablePane

COLUMNS = (
    Column("name", "项目", "name", width=240, stretch=2, sortable=False),
    Column("share", "已有", "progress", width=130, sortable=False),
    Column("count", "缺", "int", "件", width=72, sortable=False),
    Column("since", "最早的", width=110, sortable=False, rank=1),
    Column("missing", "缺的材料", "note", width=300, stretch=4, sortable=False, rank=2),
)
_LONG_DAYS = 30


class DossiersSource:
    """Binders under their years (models.rows.Source); read anew when the list is read."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        self.columns = COLUMNS
        self.missing_only = False
        self.lines: dict[Key, Line] = {}
        self._today = today

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        found = completeness.completeness(book, self._today())
        self.lines = {line.key: line for line in found}
        words = str(filter or "").split()
        rows: list[Key | Group] = []
        for year, complete, count in completeness.by_year(found):
            of_year = [line for line in found if line.year == year]
            shown = [line.key for line in of_year if all(word in _said(line) for word in words)
                     and (line.missing or not self.missing_only)]
            lacking = sum(len(line.missing) for line in of_year)
            note = f"{count} 个项目，{complete} 个齐全" + (f"，缺 {lacking} 件" if lacking else "")
            if shown:
                rows += [Group(str(year), f"{year}年" if year else "没有年度", note, "archive"), *shown]
        return rows

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [_row(self.lines[key], self._today()) if key in self.lines else {} for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}


def _said(line: Line) -> str:
    return " ".join((line.code, line.name, *(lack.title for lack in line.missing)))


def _row(line: Line, today: dt.date) -> dict[str, Any]:
    titles = [lack.title for lack in line.missing]
    since: Any = ""
    if line.since is not None:
        days = (today - line.since).days
        since = Cell(f"过 {days} 天" if days else "今天", tone="late" if days > _LONG_DAYS else "due",
                     icon="clock-alert", tip=f"{line.missing[0].title}，{line.since} 起应有")  # fmt: skip
    return {
        "name": Cell(line.name or "（没有名称）", second=line.code),
        "share": Share(line.there, line.asked, "due" if line.missing else "") if line.asked else "",
        "count": Cell(len(titles), tone="late") if titles else "",
        "since": since,
        "missing": Cell("；".join(titles), tip="\n".join(titles)) if titles else line.words,
    }


class DossiersPage(Page):
    """档案."""

    families = frozenset({
        "project", "dossier_paper", "notice", "override", "meeting", "meeting_decision", "acceptance", "roster_line",
        "benefit_agreement", "fund_entry", "asset", "distribution",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.source = DossiersSource(context.today)
        self.list = TablePane(
            self.source, self.runner, name="档案齐全情况", row_height=46, no_hits="没有符合的项目", selects=False)
        self.text = FilterLine("项目、材料", width=180)
        self.text.asked.connect(self.list.model.set_filter)
        self.list.filter_cleared.connect(self.text.clear)
        self.missing = Button("只看缺的", "list-filter", "tool")
        self.missing.setCheckable(True)
        self.missing.toggled.connect(self._narrow)
        self.list.tools.add(self.text)
        self.list.tools.add(self.missing)
        self.list.tools.add_right(Button("放入一叠扫描件", "layers", on_click=self.scan))
        self.blank = EmptyState(
            "archive", "还没有项目档案", "每个项目一本档案：申报到移交的材料各有位置，缺什么、该哪天有，这里一眼看清。",
            [Way("construction", "先登记项目", "登记了项目，档案的位置就排好了，材料随时放进去", "去项目",
                 lambda: self.context.go("projects", None, "projects"))],
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.blank)
        VBox(self).addWidget(self._stack)
        self.list.table.opened.connect(self._open)
        self.list.model.loaded.connect(self._loaded)

    def refresh(self) -> None:
        self.list.reload()

    def show_record(self, key: Key) -> None:
        """Put the keyboard on a project."""
        self.list.table.go_to(key)

    def parts(self) -> list[QWidget]:
        return [self.list]

    def commands(self) -> Sequence[Command]:
        return (Command(FILTER, "筛选", self.text.setFocus),)

    def _narrow(self, missing_only: bool) -> None:
        self.source.missing_only = missing_only
        self.list.reload()

    def _loaded(self) -> None:
        lines = self.source.lines.values()
        self._stack.setCurrentWidget(self.list if lines else self.blank)
        lacking = sum(len(line.missing) for line in lines)
        complete = sum(line.is_complete for line in lines)
        self.head(f"{len(lines)} 个项目，{complete} 个齐全" + (f"，缺 {lacking} 件" if lacking else ""))

    def _open(self, key: Key) -> None:
        self.context.go("projects", key, "projects:tab=dossier")

    def scan(self) -> None:
        """Route a scanned stack to the binders by its separator sheets."""
        self.route(files.ask_papers(self, "夹着分隔页的一叠扫描件"))

    def route(self, paths: Sequence[Path]) -> None:
        """Route these files; what went nowhere is said."""
        actor = self.context.actor

        def work(book: Any, _progress: Any) -> Done:
            routed = stack.route(book, filing.read_paths(paths), actor=actor)
            return done(routed.changed, routed.refused)

        if paths:
            self.runner.change(work, self._say, title="正在分送扫描件")

    def _say(self, one: Done) -> None:
        if one.value:
            self.context.say("；".join(one.value), undo=one.seq is not None)


def waiting(book: Any, today: dt.date) -> int:
    """Return how many projects lack a paper, for the tab."""
    return sum(bool(line.missing) for line in completeness.completeness(book, today))
