"""What all commands share: the group, dates on the command line, an open book, tables and JSON on the screen."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from villagebook import __version__
from villagebook.base.days import parse_day
from villagebook.base.errors import UserError
from villagebook.base.here import today
from villagebook.base.text import display_width

DONE, PARTLY, FAILED = 0, 1, 2


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date in any form the lists use; ``today`` is the computer's day."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the date or fail with one line."""
        if isinstance(value, dt.date):
            return value
        if value in ("today", "今天"):
            return today()
        try:
            return parse_day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


DAY = Day()


class Year(click.ParamType):  # type: ignore[type-arg]
    """A year of the calendar, as a book can have one."""

    name = "年份"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the year or fail with one line."""
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and len(text) == len("2025") and FIRST <= int(text) <= LAST):
            self.fail(f"年份“{text[:20]}”看不懂，应是 {FIRST} 到 {LAST} 的四位数", param, ctx)
        return int(text)


FIRST, LAST = 1900, 2199
YEAR = Year()


def text_of(path: Path) -> str:
    """The text of a file as lists come: any Chinese encoding.

    Raises:
        UserError: there is no such file, or it is no text.
    """
    from villagebook.importing.delimited import decode

    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        raise UserError("cli.file", f"打不开文件“{path.name[:60]}”", "请核对文件名") from None
    return decode(data, path.name)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="villagebook", message="村务一本清 %(version)s")
def main_group() -> None:
    """村务一本清：一个村的一本账。不写命令就打开窗口：villagebook [书]"""


def options(*given: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator, told by --help in this order."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(given):
            command = option(command)
        return command

    return add


@contextlib.contextmanager
def opened(book: str, *, read_only: bool = False) -> Iterator[Any]:
    """An open book, closed at the end whatever happens."""
    from villagebook.services import books

    with books.open_book(book, read_only=read_only) as opened_book:
        yield opened_book


def show_json(value: Any) -> None:
    """Print JSON for machines."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def show_rows(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool] = ()) -> None:
    """Print a table whose columns line up although Chinese characters are two wide."""
    widths = [max(map(display_width, column), default=0) for column in zip(headings, *rows, strict=True)]
    aligned = list(right) or [False] * len(widths)
    for row in (headings, *rows):
        cells = [
            " " * (width - display_width(cell)) + cell if at_right else cell + " " * (width - display_width(cell))
            for cell, width, at_right in zip(row, widths, aligned, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())
