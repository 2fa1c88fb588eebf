"""Beside the list of 对账: the chosen line or entry with what can be done, and 余额调节表."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.base.money import format_yuan
from villagebook.services.bank import Account, EntryOfBook, LineOfBank, Reconciliation
from villagebook.services.bank.exporting import BANK_SIDE, BOOK_SIDE, OPEN_ITEMS, hint
from villagebook.ui.models.columns import ROW_STATE, Column
from villagebook.ui.pages.bank_source import CHIPS, HERE, MATCHED, THERE, Item, Known
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable

_TABLE = (Column("what", "项目", width=200, stretch=1), Column("fen", "金额", "money", unit="元", width=132))
_STATEMENTS = (
    Column("name", "对账单", width=120, stretch=1),
    Column("closing", "期末余额", "money", width=112, rank=1),
    Column("open", "未对上", "int", width=60),
    Column("signed", "对账", width=92, rank=2),
)
_MOST_POSSIBLE = 6


class BankRecord(RecordPanel):
    """The record.

    Signals:
        write_asked: (line) a draft is to be written of it.
        match_asked: (line, entry). unmatch_asked: (line).
        entry_asked: (entry) its voucher is to be shown.
        reconcile_asked, remove_asked: (statement).
    """

    write_asked = Signal(object)
    match_asked = Signal(object, object)
    unmatch_asked = Signal(object)
    entry_asked = Signal(object)
    reconcile_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("对账")
        self.item: Item | None = None
        self._shown_in_full = False
        self.show_button = Button("显示", "eye", "quiet", small=True, tip="显示对方户名和摘要", on_click=self._reveal)
        self.unmatch_button = Button("取消勾对", "undo-2", "quiet", small=True, on_click=self._ask_unmatch)
        self.write_button = Button("按这一行记一笔", "plus", small=True, on_click=self._ask_write)
        for button in (self.show_button, self.unmatch_button, self.write_button):
            self.add_action(button)
        body = Body((16, 9, 16, 16), spacing=6)
        self.facts = FactList(label_width=78)
        body.add(self.facts)
        self._place = QWidget()
        self._possible = VBox(self._place, spacing=4)
        body.add(self._place)
        self.message = MessageLine()
        self.table = SmallTable(_TABLE, name="银行存款余额调节表", row_height=30)
        body.section("银行存款余额调节表", "", None, self.table)
        body.add(self.message)
        self.statements = SmallTable(_STATEMENTS, name="对账单", row_height=30, selectable=True)
        self.reconcile_button = Button("签这一份", "stamp", "quiet", small=True, on_click=self._ask_reconcile)
        self.remove_button = Button("删这一份", "trash-2", "quiet", small=True, on_click=self._ask_remove)
        body.section("对账单", "", None, self.statements)
        row = HBox(spacing=8)
        row.addStretch(1)
        for button in (self.remove_button, self.reconcile_button):
            row.addWidget(button)
        body.add(row)
        self.note = Text("调节后两边相符才能签；签后写上对账人和日期。", "second", wrap=True)
        body.add(self.note)
        self.set_body(body)
        self._account: Account | None = None

    # What is shown

    def show_known(self, known: Known) -> None:
        """Show the statements and the table of reconciliation."""
        self._account = known.account
        self.table.set_rows(_rows(known.table))
        self.message.say(known.table.words, "ok" if known.table.agrees else "due",
                         icon="circle-check" if known.table.agrees else "triangle-alert")  # fmt: skip
        self.statements.set_rows([
            {"key": one.key, "name": one.file_name, "closing": one.closing_fen, "open": one.open_lines or None,
             "signed": str(one.reconciled_on or "")}
            for one in reversed(known.account.statements)
        ])  # fmt: skip
        some = bool(known.account.statements)
        self.reconcile_button.setEnabled(some and known.table.agrees)
        self.remove_button.setEnabled(some)

    def show_item(self, item: Item | None) -> None:
        """Show one row."""
        if item is None or self.item is None or item.key != self.item.key:
            self._shown_in_full = False
        self.item = item
        for button, side in ((self.write_button, THERE), (self.unmatch_button, MATCHED)):
            button.setVisible(item is not None and item.side == side)
        hidden = [line for line in _lines(item) if line.shown != line.counterpart or line.said != line.memo]
        self.show_button.setVisible(bool(hidden) and not self._shown_in_full)
        if item is None:
            self.set_title("没有选中")
            self.facts.set_facts(())
            self._offer(None)
            return
        way = "收入" if item.amount_fen > 0 else "支出"
        self.set_title(f"{way} {format_yuan(abs(item.amount_fen))} 元", [CHIPS[item.side]], ())
        self.facts.set_facts(self._facts(item))
        self._offer(item.line)

    def _reveal(self) -> None:
        self._shown_in_full = True
        self.show_item(self.item)

    def _facts(self, item: Item) -> list[Fact]:
        found: list[Fact] = []
        for line in _lines(item):
            who, words = (line.counterpart, line.memo) if self._shown_in_full else (line.shown, line.said)
            found += [
                Fact("银行日期", line.date.isoformat()), Fact("对方", who or "（没有写）"), Fact("摘要", words),
                Fact("流水号", line.reference), Fact("对账单", f"{line.file_name} 第 {line.row} 行"),
            ]  # fmt: skip
        for entry in item.pair.entries if item.pair else (item.entry,) if item.entry else ():
            # Only the number is the link: a link is one line.
            found.append(Fact("凭证", _number(entry), go=self._go(entry.key)))
            found.append(Fact("", _about(entry)))
        if item.pair is not None:
            found.append(Fact("对上方式", item.pair.how))
            if words := hint(item.pair):
                found.append(Fact("请核对", words, "due"))
        if item.side == HERE:
            found.append(Fact("说明", "银行还没有这一笔：下一份对账单来了会自动勾对，也可以选中银行那一行一起勾对。"))
        return [fact for fact in found if fact.text]

    def _go(self, key: uuid.UUID) -> Callable[[], object]:
        return lambda: self.entry_asked.emit(key)

    def _offer(self, line: LineOfBank | None) -> None:
        """Offer the entries that a line could be, each with its button."""
        while self._possible.count():
            part = self._possible.takeAt(0)
            if part is not None and (widget := part.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        possible = line.possible if line is not None and self._account is not None else ()
        self._place.setVisible(bool(possible))
        if line is None or self._account is None or not possible:
            return
        self._possible.addWidget(SectionHeading("金额相同的凭证", "分不清是哪一笔，请您定"))
        for key in possible[:_MOST_POSSIBLE]:
            entry = self._account.entries[key]
            row = QWidget()
            box = HBox(row, spacing=8)
            box.addWidget(Text(f"{_number(entry)} {_about(entry)}", wrap=True), 1)
            button = Button("勾对", "check", small=True, name=f"勾对 {entry.voucher}")
            button.clicked.connect(lambda _=False, entry=key: self.match_asked.emit(line.key, entry))
            box.addWidget(button)
            self._possible.addWidget(row)

    # What is asked

    def _ask_write(self) -> None:
        if self.item is not None and self.item.line is not None:
            self.write_asked.emit(self.item.line.key)

    def _ask_unmatch(self) -> None:
        if self.item is not None and self.item.pair is not None:
            self.unmatch_asked.emit(self.item.pair.lines[0].key)

    def _statement(self) -> uuid.UUID | None:
        """The chosen statement, else the newest."""
        chosen = [key for key in self.statements.chosen_keys() if isinstance(key, uuid.UUID)]
        every = self._account.statements if self._account is not None else ()
        return chosen[0] if chosen else every[-1].key if every else None

    def _ask_reconcile(self) -> None:
        if (key := self._statement()) is not None:
            self.reconcile_asked.emit(key)

    def _ask_remove(self) -> None:
        if (key := self._statement()) is not None:
            self.remove_asked.emit(key)


def _lines(item: Item | None) -> Sequence[LineOfBank]:
    if item is None:
        return ()
    return item.pair.lines if item.pair is not None else (item.line,) if item.line is not None else ()


def _number(entry: EntryOfBook) -> str:
    return entry.voucher + ("" if entry.is_posted else "（草稿）")


def _about(entry: EntryOfBook) -> str:
    return " ".join(part for part in (str(entry.date or ""), entry.payee, entry.memo) if part)


def _rows(table: Reconciliation) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for begin, balance, side, end, adjusted in (
        (BANK_SIDE, table.bank_fen, "here", "调节后银行余额", table.bank_adjusted_fen),
        (BOOK_SIDE, table.book_fen, "there", "调节后账面余额", table.book_adjusted_fen),
    ):
        rows.append({"what": begin, "fen": balance})
        for heading, name in OPEN_ITEMS:
            items = getattr(table, name)
            if items and name.startswith(side):
                total = abs(sum(item.amount_fen for item in items))
                rows.append({"what": f"{heading}（{len(items)} 笔）", "fen": total})
        rows.append({"what": end, "fen": adjusted if balance is not None else None, ROW_STATE: "sum"})
    return rows
