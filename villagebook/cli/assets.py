"""Assets that projects left: listed, formed, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json, show_rows
from villagebook.cli.works import SET, at_right, day, fen_of, texts_of, yuan

ON = click.option("--on", "on", type=DAY, default=None, help="日期；不写就是今天。")
WHO = click.option("--who", default="", help="经办人。")
NOTE = click.option("--note", default="", help="说明。")
MEETING = click.option("--meeting", default="", help="决定的会议：编号或开会日期。")
APPROVAL = click.option("--approval", default="", help="批准文件。")


@main_group.group("asset")
def asset() -> None:
    """资产：从项目登记，确权、移交、盘点、出租、维修、处置，逐年收益。"""


@asset.command("list")
@click.argument("book")
@click.option("--project", default="", help="只看这个项目编号的。")
@click.option("--on", "on", type=DAY, default=None, help="看这一天的；不写就是今天。")
@click.option("--json", "as_json", is_flag=True)
def asset_list(book: str, project: str, on: dt.date | None, as_json: bool) -> int:
    """列出资产，按那一天的状态。"""
    from villagebook.services import tables

    with opened(book, read_only=True) as one:
        filters: dict[str, object] = {"project": project} if project else {}
        found = tables.listed(one, "assets", tables.scope(one, on or today(), filters=filters)).rows
    if as_json:
        show_json([{name: value for name, value in row.items() if not name.startswith("_")} for row in found])
        return DONE
    show_rows(
        ("编号", "名称", "类别", "原值", "所有权人", "管护责任人", "移交", "状态", "当年收到"),
        [(row["code"] or "", row["name"] or "", row["kind"] or "", yuan(row["original_fen"]), row["owner"] or "",
          row["keeper"] or "", day(row["handed_on"]), row["state"] or "",
          yuan(row["year_income_fen"]) if row["year_income_fen"] else "") for row in found],
        at_right(9, 3, 8),
    )  # fmt: skip
    return DONE


@asset.command("show")
@click.argument("book")
@click.argument("code")
@click.option("--on", "on", type=DAY, default=None, help="看这一天的；不写就是今天。")
@click.option("--json", "as_json", is_flag=True)
def asset_show(book: str, code: str, on: dt.date | None, as_json: bool) -> int:
    """看一项资产：栏目、变动、逐年收益。"""
    from villagebook.services import assets

    with opened(book, read_only=True) as one:
        view = assets.view(one, assets.key_of(one, code), on or today())
    if as_json:
        show_json(_plain(view))
        return DONE
    click.echo(f"{view.name}　{'　'.join(view.chips)}　{view.line}")
    for _, fields in view.sections:
        for field in fields:
            if field.text and field.name not in ("name", "code", "kind", "state"):
                click.echo(f"{field.label}：{field.text}")
    if view.missing:
        click.echo(f"还差：{'、'.join(view.missing)}")
    show_rows(("日期", "变动", "状态", "金额", "经办", "决定", "说明"), [
        (day(event.on), event.kind, event.state, yuan(event.amount_fen), event.who,
         "　".join(part for part in (event.meeting, event.approval) if part), event.note) for event in view.events],
        at_right(7, 3))  # fmt: skip
    show_rows(("年度", "应收", "收到"), [
        (str(one.year), yuan(one.due_fen), yuan(one.received_fen)) for one in view.income], at_right(3, 1, 2))
    return DONE


@asset.command("form")
@click.argument("book")
@click.argument("project")
@click.option("--each-household", is_flag=True, help="花名册上一户一项。")
@SET
@click.option("--json", "as_json", is_flag=True)
def asset_form(book: str, project: str, each_household: bool, fields: tuple[str, ...], as_json: bool) -> int:
    """从项目登记资产：名称、类别、资金、规模、坐落都照项目填好。"""
    from villagebook.services import assets, projects

    texts = texts_of("asset", fields)
    with opened(book) as one:
        changed, keys = assets.form(
            one, projects.key_of(one, project), texts, each_household=each_household, actor=actor())
        views = [assets.view(one, key, today()) for key in keys]
    if as_json:
        show_json([_plain(view) for view in views])
    else:
        click.echo(f"{changed.heading}　编号 {views[0].code}{f' 至 {views[-1].code}' if len(views) > 1 else ''}")
    return DONE


@asset.command("add")
@click.argument("book")
@click.option("--name", required=True, help="资产名称。")
@click.option("--kind", required=True, help="经营性资产、公益性资产、到户类资产。")
@SET
def asset_add(book: str, name: str, kind: str, fields: tuple[str, ...]) -> int:
    """登记一项资产，来源项目不在书里的。"""
    from villagebook.services import assets

    texts = texts_of("asset", fields, name=name, kind=kind)
    with opened(book) as one:
        changed, key = assets.add(one, texts, actor=actor())
        click.echo(f"{changed.heading}　编号 {assets.view(one, key, today()).code}")
    return DONE


@asset.command("set")
@click.argument("book")
@click.argument("code")
@SET
def asset_set(book: str, code: str, fields: tuple[str, ...]) -> int:
    """改资产的栏目。"""
    from villagebook.services import assets

    texts = texts_of("asset", fields)
    with opened(book) as one:
        click.echo(assets.correct(one, assets.key_of(one, code), texts, actor=actor()).heading)
    return DONE


@asset.command("confirm")
@click.argument("book")
@click.argument("code")
@click.option("--owner", default="", help="所有权人；不写就是台账上的。")
@click.option("--level", default="", help="确权层级：县、乡镇、村、户。")
@ON
@APPROVAL
@WHO
def asset_confirm(book: str, code: str, owner: str, level: str, on: dt.date | None, approval: str, who: str) -> int:
    """确权。"""
    return _done(book, code, "confirm", on or today(), owner=owner, level=level, approval=approval, who=who)


@asset.command("hand-over")
@click.argument("book")
@click.argument("code")
@click.option("--by", required=True, help="移交单位。")
@click.option("--to", required=True, help="接收单位。")
@click.option("--keeper", default="", help="管护责任人。")
@ON
@WHO
@NOTE
def asset_hand_over(
    book: str, code: str, by: str, to: str, keeper: str, on: dt.date | None, who: str, note: str
) -> int:
    """移交，写明双方。"""
    return _done(book, code, "hand_over", on or today(), by, to, keeper=keeper, who=who, note=note)


@asset.command("count")
@click.argument("book")
@click.argument("code")
@click.option("--state", default="在用", help="在用、闲置、损毁。")
@click.option("--net", default="", help="净值，元。")
@ON
@WHO
@NOTE
def asset_count(book: str, code: str, state: str, net: str, on: dt.date | None, who: str, note: str) -> int:
    """盘点。"""
    fen = fen_of(net) if net else None
    return _done(book, code, "count", on or today(), state=state, net_fen=fen, who=who, note=note)


@asset.command("let")
@click.argument("book")
@click.argument("code")
@click.option("--to", "operator", required=True, help="经营主体。")
@click.option("--from", "from_on", type=DAY, required=True, help="合同开始。")
@click.option("--through", "through_on", type=DAY, required=True, help="合同结束。")
@click.option("--income", required=True, help="一年多少元。")
@click.option("--way", default="租赁", help="租赁、承包、入股、自营、其他。")
@click.option("--sharing", default="", help="收益分配方式。")
@ON
@MEETING
@APPROVAL
@NOTE
def asset_let(
    book: str, code: str, operator: str, from_on: dt.date, through_on: dt.date, income: str, way: str, sharing: str,
    on: dt.date | None, meeting: str, approval: str, note: str,
) -> int:  # fmt: skip
    """出租、承包、入股。"""
    return _done(
        book, code, "let", on or today(), operator, from_on=from_on, through_on=through_on, income_fen=fen_of(income),
        way=way, sharing=sharing, meeting=meeting, approval=approval, note=note)  # fmt: skip


@asset.command("take-back")
@click.argument("book")
@click.argument("code")
@click.option("--used", is_flag=True, help="收回后村里自己用；不写就是闲置。")
@ON
@NOTE
def asset_take_back(book: str, code: str, used: bool, on: dt.date | None, note: str) -> int:
    """收回或闲置。"""
    return _done(book, code, "take_back", on or today(), idle=not used, note=note)


@asset.command("repair")
@click.argument("book")
@click.argument("code")
@click.option("--amount", default="", help="花了多少元。")
@click.option("--state", default="在用", help="修后的状态：在用、闲置、损毁。")
@ON
@WHO
@NOTE
def asset_repair(book: str, code: str, amount: str, state: str, on: dt.date | None, who: str, note: str) -> int:
    """维修。"""
    fen = fen_of(amount) if amount else None
    return _done(book, code, "repair", on or today(), amount_fen=fen, state=state, who=who, note=note)


@asset.command("earn")
@click.argument("book")
@click.argument("code")
@click.option("--amount", required=True, help="收到多少元。")
@click.option("--payer", default="", help="付款单位。")
@click.option("--memo", default="", help="摘要。")
@ON
def asset_earn(book: str, code: str, amount: str, payer: str, memo: str, on: dt.date | None) -> int:
    """记资产收益，一笔草稿。"""
    from villagebook.services import assets, works_money

    with opened(book) as one:
        key = assets.key_of(one, code)
        changed = works_money.earn(
            one, key, on or today(), fen_of(amount), payer=payer, memo=memo, actor=actor())
        click.echo(changed.heading)
    return DONE


@asset.command("dispose")
@click.argument("book")
@click.argument("code")
@click.option("--how", required=True, help="出售、报废、转让、置换、其他。")
@click.option("--income", default="", help="处置收入，元。")
@ON
@APPROVAL
@MEETING
@NOTE
def asset_dispose(
    book: str, code: str, how: str, income: str, on: dt.date | None, approval: str, meeting: str, note: str
) -> int:
    """处置，要有批准文件或民主议定的会议。"""
    fen = fen_of(income) if income else None
    return _done(
        book, code, "dispose", on or today(), how, approval=approval, meeting=meeting, income_fen=fen, note=note)


@asset.command("remove")
@click.argument("book")
@click.argument("code")
def asset_remove(book: str, code: str) -> int:
    """删一项登记错的资产。"""
    from villagebook.services import assets

    with opened(book) as one:
        click.echo(assets.remove(one, assets.key_of(one, code), actor=actor()).heading)
    return DONE


def _done(book: str, code: str, verb: str, on: dt.date, *args: Any, **more: Any) -> int:
    """Do one event verb to the asset with a code and say what was done."""
    from villagebook.services import asset_events, assets

    with opened(book) as one:
        if "meeting" in more:
            more["meeting"] = asset_events.meeting_of(one, more["meeting"])
        key = assets.key_of(one, code)
        click.echo(getattr(asset_events, verb)(one, key, on, *args, **more, actor=actor(), today=today()).heading)
    return DONE


def _plain(view: Any) -> dict[str, Any]:
    events = [
        {"kind": one.kind, "on": one.on, "who": one.who, "state": one.state, "amount_fen": one.amount_fen,
         "meeting": one.meeting, "approval": one.approval, "note": one.note} for one in view.events
    ]  # fmt: skip
    income = [{"year": one.year, "due_fen": one.due_fen, "received_fen": one.received_fen} for one in view.income]
    values = {field.name: field.value for _, fields in view.sections for field in fields}
    return {**values, "state": view.state, "missing": list(view.missing), "events": events, "income": income}
