"""Kinds of notices the village makes for itself: adding, changing, listing and retiring them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from villagebook.base.days import iso
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, opened, options, show_json, show_rows
from villagebook.cli.notices import notice

FORM = (
    click.option("--ledger", help="名单出自哪本台账，如 到户花名册。"),
    click.option("--column", "columns", multiple=True, help="贴出来的一栏，写几次就有几栏；只能用公开的栏目。"),
    click.option("--days", help="公示期，如 7天、5个工作日。"),
    click.option(
        "--choose", type=click.Choice(["all", "year", "project"]), help="台账的行按什么选：全部、按年度、按项目。"
    ),
    click.option("--title", "heading", help="标题，如 {村}{年}厕所改造公示；不写照名称。"),
    click.option("--basis", help="依据词句；不写用通常的一句。"),
    click.option("--board", help="贴在公示栏的哪一栏：项目、资金、名单、监督。"),
    click.option("--mode", type=click.Choice(["公示", "公告"])),
)


@notice.group("kind")
def kind() -> None:
    """自设公示种类：加一种，改，停用，恢复，列出。"""


@kind.command("add")
@click.argument("book")
@click.argument("name")
@click.option("--code", default="", help="编号；不写依次编。")
@options(*FORM)
def kind_add(book: str, name: str, code: str, **said: Any) -> int:
    """自设一种公示。"""
    from villagebook.services import notice_forms

    with opened(book) as one:
        changed, made = notice_forms.add(one, actor=actor(), code=code, **_told(said | {"name": name}))
    click.echo(f"{changed.heading}　种类 {made}")
    return DONE


@kind.command("change")
@click.argument("book")
@click.argument("kind")
@click.option("--name")
@options(*FORM)
def kind_change(book: str, kind: str, **said: Any) -> int:
    """改一种自设公示；已经张贴的不变。"""
    from villagebook.services import notice_forms

    with opened(book) as one:
        changed = notice_forms.change(one, kind, actor=actor(), **_told(said))
    click.echo(changed.heading if changed.seq is not None else "没有改动")
    return DONE


def _told(said: dict[str, Any]) -> Any:
    """What was said, without what was not; all stands for no choice."""
    told = {name: list(value) if name == "columns" else value for name, value in said.items() if value}
    return told | ({"choose": ""} if told.get("choose") == "all" else {})


@kind.command("retire")
@click.argument("book")
@click.argument("kind")
@click.option("--on", "on", type=DAY, default=None)
def kind_retire(book: str, kind: str, on: dt.date | None) -> int:
    """停用一种自设公示；贴过的照样看得到、印得出。"""
    from villagebook.services import notice_forms

    with opened(book) as one:
        click.echo(notice_forms.retire(one, kind, on or today(), actor=actor()).heading)
    return DONE


@kind.command("restore")
@click.argument("book")
@click.argument("kind")
def kind_restore(book: str, kind: str) -> int:
    """恢复一种停用的自设公示。"""
    from villagebook.services import notice_forms

    with opened(book) as one:
        click.echo(notice_forms.restore(one, kind, actor=actor()).heading)
    return DONE


@kind.command("list")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
def kind_list(book: str, as_json: bool) -> int:
    """列出自设的公示种类。"""
    from villagebook.services import notice_forms

    with opened(book, read_only=True) as one:
        found = notice_forms.forms(one)
    if as_json:
        show_json([
            {"id": form.id, **form.told, "headings": list(form.headings),
             "retired_on": iso(form.retired_on) if form.retired_on else None, "used": form.used}
            for form in found
        ])  # fmt: skip
        return DONE
    rows = [
        (form.id, form.name, form.ledger_title, "、".join(form.headings), form.told["days"], str(form.used),
         f"{iso(form.retired_on)} 停用" if form.retired_on else "在用")
        for form in found
    ]  # fmt: skip
    show_rows(("种类", "名称", "台账", "栏目", "公示期", "拟过几份", "状态"), rows)
    return DONE


@kind.command("ledgers")
@click.argument("ledger", required=False)
@click.option("--json", "as_json", is_flag=True)
def kind_ledgers(ledger: str | None, as_json: bool) -> int:
    """列出可以张贴的台账和各自的公开栏目。"""
    from villagebook.services import notice_forms

    found = [one for one in notice_forms.ledgers() if ledger is None or ledger in (one.id, one.title)]
    if as_json:
        show_json([{"id": one.id, "title": one.title, "columns": [list(c) for c in one.columns]} for one in found])
    else:
        show_rows(
            ("台账", "名称", "公开的栏目"),
            [(one.id, one.title, "、".join(heading for _, heading in one.columns)) for one in found],
        )
    return DONE


@notice.command("names")
@click.argument("book")
@click.argument("kind", required=False)
@click.argument("profile", required=False)
@click.option("--why", default="", help="依据：哪个文件要求遮名字。")
@click.option("--json", "as_json", is_flag=True)
def notice_names(book: str, kind: str | None, profile: str | None, why: str, as_json: bool) -> int:
    """各种公示里的姓名怎么写；写上种类和写法就改（none、second、surname、ends，general 为照总的设置）。"""
    from villagebook.services import notice_masks

    if kind is not None and profile is not None:
        with opened(book) as one:
            wanted = notice_masks.GENERAL if profile == "general" else profile
            click.echo(notice_masks.choose(one, kind, wanted, actor=actor(), reason=why).heading)
        return DONE
    with opened(book, read_only=True) as one:
        found = [line for line in notice_masks.lines(one, today()) if kind in (None, line.id, line.number, line.name)]
    if as_json:
        show_json([
            {"id": line.id, "profile": line.profile, "own": line.own, "reason": line.reason} for line in found
        ])  # fmt: skip
    else:
        rows = [(line.id, line.number, line.name, line.title, line.example, line.reason) for line in found]
        show_rows(("种类", "号", "名称", "姓名", "如", "依据"), rows)
    return DONE
