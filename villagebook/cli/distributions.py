"""Collective income shared out: plan, decision, notice, list, payment."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan, parse_yuan
from villagebook.cli.group import DAY, DONE, YEAR, main_group, opened, show_json, show_rows, text_of


@main_group.group("distribution")
def distribution() -> None:
    """收益分配：方案、决议、公示、名单、发放。"""


@distribution.command("list")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
def distribution_list(book: str, as_json: bool) -> int:
    """有哪些收益分配，到了哪一步。"""
    from villagebook.services import distributions

    with opened(book, read_only=True) as one:
        found = distributions.every(one, today())
    if as_json:
        show_json([_as_json(view) for view in found])
        return DONE
    rows = [(v.code, v.name, v.state, format_yuan(v.income_fen), format_yuan(v.planned_fen), format_yuan(v.paid_fen),
             format_yuan(v.left_fen)) for v in found]  # fmt: skip
    show_rows(("编号", "方案", "状态", "收益总额", "计划分配", "已发放", "结余"), rows, (False,) * 3 + (True,) * 4)
    return DONE


@distribution.command("show")
@click.argument("book")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def distribution_show(book: str, code: str, as_json: bool) -> int:
    """一次收益分配：方案、名单、发放，和对不上的地方。"""
    from villagebook.services import distributions

    with opened(book, read_only=True) as one:
        view = distributions.view(one, _key(one, code), today())
    if as_json:
        show_json(_as_json(view))
        return DONE
    click.echo(f"{view.code} {view.name}　{view.state}　收益总额 {format_yuan(view.income_fen)} 元")
    for what, words, done in view.steps:
        click.echo(f"  {'√' if done else '□'} {what} {words}".rstrip())
    show_rows(("用途", "计划", "名单", "户（人）", "已发放"), [
        (p.use, format_yuan(p.planned_fen), format_yuan(p.listed_fen), str(p.lines), format_yuan(p.paid_fen))
        for p in view.parts], (False, True, True, True, True))  # fmt: skip
    for hint in view.hints:
        click.echo(f"请核对：{hint}")
    return DONE


@distribution.command("add")
@click.argument("book")
@click.option("--year", type=YEAR, required=True)
@click.option("--project", default=None, help="项目编号。")
@click.option("--income", default=None, help="收益总额，元；不写按账上这一年的收益。")
@click.option("--name", default="", help="方案名称。")
@click.option("--on", "on", type=DAY, default=None, help="方案日期。")
def distribution_add(
    book: str, year: int, project: str | None, income: str | None, name: str, on: dt.date | None
) -> int:
    """新增一次收益分配。"""
    from villagebook.services import distributions, projects

    with opened(book) as one:
        key = projects.key_of(one, project) if project else None
        changed, made = distributions.add(
            one, year=year, project=key, income_fen=_fen(income) if income else None, name=name, planned_on=on,
            actor=actor())  # fmt: skip
        code = distributions.view(one, made, today()).code
    click.echo(f"{changed.heading}（{code}）")
    return DONE


@distribution.command("plan")
@click.argument("book")
@click.argument("code")
@click.option("--part", "parts", multiple=True, required=True, help="用途=金额（元），可以写几次。")
def distribution_plan(book: str, code: str, parts: tuple[str, ...]) -> int:
    """写分配方案：分到哪些用途（运维费用、土地租金等扣除也写在这里）。"""
    from villagebook.services import distributions

    typed = []
    for part in parts:
        use, _, amount = part.partition("=")
        typed.append(distributions.PartTyped(use.strip(), _fen(amount)))
    with opened(book) as one:
        click.echo(distributions.plan(one, _key(one, code), typed, actor=actor()).heading)
    return DONE


@distribution.command("link")
@click.argument("book")
@click.argument("code")
@click.option("--meeting", default=None, help="会议编号。")
@click.option("--notice", default=None, help="公示编号。")
def distribution_link(book: str, code: str, meeting: str | None, notice: str | None) -> int:
    """登记哪次会议决议、哪份公示。"""
    from villagebook.services import distributions, meeting_views

    with opened(book) as one:
        held = meeting_views.key_of(one, meeting) if meeting else None
        click.echo(distributions.link(one, _key(one, code), meeting=held, notice=notice, actor=actor()).heading)
    return DONE


@distribution.command("fill")
@click.argument("book")
@click.argument("code")
@click.option("--use", required=True, help="用途。")
@click.option("--household", "homes", multiple=True, help="户编号，可以写几次。")
@click.option("--status", "statuses", multiple=True, help="这些身份的户，如 监测户的三类、低保户。")
@click.option("--group", "groups", multiple=True, help="这些小组的户。")
@click.option("--each", default=None, help="每户金额，元。")
@click.option("--total", default=None, help="总额，元，平均分到分。")
@click.option("--reason", default="", help="事由。")
def distribution_fill(
    book: str, code: str, use: str, homes: tuple[str, ...], statuses: tuple[str, ...], groups: tuple[str, ...],
    each: str | None, total: str | None, reason: str,
) -> int:
    """填名单：指明的户，或按身份、小组。"""
    from villagebook.services import distributions, list_homes

    if not (homes or statuses or groups):
        raise UserError("distribution.whom", "没有说分给哪些户", "请用 --household、--status 或 --group")
    with opened(book) as one:
        keys = [list_homes.find_home(one, home) for home in homes]
        if statuses or groups:
            narrowing = list_homes.Narrowing(groups=groups, statuses=statuses)
            keys += [home.key for home in list_homes.choose(one, narrowing, today())]
        changed, _ = distributions.fill(
            one, _key(one, code), use, keys, each_fen=_fen(each) if each else None,
            total_fen=_fen(total) if total else None, reason=reason, actor=actor(), today=today())  # fmt: skip
    click.echo(changed.heading)
    return DONE


@distribution.command("paste")
@click.argument("book")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--use", required=True, help="用途。")
def distribution_paste(book: str, code: str, file: Path, use: str) -> int:
    """从文本收名单：每行户编号或姓名、事由、金额，用制表符隔开。"""
    from villagebook.services import distributions

    with opened(book) as one:
        rows = distributions.read_pasted(one, text_of(file), today())
        changed, _ = distributions.paste(one, _key(one, code), use, rows, actor=actor())
    click.echo(changed.heading)
    for row in rows:
        if row.refused:
            click.echo(f"没收：第 {row.number} 行 {row.refused}")
    return 1 if any(row.refused for row in rows) else DONE


@distribution.command("pay")
@click.argument("book")
@click.argument("code")
@click.option("--use", required=True, help="用途。")
@click.option("--on", "on", type=DAY, required=True)
@click.option("--per-household", is_flag=True, help="一户一笔；不写是一份名单一笔。")
@click.option("--payee", default="", help="没有名单的用途付给谁。")
@click.option("--why", default="", help="早于决议或公示期满的原因。")
def distribution_pay(
    book: str, code: str, use: str, on: dt.date, per_household: bool, payee: str, why: str
) -> int:
    """发放：记分配的草稿，再到资金入账。"""
    from villagebook.services import distributions

    with opened(book) as one:
        changed, _ = distributions.pay(
            one, _key(one, code), use, on, per_household=per_household, payee=payee, why=why, actor=actor())
    click.echo(changed.heading)
    return DONE


@distribution.command("remove")
@click.argument("book")
@click.argument("code")
def distribution_remove(book: str, code: str) -> int:
    """删去一次还没有发放的收益分配。"""
    from villagebook.services import distributions

    with opened(book) as one:
        click.echo(distributions.remove(one, _key(one, code), actor=actor()).heading)
    return DONE


def _key(book: Any, code: str) -> uuid.UUID:
    from villagebook.services import distributions

    key = distributions.key_of(book, code)
    if key is None:
        raise UserError("distribution.unknown", f"没有收益分配“{code}”", "请用 distribution list 看有哪些")
    return key


def _fen(text: str) -> int:
    try:
        return parse_yuan(text)
    except ValueError as error:
        raise UserError("distribution.amount", f"“{text}”不是金额", "金额写元，如 3600") from error


def _as_json(view: Any) -> dict[str, Any]:
    return {
        "code": view.code, "name": view.name, "year": view.year, "state": view.state,
        "project": view.project[1] if view.project else None, "income_fen": view.income_fen,
        "earned_fen": view.earned_fen, "planned_fen": view.planned_fen, "listed_fen": view.listed_fen,
        "paid_fen": view.paid_fen, "left_fen": view.left_fen,
        "parts": [{"use": p.use, "planned_fen": p.planned_fen, "listed_fen": p.listed_fen, "lines": p.lines,
                   "paid_fen": p.paid_fen} for p in view.parts],
        "lines": [{"use": x.use, "household": x.household_code, "name": x.name, "reason": x.reason,
                   "amount_fen": x.amount_fen, "voucher": x.voucher, "paid": x.is_paid} for x in view.lines],
        "payments": [{"voucher": p.voucher, "date": p.date, "amount_fen": p.amount_fen, "posted": p.is_posted}
                     for p in view.payments],
        "steps": [{"step": what, "words": words, "done": done} for what, words, done in view.steps],
        "hints": view.hints,
    }  # fmt: skip
