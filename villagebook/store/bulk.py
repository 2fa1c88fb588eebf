"""Many rows of one table at once, written through Core and recorded like single ones."""

from __future__ import annotations

import uuid
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from villagebook.base.progress import Progress
from villagebook.models import Record
from villagebook.store.chain import Sources
from villagebook.store.images import Image, decode_value, encode, shape, touched
from villagebook.store.inserting import Inserter
from villagebook.store.recorder import Recorder, batches, stored_images
from villagebook.store.texts import stored_texts, texts_of, written

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """The work written in; its session is flushed, its gate open."""

    connection: Connection
    session: Session
    recorder: Recorder
    sources: Sources


@dataclass(frozen=True, slots=True)
class Rows:
    """What is to be written; see ``Work.write_rows``."""

    inserts: Sequence[Row]
    updates: Sequence[tuple[uuid.UUID, Row]]
    deletes: Sequence[uuid.UUID]

    def __len__(self) -> int:
        return len(self.inserts) + len(self.updates) + len(self.deletes)


def write(place: Place, record: type[Record], rows: Rows, progress: Progress) -> list[uuid.UUID]:
    """Write rows of one table; return the keys of the inserted ones, in order."""
    table = shape(record.__tablename__).table
    total, done = len(rows), 0
    ids: list[uuid.UUID] = []
    inserter = Inserter(place.connection, table)
    for batch in batches(rows.inserts):
        ids += _insert(place, inserter, batch)
        progress.step(done := done + len(batch), total, record.title)
    for batch in batches(rows.updates):
        _update(place, table, batch)
        _forget(place.session, record, (id for id, _ in batch), gone=False)
        progress.step(done := done + len(batch), total, record.title)
    for batch in batches(rows.deletes):
        _delete(place, table, batch)
        _forget(place.session, record, batch, gone=True)
        progress.step(done := done + len(batch), total, record.title)
    return ids


def _insert(place: Place, inserter: Inserter, rows: Sequence[Row]) -> list[uuid.UUID]:
    table, recorder = inserter.table, place.recorder
    has_village = "village_id" in table.c
    filled: list[Row] = []
    for row in rows:
        _refuse_unknown(table, row)
        _refuse_foreign(table, place.sources, row)
        missing: dict[str, Any] = {}
        if row.get("id") is None:
            missing["id"] = place.sources.ids.next()
        if has_village and row.get("village_id") is None:
            missing["village_id"] = place.sources.village_id
        filled.append({**row, **missing} if missing else row)
        recorder.set_before(table.name, filled[-1]["id"], None)
    texts = [written(table.name, row) for row in filled]
    inserter.insert(filled)
    for row, text in zip(filled, texts, strict=True):
        recorder.set_after(table.name, row["id"], text)
    return [row["id"] for row in filled]


def _update(place: Place, table: Table, rows: Sequence[tuple[uuid.UUID, Row]]) -> None:
    before = _existing(place.connection, table, [id for id, _ in rows])
    after: dict[uuid.UUID, Image] = {}
    for id, values in rows:
        _refuse_unknown(table, values)
        _refuse_foreign(table, place.sources, values)
        if values.get("id", id) != id:
            raise ValueError(f"the key of a {table.name} never changes")
        image = dict(after.get(id, before[id]))
        for name in values:
            image.pop(name, None)
        after[id] = image | encode(table.name, values)
    kinds = {name: kind for name, kind, _, _ in shape(table.name).columns}
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for id, image in after.items():
        if names := touched(before[id], image):
            place.recorder.set_before(table.name, id, texts_of(table.name, before[id]))
            values = {f"new_{name}": _value(kinds[name], image.get(name)) for name in names}
            by_columns.setdefault(names, []).append({"the_id": id, **values})
    for names, parameters in by_columns.items():
        statement = update(table).where(table.c.id == bindparam("the_id"))
        place.connection.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), parameters)
        for row in parameters:
            place.recorder.set_after(table.name, row["the_id"], texts_of(table.name, after[row["the_id"]]))


def _delete(place: Place, table: Table, ids: Sequence[uuid.UUID]) -> None:
    present = stored_texts(place.connection, table.name, ids)
    _refuse_missing(table, ids, present)
    for id in ids:
        place.recorder.set_before(table.name, id, present[id])
    place.connection.execute(delete(table).where(table.c.id.in_(ids)))
    for id in ids:
        place.recorder.set_after(table.name, id, None)


def _existing(connection: Connection, table: Table, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Image]:
    images = stored_images(connection, table.name, ids)
    _refuse_missing(table, ids, images)
    return images


def _refuse_missing(table: Table, ids: Sequence[uuid.UUID], found: Container[uuid.UUID]) -> None:
    missing = next((id for id in ids if id not in found), None)
    if missing is not None:
        raise LookupError(f"no {table.name} {missing}")


def _value(kind: str, encoded: Any) -> Any:
    return None if encoded is None else decode_value(kind, encoded)


def _refuse_unknown(table: Table, row: Row) -> None:
    if not row.keys() <= shape(table.name).names:
        unknown = next(name for name in row if name not in table.c)
        raise KeyError(f"{table.name} has no field {unknown!r}")


def _refuse_foreign(table: Table, sources: Sources, row: Row) -> None:
    if (row.get("village_id") or sources.village_id) != sources.village_id:
        raise ValueError(f"a {table.name} of another village")


def _forget(session: Session, record: type[Record], ids: Any, *, gone: bool) -> None:
    """Make objects the session knows read their new values, or forget those deleted."""
    if not len(session.identity_map):
        return
    for id in ids:
        item = session.identity_map.get(identity_key(record, id))
        if item is not None:
            session.expunge(item) if gone else session.expire(item)
