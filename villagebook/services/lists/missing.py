"""Records of the book that a full list ought to name and does not. They are listed; nothing is deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from villagebook.services.lists.matching import has_given_code
from villagebook.services.lists.report import Missing, Question, RowReport
from villagebook.services.lists.sheaf import Row, Sheaf
from villagebook.services.lists.taking import Surroundings

#: Kinds of lists that name every record they are about, and whose records these are.
_FULL = {"households": "household", "people": "person", "roll": "person"}


def missing(
    around: Surroundings,
    tables: Mapping[str, list[tuple[int, str, str]]],
    rows: Iterable[RowReport],
    asked: Iterable[Question],
) -> tuple[Missing, ...]:
    """Return what the lists of each kind together leave out.

    A list is full if it is of this village and names at least half of what the book has. Lists of the national system
    are compared with what has a code of it; a township's roll with everybody.

    Args:
        tables: Kind of list -> (file's mark, file name, sheet name) of each.
        rows: All rows; the records of refused ones are not missing.
        asked: Their candidates are not missing either.
    """
    spared = {candidate.key for question in asked for candidate in question.candidates}
    refused = {row.code for row in rows if row.outcome == "refused" and row.code}
    found: list[Missing] = []
    for kind, places in tables.items():
        table = _FULL.get(kind)
        if table is None or any(mark in around.other_villages for mark, _, _ in places):
            continue
        named = set[uuid.UUID]().union(*(around.claimed.get((mark, table), ()) for mark, _, _ in places))
        known = _universe(around.sheaf, table, named)
        if len(known.keys() & named) * 2 < len(known):
            continue
        name = "head_name" if table == "household" else "name"
        left = [row for key, row in known.items() if key not in named and key not in spared]
        _, file, sheet = places[0]
        found += [
            Missing(table, row["id"], row["code"] or "", row[name] or "", file, sheet)
            for row in sorted(left, key=lambda row: (row["code"] or "", row[name] or ""))
            if row["code"] not in refused
        ]
    return tuple(found)


def _universe(sheaf: Sheaf, table: str, named: set[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """What a list that names these records could name: those that still are in the village."""
    shelf = sheaf.shelf(table)
    coded = sum(_is_coded(table, shelf.rows[key]) for key in named if key in shelf.rows) * 2 > len(named)
    return {
        key: row
        for key, row in (_households(sheaf) if table == "household" else _persons(sheaf)).items()
        if not coded or _is_coded(table, row)
    }


def _is_coded(table: str, row: Row) -> bool:
    return has_given_code(row) if table == "household" else bool(row["code"])


def _households(sheaf: Sheaf) -> dict[uuid.UUID, Row]:
    return {
        key: row
        for key, row in sheaf.shelf("household").rows.items()
        if row["ended_on"] is None and row["merged_into"] is None
    }


def _persons(sheaf: Sheaf) -> dict[uuid.UUID, Row]:
    """Persons who are members of a household that still is."""
    households, persons = _households(sheaf), sheaf.shelf("person").rows
    return {
        membership["person_id"]: persons[membership["person_id"]]
        for membership in sheaf.shelf("membership").rows.values()
        if membership["through_on"] is None
        and (membership["household_id"] is None or membership["household_id"] in households)
        and membership["person_id"] in persons
        and persons[membership["person_id"]]["merged_into"] is None
    }
