"""对账: bank statements beside the book, line by line, until both balances come to the same."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from villagebook.base.errors import VillagebookError
from villagebook.base.money import format_yuan
from villagebook.models.codes import CODES
from villagebook.services import bank, entries
from villagebook.services.bank.matching_book import KIND_IN, KIND_OUT
from villagebook.ui.models.columns import Key
from villagebook.ui.page import EXPORT, FILTER, NEW, PRINT, Command, Context, Page
from villagebook.ui.pages import bank_source as source
from villagebook.ui.pages import files, paper_jobs
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.bank_record import BankRecord
from villagebook.ui.pages.bank_source import HERE, THERE, Item, Known
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.viewed_source import ViewedSource
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane


def count(book: Any, _today: Any) -> int:
    """How many lines of the bank the book does not have: the count at the tab."""
    return len(bank.account(book).only_there)


class BankPage(Page):
    """对账."""

    families = frozenset({"bank_statement", "bank_line", "bank_match", "fund_entry"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._known: Known | None = None
        self.source = ViewedSource[Item](
            source.COLUMNS, source.read, source.dress, source.said, group=source.group, icon="banknote", unit="行")
        self.list = TablePane(self.source, self.runner, name="对账", no_hits="没有符合的")
        self.record = BankRecord()
        self._make_tools()
        self.panes = Panes(
            self.list, self.record, self.list.table, list_name="对账", unit="行", list_width=820, record_width=414
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(EmptyState(
            "banknote", "还没有银行对账单",
            "从网银下载账户明细（xlsx、csv 都行），导进来自动和凭证勾对；剩下没对上的，就是漏记的和未达的。",
            [Way("upload", "导入对账单", "收入支出两栏、借方贷方、一栏金额都认得", "选文件", self.take)],
            foot="原表原样保存在书里；导入可以整份撤销。",
        ))  # fmt: skip
        VBox(self).addWidget(self._stack)
        self._connect()

    def _make_tools(self) -> None:
        tools = self.list.tools
        self.text = FilterLine("金额、对方、凭证", width=150)
        self.text.asked.connect(self.list.model.set_filter)
        tools.add(self.text)
        tools.add(Button("自动勾对", "list-checks", "tool", shrink=1, on_click=self.match_all))
        out = Button("导出", "download", "tool", tip="调节表和三张单子", keys=EXPORT, shrink=2, on_click=self.export)
        paper = Button("打印", "printer", "tool", tip="银行存款余额调节表", keys=PRINT, shrink=3, on_click=self.print)
        for button in (out, paper):
            tools.add(button)
        self.match_button = Button("勾对选中的", "check", on_click=self.match_chosen)
        tools.add_right(self.match_button)
        tools.add_right(Button("导入对账单", "upload", "primary", keys=NEW, on_click=self.take))

    def _connect(self) -> None:
        self.list.table.current_changed.connect(self._choose)
        self.list.table.chosen_changed.connect(self._say_chosen)
        self.list.filter_cleared.connect(self._clear)
        self.list.model.loaded.connect(self._loaded)
        self.record.write_asked.connect(self.ask_entry)
        self.record.match_asked.connect(lambda line, entry: self.match([line], [entry]))
        self.record.unmatch_asked.connect(self.unmatch)
        self.record.entry_asked.connect(lambda key: self.context.go("funds", key))
        self.record.reconcile_asked.connect(self.reconcile)
        self.record.remove_asked.connect(self.ask_remove)

    # Page

    def refresh(self) -> None:
        self.runner.read(_know, self._knows, key="bank.known")
        self.list.reload()

    def show_record(self, key: Key) -> None:
        """Show a line or an entry."""
        self.list.table.go_to(key)
        self.panes.show_record()

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "导入对账单", self.take),
            Command(FILTER, "找流水", self.text.setFocus),
            Command(EXPORT, "导出对账", self.export),
            Command(PRINT, "打印余额调节表", self.print),
            Command("Ctrl+Return", "勾对选中的", self.match_chosen),
        )

    def _knows(self, known: Known) -> None:
        self._known = known
        some = bool(known.account.statements)
        self._stack.setCurrentIndex(0 if some else 1)
        self.record.show_known(known)
        there, here = len(known.account.only_there), len(known.account.only_here)
        words = f"截至 {known.table.on}：{known.table.words}；银行多 {there} 行，账上多 {here} 笔"
        self.head(words if some else "", known.table.words if some else "")
        self._choose(self.list.table.current_key())

    def _loaded(self) -> None:
        self._choose(self.list.table.current_key())
        self._say_chosen()

    def _clear(self) -> None:
        self.text.clear()
        self.list.model.set_filter("")

    def _choose(self, key: Key | None) -> None:
        self.record.show_item(self.source.found.get(key) if key is not None else None)

    def _chosen(self) -> tuple[list[Item], list[Item]]:
        """The chosen open lines and entries."""
        items = [self.source.found[key] for key in self.list.table.chosen_keys() if key in self.source.found]
        return [one for one in items if one.side == THERE], [one for one in items if one.side == HERE]

    def _say_chosen(self) -> None:
        lines, chosen = self._chosen()
        sums = sum(one.amount_fen for one in lines), sum(one.amount_fen for one in chosen)
        self.match_button.setEnabled(bool(lines and chosen))
        parts = [
            f"{side} {len(some)} {unit} {format_yuan(total, sign=True)} 元"
            for side, unit, some, total in (("银行", "行", lines, sums[0]), ("账上", "笔", chosen, sums[1])) if some
        ]  # fmt: skip
        if len(parts) == 2 and sums[0] != sums[1]:
            parts.append(f"差 {format_yuan(abs(sums[0] - sums[1]))} 元")
        self.context.select("，".join(parts))

    # What is done

    def take(self) -> None:
        """Let the user choose a statement, and take it in."""
        for path in files.ask_lists(self)[:1]:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Take a statement in."""
        actor, today = self.context.actor, self.context.today()

        def write(book: Any, _progress: Any) -> Done:
            taken = bank.import_statement(book, path, actor=actor, today=today)
            return done(taken.changed, taken)

        self.runner.change(write, self._taken, partial(self._trouble, "对账单没有收进来"), title=f"导入 {path.name}")

    def _taken(self, made: Done) -> None:
        taken: bank.Taken = made.value
        self._clear()
        known = f"，{taken.known} 行早已在书里" if taken.known else ""
        self.context.say(f"收进 {taken.lines} 行{known}；自动对上 {taken.matched} 行", undo=True)
        if taken.problems:
            more = f"……共 {len(taken.problems)} 处" if len(taken.problems) > 8 else ""
            text = "\n".join((*taken.problems[:8], more)).strip()
            self.context.open(confirm("对账单有几处请核对", text, "知道了", lambda: None))

    def match_all(self) -> None:
        """Match whatever can only be one thing."""
        actor, today = self.context.actor, self.context.today()

        def write(book: Any, _progress: Any) -> Done:
            changed, count = bank.match_all(book, actor=actor, today=today)
            return done(changed, count)

        self.runner.change(write, lambda made: self.context.say(
            f"自动对上 {made.value} 行" if made.value else "没有能断定的了，剩下的请一行行看"))  # fmt: skip

    def match_chosen(self) -> None:
        """Match the chosen lines with the chosen entries."""
        lines, chosen = self._chosen()
        if lines and chosen:
            self.match([one.key for one in lines], [one.key for one in chosen])

    def match(self, lines: Sequence[uuid.UUID], chosen: Sequence[uuid.UUID]) -> None:
        """Match lines with entries."""
        actor = self.context.actor
        self.runner.change(
            lambda book, _progress: bank.match_by_hand(book, lines, chosen, actor=actor), None,
            partial(self._trouble, "没有勾对"))  # fmt: skip

    def unmatch(self, line: uuid.UUID) -> None:
        """Take back what a line was matched with."""
        actor = self.context.actor
        self.runner.change(lambda book, _progress: bank.unmatch(book, line, actor=actor))

    def ask_entry(self, line: uuid.UUID) -> None:
        """Ask for what the bank does not say, and write the draft that a line lacks."""
        self.runner.read(lambda book: (bank.prefilled(book, line), entries.choices(book)),
                         lambda found: self._open_entry(line, *found), key="bank.prefilled")  # fmt: skip

    def _open_entry(self, line: uuid.UUID, values: dict[str, Any], choices: entries.Choices) -> None:
        kinds = entries.MOVED_IN if values["kind"] == KIND_IN else entries.MOVED_OUT
        specs = (
            FieldSpec("date", "日期", "date"),
            FieldSpec("kind", "类型", "choice", choices=plain_choices(kinds)),
            FieldSpec("project_code", "项目", "choice", wide=True, placeholder="名称或编号",
                      choices=tuple(Choice(code, name, code) for code, name in choices.projects)),
            FieldSpec("source", "资金来源", "choice", choices=plain_choices(CODES["fund_source"].values)),
            FieldSpec("amount_fen", "金额", "money", unit="元", locked=True),
            FieldSpec("memo", "摘要", wide=True),
            FieldSpec("payee", "收款单位（人）", wide=True),
        )  # fmt: skip
        way = "支出" if values["kind"] == KIND_OUT else "收入"
        lead = f"银行{way} {format_yuan(values['amount_fen'])} 元。先记成草稿并和这一行勾对，核对无误再入账。"
        self.context.open(AskDialog(
            "按银行流水记一笔", lead, specs, values, self.context.today, "记一笔",
            lambda answer: self.write(line, answer), icon="plus",
            required={"date": "请写日期", "kind": "请选类型"}, width=620,
        ))  # fmt: skip

    def write(self, line: uuid.UUID, values: dict[str, Any]) -> None:
        """Write the draft."""
        actor = self.context.actor

        def write(book: Any, _progress: Any) -> Done:
            changed, key = bank.write_entry(book, line, values, actor=actor)
            return done(changed, key)

        self.runner.change(write, None, partial(self._trouble, "没有记成"))

    def reconcile(self, statement: uuid.UUID) -> None:
        """Sign a statement."""
        actor, today = self.context.actor, self.context.today()
        self.runner.change(
            lambda book, _progress: bank.reconcile(book, statement, actor=actor, today=today), None,
            partial(self._trouble, "对账单没有签"))  # fmt: skip

    def ask_remove(self, statement: uuid.UUID) -> None:
        """Ask, and take a statement away."""
        actor = self.context.actor
        found = self._known.account.statements if self._known is not None else ()
        name = next((one.file_name for one in found if one.key == statement), "")
        text = f"{name} 的流水和勾对会拿掉，凭证不动；原表还在书里。可以撤销。"
        self.context.open(confirm("删对账单", text, "删去", lambda: self.runner.change(
            lambda book, _progress: bank.remove(book, statement, actor=actor)), danger=True))  # fmt: skip

    def print(self) -> None:
        """Show the pages of 余额调节表."""
        village: uuid.UUID = self.runner.book.village_id
        paper_jobs.ask(self.context, "bank-reconciliation", village)

    def export(self) -> None:
        """Write table and lists as a workbook."""
        if self._known is None:
            return
        target = files.ask_target(self, "导出对账", f"银行存款余额调节表_{self._known.table.on}.xlsx")
        if target is not None:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write it to a file."""
        self.runner.change(
            lambda book, _progress: Done(bank.export(book, target)),
            lambda made: self.context.say(f"已写好 {made.value.path.name}"),
            partial(self._trouble, "没有导出"), title="正在导出")  # fmt: skip

    def _trouble(self, title: str, error: VillagebookError) -> None:
        self.context.trouble(Trouble.of(error, title))


def _know(book: Any) -> Known:
    return Known(bank.account(book), bank.reconciliation(book))
