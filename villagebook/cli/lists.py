"""Ledgers shown and exported; lists in: importing.py."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from villagebook.base.days import iso
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan
from villagebook.cli.group import DAY, DONE, YEAR, main_group, opened, show_json, show_rows


def _times(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options by which a ledger is of a year, as of a day, and as recorded on a day."""
    for option in (
        click.option("--known-at", "known_at", type=DAY, default=None, help="照那天结束时书里的样子，后来改的不算。"),
        click.option("--on", "on", type=DAY, default=None, help="截至哪天：以后发生的不算；不写是今天。"),
        click.option("--year", "year", type=YEAR, default=None, help="只要哪一年的。"),
    ):
        command = option(command)
    return command


def _scope(book: Any, year: int | None, on: dt.date | None) -> Any:
    """The scope that the options mean: a day that was asked for cuts off what is dated later."""
    from villagebook.services import tables

    return tables.scope(book, on or today(), year=year, through=on)


@main_group.command("list")
@click.argument("book")
@click.argument("ledger", required=False)
@click.option("--json", "as_json", is_flag=True)
@_times
def list_(
    book: str, ledger: str | None, as_json: bool, year: int | None, on: dt.date | None, known_at: dt.date | None
) -> int:
    """看台账；不写台账就列出有哪些。"""
    from villagebook.services import known_at as recorded
    from villagebook.services import tables

    if ledger is None:
        known = [(one.id, one.title) for one in tables.all_ledgers()]
        if as_json:
            show_json([{"id": key, "title": title} for key, title in known])
        else:
            show_rows(("台账", "名称"), known)
        return DONE
    with opened(book, read_only=True) as one:
        found = tables.listed(recorded.as_known(one, known_at), ledger, _scope(one, year, on))
    if as_json:
        show_json(tables.as_json(found))
        return DONE
    shown = [c for c in found.columns if c.privacy != "secret"]
    named = [tables.named(found.ledger, row) for row in found.rows]
    rows = [[_cell(row[c.id], c.kind) for c in shown] for row in named]
    if found.totals:
        rows.append([_cell(found.totals.get(c.id), c.kind) for c in shown])
    show_rows([c.heading for c in shown], rows, [c.kind in ("money", "int", "quantity") for c in shown])
    click.echo(f"共 {len(found.rows)} 行；身份证号、电话等保密栏目不在屏幕上列出，导出的台账里有")
    return DONE


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "money":
        return format_yuan(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return iso(value)
    return str(value).replace("\n", " ")


@main_group.command("export")
@click.argument("book")
@click.argument("ledger")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path), help=".xlsx、.csv 或 .pdf")
@_times
@click.option("--password", "locked", is_flag=True, help="加打开密码（问两遍，不写进任何地方）；也可从标准输入给。")
@click.option("--public", is_flag=True, help="对外公开版：只有可以上墙的栏目，写好前查一遍有没有不该公开的。")
@click.option("--why", default="", help="对外公开版查出了东西仍要放行的原因，会留痕。")
def export(
    book: str, ledger: str, target: Path, year: int | None, on: dt.date | None, known_at: dt.date | None, locked: bool,
    public: bool, why: str,
) -> int:  # fmt: skip
    """导出台账。"""
    from villagebook.services import tables

    password = _asked_password() if locked else None
    with opened(book, read_only=not why) as one:
        within = _scope(one, year, on)
        tables.export(
            one, ledger, target, on=on or today(), within=within, known_at=known_at, password=password, public=public,
            why=why, actor=actor(),
        )  # fmt: skip
    told = "，只有可以公开的栏目" if public else "，打开要密码；忘了密码谁也打不开" if locked else ""
    click.echo(f"已写好 {target}{told}")
    return DONE


def _asked_password() -> str:
    """The password typed twice and not shown; from a pipe it is the first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码", hide_input=True, confirmation_prompt="再输一遍"))
