"""What a row takes over from the rows above it: merged cells, and the head of a household in a roll.

Both give position -> column or value id -> cell, so that a row can be read alone, in any order.
"""

from __future__ import annotations

from villagebook.base.text import clean_name, is_blank
from villagebook.importing.columns import Column
from villagebook.importing.recognising import Table
from villagebook.importing.sheets import Cell, Row, text_of

# Fields that a merged cell says for every row it covers. Amounts are not among them: a sum merged over the lines of
# a roster would be counted once a line.
_SPREAD_KINDS = frozenset({"code", "name", "phone", "id_number", "card", "choice", "text", "day", "month", "year"})
_SPREAD_TABLES = frozenset({"household", "household_year", "status_period", "village"})

#: What a member's line leaves out in rolls that name the household on its head's line only.
_OF_HOUSEHOLD = ("household.head_name", "household.group_name", "household.address", "membership.household_code")


def merged_cells(table: Table) -> dict[int, dict[int, Cell]]:
    """Return position -> column -> value for the cells that a merged cell above covers."""
    columns = {column.index: column for column in table.columns}
    data = set(table.rows)
    found: dict[int, dict[int, Cell]] = {}
    for area in table.source.merged:
        column = columns.get(area.left)
        if area.top not in data or area.bottom == area.top or column is None or not _may_spread(column):
            continue
        value = at(table.source.rows[area.top], area.left)
        for position in range(area.top + 1, min(area.bottom, len(table.source.rows) - 1) + 1):
            if position in data:
                found.setdefault(position, {})[area.left] = value
    return found


def _may_spread(column: Column) -> bool:
    if column.field is None:
        return False
    return column.field.kind in _SPREAD_KINDS or column.field.record in _SPREAD_TABLES


def households_in_runs(table: Table, merged: dict[int, dict[int, Cell]]) -> dict[int, dict[str, Cell]]:
    """Return position -> value id -> cell for members' lines of a roll that do not name their household.

    A line that is 户主 begins a household; the lines after it that are not, and name no head, belong to it.
    """
    index = {column.id: column.index for column in table.columns if column.id}
    if table.kind != "roll" or "membership.relation" not in index or "person.name" not in index:
        return {}
    found: dict[int, dict[str, Cell]] = {}
    head: dict[str, Cell] = {}
    for position in table.rows:
        row, covered = table.source.rows[position], merged.get(position, {})
        said = {id: _cell(row, covered, index.get(id)) for id in _OF_HOUSEHOLD}
        relation = clean_name(text_of(at(row, index["membership.relation"])))
        if relation == "户主" or not is_blank(said["household.head_name"]):
            name = said["household.head_name"]
            head = said | {"household.head_name": at(row, index["person.name"]) if is_blank(name) else name}
            missing = {"household.head_name": head["household.head_name"]} if is_blank(name) else {}
        else:
            missing = {id: cell for id, cell in head.items() if is_blank(said[id]) and not is_blank(cell)}
        if missing:
            found[position] = missing
    return found


def _cell(row: Row, covered: dict[int, Cell], index: int | None) -> Cell:
    if index is None:
        return None
    cell = at(row, index)
    return covered.get(index) if cell is None else cell


def at(row: Row, index: int) -> Cell:
    """Return a row's cell, None beyond its end."""
    return row[index] if index < len(row) else None
