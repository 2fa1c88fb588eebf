"""Builders of sheets and files for the tests of importing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from villagebook.importing import Area, Cell, DraftRow, Sheet, Table, drafts, read_file, recognise

VILLAGE = Path(__file__).parents[2] / "data" / "village"


def sheet(*rows: Sequence[Cell], merged: Iterable[tuple[int, int, int, int]] = (), name: str = "Sheet1") -> Sheet:
    """A sheet of these rows; merged ranges as (top, left, bottom, right)."""
    return Sheet(name, tuple(tuple(row) for row in rows), tuple(Area(*area) for area in merged))


def table(*rows: Sequence[Cell], kind: str | None = None, **about: Any) -> Table:
    """The list in these rows, which must be one."""
    found = recognise(sheet(*rows, **about), kind)
    assert found is not None
    return found


def rows_of(*rows: Sequence[Cell], kind: str | None = None, **about: Any) -> list[DraftRow]:
    """The drafts of the list in these rows."""
    return list(drafts(table(*rows, kind=kind, **about)))


def drafts_in(path: Path) -> dict[str, list[DraftRow]]:
    """The drafts of a file, by sheet; each sheet must hold a list."""
    found = {}
    for one in read_file(path).sheets:
        known = recognise(one)
        assert known is not None, one.name
        found[one.name] = list(drafts(known))
    return found


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> Path:
    """Write rows as a real workbook; merged ranges as A1:C1."""
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    book.save(path)
    return path
