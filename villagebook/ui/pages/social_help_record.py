"""The record of one matter of social help: what it was, its money, its use and the answer to the giver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from villagebook.base.findings import Finding
from villagebook.ledgers.donations import USING
from villagebook.services import fields, social_help
from villagebook.services.fields import FieldView
from villagebook.services.social_help_views import HelpView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import Chip, Column, Key
from villagebook.ui.page import Context
from villagebook.ui.pages import paper_jobs
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable

SECTIONS = (
    ("帮扶", ("giver", "kind", "date", "code", "content", "target", "household_code", "project_code")),
    ("资金和物资", ("amount_fen", "receipt", "goods", "goods_fen")),
    ("使用和反馈", ("used", "used_fen", "feedback", "feedback_on", "handler", "note")),
)
ENTRY_COLUMNS = (
    Column("date", "日期", "date", width=98),
    Column("voucher", "凭证号", "text", width=84),
    Column("kind", "类型", "text", width=60),
    Column("amount_fen", "金额", "money", "元", width=110),
    Column("memo", "摘要", "note", width=130, stretch=1, rank=1),
    Column("state", "状态", "state", width=76, rank=2),
)


def _is_gift(view: HelpView) -> bool:
    """Whether money or goods were given: only that has a notice of its use."""
    return view.row["kind"] != USING and bool(view.row["amount_fen"] or view.row["goods"])


class SocialHelpRecord(RecordPanel):
    """One matter.

    Attributes:
        view: What is shown; None at first.
    """

    def __init__(self, context: Context) -> None:
        super().__init__("社会帮扶")
        self._context = context
        self.view: HelpView | None = None
        self.notice = Button("拟公示", "megaphone", tip="拟捐赠款物使用公示", on_click=self.draft_notice)
        self.add_action(self.notice)
        self.add_action(Button("打印记录表", "printer", on_click=self.print_record))
        with_menu(self.add_more(), self._more_entries)
        body = Body()
        self.lines = FindingLines()
        self.forms: list[FieldForm] = []
        for title, names in SECTIONS:
            form = FieldForm(context, "social_help", names, write=_write(context.today), wide=("giver", "goods"))
            self.forms.append(form)
            body.section(title, "", None, *((self.lines, form) if len(self.forms) == 1 else (form,)))
        self.entries = SmallTable(ENTRY_COLUMNS, name="资金流水", row_height=28, selectable=True)
        self.entries.opened.connect(self._open)
        self.money = FactList(label_width=84)
        self._heading = body.section("资金流水", "", None, self.money, self.entries)
        row = HBox(spacing=8)
        row.addWidget(Button("记到账", "plus", small=True, on_click=lambda: self.ask_money("到账")))
        row.addWidget(Button("记支出", "minus", small=True, on_click=lambda: self.ask_money("支出")))
        row.addStretch(1)
        body.add(row, 8)
        self.set_body(body)

    def show_view(self, view: HelpView) -> None:
        """Show a matter."""
        fresh = self.view is None or self.view.key != view.key
        self.notice.setEnabled(_is_gift(view))
        self.view = view
        chip = Chip(view.state, "late", "clock-alert") if view.late else Chip(view.state)
        reported = f"{view.row['reported_on']} 上报" if view.row["reported_on"] else "还没有上报"
        self.set_title(view.row["giver"] or "（没有写单位）", [chip], [
            view.code, str(view.row["date"] or ""), view.row["kind"] or "", reported])  # fmt: skip
        views = fields.view(view.row, "social_help", [name for _, names in SECTIONS for name in names])
        by_name = {one.name: one for one in views}
        for form in self.forms:
            form.show_views([by_name[name] for name in form.views], fresh=fresh)
        spent = any(one.kind in ("支出", "冲销") for one in view.entries)
        used = self.forms[2]["used_fen"]
        used.set_locked(spent)
        if spent:
            used.set_value(view.used_fen)
        self.lines.say([])
        self._show_money(view)

    def _show_money(self, view: HelpView) -> None:
        given = view.row["amount_fen"]
        facts = [("帮扶资金", given), ("到账", view.received_fen if given or view.received_fen else None),
                 ("已使用", view.used_fen), ("结余", view.left_fen)]  # fmt: skip
        self.money.set_facts([Fact(label, f"{value / 100:,.2f} 元") for label, value in facts if value is not None])
        self.entries.set_rows([
            {"key": one.key, "date": one.date, "voucher": one.voucher, "kind": one.kind, "amount_fen": one.amount_fen,
             "memo": one.memo, "state": Chip("已入账") if one.posted else Chip("草稿", "mute", "pencil", True)}
            for one in view.entries
        ])  # fmt: skip
        self.entries.setVisible(bool(view.entries))
        self._heading.set_note(f"{len(view.entries)} 笔" if view.entries else "还没有关联的流水")

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks found, beside the fields they name."""
        rest = list(findings)
        for form in self.forms:
            rest = form.show_findings(rest)
        self.lines.say([(one.message, one.severity.value) for one in rest])

    # Verbs

    def ask_money(self, kind: str) -> None:
        """Ask for an entry of this matter; it becomes a draft."""
        view = self.view
        if view is None:
            return
        left = view.left_fen if kind == "支出" else (view.row["amount_fen"] or 0) - view.received_fen
        specs = [FieldSpec("on", "日期", "date"), FieldSpec("amount_fen", "金额", "money", unit="元"),
                 FieldSpec("payee", "收款单位（人）", wide=True), FieldSpec("memo", "摘要", wide=True)]  # fmt: skip
        first = {"on": self._context.today(), "amount_fen": left if left and left > 0 else None}

        def write(values: Values) -> None:
            actor = self._context.actor
            self._change(lambda book: social_help.enter_money(
                book, view.key, kind, on=values["on"], amount_fen=values["amount_fen"],
                payee=str(values["payee"] or ""), memo=str(values["memo"] or ""), actor=actor))  # fmt: skip

        self._context.open(AskDialog(
            f"记{kind}　{view.row['giver'] or ''}", "记成草稿，来源是社会捐赠；到资金里核对后入账。", specs, first,
            self._context.today, f"记{kind}", write,
            required={"on": "请写日期", "amount_fen": "请写金额"}))  # fmt: skip

    def print_record(self) -> None:
        """Print the sheet of this matter."""
        if self.view is not None:
            paper_jobs.ask(self._context, "social-help", self.view.key, f"{self.view.code} {self.view.row['giver']}")

    def draft_notice(self) -> None:
        """Draft the notice of how gifts were used: of the project this one was for, else of its year."""
        view = self.view
        if view is not None and _is_gift(view):
            code = view.row["project_code"] or ""
            year = f"?year={view.row['date'].year}" if not code and view.row["date"] else ""
            self._context.go("notices", action=f"draft=donation-use/{code}{year}")

    def _open(self, key: Key) -> None:
        self._context.go("funds", key)

    def _change(self, work: Any) -> None:
        self._context.runner.change(lambda book, _progress: work(book))

    def _more_entries(self) -> list[Entry]:
        return [Entry("删这一件", self._ask_remove, "trash-2")] if self.view is not None else []

    def _ask_remove(self) -> None:
        view, actor = self.view, self._context.actor
        if view is not None:
            words = f"{view.code} {view.row['giver']}\n删后可以用 Ctrl+Z 找回。"
            self._context.open(confirm("删这一件", words, "删掉", lambda: self._change(
                lambda book: social_help.remove(book, view.key, actor=actor)), danger=True))  # fmt: skip


def _write(today: Any) -> Any:
    def edit(book: Any, view: FieldView, text: str, actor: str) -> Any:
        assert view.record_id is not None
        return social_help.correct(book, view.record_id, {view.name: text}, actor=actor, today=today())

    return edit
