"""A problem list comes in: each line finds its record; what was answered in an earlier list is carried over."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.text import fold_code
from villagebook.importing import Workbook, read_file
from villagebook.models import Doubt, ImportFile
from villagebook.models.codes import CODES
from villagebook.services.doubts.finding import Finder, Found
from villagebook.services.doubts.proposing import ANSWERED, WAITING
from villagebook.services.doubts.sheets import DoubtRow, DoubtSheet, read
from villagebook.services.lists.report import OUTCOMES
from villagebook.services.lists.taking import first18
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a problem list.

    Attributes:
        file_id: Of the list in the book.
        lines: How many it has. found: How many found a record. carried: How many were answered before.
    """

    changed: Changed
    file_id: uuid.UUID
    lines: int
    found: int
    carried: int


@verb("doubts.import", "收疑点清单", Undo.INVERSE)
def import_list(book: Book, path: Path, *, actor: str) -> Taken:
    """Take a problem list in as one operation; the original is kept with the book.

    Raises:
        UserError: it cannot be read, is no problem list, or was taken in before; nothing was changed.
    """
    workbook = read_file(path)
    sheets = read(workbook)
    lines = [(sheet, row) for sheet in sheets for row in sheet.rows]
    with book.work(declaration(import_list).id, actor, f"收疑点清单 {path.name}", Undo.INVERSE) as work:
        _refuse_twice(work.connection, workbook)
        finder = Finder(work.connection, work.village_id)
        before = _Answered(work.connection, work.village_id)
        file_id = work.new_id()
        rows = [_doubt(work, file_id, sheet, row, finder, before) for sheet, row in lines]
        found = sum(bool(row["household_id"] or row["person_id"]) for row in rows)
        carried = sum(row.pop("carried") for row in rows)
        work.write_rows(ImportFile, inserts=[_file(book, work, file_id, workbook, len(rows))])
        work.write_rows(Doubt, inserts=rows)
        work.heading = f"收疑点清单 {path.name}：{len(rows)} 条"
        return Taken(Changed.of(work.commit()), file_id, len(rows), found, carried)


def _refuse_twice(connection: Connection, workbook: Workbook) -> None:
    query = select(Doubt.id).join(ImportFile, ImportFile.id == Doubt.file_id)
    if connection.execute(query.where(ImportFile.sha256 == workbook.sha256).limit(1)).first() is not None:
        raise UserError("doubts.again", f"{workbook.file_name}已经收过了", "直接在疑点清单里答复，或收新的一份")


def _file(book: Book, work: Work, file_id: uuid.UUID, workbook: Workbook, lines: int) -> dict[str, Any]:
    return {
        "id": file_id,
        "attachment_id": book.files.put(work, workbook.data, workbook.file_name, workbook.media_type),
        "file_name": workbook.file_name,
        "sha256": workbook.sha256,
        "imported_at": book.clock.now(),
        "counts": {**dict.fromkeys(OUTCOMES, 0), "new": lines},
    }


def _doubt(
    work: Work, file_id: uuid.UUID, sheet: DoubtSheet, row: DoubtRow, finder: Finder, before: _Answered
) -> dict[str, Any]:
    values = row.values
    found: Found = finder.find(values)
    doubt: dict[str, Any] = {
        "id": work.new_id(), "village_id": work.village_id, "file_id": file_id, "sheet": sheet.name, "row": row.row,
        "name": values.get("name") or values.get("head_name"),
        "id_number": values.get("id_number") or values.get("head_id_number"),
        "household_id": found.household, "person_id": found.person, "cells": dict(row.cells), "state": WAITING,
        **{name: values.get(name) for name in ("rule", "problem", "household_code", "person_code", "field_name",
                                               "proposal", "answer", "answered_on", "answered_by")},
    }  # fmt: skip
    if doubt["answer"]:
        state = values.get("state")
        doubt["state"] = state if state in CODES["doubt_state"].values else ANSWERED
    earlier = before.of(doubt) if doubt["state"] == WAITING else None
    if earlier is not None:
        doubt |= {name: earlier[name] for name in ("state", "answer", "answered_on", "answered_by")}
    return {**doubt, "carried": earlier is not None}


class _Answered:
    """What was answered in earlier lists, by what a line says of whom; the newest answer counts."""

    def __init__(self, connection: Connection, village: uuid.UUID) -> None:
        query = (
            select(Doubt.__table__)
            .join(ImportFile, ImportFile.id == Doubt.file_id)
            .where(Doubt.village_id == village, Doubt.state != WAITING)
            .order_by(ImportFile.imported_at, Doubt.sheet, Doubt.row)
        )
        self._by_key: dict[Key, Mapping[str, Any]] = {}
        for row in map(dict, connection.execute(query).mappings()):
            for key in keys(row):
                self._by_key[key] = row

    def of(self, doubt: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return next((self._by_key[key] for key in keys(doubt) if key in self._by_key), None)


def keys(doubt: Mapping[str, Any]) -> Iterator[Key]:
    """What makes two lines of two lists the same doubt: the same words about the same one."""
    words = tuple(fold_code(str(doubt[name] or "")) for name in ("rule", "problem", "field_name"))
    number = first18(doubt["id_number"])
    name = fold_code(doubt["name"] or "")
    for who in (number, doubt["person_code"], f"{doubt['household_code'] or ''}/{name}"):
        if who and who != "/":
            yield (*words, who)
