"""One month or year of the voucher sequence: its sums, what stands against closing it, what its closing kept."""

from __future__ import annotations

from PySide6.QtCore import Signal

from villagebook.models.codes import CODES
from villagebook.services.closings import CLOSED, OPEN, REOPENED, Period
from villagebook.ui.models.columns import Chip, Column
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable

_CHIPS = {OPEN: Chip("未结账", "mute", "circle-dashed", dashed=True), CLOSED: Chip("已结账", "ok", "lock"),
          REOPENED: Chip("已反结账", "due", "undo-2")}
_HEAD = "链头是结账那一刻改动记录的指纹：以后用它核对（journal --verify），结账以前的任何改动都看得出来。"
_MOST_NAMED = 8


class ClosingRecord(RecordPanel):
    """The record beside the list of periods.

    Signals:
        close_asked, reopen_asked: The button was pressed.
        drafts_asked: The drafts are to be shown.
    """

    close_asked = Signal()
    reopen_asked = Signal()
    drafts_asked = Signal()

    def __init__(self) -> None:
        super().__init__("结账")
        self.close_button = Button("结账", "lock", "primary", small=True, on_click=self.close_asked.emit)
        self.reopen_button = Button("反结账", "undo-2", "quiet", small=True, on_click=self.reopen_asked.emit)
        self.add_action(self.reopen_button)
        self.add_action(self.close_button)
        body = Body((16, 9, 16, 16), spacing=6)
        self.message = MessageLine()
        self.drafts = Text("", "label", wrap=True)
        self.to_drafts = Button("去看草稿", "arrow-right", "quiet", small=True, on_click=self.drafts_asked.emit)
        self.kinds = SmallTable(
            (Column("kind", "类型", width=110, stretch=1), Column("fen", "金额", "money", unit="元", width=150)),
            name="本期发生额", row_height=30,
        )
        self.balances = SmallTable(
            (Column("source", "资金来源", width=110, stretch=1), Column("fen", "结余", "money", unit="元", width=150)),
            name="期末结余", row_height=30,
        )
        self.facts = FactList(label_width=78)
        self.head = Text(_HEAD, "second", wrap=True)
        body.add(self.message)
        body.add(self.drafts)
        body.add(self.to_drafts)
        body.section("本期发生额", "已入账的，冲销算在被冲的类型里", None, self.kinds)
        self._balances = body.section("期末结余", "", None, self.balances)
        self._closing = body.section("结账记录", "", None, self.facts)
        body.add(self.head)
        self.set_body(body)

    def show_period(self, period: Period) -> None:
        """Show a month or a year."""
        closed = period.state == CLOSED
        own = closed and period.closing is not None
        self.set_title(period.name, [_CHIPS[period.state]], [f"已入账 {period.entries:,} 笔"])
        self.close_button.setVisible(not closed)
        self.close_button.setEnabled(period.closable)
        self.reopen_button.setVisible(own)
        self.message.say("" if closed else period.why_not.partition("；")[0], "due", icon="triangle-alert")
        named = list(period.drafts[:_MOST_NAMED])
        if len(period.drafts) > _MOST_NAMED:
            named.append(f"等 {len(period.drafts):,} 笔")
        self.drafts.setText(f"草稿：{'、'.join(named)}")
        for widget in (self.drafts, self.to_drafts):
            widget.setVisible(bool(named))
        order = CODES["fund_kind"].values
        kinds = sorted(period.kinds, key=lambda kind: order.index(kind) if kind in order else len(order))
        self.kinds.set_rows([{"kind": kind, "fen": period.kinds[kind]} for kind in kinds])
        self._show_closing(period)

    def _show_closing(self, period: Period) -> None:
        closing = period.closing
        kept = closing["figures"].get("balances", {}) if closing and period.state == CLOSED else {}
        order = CODES["fund_source"].values
        sources = sorted(kept, key=lambda source: order.index(source) if source in order else len(order))
        rows = [{"source": source or "未写来源", "fen": kept[source]} for source in sources if kept[source]]
        if rows:
            rows.append({"source": "合计", "fen": sum(kept.values()), "row_state": "sum"})
        self.balances.set_rows(rows)
        for widget in (self._balances, self.balances):
            widget.setVisible(bool(rows))
        facts = []
        if closing:
            vouchers = [one for one in (closing["first_voucher"], closing["last_voucher"]) if one]
            facts = [
                Fact("结账", f"{closing['closed_on'].isoformat()}，{closing['closed_by']}"),
                Fact("凭证", " 至 ".join(dict.fromkeys(vouchers))),
                Fact("链头", closing["head"]),
            ]
            if closing["reopened_on"]:
                facts.append(Fact("反结账", f"{closing['reopened_on'].isoformat()}，{closing['reopened_by']}", "due"))
                facts.append(Fact("原因", closing["reopened_why"] or "", "due"))
        self.facts.set_facts([fact for fact in facts if fact.text])
        for part in (self._closing, self.facts, self.head):
            part.setVisible(bool(facts))


