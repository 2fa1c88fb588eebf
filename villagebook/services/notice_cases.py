"""Notices about cases: which cases wait for one, what a draft about them is about, and the step it is done with.

Hanging the notice is the step: ``hung`` writes it down with the notice in the same work, nothing is typed twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection

from villagebook.notices import NOTICE_KINDS, case_waiting


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for a notice: its code, the household's head and code, the class it is about."""

    code: str
    head: str
    household_code: str
    target: str


def waiting(connection: Connection, village_id: uuid.UUID, kind_id: str, on: dt.date) -> tuple[Waiting, ...]:
    """Return the cases that wait for a notice of a kind on a day, by household code; none for kinds without cases."""
    kind = NOTICE_KINDS.get(kind_id)
    found = case_waiting.waiting(connection, village_id, kind, on) if kind is not None else []
    return tuple(
        Waiting(one.row["code"] or "", one.head, one.home["code"] or "", one.row["target"] or "") for one in found
    )
