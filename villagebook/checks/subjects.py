"""What people call a record: its own code, or that of the record it belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, cast, func, select

from villagebook.checks.facts import Facts
from villagebook.checks.rows import UNNAMED
from villagebook.ledgers.parts import table
from villagebook.models import BY_TABLE, Record

#: Columns that name a record, best first.
_NAMES = {
    "person": ("code", "name"),
    "household": ("code", "head_name"),
    "project": ("code", "name"),
    "fund_entry": ("voucher", "memo"),
    "roster_line": ("project_code", "household_code"),
    "notice": ("number",),
    "officer": ("name",),
    "village": ("name",),
    "village_group": ("name",),
    "meeting": ("subject", "kind"),
    "override": ("subject",),
    "village_year": ("year",),
    "dynamic_case": ("code",),
    "measure": ("household_code", "person_name"),
    "visit": ("household_code", "head_name"),
    "doubt": ("person_code", "household_code", "name"),
    "acknowledgement": ("subject",),
    "code_value": ("value",),
    "committee": ("name",),
    "committee_member": ("name",),
    "meeting_member": ("name",),
    "social_help": ("code", "giver"),
    "contract": ("number", "name"),
    "acceptance_member": ("name",),
    "asset": ("code", "name"),
    "benefit_agreement": ("code", "operator"),
    "benefit_line": ("household_code",),
    "distribution": ("code", "name"),
    "distribution_line": ("name", "household_code"),
    "bank_statement": ("file_name",),
    "objection": ("code", "about"),
    "board_panel": ("name",),
    "notice_form": ("code", "name"),
}

#: Records that are called by another: column of the key -> that record's table.
_OWNERS = {
    "membership": ("person_id", "person"),
    "person_year": ("person_id", "person"),
    "household_year": ("household_id", "household"),
    "status_period": ("household_id", "household"),
    "income_item": ("household_year_id", "household_year"),
    "project_source": ("project_id", "project"),
    "roster_line": ("project_id", "project"),
    "dynamic_case": ("household_id", "household"),
    "case_step": ("case_id", "dynamic_case"),
    "guarantee": ("household_id", "household"),
    "measure": ("household_id", "household"),
    "visit": ("household_id", "household"),
    "work_record": ("person_id", "person"),
    "meeting_decision": ("meeting_id", "meeting"),
    "acceptance": ("project_id", "project"),
    "acceptance_item": ("acceptance_id", "acceptance"),
    "asset_event": ("asset_id", "asset"),
    "dossier_paper": ("project_id", "project"),
    "distribution_part": ("distribution_id", "distribution"),
    "bank_line": ("statement_id", "bank_statement"),
    "bank_match": ("line_id", "bank_line"),
    "notice_photo": ("notice_id", "notice"),
    "notice_event": ("notice_id", "notice"),
}

#: Keys per statement.
_CHUNK = 800


def subjects_of(facts: Facts, record: type[Record], keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for each key what people call that record; a text that says so where nothing names it."""
    found = dict.fromkeys(keys, UNNAMED)
    if not keys:
        return found
    source, name = _named(record.__tablename__, table(record), 0)
    rows = table(record)
    for start in range(0, len(keys), _CHUNK):
        statement = select(rows.c.id, name).select_from(source).where(rows.c.id.in_(keys[start : start + _CHUNK]))
        for key, text in facts.conn.execute(statement):
            found[key] = text or UNNAMED
    return found


def _named(name: str, rows: FromClause, depth: int) -> tuple[FromClause, ColumnElement[Any]]:
    """Return the join that reaches the owner, and the expression of the name: the owner's first."""
    source, names = rows, list(_own_names(name, rows))
    if name in _OWNERS:
        column, owner = _OWNERS[name]
        owner_rows = table(BY_TABLE[owner], f"owner_{depth}")
        owner_source, owner_name = _named(owner, owner_rows, depth + 1)
        source = rows.outerjoin(owner_source, owner_rows.c.id == rows.c[column])
        names.insert(0, owner_name)
    if not names:
        return source, func.nullif("", "")
    return source, func.coalesce(*names) if len(names) > 1 else names[0]


def _own_names(name: str, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    for column in _NAMES.get(name, ()):
        yield func.nullif(cast(rows.c[column], String), "")
