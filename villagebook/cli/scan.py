"""Looking at finished files before they leave the office."""

from __future__ import annotations

from pathlib import Path

import click

from villagebook.base.errors import UserError
from villagebook.base.here import today
from villagebook.cli.group import DONE, PARTLY, main_group, opened, show_json


@main_group.command("scan")
@click.argument("book")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--released", is_flag=True, help="列出查出了东西、写明原因放行的文件。")
@click.option("--clean", "folder", type=click.Path(path_type=Path), help="照片去掉位置和时间，另存到这个文件夹。")
@click.option("--json", "as_json", is_flag=True)
def scan(book: str, files: tuple[Path, ...], released: bool, folder: Path | None, as_json: bool) -> int:
    """出门前检查：成品文件（PDF、表格、文档、照片、网页、压缩包）里有没有不该公开的。"""
    from villagebook.services import release

    if released == bool(files):
        raise UserError("scan.which", "没有说查哪些文件", "请写文件名，或用 --released 看放行过的")
    with opened(book, read_only=True) as one:
        if released:
            return _show_released(release.released(one), as_json)
        looked = release.look_at(one, files, on=today())
    if as_json:
        show_json({"files": [each.as_json() for each in looked]})
    else:
        for each in looked:
            for line in release.told(each):
                click.echo(line)
    for each in looked if folder is not None else ():
        if each.picture and folder is not None:
            kept = release.clean_photo(each.path, folder)
            click.echo(f"已另存 {kept}，只有画面，没有位置和时间", err=as_json)
    return DONE if all(each.clean for each in looked) else PARTLY


def _show_released(found: object, as_json: bool) -> int:
    assert isinstance(found, tuple)
    if as_json:
        show_json([
            {"name": one.name, "sha256": one.sha256, "hits": list(one.hits), "why": one.why, "who": one.who,
             "on": one.on.isoformat()} for one in found
        ])  # fmt: skip
        return DONE
    for one in found:
        click.echo(f"{one.on} {one.who}放行“{one.name}”：{one.why}")
        for hit in one.hits:
            click.echo(f"  {hit}")
    if not found:
        click.echo("没有放行过查出东西的文件")
    return DONE
