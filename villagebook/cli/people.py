"""Persons and households that stand in the book twice: found, and two persons merged."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json


@main_group.command("duplicates")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
@click.option("--on", "on", type=DAY, default=None)
def duplicates_(book: str, as_json: bool, on: dt.date | None) -> int:
    """列出可能重复的人和户，像的在前，说明为什么。"""
    from villagebook.services import duplicates

    with opened(book, read_only=True) as one:
        found = duplicates.find(one, on or today())
    if as_json:
        show_json({
            "people": [_plain(pair) for pair in found.people],
            "households": [_plain(pair) for pair in found.homes],
            "quiet": found.quiet,
        })
        return DONE
    for pair in found:
        click.echo(f"{pair.score:3} 分  {_called(pair.first)} 和 {_called(pair.second)}：{pair.words}")
    quiet = f"；{found.quiet} 对已判定不是同一个，不再列出" if found.quiet else ""
    click.echo(f"可能重复的人 {len(found.people)} 对，户 {len(found.homes)} 对{quiet}")
    return DONE


def _called(one: Any) -> str:
    return f"{one.name}（{'，'.join(filter(None, (one.code, one.where)))}）"


def _plain(pair: Any) -> dict[str, Any]:
    """A pair without the full numbers that only the judging needs."""
    named = [{k: v for k, v in asdict(one).items() if k != "key"} for one in (pair.first, pair.second)]
    return {"score": pair.score, "first": named[0], "second": named[1], "why": pair.why, "against": pair.against}


@main_group.command("merge")
@click.argument("book")
@click.argument("keep")
@click.argument("other")
@click.option("--take", multiple=True, metavar="栏目", help="这一栏用另一个人的，可以写几次；所在户也可以。")
def merge(book: str, keep: str, other: str, take: tuple[str, ...]) -> int:
    """把另一个人合并到保留的人：写人口编号、证件号码，或全村只有一个的姓名。"""
    from villagebook.services import merging

    with opened(book) as one:
        first, second = (merging.find_person(one, text) for text in (keep, other))
        changed = merging.merge_persons(
            one, first, second, take=merging.choices_called(take), today=today(), actor=actor()
        )
    click.echo(f"{changed.heading}。两边的经历都还在；要拆开，请撤销第 {changed.seq} 号操作")
    return DONE
