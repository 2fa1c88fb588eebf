"""The opposite of an operation: what to write to take it back, and what stands against it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import KeyedColumnElement

from villagebook.base.money import format_yuan
from villagebook.models import BY_TABLE, RECORDS, FieldInfo, Privacy, Record, fields_of
from villagebook.models.notice import OPEN_AFTER_POSTING
from villagebook.store.chain import CHANGE, OPERATION
from villagebook.store.entries import Namer
from villagebook.store.images import Image, decode, shape, touched
from villagebook.store.recorder import RowChange, batches, stored_images
from villagebook.store.triggers import POSTED_TABLES
from villagebook.store.work import Work

#: Records that name their owner by its table and key; the database knows nothing of it.
_HANGING = ("attachment_link", "meeting_decision")
#: Columns that name a record without the database knowing: column -> the table it names.
_UNKNOWN_TO_THE_DATABASE = {"meeting.committee_id": "committee"}

#: What only one record has at a time: a row that comes back is refused if another took it meanwhile.
_TAKEN_ONCE = {
    "bank_match": ("line_id", "entry_id"), "bank_statement": ("attachment_id",), "contract": ("number",),
    "meeting": ("code",), "asset": ("code",), "distribution": ("code",), "benefit_agreement": ("code",),
    "social_help": ("code",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason why an operation cannot be taken back.

    Attributes:
        record: Table of the record in the way.
        code: What people call it.
        field: Label of the field; empty if the whole record is meant.
        expected: What the operation left, as text; secret values are not shown.
        now: What is there now.
        message: The whole as one Chinese sentence without a final full stop.
    """

    record: str
    code: str
    field: str
    expected: str
    now: str
    message: str


@dataclass(slots=True)
class _Rows:
    """What taking back means for one table."""

    inserts: list[dict[str, object]] = field(default_factory=list)
    updates: list[tuple[uuid.UUID, dict[str, object]]] = field(default_factory=list)
    deletes: list[uuid.UUID] = field(default_factory=list)


class Inverse:
    """The opposite of an operation's changes, in an open work."""

    def __init__(self, work: Work, made: Sequence[tuple[RowChange, bool]]) -> None:
        self._work = work
        self._made = made
        ids: dict[str, list[uuid.UUID]] = {}
        for change, _ in made:
            ids.setdefault(change.table, []).append(change.id)
        self._now = {
            (table, id): image
            for table, keys in ids.items()
            for id, image in stored_images(work.connection, table, keys).items()
        }
        left = {(change.table, change.id): change.after or change.before or {} for change, _ in made}
        self._namer = Namer(work.connection, left | self._now)

    def apply(self) -> list[Conflict]:
        """Write the opposite; return what stands against it (the caller then leaves the work uncommitted)."""
        by_table: dict[str, _Rows] = {}
        conflicts: list[Conflict] = []
        for change, erased in reversed(self._made):
            rows = by_table.setdefault(change.table, _Rows())
            found = [self._erased(change)] if erased else list(self._plan(change, rows))
            conflicts += found
        if conflicts:
            return conflicts
        for table, rows in by_table.items():
            self._work.write_rows(BY_TABLE[table], rows.inserts, rows.updates)
        # What refers to others goes first: for each row that goes, the database looks for those that refer to it.
        for referring in reversed(Record.metadata.sorted_tables):
            if referring.name in by_table:
                self._work.write_rows(BY_TABLE[referring.name], deletes=by_table[referring.name].deletes)
        for table, rows in by_table.items():
            conflicts += self._left_pointing_at(table, rows.deletes)
            restored = [id for id, _ in rows.updates] + [row["id"] for row in rows.inserts]
            conflicts += self._pointing_nowhere(table, restored)  # type: ignore[arg-type]
            conflicts += self._taken(table, rows.inserts)
        return conflicts

    def _plan(self, change: RowChange, rows: _Rows) -> Iterator[Conflict]:
        now = self._now.get((change.table, change.id))
        if change.after is None:
            if now is not None:
                yield self._whole(change, "已不存在", "又有了", "已经重新登记")
            else:
                rows.inserts.append(decode(change.table, change.before or {}))
        elif now is None:
            yield self._whole(change, "还在", "已不存在", "后来已经删除")
        elif change.before is None:
            if _is_posted(change.table, now):
                yield self._posted(change)
                return
            yield from self._differing(change.table, change.id, change.after, now, touched(change.after, now))
            rows.deletes.append(change.id)
        else:
            names = touched(change.before, change.after)
            if _is_posted(change.table, now) and not _stays_open(change.table, names):
                yield self._posted(change)
                return
            yield from self._differing(change.table, change.id, change.after, now, names)
            old = decode(change.table, change.before)
            same = [name for name in names if now.get(name) == change.after.get(name)]
            rows.updates.append((change.id, {name: old[name] for name in same if name in old}))

    def _differing(
        self, table: str, id: uuid.UUID, left: Image, now: Image, names: Sequence[str]
    ) -> Iterator[Conflict]:
        for info in fields_of(BY_TABLE[table]):
            # A volatile field (a list's 序号, pinyin) is nobody's work: what it holds now is no obstacle.
            if info.name in names and not info.volatile and left.get(info.name) != now.get(info.name):
                expected, present = self._text(info, left), self._text(info, now)
                code = self._namer.code(table, id)
                message = f"{BY_TABLE[table].title} {code} 的“{info.label}”后来改成了 {present}（当时是 {expected}）"
                yield Conflict(table, code, info.label, expected, present, message)

    def _left_pointing_at(self, table: str, gone: Sequence[uuid.UUID]) -> Iterator[Conflict]:
        """Find rows that would point to rows no longer there."""
        connection = self._work.connection
        for batch in batches(gone):
            found: list[tuple[str, uuid.UUID, uuid.UUID]] = []
            for record in RECORDS:
                for column in record.__table__.columns:
                    if table in _named(column):
                        query = select(record.__table__.c.id, column).where(column.in_(batch))
                        found += [(record.__tablename__, id, to) for id, to in connection.execute(query)]
            for name in _HANGING:
                rows = BY_TABLE[name].__table__
                query = select(rows.c.id, rows.c.record_id).where(rows.c.record == table, rows.c.record_id.in_(batch))
                found += [(name, id, to) for id, to in connection.execute(query)]
            for name, id, to in found:
                code, of = self._namer.code(name, id), self._namer.code(table, to)
                message = f"{BY_TABLE[name].title} {code} 用到了{BY_TABLE[table].title} {of}，不能删掉它"
                yield Conflict(name, code, "", "", of, message)

    def _pointing_nowhere(self, table: str, ids: Sequence[uuid.UUID]) -> Iterator[Conflict]:
        """Find restored rows that would point to rows deleted since."""
        connection = self._work.connection
        rows = BY_TABLE[table].__table__
        labels = {info.name: info.label for info in fields_of(BY_TABLE[table])}
        for column in rows.columns:
            for named in _named(column):
                target = BY_TABLE[named].__table__.c.id
                for batch in batches(ids):
                    query = select(rows.c.id).where(
                        rows.c.id.in_(batch), column.is_not(None), column.not_in(select(target))
                    )
                    found = connection.execute(query).scalars()
                    yield from (self._nowhere(table, id, labels[column.name]) for id in found)
        if table in _HANGING:
            for batch in batches(ids):
                mine = rows.c.id.in_(batch)
                for owner in connection.execute(select(rows.c.record).where(mine).distinct()).scalars().all():
                    there = select(BY_TABLE[owner].__table__.c.id)
                    query = select(rows.c.id).where(mine, rows.c.record == owner, rows.c.record_id.not_in(there))
                    found = connection.execute(query).scalars()
                    yield from (self._nowhere(table, id, labels["record_id"]) for id in found)

    def _taken(self, table: str, back: Sequence[Mapping[str, object]]) -> Iterator[Conflict]:
        """Find rows made since that hold what a restored row had for itself."""
        rows, mine = BY_TABLE[table].__table__, {row["id"] for row in back}
        labels = {info.name: info.label for info in fields_of(BY_TABLE[table])}
        for name in _TAKEN_ONCE.get(table, ()) if back else ():
            held = {row[name]: row["id"] for row in back if row.get(name) is not None}
            for batch in batches(list(held)):
                query = select(rows.c.id, rows.c[name]).where(
                    rows.c.village_id == self._work.village_id, rows.c[name].in_(batch))
                for id, value in self._work.connection.execute(query).all():
                    if id not in mine and self._made_since(table, id, held[value]):
                        code, label = self._namer.code(table, id), labels[name]
                        said = f"{BY_TABLE[table].title} {code} 后来用了同一个“{label}”"
                        yield Conflict(table, code, label, "", "", said)

    def _made_since(self, table: str, id: uuid.UUID, gone: object) -> bool:
        """Whether a row was made after another was deleted."""
        last = select(func.max(OPERATION.c.seq)).join_from(OPERATION, CHANGE, CHANGE.c.operation_id == OPERATION.c.id)
        mine = OPERATION.c.village_id == self._work.village_id, CHANGE.c.record == table
        seqs = [self._work.connection.execute(last.where(*mine, CHANGE.c.record_id == key, open.is_(None))).scalar()
                for key, open in ((id, CHANGE.c.before_open), (gone, CHANGE.c.after_open))]  # fmt: skip
        return (seqs[0] or 0) > (seqs[1] or 0)

    def _nowhere(self, table: str, id: uuid.UUID, label: str) -> Conflict:
        code = self._namer.code(table, id)
        return Conflict(table, code, label, "", "", f"{BY_TABLE[table].title} {code} 原来的“{label}”后来已经删除")

    def _whole(self, change: RowChange, expected: str, now: str, what: str) -> Conflict:
        code = self._namer.code(change.table, change.id)
        return Conflict(change.table, code, "", expected, now, f"{BY_TABLE[change.table].title} {code} {what}")

    def _posted(self, change: RowChange) -> Conflict:
        code = self._namer.code(change.table, change.id)
        title = BY_TABLE[change.table].title
        how = "请用冲销" if change.table == "fund_entry" else "请用撤回"
        return Conflict(change.table, code, "", "", "", f"{title} {code} 已经生效，不能改动；{how}")

    def _erased(self, change: RowChange) -> Conflict:
        return self._whole(change, "", "", "的保密内容已从操作记录中抹去，恢复不了")

    def _text(self, info: FieldInfo, image: Mapping[str, object]) -> str:
        value = image.get(info.name)
        if value is None:
            return "空"
        if info.privacy is Privacy.SECRET:
            return "（保密）"
        if info.kind == "money" and isinstance(value, int):
            return f"{format_yuan(value)}元"
        if info.kind == "ref":
            keys = shape(info.record).table.c[info.name].foreign_keys
            return self._namer.code(next(iter(keys)).column.table.name, uuid.UUID(str(value))) if keys else "…"
        return str(value)


def is_frozen(connection: Connection, change: RowChange) -> bool:
    """Whether a row was posted after this change, so that the change can no longer be taken back."""
    if change.table not in POSTED_TABLES:
        return False
    columns = BY_TABLE[change.table].__table__.c
    posted_at = connection.execute(select(columns.posted_at).where(columns.id == change.id)).scalar()
    names = touched(change.before, change.after)
    return posted_at is not None and (change.before is None or not _stays_open(change.table, names))


def _named(column: KeyedColumnElement[Any]) -> Iterator[str]:
    """Yield the tables whose records a column names."""
    yield from (key.column.table.name for key in column.foreign_keys)
    if (named := _UNKNOWN_TO_THE_DATABASE.get(str(column))) is not None:
        yield named


def _is_posted(table: str, image: Image) -> bool:
    return table in POSTED_TABLES and image.get("posted_at") is not None


def _stays_open(table: str, names: Sequence[str]) -> bool:
    return table == "notice" and set(names) <= set(OPEN_AFTER_POSTING)
