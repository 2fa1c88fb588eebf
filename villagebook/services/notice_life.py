"""A notice goes up: finalised, hung, or both at once.

Finalising draws the content, scans the finished PDF for anything private, and freezes content, SHA-256, period, place,
phones and the PDF itself; until the sheet hangs, that may be taken back. Hanging says who put it up before whom, and
from then on nothing of it changes. ``post`` is both, for a notice hung on the day it is finalised.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.documents.notice import render_notice
from villagebook.exporting.leaks import Hit
from villagebook.models import Notice
from villagebook.services import notice_cases, notice_earlier, notice_projects
from villagebook.services.notice_days import refuse_to_come, refuse_too_early
from villagebook.services.notice_needs import refuse_wanting
from villagebook.services.notice_sheets import (
    Row,
    date_style,
    drafted_content,
    kind_in,
    last_day,
    missing_lines,
    notice_row,
    qr_text,
)
from villagebook.services.notice_states import DRAFT, LONG, READY, RECEIVED, UP, must_be
from villagebook.services.overrides import overrides
from villagebook.services.secrets import scan
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work, journal

#: Columns that finalising writes and taking it back empties.
_OF_FINALISING = (
    "content", "sha256", "pdf_id", "as_of", "days", "open_ended", "paper", "chain_head", "finalised_at", "override_why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posted:
    """A finalised or posted notice; ``code`` is the check code printed on it, ``hits`` what was overridden."""

    changed: Changed
    number: str
    from_on: dt.date
    through_on: dt.date
    sha256: str
    code: str
    hits: tuple[Hit, ...]


@verb("notice.finalise", "公示定稿", Undo.INVERSE)
def finalise(
    book: Book, number: str, on: dt.date, *, actor: str, days: int | str | None = None, override_why: str = ""
) -> Posted:
    """Freeze a draft that is to be hung on a day.

    Args:
        on: First day on the wall, printed; it may be hung earlier, not later.
        days: More days than the policy asks for, or LONG for one that stays; fewer are refused.
        override_why: The reason to let it out although the scan has hits; it stays in the book.

    Raises:
        UserError: it is no draft, there is nothing to show, a glyph is missing in every face, or the finished sheet
            holds something private; the message names the place.
    """
    with book.work(declaration(finalise).id, actor, f"定稿 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        must_be(row, (DRAFT,), "定稿")
        notice_earlier.refuse_unready(work.connection, row, on)
        content, frozen, hits = _freeze(book, work, row, on, days, override_why, "定稿")
        work.write_rows(Notice, updates=[(row["id"], frozen | {"state": READY})])
        work.heading = f"定稿 {number} {content.title}"
        return _posted(Changed.of(work.commit()), content, hits)


@verb("notice.unfinalise", "退回草稿", Undo.INVERSE)
def unfinalise(book: Book, number: str, *, actor: str) -> Changed:
    """Make a finalised notice a draft again; the file of its sheet stays in the book, nothing points to it.

    Raises:
        UserError: it is not waiting to be hung.
    """
    with book.work(declaration(unfinalise).id, actor, f"退回草稿 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        if row["kind"] == RECEIVED:
            raise UserError("notice.received", f"{number}是上级的公示，没有草稿", "收错了的，撤销“收上级公示”")
        if row["state"] != READY:
            hint = "已张贴的要改，请撤回后另拟一份" if row["posted_at"] is not None else ""
            raise UserError("notice.state", f"{number}现在是{row['state']}，不用退回草稿", hint)
        work.write_rows(Notice, updates=[(row["id"], dict.fromkeys(_OF_FINALISING) | {"state": DRAFT})])
        return Changed.of(work.commit())


@verb("notice.hang", "贴上公示", Undo.COUNTER, counter="撤回（notice withdraw）")
def hang(
    book: Book, number: str, on: dt.date, *, actor: str, hung_by: str = "", witness: str = "",
    today: dt.date | None = None,
) -> Changed:  # fmt: skip
    """Record that a finalised notice was put on the wall.

    Args:
        on: The day it really went up: the first day printed, or earlier.
        hung_by, witness: Who put it up, and who saw it.
        today: Days after it are refused.

    Raises:
        UserError: it is not finalised, or the day is to come, lies after the first day its sheet says or months before.
    """
    with book.work(declaration(hang).id, actor, f"张贴 {number}", Undo.COUNTER) as work:
        row = notice_row(work.connection, book, number)
        if row["state"] == DRAFT:
            raise UserError("notice.state", f"{number}还是草稿，没有定稿", "先定稿（notice finalise），再贴上墙")
        must_be(row, (READY,), "再张贴一次")
        refuse_too_early(number, on, row["from_on"])
        notice_earlier.refuse_unready(work.connection, row, on)
        if on > row["from_on"] and row["kind"] != RECEIVED:
            raise UserError(
                "notice.hung_late", f"{number}的纸上印着从{row['from_on']}公示，{on}才贴，公示天数不够",
                "请退回草稿（notice unfinalise），按真正的日期重新定稿",
            )  # fmt: skip
        refuse_to_come(number, on, today, "张贴")
        work.write_rows(Notice, updates=[(row["id"], _hung(work, on, hung_by, witness))])
        notice_cases.hung(work, row, on)
        notice_earlier.hung(work, row, on)
        work.heading = f"张贴 {number} {row['heading'] or ''}".rstrip()
        return Changed.of(work.commit())


@verb("notice.post", "张贴公示", Undo.COUNTER, counter="撤回（notice withdraw）")
def post(
    book: Book,
    number: str,
    on: dt.date,
    *,
    actor: str,
    days: int | str | None = None,
    override_why: str = "",
    hung_by: str = "",
    witness: str = "",
) -> Posted:
    """Finalise a draft and hang it the same day.

    Raises:
        UserError: as ``finalise``.
    """
    with book.work(declaration(post).id, actor, f"张贴 {number}", Undo.COUNTER) as work:
        row = notice_row(work.connection, book, number)
        must_be(row, (DRAFT,), "张贴")
        notice_earlier.refuse_unready(work.connection, row, on)
        content, frozen, hits = _freeze(book, work, row, on, days, override_why, "张贴")
        work.write_rows(Notice, updates=[(row["id"], frozen | _hung(work, on, hung_by, witness))])
        notice_cases.hung(work, row, on)
        notice_earlier.hung(work, row, on)
        work.heading = f"张贴 {number} {content.title}"
        return _posted(Changed.of(work.commit()), content, hits)


def _hung(work: Work, on: dt.date, hung_by: str, witness: str) -> Row:
    """What hanging writes."""
    return {
        "state": UP, "posted_at": work.now, "hung_on": on, "hung_by": hung_by.strip() or None,
        "witness": witness.strip() or None,
    }  # fmt: skip


def _posted(changed: Changed, content: NoticeContent, hits: Sequence[Hit]) -> Posted:
    return Posted(
        changed, content.number, content.from_on, content.through_on, content.sha256, content.sha256[:8].upper(),
        tuple(hits),
    )  # fmt: skip


def _freeze(
    book: Book, work: Work, row: Row, on: dt.date, days: int | str | None, override_why: str, what: str
) -> tuple[NoticeContent, Row, Sequence[Hit]]:
    """Draw and scan a draft's sheet and put it into the book; return its content, what its row holds, and the hits."""
    override_why = override_why.strip()
    connection, number = work.connection, row["number"]
    content = lengthened(drafted_content(connection, book, row, on, on), row["kind"], on, days, work, book)
    refuse_wanting(content)
    _refuse_missing(content)
    head = journal.head(book)[:12]
    drawn = render_notice(
        content,
        check_code=content.sha256[:8].upper(),
        qr_text=qr_text(connection, book, row, content),
        date_style=date_style(connection, book),
        chain_head=head,
    )
    hits = scan(connection, book.village_id, drawn.data, kind_in(connection, book, row["kind"]), content)
    if hits and not override_why:
        raise UserError(
            "notice.leak",
            f"{number}不能{what}：{_places(hits)}",
            f"请改掉再{what}；确认可以公开的，要写明放行原因（--override）",
        )
    pdf_id = book.files.put(work, drawn.data, f"{number}.pdf", "application/pdf")
    frozen = {
        "heading": content.title,
        "content": content.to_json(),
        "sha256": content.sha256,
        "from_on": content.from_on,
        "through_on": content.through_on,
        "as_of": content.as_of,
        "days": (content.through_on - content.from_on).days,
        "open_ended": True if days == LONG else None,
        "place": content.place,
        "paper": drawn.paper,
        "chain_head": head,
        "pdf_id": pdf_id,
        "finalised_at": work.now,
        "override_why": override_why or None,
        **notice_projects.named(connection, book.village_id, row, content),
    }
    return content, frozen, hits


def lengthened(
    content: NoticeContent, kind_id: str, on: dt.date, days: int | str | None, work: Work, book: Book
) -> NoticeContent:
    """The content with a longer period, if one was asked for; a shorter one is refused.

    Raises:
        UserError: the days asked for are fewer than the rule's.
    """
    if days is None:
        return content
    if days == LONG:
        return replace(content, days_text=LONG)
    own = overrides(work.connection, book.village_id)
    through = last_day(on, int(days), own)
    if through < content.through_on:
        least = kind_in(work.connection, book, kind_id).length(on, own)
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
