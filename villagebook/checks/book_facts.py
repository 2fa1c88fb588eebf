"""What every check may ask of a book: the day, the policies in force, what was ever received. Nothing here judges."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.ledgers import Scope, own
from villagebook.ledgers.parts import table
from villagebook.models import BY_TABLE, FieldInfo, Record, info
from villagebook.policies import Overrides, Value, find


class BookFacts:
    """The rows of one village as of ``scope.on``, with the policies in force.

    Args:
        overrides: The book's own values of policies; None reads them from the book.
    """

    def __init__(self, conn: Connection, scope: Scope, overrides: Overrides | None = None) -> None:
        self.conn = conn
        self.scope = scope
        self.on = scope.on
        self._overrides = overrides
        self._received: dict[tuple[str, int | None], bool] = {}

    # What the book ever received

    def received(self, attribute: Any, year: int | None = None) -> bool:
        """Whether any record has a value in this field (a mapped attribute or FieldInfo), in a year if given."""
        field = attribute if isinstance(attribute, FieldInfo) else info(attribute)
        key = (field.id, year)
        if key not in self._received:
            record = table(BY_TABLE[field.record])
            statement = select(record.c.id).where(record.c[field.name].is_not(None)).limit(1)
            statement = statement.where(record.c.village_id == self.scope.village_id)
            if year is not None:
                statement = statement.where(record.c.year == year)
            self._received[key] = self.conn.execute(statement).first() is not None
        return self._received[key]

    def has_records(self, record: type[Record]) -> bool:
        """Whether there is any record of this kind."""
        rows = table(record)
        return self.conn.execute(
            select(rows.c.id).where(rows.c.village_id == self.scope.village_id).limit(1)
        ).first() is not None  # fmt: skip

    # Rules from outside

    @cached_property
    def overrides(self) -> Overrides:
        """The book's own values of policies."""
        if self._overrides is not None:
            return self._overrides
        return own.policies(self.conn, self.scope.village_id)

    @cached_property
    def own_codes(self) -> dict[str, frozenset[str]]:
        """Values the village added to code lists."""
        return own.codes(self.conn, self.scope.village_id)

    def limit(self, policy_id: str, on: dt.date) -> int | None:
        """Return a counted policy or one in 分 in force on a day; None if there is none."""
        found = self._policy(policy_id, on)
        return found if isinstance(found, int) else None

    def period(self, policy_id: str, on: dt.date) -> Period | None:
        """Return a policy that is a period in force on a day; None if there is none."""
        found = self._policy(policy_id, on)
        return found if isinstance(found, Period) else None

    def _policy(self, policy_id: str, on: dt.date) -> Value | None:
        try:
            return find(policy_id, on, self.overrides)
        except UserError:
            # The book's own value has a wrong shape: policies.own-value reports it; rules go on with the stated one.
            return find(policy_id, on)

    def as_of(self, year: int | None) -> dt.date:
        """The day a yearly record speaks of: its last day, or the day of the scope if that is earlier."""
        return self.on if year is None else min(self.on, dt.date(max(1, min(year, 9999)), 12, 31))

    def school_day(self, year: int | None) -> dt.date:
        """31 August of the school year a yearly record speaks of: the day by which ages for school count."""
        day = self.as_of(year)
        return dt.date(day.year if (day.month, day.day) >= (8, 31) else day.year - 1, 8, 31)

    def extras(self, record: type[Record]) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
        """Yield key and cells of records that keep cells under unknown or unreadable headings."""
        rows = table(record)
        statement = select(rows.c.id, rows.c.extra).where(
            rows.c.village_id == self.scope.village_id, rows.c.extra.is_not(None)
        )
        for key, extra in self.conn.execute(statement):
            if isinstance(extra, dict):
                yield key, extra
