"""Meetings and what they decided; the steps of 四议两公开 of a matter."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, PARTLY, YEAR, main_group, opened, show_json, show_rows

#: Option -> field, for what is typed of a meeting.
_FIELDS = {
    "kind": "会议类型，如村民代表大会。", "place": "地点。", "subject": "议题。", "chair": "主持人。",
    "recorder": "记录人。", "due": "应到人数，没有名单时写。", "present": "实到人数，没有名单时写。",
    "agreed": "同意票数。", "against": "反对票数。", "abstained": "弃权票数。",
    "four_step": "四议两公开环节；不写按会议类型。", "speeches": "发言要点。",
    "resolution": "决议。", "code": "会议编号；不写取下一号。", "note": "备注。",
}  # fmt: skip


def _typed(function: Any) -> Any:
    """Give a command one option per field of a meeting; those not given are None."""
    for name, help in reversed(_FIELDS.items()):
        function = click.option(f"--{name.replace('_', '-')}", name, default=None, help=help)(function)
    return function


@main_group.group("meeting")
def meeting() -> None:
    """会议：记会议、到会、表决、决定的事项，四议两公开走到哪一步。"""


@meeting.command("list")
@click.argument("book")
@click.option("--year", type=YEAR, default=None)
@click.option("--kind", default="", help="只看这种会议。")
@click.option("--decided", default="", help="只看决定过这件事的：项目编号等。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def meeting_list(book: str, year: int | None, kind: str, decided: str, on: dt.date | None, as_json: bool) -> int:
    """列出会议，新的在前。"""
    from villagebook.services import matters, meeting_views

    with opened(book, read_only=True) as one:
        target = None
        if decided:
            with one.read() as connection:
                target = matters.target_of(connection, one.village_id, decided)
        found = meeting_views.meetings(one, on or today(), year=year, kind=kind, target=target)
    if as_json:
        show_json([_plain(view) for view in found])
        return DONE
    show_rows(
        ("编号", "时间", "会议", "应到", "实到", "表决", "决定", "要核对"),
        [(view.code, str(view.held_on or ""), view.kind, _number(view.due), _number(view.present), view.vote_words,
          f"{len(view.decisions)} 件" if view.decisions else "", "；".join(view.faults)) for view in found],
    )  # fmt: skip
    return DONE


@meeting.command("show")
@click.argument("book")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def meeting_show(book: str, code: str, as_json: bool) -> int:
    """看一次会议：编号，或开会的日期。"""
    from villagebook.services import meeting_views

    with opened(book, read_only=True) as one:
        view = meeting_views.view(one, meeting_views.key_of(one, code))
    if as_json:
        show_json(_plain(view))
        return DONE
    row = view.row
    click.echo("　".join(str(p) for p in (view.code, view.held_on, view.kind, row["place"], row["subject"]) if p))
    click.echo(f"应到 {_number(view.due)} 人，实到 {_number(view.present)} 人　{view.vote_words}".rstrip())
    for label, name in (("主持人", "chair"), ("记录人", "recorder"), ("发言要点", "speeches"), ("决议", "resolution")):
        if row[name]:
            click.echo(f"{label}：{row[name]}")
    for decision in view.decisions:
        click.echo(f"决定：{decision.words}　{_PASSED.get(decision.passed, '')}".rstrip("　"))
    show_rows(("应到人员", "职务", "到会"), [(m.name, m.post, m.attendance) for m in view.members])
    for fault in view.faults:
        click.echo(f"要核对：{fault}")
    return DONE


@meeting.command("add")
@click.argument("book")
@click.option("--on", "on", type=DAY, required=True, help="开会的日期。")
@click.option("--body", default="", help="开会的组织；不写按会议类型找。")
@click.option("--member", "members", multiple=True, help="应到人员，姓名或 姓名:职务；不写取在任的成员。")
@click.option("--absent", default="", help="缺席的人，逗号隔开；写了缺席或请假，其余算到会。")
@click.option("--excused", default="", help="请假的人，逗号隔开。")
@click.option("--all-came", is_flag=True, help="全部到会。")
@click.option("--no-list", is_flag=True, help="不列应到人员，只记人数。")
@click.option("--decides", multiple=True, help="决定的项目编号等，可以写多次。")
@click.option("--json", "as_json", is_flag=True)
@_typed
def meeting_add(
    book: str, on: dt.date, body: str, members: tuple[str, ...], absent: str, excused: str, all_came: bool,
    no_list: bool, decides: tuple[str, ...], as_json: bool, **texts: str | None,
) -> int:  # fmt: skip
    """记一次会议：应到人员取在任的成员，一次可以决定几个项目。"""
    from villagebook.services import committees, matters, meeting_views, meetings

    with opened(book) as one:
        given = {name: text for name, text in texts.items() if text is not None}
        kind = given.get("kind", "")
        found = meetings.proposed(one, kind, on, committees.key_of(one, body) if body else None)
        due = [_member(text) for text in members] or ([] if no_list or "due" in given else list(found.members))
        ticked = _ticked(due, _names(absent), _names(excused), all_came)
        with one.read() as connection:
            targets = [matters.target_of(connection, one.village_id, text) for text in decides]
        changed, key = meetings.record(
            one, {**given, "held_on": on.isoformat()}, members=ticked,
            decides=[meetings.Decide(target) for target in targets], committee=found.committee_id, actor=actor(),
            today=today())  # fmt: skip
        view = meeting_views.view(one, key)
    return _said(view, changed.heading, as_json)


@meeting.command("set")
@click.argument("book")
@click.argument("which", metavar="CODE")
@click.option("--on", "on", type=DAY, default=None, help="开会的日期。")
@click.option("--json", "as_json", is_flag=True)
@_typed
def meeting_set(book: str, which: str, on: dt.date | None, as_json: bool, **texts: str | None) -> int:
    """改会议的栏目；写空的就是清掉。新的会议编号写 --code。"""
    from villagebook.services import meeting_views, meetings

    with opened(book) as one:
        given = {name: text for name, text in texts.items() if text is not None}
        if on is not None:
            given["held_on"] = on.isoformat()
        key = meeting_views.key_of(one, which)
        changed = meetings.correct(one, key, given, actor=actor(), today=today())
        view = meeting_views.view(one, key)
    return _said(view, changed.heading, as_json)


@meeting.command("attend")
@click.argument("book")
@click.argument("code")
@click.option("--absent", default="", help="缺席的人，逗号隔开。")
@click.option("--excused", default="", help="请假的人，逗号隔开。")
@click.option("--json", "as_json", is_flag=True)
def meeting_attend(book: str, code: str, absent: str, excused: str, as_json: bool) -> int:
    """记到会情况：写缺席、请假的人，其余算到会。"""
    from villagebook.services import meeting_views, meetings

    with opened(book) as one:
        key = meeting_views.key_of(one, code)
        said = dict.fromkeys(_names(absent), meetings.ABSENT) | dict.fromkeys(_names(excused), meetings.EXCUSED)
        members = {member.name: member.key for member in meeting_views.view(one, key).members}
        _refuse_strange(said, members)
        changed = meetings.attend(
            one, key, {members[name]: word for name, word in said.items()}, others=meetings.CAME, actor=actor())
        view = meeting_views.view(one, key)
    return _said(view, changed.heading, as_json)


@meeting.command("decide")
@click.argument("book")
@click.argument("code")
@click.argument("matters_", metavar="MATTER...", nargs=-1, required=True)
@click.option("--not-passed", is_flag=True, help="没有通过。")
@click.option("--agreed", type=int, default=None, help="这件事的同意票数；不写按会议的。")
@click.option("--against", type=int, default=None)
@click.option("--abstained", type=int, default=None)
@click.option("--note", default="", help="决定内容。")
@click.option("--undo", is_flag=True, help="去掉这些决定。")
@click.option("--json", "as_json", is_flag=True)
def meeting_decide(
    book: str, code: str, matters_: tuple[str, ...], not_passed: bool, agreed: int | None, against: int | None,
    abstained: int | None, note: str, undo: bool, as_json: bool,
) -> int:  # fmt: skip
    """记会议决定了哪些事：项目编号、分配编号、资产编号等。"""
    from villagebook.services import matters, meeting_views, meetings

    with opened(book) as one:
        key = meeting_views.key_of(one, code)
        with one.read() as connection:
            targets = [matters.target_of(connection, one.village_id, text) for text in matters_]
        if undo:
            heading = "；".join(meetings.undecide(one, key, target, actor=actor()).heading for target in targets)
        else:
            passed = "否" if not_passed else "是"
            rows = [meetings.Decide(target, passed, agreed, against, abstained, note) for target in targets]
            heading = meetings.decide(one, key, rows, actor=actor()).heading
        view = meeting_views.view(one, key)
    return _said(view, heading, as_json)


@meeting.command("remove")
@click.argument("book")
@click.argument("code")
def meeting_remove(book: str, code: str) -> int:
    """删一次记错的会议；有公示、动态以它为依据的不能删。"""
    from villagebook.services import meeting_views, meetings

    with opened(book) as one:
        click.echo(meetings.remove(one, meeting_views.key_of(one, code), actor=actor()).heading)
    return DONE


@meeting.command("steps")
@click.argument("book")
@click.argument("matter")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def meeting_steps(book: str, matter: str, on: dt.date | None, as_json: bool) -> int:
    """一件事（项目编号等）的四议两公开：办了哪几步，下一步是什么，先后对不对。"""
    from villagebook.services import four_steps, matters

    with opened(book, read_only=True) as one:
        with one.read() as connection:
            target = matters.target_of(connection, one.village_id, matter)
        states = four_steps.states(one, target, on or today())
    if as_json:
        show_json([{"step": s.step.id, "state": s.state, "on": s.on, "words": s.words, "fault": s.fault}
                   for s in states])  # fmt: skip
        return DONE
    marks = {"done": "已办", "next": "下一步", "skipped": "没有办", "to come": ""}
    show_rows(("", "环节", "日期", "凭什么", "要核对"), [
        (marks[s.state], s.step.id, str(s.on or ""), s.words or (s.step.act if s.state == "next" else ""), s.fault)
        for s in states
    ])  # fmt: skip
    return DONE


@meeting.command("print")
@click.argument("book")
@click.argument("code")
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--paper", type=click.Choice(["minutes", "sign-sheet", "resolution"]), default="minutes",
              help="印哪一种：会议记录、签到表、决议。")  # fmt: skip
def meeting_print(book: str, code: str, target: Path, paper: str) -> int:
    """印一次会议的会议记录、签到表或决议。"""
    from villagebook.services import meeting_views
    from villagebook.services.papers import printing

    with opened(book, read_only=True) as one:
        key = meeting_views.key_of(one, code)
        report = printing.print_paper(one, paper, target, on=today(), number=str(key))
    click.echo(report.line)
    return DONE


_PASSED = {"是": "通过", "否": "没有通过"}


def _said(view: Any, heading: str, as_json: bool) -> int:
    """Show what was written, and what is wrong with it; status 1 if something is."""
    if as_json:
        show_json(_plain(view))
    else:
        click.echo(f"{heading}　编号 {view.code}")
        for fault in view.faults:
            click.echo(f"要核对：{fault}")
    return PARTLY if view.faults else DONE


def _plain(view: Any) -> dict[str, Any]:
    names = ("place", "subject", "chair", "recorder", "agreed", "against", "abstained", "four_step", "resolution",
             "speeches", "note")  # fmt: skip
    return {
        "code": view.code, "kind": view.kind, "held_on": view.held_on, "body": view.body, "due": view.due,
        "present": view.present, **{name: view.row[name] for name in names},
        "members": [{"name": m.name, "post": m.post, "attendance": m.attendance} for m in view.members],
        "decisions": [{"record": d.target[0], "key": d.target[1], "words": d.words, "passed": d.passed}
                      for d in view.decisions],
        "faults": view.faults,
    }  # fmt: skip


def _member(text: str) -> Any:
    from villagebook.services.meetings import Due

    name, _, post = text.replace("：", ":").partition(":")
    return Due(name.strip(), post.strip())


def _names(text: str) -> list[str]:
    return [name for name in re.split(r"[,，、\s]+", text.strip()) if name]


def _ticked(due: list[Any], absent: list[str], excused: list[str], all_came: bool) -> list[Any]:
    from dataclasses import replace

    from villagebook.services import meetings

    said = dict.fromkeys(absent, meetings.ABSENT) | dict.fromkeys(excused, meetings.EXCUSED)
    _refuse_strange(said, {one.name for one in due})
    if not (said or all_came):
        return due
    return [replace(one, attendance=said.get(one.name, meetings.CAME)) for one in due]


def _refuse_strange(said: Any, known: Any) -> None:
    for name in said:
        if name not in known:
            raise UserError("meeting.not_due", f"应到人员里没有“{name}”", "请核对姓名")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
