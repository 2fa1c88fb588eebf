"""One sharing-out of collective income: how far it is, its plan, its list, its entries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Signal

from villagebook.base.money import format_yuan
from villagebook.services.distributions import DistributionView
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.stages import Stage, StageStrip

CHIPS = {
    "拟定": Chip("拟定", "mute", "pencil", dashed=True),
    "已决议": Chip("已决议", "info", "users"),
    "公示中": Chip("公示中", "info", "megaphone"),
    "发放中": Chip("发放中", "due", "hourglass"),
    "已发放": Chip("已发放", "ok", "circle-check"),
}
_PARTS = (
    Column("use", "用途", width=110, stretch=1),
    Column("planned", "计划（元）", "money", width=112),
    Column("listed", "名单（元）", "money", width=112, rank=1),
    Column("paid", "已发放（元）", "money", width=112, rank=2),
)
_LINES = (
    Column("name", "姓名", "name", width=86, stretch=1),
    Column("use", "用途", width=92, rank=2),
    Column("reason", "事由", width=96, rank=3),
    Column("amount", "金额（元）", "money", width=100),
    Column("voucher", "凭证", width=86, rank=1),
)


def short_name(view: DistributionView) -> str:
    """The name without what every name ends with: 2025年村级光伏电站."""
    return view.name.removesuffix("收益分配方案") or view.name or view.code


class DistributionRecord(RecordPanel):
    """The record.

    Signals:
        asked: (what) plan, link, notice, fill, paste, line, pay, print, remove.
        lines_dropped: (keys of lines). voucher_asked: (key of an entry).
    """

    asked = Signal(str)
    lines_dropped = Signal(object)
    voucher_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("收益分配")
        self.view: DistributionView | None = None
        self.buttons: dict[str, Button] = {}
        self.add_action(self._button("print", "打印", "printer"))
        self.add_action(self._button("pay", "发放", "coins"))
        with_menu(self.add_more(), self.entries)
        body = Body((16, 9, 16, 16), spacing=6)
        self.steps = StageStrip(name="分配进度")
        body.add(self.steps)
        self.message = MessageLine()
        body.add(self.message)
        self.facts = FactList(label_width=78)
        body.add(self.facts)
        self.parts = SmallTable(_PARTS, name="分配方案", row_height=30)
        body.section("分配方案", "", self._button("plan", "写方案", "pencil", "quiet"), self.parts)
        self.lines = SmallTable(_LINES, name="分配名单", row_height=30, selectable=True)
        self._lines_heading = body.section("分配名单", "", self._button("fill", "填名单", "users", "quiet"), self.lines)
        row = HBox(spacing=6)
        row.addStretch(1)
        drop = Button("删选中的", "trash-2", "quiet", small=True, on_click=self._drop)
        for button in (drop, self._button("line", "加一行", "plus", "quiet"),
                       self._button("paste", "粘贴", "clipboard-check", "quiet")):  # fmt: skip
            row.addWidget(button)
        body.add(row)
        self.drop_button = drop
        self.payments = FactList(label_width=104)
        self._payments_heading = body.section("发放的凭证", "", None, self.payments)
        self.set_body(body)

    def entries(self) -> list[Entry]:
        """Return what 更多 offers; what was paid out of cannot be removed."""
        unpaid = self.view is not None and not self.view.payments
        return [Entry("删掉这份方案…", lambda: self.asked.emit("remove"), "trash-2", enabled=unpaid)]

    def _button(self, what: str, words: str, icon: str, kind: str = "") -> Button:
        button = Button(words, icon, kind, small=True) if kind else Button(words, icon, small=True)
        button.clicked.connect(lambda _=False: self.asked.emit(what))
        self.buttons[what] = button
        return button

    def show_view(self, view: DistributionView) -> None:
        """Show a sharing-out."""
        self.view = view
        self.set_title(short_name(view), [CHIPS[view.state]], [view.code, f"{view.year}年" if view.year else ""])
        now = next((place for place, step in enumerate(view.steps) if not step[2]), len(view.steps))
        self.steps.set_stages([
            Stage(what, "done" if done else "now" if place == now else "next", words.split(" ")[0] if done else "")
            for place, (what, words, done) in enumerate(view.steps)
        ])  # fmt: skip
        self.message.say("；".join(view.hints[:3]), "due", icon="triangle-alert")
        self.facts.set_facts(self._facts(view))
        rows = [
            {"use": Cell(part.use, tip=part.note), "planned": part.planned_fen,
             "listed": part.listed_fen if part.lines else None, "paid": part.paid_fen or None} for part in view.parts
        ]  # fmt: skip
        if rows:
            rows.append({"use": "合计", "planned": view.planned_fen, "listed": view.listed_fen or None,
                         "paid": view.paid_fen or None, ROW_STATE: "sum"})  # fmt: skip
        self.parts.set_rows(rows)
        self.lines.set_rows([
            {"key": line.key, "name": line.name, "use": line.use, "reason": line.reason, "amount": line.amount_fen,
             "voucher": line.voucher} for line in view.lines
        ])  # fmt: skip
        self.payments.set_facts([
            Fact(payment.voucher or "草稿", f"{payment.date or ''}　{format_yuan(payment.amount_fen)} 元　"
                 f"{'' if payment.is_posted else '（草稿）'}{payment.memo}") for payment in view.payments
        ])  # fmt: skip
        self._payments_heading.setVisible(bool(view.payments))
        self.drop_button.setEnabled(bool(view.lines))

    def _facts(self, view: DistributionView) -> Sequence[Fact]:
        source = view.asset[1] if view.asset else view.project[2] if view.project else "村集体全部收益"
        link = Fact("决议", view.meeting[1] if view.meeting else "登记决议", go=self._ask("link"))
        if view.notice is not None:
            notice = Fact("公示", f"{view.notice[1]}　{view.notice[2]}", go=self._ask("notice"))
        else:
            notice = Fact("公示", "拟收益分配公示", go=self._ask("notice"))
        return (
            Fact("收益来源", source),
            Fact("收益总额", f"{format_yuan(view.income_fen)} 元（账上 {format_yuan(view.earned_fen)} 元）"),
            Fact("结余", f"{format_yuan(view.left_fen)} 元"), link, notice,
        )  # fmt: skip

    def _ask(self, what: str):  # type: ignore[no-untyped-def]
        return lambda: self.asked.emit(what)

    def _drop(self) -> None:
        chosen = [key for key in self.lines.chosen_keys() if isinstance(key, uuid.UUID)]
        if chosen:
            self.lines_dropped.emit(chosen)
