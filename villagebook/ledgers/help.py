"""The ledgers of help: measures, visits, months of work, 三保障 and incomes at moments, and the village's figures."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import kept_person, labelled, table, text_of
from villagebook.ledgers.people import membership_on
from villagebook.models import (
    Group,
    Guarantee,
    Household,
    Measure,
    Membership,
    Person,
    VillageYear,
    Visit,
    WorkRecord,
    fields_of,
)

_HEAD = computed("head", "户主姓名", "name", (Household.head_name, Person.name))
_GROUP = computed("group", "村民小组", "name", (Household.group_name, Group.name))

MEASURE_COLUMNS = (
    computed("household", "户编号", "code", (Measure.household_code, Household.code)),
    _HEAD,
    _GROUP,
    computed("person", "受益人", "name", (Measure.person_name, Person.name)),
    of(Measure.year),
    of(Measure.kind),
    of(Measure.item),
    of(Measure.from_on),
    of(Measure.through_on),
    of(Measure.amount_fen, total=True),
    of(Measure.quantity),
    of(Measure.project_code),
    of(Measure.policy),
    of(Measure.evidence),
    of(Measure.note),
)

VISIT_COLUMNS = (
    computed("household", "户编号", "code", (Visit.household_code, Household.code)),
    computed("head", "户主姓名", "name", (Visit.head_name, Household.head_name, Person.name)),
    _GROUP,
    of(Visit.on),
    of(Visit.visitor),
    of(Visit.unit),
    of(Visit.kind),
    of(Visit.met),
    of(Visit.content),
    of(Visit.solved),
)

WORK_COLUMNS = (
    computed("household", "户编号", "code", (Household.code,)),
    of(Person.code),
    of(Person.name),
    of(WorkRecord.year),
    of(WorkRecord.worked),
    of(WorkRecord.province),
    of(WorkRecord.city),
    of(WorkRecord.county),
    of(WorkRecord.from_on),
    of(WorkRecord.through_on),
    of(WorkRecord.month_pay_fen),
    of(WorkRecord.company),
    of(WorkRecord.industry),
    of(WorkRecord.channel),
    of(WorkRecord.point_to_point),
    of(WorkRecord.transport_fen, total=True),
    of(WorkRecord.planned),
    of(WorkRecord.wanted),
)

_SUMS = ("wage_fen", "business_fen", "property_fen", "transfer_fen", "cost_fen", "net_fen", "claims_fen",
         "out_of_pocket_fen")  # fmt: skip
GUARANTEE_COLUMNS = (
    of(Household.code, "household"),
    _HEAD,
    _GROUP,
    *(
        of(getattr(Guarantee, field.name), total=field.name in _SUMS)
        for field in fields_of(Guarantee)
        if field.kind in {"choice", "day", "money"}
    ),
    of(Guarantee.note),
)

VILLAGE_COLUMNS = tuple(
    of(getattr(VillageYear, field.name))
    for field in fields_of(VillageYear)
    if field.kind in {"year", "int", "money", "choice", "quantity"}
)


def _of_home(record: Any, columns: tuple[Any, ...], scope: Scope) -> Select[Any]:
    """Return the SELECT of records that may name a household, those whose household is not known yet among them."""
    home, head, group = table(Household), table(Person, "head_person"), table(Group, "home_group")
    person = table(Person, "own_person")
    # What the list called them comes first where the record keeps it: a visit was to the head of its day.
    said = {"household": "household_code", "head": "head_name", "person": "person_name"}
    kept = {id: [record.c[name]] for id, name in said.items() if name in record.c}
    joined = (
        record.outerjoin(home, home.c.id == record.c.household_id)
        .outerjoin(head, head.c.id == kept_person(home.c.head_id))
        .outerjoin(group, group.c.id == home.c.group_id)
    )
    known = kept.get("household", [])
    names = {
        "household": func.coalesce(home.c.code, *known) if known else home.c.code,
        "head": func.coalesce(*kept.get("head", []), head.c.name, home.c.head_name),
        "group": func.coalesce(group.c.name, home.c.group_name),
    }
    if "person" in kept:
        joined = joined.outerjoin(person, person.c.id == kept_person(record.c.person_id))
        names["person"] = func.coalesce(*kept["person"], person.c.name)
    return (
        select(
            record.c.id.label("_id"),
            *labelled(columns, {"household": home, record.name: record}, names),
            func.coalesce(head.c.pinyin, home.c.head_pinyin).label("_sort_head"),
            group.c.pinyin.label("_sort_group"),
            text_of(home.c.head_pinyin, home.c.head_initials).label("_text"),
        )
        .select_from(joined)
        .where(record.c.village_id == scope.village_id)
    )


def _measures(scope: Scope) -> Select[Any]:
    return _of_home(table(Measure), MEASURE_COLUMNS, scope)


def _visits(scope: Scope) -> Select[Any]:
    return _of_home(table(Visit), VISIT_COLUMNS, scope)


def _guarantees(scope: Scope) -> Select[Any]:
    return _of_home(table(Guarantee), GUARANTEE_COLUMNS, scope)


def _work(scope: Scope) -> Select[Any]:
    record, person = table(WorkRecord), table(Person)
    member, home = table(Membership, "membership_on"), table(Household)
    joined = (
        record.join(person, person.c.id == kept_person(record.c.person_id))
        .outerjoin(member, member.c.id == membership_on(person.c.id, scope))
        .outerjoin(home, home.c.id == member.c.household_id)
    )
    made = {"household": func.coalesce(home.c.code, member.c.household_code)}
    return (
        select(
            record.c.id.label("_id"),
            *labelled(WORK_COLUMNS, {"person": person, "work_record": record}, made),
            person.c.pinyin.label("_sort_name"),
            text_of(person.c.pinyin, person.c.initials).label("_text"),
        )
        .select_from(joined)
        .where(record.c.village_id == scope.village_id)
    )


def _village(scope: Scope) -> Select[Any]:
    year = table(VillageYear)
    return select(year.c.id.label("_id"), *labelled(VILLAGE_COLUMNS, {"village_year": year}, {})).where(
        year.c.village_id == scope.village_id
    )


MEASURES = Ledger("measures", "帮扶措施台账", MEASURE_COLUMNS, _measures, ("household", "from_on", "kind", "item"))
VISITS = Ledger("visits", "走访台账", VISIT_COLUMNS, _visits, ("household", "on"))
WORK = Ledger("work", "务工台账", WORK_COLUMNS, _work, ("household", "code", "from_on"))
GUARANTEES = Ledger("guarantees", "三保障台账", GUARANTEE_COLUMNS, _guarantees, ("household", "on", "stage"))
VILLAGE = Ledger("village", "村情", VILLAGE_COLUMNS, _village, ("year",))
HELP = (MEASURES, VISITS, WORK, GUARANTEES, VILLAGE)
