"""Classes, measures, guarantees, work and the village's years as checks look at them, each read when asked for."""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import cached_property

from sqlalchemy import extract, select

from villagebook.checks.book_facts import BookFacts
from villagebook.checks.help_rows import (
    GuaranteeRow,
    MeasureRow,
    StatusRow,
    VillageYearRow,
    WorkRow,
    columns_of,
    years_of,
)
from villagebook.ledgers.parts import table
from villagebook.models import Guarantee, Household, Measure, StatusPeriod, VillageYear, WorkRecord, fields_of

_GUARANTEE_FIELDS = tuple(field.name for field in fields_of(Guarantee) if field.kind not in {"key", "ref", "json"})
_VILLAGE_FIELDS = tuple(field.name for field in fields_of(VillageYear) if field.kind not in {"key", "ref", "json"})


class HelpFacts(BookFacts):
    """What households were entitled to, what reached them, and where their people worked."""

    @cached_property
    def statuses(self) -> dict[uuid.UUID, tuple[StatusRow, ...]]:
        """All classes a household ever had, by household, by first day; those without one first."""
        rows = table(StatusPeriod)
        statement = select(*(rows.c[name] for name in columns_of(StatusRow)))
        statement = self.of_village(StatusPeriod, statement).order_by(rows.c.from_on.nulls_first(), rows.c.id)
        found: dict[uuid.UUID, list[StatusRow]] = defaultdict(list)
        for row in self.conn.execute(statement):
            found[row[1]].append(StatusRow(*row))
        return {household: tuple(periods) for household, periods in found.items()}

    @cached_property
    def measures(self) -> tuple[MeasureRow, ...]:
        """All measures, by first day."""
        rows = table(Measure)
        statement = select(*(rows.c[name] for name in columns_of(MeasureRow)))
        statement = self.of_village(Measure, statement).order_by(rows.c.from_on.nulls_first(), rows.c.id)
        return tuple(MeasureRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def measures_of_home(self) -> dict[uuid.UUID, tuple[MeasureRow, ...]]:
        """Measures of a household and of its members, by household; found by its code where the key is missing."""
        by_code = self._home_by_code
        found: dict[uuid.UUID, list[MeasureRow]] = defaultdict(list)
        for measure in self.measures:
            household = measure.household_id or by_code.get(measure.household_code or "")
            if household is not None:
                found[household].append(measure)
        return {household: tuple(rows) for household, rows in found.items()}

    def measures_in(self, household: uuid.UUID | None, year: int | None) -> tuple[MeasureRow, ...]:
        """Return the measures of a household and its members that count for a year; None gives those of all years."""
        found = self.measures_of_home.get(household, ()) if household is not None else ()
        return found if year is None else tuple(measure for measure in found if measure.counts_in(year))

    def has_measures(self, year: int | None) -> bool:
        """Whether any measure of the whole village counts for a year: only then may one be called missing."""
        return any(low <= (year or low) <= high for low, high in self._measure_years)

    def has_measures_within(self, first: int, last: int) -> bool:
        """Whether any measure of the whole village counts for one of these years."""
        return any(low <= last and high >= first for low, high in self._measure_years)

    @cached_property
    def guarantee_stages(self) -> frozenset[str]:
        """The moments of which any 三保障 were ever received, over the whole village."""
        rows = table(Guarantee)
        statement = select(rows.c.stage).where(rows.c.village_id == self.scope.village_id).distinct()
        return frozenset(self.conn.execute(statement).scalars())

    @cached_property
    def _measure_years(self) -> list[tuple[int, int]]:
        """First and last years of measures, over the whole village."""
        rows = table(Measure)
        years = [extract("year", rows.c[name]) for name in ("from_on", "through_on")]
        statement = select(rows.c.year, *years).where(rows.c.village_id == self.scope.village_id).distinct()
        return [years_of(*row) for row in self.conn.execute(statement)]

    @cached_property
    def measures_of_person(self) -> dict[uuid.UUID, tuple[MeasureRow, ...]]:
        """Measures that name a person, by person."""
        found: dict[uuid.UUID, list[MeasureRow]] = defaultdict(list)
        for measure in self.measures:
            if measure.person_id is not None:
                found[self.roots.get(measure.person_id, measure.person_id)].append(measure)
        return {person: tuple(rows) for person, rows in found.items()}

    @cached_property
    def _home_by_code(self) -> dict[str, uuid.UUID]:
        rows = table(Household)
        statement = self.of_village(Household, select(rows.c.code, rows.c.id).where(rows.c.code.is_not(None)))
        return {row[0]: row[1] for row in self.conn.execute(statement)}

    @cached_property
    def guarantees(self) -> dict[uuid.UUID, dict[str, GuaranteeRow]]:
        """三保障 and incomes by household and moment (识别时, 风险消除时, 当前); the latest of each."""
        rows = table(Guarantee)
        statement = select(
            rows.c.id, rows.c.household_id, rows.c.stage, rows.c.on, *(rows.c[name] for name in _GUARANTEE_FIELDS)
        )
        statement = self.of_village(Guarantee, statement).order_by(rows.c.on.nulls_first(), rows.c.id)
        found: dict[uuid.UUID, dict[str, GuaranteeRow]] = defaultdict(dict)
        for key, household, stage, on, *cells in self.conn.execute(statement):
            values = dict(zip(_GUARANTEE_FIELDS, cells, strict=True))
            found[household][stage] = GuaranteeRow(key, household, stage, on, values)
        return dict(found)

    @cached_property
    def work(self) -> dict[uuid.UUID, tuple[WorkRow, ...]]:
        """Work records by person, by first day; those without one first."""
        rows = table(WorkRecord)
        statement = select(*(rows.c[name] for name in columns_of(WorkRow)))
        statement = self.of_village(WorkRecord, statement).order_by(rows.c.from_on.nulls_first(), rows.c.id)
        found: dict[uuid.UUID, list[WorkRow]] = defaultdict(list)
        for row in self.conn.execute(statement):
            found[self.roots.get(row[1], row[1])].append(WorkRow(*row))
        return {person: tuple(records) for person, records in found.items()}

    @cached_property
    def village_years(self) -> tuple[VillageYearRow, ...]:
        """The village's figures up to the year of the day, by year; read for the whole village only."""
        rows = table(VillageYear)
        statement = select(rows.c.id, rows.c.year, *(rows.c[name] for name in _VILLAGE_FIELDS)).where(
            rows.c.year <= self.on.year
        )
        statement = self.of_village(VillageYear, statement).order_by(rows.c.year, rows.c.id)
        return tuple(
            VillageYearRow(key, year, dict(zip(_VILLAGE_FIELDS, cells, strict=True)))
            for key, year, *cells in self.conn.execute(statement)
        )
