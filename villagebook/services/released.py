"""What hung on an entry that is taken out of the book is set free: a list's line is unpaid again, a bank line open."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, select

from villagebook.models import RECORDS, BankMatch, FundEntry, Record
from villagebook.store import Work


def release(work: Work, entry: uuid.UUID) -> None:
    """Clear every reference to a draft entry; a record that is nothing without it goes (a matched bank line's match).

    Lines that were marked as paid by it lose the day, too.
    """
    for record, column in _naming_entries():
        key = record.__table__.c.id
        rows = list(work.connection.execute(select(key).where(column == entry)).scalars())
        if not rows:
            continue
        if record is BankMatch:
            # What is left of a line's entries no longer adds up to it: the line is open again as a whole.
            lines = select(BankMatch.line_id).where(BankMatch.entry_id == entry)
            rows = list(work.connection.execute(select(key).where(BankMatch.line_id.in_(lines))).scalars())
        if not column.nullable:
            work.write_rows(record, deletes=rows)
            continue
        cleared: dict[str, Any] = {column.name: None}
        if "paid_on" in record.__table__.c:
            cleared["paid_on"] = None
        work.write_rows(record, updates=[(row, cleared) for row in rows])


def _naming_entries() -> Iterator[tuple[type[Record], Column[Any]]]:
    """Every column of another record that names an entry."""
    for record in RECORDS:
        if record is not FundEntry:
            for column in record.__table__.columns:
                if any(key.column.table.name == "fund_entry" for key in column.foreign_keys):
                    yield record, column  # type: ignore[misc]
