"""Taking rows of lists of benefits (效益到户): whom they are about, by which project and agreement.

A row is the line of the book of the same project, year, kind and household, the most like it where there are several
(instalments); taken in again, a list changes nothing. What it names and the book does not know yet stays as typed and
is found later.
"""

from __future__ import annotations

from typing import Any

from villagebook.services.lists.helping import most_like
from villagebook.services.lists.matching import one_of, told
from villagebook.services.lists.references import project_called
from villagebook.services.lists.registered import household_by_code, village_cells
from villagebook.services.lists.sheaf import Row, Sheaf
from villagebook.services.lists.taking import Taking

_LIKENESS = ("due_on", "due_fen", "paid_on", "paid_fen", "list_number")


def take_benefit_line(taking: Taking) -> None:
    """Take one line of a list of benefits; a household's name is enough where only one has it."""
    values = taking.part("benefit_line")
    taking.code = values.get("household_code") or values.get("head_name", "")
    taking.name = values.get("head_name", "")
    if "year" not in values:
        day = values.get("due_on") or values.get("paid_on")
        values["year"] = day.year if day else taking.around.year
    if (project := project_called(taking.sheaf, values.get("project_code"))) is not None:
        values |= {"project_id": project["id"], "project_code": project["code"] or values["project_code"]}
    taking.hold("benefit_line.project_code")
    if (household := _household(taking, values)) is not None:
        values |= {"household_id": household["id"], "household_code": household["code"] or values.get("household_code")}
        values.setdefault("head_name", household["head_name"])
    _refer_to_agreement(taking, values)
    row = taking.put("benefit_line", _known(taking, values), values, primary=True)
    taking.keep("benefit_line", row, village_cells(taking))


def _household(taking: Taking, values: dict[str, Any]) -> Row | None:
    if values.get("household_code"):
        return household_by_code(taking, values["household_code"])
    named = taking.sheaf.shelf("household").lookup("head_name", lambda r: r["head_name"], values.get("head_name"))
    return told(taking, "household") or one_of(taking, "household", named, f"有几户的户主叫{values.get('head_name')}")


def _refer_to_agreement(taking: Taking, values: dict[str, Any]) -> None:
    """Give the row its agreement: by code, else the only one of its project and kind."""
    shelf = taking.sheaf.shelf("benefit_agreement")
    found = shelf.lookup("code", lambda r: r["code"], values.get("agreement_code"))
    if not found and not values.get("agreement_code"):
        of_project = shelf.lookup("project", lambda r: r["project_id"], values.get("project_id"))
        found = [row for row in of_project if values.get("kind") in (None, row["kind"])]
    if len(found) == 1:
        values |= {"agreement_id": found[0]["id"], "agreement_code": found[0]["code"]}
        if "kind" not in values and found[0]["kind"]:
            values["kind"] = found[0]["kind"]
    taking.hold("benefit_line.agreement_code")


def _known(taking: Taking, values: dict[str, Any]) -> Row | None:
    def key(row: Any) -> tuple[Any, ...]:
        whose = row["household_id"] or row["household_code"] or row["head_name"]
        return row["project_code"], row["year"], row["kind"], whose

    names = ("project_code", "year", "kind", "household_id", "household_code", "head_name")
    found = taking.sheaf.shelf("benefit_line").lookup("of_year", key, key({name: values.get(name) for name in names}))
    due_on = values.get("due_on")
    free = [row for row in found if not taking.around.is_claimed("benefit_line", row["id"])]
    # An instalment due on another day is another line.
    same = [row for row in free if due_on is None or row["due_on"] in (None, due_on)]
    return most_like(same, values, _LIKENESS)


def resolve_benefits(sheaf: Sheaf) -> None:
    """Give benefit lines their projects and households, now that those may be there."""
    shelf = sheaf.shelf("benefit_line")
    waiting = [row for row in shelf.rows.values() if row["project_id"] is None or row["household_id"] is None]
    for row in waiting:
        new: dict[str, Any] = {}
        if row["project_id"] is None and (project := project_called(sheaf, row["project_code"])) is not None:
            new |= {"project_id": project["id"], "project_code": project["code"] or row["project_code"]}
        if row["household_id"] is None and row["household_code"]:
            found = sheaf.shelf("household").lookup("code", lambda r: r["code"], row["household_code"])
            if found:
                new["household_id"] = found[0]["id"]
        if new:
            shelf.change(row["id"], new)
