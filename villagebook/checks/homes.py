"""Checks of what a household lives in: house, electricity, toilet, roads, and its land. Rules 35 to 37."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from villagebook.checks.check import ERROR, WARNING, Check, Problem, check
from villagebook.checks.facts import Facts, Whom
from villagebook.models import Household, info

H = Household
_SITE, _LAND = "12.6-35", "12.6-36"
_FIELD_LAND = (H.farmland, H.pasture, H.water_area)
_FOREST_LAND = (H.forest, H.returned_forest, H.orchard)


def _empty(id: str, title: str, attribute: Any, codes: tuple[str, ...], whom: Whom, doc: str) -> Check:
    """Return the check that a field of the household is filled."""

    def rule(facts: Facts) -> Iterator[Problem]:
        field = info(attribute)
        for home in facts.homes:
            if home.values[field.name] in (None, ""):
                yield Problem(home.subject, field.label, f"没有填{field.label}", home.record)

    rule.__doc__ = doc
    declare: Callable[[Any], Check] = check(
        id, title, ERROR, needs=(attribute,), scope=whom, number=_SITE, codes=codes, hint="请入户核实后填上")
    return declare(rule)


house_area_missing = _empty(
    "households.house-area-missing", "监测对象没有填住房面积", H.house_area, ("5_19_005",), "monitored",
    "A monitored household's house has its area filled.")
dangerous_missing = _empty(
    "households.dangerous-missing", "监测对象没有填是否危房户", H.dangerous_house, ("5_19_006",), "monitored",
    "Of a monitored household it is said whether its house is dangerous.")
toilet_missing = _empty(
    "households.toilet-missing", "没有填是否有卫生厕所", H.toilet, ("3_02_003",), "P",
    "It is said whether the household has a toilet.")
road_kind_missing = _empty(
    "households.road-kind-missing", "没有填入户路类型", H.road_kind, ("3_02_007",), "P",
    "The kind of the road to the house is filled.")
road_hardened_missing = _empty(
    "households.road-hardened-missing", "没有填入户道路是否硬化", H.road_hardened, ("5_19_004",), "P",
    "It is said whether the road to the house is hardened.")


@check(
    "households.no-power", "没有通生活用电", ERROR, needs=(H.home_power,), scope="P", number=_SITE,
    codes=("2_02_002", "5_15_002"), hint="请入户核实后改正",
)  # fmt: skip
def no_power(facts: Facts) -> Iterator[Problem]:
    """Every household has electricity."""
    for home in facts.homes:
        if home.values["home_power"] != "是":
            said = "没有通生活用电" if home.values["home_power"] else "没有填是否通生活用电"
            yield Problem(home.subject, info(H.home_power).label, said, home.record)


@check(
    "households.road-distance", "与村主干路距离", ERROR, needs=(H.road_distance,), scope="P",
    number=f"{_SITE}、{_LAND}",
    codes=("3_02_013", "5_14_007", "5_14_014", "5_14_021", "B17h"), hint="请核对，单位是公里",
)  # fmt: skip
def road_distance(facts: Facts) -> Iterator[Problem]:
    """The distance to the main road is filled and not more than some kilometres."""
    most = facts.measure_limit("household.road_distance_most", facts.on)
    label = info(H.road_distance).label
    for home in facts.homes:
        distance = home.values["road_distance"]
        if distance is None:
            yield Problem(home.subject, label, f"没有填{label}", home.record)
        elif distance < 0 or (most is not None and distance > most):
            yield Problem(home.subject, label, f"{distance} 公里，应在 0 到 {most} 公里之间", home.record)


@check(
    "households.area-missing", "没有填土地面积", WARNING, needs=(H.farmland,), scope="P", number=_LAND,
    codes=("B10h", "5_14_015", "5_14_016", "5_14_017", "5_14_018", "5_14_019", "5_14_020"), hint="没有的填 0",
)  # fmt: skip
def area_missing(facts: Facts) -> Iterator[Problem]:
    """The areas that the book ever received are filled for every household; 0 for none."""
    fields = [info(one) for one in (*_FIELD_LAND, *_FOREST_LAND) if facts.received(one)]
    for home in facts.homes:
        for field in fields:
            if home.values[field.name] is None:
                yield Problem(home.subject, field.label, f"没有填{field.label}", home.record)


@check(
    "households.area-range", "土地面积超出常见范围", WARNING, needs=(H.farmland,), scope="P", number=_LAND,
    codes=tuple(f"5_14_{number:03d}" for number in range(1, 14) if number != 7), hint="请核对面积和单位（亩）",
)  # fmt: skip
def area_range(facts: Facts) -> Iterator[Problem]:
    """Fields, pasture and ponds have at most some 亩, forest and orchards more; none is negative."""
    for limit, attributes in (("field", _FIELD_LAND), ("forest", _FOREST_LAND)):
        most = facts.measure_limit(f"household.{limit}_land_most", facts.on)
        for home in facts.homes:
            for field in map(info, attributes):
                area = home.values[field.name]
                if area is not None and (area < 0 or (most is not None and area > most)):
                    message = f"{area} 亩，应在 0 到 {most} 亩之间"
                    yield Problem(home.subject, field.label, message, home.record)


@check(
    "households.returned-forest", "退耕还林面积大于林地和牧草地", WARNING, needs=(H.returned_forest, H.forest),
    scope="P", number="12.6-37", codes=("B20h",), hint="请核对退耕还林、林地和牧草地面积",
)  # fmt: skip
def returned_forest(facts: Facts) -> Iterator[Problem]:
    """Land returned to forest is not more than forest and pasture together."""
    for home in facts.homes:
        returned, forest = home.values["returned_forest"], home.values["forest"]
        if returned is None or forest is None:
            continue
        whole = forest + (home.values["pasture"] or Decimal(0))
        if returned > whole:
            message = f"退耕还林 {returned} 亩，林地和牧草地共 {whole} 亩"
            yield Problem(home.subject, info(H.returned_forest).label, message, home.record)


HOMES = (
    house_area_missing, dangerous_missing, no_power, toilet_missing, road_kind_missing, road_hardened_missing,
    road_distance, area_missing, area_range, returned_forest,
)  # fmt: skip
