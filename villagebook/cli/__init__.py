"""The command line: the same services as the window, Chinese output, ``--json`` for machines.

Exit status: 0 done; 1 done, but rows were refused, entries were not posted, or checks found errors; 2 wrong use or a
known error, one clear line on stderr and nothing changed. A traceback is always a bug.

To add a command: one function with ``@main_group.command`` in the module of its noun; it calls services and prints, and
knows no SQL. A new module is imported below.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from villagebook.base.errors import VillagebookError
from villagebook.cli import books, funds, history, lists, notices, paper
from villagebook.cli.group import DONE, FAILED, main_group

#: Modules whose import adds their commands to the group.
COMMANDS = (books, lists, funds, notices, paper, history)

_WRONG_USE: Mapping[type[click.UsageError], str] = {
    click.NoSuchOption: "没有这个选项 {error.option_name}",
    click.MissingParameter: "缺少 {error.param.human_readable_name}",
    click.BadParameter: "{error.param.human_readable_name} 不对：{error.message}",
}


def _in_words(error: click.UsageError) -> str:
    for kind, words in _WRONG_USE.items():
        if isinstance(error, kind) and getattr(error, "param", error) is not None:
            return words.format(error=error)
    return f"用法不对：{error.message}"


def _reordered(words: list[str]) -> list[str]:
    """Let the window open for ``villagebook [BOOK]``, and let the book stand before the verb."""
    if not words:
        return ["window"]
    head = words[0]
    if head.startswith("-") or head in main_group.commands:
        group = main_group.commands.get(head)
        if (
            isinstance(group, click.Group)
            and len(words) >= 3
            and words[2] in group.commands
            and words[1] not in group.commands
        ):
            return [head, words[2], words[1], *words[3:]]
        return words
    if len(words) == 1 and (Path(head).exists() or head.endswith(".vbook") or "://" in head):
        return ["window", head]
    return words


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; exits with the status the module's docstring names."""
    words = _reordered(list(sys.argv[1:] if arguments is None else arguments))
    try:
        status = main_group.main(args=words, prog_name="villagebook", standalone_mode=False)
    except VillagebookError as error:
        click.echo(str(error), err=True)
        status = FAILED
    except click.UsageError as error:
        click.echo(f"{_in_words(error)}。用 villagebook --help 看用法", err=True)
        status = FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("已取消", err=True)
        status = FAILED
    sys.exit(status if isinstance(status, int) else DONE)
