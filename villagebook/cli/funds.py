"""Posting and reversing entries, their papers, closing months and years."""

from __future__ import annotations

import datetime as dt

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan
from villagebook.cli.group import DAY, DONE, PARTLY, YEAR, main_group, opened, show_json, show_rows


@main_group.group("funds")
def funds() -> None:
    """资金：入账，冲销，附件，结账。"""


@funds.command("post")
@click.argument("book")
@click.option("--all", "everything", is_flag=True, help="所有草稿。")
@click.option("--voucher", "vouchers", multiple=True, help="凭证号，可以写几次。")
@click.option("--why", default="", help="带着提示入账的原因。")
@click.option("--number", is_flag=True, help="没有凭证号的接着编。")
@click.option("--renumber", is_flag=True, help="会断号、重号的草稿重新编号（导入的照纸上的号，不改）。")
@click.option("--json", "as_json", is_flag=True)
def funds_post(
    book: str, everything: bool, vouchers: tuple[str, ...], why: str, number: bool, renumber: bool, as_json: bool
) -> int:
    """草稿入账。"""
    from villagebook.services import money

    if everything == bool(vouchers):
        raise UserError("funds.which", "没有说入哪几笔", "请用 --all，或用 --voucher 写凭证号")
    with opened(book) as one:
        report = money.post(
            one, None if everything else vouchers, actor=actor(), today=today(), why=why, number=number or renumber,
            renumber=renumber,
        )  # fmt: skip
    if as_json:
        show_json(
            {
                "posted": report.posted,
                "refused": [{"voucher": v, "reason": r} for v, r in report.refused],
                "over": [{"voucher": v, "finding": f} for v, f in report.warned],
                "moved": [{"old": old, "new": new} for old, new in report.moved],
            }
        )
    else:
        click.echo(f"入账 {len(report.posted)} 笔")
        for old, new in report.moved:
            click.echo(f"重新编号：{old} 改为 {new}")
        for voucher, reason in report.refused:
            click.echo(f"没有入账：{voucher} {reason}")
    return PARTLY if report.refused else DONE


@funds.command("reverse")
@click.argument("book")
@click.option("--voucher", required=True)
@click.option("--on", "on", type=DAY, required=True)
@click.option("--year", type=YEAR, help="凭证号几年都有时，写明是哪一年的。")
@click.option("--why", default="", help="原因；冲了以后会对不上账的，必须写。")
def funds_reverse(book: str, voucher: str, on: dt.date, year: int | None, why: str) -> int:
    """冲销一笔已入账的。"""
    from villagebook.services import money

    with opened(book) as one:
        click.echo(money.reverse(one, voucher, on, actor=actor(), why=why, year=year).heading)
    return DONE


PERIOD = (
    click.option("--year", type=YEAR, required=True),
    click.option("--month", type=click.IntRange(1, 12), help="几月；不写就是整年。"),
)


@funds.command("close")
@click.argument("book")
@PERIOD[0]
@PERIOD[1]
def funds_close(book: str, year: int, month: int | None) -> int:
    """结账：一个月，或整年（没结的月份一起结）。"""
    from villagebook.services import closings

    with opened(book) as one:
        click.echo(closings.close(one, year, month, actor=actor(), today=today()).heading)
        row = next(p for p in closings.periods(one, year, today()) if p.month == month)
        click.echo(f"{row.entries} 笔，链头 {row.closing['head'] if row.closing else ''}")
    return DONE


@funds.command("reopen")
@click.argument("book")
@PERIOD[0]
@PERIOD[1]
@click.option("--why", required=True, help="反结账的原因。")
def funds_reopen(book: str, year: int, month: int | None, why: str) -> int:
    """反结账：从最后结账的开始。"""
    from villagebook.services import closings

    with opened(book) as one:
        click.echo(closings.reopen(one, year, month, why=why, actor=actor(), today=today()).heading)
    return DONE


@funds.command("periods")
@click.argument("book")
@click.option("--year", type=YEAR, help="哪一年；不写就是有流水的最后一年。")
@click.option("--json", "as_json", is_flag=True)
def funds_periods(book: str, year: int | None, as_json: bool) -> int:
    """各月：几笔、等着入账的、收支、结账没有、链头。"""
    from villagebook.services import closings

    with opened(book, read_only=True) as one:
        known = closings.years(one)
        found = closings.periods(one, year or (known[0] if known else today().year), today())
    if as_json:
        show_json([
            {
                "year": p.year, "month": p.month, "entries": p.entries, "drafts": p.drafts, "kinds": dict(p.kinds),
                "state": p.state, "head": p.closing["head"] if p.closing else None, "why_not": p.why_not,
            }
            for p in found
        ])  # fmt: skip
        return DONE
    headings = ("月份", "已入账", "草稿", "到账（元）", "支出（元）", "状态", "链头")
    rows = [
        (
            p.name, f"{p.entries}", f"{len(p.drafts)}", format_yuan(p.kinds.get("到账", 0)),
            format_yuan(p.kinds.get("支出", 0)), p.state, p.closing["head"] if p.closing else "",
        )
        for p in found
    ]  # fmt: skip
    show_rows(headings, rows, right=(False, True, True, True, True, False, False))
    return DONE


@funds.command("attach")
@click.argument("book")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--voucher", required=True)
@click.option("--year", type=YEAR, help="凭证号几年都有时，写明是哪一年的。")
def funds_attach(book: str, files: tuple[str, ...], voucher: str, year: int | None) -> int:
    """给一笔放入附件（照片、扫描件）；已入账的也可以补。"""
    from pathlib import Path

    from villagebook.services import entry_papers

    given = [entry_papers.Given(Path(file).name, Path(file).read_bytes()) for file in files]
    with opened(book) as one:
        key = entry_papers.entry_of(one, voucher, year)
        click.echo(entry_papers.attach(one, key, given, actor=actor()).heading)
        sheets = sum(paper.sheets for paper in entry_papers.papers(one, key))
        click.echo(f"共放入 {sheets} 张")
    return DONE
