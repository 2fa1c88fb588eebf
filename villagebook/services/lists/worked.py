"""Taking rows of contracts and of the asset ledger; what they name by code or name is found, now or later.

An asset is found by its code, else by its name with the same project, owner or place; a contract by its number, else by
project, party and amount. What the list does not say stays as it is.
"""

from __future__ import annotations

from typing import Any

from villagebook.services.lists.references import project_called
from villagebook.services.lists.registered import household_by_code, village_cells
from villagebook.services.lists.sheaf import Row, Sheaf
from villagebook.services.lists.taking import Taking

#: What tells apart assets of one name, and contracts of one party.
_ASSET_LIKENESS = ("project_code", "origin", "household_code", "owner", "place", "quantity", "original_fen")
_CONTRACT_LIKENESS = ("project_code", "name", "amount_fen", "signed_on", "kind")


def take_contract(taking: Taking) -> None:
    """Take one row of a list of contracts."""
    values = taking.part("contract")
    taking.code = values.get("number") or values.get("party", "")
    taking.name = values.get("name") or values.get("party", "")
    _refer(taking, values, values.get("project_code"))
    row = _found(taking, "contract", "number", "party", values, _CONTRACT_LIKENESS)
    taking.keep("contract", taking.put("contract", row, values, primary=True), village_cells(taking))
    taking.hold("contract.project_code")


def take_asset(taking: Taking) -> None:
    """Take one row of an asset ledger."""
    values = taking.part("asset")
    taking.code = values.get("code") or values.get("name", "")
    taking.name = values.get("name", "")
    _refer(taking, values, values.get("project_code") or values.get("origin"))
    household = household_by_code(taking, values.get("household_code"))
    if household is not None:
        values["household_id"] = household["id"]
    row = _found(taking, "asset", "code", "name", values, _ASSET_LIKENESS)
    taking.keep("asset", taking.put("asset", row, values, primary=True), village_cells(taking))
    taking.hold("asset.project_code")


def _refer(taking: Taking, values: dict[str, Any], text: str | None) -> None:
    """Give a row its project, named by code, or by a name that only one project has."""
    if (project := project_called(taking.sheaf, text)) is not None:
        values |= {"project_id": project["id"], "project_code": project["code"] or values.get("project_code")}


def _found(
    taking: Taking, table: str, number: str, name: str, values: dict[str, Any], likeness: tuple[str, ...]
) -> Row | None:
    """The record with this number, else the one of this name most like it; what differs in a key is another."""
    shelf = taking.sheaf.shelf(table)
    same = shelf.lookup(number, lambda r: r[number], values.get(number))
    free = [row for row in same if not taking.around.is_claimed(table, row["id"])]
    if free:
        return free[0]
    named = [
        row
        for row in shelf.lookup(name, lambda r: r[name], values.get(name))
        if not taking.around.is_claimed(table, row["id"])
        and (not row[number] or not values.get(number))
        and all(row[k] in (None, values[k]) for k in likeness[:3] if values.get(k) is not None)
    ]
    return max(named, key=lambda row: sum(row[k] == values.get(k) for k in likeness), default=None)


def resolve_works(sheaf: Sheaf) -> None:
    """Give contracts and assets their projects and households, now that those may be there."""
    for table in ("contract", "asset"):
        shelf = sheaf.shelf(table)
        for row in list(shelf.rows.values()):
            text = row["project_code"] or (row["origin"] if table == "asset" else None)
            if row["project_id"] is None and (project := project_called(sheaf, text)) is not None:
                code = project["code"] or row["project_code"]
                shelf.change(row["id"], {"project_id": project["id"], "project_code": code})
    assets, homes = sheaf.shelf("asset"), sheaf.shelf("household")
    for row in list(assets.rows.values()):
        if row["household_id"] is None and row["household_code"]:
            found = homes.lookup("code", lambda r: r["code"], row["household_code"])
            if found:
                assets.change(row["id"], {"household_id": found[0]["id"]})
