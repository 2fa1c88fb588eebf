"""Sample values for every field and a row of every table, made from the declarations."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from villagebook.base.clock import FixedClock, SeededIds
from villagebook.models import JOURNAL_TABLES, RECORDS, Record, fields_of
from villagebook.store import Book, Work, create
from villagebook.store.commitments import SeededRandomness

VILLAGE = {"name": "清溪村", "code": "350699001201", "township": "云岭镇", "county": "青禾县"}
START = dt.datetime(2026, 3, 11, 2, 0, tzinfo=dt.UTC)

VALUES: dict[str, Any] = {
    "text": "一句话",
    "long_text": "第一行\n第二行",
    "name": "王𬭎",
    "code": "A-001",
    "sort": "wang hong",
    "phone": "0599-8123456",
    "id_number": "350699198001011234",
    "card": "6217000000000000000",
    "choice": "否",
    "month": "2026-03",
    "int": 3,
    "size": 5_000_000_000,
    "money": 123_456,
    "year": 2026,
    "quantity": Decimal("0.6"),
    "day": dt.date(2026, 3, 5),
    "time": dt.datetime(2026, 3, 5, 1, 2, 3, 4, tzinfo=dt.UTC),
    "bool": True,
    "json": {"甲": ["乙", 1, 1.5, None, True], "b": {}},
    "bytes": b"\x00\xff\x10",
}

#: Records a person or an import writes; the village is made with the book, the journal by the store.
WRITTEN = tuple(record for record in RECORDS if record.__tablename__ not in ("village", *JOURNAL_TABLES))


def seeded_book(path: Any, seed: int = 1) -> Book:
    """Make a book that is the same each time."""
    return create(
        path,
        VILLAGE,
        actor="王小明",
        clock=FixedClock(START),
        ids=SeededIds(seed, FixedClock(START)),
        randomness=SeededRandomness(seed),
    )


def full_row(record: type[Record], keys: dict[str, uuid.UUID]) -> dict[str, Any]:
    """Return a row with a value in every field; references point to the rows in ``keys`` (table -> key)."""
    row: dict[str, Any] = {}
    for info in fields_of(record):
        column = record.__table__.c[info.name]
        if info.kind == "key":
            row[info.name] = keys[record.__tablename__]
        elif column.foreign_keys:
            row[info.name] = keys[next(iter(column.foreign_keys)).column.table.name]
        elif info.kind == "ref":
            row[info.name] = keys["person"]
        else:
            row[info.name] = VALUES[info.kind]
    return row


def write_everything(work: Work, village_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Write one full row of every table, posted ones among them; return the keys by table."""
    keys = {record.__tablename__: work.new_id() for record in WRITTEN} | {"village": village_id}
    for record in WRITTEN:
        row = full_row(record, keys)
        if record.__tablename__ == "attachment_link":
            row["record"] = "person"
        work.write_rows(record, [row])
    return keys


def book_rows(connection: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table but the journal's, in order of their keys."""
    return {
        record.__tablename__: [
            dict(row) for row in connection.execute(record.__table__.select().order_by("id")).mappings()
        ]
        for record in RECORDS
        if record.__tablename__ not in JOURNAL_TABLES
    }
