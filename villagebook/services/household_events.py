"""Who came into a household and who left it, in words, and what reached it; the whole story is told by timeline."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.models import Household, Membership, Person
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services import kept
from villagebook.services.moving import DAY, NEW_HEAD
from villagebook.services.relations import HEAD

Row = Mapping[str, Any]
Span = tuple[dt.date | None, dt.date | None]
#: Most names in one line; more are counted.
MOST_NAMES = 4
#: Moves within the village: the other household belongs into the line.
_WITHIN = ("分户", "合户", "婚入", "婚出", "收养", "户籍迁入", "户籍迁出")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: ``tone`` is mute, info, due, late or ok; ``icon`` a name of the window's icons."""

    on: dt.date | None
    title: str
    detail: str
    icon: str
    tone: str = "mute"


def tone_of(kind: str) -> str:
    """The tone of a status."""
    if kind in MONITORED_STATUSES:
        return "due"
    return "info" if kind in ("低保户", "特困户") else "mute"


# Who came and went


@dataclass(frozen=True, slots=True)
class Stay:
    """One membership in words: where, from when through when, why."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    household_id: uuid.UUID | None
    household: str
    relation: str
    from_on: dt.date | None
    through_on: dt.date | None
    why: str
    why_ended: str


def stays(connection: Connection, *where: Any) -> list[Stay]:
    """Memberships with the names of person and household, in order of entry."""
    query = (
        select(
            Membership.id, Membership.person_id, Person.name, Membership.household_id, Household.head_name,
            Household.code, Membership.household_code, Membership.relation, Membership.from_on, Membership.through_on,
            Membership.why, Membership.why_ended,
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Household, Household.id == Membership.household_id)
        .where(*where)
        .order_by(Membership.from_on.nulls_first(), Membership.position, Membership.id)
    )  # fmt: skip
    found = []
    for row in connection.execute(query).mappings():
        house = " ".join(part for part in (f"{row['head_name']} 户" if row["head_name"] else "",
                                           row["code"] or row["household_code"] or "") if part)  # fmt: skip
        found.append(Stay(row["id"], row["person_id"], row["name"] or "", row["household_id"], house,
                          row["relation"] or "", row["from_on"], row["through_on"], row["why"] or "",
                          row["why_ended"] or ""))  # fmt: skip
    return found


def stays_of_members(connection: Connection, household: uuid.UUID) -> list[Stay]:
    """All memberships, here and elsewhere, of everybody who ever was a member of a household.

    Those of somebody merged into a member are the member's.
    """
    ever = select(Membership.person_id).where(Membership.household_id == household)
    whom = kept.family(connection, connection.execute(ever).scalars())
    every = stays(connection, Membership.person_id.in_(whom))
    query = select(Person.id, Person.name).where(Person.id.in_(set(whom.values())))
    names = {row.id: row.name or "" for row in connection.execute(query)}
    own: dict[object, list[Stay]] = defaultdict(list)
    for stay in every:
        if stay.person_id in names:
            own[stay.person_id, stay.household_id].append(stay)
    return [
        replace(stay, person_id=whom[stay.person_id], name=names[whom[stay.person_id]])
        for stay in every
        # Of two places in one household at a time that a merged person had, the member's own is told.
        if stay.person_id in names
        or not any(at_once(_span(stay), _span(one)) for one in own[whom[stay.person_id], stay.household_id])
    ]


def at_once(one: Span, other: Span) -> bool:
    """Whether two memberships, each from its first to its last day, have a day in common."""
    return (one[0] or dt.date.min) <= (other[1] or dt.date.max) and (other[0] or dt.date.min) <= (one[1] or dt.date.max)


def _span(stay: Stay) -> Span:
    return stay.from_on, stay.through_on


def movements(connection: Connection, household: uuid.UUID) -> Iterator[Event]:
    """Who came and who went, those of one operation in one line (分户：蓝小明、钟秀 分出)."""
    every = stays_of_members(connection, household)
    mine = [stay for stay in every if stay.household_id == household]
    for stay in mine:
        if stay.why == NEW_HEAD and stay.relation == HEAD and stay.from_on:
            yield Event(stay.from_on, f"户主变更：{stay.name} 任户主", "", "users")
    came: dict[tuple[dt.date, str], list[Stay]] = defaultdict(list)
    went: dict[tuple[dt.date, str], list[Stay]] = defaultdict(list)
    for stay in mine:
        if stay.from_on and stay.why != NEW_HEAD:
            came[stay.from_on, stay.why].append(stay)
        if stay.through_on and stay.why_ended != NEW_HEAD:
            went[stay.through_on, stay.why_ended].append(stay)
    for (on, why), group in came.items():
        before = _other(every, household, group, why, lambda s, on=on: s.through_on == on - DAY)
        yield Event(on, f"{_names(group)} {why or '进户'}", f"从 {before}" if before else "", "users")
    for (on, why), group in went.items():
        after = _other(every, household, group, why, lambda s, on=on: s.from_on == on + DAY)
        # Who moves within the village is a member there from the next day on: that is the day of the operation.
        day = on + DAY if after else on
        yield Event(day, f"{_names(group)} {_left(why, bool(after))}", f"到 {after}" if after else "", "users")


def _left(why: str, within: bool) -> str:
    if why == "分户" and within:
        return "分户分出"
    return why or "离户"


def _other(every: Iterable[Stay], household: uuid.UUID, group: list[Stay], why: str, fits: Any) -> str:
    """The household at the other end of a move within the village; empty if there is none."""
    if why not in _WITHIN:
        return ""
    persons = {stay.person_id for stay in group}
    there = (s for s in every if s.person_id in persons and s.household_id != household and fits(s))
    return next((stay.household for stay in there), "")


def _names(group: list[Stay]) -> str:
    names = "、".join(stay.name for stay in group[:MOST_NAMES])
    return f"{names} 等 {len(group)} 人" if len(group) > MOST_NAMES else names
