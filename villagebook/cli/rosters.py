"""Rosters of projects (到户花名册): listed, entered, filled from a filter, pasted, corrected."""

from __future__ import annotations

import datetime as dt
import sys
import uuid
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan, parse_yuan
from villagebook.cli.group import DAY, DONE, PARTLY, main_group, opened, options, show_json, show_rows, text_of

_PROJECT = click.option("--project", required=True, metavar="项目编号")
_JSON = click.option("--json", "as_json", is_flag=True)

#: The options that say what a line holds.
_of_a_line = options(
    click.option("--content", default=None, help="补助内容。"),
    click.option("--quantity", default=None, help="数量。"),
    click.option("--unit", default=None, help="单位，如只、亩、座。"),
    click.option("--rate", default=None, help="补助标准，元。"),
    click.option("--amount", default=None, help="补助金额，元；不写就是数量乘标准。"),
    click.option("--note", default=None, help="备注。"),
)


@main_group.group("roster")
def roster() -> None:
    """到户花名册：列出、加户、批量加户、粘贴、改、登记领取、去掉。"""


@roster.command("list")
@click.argument("book")
@_PROJECT
@_JSON
@click.option("--on", "on", type=DAY, default=None, help="截至哪一天，不写就是今天。")
def list_(book: str, project: str, as_json: bool, on: dt.date | None) -> int:
    """列出一个项目的花名册，每一行有什么不对。"""
    from villagebook.services import projects, rosters

    with opened(book, read_only=True) as one:
        view = rosters.view(one, projects.key_of(one, project), on or today())
    if as_json:
        show_json({
            "project": view.code, "name": view.name, "households": view.households, "amount_fen": view.amount_fen,
            "planned_fen": view.planned_fen, "received_fen": view.received_fen,
            "findings": [finding.message for finding in view.findings],
            "lines": [{**_plain(row.values), "findings": [f.message for f in row.findings]} for row in view.rows],
        })  # fmt: skip
        return DONE
    right = (True, False, False, False, False, True, True, True, False)
    show_rows(_HEADINGS, [_cells(row.values) for row in view.rows], right)
    planned = "" if view.planned_fen is None else f"，项目资金 {format_yuan(view.planned_fen)} 元"
    click.echo(f"{view.households} 户，合计 {format_yuan(view.amount_fen)} 元{planned}")
    for finding in (*view.findings, *(found for row in view.rows for found in row.findings)):
        click.echo(f"请核对：{finding.message}")
    return DONE


_HEADINGS = ("序号", "户编号", "户主", "组", "内容", "数量", "标准", "金额", "领取日期")
_SHOWN = ("list_number", "household_code", "head_name", "group_name", "population", "content", "quantity", "unit",
          "rate_fen", "amount_fen", "received_on", "signed", "note")  # fmt: skip


def _plain(values: Any) -> dict[str, Any]:
    return {name: str(v) if isinstance(v, Decimal | dt.date) else v for name in _SHOWN for v in (values[name],)}


def _cells(values: Any) -> list[str]:
    quantity = "" if values["quantity"] is None else f"{values['quantity']:,f}{values['unit'] or ''}"
    money = ["" if values[name] is None else format_yuan(values[name]) for name in ("rate_fen", "amount_fen")]
    names = ("list_number", "household_code", "head_name", "group_name", "content")
    texts = [str(values[name] or "") for name in names]
    return [*texts, quantity, *money, str(values["received_on"] or "")]


@roster.command("add")
@click.argument("book")
@_PROJECT
@click.option("--household", required=True, help="户编号、户主姓名或拼音。")
@_of_a_line
@_JSON
def add(book: str, project: str, household: str, as_json: bool, **typed: str | None) -> int:
    """加一户。"""
    from villagebook.services import list_homes, projects, rosters

    with opened(book) as one:
        owner, home = projects.key_of(one, project), list_homes.find_home(one, household)
        warning = rosters.warning(one, owner, home, today())
        done, _ = rosters.add(one, owner, home, _values(typed), actor=actor(), today=today())
    if as_json:
        show_json({"done": done.heading, "warning": warning})
    else:
        click.echo(done.heading)
        if warning:
            click.echo(f"请核对：{warning}")
    return DONE


def _values(typed: dict[str, str | None]) -> dict[str, Any]:
    """What the options say, as fields of a line; those not given are left out."""
    found: dict[str, Any] = {}
    for option, name in (("content", "content"), ("unit", "unit"), ("note", "note")):
        if typed.get(option) is not None:
            found[name] = typed[option] or None
    for option, name in (("rate", "rate_fen"), ("amount", "amount_fen")):
        if (text := typed.get(option)) is not None:
            found[name] = fen(text)
    if (text := typed.get("quantity")) is not None:
        found["quantity"] = quantity_(text)
    return found


def fen(text: str) -> int:
    """Read an amount in 元, or fail with one line."""
    try:
        return parse_yuan(text)
    except ValueError as error:
        raise UserError("cli.amount", str(error), "金额写元，如 1200.50") from None


_MOST, _FINEST = 10**12, Decimal("0.0001")


def quantity_(text: str) -> Decimal:
    """Read a quantity, or fail with one line."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _MOST or number != number.quantize(_FINEST):
        raise UserError("cli.quantity", f"“{text}”不是数量", "写数字，最多四位小数，如 3.5")
    return number


@roster.command("fill")
@click.argument("book")
@_PROJECT
@click.option("--group", "groups", multiple=True, help="村民小组，可以写几次。")
@click.option("--status", "statuses", multiple=True, help="户类型，如脱贫户，可以写几次。")
@click.option("--labour", is_flag=True, help="只要有劳动力的户。")
@click.option("--members", type=int, default=0, help="只要不少于这么多人的户。")
@click.option("--text", default="", help="户编号、户主姓名或拼音里有的字。")
@_of_a_line
@click.option("--per-person", is_flag=True, help="数量按每人算。")
@click.option("--total", default=None, help="把这个总额分给各户，元；一分不差。")
@click.option("--dry-run", is_flag=True, help="只看有哪些户，不写入。")
@_JSON
def fill(
    book: str, project: str, groups: tuple[str, ...], statuses: tuple[str, ...], labour: bool, members: int, text: str,
    per_person: bool, total: str | None, dry_run: bool, as_json: bool, **typed: str | None,
) -> int:  # fmt: skip
    """把符合条件的户一次加进花名册；已经在里面的不动。"""
    from villagebook.services import list_homes, projects, rosters

    with opened(book, read_only=dry_run) as one:
        owner = projects.key_of(one, project)
        chosen = list_homes.choose(one, list_homes.Narrowing(groups, statuses, labour, members, text), today())
        if dry_run:
            if as_json:
                show_json({"households": [{"code": home.code, "head": home.head} for home in chosen]})
            else:
                click.echo("\n".join(home.called for home in chosen))
                click.echo(f"{len(chosen)} 户")
            return DONE
        done, added = rosters.fill(
            one, owner, [home.key for home in chosen], _values(typed), per_person=per_person,
            total_fen=None if total is None else fen(total), actor=actor(), today=today())  # fmt: skip
    if as_json:
        show_json({"done": done.heading, "added": added, "left": len(chosen) - added})
    else:
        click.echo(done.heading)
    return DONE


@roster.command("paste")
@click.argument("book")
@click.argument("file", required=False)
@_PROJECT
@_of_a_line
@click.option("--answer", "answers", multiple=True, metavar="行=户编号", help="第几行是哪一户，可以写几次。")
@click.option("--take", "takes", multiple=True, type=int, help="请核对的行也收：写行号，可以写几次。")
@click.option("--dry-run", is_flag=True, help="只看每一行怎么收，不写入。")
@_JSON
def paste(
    book: str, file: str | None, project: str, answers: tuple[str, ...], takes: tuple[int, ...], dry_run: bool,
    as_json: bool, **typed: str | None,
) -> int:  # fmt: skip
    """收进从表格复制的几行（一个文件，不写就从标准输入读）；没收的说明为什么。"""
    from villagebook.services import list_homes, projects, roster_pasting

    text = text_of(Path(file)) if file else sys.stdin.read()
    with opened(book, read_only=dry_run) as one:
        owner = projects.key_of(one, project)
        told = {number: list_homes.find_home(one, code) for number, code in _answers(answers)}
        pasted = roster_pasting.read(one, owner, text, today(), shared=_values(typed), answers=told)
        rows = [row for row in pasted.rows if row.taken or (row.number in takes and row.household is not None)]
        if not dry_run:
            roster_pasting.paste(one, owner, rows, actor=actor(), today=today())
    left = [row for row in pasted.rows if row not in rows and row.outcome != roster_pasting.SAME]
    if as_json:
        show_json({
            "headings": pasted.headings, "written": 0 if dry_run else len(rows),
            "rows": [_pasted(row) for row in pasted.rows],
        })  # fmt: skip
    else:
        for row in pasted.rows:
            whom = row.household.called if row.household is not None else "\u3000".join(filter(None, row.cells[:3]))
            click.echo(f"第 {row.number} 行　{row.outcome}　{whom}" + (f"　{row.says}" if row.says else ""))
        click.echo(pasted.line + ("（没有写入）" if dry_run else f"；写入 {len(rows)} 行"))
    return PARTLY if left else DONE


def _pasted(row: Any) -> dict[str, Any]:
    return {
        "row": row.number, "outcome": row.outcome, "household": row.household.code if row.household else None,
        "choices": [home.code for home in row.choices], "says": row.says,
        "values": {name: str(v) if isinstance(v, Decimal | dt.date) else v for name, v in row.values.items()},
    }  # fmt: skip


def _answers(texts: Sequence[str]) -> list[tuple[int, str]]:
    found = []
    for text in texts:
        number, _, code = text.partition("=")
        if not number.isdigit() or not code:
            raise UserError("cli.answer", f"看不懂“{text}”", "写成 行=户编号，如 3=3506991012030001")
        found.append((int(number), code))
    return found


@roster.command("set")
@click.argument("book")
@_PROJECT
@click.option("--household", "households", multiple=True, help="户编号、户主姓名或拼音，可以写几次。")
@click.option("--all", "everything", is_flag=True, help="所有行。")
@_of_a_line
@click.option("--received", type=DAY, default=None, help="领取日期；同时记上已签。")
@click.option("--unreceived", is_flag=True, help="取消领取。")
@_JSON
def set_(
    book: str, project: str, households: tuple[str, ...], everything: bool, received: dt.date | None, unreceived: bool,
    as_json: bool, **typed: str | None,
) -> int:  # fmt: skip
    """改几行的栏目，或登记领取。"""
    from villagebook.services import projects, rosters

    new = _values(typed)
    receiving = received is not None or unreceived
    if bool(new) == receiving:
        raise UserError("roster.what", "没有说改什么", "改栏目，或用 --received 登记领取，一次做一样")
    with opened(book) as one:
        keys = _lines(one, projects.key_of(one, project), households, everything)
        if receiving:
            done = rosters.receive(one, keys, received, actor=actor(), today=today())
        else:
            done = rosters.change(one, keys, new, actor=actor(), today=today())
    _say(done.heading if done.seq is not None else "没有改动", as_json)
    return DONE


@roster.command("remove")
@click.argument("book")
@_PROJECT
@click.option("--household", "households", multiple=True, help="户编号、户主姓名或拼音，可以写几次。")
@click.option("--all", "everything", is_flag=True, help="所有行。")
@_JSON
def remove(book: str, project: str, households: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """去掉几户；可以撤销。"""
    from villagebook.services import projects, rosters

    with opened(book) as one:
        keys = _lines(one, projects.key_of(one, project), households, everything)
        done = rosters.remove(one, keys, actor=actor())
    _say(done.heading, as_json)
    return DONE


def _say(line: str, as_json: bool) -> None:
    if as_json:
        show_json({"done": line})
    else:
        click.echo(line)


def _lines(book: Any, project: uuid.UUID, households: Sequence[str], everything: bool) -> list[uuid.UUID]:
    """The keys of the lines meant: of some households, or all."""
    from villagebook.services import list_homes, rosters

    if everything == bool(households):
        raise UserError("roster.which", "没有说哪几户", "用 --household 写户，或用 --all 写所有行")
    view = rosters.view(book, project, today())
    if everything:
        return [row.key for row in view.rows]
    wanted = [list_homes.find_home(book, text) for text in households]
    keys = [row.key for row in view.rows if row.values["household_id"] in wanted]
    if not keys:
        raise UserError("roster.not_listed", "花名册里没有这几户", "请核对")
    return keys
