"""Checks of phones beyond their shape: missing ones, those of workers, one number in several places. Rule 49."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from villagebook.base.text import fold_code
from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.employment import at_work
from villagebook.checks.facts import Facts
from villagebook.checks.living import is_phone
from villagebook.checks.rows import HomeRow, PersonRow
from villagebook.ledgers.parts import table
from villagebook.models import Household, Person, PersonYear, WorkRecord, info

PHONE, OWN_PHONE = info(Household.phone).label, info(Person.phone).label
_RULE = "12.8-49"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


@check(
    "households.phone-missing", "没有填户联系电话", WARNING, needs=(Household.phone,), scope="P", number=_RULE,
    codes=("4_02_001", "5_13_003"), hint="没有电话的，填亲属或帮扶人的并注明",
)  # fmt: skip
def phone_missing(facts: Facts) -> Iterator[Problem]:
    """A household can be called; where its head's own phone is known, that is proposed."""
    for home in facts.homes:
        if not home.values["phone"]:
            heads = [member.person.phone for member in facts.members(home.key) if member.relation == "户主"]
            known = next((phone for phone in heads if phone and is_phone(phone)), None)
            yield Problem(home.subject, PHONE, "没有填户联系电话", home.record, proposal=known)


@check(
    "people.worker-phone", "务工人员没有手机号", WARNING, needs=(Person.phone, PersonYear.work_months), scope="P",
    number=_RULE, codes=("2_01_013", "2_01_014", "2_12_007"), hint="请补本人手机号",
)  # fmt: skip
def worker_phone(facts: Facts) -> Iterator[Problem]:
    """Who works away has a mobile phone of his own; one of another shape is for the check of its shape."""
    for person in facts.people:
        if at_work(facts, person) is None:
            continue
        if not person.phone:
            yield Problem(person.subject, OWN_PHONE, f"{person.who}在务工，没有填成员联系电话", person.record)
        elif is_phone(person.phone) and not _MOBILE.fullmatch(number_of(person.phone)):
            yield Problem(person.subject, OWN_PHONE, f"{person.who}在务工，电话不是手机号", person.record)


def number_of(phone: str) -> str:
    """The digits by which phones are compared."""
    return re.sub(r"\D", "", fold_code(phone)).removeprefix("86")


@check(
    "people.phone-two-counties", "同户两地务工的人电话相同", WARNING, needs=(Person.phone, WorkRecord.county),
    scope="P", number=_RULE, codes=("5_15_021",), hint="请核对各人的电话",
)  # fmt: skip
def phone_two_counties(facts: Facts) -> Iterator[Problem]:
    """People of one household who work in different counties do not answer one phone."""
    for home in facts.homes:
        places: dict[str, list[tuple[PersonRow, str]]] = defaultdict(list)
        for member in facts.members(home.key):
            rows = reversed(facts.work.get(member.person.key, ()))
            county = next((row.county for row in rows if row.worked == "是"), None)
            if member.person.phone and county:
                places[number_of(member.person.phone)].append((member.person, county))
        for found in places.values():
            if len({county for _, county in found}) > 1:
                for person, county in found:
                    others = "、".join(f"{one.who}（{there}）" for one, there in found if one is not person)
                    message = f"在{county}务工，电话与{others}相同"
                    yield Problem(person.subject, OWN_PHONE, message, person.record)


@check(
    "households.phone-shared", "两户的户联系电话相同", WARNING, needs=(Household.phone,), number=_RULE,
    codes=("5_15_022",), hint="请核对是哪一户的电话",
)  # fmt: skip
def phone_shared(facts: Facts) -> Iterator[Problem]:
    """Two households do not answer one phone, one of them registered or monitored; told at each of them."""
    by_number: dict[str, list[HomeRow]] = defaultdict(list)
    mine = {home.key for home in facts.homes}
    numbers = {number_of(home.values["phone"]) for home in facts.homes if home.values["phone"]}
    for home in (*facts.homes, *_elsewhere(facts, numbers)):
        if home.values["phone"]:
            by_number[number_of(home.values["phone"])].append(home)
    for number, homes in by_number.items():
        if len(homes) < 2 or not number or not any(home.covered for home in homes):
            continue
        for home in [home for home in homes if home.key in mine]:
            others = "、".join(one.subject for one in homes if one is not home)
            yield Problem(home.subject, PHONE, f"与 {others} 的电话相同", home.record)


def _elsewhere(facts: Facts, numbers: set[str]) -> Sequence[HomeRow]:
    """The households not looked at that have one of these phones."""
    if facts.only is None or not numbers:
        return ()
    rows = table(Household)
    statement = select(rows.c.id, rows.c.phone).where(
        rows.c.village_id == facts.scope.village_id, rows.c.phone.is_not(None), rows.c.id.not_in(facts.only)
    )
    found = {key for key, phone in facts.conn.execute(statement) if number_of(phone) in numbers}
    return Facts(facts.conn, facts.scope, facts.overrides, found).homes if found else ()


PHONES = (phone_missing, worker_phone, phone_two_counties, phone_shared)
