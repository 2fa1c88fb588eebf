"""Checks of the village's own figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders import add
from villagebook.models import VillageYear

GOOD = {
    "year": 2025, "households": 140, "people": 547, "collective_income_fen": 100, "delisted": "是", "coach": "是",
    "paved_road": "是", "primary_schools": 0, "pension_people": 300, "clinics": 1, "public_toilets": 2, "doctors": 1,
    "waste_points": 4, "libraries": 1, "subsistence_households": 3, "subsistence_people": 5, "destitute_people": 1,
    "disabled_people": 9, "unsafe_water_households": 0, "dangerous_households": 0, "farmland": Decimal(800),
}  # fmt: skip


@pytest.fixture
def year_of(conn, village):
    """Give a function: figures -> key as text of the village's year, good but for these."""

    def make(**figures):
        return str(add(conn, VillageYear, village_id=village, **{**GOOD, **figures}))

    return make


@pytest.mark.parametrize(
    ("check", "figures", "heading"),
    [
        ("village.nobody", {"people": 0}, "总人口数"),
        ("village.nobody", {"people": None}, "总人口数"),
        ("village.no-income", {"collective_income_fen": 0}, "村级集体经济收入"),
        ("village.no-income", {"collective_income_fen": None}, "村级集体经济收入"),
        ("village.not-counted", {"clinics": None}, "行政村卫生室个数"),
        ("village.not-counted", {"coach": None}, "是否通客运班车"),
        ("village.road", {"paved_road": "否"}, "到乡镇是否通沥青（水泥）路"),
        ("village.more-than-all", {"unsafe_water_households": 100, "dangerous_households": 41}, "未实现饮水安全户数"),
    ],
)
def test_a_figure_is_found(found, year_of, check, figures, heading):
    year_of(year=2024)
    key = year_of(**figures)
    assert found(check) == [("2025年", heading, "village_year", key)]


def test_fires_village_nobody(found, year_of):
    key = year_of(people=0)
    assert found("village.nobody") == [("2025年", "总人口数", "village_year", key)]


def test_silent_on_village_nobody(found, year_of):
    year_of(year=2024, people=0)
    year_of()
    assert found("village.nobody") == []


def test_fires_village_no_income(found, year_of):
    key = year_of(collective_income_fen=0)
    assert found("village.no-income") == [("2025年", "村级集体经济收入", "village_year", key)]


def test_silent_on_village_no_income(found, year_of):
    year_of()
    year_of(year=2026, collective_income_fen=0)
    assert found("village.no-income") == []


def test_fires_village_not_counted(found, year_of):
    key = year_of(doctors=None, libraries=None)
    assert found("village.not-counted") == [
        ("2025年", "行政村执业（助理）医师", "village_year", key),
        ("2025年", "行政村文化（图书）室个数", "village_year", key),
    ]


def test_silent_on_village_not_counted(found, year_of):
    year_of(year=2024, doctors=None)
    year_of(primary_schools=0)
    assert found("village.not-counted") == []


def test_a_village_that_never_was_poor_need_not_count(found, year_of):
    year_of(delisted="否", doctors=None)
    assert found("village.not-counted") == []


def test_fires_village_road(found, year_of):
    key = year_of(paved_road="否")
    assert found("village.road") == [("2025年", "到乡镇是否通沥青（水泥）路", "village_year", key)]


def test_silent_on_village_road(found, year_of):
    year_of()
    assert found("village.road") == []


def test_fires_village_more_than_all(found, year_of):
    key = year_of(unsafe_water_households=141)
    assert found("village.more-than-all") == [("2025年", "未实现饮水安全户数", "village_year", key)]


def test_silent_on_village_more_than_all(found, year_of):
    year_of(unsafe_water_households=100, dangerous_households=40)
    assert found("village.more-than-all") == []


def test_fires_village_land_less_than_households(found, year_of, home_of):
    key = year_of(farmland=Decimal("9.9"))
    home_of("脱贫户", code="1", farmland=Decimal(6))
    home_of("一般农户", code="2", farmland=Decimal(4))
    assert found("village.land-less-than-households") == [("2025年", "村耕地面积", "village_year", key)]


def test_silent_on_village_land_less_than_households(found, year_of, home_of):
    year_of(farmland=Decimal(10), forest=None)
    home_of("脱贫户", code="1", farmland=Decimal(10), forest=Decimal(5))
    assert found("village.land-less-than-households") == []
