"""What rules look at: which households a rule is about, whose year counts, what the village's own policies say."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_database, a_household, a_person, a_village, add, an_id
from villagebook.checks import CHECKS, Facts
from villagebook.ledgers import Scope
from villagebook.models import Measure, Membership, Person, PersonYear

REMOVED = {"kind": "边缘易致贫户", "removed": "是", "removed_on": dt.date(2025, 6, 1), "from_on": dt.date(2024, 1, 1)}


@pytest.fixture
def conn():
    """Tables in memory: a book has one village, and these tests have several."""
    with a_database() as connection:
        yield connection


@pytest.fixture
def village(conn):
    return a_village(conn)


@pytest.fixture
def facts(conn, scope):
    return lambda only=None: Facts(conn, scope, only=only)


@pytest.mark.parametrize(
    ("status", "whom"),
    [
        ("脱贫户", {"P", "poor"}), ("脱贫享受政策户", {"P", "poor"}), ("返贫户", {"P", "poor"}),
        ("脱贫不稳定户", {"P", "monitored"}), ("突发严重困难户", {"P", "monitored"}), (REMOVED, {"P"}),
        ({"kind": "突发严重困难户", "through_on": dt.date(2025, 1, 1)}, set()),
        ("一般农户", set()), ("低保户", set()),
    ],
)  # fmt: skip
def test_a_rule_about_some_households_gets_these_and_their_people(conn, village, facts, status, whom):
    a_household(conn, village, code="1", people=({"code": "11"},), statuses=(status,))
    for name in ("P", "poor", "monitored"):
        view = facts().about(name)
        assert [home.code for home in view.homes] == (["1"] if name in whom else [])
        assert [person.code for person in view.people] == (["11"] if name in whom else [])


def test_a_household_without_any_class_is_poor_if_only_registered_ones_have_what_it_has(conn, village, facts):
    a_household(conn, village, code="1", standard="国家标准")
    a_household(conn, village, code="2", standard="国家标准", statuses=("一般农户",))
    a_household(conn, village, code="3")
    assert [home.code for home in facts().about("P").homes] == ["1"]


def test_someone_who_left_is_none_of_the_households_people(conn, village, facts):
    gone = {"code": "12", "through_on": dt.date(2025, 3, 1)}
    a_household(conn, village, code="1", people=({"code": "11"}, gone), statuses=("脱贫户",))
    assert [person.code for person in facts().people] == ["11", "12"]
    assert [person.code for person in facts().about("P").people] == ["11"]


def test_households_that_ended_are_not_looked_at_from_that_day(conn, village, facts):
    a_household(conn, village, code="1", ended_on=dt.date(2025, 11, 5))
    a_household(conn, village, code="2", ended_on=dt.date(2025, 11, 6))
    kept = a_household(conn, village, code="3").household
    a_household(conn, village, code="4", merged_into=kept)
    assert [home.code for home in facts().homes] == ["2", "3"]


def test_the_newest_year_up_to_the_days_counts_also_where_it_stands_with_a_merged_person(conn, village, facts):
    person = a_person(conn, village, code="1", year=2023, health="健康")
    other = a_person(conn, village, code="2", year=2024, health="残疾", merged_into=person)
    add(conn, PersonYear, village_id=village, person_id=other, year=2026, health="患有大病")
    assert [(one.code, one.year, one.health) for one in facts().people] == [("1", 2024, "残疾")]


def test_the_membership_of_the_day_is_the_one_begun_last(conn, village, facts):
    old, new = (a_household(conn, village, code=code).household for code in "12")
    person = a_person(conn, village, code="11", household=old, relation="之子")
    add_member(conn, village, person, new, "户主", dt.date(2025, 1, 1))
    add_member(conn, village, person, old, "其他", dt.date(2026, 1, 1))
    (row,) = facts().people
    assert (row.household_code, row.relation) == ("2", "户主")


def add_member(conn, village, person, home, relation, since):
    add(conn, Membership, village_id=village, person_id=person, household_id=home, relation=relation, from_on=since)


def test_one_household_alone_has_its_people_and_knows_who_else_has_their_number(conn, village, facts):
    number = an_id(dt.date(1962, 5, 24))
    one = a_household(conn, village, code="1", people=({"code": "11", "id_number": number},)).household
    a_household(conn, village, code="2", people=({"code": "21", "name": "许玉", "id_number": number + "23"},))
    alone = facts(only=[one])
    assert [person.code for person in alone.people] == ["11"]
    assert [home.code for home in alone.homes] == ["1"]
    ((row, _, others),) = alone.same_first18()
    assert (row.code, [words for _, words in others]) == ("11", ["21 许玉"])


def test_a_merged_persons_household_alone_has_the_person_it_was_merged_into(conn, village, facts):
    root = a_person(conn, village, code="1")
    home = a_household(conn, village, code="2", people=({"code": "9", "merged_into": root},)).household
    assert [person.code for person in facts(only=[home]).people] == ["1"]


def test_received_tells_years_apart_and_villages(conn, village, facts):
    a_person(conn, village, year=2024, health="健康")
    a_person(conn, a_village(conn, code="350699101299"), year=2025, health="健康", ethnicity="汉族")
    found = facts()
    assert [found.received(PersonYear.health, year) for year in (None, 2024, 2025)] == [True, True, False]
    assert not found.received(Person.ethnicity)
    assert not found.received(PersonYear.labour)


@pytest.mark.parametrize(
    ("given", "years"),
    [
        ({"year": 2025}, {2025}), ({"from_on": dt.date(2024, 3, 1), "through_on": dt.date(2025, 2, 1)}, {2024, 2025}),
        ({"from_on": dt.date(2025, 3, 1)}, {2025, 2026}), ({"through_on": dt.date(2024, 3, 1)}, {2023, 2024}), ({},
        {2023, 2024, 2025, 2026}),
    ],
)  # fmt: skip
def test_a_measure_counts_for_its_year_else_for_those_of_its_days(conn, village, facts, given, years):
    home = a_household(conn, village, code="1").household
    add(conn, Measure, village_id=village, household_id=home, kind="综合保障", **given)
    found = facts()
    assert {year for year in range(2023, 2027) if found.measures_in(home, year)} == years
    assert {year for year in range(2023, 2027) if found.has_measures(year)} == years


def test_a_measure_finds_its_household_by_code(conn, village, facts):
    home = a_household(conn, village, code="1").household
    add(conn, Measure, village_id=village, household_code="1", kind="综合保障")
    assert len(facts().measures_of_home[home]) == 1


def test_policies_of_the_villages_region_come_before_general_ones(conn):
    village = a_village(conn, county="德化县")
    found = Facts(conn, Scope(village, dt.date(2025, 11, 5)))
    assert found.limit("income.monitoring_line", dt.date(2024, 12, 31)) == 1_956_000
    elsewhere = Facts(conn, Scope(a_village(conn, code="350699101299"), dt.date(2025, 11, 5)))
    assert elsewhere.limit("income.monitoring_line", dt.date(2024, 12, 31)) is None


def test_who_died_or_left_is_asked_nothing(conn, village, scope):
    gone = {"phone": "1", "health": "健康", "labour": "普通劳动力", "born": dt.date(2015, 1, 1), "year": 2025}
    home = a_household(conn, village, code="1", statuses=("脱贫户",)).household
    for code, more in (
        ("left", {"through_on": dt.date(2025, 3, 1)}), ("dead", {"living_state": "已故"}), ("here", {}),
        ("back", {"through_on": dt.date(2025, 12, 31)}),
    ):  # fmt: skip
        a_person(conn, village, code=code, household=home, **gone, **more)
    a_person(conn, village, code="nowhere", **gone)
    for check in ("people.phone", "people.child-with-labour"):
        told = [finding.subject for finding in CHECKS[check].run(conn, scope)]
        assert told == ["back", "here", "nowhere"]


def test_who_left_still_counts_as_the_owner_of_a_number(conn, village, scope):
    home, number = a_household(conn, village, code="1").household, an_id(dt.date(1980, 1, 1))
    a_person(conn, village, code="1", household=home, id_number=number, through_on=dt.date(2025, 3, 1))
    a_person(conn, village, code="2", household=home, id_number=number)
    assert [finding.subject for finding in CHECKS["people.id-twice"].run(conn, scope)] == ["1", "2"]
