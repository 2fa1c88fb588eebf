"""The command line: the same services as the window, Chinese output, ``--json`` for machines.

Exit status: 0 done; 1 done, but rows were refused, entries were not posted, or checks found errors; 2 wrong use or a
known error, one clear line on stderr and nothing changed. A traceback is always a bug.

To add a command: one function with ``@main_group.command`` in the module of its noun; it calls services and prints, and
knows no SQL. A new module is imported below.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from villagebook.base.errors import VillagebookError
from villagebook.cli import (
    assets,
    audit,
    balances,
    bank,
    benefits,
    boards,
    books,
    cases,
    checking,
    committees,
    compare,
    distributions,
    dossier,
    doubts,
    funds,
    helped,
    history,
    importing,
    lists,
    meetings,
    notice_changes,
    notice_duties,
    notice_kinds,
    notice_life,
    notice_wall,
    notices,
    objections,
    paper,
    people,
    projects,
    registry,
    rosters,
    scan,
    social_help,
    works,
)
from villagebook.cli.group import DONE, FAILED, main_group

#: Modules whose import adds their commands to the group.
COMMANDS = (
    books, registry, importing, checking, lists, compare, doubts, people, cases, helped, projects, funds, rosters,
    benefits, balances, bank, distributions, meetings, committees, social_help, works, assets, notices, notice_kinds,
    notice_changes, notice_duties, notice_life, notice_wall, objections, paper, boards, dossier, history, audit, scan,
)  # fmt: skip


def _in_words(error: click.UsageError) -> str:
    """What was wrong with the words, in Chinese; the library's own sentences are English."""
    if isinstance(error, click.NoSuchOption):
        return f"没有这个选项 {error.option_name}"
    if isinstance(error, click.BadParameter):
        option = isinstance(error.param, click.Option)
        name = "选项" if error.param is None else error.param.opts[0] if option else error.param.human_readable_name
        if isinstance(error, click.MissingParameter):
            return f"缺少 {name}"
        kind = getattr(error.param, "type", None)
        reason = "应是整数" if isinstance(kind, click.types.IntParamType) else _chinese(error.message)
        if isinstance(kind, click.IntRange):
            reason = f"应是 {kind.min} 到 {kind.max} 的整数" if kind.max is not None else f"应是 {kind.min} 以上的整数"
        return f"{name} 不对：{reason}" if option or error.param is None else reason
    return _chinese(error.message)


def _chinese(message: str) -> str:
    """The library's message if it is one of ours, else a plain Chinese word for it."""
    quoted = re.findall(r"'([^']*)'", message)
    if message.startswith("No such command"):
        return f"没有这个命令 {quoted[0] if quoted else ''}".rstrip()
    if message.startswith("Got unexpected extra argument"):
        return f"多写了 {message.partition('(')[2].rstrip(')')}"
    if message.endswith("does not exist."):
        return f"没有这个文件 {quoted[0] if quoted else ''}".rstrip()
    if message.endswith("requires an argument."):
        return "选项后面要写一个值"
    if " is not one of " in message:
        given, *known = quoted
        return f"没有“{given[:40]}”。可以是：{'、'.join(known)}"
    return message if any("\u4e00" <= char <= "\u9fff" for char in message) else "写法不对"


def _one_line(text: str) -> str:
    """The text without the line breaks and control characters of what was typed."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


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
            inner = group.commands[words[2]]
            if isinstance(inner, click.Group) and len(words) >= 4 and words[3] in inner.commands:
                return [head, words[2], words[3], words[1], *words[4:]]
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
        click.echo(_one_line(str(error)), err=True)
        status = FAILED
    except click.UsageError as error:
        click.echo(f"{_one_line(_in_words(error))}。用 villagebook --help 看用法", err=True)
        status = FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("已取消", err=True)
        status = FAILED
    sys.exit(status if isinstance(status, int) else DONE)
