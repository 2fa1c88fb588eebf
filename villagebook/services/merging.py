"""Two records of one person made one: field by field, both histories kept, taken back as one step.

The other person's record stays as it was but for ``merged_into``; no membership, year or measure is re-pointed, queries
follow. What the kept person lacks is filled from the other; where both say something, the kept one's stands unless the
other's is asked for.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base import resident_ids
from villagebook.base.errors import UserError
from villagebook.base.text import fold_code
from villagebook.models import FieldInfo, Household, Membership, Person, PersonYear, fields_of
from villagebook.services import fields, kept
from villagebook.services.fields import record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.memberships import DEAD
from villagebook.services.relations import HEAD
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

Row = dict[str, Any]

#: Choices besides the person's fields: which household the person is in, and as what.
HOME, RELATION = "household", "relation"
_LABELS = {HOME: "所在户", RELATION: "与户主关系"}
#: Fields the program makes.
_MADE = frozenset({"key", "ref", "json", "sort", "time", "bytes"})
#: So long a chain of merges is followed by every ledger's SQL; a longer one is drawn together.
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two persons: both texts in full and as a screen shows them.

    ``differs``: both say something, and not the same; then one is to be chosen. ``fills``: only the other says it.
    """

    name: str
    label: str
    kept: str
    other: str
    kept_masked: str
    other_masked: str

    @property
    def differs(self) -> bool:
        """Whether both say something else."""
        return bool(self.kept and self.other) and self.kept != self.other

    @property
    def fills(self) -> bool:
        """Whether only the other says something."""
        return bool(self.other and not self.kept)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two persons side by side, the one proposed to be kept first; only fields that one of them has."""

    keep: uuid.UUID
    other: uuid.UUID
    keep_name: str
    other_name: str
    rows: tuple[Compared, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of the fields where one must be chosen."""
        return tuple(row.name for row in self.rows if row.differs)


def choosable() -> tuple[FieldInfo, ...]:
    """The fields of a person that merging chooses or fills."""
    return tuple(info for info in fields_of(Person) if info.kind not in _MADE and not info.volatile)


def compare(book: Book, keep: uuid.UUID, other: uuid.UUID, *, propose: bool = False) -> Comparison:
    """Show two persons side by side.

    Args:
        propose: Let the fuller record, with a right number and a code of the national system, be the kept one.

    Raises:
        UserError: one of them is gone, or they are one already.
    """
    with book.read() as connection:
        keep, other = _two(connection, keep, other)
        first, second = (record_row(connection, "person", key) for key in (keep, other))
        if propose and _worth(second) > _worth(first):
            keep, other, first, second = other, keep, second, first
        names = [info.name for info in choosable()]
        rows = [
            Compared(a.name, a.label, a.text, b.text, a.masked, b.masked)
            for a, b in zip(fields.view(first, "person", names), fields.view(second, "person", names), strict=True)
        ]
        rows += _compared_homes(connection, keep, other)
    shown = tuple(row for row in rows if row.kept or row.other)
    return Comparison(keep, other, first["name"] or "", second["name"] or "", shown)


def _worth(row: Row) -> tuple[object, ...]:
    number = row["id_number"] or ""
    filled = sum(row[info.name] is not None for info in choosable())
    return bool(number) and not resident_ids.problems(number), bool(row["code"]), filled, row["id"].bytes[::-1]


def find_person(book: Book, text: str) -> uuid.UUID:
    """The person with this code, number, or only name in the book; a merged one's gives the person kept.

    Raises:
        UserError: nobody, or several, are called so.
    """
    folded = fold_code(text)
    with book.read() as connection:
        query = select(Person.id).where(Person.village_id == book.village_id).order_by(Person.id)
        for column, value in ((Person.code, folded), (Person.id_number, folded.upper()), (Person.name, text.strip())):
            found = connection.execute(query.where(column == value)).scalars().all() if value else ()
            persons = set(kept.roots(connection, found).values())
            if len(persons) == 1:
                return persons.pop()
            if persons:
                raise UserError("person.several", f"有 {len(persons)} 个人都是“{text}”", "请写人口编号或证件号码")
    raise UserError("person.unknown", f"书里没有“{text}”这个人", "请写人口编号、证件号码或姓名")


def home_of(book: Book, person: uuid.UUID) -> uuid.UUID | None:
    """The household a person belongs to now, else the last one; None if there is none."""
    with book.read() as connection:
        every = kept.family(connection, (person,))
        query = select(Membership.household_id).where(
            Membership.person_id.in_(every), Membership.household_id.is_not(None)
        )
        order = (Membership.through_on.is_not(None), Membership.id.desc())
        return connection.execute(query.order_by(*order)).scalars().first()


def choices_called(labels: Iterable[str]) -> frozenset[str]:
    """The names of choices by what people call them (姓名, 所在户).

    Raises:
        UserError: there is no such field.
    """
    names = {heading: info.name for info in choosable() for heading in info.headings}
    names |= {label: name for name, label in _LABELS.items()}
    unknown = [label for label in labels if label not in names]
    if unknown:
        raise UserError("merge.field", f"没有“{unknown[0]}”这个栏目", f"可以是 {'、'.join(names)}")
    return frozenset(names[label] for label in labels)


@verb("person.merge", "合并两个人", Undo.INVERSE)
def merge_persons(
    book: Book,
    keep: uuid.UUID,
    other: uuid.UUID,
    *,
    take: Collection[str] = (),
    today: dt.date,
    actor: str,
) -> Changed:
    """Merge ``other`` into ``keep``.

    Args:
        take: Names of fields (and ``household``, ``relation``) where the other's value is to stand.
        today: The day on which what stands twice ends.

    Raises:
        UserError: one of them is gone, they are one already, or one is dead and the other a member of a household.
    """
    unknown = set(take) - {info.name for info in choosable()} - {HOME, RELATION}
    if unknown:
        raise ValueError(f"no choices of a person: {sorted(unknown)}")
    with book.work(declaration(merge_persons).id, actor, "合并两个人", Undo.INVERSE) as work:
        keep, other = _two(work.connection, keep, other)
        first, second = (record_row(work.connection, "person", key) for key in (keep, other))
        _refuse_dead(work.connection, first, second)
        chosen = _chosen(first, second, take)
        others = _descent(work.connection, other)
        work.write_rows(Person, updates=[(keep, with_sort_keys("person", chosen)), (other, {"merged_into": keep})])
        _settle_memberships(work, keep, others, take, today)
        _fill_years(work, keep, others)
        _settle_heads(work, keep, {**first, **chosen})
        _draw_together(work, keep)
        work.heading = f"合并 {_called(second)} 到 {_called(first)}"
        return Changed.of(work.commit())


def _two(connection: Connection, keep: uuid.UUID, other: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    found = kept.roots(connection, (keep, other))
    if found[keep] == found[other]:
        raise UserError("merge.same", "这两条已经是同一个人", "不用再合并")
    return found[keep], found[other]


def _refuse_dead(connection: Connection, first: Row, second: Row) -> None:
    """Nobody is dead in one household and alive in another: one of the two was written down wrong."""
    for dead, alive in ((first, second), (second, first)):
        if dead["living_state"] != DEAD or alive["living_state"] == DEAD:
            continue
        if _open_memberships(connection, alive["id"]) and not _open_memberships(connection, dead["id"]):
            said = f"{_called(dead)}已经登记为去世，{_called(alive)}还在户里"
            raise UserError("merge.dead", said, "是同一个人的，请先给还在户里的那条也记去世；去世记错了的，请先撤销")


def _called(row: Mapping[str, Any]) -> str:
    code = f"（{row['code']}）" if row["code"] else ""
    return f"{row['name'] or '没有姓名的人'}{code}"


def _chosen(first: Row, second: Row, take: Collection[str]) -> Row:
    chosen = {}
    for info in choosable():
        mine, others = first[info.name], second[info.name]
        if others is not None and others != mine and (mine is None or info.name in take):
            chosen[info.name] = others
    extra = {**(second["extra"] or {}), **(first["extra"] or {})}
    return chosen | ({"extra": extra} if extra and extra != first["extra"] else {})


def _draw_together(work: Work, keep: uuid.UUID) -> None:
    """Let everybody in a chain longer than the ledgers follow point at the person kept."""
    found = kept.family(work.connection, (keep,))
    query = select(Person.id, Person.merged_into).where(Person.id.in_(found))
    into = {row.id: row.merged_into for row in work.connection.execute(query) if row.id != keep}

    def depth(key: uuid.UUID) -> int:
        return 0 if key == keep else 1 + depth(into[key])

    if max(map(depth, into), default=0) > _LONGEST:
        work.write_rows(Person, updates=[(key, {"merged_into": keep}) for key in into])


# Where the person belongs


def _open_memberships(connection: Connection, person: uuid.UUID) -> list[Row]:
    every = kept.family(connection, (person,))
    table = Membership.__table__
    query = select(table).where(table.c.person_id.in_(every), table.c.through_on.is_(None)).order_by(table.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _home(membership: Row) -> object:
    return membership["household_id"] or membership["household_code"]


def _settle_memberships(
    work: Work, keep: uuid.UUID, their_records: Collection[uuid.UUID], take: Collection[str], today: dt.date
) -> None:
    """End what stands twice: the other's place in the same household, and one of two places in two households."""
    standing = _open_memberships(work.connection, keep)
    others = [m for m in standing if m["person_id"] in their_records]
    mine = [m for m in standing if m["person_id"] not in their_records]
    if not mine or not others:
        return
    homes = {_home(m): m for m in mine}
    twice = [m for m in others if _home(m) in homes]
    elsewhere = [m for m in others if _home(m) not in homes]
    ended = list(twice)
    if elsewhere:
        ended += [m for m in mine if _home(m) not in {_home(o) for o in others}] if HOME in take else elsewhere
    # The last day counts as a day of membership: today there is one place already.
    last = today - dt.timedelta(days=1)
    updates: list[tuple[uuid.UUID, Row]] = [(m["id"], {"through_on": max(last, m["from_on"] or last)}) for m in ended]
    for m in twice:
        own = homes[_home(m)]
        filled = {
            name: m[name]
            for name in ("relation", "from_on", "why", "position")
            if m[name] is not None and (own[name] is None or (name == RELATION and _other_relation(own, m, take)))
        }
        updates += [(own["id"], filled)] if filled else []
    work.write_rows(Membership, updates=updates)


def _other_relation(own: Row, other: Row, take: Collection[str]) -> bool:
    """Whether the other's relation stands: as chosen, but whoever was the head under either name is the head."""
    if own[RELATION] == HEAD or other[RELATION] == HEAD:
        return str(own[RELATION]) != HEAD
    return RELATION in take and str(own[RELATION]) != other[RELATION]


def _descent(connection: Connection, other: uuid.UUID) -> set[uuid.UUID]:
    """The other's record and those merged into it before."""
    found, fresh = {other}, [other]
    while fresh:
        query = select(Person.id).where(Person.merged_into.in_(fresh))
        fresh = [key for key in connection.execute(query).scalars() if key not in found]
        found.update(fresh)
    return found


def _home_words(connection: Connection, membership: Row) -> str:
    if membership["household_id"] is None:
        return membership["household_code"] or "没有归属的户"
    home = record_row(connection, "household", membership["household_id"])
    return f"{home['head_name'] or '没有户主'}户 {home['code'] or ''}".rstrip()


def _compared_homes(connection: Connection, keep: uuid.UUID, other: uuid.UUID) -> list[Compared]:
    texts = []
    for key in (keep, other):
        homes: list[str] = []
        relations: list[str] = []
        for m in _open_memberships(connection, key):
            homes.append(_home_words(connection, m))
            relations.append(m["relation"] or "")
        texts.append(("、".join(homes), "、".join(filter(None, relations))))
    (home, relation), (other_home, other_relation) = texts
    rows = [Compared(HOME, _LABELS[HOME], home, other_home, home, other_home)]
    # In another household the relation is that household's.
    if home == other_home or not home or not other_home:
        rows.append(Compared(RELATION, _LABELS[RELATION], relation, other_relation, relation, other_relation))
    return rows


# What hangs on the person


def _fill_years(work: Work, keep: uuid.UUID, their_records: Collection[uuid.UUID]) -> None:
    """Fill the blanks of the kept person's years from the other's of the same year."""
    table = PersonYear.__table__
    query = select(table).where(table.c.person_id.in_((keep, *their_records))).order_by(table.c.id)
    rows = [dict(row) for row in work.connection.execute(query).mappings()]
    own = {row["year"]: row for row in rows if row["person_id"] == keep}
    updates: dict[uuid.UUID, Row] = {}
    for row in rows:
        mine = own.get(row["year"])
        if row["person_id"] == keep or mine is None:
            continue
        for info in fields_of(PersonYear):
            if info.kind not in _MADE and mine[info.name] is None and row[info.name] is not None:
                updates.setdefault(mine["id"], {}).setdefault(info.name, row[info.name])
    work.write_rows(PersonYear, updates=list(updates.items()))


def _settle_heads(work: Work, keep: uuid.UUID, person: Row) -> None:
    """Where the person heads a household, the household says the name and number the person now has."""
    every = kept.family(work.connection, (keep,))
    table = Household.__table__
    query = select(table).where(table.c.head_id.in_(every), table.c.merged_into.is_(None)).order_by(table.c.id)
    updates = []
    for home in work.connection.execute(query).mappings():
        new = {"head_name": person["name"]} if person["name"] and home["head_name"] != person["name"] else {}
        if home["head_id_number"] and person["id_number"] and home["head_id_number"] != person["id_number"]:
            new["head_id_number"] = person["id_number"]
        if home["head_code"] and person["code"] and home["head_code"] != person["code"]:
            new["head_code"] = person["code"]
        if new:
            updates.append((home["id"], with_sort_keys("household", new)))
    work.write_rows(Household, updates=updates)
