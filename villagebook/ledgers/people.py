"""The ledger of people: one row per person (merged ones once), in their household, with their newest year."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, or_, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import age_on, labelled, newest_of_year, running, same_person, table, text_of
from villagebook.models import Group, Household, Membership, Person, PersonYear

COLUMNS = (
    of(Person.code),
    computed("household", "户编号", "code", (Household.code, Membership.household_code)),
    of(Person.name),
    of(Person.sex),
    of(Person.born),
    of(Person.id_number),
    of(Membership.relation),
    of(Person.phone),
    computed("group", "村民小组", "name", (Household.group_name, Group.name)),
    computed("head", "户主姓名", "name", (Household.head_name,)),
    computed("age", "年龄", "int", (Person.born,), unit="岁"),
    of(Person.id_kind),
    of(Person.ethnicity),
    of(Person.politics),
    of(PersonYear.year),
    of(PersonYear.education),
    of(PersonYear.school),
    of(PersonYear.not_at_school),
    of(PersonYear.health),
    of(Person.disability),
    of(Person.disability_grade),
    of(PersonYear.labour),
    of(PersonYear.work_months),
    of(PersonYear.work_place),
    of(PersonYear.work_company),
    of(PersonYear.work_channel),
    of(PersonYear.post_kind),
    of(PersonYear.post_months),
    of(PersonYear.subsistence),
    of(PersonYear.destitute),
    of(PersonYear.resident_medical),
    of(PersonYear.employee_medical),
    of(PersonYear.serious_illness),
    of(PersonYear.resident_pension),
    of(PersonYear.employee_pension),
    of(Membership.from_on, "joined_on"),
    of(Membership.through_on, "left_on"),
    of(Person.note),
)


def membership_on(person_id: ColumnElement[Any], scope: Scope) -> ColumnElement[Any]:
    """Return the key of the membership a person has on the day: the one begun last; NULL if there is none."""
    member = table(Membership, "any_membership")
    return (
        select(member.c.id)
        .where(same_person(member.c.person_id, person_id), running(member.c.from_on, member.c.through_on, scope.on))
        .order_by(member.c.from_on.desc().nulls_last(), member.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def joined(scope: Scope) -> tuple[dict[str, FromClause], FromClause]:
    """Return the tables by record name and their join: each person once, merged ones left out by the caller."""
    person, member, year = table(Person), table(Membership, "membership_on"), table(PersonYear, "newest_year")
    home, group = table(Household), table(Group, "home_group")
    source = (
        person.outerjoin(member, member.c.id == membership_on(person.c.id, scope))
        .outerjoin(home, home.c.id == member.c.household_id)
        .outerjoin(group, group.c.id == home.c.group_id)
        .outerjoin(year, year.c.id == newest_of_year(PersonYear, person.c.id, scope.on, "year_before"))
    )
    tables: dict[str, FromClause] = {"person": person, "membership": member, "person_year": year}
    return {**tables, "household": home, "village_group": group}, source


def _there(person: FromClause, member: FromClause) -> ColumnElement[bool]:
    """Whether a person belongs to the village on the day: a member of a household, or of none that anybody knows."""
    ever = table(Membership, "ever_membership")
    of_person = select(ever.c.id).where(same_person(ever.c.person_id, person.c.id))
    return or_(member.c.id.is_not(None), ~of_person.exists())


def _select(scope: Scope) -> Select[Any]:
    tables, source = joined(scope)
    person, member, home = tables["person"], tables["membership"], tables["household"]
    made = {
        "household": func.coalesce(home.c.code, member.c.household_code),
        "group": func.coalesce(tables["village_group"].c.name, home.c.group_name),
        "head": home.c.head_name,
        "age": age_on(person.c.born, scope.on),
    }
    return (
        select(
            person.c.id.label("_id"),
            *labelled(COLUMNS, tables, made),
            person.c.pinyin.label("_sort_name"),
            home.c.head_pinyin.label("_sort_head"),
            member.c.position.label("_position"),
            text_of(person.c.pinyin, person.c.initials).label("_text"),
        )
        .select_from(source)
        .where(person.c.village_id == scope.village_id, person.c.merged_into.is_(None), _there(person, member))
    )


PEOPLE = Ledger("people", "人员台账", COLUMNS, _select, ("household", "_position", "code"))
