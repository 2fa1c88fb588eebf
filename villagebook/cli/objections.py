"""Objections to notices and complaints (异议、投诉): taken, handled, answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import click

from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json, show_rows

F = TypeVar("F", bound=Callable[..., Any])
#: Option -> (field, help).
_OPTIONS = {
    "kind": ("kind", "性质：异议、投诉、举报、咨询。"), "about": ("about", "反映的事（不是公示也不是项目的）。"),
    "line": ("line", "名单第几行，照公示上的序号。"), "content": ("content", "反映内容。"),
    "from": ("from_name", "反映人；只留在办公室。"), "phone": ("from_phone", "反映人电话；只留在办公室。"),
    "way": ("way", "反映方式，如当面、电话、12317。"), "received-by": ("received_by", "接待人。"),
    "number": ("code", "意见编号；不写取下一号。"),
}  # fmt: skip
_ANSWER = {
    "handled-by": ("handled_by", "核实人。"), "handling": ("handling", "核实情况。"),
    "result": ("result", "处理结果：不成立、部分成立、成立、已解释、转上级处理、反映人撤回。"),
    "answer": ("answer", "答复内容。"), "answered-way": ("answered_way", "答复方式；不写同反映方式。"),
}  # fmt: skip


def _typed(offered: dict[str, tuple[str, str]]) -> Callable[[F], F]:
    """Give a command one option per field; those not given are None."""

    def add(function: F) -> F:
        for name, (column, help) in reversed(offered.items()):
            function = click.option(f"--{name}", column, default=None, help=help)(function)
        return function

    return add


@main_group.group("objection")
def group() -> None:
    """异议、投诉：记下、核实、答复；反映人只有办公室看得到。"""


@group.command("list")
@click.argument("book")
@click.option("--waiting", is_flag=True, help="只看还没有答复的。")
@click.option("--notice", default="", help="只看这一份公示的。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def objection_list(book: str, waiting: bool, notice: str, on: dt.date | None, as_json: bool) -> int:
    """列出异议、投诉，没有答复的在前。"""
    from villagebook.services import objection_views

    with opened(book, read_only=True) as one:
        found = objection_views.every(one, on or today(), waiting=waiting, notice=notice)
    if as_json:
        show_json([_plain(view) for view in found])
        return DONE
    show_rows(
        ("编号", "收到日期", "方式", "性质", "公示或项目", "行", "答复期限", "状态"),
        [(view.code, str(view.row["received_on"]), view.row["way"] or "", view.row["kind"],
          view.notice or view.about, str(view.row["line"] or ""), str(view.due_on), view.state) for view in found],
        [False] * 5 + [True, False, False],
    )  # fmt: skip
    return DONE


@group.command("show")
@click.argument("book")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def objection_show(book: str, code: str, as_json: bool) -> int:
    """看一件：谁反映的、反映什么、怎么核实、怎么答复。"""
    from villagebook.services import objection_views, objections

    with opened(book, read_only=True) as one:
        view = objection_views.view(one, objections.key_of(one, code), today())
    if as_json:
        show_json(_plain(view))
        return DONE
    row = view.row
    click.echo("　".join((view.code, row["kind"], view.state)))
    for label, text in (
        ("公示", f"{view.notice} {view.heading}".strip()), ("行", f"{view.line} {row['line_text'] or ''}".strip()),
        ("项目", view.project), ("反映的事", row["about"]), ("反映人", row["from_name"]), ("电话", row["from_phone"]),
        ("收到", f"{row['received_on']} {row['way'] or ''}"), ("接待人", row["received_by"]),
        ("反映内容", row["content"]), ("答复期限", view.due_on), ("核实人", row["handled_by"]),
        ("核实情况", row["handling"]), ("处理结果", row["result"]), ("答复内容", row["answer"]),
        ("答复", f"{row['answered_on'] or ''} {row['answered_way'] or ''}".strip()), ("更正公示", view.correction),
    ):  # fmt: skip
        if text:
            click.echo(f"{label}：{text}")
    return DONE


@group.command("take")
@click.argument("book")
@click.option("--notice", default="", help="公示编号。")
@click.option("--project", default="", help="项目编号。")
@click.option("--on", "on", type=DAY, default=None, help="收到日期；不写是今天。")
@click.option("--json", "as_json", is_flag=True)
@_typed(_OPTIONS)
def objection_take(
    book: str, notice: str, project: str, on: dt.date | None, as_json: bool, **texts: str | None
) -> int:
    """记下一件异议、投诉。"""
    from villagebook.services import objections

    given = {name: text for name, text in texts.items() if text is not None}
    if on is not None:
        given["received_on"] = on.isoformat()
    with opened(book) as one:
        changed, key = objections.take(one, given, actor=actor(), today=today(), notice=notice, project=project)
        return _said(one, key, changed.heading, as_json)


@group.command("set")
@click.argument("book")
@click.argument("which", metavar="CODE")
@click.option("--notice", default=None, help="公示编号；写空的就是不关联公示。")
@click.option("--project", default=None, help="项目编号；写空的就是不关联项目。")
@click.option("--on", "on", type=DAY, default=None, help="收到日期。")
@click.option("--json", "as_json", is_flag=True)
@_typed({**_OPTIONS, **_ANSWER})
def objection_set(
    book: str, which: str, notice: str | None, project: str | None, on: dt.date | None, as_json: bool,
    **texts: str | None,
) -> int:  # fmt: skip
    """改一件的栏目；写空的就是清掉。"""
    from villagebook.services import objections

    given = {name: text for name, text in texts.items() if text is not None}
    if on is not None:
        given["received_on"] = on.isoformat()
    with opened(book) as one:
        key = objections.key_of(one, which)
        changed = objections.correct(one, key, given, actor=actor(), today=today(), notice=notice, project=project)
        return _said(one, key, changed.heading, as_json)


@group.command("answer")
@click.argument("book")
@click.argument("which", metavar="CODE")
@click.option("--on", "on", type=DAY, default=None, help="答复日期；不写是今天。")
@click.option("--json", "as_json", is_flag=True)
@_typed(_ANSWER)
def objection_answer(book: str, which: str, on: dt.date | None, as_json: bool, **texts: str | None) -> int:
    """记下核实情况、处理结果和答复。"""
    from villagebook.services import objections

    given = {name: text for name, text in texts.items() if text is not None}
    with opened(book) as one:
        key = objections.key_of(one, which)
        changed = objections.answer(one, key, on or today(), given, actor=actor(), today=today())
        return _said(one, key, changed.heading, as_json)


@group.command("reopen")
@click.argument("book")
@click.argument("code")
def objection_reopen(book: str, code: str) -> int:
    """重新受理已经答复的一件。"""
    from villagebook.services import objections

    with opened(book) as one:
        click.echo(objections.reopen(one, objections.key_of(one, code), actor=actor()).heading)
    return DONE


@group.command("remove")
@click.argument("book")
@click.argument("code")
def objection_remove(book: str, code: str) -> int:
    """删掉记错的一件；可以用 undo 找回。"""
    from villagebook.services import objections

    with opened(book) as one:
        click.echo(objections.remove(one, objections.key_of(one, code), actor=actor()).heading)
    return DONE


def _said(book: Any, key: Any, heading: str, as_json: bool) -> int:
    from villagebook.services import objection_views

    view = objection_views.view(book, key, today())
    if as_json:
        show_json(_plain(view))
    else:
        click.echo(heading + (f"，{view.due_on} 前答复" if view.open else ""))
    return DONE


def _plain(view: Any) -> dict[str, Any]:
    row = view.row
    names = (
        "code", "kind", "about", "line", "line_text", "from_name", "from_phone", "way", "received_on", "received_by",
        "content", "handled_by", "handling", "result", "answer", "answered_on", "answered_way",
    )  # fmt: skip
    return {
        **{name: row[name] for name in names}, "notice": view.notice, "project": view.project, "due_on": view.due_on,
        "left": view.left, "correction": view.correction,
    }  # fmt: skip
