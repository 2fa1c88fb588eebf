"""Contracts and acceptances of projects: listed, shown, entered, changed, settled, mended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import click

from villagebook.base import scale
from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan, parse_yuan
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json, show_rows

SET = click.option("--set", "fields", multiple=True, metavar="栏目=值", help="别的栏目，可以写几次；值空着就是清掉。")


def texts_of(table: str, fields: Sequence[str], **given: str) -> dict[str, str]:
    """Return what was typed as field name -> text: options that were given, and 栏目=值 by the field's heading.

    Raises:
        UserError: there is no such heading.
    """
    from villagebook.services.fields import by_heading

    found = {name: text for name, text in given.items() if text}
    for one in fields:
        heading, equals, text = one.partition("=")
        info = by_heading(table, heading.strip())
        if not equals:
            raise click.UsageError(f"“{one}”应写成 栏目=值")
        if info is None:
            raise UserError("cli.heading", f"没有“{heading.strip()}”这一栏", "请照台账里的表头写")
        found[info.name] = text
    return found


def fen_of(text: str) -> int:
    """Return yuan as typed in fen.

    Raises:
        UserError: it is no amount.
    """
    try:
        return parse_yuan(text)
    except ValueError as error:
        raise UserError("cli.amount", str(error), "金额写元，如 1200.50") from None


def yuan(fen: int | None) -> str:
    """An amount in a table; empty where there is none."""
    return "" if fen is None else format_yuan(fen)


def at_right(columns: int, *which: int) -> tuple[bool, ...]:
    """Which of a table's columns stand at the right: those of these numbers, from 0."""
    return tuple(number in which for number in range(columns))


def day(value: dt.date | None) -> str:
    """A day in a table."""
    return "" if value is None else value.isoformat()


@main_group.group("contract")
def contract() -> None:
    """合同：记合同、变更、结算、审计；付了多少，质保金留着多少。"""


@contract.command("list")
@click.argument("book")
@click.option("--project", default="", help="只看这个项目编号的。")
@click.option("--json", "as_json", is_flag=True)
def contract_list(book: str, project: str, as_json: bool) -> int:
    """列出合同。"""
    from villagebook.services import contracts, projects

    with opened(book, read_only=True) as one:
        owner = projects.key_of(one, project) if project else None
        found = contracts.of_project(one, owner) if owner else contracts.every(one)
    if as_json:
        show_json([_contract(view) for view in found])
        return DONE
    show_rows(
        ("编号", "项目", "合同", "承包单位", "应付", "已付", "质保金未退", "可退日期", "状态"),
        [(view.values["number"] or "", view.project_code, view.title, view.values["party"] or "", yuan(view.due_fen),
          yuan(view.paid_fen), yuan(view.held_fen) if view.held_fen else "", day(view.until), view.state)
         for view in found],
        at_right(9, 4, 5, 6),
    )  # fmt: skip
    return DONE


@contract.command("show")
@click.argument("book")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
def contract_show(book: str, number: str, as_json: bool) -> int:
    """看一份合同：栏目、付款、质保金。"""
    from villagebook.services import contracts

    with opened(book, read_only=True) as one:
        view = contracts.view(one, contracts.key_of(one, number))
    if as_json:
        show_json({**_contract(view), "entries": [_money(line) for line in view.entries]})
        return DONE
    click.echo(f"{view.title}　{view.project_code} {view.project_name}　{view.state}")
    for _, fields in view.sections:
        for field in fields:
            if field.text:
                click.echo(f"{field.label}：{field.text}")
    left = yuan(view.left_fen) if view.left_fen is not None else "不详"
    click.echo(f"应付 {yuan(view.due_fen) or '不详'} 元，已付 {yuan(view.paid_fen)} 元，未付 {left} 元")
    if view.retention_fen:
        said = f"，{day(view.until)}起可退" if view.until else ""
        click.echo(f"质保金 {yuan(view.retention_fen)} 元，已退 {yuan(view.returned_fen)} 元{said}")
    show_rows(("日期", "凭证号", "摘要", "付款环节", "金额"), [
        (day(line.on), line.voucher or "草稿", line.memo, line.step, yuan(line.fen)) for line in view.entries],
        at_right(5, 4))  # fmt: skip
    return DONE


@contract.command("add")
@click.argument("book")
@click.argument("project")
@click.option("--party", required=True, help="承包单位。")
@click.option("--amount", required=True, help="合同金额，元。")
@click.option("--kind", default="", help="合同种类：施工、采购、监理、设计、服务、租赁。")
@click.option("--on", "on", type=DAY, default=None, help="签订日期。")
@click.option("--retention", default="", help="质保金比例，%。")
@SET
@click.option("--json", "as_json", is_flag=True)
def contract_add(
    book: str, project: str, party: str, amount: str, kind: str, on: dt.date | None, retention: str,
    fields: tuple[str, ...], as_json: bool,
) -> int:  # fmt: skip
    """记一份合同：项目编号、承包单位、金额。"""
    from villagebook.services import contracts, projects

    texts = texts_of("contract", fields, party=party, amount_fen=amount, kind=kind, signed_on=day(on),
                     retention_share=retention)  # fmt: skip
    with opened(book) as one:
        changed, key = contracts.add(one, projects.key_of(one, project), texts, actor=actor())
        view = contracts.view(one, key)
    return _said(changed.heading, f"编号 {view.values['number']}", _contract(view), as_json)


@contract.command("set")
@click.argument("book")
@click.argument("number")
@SET
def contract_set(book: str, number: str, fields: tuple[str, ...]) -> int:
    """改合同的栏目。"""
    from villagebook.services import contracts

    texts = texts_of("contract", fields)
    with opened(book) as one:
        click.echo(contracts.correct(one, contracts.key_of(one, number), texts, actor=actor()).heading)
    return DONE


@contract.command("amend")
@click.argument("book")
@click.argument("number")
@click.option("--by", required=True, help="增加多少元；减少写负数。")
@click.option("--approval", required=True, help="谁批准的：文号或会议。")
def contract_amend(book: str, number: str, by: str, approval: str) -> int:
    """记合同变更。"""
    from villagebook.services import contracts

    with opened(book) as one:
        key = contracts.key_of(one, number)
        click.echo(contracts.amend(one, key, fen_of(by), approval, actor=actor()).heading)
    return DONE


@contract.command("settle")
@click.argument("book")
@click.argument("number")
@click.option("--amount", required=True, help="结算金额，元。")
@click.option("--on", "on", type=DAY, default=None, help="结算日期；不写就是今天。")
@click.option("--why", default="", help="比合同多的原因。")
def contract_settle(book: str, number: str, amount: str, on: dt.date | None, why: str) -> int:
    """记合同结算。"""
    from villagebook.services import contracts

    with opened(book) as one:
        key = contracts.key_of(one, number)
        click.echo(contracts.settle(one, key, on or today(), fen_of(amount), actor=actor(), why=why).heading)
    return DONE


@contract.command("audit")
@click.argument("book")
@click.argument("number")
@click.option("--by", required=True, help="审计单位。")
@click.option("--amount", required=True, help="审定金额，元。")
@click.option("--on", "on", type=DAY, default=None, help="审计日期；不写就是今天。")
def contract_audit(book: str, number: str, by: str, amount: str, on: dt.date | None) -> int:
    """记合同审计。"""
    from villagebook.services import contracts

    with opened(book) as one:
        key = contracts.key_of(one, number)
        click.echo(contracts.audit(one, key, on or today(), by, fen_of(amount), actor=actor()).heading)
    return DONE


@contract.command("pay")
@click.argument("book")
@click.argument("number")
@click.option("--from", "sources", multiple=True, metavar="来源=金额", help="各来源付多少元；不写就照付款环节算。")
@click.option("--step", default="", help="付款环节：开工款、进度款、验收款、质保金；不写就是下一步。")
@click.option("--on", "on", type=DAY, default=None, help="付款日期；不写就是今天。")
@click.option("--memo", default="", help="摘要。")
def contract_pay(
    book: str, number: str, sources: tuple[str, ...], step: str, on: dt.date | None, memo: str
) -> int:
    """记合同付款，每个来源一笔草稿。"""
    from villagebook.services import contracts, works_money

    with opened(book) as one:
        key = contracts.key_of(one, number)
        proposed = works_money.next_payment(one, key, on or today())
        given = {}
        for text in sources:
            source, equals, amount = text.partition("=")
            if not equals:
                raise click.UsageError(f"“{text}”应写成 来源=金额")
            given[source.strip()] = fen_of(amount)
        changed = works_money.pay(
            one, key, on or today(), given or dict(proposed.by_source), step=step or proposed.step,
            memo=memo or ("" if step else proposed.memo), actor=actor())  # fmt: skip
        click.echo(changed.heading)
    return DONE


@contract.command("remove")
@click.argument("book")
@click.argument("number")
def contract_remove(book: str, number: str) -> int:
    """删一份记错的合同；下面记了钱的不能删。"""
    from villagebook.services import contracts

    with opened(book) as one:
        click.echo(contracts.remove(one, contracts.key_of(one, number), actor=actor()).heading)
    return DONE


@main_group.group("acceptance")
def acceptance() -> None:
    """验收：按项目内容和小组成员拟好，记计划和完成、意见、整改。"""


@acceptance.command("list")
@click.argument("book")
@click.option("--project", default="", help="只看这个项目编号的。")
@click.option("--json", "as_json", is_flag=True)
def acceptance_list(book: str, project: str, as_json: bool) -> int:
    """列出验收。"""
    from villagebook.services import acceptances, projects

    with opened(book, read_only=True) as one:
        owner = projects.key_of(one, project) if project else None
        found = acceptances.of_project(one, owner, today()) if owner else acceptances.every(one, today())
    if as_json:
        show_json([_acceptance(view) for view in found])
        return DONE
    show_rows(
        ("项目", "名称", "验收", "日期", "结论", "过期", "意见"),
        [(view.project_code, view.project_name, view.values["kind"], day(view.values["accepted_on"]), view.state,
          f"整改过期 {view.late} 天" if view.late else "", view.values["opinion"] or "") for view in found],
    )  # fmt: skip
    return DONE


@acceptance.command("show")
@click.argument("book")
@click.argument("project")
@click.option("--kind", default="", help="验收类型；不写是最近一次。")
@click.option("--json", "as_json", is_flag=True)
def acceptance_show(book: str, project: str, kind: str, as_json: bool) -> int:
    """看一次验收：计划和完成、成员、意见。"""
    from villagebook.services import acceptances

    with opened(book, read_only=True) as one:
        view = acceptances.view(one, _accepted(one, project, kind), today())
    if as_json:
        show_json(_acceptance(view))
        return DONE
    click.echo(f"{view.project_code} {view.project_name}　{view.values['kind']}　"
               f"{day(view.values['accepted_on'])}　{view.state}")  # fmt: skip
    show_rows(("建设内容", "计划", "完成", "单位", "说明"), [
        (item.item, scale.number(item.planned), scale.number(item.done), item.unit, item.note) for item in view.items],
        at_right(5, 1, 2))  # fmt: skip
    show_rows(("验收组", "单位", "职务"), [(one.name, one.unit, one.post) for one in view.members])
    click.echo(f"意见：{view.values['opinion'] or ''}")
    return DONE


@acceptance.command("add")
@click.argument("book")
@click.argument("project")
@click.option("--on", "on", type=DAY, default=None, help="验收日期；不写就是今天。")
@click.option("--kind", default="", help="村级自验、村乡联合初验、乡镇验收、县级验收、县级抽验。")
@click.option("--item", "items", multiple=True, metavar="内容:计划:完成:单位", help="不写就从建设内容里读。")
@click.option("--member", "members", multiple=True, metavar="姓名:单位:职务", help="不写就是两个小组在任的人。")
@click.option("--keep-dates", is_flag=True, help="不填项目的初验、验收日期。")
@SET
@click.option("--json", "as_json", is_flag=True)
def acceptance_add(
    book: str, project: str, on: dt.date | None, kind: str, items: tuple[str, ...], members: tuple[str, ...],
    keep_dates: bool, fields: tuple[str, ...], as_json: bool,
) -> int:  # fmt: skip
    """记一次验收：没有写的都照项目拟好。"""
    from villagebook.services import acceptances, projects

    given = texts_of("acceptance", fields)
    with opened(book) as one:
        key = projects.key_of(one, project)
        draft = acceptances.draft(one, key, on or today(), kind=kind)
        parts = [_item(text) for text in items] or draft.items
        who = [acceptances.Member(*_cut(text, 3)) for text in members] or draft.members
        texts = {**draft.texts, "opinion": acceptances.opinion(parts, given.get("result", acceptances.PASSED)), **given}
        changed, made = acceptances.add(
            one, key, texts, parts, who, set_project=not keep_dates, actor=actor(), today=today())
        view = acceptances.view(one, made, today())
    return _said(changed.heading, view.values["opinion"] or "", _acceptance(view), as_json)


@acceptance.command("set")
@click.argument("book")
@click.argument("project")
@click.option("--kind", default="", help="哪一次；不写是最近一次。")
@SET
def acceptance_set(book: str, project: str, kind: str, fields: tuple[str, ...]) -> int:
    """改验收的栏目。"""
    from villagebook.services import acceptances

    texts = texts_of("acceptance", fields)
    with opened(book) as one:
        key = _accepted(one, project, kind)
        click.echo(acceptances.correct(one, key, texts, actor=actor(), today=today()).heading)
    return DONE


@acceptance.command("mend")
@click.argument("book")
@click.argument("project")
@click.option("--kind", default="", help="哪一次；不写是最近一次。")
@click.option("--on", "on", type=DAY, default=None, help="整改完成日期；不写就是今天。")
@click.option("--note", default="", help="说明。")
def acceptance_mend(book: str, project: str, kind: str, on: dt.date | None, note: str) -> int:
    """整改完成，验收合格。"""
    from villagebook.services import acceptances

    with opened(book) as one:
        key = _accepted(one, project, kind)
        click.echo(acceptances.mend(one, key, on or today(), actor=actor(), today=today(), note=note).heading)
    return DONE


@acceptance.command("remove")
@click.argument("book")
@click.argument("project")
@click.option("--kind", default="", help="哪一次；不写是最近一次。")
def acceptance_remove(book: str, project: str, kind: str) -> int:
    """删一次记错的验收。"""
    from villagebook.services import acceptances

    with opened(book) as one:
        click.echo(acceptances.remove(one, _accepted(one, project, kind), actor=actor()).heading)
    return DONE


def _accepted(book: Any, project: str, kind: str) -> uuid.UUID:
    """The last acceptance of a project, of a kind if one is said."""
    from villagebook.services import acceptances, projects

    found = acceptances.of_project(book, projects.key_of(book, project), today())
    mine = [view for view in found if kind in ("", view.values["kind"])]
    if not mine:
        raise UserError("acceptance.none", f"{project}没有{kind or '验收'}", "请核对项目编号和验收类型")
    key: uuid.UUID = mine[-1].key
    return key


def _item(text: str) -> Any:
    from villagebook.importing.convert import read_cell
    from villagebook.models import AcceptanceItem, info
    from villagebook.services.acceptances import Item

    what, planned, done, unit = _cut(text, 4)

    def read(said: str) -> Any:
        value = read_cell(info(AcceptanceItem.planned), said).value if said else None
        if said and value is None:
            raise UserError("cli.quantity", f"“{said}”不是数量", "写成 内容:计划:完成:单位，如 硬化村道:1.8:1.8:公里")
        return value

    return Item(what, unit, read(planned), read(done))


def _cut(text: str, parts: int) -> tuple[str, ...]:
    words = [word.strip() for word in text.replace("：", ":").split(":")]
    if len(words) > parts or not words[0]:
        raise click.UsageError(f"“{text}”写法不对")
    return tuple(words + [""] * (parts - len(words)))


def _said(heading: str, more: str, plain: dict[str, Any], as_json: bool) -> int:
    if as_json:
        show_json(plain)
    else:
        click.echo(f"{heading}　{more}".rstrip("　"))
    return DONE


def _plain(view: Any) -> dict[str, Any]:
    return {field.name: field.value for _, fields in view.sections for field in fields}


def _money(line: Any) -> dict[str, Any]:
    return {"date": line.on, "voucher": line.voucher, "memo": line.memo, "step": line.step, "amount_fen": line.fen,
            "posted": line.posted}  # fmt: skip


def _contract(view: Any) -> dict[str, Any]:
    sums = {"due_fen": view.due_fen, "paid_fen": view.paid_fen, "left_fen": view.left_fen}
    held = {"retention_fen": view.retention_fen, "returned_fen": view.returned_fen, "held_until": view.until}
    return {**_plain(view), "project": view.project_code, "state": view.state, **sums, **held}


def _acceptance(view: Any) -> dict[str, Any]:
    items = [{"item": one.item, "unit": one.unit, "planned": one.planned, "done": one.done, "note": one.note}
             for one in view.items]  # fmt: skip
    members = [{"name": one.name, "unit": one.unit, "post": one.post} for one in view.members]
    return {**_plain(view), "project": view.project_code, "state": view.state, "late": view.late, "items": items,
            "members": members}  # fmt: skip
