"""Contracts, acceptances and assets as checks look at them, each read when first asked for and kept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from villagebook.checks.money_facts import MoneyFacts
from villagebook.checks.money_rows import ProjectRow
from villagebook.checks.rows import UNNAMED
from villagebook.ledgers.figures import FIGURES, counted_as
from villagebook.ledgers.parts import table
from villagebook.models import Acceptance, AcceptanceItem, Asset, AssetEvent, Contract, FundEntry, Record


@dataclass(frozen=True)
class Paid:
    """Money an asset brought on a day; ``posted`` False for a draft."""

    date: dt.date | None
    fen: int
    posted: bool


@dataclass(frozen=True)
class WorkRow:
    """A contract, acceptance or asset: its fields by name, the project it is of if that is known.

    Attributes:
        entries: 收益 of an asset, by date; a reversal goes with the entry it reverses.
        parts: Items of an acceptance, events of an asset: their fields by name.
    """

    table: str
    values: Mapping[str, Any]
    project: ProjectRow | None
    entries: tuple[Paid, ...] = ()
    parts: tuple[Mapping[str, Any], ...] = ()

    @property
    def subject(self) -> str:
        """What people call this record: number or code, else name, else its project."""
        for name in ("number", "code", "name", "party"):
            if self.values.get(name):
                return str(self.values[name])
        return self.project.subject if self.project else UNNAMED

    @property
    def who(self) -> str:
        """The record in a message."""
        return str(self.values.get("name") or self.values.get("party") or self.values.get("kind") or self.subject)

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return (self.table, self.values["id"])


class WorksFacts(MoneyFacts):
    """The contracts, acceptances and assets of one village."""

    @cached_property
    def contracts(self) -> tuple[WorkRow, ...]:
        """All contracts, by number."""
        return tuple(WorkRow("contract", row, self._project(row)) for row in self._all(Contract, "number"))

    @cached_property
    def acceptances(self) -> tuple[WorkRow, ...]:
        """All acceptances, by day, with their items."""
        items = self._parts(AcceptanceItem, "acceptance_id", "position")
        return tuple(
            WorkRow("acceptance", row, self._project(row), (), tuple(items[row["id"]]))
            for row in self._all(Acceptance, "accepted_on")
        )

    @cached_property
    def assets(self) -> tuple[WorkRow, ...]:
        """All assets, by code, with their events by day."""
        money, events = self._income(), self._parts(AssetEvent, "asset_id", "on")
        return tuple(
            WorkRow("asset", row, self._project(row), tuple(money[row["id"]]), tuple(events[row["id"]]))
            for row in self._all(Asset, "code")
        )

    def _project(self, row: Mapping[str, Any]) -> ProjectRow | None:
        return self.projects.get(row["project_id"])

    def _all(self, record: type[Record], order: str) -> list[Mapping[str, Any]]:
        rows = table(record)
        statement = select(rows).where(rows.c.village_id == self.scope.village_id)
        found = self.conn.execute(statement.order_by(rows.c[order].nulls_last(), rows.c.id)).mappings()
        return [dict(row) for row in found]

    def _parts(self, record: type[Record], owner: str, order: str) -> dict[uuid.UUID, list[Mapping[str, Any]]]:
        found: dict[uuid.UUID, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self._all(record, order):
            found[row[owner]].append(row)
        return found

    def _income(self) -> dict[uuid.UUID, list[Paid]]:
        entry, origin = table(FundEntry), table(FundEntry, "origin")
        named = func.coalesce(origin.c.asset_id, entry.c.asset_id)
        statement = (
            select(named, entry.c.date, entry.c.amount_fen, entry.c.posted_at)
            .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
            .where(
                entry.c.village_id == self.scope.village_id, named.is_not(None),
                counted_as(entry, origin) == FIGURES["earned_fen"],
            )
            .order_by(entry.c.date.nulls_last(), entry.c.voucher, entry.c.id)
        )  # fmt: skip
        found: dict[uuid.UUID, list[Paid]] = defaultdict(list)
        for owner, date, fen, posted_at in self.conn.execute(statement):
            found[owner].append(Paid(date, fen or 0, posted_at is not None))
        return found


def agreed_fen(values: Mapping[str, Any]) -> int | None:
    """What a contract comes to with its changes; None without an amount."""
    return None if values["amount_fen"] is None else int(values["amount_fen"]) + int(values["changed_fen"] or 0)


def percent(share: Decimal) -> str:
    """A percentage as a message has it: 10%."""
    return f"{share.normalize():f}%"
