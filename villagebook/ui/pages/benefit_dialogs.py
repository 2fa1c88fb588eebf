"""Dialogs of benefits: an agreement with the households of its first year, households of one more list."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from villagebook.base.money import format_yuan, times
from villagebook.models import BenefitAgreement, BenefitLine, fields_of
from villagebook.services import benefit_agreements, benefits
from villagebook.services.benefit_agreements import Terms
from villagebook.services.list_homes import Offered
from villagebook.ui.field_views import spec
from villagebook.ui.page import Context
from villagebook.ui.pages.home_choosing import HomesChooser
from villagebook.ui.pages.roster_dialogs import said_in
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog, scrolling
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body

LABELS = {
    "operator_head": "负责人", "money": "资金来源", "invested_fen": "入股资金", "share": "分红比例",
    "profit_share": "盈利分配", "yearly_fen": "年分红额", "kind": "带农方式",
}  # fmt: skip
_AGREEMENT = {info.name: info for info in fields_of(BenefitAgreement)}
_LINE = {info.name: info for info in fields_of(BenefitLine)}


def agreement_specs() -> list[FieldSpec]:
    """The fields of an agreement as a form shows them."""
    return [spec(_AGREEMENT[name], LABELS.get(name, "")) for name in benefits.AGREEMENT_FIELDS]


def line_specs(names: tuple[str, ...] = benefits.LINE_FIELDS) -> list[FieldSpec]:
    """The fields of a line as a form shows them."""
    return [FieldSpec("year", "年度", "int") if name == "year" else spec(_LINE[name], LABELS.get(name, ""))
            for name in names]  # fmt: skip


class ListDialog(Dialog):
    """Households and what each gets in a year; with ``agreement`` fields over them for a new agreement.

    Args:
        write: (households, terms, year, fields of the agreement) -> what changes the book; called in the writer.
        promised: What the agreement promises a year, in 分, for the sum that is shown; None for a new agreement.
    """

    def __init__(
        self, context: Context, title: str, note: str, offered: Offered, year: int,
        write: Callable[[list[uuid.UUID], Terms, int, dict[str, Any]], Callable[[Any], Any]],
        *, agreement: Mapping[str, Any] | None = None, promised: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, 760, 640, note=note)
        self._context, self._write_of, self._promised = context, write, promised
        self._count = self._people = 0
        self.agreement: Form | None = None
        body = Body((0, 0, 8, 8))
        if agreement is not None:
            self.agreement = Form(agreement_specs(), context.today)
            self.agreement.set_values(agreement)
            self.agreement.edited.connect(lambda _name, _value: self._reckon())
            body.add(self.agreement)
        body.section("名单", "一户也不选就只登记协议，名单以后再做" if agreement is not None else "")
        self.chooser = HomesChooser(context, offered, everybody=False)
        self.form = Form((
            FieldSpec("year", "年度", "int"),
            FieldSpec("per_person", "按人口分", "tick"),
            FieldSpec("total_fen", "总额", "money", unit="元", help="分到各户，一分不差；空着就按协议每年的数。"),
            FieldSpec("quantity", "每户数量", "quantity"),
            FieldSpec("rate_fen", "单价", "money", unit="元"),
            FieldSpec("unit", "单位", "text"),
        ), context.today)  # fmt: skip
        self.form.set_values({"year": year, "per_person": False})
        self.form.edited.connect(lambda _name, _value: self._reckon())
        body.add(self.chooser, 4)
        body.add(self.form, 8)
        self.body.addWidget(scrolling(body, title), 1)
        self.said = Text("", "strong")
        self.foot.addWidget(self.said)
        self.add_close()
        self.do = self.add_button(Button("登记", "", "primary"), self._press, default=True, closes=False)
        self.chooser.counted.connect(self._counted)
        self._reckon()

    def first_focus(self) -> QWidget | None:
        form = self.agreement or self.form
        return next(iter(form.fields.values())).control

    def _counted(self, homes: int, people: int) -> None:
        self._count, self._people = homes, people
        self._reckon()

    def _reckon(self) -> None:
        said = {name: field.value for name, field in self.form.fields.items()}
        amount = said["total_fen"]
        if amount is None and said["quantity"] is not None and said["rate_fen"] is not None:
            amount = times(said["quantity"] * (self._people if said["per_person"] else self._count), said["rate_fen"])
        elif amount is None:
            amount = self._promised
            if self.agreement is not None:
                row = {name: field.value for name, field in self.agreement.fields.items()}
                amount = benefit_agreements.promised_fen(row)
        words = f"{self._count} 户" + (f"，应付合计 {format_yuan(amount)} 元" if amount is not None else "")
        self.said.setText(words if self._count else "只登记协议")
        self.do.setEnabled(self._count > 0 or self.agreement is not None)

    def _press(self) -> None:
        said = said_in(self.form)
        fields = said_in(self.agreement) if self.agreement is not None else {}
        forms = [form for form in (self.agreement, self.form) if form is not None]
        if any(field.finding.text for form in forms for field in form.fields.values()):
            return
        if self.agreement is not None and not fields["operator"]:
            self.agreement["operator"].set_finding("请写经营主体：谁付给农户", "error")
            self.agreement["operator"].control.setFocus()
            return
        terms = Terms(said["total_fen"], said["quantity"], said["rate_fen"], said["unit"], bool(said["per_person"]))
        write = self._write_of(self.chooser.keys, terms, int(said["year"] or 0), fields)
        self.close_panel()
        self._context.runner.change(lambda book, _progress: write(book))
