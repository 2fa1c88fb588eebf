"""The ledgers of what households earned in each year, and of the classes they belong to and since when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import kept_person, labelled, status_in_force, table, text_of
from villagebook.models import Group, Household, HouseholdYear, Person, StatusPeriod

_MONEY = (
    HouseholdYear.wage_fen, HouseholdYear.post_wage_fen, HouseholdYear.other_wage_fen,
    HouseholdYear.business_fen, HouseholdYear.industry_award_fen, HouseholdYear.employment_award_fen,
    HouseholdYear.property_fen, HouseholdYear.dividend_fen, HouseholdYear.other_property_fen,
    HouseholdYear.transfer_fen, HouseholdYear.family_planning_fen, HouseholdYear.subsistence_fen,
    HouseholdYear.destitute_fen, HouseholdYear.pension_fen, HouseholdYear.ecology_fen, HouseholdYear.other_transfer_fen,
    HouseholdYear.cost_fen, HouseholdYear.cost_subsidy_fen, HouseholdYear.total_fen, HouseholdYear.net_fen,
)  # fmt: skip

_HOME = (
    of(Household.code, "household"),
    computed("head", "户主姓名", "name", (Household.head_name, Person.name)),
    computed("group", "村民小组", "name", (Household.group_name, Group.name)),
)

INCOME_COLUMNS = (
    *_HOME,
    of(HouseholdYear.year),
    of(HouseholdYear.population, total=True),
    *(of(attribute, total=True) for attribute in _MONEY),
    of(HouseholdYear.per_capita_fen),
    of(HouseholdYear.out_of_pocket_fen, total=True),
    of(HouseholdYear.claims_fen, total=True),
)

STATUS_COLUMNS = (
    *_HOME,
    of(StatusPeriod.kind),
    of(StatusPeriod.from_on),
    of(StatusPeriod.through_on),
    computed("in_force", "在册", "bool", (StatusPeriod.from_on, StatusPeriod.through_on, StatusPeriod.removed)),
    of(StatusPeriod.first_identified_on),
    of(StatusPeriod.lifted_year),
    of(StatusPeriod.lift_state),
    of(StatusPeriod.risk1),
    of(StatusPeriod.risk2),
    of(StatusPeriod.risk3),
    of(StatusPeriod.risk4),
    of(StatusPeriod.risk5),
    of(StatusPeriod.disaster),
    of(StatusPeriod.development),
    of(StatusPeriod.removed),
    of(StatusPeriod.removed_way),
    of(StatusPeriod.removed_on),
    of(StatusPeriod.contact),
    of(StatusPeriod.contact_phone),
    of(StatusPeriod.note),
)


def _incomes(scope: Scope) -> Select[Any]:
    year = table(HouseholdYear)
    return _of_household(year, INCOME_COLUMNS, {}, scope)


def _statuses(scope: Scope) -> Select[Any]:
    period = table(StatusPeriod)
    running = case((status_in_force(period, scope.on), True), else_=False)
    return _of_household(period, STATUS_COLUMNS, {"in_force": running}, scope)


def _of_household(record: Any, columns: tuple[Any, ...], made: dict[str, Any], scope: Scope) -> Select[Any]:
    """Return the SELECT of records that belong to one household each."""
    home, head, group = table(Household), table(Person, "head_person"), table(Group, "home_group")
    made = {
        "head": func.coalesce(head.c.name, home.c.head_name),
        "group": func.coalesce(group.c.name, home.c.group_name),
        **made,
    }
    joined = (
        record.join(home, home.c.id == record.c.household_id)
        .outerjoin(head, head.c.id == kept_person(home.c.head_id))
        .outerjoin(group, group.c.id == home.c.group_id)
    )
    return (
        select(
            record.c.id.label("_id"),
            *labelled(columns, {"household": home, record.name: record}, made),
            func.coalesce(head.c.pinyin, home.c.head_pinyin).label("_sort_head"),
            group.c.pinyin.label("_sort_group"),
            text_of(home.c.head_pinyin, home.c.head_initials).label("_text"),
        )
        .select_from(joined)
        .where(record.c.village_id == scope.village_id)
    )


INCOMES = Ledger("income", "收入台账", INCOME_COLUMNS, _incomes, ("household", "head", "year"))
STATUSES = Ledger("statuses", "身份台账", STATUS_COLUMNS, _statuses, ("household", "head", "from_on"))
