"""导入: choose files, say what headings mean, see what would change, take in what is ticked, take it back.

Nothing is written until 导入 is pressed. Files are read once; each trial and the import itself run in the writer's
thread and can be cancelled. Other pages lead here (``go("importing")``); files dropped on the window come as the
record: a tuple of paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.importing import KINDS
from villagebook.services import history, lists
from villagebook.services.lists import ImportReport, Prepared, prepare
from villagebook.services.lists.feedback import write_refused
from villagebook.services.verbs import Changed
from villagebook.ui import style
from villagebook.ui.models.columns import Key
from villagebook.ui.page import NEW, Command, Context, Page
from villagebook.ui.pages import files
from villagebook.ui.pages.import_choices import Choices, who_dialog
from villagebook.ui.pages.import_headings import HeadingsView
from villagebook.ui.pages.import_history import ImportHistory
from villagebook.ui.pages.import_lines import Line, ResultLines, unit_of
from villagebook.ui.pages.import_parts import NOT_WRITTEN, ResultView, WorkView, choose_view
from villagebook.ui.runner import Task
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.labels import ElidedLabel, Rule
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.stages import Steps

STEPS = ("选文件", "对栏目", "看结果", "导入")
CHOOSE, HEADINGS, RESULT, DONE = range(4)

#: Records that are not shown by the page 农户 -> the page that shows them.
PAGE_OF = {
    "project": ("projects", "项目"),
    "roster_line": ("projects", "项目"),
    "benefit_line": ("projects", "项目"),
    "fund_entry": ("funds", "资金"),
    "village_year": ("ledgers", "台账"),
}


def page_of(kind: str) -> tuple[str, str]:
    """Return the page that shows the records of a kind of list, and its title."""
    return PAGE_OF.get(KINDS[kind].records[0].__tablename__, ("households", "农户"))


class ImportPage(Page):
    """导入.

    Attributes:
        lines: The last trial's result, None before there is one.
        done_report: What the last import did.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: ResultLines | None = None
        self.choices = Choices()
        self._prepared: Prepared | None = None
        self.done_report: ImportReport | None = None
        self._files: tuple[Path, ...] = ()
        self._task: Task | None = None
        self._before = self._then = CHOOSE
        self.steps = Steps(STEPS)
        self._names = ElidedLabel("", "label")
        self.work = WorkView()
        self.result = ResultView(self.runner, self.show_headings, self.save_reasons, self.start_import)
        self.result.opened.connect(self._open_line)
        self.headings = HeadingsView(self.runner, self.start_over, self.show_result)
        self.headings.meant.connect(self._meant)
        self.headings.kind_said.connect(self._kind_said)
        self.headings.mode_said.connect(self._mode_said)
        self.choose_view = QFrame()
        self.choose_view.setProperty("ground", "surface")
        self.history = ImportHistory(context, self.runner, self._history_known)
        beside = VBox(self.choose_view)
        beside.addWidget(choose_view(self.choose), 3)
        beside.addWidget(self.history, 4)
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
        self.history.refresh()

    def _history_known(self, any_: bool) -> None:
        style.show_if(self.history, any_)

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
        self._files, self.lines, self._prepared = (), None, None
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
        self._files, self.choices, self._prepared = tuple(chosen), Choices(), None
        self.headings.modes["take"].setChecked(True)
        self._before = CHOOSE
        self._look(RESULT)

    def _look(self, then: int) -> None:
        """Make the report anew, with what was decided so far; show it at this step."""
        today, actor, paths = self.context.today(), self.context.actor, list(self._files)
        choices, known = self.choices, self._prepared

        def look(book: Any, progress: Any) -> tuple[Prepared, ResultLines]:
            prepared = known or prepare(book, paths, actor=actor, today=today, progress=progress)
            return prepared, ResultLines(prepared.report(choices.decisions, progress), choices)

        self._then = then
        task = self.runner.change(look, self._looked, self._failed, title="正在看表")  # type: ignore[arg-type]
        self._work(task, f"正在看 {self._called()}", "还没有写入，取消后书和刚才一样。")

    def start_import(self) -> None:
        """Take the lists in."""
        if self._task is not None or self.lines is None or not self.result.go_on.isEnabled():
            return
        prepared, decisions = self._prepared, self.choices.decisions
        assert prepared is not None

        def take(book: Any, progress: Any) -> tuple[Changed, ImportReport]:
            report = prepared.commit(decisions, progress)
            return report.changed, report

        self._before = RESULT
        task = self.runner.change(take, self._taken, self._failed, title="正在导入")  # type: ignore[arg-type]
        self._work(task, f"正在导入 {self._called()}", "导入前已自动备份；取消后书和导入前一样。")

    # What is decided on the way

    def _meant(self, sheet: tuple[str, str], heading: str, meaning: str) -> None:
        self.choices.say_column(sheet, heading, meaning)
        self._again(HEADINGS)

    def _kind_said(self, sheet: tuple[str, str], kind: str) -> None:
        self.choices.say_kind(sheet, kind)
        self._again(HEADINGS)

    def _mode_said(self, mode: str) -> None:
        if self.lines is not None and mode != self.choices.mode:
            self.choices.say_mode(mode, self.lines.report)
            self._again(HEADINGS)

    def _again(self, step: int) -> None:
        if self._task is None:
            self._before = step
            self._look(step)

    def _open_line(self, line: Line) -> None:
        """Enter on a line: say who it is, or look at who is missing."""
        if line.asked is not None:
            question = line.asked
            place = (question.file, question.sheet, question.row)
            self.context.open(who_dialog(question, lambda key: self._said_who(place, key)))
        elif line.missing is not None and line.missing.table == "household":
            self.context.go("households", line.missing.key)
        elif line.missing is not None:
            self.context.go("households", None)
            self.context.say(f"请在农户里找 {line.missing.name}，记下是走了还是没了")

    def _said_who(self, place: tuple[str, str, int], key: str) -> None:
        self.choices.say_who(place, key)
        self._again(RESULT)

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

    def _looked(self, found: tuple[Prepared, ResultLines]) -> None:
        self._over()
        self._prepared, lines = found
        self.lines, self.done_report = lines, None
        self.result.show_lines(lines)
        self.headings.show_report(lines.report)
        self._show(self._then)

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
        if step == CHOOSE:
            self.context.select("")
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
        name, title = page_of(kind)
        if title not in [way.title for way in ways]:
            ways.append(Way(_ICONS[name], title, "看导进来的内容", f"去{title}", partial(page.context.go, name)))
    if counts["refused"] or report.findings:
        refused = counts["refused"]
        title, what = ("没收和要核对的行", f"{refused:,} 行没收的") if refused else ("要核对的行", "要核对的")
        note = f"您的表原样存一份，{what}标出原因，改好再导"
        ways.append(Way("download", title, note, "存成表", page.save_reasons))
    if report.changed.seq is None:
        return EmptyState("equal", "没有要写入的", "表里的内容书里都已经有了。", ways)
    ways.append(Way("undo-2", "导错了", "整批撤销，书回到导入前", "撤销导入", page.undo_import))
    words = [
        f"{word} {counts[outcome]:,} {_unit(report)}"
        for outcome, word in lists.OUTCOME_WORDS.items()
        if counts[outcome]
    ]
    return EmptyState("circle-check", "导入好了", "，".join(words) + "。", ways, tone="ok")


_ICONS = {"households": "users", "projects": "construction", "funds": "coins", "ledgers": "table-2"}


def _unit(report: ImportReport) -> str:
    return unit_of({row.kind for row in report.rows})
