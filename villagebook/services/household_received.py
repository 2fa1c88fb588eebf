"""What reached one household, from whichever list it stands on: rosters, benefits, sharing-out of collective income."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from villagebook.models import BenefitLine, Distribution, DistributionLine, Project, RosterLine
from villagebook.services.benefit_state import LATE, state_of


@dataclass(frozen=True, slots=True)
class Received:
    """Money or things that were to reach a household: by which project, what, when; money in 分.

    Attributes:
        amount_fen: What it was to get. paid_fen: What it got.
        on: When it got it, else when it was due or the project accepted; None if the book does not know.
        days_late: How long it waits after the day it was due; 0 if it does not.
    """

    name: str
    content: str
    amount_fen: int
    paid_fen: int
    on: dt.date | None
    project: uuid.UUID | None
    days_late: int = 0


def received(connection: Connection, key: uuid.UUID, on: dt.date) -> tuple[Received, ...]:
    """Return what was to reach a household and what did, as of a day; the newest first."""
    found = [*_rosters(connection, key), *_benefits(connection, key, on), *_distributions(connection, key)]
    return tuple(sorted(found, key=lambda one: one.on or dt.date.min, reverse=True))


def _rosters(connection: Connection, key: uuid.UUID) -> Iterator[Received]:
    query = (
        select(RosterLine.amount_fen, RosterLine.content, RosterLine.received_on, Project.name, Project.code,
               Project.accepted_on, RosterLine.project_id)
        .outerjoin(Project, Project.id == RosterLine.project_id)
        .where(RosterLine.household_id == key)
        .order_by(RosterLine.id)
    )  # fmt: skip
    for row in connection.execute(query):
        amount = row.amount_fen or 0
        day = row.received_on or row.accepted_on
        paid = amount if row.received_on is not None else 0
        yield Received(row.name or row.code or "", row.content or "", amount, paid, day, row.project_id)


def _benefits(connection: Connection, key: uuid.UUID, on: dt.date) -> Iterator[Received]:
    line = BenefitLine.__table__
    query = (
        select(line, Project.name, Project.code)
        .select_from(line.outerjoin(Project, Project.id == line.c.project_id))
        .where(line.c.household_id == key)
        .order_by(line.c.id)
    )
    for row in connection.execute(query).mappings():
        state, late = state_of(dict(row), on)
        amount = row["due_fen"] if row["due_fen"] is not None else row["paid_fen"] or 0
        words = f"{row['year']}年{row['kind'] or ''}" if row["year"] else row["kind"] or ""
        yield Received(
            row["name"] or row["code"] or row["project_code"] or "", words, amount, row["paid_fen"] or 0,
            row["paid_on"] or row["due_on"], row["project_id"], late if state == LATE else 0)  # fmt: skip


def _distributions(connection: Connection, key: uuid.UUID) -> Iterator[Received]:
    query = (
        select(DistributionLine.amount_fen, DistributionLine.use, DistributionLine.reason, DistributionLine.paid_on,
               DistributionLine.entry_id, Distribution.name, Distribution.code, Distribution.year,
               Distribution.project_id)
        .join(Distribution, Distribution.id == DistributionLine.distribution_id)
        .where(DistributionLine.household_id == key)
        .order_by(DistributionLine.id)
    )  # fmt: skip
    for row in connection.execute(query):
        amount = row.amount_fen or 0
        paid = amount if row.paid_on is not None or row.entry_id is not None else 0
        what = f"{f'{row.year}年' if row.year else ''}{row.use or '收益分配'}"
        words = "，".join(part for part in (what, row.reason) if part)
        yield Received(row.name or row.code or "收益分配", words, amount, paid, row.paid_on, row.project_id)
