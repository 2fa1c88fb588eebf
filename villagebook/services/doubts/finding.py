"""Which record of the book a line of a problem list is about: by code, by number, by name in its household.

What fits several is left without a record and told; nothing is guessed.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.resident_ids import fits_mask
from villagebook.models import BY_TABLE
from villagebook.services.comparing.names import squeezed
from villagebook.services.lists.merged import followed, kept_persons
from villagebook.services.lists.taking import first18

Row = Mapping[str, Any]
_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx]")


@dataclass(frozen=True, slots=True)
class Found:
    """The records of one line; None where there is none, ``why`` says how it was found or why not."""

    household: uuid.UUID | None = None
    person: uuid.UUID | None = None
    why: str = ""


class Finder:
    """The book's persons and households, by what lists call them."""

    def __init__(self, connection: Connection, village: uuid.UUID) -> None:
        def rows(table: str) -> list[Row]:
            columns = BY_TABLE[table].__table__
            query = select(columns).where(columns.c.village_id == village).order_by(columns.c.id)
            return [dict(row) for row in connection.execute(query).mappings()]

        kept = kept_persons(connection, village)
        everybody = rows("person")
        self.persons: dict[uuid.UUID, Row] = {r["id"]: r for r in everybody if r["merged_into"] is None}
        # A line that names somebody merged means the person kept.
        called = [{**row, "id": kept.get(row["id"], row["id"])} for row in everybody]
        self.households: dict[uuid.UUID, Row] = {r["id"]: r for r in rows("household") if r["merged_into"] is None}
        self._home: dict[uuid.UUID, uuid.UUID] = {}
        self._members: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
        self.memberships: dict[uuid.UUID, Row] = {}
        lived = followed(BY_TABLE["membership"].__table__, rows("membership"), kept)
        for row in sorted(lived, key=lambda r: r["through_on"] is None):
            # Who left is still found; a membership that runs comes last and wins.
            self.memberships[row["person_id"]] = row
            if row["household_id"] in self.households and row["person_id"] in self.persons:
                self._home[row["person_id"]] = row["household_id"]
                self._members[row["household_id"]].append(row["person_id"])
        self._by_code = _by(called, "code")
        self._by_name = _by(called, "name", squeezed)
        self._by_number = _by(called, "id_number", first18)
        self._by_household_code = _by(self.households.values(), "code")
        self._by_head = _by(self.households.values(), "head_name")
        self._by_head_number = _by(self.households.values(), "head_id_number", first18)

    def home(self, person: uuid.UUID | None) -> uuid.UUID | None:
        """The household a person is in, or was in last."""
        return self._home.get(person) if person is not None else None

    def find(self, values: Mapping[str, Any]) -> Found:
        """Find the records of a line by what its columns say (roles of sheets.ROLES)."""
        household = self._household(values)
        for key, index, why in (
            (values.get("person_code"), self._by_code, "人口编号"),
            (first18(values.get("id_number")), self._by_number, "证件号码"),
            (self._in_text(values), self._by_number, "疑点里写的证件号码"),
        ):
            people = index.get(key, []) if key else []
            if len(people) == 1:
                return Found(self.home(people[0]) or household, people[0], why)
            if len(people) > 1:
                named = [p for p in people if self.persons[p]["name"] == values.get("name")]
                if len(named) == 1:
                    return Found(self.home(named[0]) or household, named[0], f"{why}、姓名")
                return Found(household, None, f"有 {len(people)} 个人的{why}相同，请先核对")
        return self._by_its_name(values, household)

    def _by_its_name(self, values: Mapping[str, Any], household: uuid.UUID | None) -> Found:
        name = values.get("name")
        if not name:
            return Found(household, None, "户" if household else "书里没有这一户")
        if household is not None:
            named = set(self._by_name.get(squeezed(name), ()))
            inside = [p for p in self._members[household] if p in named and self._may_be(p, values)]
            if len(inside) == 1:
                return Found(household, inside[0], "姓名、户")
            # A list of households names the head under 姓名.
            return Found(household, None, "户" if not inside else "同一户有几个同名的人，请先核对")
        if first18(values.get("id_number")) or values.get("household_code") or values.get("person_code"):
            # What the line says of the person is not in the book: somebody of that name is another one.
            return Found(None, None, "书里没有这个人")
        people = [p for p in self._by_name.get(squeezed(name), []) if self._may_be(p, values)]
        if len(people) == 1:
            why = "姓名、露出的几位号码" if values.get("masked_number") else "姓名"
            return Found(self.home(people[0]), people[0], why)
        return Found(None, None, f"书里有 {len(people)} 个人叫{name}" if people else "书里没有这个人")

    def _may_be(self, person: uuid.UUID, values: Mapping[str, Any]) -> bool:
        """Whether no digit that a line's masked number shows speaks against a person."""
        known, masked = self.persons[person]["id_number"], values.get("masked_number")
        return not masked or not known or fits_mask(masked, known)

    def _household(self, values: Mapping[str, Any]) -> uuid.UUID | None:
        for key, index in (
            (values.get("household_code"), self._by_household_code),
            (first18(values.get("head_id_number")), self._by_head_number),
            (values.get("head_name"), self._by_head),
        ):
            found = index.get(key, []) if key else []
            if len(found) == 1:
                return found[0]
        number = first18(values.get("id_number"))
        heads = self._by_head_number.get(number, []) if number else []
        return heads[0] if len(heads) == 1 else None

    @staticmethod
    def _in_text(values: Mapping[str, Any]) -> str | None:
        if values.get("id_number"):
            return None
        found = set(_NUMBER.findall(str(values.get("problem") or "")))
        return found.pop().upper() if len(found) == 1 else None


def _by(rows: Iterable[Row], column: str, fold: Any = None) -> dict[str, list[uuid.UUID]]:
    found: dict[str, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        key = fold(row[column]) if fold is not None else row[column]
        if key and row["id"] not in found[key]:
            found[key].append(row["id"])
    return found
