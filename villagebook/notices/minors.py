"""Children are never named on a notice: the head of the household stands in their place.

Source: 个人信息保护法第二十八条 (data of children), and county rules on notices, which list them by household head.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from villagebook.ledgers import Scope
from villagebook.ledgers.parts import kept_person, table
from villagebook.models import Household, Membership, Person

OF_AGE = 18

#: A household by its key or by its code; None where a list names none.
Home = uuid.UUID | str | None


@dataclass(frozen=True, slots=True)
class _Member:
    born: dt.date | None
    head: str


def is_child(born: dt.date | None, on: dt.date) -> bool:
    """Whether somebody born on a day is under age on another; not, if the day of birth is not known."""
    if born is None:
        return False
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < OF_AGE


def in_place_of(name: str, head: str) -> str:
    """Return whom a child stands by: the head; the surname only where the child is head itself or there is none."""
    return head if head and head != name else f"{name[:1]}某"


def standing(conn: Connection, scope: Scope, named: Sequence[tuple[Home, str]], on: dt.date) -> list[str]:
    """Return the names that may stand on a notice of a day, in order, for (household, name) of a list.

    Who is not found among the members of the household keeps the name.
    """
    members = _members(conn, scope, {home for home, name in named if home is not None and name})
    found = []
    for home, name in named:
        member = members.get((home, name))
        child = member is not None and is_child(member.born, on)
        found.append(in_place_of(name, member.head) if child and member is not None else name)
    return found


def _members(conn: Connection, scope: Scope, homes: Iterable[Home]) -> dict[tuple[Home, str], _Member]:
    """Return members by (household, name), under key and code of the household; of two of one name the younger."""
    person, head, member, home = table(Person), table(Person, "head"), table(Membership), table(Household)
    keys = [one for one in homes if isinstance(one, uuid.UUID)]
    codes = [one for one in homes if isinstance(one, str)]
    if not keys and not codes:
        return {}
    query = (
        select(
            home.c.id, home.c.code, person.c.name, person.c.born,
            func.coalesce(head.c.name, home.c.head_name).label("head"),
        )
        .select_from(
            member.join(person, person.c.id == kept_person(member.c.person_id))
            .join(home, home.c.id == member.c.household_id)
            .outerjoin(head, head.c.id == kept_person(home.c.head_id))
        )
        .where(member.c.village_id == scope.village_id, or_(home.c.id.in_(keys), home.c.code.in_(codes)))
        .order_by(person.c.born.nulls_first(), person.c.id)
    )  # fmt: skip
    found: dict[tuple[Home, str], _Member] = {}
    for row in conn.execute(query):
        if row.name:
            one = _Member(row.born, row.head or "")
            found[row.id, row.name] = one
            if row.code:
                found[row.code, row.name] = one
    return found
