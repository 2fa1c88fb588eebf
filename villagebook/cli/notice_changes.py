"""Whether a posted notice and the book still agree, and the notice that corrects it."""

from __future__ import annotations

import datetime as dt

import click

from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, PARTLY, opened, show_json
from villagebook.cli.notices import notice


@notice.command("diff")
@click.argument("book")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
def notice_diff(book: str, number: str, as_json: bool) -> int:
    """看张贴的公示和现在的台账是不是一致；不一致时退出状态是 1。"""
    from villagebook.services import notice_difference

    with opened(book, read_only=True) as one:
        found = notice_difference.of(one, number, today())
    if as_json:
        show_json({
            "number": number, "same": found.same, "problem": found.problem,
            "differences": [
                {"what": d.what, "where": d.where, "field": d.field, "before": d.before, "after": d.after, "row": d.row}
                for d in found.found
            ],
        })  # fmt: skip
    elif found.problem:
        click.echo(f"比不了：{found.problem}")
    elif found.same:
        click.echo(f"{number}和台账一致")
    else:
        for line in found.found:
            click.echo(line.line)
        click.echo(f"共 {len(found.found)} 处不一致；要更正用 notice correct {number}")
    return DONE if found.same else PARTLY


@notice.command("correct")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, default=None, help="打算张贴的日期。")
@click.option("--json", "as_json", is_flag=True)
def notice_correct(book: str, number: str, on: dt.date | None, as_json: bool) -> int:
    """照现在的台账拟一份更正公示；它张贴以后，原来那一份记为已更正。"""
    from villagebook.services import notice_corrections

    with opened(book) as one:
        made = notice_corrections.correct(one, number, actor=actor(), today=on or today())
    if as_json:
        show_json({"number": made.number, "title": made.title, "corrects": number})
    else:
        click.echo(f"已拟好 {made.number}　{made.title}，更正{number}")
    return DONE
