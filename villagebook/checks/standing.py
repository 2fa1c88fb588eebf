"""Whether a household may stand on a list of payments on a day: it was there, and who is named was alive.

Used by checks and by services that show a list while it is made, so that both say the same.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from villagebook.ledgers.parts import table
from villagebook.models import Household, Membership, Person

DEAD, DIED = "已故", "死亡"
_CHUNK = 500
_FOREVER = dt.date.max


@dataclass(frozen=True, slots=True)
class Standing:
    """A household as far as lists of payments ask for it.

    Attributes:
        ended_on: Last day of the household; None while it stands.
        died: Members who died: name -> the day, None where nobody wrote it down.
        members: First and last day of each membership.
    """

    key: uuid.UUID
    code: str | None
    head: str | None
    group: str | None = None
    ended_on: dt.date | None = None
    ended_why: str | None = None
    died: Mapping[str, dt.date | None] = field(default_factory=dict)
    members: tuple[tuple[dt.date | None, dt.date | None], ...] = ()

    def against(self, day: dt.date, name: str | None = None) -> str:
        """Say why it may not be paid on a day, as one clause; empty if nothing speaks against it.

        Args:
            name: Whom the list names; the head unless given.
        """
        if self.ended_on is not None and self.ended_on < day:
            return f"{self.ended_on} 已{self.ended_why or '销户'}"
        who = name or self.head
        if who is not None and who in self.died:
            died_on = self.died[who]
            if died_on is None or died_on < day:
                return f"{who} {f'{died_on} ' if died_on else ''}已故"
        if self.members and not any(_runs(stay, day) for stay in self.members):
            return f"{day} 这一户没有成员"
        return ""


def roster_day(received_on: dt.date | None, project: Mapping[str, Any] | None, on: dt.date) -> dt.date:
    """Return the day on which a household of a roster must have been there.

    That is when it received what it gets, else when the project was accepted or finished, else the last day of the
    project's year; never a day after ``on``.

    Args:
        project: Its fields by name; None if it is not known.
    """
    known = received_on
    if known is None and project is not None:
        known = project["accepted_on"] or project["finished_on"]
        if known is None and project["year"] is not None:
            known = dt.date(max(1, min(project["year"], 9999)), 12, 31)
    return on if known is None else min(known, on)


def _runs(stay: tuple[dt.date | None, dt.date | None], day: dt.date) -> bool:
    return (stay[0] or dt.date.min) <= day <= (stay[1] or _FOREVER)


def standings(
    connection: Connection, village_id: uuid.UUID, keys: Collection[uuid.UUID | None] | None = None
) -> dict[uuid.UUID, Standing]:
    """Read households by key (a key of None is nobody's); None reads all of the village."""
    home = table(Household)
    columns = (home.c.id, home.c.code, home.c.head_name, home.c.group_name, home.c.ended_on, home.c.ended_why)
    died: dict[uuid.UUID, dict[str, dt.date | None]] = defaultdict(dict)
    members: dict[uuid.UUID, list[tuple[dt.date | None, dt.date | None]]] = defaultdict(list)
    found = {}
    for some in _parts(keys):
        for household, name, state, first, last, why in _stays(connection, village_id, some):
            members[household].append((first, last))
            if name and (why == DIED or state == DEAD):
                died[household].setdefault(name, None)
                if why == DIED:
                    died[household][name] = last
        query = select(*columns).where(home.c.village_id == village_id)
        for row in connection.execute(query if some is None else query.where(home.c.id.in_(some))):
            found[row.id] = Standing(
                row.id, row.code, row.head_name, row.group_name, row.ended_on, row.ended_why, died.get(row.id, {}),
                tuple(members.get(row.id, ())))  # fmt: skip
    return found


def _parts(keys: Collection[uuid.UUID | None] | None) -> Iterator[list[uuid.UUID] | None]:
    if keys is None:
        yield None
        return
    every = sorted({key for key in keys if key is not None})
    for start in range(0, len(every), _CHUNK):
        yield every[start : start + _CHUNK]


def _stays(
    connection: Connection, village_id: uuid.UUID, keys: list[uuid.UUID] | None
) -> list[tuple[uuid.UUID, str | None, str | None, dt.date | None, dt.date | None, str | None]]:
    member, person = table(Membership), table(Person)
    query = (
        select(member.c.household_id, person.c.name, person.c.living_state, member.c.from_on, member.c.through_on,
               member.c.why_ended)
        .select_from(member.join(person, person.c.id == member.c.person_id))
        .where(member.c.village_id == village_id, member.c.household_id.is_not(None))
        .order_by(member.c.through_on.nulls_last(), member.c.id)
    )  # fmt: skip
    if keys is not None:
        query = query.where(member.c.household_id.in_(keys))
    return [row._tuple() for row in connection.execute(query)]
