"""What happened to a notice while it hung: torn by weather and put up again, moved, looked after.

A frozen notice is not lengthened by what happened to it: days off the wall are told, and a check says that its time
was not full; the officer may leave it hanging longer before taking it down.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.ledgers.parts import table
from villagebook.models import Notice, NoticeEvent
from villagebook.models.codes import CODES
from villagebook.notices.wall import DAMAGED, days_off, hung_on
from villagebook.services.notice_days import refuse_to_come
from villagebook.services.notice_sheets import Row, notice_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

__all__ = ["DAMAGED", "MOVED", "SEEN", "Event", "days_off", "events", "events_of", "put_back", "record", "remove"]

MOVED, SEEN = "移位", "巡查"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened; ``days`` is how long the sheet was off the wall because of it."""

    key: uuid.UUID
    kind: str
    on: dt.date
    back_on: dt.date | None
    who: str
    witness: str
    note: str
    days: int

    @property
    def words(self) -> str:
        """破损脱落，11-03 补贴（2 天不在墙上）."""
        if self.kind != DAMAGED:
            return self.kind
        if self.back_on is None:
            return f"破损脱落，还没有补贴（{self.days} 天不在墙上）" if self.days else "破损，还没有补贴"
        return f"破损，{self.back_on:%m-%d} 补贴" + (f"（{self.days} 天不在墙上）" if self.days else "")


@verb("notice.event", "记张贴情况", Undo.INVERSE)
def record(
    book: Book,
    number: str,
    kind: str,
    on: dt.date,
    *,
    actor: str,
    back_on: dt.date | None = None,
    who: str = "",
    witness: str = "",
    note: str = "",
    today: dt.date | None = None,
) -> Changed:
    """Write down what happened to a notice on the wall.

    Args:
        kind: 破损补贴, 移位, 巡查 or 其他.
        on: The day it happened; of damage, the first day the sheet was not readable on the wall.
        back_on: Of damage, the day it was put up again; None while it is not.

    Raises:
        UserError: it did not hang on that day, it was put up again before it fell, or a day is to come (after
            ``today``).
    """
    known = CODES["notice_event"].values
    if kind not in known:
        raise UserError("notice.event_kind", f"没有“{kind}”这一项", f"可以是：{'、'.join(known)}")
    with book.work(declaration(record).id, actor, f"{kind} {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        _hung_then(row, on)
        refuse_to_come(number, max(on, back_on or on), today, kind)
        if back_on is not None and (kind != DAMAGED or back_on < on):
            raise UserError("notice.event_back", f"{number}{on}{kind}，补贴日期{back_on}不对", "请核对日期")
        work.write_rows(NoticeEvent, inserts=[{
            "id": work.new_id(), "notice_id": row["id"], "kind": kind, "on": on, "back_on": back_on,
            "who": who.strip() or None, "witness": witness.strip() or None, "note": note.strip() or None,
        }])  # fmt: skip
        work.heading = f"{number} {on} {kind}"
        return Changed.of(work.commit())


@verb("notice.put_back", "补贴公示", Undo.INVERSE)
def put_back(
    book: Book, event: uuid.UUID, on: dt.date, *, actor: str, who: str = "", witness: str = "",
    today: dt.date | None = None,
) -> Changed:  # fmt: skip
    """Write down that a damaged notice was put up again.

    Raises:
        UserError: the record is gone, is of no damage, or the day is to come (after ``today``) or lies before it fell.
    """
    with book.work(declaration(put_back).id, actor, "补贴公示", Undo.INVERSE) as work:
        row = _event_row(work, event)
        if row["kind"] != DAMAGED or on < row["on"]:
            said = f"{row['number']}{row['on']}{row['kind']}，补贴日期{on}不对"
            raise UserError("notice.event_back", said, "请核对日期")
        refuse_to_come(row["number"], on, today, "补贴")
        new: Row = {"back_on": on}
        new |= {name: text.strip() for name, text in (("who", who), ("witness", witness)) if text.strip()}
        work.write_rows(NoticeEvent, updates=[(event, new)])
        work.heading = f"补贴 {row['number']}（{on}）"
        return Changed.of(work.commit())


@verb("notice.event_remove", "删张贴情况", Undo.INVERSE)
def remove(book: Book, event: uuid.UUID, *, actor: str) -> Changed:
    """Take a record of what happened away again.

    Raises:
        UserError: it is gone already.
    """
    with book.work(declaration(remove).id, actor, "删张贴情况", Undo.INVERSE) as work:
        row = _event_row(work, event)
        work.write_rows(NoticeEvent, deletes=[event])
        work.heading = f"删 {row['number']} {row['on']} {row['kind']}"
        return Changed.of(work.commit())


def events(book: Book, number: str, today: dt.date) -> tuple[Event, ...]:
    """What happened to a notice, the first first."""
    with book.read() as connection:
        row = notice_row(connection, book, number)
        return tuple(_event(one, row, today) for one in events_of(connection, row["id"]))


def events_of(connection: Connection, notice: uuid.UUID) -> list[Mapping[str, Any]]:
    """The rows of what happened to a notice, the first first."""
    rows = table(NoticeEvent)
    query = select(rows).where(rows.c.notice_id == notice).order_by(rows.c.on, rows.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _event(one: Mapping[str, Any], row: Row, today: dt.date) -> Event:
    until = row["taken_down_on"] or row["withdrawn_on"] or today
    return Event(
        one["id"], one["kind"], one["on"], one["back_on"], one["who"] or "", one["witness"] or "", one["note"] or "",
        days_off([one], until),
    )  # fmt: skip


def _hung_then(row: Row, on: dt.date) -> None:
    up, down = hung_on(row), row["taken_down_on"] or row["withdrawn_on"]
    if up is None:
        raise UserError("notice.state", f"{row['number']}现在是{row['state']}，还没有张贴", "张贴以后才有张贴情况")
    if on < up or (down is not None and on > down):
        hint = f"{up}张贴" + (f"，{down}摘下" if down else "")
        raise UserError("notice.event_day", f"{row['number']}{on}不在墙上", hint)


def _event_row(work: Work, key: uuid.UUID) -> Mapping[str, Any]:
    event, notice = table(NoticeEvent), table(Notice)
    query = select(event, notice.c.number).select_from(event.join(notice, notice.c.id == event.c.notice_id))
    query = query.where(event.c.id == key, event.c.village_id == work.village_id)
    row = work.connection.execute(query).mappings().first()
    if row is None:
        raise UserError("record.gone", "这条记录已经不在了", "请刷新后再看")
    return dict(row)
