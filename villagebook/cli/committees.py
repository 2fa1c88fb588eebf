"""Bodies of the village and their members: formed, changed, who sits and signs on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json, show_rows


@main_group.group("committee")
def committee() -> None:
    """小组：领导小组、实施小组、监督小组、村民代表……的成员和任期。"""


@committee.command("list")
@click.argument("book")
@click.option("--on", "on", type=DAY, default=None, help="看这一天在任的。")
@click.option("--kind", default="", help="只看这一种。")
@click.option("--json", "as_json", is_flag=True)
def committee_list(book: str, on: dt.date | None, kind: str, as_json: bool) -> int:
    """列出小组和在任的人数。"""
    from villagebook.services import committees

    with opened(book, read_only=True) as one:
        found = committees.committees(one, on or today(), kind=kind)
    if as_json:
        show_json([_plain(line) for line in found])
        return DONE
    show_rows(("名称", "种类", "项目", "负责人", "在任", "成立", "届满"), [
        (line.name, line.kind, line.project, line.head, f"{len(line.members)} 人", str(line.since or ""),
         str(line.until or "")) for line in found
    ])  # fmt: skip
    return DONE


@committee.command("show")
@click.argument("book")
@click.argument("name")
@click.option("--on", "on", type=DAY, default=None, help="看这一天在任的。")
@click.option("--json", "as_json", is_flag=True)
def committee_show(book: str, name: str, on: dt.date | None, as_json: bool) -> int:
    """看一个小组：在任的和以前的成员。写名称，只有一个的写种类也行。"""
    from villagebook.services import committees

    with opened(book, read_only=True) as one:
        line = committees.committee(one, committees.key_of(one, name), on or today())
    if as_json:
        show_json(_plain(line))
        return DONE
    click.echo("　".join(part for part in (line.name, line.kind, line.project, line.document) if part))
    show_rows(("", "姓名", "职务", "单位", "任期开始", "任期结束"), [
        ("在任" if m.now else "", m.name, m.post, m.unit, str(m.since or ""), str(m.until or ""))
        for m in (*line.members, *line.former)
    ])  # fmt: skip
    return DONE


@committee.command("add")
@click.argument("book")
@click.argument("name")
@click.option("--kind", required=True, help="种类，如项目监督小组。")
@click.option("--member", "members", multiple=True, help="成员：姓名:职务:单位，可以写多次。")
@click.option("--since", type=DAY, default=None, help="成立日期。")
@click.option("--until", type=DAY, default=None, help="届满日期。")
@click.option("--document", default="", help="成立文件。")
@click.option("--project", default="", help="只为这个项目成立的，写项目编号。")
@click.option("--json", "as_json", is_flag=True)
def committee_add(
    book: str, name: str, kind: str, members: tuple[str, ...], since: dt.date | None, until: dt.date | None,
    document: str, project: str, as_json: bool,
) -> int:  # fmt: skip
    """成立一个小组。"""
    from villagebook.services import committees, projects

    texts = {"name": name, "kind": kind, "document": document, "since": _iso(since), "until": _iso(until)}
    with opened(book) as one:
        target = projects.key_of(one, project) if project else None
        changed, key = committees.form(one, texts, [_new(text) for text in members], project=target, actor=actor())
        line = committees.committee(one, key, since or today())
    return _said(line, changed.heading, as_json)


@committee.command("change")
@click.argument("book")
@click.argument("name")
@click.option("--on", "on", type=DAY, required=True, help="从哪一天起。")
@click.option("--come", multiple=True, help="加入的人：姓名:职务:单位，可以写多次。")
@click.option("--go", multiple=True, help="退出的人的姓名，可以写多次。")
@click.option("--json", "as_json", is_flag=True)
def committee_change(
    book: str, name: str, on: dt.date, come: tuple[str, ...], go: tuple[str, ...], as_json: bool
) -> int:
    """换人：退出的任期到前一天为止，加入的从这一天起；以前的成员留着。"""
    from villagebook.services import committees

    with opened(book) as one:
        key = committees.key_of(one, name)
        sits = {member.name: member.key for member in committees.committee(one, key, on).members}
        strange = [person for person in go if person not in sits]
        if strange:
            raise UserError("committee.not_sitting", f"{strange[0]}在 {on} 不在这个小组里", "请核对姓名和日期")
        changed = committees.change(
            one, key, on, come=[_new(text) for text in come], go=[sits[person] for person in go], actor=actor())
        line = committees.committee(one, key, on)
    return _said(line, changed.heading, as_json)


@committee.command("elect")
@click.argument("book")
@click.argument("name")
@click.option("--on", "on", type=DAY, required=True, help="新一届从哪一天起。")
@click.option("--member", "members", multiple=True, required=True, help="新一届的成员：姓名:职务:单位。")
@click.option("--json", "as_json", is_flag=True)
def committee_elect(book: str, name: str, on: dt.date, members: tuple[str, ...], as_json: bool) -> int:
    """换届：写新一届全部成员，连任同一职务的接着任。"""
    from villagebook.services import committees

    with opened(book) as one:
        key = committees.key_of(one, name)
        changed = committees.elect(one, key, on, [_new(text) for text in members], actor=actor())
        line = committees.committee(one, key, on)
    return _said(line, changed.heading, as_json)


@committee.command("set")
@click.argument("book")
@click.argument("name")
@click.option("--name", "new_name", default=None, help="改名称。")
@click.option("--since", default=None, help="成立日期。")
@click.option("--until", default=None, help="届满日期；写空的就是没有。")
@click.option("--document", default=None, help="成立文件。")
@click.option("--note", default=None, help="备注。")
@click.option("--json", "as_json", is_flag=True)
def committee_set(book: str, name: str, new_name: str | None, as_json: bool, **texts: str | None) -> int:
    """改小组的栏目。"""
    from villagebook.services import committees

    with opened(book) as one:
        key = committees.key_of(one, name)
        given = {column: text for column, text in {**texts, "name": new_name}.items() if text is not None}
        changed = committees.correct(one, key, given, actor=actor())
        line = committees.committee(one, key, today())
    return _said(line, changed.heading, as_json)


@committee.command("remove")
@click.argument("book")
@click.argument("name")
def committee_remove(book: str, name: str) -> int:
    """删一个记错的小组；届满了的请写届满日期。"""
    from villagebook.services import committees

    with opened(book) as one:
        click.echo(committees.remove(one, committees.key_of(one, name), actor=actor()).heading)
    return DONE


@committee.command("signers")
@click.argument("book")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--project", default="", help="项目编号。")
@click.option("--json", "as_json", is_flag=True)
def committee_signers(book: str, on: dt.date | None, project: str, as_json: bool) -> int:
    """项目材料这一天由谁签字：领导小组、项目实施小组、项目监督小组在任的成员。"""
    from villagebook.services import committees, projects

    with opened(book, read_only=True) as one:
        target = projects.key_of(one, project) if project else None
        with one.read() as connection:
            found = committees.signers(connection, one.village_id, on or today(), target)
    if as_json:
        show_json({kind: [{"name": name, "post": post} for name, post in people] for kind, people in found.items()})
        return DONE
    show_rows(("小组", "签字人"), [
        (kind, "、".join(f"{name}（{post}）" if post else name for name, post in people) or "没有在任的成员")
        for kind, people in found.items()
    ])  # fmt: skip
    return DONE


def _said(line: Any, heading: str, as_json: bool) -> int:
    if as_json:
        show_json(_plain(line))
    else:
        click.echo(f"{heading}　在任 {len(line.members)} 人")
    return DONE


def _plain(line: Any) -> dict[str, Any]:
    def plain(member: Any) -> dict[str, Any]:
        return {"name": member.name, "post": member.post, "unit": member.unit, "since": member.since,
                "until": member.until}  # fmt: skip

    return {
        "name": line.name, "kind": line.kind, "project": line.project, "document": line.document, "since": line.since,
        "until": line.until, "head": line.head, "members": [plain(member) for member in line.members],
        "former": [plain(member) for member in line.former],
    }  # fmt: skip


def _new(text: str) -> Any:
    from villagebook.services.committees import NewMember

    name, post, unit, *_ = [*text.replace("：", ":").split(":"), "", ""]
    return NewMember(name.strip(), post.strip(), unit.strip())


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day is not None else ""
