"""A notice that corrects another: the same kind and subject, drawn from the book as it is now.

That the one corrected falls when this one goes up is in notice_earlier.py.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.models import Notice
from villagebook.notices.stored import number_of
from villagebook.services import publicity
from villagebook.services.notice_sheets import About, Row, notice_row
from villagebook.services.notice_states import CORRECTED, NOT_HUNG, WITHDRAWN
from villagebook.store import Book


def _about(connection: Connection, row: Row) -> About:
    told: Row = row["subject"] or {}
    return About(
        project=told.get("project"), households=tuple(told.get("households") or ()),
        cases=tuple(told.get("cases") or ()), year=told.get("year"), period=told.get("period") or "",
        basis_document=row["basis_document"], meeting=row["meeting_id"],
        follows=number_of(connection, row["follows_id"]),
    )  # fmt: skip


def correct(book: Book, number: str, *, actor: str, today: dt.date) -> publicity.Drafted:
    """Draft a correction of a posted notice: the same kind and subject from the book as it is now.

    Raises:
        UserError: it was not posted, has no content of ours, is withdrawn or corrected already, or a correction of it
            is drafted; or there is nothing to show.
    """
    with book.read() as connection:
        row = notice_row(connection, book, number)
        _refuse_correcting(connection, row)
        kind, about = row["kind"], _about(connection, row)
    about["corrects"] = number
    return publicity.draft(book, kind, actor=actor, today=today, **about)


def _refuse_correcting(connection: Connection, row: Row) -> None:
    number, state = row["number"], row["state"]
    if row["posted_at"] is None:
        raise UserError("notice.state", f"{number}现在是{state}，没有张贴，不用更正", "直接改就可以")
    if row["content"] is None:
        raise UserError("notice.not_ours", f"{number}不是本村拟的，不能在这里更正", "请发文的单位更正")
    if state in (CORRECTED, WITHDRAWN):
        raise UserError("notice.state", f"{number}{state}，不能再更正", "请对最后张贴的那一份更正")
    query = select(Notice.number).where(Notice.replaces_id == row["id"], Notice.state.in_(NOT_HUNG))
    waiting = connection.execute(query).scalars().first()
    if waiting is not None:
        raise UserError("notice.correction_waits", f"{number}的更正公示{waiting}已经拟好", "请改那一份，或先撤销它")


def linked(connection: Connection, key: uuid.UUID) -> tuple[str, str]:
    """Return the numbers of the notice this one corrects, and of the hung one that corrects it; empty if none."""
    columns = Notice.__table__.c
    before = connection.execute(select(columns.replaces_id).where(columns.id == key)).scalar()
    after = select(columns.number).where(columns.replaces_id == key, columns.posted_at.is_not(None))
    return number_of(connection, before), connection.execute(after.order_by(columns.serial)).scalars().first() or ""
