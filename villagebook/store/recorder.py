"""What one operation touched: per row its image before the operation and its image now.

Both ways of writing report here: flushes of the session and ``write_rows``. A row is remembered when it is
first touched, with what the database held then; what it holds in the end is read back at commit, or known
already from a bulk write. So a Change says what the whole operation did to a row, however many steps it took,
and both ways give the same Changes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy import inspect as inspect_state
from sqlalchemy.orm import Session

from villagebook.models import JOURNAL_TABLES
from villagebook.store.guard import UnrecordedWriteError
from villagebook.store.images import Image, encode, shape
from villagebook.store.texts import Texts, stored_texts, texts_of

#: How many keys one statement names.
BATCH = 1000


@dataclass(frozen=True, slots=True)
class RowChange:
    """What an operation did to one row; ``before`` None: inserted, ``after`` None: deleted."""

    table: str
    id: uuid.UUID
    before: Image | None
    after: Image | None


class Recorded(NamedTuple):
    """A RowChange as the journal will hold it."""

    table: str
    id: uuid.UUID
    before: Texts | None
    after: Texts | None

    @classmethod
    def of(cls, change: RowChange) -> Recorded:
        """Return a change whose images are at hand."""
        before, after = (
            None if image is None else texts_of(change.table, image) for image in (change.before, change.after)
        )
        return cls(change.table, change.id, before, after)


@dataclass(slots=True)
class _Touch:
    before: Texts | None
    after: Texts | None
    known: bool


def batches(items: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Yield lists of at most ``size`` items."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def stored_images(connection: Connection, table: str, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Image]:
    """Return the images of the rows of a table that exist among ``ids``."""
    columns = shape(table).table.c
    found: dict[uuid.UUID, Image] = {}
    for batch in batches(ids):
        for row in connection.execute(select(*columns).where(columns.id.in_(batch))).mappings():
            found[row["id"]] = encode(table, row)
    return found


class Recorder:
    """The rows one operation touched, in the order in which it first touched them."""

    def __init__(self, connection: Connection, village_id: uuid.UUID) -> None:
        self._connection = connection
        self._village_id = village_id
        self._touched: dict[tuple[str, uuid.UUID], _Touch] = {}

    def remember(self, table: str, ids: Sequence[uuid.UUID]) -> None:
        """Note rows about to be changed or deleted; what becomes of them is read later."""
        if table in JOURNAL_TABLES:
            raise UnrecordedWriteError(f"only the store writes {table}")
        fresh = [id for id in ids if (table, id) not in self._touched]
        present = self._present(table, fresh)
        for id in ids:
            touch = self._touched.setdefault((table, id), _Touch(present.get(id), None, False))
            touch.known = False

    def set_before(self, table: str, id: uuid.UUID, texts: Texts | None) -> None:
        """Note a row about to be written whose present image is at hand (None: there is no such row)."""
        if table in JOURNAL_TABLES:
            raise UnrecordedWriteError(f"only the store writes {table}")
        key = (table, id)
        touch = self._touched.get(key)
        if touch is None:
            self._touched[key] = _Touch(texts, None, False)
        else:
            touch.known = False

    def set_after(self, table: str, id: uuid.UUID, texts: Texts | None) -> None:
        """Note what a row noted before holds now (None: deleted)."""
        touch = self._touched[(table, id)]
        touch.after, touch.known = texts, True

    def doubt(self) -> None:
        """Read every row again at the end: a savepoint was rolled back."""
        for touch in self._touched.values():
            touch.known = False

    def observe(self, session: Session, new_id: Any) -> None:
        """Note what a flush is about to write; gives new objects their key and village if they have none."""
        for item in session.new:
            if item.id is None:
                item.id = new_id()
            if hasattr(item, "village_id"):
                item.village_id = item.village_id or self._village_id
                self._refuse_foreign(item)
            self.set_before(item.__tablename__, item.id, None)
        by_table: dict[str, list[uuid.UUID]] = {}
        for item in session.dirty:
            if session.is_modified(item):
                self._refuse_foreign(item)
                by_table.setdefault(item.__tablename__, []).append(_stored_key(item))
        for item in session.deleted:
            by_table.setdefault(item.__tablename__, []).append(_stored_key(item))
        for table, ids in by_table.items():
            self.remember(table, ids)

    def changes(self) -> list[Recorded]:
        """Return what the operation did, rows it left as they were not counted; flush first."""
        unknown: dict[str, list[uuid.UUID]] = {}
        for (table, id), touch in self._touched.items():
            if not touch.known:
                unknown.setdefault(table, []).append(id)
        for table, ids in unknown.items():
            present = self._present(table, ids)
            for id in ids:
                self.set_after(table, id, present.get(id))
        return [
            Recorded(table, id, touch.before, touch.after)
            for (table, id), touch in self._touched.items()
            if touch.before != touch.after
        ]

    def _present(self, table: str, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Texts]:
        found: dict[uuid.UUID, Texts] = {}
        for batch in batches(ids):
            found |= stored_texts(self._connection, table, batch)
        return found

    def _refuse_foreign(self, item: Any) -> None:
        if getattr(item, "village_id", self._village_id) != self._village_id:
            raise ValueError(f"a {item.__tablename__} of another village")


def _stored_key(item: Any) -> uuid.UUID:
    identity = inspect_state(item).identity
    assert identity is not None  # dirty and deleted objects are persistent
    key: uuid.UUID = identity[0]
    if item.id != key:
        raise ValueError(f"the key of a {item.__tablename__} never changes")
    return key
