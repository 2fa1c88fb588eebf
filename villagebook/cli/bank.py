"""Bank statements: take one in, see what is matched and what is not, match by hand, reconcile the balances."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan
from villagebook.cli.group import DAY, DONE, PARTLY, main_group, opened, show_json, show_rows


@main_group.group("bank")
def bank() -> None:
    """银行对账：导入对账单，勾对，余额调节表。"""


@bank.command("import")
@click.argument("book")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def bank_import(book: str, file: Path, as_json: bool) -> int:
    """导入一份银行对账单（xlsx、xls、csv），并自动勾对。"""
    from villagebook.services import bank as service

    with opened(book) as one:
        taken = service.import_statement(one, file, actor=actor(), today=today())
    if as_json:
        show_json({"statement": str(taken.statement), "lines": taken.lines, "known": taken.known,
                   "matched": taken.matched, "waiting": taken.waiting, "problems": taken.problems})  # fmt: skip
    else:
        known = f"，另有 {taken.known} 行早已在书里" if taken.known else ""
        click.echo(f"收进 {taken.lines} 行{known}；自动对上 {taken.matched} 行，{taken.waiting} 行待核对")
        for problem in taken.problems:
            click.echo(f"请核对：{problem}")
    return PARTLY if taken.problems else DONE


@bank.command("list")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
def bank_list(book: str, as_json: bool) -> int:
    """有哪些对账单。"""
    from villagebook.services import bank as service

    with opened(book, read_only=True) as one:
        found = service.account(one)
    if as_json:
        show_json([{
            "file": s.file_name, "bank": s.bank, "from": s.from_on, "through": s.through_on,
            "opening_fen": s.opening_fen, "closing_fen": s.closing_fen, "lines": s.lines, "open": s.open_lines,
            "gap_fen": s.gap_fen, "broken_fen": s.broken_fen, "reconciled_on": s.reconciled_on,
        } for s in found.statements])  # fmt: skip
        return DONE
    rows = [
        (s.file_name, str(s.from_on), str(s.through_on), _yuan(s.opening_fen), _yuan(s.closing_fen), str(s.lines),
         str(s.open_lines), str(s.reconciled_on or ""))
        for s in found.statements
    ]  # fmt: skip
    show_rows(("对账单", "自", "至", "期初余额", "期末余额", "行", "未对上", "对账日期"), rows,
              (False, False, False, True, True, True, True, False))  # fmt: skip
    return DONE


@bank.command("show")
@click.argument("book")
@click.option("--on", "on", type=DAY, default=None, help="到哪一天；不写是对账单的最后一天。")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=None, help="把三张单子和调节表存成 xlsx。")
@click.option("--json", "as_json", is_flag=True)
def bank_show(book: str, on: dt.date | None, out: Path | None, as_json: bool) -> int:
    """对上的、银行有账上没有的、账上有银行没有的，和余额调节表。"""
    from villagebook.services import bank as service

    with opened(book, read_only=True) as one:
        found = service.account(one, on)
        table = service.reconciliation(one, on)
        if out is not None:
            service.export(one, out, on)
    if as_json:
        show_json(_as_json(found, table))
        return DONE
    lines = [(str(n), str(line.date), _signed(line.amount_fen), line.shown, line.said, line.reference,
              "、".join(found.entries[key].voucher for key in line.possible))
             for n, line in enumerate(found.only_there, 1)]  # fmt: skip
    click.echo(f"对上 {sum(len(pair.lines) for pair in found.matched)} 行")
    click.echo(f"银行有、账上没有 {len(lines)} 行")
    show_rows(("号", "日期", "金额", "对方", "摘要", "流水号", "可能是"), lines,
              (True, False, True, False, False, False, False))  # fmt: skip
    entries = [(entry.voucher, str(entry.date or ""), _signed(entry.amount_fen), entry.payee, entry.memo)
               for entry in found.only_here]  # fmt: skip
    click.echo(f"账上有、银行没有 {len(entries)} 笔")
    show_rows(("凭证号", "日期", "金额", "收款单位", "摘要"), entries, (False, False, True, False, False))
    click.echo(f"{table.on} 银行余额 {_yuan(table.bank_fen)}，调节后 {format_yuan(table.bank_adjusted_fen)}；"
               f"账面余额 {format_yuan(table.book_fen)}，调节后 {format_yuan(table.book_adjusted_fen)}")  # fmt: skip
    click.echo(table.words)
    return DONE


def _as_json(found: Any, table: Any) -> dict[str, Any]:
    def line(one: Any) -> dict[str, Any]:
        return {"key": str(one.key), "file": one.file_name, "row": one.row, "date": one.date,
                "amount_fen": one.amount_fen, "counterpart": one.shown, "memo": one.said, "reference": one.reference,
                "possible": [found.entries[key].voucher for key in one.possible]}  # fmt: skip

    def entry(one: Any) -> dict[str, Any]:
        return {"key": str(one.key), "voucher": one.voucher, "date": one.date, "kind": one.kind,
                "amount_fen": one.amount_fen, "posted": one.is_posted}  # fmt: skip

    def items(some: Any) -> list[dict[str, Any]]:
        return [{"date": i.on, "number": i.number, "amount_fen": i.amount_fen} for i in some]

    return {
        "on": found.on,
        "matched": [{"lines": [line(x) for x in pair.lines], "entries": [entry(x) for x in pair.entries],
                     "how": pair.how, "waits": pair.waits, "other_name": pair.other_name} for pair in found.matched],
        "only_there": [line(one) for one in found.only_there],
        "only_here": [entry(one) for one in found.only_here],
        "set_off": [entry(one) for one in found.set_off],
        "reconciliation": {
            "bank_fen": table.bank_fen, "book_fen": table.book_fen, "bank_adjusted_fen": table.bank_adjusted_fen,
            "book_adjusted_fen": table.book_adjusted_fen, "difference_fen": table.difference_fen,
            "agrees": table.agrees, "words": table.words, "here_in": items(table.here_in),
            "here_out": items(table.here_out), "there_in": items(table.there_in), "there_out": items(table.there_out),
        },
    }  # fmt: skip


@bank.command("match")
@click.argument("book")
@click.option("--all", "everything", is_flag=True, help="能断定的全部自动勾对。")
@click.option("--line", "lines", multiple=True, type=int, help="“银行有、账上没有”里的号，可以写几次。")
@click.option("--voucher", "vouchers", multiple=True, help="凭证号，可以写几次。")
def bank_match(book: str, everything: bool, lines: tuple[int, ...], vouchers: tuple[str, ...]) -> int:
    """勾对：自动，或用 --line 和 --voucher 指明。"""
    from villagebook.services import bank as service

    if everything == bool(lines or vouchers):
        raise UserError("bank.which", "没有说勾对哪几行", "请用 --all，或用 --line 和 --voucher")
    with opened(book) as one:
        if everything:
            changed, count = service.match_all(one, actor=actor(), today=today())
            click.echo(f"对上 {count} 行")
            return DONE
        found = service.account(one)
        entries = [entry.key for voucher in vouchers for entry in _entry(found, voucher)]
        changed = service.match_by_hand(one, [_line(found, n) for n in lines], entries, actor=actor())
    click.echo(changed.heading)
    return DONE


@bank.command("unmatch")
@click.argument("book")
@click.option("--voucher", required=True, help="凭证号。")
def bank_unmatch(book: str, voucher: str) -> int:
    """取消一笔的勾对。"""
    from villagebook.services import bank as service

    with opened(book) as one:
        found = service.account(one)
        lines = [pair.lines[0].key for pair in found.matched if any(e.voucher == voucher for e in pair.entries)]
        if not lines:
            raise UserError("bank.not_matched", f"{voucher}没有对上过", "请核对凭证号")
        click.echo(service.unmatch(one, lines[-1], actor=actor()).heading)
    return DONE


@bank.command("write")
@click.argument("book")
@click.option("--line", "line", type=int, required=True, help="“银行有、账上没有”里的号。")
@click.option("--kind", default=None, help="类型；不写按收支。")
@click.option("--project", default=None, help="项目编号。")
@click.option("--source", default=None, help="资金来源。")
@click.option("--memo", default=None, help="摘要。")
def bank_write(
    book: str, line: int, kind: str | None, project: str | None, source: str | None, memo: str | None
) -> int:
    """按一行银行流水记一笔草稿，并与它勾对。"""
    from villagebook.services import bank as service

    values = {"kind": kind, "project_code": project, "source": source, "memo": memo}
    with opened(book) as one:
        changed, _ = service.write_entry(one, _line(service.account(one), line), values, actor=actor())
    click.echo(changed.heading)
    return DONE


@bank.command("reconcile")
@click.argument("book")
@click.argument("file_name")
def bank_reconcile(book: str, file_name: str) -> int:
    """签一份对账单：调节后余额相符。"""
    from villagebook.services import bank as service

    with opened(book) as one:
        click.echo(service.reconcile(one, _statement(one, file_name), actor=actor(), today=today()).heading)
    return DONE


@bank.command("remove")
@click.argument("book")
@click.argument("file_name")
def bank_remove(book: str, file_name: str) -> int:
    """删去一份对账单（分录不动，可以撤销）。"""
    from villagebook.services import bank as service

    with opened(book) as one:
        click.echo(service.remove(one, _statement(one, file_name), actor=actor()).heading)
    return DONE


def _statement(book: Any, file_name: str) -> uuid.UUID:
    from villagebook.services import bank as service

    found = [one.key for one in service.account(book).statements if one.file_name == file_name]
    if not found:
        raise UserError("bank.no_statement", f"没有叫“{file_name}”的对账单", "请用 bank list 看有哪些")
    return found[-1]


def _line(found: Any, number: int) -> uuid.UUID:
    if not 1 <= number <= len(found.only_there):
        raise UserError("bank.no_line", f"“银行有、账上没有”里没有第 {number} 号", "请用 bank show 看")
    key: uuid.UUID = found.only_there[number - 1].key
    return key


def _entry(found: Any, voucher: str) -> list[Any]:
    entries = [entry for entry in found.entries.values() if entry.voucher == voucher and entry.is_posted]
    if not entries:
        raise UserError("bank.no_voucher", f"没有已入账、动了钱的{voucher}", "请核对凭证号")
    return entries[-1:]


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


def _signed(fen: int) -> str:
    return format_yuan(fen, sign=True)
