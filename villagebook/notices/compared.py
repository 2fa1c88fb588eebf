"""A posted notice beside what the book would say in its place: the same kind and subject, drawn as of the same day.

Entries after that day, the length of the period and the day itself are left out by drawing as of then; phones are
those of today while the sheet still hangs, because that is where people call.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import Scope
from villagebook.ledgers.parts import table
from villagebook.ledgers.standing_notices import stands
from villagebook.models import Notice
from villagebook.notices.difference import Difference, difference
from villagebook.notices.drafting import whom_to_tell
from villagebook.notices.kind import NoticeKind
from villagebook.notices.kinds import NOTICE_KINDS
from villagebook.notices.own import own_kind
from villagebook.notices.stored import subject_of
from villagebook.policies import Overrides

#: So many days after it came down a notice is still compared: what it said may still be answered for.
RECENT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Compared:
    """A posted notice and the book.

    Attributes:
        number: Of the notice.
        found: What the book says differently; empty if they agree.
        problem: Why it cannot be said: the book can no longer draw such a notice; empty if it can.
    """

    number: str
    found: tuple[Difference, ...]
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether they are known to agree."""
        return not self.found and not self.problem


def compare(conn: Connection, row: Mapping[str, Any], overrides: Overrides, today: dt.date) -> Compared:
    """Return how a notice with frozen content and the book differ.

    Args:
        row: The notice's. today: Phones are those of this day while the sheet hangs.
    """
    frozen = NoticeContent.from_json(row["content"])
    kind = NOTICE_KINDS.get(row["kind"]) or own_kind(conn, row["village_id"], row["kind"])
    if kind is None:
        return Compared(row["number"], (), f"这个版本不认得“{row['kind']}”这种公示")
    try:
        now = _drawn(conn, kind, row, frozen, overrides, None)
        found = difference(frozen, _with_phones(conn, row, frozen, now, today))
        if found:
            # What is dated after the day of the figures is no difference; undated rows only count without the limit.
            then = _drawn(conn, kind, row, frozen, overrides, frozen.as_of)
            limited = difference(frozen, _with_phones(conn, row, frozen, then, today))
            found = min(found, limited, key=len)
    except UserError as error:
        return Compared(row["number"], (), str(error))
    return Compared(row["number"], found)


def _drawn(
    conn: Connection, kind: NoticeKind, row: Mapping[str, Any], frozen: NoticeContent, overrides: Overrides,
    through: dt.date | None,
) -> NoticeContent:  # fmt: skip
    scope = Scope(row["village_id"], frozen.as_of, posted_only=True, through=through)
    return kind.draft(conn, scope, subject_of(conn, row, frozen.from_on), overrides)


def _with_phones(
    conn: Connection, row: Mapping[str, Any], frozen: NoticeContent, now: NoticeContent, today: dt.date
) -> NoticeContent:
    """Return the content with the phones of today, if the sheet hangs and its kind takes the village's own."""
    if row["taken_down_on"] is not None:
        return now
    scope = Scope(row["village_id"], frozen.as_of)
    if (now.contacts, now.hotlines) != whom_to_tell(conn, scope, frozen.from_on):
        return now
    contacts, hotlines = whom_to_tell(conn, scope, max(today, frozen.from_on))
    return replace(now, contacts=contacts, hotlines=hotlines)


def worth_comparing(
    conn: Connection, village_id: uuid.UUID, today: dt.date, *, recent: dt.timedelta = RECENT
) -> list[Mapping[str, Any]]:
    """Return the notices with content of ours that stand and hang, or came down a short time ago, oldest first."""
    notice = table(Notice)
    query = (
        select(notice)
        .where(notice.c.village_id == village_id, stands(notice), notice.c.content.is_not(None))
        .where(notice.c.taken_down_on.is_(None) | (notice.c.taken_down_on >= today - recent))
        .order_by(notice.c.year, notice.c.serial)
    )
    return [dict(row) for row in conn.execute(query).mappings()]
