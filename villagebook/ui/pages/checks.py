"""核查: what the checks found, corrected where it stands; what was not checked; run again; as a list for others."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QMenu

from villagebook.base.errors import VillagebookError
from villagebook.base.findings import Finding, Severity
from villagebook.services import acknowledge, checking
from villagebook.services.corrections import Correction
from villagebook.services.verbs import Changed
from villagebook.ui.models.columns import Key
from villagebook.ui.page import EXPORT, FILTER, Command, Context, Page
from villagebook.ui.pages import checks_source as source
from villagebook.ui.pages import files
from villagebook.ui.pages.check_reason import reason_dialog
from villagebook.ui.pages.check_record import CheckRecord, is_unchecked
from villagebook.ui.pages.doing import Done
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.choice_side import ChoiceSide
from villagebook.ui.widgets.empty import EmptyState
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.labels import ElidedLabel
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import THREE_PANES_FROM, Panes
from villagebook.ui.widgets.table_pane import TablePane

GROUPINGS = {source.BY_CHECK: "按问题分组", source.BY_HOLDER: "按农户、项目分组"}


class ChecksPage(Page):
    """核查. It refreshes when there is a new report, not when records change."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.wanted = source.Wanted()
        self._source = source.ChecksSource()
        self.list = TablePane(self._source, self.runner, name="提示列表", no_hits="没有这样的提示")
        self.list.model.filter = self.wanted
        self._make_tools()
        self._make_side()
        self.record = CheckRecord(context)
        self.list.table.current_changed.connect(self._show)
        self.list.filter_cleared.connect(self._clear)
        self.list.model.loaded.connect(self._loaded)
        self.record.corrected.connect(self._corrected)
        self.record.skipped.connect(lambda: self.step(1))
        self.record.acknowledge_asked.connect(self.ask_reason)
        self.record.withdrawn.connect(self._withdraw)
        self.record.opened.connect(lambda page, key: self.context.go(page, key))
        left = QFrame()
        row = HBox(left)
        row.addWidget(self._side)
        row.addWidget(self.list, 1)
        self.panes = Panes(
            left, self.record, self.list.table, list_name="提示列表", unit="个", list_width=900, record_width=334
        )
        # Enter goes to where it is corrected, not to the first button.
        self.list.table.opened.connect(lambda _key: self.record.focus_field())
        self._clean = EmptyState("circle-check", "没有提示", "所有的数都核对过了，没有要改的。")
        self._waiting = EmptyState("hourglass", "正在核查", "第一次要核对全部的数，请稍等。")
        box = VBox(self)
        for widget in (self.panes, self._clean, self._waiting):
            box.addWidget(widget, 1)
        context.findings.changed.connect(self._reported)
        self.runner.failed.connect(lambda _error: self._set_running(False))
        self.arrange()

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.choose_button = Button("全部提示", "list-checks")
        self.choose_button.clicked.connect(self._open_choices)
        tools.add(self.choose_button)
        self.group_button = Button(GROUPINGS[source.BY_CHECK], "layers", shrink=2)
        self.group_button.clicked.connect(self._open_groupings)
        tools.add(self.group_button)
        self.text = FilterLine("找人、编号、栏目", width=168)
        self.text.asked.connect(lambda text: self.want(dataclasses.replace(self.wanted, text=text)))
        tools.add(self.text)
        tools.add(Button("导出清单", "download", "tool", tip="导出清单", keys=EXPORT, shrink=1, on_click=self.export))

    def _make_side(self) -> None:
        head = HBox(margins=(2, 0, 0, 0), spacing=6)
        self.when = ElidedLabel("", "second")
        self.again = Button("重新核查", "refresh-cw", small=True, on_click=self.run_again)
        head.addWidget(self.when, 1)
        head.addWidget(self.again)
        self._side = ChoiceSide("看哪些提示", head)
        self.choices = self._side.choices
        self.choices.chosen.connect(self._choose)

    # Page

    def refresh(self) -> None:
        if self.context.findings.report is None:
            self.run_again()
        self._reported()

    def commands(self) -> Sequence[Command]:
        return (
            Command(FILTER, "找提示", self.text.setFocus),
            Command(EXPORT, "导出清单", self.export),
            Command("F5", "重新核查", self.run_again),
            Command("Ctrl+T", "情况属实", self.ask_reason),
        )

    def act(self, action: str, key: Key | None) -> None:
        if action.startswith(("severity=", "area=")) or action in (source.ALL, source.UNCHECKED):
            self.choices.choose(action)
            self._choose(action)

    def remember(self) -> Mapping[str, Any]:
        return {"by": self.wanted.by}

    def restore(self, kept: Mapping[str, Any]) -> None:
        if kept.get("by") in GROUPINGS:
            self._group_by(kept["by"])

    # The report

    def run_again(self) -> None:
        """Run all checks; what is shown stays until there is a new report."""
        self._set_running(True)
        self.context.findings.renew()

    def _set_running(self, running: bool) -> None:
        self.again.setEnabled(not running)
        self.again.set_words("正在核查" if running else "重新核查")

    def _reported(self) -> None:
        report = self.context.findings.report
        self._waiting.setVisible(report is None)
        if report is None:
            self._source.listing = None
            self._panes.hide()
            self._clean.hide()
            return
        self._set_running(False)
        listing = self._source.listing
        if listing is None or listing.report is not report:
            self._source.listing = listing = source.Listing.of(report)
            self.when.set_text(f"{self.context.now():%m-%d %H:%M} 核过")
        self.choices.set_lines(source.choices(listing))
        count, errors = len(listing.findings), sum(f.severity is Severity.ERROR for f in listing.findings.values())
        wrong = f"其中 {errors:,} 个错误" if errors else "没有错误"
        self.head(f"{count:,} 个提示，{wrong}" if count else "没有提示", f"{count:,} 个提示")
        anything = bool(listing.findings or report.unchecked)
        self._panes.setVisible(anything)
        self._clean.setVisible(not anything)
        self.list.reload()

    @property
    def _panes(self) -> Panes:
        assert self.panes is not None
        return self.panes

    # What is listed

    def want(self, wanted: source.Wanted) -> None:
        """List other findings."""
        self.wanted = wanted
        self.list.model.set_filter(wanted)

    def _choose(self, choice: str) -> None:
        line = next((line for line in self._lines() if line.id == choice), None)
        if line is not None:
            self.choose_button.set_words(line.title)
        self.want(dataclasses.replace(self.wanted, choice=choice))

    def _lines(self) -> Sequence[Any]:
        listing = self._source.listing
        return [line for line in source.choices(listing) if line.id] if listing is not None else []

    def _clear(self) -> None:
        self.text.clear()
        self.choices.choose(source.ALL)
        self.want(source.Wanted(by=self.wanted.by))

    def _open_choices(self) -> None:
        menu = QMenu(self)
        for line in self._lines():
            menu.addAction(f"{line.title}\t{line.count}", partial(self.choices.choose, line.id))
        menu.addSeparator()
        menu.addAction("重新核查", self.run_again)
        menu.popup(self.choose_button.mapToGlobal(QPoint(0, self.choose_button.height())))

    def _open_groupings(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for by, words in GROUPINGS.items():
            action = menu.addAction(words, partial(self._group_by, by))
            action.setCheckable(True)
            action.setChecked(by == self.wanted.by)
            group.addAction(action)
        menu.popup(self.group_button.mapToGlobal(QPoint(0, self.group_button.height())))

    def _group_by(self, by: str) -> None:
        self.group_button.set_words(GROUPINGS[by])
        self.list.tools.arrange()
        self.want(dataclasses.replace(self.wanted, by=by))

    def _loaded(self) -> None:
        if not self.list.model.keys():
            self.record.show_nothing()

    # One finding

    def _show(self, key: Key | None) -> None:
        if key is None:
            self.record.show_nothing()
        elif source.is_held(key):
            self.runner.drop("checks.record")
            held = self._source.held(key)
            if held is not None:
                self.record.show_acknowledged(held)
        elif is_unchecked(key):
            self.runner.drop("checks.record")
            self.record.show_unchecked(key)
        else:
            self.runner.read(
                lambda book: self._source.correction(book, key), partial(self._shown, key), key="checks.record"
            )
        self.context.select(self._where(key))

    def _where(self, key: Key | None) -> str:
        every = self.list.model.keys()
        keys = [one for one in every if not is_unchecked(one)]
        return f"第 {keys.index(key) + 1:,} 个，共 {len(keys):,} 个" if key in keys else ""

    def _shown(self, key: Key, found: Correction | None) -> None:
        self.record.show_correction(key, found)

    def _corrected(self, key: Any) -> None:
        listing = self._source.listing
        if listing is not None and key in listing.findings:
            self._source.listing = dataclasses.replace(listing, corrected=listing.corrected | {key})
        self.step(1)
        self.record.focus_field()
        self.list.reload()

    # 情况属实

    def ask_reason(self) -> None:
        """Ask why the finding, or all that are chosen, are true as they stand."""
        listing = self._source.listing
        keys = [key for key in self.list.table.chosen_keys() if listing is not None and key in listing.findings]
        if listing is None or not keys:
            return
        chosen = [listing.findings[key] for key in keys]
        self.context.open(reason_dialog(self.context, chosen, self._acknowledge))

    def _acknowledge(self, chosen: Sequence[Finding], values: Mapping[str, Any]) -> None:
        actor, today = self.context.actor, self.context.today()

        def write(book: Any, _progress: Any) -> Changed:
            return acknowledge.acknowledge(
                book, chosen, values["reason"], who=values["who"] or "", until=values["until"], actor=actor, today=today
            )

        self.runner.change(write, lambda _changed: self._acknowledged(len(chosen)), self._not_acknowledged)

    def _acknowledged(self, count: int) -> None:
        self.context.say(f"已记下 {count} 个情况属实", undo=True)
        self.step(1)
        self.run_again()

    def _not_acknowledged(self, error: VillagebookError) -> None:
        self.context.trouble(Trouble.of(error, "没有记下"))

    def _withdraw(self, key: Any) -> None:
        actor = self.context.actor
        self.runner.change(
            lambda book, _progress: acknowledge.withdraw(book, key, actor=actor),
            lambda _changed: self.run_again(), self._not_acknowledged,
        )  # fmt: skip

    # The list for others

    def export(self) -> None:
        """Write all findings into an xlsx."""
        report = self.context.findings.report
        if not isinstance(report, checking.CheckReport):
            return
        today, now = self.context.today(), self.context.now().astimezone()
        target = files.ask_target(self, "导出核查清单", f"核查清单 {today.isoformat()}.xlsx")
        if target is None:
            return

        def write(_book: Any, _progress: Any) -> Done:
            return Done(checking.export(report, target, now))

        self.runner.change(write, self._exported, self._not_exported, title="正在导出")

    def _exported(self, done: Done) -> None:
        path: Path = done.value
        self.context.say(f"已导出 {path.name}")

    def _not_exported(self, error: VillagebookError) -> None:
        self.context.trouble(Trouble.of(error, "没有导出"))

    # Room

    def arrange(self) -> None:
        wide = logical(self.width()) >= THREE_PANES_FROM
        self._side.setVisible(wide)
        self.choose_button.setVisible(not wide)
        self.list.tools.arrange()
