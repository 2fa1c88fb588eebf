"""Columns inherit heading, unit and privacy from the fields they show."""

from __future__ import annotations

import pytest

from villagebook.ledgers import computed, of
from villagebook.models import Household, HouseholdYear, Person, Privacy, StatusPeriod


def test_a_column_of_a_field_takes_its_heading_kind_unit_and_privacy():
    column = of(HouseholdYear.net_fen, "net_income_fen", total=True)
    assert (column.id, column.heading, column.kind, column.unit) == ("net_income_fen", "纯收入", "money", "元")
    assert column.privacy is Privacy.OFFICE
    assert column.total


def test_a_computed_column_takes_the_strictest_privacy_of_its_sources():
    column = computed("who", "谁", "text", (Household.head_name, Person.id_number, StatusPeriod.kind))
    assert column.privacy is Privacy.SECRET
    assert [source.id for source in column.sources] == [
        "household.head_name", "person.id_number", "status_period.kind",
    ]


def test_a_column_without_source_is_refused():
    with pytest.raises(ValueError, match="no source"):
        computed("nothing", "无", "text", ())


def test_a_total_of_names_is_refused():
    with pytest.raises(ValueError, match="has no total"):
        of(Person.name, total=True)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="unknown kind"):
        computed("odd", "怪", "colour", (Person.name,))
