"""Rows of what reached the households: measures, visits, work, guarantees; and the village's own figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from villagebook.models import (
    Guarantee,
    Household,
    HouseholdYear,
    Measure,
    Person,
    Project,
    StatusPeriod,
    VillageYear,
    Visit,
    WorkRecord,
)
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services.sample import help, village
from villagebook.services.sample.facts import YEARS, age_in, school
from villagebook.services.sample.people import HOUSES
from villagebook.services.sample.persons import PLACES, months_worked
from villagebook.services.sample.rows import Rows, Values
from villagebook.services.sample.rows_people import household_code
from villagebook.services.sample.shape import House, Member, Status

_PROBLEMS = ("house_problem", "school_problem", "water_problem", "medical_problem")
_FIGURES = ("wage_fen", "business_fen", "property_fen", "transfer_fen", "cost_fen", "net_fen", "per_capita_fen",
            "claims_fen")  # fmt: skip


def add_help(rows: Rows) -> None:
    """Add measures, visits, work and guarantees of all households, and fill the figures of the village's years."""
    for house in HOUSES:
        home = {"household_id": rows.key(Household, house.number), "household_code": household_code(house)}
        for number, one in enumerate(help.measures(house)):
            _add_measure(rows, house, number, one, home)
        for number, came in enumerate(help.visits(house)):
            rows.add(Visit, (house.number, number), {
                **home, "head_name": house.head.name, "on": came.on, "visitor": came.visitor, "unit": came.unit,
                "kind": came.kind, "met": house.head.name, "content": came.content, "solved": came.solved or None})
        for stretch in help.stretches(house):
            _add_work(rows, house, stretch)
        for status in house.statuses:
            if status.kind in MONITORED_STATUSES:
                _add_guarantees(rows, house, status)
    for year in YEARS:
        rows.row(VillageYear, year).update(_figures(rows, year))


def _add_measure(rows: Rows, house: House, number: int, one: help.Told, home: Values) -> None:
    person = rows.key(Person, (house.number, one.member)) if one.member else None
    rows.add(Measure, (house.number, number), {
        **home, "person_id": person, "person_name": house.members[one.member - 1].name if one.member else None,
        "year": one.on.year, "kind": one.kind, "item": one.item, "from_on": one.on,
        "amount_fen": one.yuan * 100 or None, "project_code": one.project or None,
        "project_id": rows.key(Project, one.project) if one.project else None, "evidence": one.evidence or None})


def _add_work(rows: Rows, house: House, stretch: help.Stretch) -> None:
    rows.add(WorkRecord, (house.number, stretch.member), {
        "person_id": rows.key(Person, (house.number, stretch.member)), "year": stretch.since.year,
        "worked": "否" if stretch.through else "是", "province": stretch.province, "city": stretch.city,
        "county": stretch.county, "from_on": stretch.since, "through_on": stretch.through,
        "month_pay_fen": stretch.pay_yuan * 100, "company": stretch.company, "industry": stretch.industry,
        "channel": stretch.channel, "point_to_point": "否", "transport_fen": stretch.fare_yuan * 100 or None})


def _add_guarantees(rows: Rows, house: House, status: Status) -> None:
    """三保障 and incomes when the household was identified and when its risk was gone: of the year before."""
    moments: list[tuple[str, dt.date | None]] = [("识别时", status.from_on), ("风险消除时", status.removed_on)]
    for stage, day in moments:
        if day is None:
            continue
        year = rows.row(HouseholdYear, (house.number, max(day.year - 1, YEARS[0])))
        # Before the first year of the book the household earned less than in it.
        share = Decimal(1) if day.year - 1 >= YEARS[0] else Decimal("0.8")
        figures = {name: int((year[name] or 0) * share) // 100 * 100 for name in _FIGURES}
        rows.add(Guarantee, (house.number, status.from_on, stage), {
            "household_id": rows.key(Household, house.number),
            "status_id": rows.key(StatusPeriod, (house.number, status.kind, status.from_on)),
            "stage": stage, "on": day, "food": "是", "clothes": "是", **dict.fromkeys(_PROBLEMS, "否"), **figures,
            "out_of_pocket_fen": year["out_of_pocket_fen"]})


def _figures(rows: Rows, year: int) -> Values:
    """The figures of the village that the township asks for each year, counted from its people and land."""
    day = dt.date(year, 11, 5)
    members = [(house, member) for house in HOUSES for member in house.members_on(day)]
    per_capita = [rows.row(HouseholdYear, (house.number, year))["per_capita_fen"] for house in HOUSES]
    homes = [rows.row(Household, house.number) for house in HOUSES]
    at_work = [member for _, member in members if months_worked(member, year)]
    return {
        "delisted": "是", "per_capita_fen": sum(per_capita) // len(per_capita) // 100 * 100,
        "natural_villages": len(village.GROUPS),
        "minority_people": sum(member.people != "汉族" for _, member in members),
        "labour_people": sum(_can_work(member, year) for _, member in members), "trained_people": 12,
        "away_people": sum(member.job is not None and help.is_outside(member.job) for member in at_work),
        "outside_province_people": sum(_province(member) != "福建省" for member in at_work),
        "poor_households": sum(house.has_status(*POOR_STATUSES, on=day) for house in HOUSES),
        "relocated_households": 0, "relocated_people": 0,
        "subsistence_households": len({house.number for house, member in members if member.subsistence_yuan}),
        "subsistence_people": sum(member.subsistence_yuan > 0 for _, member in members),
        "destitute_people": sum(member.destitute_yuan > 0 for _, member in members),
        "disabled_people": sum(member.disability is not None for _, member in members),
        "pension_people": sum(_can_work(member, year) and not member.employee for _, member in members),
        "primary_schools": 1, "clinics": 1, "doctors": 1, "public_toilets": 3, "libraries": 1, "waste_points": 8,
        "coach": "是", "paved_road": "是", "unsafe_water_households": 0, "dangerous_households": 0,
        **{name: _land(homes, name, spare) for name, spare in _SPARE_MU.items()},
    }


_SPARE_MU = {"farmland": 60, "forest": 2400, "pasture": 20, "water_area": 15}


def _land(homes: list[Values], name: str, spare: int) -> Decimal:
    """What belongs to the households, and what belongs to nobody of them."""
    return sum((Decimal(home[name] or 0) for home in homes), Decimal(spare))


def _can_work(member: Member, year: int) -> bool:
    return 16 <= age_in(member.born, year) < 60 and not school(member.born, year, member.track)


def _province(member: Member) -> str:
    return PLACES[member.job.place].place[:3] if member.job else "福建省"
