"""Printing notices, handbooks, the sheet of one household, papers of projects and their volumes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from villagebook.base.errors import UserError
from villagebook.base.here import today
from villagebook.cli.group import DAY, DONE, main_group, opened


@main_group.group("print")
def print_() -> None:
    """印：公示、手册、农户情况一页通、项目材料、项目档案一本清。"""


@print_.command("notice")
@click.argument("book")
@click.argument("number")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
@click.option("--paper", help="a4、a3、a2、a1；横放写 a4l 或 a4横；auto 按内容选。不写印张贴时的原件。")
@click.option("--tile", help="把大张拆印在 a4 或 a3 上再拼起来，前面有拼贴图；不写纸张就按 a1。")
@click.option("--plain-words", is_flag=True, help="大白话：大字、短句，贴在公示旁边。")
def print_notice(
    book: str, number: str, target: Path, paper: str | None, tile: str | None, plain_words: bool
) -> int:  # fmt: skip
    """印一份公示；已张贴的印当时定稿的那一份。"""
    from villagebook.services import paper as paper_service

    with opened(book, read_only=True) as one:
        report = paper_service.print_notice(
            one, number, target, today=today(), paper=paper, tile=tile, plain_words=plain_words
        )
    click.echo(report.line)
    return DONE


@print_.command("handbook")
@click.argument("book")
@click.option("--household", "households", multiple=True, help="户编号，可以写几次。")
@click.option("--all", "everything", is_flag=True, help="所有在册户。")
@click.option("--blank", is_flag=True, help="空白手册，手写用。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
def print_handbook(
    book: str, households: tuple[str, ...], everything: bool, blank: bool, on: dt.date | None, target: Path
) -> int:
    """印帮扶手册。"""
    from villagebook.services import paper as paper_service

    if not blank and everything == bool(households):
        raise UserError("print.which", "没有说印哪几户", "请用 --all，或用 --household 写户编号")
    with opened(book, read_only=True) as one:
        report = paper_service.print_handbooks(
            one, None if everything or blank else households, target, today=on or today(), blank=blank
        )
    click.echo(report.line)
    for line in report.missing:
        click.echo(f"缺字：{line}")
    return DONE


@print_.command("timeline")
@click.argument("book")
@click.option("--household", "households", multiple=True, required=True, help="户编号，可以写几次。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
def print_timeline(book: str, households: tuple[str, ...], on: dt.date | None, target: Path) -> int:
    """印农户情况一页通：每户一页 A4，入户时带着。"""
    from villagebook.services import household_sheet

    with opened(book, read_only=True) as one:
        report = household_sheet.print_timelines(one, households, target, today=on or today())
    click.echo(report.line)
    for line in report.missing:
        click.echo(f"缺字：{line}")
    return DONE

@print_.command("paper")
@click.argument("book")
@click.argument("paper")
@click.option("--project", help="项目编号；印这个项目的。")
@click.option("--key", "number", help="会议、协议、分配、资产等的编号。")
@click.option("--blank", is_flag=True, help="空白表，手写用。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
def print_paper(
    book: str, paper: str, project: str | None, number: str | None, blank: bool, on: dt.date | None, target: Path
) -> int:
    """印项目材料：申报书、会议记录、花名册、验收报告等。"""
    from villagebook.services.papers import printing

    with opened(book, read_only=True) as one:
        report = printing.print_paper(
            one, paper, target, on=on or today(), project=project, number=number, blank=blank)
    click.echo(report.line)
    for line in report.missing:
        click.echo(f"缺字：{line}")
    return DONE


@print_.command("dossier")
@click.argument("book")
@click.argument("project")
@click.option("--spine", is_flag=True, help="只印卷脊标签。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
def print_dossier(book: str, project: str, spine: bool, on: dt.date | None, target: Path) -> int:
    """印项目档案一本清：封面、卷内目录、全部材料、缺件页、备考表。"""
    from villagebook.services.dossier import volume

    with opened(book, read_only=True) as one:
        if spine:
            report = volume.print_spine(one, [project], target, on=on or today())
        else:
            report = volume.print_dossier(one, project, target, on=on or today())
    click.echo(report.line)
    for line in report.missing:
        click.echo(f"缺字：{line}")
    return DONE
