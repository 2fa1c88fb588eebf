"""What money stands at, by project, source, year or village, with 拨付率, 支出率 and 报账率."""

from __future__ import annotations

import datetime as dt

import click

from villagebook.base.here import today
from villagebook.base.money import format_yuan
from villagebook.cli.funds import funds
from villagebook.cli.group import DAY, DONE, YEAR, opened, show_json, show_rows

_SHOWN = (
    ("granted_fen", "指标下达"), ("received_fen", "到账"), ("spent_fen", "支出"), ("reimbursed_fen", "报账"),
    ("returned_fen", "收回"), ("balance_fen", "结余"),
)  # fmt: skip
_HEADS = {"project": "项目", "source": "资金来源", "year": "项目年度", "village": "全村"}


@funds.command("balances")
@click.argument("book")
@click.option("--by", type=click.Choice(["project", "source", "year", "village"]), default="source",
              help="按项目、来源、年度还是全村合计。")
@click.option("--year", type=YEAR, default=None, help="只看这一年的项目。")
@click.option("--on", "on", type=DAY, default=None, help="截至这一天。")
@click.option("--json", "as_json", is_flag=True)
def funds_balances(book: str, by: str, year: int | None, on: dt.date | None, as_json: bool) -> int:
    """结余和拨付率、支出率、报账率（草稿也算）。"""
    from villagebook.services import balances

    with opened(book, read_only=True) as one:
        found = balances.standings(one, on or today(), by, year=year, through=on)
    if as_json:
        show_json({
            "by": by, "rows": [row.as_json() for row in found.rows], "total": found.total.as_json(),
            "reimbursed_target": f"{found.target:f}",
            "ratios": [{"id": one.id, "title": one.title, "words": one.words, "source": one.source}
                       for one in balances.definitions()],
        })  # fmt: skip
        return DONE
    shares = balances.definitions()
    heads = (_HEADS[by], *(title for _, title in _SHOWN), *(ratio.title for ratio in shares))
    rows = [
        (" ".join(part for part in (row.of, row.name) if part) or "合计",
         *(format_yuan(row.sums[id]) for id, _ in _SHOWN),
         *(balances.percent(row.ratios[ratio.id]) for ratio in shares))
        for row in (*found.rows, found.total)
    ]  # fmt: skip
    show_rows(heads, rows, [False] + [True] * (len(heads) - 1))
    said = "；".join(f"{ratio.title}＝{ratio.words}" for ratio in shares)
    click.echo(f"{said}。报账率目标 {balances.percent(found.target)}")
    return DONE
