"""Incomes of a household by year: sums with the year before beside them, the lines they are made of, the fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal

from villagebook.base.findings import Finding
from villagebook.base.money import format_yuan
from villagebook.services.household_fields import INCOME_FIELDS
from villagebook.services.households import HouseholdView, YearOfIncome
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import ROW_STATE, Column
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

#: Sums of a year's incomes in the order of the income sheet: field, words, sign.
INCOME_ROWS = (
    ("wage_fen", "工资性收入", 1),
    ("business_fen", "生产经营性收入", 1),
    ("property_fen", "财产性收入", 1),
    ("transfer_fen", "转移性收入", 1),
    ("cost_fen", "减：生产经营性支出", -1),
    ("net_fen", "纯收入", 1),
    ("per_capita_fen", "人均纯收入", 1),
)
SUMS = ("net_fen", "per_capita_fen")
INCOME_LABELS = {
    "cost_fen": "经营性支出", "business_fen": "经营性收入", "population": "家庭人口", "post_wage_fen": "公益岗位收入",
    "other_wage_fen": "其他工资", "dividend_fen": "资产收益分红", "other_property_fen": "其他财产性",
    "other_transfer_fen": "其他转移性", "cost_subsidy_fen": "减支补贴", "current_population": "当前人口",
    "claims_fen": "理赔收入",
}  # fmt: skip


class Incomes(SmallTable):
    """The newest year of incomes with the year before beside it."""

    def __init__(self) -> None:
        super().__init__(_income_columns(0), name="收入", row_height=28)

    def show_years(self, years: Sequence[YearOfIncome], place: int = 0) -> None:
        """Show the year at a place in ``years`` (newest first) and the one before it."""
        now = years[place] if place < len(years) else None
        before = next((year for year in years[place + 1 :] if now is not None and year.year == now.year - 1), None)
        self.set_columns(_income_columns(now.year if now is not None else 0))
        self.set_rows([_income_row(*line, now, before) for line in INCOME_ROWS] if now is not None else [])


def _income_columns(year: int) -> tuple[Column, ...]:
    return (
        Column("item", "收入", unit="元", stretch=1, width=150),
        Column("before", f"{year - 1}年" if year else "上年", "money", width=104),
        Column("now", f"{year}年" if year else "本年", "money", width=104),
        Column("more", "增减", width=96, rank=1, align="right"),
    )


def _income_row(name: str, words: str, sign: int, now: YearOfIncome, before: YearOfIncome | None) -> Row:
    old, new = _sum(before, name), _sum(now, name)
    more = new - old if old is not None and new is not None else None
    row: dict[str, Any] = {"item": words, "before": _signed(old, sign), "now": _signed(new, sign)}
    row["more"] = "" if more is None else format_yuan(more * sign, sign=True)
    if name in SUMS:
        row[ROW_STATE] = "sum"
    people = _sum(now, "population") if name == "per_capita_fen" else None
    if people:
        row["item"] = f"{words}（÷ {people} 人）"
    return row


def _sum(year: YearOfIncome | None, name: str) -> int | None:
    found = next((view.value for view in year.fields if view.name == name), None) if year is not None else None
    return found if isinstance(found, int) else None


def _signed(amount: int | None, sign: int) -> int | None:
    return None if amount is None else amount * sign


ITEM_COLUMNS = (
    Column("item", "项目", "name", width=112),
    Column("arithmetic", "算式", "note", width=240, stretch=1, rank=1),
    Column("amount", "金额", "money", unit="元", width=112),
)


class IncomeTab(Body):
    """Incomes by year: sums with the year before beside them, the lines they are made of, and the fields.

    Signals:
        year_asked: (year) is to be begun.
    """

    year_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._years: tuple[YearOfIncome, ...] = ()
        self._place = 0
        self._findings: tuple[Finding, ...] = ()
        self.begin = Button("", "plus", small=True, on_click=lambda: self.year_asked.emit(self._next_year()))
        self.older = Button("", "chevron-left", "quiet", small=True, on_click=lambda: self._turn(1))
        self.newer = Button("", "chevron-right", "quiet", small=True, on_click=lambda: self._turn(-1))
        self.table = Incomes()
        self.heading = self.section("收入", "", self.older, self.table)
        self.heading.layout().addWidget(self.newer)
        self.add(self.begin, 8)
        self.items = SmallTable(ITEM_COLUMNS, name="收入明细", row_height=28)
        self.form = FieldForm(context, "household_year", INCOME_FIELDS, labels=INCOME_LABELS)
        self.change = self.section("改这一年", "", None, self.form)
        self.lines = FindingLines()
        self.add(self.lines)
        self.made_of = self.section("明细", "", None, self.items)
        self.blank = Text("还没有收入。", "second")
        self.add(self.blank)

    def show_household(self, view: HouseholdView, *, fresh: bool) -> None:
        """Show the years of a household, the newest first."""
        before = self._years[self._place].year if self._years and not fresh else None
        self._years = view.years
        self._place = next((i for i, year in enumerate(view.years) if year.year == before), 0)
        self._show(fresh=fresh)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show the findings of all years; those of another year are left out."""
        self._findings = tuple(findings)
        shown = {str(view.record_id) for view in self.form.views.values() if view.record_id}
        mine = [f for f in self._findings if f.record is not None and f.record[1] in shown]
        self.lines.say((f.message, f.severity.value) for f in self.form.show_findings(mine))

    def _turn(self, step: int) -> None:
        self._place = max(0, min(len(self._years) - 1, self._place + step))
        self._show(fresh=True)

    def _show(self, *, fresh: bool) -> None:
        there = bool(self._years)
        for widget in (self.table, self.form, self.change):
            widget.setVisible(there)
        self.blank.setVisible(not there)
        year = self._years[self._place] if there else None
        self.table.show_years(self._years, self._place)
        self.heading.set_note(_year_note(year) if year is not None else "")
        self._say_turns()
        items = [{"item": i, "arithmetic": a, "amount": n} for i, a, n in (year.items if year is not None else ())]
        self.items.set_rows(items)
        for part in (self.items, self.made_of):
            part.setVisible(bool(items))
        self.made_of.set_note(f"{len(items)} 笔")
        if year is not None:
            self.change.title.setText(f"改 {year.year}年")
            self.form.show_views(year.fields, fresh=fresh)
        self.show_findings(self._findings)
        self.begin.setVisible(self._next_year() <= self._context.today().year)
        self.begin.set_words(f"记 {self._next_year()}年收入")

    def _say_turns(self) -> None:
        older = self._years[self._place + 1].year if self._place + 1 < len(self._years) else 0
        newer = self._years[self._place - 1].year if self._place > 0 else 0
        for button, year in ((self.older, older), (self.newer, newer)):
            button.setVisible(bool(year))
            button.set_words(f"{year}年")

    def _next_year(self) -> int:
        return self._years[0].year + 1 if self._years else self._context.today().year


def _year_note(year: YearOfIncome) -> str:
    people = next((view.value for view in year.fields if view.name == "population"), None)
    return f"{year.year}年" + (f"，{people} 人" if people else "")
