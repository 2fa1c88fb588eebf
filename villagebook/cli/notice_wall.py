"""What is on the wall: photos of notices, what happened to them there, and notices from above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from villagebook.base.days import iso
from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, opened, show_json, show_rows
from villagebook.cli.notices import notice
from villagebook.services.entry_papers import Given


def _given(path: Path) -> Given:
    try:
        return Given(path.name, path.read_bytes())
    except OSError:
        raise UserError("cli.file", f"打不开文件“{path.name[:60]}”", "请核对文件名") from None


@notice.group("photo")
def photo() -> None:
    """公示的照片：放入，列出，取出。"""


@photo.command("add")
@click.argument("book")
@click.argument("number")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--moment", type=click.Choice(["张贴", "期满", "补贴", "其他"]), help="不写就按照片的日期认。")
@click.option("--view", type=click.Choice(["近景", "远景"]), help="不写就按缺哪张、像哪张认。")
@click.option("--on", "on", type=DAY, default=None, help="拍照日期；不写就按照片里记的。")
def photo_add(
    book: str, number: str, files: Sequence[Path], moment: str | None, view: str | None, on: dt.date | None
) -> int:
    """放入公示的照片：张贴时和期满时，近景和远景。"""
    from villagebook.services import notice_photos

    given = [_given(path) for path in files]
    with opened(book) as one:
        done = notice_photos.add(
            one, number, given, actor=actor(), today=today(), moment=moment or "", view=view or "", on=on
        )
        click.echo(done.heading)
        for kept in notice_photos.photos(one, number, today()):
            for doubt in kept.doubts:
                click.echo(f"请核对 {kept.words}：{doubt}")
    return DONE


@photo.command("list")
@click.argument("book")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
def photo_list(book: str, number: str, as_json: bool) -> int:
    """列出公示的照片。"""
    from villagebook.services import notice_photos

    with opened(book) as one:
        found = notice_photos.photos(one, number, today())
    if as_json:
        show_json([
            {"moment": p.moment, "view": p.view, "on": iso(p.on) if p.on else None, "taken_at": p.taken_at,
             "located": p.located, "file": p.file_name, "doubts": list(p.doubts)} for p in found
        ])  # fmt: skip
    else:
        rows = [
            (str(place), p.moment, p.view, iso(p.on) if p.on else "", p.file_name, "；".join(p.doubts))
            for place, p in enumerate(found, 1)
        ]
        show_rows(("第几张", "时点", "远近", "拍照日期", "文件", "请核对"), rows)
    return DONE


@photo.command("remove")
@click.argument("book")
@click.argument("number")
@click.argument("place", type=int)
def photo_remove(book: str, number: str, place: int) -> int:
    """取出第几张照片（号数见 photo list）。"""
    from villagebook.services import notice_photos

    with opened(book) as one:
        found = notice_photos.photos(one, number, today())
        if not 1 <= place <= len(found):
            raise UserError("notice.photo_place", f"{number}没有第 {place} 张照片", f"一共 {len(found)} 张")
        click.echo(notice_photos.remove(one, found[place - 1].key, actor=actor()).heading)
    return DONE


@notice.group("event")
def event() -> None:
    """张贴情况：破损补贴，移位，巡查。"""


@event.command("add")
@click.argument("book")
@click.argument("number")
@click.argument("kind", type=click.Choice(["破损补贴", "移位", "巡查", "其他"]))
@click.option("--on", "on", type=DAY, required=True, help="发现的日期；破损的，写从哪天起不在墙上。")
@click.option("--back", "back_on", type=DAY, default=None, help="破损以后重新贴上的日期。")
@click.option("--who", default="", help="经手人。")
@click.option("--witness", default="", help="见证人。")
@click.option("--note", default="")
def event_add(
    book: str, number: str, kind: str, on: dt.date, back_on: dt.date | None, who: str, witness: str, note: str
) -> int:
    """记下公示在墙上出了什么事。"""
    from villagebook.services import notice_events

    with opened(book) as one:
        done = notice_events.record(
            one, number, kind, on, actor=actor(), back_on=back_on, who=who, witness=witness, note=note,
            today=today(),
        )  # fmt: skip
        click.echo(done.heading)
    return DONE


@event.command("back")
@click.argument("book")
@click.argument("number")
@click.option("--on", "on", type=DAY, required=True, help="重新贴上的日期。")
def event_back(book: str, number: str, on: dt.date) -> int:
    """破损的公示重新贴上了。"""
    from villagebook.services import notice_events

    with opened(book) as one:
        waiting = [
            found for found in notice_events.events(one, number, today())
            if found.kind == notice_events.DAMAGED and found.back_on is None
        ]  # fmt: skip
        if not waiting:
            raise UserError("notice.event_back", f"{number}没有等着补贴的破损", "先用 event add 记下破损")
        click.echo(notice_events.put_back(one, waiting[0].key, on, actor=actor(), today=today()).heading)
    return DONE


@event.command("list")
@click.argument("book")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
def event_list(book: str, number: str, as_json: bool) -> int:
    """列出公示在墙上的情况。"""
    from villagebook.services import notice_events

    with opened(book) as one:
        found = notice_events.events(one, number, today())
    if as_json:
        show_json([
            {"kind": e.kind, "on": iso(e.on), "back_on": iso(e.back_on) if e.back_on else None, "days_off": e.days,
             "who": e.who, "witness": e.witness, "note": e.note} for e in found
        ])  # fmt: skip
    else:
        show_rows(("日期", "情况", "经手人", "说明"), [(iso(e.on), e.words, e.who, e.note) for e in found])
    return DONE


@notice.command("receive")
@click.argument("book")
@click.argument("title")
@click.option("--issuer", type=click.Choice(["乡镇", "县"]), required=True, help="哪一级的公示。")
@click.option("--by", "issued_by", default="", help="发布单位；不写就是本乡镇或本县人民政府。")
@click.option("--their-number", default="", help="上级的文号。")
@click.option("--from", "from_on", type=DAY, required=True, help="纸上印的第一天。")
@click.option("--through", "through_on", type=DAY, required=True, help="纸上印的最后一天。")
@click.option("--place", default="", help="贴在哪里；不写就是村公示栏。")
@click.option("--sheet", type=click.Path(path_type=Path), default=None, help="原件的扫描件或照片。")
@click.option("--hung", "hung", type=DAY, default=None, help="已经贴上的，写贴上的日期。")
@click.option("--json", "as_json", is_flag=True)
def notice_receive(
    book: str, title: str, issuer: str, issued_by: str, their_number: str, from_on: dt.date, through_on: dt.date,
    place: str, sheet: Path | None, hung: dt.date | None, as_json: bool,
) -> int:  # fmt: skip
    """收下乡镇、县里要在村里张贴的公示；张贴、照片、摘下和本村的一样记。"""
    from villagebook.services import notice_received, publicity
    from villagebook.services.notice_days import refuse_to_come

    given = _given(sheet) if sheet is not None else None
    refuse_to_come("上级公示", hung or today(), today(), "张贴")  # before it is in the book
    with opened(book) as one:
        made = notice_received.receive(
            one, title, actor=actor(), issuer=issuer, issued_by=issued_by, their_number=their_number,
            from_on=from_on, through_on=through_on, place=place, sheet=given,
        )  # fmt: skip
        if hung is not None:
            publicity.hang(one, made.number, hung, actor=actor(), today=today())
    if as_json:
        show_json({"number": made.number, "warnings": list(made.warnings)})
    else:
        click.echo(f"已收 {made.number}　{title}")
        for warning in made.warnings:
            click.echo(f"请核对：纸上有不该公开的内容，{warning}；请退回上级改了再贴")
    return DONE
