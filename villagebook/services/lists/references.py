"""References between rows: a text as typed gets its key as soon as the record it names is in the book.

Lists come in any order, persons before their households, rosters before their projects. What cannot be resolved yet
stays as typed; this module looks again at the end of every import.
"""

from __future__ import annotations

import uuid

from villagebook.base.vouchers import voucher_key
from villagebook.importing import reversed_year
from villagebook.importing.convert import read_cell
from villagebook.models import Household, fields_of
from villagebook.services.lists.sheaf import Row, Sheaf, Shelf

#: Household columns that a list of persons repeats in every row.
REPEATED = ("head_name", "head_id_number", "standard", "head_code", "phone")


def resolve_references(sheaf: Sheaf) -> None:
    """Give typed references their keys, now that the records they name may be there."""
    households = _by_code(sheaf, "household")
    for table, column, key, known in (
        ("membership", "household_code", "household_id", households),
        ("roster_line", "household_code", "household_id", households),
    ):
        found = [
            row
            for row in sheaf.shelf(table).rows.values()
            if row[key] is None and row[column] in known and row.get("posted_at") is None
        ]
        for row in found:
            sheaf.shelf(table).change(row["id"], {key: known[row[column]]})
        _settle(sheaf, table, found)
    _settle_changed(sheaf)
    _resolve_projects(sheaf)
    _resolve_heads(sheaf)
    _resolve_reversals(sheaf)


def project_called(sheaf: Sheaf, text: str | None) -> Row | None:
    """The project with this code, the first if the book has several; else the only one of this name."""
    shelf = sheaf.shelf("project")
    if found := shelf.lookup("code", lambda r: r["code"], text):
        return found[0]
    named = shelf.lookup("name", lambda r: r["name"], text)
    return named[0] if len(named) == 1 else None


def _resolve_projects(sheaf: Sheaf) -> None:
    for table in ("roster_line", "fund_entry"):
        shelf = sheaf.shelf(table)
        for row in list(shelf.rows.values()):
            if row["project_id"] is not None or row.get("posted_at") is not None:
                continue
            if (project := project_called(sheaf, row["project_code"])) is not None:
                code = project["code"] or row["project_code"]
                shelf.change(row["id"], {"project_id": project["id"], "project_code": code})


def _settle(sheaf: Sheaf, table: str, found: list[Row]) -> None:
    """What lists said of a household before it was there: fill its blanks, the head's row first."""
    households = sheaf.shelf("household").rows
    for row in sorted(found, key=lambda r: r.get("relation") != "户主"):
        household = households[row["household_id"]]
        if table == "roster_line":
            if row["group_name"] and household["group_name"] is None:
                fill_group(sheaf, household, row["group_name"], row["import_row_id"])
            continue
        _settle_person(sheaf, sheaf.shelf("person").rows[row["person_id"]], household)


def _settle_changed(sheaf: Sheaf) -> None:
    """What members' rows said otherwise than their household before this import, and what it says now too."""
    shelf, memberships = sheaf.shelf("household"), sheaf.shelf("membership")
    for household_id in [
        *shelf.inserted,
        *(key for key, new in shelf.updated.items() if not new.keys().isdisjoint(REPEATED)),
    ]:
        for membership in memberships.lookup("household", lambda r: r["household_id"], household_id):
            _settle_person(sheaf, sheaf.shelf("person").rows[membership["person_id"]], shelf.rows[household_id])


def _settle_person(sheaf: Sheaf, person: Row, household: Row) -> None:
    if not person["extra"]:
        return
    extra = dict(person["extra"])
    for info in fields_of(Household):
        heading = next((h for h in info.headings if h in extra), None)
        if heading is None or info.name not in REPEATED:
            continue
        value = read_cell(info, extra[heading]).value
        if household[info.name] is None and value is not None:
            sheaf.update("household", household, {info.name: value}, person["import_row_id"])
        if household[info.name] == value:
            del extra[heading]
    if extra != person["extra"]:
        sheaf.shelf("person").change(person["id"], {"extra": extra or None})


def fill_group(sheaf: Sheaf, household: Row, name: str, import_row_id: uuid.UUID | None) -> None:
    """Put a household into a group by name; a group not yet known is added."""
    shelf = sheaf.shelf("village_group")
    found = shelf.lookup("name", lambda r: r["name"], name)
    group = found[0] if found else sheaf.insert("village_group", {"name": name}, import_row_id)
    sheaf.update("household", household, {"group_name": name, "group_id": group["id"]}, import_row_id)


def _by_code(sheaf: Sheaf, table: str) -> dict[str, uuid.UUID]:
    found: dict[str, uuid.UUID] = {}
    for row in sheaf.shelf(table).rows.values():
        if row["code"]:
            found.setdefault(row["code"], row["id"])
    return found


def _resolve_heads(sheaf: Sheaf) -> None:
    heads: dict[uuid.UUID, list[uuid.UUID]] = {}
    others: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for row in sheaf.shelf("membership").rows.values():
        if row["household_id"] is None or row["through_on"] is not None:
            continue
        if row["relation"] == "户主":
            heads.setdefault(row["household_id"], []).append(row["person_id"])
        elif row["relation"]:
            others.add((row["household_id"], row["person_id"]))
    for row in list(sheaf.shelf("household").rows.values()):
        found = heads.get(row["id"], [])
        # A list may say that another member is the head now.
        passed_on = (row["id"], row["head_id"]) in others and len(found) == 1
        if found and (row["head_id"] is None or passed_on):
            sheaf.shelf("household").change(row["id"], {"head_id": found[0]})


def _resolve_reversals(sheaf: Sheaf) -> None:
    """Give a 冲销 the key of the entry its memo names; 记-0071, 记-71 and 记字第71号 are one voucher."""
    shelf = sheaf.shelf("fund_entry")
    for row in list(shelf.rows.values()):
        if row["kind"] != "冲销" or row["reverses_id"] is not None or row["posted_at"] is not None:
            continue
        if not row["reverses_text"]:
            continue
        year = reversed_year(row["memo"] or "") or row["year"]
        found = [one for one in of_voucher(shelf, year, row["reverses_text"]) if one["kind"] != "冲销"]
        if len(found) == 1:
            shelf.change(row["id"], {"reverses_id": found[0]["id"]})


def of_voucher(shelf: Shelf, year: int | None, voucher: str) -> list[Row]:
    """The entries of a year under a voucher, those that spell it so first.

    记-0071, 记-71 and 记字第71号 are one voucher; a bare 71 is the voucher of that number if there is only one.
    """
    key = voucher_key(voucher)
    if key is None:
        return shelf.lookup("voucher", lambda r: (r["year"], r["voucher"]), (year, voucher))
    word, number = key
    found = shelf.lookup("voucher number", _voucher_number, (year, number))
    words = {one["id"]: (voucher_key(one["voucher"]) or ("",))[0] for one in found}
    if len({known for known in words.values() if known} | {word} - {""}) > 1:
        found = [one for one in found if words[one["id"]] == word]
    return sorted(found, key=lambda one: one["voucher"] != voucher)


def _voucher_number(row: Row) -> tuple[int | None, int] | None:
    key = voucher_key(row["voucher"]) if row["voucher"] else None
    return (row["year"], key[1]) if key else None
