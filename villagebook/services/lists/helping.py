"""Help inside lists of households and persons: columns of measures, blocks of 三保障 and incomes at a moment.

And what tells that two lines tell of one measure.
"""

from __future__ import annotations

import re
from typing import Any

from villagebook.importing.staged import MEASURE
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services.lists.sheaf import Row
from villagebook.services.lists.taking import Taking

_GUARANTEE = "guarantee."
_DEFAULT_STAGE = "识别时"
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_MARKS = re.compile(r"[，,、；;\n]+")
#: What a cell of a column of measures says when nothing reached the household; 是 says that something did.
_NOTHING = frozenset({
    "否", "无", "未", "没有", "未享受", "不享受", "未实施", "尚未实施", "无措施", "不需要", "0", "/", "-", "—", "——"})
_PLAIN_YES = frozenset({"是", "有", "已享受", "已实施", "√", "1"})


def items_of(cell: str) -> tuple[str, ...]:
    """Return the measures that a cell of one class names, each once: parted at marks outside brackets.

    ``是`` names one without words ("") and 否, 无, 未享受 name none.
    """
    spared = _BRACKETED.sub(lambda match: "\0" * len(match[0]), cell)
    found: dict[str, None] = {}
    start = 0
    for match in (*_MARKS.finditer(spared), None):
        text = cell[start : match.start() if match else len(cell)].strip()
        start = match.end() if match else start
        if text and text not in _NOTHING:
            found["" if text in _PLAIN_YES else text] = None
    return tuple(found)


def take_help(taking: Taking, household: Row | None, person: Row | None = None) -> None:
    """Take the measures and guarantees that a row of a household's or person's list carries beside its own."""
    names = _helping_columns(taking)
    if not names:
        return
    staged: dict[str, dict[str, Any]] = {}
    for id in names:
        if (value := taking.value(id)) is None:
            continue
        if id.startswith(MEASURE):
            _take_cell(taking, id, str(value), household, person)
        elif household is not None:
            name, _, stage = id.removeprefix(_GUARANTEE).partition("#")
            staged.setdefault(stage, {})[name] = value
            taking.hold(id)
    if household is not None:
        for stage, values in staged.items():
            put_guarantee(taking, household, stage, values)


def _helping_columns(taking: Taking) -> tuple[str, ...]:
    """The value ids of help among the columns of the row's table; worked out once for each table."""
    known = taking.around.help_columns
    key = id(taking.draft.table)
    if key not in known:
        columns = (column.id for column in taking.draft.table.columns)
        known[key] = tuple(one for one in columns if one.startswith((MEASURE, _GUARANTEE)))
    return known[key]


def _take_cell(taking: Taking, id: str, cell: str, household: Row | None, person: Row | None) -> None:
    items = items_of(cell)
    if not items:
        return  # 否 and 无 stay as they came, in the record's other columns
    year = taking.value("household_year.year") or taking.value("person_year.year") or taking.around.year
    values = {
        "household_id": household["id"] if household else None,
        "household_code": household["code"] if household else taking.value("membership.household_code"),
        "person_id": person["id"] if person else None,
        "person_name": person["name"] if person else None,
        "year": year,
        "kind": id.removeprefix(MEASURE),
    }
    for item in items:
        whole = {**values, "item": item or None}
        taking.put("measure", measure_like(taking, whole, claims=False), whole)
    taking.hold(id)


def put_guarantee(
    taking: Taking, household: Row, stage: str, values: dict[str, Any], *, primary: bool = False
) -> Row:
    """Put 三保障 and incomes of a household at one moment, of its last period as 监测对象 if it had one."""
    status = _monitored_period(taking, household)
    stage = stage or (_DEFAULT_STAGE if status else "当前")
    shelf = taking.sheaf.shelf("guarantee")
    known = [
        row
        for row in shelf.lookup("stage", lambda r: (r["household_id"], r["stage"]), (household["id"], stage))
        if row["status_id"] in (None, status and status["id"])
    ]
    key = {"household_id": household["id"], "stage": stage, "status_id": status and status["id"]}
    return taking.put("guarantee", known[0] if known else None, {**values, **key}, primary=primary)


def _monitored_period(taking: Taking, household: Row) -> Row | None:
    """The household's period of being monitored: one that runs, else the last one known."""
    shelf = taking.sheaf.shelf("status_period")
    known = [
        row
        for row in shelf.lookup("household", lambda r: r["household_id"], household["id"])
        if row["kind"] in MONITORED_STATUSES
    ]
    running = [row for row in known if row["through_on"] is None] or known
    return running[-1] if running else None


def measure_like(taking: Taking, values: dict[str, Any], *, claims: bool) -> Row | None:
    """The measure that a row tells of: the same household, person, class and item, in the same year or on that day.

    Args:
        claims: Whether a measure that an earlier row of this file told of is another one.
    """
    owner = values.get("household_id") or values.get("household_code")
    found = taking.sheaf.shelf("measure").lookup(
        "owner_kind", lambda r: (r["household_id"] or r["household_code"], r["kind"]), (owner, values["kind"]))
    same = [
        row
        for row in found
        if row["item"] == values.get("item")
        and (row["person_id"] or row["person_name"]) == (values.get("person_id") or values.get("person_name"))
        and row["year"] == values["year"]
        and (values.get("from_on") in (None, row["from_on"]) or row["from_on"] is None)
        and not (claims and taking.around.is_claimed("measure", row["id"]))
    ]
    return most_like(same, values, ("from_on", "amount_fen", "quantity", "project_code"))


def most_like(rows: list[Row], values: dict[str, Any], names: tuple[str, ...]) -> Row | None:
    """The row that agrees in most of these columns, the first of equals; None if there is none."""
    return max(rows, key=lambda row: sum(row[name] == values.get(name) for name in names), default=None)
