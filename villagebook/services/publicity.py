"""Notices from draft to archive: draft from the book, render, scan the finished sheet, freeze, take down, withdraw.

Posting is one act: the content is drawn, the finished PDF is scanned for anything private, and content, SHA-256 and
the PDF itself are frozen. Nothing posted changes afterwards; a mistake is withdrawn and drafted anew.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.base.settings import read as read_setting
from villagebook.base.sheet import NoticeContent
from villagebook.documents.notice import NoticePdf, render_notice
from villagebook.documents.notice_words import missing
from villagebook.exporting.leaks import Hit
from villagebook.ledgers import Scope
from villagebook.models import Change, Meeting, Notice, Operation, Project, Village
from villagebook.notices import NOTICE_KINDS, NoticeKind, NoticeSubject
from villagebook.policies import Overrides, period
from villagebook.services.overrides import overrides, settings_in
from villagebook.services.secrets import scan
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work, journal

Row = dict[str, Any]

DRAFT, UP, DUE_DOWN, DOWN, WITHDRAWN = "草稿", "公示中", "待摘下", "已摘下", "已撤回"


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A notice kind as lists of choices show it; ``asks`` says what to choose: project, households, year."""

    id: str
    number: str
    name: str
    days: str
    asks: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Everything the page of one notice shows; ``state`` as of the day asked for."""

    row: Mapping[str, Any]
    state: str
    content: NoticeContent | None
    problem: str
    days_left: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Planned:
    """When a draft would hang; ``least`` is what the rule asks for, ``too_short`` whether this is less."""

    from_on: dt.date
    through_on: dt.date
    days_text: str
    least: str
    too_short: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """What the finished sheet of a draft has that keeps it from being posted.

    Attributes:
        missing: Characters no face has, one line each: where, which.
        hits: What looks private, with page and place.
        proposal: One line on how it would be read better, empty if all is well.
    """

    missing: tuple[str, ...]
    hits: tuple[Hit, ...]
    proposal: str


def kinds(on: dt.date) -> list[KindInfo]:
    """All kinds with the days in force on that day."""
    return [KindInfo(k.id, k.number, k.name, str(period(k.days, on)), k.asks) for k in NOTICE_KINDS]


def kind_of(kind_id: str) -> NoticeKind:
    """Return a kind by id, number (N4) or name.

    Raises:
        UserError: there is none.
    """
    for kind in NOTICE_KINDS:
        if kind_id in (kind.id, kind.number, kind.name):
            return kind
    raise UserError("notice.kind", f"没有“{kind_id}”这种公示", f"可以是：{'、'.join(k.id for k in NOTICE_KINDS)}")


@verb("notice.draft", "拟公示", Undo.INVERSE)
def draft(
    book: Book,
    kind_id: str,
    *,
    actor: str,
    today: dt.date,
    project: str | None = None,
    households: Sequence[str] = (),
    year: int | None = None,
    basis_document: str | None = None,
    meeting: uuid.UUID | None = None,
) -> Drafted:
    """Draft a notice from the book; nothing is typed twice.

    Args:
        today: The day it is meant to go up; may be changed when posting.
        project, households, year: What it is about; the kind says which it needs.

    Raises:
        UserError: the kind needs something that was not given, or there is nothing to show.
    """
    kind = kind_of(kind_id)
    with book.work(declaration(draft).id, actor, f"拟{kind.name}", Undo.INVERSE) as work:
        village = _village(work.connection, work)
        serial = _next_serial(work, today.year)
        number = f"{village['number_prefix'] or '公示'}〔{today.year}〕{serial}号"
        subject = {"project": project, "households": list(households), "year": year}
        project_row = _project(work.connection, book, project)
        row: Row = {
            "id": work.new_id(),
            "number": number,
            "year": today.year,
            "serial": serial,
            "kind": kind.id,
            "state": DRAFT,
            "subject": subject,
            "project_id": project_row,
            "basis_document": basis_document,
            "words": None,
            "place": village["board_place"],
            "from_on": today,
            "meeting_id": meeting,
            "days": None,
        }
        content = _draft_content(work.connection, book, row, today, today)
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
        row = _row(work.connection, book, number)
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
        row = _row(work.connection, book, number)
        _must_be(row, DRAFT, "张贴")
        content = _lengthened(_draft_content(work.connection, book, row, on, on), row["kind"], on, days, work, book)
        _refuse_missing(content)
        code = content.sha256[:8].upper()
        drawn = render_notice(
            content,
            check_code=code,
            qr_text=qr_text(work.connection, book, row, content),
            date_style=_date_style(work.connection, book),
        )
        hits = scan(work.connection, book.village_id, drawn.data, kind_of(row["kind"]), content.title)
        if hits and not override_why:
            raise UserError(
                "notice.leak",
                f"{number}不能张贴：{_places(hits)}",
                "请改掉再张贴；确认可以公开的，要写明放行原因（--override）",
            )
        head = journal.head(book)
        pdf_id = book.files.put(work, drawn.data, f"{number}.pdf", "application/pdf")
        work.write_rows(
            Notice,
            updates=[
                (
                    row["id"],
                    {
                        "state": UP,
                        "heading": content.title,
                        "content": content.to_json(),
                        "sha256": content.sha256,
                        "pdf_id": pdf_id,
                        "from_on": content.from_on,
                        "through_on": content.through_on,
                        "as_of": content.as_of,
                        "days": (content.through_on - content.from_on).days,
                        "place": content.place,
                        "paper": drawn.paper,
                        "chain_head": head[:12],
                        "posted_at": work.now,
                        "override_why": override_why or None,
                    },
                )
            ],
        )
        work.heading = f"张贴 {number} {content.title}"
        changed = Changed.of(work.commit())
    return Posted(changed, number, content.from_on, content.through_on, content.sha256, code, tuple(hits))


@verb("notice.take_down", "摘下公示", Undo.INVERSE)
def take_down(book: Book, number: str, on: dt.date, *, actor: str, result: str = "") -> Changed:
    """Record that a posted notice was taken down.

    Raises:
        UserError: it is not on the wall, or the day lies before it went up.
    """
    with book.work(declaration(take_down).id, actor, f"摘下 {number}", Undo.INVERSE) as work:
        row = _row(work.connection, book, number)
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
        row = _row(work.connection, book, number)
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


def view(book: Book, number: str, today: dt.date) -> NoticeView:
    """One notice with its content: frozen if posted, drafted now if not."""
    with book.read() as connection:
        row = _row(connection, book, number)
        content, problem = None, ""
        try:
            content = _content(connection, book, row, today)
        except UserError as error:
            problem = str(error)
    state = state_on(row, today)
    left = (row["through_on"] - today).days if state in (UP, DUE_DOWN) else None
    return NoticeView(row, state, content, problem, left, (row["sha256"] or "")[:8].upper())


def state_on(row: Mapping[str, Any], today: dt.date) -> str:
    """The state as of a day: a notice past its last day waits to be taken down."""
    if row["state"] == UP and row["through_on"] is not None and today > row["through_on"]:
        return DUE_DOWN
    return str(row["state"])


def render(book: Book, number: str, *, today: dt.date, paper: str | None = None) -> NoticePdf:
    """The sheet: of a posted notice the frozen content, of a draft what it would say now.

    ``frozen_pdf`` gives the posted file itself; this draws anew, also in another size.
    """
    with book.read() as connection:
        row = _row(connection, book, number)
        content = _content(connection, book, row, today)
        posted = row["posted_at"] is not None
        code = content.sha256[:8].upper() if posted else ""
        qr = qr_text(connection, book, row, content) if posted else None
        style = _date_style(connection, book)
    return render_notice(content, check_code=code, qr_text=qr, paper=paper, draft=not posted, date_style=style)


def frozen_pdf(book: Book, number: str) -> bytes | None:
    """The posted PDF itself, or None for a draft."""
    with book.read() as connection:
        row = _row(connection, book, number)
    return None if row["pdf_id"] is None else book.files.read(row["pdf_id"])


def preview(
    book: Book,
    kind_id: str,
    *,
    today: dt.date,
    project: str | None = None,
    households: Sequence[str] = (),
    year: int | None = None,
    basis_document: str | None = None,
    meeting: uuid.UUID | None = None,
) -> NoticePdf:
    """What a notice would look like if it were drafted so; nothing is written.

    Raises:
        UserError: as ``draft``.
    """
    row: Row = {
        "kind": kind_of(kind_id).id,
        "number": "",
        "subject": {"project": project, "households": list(households), "year": year},
        "basis_document": basis_document,
        "meeting_id": meeting,
        "words": None,
    }
    with book.read() as connection:
        content = _draft_content(connection, book, row, today, today)
        style = _date_style(connection, book)
    return render_notice(content, draft=True, date_style=style)


def plan(book: Book, number: str, on: dt.date, days: int | None = None) -> Planned:
    """When a draft would hang if it were posted on a day, for the kind's own time or for so many days.

    Raises:
        UserError: there is nothing to show.
    """
    with book.read() as connection:
        row = _row(connection, book, number)
        content = _draft_content(connection, book, row, on, on)
        own = overrides(connection, book.village_id)
        least = str(period(kind_of(row["kind"]).days, on, own))
        through = content.through_on if days is None else _through(on, days, own)
    return Planned(on, through, content.days_text if days is None else f"{days}天", least, through < content.through_on)


def examine(book: Book, number: str, *, today: dt.date) -> Examined:
    """What would keep a draft from being posted, found on the finished sheet.

    Raises:
        UserError: there is nothing to show.
    """
    drawn = render(book, number, today=today)
    with book.read() as connection:
        row = _row(connection, book, number)
        content = _content(connection, book, row, today)
        hits = scan(connection, book.village_id, drawn.data, kind_of(row["kind"]), content.title)
    return Examined(_missing(content), hits, drawn.proposal)


def leaks(book: Book, number: str, *, today: dt.date) -> tuple[Hit, ...]:
    """What the scan of the finished sheet would find now."""
    drawn = render(book, number, today=today)
    with book.read() as connection:
        row = _row(connection, book, number)
        return scan(
            connection, book.village_id, drawn.data, kind_of(row["kind"]), _content(connection, book, row, today).title
        )


def qr_text(connection: Connection, book: Book, row: Mapping[str, Any], content: NoticeContent) -> str:
    """``VB1:BOOK:NUMBER:HASH`` in capitals: the village's code, year and serial, the first 16 of the SHA-256."""
    village = connection.execute(select(Village.code).where(Village.id == book.village_id)).scalar_one()
    return f"VB1:{village}:{row['year']}-{row['serial']}:{content.sha256[:16].upper()}"


def _content(connection: Connection, book: Book, row: Row, today: dt.date) -> NoticeContent:
    if row["content"] is not None:
        return NoticeContent.from_json(row["content"])
    return _draft_content(connection, book, row, max(today, row["from_on"] or today), today)


def _draft_content(connection: Connection, book: Book, row: Row, from_on: dt.date, today: dt.date) -> NoticeContent:
    kind = kind_of(row["kind"])
    subject = NoticeSubject(
        project_code=row["subject"].get("project"),
        household_codes=tuple(row["subject"].get("households") or ()),
        year=row["subject"].get("year"),
        from_on=from_on,
        number=row["number"],
        basis_document=row["basis_document"],
        meeting_id=row["meeting_id"],
        words=row["words"] or {},
    )
    scope = Scope(book.village_id, today, posted_only=True)
    return kind.draft(connection, scope, subject, overrides(connection, book.village_id))


def _lengthened(
    content: NoticeContent, kind_id: str, on: dt.date, days: int | None, work: Work, book: Book
) -> NoticeContent:
    """The content with a longer period, if one was asked for; a shorter one is refused."""
    if days is None:
        return content
    least = period(kind_of(kind_id).days, on, overrides(work.connection, book.village_id))
    through = _through(on, days, overrides(work.connection, book.village_id))
    if through < content.through_on:
        raise UserError("notice.too_short", f"公示不能少于{least}，写的是{days}天", "可以更长，不能更短")
    return replace(content, through_on=through, days_text=f"{days}天")


def _through(on: dt.date, days: int, own: Overrides) -> dt.date:
    """The last day of so many days from ``on``; the village's habit says whether the first day counts."""
    counts = bool(read_setting("notice.first_day_counts", settings_in(own)))
    return Period(days, "day").after(on, first_day_counts=counts)


def _date_style(connection: Connection, book: Book) -> str:
    return str(read_setting("paper.date_style", settings_in(overrides(connection, book.village_id))))


def _refuse_missing(content: NoticeContent) -> None:
    found = _missing(content)
    if found:
        listed = "、".join(found[:5])
        raise UserError("notice.missing_glyph", f"缺字：{listed}没有一种字体能印", "请核对这个字，或装上有这个字的字体")


def _missing(content: NoticeContent) -> tuple[str, ...]:
    return tuple(f"{where}的“{char}”（U+{ord(char):04X}）" for where, char in missing(content))


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


def _row(connection: Connection, book: Book, number: str) -> Row:
    query = select(Notice.__table__).where(Notice.village_id == book.village_id, Notice.number == number)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UserError("notice.unknown", f"没有公示“{number}”", "请用 notice list 看有哪些")
    return dict(row)


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


def meetings(book: Book) -> list[tuple[str, str]]:
    """Meetings to choose from as (key, what and when)."""
    with book.read() as connection:
        rows = connection.execute(
            select(Meeting.id, Meeting.kind, Meeting.held_on, Meeting.subject)
            .where(Meeting.village_id == book.village_id)
            .order_by(Meeting.held_on.desc())
        )
        return [(str(r.id), f"{r.held_on or ''} {r.kind} {r.subject or ''}".strip()) for r in rows]
