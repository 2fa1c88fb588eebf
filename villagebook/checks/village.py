"""Checks of the village's own figures of its newest year. Rule 57."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from villagebook.checks.check import ERROR, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.help_rows import VillageYearRow
from villagebook.models import Household, VillageYear, info

V = VillageYear
_RULE = "12.10-57"
_HINT = "请按当年行政村报表核对"

#: What a village that left the list of poor villages has counted.
_COUNTED = (
    V.primary_schools, V.pension_people, V.coach, V.clinics, V.public_toilets, V.doctors, V.waste_points, V.libraries,
    V.subsistence_households, V.subsistence_people, V.destitute_people, V.disabled_people,
)  # fmt: skip
_LAND = ((V.farmland, Household.farmland), (V.forest, Household.forest), (V.pasture, Household.pasture),
         (V.water_area, Household.water_area))  # fmt: skip


def _newest(facts: Facts) -> Iterator[tuple[str, VillageYearRow]]:
    """Yield the newest year's figures, if there are any, with what people call them."""
    if facts.village_years:
        year = facts.village_years[-1]
        yield f"{year.year}年", year


@check("village.nobody", "总户数、总人口数", ERROR, needs=(V.households,), number=_RULE, codes=("1_03_*",),
    hint=_HINT)
def nobody(facts: Facts) -> Iterator[Problem]:
    """A village has households and people."""
    for subject, year in _newest(facts):
        for field in map(info, (V.households, V.people)):
            if not year.values[field.name]:
                yield Problem(subject, field.label, f"{field.label}是 0 或没有填", year.record)


@check("village.no-income", "村级集体经济收入", ERROR, needs=(V.households,), number=_RULE, codes=("1_03_*",),
    hint=_HINT)
def no_income(facts: Facts) -> Iterator[Problem]:
    """The village's collective earns something."""
    label = info(V.collective_income_fen).label
    for subject, year in _newest(facts):
        least = facts.limit("village.collective_income_least", facts.as_of(year.year)) or 0
        if (year.values["collective_income_fen"] or 0) <= least:
            yield Problem(subject, label, f"{label}是 0 或没有填", year.record)


@check(
    "village.not-counted", "出列村的公共服务没有填", ERROR, needs=(V.delisted,), number=_RULE, codes=("1_03_*",),
    hint="没有的填 0",
)  # fmt: skip
def not_counted(facts: Facts) -> Iterator[Problem]:
    """A village off the list of poor villages has its services and people with aid counted; 0 for none."""
    for subject, year in _newest(facts):
        for field in map(info, _COUNTED):
            if year.values["delisted"] == "是" and year.values[field.name] is None:
                yield Problem(subject, field.label, f"出列村没有填{field.label}", year.record)


@check("village.road", "到乡镇的硬化路", ERROR, needs=(V.paved_road,), number=_RULE, codes=("2_03_001",), hint=_HINT)
def road(facts: Facts) -> Iterator[Problem]:
    """The road to the township is hardened."""
    for subject, year in _newest(facts):
        if year.values["paved_road"] == "否":
            yield Problem(subject, info(V.paved_road).label, "到乡镇不通沥青（水泥）路", year.record)


@check(
    "village.more-than-all", "饮水不安全和危房的户数多于总户数", ERROR,
    needs=(V.households, V.unsafe_water_households, V.dangerous_households), number=_RULE, codes=("3_03_001",),
    hint=_HINT,
)  # fmt: skip
def more_than_all(facts: Facts) -> Iterator[Problem]:
    """Households without safe water and those in dangerous houses are not more than all."""
    for subject, year in _newest(facts):
        figures = year.values
        water, house = figures["unsafe_water_households"] or 0, figures["dangerous_households"] or 0
        if figures["households"] and water + house > figures["households"]:
            message = f"饮水不安全 {water} 户，危房 {house} 户，总户数 {figures['households']} 户"
            yield Problem(subject, info(V.unsafe_water_households).label, message, year.record)


@check(
    "village.land-less-than-households", "村的土地少于各户之和", ERROR, needs=(V.farmland, Household.farmland),
    number=_RULE, codes=("3_03_002",), hint="请核对村的面积和各户的面积",
)  # fmt: skip
def land_less_than_households(facts: Facts) -> Iterator[Problem]:
    """The village has at least the land of its households."""
    for subject, year in _newest(facts):
        for of_village, of_home in _LAND:
            stated, name = year.values[info(of_village).name], info(of_home).name
            whole = sum((home.values[name] or Decimal(0) for home in facts.homes), Decimal(0))
            if stated is not None and stated < whole:
                message = f"村里 {stated} 亩，各户相加 {whole} 亩"
                yield Problem(subject, info(of_village).label, message, year.record)


VILLAGE = (nobody, no_income, not_counted, road, more_than_all, land_less_than_households)
