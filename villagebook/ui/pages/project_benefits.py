"""The tab 效益: agreements of a project done together, and year by year what each household is due and was paid."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from villagebook.base.findings import Finding, Severity
from villagebook.base.money import format_yuan
from villagebook.services import benefit_agreements, benefits, list_homes
from villagebook.services.benefit_state import LATE, OVER, PAID
from villagebook.services.benefits import AgreementView, BenefitLineView, BenefitsView, YearView
from villagebook.ui.models.columns import Cell, Chip, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages import paper_jobs
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.benefit_dialogs import LABELS, ListDialog, agreement_specs, line_specs
from villagebook.ui.pages.home_choosing import HomeFinder
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

AGREEMENT_COLUMNS = (
    Column("code", "协议编号", "name", width=96),
    Column("kind", "方式", width=64, rank=1),
    Column("operator", "经营主体", width=120, stretch=1),
    Column("term", "起止", width=176, rank=3),
    Column("yearly_fen", "每年", "money", "元", width=104, rank=2),
    Column("households", "户数", "int", width=52),
)
LINE_COLUMNS = (
    Column("head_name", "户主", "name", width=88),
    Column("kind", "方式", width=64, rank=3),
    Column("due_fen", "应付", "money", "元", width=100),
    Column("due_on", "应付日期", "date", width=94, rank=2),
    Column("paid_fen", "已付", "money", "元", width=100),
    Column("paid_on", "付款日期", "date", width=94, rank=1),
    Column("state", "进度", "state", width=104),
)
_CHIPS = {
    PAID: Chip(PAID, "mute", "circle-check"), LATE: Chip(LATE, "late", "clock-alert"),
    OVER: Chip(OVER, "late", "circle-x"),
}  # fmt: skip


class BenefitsTab(Body):
    """Agreements and yearly lists of a project.

    Attributes:
        view: What is shown; None until it is read.
        year: The year whose list is shown.

    Signals:
        counted: (households of the year shown first).
    """

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project: uuid.UUID | None = None
        self.view: BenefitsView | None = None
        self.year: int | None = None
        self.findings = FindingLines()
        self.add(self.findings)
        self.agreements = SmallTable(AGREEMENT_COLUMNS, name="协议", row_height=28, selectable=True)
        self.agreements.opened.connect(self.ask_correct)
        self.section("协议", "", None, self.agreements)
        self.blank = Text("还没有协议。集体实施的项目怎样让农户受益，在这里登记，名单一次生成。", "second", wrap=True)
        self.add(self.blank)
        self.begin = Button("登记协议", "plus", small=True, on_click=self.ask_agree)
        self.next = Button("生成下一年", "calendar-check", "quiet", small=True, on_click=self.ask_next)
        self.list = Button("加户进名单", "users", "quiet", small=True, on_click=self.ask_list)
        self.change = Button("改", "pencil", "quiet", small=True,
                             on_click=lambda: self.ask_correct(self.agreements.current_key()))  # fmt: skip
        self.cancel = Button("删", "trash-2", "quiet", small=True, on_click=self.ask_cancel)
        self.print = Button("打印协议", "printer", "quiet", small=True, on_click=self.ask_print)
        self.add(self._row(self.begin, self.next, self.list, self.print, self.change, self.cancel), 8)
        self.years = HBox(spacing=8)
        self.lines = SmallTable(LINE_COLUMNS, name="名单", row_height=28, selectable=True)
        self.lines.opened.connect(self.ask_line)
        self.heading = self.section("名单", "", None)
        self.add(self.years, 4)
        self.add(self.lines, 4)
        self.pay = Button("登记付款", "hand-coins", small=True, on_click=self.ask_pay)
        self.one = Button("记一户", "plus", "quiet", small=True, on_click=self.ask_one)
        self.drop = Button("删", "trash-2", "quiet", small=True, on_click=self.ask_remove)
        self.add(self._row(self.pay, self.one, self.drop), 8)

    @staticmethod
    def _row(*buttons: Button) -> HBox:
        row = HBox(spacing=8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    # Showing

    def show_project(self, key: uuid.UUID) -> None:
        """Read a project's benefits and show them."""
        if key != self._project:
            self.year = None
        self._project = key
        today = self._context.today()
        self._context.runner.read(
            lambda book: benefits.view(book, key, today), lambda view: self._take(key, view), key="projects.benefits")

    def _take(self, key: uuid.UUID, view: BenefitsView) -> None:
        if key != self._project:
            return
        self.view = view
        self.agreements.set_rows([_agreement_row(one) for one in view.agreements])
        self.agreements.setVisible(bool(view.agreements))
        self.blank.setVisible(not view.agreements)
        for button in (self.next, self.list, self.print, self.change, self.cancel):
            button.setVisible(bool(view.agreements))
        known = [of.year for of in view.years]
        if self.year not in known:
            begun = [year for year in known if year is not None and year <= self._context.today().year]
            self.year = (begun or known or [None])[0]
        self._show_years()
        self._show_lines()
        newest = self._of_year()
        self.counted.emit(newest.households if newest is not None else 0)

    def _show_years(self) -> None:
        while self.years.count():
            item = self.years.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()
        for of in self.view.years if self.view is not None else ():
            words = f"{of.year}年" if of.year is not None else "没有年度"
            kind = "outlined" if of.year == self.year else "quiet"
            show = partial(self.show_year, of.year)
            self.years.addWidget(Button(words, "", kind, small=True, on_click=show))
        self.years.addStretch(1)

    def show_year(self, year: int | None) -> None:
        """Show the list of a year."""
        self.year = year
        self._show_years()
        self._show_lines()

    def _of_year(self) -> YearView | None:
        years = self.view.years if self.view is not None else ()
        return next((of for of in years if of.year == self.year), None)

    def _show_lines(self) -> None:
        of = self._of_year()
        self.lines.set_rows([_line_row(line) for line in of.lines] if of is not None else [])
        self.lines.setVisible(of is not None)
        for button in (self.pay, self.drop):
            button.setVisible(of is not None)
        note = ""
        if of is not None:
            late = f"，逾期 {of.late} 户" if of.late else ""
            paid = f"应付 {format_yuan(of.due_fen)} 元，已付 {format_yuan(of.paid_fen)} 元"
            note = f"{of.year}年 {of.households} 户，{paid}{late}"
        self.heading.set_note(note)
        found: list[Finding] = list(self.view.findings) if self.view is not None else []
        for agreement in self.view.agreements if self.view is not None else ():
            found += agreement.findings
        found += [one for line in (of.lines if of is not None else ()) for one in line.findings
                  if one.id != "benefits.late"]  # fmt: skip
        self.findings.say((one.message, "error" if one.severity is Severity.ERROR else "warning") for one in found[:6])

    # Agreements

    def _agreement(self, key: Key | None = None) -> AgreementView | None:
        found = self.view.agreements if self.view is not None else ()
        wanted = key if key is not None else self.agreements.current_key()
        return next((one for one in found if one.key == wanted), found[0] if len(found) == 1 else None)

    def ask_agree(self) -> None:
        """Ask for an agreement and the households of its first year."""
        view, context = self.view, self._context
        if view is None:
            return
        today = context.today()

        def write(keys: list[uuid.UUID], terms: Any, year: int, fields: dict[str, Any]) -> Callable[[Any], Any]:
            given = {name: value for name, value in fields.items() if value not in (None, "")}
            return lambda book: benefit_agreements.agree(
                book, view.project, given, keys, terms, year=year or None, actor=context.actor, today=today)[0]

        first = {"kind": benefits.DIVIDEND, "signed_on": today, "from_on": today, "share": None, "copies": 3}
        self._ask_households("登记效益到户协议", today.year, write, agreement=first)

    def ask_list(self) -> None:
        """Ask for the households of one more year of an agreement, or more of them."""
        one, context = self._agreement(), self._context
        if one is None:
            return

        def write(keys: list[uuid.UUID], terms: Any, year: int, _fields: dict[str, Any]) -> Callable[[Any], Any]:
            return lambda book: benefit_agreements.list_year(
                book, one.key, keys, terms, year=year, actor=context.actor, today=context.today())

        self._ask_households("加户进名单", self.year or context.today().year, write,
                             promised=benefit_agreements.promised_fen(one.values))  # fmt: skip

    def _ask_households(self, title: str, year: int, write: Any, **more: Any) -> None:
        context, name = self._context, self.view.name if self.view is not None else ""
        today = context.today()
        context.runner.read(
            lambda book: list_homes.offered(book, today),
            lambda offered: context.open(ListDialog(context, title, name, offered, year, write, **more)),
            key="benefits.offered")  # fmt: skip

    def ask_next(self) -> None:
        """Make the next year's list of an agreement."""
        one, context = self._agreement(), self._context
        if one is None or not one.years:
            return
        year = one.years[-1] + 1

        def make() -> None:
            left: list[str] = []

            def do(book: Any, _progress: Any) -> Any:
                changed, made = benefit_agreements.next_year(
                    book, one.key, actor=context.actor, today=context.today())
                left.extend(made.left_out)
                return changed

            def done(changed: Any) -> None:
                self.year = year
                if left:
                    context.say(f"{changed.heading}；没有列入：{'、'.join(left)}", undo=True)

            context.runner.change(do, done)

        words = f"照 {one.years[-1]} 年的 {one.households} 户生成，都还没有付款；已经不在的户不列入。"
        context.open(confirm(f"生成 {year} 年名单", words, f"生成 {year} 年", make))

    def ask_correct(self, key: Key | None) -> None:
        """Ask what an agreement should say instead."""
        one, context = self._agreement(key), self._context
        if one is None:
            return
        before = {name: one.values[name] for name in benefits.AGREEMENT_FIELDS}

        def answer(said: Values) -> None:
            new = {name: said[name] for name in before if said[name] != before[name]}
            context.runner.change(lambda book, _progress: benefit_agreements.correct(
                book, one.key, new, actor=context.actor))

        context.open(AskDialog(
            f"改协议　{one.values['code'] or ''}", "", agreement_specs(), before, context.today, "改好了", answer,
            required={"operator": "请写经营主体：谁付给农户"}, width=720))  # fmt: skip

    def ask_cancel(self) -> None:
        """Ask whether an agreement is to go with its lists."""
        one, context = self._agreement(), self._context
        if one is None:
            return

        def cancel() -> None:
            context.runner.change(lambda book, _progress: benefit_agreements.cancel(
                book, one.key, actor=context.actor))

        words = "协议和它各年的名单一起删掉；付过款的协议不能删。删后可以用 Ctrl+Z 找回。"
        context.open(confirm("删掉这份协议", words, "删掉", cancel))

    def ask_print(self) -> None:
        """Show an agreement as it is printed, with the list of its households."""
        one = self._agreement()
        if one is not None:
            paper_jobs.ask(self._context, "benefit-agreement", one.key, str(one.values["code"] or ""))

    # Lines

    def _chosen(self) -> list[BenefitLineView]:
        """The lines selected; all of the year while no more than the one with the cursor is."""
        of = self._of_year()
        lines = list(of.lines) if of is not None else []
        keys = self.lines.chosen_keys()
        return [line for line in lines if line.key in keys] if len(keys) > 1 else lines

    def ask_pay(self) -> None:
        """Ask on which day the chosen lines, or the whole year, were paid."""
        lines, context = self._chosen(), self._context
        if not lines:
            return
        keys = [line.key for line in lines]
        amount = format_yuan(sum(line.values["due_fen"] or 0 for line in lines))

        def answer(said: Values) -> None:
            context.runner.change(lambda book, _progress: benefits.pay(
                book, keys, said["paid_on"], actor=context.actor, today=context.today()))

        words = f"{self.year}年 {len(keys)} 户 {amount} 元，都按应付金额付清。日期空着就是取消付款。"
        context.open(AskDialog("登记付款", words, line_specs(("paid_on",)), {"paid_on": context.today()},
                               context.today, f"登记 {len(keys)} 户", answer))  # fmt: skip

    def ask_line(self, key: Key) -> None:
        """Ask what a line should say instead."""
        context = self._context
        line = next((one for one in self._all() if one.key == key), None)
        if line is None:
            return
        before = {name: line.values[name] for name in benefits.LINE_FIELDS}

        def answer(said: Values) -> None:
            new = {name: said[name] for name in before if said[name] != before[name]}
            context.runner.change(lambda book, _progress: benefits.change(
                book, [line.key], new, actor=context.actor, today=context.today()))

        lead = "；".join(one.message for one in line.findings)
        context.open(AskDialog(
            f"改效益　{line.values['head_name'] or ''}", lead, line_specs(), before, context.today, "改好了", answer,
            width=640))  # fmt: skip

    def _all(self) -> list[BenefitLineView]:
        of = self._of_year()
        return list(of.lines) if of is not None else []

    def ask_one(self) -> None:
        """Ask for one household's line."""
        view, context = self.view, self._context
        if view is None:
            return
        one = self._agreement()
        finder = HomeFinder(context)

        def answer(said: Values) -> None:
            home = finder.chosen
            if home is None:
                return
            values = {name: value for name, value in said.items() if value not in (None, "")}
            context.runner.change(lambda book, _progress: benefits.add_line(
                book, view.project, home, values, agreement=one.key if one is not None else None,
                actor=context.actor, today=context.today())[0])

        first = {"year": self.year or context.today().year, "kind": one.values["kind"] if one is not None else None}
        dialog = AskDialog("记一户效益", "", line_specs(), first, context.today, "记下", answer,
                           required={"kind": f"请选{LABELS['kind']}", "year": "请写年度"}, width=640)  # fmt: skip
        dialog.body.insertWidget(0, finder)
        dialog.do.setEnabled(False)
        finder.found.connect(lambda key, _title: dialog.do.setEnabled(key is not None))
        context.open(dialog)
        finder.line.setFocus()

    def ask_remove(self) -> None:
        """Ask whether the selected lines are to go."""
        context = self._context
        keys = [key for key in self.lines.chosen_keys() if isinstance(key, uuid.UUID)]
        if not keys:
            return
        context.open(confirm(
            "从名单删掉", f"{self.year}年的 {len(keys)} 户。删后可以用 Ctrl+Z 找回。", f"删掉 {len(keys)} 户",
            lambda: context.runner.change(
                lambda book, _progress: benefits.remove(book, keys, actor=context.actor))))  # fmt: skip


def _agreement_row(one: AgreementView) -> Row:
    values = one.values
    code: Any = values["code"] or "（没有编号）"
    if one.findings:
        code = Cell(code, tone="due", icon="triangle-alert", tip="\n".join(found.message for found in one.findings))
    term = " 至 ".join(str(values[name]) for name in ("from_on", "through_on") if values[name])
    yearly = benefit_agreements.promised_fen(values)
    told: dict[str, Any] = {name: values[name] for name in ("kind", "operator")}
    told |= {"code": code, "term": term, "yearly_fen": yearly, "households": one.households or None}
    return {**told, "key": one.key}


def _line_row(line: BenefitLineView) -> Row:
    values = line.values
    name: Any = values["head_name"] or values["household_code"] or "（没有户）"
    wrong = [found for found in line.findings if found.id != "benefits.late"]
    if wrong:
        name = Cell(name, tone="late", icon="triangle-alert", tip="\n".join(found.message for found in wrong))
    chip = _CHIPS.get(line.state, Chip(line.state))
    if line.days_late:
        chip = Chip(f"{LATE} {line.days_late} 天", "late", "clock-alert")
    told = {column.id: values[column.id] for column in LINE_COLUMNS if column.id in values}
    return {**told, "key": line.key, "head_name": name, "state": chip}
