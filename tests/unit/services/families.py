"""A family in a real book, for tests of who comes and goes: 蓝丽建, wife, two sons, a daughter-in-law, a grandson."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from tests.builders import add
from villagebook.models import Household, Membership, Person
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.store import Book, Undo

TODAY = dt.date(2025, 11, 5)
SAY = {"actor": "测试", "today": TODAY}
LAN = (
    ("蓝丽建", "户主", "男", dt.date(1960, 3, 1)),
    ("雷桂英", "配偶", "女", dt.date(1962, 5, 1)),
    ("蓝小明", "之子", "男", dt.date(1988, 1, 2)),
    ("蓝小军", "之子", "男", dt.date(1991, 1, 2)),
    ("钟秀", "之儿媳", "女", dt.date(1990, 7, 8)),
    ("蓝天", "之孙子", "男", dt.date(2015, 9, 9)),
)
ZHONG = (("钟文福", "户主", "男", dt.date(1958, 2, 2)), ("钟玉", "之女", "女", dt.date(1989, 4, 4)))


@dataclass(frozen=True)
class Family:
    """Keys of a household and, by name, of its people."""

    home: uuid.UUID
    people: dict[str, uuid.UUID]

    def __getitem__(self, name: str) -> uuid.UUID:
        return self.people[name]


def a_family(book: Book, code: str, members: tuple[tuple[str, str, str, dt.date], ...] = LAN) -> Family:
    """Write a household and its members, who were there before the book began."""
    people = {}
    with book.work("test", "测试", "一户", Undo.INVERSE) as work:
        for place, (name, _, sex, born) in enumerate(members, 1):
            person = with_sort_keys("person", {"name": name, "sex": sex, "born": born, "code": f"{code}{place:02d}"})
            people[name] = add(work, Person, village_id=book.village_id, **person)
        head = {"head_name": members[0][0], "head_id": people[members[0][0]]} if members else {}
        home = add(
            work, Household, village_id=book.village_id, code=code, group_name="3组",
            **with_sort_keys("household", head),
        )  # fmt: skip
        for place, (name, relation, _, _) in enumerate(members, 1):
            add(work, Membership, village_id=book.village_id, person_id=people[name], household_id=home,
                household_code=code, relation=relation, position=place)  # fmt: skip
        work.commit()
    return Family(home, people)


def members_on(book: Book, home: uuid.UUID, day: dt.date) -> dict[str, str]:
    """Name -> relation of who belongs to a household on a day, read row by row."""
    found = {}
    with book.read() as connection:
        query = select(
            Person.name, Membership.relation, Membership.from_on, Membership.through_on
        ).join(Person, Person.id == Membership.person_id).where(Membership.household_id == home)  # fmt: skip
        for name, relation, first, last in connection.execute(query):
            if (first is None or first <= day) and (last is None or last >= day):
                assert name not in found, f"{name} twice on {day}"
                found[name] = relation
    return found
