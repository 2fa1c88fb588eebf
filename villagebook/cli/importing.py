"""Lists in: looked at, decided about, taken; what was taken in before, and ruined numbers put right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.base.resident_ids import mask
from villagebook.cli.group import DONE, PARTLY, main_group, opened, show_json, show_rows

if TYPE_CHECKING:  # most starts of the program import nothing
    from villagebook.services.lists import RuinedId

_SHOWN_MISSING = 20
_HOW = {"content": "按内容认出", "remembered": "按上次的对应", "chosen": "您指定的"}


@main_group.command("import")
@click.argument("book")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--kind", default="auto", help="表的种类；不写就自己认。")
@click.option("--dry-run", is_flag=True, help="只看结果，不写入。")
@click.option("--report", type=click.Path(path_type=Path), help="把您的表连同没收、要核对的原因写成 xlsx。")
@click.option("--map", "maps", multiple=True, metavar="标题=栏目", help="这一栏是什么；“标题=”是不收进书里。会记住。")
@click.option("--keep", multiple=True, metavar="栏目", help="这一栏保留书里的，不改。")
@click.option("--fill", multiple=True, metavar="栏目", help="这一栏只填书里空白的。")
@click.option("--take", multiple=True, metavar="栏目", help="这一栏照表里的更新，表旧也更新。")
@click.option("--row", "rows", multiple=True, metavar="表:行=…", help="这一行怎么办：更新、保留、填空、不收。")
@click.option("--who", multiple=True, metavar="表:行=编号|新", help="说不清的行是谁；新来的写“新”。")
@click.option(
    "--accept-ids",
    multiple=True,
    metavar="all|表:行=号码",
    help="补上丢尾号码：all 补只有一个可能的；或逐个写，也可写 第1个。",
)
@click.option("--json", "as_json", is_flag=True)
def import_(
    book: str,
    files: tuple[Path, ...],
    kind: str,
    dry_run: bool,
    report: Path | None,
    maps: tuple[str, ...],
    keep: tuple[str, ...],
    fill: tuple[str, ...],
    take: tuple[str, ...],
    rows: tuple[str, ...],
    who: tuple[str, ...],
    accept_ids: tuple[str, ...],
    as_json: bool,
) -> int:
    """把表收进书里。"""
    from villagebook.services import lists
    from villagebook.services.lists import spoken
    from villagebook.services.lists.feedback import as_plain, check_target, write_refused

    if report is not None:
        check_target(report)
    with opened(book) as one:
        prepared = lists.prepare(one, files, kind=kind, actor=actor(), today=today())
        decisions = lists.Decisions()
        if maps or keep or fill or take:
            decisions = spoken.columns(prepared, maps).also(spoken.fields(prepared, keep, fill, take))
        if who or rows or accept_ids:
            first = prepared.report(decisions)
            decisions = decisions.also(spoken.who(first, who)).also(spoken.rows(first, rows))
            decisions = decisions.also(spoken.ids(first, accept_ids))
        result = prepared.report(decisions) if dry_run else prepared.commit(decisions)
    if report is not None:
        write_refused(result, prepared.workbooks, report)
    if as_json:
        show_json(as_plain(result))
    else:
        _say(result, dry_run)
    return PARTLY if result.count("refused") else DONE


def _say(result: Any, dry_run: bool) -> None:
    from villagebook.services import lists

    counts = "，".join(f"{lists.OUTCOME_WORDS[k]} {n} 行" for k, n in result.counts.items())
    click.echo(("试算（没有写入）：" if dry_run else "") + counts)
    for sheet in result.sheets:
        if sheet.returned:
            click.echo(f"{sheet.file} {sheet.sheet}：是交回去改过的表，只收改过的行")
        for column in sheet.columns:
            if column.how in _HOW:
                field = column.field or "不收进书里"
                click.echo(f"{sheet.sheet} “{column.heading}” → {field}（{column.why or _HOW[column.how]}）")
    for one in result.unknown_sheets:
        click.echo(f"没收：{one.file} {one.sheet}：{one.reason}")
    for row in result.rows:
        if row.outcome == "refused":
            click.echo(f"没收：{row.sheet} 第 {row.row} 行 {row.code} {row.name}：{row.reason}")
    for question in result.asked:
        for number, candidate in enumerate(question.candidates, 1):
            known = candidate.code or f"第{number}个"
            click.echo(f"  {question.sheet}:{question.row}={known}  {question.name} {candidate.words}")
    for finding in result.findings:
        click.echo(f"{finding.severity.label}：{finding.subject} {finding.field}：{finding.message}")
    for ruined in result.ruined:
        for number, proposal in enumerate(ruined.proposals, 1):
            place = f"{ruined.sheet} 第 {ruined.row} 行{ruined.heading}"
            accept = f"--accept-ids {ruined.sheet}:{ruined.row}=第{number}个" + ("" if number > 1 else " 或 all")
            click.echo(f"建议：{place}是 {mask(proposal.number)}（{proposal.whence}），用 {accept} 采用")
    _say_kept(result)
    if result.missing:
        click.echo(f"表里没有、书里有的 {len(result.missing)} 个（没有删除）：")
        for gone in result.missing[:_SHOWN_MISSING]:
            click.echo(f"  {gone.code} {gone.name}")


def _say_kept(result: Any) -> None:
    """Say once for each reason how many cells of the lists were not taken."""
    whys: dict[str, int] = {}
    for row in result.rows:
        for change in row.kept:
            whys[change.why] = whys.get(change.why, 0) + 1
    for why, count in whys.items():
        click.echo(f"没有改动 {count} 格：{why}")


@main_group.command("imports")
@click.argument("book")
@click.argument("what", required=False, type=click.Choice(["original"]))
@click.argument("number", required=False, type=int)
@click.option("-o", "target", type=click.Path(path_type=Path), help="原表存到哪里。")
@click.option("--json", "as_json", is_flag=True)
def imports(book: str, what: str | None, number: int | None, target: Path | None, as_json: bool) -> int:
    """看导入过哪些表；original N -o 文件 把第 N 份原表再存出来。"""
    from villagebook.services import lists

    with opened(book, read_only=True) as one:
        found = lists.imports(one)
        if what is not None:
            view = next((view for view in found if view.number == number), None)
            if view is None or target is None:
                raise UserError("import.no-original", "没有这份原表", "写成 imports 书 original 序号 -o 文件")
            name = lists.save_original(one, view.file_id, target)
            click.echo(f"已写好 {target}（原名 {name}）")
            return DONE
    if as_json:
        show_json([
            {
                "number": v.number, "file": v.name, "at": v.at.isoformat(), "actor": v.actor, "counts": dict(v.counts),
                "operation": v.operation_seq, "undone": v.undone, "decided": v.decided,
            }
            for v in found
        ])  # fmt: skip
        return DONE
    words = lists.OUTCOME_WORDS
    show_rows(
        ("序号", "时间", "操作人", "文件", "结果", "操作", ""),
        [
            (
                str(v.number), f"{v.at.astimezone():%Y-%m-%d %H:%M}", v.actor, v.name,
                "，".join(f"{words[k]} {v.counts[k]}" for k in words if v.counts.get(k)), str(v.operation_seq),
                "已撤销" if v.undone else "",
            )
            for v in found
        ],
        [True, False, False, False, False, True, False],
    )  # fmt: skip
    return DONE


@main_group.command("accept-ids")
@click.argument("book")
@click.option(
    "--accept",
    "accept",
    multiple=True,
    metavar="all|序号=号码",
    help="all 补只有一个可能的；或逐个写，也可写 序号=第1个。",
)
@click.option("--json", "as_json", is_flag=True)
def accept_ids(book: str, accept: tuple[str, ...], as_json: bool) -> int:
    """看书里丢了末尾几位的号码可能是什么，补上。"""
    from villagebook.services import lists
    from villagebook.services.lists.feedback import ruined_as_plain

    said = [word for word in accept if word != "none"]
    with opened(book, read_only=not said) as one:
        found = lists.blanks(one)
        sure = {(r.field, r.record): r.proposals[0].number for r in found if len(r.proposals) == 1 and r.record}
        wanted = _wanted(found, sure, said)
        changed = lists.accept_ids(one, wanted, actor=actor()) if wanted else None
    if as_json:
        show_json({"operation": changed.seq if changed else None, "ruined": [ruined_as_plain(r) for r in found]})
        return DONE
    for number, ruined in enumerate(found, 1):
        known = "；".join(f"{mask(p.number)}（{p.whence}）" for p in ruined.proposals) or "书里和导入过的表里都没有"
        click.echo(f"{number}  {ruined.name} {ruined.heading}：{known}")
    told = f"丢了末尾的号码共 {len(found)} 个，有一个可能的 {len(sure)} 个"
    click.echo(f"补上 {len(wanted)} 个" if changed else told)
    return DONE


def _wanted(
    found: Sequence[RuinedId], sure: Mapping[tuple[str, uuid.UUID], str], said: Sequence[str]
) -> Mapping[tuple[str, uuid.UUID], str]:
    """What ``all``, ``序号=号码`` and ``序号=第1个`` accept, by field and record."""
    from villagebook.services.lists import spoken

    wanted: dict[tuple[str, uuid.UUID], str] = {}
    for word in said:
        if word == "all":
            wanted |= sure
            continue
        place, _, answer = word.partition("=")
        one = found[int(place) - 1] if place.isascii() and place.isdigit() and 0 < int(place) <= len(found) else None
        if one is None or one.record is None or not answer:
            raise UserError("import.accepted-number", f"“{word}”写法不对", "写成 all 或 序号=号码，例如 1=第1个")
        wanted[one.field, one.record] = spoken.accepted((one,), answer.strip())[1]
    return wanted
