"""Households as lists of payments name them: by code, by the head's name, pinyin or initials, by a member's name.

What a line of a list takes over from its household (组, 户主, 人口, 开户行, 末四位) and what speaks against paying it
on a day are said here, the same for rosters (到户花名册) and benefits (效益到户).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.text import clean_name, fold_code
from villagebook.checks.standing import Standing, standings
from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.ledgers.parts import members_of
from villagebook.models import Household, Membership, Person, PersonYear
from villagebook.store import Book

#: What says that somebody can work, be it little (劳动技能).
LABOUR = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")


@dataclass(frozen=True, slots=True)
class Home:
    """A household that can stand on a list: ``people`` are its members of the day."""

    key: uuid.UUID
    code: str
    head: str
    group: str
    people: int

    @property
    def called(self) -> str:
        """The household as a choice shows it: 许玉美　3506991012030001　下溪."""
        return "\u3000".join(part for part in (self.head or "（没有户主）", self.code, self.group) if part)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which households are meant: all that stand on a day, narrowed by what is given.

    Attributes:
        groups, statuses: Any of these; empty does not narrow.
        with_labour: Only those of which a member can work.
        members_least: Only those of so many members or more.
        text: Occurs in code, head's name or pinyin.
    """

    groups: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    with_labour: bool = False
    members_least: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a narrowing can be chosen from: groups and statuses that households of the day have."""

    groups: tuple[str, ...]
    statuses: tuple[str, ...]


def narrowed(connection: Connection, village_id: uuid.UUID, narrowing: Narrowing, on: dt.date) -> tuple[Home, ...]:
    """Return the households meant, by group, then by code."""
    filters: dict[str, object] = {}
    if narrowing.groups:
        filters["group"] = narrowing.groups
    if narrowing.statuses:
        filters["status"] = narrowing.statuses
    scope = Scope(village_id, on, filters=filters, text=narrowing.text)
    names = ("code", "head", "group", "members")
    rows = read.picked(connection, LEDGERS["households"], scope, names)
    able = _with_labour(connection, village_id, on) if narrowing.with_labour else None
    return tuple(
        Home(key, code or "", head or "", group or "", members or 0)
        for key, code, head, group, members in sorted(rows, key=lambda row: (row[3] or "", row[1] or ""))
        if (members or 0) >= narrowing.members_least and (able is None or key in able)
    )


def offered(book: Book, on: dt.date) -> Offered:
    """What a narrowing offers."""
    scope = Scope(book.village_id, on)
    with book.read() as connection:
        rows = read.picked(connection, LEDGERS["households"], scope, ("group", "status"))
    statuses = {part for _, _, text in rows for part in (text or "").split("、") if part}
    return Offered(tuple(sorted({group for _, group, _ in rows if group})), tuple(sorted(statuses)))


def choose(book: Book, narrowing: Narrowing, on: dt.date) -> tuple[Home, ...]:
    """The households a narrowing means: what a preview counts."""
    with book.read() as connection:
        return narrowed(connection, book.village_id, narrowing, on)


def _with_labour(connection: Connection, village_id: uuid.UUID, on: dt.date) -> set[uuid.UUID]:
    year, member = PersonYear.__table__.c, Membership.__table__.c
    query = select(year.person_id, year.labour).where(year.village_id == village_id, year.year <= on.year)
    newest = {row.person_id: row.labour for row in connection.execute(query.order_by(year.year))}  # the last one stays
    stays = connection.execute(
        select(member.household_id, member.person_id, member.from_on, member.through_on).where(
            member.village_id == village_id, member.household_id.is_not(None))
    )  # fmt: skip
    return {
        home
        for home, person, first, last in stays
        if newest.get(person) in LABOUR and (first is None or first <= on) and (last is None or on <= last)
    }


class Homes:
    """All households of a village, ended ones too, as texts name them."""

    def __init__(self, connection: Connection, village_id: uuid.UUID) -> None:
        self._connection, self._village_id = connection, village_id
        self.standing: dict[uuid.UUID, Standing] = standings(connection, village_id)
        self._by_code: dict[str, uuid.UUID] = {}
        self._by_head: dict[str, list[uuid.UUID]] = defaultdict(list)
        for key, one in self.standing.items():
            if one.code:
                self._by_code.setdefault(one.code, key)
            if one.head:
                self._by_head[one.head].append(key)

    def by_code(self, text: str) -> uuid.UUID | None:
        """The household with this code."""
        code = fold_code(text)
        return self._by_code.get(code) or self._by_code.get(code.upper())

    def named(self, text: str, group: str = "") -> tuple[uuid.UUID, ...]:
        """The households whose head is called so, those of a group if any of them is in it.

        A head's pinyin or initials are understood where no head is called so.
        """
        name = clean_name(text)
        # A name of two characters is often spread over three.
        for spelling in (name, "".join(name.split())):
            if found := self._by_head.get(spelling):
                here = [key for key in found if group and self.standing[key].group == group]
                return tuple(here or found)
        return tuple(self._by_sound.get(name.lower(), ())) if name.isascii() else ()

    def of_member(self, text: str) -> tuple[uuid.UUID, ...]:
        """The households of which somebody called so is or was a member."""
        return tuple(dict.fromkeys(self._by_member.get("".join(text.split()), ())))

    @cached_property
    def _by_sound(self) -> dict[str, list[uuid.UUID]]:
        home = Household.__table__.c
        query = select(home.id, home.head_pinyin, home.head_initials).where(home.village_id == self._village_id)
        found: dict[str, list[uuid.UUID]] = defaultdict(list)
        for key, *sounds in self._connection.execute(query):
            for sound in {"".join(sound.split()).lower() for sound in sounds if sound}:
                found[sound].append(key)
        return found

    @cached_property
    def _by_member(self) -> dict[str, list[uuid.UUID]]:
        member, person = Membership.__table__.c, Person.__table__.c
        query = (
            select(person.name, member.household_id)
            .where(member.person_id == person.id, member.village_id == self._village_id)
            .where(member.household_id.is_not(None), person.name.is_not(None))
        )
        found: dict[str, list[uuid.UUID]] = defaultdict(list)
        for name, key in self._connection.execute(query):
            found[name].append(key)
        return found

    def home(self, key: uuid.UUID) -> Home:
        """A household as a choice shows it; its members are not counted here."""
        one = self.standing[key]
        return Home(key, one.code or "", one.head or "", one.group or "", 0)


def taken_over(connection: Connection, keys: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, dict[str, Any]]:
    """What lines take over from their households, by the names of RosterLine's fields."""
    home = Household.__table__
    columns = (home.c.id, home.c.code, home.c.head_name, home.c.group_name, home.c.bank, home.c.card)
    found = {}
    for some in _chunks(keys):
        query = select(*columns, members_of(home.c.id, on).label("people")).where(home.c.id.in_(some))
        for row in connection.execute(query):
            found[row.id] = {
                "household_id": row.id, "household_code": row.code, "head_name": row.head_name,
                "group_name": row.group_name, "population": row.people or None, "bank": row.bank,
                "card_tail": fold_code(row.card)[-4:] if row.card else None,
            }  # fmt: skip
    return found


def _chunks(keys: Iterable[uuid.UUID]) -> Iterable[list[uuid.UUID]]:
    every = list(dict.fromkeys(keys))
    return (every[start : start + 400] for start in range(0, len(every), 400))


def find_home(book: Book, text: str) -> uuid.UUID:
    """The household that a text names: a code, a head's name, pinyin or initials that only one household has.

    Raises:
        UserError: no household is called so, or several are.
    """
    with book.read() as connection:
        homes = Homes(connection, book.village_id)
        if (found := homes.by_code(text)) is not None:
            return found
        fits = homes.named(text)
        if len(fits) == 1:
            return fits[0]
        if fits:
            names = "；".join(homes.home(key).called for key in fits[:6])
            raise UserError("household.several", f"有 {len(fits)} 户都叫“{text}”", f"请写户编号：{names}")
    raise UserError("household.unknown", f"没有“{text}”这一户", "请写户编号，或户主姓名、拼音")
