"""The binder of a project: what is missing, papers put in, scanned stacks routed, the order of the binder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, PARTLY, YEAR, main_group, opened, show_json, show_rows

PROJECT = click.option("--project", required=True, help="项目编号。")


@main_group.group("dossier")
def dossier() -> None:
    """项目档案（一本清）：缺什么、放入材料、分送扫描件、目录样式。"""


@dossier.command("status")
@click.argument("book")
@click.option("--project", help="项目编号；不写就列出所有项目。")
@click.option("--year", type=YEAR, help="只列这一年的项目。")
@click.option("--on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def status(book: str, project: str | None, year: int | None, on: dt.date | None, as_json: bool) -> int:
    """列出档案里有什么、缺什么，最早该有的在最前。"""
    from villagebook.services.dossier import binder, completeness

    with opened(book, read_only=True) as one:
        if project is not None:
            return _show_binder(binder.binder(one, project, on or today()), as_json)
        found = completeness.completeness(one, on or today(), year=year)
    if as_json:
        show_json([completeness.as_plain(line) for line in found])
        return DONE
    rows = [
        [line.code, line.name, f"{line.there}/{line.asked}", str(len(line.missing)), _lacking(line)] for line in found]
    show_rows(["项目编号", "项目", "已有/应有", "缺", "缺的材料"], rows, [False, False, True, True, False])
    return DONE


def _lacking(line: Any) -> str:
    more = "等" if len(line.missing) > 3 else ""
    return "；".join(lack.title for lack in line.missing[:3]) + more


def _show_binder(found: Any, as_json: bool) -> int:
    views = found.slots
    if as_json:
        show_json({
            "project": found.project["code"], "asked": found.asked, "there": found.there,
            "missing": [view.slot.id for view in found.missing],
            "slots": [{
                "slot": view.slot.id, "title": view.slot.title, "part": view.slot.part, "state": view.state,
                "due_on": view.due_on, "why": view.why, "needed": view.needed,
                "papers": [{"key": kept.key, "name": kept.name, "source": kept.row["source"],
                            "pages": kept.row["pages"]} for kept in view.kept],
                "notices": [row["number"] for row in view.notices], "made": [here.paper.id for here in view.made],
            } for view in views]})  # fmt: skip
        return DONE
    show_rows(
        ["位置", "材料", "状态", "应有日期", "里面"],
        [[v.slot.id, v.slot.title, v.state, str(v.due_on or ""), _inside(v)] for v in views])
    click.echo(found.words)
    return DONE


def _inside(view: Any) -> str:
    names = [*(row["number"] for row in view.notices), *(here.paper.title for here in view.made),
             *(kept.name for kept in view.kept)]  # fmt: skip
    return "、".join(names) or view.why


@dossier.command("add")
@click.argument("book")
@PROJECT
@click.option("--slot", required=True, help="位置，如 grant，或它的名称。")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--name", default="", help="材料名称；不写用位置的名称。")
@click.option("--number", default="", help="文号。")
@click.option("--unit", default="", help="责任者。")
@click.option("--on", type=DAY, default=None, help="材料上的日期。")
@click.option("--photo", is_flag=True, help="照片：两张印一页，带说明。")
@click.option("--beside", is_flag=True, help="附在程序打印的材料后面，不代替它。")
@click.option("--cabinet", is_flag=True, help="只登记：原件存在档案柜里。")
@click.option("--pages", type=int, default=None, help="柜存原件的页数。")
def add(
    book: str, project: str, slot: str, files: tuple[Path, ...], name: str, number: str, unit: str,
    on: dt.date | None, photo: bool, beside: bool, cabinet: bool, pages: int | None,
) -> int:  # fmt: skip
    """把扫描件、照片、PDF 放进一个位置。"""
    from villagebook.services.dossier import filing

    about = filing.About(name, number, unit, on, "照片" if photo else "", False if beside else None)
    if cabinet == bool(files):
        raise UserError("dossier.what", "没有说放什么", "写文件名，或用 --cabinet 登记柜存材料")
    with opened(book) as one:
        key = _key(one, project)
        if cabinet:
            click.echo(filing.in_cabinet(one, key, slot, actor=actor(), pages=pages, about=about).heading)
            return DONE
        done = filing.add(one, key, slot, filing.read_paths(files), actor=actor(), about=about)
    click.echo(f"{done.changed.heading}，{done.pages} 页")
    for line in done.lines:
        click.echo(line)
    return PARTLY if done.lines else DONE


@dossier.command("not-applicable")
@click.argument("book")
@PROJECT
@click.option("--slot", required=True, help="位置，或它的名称。")
@click.option("--why", default="", help="为什么不适用。")
@click.option("--undo", "back", is_flag=True, help="改回适用。")
def not_applicable(book: str, project: str, slot: str, why: str, back: bool) -> int:
    """说明一样材料在这个项目里不适用。"""
    from villagebook.services.dossier import filing

    with opened(book) as one:
        key = _key(one, project)
        done = (
            filing.applicable(one, key, slot, actor=actor())
            if back else filing.not_applicable(one, key, slot, why, actor=actor()))
    click.echo(done.heading)
    return DONE


@dossier.command("remove")
@click.argument("book")
@click.argument("papers", nargs=-1, required=True)
def remove(book: str, papers: tuple[str, ...]) -> int:
    """把材料移出它的位置（文件还在书里）；编号见 dossier status --json。"""
    import uuid

    from villagebook.services.dossier import filing

    try:
        keys = [uuid.UUID(paper) for paper in papers]
    except ValueError:
        raise UserError("dossier.gone", "材料的编号不对", "用 dossier status --project … --json 看") from None
    with opened(book) as one:
        click.echo(filing.remove(one, keys, actor=actor()).heading)
    return DONE


@dossier.command("separator")
@click.argument("book")
@PROJECT
@click.option("--slot", "slots", multiple=True, help="位置，可以写几次；不写就是还没有放材料的全部位置。")
@click.option("--on", type=DAY, default=None)
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
def separator(book: str, project: str, slots: tuple[str, ...], on: dt.date | None, target: Path) -> int:
    """印分隔页：夹在材料前面一起扫描，材料自动归位。"""
    from villagebook.services.dossier import volume

    with opened(book, read_only=True) as one:
        click.echo(volume.print_separators(one, project, target, on=on or today(), slots=slots).line)
    return DONE


@dossier.command("scan")
@click.argument("book")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--folder", type=click.Path(path_type=Path), help="扫描仪存图的文件夹：收里面书里还没有的。")
def scan(book: str, files: tuple[Path, ...], folder: Path | None) -> int:
    """把夹着分隔页的一叠扫描件分送到各个项目、各个位置。"""
    from villagebook.services.dossier import filing, stack, watching

    if bool(files) == (folder is not None):
        raise UserError("dossier.what", "没有说收哪些扫描件", "写文件名，或用 --folder 写文件夹")
    with opened(book) as one:
        paths = files if folder is None else [file.path for file in watching.fresh(one, folder)]
        if not paths:
            click.echo("文件夹里没有新的扫描件")
            return DONE
        done = stack.route(one, filing.read_paths(paths), actor=actor())
    for line in (*done.lines, *done.refused):
        click.echo(line)
    return PARTLY if done.refused else DONE


@dossier.command("template")
@click.argument("book")
@click.option("--rename", nargs=2, multiple=True, help="位置 新名称。")
@click.option("--off", multiple=True, help="停用一个位置。")
@click.option("--back", multiple=True, help="重新启用一个位置。")
@click.option("--before", nargs=2, multiple=True, help="位置 另一个位置：排到它前面。")
@click.option("--new", "title", default="", help="新增一个位置：它的名称。")
@click.option("--part", default="carry", help="新位置归哪一部分，如 carry。")
@click.option("--due", default="finished_on", help="新位置随哪个日期，如 accepted_on。")
@click.option("--needed", is_flag=True, help="新位置必须有材料。")
@click.option("--reset", is_flag=True, help="恢复程序原来的目录。")
@click.option("--json", "as_json", is_flag=True)
def template(
    book: str, rename: tuple[tuple[str, str], ...], off: tuple[str, ...], back: tuple[str, ...],
    before: tuple[tuple[str, str], ...], title: str, part: str, due: str, needed: bool, reset: bool, as_json: bool,
) -> int:  # fmt: skip
    """看、改档案目录的样式：改名、停用、排序、新增位置。"""
    from villagebook.services.dossier import templates

    changing = bool(rename or off or back or before or title or reset)
    with opened(book, read_only=not changing) as one:
        if changing:
            edit = templates.Edit(dict(rename), off, back, before, (title, part, due, needed) if title else None, reset)
            click.echo(templates.change(one, edit, actor=actor()).heading)
        found = templates.lines(one)
    if as_json:
        show_json([line._asdict() for line in found])
    elif not changing:
        rows = [[slot.id, slot.part, slot.title + ("（停用）" if slot.off else ""), slot.due, slot.needed]
                for slot in found]
        show_rows(["位置", "部分", "材料", "随哪个日期", "必须"], rows)
    return DONE


def _key(one: Any, code: str) -> Any:
    from villagebook.services.dossier import binder

    with one.read() as connection:
        return binder.key_of(connection, one.village_id, code)
