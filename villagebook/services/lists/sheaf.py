"""The rows of the book an import works on, in memory, with what it adds and changes.

A Sheaf is loaded once from the writing connection, asked for rows by key, and told new values. It never erases: a
missing value leaves the field alone. Written out at the end, it becomes the one operation of the import.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from villagebook.models import BY_TABLE, RECORDS, FieldInfo, fields_of
from villagebook.models.pinyin import initials, pinyin
from villagebook.services.lists import merged
from villagebook.services.lists.report import CellChange
from villagebook.store import Work

Row = dict[str, Any]


class NewRow(dict[str, Any]):
    """A row that an import adds: it holds what it was given, any other column is None."""

    __slots__ = ()

    def __missing__(self, name: str) -> None:
        return None

    def copy(self) -> NewRow:
        """Return another such row of the same values."""
        return NewRow(self)


#: Name columns that have sort keys beside them: table -> (name, pinyin, initials or None).
SORT_KEYS: dict[str, tuple[str, str, str | None]] = {
    "household": ("head_name", "head_pinyin", "head_initials"),
    "person": ("name", "pinyin", "initials"),
    "project": ("name", "pinyin", "initials"),
    "village_group": ("name", "pinyin", None),
}


def with_sort_keys(table: str, values: Row) -> Row:
    """Add pinyin and initials where the values bring a name."""
    declared = SORT_KEYS.get(table)
    if declared is None or declared[0] not in values:
        return values
    name, pinyin_column, initials_column = declared
    text = values[name] or ""
    added = {pinyin_column: pinyin(text)}
    if initials_column is not None:
        added[initials_column] = initials(text)
    return {**values, **added}


class Shelf:
    """The rows of one table, with indexes that stay right while rows are added and changed.

    ``kept``: of persons, merged ones and whom they turned out to be; ``lookup`` gives the latter, each once.
    """

    def __init__(self, table: str, rows: Iterable[Row], kept: merged.Kept = MappingProxyType({})) -> None:
        self.table = table
        self.kept = kept
        self.fields: dict[str, FieldInfo] = {f.name: f for f in fields_of(BY_TABLE[table])}
        self.rows: dict[uuid.UUID, Row] = {row["id"]: row for row in rows}
        self.inserted: dict[uuid.UUID, Row] = {}
        self.updated: dict[uuid.UUID, Row] = {}
        self._before: dict[uuid.UUID, Row] = {}
        self._infos: dict[tuple[str, ...], tuple[FieldInfo, ...]] = {}
        self._indexes: dict[str, tuple[Callable[[Row], Any], dict[Any, list[uuid.UUID]]]] = {}

    def lookup(self, name: str, key_of: Callable[[Row], Any], key: Any) -> list[Row]:
        """Return the rows whose key equals ``key``, in order of addition; None never matches."""
        if key is None:
            return []
        if name not in self._indexes:
            index: dict[Any, list[uuid.UUID]] = defaultdict(list)
            for row_id, row in self.rows.items():
                if (value := key_of(row)) is not None:
                    index[value].append(row_id)
            self._indexes[name] = (key_of, index)
        found = [self.rows[row_id] for row_id in self._indexes[name][1].get(key, ())]
        return merged.each_once(self, found) if self.kept and found else found

    def infos(self, names: tuple[str, ...]) -> tuple[FieldInfo, ...]:
        """Return the fields of these names; the same names give the same tuple."""
        if names not in self._infos:
            self._infos[names] = tuple(self.fields[name] for name in names)
        return self._infos[names]

    def add(self, row: Row) -> None:
        """Take a new row."""
        self.rows[row["id"]] = row
        self.inserted[row["id"]] = row
        self._reindex(row["id"], None, row)

    def change(self, row_id: uuid.UUID, values: Row) -> None:
        """Change columns of a row."""
        old = self.rows[row_id].copy()
        if row_id not in self.inserted:
            self._before.setdefault(row_id, old)
        self.rows[row_id].update(values)
        if row_id not in self.inserted:
            self.updated.setdefault(row_id, {}).update(values)
        self._reindex(row_id, old, self.rows[row_id])

    def differs(self, row_id: uuid.UUID, name: str) -> bool:
        """Whether a field of a row will be another than before the import; new rows differ."""
        before = self._before.get(row_id)
        return row_id in self.inserted or (before is not None and before[name] != self.rows[row_id][name])

    def settle(self) -> None:
        """Forget changes that were taken back within the import (two lists with two phones), and their traces."""
        for row_id in list(self.updated):
            kept = {name: value for name, value in self.updated[row_id].items() if self.differs(row_id, name)}
            if all(self.fields[name].volatile and name == "import_row_id" for name in kept):
                del self.updated[row_id]
            else:
                self.updated[row_id] = kept

    def forget_keys(self) -> None:
        """Let go of the indexes; a lookup makes its own again."""
        self._indexes.clear()

    def _reindex(self, row_id: uuid.UUID, old: Row | None, new: Row) -> None:
        for key_of, index in self._indexes.values():
            before = None if old is None else key_of(old)
            after = key_of(new)
            if before == after:
                continue
            if before is not None:
                index[before].remove(row_id)
            if after is not None:
                index.setdefault(after, []).append(row_id)


class Sheaf:
    """All shelves an import touches, loaded when first asked for."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._shelves: dict[str, Shelf] = {}

    @cached_property
    def _kept(self) -> merged.Kept:
        return merged.kept_persons(self._work.connection, self._work.village_id)

    def shelf(self, table: str) -> Shelf:
        """Return the rows of a table."""
        if table not in self._shelves:
            columns = BY_TABLE[table].__table__
            village_key = columns.c.get("village_id", columns.c.id)
            query = select(columns).where(village_key == self._work.village_id).order_by(columns.c.id)
            rows = [dict(row) for row in self._work.connection.execute(query).mappings()]
            rows = merged.followed(columns, rows, self._kept)
            self._shelves[table] = Shelf(table, rows, self._kept if table == "person" else MappingProxyType({}))
        return self._shelves[table]

    def insert(self, table: str, values: Mapping[str, Any], import_row_id: uuid.UUID | None) -> Row:
        """Add a record; absent columns are None."""
        shelf = self.shelf(table)
        row: Row = NewRow(with_sort_keys(table, {k: v for k, v in values.items() if v is not None}))
        row["id"] = self._work.new_id()
        if "village_id" in shelf.fields:
            row["village_id"] = self._work.village_id
        if "import_row_id" in shelf.fields:
            row["import_row_id"] = import_row_id
        shelf.add(row)
        return row

    def update(
        self,
        table: str,
        row: Row,
        values: Mapping[str, Any],
        import_row_id: uuid.UUID | None,
        stays: Callable[[FieldInfo, Row, Any], bool] | None = None,
    ) -> list[CellChange]:
        """Set the values that are present and differ; return what changed.

        Volatile fields (序号) are filled when empty and otherwise left, so that a re-sorted list changes nothing.

        Args:
            stays: Asked of each value that differs: whether the row's own stays.
        """
        shelf = self.shelf(table)
        if shelf.kept:
            values = merged.undecided(shelf, row, values)
        changes, new = [], {}
        for name, value in values.items():
            field = shelf.fields[name]
            if value is None or row[name] == value or (field.volatile and row[name] is not None):
                continue
            if stays is not None and stays(field, row, value):
                continue
            changes.append(CellChange(field, row[name], value, row["id"]))
            new[name] = value
        if not new:
            return []
        if any(not change.field.volatile for change in changes) and "import_row_id" in shelf.fields:
            new["import_row_id"] = import_row_id
        shelf.change(row["id"], with_sort_keys(table, new))
        return changes

    def merge_extra(
        self, table: str, row: Row, extra: Mapping[str, str], settled: Iterable[str], import_row_id: uuid.UUID | None
    ) -> list[CellChange]:
        """Add cells under unknown headings; drop those whose heading now has a value in a field (``settled``)."""
        before = dict(row["extra"] or {})
        settled_headings = set(settled) - set(extra)
        after = {k: v for k, v in before.items() if k not in settled_headings} | dict(extra)
        if after == before:
            return []
        return self.update(table, row, {"extra": after}, import_row_id)

    def settle(self) -> None:
        """Forget what was taken back within the import."""
        for shelf in self._shelves.values():
            shelf.settle()

    @property
    def touched(self) -> bool:
        """Whether anything would be written."""
        return any(shelf.inserted or shelf.updated for shelf in self._shelves.values())

    def write(self) -> None:
        """Hand everything to the operation, parents before children, and let go of it."""
        for shelf in self._shelves.values():
            shelf.forget_keys()
        for record in RECORDS:
            done = self._shelves.pop(record.__tablename__, None)
            if done is not None and (done.inserted or done.updated):
                self._work.write_rows(
                    record, inserts=list(done.inserted.values()), updates=list(done.updated.items())
                )
