"""The ledgers of the office itself: officers, and what was taken in from which file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import ImportFile, ImportRow, Officer

OFFICER_COLUMNS = (
    of(Officer.name),
    of(Officer.unit),
    of(Officer.post),
    of(Officer.phone),
    of(Officer.role),
    of(Officer.since),
    of(Officer.until),
)


def _officers(scope: Scope) -> Select[Any]:
    officer = table(Officer)
    return select(officer.c.id.label("_id"), *labelled(OFFICER_COLUMNS, {"officer": officer}, {})).where(
        officer.c.village_id == scope.village_id
    )


OFFICERS = Ledger("officers", "干部和电话", OFFICER_COLUMNS, _officers, ("role", "name"))

_OUTCOME = (ImportRow.outcome,)

IMPORT_COLUMNS = (
    of(ImportFile.imported_at, "at"),
    of(ImportFile.file_name, "file"),
    computed("new", "新增", "int", _OUTCOME, unit="行", total=True),
    computed("changed", "更新", "int", _OUTCOME, unit="行", total=True),
    computed("unchanged", "相同", "int", _OUTCOME, unit="行", total=True),
    computed("refused", "没收", "int", _OUTCOME, unit="行", total=True),
)


def _rows_with(outcome: str, file: FromClause) -> ColumnElement[Any]:
    row = table(ImportRow, f"row_{outcome}")
    return (
        select(func.count()).select_from(row).where(row.c.file_id == file.c.id, row.c.outcome == outcome)
    ).scalar_subquery()


def _imports(scope: Scope) -> Select[Any]:
    file = table(ImportFile)
    made = {outcome: _rows_with(outcome, file) for outcome in ("new", "changed", "unchanged", "refused")}
    return select(file.c.id.label("_id"), *labelled(IMPORT_COLUMNS, {"import_file": file}, made)).where(
        file.c.village_id == scope.village_id
    )


IMPORTS = Ledger("imports", "导入记录", IMPORT_COLUMNS, _imports, ("at",))

IMPORT_ROW_COLUMNS = (
    of(ImportFile.file_name, "file"),
    of(ImportRow.sheet),
    of(ImportRow.row),
    of(ImportRow.kind),
    of(ImportRow.code),
    of(ImportRow.outcome),
    of(ImportRow.reason),
)


def _import_rows(scope: Scope) -> Select[Any]:
    row, file = table(ImportRow), table(ImportFile)
    return (
        select(
            row.c.id.label("_id"),
            *labelled(IMPORT_ROW_COLUMNS, {"import_row": row, "import_file": file}, {}),
            file.c.imported_at.label("_at"),
        )
        .select_from(row.join(file, file.c.id == row.c.file_id))
        .where(row.c.village_id == scope.village_id)
    )


IMPORT_ROWS = Ledger("import-rows", "导入明细", IMPORT_ROW_COLUMNS, _import_rows, ("_at", "file", "sheet", "row"))
