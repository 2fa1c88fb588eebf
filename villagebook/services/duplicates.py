"""Persons and households that stand in the book twice, perhaps: found, shown side by side, judged.

What the likeness of two records is stands in ``likeness``; merging two persons in ``merging``. A pair judged not to be
one (``keep_apart``) stays quiet as long as what tells the two apart says the same; it is kept with the findings known
to be true (情况属实), for the auditor.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.resident_ids import mask
from villagebook.models import Acknowledgement, Household, Membership, Person
from villagebook.services import likeness
from villagebook.services.fields import record_row
from villagebook.services.likeness import Home, Likeness, Place, Someone
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

#: Names under which judged pairs are kept.
PEOPLE, HOMES = "people.possible-duplicate", "households.possible-duplicate"
#: What stands as the field of a judged pair: the pair has none of its own.
FIELD = "是否同一个"


@dataclass(frozen=True, slots=True)
class Named:
    """One of a pair: its key, code and name, and where it belongs."""

    key: uuid.UUID
    code: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one.

    Attributes:
        table: person or household.
        score: 0 to 100; why, against: what speaks for and against it.
        said: What tells the two apart, in full; a judgement holds while it says the same.
    """

    table: str
    first: Named
    second: Named
    score: int
    why: tuple[str, ...]
    against: tuple[str, ...]
    said: str

    @property
    def keys(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Both keys."""
        return self.first.key, self.second.key

    @property
    def likely(self) -> bool:
        """Whether they are very likely one."""
        return self.score >= likeness.LIKELY

    @property
    def words(self) -> str:
        """Why, in one sentence, with what speaks against it."""
        against = f"；但{'，'.join(self.against)}" if self.against else ""
        return "，".join(self.why) + against


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What was found, the likeliest first; ``quiet`` pairs were judged to be two."""

    people: tuple[Pair, ...]
    homes: tuple[Pair, ...]
    quiet: int

    def __iter__(self) -> Any:
        return iter((*self.people, *self.homes))


def find(book: Book, on: dt.date) -> Duplicates:
    """Find persons and households that may stand in the book twice, as of a day."""
    with book.read() as connection:
        village = book.village_id
        persons = _persons(connection, village)
        homes = _homes(connection, village)
        judged = _judged(connection, village, on)
    of_people = _people_pairs(persons)
    of_homes = _home_pairs(homes)
    loud = [pair for pair in (*of_people, *of_homes) if not _is_judged(pair, judged)]
    return Duplicates(
        tuple(pair for pair in loud if pair.table == "person"),
        tuple(pair for pair in loud if pair.table == "household"),
        len(of_people) + len(of_homes) - len(loud),
    )


def pair_of(book: Book, first: uuid.UUID, second: uuid.UUID) -> Pair:
    """Two persons as a pair, however unlike they are.

    Raises:
        UserError: one of them is not in the book, or was merged into somebody.
    """
    with book.read() as connection:
        persons = {one.key: one for one in _persons(connection, book.village_id)}
    for key in (first, second):
        if key not in persons:
            raise UserError("duplicates.gone", "这两个人里有一个已经不在书里了，或者已经合并", "请刷新后再看")
    a, b = sorted((persons[first], persons[second]), key=lambda one: one.key)
    return _person_pair(a, b, likeness.likeness(a, b))


# Judged


@verb("person.keep_apart", "不是同一个", Undo.INVERSE)
def keep_apart(book: Book, pair: Pair, *, reason: str, today: dt.date, actor: str) -> Changed:
    """Judge that a pair is two; it stays quiet until what tells them apart changes.

    Raises:
        UserError: no reason is given, or one of them is gone.
    """
    if not reason.strip():
        raise UserError("duplicates.no_reason", "没有写为什么不是同一个", "请写一句，日后核对时用得着")
    heading = f"不是同一个：{pair.first.name} 和 {pair.second.name}"
    with book.work(declaration(keep_apart).id, actor, heading, Undo.INVERSE) as work:
        for one in (pair.first, pair.second):
            record_row(work.connection, pair.table, one.key)
        work.write_rows(Acknowledgement, inserts=[{
            "check": PEOPLE if pair.table == "person" else HOMES,
            "record": pair.table,
            "record_id": min(pair.keys),
            "subject": " ".join(one.code or one.name for one in (pair.first, pair.second)),
            "field_name": FIELD,
            "said": pair.said,
            "reason": reason.strip(),
            "who": actor,
            "on": today,
        }])  # fmt: skip
        return Changed.of(work.commit())


def _judged(connection: Connection, village: uuid.UUID, on: dt.date) -> set[tuple[uuid.UUID, str]]:
    query = select(Acknowledgement.record_id, Acknowledgement.said).where(
        Acknowledgement.village_id == village,
        Acknowledgement.check.in_((PEOPLE, HOMES)),
        Acknowledgement.until.is_(None) | (Acknowledgement.until >= on),
    )
    return {(row.record_id, row.said) for row in connection.execute(query)}


def _is_judged(pair: Pair, judged: set[tuple[uuid.UUID, str]]) -> bool:
    return (min(pair.keys), pair.said) in judged


# Pairs


class _Keyed(Protocol):
    @property
    def key(self) -> uuid.UUID: ...


T = TypeVar("T", bound=_Keyed)


def _people_pairs(persons: Sequence[Someone]) -> list[Pair]:
    return _scored(likeness.pairs(persons, likeness.person_keys), likeness.likeness, _person_pair)


def _home_pairs(homes: Sequence[Home]) -> list[Pair]:
    return _scored(likeness.pairs(homes, likeness.home_keys), likeness.home_likeness, _home_pair)


def _scored(
    candidates: Iterable[tuple[T, T]], score: Callable[[T, T], Likeness], pair: Callable[[T, T, Likeness], Pair]
) -> list[Pair]:
    found = [(a, b, alike) for a, b in candidates if (alike := score(a, b)).score >= likeness.POSSIBLE]
    return sorted((pair(*one) for one in found), key=lambda p: (-p.score, p.first.name, p.first.code, p.keys))


def _person_pair(a: Someone, b: Someone, alike: Likeness) -> Pair:
    said = "；".join(
        f"{label} {_either(mine)}｜{_either(other)}"
        for label, mine, other in (
            ("人口编号", a.code, b.code),
            ("姓名", a.name, b.name),
            ("曾用名", a.former, b.former),
            ("性别", a.sex, b.sex),
            ("出生日期", a.birthday, b.birthday),
            ("证件号码", a.id_number, b.id_number),
        )
    )
    return Pair("person", _named(a), _named(b), alike.score, alike.why, alike.against, said)


def _named(one: Someone) -> Named:
    where = likeness.place_words(one.places[0]) if one.places else "没有归属的户"
    return Named(one.key, one.code, one.name or mask(one.id_number) or "（没有姓名）", where)


def _home_pair(a: Home, b: Home, alike: Likeness) -> Pair:
    said = "；".join(
        f"{label} {_either(mine)}｜{_either(other)}"
        for label, mine, other in (
            ("户编号", a.code, b.code),
            ("户主", a.head, b.head),
            ("户主证件号码", a.head_number, b.head_number),
        )
    )
    first, second = (Named(one.key, one.code, one.head or "（没有户主）", one.group or one.address) for one in (a, b))
    return Pair("household", first, second, alike.score, alike.why, alike.against, said)


def _either(value: object) -> str:
    return "空" if value in (None, "") else str(value)


# What is read


def _persons(connection: Connection, village: uuid.UUID) -> list[Someone]:
    places, relatives, addresses = _families(connection, village)
    query = (
        select(
            Person.id, Person.code, Person.name, Person.former_name, Person.sex, Person.born, Person.id_number,
            Person.phone, Person.pinyin,
        )
        .where(Person.village_id == village, Person.merged_into.is_(None))
        .order_by(Person.id)
    )  # fmt: skip
    return [
        Someone(
            row.id, row.code or "", row.name or "", row.former_name or "", row.sex or "", row.born,
            row.id_number or "", row.phone or "", addresses.get(row.id, ""), tuple(places[row.id]),
            frozenset(relatives[row.id]), row.pinyin or "",
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _families(
    connection: Connection, village: uuid.UUID
) -> tuple[Mapping[uuid.UUID, list[Place]], Mapping[uuid.UUID, set[str]], Mapping[uuid.UUID, str]]:
    """Return person -> their places in households, -> the names of the others there, -> their address."""
    query = (
        select(
            Membership.household_id, Membership.person_id, Membership.relation, Membership.through_on,
            Household.head_name, Household.address, Person.name, Person.merged_into,
        )
        .join(Household, Household.id == Membership.household_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.village_id == village)
        .order_by(Membership.through_on.is_not(None), Membership.id)
    )  # fmt: skip
    rows = connection.execute(query).all()
    names: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for row in rows:
        names[row.household_id].append(row.name or "")
    places: defaultdict[uuid.UUID, list[Place]] = defaultdict(list)
    relatives: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    addresses: dict[uuid.UUID, str] = {}
    for row in rows:
        person = row.merged_into or row.person_id
        if all(place.key != row.household_id for place in places[person]):
            places[person].append(Place(row.household_id, row.head_name or "", row.relation or ""))
        addresses.setdefault(person, row.address or "")
        # Two of one name in a household are not each other's relative by that name.
        relatives[person] |= {name for name in names[row.household_id] if name != row.name}
    return places, relatives, addresses


def _homes(connection: Connection, village: uuid.UUID) -> list[Home]:
    members: defaultdict[uuid.UUID, list[tuple[object, str]]] = defaultdict(list)
    query = (
        select(Membership.household_id, Person.id, Person.merged_into, Person.name, Person.born, Person.id_number)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.village_id == village, Membership.household_id.is_not(None))
        .where(Membership.through_on.is_(None))
        .order_by(Membership.id)
    )
    for row in connection.execute(query):
        number = likeness.first18(row.id_number or "")
        if token := number or (row.name and row.born and (row.name, row.born)):
            members[row.household_id].append((token, row.name or ""))
    homes = (
        select(
            Household.id, Household.code, Household.head_name, Household.head_id_number, Household.group_name,
            Household.address, Household.phone, Household.card, Household.head_pinyin, Person.id_number,
        )
        .outerjoin(Person, Person.id == Household.head_id)
        .where(Household.village_id == village, Household.merged_into.is_(None), Household.ended_on.is_(None))
        .order_by(Household.id)
    )  # fmt: skip
    return [
        Home(
            row.id, row.code or "", row.head_name or "", row.head_id_number or row.id_number or "",
            row.group_name or "", row.address or "", row.phone or "", row.card or "", tuple(members[row.id]),
            row.head_pinyin or "",
        )
        for row in connection.execute(homes)
    ]  # fmt: skip
