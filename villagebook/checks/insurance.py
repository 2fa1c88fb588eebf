"""Checks of medical insurance, pensions and what depends on them, of a person's newest year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from villagebook.base.days import chinese
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import HomeRow, PersonRow
from villagebook.models import Measure, PersonYear, StatusPeriod, info

Y = PersonYear
MEDICAL, EMPLOYEE = info(Y.resident_medical).label, info(Y.employee_medical).label
SERIOUS, PENSION = info(Y.serious_illness).label, info(Y.resident_pension).label
ITEM = info(Measure.item).label
_SUBSIDY = ("缴费补贴", "参保补贴", "参保资助", "资助参保", "代缴")
_MEDICAL_WORDS = ("医疗", "医保", "新农合", "参保")


@check(
    "people.no-medical-insurance", "没有基本医疗保险", ERROR, needs=(Y.resident_medical,), scope="P",
    number="12.5-30", codes=("2_01_008", "2_12_012", "1_11_008", "B17"), hint="请核实参保情况",
)  # fmt: skip
def no_medical_insurance(facts: Facts) -> Iterator[Problem]:
    """Everybody has the residents' or the employees' medical insurance."""
    for person in facts.people:
        if not person.year_key or not facts.received(Y.resident_medical, person.year):
            continue
        if "是" not in {person.resident_medical, person.employee_medical}:
            given = person.resident_medical or person.employee_medical
            message = "城乡居民和城镇职工基本医疗保险都没有参加" if given else "两种基本医疗保险都没有填"
            yield Problem(person.subject, MEDICAL, message, person.year_record)


@check(
    "people.two-medical-insurances", "两种基本医疗保险都填是", ERROR, needs=(Y.resident_medical, Y.employee_medical),
    number="12.5-30", codes=("2_01_009", "2_12_015"), hint="一人只参加一种，请核实后把另一种改为否",
)  # fmt: skip
def two_medical_insurances(facts: Facts) -> Iterator[Problem]:
    """Nobody has both the residents' and the employees' medical insurance."""
    for person in facts.people:
        if person.resident_medical == person.employee_medical == "是":
            message = "城乡居民和城镇职工基本医疗保险都填了是"
            yield Problem(person.subject, EMPLOYEE, message, person.year_record)


@check(
    "people.no-serious-illness-insurance", "没有大病保险", ERROR, needs=(Y.serious_illness,), scope="P",
    number="12.5-30", codes=("2_01_006", "2_12_010", "B14"), hint="参加城乡居民医保的同时有大病保险，请核实",
)  # fmt: skip
def no_serious_illness_insurance(facts: Facts) -> Iterator[Problem]:
    """大病保险 comes with the residents' insurance; those with the employees' have their own."""
    for person in facts.people:
        if not person.year_key or not facts.received(Y.serious_illness, person.year):
            continue
        # Some lists have 大病保险 alone.
        untold = person.employee_medical != "是" and not facts.received(Y.resident_medical, person.year)
        if person.serious_illness != "是" and (person.resident_medical == "是" or untold):
            message = "没有参加大病保险" if person.serious_illness else "没有填是否参加大病保险"
            yield Problem(person.subject, SERIOUS, message, person.year_record, proposal="是")


@check(
    "people.pension-missing", "没有填养老保险", ERROR, needs=(Y.resident_pension,), scope="P",
    number="12.5-30", codes=("2_01_007", "5_19_001"), hint="请核实后填上",
)  # fmt: skip
def pension_missing(facts: Facts) -> Iterator[Problem]:
    """Of the two pension insurances at least one is answered, 是 or 否, for whoever is old enough to join."""
    for person in facts.people:
        if not person.year_key or person.resident_pension or person.employee_pension:
            continue
        if not facts.received(Y.resident_pension, person.year):
            continue
        age, least = person.age, facts.limit("people.labour_age_from", facts.as_of(person.year))
        if age is None or age >= (least or 0):
            yield Problem(person.subject, PENSION, "两种基本养老保险都没有填", person.year_record)


@check(
    "people.aid-without-insurance", "没参保而接受医疗救助", ERROR, needs=(Y.resident_medical, Y.medical_aid),
    number="12.5-31", codes=("3_01_007",), hint="医疗救助以参保为前提，请核实参保和救助",
)  # fmt: skip
def aid_without_insurance(facts: Facts) -> Iterator[Problem]:
    """Someone who received medical aid is insured."""
    for person in facts.people:
        insured = {person.resident_medical, person.employee_medical}
        if "是" in {person.medical_aid, person.illness_aid} and "否" in insured and "是" not in insured:
            heading = info(Y.medical_aid if person.medical_aid == "是" else Y.illness_aid).label
            yield Problem(person.subject, heading, "没有参加基本医疗保险，却填了接受医疗救助", person.year_record)


def _cutoff(facts: Facts, year: int) -> dt.date | None:
    """Return the day up to which somebody must be identified to get the subsidy of a year: in the year before."""
    stated = facts.limit("insurance.subsidy_cutoff", dt.date(max(year, 1), 12, 31))
    if stated is None or not dt.MINYEAR < year <= dt.MAXYEAR:
        return None
    try:
        return dt.date(year - 1, *divmod(stated, 100))
    except ValueError:
        return None


def _subsidised(facts: Facts, home: HomeRow, person: PersonRow, year: int) -> bool:
    """Whether a measure of the household or of this member says that the contribution was paid or subsidised."""
    return any(
        measure.person_id in (None, person.key)
        and any(word in measure.words for word in _SUBSIDY)
        and any(word in measure.words for word in _MEDICAL_WORDS)
        for measure in facts.measures_in(home.key, year)
    )


def _insured(facts: Facts) -> Iterator[tuple[HomeRow, PersonRow, int, dt.date, dt.date]]:
    """Yield the insured of monitored households with year, day of identification and cut-off of that year."""
    for person in facts.people:
        home, year = facts.home_of(person), person.year
        period = home.monitoring if home is not None else None
        if home is None or period is None or year is None or person.resident_medical != "是":
            continue
        since, cutoff = period.from_on, _cutoff(facts, year)
        if since is not None and cutoff is not None and facts.has_measures(year):
            yield home, person, year, since, cutoff


@check(
    "measures.insurance-subsidy-missing", "没有参保个人缴费补贴", WARNING,
    needs=(Measure.kind, Y.resident_medical, StatusPeriod.from_on), scope="monitored",
    number="12.5-34", codes=("1111_06", "1111_09"), hint="请核实参保资助；截止日期在本村规定里按年设定",
)  # fmt: skip
def insurance_subsidy_missing(facts: Facts) -> Iterator[Problem]:
    """Insured members of a household identified by the year's cut-off have their contribution subsidised."""
    for home, person, year, since, cutoff in _insured(facts):
        if since <= cutoff and not _subsidised(facts, home, person, year):
            message = f"{chinese(since)}识别，在{chinese(cutoff)}以前，{year}年的措施里没有参保个人缴费补贴"
            yield Problem(person.subject, MEDICAL, message, person.year_record)


@check(
    "measures.insurance-subsidy-too-late", "识别晚于截止日期而有缴费补贴", WARNING,
    needs=(Measure.kind, Y.resident_medical, StatusPeriod.from_on), scope="monitored",
    number="12.5-34", codes=("1111_13",), hint="请核实补贴的年度；截止日期在本村规定里按年设定",
)  # fmt: skip
def insurance_subsidy_too_late(facts: Facts) -> Iterator[Problem]:
    """A household identified after the year's cut-off cannot have had that year's contribution subsidised."""
    for home, person, year, since, cutoff in _insured(facts):
        if since > cutoff and _subsidised(facts, home, person, year):
            message = f"{chinese(since)}识别，晚于{chinese(cutoff)}，{year}年的措施里却有参保个人缴费补贴"
            yield Problem(person.subject, MEDICAL, message, person.year_record)
