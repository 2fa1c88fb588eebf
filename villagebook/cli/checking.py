"""Faults found, the rules that find them, and findings known to be true."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from villagebook.base.days import iso
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, PARTLY, main_group, opened, show_json, show_rows


@main_group.command("check")
@click.argument("book", required=False)
@click.option("--json", "as_json", is_flag=True)
@click.option("-o", "target", type=click.Path(path_type=Path), help="写成 xlsx。")
@click.option("--rules", is_flag=True, help="列出所有核查规则。")
@click.option("--acknowledged", is_flag=True, help="列出情况属实、不再提示的。")
@click.option("--on", "on", type=DAY, default=None)
def check(
    book: str | None, as_json: bool, target: Path | None, rules: bool, acknowledged: bool, on: dt.date | None
) -> int:
    """核对数据。"""
    from villagebook.base.findings import Severity
    from villagebook.services import checking

    if rules:
        return _rules(as_json)
    if book is None:
        raise click.UsageError("请写上书的文件夹，或加 --rules 只看规则")
    if acknowledged:
        return _acknowledged(book, on or today(), as_json)
    with opened(book, read_only=True) as one:
        report = checking.run(one, on or today())
        if target is not None:
            checking.export(report, target, one.clock.now())
    if as_json:
        show_json(report.as_json())
    else:
        for finding in report.findings:
            click.echo(f"{finding.severity.label}：{finding.subject} {finding.field}：{finding.message}")
        for line in report.unchecked:
            click.echo(line)
        quiet = f"；情况属实、不再提示的 {len(report.acknowledged)} 个" if report.acknowledged else ""
        click.echo(f"共 {len(report.findings)} 个提示，其中错误 {report.count(Severity.ERROR)} 个{quiet}")
    return PARTLY if report.count(Severity.ERROR) else DONE


def _rules(as_json: bool) -> int:
    from villagebook.services import checking

    if as_json:
        show_json(checking.rules_as_json())
    else:
        show_rows(("编号", "轻重", "规则", "依据"), checking.rules())
    return DONE


def _acknowledged(book: str, on: dt.date, as_json: bool) -> int:
    from villagebook.services import checking

    with opened(book, read_only=True) as one:
        found = checking.acknowledgements(one, on)
    if as_json:
        show_json({"acknowledged": [word.as_json() for word in found]})
        return DONE
    headings = ("核实日期", "编号", "栏目", "核查", "理由", "核实人", "有效至", "状态")
    show_rows(headings, [
        (iso(w.on), w.subject, w.field, w.title, w.reason, w.who, iso(w.until) if w.until else "", w.state)
        for w in found
    ])  # fmt: skip
    click.echo(f"共 {len(found)} 条情况属实")
    return DONE


@main_group.command("acknowledge")
@click.argument("book")
@click.argument("check_id", metavar="CHECK")
@click.argument("subject")
@click.argument("field")
@click.option("--why", help="属实的理由。")
@click.option("--who", default="", help="核实人；不写就是操作人。")
@click.option("--until", type=DAY, default=None, help="到哪一天为止不再提示；不写就一直有效。")
@click.option("--withdraw", is_flag=True, help="撤回，重新提示。")
def acknowledge(
    book: str, check_id: str, subject: str, field: str, why: str | None, who: str, until: dt.date | None, withdraw: bool
) -> int:
    """一个提示情况属实，不再提示；写核查项、编号、栏目。"""
    from villagebook.services import acknowledge as words
    from villagebook.services import checking

    with opened(book) as one:
        if withdraw:
            said = words.standing(one, check_id, subject, field)
            changed = words.withdraw(one, said.key, actor=actor())
        else:
            finding = words.find(checking.run(one, today(), check=check_id).findings, check_id, subject, field)
            changed = words.acknowledge(one, finding, why or "", who=who, until=until, actor=actor(), today=today())
    click.echo(changed.heading)
    return DONE
