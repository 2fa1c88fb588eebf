"""Ruined numbers of records already in the book: the true ones proposed, and put in where they are accepted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from sqlalchemy import Connection

from villagebook.base.errors import UserError
from villagebook.base.resident_ids import is_ruined
from villagebook.importing import KINDS, field_of
from villagebook.importing.columns import value_id
from villagebook.importing.headings import fold_heading
from villagebook.services.lists import originals
from villagebook.services.lists.report import RuinedId
from villagebook.services.lists.ruined import NAMES, Sources, checked, proposals
from villagebook.services.lists.sheaf import Row, Sheaf
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

Accepted: TypeAlias = Mapping[tuple[str, uuid.UUID], str]
"""(field id, record's key) -> the true number."""

#: Field -> kind of list under whose headings a ruined cell of it is kept in ``extra``.
_FIELDS = {"person.id_number": "people", "household.head_id_number": "households", "household.card": "households"}


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a sheaf needs of a work to be read."""

    connection: Connection
    village_id: uuid.UUID


def blanks(book: Book) -> tuple[RuinedId, ...]:
    """Return the records whose number is blank because a spreadsheet destroyed it, with what it may have been."""
    with book.read() as connection:
        sheaf = Sheaf(cast("Work", _Reading(connection, book.village_id)))
        sources = Sources(sheaf, lambda: originals.numbers(book, connection))
        return tuple(_proposed(id, row, heading, text, sources) for id, row, heading, text in _blanks(sheaf))


def _proposed(id: str, row: Row, heading: str, text: str, sources: Sources) -> RuinedId:
    name = str(row[NAMES[id][1]] or "") if id in NAMES else ""
    others = [str(value) for key, value in (row["extra"] or {}).items() if key != heading]
    found = proposals(text, id, "", others, name, sources)
    return RuinedId("", "", 0, id, heading, text, name or row["code"] or "", found, row["id"])


def _blanks(sheaf: Sheaf) -> Iterator[tuple[str, Row, str, str]]:
    for id, kind in _FIELDS.items():
        table, _, name = id.partition(".")
        for row in sheaf.shelf(table).rows.values():
            if row[name] is None and row["extra"]:
                for heading, text in row["extra"].items():
                    if is_ruined(text) and _means(kind, heading) == id:
                        yield id, row, heading, text


def _means(kind: str, heading: str) -> str | None:
    return value_id(KINDS[kind].id, tuple(fold_heading(part) for part in heading.split("/")))


@verb("lists.accept_ids", "补全号码", Undo.INVERSE)
def accept_ids(book: Book, accepted: Accepted, *, actor: str) -> Changed:
    """Put true numbers in for ruined ones, as one operation.

    Raises:
        UserError: a number cannot be the true one, or the record has no ruined number there; nothing was changed.
    """
    with book.work(declaration(accept_ids).id, actor, "补全号码", Undo.INVERSE) as work:
        done = _put(work, accepted)
        work.heading = f"补全号码 {done} 个"
        return Changed.of(work.commit())


def _put(work: Work, accepted: Accepted) -> int:
    sheaf = Sheaf(work)
    known = {(id, row["id"]): (row, heading, text) for id, row, heading, text in _blanks(sheaf)}
    for (id, key), number in accepted.items():
        if (id, key) not in known:
            raise UserError("import.accepted-number", "这里没有丢了末尾的号码", "它可能已经补过，请重新看一遍")
        row, heading, text = known[id, key]
        value = checked(id, text, number, f"{row['code'] or ''}{field_of(id).label}")
        extra = {k: v for k, v in row["extra"].items() if k != heading}
        sheaf.shelf(id.partition(".")[0]).change(key, {id.partition(".")[2]: value, "extra": extra or None})
    sheaf.write()
    return len(accepted)
