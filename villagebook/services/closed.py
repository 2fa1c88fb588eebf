"""Which months and years of the voucher sequence are closed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, select

from villagebook.models import Closing

_ROWS = Closing.__table__.c
Period = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Closed:
    """The closed periods: (year, month), month None for a whole year."""

    periods: frozenset[Period]

    @classmethod
    def read(cls, connection: Connection, village_id: uuid.UUID) -> Closed:
        """Read the closings that were not reopened."""
        query = select(_ROWS.year, _ROWS.month).where(_ROWS.village_id == village_id, _ROWS.reopened_on.is_(None))
        return cls(frozenset((row.year, row.month) for row in connection.execute(query)))

    def covers(self, day: dt.date) -> bool:
        """Whether nothing is posted on this day any more."""
        return (day.year, day.month) in self.periods or (day.year, None) in self.periods

    def said(self, day: dt.date | None) -> str:
        """Say that a day is in a closed period; empty if it is not."""
        return f"{day.year}年{day.month}月已经结账" if day is not None and self.covers(day) else ""
