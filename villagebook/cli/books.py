"""Making, backing up, restoring and examining a book; opening the window on it, or drawing a page of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, PARTLY, main_group, opened, show_json


@main_group.command("window", hidden=True)
@click.argument("book", required=False)
def window(book: str | None) -> int:
    """打开窗口。"""
    from villagebook.ui.app import run

    return run(book)


@main_group.command("demo")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--documents", type=click.Path(path_type=Path), help="把每一种公示、手册、台账也印到这个文件夹。")
@click.option("--on", "on", type=DAY, default=None, help="样本书的“今天”。")
def demo(folder: Path, documents: Path | None, on: dt.date | None) -> int:
    """做一本样本书：一个虚构的村。"""
    from villagebook.services import demo as demo_service

    made = demo_service.make(folder, today=on or today(), documents=documents)
    click.echo(f"样本书在 {made.book}")
    for line in made.lines:
        click.echo(line)
    return DONE


@main_group.command("new")
@click.argument("book")
@click.option("--village", required=True, help="村名。")
@click.option("--code", required=True, help="12 位行政区划代码。")
@click.option("--township")
@click.option("--county")
@click.option("--city")
@click.option("--province")
def new(
    book: str, village: str, code: str, township: str | None, county: str | None, city: str | None, province: str | None
) -> int:
    """建一本新书。"""
    from villagebook.services import books

    with books.create(
        book, name=village, code=code, actor=actor(), township=township, county=county, city=city, province=province
    ):
        click.echo(f"已建好 {village} 的书：{book}")
    return DONE


@main_group.command("backup")
@click.argument("book")
@click.option("-o", "target", type=click.Path(path_type=Path))
def backup(book: str, target: Path | None) -> int:
    """备份，并试着打开核对。"""
    from villagebook.services import books

    with opened(book) as one:
        report = books.back_up(one, target)
    click.echo(f"已备份并核对：{report.path}")
    return DONE


@main_group.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("book", type=click.Path(path_type=Path))
def restore(file: Path, book: Path) -> int:
    """从备份恢复；现有的书改名留着。"""
    from villagebook.services import books

    report = books.restore(file, book)
    click.echo(f"已恢复到 {book}" + (f"；原来的书在 {report.kept_aside}" if report.kept_aside else ""))
    return DONE


@main_group.command("doctor")
@click.argument("book", required=False)
@click.option("--json", "as_json", is_flag=True)
def doctor(book: str | None, as_json: bool) -> int:
    """体检：版本、字体、空间、书的完整、留痕、文件。"""
    from villagebook.services import doctor as doctor_service

    report = doctor_service.examine(book)
    if as_json:
        show_json([{"name": i.name, "ok": i.ok, "text": i.text} for i in report])
    else:
        for item in report:
            click.echo(f"{'好' if item.ok else '坏'}　{item.name}：{item.text}")
    return DONE if all(item.ok for item in report) else PARTLY


@main_group.command("screenshot")
@click.argument("book")
@click.argument("page")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
@click.option("--size", default="1366x768")
@click.option("--theme", default="light")
@click.option("--text-size", type=float, default=1.0)
def screenshot(book: str, page: str, target: Path, size: str, theme: str, text_size: float) -> int:
    """把窗口的一页画成图片，不用屏幕。"""
    from villagebook.ui.screenshot import draw

    draw(book, page, target, size=size, theme=theme, text_size=text_size, today=today())
    click.echo(f"已画好 {target}")
    return DONE
