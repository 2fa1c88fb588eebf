"""Which record of the book a row is about.

A person is found by the code of the national system, then by the first 18 characters of the number, then by name,
birth and household; a household by its code, its head's number, its head's name and group. What fits several
records, or fits one only perhaps, is asked (``Unclear``) and never guessed; the officer's answer comes first.
Persons of one name in different households are never taken for one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from villagebook.base.resident_ids import fits_mask, fold, is_masked, mask, parse, problems
from villagebook.services.lists.decisions import NEW
from villagebook.services.lists.sheaf import Row
from villagebook.services.lists.taking import Taking, Unclear, first18

#: Codes that the book itself gives, to households known from the roll only.
_OWN_CODE = re.compile("自[0-9]{4,}")

#: Lists of households: what an answer says of the row, it says of its household.
_OF_HOUSEHOLDS = frozenset({"households", "phones", "measures", "visits"})


def one_of(taking: Taking, table: str, rows: Sequence[Row], unclear: str, *, sure: bool = True) -> Row | None:
    """Return the only row, None if there is none; what the officer answered if there are several.

    Args:
        sure: Whether a single row needs no asking.

    Raises:
        Unclear: there are several, or one that only perhaps is the right one, and nobody has said which.
    """
    if not rows or (len(rows) == 1 and sure):
        return rows[0] if rows else None
    if taking.told == NEW:
        return None
    for row in rows:
        if row["id"] == taking.told:
            return row
    raise Unclear(f"{unclear}，请指定是谁", table, tuple(rows))


def told(taking: Taking, table: str) -> Row | None:
    """The record of a table that the officer named for this row."""
    return taking.sheaf.shelf(table).rows.get(taking.told) if isinstance(taking.told, uuid.UUID) else None


def has_given_code(household: Row) -> bool:
    """Whether a household has the code of the national system, not only one of the book's own."""
    return bool(household["code"]) and not _OWN_CODE.fullmatch(household["code"])


def own_code(taking: Taking) -> str:
    """A code of the book's own for a household without one of the national system: 自0001."""
    used = taking.around.own_codes
    if used is None:
        used = {r["code"] for r in taking.sheaf.shelf("household").rows.values() if (r["code"] or "").startswith("自")}
        taking.around.own_codes = used
    number = len(used) + 1
    while f"自{number:04d}" in used:
        number += 1
    used.add(f"自{number:04d}")
    return f"自{number:04d}"


# Households


def household_by_code(taking: Taking, code: str | None) -> Row | None:
    """The household with this code; the first if the book has several (a check finds that)."""
    found = taking.sheaf.shelf("household").lookup("code", lambda r: r["code"], code)
    return found[0] if found else None


def find_household(taking: Taking, values: dict[str, Any]) -> Row | None:
    """The household that values of a row are about (code, head_name, head_id_number, group_name), None if new.

    Raises:
        Unclear: several households fit.
    """
    if (named := told(taking, "household")) is not None:
        return named
    if taking.told == NEW and taking.draft.kind in _OF_HOUSEHOLDS:
        return None
    if (row := household_by_code(taking, values.get("code"))) is not None:
        return row
    shelf = taking.sheaf.shelf("household")
    by_number = shelf.lookup("head18", lambda r: first18(r["head_id_number"]), first18(values.get("head_id_number")))
    recoded = [r for r in by_number if has_given_code(r) and values.get("code")]
    if same := _alike_unclaimed(taking, "household", recoded, "head_name", values.get("head_name")):
        return one_of(taking, "household", same, "书里有户主姓名、证件号码都相同的户，户编号却不同", sure=False)
    by_number = [r for r in by_number if r not in recoded]
    if by_number:
        return one_of(taking, "household", by_number, "有几户的户主证件号码相同")
    if (by_person := _household_of_head(taking, values)) is not None:
        return by_person
    return _household_by_name(taking, values)


def _household_of_head(taking: Taking, values: dict[str, Any]) -> Row | None:
    """The household whose head, as a person, has this number."""
    for person in by_number(taking, values.get("head_id_number")):
        for row in taking.sheaf.shelf("household").lookup("head_id", lambda r: r["head_id"], person["id"]):
            if not (has_given_code(row) and values.get("code")):
                return row
    return None


def _household_by_name(taking: Taking, values: dict[str, Any]) -> Row | None:
    code, group, number = values.get("code"), values.get("group_name"), values.get("head_id_number")
    named = taking.sheaf.shelf("household").lookup("head_name", lambda r: r["head_name"], values.get("head_name"))
    named = [
        r
        for r in named
        if not (code and has_given_code(r))
        and _one_group(r["group_name"], group)
        and numbers_agree(r["head_id_number"], number)
        and _fits_masked(taking, "household.head_id_number", r["head_id_number"])
    ]
    in_group = [r for r in named if group and r["group_name"] == group]
    # A list that brings a code or number of its own may speak of a household of the same name that is new.
    sure = bool(in_group) or not (code or first18(number))
    return one_of(taking, "household", in_group or named, f"书里有户主也叫{values.get('head_name')}的户", sure=sure)


def _fits_masked(taking: Taking, id: str, known: str | None) -> bool:
    """Whether a known number is one that the row's masked number may stand for; one without stars says nothing."""
    if not known or all(finding.id != "import.masked-number" for finding in taking.draft.findings):
        return True
    heading = next((column.heading for column in taking.draft.table.columns if column.id == id), "")
    masked = fold(taking.draft.extra.get(heading, ""))
    return not is_masked(masked) or fits_mask(masked, known)


def _one_group(known: str | None, given: str | None) -> bool:
    return not known or not given or known == given


# Persons


def find_person(taking: Taking, values: dict[str, Any], household: Row | None, code: str | None = None) -> Row | None:
    """The person this row is about, or None if new.

    A row whose code is new but whose number another person has is a different record: the number standing twice is
    for a check to find, never a reason to overwrite somebody. With the name too it is asked: one code is a slip.

    Args:
        values: code, id_number, name, born.
        household: The person's household if the book knows it.
        code: Its code as typed where the book does not.

    Raises:
        Unclear: several persons fit, or one fits only perhaps.
    """
    if (named := told(taking, "person")) is not None:
        return named
    if taking.told == NEW:
        return None
    same_number = by_number(taking, values.get("id_number"))
    if values.get("code"):
        by_code = taking.sheaf.shelf("person").lookup("code", lambda r: r["code"], values["code"])
        if by_code:
            return by_code[0]
        uncoded = [r for r in same_number if not r["code"]]
        if uncoded and not taking.around.is_claimed("person", uncoded[0]["id"]):
            return uncoded[0]
        if same := _alike_unclaimed(taking, "person", same_number, "name", values.get("name")):
            return one_of(taking, "person", same, "书里有姓名、证件号码都相同的人，人口编号却不同", sure=False)
        return None if same_number else _by_likeness(taking, values, household, code)
    if same_number:
        same_name = [r for r in same_number if r["name"] == values.get("name")] or same_number
        return one_of(taking, "person", same_name, "书里有几个人的证件号码相同")
    return _by_likeness(taking, values, household, code)


def _alike_unclaimed(taking: Taking, table: str, rows: Sequence[Row], field: str, name: str | None) -> list[Row]:
    """Of records with the row's number but another code, those of its name too that no other row is about."""
    return [r for r in rows if name and r[field] == name and not taking.around.is_claimed(table, r["id"])]


def by_number(taking: Taking, number: str | None) -> list[Row]:
    """The persons whose number begins with the same 18 characters."""
    return taking.sheaf.shelf("person").lookup("id18", lambda r: first18(r["id_number"]), first18(number))


def _by_likeness(taking: Taking, values: dict[str, Any], household: Row | None, code: str | None) -> Row | None:
    """The person of this name, birth and household."""
    born = values.get("born") or _born(values.get("id_number"))
    same = [
        r
        for r in taking.sheaf.shelf("person").lookup("name", lambda r: r["name"], values.get("name"))
        if not (values.get("code") and r["code"]) and _one_birth(r["born"] or _born(r["id_number"]), born)
    ]
    if not same:
        return None
    if household is None and not code:
        like = [r for r in same if _agrees(taking, r, values)]
        # Without a household nothing tells persons of one name apart; some lists only refer to persons they know.
        return one_of(taking, "person", like, f"书里有人也叫{values.get('name')}，这一行没有写明是哪一户", sure=False)
    memberships = members_of(taking, household) if household is not None else _members_as_typed(taking, code)
    members = {membership["person_id"] for membership in memberships}
    found = [r for r in same if r["id"] in members]
    agreeing = [r for r in found if _agrees(taking, r, values)]
    if agreeing or not found:
        return one_of(taking, "person", agreeing, "同一户有几个同名的人")
    # One name, one household, one birth, yet two numbers: one of them is a slip, or these are two persons.
    number = values.get("id_number")
    mistaken = [r for r in found if not number or (born and _is_slip(r["id_number"], number))]
    return one_of(taking, "person", mistaken, "同一户有同名的人，证件号码却不同", sure=False)


def _agrees(taking: Taking, person: Row, values: dict[str, Any]) -> bool:
    """Whether no number of the row, whole or masked, speaks against a person."""
    known = person["id_number"]
    return numbers_agree(known, values.get("id_number")) and _fits_masked(taking, "person.id_number", known)


def numbers_agree(known: str | None, given: str | None) -> bool:
    """Whether nothing in two numbers speaks against one person; a number too short to tell by must be the same."""
    if not given or not known:
        return True
    return known == given or (first18(known) is not None and first18(known) == first18(given))


def _is_slip(known: str | None, given: str | None) -> bool:
    """Whether two numbers differ as one number and its misspelling do: one of them cannot be, or two digits differ."""
    one, two = first18(known), first18(given)
    if one is None or two is None or problems(one) or problems(two):
        return True
    return sum(a != b for a, b in zip(one, two, strict=True)) <= 2


def _one_birth(known: Any, given: Any) -> bool:
    return known is None or given is None or known == given


def _born(number: str | None) -> Any:
    try:
        return parse(number).born if number else None
    except ValueError:
        return None


def members_of(taking: Taking, household: Row | None) -> list[Row]:
    """The memberships of a household, past ones too."""
    key = None if household is None else household["id"]
    return taking.sheaf.shelf("membership").lookup("household", lambda r: r["household_id"], key)


def _members_as_typed(taking: Taking, code: str | None) -> list[Row]:
    """Memberships of a household that nobody knows but by the code that lists give."""
    return taking.sheaf.shelf("membership").lookup(
        "typed code", lambda r: r["household_code"] if r["household_id"] is None else None, code
    )


def household_where(taking: Taking, person: Row | None) -> Row | None:
    """The household a known person is a member of now."""
    for membership in _current(taking, person):
        if membership["household_id"] is not None:
            return taking.sheaf.shelf("household").rows[membership["household_id"]]
    return None


def code_where(taking: Taking, person: Row | None) -> str | None:
    """The code under which a list named the household of a known person before anything was known of it."""
    for membership in _current(taking, person):
        if membership["household_id"] is None:
            code: str | None = membership["household_code"]
            return code
    return None


def _current(taking: Taking, person: Row | None) -> Iterable[Row]:
    key = None if person is None else person["id"]
    known = taking.sheaf.shelf("membership").lookup("person", lambda r: r["person_id"], key)
    return (membership for membership in known if membership["through_on"] is None)


def candidate_words(taking: Taking, table: str, row: Row) -> str:
    """What tells a candidate from the others: 女，1990-08-26，3506******1217；户主张三（上溪）."""
    if table == "household":
        parts = [row["head_name"], row["group_name"], row["address"], _masked(row["head_id_number"])]
        return "，".join(str(part) for part in parts if part)
    parts = [row["sex"], row["born"], _masked(row["id_number"])]
    home = household_where(taking, row)
    own = "，".join(str(part) for part in parts if part)
    if home is None:
        return own
    where = f"户主{home['head_name'] or home['code']}" + (f"（{home['group_name']}）" if home["group_name"] else "")
    return f"{own}；{where}" if own else where


def _masked(number: str | None) -> str:
    return mask(number) if number else ""
