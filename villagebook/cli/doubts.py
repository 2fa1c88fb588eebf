"""疑点清单: taken in, listed, answered, handed back."""

from __future__ import annotations

from pathlib import Path

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.cli.group import DONE, PARTLY, main_group, opened, show_json, show_rows


@main_group.group("doubts")
def doubts() -> None:
    """疑点清单：收进来，看，答复，交回去。"""


@doubts.command("import")
@click.argument("book")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def import_(book: str, file: Path, as_json: bool) -> int:
    """收一份疑点清单。"""
    from villagebook.services import doubts as service

    with opened(book) as one:
        taken = service.import_list(one, file, actor=actor())
    if as_json:
        counts = {"lines": taken.lines, "found": taken.found, "carried": taken.carried}
        show_json({**counts, "operation": taken.changed.seq})
    else:
        click.echo(f"收了 {taken.lines} 条疑点，对上 {taken.found} 条，{taken.carried} 条以前答复过")
    return DONE if taken.found == taken.lines else PARTLY


@doubts.command("list")
@click.argument("book")
@click.option("--waiting", "only_waiting", is_flag=True, help="只看待核实的。")
@click.option("--json", "as_json", is_flag=True)
def list_(book: str, only_waiting: bool, as_json: bool) -> int:
    """看疑点；号就是答复时要写的号。"""
    from villagebook.services import doubts as service

    with opened(book, read_only=True) as one:
        found = [line for line in service.lines(one) if line.waits or not only_waiting]
        views = service.lists(one)
    if as_json:
        show_json([
            {
                "number": line.number, "file": line.file, "sheet": line.sheet, "row": line.row, "rule": line.rule,
                "problem": line.problem, "who": line.who, "code": line.code, "found": line.found,
                "state": line.state, "answer": line.answer, "answered_on": line.answered_on,
                "answered_by": line.answered_by, "waits": line.waits,
            }
            for line in found
        ])  # fmt: skip
        return DONE
    rows = [(str(i.number), i.state, i.who, i.code, i.rule, i.problem[:40], i.answer[:30]) for i in found]
    show_rows(("号", "状态", "谁", "编号", "类型", "内容", "答复"), rows)
    for view in views:
        click.echo(f"{view.name}：{view.lines} 条，已答复 {view.answered} 条")
    return DONE


@doubts.command("answer")
@click.argument("book")
@click.argument("numbers", nargs=-1, required=True, type=int)
@click.option("--state", required=True, help="已更正、情况属实、不是本村、已答复；待核实 是收回答复。")
@click.option("--text", default="", help="答复的话；不写就用书里查到的，或现成的话。")
def answer(book: str, numbers: tuple[int, ...], state: str, text: str) -> int:
    """答复一条或几条。"""
    from villagebook.services import doubts as service

    with opened(book) as one:
        chosen = [line.id for line in service.by_numbers(one, numbers)]
        click.echo(service.answer(one, chosen, state, text, actor=actor(), today=today()).heading)
    return DONE


@doubts.command("return")
@click.argument("book")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path), help="写到哪里，xlsx。")
@click.option("--list", "wanted", help="哪一份，文件名；不写是最新的一份。")
def return_(book: str, target: Path, wanted: str | None) -> int:
    """把清单填好答复交回去：还是原来那张表。"""
    from villagebook.services import doubts as service

    with opened(book, read_only=True) as one:
        views = service.lists(one)
        view = next((view for view in views if wanted in (None, view.name)), None)
        if view is None:
            raise UserError("doubts.no_list", "书里没有这份疑点清单", "先用 doubts import 收进来")
        done = service.hand_back(one, view.id, target)
    kept = "" if done.kept_formats else "；原表的格式没能保留，内容都在"
    click.echo(f"已写好 {target}：{view.lines} 条里填了 {done.lines} 条{kept}")
    return DONE if view.answered == view.lines else PARTLY
