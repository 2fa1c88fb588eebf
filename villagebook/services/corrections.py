"""Findings as the page 核查 shows them: whose, what stands there now, where it came from, and the field to correct.

Rows are read by table in a few statements, however many findings there are.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook import checks
from villagebook.base.findings import Finding
from villagebook.models import BY_TABLE, ImportFile, ImportRow
from villagebook.services import fields
from villagebook.services.fields import FieldView
from villagebook.store import Book

Row = Mapping[str, Any]
Record = tuple[str, str]

TYPED = "手工录入"

#: Tables whose records belong to a person or a project: their column of its key.
_OWNERS = {
    "membership": ("person_id", "person"),
    "person_year": ("person_id", "person"),
    "income_item": ("household_year_id", "household_year"),
    "project_source": ("project_id", "project"),
    "roster_line": ("project_id", "project"),
    "benefit_agreement": ("project_id", "project"),
    "benefit_line": ("project_id", "project"),
    "contract": ("project_id", "project"),
    "acceptance": ("project_id", "project"),
    "asset": ("project_id", "project"),
}
#: What people call a record: the first of these columns that has text.
_NAMES = ("head_name", "name", "voucher", "number", "subject", "memo", "code")
#: Tables of records that a page of the window shows by their own key.
_PAGES = {"project": "projects", "fund_entry": "funds", "notice": "notices"}
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """One finding with what is known of its record.

    Attributes:
        finding: The finding.
        title: What its check looks at.
        who: The names people say: 钟文福 钟子轩; the finding's subject where no record is stored.
        holder: The household, project or voucher it belongs to, to group by.
        code: The record's code.
        value: What stands in the field now, masked where it is secret; empty if nothing does.
        origin: 户信息.xlsx 第 10 行, or 手工录入; empty where no record is stored.
        field: The field to correct in place; None if the finding is about more than one.
        page, key: Where the record is shown; empty and None if nowhere.
    """

    finding: Finding
    title: str
    who: str
    holder: str
    code: str
    value: str
    origin: str
    field: FieldView | None
    page: str
    key: uuid.UUID | None


def look(book: Book, findings: Sequence[Finding], owners: Mapping[Record, str]) -> tuple[Correction, ...]:
    """Return the findings with what is known of their records, in the same order.

    Args:
        owners: Record -> id as text of its household, as a report of the checks has it.
    """
    with book.read() as connection:
        rows = _rows(connection, {finding.record for finding in findings if finding.record is not None})
        _add_owners(connection, rows)
        homes = _rows(connection, {("household", owner) for owner in owners.values()}) if owners else {}
        origins = _origins(connection, rows.values())
    known = {**homes, **rows}
    return tuple(_correction(finding, known, owners, origins) for finding in findings)


def _correction(
    finding: Finding, rows: Mapping[Record, Row], owners: Mapping[Record, str], origins: Mapping[uuid.UUID, str]
) -> Correction:
    check = checks.CHECKS.get(finding.id)
    title = check.title if check is not None else finding.id
    record = finding.record
    row = rows.get(record) if record is not None else None
    if record is None or row is None:
        return Correction(finding, title, finding.subject, finding.subject, finding.subject, "", "", None, "", None)
    owner = owners.get(record)
    home = rows.get(("household", owner)) if owner is not None else None
    field = _field(record[0], finding.field, row)
    names = [_name(part) for part in (home, _owner(record[0], row, rows), row) if part is not None]
    who = " ".join(dict.fromkeys(name for name in names if name)) or finding.subject
    page, key = _place(record, row, owner)
    origin = origins.get(row["import_row_id"], "") if row.get("import_row_id") is not None else TYPED
    return Correction(
        finding, title, who, (names and names[0]) or finding.subject, finding.subject,
        field.masked if field is not None else "", origin, field, page, key,
    )  # fmt: skip


def _field(table: str, heading: str, row: Row) -> FieldView | None:
    info = fields.by_heading(table, heading)
    if info is None:
        return None
    locked = "已经入账或张贴，不能改" if row.get("posted_at") is not None else ""
    return fields.view(row, table, (info.name,), locked)[0]


def _name(row: Row) -> str:
    if row.get("year") is not None and "household_id" in row and "voucher" not in row:
        return f"{row['year']}年"
    return next((str(row[name]) for name in _NAMES if row.get(name)), "")


def _owner(table: str, row: Row, rows: Mapping[Record, Row]) -> Row | None:
    if table not in _OWNERS:
        return None
    column, owner = _OWNERS[table]
    return rows.get((owner, str(row[column])))


def _place(record: Record, row: Row, owner: str | None) -> tuple[str, uuid.UUID | None]:
    table, key = record
    if table in _PAGES:
        return _PAGES[table], uuid.UUID(key)
    shown_there = (
        "project_source", "roster_line", "benefit_agreement", "benefit_line", "contract", "acceptance", "asset")
    if table in shown_there and row["project_id"] is not None:
        return "projects", row["project_id"]
    if owner is not None:
        return "households", uuid.UUID(owner)
    return "", None


def _rows(connection: Connection, records: Iterable[Record]) -> dict[Record, Row]:
    by_table: dict[str, list[uuid.UUID]] = {}
    for table, key in records:
        by_table.setdefault(table, []).append(uuid.UUID(key))
    found: dict[Record, Row] = {}
    for table, keys in by_table.items():
        columns = BY_TABLE[table].__table__
        for start in range(0, len(keys), _CHUNK):
            query = select(columns).where(columns.c.id.in_(keys[start : start + _CHUNK]))
            found |= {(table, str(row["id"])): dict(row) for row in connection.execute(query).mappings()}
    return found


def _add_owners(connection: Connection, rows: dict[Record, Row]) -> None:
    wanted = {
        (owner, str(row[column]))
        for (table, _), row in rows.items()
        if table in _OWNERS
        for column, owner in (_OWNERS[table],)
        if row[column] is not None
    }
    rows |= _rows(connection, wanted - rows.keys())


def _origins(connection: Connection, rows: Iterable[Row]) -> dict[uuid.UUID, str]:
    """Return import row -> file and row, for the rows that lists brought."""
    keys = list({row["import_row_id"] for row in rows if row.get("import_row_id") is not None})
    found: dict[uuid.UUID, str] = {}
    for start in range(0, len(keys), _CHUNK):
        query = (
            select(ImportRow.id, ImportRow.row, ImportFile.file_name)
            .join(ImportFile, ImportFile.id == ImportRow.file_id)
            .where(ImportRow.id.in_(keys[start : start + _CHUNK]))
        )
        found |= {r.id: f"{r.file_name} 第 {r.row} 行" for r in connection.execute(query)}
    return found
