"""导入: choose files, see what would change, take it in, take it back.

Nothing is written until 导入 is pressed; both the trial and the import run in the writer's thread and can be
cancelled. Other pages lead here (``go("importing")``); files dropped on the window come as the record: a tuple of
paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.services import history, lists
from villagebook.services.lists import ImportReport
from villagebook.services.lists.feedback import write_refused
from villagebook.services.verbs import Changed
from villagebook.ui.models.columns import Key
from villagebook.ui.page import NEW, Command, Context, Page
from villagebook.ui.pages import files
from villagebook.ui.pages.import_headings import HeadingsView
from villagebook.ui.pages.import_lines import UNITS, ResultLines
from villagebook.ui.pages.import_parts import NOT_WRITTEN, ResultView, WorkView, choose_view
from villagebook.ui.runner import Task
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.labels import ElidedLabel, Rule
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.stages import Steps

STEPS = ("选文件", "对栏目", "看结果", "导入")
CHOOSE, HEADINGS, RESULT, DONE = range(4)

#: Kind of list -> the page that shows its records.
PAGE_OF = {
    "households": ("households", "农户"),
    "people": ("households", "农户"),
    "roll": ("households", "农户"),
    "phones": ("households", "农户"),
    "projects": ("projects", "项目"),
    "funds": ("funds", "资金"),
    "rosters": ("projects", "项目"),
}


class ImportPage(Page):
    """导入.

    Attributes:
        lines: The last trial's result, None before there is one.
        done_report: What the last import did.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: ResultLines | None = None
        self.done_report: ImportReport | None = None
        self._files: tuple[Path, ...] = ()
        self._task: Task | None = None
        self._before = CHOOSE
        self.steps = Steps(STEPS)
        self._names = ElidedLabel("", "label")
        self.work = WorkView()
        self.result = ResultView(self.runner, self.show_headings, self.save_reasons, self.start_import)
        self.headings = HeadingsView(self.runner, self.start_over, self.show_result)
        self.choose_view = choose_view(self.choose)
        self._stack = QStackedWidget()
        self._done: QWidget = QWidget()
        for view in (self.choose_view, self.headings, self.result, self._done, self.work):
            self._stack.addWidget(view)
        box = VBox(self)
        head = HBox(margins=(16, 0, 16, 0), spacing=16)
        head.addWidget(self.steps)
        head.addStretch(1)
        head.addWidget(self._names)
        box.addLayout(head)
        box.addWidget(Rule())
        box.addWidget(self._stack, 1)
        self.runner.cancelled.connect(self._cancelled)
        self._show(CHOOSE)

    # Page

    def refresh(self) -> None:
        self._show_head()

    def show_record(self, key: Key) -> None:
        """Look at these files: a tuple of paths."""
        if isinstance(key, tuple):
            self.start_trial([Path(str(name)) for name in key])

    def act(self, action: str, key: Key | None) -> None:
        if action == "choose":
            self.choose()

    def commands(self) -> Sequence[Command]:
        return (Command(NEW, "选要导入的表", self.choose),)

    def back(self) -> bool:
        place = self._stack.currentIndex()
        if place == RESULT:
            self.show_headings()
        elif place == HEADINGS:
            self.start_over()
        return place in (RESULT, HEADINGS)

    # Steps

    def choose(self) -> None:
        """Let the user choose lists, and look at them."""
        chosen = files.ask_lists(self)
        if chosen:
            self.start_trial(chosen)

    def start_over(self) -> None:
        """Go back to choosing files."""
        self._files, self.lines = (), None
        self._show(CHOOSE)

    def show_headings(self) -> None:
        """Show how the headings were understood."""
        self._show(HEADINGS)

    def show_result(self) -> None:
        """Show what would change."""
        self._show(RESULT)

    def start_trial(self, chosen: Sequence[Path]) -> None:
        """Look at files without writing anything."""
        if self._task is not None:
            self.context.say("还在看前面的表，看完再拖进来")
            return
        self._files = tuple(chosen)
        today, actor, paths = self.context.today(), self.context.actor, list(chosen)

        def look(book: Any, progress: Any) -> ResultLines:
            return ResultLines(
                lists.import_files(book, paths, actor=actor, today=today, dry_run=True, progress=progress)
            )

        self._before = CHOOSE
        task = self.runner.change(look, self._looked, self._failed, title="正在看表")  # type: ignore[arg-type]
        self._work(task, f"正在看 {self._called()}", "还没有写入，取消后书和刚才一样。")

    def start_import(self) -> None:
        """Take the lists in."""
        if self._task is not None or self.lines is None or not self.result.go_on.isEnabled():
            return
        today, actor, paths = self.context.today(), self.context.actor, list(self._files)

        def take(book: Any, progress: Any) -> tuple[Changed, ImportReport]:
            report = lists.import_files(book, paths, actor=actor, today=today, progress=progress)
            return report.changed, report

        self._before = RESULT
        task = self.runner.change(take, self._taken, self._failed, title="正在导入")  # type: ignore[arg-type]
        self._work(task, f"正在导入 {self._called()}", "导入前已自动备份；取消后书和导入前一样。")

    def undo_import(self) -> None:
        """Take the whole import back."""
        report = self.done_report
        if report is None or report.changed.seq is None:
            return
        seq, actor = report.changed.seq, self.context.actor
        self.runner.change(
            lambda book, progress: history.take_back(book, seq, actor=actor), self._taken_back, title="正在撤销导入"
        )

    def save_reasons(self) -> None:
        """Write the user's own lists back, with the reasons beside the rows."""
        report = self.done_report or (self.lines.report if self.lines is not None else None)
        if report is None:
            return
        first = self._files[0]
        target = files.ask_target(self, "存一份带原因的表", f"{files.safe_name(first.stem)}_没收原因.xlsx")
        if target is not None:
            paths = self._files
            self.runner.read(lambda book: write_refused(report, paths, target), self._saved)

    # What comes back

    def _work(self, task: Task, title: str, safe: str) -> None:
        self._task = task
        self.steps.set_current(RESULT if self._before == CHOOSE else DONE)
        self.work.follow(task, title, safe)
        self._stack.setCurrentWidget(self.work)
        self._show_head()
        self.work.cancel.setFocus()

    def _over(self) -> None:
        self._task = None
        self.work.stop()

    def _looked(self, lines: ResultLines) -> None:
        self._over()
        self.lines, self.done_report = lines, None
        self.result.show_lines(lines)
        self.headings.show_report(lines.report)
        self._show(RESULT)

    def _taken(self, result: tuple[Changed, ImportReport]) -> None:
        self._over()
        self.done_report = result[1]
        self._show_done(_done_view(self, result[1]))

    def _taken_back(self, changed: Changed) -> None:
        ways = [
            Way("file-spreadsheet", "再导一份表", "改好了可以重新导", "选文件", self.choose),
            Way("redo-2", "还是要这次导入", "原样再导一遍", "再看结果", lambda: self.start_trial(self._files)),
        ]
        self._show_done(EmptyState("undo-2", "这次导入已经撤销", "书和导入前一样。", ways))

    def _saved(self, written: list[Path]) -> None:
        more = f"等 {len(written)} 份" if len(written) > 1 else ""
        self.context.say(f"已存为 {written[0].name}{more}（{written[0].parent}）")

    def _failed(self, error: Exception) -> None:
        self._over()
        self._show(self._before)
        title = "这份表没有读成" if self._before == CHOOSE else "没有导入"
        if isinstance(error, VillagebookError):
            self.context.trouble(Trouble.of(error, title))

    def _cancelled(self, task: Task) -> None:
        if task is self._task:
            self._over()
            self._show(self._before)

    # What is shown

    def _show(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.steps.set_current(step)
        self._show_head()
        if step in (HEADINGS, RESULT):
            self.context.select(NOT_WRITTEN)
            (self.result.go_on if step == RESULT else self.headings.go_on).setFocus()

    def _show_done(self, view: QWidget) -> None:
        self._stack.removeWidget(self._done)
        self._done.deleteLater()
        self._done = view
        self._stack.insertWidget(DONE, view)
        self._show(DONE)
        self.context.select("")

    def _show_head(self) -> None:
        named = bool(self._files) and self._stack.currentIndex() != CHOOSE
        self._names.set_text(self._called() if named else "")
        self.head(self._called() if named else "镇里的表，先看结果再写入", "")

    def _called(self) -> str:
        names = [file.name for file in self._files]
        return names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 份" if names else ""


def _done_view(page: ImportPage, report: ImportReport) -> EmptyState:
    """Say what an import did, and what can come next."""
    counts = report.counts
    ways: list[Way] = []
    for kind in dict.fromkeys(row.kind for row in report.rows):
        name, title = PAGE_OF[kind]
        if title not in [way.title for way in ways]:
            ways.append(Way(_ICONS[name], title, "看导进来的记录", f"去{title}", partial(page.context.go, name)))
    if counts["refused"] or report.findings:
        note = f"您的表原样存一份，{counts['refused']} 行没收的标出原因，改好再导"
        ways.append(Way("download", "没收和要核对的行", note, "存成表", page.save_reasons))
    if report.changed.seq is None:
        return EmptyState("equal", "没有要写入的", "表里的内容书里都已经有了。", ways)
    ways.append(Way("undo-2", "导错了", "整批撤销，书回到导入前", "撤销导入", page.undo_import))
    words = [
        f"{word} {counts[outcome]:,} {_unit(report)}"
        for outcome, word in lists.OUTCOME_WORDS.items()
        if counts[outcome]
    ]
    return EmptyState("circle-check", "导入好了", "，".join(words) + "。", ways, tone="ok")


_ICONS = {"households": "users", "projects": "construction", "funds": "coins"}


def _unit(report: ImportReport) -> str:
    kinds = {row.kind for row in report.rows}
    return UNITS[next(iter(kinds))] if len(kinds) == 1 else "行"
