"""Checks of house, electricity, toilet, roads and land."""

from __future__ import annotations

from decimal import Decimal

import pytest

D = Decimal
HOME = "3506991012030010"


def one(heading, key):
    """The finding of a field of the household."""
    return [(HOME, heading, "household", str(key))]


def test_fires_households_house_area_missing(found, home_of):
    key = home_of("边缘易致贫户")
    assert found("households.house-area-missing") == one("住房面积", key)


def test_silent_on_households_house_area_missing(found, home_of):
    home_of("脱贫户", code="1")
    home_of("边缘易致贫户", code="2", house_area=D("0"))
    assert found("households.house-area-missing") == []


def test_fires_households_dangerous_missing(found, home_of):
    key = home_of("突发严重困难户")
    assert found("households.dangerous-missing") == one("是否危房户", key)


def test_silent_on_households_dangerous_missing(found, home_of):
    home_of("一般农户", code="1")
    home_of("突发严重困难户", code="2", dangerous_house="否")
    assert found("households.dangerous-missing") == []


def test_fires_households_no_power(found, home_of):
    empty, none = home_of("脱贫户"), home_of("脱贫户", code="2", home_power="否")
    assert found("households.no-power") == [
        ("2", "是否通生活用电", "household", str(none)), (HOME, "是否通生活用电", "household", str(empty))]  # fmt: skip


def test_silent_on_households_no_power(found, home_of):
    home_of("脱贫户", code="1", home_power="是")
    home_of("一般农户", code="2", home_power="否")
    assert found("households.no-power") == []


def test_fires_households_toilet_missing(found, home_of):
    key = home_of("脱贫户")
    assert found("households.toilet-missing") == one("是否有卫生厕所", key)


def test_silent_on_households_toilet_missing(found, home_of):
    home_of("脱贫户", code="1", toilet="否")
    home_of("一般农户", code="2")
    assert found("households.toilet-missing") == []


def test_fires_households_road_kind_missing(found, home_of):
    key = home_of("脱贫户")
    assert found("households.road-kind-missing") == one("入户路类型", key)


def test_silent_on_households_road_kind_missing(found, home_of):
    home_of("脱贫户", code="1", road_kind="泥土路")
    home_of("一般农户", code="2")
    assert found("households.road-kind-missing") == []


def test_fires_households_road_hardened_missing(found, home_of):
    key = home_of("脱贫户")
    assert found("households.road-hardened-missing") == one("入户道路是否硬化", key)


def test_silent_on_households_road_hardened_missing(found, home_of):
    home_of("脱贫户", code="1", road_hardened="否")
    home_of("一般农户", code="2")
    assert found("households.road-hardened-missing") == []


@pytest.mark.parametrize("distance", [None, D("5.1"), D("-1")])
def test_fires_households_road_distance(found, home_of, distance):
    key = home_of("脱贫户", road_distance=distance)
    assert found("households.road-distance") == [(HOME, "与村主干路距离", "household", str(key))]


def test_silent_on_households_road_distance(found, home_of):
    home_of("脱贫户", code="1", road_distance=D(5))
    home_of("脱贫户", code="2", road_distance=D(0))
    home_of("一般农户", code="3", road_distance=D(9))
    assert found("households.road-distance") == []


def test_fires_households_area_missing(found, home_of):
    home_of("一般农户", code="0", farmland=D(1), forest=D(2), orchard=D(3))
    key = home_of("脱贫户", farmland=D(1), forest=None)
    assert found("households.area-missing") == [
        (HOME, heading, "household", str(key)) for heading in ("林地面积", "林果面积")]  # fmt: skip


def test_silent_on_households_area_missing(found, home_of):
    home_of("脱贫户", code="1", farmland=D(0), forest=D(0))
    home_of("一般农户", code="2")
    assert found("households.area-missing") == []


@pytest.mark.parametrize(
    ("name", "area", "heading"),
    [("farmland", D("100.5"), "耕地面积"), ("water_area", D(-1), "水面面积"), ("orchard", D(201), "林果面积")],
)
def test_fires_households_area_range(found, home_of, name, area, heading):
    key = home_of("脱贫户", **{name: area})
    assert found("households.area-range") == [(HOME, heading, "household", str(key))]


def test_silent_on_households_area_range(found, home_of):
    home_of("脱贫户", code="1", farmland=D(100), forest=D(200), returned_forest=D(150), pasture=D(0))
    home_of("一般农户", code="2", farmland=D(500))
    assert found("households.area-range") == []


def test_fires_households_returned_forest(found, home_of):
    key = home_of("脱贫户", returned_forest=D(5), forest=D(3), pasture=D(1))
    assert found("households.returned-forest") == one("退耕还林面积", key)


def test_silent_on_households_returned_forest(found, home_of):
    home_of("脱贫户", code="1", returned_forest=D(4), forest=D(3), pasture=D(1))
    home_of("脱贫户", code="2", returned_forest=D(4))
    home_of("一般农户", code="3", returned_forest=D(4), forest=D(3))
    assert found("households.returned-forest") == []
