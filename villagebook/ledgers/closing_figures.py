"""What stood in the voucher sequence over a period: the figures a closing keeps, and is held against later.

Posted entries only, each in the month of its own date: a 冲销 belongs to the month it was written in, so that a closed
month never changes. Kinds are those entries count as.
"""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.ledgers.figures import counted_as
from villagebook.ledgers.parts import table
from villagebook.models import FundEntry

_SIGNS = {"到账": 1, "支出": -1, "收回": -1}


def days_of(year: int, month: int | None) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a month; of the year if the month is None."""
    first, last = (month, month) if month else (1, 12)
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def closing_figures(connection: Connection, village_id: uuid.UUID, year: int, month: int | None) -> dict[str, Any]:
    """Return ``entries`` (how many), ``kinds`` (kind -> 分) and ``balances`` (source -> 分 at the end) as JSON."""
    first, last = days_of(year, month)
    entry, origin = table(FundEntry), table(FundEntry, "closing_origin")
    counted = counted_as(entry, origin)
    posted = (entry.c.village_id == village_id, entry.c.posted_at.is_not(None))
    joined = entry.outerjoin(origin, origin.c.id == entry.c.reverses_id)
    query = (
        select(counted, func.count(), func.sum(entry.c.amount_fen))
        .select_from(joined)
        .where(*posted, entry.c.date.between(first, last))
        .group_by(counted)
    )
    moved = connection.execute(query).all()
    standing = (
        select(entry.c.source, counted, func.sum(entry.c.amount_fen))
        .select_from(joined)
        .where(*posted, entry.c.date <= last, counted.in_(list(_SIGNS)))
        .group_by(entry.c.source, counted)
    )
    balances: dict[str, int] = {}
    for source, kind, fen in connection.execute(standing):
        balances[source or ""] = balances.get(source or "", 0) + _SIGNS[kind] * int(fen or 0)
    return {
        "entries": sum(count for _, count, _ in moved),
        "kinds": {kind: int(fen or 0) for kind, _, fen in sorted(moved, key=lambda row: str(row[0]))},
        "balances": dict(sorted(balances.items())),
    }
