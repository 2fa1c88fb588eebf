"""The ledger of households: one row per household, with its members, statuses and newest income as of a day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import (
    kept_person,
    labelled,
    members_of,
    newest_of_year,
    standing,
    statuses_of,
    table,
    text_of,
)
from villagebook.models import Group, Household, HouseholdYear, Membership, Person, StatusPeriod

COLUMNS = (
    of(Household.code),
    computed("head", "户主姓名", "name", (Household.head_name, Person.name)),
    computed("group", "村民小组", "name", (Household.group_name, Group.name)),
    computed("members", "成员数", "int", (Membership.person_id,), unit="人", total=True),
    computed("status", "户类型", "statuses", (StatusPeriod.kind,)),
    of(HouseholdYear.net_fen, "net_income_fen", total=True),
    of(HouseholdYear.per_capita_fen, "per_capita_fen"),
    of(HouseholdYear.population, total=True),
    of(HouseholdYear.year),
    of(Household.address),
    of(Household.phone),
    of(Household.bank),
    of(Household.card),
    of(Household.standard),
    of(Household.attribute),
    of(Household.main_cause),
    of(Household.second_cause),
    of(Household.dangerous_house),
    of(Household.danger_grade),
    of(Household.house_area, total=True),
    of(Household.house_structure),
    of(Household.house_built),
    of(Household.safe_water),
    of(Household.production_power),
    of(Household.home_power),
    of(Household.broadcast),
    of(Household.road_distance),
    of(Household.road_kind),
    of(Household.toilet),
    of(Household.fuel),
    of(Household.cooperative),
    of(Household.leading_company),
    of(Household.leading_person),
    of(Household.farmland, total=True),
    of(Household.forest, total=True),
    of(Household.orchard, total=True),
    of(Household.returned_forest, total=True),
    of(Household.pasture, total=True),
    of(Household.water_area, total=True),
    of(Household.relocated),
    of(Household.note),
)


def _select(scope: Scope) -> Select[Any]:
    home, year = table(Household), table(HouseholdYear, "newest_year")
    head, group = table(Person, "head_person"), table(Group, "home_group")
    joined = (
        home.outerjoin(year, year.c.id == newest_of_year(HouseholdYear, home.c.id, scope.on, "year_before"))
        .outerjoin(head, head.c.id == kept_person(home.c.head_id))
        .outerjoin(group, group.c.id == home.c.group_id)
    )
    made = {
        "head": func.coalesce(head.c.name, home.c.head_name),
        "group": func.coalesce(group.c.name, home.c.group_name),
        "members": members_of(home.c.id, scope.on),
        "status": statuses_of(home.c.id, scope.on),
    }
    return (
        select(
            home.c.id.label("_id"),
            *labelled(COLUMNS, {"household": home, "household_year": year}, made),
            func.coalesce(head.c.pinyin, home.c.head_pinyin).label("_sort_head"),
            group.c.pinyin.label("_sort_group"),
            text_of(home.c.head_pinyin, home.c.head_initials, head.c.pinyin, head.c.initials).label("_text"),
        )
        .select_from(joined)
        .where(home.c.village_id == scope.village_id, standing(home, scope.on))
    )


HOUSEHOLDS = Ledger("households", "农户台账", COLUMNS, _select, ("code", "head"))
