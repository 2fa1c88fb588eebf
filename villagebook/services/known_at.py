"""The book as it was recorded on an earlier day: the same ledgers run on a temporary copy of it.

Two kinds of time are never mixed: ``on`` asks what was valid on a day by all that is known today; ``known_at`` asks
what had been recorded by the end of a day. The copy is made from the journal, in memory; the book is only read.
"""

from __future__ import annotations

import datetime as dt
import weakref

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.store import Book, journal
from villagebook.store.journal import KnownBook

#: Copies kept for each open book, so that paging through one of them does not make it again.
KEPT = 2

#: The country has one time zone; times are stored in UTC.
CHINA = dt.timezone(dt.timedelta(hours=8))

_copies: weakref.WeakKeyDictionary[Book, dict[int, KnownBook]] = weakref.WeakKeyDictionary()


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day."""
    return dt.datetime.combine(day, dt.time.max, CHINA)


def as_known(book: Book, at: dt.date | dt.datetime | None) -> Book:
    """The book as it had been recorded by the end of a day, or by an aware time; None, or nothing since: the book.

    The copy belongs to this module; callers do not close it.

    Raises:
        UserError: the book was begun later.
    """
    if at is None:
        return book
    time = at if isinstance(at, dt.datetime) else end_of(at)
    seq = journal.known_seq(book, time)
    if seq == 0:
        first = journal.entry(book, 1)
        begun = f"，这本账 {chinese(first.at.astimezone(CHINA).date())} 才建" if first else ""
        day = chinese(time.astimezone(CHINA).date())
        raise UserError("known_at.before", f"{day}书里还什么都没有{begun}", "请选后面的日期")
    newest = journal.entries(book, 1)
    if newest and newest[0].seq == seq:
        return book
    return _kept(book, seq)


def _kept(book: Book, seq: int) -> KnownBook:
    copies = _copies.setdefault(book, {})
    copy = copies.pop(seq, None) or journal.rolled_back(book, seq)
    copies[seq] = copy
    while len(copies) > KEPT:
        # Forgotten, not closed: another thread may be reading it still.
        del copies[next(iter(copies))]
    return copy
