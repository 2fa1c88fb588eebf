"""What all commands share: the group, dates on the command line, an open book, tables and JSON on the screen."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from villagebook import __version__
from villagebook.base.days import parse_day
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="villagebook", message="村务一本清 %(version)s")
def main_group() -> None:
    """村务一本清：一个村的一本账。不写命令就打开窗口：villagebook [书]"""


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
