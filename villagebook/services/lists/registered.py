"""Taking rows of the registered households and persons (户信息, 人信息), of the village roll and of new phones.

Which record a row is about: matching.py. All looking up comes before the first change, so that a row that is refused
leaves no trace.
"""

from __future__ import annotations

from typing import Any

from villagebook.base.days import iso
from villagebook.importing import MONITORED, MONITORED_FIELDS
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services.lists import elsewhere
from villagebook.services.lists.helping import take_help
from villagebook.services.lists.matching import (
    by_number,
    code_where,
    find_household,
    find_person,
    has_given_code,
    household_by_code,
    household_where,
    members_of,
    one_of,
    own_code,
    told,
)
from villagebook.services.lists.operated import ended
from villagebook.services.lists.references import fill_group
from villagebook.services.lists.sheaf import Row
from villagebook.services.lists.taking import Refusal, Taking, first18, same_number

#: Household columns that a list of persons only repeats.
_COPIED = ("head_name", "head_id_number", "standard", "head_code")


def take_household(taking: Taking) -> None:
    """Take one row of 户信息: the household, its year's incomes, its classes."""
    values = taking.part("household")
    taking.code, taking.name = values.get("code", ""), values.get("head_name", "")
    if not (taking.code or taking.name or first18(values.get("head_id_number"))):
        raise Refusal("户主证件号码不全，又没有户编号和户主姓名，不知道是哪一户")
    found = find_household(taking, values)
    row = taking.put("household", found, values | group_of(taking, values.get("group_name")), primary=True)
    if over := ended(row):
        taking.doubt("import.household-ended", "户编号", f"{over}，表里还有", "没有恢复；确实还在，请撤销那一次")
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
    code = membership.get("household_code")
    household = _household_of_member(taking, code) or _household_told(taking, code, membership.get("relation"))
    found = find_person(taking, values, household, code)
    if household is not None and code and household["code"] != code:
        taking.put("household", household, {"code": code})  # until now it was known from the roll only
    _doubt_second_name(taking, found, values.get("name"))
    person = taking.put("person", found, values, primary=True)
    if household is not None and not code:
        membership["household_code"] = household["code"]
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


#: Values of a row that only a list of households and persons in one has (the list of 已脱贫人口 of 2022).
_OF_HOUSEHOLDS = ("status_period.kind", MONITORED, "household_year.population")


def _household_told(taking: Taking, code: str | None, relation: str | None) -> Row | None:
    """Add the household that a row tells of besides its person; a mere list of persons only names it by its code."""
    if not code or not any(taking.value(key) is not None for key in _OF_HOUSEHOLDS):
        return None
    name = taking.part("household").get("head_name") or (taking.name if relation == "户主" else None)
    return taking.put("household", None, {"code": code, "head_name": name})


def _doubt_second_name(taking: Taking, person: Row | None, name: str | None) -> None:
    """Say that an earlier row of this file is about the same person under another name; this row's is taken."""
    if person is None or not name or person["name"] in (None, name):
        return
    if taking.around.is_claimed("person", person["id"]):
        taking.doubt(
            "import.two-names",
            "姓名",
            f"前面有一行也是这个人，写的是{person['name']}，按这一行收了",
            "请核对是不是两个人用了一个证件号码",
        )


def take_roll_line(taking: Taking) -> None:
    """Take one line of the roll of the whole village: person, household by its head, group, phone."""
    values, roll_household = taking.part("person"), taking.part("household")
    membership = taking.part("membership")
    relation = membership.get("relation")
    taking.name = values.get("name", "")
    taking.code = values.get("id_number", "") and taking.name
    person_row = _person_of_roll(taking, values)
    known = _known_household_of_roll(taking, person_row, values, roll_household, relation)
    if person_row is None:
        person_row = find_person(taking, values, known) if known is not None else None
    household = _put_household_of_roll(taking, person_row, known, values, roll_household, relation)
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
    taking.put("household", household, {k: v for k, v in values.items() if k not in ("code", "group_name", *_COPIED)})
    taking.keep("household", household, differing)


def _take_person_phone(taking: Taking) -> None:
    values = taking.part("person")
    taking.name = values.get("name", "")
    phone = values.get("phone") or taking.value("household.phone")
    if not phone:
        raise Refusal("这一行没有可用的电话号码")
    person = _known_person(taking, values)
    if person is None:
        raise Refusal("书里没有这个人，请先导入人信息或花名册，或核对姓名和证件号码")
    taking.code = person["code"] or taking.name
    taking.put("person", person, {"phone": phone})
    taking.keep("person", person)


def _known_person(taking: Taking, values: dict[str, Any]) -> Row | None:
    """The person of the book whom a row names by code, by number, or by a name that only one has."""
    if values.get("id_number") or values.get("code") or told(taking, "person") is not None:
        return find_person(taking, values, None)
    named = taking.sheaf.shelf("person").lookup("name", lambda r: r["name"], values.get("name"))
    return one_of(taking, "person", named, f"书里有几个人叫{taking.name}")


def _household_of_member(taking: Taking, code: str | None) -> Row | None:
    """The household of a row of 人信息: by code, or the one of the roll with this head, which gets its code now."""
    if not code:
        return _household_as_named(taking)
    found = household_by_code(taking, code)
    number = taking.value("household.head_id_number")
    if found is not None or not number:
        return found
    return find_household(taking, {"code": code, "head_id_number": number})


def _household_as_named(taking: Taking) -> Row | None:
    """The household of the head whom a row without its code names, where nothing better tells who the row is about."""
    person = taking.part("person")
    if person.get("code") or by_number(taking, person.get("id_number")):
        return None
    names = ("head_name", "head_id_number", "group_name")
    head = {name: value for name in names if (value := taking.value(f"household.{name}")) is not None}
    return find_household(taking, head) if head.keys() - {"group_name"} else None


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
    if not same and household is not None and has_given_code(household):
        # A household that nobody knows was a slip of the pen; the list puts it right.
        same = [m for m in current if m["household_id"] is None]
    put = {**values, "household_id": household_id}
    if same:
        taking.put("membership", same[0], put)
    elif not current and (left := [m for m in known if household_id and m["household_id"] == household_id]):
        taking.doubt(
            "import.has-left",
            "户编号",
            f"{taking.name or person['name']}在书里 {iso(left[-1]['through_on'])} 已离开这一户，表里还有",
            "没有改动；确实回来了，请在农户页办理",
        )
        taking.hold(*(f"membership.{name}" for name in values))
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
    known = taking.sheaf.shelf("status_period").lookup("household", lambda r: r["household_id"], household["id"])
    running = [s for s in known if s["through_on"] is None]
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
    owner = {"household_id": household["id"]}
    if not found and (why := ended(household) or _why_no_status(taking, owner)):
        fields = taking.sheaf.shelf("status_period").fields
        for name, value in {"kind": kind, **values}.items():
            taking.leave(fields[name], "、".join(s["kind"] for s in running) if name == "kind" else None, value, why)
        return
    taking.put("status_period", found[0] if found else None, {**values, "kind": kind, **owner})


def _why_no_status(taking: Taking, owner: Row) -> str:
    """Why a household that has or had classes does not get another one: the list is of an earlier year."""
    known = taking.sheaf.shelf("status_period").lookup("household", lambda r: r["household_id"], owner["household_id"])
    return taking.why_not_added("status_period.kind", owner) if known else ""


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


def _person_of_roll(taking: Taking, values: dict[str, Any]) -> Row | None:
    """The person a roll line names by code or number, whatever household it says."""
    if taking.told is not None or values.get("code") or by_number(taking, values.get("id_number")):
        return find_person(taking, values, None)
    return None


def _known_household_of_roll(
    taking: Taking, person: Row | None, values: dict[str, Any], household: dict[str, Any], relation: str | None
) -> Row | None:
    """The household a roll line belongs to, None if its head's line is to make it."""
    if (row := told(taking, "household") or household_where(taking, person)) is not None:
        return row
    if relation == "户主":
        head = {"head_name": values.get("name"), "head_id_number": values.get("id_number")}
        return find_household(taking, household | head)
    named = taking.sheaf.shelf("household").lookup("head_name", lambda r: r["head_name"], household.get("head_name"))
    in_group = [
        r for r in named if r["group_name"] == household.get("group_name") and taking.around.is_claimed("roll", r["id"])
    ]
    found = one_of(taking, "household", in_group[-1:] or named, f"有几户的户主都叫{household.get('head_name')}")
    if found is None:
        raise Refusal("表里没有这一户的户主，请补上户主那一行")
    return found


def _put_household_of_roll(
    taking: Taking,
    person: Row | None,
    known: Row | None,
    values: dict[str, Any],
    household: dict[str, Any],
    relation: str | None,
) -> Row:
    """What the head's line says of the household; the members' lines say nothing of it."""
    if relation != "户主" and known is not None:
        return known
    put = {**household, **group_of(taking, household.get("group_name"))}
    if values.get("phone") and "phone" not in put:
        put["phone"] = values["phone"]
    put |= {"head_name": values.get("name"), "head_id_number": values.get("id_number")}
    put = {k: v for k, v in put.items() if v is not None}
    if known is None:
        put["code"] = code_where(taking, person) or own_code(taking)
    elif known["head_id_number"] and first18(known["head_id_number"]) == first18(put.get("head_id_number")):
        put.pop("head_id_number", None)
    made = taking.put("household", known, put)
    taking.around.claim("roll", made["id"])
    return made


def village_cells(taking: Taking) -> dict[str, str]:
    """省市县乡村: fill the village's blanks; what names another place is kept and reported."""
    values = taking.part("village")
    elsewhere.note(taking, values.get("name"))
    if not values:
        return {}
    village = taking.around.village
    return taking.copies(village, "village", values)


__all__ = [
    "find_household", "find_person", "group_of", "household_by_code", "household_where", "members_of", "take_household",
    "take_person", "take_phone", "take_roll_line", "village_cells",
]  # fmt: skip
