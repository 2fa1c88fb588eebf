"""What stands beside the voucher sequence: balances by source, and the chosen entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.base.findings import Finding
from villagebook.base.money import format_yuan
from villagebook.services.entries import DRAFT, FIELDS, POSTED, REVERSAL, EntryLink, EntryView, SourceBalance
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import ROW_STATE, Cell, Column
from villagebook.ui.page import Context
from villagebook.ui.pages.entry_papers import EntryPapers
from villagebook.ui.pages.funds_source import STATES
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import ChipRow, ElidedLabel, IconLabel, MessageLine, Rule, Text
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

BALANCE_COLUMNS = (
    Column("source", "资金来源", width=96, stretch=1),
    Column("received", "到账", "money", width=118, rank=1),
    Column("balance", "余额", "money", width=112),
)
LABELS = {
    "claim_on": "报账申请", "payee": "收款单位", "papers": "附件", "project_code": "项目", "reverses_text": "冲销凭证",
}  # fmt: skip
NEVER_CHANGED = "入账后不改不删，写错了就冲销，再记一笔对的。"
MAY_CHANGE = "草稿可以改可以删；入账后不改不删。"


class Balances(QWidget):
    """What each source has."""

    def __init__(self) -> None:
        super().__init__()
        box = VBox(self, spacing=3)
        self._heading = SectionHeading("余额", "元，余额 = 到账 − 支出 − 收回")
        self.table = SmallTable(BALANCE_COLUMNS, name="余额", row_height=32)
        self._drafts = Text("", "second", wrap=True)
        self.ratios = Text("", "second", wrap=True)
        for widget in (self._heading, self.table, self.ratios, self._drafts):
            box.addWidget(widget)

    def show_balances(self, found: Sequence[SourceBalance], ratios: str = "") -> None:
        """Show these, their sum, and the ratios of all money in words."""
        self.ratios.setText(ratios)
        self.ratios.setVisible(bool(ratios))
        rows = [{"source": b.source, "received": b.received_fen, "balance": _amount(b.balance_fen)} for b in found]
        total = sum(b.balance_fen for b in found)
        received = sum(b.received_fen for b in found)
        rows.append({"source": "合计", "received": received, "balance": total, ROW_STATE: "sum"})
        self.table.set_rows(rows)
        drafts = sum(b.drafts_fen for b in found)
        self._drafts.setText(f"连草稿一起算；只算已入账的，余额 {format_yuan(total - drafts)} 元。" if drafts else "")
        self._drafts.setVisible(bool(drafts))


def _amount(fen: int) -> Cell | int:
    return Cell(fen, tone="late", tip="余额是负数，请核对") if fen < 0 else fen


class EntryPanel(QWidget):
    """The chosen entry: a form while it is a draft, facts once it is posted.

    Signals:
        go_asked: (key) another entry was pressed.
        project_asked: (key) the project was pressed.
        post_asked, reverse_asked, discard_asked: (EntryView).
    """

    go_asked = Signal(object)
    project_asked = Signal(object)
    post_asked = Signal(object)
    reverse_asked = Signal(object)
    discard_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.view: EntryView | None = None
        box = VBox(self, spacing=6)
        head = HBox(spacing=8)
        self._title = ElidedLabel("", "section")
        self._chips = ChipRow()
        self.reverse = Button("冲销", "undo-2", "quiet", small=True, on_click=lambda: self._ask(self.reverse_asked))
        self.post = Button("入账", "lock", "quiet", small=True, on_click=lambda: self._ask(self.post_asked))
        self.discard = Button("删草稿", "trash-2", "quiet", small=True, on_click=lambda: self._ask(self.discard_asked))
        for widget in (self._title, self._chips):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.discard, self.post, self.reverse):
            head.addWidget(button)
        box.addLayout(head)
        self._finding = MessageLine()
        box.addWidget(self._finding)
        self.facts = FactList(label_width=78)
        self.form = FieldForm(context, "fund_entry", FIELDS, labels=LABELS, offered=("project_code",))
        box.addWidget(self.facts)
        box.addWidget(self.form)
        said = HBox(spacing=6)
        self._info = IconLabel("info", "text2", 16)
        said.addWidget(self._info)
        self._said = Text("", "second", wrap=True)
        said.addWidget(self._said, 1)
        box.addLayout(said)
        self.papers = EntryPapers(context)
        box.addWidget(self.papers)

    def offer_projects(self, projects: Sequence[tuple[str, str]]) -> None:
        """Offer these projects (code, name) while a draft's project is typed."""
        self.form.offer("project_code", [Choice(code, name, code) for code, name in projects])

    def show_entry(self, view: EntryView, findings: Sequence[Finding]) -> None:
        """Show an entry."""
        fresh = self.view is None or self.view.key != view.key or self.view.state != view.state
        self.view = view
        draft = view.state == DRAFT
        self._title.set_text(view.values["voucher"] or "没有凭证号")
        self._chips.set_chips([STATES[view.state][0]])
        self.reverse.setVisible(view.state == POSTED)
        self.post.setVisible(draft)
        self.discard.setVisible(draft)
        self.form.setVisible(draft)
        self.facts.setVisible(not draft)
        if draft:
            self.form.show_views(view.fields, fresh=fresh)
            rest = self.form.show_findings(findings)
        else:
            self.facts.set_facts(_facts(view, self.go_asked.emit, self.project_asked.emit))
            rest = list(findings)
        self._finding.say("；".join(f.message for f in rest[:2]), "due", icon="triangle-alert")
        self._said.setText(MAY_CHANGE if draft else NEVER_CHANGED)
        self.papers.show_entry(view)

    def _ask(self, signal: Signal) -> None:
        if self.view is not None:
            signal.emit(self.view)


def _facts(view: EntryView, go: Callable[[object], None], go_project: Callable[[object], None]) -> list[Fact]:
    """Return a posted entry as facts; what it reverses, or what reverses it, comes first."""
    row = view.values
    amount = row["amount_fen"]
    facts = []
    if view.reverses is not None:
        facts.append(_link("冲的是", view.reverses, go))
    if view.reversed_by is not None:
        facts.append(_link("冲销它的", view.reversed_by, go))
    tone = "late" if view.state == REVERSAL else ""
    facts.append(Fact("金额", f"{format_yuan(amount)} 元" if amount is not None else "", tone))
    if row["posted_over"]:
        facts.append(Fact("入账提示", row["posted_over"], "due"))
    reason = row["reason"] or (view.reversed_by.reason if view.reversed_by is not None else "")
    if reason:
        facts.append(Fact("原因", reason))
    if view.project is not None:
        key = view.project[0]
        facts.append(Fact("项目", view.project[1], go=lambda: go_project(key)))
    elif row["project_code"]:
        facts.append(Fact("项目", f"{row['project_code']}（书里没有）", "due"))
    when = row["posted_at"]
    posted = f"{when.astimezone():%Y-%m-%d %H:%M}" if when is not None else ""
    papers = f"{row['papers']} 张" if row["papers"] else ""
    # Of a reversal the memo only repeats what it reverses and why.
    usual = view.reverses is None
    told = (
        ("日期", row["date"].isoformat() if row["date"] else ""),
        ("类型", row["kind"] if usual else ""),
        ("资金来源", "，".join(part for part in (row["source"], row["programme"], row["document"]) if part)),
        ("摘要", row["memo"] if usual or not row["reason"] else ""),
        ("收款单位", row["payee"]),
        ("付款环节", row["payment_step"]),
        ("报账申请", row["claim_on"].isoformat() if row["claim_on"] else ""),
        ("附件", papers),
        ("经手", "，".join(part for part in (row["handler"], posted) if part)),
        ("备注", row["note"]),
    )
    return facts + [Fact(label, text) for label, text in told if text]


def _link(label: str, link: EntryLink, go: Callable[[object], None]) -> Fact:
    day = f"（{link.date.isoformat()}）" if link.date is not None else ""
    return Fact(label, f"{link.voucher}{day}", go=lambda: go(link.key))


class Side(Body):
    """Balances over the entry; where the entry is looked at alone, it comes first."""

    def __init__(self, balances: Balances, entry: EntryPanel) -> None:
        super().__init__((16, 10, 12, 16), spacing=10)
        # As high as its words are at this width; what they would want unwrapped leaves a scroll bar for nothing.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._entry = entry
        for part in (balances, Rule(), entry):
            self.add(part)

    def put_entry_first(self, first: bool) -> None:
        """Put the entry over the balances, or under them."""
        at = 0 if first else self.box.count() - 2
        if self.box.indexOf(self._entry) != at:
            self.box.removeWidget(self._entry)
            self.box.insertWidget(at, self._entry)
        rule = next(w for i in range(self.box.count()) if isinstance(w := self.box.itemAt(i).widget(), Rule))
        self.box.removeWidget(rule)
        self.box.insertWidget(1, rule)
