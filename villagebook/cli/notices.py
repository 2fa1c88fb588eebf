"""Notices from draft to withdrawal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from villagebook.base.days import iso
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
    """列出公示的种类。"""
    from villagebook.services import publicity

    rows = [(kind.id, kind.number, kind.name, kind.days) for kind in publicity.kinds(today())]
    if as_json:
        show_json([dict(zip(("id", "number", "name", "days"), row, strict=True)) for row in rows])
    else:
        show_rows(("种类", "号", "名称", "天数"), rows)
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
@click.option("--year", type=YEAR)
@click.option("--basis", help="依据文件。")
@click.option("--on", "on", type=DAY, default=None, help="打算张贴的日期。")
@click.option("-o", "target", type=click.Path(path_type=Path), help="把草稿印成 PDF。")
@click.option("--json", "as_json", is_flag=True)
def notice_draft(
    book: str,
    kind: str,
    project: str | None,
    households: tuple[str, ...],
    year: int | None,
    basis: str | None,
    on: dt.date | None,
    target: Path | None,
    as_json: bool,
) -> int:
    """拟一份公示。"""
    from villagebook.services import paper, publicity

    printed = ""
    if target is not None:
        paper.check_target(target)  # before the draft is in the book
    with opened(book) as one:
        made = publicity.draft(
            one,
            kind,
            actor=actor(),
            today=on or today(),
            project=project,
            households=households,
            year=year,
            basis_document=basis,
        )
        if target is not None:
            printed = paper.print_notice(one, made.number, target, today=on or today()).line
    if as_json:
        show_json({"number": made.number, "title": made.title})
    else:
        click.echo(f"已拟好 {made.number}　{made.title}")
        if printed:
            click.echo(printed)
    return DONE


@notice.command("post")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True, help="张贴日期。")
@click.option("--days", type=int, help="公示天数，不能少于规定。")
@click.option("--override", "override_why", default="", help="出门前检查有提示仍要张贴的原因。")
@click.option("--json", "as_json", is_flag=True)
def notice_post(book: str, number: str, on: dt.date, days: int | None, override_why: str, as_json: bool) -> int:
    """定稿张贴：检查整张纸，定格内容，留存 PDF。"""
    from villagebook.services import publicity

    with opened(book) as one:
        posted = publicity.post(one, number, on, actor=actor(), days=days, override_why=override_why)
    if as_json:
        show_json(
            {
                "number": posted.number,
                "from": iso(posted.from_on),
                "through": iso(posted.through_on),
                "sha256": posted.sha256,
                "code": posted.code,
            }
        )
    else:
        click.echo(f"{posted.number} 已定稿：{iso(posted.from_on)} 至 {iso(posted.through_on)}，校验码 {posted.code}")
    return DONE


@notice.command("take-down")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True)
@click.option("--result", default="", help="公示结果，如“无异议”。")
def notice_take_down(book: str, number: str, on: dt.date, result: str) -> int:
    """记下摘下的日期。"""
    from villagebook.services import publicity

    with opened(book) as one:
        click.echo(publicity.take_down(one, number, on, actor=actor(), result=result).heading)
    return DONE


@notice.command("withdraw")
@click.argument("book")
@click.argument("number")
@click.option("--why", required=True, help="为什么撤回。")
@click.option("--on", "on", type=DAY, default=None)
def notice_withdraw(book: str, number: str, why: str, on: dt.date | None) -> int:
    """撤回已张贴的公示；原件和留痕都在。"""
    from villagebook.services import publicity

    with opened(book) as one:
        click.echo(publicity.withdraw(one, number, why, on or today(), actor=actor()).heading)
    return DONE
