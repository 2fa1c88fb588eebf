"""What follows an identification: the first measure within the policy's time."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, extract, or_, select

from villagebook.ledgers import case_facts
from villagebook.ledgers.parts import status_in_force, table
from villagebook.models import Household, Measure, StatusPeriod
from villagebook.models.codes import MONITORED_STATUSES


@dataclass(frozen=True, slots=True)
class Unhelped:
    """A household identified by a case for which no measure is written down since: ``due`` by the policy."""

    case: uuid.UUID
    head: str
    kind: str
    from_on: dt.date
    due: dt.date


def unhelped(connection: Connection, village_id: uuid.UUID, on: dt.date) -> list[Unhelped]:
    """Return the households in force as monitored by a case that have no measure since, the first due first.

    Source: policy ``monitoring.first_measure``.
    """
    status, home, measure = table(StatusPeriod), table(Household), table(Measure)
    since = or_(measure.c.from_on >= status.c.from_on, measure.c.year >= extract("year", status.c.from_on))
    helped = select(measure.c.id).where(measure.c.household_id == status.c.household_id, since).exists()
    query = (
        select(status.c.case_id, status.c.kind, status.c.from_on, home.c.head_name, home.c.code)
        .join(home, home.c.id == status.c.household_id)
        .where(
            status.c.village_id == village_id,
            status.c.kind.in_(MONITORED_STATUSES),
            status.c.case_id.is_not(None),
            status.c.from_on <= on,
            status_in_force(status, on),
            ~helped,
        )
    )
    rows = connection.execute(query).all()
    if not rows:
        return []
    rules = case_facts.rules_of(connection, village_id)
    found = [
        Unhelped(case, head or code or "", kind, from_on, rules.after("monitoring.first_measure", from_on))
        for case, kind, from_on, head, code in rows
    ]
    return sorted(found, key=lambda one: (one.due, one.head))
