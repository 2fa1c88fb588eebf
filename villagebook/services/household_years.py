"""What is true of a household or a person in one year, begun by hand: a year of incomes, a person's situation."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select

from villagebook.base.errors import UserError
from villagebook.models import HouseholdYear, Membership, PersonYear, fields_of
from villagebook.services import fields, kept
from villagebook.services.fields import record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo


@verb("household.add_year", "记一年收入", Undo.INVERSE)
def add_year(book: Book, household: uuid.UUID, year: int, *, actor: str) -> Changed:
    """Begin a year of incomes for a household, with the present number of members as its population.

    Raises:
        UserError: the year is there already.
    """
    with book.work(declaration(add_year).id, actor, "记一年收入", Undo.INVERSE) as work:
        row = record_row(work.connection, "household", household)
        known = select(HouseholdYear.id).where(HouseholdYear.household_id == household, HouseholdYear.year == year)
        if work.connection.execute(known).first() is not None:
            raise UserError("household.year_there", f"{year}年的收入已经有了", "直接改那一年的数")
        counted = select(func.count(func.distinct(Membership.person_id))).where(
            Membership.household_id == household, Membership.through_on.is_(None)
        )
        population = work.connection.execute(counted).scalar_one()
        work.write_rows(
            HouseholdYear, inserts=[{"household_id": household, "year": year, "population": population or None}]
        )
        work.heading = f"记{year}年收入 {row['head_name'] or ''}".rstrip()
        return Changed.of(work.commit())


@verb("person.edit_year", "改人的年度情况", Undo.INVERSE)
def edit_person_year(book: Book, person: uuid.UUID, year: int, name: str, text: str, *, actor: str) -> Changed:
    """Set one field of a person's situation in a year; the year's record is made if there is none.

    Raises:
        UserError: the text is not of the field's kind.
    """
    info = next(f for f in fields_of(PersonYear) if f.name == name)
    value = fields.typed(info, text)
    with book.work(declaration(edit_person_year).id, actor, f"改{info.label}", Undo.INVERSE) as work:
        called = record_row(work.connection, "person", person)["name"] or ""
        every = kept.family(work.connection, (person,))
        known = select(PersonYear.id, PersonYear.person_id).where(
            PersonYear.person_id.in_(every), PersonYear.year == year
        )
        # The person's own, else that of somebody merged into them: it is the one that is shown.
        rows = sorted(work.connection.execute(known), key=lambda row: row.person_id != person)
        found = rows[0].id if rows else None
        if found is not None:
            work.write_rows(PersonYear, updates=[(found, {name: value})])
        elif value is not None:
            work.write_rows(PersonYear, inserts=[{"person_id": person, "year": year, name: value}])
        work.heading = f"改{year}年{info.label} {called}".rstrip()
        return Changed.of(work.commit())
