"""Who heads a household, and what persons are called: the two places where a name stands are kept alike."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.text import clean_name
from villagebook.models import Household, Membership, Person
from villagebook.services import kept
from villagebook.services.fields import record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.relations import HEAD, Kin, recomputed
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work


@verb("household.set_head", "改户主", Undo.INVERSE)
def set_head(book: Book, household: uuid.UUID, name: str, *, actor: str) -> Changed:
    """Set the head by name: another member of this name becomes the head, else the present head's name is corrected.

    It corrects what stands in the book and has no day of its own: relations are turned as far as that is sure. A head
    who changes on a day is ``moves.change_head``.

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
            _turn_round(work, members, home["head_id"], member["person_id"])
        work.heading = f"改户主 {home['head_name'] or ''} → {new}"
        return Changed.of(work.commit())


@verb("person.rename", "改姓名", Undo.INVERSE)
def rename(book: Book, person: uuid.UUID, name: str, *, keep_former: bool = False, actor: str) -> Changed:
    """Change a person's name, also where the person stands as the head of a household.

    Args:
        keep_former: Whether the old name stays as 曾用名; a slip of the pen does not.

    Raises:
        UserError: no name is given.
    """
    new = _needed(name)
    with book.work(declaration(rename).id, actor, f"改姓名 {new}", Undo.INVERSE) as work:
        row = record_row(work.connection, "person", person)
        before = row["name"] or ""
        _rename(work, person, new)
        if keep_former:
            _keep_former(work, row, before)
        work.heading = f"改姓名 {before} → {new}"
        return Changed.of(work.commit())


@verb("person.keep_former", "记曾用名", Undo.INVERSE)
def keep_former_name(book: Book, person: uuid.UUID, name: str, *, actor: str) -> Changed:
    """Keep a name a person had before as 曾用名, beside those that stand there.

    Raises:
        UserError: no name is given.
    """
    former = _needed(name)
    with book.work(declaration(keep_former_name).id, actor, f"记曾用名 {former}", Undo.INVERSE) as work:
        row = record_row(work.connection, "person", person)
        _keep_former(work, row, former)
        work.heading = f"记曾用名 {row['name'] or ''}：{former}"
        return Changed.of(work.commit())


def _keep_former(work: Work, row: Mapping[str, Any], former: str) -> None:
    kept = [part for part in (row["former_name"] or "").split("、") if part]
    if former and former not in kept:
        kept.append(former)
    work.write_rows(Person, updates=[(row["id"], {"former_name": "、".join(kept) or None})])


def _needed(name: str) -> str:
    new = clean_name(name)
    if not new:
        raise UserError("field.required", "姓名不能空着")
    return new


def _rename(work: Work, person: uuid.UUID, name: str) -> None:
    work.write_rows(Person, updates=[(person, with_sort_keys("person", {"name": name}))])
    heads = select(Household.id).where(Household.head_id.in_(kept.family(work.connection, (person,))))
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


def _turn_round(work: Work, members: list[dict[str, Any]], old: uuid.UUID | None, new: uuid.UUID) -> None:
    kin = [
        Kin(m["person_id"], HEAD if m["person_id"] == old else m["relation"] or "", m["sex"] or "") for m in members
    ]
    sure, _ = recomputed(kin, new)
    known = [(m["id"], sure[m["person_id"]]) for m in members if m["person_id"] in sure]
    work.write_rows(Membership, updates=[(key, {"relation": relation}) for key, relation in known])
