"""Taking rows of help: months of work, measures, visits, and the village's own figures.

A household or person is found as in the registered lists. A measure or a visit whose household the book does not
know keeps the code as typed and finds it later (``resolve_help``). What a list says twice is one record: a list
taken in again changes nothing. Help inside lists of households and persons: helping.py.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from villagebook.services.lists.helping import measure_like, most_like, put_guarantee
from villagebook.services.lists.matching import one_of, told
from villagebook.services.lists.references import fill_group
from villagebook.services.lists.registered import (
    find_household,
    find_person,
    household_by_code,
    household_where,
    members_of,
    village_cells,
)
from villagebook.services.lists.sheaf import Row, Sheaf
from villagebook.services.lists.taking import Refusal, Taking


def take_measure(taking: Taking) -> None:
    """Take one line of a list of measures."""
    values = taking.part("measure")
    taking.code, taking.name = values.get("household_code", ""), taking.value("household.head_name") or ""
    if not values.get("kind"):
        raise Refusal("没有措施类别，不知道是哪一类措施；请填上，如产业帮扶、健康帮扶")
    household = _household(taking, values.get("household_code"), taking.part("household"))
    person = _person(taking, {**taking.part("person"), "name": values.get("person_name")}, household)
    household = household or household_where(taking, person)
    if household is not None:
        values |= {"household_id": household["id"], "household_code": household["code"] or values.get("household_code")}
    if person is not None:
        values |= {"person_id": person["id"], "person_name": values.get("person_name") or person["name"]}
    if "year" not in values:
        values["year"] = values["from_on"].year if values.get("from_on") else taking.around.year
    taking.code = values.get("household_code") or taking.name or values.get("person_name", "")
    taking.name = taking.name or (household or {}).get("head_name") or ""
    row = taking.put("measure", measure_like(taking, values, claims=True), values, primary=True)
    _keep(taking, "measure", row, household, person)


def take_visit(taking: Taking) -> None:
    """Take one line of a list of visits."""
    values = taking.part("visit")
    taking.code, taking.name = values.get("household_code", ""), values.get("head_name", "")
    given = taking.part("household") | {"head_name": values.get("head_name")}
    household = _household(taking, values.get("household_code"), given)
    if household is not None:
        values |= {"household_id": household["id"], "household_code": household["code"] or values.get("household_code")}
        values.setdefault("head_name", household["head_name"])
        taking.code, taking.name = household["code"] or taking.name, taking.name or household["head_name"] or ""
    owner = values.get("household_id") or values.get("household_code") or values.get("head_name")
    found = taking.sheaf.shelf("visit").lookup(
        "owner_day", lambda r: (r["household_id"] or r["household_code"] or r["head_name"], r["on"]),
        (owner, values.get("on")))
    same = [
        row
        for row in found
        if row["visitor"] in (None, values.get("visitor")) and not taking.around.is_claimed("visit", row["id"])
    ]
    row = taking.put("visit", most_like(same, values, ("visitor", "kind", "content", "solved")), values, primary=True)
    _keep(taking, "visit", row, household, None)


def take_guarantee(taking: Taking) -> None:
    """Take one line of a list of 三保障 and incomes: one household at one moment."""
    given, values = taking.part("household"), taking.part("guarantee")
    taking.code, taking.name = given.get("code", ""), given.get("head_name", "")
    household = _household(taking, given.get("code"), given)
    if household is None:
        raise Refusal("书里没有这一户，请先导入户信息，或核对户编号和户主")
    taking.code, taking.name = household["code"] or taking.code, taking.name or household["head_name"] or ""
    stage = values.pop("stage", "")
    taking.hold("guarantee.stage")
    row = put_guarantee(taking, household, stage, values, primary=True)
    _keep(taking, "guarantee", row, household, None)


def take_work(taking: Taking) -> None:
    """Take one line of the employment sheets; somebody the book does not know is refused, for work belongs to him."""
    given, membership = taking.part("person"), taking.part("membership")
    taking.code, taking.name = given.get("code", ""), given.get("name", "")
    household = _household(taking, membership.get("household_code"), taking.part("household"))
    person = _person(taking, given, household)
    if person is None:
        raise Refusal("书里没有这个人，请先导入人信息或花名册，或核对姓名和证件号码")
    taking.code, taking.name = person["code"] or taking.code, person["name"] or taking.name
    values = {**taking.part("work_record"), "person_id": person["id"]}
    if "year" not in values:
        values["year"] = values["from_on"].year if values.get("from_on") else taking.around.year
    known = taking.sheaf.shelf("work_record").lookup("person", lambda r: r["person_id"], person["id"])
    same = [
        row
        for row in known
        if _same_stretch(row, values) and not taking.around.is_claimed("work_record", row["id"])
    ]
    likeness = ("from_on", "worked", "planned", "company", "county", "month_pay_fen")
    row = taking.put("work_record", most_like(same, values, likeness), values, primary=True)
    home = household_where(taking, person)
    if home is not None and home["code"] == membership.get("household_code"):
        taking.hold("membership.household_code")
    _keep(taking, "work_record", row, home, person)


def _same_stretch(row: Row, values: dict[str, Any]) -> bool:
    """Whether two tell of one stretch of work: it began on one day, or neither says when and the year is the same."""
    if row["from_on"] is not None or values.get("from_on") is not None:
        return bool(row["from_on"] == values.get("from_on"))
    told = {name for name in ("worked", "planned") if row[name] is not None}
    asked = {name for name in ("worked", "planned") if values.get(name) is not None}
    return row["year"] == values["year"] and (told == asked or not told or not asked)


def take_village(taking: Taking) -> None:
    """Take one row of 行政村: this village's figures of a year; rows of other villages are refused."""
    given = taking.part("village")
    village = next(iter(taking.sheaf.shelf("village").rows.values()))
    taking.name = given.get("name", "") or village["name"]
    if _plain(taking.name) != _plain(village["name"]):
        raise Refusal(f"这一行是{taking.name}的，这本书是{village['name']}")
    values = taking.part("village_year")
    year = values.get("year") or taking.around.year
    taking.code = str(year)
    known = taking.sheaf.shelf("village_year").lookup("year", lambda r: r["year"], year)
    row = taking.put("village_year", known[0] if known else None, {**values, "year": year}, primary=True)
    taking.hold("village.name")
    given.pop("name", None)
    extra = taking.copies(village, "village", given) if given else {}
    taking.keep("village_year", row, extra)


def _plain(name: str) -> str:
    """A village's name without what stands behind it: 清溪村村民委员会 and 清溪 are 清溪."""
    return re.sub(r"(?:村民委员会|村委会|行政村|社区|村)+$", "", name.strip())


def _household(taking: Taking, code: str | None, given: dict[str, Any]) -> Row | None:
    """The household that a row names by code, by its head's number, or by a head's name that only one has."""
    if code:
        return household_by_code(taking, code)
    names = ("head_id_number", "head_name", "group_name")
    wanted = {name: given[name] for name in names if given.get(name)}
    return find_household(taking, wanted) if wanted else None


def _person(taking: Taking, given: dict[str, Any], household: Row | None) -> Row | None:
    """The person a row names by code or number, else by a name that one member has, or one person of the book."""
    given = {name: value for name, value in given.items() if value is not None}
    if given.get("code") or given.get("id_number"):
        if (row := find_person(taking, given, household)) is not None:
            return row
        if given.get("code") and given.get("id_number"):
            given.pop("code")
            return find_person(taking, given, household)
        return None
    if not given.get("name"):
        return None
    people = taking.sheaf.shelf("person")
    if household is not None:
        # Who came back or has another relation since has several memberships in one household.
        members = [people.rows[key] for key in dict.fromkeys(m["person_id"] for m in members_of(taking, household))]
        named = [row for row in members if row["name"] == given["name"]]
    else:
        named = people.lookup("name", lambda r: r["name"], given["name"])
    return told(taking, "person") or one_of(taking, "person", named, f"有几个人叫{given['name']}")


def _keep(taking: Taking, table: str, row: Row, household: Row | None, person: Row | None) -> None:
    """Fill blanks of the household and the person that the list repeats; what differs stays as it came."""
    extra = village_cells(taking)
    repeated = {k: v for k, v in taking.part("household").items() if k in ("head_name", "head_id_number", "phone")}
    if household is not None:
        extra |= taking.copies(household, "household", repeated)
        if (group := taking.value("household.group_name")) and household["group_name"] is None:
            fill_group(taking.sheaf, household, group, taking.import_row_id)
        taking.fill("household", household, {})
    if person is not None:
        extra |= taking.copies(person, "person", taking.part("person"))
    taking.keep(table, row, extra)


def resolve_help(sheaf: Sheaf) -> None:
    """Give measures and visits their households, now that those may be there."""
    waiting = [
        (table, row)
        for table in ("measure", "visit")
        for row in sheaf.shelf(table).rows.values()
        if row["household_id"] is None and row["household_code"]
    ]
    if not waiting:
        return
    homes: dict[str, uuid.UUID] = {}
    for home in sheaf.shelf("household").rows.values():
        if home["code"]:
            homes.setdefault(home["code"], home["id"])
    for table, row in waiting:
        if row["household_code"] in homes:
            sheaf.shelf(table).change(row["id"], {"household_id": homes[row["household_code"]]})
