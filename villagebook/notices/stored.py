"""What a notice that is in the book is about, as its kind is told when it is drawn again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from villagebook.models import Notice
from villagebook.notices.subject import NoticeSubject


def subject_of(conn: Connection, row: Mapping[str, Any], from_on: dt.date) -> NoticeSubject:
    """Return what a stored notice is about, as its kind is told."""
    told: Mapping[str, Any] = row["subject"] or {}
    return NoticeSubject(
        project_code=told.get("project"),
        household_codes=tuple(told.get("households") or ()),
        case_codes=tuple(told.get("cases") or ()),
        period=told.get("period") or "",
        follows=number_of(conn, row.get("follows_id")),
        corrects=number_of(conn, row.get("replaces_id")),
        year=told.get("year"),
        from_on=from_on,
        number=row["number"],
        basis_document=row["basis_document"],
        meeting_id=row["meeting_id"],
        words=row["words"] or {},
    )


def number_of(conn: Connection, key: uuid.UUID | None) -> str:
    """Return the number of a notice by its key, empty if there is none."""
    if key is None:
        return ""
    return conn.execute(select(Notice.number).where(Notice.id == key)).scalar() or ""
