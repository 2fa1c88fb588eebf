"""Notices from draft to archive: draft from the book, render, scan the finished sheet, freeze, take down, withdraw.

Posting is one act: the content is drawn, the finished PDF is scanned for anything private, and content, SHA-256 and
the PDF itself are frozen. Nothing posted changes afterwards; a mistake is withdrawn and drafted anew.

The verbs live here; what a notice says and how its sheet looks is in notice_sheets.py, whose reading functions are
named here too, so that callers know one module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.documents.notice import render_notice
from villagebook.exporting.leaks import Hit
from villagebook.models import Change, Notice, Operation, Project, Village
from villagebook.services.notice_sheets import (
    DOWN,
    DRAFT,
    DUE_DOWN,
    UP,
    WITHDRAWN,
    About,
    Examined,
    KindInfo,
    NoticeView,
    Planned,
    Row,
    asked,
    date_style,
    drafted_content,
    examine,
    frozen_pdf,
    kind_in,
    kind_of,
    kinds,
    last_day,
    leaks,
    meetings,
    missing_lines,
    notice_row,
    plan,
    preview,
    qr_text,
    render,
    state_on,
    view,
)
from villagebook.services.overrides import overrides
from villagebook.services.secrets import scan
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work, journal

__all__ = [
    "DOWN",
    "DRAFT",
    "DUE_DOWN",
    "UP",
    "WITHDRAWN",
    "About",
    "Drafted",
    "Examined",
    "KindInfo",
    "NoticeView",
    "Planned",
    "Posted",
    "change_words",
    "draft",
    "examine",
    "frozen_pdf",
    "kind_in",
    "kind_of",
    "kinds",
    "leaks",
    "meetings",
    "plan",
    "post",
    "preview",
    "qr_text",
    "render",
    "state_on",
    "take_down",
    "view",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A new draft."""

    changed: Changed
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted notice; ``code`` is the check code printed on it, ``hits`` what was overridden."""

    changed: Changed
    number: str
    from_on: dt.date
    through_on: dt.date
    sha256: str
    code: str
    hits: tuple[Hit, ...]


@verb("notice.draft", "拟公示", Undo.INVERSE)
def draft(
    book: Book,
    kind_id: str,
    *,
    actor: str,
    today: dt.date,
    **about: Unpack[About],
) -> Drafted:
    """Draft a notice from the book; nothing is typed twice.

    Args:
        today: The day it is meant to go up; may be changed when posting.
        about: What it is about; the kind says which of these it needs.

    Raises:
        UserError: the kind needs something that was not given, or there is nothing to show.
    """
    with book.work(declaration(draft).id, actor, "拟公示", Undo.INVERSE) as work:
        kind = kind_in(work.connection, book, kind_id)
        village = _village(work.connection, work)
        serial = _next_serial(work, today.year)
        number = f"{village['number_prefix'] or '公示'}〔{today.year}〕{serial}号"
        row = asked(work.connection, book, kind, number, about)
        row |= {
            "id": work.new_id(),
            "year": today.year,
            "serial": serial,
            "state": DRAFT,
            "project_id": _project(work.connection, book, about.get("project")),
            "place": village["board_place"],
            "from_on": today,
            "days": None,
        }
        content = drafted_content(work.connection, book, row, today, today)
        row |= {"heading": content.title, "through_on": content.through_on}
        work.write_rows(Notice, inserts=[row])
        work.heading = f"拟{kind.name} {number}"
        return Drafted(Changed.of(work.commit()), number, content.title)


def _next_serial(work: Work, year: int) -> int:
    """The number after the greatest ever given in the year: that of a draft taken back is not given again."""
    drafted = select(Operation.id).where(Operation.village_id == work.village_id, Operation.verb == "notice.draft")
    row = Change.after_open
    ever = select(func.max(row["serial"].as_integer())).where(
        Change.operation_id.in_(drafted),
        Change.record == Notice.__tablename__,
        Change.before_open.is_(None),
        row["year"].as_integer() == year,
    )
    now = select(func.max(Notice.serial)).where(Notice.village_id == work.village_id, Notice.year == year)
    return 1 + max(work.connection.execute(query).scalar() or 0 for query in (ever, now))


@verb("notice.word", "改公示词句", Undo.INVERSE)
def change_words(book: Book, number: str, words: Mapping[str, str], *, actor: str) -> Changed:
    """Change words of a draft (basis, sentences, place …); numbers cannot be changed here.

    Raises:
        UserError: the notice is posted already.
    """
    with book.work(declaration(change_words).id, actor, f"改词句 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        _must_be(row, DRAFT, "改词句")
        kept = {**(row["words"] or {}), **words}
        work.write_rows(Notice, updates=[(row["id"], {"words": {k: v for k, v in kept.items() if v} or None})])
        return Changed.of(work.commit())


@verb("notice.post", "张贴公示", Undo.COUNTER, counter="撤回（notice withdraw）")
def post(
    book: Book,
    number: str,
    on: dt.date,
    *,
    actor: str,
    days: int | None = None,
    override_why: str = "",
) -> Posted:
    """Freeze and post a draft.

    Args:
        days: More days than the policy asks for; fewer are refused.
        override_why: The reason to post although the scan has hits; it stays in the book.

    Raises:
        UserError: it is no draft, there is nothing to show, a glyph is missing in every face, or the finished sheet
            holds something private; the message names the place.
    """
    override_why = override_why.strip()
    with book.work(declaration(post).id, actor, f"张贴 {number}", Undo.COUNTER) as work:
        row = notice_row(work.connection, book, number)
        _must_be(row, DRAFT, "张贴")
        content = _lengthened(drafted_content(work.connection, book, row, on, on), row["kind"], on, days, work, book)
        _refuse_missing(content)
        code = content.sha256[:8].upper()
        drawn = render_notice(
            content,
            check_code=code,
            qr_text=qr_text(work.connection, book, row, content),
            date_style=date_style(work.connection, book),
        )
        hits = scan(work.connection, book.village_id, drawn.data, kind_in(work.connection, book, row["kind"]), content)
        if hits and not override_why:
            raise UserError(
                "notice.leak",
                f"{number}不能张贴：{_places(hits)}",
                "请改掉再张贴；确认可以公开的，要写明放行原因（--override）",
            )
        head = journal.head(book)
        pdf_id = book.files.put(work, drawn.data, f"{number}.pdf", "application/pdf")
        frozen = _frozen(content, drawn.paper, head) | {
            "pdf_id": pdf_id, "posted_at": work.now, "override_why": override_why or None,
        }  # fmt: skip
        work.write_rows(Notice, updates=[(row["id"], frozen)])
        work.heading = f"张贴 {number} {content.title}"
        changed = Changed.of(work.commit())
    return Posted(changed, number, content.from_on, content.through_on, content.sha256, code, tuple(hits))


def _frozen(content: NoticeContent, paper: str, head: str) -> Row:
    """What a notice's row holds of its content from the posting on; ``head`` is that of the journal's chain."""
    return {
        "state": UP,
        "heading": content.title,
        "content": content.to_json(),
        "sha256": content.sha256,
        "from_on": content.from_on,
        "through_on": content.through_on,
        "as_of": content.as_of,
        "days": (content.through_on - content.from_on).days,
        "place": content.place,
        "paper": paper,
        "chain_head": head[:12],
    }


@verb("notice.take_down", "摘下公示", Undo.INVERSE)
def take_down(book: Book, number: str, on: dt.date, *, actor: str, result: str = "") -> Changed:
    """Record that a posted notice was taken down.

    Raises:
        UserError: it is not on the wall, or the day lies before it went up.
    """
    with book.work(declaration(take_down).id, actor, f"摘下 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        _must_be(row, UP, "摘下")
        if on < row["from_on"]:
            raise UserError("notice.down_before_up", f"{number}是{row['from_on']}张贴的，不能{on}就摘下", "请改日期")
        new = {"state": DOWN, "taken_down_on": on} | ({"result": result} if result else {})
        work.write_rows(Notice, updates=[(row["id"], new)])
        work.heading = f"摘下 {number}（{on}）"
        return Changed.of(work.commit())


@verb("notice.withdraw", "撤回公示", Undo.COUNTER, counter="再拟一份")
def withdraw(book: Book, number: str, why: str, on: dt.date, *, actor: str) -> Changed:
    """Withdraw a posted notice; the frozen sheet and the trace stay.

    Raises:
        UserError: it was not posted, it is withdrawn already, no reason is given, or the day lies before it went up.
    """
    if not why.strip():
        raise UserError("notice.withdraw_why", f"撤回{number}没有写原因", "请写明为什么撤回")
    with book.work(declaration(withdraw).id, actor, f"撤回 {number}", Undo.COUNTER) as work:
        row = notice_row(work.connection, book, number)
        if row["state"] not in (UP, DOWN):
            raise UserError(
                "notice.state",
                f"{number}现在是{row['state']}，不能撤回",
                "草稿可以直接撤销" if row["state"] == DRAFT else "",
            )
        if on < row["from_on"]:
            raise UserError("notice.back_before_up", f"{number}是{row['from_on']}张贴的，不能{on}就撤回", "请改日期")
        work.write_rows(
            Notice, updates=[(row["id"], {"state": WITHDRAWN, "withdrawn_on": on, "withdrawn_why": why.strip()})]
        )
        work.heading = f"撤回 {number}：{why.strip()}"
        return Changed.of(work.commit())


def _lengthened(
    content: NoticeContent, kind_id: str, on: dt.date, days: int | None, work: Work, book: Book
) -> NoticeContent:
    """The content with a longer period, if one was asked for; a shorter one is refused."""
    if days is None:
        return content
    least = kind_in(work.connection, book, kind_id).length(on, overrides(work.connection, book.village_id))
    through = last_day(on, days, overrides(work.connection, book.village_id))
    if through < content.through_on:
        raise UserError("notice.too_short", f"公示不能少于{least}，写的是{days}天", "可以更长，不能更短")
    return replace(content, through_on=through, days_text=f"{days}天")


def _refuse_missing(content: NoticeContent) -> None:
    found = missing_lines(content)
    if found:
        listed = "、".join(found[:5])
        raise UserError("notice.missing_glyph", f"缺字：{listed}没有一种字体能印", "请核对这个字，或装上有这个字的字体")


def _places(hits: Sequence[Hit]) -> str:
    shown = "；".join(str(hit) for hit in hits[:3])
    return shown + (f"，共 {len(hits)} 处" if len(hits) > 3 else "")


def _must_be(row: Row, state: str, verb_title: str) -> None:
    if row["state"] != state:
        raise UserError(
            "notice.state",
            f"{row['number']}现在是{row['state']}，不能{verb_title}",
            "已张贴的要改，请撤回后另拟一份" if state == DRAFT else "",
        )


def _village(connection: Connection, work: Work) -> Mapping[str, Any]:
    row = connection.execute(select(Village.__table__).where(Village.id == work.village_id)).mappings().one()
    return dict(row)


def _project(connection: Connection, book: Book, code: str | None) -> Any:
    if code is None:
        return None
    query = select(Project.id).where(Project.village_id == book.village_id, Project.code == code)
    found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("project.unknown", f"没有项目编号“{code}”", "请核对编号")
    return found
