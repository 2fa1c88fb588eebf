"""Taking rows of the registered households and persons (户信息, 人信息), of the village roll and of new phones.

Matching: by the code of the national system, then by the first 18 characters of the number, then by name, birth and
household. What fits several records is refused with the reason, never guessed.
"""

from __future__ import annotations

import re
from typing import Any

from villagebook.importing import MONITORED, MONITORED_FIELDS
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services.lists.helping import take_help
from villagebook.services.lists.references import fill_group
from villagebook.services.lists.sheaf import Row
from villagebook.services.lists.taking import Refusal, Taking, first18, same_number

#: Household columns that a list of persons only repeats.
_COPIED = ("head_name", "head_id_number", "standard", "head_code")


#: Codes that the book itself gives, to households known from the roll only.
_OWN_CODE = re.compile("自[0-9]{4,}")


def take_household(taking: Taking) -> None:
    """Take one row of 户信息: the household, its year's incomes, its classes."""
    values = taking.part("household")
    taking.code, taking.name = values.get("code", ""), values.get("head_name", "")
    if not (taking.code or taking.name or first18(values.get("head_id_number"))):
        raise Refusal("户主证件号码不全，又没有户编号和户主姓名，不知道是哪一户")
    values |= group_of(taking, values.get("group_name"))
    row = taking.put("household", find_household(taking, values), values, primary=True)
    foreign = village_cells(taking)
    _year_row(taking, "household_year", "household_id", row)
    _statuses(taking, row)
    take_help(taking, row)
    taking.keep("household", row, foreign)


def take_person(taking: Taking) -> None:
    """Take one row of 人信息: the person, the membership, the year's state; fill the household's blanks."""
    values, membership = taking.part("person"), taking.part("membership")
    taking.code, taking.name = values.get("code", ""), values.get("name", "")
    if not (taking.code or taking.name or first18(values.get("id_number"))):
        raise Refusal("证件号码不全，又没有人口编号和姓名，不知道是谁")
    household = _household_of_member(taking, membership.get("household_code"))
    person = taking.put("person", find_person(taking, values, household), values, primary=True)
    _join(taking, person, household, membership)
    _year_row(taking, "person_year", "person_id", person)
    if membership.get("relation") == "户主" and household is not None and household["head_id"] is None:
        taking.sheaf.update("household", household, {"head_id": person["id"]}, taking.import_row_id)
    repeated = taking.part("household")
    extra = taking.copies(household, "household", {k: v for k, v in repeated.items() if k in _COPIED})
    extra |= _phone_of_household(taking, household, repeated.get("phone"), membership.get("relation"))
    if household is not None:
        _household_in_passing(taking, household)
    take_help(taking, household, person)
    taking.keep("person", person, extra | village_cells(taking))


def take_roll_line(taking: Taking) -> None:
    """Take one line of the roll of the whole village: person, household by its head, group, phone."""
    values, roll_household = taking.part("person"), taking.part("household")
    membership = taking.part("membership")
    relation = membership.get("relation")
    taking.name = values.get("name", "")
    taking.code = values.get("id_number", "") and taking.name
    person_row = find_person(taking, values, None)
    household = _household_of_roll(taking, person_row, values, roll_household, relation)
    if person_row is not None and same_number(person_row["id_number"], values.get("id_number")):
        # The roll gives the resident number where the registered list gave the disability certificate.
        del values["id_number"]
        taking.hold("person.id_number")
    person = taking.put("person", person_row, values, primary=True)
    _join(taking, person, household, {**membership, "household_code": household["code"]})
    _year_row(taking, "person_year", "person_id", person)
    if relation == "户主" and household["head_id"] is None:
        taking.sheaf.update("household", household, {"head_id": person["id"]}, taking.import_row_id)
    taking.code = household["code"] or taking.name
    _household_in_passing(taking, household)
    taking.keep("person", person, village_cells(taking))


def _household_in_passing(taking: Taking, household: Row) -> None:
    """What a list of persons says of their household: classes, and what fills a blank of it and of its year."""
    _statuses(taking, household)
    values = taking.part("household")
    if (name := values.pop("group_name", None)) is not None and household["group_name"] is None:
        fill_group(taking.sheaf, household, name, taking.import_row_id)
    taking.fill("household", household, {k: v for k, v in values.items() if k not in ("code", "phone", *_COPIED)})
    income = taking.part("household_year")
    year = income.pop("year", None) or taking.around.year
    if income:
        found = _of_year(taking, "household_year", "household_id", household, year)
        if found is None:
            taking.put("household_year", None, {**income, "household_id": household["id"], "year": year})
        else:
            taking.fill("household_year", found, income)


def take_phone(taking: Taking) -> None:
    """Take one new phone: of a household, found by its head's number or name, or of a person."""
    values = taking.part("household")
    if not values.get("head_name") and not values.get("code"):
        _take_person_phone(taking)
        return
    taking.name = values.get("head_name", "")
    household = find_household(taking, values)
    if household is None:
        raise Refusal("书里没有这位户主，请先导入户信息或花名册，或核对姓名和证件号码")
    taking.code = household["code"] or taking.name
    if not values.get("phone"):
        raise Refusal("这一行没有可用的电话号码")
    differing = taking.copies(household, "household", {k: v for k, v in values.items() if k in _COPIED})
    taking.put("household", household, {"phone": values["phone"]})
    taking.keep("household", household, differing)


def _take_person_phone(taking: Taking) -> None:
    values = taking.part("person")
    taking.name = values.get("name", "")
    phone = values.get("phone") or taking.value("household.phone")
    if not phone:
        raise Refusal("这一行没有可用的电话号码")
    person = find_person(taking, values, None)
    if person is None:
        named = taking.sheaf.shelf("person").lookup("name", lambda r: r["name"], values.get("name"))
        person = (
            _only(named, f"书里有几个人叫{taking.name}，请在表里加上证件号码") if not values.get("id_number") else None
        )
    if person is None:
        raise Refusal("书里没有这个人，请先导入人信息或花名册，或核对姓名和证件号码")
    taking.code = person["code"] or taking.name
    taking.put("person", person, {"phone": phone})
    taking.keep("person", person)


def household_by_code(taking: Taking, code: str | None) -> Row | None:
    """The household with this code; the first if the book has several (a check finds that)."""
    found = taking.sheaf.shelf("household").lookup("code", lambda r: r["code"], code)
    return found[0] if found else None


def _household_of_member(taking: Taking, code: str | None) -> Row | None:
    """The household of a row of 人信息: by code, or the one of the roll with this head, which gets its code now."""
    found = household_by_code(taking, code)
    number = taking.value("household.head_id_number")
    if found is not None or not code or not number:
        return found
    row = find_household(taking, {"code": code, "head_id_number": number})
    return row if row is None else taking.put("household", row, {"code": code})


def _has_given_code(household: Row) -> bool:
    """Whether a household has the code of the national system, not only one of the book's own."""
    return bool(household["code"]) and not _OWN_CODE.fullmatch(household["code"])


def find_household(taking: Taking, values: dict[str, Any]) -> Row | None:
    if (row := household_by_code(taking, values.get("code"))) is not None:
        return row
    shelf = taking.sheaf.shelf("household")
    by_number = shelf.lookup("head18", lambda r: first18(r["head_id_number"]), first18(values.get("head_id_number")))
    by_number = [r for r in by_number if not (_has_given_code(r) and values.get("code"))]
    if by_number:
        return _only(by_number, "有几户的户主证件号码相同，请先核对")
    if (by_person := _household_of_head(taking, values)) is not None:
        return by_person
    number = values.get("head_id_number")
    if values.get("code") or first18(number):
        return None
    named = shelf.lookup("head_name", lambda r: r["head_name"], values.get("head_name"))
    return _only(
        [r for r in named if _agrees(r["head_id_number"], number)],
        f"有几户的户主都叫{values.get('head_name')}，请在表里加上户编号或证件号码",
    )


def _household_of_head(taking: Taking, values: dict[str, Any]) -> Row | None:
    """The household whose head, as a person, has this number."""
    for person in _by_number(taking, values.get("head_id_number")):
        for row in taking.sheaf.shelf("household").lookup("head_id", lambda r: r["head_id"], person["id"]):
            if not (_has_given_code(row) and values.get("code")):
                return row
    return None


def find_person(taking: Taking, values: dict[str, Any], household: Row | None) -> Row | None:
    """The person this row is about, or None if new.

    A row whose code is new but whose number another person has is a different record: the number standing twice is
    for a check to find, never a reason to overwrite somebody.
    """
    shelf = taking.sheaf.shelf("person")
    if code := values.get("code"):
        if by_code := shelf.lookup("code", lambda r: r["code"], code):
            return by_code[0]
        coded_elsewhere = [r for r in _by_number(taking, values.get("id_number")) if not r["code"]]
        if coded_elsewhere and not taking.around.is_claimed("person", coded_elsewhere[0]["id"]):
            return coded_elsewhere[0]
        return None
    if by_number := _by_number(taking, values.get("id_number")):
        same_name = [r for r in by_number if r["name"] == values.get("name")] or by_number
        return _only(same_name, "书里有几个人的证件号码相同，请先核对")
    number = values.get("id_number")
    if first18(number):
        return None
    same = shelf.lookup("name_born", lambda r: (r["name"], r["born"]), (values.get("name"), values.get("born")))
    members = {m["person_id"] for m in members_of(taking, household)}
    found = [r for r in same if r["id"] in members and _agrees(r["id_number"], number)]
    return _only(found, "同一户有几个同名同生日的人，请在表里加上证件号码")


def _agrees(known: str | None, given: str | None) -> bool:
    """Whether a number too short to tell anybody by does at least not speak against a record found by its name."""
    return not given or known in (None, given)


def _by_number(taking: Taking, number: str | None) -> list[Row]:
    return taking.sheaf.shelf("person").lookup("id18", lambda r: first18(r["id_number"]), first18(number))


def _only(rows: list[Row], ambiguous: str) -> Row | None:
    if len(rows) > 1:
        raise Refusal(ambiguous)
    return rows[0] if rows else None


def members_of(taking: Taking, household: Row | None) -> list[Row]:
    key = None if household is None else household["id"]
    return taking.sheaf.shelf("membership").lookup("household", lambda r: r["household_id"], key)


def _join(taking: Taking, person: Row, household: Row | None, values: dict[str, Any]) -> None:
    """Put the person into the household, unless already a member; an unknown household stays as typed."""
    shelf = taking.sheaf.shelf("membership")
    code = values.get("household_code")
    household_id = household["id"] if household is not None else None
    known = shelf.lookup("person", lambda r: r["person_id"], person["id"])
    current = [m for m in known if m["through_on"] is None]
    same = [
        m
        for m in current
        if (household_id and m["household_id"] == household_id) or (code and m["household_code"] == code)
    ]
    if not same and household is not None and _has_given_code(household):
        # A household that nobody knows was a slip of the pen; the list puts it right.
        same = [m for m in current if m["household_id"] is None]
    put = {**values, "household_id": household_id}
    if same:
        taking.put("membership", same[0], put)
    elif not current and (household_id is not None or code or not known):
        taking.put("membership", None, {**put, "person_id": person["id"]})
    elif household_id is not None or code:
        taking.doubt(
            "import.other-household",
            "户编号",
            f"{taking.name or person['name']}在书里属于另一户（{current[0]['household_code'] or '未编号'}），"
            f"这里写的是{code or '另一户'}",
            "没有改动所属的户；确实搬了户，请在农户页办理",
        )


def _year_row(taking: Taking, table: str, owner: str, row: Row) -> None:
    """Put the year's values into the owner's row of that year."""
    values = taking.part(table)
    year = values.pop("year", None) or (taking.around.year if values else None)
    if year is None:
        return
    taking.put(table, _of_year(taking, table, owner, row, year), {**values, owner: row["id"], "year": year})


def _of_year(taking: Taking, table: str, owner: str, row: Row, year: int) -> Row | None:
    found = taking.sheaf.shelf(table).lookup("owner_year", lambda r: (r[owner], r["year"]), (row["id"], year))
    return found[0] if found else None


def _statuses(taking: Taking, household: Row) -> None:
    """Put 户类型 and 监测对象类别 into periods that still run; risks go to the monitored one, the rest to the other."""
    values = {k: v for k, v in taking.part("status_period").items() if k != "kind"}
    plain, monitored = taking.value("status_period.kind"), taking.value(MONITORED)
    kinds = str(plain or "").split("、")  # several in one cell, as our own ledger writes them
    if len(kinds) > 1 and not monitored:
        monitored = next((kind for kind in kinds if kind in MONITORED_STATUSES), None)
    plain, *others = [kind for kind in kinds if kind != monitored or len(kinds) == 1] or [""]
    running = [
        s
        for s in taking.sheaf.shelf("status_period").lookup("household", lambda r: r["household_id"], household["id"])
        if s["through_on"] is None
    ]
    of_monitored = {k: v for k, v in values.items() if f"status_period.{k}" in MONITORED_FIELDS}
    of_plain = {k: v for k, v in values.items() if k not in of_monitored}
    if monitored and plain != monitored:
        _status(taking, household, running, monitored, of_monitored)
        values = of_plain
    for other in others:
        _status(taking, household, running, other, {})
    kind = plain or (running[0]["kind"] if running and not monitored else None)
    if kind:
        _status(taking, household, running, kind, values)
    if kind or monitored:
        taking.hold("status_period.kind", MONITORED)


def _status(taking: Taking, household: Row, running: list[Row], kind: str, values: dict[str, Any]) -> None:
    found = [s for s in running if s["kind"] == kind]
    taking.put("status_period", found[0] if found else None, {**values, "kind": kind, "household_id": household["id"]})


def group_of(taking: Taking, name: str | None) -> dict[str, Any]:
    """The group's key by its name; a group not yet known is added."""
    if not name:
        return {}
    shelf = taking.sheaf.shelf("village_group")
    found = shelf.lookup("name", lambda r: r["name"], name)
    row = found[0] if found else taking.sheaf.insert("village_group", {"name": name}, taking.import_row_id)
    return {"group_id": row["id"]}


def _phone_of_household(
    taking: Taking, household: Row | None, phone: str | None, relation: str | None
) -> dict[str, str]:
    """Every member's row repeats the household's phone; the head's row decides, the others fill a blank."""
    if phone is None:
        return {}
    if household is not None and relation == "户主" and not taking.around.is_claimed("phone of head", household["id"]):
        taking.put("household", household, {"phone": phone})
        taking.around.claim("phone of head", household["id"])
        return {}
    return taking.copies(household, "household", {"phone": phone})


def _household_of_roll(
    taking: Taking, person: Row | None, values: dict[str, Any], household: dict[str, Any], relation: str | None
) -> Row:
    """The household a roll line belongs to: the head's line makes it, the members' lines follow by the head's name."""
    put = {**household, **group_of(taking, household.get("group_name"))}
    if values.get("phone") and relation == "户主" and "phone" not in put:
        put["phone"] = values["phone"]
    if relation == "户主":
        put |= {"head_name": values.get("name"), "head_id_number": values.get("id_number")}
        row = household_where(taking, person) or find_household(taking, put)
        put = {k: v for k, v in put.items() if v is not None}
        if row is None:
            put["code"] = _code_of_member(taking, person) or _own_code(taking)
        elif row["head_id_number"] and first18(row["head_id_number"]) == first18(put.get("head_id_number")):
            put.pop("head_id_number", None)
        made = taking.put("household", row, put)
        taking.around.claim("roll", made["id"])
        return made
    if (row := household_where(taking, person)) is not None:
        return row
    named = taking.sheaf.shelf("household").lookup("head_name", lambda r: r["head_name"], put.get("head_name"))
    in_group = [
        r for r in named if r["group_name"] == put.get("group_name") and taking.around.is_claimed("roll", r["id"])
    ]
    found = _only(in_group[-1:] or named, f"有几户的户主都叫{put.get('head_name')}，分不清这一行属于哪一户")
    if found is None:
        raise Refusal("表里没有这一户的户主，请补上户主那一行")
    return found


def household_where(taking: Taking, person: Row | None) -> Row | None:
    """The household a known person is a member of now."""
    if person is None:
        return None
    memberships = taking.sheaf.shelf("membership").lookup("person", lambda r: r["person_id"], person["id"])
    for membership in memberships:
        if membership["through_on"] is None and membership["household_id"] is not None:
            return taking.sheaf.shelf("household").rows[membership["household_id"]]
    return None


def _code_of_member(taking: Taking, person: Row | None) -> str | None:
    """The code under which a list named the household of a known person before anything was known of it."""
    key = None if person is None else person["id"]
    for membership in taking.sheaf.shelf("membership").lookup("person", lambda r: r["person_id"], key):
        if membership["through_on"] is None and membership["household_id"] is None:
            code: str | None = membership["household_code"]
            return code
    return None


def _own_code(taking: Taking) -> str:
    """A code of the book's own for a household without one of the national system: 自0001."""
    used = {r["code"] for r in taking.sheaf.shelf("household").rows.values() if (r["code"] or "").startswith("自")}
    number = len(used) + 1
    while f"自{number:04d}" in used:
        number += 1
    return f"自{number:04d}"


def village_cells(taking: Taking) -> dict[str, str]:
    """省市县乡村: fill the village's blanks; what names another place is kept and reported."""
    values = taking.part("village")
    if not values:
        return {}
    village = next(iter(taking.sheaf.shelf("village").rows.values()))
    differing = taking.copies(village, "village", values)
    if "name" in values and values["name"] != village["name"]:
        taking.doubt(
            "import.other-village",
            "村",
            f"表里写的是{values['name']}，这本书是{village['name']}",
            "请核对是不是拿错了表",
        )
    return differing
