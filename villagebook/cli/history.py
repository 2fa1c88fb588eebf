"""The journal: what was done, proof that nothing was changed behind it, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor
from villagebook.cli.group import DONE, PARTLY, main_group, opened, show_json, show_rows


@main_group.command("journal")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
@click.option("--verify", is_flag=True, help="核对留痕：有没有人绕过程序改过书。")
@click.option("--head", help="先前记下的链头（公示、备份上的 12 位也行）。")
def journal(book: str, as_json: bool, verify: bool, head: str | None) -> int:
    """看改动记录。"""
    from villagebook.services import history

    with opened(book, read_only=True) as one:
        if verify or head:
            return show_verified(history.verify(one, head), history.head(one), as_json)
        entries = history.entries(one)
        chain_head = history.head(one)
    if as_json:
        show_json(
            {
                "head": chain_head,
                "operations": [
                    {
                        "seq": e.seq,
                        "at": e.at.isoformat(),
                        "actor": e.actor,
                        "verb": e.verb,
                        "title": e.heading,
                        "undo": str(e.undo),
                        "undone_by": e.undone_by,
                    }
                    for e in entries
                ],
            }
        )
    else:
        show_rows(
            ("序号", "时间", "操作人", "做了什么", "撤销"),
            [
                (
                    str(e.seq),
                    f"{e.at.astimezone():%Y-%m-%d %H:%M}",
                    e.actor,
                    e.heading,
                    f"已由第 {e.undone_by} 号撤销" if e.undone_by else "",
                )
                for e in entries
            ],
            [True, False, False, False, False],
        )
    return DONE


def show_verified(found: Sequence[Any], chain_head: str, as_json: bool) -> int:
    """Say what proving a book found; return the exit status."""
    if as_json:
        show_json(
            {
                "head": chain_head,
                "findings": [
                    {"id": f.id, "subject": f.subject, "field": f.field, "message": f.message, "record": f.record}
                    for f in found
                ],
            }
        )
    else:
        for finding in found:
            click.echo(f"{finding.subject} {finding.field}：{finding.message}")
        click.echo(f"链头 {chain_head[:12]}：" + (f"发现 {len(found)} 处被改动" if found else "留痕完整，书和留痕一致"))
    return PARTLY if found else DONE


@main_group.command("undo")
@click.argument("book")
@click.argument("seq", type=int)
@click.option("--dry-run", is_flag=True, help="只看能不能撤销。")
def undo(book: str, seq: int, dry_run: bool) -> int:
    """撤销一次操作；已经撤销的，重新做一遍。"""
    from villagebook.services import history

    with opened(book) as one:
        entry = next((known for known in history.entries(one) if known.seq == seq), None)
        result = history.undo(one, seq, actor=actor(), dry_run=dry_run)
    for conflict in result.conflicts:
        click.echo(f"不能撤销：{conflict.message}")
    if result.conflicts:
        first, more = result.conflicts[0], len(result.conflicts) - 1
        rest = f"，另有 {more} 处" if more else ""
        raise UserError(
            "undo.conflict", f"第 {seq} 号操作不能撤销：{first.message}{rest}", "请先撤销后来的改动，或逐处改回"
        )
    again = entry is not None and entry.undone_by is not None
    click.echo(f"可以{'重做' if again else '撤销'}" if dry_run else f"已{'重做' if again else '撤销'}第 {seq} 号操作")
    return DONE
