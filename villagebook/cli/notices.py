"""Notices: their kinds, the list of them, and drafting; what becomes of one is in notice_life.py."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, YEAR, main_group, opened, show_json, show_rows
from villagebook.cli.lists import list_


@main_group.group("notice")
def notice() -> None:
    """公示：看有哪些种类，拟稿，张贴，摘下，撤回。"""


@notice.command("kinds")
@click.argument("book", required=False)
@click.option("--json", "as_json", is_flag=True)
def notice_kinds(book: str | None, as_json: bool) -> int:
    """列出公示的种类：要说什么、谁落款、贴多久、依据；写了书名，连同本村自设的和本村的天数。"""
    from villagebook.services import notice_choices

    if book is None:
        found = notice_choices.kinds(today())
    else:
        with opened(book, read_only=True) as one:
            found = notice_choices.kinds(today(), one)
    if as_json:
        names = ("id", "number", "name", "board", "days", "asks", "needs", "signers", "follows", "source")
        show_json([{name: getattr(kind, name) for name in names} for kind in found])
        return DONE
    asks = notice_choices.asks_words
    rows = [(k.id, k.number, k.name, asks(k), "、".join(k.signers), k.days, k.source) for k in found]
    show_rows(("种类", "号", "名称", "要说", "落款", "天数", "依据"), rows)
    return DONE


@notice.command("list")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
def notice_list(book: str, as_json: bool) -> int:
    """列出公示。"""
    return list_.callback(book, "notices", as_json, None, None, None)  # type: ignore[misc, no-any-return]


@notice.command("draft")
@click.argument("book")
@click.argument("kind")
@click.option("--project", help="项目编号。")
@click.option("--household", "households", multiple=True, help="户编号，可以写几次。")
@click.option("--case", "cases", multiple=True, help="动态编号，可以写几次；不写就是正等这份公示的全部。")
@click.option("--year", type=YEAR)
@click.option("--period", default="", help="季度或月份：2026Q3、2026-09；财务公开不写就是最近该公开的。")
@click.option("--follows", default="", help="前一份公示的编号；不写就自动找。")
@click.option("--meeting", help="评议会议：会议编号，或开会的日子。")
@click.option("--basis", help="依据文件。")
@click.option("--on", "on", type=DAY, default=None, help="打算张贴的日期。")
@click.option("-o", "target", type=click.Path(path_type=Path), help="把草稿印成 PDF。")
@click.option("--json", "as_json", is_flag=True)
def notice_draft(
    book: str,
    kind: str,
    project: str | None,
    households: tuple[str, ...],
    cases: tuple[str, ...],
    year: int | None,
    period: str,
    follows: str,
    meeting: str | None,
    basis: str | None,
    on: dt.date | None,
    target: Path | None,
    as_json: bool,
) -> int:
    """拟一份公示。"""
    from villagebook.services import notice_choices, paper, publicity
    from villagebook.services.notice_sheets import About

    printed = ""
    if target is not None:
        paper.check_target(target)  # before the draft is in the book
    with opened(book) as one:
        about = About(
            project=project, households=households, cases=cases, year=year, period=period, follows=follows,
            basis_document=basis, meeting=notice_choices.meeting_key(one, meeting) if meeting else None,
        )  # fmt: skip
        about = notice_choices.completed(one, kind, about, on or today())
        made = publicity.draft(one, kind, actor=actor(), today=on or today(), **about)
        if target is not None:
            printed = paper.print_notice(one, made.number, target, today=on or today()).line
    if as_json:
        show_json({"number": made.number, "title": made.title})
    else:
        click.echo(f"已拟好 {made.number}　{made.title}")
        if printed:
            click.echo(printed)
    return DONE
