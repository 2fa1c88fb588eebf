"""Whether what hangs and what the book says are still the same; a notice never changes by itself."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Connection

from villagebook.base.errors import UserError
from villagebook.notices.compared import Compared, compare, worth_comparing
from villagebook.notices.difference import Difference
from villagebook.services.notice_sheets import notice_row
from villagebook.services.notice_states import RECEIVED
from villagebook.services.overrides import overrides
from villagebook.store import Book

__all__ = ["Compared", "Difference", "differing", "of"]


def of(book: Book, number: str, today: dt.date) -> Compared:
    """Return how a posted notice and the book differ.

    Raises:
        UserError: there is no such notice, or it has no frozen content of ours.
    """
    with book.read() as connection:
        row = notice_row(connection, book, number)
        if row["kind"] == RECEIVED:
            raise UserError("notice.received", f"{number}不是本村拟的，没有可比的台账", "请看原件")
        if row["content"] is None:
            raise UserError("notice.no_content", f"{number}还没有定稿，没有可比的内容", "草稿总是照台账现拟的")
        return compare(connection, row, overrides(connection, book.village_id), today)


def differing(connection: Connection, village_id: uuid.UUID, today: dt.date) -> list[tuple[Compared, str]]:
    """Return the notices that still hang and differ from the book, each with its title."""
    own = overrides(connection, village_id)
    hanging = worth_comparing(connection, village_id, today, recent=dt.timedelta(days=-1))
    found = ((compare(connection, row, own, today), row["heading"] or row["number"]) for row in hanging)
    return [(one, heading) for one, heading in found if one.found]
