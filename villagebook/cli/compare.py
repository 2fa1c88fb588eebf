"""Two or three lists compared, or a list with the book."""

from __future__ import annotations

from pathlib import Path

import click

from villagebook.base.here import today
from villagebook.cli.group import DONE, main_group, opened, show_json


@main_group.command("compare")
@click.argument("files", nargs=-1, required=True, metavar="[书] 表 [表]…")
@click.option("-o", "target", type=click.Path(path_type=Path), help="写成 xlsx：变动、换户、新增、减少各一张。")
@click.option("--json", "as_json", is_flag=True)
def compare(files: tuple[str, ...], target: Path | None, as_json: bool) -> int:
    """比对：两三张表相比，或一张表同书相比。"""
    from villagebook.services import comparing
    from villagebook.services.comparing import paper

    book, paths = _split(files)
    if book:
        with opened(book, read_only=True) as one:
            result = comparing.compare(paths, one, on=today())
    else:
        result = comparing.compare(paths, on=today())
    if target is not None:
        paper.export(result, target)
    if as_json:
        show_json(comparing.as_json(result))
        return DONE
    for line in result.differences:
        words = " | ".join(text or "（空）" for text in line.texts)
        parts = (comparing.KIND_WORDS[line.kind], line.code, line.who, f"{line.what}：{words}", line.note)
        click.echo("  ".join(part for part in parts if part))
    for file, sheet, row, why in result.left_out:
        click.echo(f"没有比：{file} {sheet} 第 {row} 行 {why}")
    counts = "，".join(f"{comparing.KIND_WORDS[kind]} {n}" for kind, n in result.counts.items() if n)
    click.echo(f"相同 {result.same}" + (f"，{counts}" if counts else "，没有不同"))
    return DONE


def _split(files: tuple[str, ...]) -> tuple[str, list[Path]]:
    """Return the book, if the first word names one, and the lists."""
    first = files[0]
    is_book = first.endswith(".vbook") or "://" in first or Path(first).is_dir()
    return (first, [Path(name) for name in files[1:]]) if is_book else ("", [Path(name) for name in files])
