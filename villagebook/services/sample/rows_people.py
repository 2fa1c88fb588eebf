"""Rows of the village, its meetings, its people and households, and their years."""

from __future__ import annotations

import datetime as dt

from villagebook.models import (
    Group,
    Household,
    HouseholdYear,
    IncomeItem,
    Meeting,
    Membership,
    Officer,
    Person,
    PersonYear,
    StatusPeriod,
    VillageYear,
)
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.models.pinyin import initials, pinyin
from villagebook.services.sample import homes, incomes, persons, projects, village
from villagebook.services.sample.facts import SAMPLE_DAY, YEARS, IdNumbers, collection_end
from villagebook.services.sample.people import HOUSES
from villagebook.services.sample.rows import Rows, Values
from villagebook.services.sample.shape import House, Member, Status

ITEM_YEARS = YEARS[1:]
"""Years whose income sheets are kept line by line."""

_CODE = str(village.VILLAGE["code"])


def household_code(house: House) -> str:
    """Return the 16 digits of a household of the sample."""
    return homes.household_code(_CODE, house.number)


def person_code(house: House, position: int) -> str:
    """Return the 18 digits of a member of the sample; ``position`` counts from 1."""
    return homes.person_code(_CODE, house.number, position)


def add_village(rows: Rows) -> None:
    """Add years, groups, officers and meetings."""
    for year, (income_yuan, line_yuan) in village.YEAR_FIGURES.items():
        day = min(dt.date(year, 12, 31), SAMPLE_DAY)
        rows.add(VillageYear, year, {
            "year": year, "households": len(HOUSES), "people": sum(len(house.members_on(day)) for house in HOUSES),
            "collective_income_fen": income_yuan * 100, "monitoring_line_fen": line_yuan * 100})
    for name in village.GROUPS:
        rows.add(Group, name, {"name": name, "pinyin": pinyin(name, surname=False)})
    for one in village.OFFICERS:
        rows.add(Officer, one.name, {
            "name": one.name, "unit": one.unit, "post": one.post, "phone": one.phone, "role": one.role,
            "since": one.since, "until": one.until})
    for held in village.MEETINGS:
        rows.add(Meeting, held.key, {
            "kind": held.kind, "held_on": held.held_on, "place": "村部会议室", "subject": held.subject,
            "chair": held.chair, "recorder": held.recorder, "due": held.due, "present": held.present,
            "agreed": held.agreed, "against": held.against, "abstained": held.abstained,
            "resolution": held.resolution})


def add_people(rows: Rows) -> None:
    """Add households with their members, years, income sheets and classes."""
    numbers = IdNumbers()
    for house in HOUSES:
        for position, member in enumerate(house.members, start=1):
            _add_person(rows, numbers, house, member, position)
        _add_household(rows, house)
        for position, member in enumerate(house.members, start=1):
            _add_membership(rows, house, member, position)
    for house in HOUSES:
        for year in YEARS:
            _add_household_year(rows, house, year)
        for position, member in enumerate(house.members, start=1):
            _add_person_years(rows, house, member, position)
        for status in house.statuses:
            _add_status(rows, house, status)


def _add_person(rows: Rows, numbers: IdNumbers, house: House, member: Member, position: int) -> None:
    id_number = f"999999{member.born:%Y%m%d}0001" if member.id_pending else numbers.next(member.born, member.sex)
    values = persons.person_values(
        house, member, code=person_code(house, position), id_number=id_number, phone=_phone(house, member, position))
    rows.add(Person, (house.number, position), {
        **values, "pinyin": pinyin(member.name), "initials": initials(member.name)})


def _phone(house: House, member: Member, position: int) -> str | None:
    """The head answers the household's phone where that is right; whoever works elsewhere has one of their own."""
    if position == 1 and "phone" not in house.own:
        return homes.mobile(house.number, 0)
    return member.phone or (homes.mobile(house.number, position) if member.job else None)


def _add_household(rows: Rows, house: House) -> None:
    head = rows.row(Person, (house.number, 1))
    values = homes.household_values(
        house, code=household_code(house), head_code=str(head["code"]), head_id_number=str(head["id_number"]),
        address_of=lambda one: f"云岭镇上云村{one.group}{one.door}号", collected_by=village.CLERK)
    rows.add(Household, house.number, {
        **values, "head_id": head["id"], "head_pinyin": head["pinyin"], "head_initials": head["initials"],
        "group_id": rows.key(Group, house.group)})


def _add_membership(rows: Rows, house: House, member: Member, position: int) -> None:
    from_on, why = member.joined or (None, None)
    through_on, why_ended = member.left or (None, None)
    rows.add(Membership, (house.number, position), {
        "person_id": rows.key(Person, (house.number, position)),
        "household_id": rows.key(Household, house.number), "household_code": household_code(house),
        "relation": member.relation, "from_on": from_on, "through_on": through_on, "why": why,
        "why_ended": why_ended, "position": position})


def sheet(house: House, year: int) -> tuple[incomes.IncomeLine, ...]:
    """Return the income sheet of a household of the sample, with what projects brought it."""
    poor = house.has_status(*POOR_STATUSES, on=collection_end(year))
    return incomes.lines(house, year, projects.paid_to(house.number, year, poor))


def _add_household_year(rows: Rows, house: House, year: int) -> None:
    lines = sheet(house, year)
    values = incomes.year_values(house, year, lines)
    if year == YEARS[-1]:
        values["current_population"] = len(house.members_on(SAMPLE_DAY))
    key = rows.add(HouseholdYear, (house.number, year), {
        "household_id": rows.key(Household, house.number), **values})
    for position, line in enumerate(lines if year in ITEM_YEARS else (), start=1):
        rows.add(IncomeItem, (house.number, year, position), {
            "household_year_id": key, "item": line.item, "arithmetic": line.arithmetic,
            "amount_fen": line.amount_fen, "position": position})


def _add_person_years(rows: Rows, house: House, member: Member, position: int) -> None:
    for year in YEARS:
        if member.belongs_on(dt.date(year, 11, 5)):
            rows.add(PersonYear, (house.number, position, year), {
                "person_id": rows.key(Person, (house.number, position)), **persons.year_values(house, member, year)})


def _add_status(rows: Rows, house: House, status: Status) -> None:
    monitored = status.kind in MONITORED_STATUSES
    lifted = status.kind in POOR_STATUSES
    values: Values = {
        "household_id": rows.key(Household, house.number), "kind": status.kind, "from_on": status.from_on,
        "through_on": status.through_on, "first_identified_on": status.first_identified_on,
        "lifted_year": status.lifted_year, "lift_state": "已脱贫(享受政策)" if lifted else None,
        "disaster": status.disaster, "development": "已实施" if monitored else None,
        "removed": ("是" if status.removed_on else "否") if monitored else None,
        "removed_way": "帮扶消除" if status.removed_on else None, "removed_on": status.removed_on,
        "contact": village.CLERK[0] if monitored else None,
        "contact_phone": village.CLERK[1] if monitored else None,
        "meeting_id": rows.key(Meeting, status.meeting) if status.meeting else None, "note": status.note,
        **{f"risk{number}": risk for number, risk in enumerate(status.risks, start=1)},
    }
    rows.add(StatusPeriod, (house.number, status.kind, status.from_on), values)
