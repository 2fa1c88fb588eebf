"""What becomes of a notice: finalised, hung, taken down, put into the archive."""

from __future__ import annotations

import datetime as dt

import click

from villagebook.base.days import iso
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, opened, show_json
from villagebook.cli.notices import notice


class Days(click.ParamType):  # type: ignore[type-arg]
    """A number of days, or 长期."""

    name = "天数"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """Read it or fail with one line."""
        text = str(value).strip().removesuffix("天")
        if text in ("长期", "long"):
            return "长期"
        if not (text.isascii() and text.isdigit() and len(text) <= len("9999")):
            self.fail(f"“{str(value)[:20]}”应是天数，或写长期", param, ctx)
        return int(text)


DAYS = Days()


def _told(posted: object, what: str, as_json: bool) -> int:
    from villagebook.services.publicity import Posted

    assert isinstance(posted, Posted)
    first, last = iso(posted.from_on), iso(posted.through_on)
    if as_json:
        show_json({"number": posted.number, "from": first, "through": last, "sha256": posted.sha256,
                   "code": posted.code})  # fmt: skip
    else:
        click.echo(f"{posted.number} {what}：{first} 至 {last}，校验码 {posted.code}")
    return DONE


@notice.command("finalise")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True, help="印在纸上的第一天；可以提前贴，不能晚贴。")
@click.option("--days", type=DAYS, help="公示天数，不能少于规定；长期张贴写 长期。")
@click.option("--override", "override_why", default="", help="出门前检查有提示仍要定稿的原因。")
@click.option("--json", "as_json", is_flag=True)
def notice_finalise(
    book: str, number: str, on: dt.date, days: int | str | None, override_why: str, as_json: bool
) -> int:
    """定稿待张贴：检查整张纸，定格内容，留存 PDF；贴上墙以前可以退回。"""
    from villagebook.services import publicity

    with opened(book) as one:
        made = publicity.finalise(one, number, on, actor=actor(), days=days, override_why=override_why)
    return _told(made, "已定稿，待张贴", as_json)


@notice.command("unfinalise")
@click.argument("book")
@click.argument("number")
def notice_unfinalise(book: str, number: str) -> int:
    """把还没贴上墙的定稿退回草稿。"""
    from villagebook.services import publicity

    with opened(book) as one:
        click.echo(publicity.unfinalise(one, number, actor=actor()).heading)
    return DONE


@notice.command("hang")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, default=None, help="真正贴上墙的那一天；不写就是今天。")
@click.option("--by", "hung_by", default="", help="张贴人。")
@click.option("--witness", default="", help="见证人。")
def notice_hang(book: str, number: str, on: dt.date | None, hung_by: str, witness: str) -> int:
    """记下定稿的公示贴上墙了。"""
    from villagebook.services import publicity

    with opened(book) as one:
        done = publicity.hang(
            one, number, on or today(), actor=actor(), hung_by=hung_by, witness=witness, today=today()
        )
        click.echo(done.heading)
    return DONE


@notice.command("post")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True, help="张贴日期。")
@click.option("--days", type=DAYS, help="公示天数，不能少于规定；长期张贴写 长期。")
@click.option("--override", "override_why", default="", help="出门前检查有提示仍要张贴的原因。")
@click.option("--by", "hung_by", default="", help="张贴人。")
@click.option("--witness", default="", help="见证人。")
@click.option("--json", "as_json", is_flag=True)
def notice_post(
    book: str, number: str, on: dt.date, days: int | str | None, override_why: str, hung_by: str, witness: str,
    as_json: bool,
) -> int:  # fmt: skip
    """定稿并张贴：检查整张纸，定格内容，留存 PDF，当天上墙。"""
    from villagebook.services import publicity

    with opened(book) as one:
        posted = publicity.post(
            one, number, on, actor=actor(), days=days, override_why=override_why, hung_by=hung_by, witness=witness
        )
    return _told(posted, "已定稿", as_json)


@notice.command("take-down")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True)
@click.option("--result", default="", help="公示结果，如“无异议”；写了就同时归档。")
def notice_take_down(book: str, number: str, on: dt.date, result: str) -> int:
    """记下摘下的日期。"""
    from villagebook.services import publicity

    with opened(book) as one:
        click.echo(publicity.take_down(one, number, on, actor=actor(), result=result, today=today()).heading)
    return DONE


@notice.command("archive")
@click.argument("book")
@click.argument("number")
@click.option("--result", default="", help="公示结果，如“公示期内无异议”。")
@click.option("--on", "on", type=DAY, default=None)
def notice_archive(book: str, number: str, result: str, on: dt.date | None) -> int:
    """写下结果，归档；有异议没答复的不能归档。"""
    from villagebook.services import publicity

    with opened(book) as one:
        click.echo(publicity.archive(one, number, result, on or today(), actor=actor(), today=today()).heading)
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
        click.echo(publicity.withdraw(one, number, why, on or today(), actor=actor(), today=today()).heading)
    return DONE
