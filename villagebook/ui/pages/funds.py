"""资金: the voucher sequence under its months, what each source has, and one entry from draft to reversal."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from villagebook.base.money import format_yuan
from villagebook.models.codes import CODES
from villagebook.services import balances, entries, money
from villagebook.services.entries import DRAFT, Choices, EntryView, SourceBalance
from villagebook.services.money import PostReport
from villagebook.ui.models.columns import Group, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, PRINT, Command, Context
from villagebook.ui.pages import exporting, funds_dialogs
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.funds_entry import Balances, EntryPanel, Side
from villagebook.ui.pages.funds_source import STATES, FundsSource, chosen_sums
from villagebook.ui.pages.narrowed import NarrowedPage
from villagebook.ui.pages.narrowing import Narrowing
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.table_pane import TablePane

MOST_SUMMED = 500


@dataclass(frozen=True, slots=True)
class _About:
    """What the page knows besides its table."""

    balances: tuple[SourceBalance, ...]
    choices: Choices
    drafts: int
    ratios: str = ""


class FundsPage(NarrowedPage):
    """资金."""

    families = frozenset({"fund_entry", "project", "project_source", "closing", "attachment_link"})
    file_noun = "资金流水"
    lead = "what"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._about = _About((), Choices((), ()), 0)
        self.source = FundsSource(context)
        self.list = TablePane(self.source, self.runner, name="资金流水", no_hits="没有符合的流水")
        self.list.model.sorted_by, self.list.model.descending = "date", True
        self._make_tools()
        self.balances, self.entry = Balances(), EntryPanel(context)
        record = RecordPanel("凭证")
        side = Side(self.balances, self.entry)
        record.set_body(side)
        self.panes = Panes(
            self.list, record, self.list.table, list_name="流水", unit="笔", list_width=871, record_width=363
        )
        self.panes.pane_changed.connect(lambda _in_record: side.put_entry_first(self.panes.one_pane))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._make_empty())
        VBox(self).addWidget(self._stack)
        self._connect()

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.filter_line = FilterLine("凭证、摘要", width=136)
        marks = {"project": "what", "state": "state_chip"}
        self.narrowing = Narrowing(
            self.list, self.context, "流水", self._filter_fields, marks=marks, line=self.filter_line
        )
        self.add_tools()
        tools.add(Button("打印", "printer", "tool", keys=PRINT, shrink=2, on_click=self.print))
        tools.add(self.filter_line)
        tools.add(with_menu(
            Button("公开", "megaphone", "tool", tip="拟财务公开表、资金使用和下达公告", shrink=3), self._notices))
        go_import = Button("导入", "upload", "tool", shrink=1, on_click=lambda: self.context.go("importing"))
        self.post_button = Button("入账", "lock", on_click=self.ask_post)
        tools.add_right(go_import)
        tools.add_right(self.post_button)
        tools.add_right(Button("记一笔", "plus", "primary", keys=NEW, on_click=self.ask_entry))

    def _notices(self) -> list[Entry]:
        """Notices that money is made public by; of the project of the entry that is shown, where there is one."""
        view = self.entry.view
        code = (view.values.get("project_code") or "") if view is not None and view.project is not None else ""
        of = "本项目" if code else "年度"

        def go(kind: str, project: str = "") -> Callable[[], None]:
            return lambda: self.context.go("notices", action=f"draft={kind}/{project}")

        return [
            Entry("拟村务、财务公开表", go("village-accounts"), "megaphone"),
            Entry(f"拟{of}资金使用情况公告", go("fund-use", code)),
            Entry(f"拟{of}资金下达公告", go("fund-release", code)),
            Entry(),
            Entry("看公开日历", lambda: self.context.go("notices", "duties"), "calendar-check"),
        ]

    def _make_empty(self) -> EmptyState:
        return EmptyState(
            "coins",
            "还没有流水",
            "每一笔钱记在这里，公示、月报和一本清都从这里出，结余自己算。",
            [
                Way("file-spreadsheet", "从资金流水表导入", "认得收支两栏或类型加金额，先看结果再写入", "选文件",
                    lambda: self.context.go("importing", action="choose")),
                Way("plus", "记第一笔", "先是草稿，核对无误再入账", "记一笔", self.ask_entry),
            ],
            foot="也可以把 Excel 文件直接拖到这里",
        )  # fmt: skip

    def _connect(self) -> None:
        self.list.table.current_changed.connect(self._choose)
        self.list.table.chosen_changed.connect(self._say_selection)
        self.list.model.loaded.connect(self._loaded)
        self.list.model.rows_arrived.connect(self._say_selection)
        self.entry.go_asked.connect(self.show_record)
        self.entry.project_asked.connect(lambda key: self.context.go("projects", key))
        self.entry.post_asked.connect(lambda view: self._ask_post([view.key]))
        self.entry.reverse_asked.connect(self.ask_reverse)
        self.entry.discard_asked.connect(self.discard)
        self.context.findings.changed.connect(self._show_findings)

    # Page

    def refresh(self) -> None:
        today = self.context.today()
        self.runner.read(
            lambda book: _About(
                entries.balances(book, today), entries.choices(book), entries.drafts(book), _ratios(book, today)),
            self._know,
            key="funds.about",
        )
        if self.narrowing.is_settled:
            self.list.reload()
            self._read_entry()

    def show_record(self, key: Key) -> None:
        """Show an entry by its key, or by its voucher number."""
        if not isinstance(key, uuid.UUID):
            voucher = str(key)
            self.runner.read(lambda book: entries.find(book, voucher), self._found, key="funds.find")
            return
        self.narrowing.bring(key)
        model = self.list.model
        if key in set(model.keys()) and model.row_of(key) < 0:
            for group in [g for g in model.visible if isinstance(g, Group)]:
                model.fold(group, False)
        self.list.table.go_to(key)
        self._choose(key)
        self.panes.show_record()

    def _found(self, key: uuid.UUID | None) -> None:
        if key is not None:
            self.show_record(key)
        else:
            self.context.say("这一笔已经不在书里了")

    def act(self, action: str, key: Key | None) -> None:
        if action == "new":
            self.ask_entry()
        elif action == "post":
            self.ask_post()
        elif action.startswith("new="):
            self.ask_entry(action.removeprefix("new="))
        elif action.startswith("state="):
            self.narrowing.want_of_all_years({"state": action.removeprefix("state=")})

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "记一笔", self.ask_entry),
            Command(FILTER, "筛选", self.narrowing.ask),
            Command(PRINT, "打印流水", self.print),
            Command(EXPORT, "导出流水", lambda: exporting.save(self, self.export(), ".xlsx")),
            Command("Ctrl+Return", "入账", self.ask_post),
        )

    # What is listed

    def _know(self, about: _About) -> None:
        self._about = about
        self.narrowing.offer_years(about.choices.years)
        nothing = not about.choices.years and not about.drafts
        self._stack.setCurrentIndex(1 if nothing else 0)
        self.balances.show_balances(about.balances, about.ratios)
        self.entry.offer_projects(about.choices.projects)
        total = format_yuan(sum(balance.balance_fen for balance in about.balances))
        self.head(f"余额 {total} 元" if not nothing else "", f"{total} 元" if not nothing else "")
        self._say_drafts()

    def _filter_fields(self) -> Sequence[FieldSpec]:
        projects = tuple(Choice(code, name, code) for code, name in self._about.choices.projects)
        return (
            FieldSpec("project", "项目", "choice", choices=projects, wide=True),
            FieldSpec("source", "资金来源", "choice", choices=plain_choices(CODES["fund_source"].values)),
            FieldSpec("kind", "类型", "choice", choices=plain_choices(CODES["fund_kind"].values)),
            FieldSpec("state", "状态", "choice", choices=plain_choices(tuple(STATES))),
            FieldSpec("text", "含有文字"),
        )

    def _loaded(self) -> None:
        self._say_selection()
        if not self.list.model.keys():
            self._key = None
        self.entry.setVisible(self._key is not None)

    def print(self) -> None:
        """Show the pages of what is listed."""
        exporting.print_ledger(self.context, self.export())

    # The chosen entry

    def _choose(self, key: Key) -> None:
        assert isinstance(key, uuid.UUID)
        self._key = key
        self.entry.show()
        self._read_entry()

    def _read_entry(self) -> None:
        key = self._key
        if key is not None:
            self.runner.read(lambda book: entries.view(book, key), self._shown, self._gone, key="funds.entry")

    def _shown(self, view: EntryView) -> None:
        self.entry.show_entry(view, self.context.findings.of_record("fund_entry", view.key))

    def _show_findings(self) -> None:
        if self.entry.view is not None:
            self._shown(self.entry.view)

    def _drafts_chosen(self) -> list[uuid.UUID]:
        """Return the selected drafts, if more than one row is selected."""
        model, keys = self.list.model, self.list.table.chosen_keys()
        if len(keys) < 2:
            return []
        rows = {key: model.row_at(model.row_of(key)) or {} for key in keys[:MOST_SUMMED]}
        return [key for key, row in rows.items() if isinstance(key, uuid.UUID) and row.get("state") == DRAFT]

    def _say_selection(self) -> None:
        model, keys = self.list.model, self.list.table.chosen_keys()
        rows = [model.row_at(model.row_of(key)) for key in keys[:MOST_SUMMED]]
        if keys and len(keys) <= MOST_SUMMED and all(rows):
            self.context.select(chosen_sums([row for row in rows if row]))
        else:
            self.context.select(f"已选 {len(keys):,} 笔" if keys else "")
        self._say_drafts()

    def _say_drafts(self) -> None:
        chosen = len(self._drafts_chosen())
        count = chosen or self._about.drafts
        self.post_button.set_words(f"入账选中 {chosen:,} 笔" if chosen else f"入账 {count:,} 笔" if count else "入账")
        self.post_button.setEnabled(count > 0)
        self.list.tools.arrange()

    # What is done

    def ask_entry(self, project: str | None = None) -> None:
        """Ask for a new entry."""
        # Asked anew: a project may have been added since.
        self.runner.read(entries.choices, lambda found: self._open_entry(found, project), key="funds.choices")

    def _open_entry(self, choices: Choices, project: str | None) -> None:
        self.context.open(funds_dialogs.write_dialog(choices, self.context.today, self._write, project))

    def _write(self, values: dict[str, Any]) -> None:
        actor = self.context.actor
        self.runner.change(
            lambda book, _progress: money.write_entry(book, values, actor=actor),
            lambda made: self.show_record(made[1]),
        )

    def discard(self, view: EntryView) -> None:
        """Delete a draft; Ctrl+Z brings it back."""
        actor = self.context.actor
        self.runner.change(lambda book, _progress: money.discard(book, view.key, actor=actor))

    def ask_post(self) -> None:
        """Ask, and post the selected drafts, or all."""
        self._ask_post(self._drafts_chosen())

    def _ask_post(self, keys: Sequence[uuid.UUID]) -> None:
        count = len(keys) or self._about.drafts
        if count:
            question = funds_dialogs.post_dialog(count, bool(keys), lambda: self.post(keys or None))
            self.context.open(question)

    def post(self, keys: Sequence[uuid.UUID] | None, why: money.Why = "", renumber: bool = False) -> None:
        """Post drafts; None posts all that can be posted."""
        actor, today = self.context.actor, self.context.today()

        def write(book: Any, _progress: Any) -> Done:
            report = money.post(
                book, None, keys=keys, number=True, renumber=renumber, actor=actor, today=today, why=why
            )
            return done(report.changed, report, undoable=False)

        self.runner.change(write, self._posted, title="正在入账")

    def _posted(self, made: Done) -> None:
        report: PostReport = made.value
        if report.posted:
            self.context.say(f"已入账 {len(report.posted):,} 笔")
        if report.refused:
            self.context.open(funds_dialogs.NotPosted(report, self.context.today, self.post))

    def ask_reverse(self, view: EntryView) -> None:
        """Ask for day and reason, and reverse a posted entry."""
        self.context.open(
            funds_dialogs.reverse_dialog(view, self.context.today, lambda values: self._reverse(view, values))
        )

    def _reverse(self, view: EntryView, values: Mapping[str, Any]) -> None:
        actor, voucher, year = self.context.actor, view.values["voucher"], view.values["year"]

        def write(book: Any, _progress: Any) -> Done:
            changed = money.reverse(book, voucher, values["on"], actor=actor, why=values["why"], year=year)
            return done(changed, changed.heading, undoable=False)

        self.runner.change(write, lambda made: self.context.say(made.value), title="正在冲销")


def _ratios(book: Any, today: date) -> str:
    """拨付率, 支出率 and 报账率 of all money, in words."""
    found = balances.standings(book, today, "village")
    return balances.ratio_words(found.total.sums, found.target)
