"""Benefits of projects reaching households (效益到户): agreements, yearly lists, payments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan
from villagebook.cli.group import DAY, DONE, YEAR, main_group, opened, options, show_json, show_rows
from villagebook.cli.rosters import fen, quantity_

_PROJECT = click.option("--project", required=True, metavar="项目编号")
_JSON = click.option("--json", "as_json", is_flag=True)
_KINDS = "分红、地租、保底收购、务工、以购代捐"

#: The options that choose households and say what each gets.
_of_households = options(
    click.option("--household", "households", multiple=True, help="户编号、户主姓名或拼音，可以写几次。"),
    click.option("--group", "groups", multiple=True, help="村民小组，可以写几次。"),
    click.option("--status", "statuses", multiple=True, help="户类型，如脱贫户，可以写几次。"),
    click.option("--total", default=None, help="这一年的总额，元；分到各户，一分不差。"),
    click.option("--quantity", default=None, help="每户的数量，如出租几亩。"),
    click.option("--rate", default=None, help="单价，元。"),
    click.option("--unit", default=None, help="单位。"),
    click.option("--per-person", is_flag=True, help="按人口分。"),
)


@main_group.group("benefit")
def benefit() -> None:
    """效益到户：协议、每年名单、付款。"""


@benefit.command("list")
@click.argument("book")
@_PROJECT
@click.option("--year", type=YEAR, default=None, help="只看这一年。")
@click.option("--on", "on", type=DAY, default=None, help="截至哪一天，不写就是今天。")
@_JSON
def list_(book: str, project: str, year: int | None, on: dt.date | None, as_json: bool) -> int:
    """列出一个项目的协议和每年各户应付、已付。"""
    from villagebook.services import benefits, projects

    with opened(book, read_only=True) as one:
        view = benefits.view(one, projects.key_of(one, project), on or today())
    years = [of for of in view.years if year in (None, of.year)]
    if as_json:
        show_json(_as_json(view, years))
        return DONE
    for agreement in view.agreements:
        row = agreement.values
        term = " 至 ".join(str(row[name]) for name in ("from_on", "through_on") if row[name])
        click.echo("　".join(filter(None, (row["code"], row["kind"], row["operator"], term))))
    for of in years:
        show_rows(_HEADINGS, [_cells(line) for line in of.lines], [name in ("应付", "已付") for name in _HEADINGS])
        late = f"，逾期 {of.late} 户" if of.late else ""
        sums = f"应付 {format_yuan(of.due_fen)} 元，已付 {format_yuan(of.paid_fen)} 元"
        click.echo(f"{of.year or '没有写年度'}：{of.households} 户，{sums}{late}")
    return DONE


_HEADINGS = ("户编号", "户主", "方式", "应付", "应付日期", "已付", "付款日期", "进度")
_SHOWN = ("household_code", "head_name", "kind", "invested_fen", "quantity", "unit", "rate_fen", "due_fen", "due_on",
          "paid_fen", "paid_on", "note")  # fmt: skip


def _as_json(view: Any, years: Sequence[Any]) -> dict[str, Any]:
    return {
        "project": view.code, "name": view.name, "findings": [finding.message for finding in view.findings],
        "agreements": [
            {**_plain(one.values, ("code", "kind", "operator", "signed_on", "from_on", "through_on", "invested_fen",
                                   "share", "yearly_fen")),
             "years": one.years, "households": one.households, "findings": [f.message for f in one.findings]}
            for one in view.agreements
        ],
        "years": [
            {"year": of.year, "households": of.households, "due_fen": of.due_fen, "paid_fen": of.paid_fen,
             "late": of.late,
             "lines": [{**_plain(line.values, _SHOWN), "state": line.state, "days_late": line.days_late,
                        "findings": [f.message for f in line.findings]} for line in of.lines]}
            for of in years
        ],
    }  # fmt: skip


def _plain(values: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: str(v) if isinstance(v, Decimal | dt.date) else v for name in names for v in (values[name],)}


def _cells(line: Any) -> list[str]:
    row = line.values
    money = {name: "" if row[name] is None else format_yuan(row[name]) for name in ("due_fen", "paid_fen")}
    state = f"{line.state} {line.days_late} 天" if line.days_late else line.state
    return [row["household_code"] or "", row["head_name"] or "", row["kind"] or "", money["due_fen"],
            str(row["due_on"] or ""), money["paid_fen"], str(row["paid_on"] or ""), state]  # fmt: skip


@benefit.command("agree")
@click.argument("book")
@_PROJECT
@click.option("--kind", default="分红", help=f"带农方式：{_KINDS}。")
@click.option("--operator", required=True, help="经营主体，如合作社、企业。")
@click.option("--code", default=None, help="协议编号；不写就编下一个。")
@click.option("--signed", type=DAY, default=None, help="签订日期。")
@click.option("--from", "from_on", type=DAY, default=None, help="受益开始。")
@click.option("--through", "through_on", type=DAY, default=None, help="受益结束。")
@click.option("--invested", default=None, help="入股资金合计，元。")
@click.option("--share", default=None, help="每年分红占入股资金的百分之几。")
@click.option("--yearly", default=None, help="年分红总额，元。")
@click.option("--pay", default=None, metavar="月-日", help="每年哪一天以前付，如 10-31。")
@click.option("--year", type=YEAR, default=None, help="名单的年度；不写就是受益开始那年。")
@_of_households
@_JSON
def agree(
    book: str, project: str, kind: str, operator: str, code: str | None, signed: dt.date | None,
    from_on: dt.date | None, through_on: dt.date | None, invested: str | None, share: str | None, yearly: str | None,
    pay: str | None, year: int | None, as_json: bool, **chosen: Any,
) -> int:  # fmt: skip
    """登记一份协议，同时生成第一年各户的名单。"""
    from villagebook.services import benefit_agreements, projects

    month, day = _month_day(pay)
    values = {
        "kind": kind, "operator": operator, "code": code, "signed_on": signed, "from_on": from_on,
        "through_on": through_on, "invested_fen": fen(invested) if invested else None,
        "share": quantity_(share) if share else None, "yearly_fen": fen(yearly) if yearly else None,
        "pay_month": month, "pay_day": day,
    }  # fmt: skip
    with opened(book) as one:
        keys, terms = _chosen(one, chosen)
        done, _ = benefit_agreements.agree(
            one, projects.key_of(one, project), values, keys, terms, year=year, actor=actor(), today=today())
    _say(done.heading, as_json)
    return DONE


def _month_day(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    month, _, day = text.partition("-")
    if not (month.isdigit() and day.isdigit()):
        raise UserError("cli.month_day", f"看不懂“{text}”", "写成 月-日，如 10-31")
    return int(month), int(day)


def _chosen(book: Any, chosen: dict[str, Any]) -> tuple[list[uuid.UUID], Any]:
    """The households that the options choose, and what each gets."""
    from villagebook.services import list_homes
    from villagebook.services.benefit_agreements import Terms

    keys = [list_homes.find_home(book, text) for text in chosen["households"]]
    if chosen["groups"] or chosen["statuses"]:
        wanted = list_homes.Narrowing(chosen["groups"], chosen["statuses"])
        keys += [home.key for home in list_homes.choose(book, wanted, today()) if home.key not in keys]
    quantity, rate, total = chosen["quantity"], chosen["rate"], chosen["total"]
    return keys, Terms(
        None if total is None else fen(total), None if quantity is None else quantity_(quantity),
        None if rate is None else fen(rate), chosen["unit"], chosen["per_person"])  # fmt: skip


@benefit.command("year")
@click.argument("book")
@click.option("--agreement", required=True, metavar="协议编号")
@click.option("--year", type=YEAR, default=None, help="哪一年；不写就是最近一年的下一年。")
@_of_households
@_JSON
def year_(book: str, agreement: str, year: int | None, as_json: bool, **chosen: Any) -> int:
    """照上一年生成一年的名单；写了户就按写的登记。"""
    from villagebook.services import benefit_agreements, benefits

    with opened(book) as one:
        key = benefits.agreement_of(one, agreement)
        keys, terms = _chosen(one, chosen)
        if keys:
            done = benefit_agreements.list_year(
                one, key, keys, terms, year=year or today().year, actor=actor(), today=today())
            left: tuple[str, ...] = ()
        else:
            done, made = benefit_agreements.next_year(
                one, key, year=year, total_fen=terms.total_fen, actor=actor(), today=today())
            left = made.left_out
    if as_json:
        show_json({"done": done.heading, "left_out": left})
        return DONE
    click.echo(done.heading)
    for who in left:
        click.echo(f"没有列入：{who}")
    return DONE


@benefit.command("add")
@click.argument("book")
@_PROJECT
@click.option("--household", required=True, help="户编号、户主姓名或拼音。")
@click.option("--kind", required=True, help=f"带农方式：{_KINDS}。")
@click.option("--year", type=YEAR, default=None, help="年度，不写就是今年。")
@click.option("--quantity", default=None)
@click.option("--rate", default=None, help="单价，元。")
@click.option("--due", default=None, help="应付金额，元。")
@click.option("--due-on", type=DAY, default=None, help="应付日期。")
@click.option("--paid", default=None, help="已付金额，元。")
@click.option("--paid-on", type=DAY, default=None, help="付款日期。")
@_JSON
def add(
    book: str, project: str, household: str, kind: str, year: int | None, quantity: str | None, rate: str | None,
    due: str | None, due_on: dt.date | None, paid: str | None, paid_on: dt.date | None, as_json: bool,
) -> int:  # fmt: skip
    """给一户登记一笔效益。"""
    from villagebook.services import benefits, list_homes, projects

    values = {
        "kind": kind, "year": year or today().year, "quantity": quantity_(quantity) if quantity else None,
        "rate_fen": fen(rate) if rate else None, "due_fen": fen(due) if due else None, "due_on": due_on,
        "paid_fen": fen(paid) if paid else None, "paid_on": paid_on,
    }  # fmt: skip
    with opened(book) as one:
        owner, home = projects.key_of(one, project), list_homes.find_home(one, household)
        done, _ = benefits.add_line(one, owner, home, values, actor=actor(), today=today())
    _say(done.heading, as_json)
    return DONE


@benefit.command("pay")
@click.argument("book")
@_PROJECT
@click.option("--year", type=YEAR, required=True, help="年度。")
@click.option("--on", "on", type=DAY, default=None, help="付款日期。")
@click.option("--undo", "back", is_flag=True, help="取消付款。")
@click.option("--household", "households", multiple=True, help="只登记这几户；不写就是全年的。")
@_JSON
def pay(
    book: str, project: str, year: int, on: dt.date | None, back: bool, households: tuple[str, ...], as_json: bool
) -> int:
    """登记一年的效益已付清，整年或几户。"""
    from villagebook.services import benefits, projects

    if (on is None) != back:
        raise UserError("cli.when", "没有写付款日期", "用 --on 写日期，或用 --undo 取消付款")
    with opened(book) as one:
        keys = _lines(one, projects.key_of(one, project), year, households)
        done = benefits.pay(one, keys, on, actor=actor(), today=today())
    _say(done.heading if done.seq is not None else "没有改动", as_json)
    return DONE


@benefit.command("remove")
@click.argument("book")
@_PROJECT
@click.option("--year", type=YEAR, required=True, help="年度。")
@click.option("--household", "households", multiple=True, help="只删这几户；不写就是全年的。")
@_JSON
def remove(book: str, project: str, year: int, households: tuple[str, ...], as_json: bool) -> int:
    """删一年的名单，或其中几户；可以撤销。"""
    from villagebook.services import benefits, projects

    with opened(book) as one:
        keys = _lines(one, projects.key_of(one, project), year, households)
        done = benefits.remove(one, keys, actor=actor())
    _say(done.heading, as_json)
    return DONE


def _say(line: str, as_json: bool) -> None:
    if as_json:
        show_json({"done": line})
    else:
        click.echo(line)


def _lines(book: Any, project: uuid.UUID, year: int, households: Sequence[str]) -> list[uuid.UUID]:
    """The keys of a year's lines, of some households or all."""
    from villagebook.services import benefits, list_homes

    view = benefits.view(book, project, today())
    lines = [line for of in view.years if of.year == year for line in of.lines]
    wanted = [list_homes.find_home(book, text) for text in households]
    keys = [line.key for line in lines if not wanted or line.values["household_id"] in wanted]
    if not keys:
        raise UserError("benefit.not_listed", f"{year}年没有这样的名单", "请核对年度和户")
    return keys
