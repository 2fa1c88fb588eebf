"""Posting and reversing entries."""

from __future__ import annotations

import datetime as dt

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, PARTLY, main_group, opened, show_json


@main_group.group("funds")
def funds() -> None:
    """资金：入账，冲销。"""


@funds.command("post")
@click.argument("book")
@click.option("--all", "everything", is_flag=True, help="所有草稿。")
@click.option("--voucher", "vouchers", multiple=True, help="凭证号，可以写几次。")
@click.option("--why", default="", help="带着提示入账的原因。")
@click.option("--json", "as_json", is_flag=True)
def funds_post(book: str, everything: bool, vouchers: tuple[str, ...], why: str, as_json: bool) -> int:
    """草稿入账。"""
    from villagebook.services import money

    if everything == bool(vouchers):
        raise UserError("funds.which", "没有说入哪几笔", "请用 --all，或用 --voucher 写凭证号")
    with opened(book) as one:
        report = money.post(one, None if everything else vouchers, actor=actor(), today=today(), why=why)
    if as_json:
        show_json({"posted": report.posted, "refused": [{"voucher": v, "reason": r} for v, r in report.refused]})
    else:
        click.echo(f"入账 {len(report.posted)} 笔")
        for voucher, reason in report.refused:
            click.echo(f"没有入账：{voucher} {reason}")
    return PARTLY if report.refused else DONE


@funds.command("reverse")
@click.argument("book")
@click.option("--voucher", required=True)
@click.option("--on", "on", type=DAY, required=True)
@click.option("--why", default="")
def funds_reverse(book: str, voucher: str, on: dt.date, why: str) -> int:
    """冲销一笔已入账的。"""
    from villagebook.services import money

    with opened(book) as one:
        click.echo(money.reverse(one, voucher, on, actor=actor(), why=why).heading)
    return DONE
