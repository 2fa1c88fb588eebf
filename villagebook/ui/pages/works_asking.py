"""Dialogs about contracts and acceptances of a project: entered, changed, settled, mended, removed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from villagebook.base import scale
from villagebook.base.days import chinese
from villagebook.base.errors import VillagebookError
from villagebook.base.money import format_yuan
from villagebook.models import Acceptance, Contract, fields_of
from villagebook.models.codes import CODES
from villagebook.services import acceptances, contracts, works_money
from villagebook.services.acceptances import AcceptanceView, Draft, Item, Member
from villagebook.services.contracts import ContractView
from villagebook.services.works_money import Payment
from villagebook.ui.field_views import spec, typed
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FieldSpec, plain_choices

Write = Callable[[Values], Callable[[Any], Any]]

_CONTRACT = {info.name: info for info in fields_of(Contract)}
_ACCEPTANCE = {info.name: info for info in fields_of(Acceptance)}
#: What is asked of a new contract; changes, settlement and audit have dialogs of their own.
_TERMS = ("name", "kind", "party", "party_person", "amount_fen", "signed_on", "from_on", "through_on", "chosen_by",
          "chosen_on", "retention_share")  # fmt: skip
NEW_CONTRACT = (*_TERMS, "content")
CONTRACT = (*_TERMS, "retention_until", "content", "number", "note")
ACCEPTED = ("kind", "accepted_on", "result", "quality")
AFTER = ("opinion", "to_mend", "mend_by", "note")
_WHO = "一人一行：姓名　单位　职务"


def ask(
    context: Context, title: str, lead: str, specs: Sequence[FieldSpec], values: Values, verb: str, write: Write, *,
    required: Mapping[str, str] | None = None, danger: bool = False, then: Callable[[Any], object] | None = None,
) -> None:  # fmt: skip
    """Ask for fields and do a verb with them; what is refused is asked once more, with what was typed.

    Args:
        write: What was said -> what is done to the book.
        then: Gets what the verb returned.
    """

    def answer(said: Values) -> None:
        do = write(said)
        context.runner.change(lambda book, _progress: do(book), then, partial(again, said))

    def again(said: Values, error: Exception) -> None:
        if not isinstance(error, VillagebookError):
            raise error
        ask(context, title, f"没有记下。{error}", specs, said, verb, write, required=required, danger=danger, then=then)

    context.open(AskDialog(
        title, lead, specs, values, context.today, verb, answer, required=required, danger=danger, width=680))


def texts_of(specs: Sequence[FieldSpec], said: Values) -> dict[str, str]:
    """What was typed, as text for services; ids with a colon are no fields."""
    return {one.id: typed(said[one.id], one.kind) for one in specs if ":" not in one.id}


def only_changed(texts: dict[str, str], before: Mapping[str, Any], specs: Sequence[FieldSpec]) -> dict[str, str]:
    """The texts that say something else than the record."""
    kinds = {one.id: one.kind for one in specs}
    return {name: text for name, text in texts.items() if text != typed(before[name], kinds[name])}


# Contracts


def ask_contract(context: Context, project: uuid.UUID, name: str) -> None:
    """Ask for a contract of a project."""
    specs = [spec(_CONTRACT[field], wide=field == "name") for field in NEW_CONTRACT]
    required = {"party": "请写承包单位", "amount_fen": "请写合同金额"}

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: contracts.add(book, project, texts_of(specs, said), actor=context.actor)

    lead = "合同编号不用写，自动编。"
    ask(context, f"记合同　{name}", lead, specs, {"kind": "施工"}, "记下", write, required=required)


def ask_change(context: Context, view: ContractView) -> None:
    """Ask what a contract should say instead."""
    specs = [spec(_CONTRACT[field], wide=field == "name") for field in CONTRACT]
    before = {field: view.values[field] for field in CONTRACT}

    def write(said: Values) -> Callable[[Any], Any]:
        texts = only_changed(texts_of(specs, said), before, specs)
        return lambda book: contracts.correct(book, view.key, texts, actor=context.actor)

    ask(context, f"改合同　{view.title}", "", specs, before, "改好了", write)


def ask_amend(context: Context, view: ContractView) -> None:
    """Ask by how much a contract changes, and who approved it."""
    specs = (FieldSpec("by", "增加金额", "money", unit="元", help="减少写负数。"),
             FieldSpec("approval", "审批", wide=True, placeholder="文号，或会议和日期"))  # fmt: skip

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: contracts.amend(
            book, view.key, said["by"] or 0, str(said["approval"] or ""), actor=context.actor)

    agreed = contracts.agreed_fen(view.values)
    lead = f"现在合同和变更合计 {format_yuan(agreed)} 元。" if agreed is not None else ""
    ask(context, f"合同变更　{view.title}", lead, specs, {}, "记下变更", write,
        required={"by": "请写增加或减少多少", "approval": "请写是谁批准的"})  # fmt: skip


def ask_settle(context: Context, view: ContractView) -> None:
    """Ask what a contract was settled at."""
    agreed = contracts.agreed_fen(view.values)
    specs = (FieldSpec("on", "结算日期", "date"), FieldSpec("fen", "结算金额", "money", unit="元"),
             FieldSpec("why", "原因", "long_text", wide=True, lines=2, help="比合同和变更多时写。"))

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: contracts.settle(
            book, view.key, said["on"], said["fen"], actor=context.actor, why=str(said["why"] or ""))

    paid = f"已付 {format_yuan(view.paid_fen)} 元。"
    lead = f"合同和变更合计 {format_yuan(agreed)} 元，{paid}" if agreed is not None else paid
    ask(context, f"合同结算　{view.title}", lead, specs, {"on": context.today(), "fen": agreed}, "记下结算", write,
        required={"on": "请写日期", "fen": "请写结算金额"})  # fmt: skip


def ask_audit(context: Context, view: ContractView) -> None:
    """Ask what the audit allowed."""
    specs = (FieldSpec("on", "审计日期", "date"), FieldSpec("fen", "审定金额", "money", unit="元"),
             FieldSpec("by", "审计单位", wide=True))  # fmt: skip

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: contracts.audit(
            book, view.key, said["on"], str(said["by"] or ""), said["fen"], actor=context.actor)

    settled = view.values["settled_fen"]
    lead = f"结算 {format_yuan(settled)} 元。" if settled is not None else ""
    ask(context, f"合同审计　{view.title}", lead, specs, {"on": context.today(), "fen": settled}, "记下审计", write,
        required={"on": "请写日期", "fen": "请写审定金额", "by": "请写审计单位"})  # fmt: skip


def ask_pay(context: Context, view: ContractView) -> None:
    """Ask for a payment under a contract, with what the rules on payment steps propose."""
    today = context.today()
    context.runner.read(
        lambda book: works_money.next_payment(book, view.key, today), partial(_ask_payment, context, view),
        key="works.payment")  # fmt: skip


def _ask_payment(context: Context, view: ContractView, proposed: Payment) -> None:
    specs = [
        FieldSpec("on", "日期", "date"),
        FieldSpec("step", "付款环节", "choice", choices=plain_choices(CODES["payment_step"].values)),
        *(FieldSpec(f"from:{source}", source, "money", unit="元") for source, _ in proposed.by_source),
        FieldSpec("memo", "摘要", wide=True), FieldSpec("papers", "附件", "int", unit="张"),
    ]  # fmt: skip
    first: Values = {"on": context.today(), "step": proposed.step, "memo": proposed.memo}
    first |= {f"from:{source}": fen or None for source, fen in proposed.by_source}

    def write(said: Values) -> Callable[[Any], Any]:
        amounts = {source: said[f"from:{source}"] or 0 for source, _ in proposed.by_source}
        return lambda book: works_money.pay(
            book, view.key, said["on"], amounts, step=str(said["step"] or ""), memo=str(said["memo"] or ""),
            papers=said["papers"], actor=context.actor)  # fmt: skip

    left = f"还有 {format_yuan(view.left_fen)} 元没付" if view.left_fen is not None else "合同没有金额"
    held = f"，其中质保金 {format_yuan(view.held_fen)} 元" if view.held_fen else ""
    lead = f"{left}{held}。收款单位是{proposed.payee or '空的'}；记成草稿，每个来源一笔，到资金里核对入账。"
    ask(context, f"付款　{view.title}", lead, specs, first, "记成草稿", write, required={"on": "请写日期"})


def ask_remove(context: Context, view: ContractView) -> None:
    """Ask whether a contract is to go."""
    actor = context.actor
    context.open(confirm(
        "删掉这份合同", f"{view.title}\n删后可以用 Ctrl+Z 找回。", "删掉",
        lambda: context.runner.change(lambda book, _progress: contracts.remove(book, view.key, actor=actor))))


# Acceptances


def ask_acceptance(context: Context, project: uuid.UUID, name: str) -> None:
    """Ask for an acceptance, drafted from the project's content and bodies."""
    today = context.today()
    context.runner.read(
        lambda book: acceptances.draft(book, project, today), partial(_ask_drafted, context, project, name),
        key="works.draft")  # fmt: skip


def _ask_drafted(context: Context, project: uuid.UUID, name: str, draft: Draft) -> None:
    specs = _specs(draft.items)
    before = {**_native(draft.texts), **_parts(draft.items, draft.members)}

    def write(said: Values) -> Callable[[Any], Any]:
        items, members = _items(draft.items, said), _members(said["part:members"])
        texts = {**draft.texts, **texts_of(specs, said)}
        texts["done_content"] = "；".join(str(scale.Scale(one.item, one.done, one.unit)) for one in items)
        if texts["opinion"] == draft.texts["opinion"]:
            texts["opinion"] = acceptances.opinion(items, str(said["result"] or acceptances.PASSED))
        return lambda book: acceptances.add(
            book, project, texts, items, members, actor=context.actor, today=context.today())

    lead = "计划的内容从建设内容和花名册里取；完成的不一样，就改数量并写说明。意见会写上实际完成的规模。"
    if draft.sets:
        lead += "验收合格的，项目的初验或验收日期一起填上。"
    ask(context, f"记验收　{name}", lead, specs, before, "记下", write,
        required={"kind": "请选验收类型", "accepted_on": "请写日期"})  # fmt: skip


def ask_change_acceptance(context: Context, view: AcceptanceView) -> None:
    """Ask what an acceptance should say instead."""
    specs = _specs(view.items)
    fields = {name: view.values[name] for name in (*ACCEPTED, *AFTER)}

    def write(said: Values) -> Callable[[Any], Any]:
        texts = only_changed(texts_of(specs, said), fields, specs)
        return lambda book: acceptances.correct(
            book, view.key, texts, items=_items(view.items, said), members=_members(said["part:members"]),
            actor=context.actor, today=context.today())  # fmt: skip

    ask(context, f"改验收　{view.project_name}", "", specs, {**fields, **_parts(view.items, view.members)}, "改好了",
        write, required={"kind": "请选验收类型", "accepted_on": "请写日期"})  # fmt: skip


def ask_mend(context: Context, view: AcceptanceView) -> None:
    """Ask when what was to be mended was."""
    specs = (FieldSpec("on", "完成日期", "date"), FieldSpec("note", "说明", "long_text", wide=True, lines=2))

    def write(said: Values) -> Callable[[Any], Any]:
        return lambda book: acceptances.mend(
            book, view.key, said["on"], actor=context.actor, today=context.today(), note=str(said["note"] or ""))

    by = f"，限期{chinese(view.values['mend_by'])}" if view.values["mend_by"] else ""
    lead = f"{view.values['to_mend'] or ''}{by}。记下以后这次验收是合格，意见里写上复验的结果。"
    ask(context, f"整改完成　{view.project_name}", lead, specs, {"on": context.today()}, "记下", write,
        required={"on": "请写日期"})  # fmt: skip


def ask_remove_acceptance(context: Context, view: AcceptanceView) -> None:
    """Ask whether an acceptance is to go."""
    actor, said = context.actor, f"{view.project_name}　{view.values['kind']}"
    context.open(confirm(
        "删掉这次验收", f"{said}\n项目上的验收日期不变。删后可以用 Ctrl+Z 找回。", "删掉",
        lambda: context.runner.change(lambda book, _progress: acceptances.remove(book, view.key, actor=actor))))


def _specs(items: Sequence[Item]) -> list[FieldSpec]:
    """The fields of an acceptance: what was done of each item and why otherwise, who signs, the opinion."""
    found = [spec(_ACCEPTANCE[name]) for name in ACCEPTED]
    for place, one in enumerate(items):
        planned = f"计划{scale.number(one.planned)}{one.unit}" if one.planned is not None else "没有计划数量"
        words = f"{one.item}，{planned}"
        found.append(FieldSpec(f"item:{place}", one.item[:9], "quantity", unit=one.unit, help=words))
        found.append(FieldSpec(f"why:{place}", planned, placeholder="完成的不一样，写说明"))
    found.append(FieldSpec("part:more", "另加内容", wide=True, placeholder="如 护坡60米，可以写几样"))
    found.append(FieldSpec("part:members", "验收组", "long_text", wide=True, lines=4, help=_WHO, placeholder=_WHO))
    return found + [spec(_ACCEPTANCE[name], wide=name == "opinion") for name in AFTER]


def _native(texts: Mapping[str, str]) -> Values:
    """A draft's texts as the editors want them."""
    found: Values = {name: texts.get(name) or None for name in (*ACCEPTED, *AFTER)}
    if texts.get("accepted_on"):
        found["accepted_on"] = dt.date.fromisoformat(texts["accepted_on"])
    return found


def _parts(items: Sequence[Item], members: Sequence[Member]) -> Values:
    # As the sentence has it: no zeros behind.
    done = [Decimal(scale.number(one.done)) if one.done is not None else None for one in items]
    found: Values = {f"item:{place}": one for place, one in enumerate(done)}
    found |= {f"why:{place}": one.note or None for place, one in enumerate(items)}
    lines = ["　".join(part for part in (one.name, one.unit, one.post) if part) for one in members]
    return {**found, "part:members": "\n".join(lines) or None, "part:more": None}


def _items(items: Sequence[Item], said: Values) -> list[Item]:
    found = []
    for place, one in enumerate(items):
        done = said[f"item:{place}"]
        done = Decimal(str(done)) if done is not None else None
        found.append(Item(one.item, one.unit, one.planned, done, str(said[f"why:{place}"] or "")))
    more = [one for one in scale.read(said.get("part:more")) if one.what]
    return found + [Item(one.what, one.unit, None, one.quantity) for one in more]


def _members(text: str | None) -> list[Member]:
    found = []
    for line in (text or "").splitlines():
        words = line.replace("　", " ").replace("，", " ").split()
        if words:
            name, unit, *post = [*words, ""]
            found.append(Member(name, unit, " ".join(word for word in post if word)))
    return found
