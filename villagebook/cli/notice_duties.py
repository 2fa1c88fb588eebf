"""The year's duties to make things public."""

from __future__ import annotations

from typing import Any

import click

from villagebook.base.days import iso
from villagebook.base.here import today
from villagebook.cli.group import DONE, YEAR, opened, show_json, show_rows
from villagebook.cli.notices import notice


@notice.command("duties")
@click.argument("book")
@click.option("--year", type=YEAR, help="哪一年，不写为今年。")
@click.option("--json", "as_json", is_flag=True)
def notice_duties(book: str, year: int | None, as_json: bool) -> int:
    """公开日历：一年里哪些事该公开、什么时候、公开了没有。"""
    from villagebook.services import duties

    on = today()
    with opened(book, read_only=True) as one:
        found = duties.year_of(one, year or on.year, on)
    if as_json:
        show_json([_plain(duty) for duty in found.duties])
        return DONE
    rows = [
        (duty.title, duty.words, iso(duty.due_on), duties.said(duty), duty.number or duty.waiting or "")
        for duty in found.duties
    ]
    show_rows(("公开事项", "期间", "应公开日期", "情况", "公示编号"), rows)
    click.echo(f"{found.year}年：{found.line}")
    return DONE


def _plain(duty: Any) -> dict[str, Any]:
    names = ("duty", "title", "kind", "period", "words", "due_on", "state", "days", "number", "posted_on", "waiting")
    values = {name: getattr(duty, name) for name in names}
    return {name: iso(value) if name.endswith("_on") and value is not None else value for name, value in values.items()}
