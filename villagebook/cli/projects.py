"""One project: entered, changed, its stages written down, its money by source, the states beside its stages."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan
from villagebook.cli.group import DAY, DONE, YEAR, main_group, opened, show_json, show_rows
from villagebook.cli.works import SET, fen_of, texts_of

#: Words for the way back out of a state beside the stages.
BACK = ("back", "恢复")


@main_group.group("project")
def project() -> None:
    """项目：登记、改、看进度、记一步、资金来源、未通过等。"""


@project.command("list")
@click.argument("book")
@click.option("--year", type=YEAR, default=None, help="年度。")
@click.option("--json", "as_json", is_flag=True)
def list_projects(book: str, year: int | None, as_json: bool) -> int:
    """列出项目：进度、下一步、等谁。"""
    from villagebook.services import project_list

    with opened(book, read_only=True) as one:
        lines = project_list.lines(one, today(), year)
    if as_json:
        show_json([line._asdict() for line in lines])
        return DONE
    show_rows(("项目编号", "项目名称", "进度", "下一步", "等谁", "最迟"), [
        (line.code, line.name, line.word, line.next, line.waits_for, _due(line.due, line.late)) for line in lines
    ])  # fmt: skip
    return DONE


def _due(day: dt.date | None, late: bool) -> str:
    return "" if day is None else f"{day} 已过" if late else str(day)


@project.command("show")
@click.argument("book")
@click.argument("code")
@click.option("--on", type=DAY, default=None, help="看哪一天的进度。")
@click.option("--json", "as_json", is_flag=True)
def show(book: str, code: str, on: dt.date | None, as_json: bool) -> int:
    """一个项目：走到哪一步，下一步，还缺什么，资金来源。"""
    from villagebook.services import projects

    with opened(book, read_only=True) as one:
        view = projects.view(one, projects.key_of(one, code), on or today())
    life = view.life
    if as_json:
        show_json(_as_json(view))
        return DONE
    click.echo(f"{view.name}　{view.line}")
    click.echo(f"现在{life.word}" + (f"，等{life.waits_for}" if life.waits_for else ""))
    if view.next_step.text:
        click.echo(f"下一步　{view.next_step.text}")
    show_rows(("", "阶段", "日期", "最迟", "提示"), [
        (_MARKS[line.state], line.title, _days(line), _due(line.due, line.late), "；".join(line.wrong))
        for line in life.stages
    ])  # fmt: skip
    if life.missing:
        click.echo(f"还缺 {len(life.missing)} 样：{'；'.join(one.text for one in life.missing)}")
    _show_sources(view)
    return DONE


_MARKS = {"done": "√", "passed": "√", "now": "→", "open": "缺", "to_come": ""}


def _days(line: Any) -> str:
    both = [str(day) for day in (line.from_on, line.on) if day is not None]
    return " 至 ".join(dict.fromkeys(both))


def _as_json(view: Any) -> dict[str, Any]:
    life = view.life
    return {
        "code": view.code, "name": view.name, "fields": {
            one.name: one.value for _, section in view.sections for one in section if one.value is not None
        },
        "state": life.word, "waits_for": life.waits_for, "next": view.next_step.text,
        "side": {"state": life.side.title, "on": life.side_on, "why": life.side_why} if life.side else None,
        "stages": [
            {"id": line.id, "title": line.title, "state": line.state, "from": line.from_on, "on": line.on,
             "due": line.due, "late": line.late, "wrong": list(line.wrong),
             "missing": [one.text for one in line.missing]} for line in life.stages
        ],
        "sources": [
            {"source": line.source, "programme": line.programme, "document": line.document,
             "planned_fen": line.planned_fen} for line in view.plan
        ],
    }  # fmt: skip


@project.command("add")
@click.argument("book")
@click.argument("name")
@click.option("--year", type=YEAR, default=None, help="年度；不写就是今年。")
@click.option("--code", default="", help="项目编号；不写就自动接着编。")
@click.option("--category", default="", help="项目类型。")
@click.option("--mode", default="", help="实施方式：分户实施、集体实施、公益设施。")
@click.option("--planned", default="", help="计划资金，元。")
@click.option("--source", default="", help="资金来源，如中央。")
@SET
def add(
    book: str, name: str, year: int | None, code: str, category: str, mode: str, planned: str, source: str,
    fields: tuple[str, ...],
) -> int:  # fmt: skip
    """登记一个项目。"""
    from villagebook.services import projects

    with opened(book) as one:
        done, key = projects.add(
            one, name=name, year=year or today().year, code=code, category=category or None, mode=mode or None,
            planned_fen=fen_of(planned) if planned else None, source=source or None, actor=actor(),
            texts=texts_of("project", fields))  # fmt: skip
        click.echo(f"{done.heading}　{projects.view(one, key, today()).code}")
    return DONE


@project.command("set")
@click.argument("book")
@click.argument("code")
@click.argument("fields", nargs=-1, required=True, metavar="栏目=值...")
def set_fields(book: str, code: str, fields: tuple[str, ...]) -> int:
    """改一个项目的栏目：栏目=值，可以写几个；值空着就是清掉。"""
    from villagebook.services import projects

    with opened(book) as one:
        done = projects.change(one, projects.key_of(one, code), texts_of("project", fields), actor=actor())
        click.echo(done.heading)
    return DONE


@project.command("reach")
@click.argument("book")
@click.argument("code")
@click.argument("stage")
@click.option("--on", type=DAY, default=None, help="哪一天；公示写最后一天。")
@click.option("--from", "from_on", type=DAY, default=None, help="公示的第一天。")
@click.option("--meeting", default="", help="村里决定这一步：会议编号或日期。")
@click.option("--why", default="", help="日期先后不合时的原因。")
@SET
def reach(
    book: str, code: str, stage: str, on: dt.date | None, from_on: dt.date | None, meeting: str, why: str,
    fields: tuple[str, ...],
) -> int:  # fmt: skip
    """记一步：下达、开工、验收……（granted started accepted …）。"""
    from villagebook.services import project_moves, projects

    with opened(book) as one:
        held = project_moves.meeting_of(one, meeting) if meeting else None
        done = project_moves.reach(
            one, projects.key_of(one, code), stage, on, from_on=from_on, meeting=held,
            texts=texts_of("project", fields), why=why, actor=actor(), today=today())  # fmt: skip
        click.echo(done.heading)
    return DONE


@project.command("side")
@click.argument("book")
@click.argument("code")
@click.argument("state")
@click.option("--on", type=DAY, required=True, help="哪一天。")
@click.option("--why", required=True, help="原因和依据。")
def side(book: str, code: str, state: str, on: dt.date, why: str) -> int:
    """未通过、调整、出库、终止；恢复（back）。"""
    from villagebook.services import project_moves, projects

    say: dict[str, Any] = {"actor": actor(), "today": today()}
    with opened(book) as one:
        key = projects.key_of(one, code)
        if state in BACK:
            done = project_moves.take_up(one, key, on, why, **say)
        else:
            done = project_moves.set_aside(one, key, state, on, why, **say)
        click.echo(done.heading)
    return DONE


@project.command("source")
@click.argument("book")
@click.argument("code")
@click.argument("source", required=False, default="")
@click.argument("planned", required=False, default="")
@click.option("--programme", default="", help="资金名称。")
@click.option("--document", default="", help="资金文号。")
@click.option("--drop", is_flag=True, help="删掉这一笔来源。")
@click.option("--total", is_flag=True, help="资金投入合计改成各来源的和。")
def source_of(
    book: str, code: str, source: str, planned: str, programme: str, document: str, drop: bool, total: bool
) -> int:
    """资金来源：不写来源就列出；写来源和金额就加一笔，已有的就改。"""
    from villagebook.services import project_sources, projects

    with opened(book) as one:
        key = projects.key_of(one, code)
        if total:
            click.echo(project_sources.total(one, key, actor=actor()).heading)
        elif not source:
            _show_sources(projects.view(one, key, today()))
        elif drop:
            click.echo(project_sources.remove(one, _the_source(one, key, source, document), actor=actor()).heading)
        else:
            click.echo(_put_source(one, key, source, planned, programme, document))
    return DONE


def _put_source(book: Any, key: uuid.UUID, source: str, planned: str, programme: str, document: str) -> str:
    from villagebook.services import project_sources

    given = {"planned_fen": planned, "programme": programme, "document": document}
    texts = {name: text for name, text in given.items() if text}
    there = _sources(book, key, source, document)
    if there:
        return str(project_sources.change(book, _the_source(book, key, source, document), texts, actor=actor()).heading)
    return str(project_sources.add(book, key, {"source": source, **texts}, actor=actor())[0].heading)


def _sources(book: Any, key: uuid.UUID, source: str, document: str) -> list[Any]:
    from villagebook.services import projects

    mine = [line for line in projects.view(book, key, today()).plan if line.source == source]
    return [line for line in mine if line.document == document] or (mine if len(mine) == 1 and not document else [])


def _the_source(book: Any, key: uuid.UUID, source: str, document: str) -> uuid.UUID:
    found = _sources(book, key, source, document)
    if len(found) != 1:
        hint = "有几笔的，请用 --document 写明文号"
        raise UserError("cli.source", f"没有找到“{source}”这一笔资金来源", hint)
    key_of_line: uuid.UUID = found[0].key
    return key_of_line


def _show_sources(view: Any) -> None:
    if not view.plan:
        return
    rows = [(line.source, line.programme, line.document, format_yuan(line.planned_fen)) for line in view.plan]
    summed, stated = sum(line.planned_fen for line in view.plan), view.row["planned_fen"]
    same = "与资金投入合计相符" if stated == summed else f"资金投入合计 {format_yuan(stated or 0)}，不相符"
    rows.append(("合计", same, "", format_yuan(summed)))
    show_rows(("资金来源", "资金名称", "资金文号", "计划（元）"), rows, (False, False, False, True))
