"""Notices of the village: drafted from the book, their words, and everything else about them by one name.

Drafting is here; how one goes up is in notice_life.py, how it comes down in notice_endings.py, what it says and how
its sheet looks in notice_sheets.py, its states in notice_states.py. What callers use of them is named here too, so
that they know one module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Unpack, cast

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.models import Change, Notice, Operation, Project, Village
from villagebook.services import notice_cases
from villagebook.services.notice_endings import archive, take_down, withdraw
from villagebook.services.notice_life import Posted, finalise, hang, post, unfinalise
from villagebook.services.notice_sheets import (
    About,
    Examined,
    KindInfo,
    NoticeView,
    Planned,
    asked,
    drafted_content,
    examine,
    frozen_pdf,
    kind_in,
    kind_of,
    kind_to_draft,
    kinds,
    leaks,
    meetings,
    notice_row,
    plan,
    preview,
    qr_text,
    render,
    view,
)
from villagebook.services.notice_states import (
    ARCHIVED,
    CORRECTED,
    DOWN,
    DRAFT,
    EXPIRED,
    HANGING,
    LONG,
    NOT_HUNG,
    READY,
    RECEIVED,
    UP,
    WITHDRAWN,
    must_be,
    open_objections,
    state_on,
)
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

__all__ = [
    "ARCHIVED",
    "CORRECTED",
    "DOWN",
    "DRAFT",
    "EXPIRED",
    "HANGING",
    "LONG",
    "NOT_HUNG",
    "READY",
    "RECEIVED",
    "UP",
    "WITHDRAWN",
    "About",
    "Drafted",
    "Examined",
    "KindInfo",
    "NoticeView",
    "Planned",
    "Posted",
    "archive",
    "change_words",
    "draft",
    "examine",
    "finalise",
    "frozen_pdf",
    "hang",
    "kind_in",
    "kind_of",
    "kinds",
    "leaks",
    "meetings",
    "open_objections",
    "plan",
    "post",
    "preview",
    "qr_text",
    "render",
    "state_on",
    "take_down",
    "unfinalise",
    "view",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A new draft."""

    changed: Changed
    number: str
    title: str


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
        kind = kind_to_draft(work.connection, book, kind_id)
        about = cast(About, notice_cases.about_cases(work.connection, book.village_id, kind, today, about))
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
    now = select(func.max(Notice.serial)).where(
        Notice.village_id == work.village_id, Notice.year == year, Notice.kind != RECEIVED
    )
    return 1 + max(work.connection.execute(query).scalar() or 0 for query in (ever, now))


@verb("notice.word", "改公示词句", Undo.INVERSE)
def change_words(book: Book, number: str, words: Mapping[str, str], *, actor: str) -> Changed:
    """Change words of a draft (basis, sentences, place …); numbers cannot be changed here.

    Raises:
        UserError: the notice is posted already.
    """
    with book.work(declaration(change_words).id, actor, f"改词句 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        must_be(row, (DRAFT,), "改词句")
        kept = {**(row["words"] or {}), **words}
        work.write_rows(Notice, updates=[(row["id"], {"words": {k: v for k, v in kept.items() if v} or None})])
        return Changed.of(work.commit())


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
