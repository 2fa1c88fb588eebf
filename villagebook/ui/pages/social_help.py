"""社会帮扶: help from outside, one matter one record; its money, its answer, the report to the township."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from villagebook.base.money import format_yuan
from villagebook.models import SocialHelp, fields_of
from villagebook.services import social_help, social_help_views
from villagebook.services.social_help_views import HelpView, Summary
from villagebook.ui.field_views import spec, typed
from villagebook.ui.models.columns import Cell, Chip, Column, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, PRINT, Command, Context
from villagebook.ui.pages import exporting, paper_jobs
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.social_help_record import SocialHelpRecord
from villagebook.ui.pages.viewed_page import ViewedPage
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.small_table import SmallTable

COLUMNS = (
    Column("what", "社会帮扶", "name", width=180, stretch=1, sortable=False),
    Column("date", "日期", "date", width=98, sortable=False),
    Column("amount_fen", "资金", "money", "元", width=104, sortable=False, rank=1),
    Column("left_fen", "结余", "money", "元", width=98, sortable=False, rank=2),
    Column("state", "状态", "state", width=118, sortable=False),
)
_FORM = (
    "date", "kind", "giver", "target", "content", "amount_fen", "goods", "goods_fen", "project_code", "household_code",
    "receipt", "handler",
)  # fmt: skip
_SUM_COLUMNS = (
    Column("kind", "类别", "name", width=130, stretch=1),
    Column("count", "件数", "text", width=52),
    Column("amount_fen", "资金", "money", "元", width=112),
    Column("goods", "物资", "text", width=56),
    Column("goods_fen", "物资折价", "money", "元", width=112),
)


class SocialHelpPage(ViewedPage):
    """社会帮扶."""

    families = frozenset({"social_help", "fund_entry", "project", "household"})
    ledger = "social-help"
    file_noun = "社会帮扶台账"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        source: ViewedSource[HelpView] = ViewedSource(
            COLUMNS, lambda book: social_help_views.matters(book, context.today()), row, said, group=year_of,
            icon="heart-handshake", unit="件")  # fmt: skip
        empty = EmptyState(
            "heart-handshake", "还没有社会帮扶", "谁来过、捐了什么、怎么用的，一事一记录；定期汇总上报不用再抄。",
            [Way("plus", "记一件", "单位（人）、内容、资金或物资", "记一件", self.add)],
        )  # fmt: skip
        self.make(source, SocialHelpRecord(context), empty, name="社会帮扶列表", unit="件", hint="找单位、内容、对象",
                  list_width=600)  # fmt: skip
        self.list.tools.add(Button("汇总上报", "file-check", "tool", on_click=self.ask_report))
        self.list.tools.add_right(Button("记一件", "plus", "primary", keys=NEW, on_click=self.add))

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "记一件社会帮扶", self.add),
            Command(FILTER, "找社会帮扶", self.text.setFocus),
            Command(PRINT, "打印社会帮扶记录表", self.record.print_record),
            Command(EXPORT, "导出社会帮扶台账", lambda: exporting.save(self, self.export(), ".xlsx")),
        )

    def act(self, action: str, key: Key | None) -> None:
        if action == "new":
            self.add()
        elif action == "report":
            self.ask_report()

    def show_view(self, view: HelpView) -> None:
        self.record.show_view(view)

    def show_findings(self) -> None:
        if self.shown is not None:
            self.record.show_findings(self.context.findings.of_record("social_help", self.shown.key))

    def head_line(self, views: list[HelpView]) -> tuple[str, str]:
        given, left = (sum(one or 0 for one in found) for found in (
            [view.row["amount_fen"] for view in views], [view.left_fen for view in views]))  # fmt: skip
        short = f"{len(views):,} 件"
        return f"{short}，资金 {format_yuan(given)} 元，结余 {format_yuan(left)} 元", short

    # Verbs

    def add(self) -> None:
        """Ask for a matter."""
        declared = {info.name: info for info in fields_of(SocialHelp)}
        specs = [spec(declared[name]) for name in _FORM]
        today = self.context.today()
        self.context.open(AskDialog(
            "记社会帮扶", "一事一记录：一次来访、一笔捐款、一批物资各记一件。", specs, {"date": today},
            self.context.today, "记下", self._write, icon="plus", width=680,
            required={"date": "请写日期", "kind": "请选类别", "giver": "请写帮扶单位（人）"}))  # fmt: skip

    def _write(self, values: Values) -> None:
        declared = {info.name: info for info in fields_of(SocialHelp)}
        texts = {name: typed(values[name], spec(declared[name]).kind) for name in _FORM}
        actor, today = self.context.actor, self.context.today()
        self.change(lambda book: social_help.record(book, texts, actor=actor, today=today),
                    lambda made: self.show_record(made[1]))  # fmt: skip

    def ask_report(self) -> None:
        """Show the summary of what was not reported yet, of this quarter and before, and report it."""
        self.context.open(ReportDialog(self.context, self.report))

    def report(self, from_on: dt.date, through: dt.date, again: bool) -> None:
        """Mark the matters of a period as reported today and print the summary."""
        actor, today = self.context.actor, self.context.today()
        self.change(
            lambda book: social_help.report(book, from_on, through, today, again=again, actor=actor, today=today),
            lambda _made: paper_jobs.ask(self.context, "social-help-summary", self.runner.book.village_id, str(today)),
        )


class ReportDialog(Dialog):
    """The periodic summary before it is reported.

    Attributes:
        form: The period and whether what was reported before is to be reported again.
        table: The sums by kind.
        found: The summary that is shown; None until it is read.
    """

    def __init__(self, context: Context, report: Any) -> None:
        super().__init__("汇总上报社会帮扶", 640, 440)
        self._context, self._report = context, report
        self.found: Summary | None = None
        today = context.today()
        self.form = Form((
            FieldSpec("from_on", "从", "date"), FieldSpec("through", "到", "date"),
            FieldSpec("again", "报过的再报", "tick"),
        ), context.today)  # fmt: skip
        self.form.set_values({"from_on": today.replace(month=1, day=1), "through": today, "again": False})
        self.form.edited.connect(lambda _name, _value: self.read())
        self.table = SmallTable(_SUM_COLUMNS, name="汇总")
        self.line = Text("", "second", wrap=True)
        for part in (self.form, self.table, self.line):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.add_close()
        self.do = self.add_button(Button("记为已上报并打印", "file-check", "primary"), self._press, default=True)
        self.read()

    def read(self) -> None:
        """Read the summary of the period."""
        values = {name: field.value for name, field in self.form.fields.items()}
        first, last, again = values["from_on"], values["through"], bool(values["again"])
        if first is None or last is None:
            return
        self._context.runner.read(
            lambda book: (social_help_views.summary(book, first, last, again=again), social_help_views.reports(book)),
            self._show, key="social_help.summary")  # fmt: skip

    def _show(self, result: tuple[Summary, Sequence[Any]]) -> None:
        found, past = result
        self.found = found
        lines = (*found.lines, found.total) if found.matters else ()
        self.table.set_rows([
            {"kind": one.kind, "count": f"{one.count} 件", "amount_fen": one.amount_fen,
             "goods": f"{one.goods} 件" if one.goods else "", "goods_fen": one.goods_fen,
             **({"row_state": "sum"} if one is found.total else {})}
            for one in lines
        ])  # fmt: skip
        words = [] if found.matters else ["这段时间没有要上报的"]
        if found.left_out:
            words.append(f"上报过的 {found.left_out} 件没有算")
        if past:
            words.append(f"上一次 {past[0].on} 上报 {past[0].count} 件")
        self.line.setText("；".join(words))
        self.do.setEnabled(bool(found.matters))

    def _press(self) -> None:
        if self.found is not None:
            self._report(self.found.from_on, self.found.through, bool(self.form["again"].value))


def row(view: HelpView) -> Mapping[str, Any]:
    """Return one matter as a row."""
    icon = "clock-alert" if view.late else "clock" if view.waits else "check"
    first = (*view.late, *view.waits)[:1]
    words = f"待{first[0]}{'等' if len(view.waits) > 1 else ''}" if first else view.state
    state = Cell(Chip(words, "late" if view.late else "mute", icon), tip=view.state)
    second = "　".join(part for part in (view.row["kind"], view.row["content"]) if part)
    return {
        "what": Cell(view.row["giver"] or "（没有写单位）", second=second), "date": view.row["date"],
        "amount_fen": view.row["amount_fen"], "left_fen": view.left_fen, "state": state,
    }  # fmt: skip


def said(view: HelpView) -> str:
    """Return what the text filter looks into."""
    names = ("giver", "content", "target", "goods", "kind", "used", "feedback", "receipt")
    return " ".join(part for part in (view.code, view.project, *(view.row[name] for name in names)) if part)


def year_of(view: HelpView) -> tuple[str, str]:
    """Return the group of a matter: its year."""
    day = view.row["date"]
    return (str(day.year), f"{day.year}年") if day else ("", "没有日期")
