"""Taking rows of the project list, the fund journal and the rosters. Imports bring drafts; posting is another verb."""

from __future__ import annotations

from typing import Any

from villagebook.importing import SOURCE
from villagebook.services.lists.references import fill_group, of_voucher, project_called
from villagebook.services.lists.registered import household_by_code, village_cells
from villagebook.services.lists.sheaf import Row
from villagebook.services.lists.taking import Refusal, Taking

#: Columns that tell two entries of one voucher apart.
_LIKENESS = ("date", "project_code", "kind", "source", "amount_fen", "memo", "payee")


def take_project(taking: Taking) -> None:
    """Take one row of the project list and its planned money by source."""
    values = taking.part("project")
    taking.code, taking.name = values.get("code", ""), values.get("name", "")
    shelf = taking.sheaf.shelf("project")
    found = shelf.lookup("code", lambda r: r["code"], values.get("code"))
    if not found and not values.get("code"):
        found = _named_so(taking, values)
    elif not found:
        # A project that gets its code only now.
        found = [row for row in _named_so(taking, values) if not row["code"]]
    row = taking.put("project", found[0] if found else None, values, primary=True)
    sources = taking.sheaf.shelf("project_source")
    for position, (source, planned_fen) in enumerate(taking.draft.sources):
        same = sources.lookup("project_source", lambda r: (r["project_id"], r["source"]), (row["id"], source))
        taking.put(
            "project_source",
            same[0] if same else None,
            {"project_id": row["id"], "source": source, "planned_fen": planned_fen, "position": position},
        )
        taking.hold(f"{SOURCE}{source}")
    taking.keep("project", row, village_cells(taking))


def take_entry(taking: Taking) -> None:
    """Take one line of the fund journal as a draft, or recognise it; a posted entry is never changed."""
    values = taking.part("fund_entry")
    taking.code = values.get("voucher", "")
    taking.name = values.get("memo", "")
    if (date := values.get("date")) is not None:
        values["year"] = date.year
    refer_to_project(taking, values)
    row = _find_entry(taking, values)
    if row is not None and row["voucher"]:
        # Found although it is spelt otherwise (记-71, 记字第71号): the book keeps its own spelling.
        values.pop("voucher", None)
        taking.hold("fund_entry.voucher")
    if row is not None and row["posted_at"] is not None:
        differing = [
            k for k, v in values.items() if row[k] != v and k not in ("list_number", "project_id", "reverses_id")
        ]
        if differing or any((row["extra"] or {}).get(k) != v for k, v in taking.draft.extra.items()):
            raise Refusal(f"{row['voucher']}已经入账，不能改；写错了请先冲销，再记一笔对的")
        taking.around.claim("fund_entry", row["id"])
        return
    if row is not None:
        _unresolve(taking, row, values)
    row = taking.put("fund_entry", row, values, primary=True)
    taking.keep("fund_entry", row)


def take_roster_line(taking: Taking) -> None:
    """Take one line of a project's roster; a household may stand on it twice, a check finds that."""
    values = taking.part("roster_line")
    taking.code = values.get("household_code") or values.get("head_name", "")
    taking.name = values.get("head_name", "")
    if (named := taking.value("project.name")) is not None and "project_code" not in values:
        values["project_code"] = named
        taking.hold("project.name")
    refer_to_project(taking, values)
    if (household := household_by_code(taking, values.get("household_code"))) is not None:
        values["household_id"] = household["id"]
        # The roster often is the first list that says which group a household belongs to; it only fills the blank.
        if values.get("group_name") and household["group_name"] is None:
            fill_group(taking.sheaf, household, values["group_name"], taking.import_row_id)
    row = _find_line(taking, values)
    row = taking.put("roster_line", row, values, primary=True)
    taking.keep("roster_line", row)


def _named_so(taking: Taking, values: dict[str, Any]) -> list[Row]:
    """The projects of this name and year that no other row of this file is about."""
    key = (values.get("name"), values.get("year"))
    found = taking.sheaf.shelf("project").lookup("name_year", lambda r: (r["name"], r["year"]), key)
    return [row for row in found if not taking.around.is_claimed("project", row["id"])]


def refer_to_project(taking: Taking, values: dict[str, Any]) -> None:
    """Give the row its project, which it names by code, or by a name that only one project has."""
    if (project := project_called(taking.sheaf, values.get("project_code"))) is not None:
        values |= {"project_id": project["id"], "project_code": project["code"] or values["project_code"]}
    taking.hold("fund_entry.project_code", "roster_line.project_code")


def _unresolve(taking: Taking, row: Row, values: dict[str, Any]) -> None:
    """Take keys away that belong to what the entry named before."""
    stale: dict[str, None] = {}
    if values.get("project_code", row["project_code"]) != row["project_code"] and "project_id" not in values:
        stale["project_id"] = None
    if values.get("reverses_text", row["reverses_text"]) != row["reverses_text"]:
        stale["reverses_id"] = None
    stale = {name: None for name in stale if row[name] is not None}
    if stale:
        taking.sheaf.shelf("fund_entry").change(row["id"], stale)


def _find_entry(taking: Taking, values: dict[str, Any]) -> Row | None:
    """The entry this line is: of the same voucher, the one most like it that no other line of this import took."""
    shelf = taking.sheaf.shelf("fund_entry")
    if values.get("voucher"):
        same = of_voucher(shelf, values.get("year"), values["voucher"])
        if (row := _most_like(taking, same, values, _LIKENESS, at_least=1)) is not None:
            return row
    # Also a line that has its voucher only now.
    found = shelf.lookup("likeness", lambda r: tuple(r[k] for k in _LIKENESS), tuple(values.get(k) for k in _LIKENESS))
    return _most_like(taking, [r for r in found if not r["voucher"]], values, _LIKENESS, at_least=len(_LIKENESS))


def _find_line(taking: Taking, values: dict[str, Any]) -> Row | None:
    shelf = taking.sheaf.shelf("roster_line")
    key = (values.get("project_code"), values.get("household_code") or values.get("head_name"))
    found = shelf.lookup("household", lambda r: (r["project_code"], r["household_code"] or r["head_name"]), key)
    return _most_like(
        taking, found, values, ("content", "quantity", "rate_fen", "amount_fen", "list_number"), at_least=0
    )


def _most_like(
    taking: Taking, rows: list[Row], values: dict[str, Any], columns: tuple[str, ...], *, at_least: int
) -> Row | None:
    """The row not yet claimed that agrees in most columns; None if none agrees in ``at_least``."""
    table = "roster_line" if "rate_fen" in columns else "fund_entry"
    best: Row | None = None
    best_score = at_least - 1
    for row in rows:
        if taking.around.is_claimed(table, row["id"]):
            continue
        score = sum(row[k] == values.get(k) for k in columns)
        if score > best_score:
            best, best_score = row, score
    return best
