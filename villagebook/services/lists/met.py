"""Taking rows of meetings, of members of bodies, and of help from outside; found again, never erased.

A meeting is found by its number, else by day, kind and subject; a matter of help by its number, else by giver and
day; a member by body and name, and the term where both sides tell one.
"""

from __future__ import annotations

from typing import Any

from villagebook.services.lists.references import project_called
from villagebook.services.lists.registered import household_by_code, village_cells
from villagebook.services.lists.sheaf import Row, Sheaf
from villagebook.services.lists.taking import Refusal, Taking


def take_social_help(taking: Taking) -> None:
    """Take one row of a register of help from outside."""
    values = taking.part("social_help")
    taking.code, taking.name = values.get("code") or values.get("giver", ""), values.get("giver", "")
    if (project := project_called(taking.sheaf, values.get("project_code"))) is not None:
        values |= {"project_id": project["id"], "project_code": project["code"] or values.get("project_code")}
    household = household_by_code(taking, values.get("household_code"))
    if household is not None:
        values["household_id"] = household["id"]
    row = _found(taking, "social_help", values, ("giver", "date", "content", "amount_fen", "goods"), least=2)
    taking.keep("social_help", taking.put("social_help", row, values, primary=True), village_cells(taking))
    taking.hold("social_help.project_code", "social_help.household_code")


def take_meeting(taking: Taking) -> None:
    """Take one row of a register of meetings."""
    values = taking.part("meeting")
    taking.code, taking.name = values.get("code") or str(values.get("held_on") or ""), values.get("kind", "")
    row = _found(taking, "meeting", values, ("kind", "held_on", "subject"), least=2)
    if row is None and not values.get("kind"):
        raise Refusal("没有会议类型")
    taking.keep("meeting", taking.put("meeting", row, values, primary=True), village_cells(taking))


def take_member(taking: Taking) -> None:
    """Take one row of members of bodies; a body that nobody knows is formed with its first member."""
    body, values = taking.part("committee"), taking.part("committee_member")
    taking.code, taking.name = body.get("name", ""), values.get("name", "")
    if not body.get("name") or not values.get("name"):
        raise Refusal("没有小组名称或姓名，不知道是哪个小组的谁")
    bodies = taking.sheaf.shelf("committee")
    same = bodies.lookup("name", lambda r: r["name"], body["name"])
    if same:
        body.pop("kind", None)
    group = taking.put("committee", same[0] if same else None, body)
    values["committee_id"] = group["id"]
    members = taking.sheaf.shelf("committee_member")
    known = [
        row for row in members.lookup("name", lambda r: r["name"], values["name"])
        if row["committee_id"] == group["id"] and _same_term(row, values)
        and not taking.around.is_claimed("committee_member", row["id"])
    ]  # fmt: skip
    put = taking.put("committee_member", known[0] if known else None, values, primary=True)
    taking.keep("committee_member", put, village_cells(taking))
    taking.hold("committee.name", "committee.kind", "committee.document")


def _same_term(row: Row, values: dict[str, Any]) -> bool:
    return row["since"] is None or values.get("since") is None or row["since"] == values["since"]


def _found(taking: Taking, table: str, values: dict[str, Any], names: tuple[str, ...], least: int) -> Row | None:
    """The record with this number, else the one like it in the first names, most like it in the others."""
    shelf = taking.sheaf.shelf(table)
    free = [
        row for row in shelf.lookup("code", lambda r: r["code"], values.get("code"))
        if not taking.around.is_claimed(table, row["id"])
    ]  # fmt: skip
    if free:
        return free[0]
    first = names[0]
    alike = [
        row for row in shelf.lookup(first, lambda r: r[first], values.get(first))
        if not taking.around.is_claimed(table, row["id"]) and (not row["code"] or not values.get("code"))
        and all(row[name] == values.get(name) for name in names[:least])
        and all(row[name] is None or values.get(name) is None or row[name] == values[name] for name in names[least:])
    ]  # fmt: skip
    return max(alike, key=lambda row: sum(row[name] == values.get(name) for name in names), default=None)


def resolve_met(sheaf: Sheaf) -> None:
    """Give help from outside its projects and households, now that those may be there."""
    shelf, homes = sheaf.shelf("social_help"), sheaf.shelf("household")
    for row in list(shelf.rows.values()):
        if row["project_id"] is None and (project := project_called(sheaf, row["project_code"])) is not None:
            shelf.change(row["id"], {"project_id": project["id"], "project_code": project["code"]})
        if row["household_id"] is None and row["household_code"]:
            found = homes.lookup("code", lambda r: r["code"], row["household_code"])
            if found:
                shelf.change(row["id"], {"household_id": found[0]["id"]})
