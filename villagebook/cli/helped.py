"""What reached a household and who came: shown, entered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import parse_yuan
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json, show_rows


@main_group.command("visit")
@click.argument("book")
@click.argument("code")
@click.option("--on", type=DAY, required=True, help="走访日期。")
@click.option("--by", required=True, help="走访人。")
@click.option("--text", default="", help="走访内容。")
@click.option("--kind", default="", help="走访类型，如了解基本情况。")
@click.option("--unit", default="", help="走访单位。")
@click.option("--met", default="", help="见到的人。")
@click.option("--solved", default="", help="解决的问题。")
def visit(
    book: str, code: str, on: dt.date, by: str, text: str, kind: str, unit: str, met: str, solved: str
) -> int:
    """记一次走访。"""
    from villagebook.services import helped, households

    with opened(book) as one:
        done = helped.add_visit(
            one, households.key_of(one, code), on=on, by=by, text=text, kind=kind or None, unit=unit or None,
            met=met or None, solved=solved or None, actor=actor(), today=today())  # fmt: skip
        click.echo(f"{done.heading}　{on}　{by}")
    return DONE


@main_group.command("measure")
@click.argument("book")
@click.argument("code")
@click.option("--kind", required=True, help="措施类别，如产业帮扶。")
@click.option("--item", default="", help="措施内容。")
@click.option("--on", type=DAY, default=None, help="享受时间。")
@click.option("--amount", default="", help="帮扶金额，元。")
@click.option("--person", default="", help="受益人：姓名或人口编号；不写就是整户。")
@click.option("--evidence", default="", help="佐证。")
def measure(
    book: str, code: str, kind: str, item: str, on: dt.date | None, amount: str, person: str, evidence: str
) -> int:
    """记一项帮扶措施。"""
    from villagebook.services import helped, households, memberships

    with opened(book) as one:
        home = households.key_of(one, code)
        who = memberships.person_of(one, person, home) if person else None
        done = helped.add_measure(
            one, home, kind=kind, item=item, on=on, amount_fen=_fen(amount), person=who, evidence=evidence or None,
            actor=actor(), today=today())  # fmt: skip
        click.echo(done.heading)
    return DONE


def _fen(amount: str) -> int | None:
    try:
        return parse_yuan(amount) if amount else None
    except ValueError as error:
        raise UserError("cli.amount", str(error), "金额写元，如 1200.50") from None


@main_group.command("help-of")
@click.argument("book")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def help_of(book: str, code: str, as_json: bool) -> int:
    """一户得到的帮扶措施、走访和务工。"""
    from villagebook.services import helped, households

    with opened(book, read_only=True) as one:
        view = helped.view(one, households.key_of(one, code), today())
        parts: dict[str, Any] = {
            "measures": view.measures, "visits": view.visits, "work": view.work, "guarantees": view.guarantees}
        if as_json:
            show_json({
                name: [{"who": line.who, **{f.name: f.value for f in line.fields}} for line in lines]
                for name, lines in parts.items()
            })  # fmt: skip
            return DONE
        click.echo(f"{view.head} 户　措施 {len(view.measures)} 项，走访 {len(view.visits)} 次")
        show_rows(("享受时间", "措施类别", "措施内容", "受益人", "金额"), [
            [_word(m, "from_on") or _word(m, "year"), _word(m, "kind"), _word(m, "item"), m.who, _word(m, "amount_fen")]
            for m in view.measures
        ])  # fmt: skip
        show_rows(("走访日期", "走访人", "走访内容"), [
            [_word(v, "on"), _word(v, "visitor"), _word(v, "content")] for v in view.visits
        ])  # fmt: skip
    return DONE


def _word(line: Any, name: str) -> str:
    return next((field.text for field in line.fields if field.name == name), str(line.values.get(name) or ""))
