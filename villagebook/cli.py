"""The command line: the same services as the window, Chinese output, ``--json`` for machines.

Exit status: 0 done; 1 done, but rows were refused, entries were not posted, or checks found errors; 2 wrong use or a
known error, one clear line on stderr and nothing changed. A traceback is always a bug.

To add a command: one function with ``@main_group.command``; it calls services and prints, and knows no SQL.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from villagebook import __version__
from villagebook.base.days import iso, parse_day
from villagebook.base.errors import UserError, VillagebookError
from villagebook.base.here import actor, today
from villagebook.base.money import format_yuan
from villagebook.base.text import display_width

DONE, PARTLY, FAILED = 0, 1, 2


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date in any form the lists use; ``today`` is the computer's day."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the date or fail with one line."""
        if isinstance(value, dt.date):
            return value
        if value in ("today", "今天"):
            return today()
        try:
            return parse_day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


DAY = Day()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="villagebook", message="村务一本清 %(version)s")
def main_group() -> None:
    """村务一本清：一个村的一本账。不写命令就打开窗口：villagebook [书]"""


@contextlib.contextmanager
def opened(book: str, *, read_only: bool = False) -> Iterator[Any]:
    """An open book, closed at the end whatever happens."""
    from villagebook.services import books

    with books.open_book(book, read_only=read_only) as opened_book:
        yield opened_book


def show_json(value: Any) -> None:
    """Print JSON for machines."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def show_rows(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool] = ()) -> None:
    """Print a table whose columns line up although Chinese characters are two wide."""
    widths = [max(map(display_width, column), default=0) for column in zip(headings, *rows, strict=True)]
    aligned = list(right) or [False] * len(widths)
    for row in (headings, *rows):
        cells = [
            " " * (width - display_width(cell)) + cell if at_right else cell + " " * (width - display_width(cell))
            for cell, width, at_right in zip(row, widths, aligned, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())


@main_group.command("window", hidden=True)
@click.argument("book", required=False)
def window(book: str | None) -> int:
    """打开窗口。"""
    from villagebook.ui.app import run

    return run(book)


@main_group.command("demo")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--documents", type=click.Path(path_type=Path), help="把每一种公示、手册、台账也印到这个文件夹。")
@click.option("--on", "on", type=DAY, default=None, help="样本书的“今天”。")
def demo(folder: Path, documents: Path | None, on: dt.date | None) -> int:
    """做一本样本书：一个虚构的村。"""
    from villagebook.services import demo as demo_service

    made = demo_service.make(folder, today=on or today(), documents=documents)
    click.echo(f"样本书在 {made.book}")
    for line in made.lines:
        click.echo(line)
    return DONE


@main_group.command("new")
@click.argument("book")
@click.option("--village", required=True, help="村名。")
@click.option("--code", required=True, help="12 位行政区划代码。")
@click.option("--township")
@click.option("--county")
@click.option("--city")
@click.option("--province")
def new(
    book: str, village: str, code: str, township: str | None, county: str | None, city: str | None, province: str | None
) -> int:
    """建一本新书。"""
    from villagebook.services import books

    with books.create(
        book, name=village, code=code, actor=actor(), township=township, county=county, city=city, province=province
    ):
        click.echo(f"已建好 {village} 的书：{book}")
    return DONE


@main_group.command("import")
@click.argument("book")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--kind", default="auto", help="表的种类；不写就自己认。")
@click.option("--dry-run", is_flag=True, help="只看结果，不写入。")
@click.option("--report", type=click.Path(path_type=Path), help="把没收的行连同原因写成 xlsx。")
@click.option("--json", "as_json", is_flag=True)
def import_(book: str, files: tuple[Path, ...], kind: str, dry_run: bool, report: Path | None, as_json: bool) -> int:
    """把表收进书里。"""
    from villagebook.services import lists
    from villagebook.services.lists.feedback import as_plain, write_refused

    with opened(book) as one:
        result = lists.import_files(one, files, kind=kind, dry_run=dry_run, actor=actor(), today=today())
    if report is not None:
        write_refused(result, files, report)
    if as_json:
        show_json(as_plain(result))
    else:
        counts = "，".join(f"{lists.OUTCOME_WORDS[k]} {n} 行" for k, n in result.counts.items())
        click.echo(("试算（没有写入）：" if dry_run else "") + counts)
        for row in result.rows:
            if row.outcome == "refused":
                click.echo(f"没收：{row.sheet} 第 {row.row} 行 {row.code} {row.name}：{row.reason}")
        for finding in result.findings:
            click.echo(f"{finding.severity.label}：{finding.subject} {finding.field}：{finding.message}")
    return PARTLY if result.count("refused") else DONE


@main_group.command("check")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
@click.option("-o", "target", type=click.Path(path_type=Path), help="写成 xlsx。")
@click.option("--rules", is_flag=True, help="列出所有核查规则。")
@click.option("--on", "on", type=DAY, default=None)
def check(book: str, as_json: bool, target: Path | None, rules: bool, on: dt.date | None) -> int:
    """核对数据。"""
    from villagebook.base.findings import Severity
    from villagebook.services import checking

    if rules:
        show_rows(("编号", "轻重", "规则", "依据"), checking.rules())
        return DONE
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
        click.echo(f"共 {len(report.findings)} 个提示，其中错误 {report.count(Severity.ERROR)} 个")
    return PARTLY if report.count(Severity.ERROR) else DONE


@main_group.command("list")
@click.argument("book")
@click.argument("ledger", required=False)
@click.option("--json", "as_json", is_flag=True)
@click.option("--on", "on", type=DAY, default=None)
def list_(book: str, ledger: str | None, as_json: bool, on: dt.date | None) -> int:
    """看台账；不写台账就列出有哪些。"""
    from villagebook.services import tables

    if ledger is None:
        known = [(one.id, one.title) for one in tables.all_ledgers()]
        if as_json:
            show_json([{"id": key, "title": title} for key, title in known])
        else:
            show_rows(("台账", "名称"), known)
        return DONE
    with opened(book, read_only=True) as one:
        found = tables.listed(one, ledger, tables.scope(one, on or today()))
    if as_json:
        show_json(tables.as_json(found))
        return DONE
    shown = [c for c in found.columns if c.privacy != "secret"]
    rows = [[_cell(row[c.id], c.kind) for c in shown] for row in found.rows]
    if found.totals:
        rows.append([_cell(found.totals.get(c.id), c.kind) for c in shown])
    show_rows([c.heading for c in shown], rows, [c.kind in ("money", "int", "quantity") for c in shown])
    click.echo(f"共 {len(found.rows)} 行；身份证号、电话等保密栏目不在屏幕上列出，导出的台账里有")
    return DONE


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "money":
        return format_yuan(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return iso(value)
    return str(value).replace("\n", " ")


@main_group.command("export")
@click.argument("book")
@click.argument("ledger")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path), help=".xlsx、.csv 或 .pdf")
@click.option("--on", "on", type=DAY, default=None)
def export(book: str, ledger: str, target: Path, on: dt.date | None) -> int:
    """导出台账。"""
    from villagebook.services import tables

    with opened(book, read_only=True) as one:
        tables.export(one, ledger, target, on=on or today())
    click.echo(f"已写好 {target}")
    return DONE


@main_group.group("notice")
def notice() -> None:
    """公示：看有哪些种类，拟稿，张贴，摘下，撤回。"""


@notice.command("kinds")
@click.argument("book", required=False)
@click.option("--json", "as_json", is_flag=True)
def notice_kinds(book: str | None, as_json: bool) -> int:
    """列出公示的种类。"""
    from villagebook.services import publicity

    rows = [(kind.id, kind.number, kind.name, kind.days) for kind in publicity.kinds(today())]
    if as_json:
        show_json([dict(zip(("id", "number", "name", "days"), row, strict=True)) for row in rows])
    else:
        show_rows(("种类", "号", "名称", "天数"), rows)
    return DONE


@notice.command("list")
@click.argument("book")
@click.option("--json", "as_json", is_flag=True)
def notice_list(book: str, as_json: bool) -> int:
    """列出公示。"""
    return list_.callback(book, "notices", as_json, None)  # type: ignore[misc, no-any-return]


@notice.command("draft")
@click.argument("book")
@click.argument("kind")
@click.option("--project", help="项目编号。")
@click.option("--household", "households", multiple=True, help="户编号，可以写几次。")
@click.option("--year", type=int)
@click.option("--basis", help="依据文件。")
@click.option("--on", "on", type=DAY, default=None, help="打算张贴的日期。")
@click.option("-o", "target", type=click.Path(path_type=Path), help="把草稿印成 PDF。")
@click.option("--json", "as_json", is_flag=True)
def notice_draft(
    book: str,
    kind: str,
    project: str | None,
    households: tuple[str, ...],
    year: int | None,
    basis: str | None,
    on: dt.date | None,
    target: Path | None,
    as_json: bool,
) -> int:
    """拟一份公示。"""
    from villagebook.services import publicity

    with opened(book) as one:
        made = publicity.draft(
            one,
            kind,
            actor=actor(),
            today=on or today(),
            project=project,
            households=households,
            year=year,
            basis_document=basis,
        )
        if target is not None:
            target.write_bytes(publicity.render(one, made.number, today=on or today()).data)
    if as_json:
        show_json({"number": made.number, "title": made.title})
    else:
        click.echo(f"已拟好 {made.number}　{made.title}")
    return DONE


@notice.command("post")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True, help="张贴日期。")
@click.option("--days", type=int, help="公示天数，不能少于规定。")
@click.option("--override", "override_why", default="", help="出门前检查有提示仍要张贴的原因。")
@click.option("--json", "as_json", is_flag=True)
def notice_post(book: str, number: str, on: dt.date, days: int | None, override_why: str, as_json: bool) -> int:
    """定稿张贴：检查整张纸，定格内容，留存 PDF。"""
    from villagebook.services import publicity

    with opened(book) as one:
        posted = publicity.post(one, number, on, actor=actor(), days=days, override_why=override_why)
    if as_json:
        show_json(
            {
                "number": posted.number,
                "from": iso(posted.from_on),
                "through": iso(posted.through_on),
                "sha256": posted.sha256,
                "code": posted.code,
            }
        )
    else:
        click.echo(f"{posted.number} 已定稿：{iso(posted.from_on)} 至 {iso(posted.through_on)}，校验码 {posted.code}")
    return DONE


@notice.command("take-down")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True)
@click.option("--result", default="", help="公示结果，如“无异议”。")
def notice_take_down(book: str, number: str, on: dt.date, result: str) -> int:
    """记下摘下的日期。"""
    from villagebook.services import publicity

    with opened(book) as one:
        click.echo(publicity.take_down(one, number, on, actor=actor(), result=result).heading)
    return DONE


@notice.command("withdraw")
@click.argument("book")
@click.argument("number")
@click.option("--why", required=True, help="为什么撤回。")
@click.option("--on", "on", type=DAY, default=None)
def notice_withdraw(book: str, number: str, why: str, on: dt.date | None) -> int:
    """撤回已张贴的公示；原件和留痕都在。"""
    from villagebook.services import publicity

    with opened(book) as one:
        click.echo(publicity.withdraw(one, number, why, on or today(), actor=actor()).heading)
    return DONE


@main_group.group("funds")
def funds() -> None:
    """资金：入账，冲销。"""


@funds.command("post")
@click.argument("book")
@click.option("--all", "everything", is_flag=True, help="所有草稿。")
@click.option("--voucher", "vouchers", multiple=True, help="凭证号，可以写几次。")
@click.option("--why", default="", help="带着提示入账的原因。")
@click.option("--json", "as_json", is_flag=True)
def funds_post(book: str, everything: bool, vouchers: tuple[str, ...], why: str, as_json: bool) -> int:
    """草稿入账。"""
    from villagebook.services import money

    if everything == bool(vouchers):
        raise UserError("funds.which", "没有说入哪几笔", "请用 --all，或用 --voucher 写凭证号")
    with opened(book) as one:
        report = money.post(one, None if everything else vouchers, actor=actor(), today=today(), why=why)
    if as_json:
        show_json({"posted": report.posted, "refused": [{"voucher": v, "reason": r} for v, r in report.refused]})
    else:
        click.echo(f"入账 {len(report.posted)} 笔")
        for voucher, reason in report.refused:
            click.echo(f"没有入账：{voucher} {reason}")
    return PARTLY if report.refused else DONE


@funds.command("reverse")
@click.argument("book")
@click.option("--voucher", required=True)
@click.option("--on", "on", type=DAY, required=True)
@click.option("--why", default="")
def funds_reverse(book: str, voucher: str, on: dt.date, why: str) -> int:
    """冲销一笔已入账的。"""
    from villagebook.services import money

    with opened(book) as one:
        click.echo(money.reverse(one, voucher, on, actor=actor(), why=why).heading)
    return DONE


@main_group.group("print")
def print_() -> None:
    """印：公示、手册。"""


@print_.command("notice")
@click.argument("book")
@click.argument("number")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
@click.option("--paper", help="a4 或 a3。")
def print_notice(book: str, number: str, target: Path, paper: str | None) -> int:
    """印一份公示；已张贴的印当时定稿的那一份。"""
    from villagebook.services import paper as paper_service

    with opened(book, read_only=True) as one:
        report = paper_service.print_notice(one, number, target, today=today(), paper=paper)
    click.echo(report.line)
    return DONE


@print_.command("handbook")
@click.argument("book")
@click.option("--household", "households", multiple=True, help="户编号，可以写几次。")
@click.option("--all", "everything", is_flag=True, help="所有在册户。")
@click.option("--blank", is_flag=True, help="空白手册，手写用。")
@click.option("--on", "on", type=DAY, default=None)
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
def print_handbook(
    book: str, households: tuple[str, ...], everything: bool, blank: bool, on: dt.date | None, target: Path
) -> int:
    """印帮扶手册。"""
    from villagebook.services import paper as paper_service

    if not blank and everything == bool(households):
        raise UserError("print.which", "没有说印哪几户", "请用 --all，或用 --household 写户编号")
    with opened(book, read_only=True) as one:
        report = paper_service.print_handbooks(
            one, None if everything or blank else households, target, today=on or today(), blank=blank
        )
    click.echo(report.line)
    for line in report.missing:
        click.echo(f"缺字：{line}")
    return DONE


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
            return _verified(history.verify(one, head), history.head(one), as_json)
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


def _verified(found: Sequence[Any], chain_head: str, as_json: bool) -> int:
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


@main_group.command("verify")
@click.argument("book")
@click.option("--head", help="先前记下的链头。")
@click.option("--json", "as_json", is_flag=True)
def verify(book: str, head: str | None, as_json: bool) -> int:
    """核对一本书的留痕。"""
    return journal.callback(book, as_json, True, head)  # type: ignore[misc, no-any-return]


@main_group.command("undo")
@click.argument("book")
@click.argument("seq", type=int)
@click.option("--dry-run", is_flag=True, help="只看能不能撤销。")
def undo(book: str, seq: int, dry_run: bool) -> int:
    """撤销一次操作。"""
    from villagebook.services import history

    with opened(book) as one:
        result = history.undo(one, seq, actor=actor(), dry_run=dry_run)
    for conflict in result.conflicts:
        click.echo(
            f"不能撤销：{conflict.code} {conflict.field} 后来又改过（应是 {conflict.expected}，现在是 {conflict.now}）"
        )
    if result.conflicts:
        return PARTLY
    click.echo("可以撤销" if dry_run else f"已撤销第 {seq} 号操作")
    return DONE


@main_group.command("backup")
@click.argument("book")
@click.option("-o", "target", type=click.Path(path_type=Path))
def backup(book: str, target: Path | None) -> int:
    """备份，并试着打开核对。"""
    from villagebook.services import books

    with opened(book) as one:
        report = books.back_up(one, target)
    click.echo(f"已备份并核对：{report.path}")
    return DONE


@main_group.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("book", type=click.Path(path_type=Path))
def restore(file: Path, book: Path) -> int:
    """从备份恢复；现有的书改名留着。"""
    from villagebook.services import books

    report = books.restore(file, book)
    click.echo(f"已恢复到 {book}" + (f"；原来的书在 {report.kept_aside}" if report.kept_aside else ""))
    return DONE


@main_group.command("doctor")
@click.argument("book", required=False)
@click.option("--json", "as_json", is_flag=True)
def doctor(book: str | None, as_json: bool) -> int:
    """体检：版本、字体、空间、书的完整、留痕、文件。"""
    from villagebook.services import doctor as doctor_service

    report = doctor_service.examine(book)
    if as_json:
        show_json([{"name": i.name, "ok": i.ok, "text": i.text} for i in report])
    else:
        for item in report:
            click.echo(f"{'好' if item.ok else '坏'}　{item.name}：{item.text}")
    return DONE if all(item.ok for item in report) else PARTLY


@main_group.command("screenshot")
@click.argument("book")
@click.argument("page")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path))
@click.option("--size", default="1366x768")
@click.option("--theme", default="light")
@click.option("--text-size", type=float, default=1.0)
def screenshot(book: str, page: str, target: Path, size: str, theme: str, text_size: float) -> int:
    """把窗口的一页画成图片，不用屏幕。"""
    from villagebook.ui.screenshot import draw

    draw(book, page, target, size=size, theme=theme, text_size=text_size, today=today())
    click.echo(f"已画好 {target}")
    return DONE


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


if __name__ == "__main__":
    main()
