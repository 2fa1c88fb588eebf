"""What a list says that was so before an operation (户主变更, 去世, 合户): it stands unless the officer decides.

A list of today is often made from a system where nobody has written down yet what the village has.
"""

from __future__ import annotations

from typing import Any

from villagebook.base.days import iso
from villagebook.models import FieldInfo
from villagebook.services.lists.sheaf import Row, Sheaf
from villagebook.services.relations import HEAD

#: The household's own fields of its head -> the person's.
_HEAD_FIELDS = {"head_name": "name", "head_id_number": "id_number", "head_code": "code"}


def why_operated(sheaf: Sheaf, info: FieldInfo, row: Row, value: Any) -> str:
    """Why a cell does not change what an operation wrote: it says what was before. Empty if it may."""
    if info.id == "membership.relation":
        return _former_relation(sheaf, row, value)
    if info.record == "household" and info.name in _HEAD_FIELDS:
        return _former_head(sheaf, row, _HEAD_FIELDS[info.name], value)
    return ""


def ended(household: Row) -> str:
    """That a household has ended, in words; empty while it stands."""
    if household["ended_on"] is None:
        return ""
    return f"这一户在书里 {iso(household['ended_on'])} {household['ended_why'] or '已销户'}"


def _former_relation(sheaf: Sheaf, row: Row, value: Any) -> str:
    mine = sheaf.shelf("membership").lookup("person", lambda r: r["person_id"], row["person_id"])
    for one in mine:
        if one["id"] != row["id"] and _over(one, row["household_id"]) and one["relation"] == value:
            return f"这是 {iso(one['through_on'])} 以前的关系，没有覆盖"
    return ""


def _former_head(sheaf: Sheaf, household: Row, name: str, value: Any) -> str:
    members = sheaf.shelf("membership").lookup("household", lambda r: r["household_id"], household["id"])
    persons = sheaf.shelf("person").rows
    for one in members:
        if not _over(one, household["id"]) or one["relation"] != HEAD or one["person_id"] == household["head_id"]:
            continue
        person = persons.get(one["person_id"])
        if person is not None and person[name] == value:
            return f"这是 {iso(one['through_on'])} 以前的户主，没有覆盖"
    return ""


def _over(membership: Row, household: Any) -> bool:
    return membership["household_id"] == household and membership["through_on"] is not None
