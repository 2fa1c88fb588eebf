"""A family of the sample book in which one person was written down twice, for the tests of duplicates and merging."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from villagebook.models import Membership, Person, PersonYear
from villagebook.services import households
from villagebook.services.fields import edit
from villagebook.services.verbs import Changed
from villagebook.store import Book, Undo

TODAY = dt.date(2025, 11, 5)
ACTOR = "测试"
HOME = "3506991012070001"  # 王长庚; 李恵 is his wife, 王𬭎 his son
OTHER_HOME = "3506991012070002"


@dataclass(frozen=True)
class Twice:
    """王𬭎 as the book has him, as he was written down again, and both homes."""

    keep: uuid.UUID
    other: uuid.UUID
    home: uuid.UUID
    other_home: uuid.UUID


def written_twice(book: Book, *, home: str = HOME, name: str = "王铉", **values: Any) -> Twice:
    """Write the son down once more, with a code and nothing else of the national system's."""
    one, other = households.key_of(book, HOME), households.key_of(book, OTHER_HOME)
    there = one if home == HOME else other
    with book.read() as connection:
        member = select(Person.id, Person.born).join(Membership, Membership.person_id == Person.id)
        son = connection.execute(
            member.where(Membership.household_id == one, Membership.relation == "之子").order_by(Person.id)
        ).first()
    assert son is not None
    with book.work("test.twice", ACTOR, "写两遍", Undo.INVERSE) as work:
        (key,) = work.write_rows(
            Person, inserts=[{"name": name, "code": "9907", "born": son.born, "politics": "群众", **values}]
        )
        work.write_rows(Membership, inserts=[{"person_id": key, "household_id": there, "relation": "之子"}])
        work.write_rows(PersonYear, inserts=[{"person_id": key, "year": 2031, "education": "大专"}])
        work.commit()
    return Twice(son.id, key, one, other)


def row(book: Book, key: uuid.UUID) -> dict[str, Any]:
    """A person's row."""
    with book.read() as connection:
        found = connection.execute(select(Person.__table__).where(Person.id == key)).mappings().one()
    return dict(found)


def memberships(book: Book, key: uuid.UUID) -> list[dict[str, Any]]:
    """A person's memberships."""
    query = select(Membership.__table__).where(Membership.person_id == key).order_by(Membership.id)
    with book.read() as connection:
        return [dict(one) for one in connection.execute(query).mappings()]


def clear(book: Book, key: uuid.UUID, *names: str) -> Changed:
    """Clear fields of a person."""
    for name in names:
        changed = edit(book, "person", key, name, "", actor=ACTOR)
    return changed


