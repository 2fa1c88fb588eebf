"""Who heads a household, and what persons are called: the two places where a name stands are kept alike."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.text import clean_name
from villagebook.models import Household, Membership, Person
from villagebook.services.fields import record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

HEAD = "户主"

#: What the new head was to the old one -> what the old one becomes, as a man and as a woman. Others become 其他.
_BECOMES: Mapping[str, tuple[str, str]] = {
    "配偶": ("配偶", "配偶"),
    "之子": ("之父", "之母"),
    "之女": ("之父", "之母"),
    "之父": ("之子", "之女"),
    "之母": ("之子", "之女"),
    "之孙子": ("之祖父", "之祖母"),
    "之孙女": ("之祖父", "之祖母"),
    "之祖父": ("之孙子", "之孙女"),
    "之祖母": ("之孙子", "之孙女"),
    "之兄弟姐妹": ("之兄弟姐妹", "之兄弟姐妹"),
}
_OTHER = ("其他", "其他")


@verb("household.set_head", "改户主", Undo.INVERSE)
def set_head(book: Book, household: uuid.UUID, name: str, *, actor: str) -> Changed:
    """Set the head by name: another member of this name becomes the head, else the present head's name is corrected.

    A new head and the old one get their relations turned round; those of the other members are left to the person,
    a check names the ones that cannot be.

    Raises:
        UserError: no name is given.
    """
    new = _needed(name)
    with book.work(declaration(set_head).id, actor, f"改户主 {new}", Undo.INVERSE) as work:
        home = record_row(work.connection, "household", household)
        members = _members(work, household)
        member = next((m for m in members if m["name"] == new and m["person_id"] != home["head_id"]), None)
        if member is None:
            if home["head_id"] is not None:
                _rename(work, home["head_id"], new)
            else:
                work.write_rows(Household, updates=[(household, with_sort_keys("household", {"head_name": new}))])
        else:
            values = {"head_name": new, "head_id": member["person_id"], "head_id_number": member["id_number"]}
            work.write_rows(Household, updates=[(household, with_sort_keys("household", values))])
            old = next((m for m in members if m["person_id"] == home["head_id"] or m["relation"] == HEAD), None)
            _turn_round(work, member, old)
        work.heading = f"改户主 {home['head_name'] or ''} → {new}"
        return Changed.of(work.commit())


@verb("person.rename", "改姓名", Undo.INVERSE)
def rename(book: Book, person: uuid.UUID, name: str, *, actor: str) -> Changed:
    """Correct a person's name, also where the person stands as the head of a household.

    Raises:
        UserError: no name is given.
    """
    new = _needed(name)
    with book.work(declaration(rename).id, actor, f"改姓名 {new}", Undo.INVERSE) as work:
        before = record_row(work.connection, "person", person)["name"] or ""
        _rename(work, person, new)
        work.heading = f"改姓名 {before} → {new}"
        return Changed.of(work.commit())


def _needed(name: str) -> str:
    new = clean_name(name)
    if not new:
        raise UserError("field.required", "姓名不能空着")
    return new


def _rename(work: Work, person: uuid.UUID, name: str) -> None:
    work.write_rows(Person, updates=[(person, with_sort_keys("person", {"name": name}))])
    heads = select(Household.id).where(Household.head_id == person)
    homes = list(work.connection.execute(heads).scalars())
    values = with_sort_keys("household", {"head_name": name})
    work.write_rows(Household, updates=[(home, values) for home in homes])


def _members(work: Work, household: uuid.UUID) -> list[dict[str, Any]]:
    query = (
        select(Membership.id, Membership.person_id, Membership.relation, Person.name, Person.sex, Person.id_number)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.household_id == household, Membership.through_on.is_(None))
        .order_by(Membership.position, Membership.id)
    )
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _turn_round(work: Work, new: Mapping[str, Any], old: Mapping[str, Any] | None) -> None:
    updates: list[tuple[uuid.UUID, dict[str, Any]]] = [(new["id"], {"relation": HEAD})]
    if old is not None and old["id"] != new["id"]:
        became = _BECOMES.get(new["relation"] or "", _OTHER)[old["sex"] == "女"]
        updates.append((old["id"], {"relation": became}))
    work.write_rows(Membership, updates=updates)
