"""What the story of a household is told with: an event, what the sources of events share, a source."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, union_all

from villagebook.base.money import format_yuan
from villagebook.models import Change, HouseholdYear, Membership, Operation, Person, PersonYear, StatusPeriod
from villagebook.services import kept

UNKNOWN = "时间不详"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        on: The day; None if it is not known.
        source: Id of the source it is from.
        words: What happened, in a few words.
        evidence: Paper, number, who; may be empty.
        amount_fen: Money it was about; None for none.
        icon, tone: A name of the window's icons; mute, info, due, late or ok.
        note: What somebody wrote freely about it; for the office's eyes only.
        year_only: Only the year of ``on`` is known.
        page, key: Where the window shows it; empty and None if nowhere.
    """

    on: dt.date | None
    source: str
    words: str
    evidence: str = ""
    amount_fen: int | None = None
    icon: str = "circle"
    tone: str = "mute"
    note: str = ""
    year_only: bool = False
    page: str = ""
    key: Hashable | None = None

    @property
    def when(self) -> str:
        """The day as shown: 2025-03-05, 2024年, 时间不详."""
        if self.on is None:
            return UNKNOWN
        return f"{self.on.year}年" if self.year_only else self.on.isoformat()

    @property
    def title(self) -> str:
        """The words, as lists of events call them."""
        return self.words

    @property
    def detail(self) -> str:
        """Amount, evidence and note in one line."""
        amount = "" if self.amount_fen is None else f"{format_yuan(self.amount_fen)} 元"
        return "\u3000".join(part for part in (amount, self.evidence, self.note) if part)


@dataclass(frozen=True)
class Story:
    """One household whose events are told: what several sources need of it, read when first asked for."""

    connection: Connection
    village_id: uuid.UUID
    home: Mapping[str, Any]

    @property
    def key(self) -> uuid.UUID:
        """The household's key."""
        key = self.home["id"]
        assert isinstance(key, uuid.UUID)
        return key

    @property
    def code(self) -> str:
        """The household's code; may be empty."""
        return self.home["code"] or ""

    @cached_property
    def whom(self) -> Mapping[uuid.UUID, uuid.UUID]:
        """Every record of a person who ever was a member -> the person kept."""
        ever = select(Membership.person_id).where(Membership.household_id == self.key)
        return kept.family(self.connection, self.connection.execute(ever).scalars())

    @cached_property
    def names(self) -> Mapping[uuid.UUID, str]:
        """Names of those persons, by every record of theirs."""
        query = select(Person.id, Person.name).where(Person.id.in_(set(self.whom.values())))
        known = {row.id: row.name or "" for row in self.connection.execute(query)}
        return {record: known[person] for record, person in self.whom.items()}

    @cached_property
    def operations(self) -> list[Any]:
        """Operations that changed records of the household, and how many of them each; undone ones left out."""
        every = union_all(
            select(HouseholdYear.id).where(HouseholdYear.household_id == self.key),
            select(StatusPeriod.id).where(StatusPeriod.household_id == self.key),
            select(Membership.id).where(Membership.household_id == self.key),
            select(PersonYear.id).where(PersonYear.person_id.in_(self.whom)),
        )
        query: Select[Any] = (
            select(Operation.seq, Operation.at, Operation.actor, Operation.verb, Operation.heading, func.count())
            .join_from(Change, Operation, Operation.id == Change.operation_id)
            .where(or_(Change.record_id.in_([self.key, *self.whom]), Change.record_id.in_(every)))
            .group_by(Operation.id)
        )
        undoing = select(Operation.seq, Operation.undoes_seq).where(
            Operation.village_id == self.village_id, Operation.undoes_seq.is_not(None)
        )
        undone: set[int] = set()
        for seq, undoes in self.connection.execute(undoing.order_by(Operation.seq.desc())):
            if seq not in undone:
                undone.add(undoes)
        return [row for row in self.connection.execute(query) if row.seq not in undone]


@dataclass(frozen=True, slots=True)
class Source:
    """One source of events.

    Attributes:
        title: What the filter calls it.
        on_paper: Whether its events belong on the sheet for the visitor; what the office did to its data does not.
    """

    id: str
    title: str
    read: Callable[[Story], Iterable[Event]]
    on_paper: bool = True
