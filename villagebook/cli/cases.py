"""Dynamic management (动态管理): leads, steps, ends of cases."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from villagebook.base.days import iso
from villagebook.base.here import actor, today
from villagebook.base.money import parse_yuan
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json, show_rows


def aid_options(command: Callable[..., int]) -> Callable[..., int]:
    """The options of 低保 and 特困."""
    for option in (
        click.option("--month", default=None, help="月保障金额，元（低保、特困）。"),
        click.option("--grade", default=None, help="类档，如 A类、分散供养（低保、特困）。"),
        click.option("--covered", type=int, default=None, help="保障人数（低保、特困）。"),
    ):
        command = option(command)
    return command


@main_group.group("case")
def case() -> None:
    """动态管理：登记线索，记步骤，办结，中止，回退。"""


@case.command("list")
@click.argument("book")
@click.option("--household", default="", help="只看这个户编号的。")
@click.option("--open", "only_open", is_flag=True, help="只看在办的。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def case_list(book: str, household: str, only_open: bool, on: dt.date | None, as_json: bool) -> int:
    """列出动态，过期的在前。"""
    from villagebook.services import cases, households

    with opened(book, read_only=True) as one:
        home = households.key_of(one, household) if household else None
        lines = cases.cases(one, on or today(), household=home, state=cases.OPEN if only_open else "")
    if as_json:
        show_json([_plain_line(line) for line in lines])
        return DONE
    rows = [
        (
            line.code, line.kind, line.head, line.target, _day(line.lead_on), line.state, line.step, _day(line.due),
            f"过期 {line.late} 天" if line.late else "", "、".join(line.missing),
        )
        for line in lines
    ]  # fmt: skip
    show_rows(("编号", "动态", "户主", "类别", "线索", "状态", "下一步", "期限", "过期", "差的材料"), rows)
    return DONE


@case.command("show")
@click.argument("book")
@click.argument("code")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def case_show(book: str, code: str, on: dt.date | None, as_json: bool) -> int:
    """看一件动态：步骤、材料、下一步。"""
    from villagebook.services import cases

    with opened(book, read_only=True) as one:
        view = cases.view(one, cases.key_of(one, code), on or today())
    if as_json:
        show_json(_plain(view))
        return DONE
    line = view.line
    click.echo(f"{line.code}　{line.kind}　{line.head}（{line.household_code}）　{line.target}　{line.state}".rstrip())
    click.echo(f"线索：{_day(line.lead_on)} {line.lead_source} {view.lead_who} {view.lead_text}".rstrip())
    marks = {"done": "已办", "now": "在办", "next": ""}
    rows = [
        (
            marks[step.state], step.title, step.id, _day(step.on), _day(step.due), step.who,
            {"否": "没有通过"}.get(step.passed, ""), step.basis,
            "、".join(paper.name for paper in step.papers if not paper.there) if step.state == "done" else "",
        )
        for step in view.steps
    ]  # fmt: skip
    show_rows(("", "步骤", "代号", "日期", "期限", "经办", "结果", "依据", "差的材料"), rows)
    if view.next.text:
        click.echo(f"下一步：{view.next.text}")
    if view.outcome:
        click.echo(f"结果：{view.outcome}")
    return DONE


@case.command("open")
@click.argument("book")
@click.argument("household")
@click.argument("kind")
@click.option("--on", "on", type=DAY, default=None, help="线索日期；不写就是今天。")
@click.option("--source", default="", help="线索来源：农户申报、干部走访、部门筛查、其他。")
@click.option("--who", default="", help="谁提供的。")
@click.option("--text", default="", help="线索内容。")
@click.option("--target", default="", help="拟识别为哪一类。")
@click.option("--risk", default="", help="主要风险。")
@aid_options
@click.option("--why", default="", help="有提示仍要办的原因。")
@click.option("--json", "as_json", is_flag=True)
def case_open(
    book: str,
    household: str,
    kind: str,
    on: dt.date | None,
    source: str,
    who: str,
    text: str,
    target: str,
    risk: str,
    covered: int | None,
    grade: str | None,
    month: str | None,
    why: str,
    as_json: bool,
) -> int:
    """登记线索，开始一件动态：户编号，动态类型（如 监测对象识别）。"""
    from villagebook.services import cases, households

    with opened(book) as one:
        changed, key = cases.open_case(
            one,
            households.key_of(one, household),
            kind,
            actor=actor(),
            lead_on=on or today(),
            lead_source=source,
            lead_who=who,
            lead_text=text,
            target=target,
            risk=risk,
            aid=_aid(covered, grade, month),
            why=why,
        )
        view = cases.view(one, key, on or today())
    if as_json:
        show_json(_plain(view))
    else:
        click.echo(changed.heading)
        click.echo(f"下一步：{view.next.text}")
    return DONE


@case.command("step")
@click.argument("book")
@click.argument("code")
@click.argument("step")
@click.option("--on", "on", type=DAY, default=None, help="哪天办的；不写就是今天。")
@click.option("--who", default="", help="经办人。")
@click.option("--failed", is_flag=True, help="没有通过。")
@click.option("--meeting", is_flag=True, help="当天开了评议会，一并记下。")
@click.option("--notice", default="", help="公示编号。")
@click.option("--paper", "papers", multiple=True, help="收齐的材料，可以写几次；“全部”是这一步的都齐了。")
@click.option("--file", "files", multiple=True, help="材料=文件，可以写几次；文件存进书里。")
@click.option("--note", default="", help="说明。")
@click.option("--why", default="", help="有提示仍要办的原因。")
@aid_options
@click.option("--undo", "undone", is_flag=True, help="收回这一步。")
def case_step(
    book: str,
    code: str,
    step: str,
    on: dt.date | None,
    who: str,
    failed: bool,
    meeting: bool,
    notice: str,
    papers: tuple[str, ...],
    files: tuple[str, ...],
    note: str,
    why: str,
    covered: int | None,
    grade: str | None,
    month: str | None,
    undone: bool,
) -> int:
    """记一步办好了：步骤的代号或名称。"""
    from villagebook.services import cases

    with opened(book) as one:
        key = cases.key_of(one, code)
        if undone:
            click.echo(cases.take_back(one, key, step, actor=actor()).heading)
            return DONE
        changed = cases.do_step(
            one,
            key,
            step,
            on or today(),
            actor=actor(),
            who=who,
            passed=not failed,
            meeting=cases.NEW_MEETING if meeting else None,
            notice=notice,
            papers=_every(one, key, step, on or today()) if "全部" in papers else papers,
            files=dict(_pair(text) for text in files),
            note=note,
            aid=_aid(covered, grade, month),
            why=why,
        )
        view = cases.view(one, key, on or today())
    click.echo(changed.heading)
    if view.next.text:
        click.echo(f"下一步：{view.next.text}")
    return DONE


@case.command("notice")
@click.argument("book")
@click.argument("code")
@click.option("--alone", is_flag=True, help="只写这一件；不写的，等着同一种公示的都拟在一张上。")
@click.option("--on", "on", type=DAY, default=None, help="打算张贴的日期；不写就是今天。")
@click.option("--json", "as_json", is_flag=True)
def case_notice(book: str, code: str, alone: bool, on: dt.date | None, as_json: bool) -> int:
    """拟下一步要的公示或公告，内容从动态里来。"""
    from villagebook.services import case_drafts

    day = on or today()
    with opened(book) as one:
        made = case_drafts.draft_next(one, code, actor=actor(), today=day, alone=alone)
    if as_json:
        show_json({"number": made.number, "title": made.title})
    else:
        click.echo(f"已拟好 {made.number}　{made.title}")
    return DONE


@case.command("close")
@click.argument("book")
@click.argument("code")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--way", default="帮扶消除", help="风险消除方式：帮扶消除、自然消除。")
@click.option("--target", default="", help="识别为哪一类，线索里没写时。")
@click.option("--why", default="", help="有提示仍要办结的原因。")
def case_close(book: str, code: str, on: dt.date | None, way: str, target: str, why: str) -> int:
    """办结：身份从此开始，或到此为止。"""
    from villagebook.services import cases

    with opened(book) as one:
        key = cases.key_of(one, code)
        click.echo(cases.close(one, key, on or today(), actor=actor(), way=way, target=target, why=why).heading)
    return DONE


@case.command("cancel")
@click.argument("book")
@click.argument("code")
@click.option("--why", required=True, help="为什么不再办。")
@click.option("--failed", is_flag=True, help="记为未通过；不写是中止。")
@click.option("--on", "on", type=DAY, default=None)
def case_cancel(book: str, code: str, why: str, failed: bool, on: dt.date | None) -> int:
    """中止，或记为未通过。"""
    from villagebook.services import cases

    with opened(book) as one:
        key = cases.key_of(one, code)
        click.echo(cases.stop(one, key, on or today(), actor=actor(), why=why, failed=failed).heading)
    return DONE


@case.command("back")
@click.argument("book")
@click.argument("code")
@click.option("--why", required=True, help="为什么回退。")
@click.option("--on", "on", type=DAY, default=None)
def case_back(book: str, code: str, why: str, on: dt.date | None) -> int:
    """回退办结的：消除的风险继续监测，识别的身份到此为止。"""
    from villagebook.services import cases

    with opened(book) as one:
        key = cases.key_of(one, code)
        click.echo(cases.roll_back(one, key, on or today(), actor=actor(), why=why).heading)
    return DONE


def _every(book: Any, key: uuid.UUID, step: str, on: dt.date) -> tuple[str, ...]:
    """The names of all papers of a step; none for a step that is unknown, which is refused with its own words."""
    from villagebook.services import cases

    steps = cases.view(book, key, on).steps
    return next((tuple(p.name for p in one.papers) for one in steps if step in (one.id, one.title)), ())


def _aid(covered: int | None, grade: str | None, month: str | None) -> Any:
    from villagebook.services.cases import Aid

    try:
        month_fen = parse_yuan(month) if month else None
    except ValueError:
        raise click.UsageError(f"月保障金额“{month}”不是金额") from None
    return Aid(covered, grade, month_fen)


def _pair(text: str) -> tuple[str, Path]:
    paper, equals, path = text.partition("=")
    if not equals or not paper.strip() or not path.strip():
        raise click.UsageError(f"“{text}”应写成 材料=文件")
    return paper.strip(), Path(path.strip())


def _day(day: dt.date | None) -> str:
    return iso(day) if day is not None else ""


def _plain_line(line: Any) -> dict[str, Any]:
    return {
        "code": line.code,
        "kind": line.kind,
        "household": line.household_code,
        "head": line.head,
        "target": line.target,
        "lead_source": line.lead_source,
        "lead_on": line.lead_on,
        "state": line.state,
        "step": line.step,
        "due": line.due,
        "late": line.late,
        "missing": list(line.missing),
        "closed_on": line.closed_on,
    }


def _plain(view: Any) -> dict[str, Any]:
    steps = [
        {
            "id": step.id,
            "title": step.title,
            "state": step.state,
            "on": step.on,
            "due": step.due,
            "from": step.from_on,
            "late": step.late,
            "who": step.who,
            "passed": step.passed,
            "basis": step.basis,
            "papers": {paper.name: paper.there for paper in step.papers},
        }
        for step in view.steps
    ]
    said = {"next": view.next.text, "do": view.next.do, "blocks": list(view.blocks), "ahead": list(view.ahead)}
    return {**_plain_line(view.line), "steps": steps, **said, "outcome": view.outcome}
