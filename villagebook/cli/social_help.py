"""Help from outside (社会帮扶): one matter one record, its money, the answer to the giver, the periodic report."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan, parse_yuan
from villagebook.cli.group import DAY, DONE, YEAR, main_group, opened, show_json, show_rows

#: Option -> (field, help).
_OPTIONS = {
    "kind": ("kind", "类别，如捐助资金。"), "giver": ("giver", "帮扶单位（人）。"), "content": ("content", "内容。"),
    "amount": ("amount_fen", "帮扶资金，元。"), "goods": ("goods", "帮扶物资。"),
    "goods-value": ("goods_fen", "物资折价，元。"), "target": ("target", "受益对象。"),
    "household": ("household_code", "户编号。"), "project": ("project_code", "项目编号。"),
    "used": ("used", "使用情况。"), "used-amount": ("used_fen", "已使用金额，元；有关联资金的按资金算。"),
    "feedback": ("feedback", "怎样反馈捐赠方。"), "feedback-on": ("feedback_on", "反馈日期。"),
    "receipt": ("receipt", "收据号。"), "handler": ("handler", "经办人。"),
    "number": ("code", "记录编号；不写取下一号。"),
    "note": ("note", "备注。"),
}  # fmt: skip


def _typed(function: Any) -> Any:
    """Give a command one option per field of a matter; those not given are None."""
    for name, (column, help) in reversed(_OPTIONS.items()):
        function = click.option(f"--{name}", column, default=None, help=help)(function)
    return function


@main_group.group("social-help")
def group() -> None:
    """社会帮扶：一事一记录，资金、使用、反馈，定期汇总上报。"""


@group.command("list")
@click.argument("book")
@click.option("--year", type=YEAR, default=None)
@click.option("--kind", default="", help="只看这一类。")
@click.option("--waiting", default="", help="只看还差这一样的：用完、反馈、上报。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
def help_list(book: str, year: int | None, kind: str, waiting: str, on: dt.date | None, as_json: bool) -> int:
    """列出社会帮扶，新的在前。"""
    from villagebook.services import social_help_views

    with opened(book, read_only=True) as one:
        found = social_help_views.matters(one, on or today(), year=year, kind=kind, waiting=waiting)
    if as_json:
        show_json([_plain(view) for view in found])
        return DONE
    show_rows(
        ("编号", "日期", "类别", "帮扶单位（人）", "资金", "物资", "结余", "状态"),
        [(view.code, str(view.row["date"] or ""), view.row["kind"] or "", view.row["giver"] or "",
          _yuan(view.row["amount_fen"]), view.row["goods"] or "", _yuan(view.left_fen),
          view.state + ("（过期）" if view.late else "")) for view in found],
        [False] * 4 + [True, False, True, False],
    )  # fmt: skip
    return DONE


@group.command("show")
@click.argument("book")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def help_show(book: str, code: str, as_json: bool) -> int:
    """看一件：资金、使用、反馈、上报。"""
    from villagebook.services import social_help, social_help_views

    with opened(book, read_only=True) as one:
        view = social_help_views.view(one, social_help.key_of(one, code), today())
    if as_json:
        show_json(_plain(view))
        return DONE
    row = view.row
    click.echo("　".join(str(part) for part in (view.code, row["date"], row["kind"], row["giver"], view.state) if part))
    for label, text in (("内容", row["content"]), ("物资", row["goods"]), ("受益对象", row["target"]),
                        ("项目", view.project), ("户", view.household), ("使用情况", row["used"]),
                        ("反馈", row["feedback"]), ("上报日期", row["reported_on"])):  # fmt: skip
        if text:
            click.echo(f"{label}：{text}")
    if row["amount_fen"]:
        left = _yuan(view.left_fen)
        click.echo(f"资金 {_yuan(row['amount_fen'])} 元，到账 {_yuan(view.received_fen)}，已用 {_yuan(view.used_fen)}"
                   + (f"，结余 {left}" if left else ""))  # fmt: skip
    show_rows(("日期", "凭证号", "类型", "金额", "摘要"), [
        (str(e.date or ""), e.voucher, e.kind, _yuan(e.amount_fen), e.memo) for e in view.entries
    ], [False, False, False, True, False])  # fmt: skip
    return DONE


@group.command("add")
@click.argument("book")
@click.option("--on", "on", type=DAY, required=True, help="日期。")
@click.option("--json", "as_json", is_flag=True)
@_typed
def help_add(book: str, on: dt.date, as_json: bool, **texts: str | None) -> int:
    """记一件社会帮扶。"""
    from villagebook.services import social_help, social_help_views

    with opened(book) as one:
        given = {name: text for name, text in texts.items() if text is not None}
        changed, key = social_help.record(one, {**given, "date": on.isoformat()}, actor=actor(), today=today())
        view = social_help_views.view(one, key, today())
    return _said(view, changed.heading, as_json)


@group.command("set")
@click.argument("book")
@click.argument("which", metavar="CODE")
@click.option("--on", "on", type=DAY, default=None, help="日期。")
@click.option("--json", "as_json", is_flag=True)
@_typed
def help_set(book: str, which: str, on: dt.date | None, as_json: bool, **texts: str | None) -> int:
    """改一件的栏目：使用情况、反馈等；写空的就是清掉。"""
    from villagebook.services import social_help, social_help_views

    with opened(book) as one:
        given = {name: text for name, text in texts.items() if text is not None}
        if on is not None:
            given["date"] = on.isoformat()
        key = social_help.key_of(one, which)
        changed = social_help.correct(one, key, given, actor=actor(), today=today())
        view = social_help_views.view(one, key, today())
    return _said(view, changed.heading, as_json)


@group.command("money")
@click.argument("book")
@click.argument("code")
@click.option("--kind", type=click.Choice(["到账", "支出"]), required=True)
@click.option("--amount", required=True, help="元。")
@click.option("--on", "on", type=DAY, required=True)
@click.option("--payee", default="", help="收款单位（人）。")
@click.option("--json", "as_json", is_flag=True)
def help_money(book: str, code: str, kind: str, amount: str, on: dt.date, payee: str, as_json: bool) -> int:
    """记这件帮扶的一笔资金草稿：到账，或支出。入账用 funds post。"""
    from villagebook.services import social_help, social_help_views

    try:
        fen = parse_yuan(amount)
    except ValueError as error:
        raise UserError("cli.amount", str(error), "金额写元，如 1200.50") from None
    with opened(book) as one:
        key = social_help.key_of(one, code)
        changed, _ = social_help.enter_money(one, key, kind, on=on, amount_fen=fen, payee=payee, actor=actor())
        view = social_help_views.view(one, key, today())
    return _said(view, changed.heading, as_json)


@group.command("summary")
@click.argument("book")
@click.option("--from", "from_on", type=DAY, default=None, help="从哪一天；不写是今年一月一日。")
@click.option("--through", "through", type=DAY, default=None, help="到哪一天；不写是今天。")
@click.option("--again", is_flag=True, help="上报过的也算进来。")
@click.option("--reported", "reported", type=DAY, default=None, help="再看这一天上报的那一份。")
@click.option("--json", "as_json", is_flag=True)
def help_summary(
    book: str, from_on: dt.date | None, through: dt.date | None, again: bool, reported: dt.date | None, as_json: bool
) -> int:
    """一段时间的汇总：按类别的件数、资金、物资；上报过的不重复算。"""
    from villagebook.services import social_help_views

    with opened(book, read_only=True) as one:
        first = from_on or dt.date(today().year, 1, 1)
        found = social_help_views.summary(one, first, through or today(), again=again, reported_on=reported)
        past = social_help_views.reports(one)
    if as_json:
        show_json(_plain_summary(found, past))
        return DONE
    left_out = f"　上报过的 {found.left_out} 件没有算" if found.left_out else ""
    click.echo(f"{found.from_on} 至 {found.through}{left_out}")
    show_rows(("类别", "件数", "资金", "物资件数", "物资折价", "已使用"), [
        (line.kind, str(line.count), _yuan(line.amount_fen), str(line.goods), _yuan(line.goods_fen),
         _yuan(line.used_fen)) for line in (*found.lines, found.total)
    ], [False] + [True] * 5)  # fmt: skip
    for report in past:
        click.echo(f"{report.on} 上报过 {report.count} 件")
    return DONE


@group.command("report")
@click.argument("book")
@click.option("--from", "from_on", type=DAY, required=True)
@click.option("--through", "through", type=DAY, required=True)
@click.option("--on", "on", type=DAY, default=None, help="上报日期；不写是今天。")
@click.option("--again", is_flag=True, help="上报过的也再报一次。")
def help_report(book: str, from_on: dt.date, through: dt.date, on: dt.date | None, again: bool) -> int:
    """把一段时间的社会帮扶记为已上报；报过的不再报。"""
    from villagebook.services import social_help

    with opened(book) as one:
        changed, _ = social_help.report(
            one, from_on, through, on or today(), again=again, actor=actor(), today=today())
        click.echo(changed.heading)
    return DONE


@group.command("remove")
@click.argument("book")
@click.argument("code")
def help_remove(book: str, code: str) -> int:
    """删一件记错的；上报过的、有资金的不能删。"""
    from villagebook.services import social_help

    with opened(book) as one:
        click.echo(social_help.remove(one, social_help.key_of(one, code), actor=actor()).heading)
    return DONE


def _said(view: Any, heading: str, as_json: bool) -> int:
    if as_json:
        show_json(_plain(view))
    else:
        click.echo(f"{heading}　{view.state}")
    return DONE


def _plain(view: Any) -> dict[str, Any]:
    names = ("date", "kind", "giver", "content", "amount_fen", "goods", "goods_fen", "target", "used", "feedback",
             "feedback_on", "receipt", "reported_on", "handler", "note")  # fmt: skip
    return {
        "code": view.code, **{name: view.row[name] for name in names}, "project": view.project,
        "household": view.household, "received_fen": view.received_fen, "used_fen": view.used_fen,
        "left_fen": view.left_fen, "waits": view.waits, "late": view.late,
        "entries": [{"date": e.date, "voucher": e.voucher, "kind": e.kind, "amount_fen": e.amount_fen}
                    for e in view.entries],
    }  # fmt: skip


def _plain_summary(found: Any, past: Any) -> dict[str, Any]:
    def plain(line: Any) -> dict[str, Any]:
        return {"kind": line.kind, "count": line.count, "amount_fen": line.amount_fen, "goods": line.goods,
                "goods_fen": line.goods_fen, "used_fen": line.used_fen}  # fmt: skip

    return {
        "from": found.from_on, "through": found.through, "left_out": found.left_out,
        "lines": [plain(line) for line in found.lines], "total": plain(found.total),
        "matters": [one.code for one in found.matters],
        "reports": [{"on": one.on, "count": one.count, "amount_fen": one.amount_fen} for one in past],
    }  # fmt: skip


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)
