"""Boards of the village, what hangs where, and several notices in one PDF."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, PARTLY, YEAR, main_group, opened, show_json, show_rows
from villagebook.cli.paper import print_


@main_group.group("board")
def board() -> None:
    """公示栏：村里有哪几块，多大，哪份公示挂在哪里。"""


@board.command("panels")
@click.argument("book")
@click.option("--all", "retired", is_flag=True, help="停用的也列出。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def board_panels(book: str, retired: bool, on: dt.date | None, as_json: bool) -> int:
    """列出公示栏，各挂几份，还有几个空位。"""
    from villagebook.services import board_plan, boards

    day = on or today()
    with opened(book, read_only=True) as one:
        found = board_plan.wall(one, day)
        listed = boards.panels(one, day, retired=retired) or list(found.panels)
    index = {panel.name: i for i, panel in enumerate(found.panels)}
    rows: list[dict[str, Any]] = [
        {"name": panel.name, "place": panel.place, "width": panel.width, "height": panel.height,
         "headings": list(panel.headings), "retired_on": panel.retired_on, "assumed": panel.key is None,
         "hung": sum(h.panel == index.get(panel.name, -1) for h in found.hung) if panel.retired_on is None else 0,
         "free": len(found.free[index[panel.name]]) if panel.name in index else 0}
        for panel in listed
    ]  # fmt: skip
    if as_json:
        show_json(rows)
        return DONE
    show_rows(("名称", "位置", "宽×高（厘米）", "栏目", "挂着", "空位（A4）", "停用"), [
        (row["name"], row["place"], f"{row['width']}×{row['height']}", "、".join(row["headings"]), f"{row['hung']} 份",
         f"{row['free']} 个", str(row["retired_on"] or "")) for row in rows
    ])  # fmt: skip
    if found.assumed:
        click.echo("书里还没有登记公示栏，按 240×120 厘米、村里的张贴地点排。登记用 board add")
    return DONE


@board.command("plan")
@click.argument("book")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--waiting", is_flag=True, help="连待张贴的一起排。")
@click.option("--json", "as_json", is_flag=True)
def board_plan_(book: str, on: dt.date | None, waiting: bool, as_json: bool) -> int:
    """哪份公示挂在哪块公示栏的什么位置，哪些没有位置。"""
    from villagebook.services import board_plan

    with opened(book, read_only=True) as one:
        found = board_plan.wall(one, on or today(), waiting=waiting)
    rows: list[dict[str, Any]] = [
        {"board": found.boards[i].name, "place": at, "number": hung.number, "sheet": sheet, "title": hung.title,
         "paper": hung.paper, "left_cm": round(place.x, 1), "top_cm": round(found.boards[i].height - place.y, 1),
         "down": found.down(hung)}
        for i in range(len(found.boards)) for at, hung, sheet, place in found.sheets(i)
    ]  # fmt: skip
    if as_json:
        show_json({"sheets": rows, "no_room": [t.line for t in found.no_room],
                   "elsewhere": [t.line for t in found.elsewhere], "assumed": found.assumed})  # fmt: skip
        return DONE
    show_rows(("公示栏", "位", "编号", "标题", "纸", "距左", "顶高", "撤下"), [
        (row["board"], str(row["place"]), row["number"], row["title"], row["paper"], f"{row['left_cm']:.1f}",
         f"{row['top_cm']:.1f}", row["down"]) for row in rows
    ])  # fmt: skip
    for told in found.no_room:
        click.echo(f"没有位置：{told.line}")
    for told in found.elsewhere:
        click.echo(f"不在公示栏上：{told.line}")
    return DONE


@board.command("add")
@click.argument("book")
@click.argument("name")
@click.option("--place", default="", help="在哪里，如村部门口。")
@click.option("--size", default="240x120", help="宽x高，厘米。")
@click.option("--headings", default="", help="从左到右的栏目，如 项目、资金、名单、监督；没有栏目写 无。")
def board_add(book: str, name: str, place: str, size: str, headings: str) -> int:
    """登记一块公示栏。"""
    from villagebook.services import boards

    width, height = _size(size)
    texts = {"name": name, "place": place, "width": width, "height": height, "headings": headings}
    with opened(book) as one:
        changed, _ = boards.add(one, texts, actor=actor())
    click.echo(changed.heading)
    return DONE


@board.command("change")
@click.argument("book")
@click.argument("name")
@click.option("--name", "new_name", default=None, help="新名称。")
@click.option("--place", default=None)
@click.option("--size", default=None, help="宽x高，厘米。")
@click.option("--headings", default=None)
def board_change(book: str, name: str, new_name: str | None, size: str | None, **texts: str | None) -> int:
    """改一块公示栏。"""
    from villagebook.services import boards

    given: dict[str, str] = {key: text for key, text in {**texts, "name": new_name}.items() if text is not None}
    if size is not None:
        given["width"], given["height"] = _size(size)
    with opened(book) as one:
        changed = boards.change(one, boards.key_of(one, name), given, actor=actor())
    click.echo(changed.heading if changed.seq is not None else "没有改动")
    return DONE


@board.command("retire")
@click.argument("book")
@click.argument("name")
@click.option("--on", "on", type=DAY, default=None, help="从哪一天起不用了。")
def board_retire(book: str, name: str, on: dt.date | None) -> int:
    """停用一块公示栏。"""
    from villagebook.services import boards

    with opened(book) as one:
        click.echo(boards.retire(one, boards.key_of(one, name), on or today(), actor=actor()).heading)
    return DONE


@board.command("hang")
@click.argument("book")
@click.argument("number")
@click.option("--panel", default="", help="公示栏的名称；不写就按张贴地点自动排。")
@click.option("--on", "on", type=DAY, default=None, help="哪一天挪的。")
def board_hang(book: str, number: str, panel: str, on: dt.date | None) -> int:
    """定一份公示挂在哪块公示栏。"""
    from villagebook.services import boards

    with opened(book) as one:
        key = boards.key_of(one, panel) if panel else None
        changed = boards.hang_on(one, number, key, on or today(), actor=actor())
    click.echo(changed.heading if changed.seq is not None else f"{number} 本来就挂在那里")
    return DONE


@print_.command("board")
@click.argument("book")
@click.option("--panel", default=None, help="公示栏的名称；不写就是全部。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--sheets", is_flag=True, help="后面附上挂着的公示本身。")
@click.option("--waiting", is_flag=True, help="连待张贴的一起排。")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
def print_board(book: str, panel: str | None, on: dt.date | None, sheets: bool, waiting: bool, target: Path) -> int:
    """印公示栏布置图：按比例画，每份公示的位置、撤下日期。"""
    from villagebook.services import board_paper

    with opened(book, read_only=True) as one:
        made = board_paper.print_board(one, target, on=on or today(), panel=panel, sheets=sheets, waiting=waiting)
    click.echo(made.line)
    return DONE


@print_.command("notices")
@click.argument("book")
@click.argument("numbers", nargs=-1)
@click.option("--year", type=YEAR, default=None, help="这一年的。")
@click.option("--stage", default="", help="项目的这个阶段的，如 村级公示、竣工公告。")
@click.option("--project", default="", help="这个项目的，写项目编号。")
@click.option("--state", default="", help="这个状态的，如 公示中。")
@click.option("--contents", is_flag=True, help="前面加一页目录。")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def print_notices(
    book: str, numbers: tuple[str, ...], year: int | None, stage: str, project: str, state: str, contents: bool,
    target: Path, as_json: bool,
) -> int:  # fmt: skip
    """几份公示印在一个 PDF 里；张贴过的是当时定稿的原件，草稿标明草稿。"""
    from villagebook.services import notice_batch

    choice = notice_batch.Choice(numbers, year, stage, project, state)
    with opened(book, read_only=True) as one:
        made = notice_batch.print_notices(one, choice, target, today=today(), contents=contents)
    return _bundled(made, as_json)


def _bundled(made: Any, as_json: bool) -> int:
    if as_json:
        show_json({"notices": made.notices, "pages": made.pages, "left_out": list(made.left_out)})
    else:
        click.echo(made.line)
        for line in made.left_out:
            click.echo(f"印不出：{line}")
    return PARTLY if made.left_out else DONE


def _size(text: str) -> tuple[str, str]:
    """240x120 as (width, height); what is no such thing is refused further on, by the field."""
    width, _, height = text.lower().replace("×", "x").replace("*", "x").replace("厘米", "").partition("x")
    return width.strip(), height.strip()
