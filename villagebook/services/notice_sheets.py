"""What a notice says and how its sheet looks: content, pages, what keeps a draft off the wall. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack, cast

from sqlalchemy import Connection, select

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.base.settings import read as read_setting
from villagebook.base.sheet import NoticeContent
from villagebook.documents.notice import NoticePdf, render_notice
from villagebook.documents.notice_words import missing
from villagebook.exporting.leaks import Hit
from villagebook.ledgers import Scope
from villagebook.models import Meeting, Notice, Village
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.notices.own import NUMBER, own_kind, own_kinds
from villagebook.notices.stored import subject_of
from villagebook.policies import NO_OVERRIDES, Overrides
from villagebook.services import notice_cases
from villagebook.services.notice_states import ARCHIVED as ARCHIVED
from villagebook.services.notice_states import DOWN as DOWN
from villagebook.services.notice_states import DRAFT as DRAFT
from villagebook.services.notice_states import EXPIRED, LONG, UP, state_on
from villagebook.services.notice_states import READY as READY
from villagebook.services.notice_states import RECEIVED as RECEIVED
from villagebook.services.notice_states import WITHDRAWN as WITHDRAWN
from villagebook.services.overrides import overrides, settings_in
from villagebook.services.secrets import scan
from villagebook.store import Book

Row = dict[str, Any]


class About(TypedDict, total=False):
    """What a notice is about, as callers say it; the kind says in ``asks`` which of these it needs or may take.

    Codes and numbers as people see them: ``cases`` are codes of cases, ``period`` is 2026Q3 or 2026-09, ``follows``
    and ``corrects`` are numbers of notices; ``meeting`` is a key.
    """

    project: str | None
    households: Sequence[str]
    cases: Sequence[str]
    year: int | None
    period: str
    basis_document: str | None
    meeting: uuid.UUID | None
    follows: str
    corrects: str


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A notice kind as lists of choices show it; ``asks`` says what to choose: project, households, year."""

    id: str
    number: str
    name: str
    days: str
    asks: tuple[str, ...]


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
        unclear: Hidden names behind which several people stand on this sheet.
    """

    missing: tuple[str, ...]
    hits: tuple[Hit, ...]
    proposal: str
    unclear: tuple[str, ...] = ()


def kinds(on: dt.date, book: Book | None = None) -> list[KindInfo]:
    """All kinds with the days in force on that day; of a book also those the village made for itself."""
    if book is None:
        return [_kind_info(kind, on, NO_OVERRIDES) for kind in NOTICE_KINDS]
    with book.read() as connection:
        own = overrides(connection, book.village_id)
        made = own_kinds(connection, book.village_id)
    return [_kind_info(kind, on, own) for kind in (*NOTICE_KINDS, *made)]


def _kind_info(kind: NoticeKind, on: dt.date, own: Overrides) -> KindInfo:
    return KindInfo(kind.id, kind.number, kind.name, str(kind.length(on, own)), kind.asks)


def kind_of(kind_id: str) -> NoticeKind:
    """Return a kind by id, number (N4) or name.

    Raises:
        UserError: there is none.
    """
    for kind in NOTICE_KINDS:
        if kind_id in (kind.id, kind.number, kind.name):
            return kind
    raise UserError("notice.kind", f"没有“{kind_id}”这种公示", f"可以是：{'、'.join(k.id for k in NOTICE_KINDS)}")


def kind_in(connection: Connection, book: Book, kind_id: str) -> NoticeKind:
    """Return a kind of this book: one of the program's, or one the village made for itself (``own:<code>``).

    Raises:
        UserError: there is none.
    """
    if NOTICE_KINDS.get(kind_id) is None:
        made = own_kind(connection, book.village_id, kind_id)
        if made is not None:
            return made
    return kind_of(kind_id)


def kind_to_draft(connection: Connection, book: Book, kind_id: str) -> NoticeKind:
    """Return a kind of this book that may be drafted.

    Raises:
        UserError: there is none, or the village no longer uses it.
    """
    kind = kind_in(connection, book, kind_id)
    if kind.number == NUMBER and kind.id not in {own.id for own in own_kinds(connection, book.village_id)}:
        raise UserError("notice_form.retired", f"{kind.name}已经停用，不能再拟", "要用请先在设置里恢复")
    return kind


def view(book: Book, number: str, today: dt.date) -> NoticeView:
    """One notice with its content: frozen if posted, drafted now if not."""
    with book.read() as connection:
        row = notice_row(connection, book, number)
        content, problem = None, ""
        try:
            content = None if row["kind"] == RECEIVED else content_of(connection, book, row, today)
        except UserError as error:
            problem = str(error)
    state = state_on(row, today)
    hangs = state in (UP, EXPIRED) and row["through_on"] is not None and not row["open_ended"]
    left = (row["through_on"] - today).days if hangs else None
    return NoticeView(row, state, content, problem, left, (row["sha256"] or "")[:8].upper())


def render(book: Book, number: str, *, today: dt.date, paper: str | None = None) -> NoticePdf:
    """The sheet: of a posted notice the frozen content, of a draft what it would say now.

    ``frozen_pdf`` gives the posted file itself; this draws anew, also in another size.
    """
    with book.read() as connection:
        row = notice_row(connection, book, number)
        content = content_of(connection, book, row, today)
        posted = row["sha256"] is not None
        code = content.sha256[:8].upper() if posted else ""
        qr = qr_text(connection, book, row, content) if posted else None
        style = date_style(connection, book)
    return render_notice(
        content, check_code=code, qr_text=qr, paper=paper, draft=not posted, date_style=style,
        chain_head=row["chain_head"] or "",
    )  # fmt: skip


def frozen_pdf(book: Book, number: str) -> bytes | None:
    """The posted PDF itself, or None for a draft."""
    with book.read() as connection:
        row = notice_row(connection, book, number)
    return None if row["pdf_id"] is None else book.files.read(row["pdf_id"])


def preview(book: Book, kind_id: str, *, today: dt.date, **about: Unpack[About]) -> NoticePdf:
    """What a notice would look like if it were drafted so; nothing is written.

    Raises:
        UserError: as ``draft``.
    """
    with book.read() as connection:
        kind = kind_in(connection, book, kind_id)
        about = cast(About, notice_cases.about_cases(connection, book.village_id, kind, today, about))
        row = asked(connection, book, kind, "", about)
        content = drafted_content(connection, book, row, today, today)
        style = date_style(connection, book)
    return render_notice(content, draft=True, date_style=style)


def asked(connection: Connection, book: Book, kind: NoticeKind, number: str, about: About) -> Row:
    """The part of a draft's row that says what it is about; enough for ``drafted_content``.

    Raises:
        UserError: a notice it follows or corrects is not in the book.
    """
    subject: Row = {"project": about.get("project"), "households": list(about.get("households") or ())}
    subject["year"] = about.get("year")
    # Named only where there is something to name: drafts made before stay as they are.
    if about.get("cases"):
        subject["cases"] = list(about["cases"])
    if about.get("period"):
        subject["period"] = about["period"]
    before, wrong = about.get("follows") or "", about.get("corrects") or ""
    return {
        "kind": kind.id,
        "number": number,
        "subject": subject,
        "basis_document": about.get("basis_document"),
        "meeting_id": about.get("meeting"),
        "words": None,
        "follows_id": notice_row(connection, book, before)["id"] if before else None,
        "replaces_id": notice_row(connection, book, wrong)["id"] if wrong else None,
    }


def plan(book: Book, number: str, on: dt.date, days: int | str | None = None) -> Planned:
    """When a draft would hang if it were posted on a day, for the kind's own time, for so many days, or for LONG.

    Raises:
        UserError: there is nothing to show.
    """
    with book.read() as connection:
        row = notice_row(connection, book, number)
        content = drafted_content(connection, book, row, on, on)
        own = overrides(connection, book.village_id)
        least = str(kind_in(connection, book, row["kind"]).length(on, own))
        through = content.through_on if days in (None, LONG) else last_day(on, int(days or 0), own)
    text = content.days_text if days is None else LONG if days == LONG else f"{days}天"
    return Planned(on, through, text, least, through < content.through_on)


def examine(book: Book, number: str, *, today: dt.date) -> Examined:
    """What would keep a draft from being posted, found on the finished sheet.

    Raises:
        UserError: there is nothing to show.
    """
    drawn = render(book, number, today=today)
    with book.read() as connection:
        row = notice_row(connection, book, number)
        content = content_of(connection, book, row, today)
        kind = kind_in(connection, book, row["kind"])
        hits = scan(connection, book.village_id, drawn.data, kind, content)
        unclear = () if row["content"] is not None else unclear_names(kind, connection, book, row, today)
    return Examined(missing_lines(content), hits, drawn.proposal, unclear)


def leaks(book: Book, number: str, *, today: dt.date) -> tuple[Hit, ...]:
    """What the scan of the finished sheet would find now."""
    drawn = render(book, number, today=today)
    with book.read() as connection:
        row = notice_row(connection, book, number)
        content = content_of(connection, book, row, today)
        return scan(connection, book.village_id, drawn.data, kind_in(connection, book, row["kind"]), content)


def qr_text(connection: Connection, book: Book, row: Mapping[str, Any], content: NoticeContent) -> str:
    """``VB1:BOOK:NUMBER:HASH`` in capitals: the village's code, year and serial, the first 16 of the SHA-256."""
    village = connection.execute(select(Village.code).where(Village.id == book.village_id)).scalar_one()
    return f"VB1:{village}:{row['year']}-{row['serial']}:{content.sha256[:16].upper()}"


def content_of(connection: Connection, book: Book, row: Row, today: dt.date) -> NoticeContent:
    """What a notice says: frozen if posted, drafted as of today if not.

    Raises:
        UserError: there is nothing to show, or it is a notice from above, of which the book has the sheet only.
    """
    if row["kind"] == RECEIVED:
        raise UserError("notice.received", f"{row['number']}是上级的公示，书里只有原件", "请看原件")
    if row["content"] is not None:
        return NoticeContent.from_json(row["content"])
    return drafted_content(connection, book, row, max(today, row["from_on"] or today), today)


def drafted_content(connection: Connection, book: Book, row: Row, from_on: dt.date, today: dt.date) -> NoticeContent:
    """What a draft would say if it went up on ``from_on``."""
    return content_by(kind_in(connection, book, row["kind"]), connection, book, row, from_on, today)


def content_by(
    kind: NoticeKind, connection: Connection, book: Book, row: Row, from_on: dt.date, today: dt.date
) -> NoticeContent:
    """What a draft of this kind would say, also of one that is not in the book yet."""
    subject = subject_of(connection, row, from_on)
    scope = Scope(book.village_id, today, posted_only=True)
    return kind.draft(connection, scope, subject, overrides(connection, book.village_id))


def unclear_names(kind: NoticeKind, connection: Connection, book: Book, row: Row, today: dt.date) -> tuple[str, ...]:
    """The hidden names behind which several people would stand on a draft's sheet."""
    subject = subject_of(connection, row, max(today, row["from_on"] or today))
    scope = Scope(book.village_id, today, posted_only=True)
    return kind.unclear_names(connection, scope, subject, overrides(connection, book.village_id))


def last_day(on: dt.date, days: int, own: Overrides) -> dt.date:
    """The last day of so many days from ``on``; the village's habit says whether the first day counts."""
    counts = bool(read_setting("notice.first_day_counts", settings_in(own)))
    return Period(days, "day").after(on, first_day_counts=counts)


def date_style(connection: Connection, book: Book) -> str:
    """How the date of the 落款 is written."""
    return str(read_setting("paper.date_style", settings_in(overrides(connection, book.village_id))))


def missing_lines(content: NoticeContent) -> tuple[str, ...]:
    """Characters no face has, one line each."""
    return tuple(f"{where}的“{char}”（U+{ord(char):04X}）" for where, char in missing(content))


def notice_row(connection: Connection, book: Book, number: str) -> Row:
    """One notice by its number.

    Raises:
        UserError: there is none.
    """
    query = select(Notice.__table__).where(Notice.village_id == book.village_id, Notice.number == number)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UserError("notice.unknown", f"没有公示“{number}”", "请用 notice list 看有哪些")
    return dict(row)


def meetings(book: Book) -> list[tuple[str, str]]:
    """Meetings to choose from as (key, what and when)."""
    with book.read() as connection:
        rows = connection.execute(
            select(Meeting.id, Meeting.kind, Meeting.held_on, Meeting.subject)
            .where(Meeting.village_id == book.village_id)
            .order_by(Meeting.held_on.desc())
        )
        return [(str(r.id), f"{r.held_on or ''} {r.kind} {r.subject or ''}".strip()) for r in rows]
