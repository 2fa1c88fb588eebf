"""Checks of how much a household earned: low and high figures, what belongs together, the year before. 38, 40 to 43."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from villagebook.base.money import format_yuan
from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.parts import table
from villagebook.models import Guarantee, Household, HouseholdYear, Measure, StatusPeriod, info

Y = HouseholdYear
PER_CAPITA = info(Y.per_capita_fen).label
_HINT = "请按收入明细核对"
#: The class of 监测对象 of whom it is known that they earn more than the line.
_SUDDEN = "突发严重困难户"


def line_of(facts: Facts, day: dt.date) -> int | None:
    """The line of monitoring in force on a day, in 分: by policy, else the one the village's year gives."""
    line = facts.limit("income.monitoring_line", day)
    if line is not None:
        return line
    figures = [one.values["monitoring_line_fen"] for one in facts.village_years if one.year == day.year]
    return figures[-1] if figures else None


@check(
    "incomes.low", "人均纯收入过低或没有填", WARNING, needs=(Y.per_capita_fen,), scope="P", number="12.7-38",
    codes=("3_11_010", "B18h"), hint=_HINT,
)  # fmt: skip
def low(facts: Facts) -> Iterator[Problem]:
    """Income per head is filled and not under the line at which somebody looks."""
    for home in facts.homes:
        stated = home.income["per_capita_fen"]
        least = facts.limit("income.low_alert", facts.as_of(home.year))
        if stated is None:
            if home.year is not None and not facts.received(Y.per_capita_fen, home.year):
                continue  # no list of that year brought incomes
            said = f"没有填{home.year}年的{PER_CAPITA}" if home.year else f"没有填{PER_CAPITA}"
            yield Problem(home.subject, PER_CAPITA, said, home.year_record)
        elif least is not None and stated < least:
            message = f"{home.year}年 {format_yuan(stated)} 元，低于 {format_yuan(least)} 元"
            yield Problem(home.subject, PER_CAPITA, message, home.year_record)


@check(
    "incomes.below-line", "低于监测范围而没有纳入监测", WARNING, needs=(Y.per_capita_fen,), scope="P",
    number="12.7-38",
    codes=("1_02_006",), hint="请核对收入；属实的，应按线索核实是否纳入监测",
)  # fmt: skip
def below_line(facts: Facts) -> Iterator[Problem]:
    """A lifted household under the line of its year is monitored."""
    for home in facts.homes:
        stated = home.income["per_capita_fen"]
        if stated is None or home.monitored:
            continue
        line = line_of(facts, facts.as_of(home.year))
        if line is not None and stated < line:
            message = f"{home.year}年 {format_yuan(stated)} 元，低于监测范围 {format_yuan(line)} 元"
            yield Problem(home.subject, PER_CAPITA, message, home.year_record)


@check(
    "incomes.high-when-identified", "纳入监测时收入过高", WARNING, needs=(StatusPeriod.from_on, Y.per_capita_fen),
    scope="monitored", number="12.7-38", codes=("1111_18",), hint="请核对纳入时的收入和支出",
)  # fmt: skip
def high_when_identified(facts: Facts) -> Iterator[Problem]:
    """Who was identified since a year earned no more than somebody at risk does; a sudden misfortune meets anybody."""
    since, known = facts.limit("income.high_when_identified_since", facts.on), _per_capita(facts)
    for home in facts.homes:
        period = home.monitoring
        if period is None or period.from_on is None or since is None or period.from_on.year < since:
            continue
        if period.kind == _SUDDEN:
            continue
        then = facts.guarantees.get(home.key, {}).get("识别时")
        stated, record = (then.values["per_capita_fen"], then.record) if then else (None, home.year_record)
        when = "当时"
        if stated is None:
            year = period.from_on.year if (home.key, period.from_on.year) in known else home.year or 0
            key, stated = known.get((home.key, year), (None, None))
            record, when = ("household_year", key) if key else record, f"{year}年"
        most = facts.limit("income.high_when_identified", period.from_on)
        if stated is not None and most is not None and stated > most:
            figures = f"{when}人均 {format_yuan(stated)} 元，高于 {format_yuan(most)} 元"
            message = f"{period.from_on.year}年纳入监测，{figures}"
            field = Guarantee.per_capita_fen if record[0] == "guarantee" else Y.per_capita_fen
            yield Problem(home.subject, info(field).label, message, record)


@check(
    "incomes.wage-range", "工资性收入过低或过高", WARNING, needs=(Y.wage_fen,), scope="P", number="12.7-40",
    codes=("B19h",), hint=_HINT,
)  # fmt: skip
def wage_range(facts: Facts) -> Iterator[Problem]:
    """A household that earns wages earns some hundreds in a year, and not hundreds of thousands."""
    for home in facts.homes:
        wage, day = home.income["wage_fen"], facts.as_of(home.year)
        least, most = facts.limit("income.wage_low_alert", day), facts.limit("income.wage_high_alert", day)
        if wage is None or wage <= 0 or least is None or most is None:
            continue
        if wage < least or wage > most:
            message = f"{home.year}年 {format_yuan(wage)} 元，应在 {format_yuan(least)} 到 {format_yuan(most)} 元之间"
            yield Problem(home.subject, info(Y.wage_fen).label, message, home.year_record)


@check(
    "incomes.wage-low-when-identified", "识别时工资性收入过低", WARNING, needs=(Guarantee.wage_fen,),
    scope="monitored",
    number="12.7-40", codes=("5_15_023",), hint=_HINT,
)  # fmt: skip
def wage_low_when_identified(facts: Facts) -> Iterator[Problem]:
    """Wages at the moment of being identified are nothing, or more than some ten 元."""
    least = facts.limit("income.wage_low_when_identified", facts.on)
    for home in facts.homes:
        then = facts.guarantees.get(home.key, {}).get("识别时")
        wage = then.values["wage_fen"] if then else None
        if then is not None and wage is not None and least is not None and 0 < wage < least:
            message = f"识别时 {format_yuan(wage)} 元，低于 {format_yuan(least)} 元"
            yield Problem(home.subject, info(Guarantee.wage_fen).label, message, then.record)


@check(
    "incomes.business-without-cost", "有生产经营性收入没有支出", WARNING, needs=(Y.business_fen, Y.cost_fen),
    scope="P",
    number="12.7-41", codes=("B22h",), hint="请核对种苗、饲料等支出",
)  # fmt: skip
def business_without_cost(facts: Facts) -> Iterator[Problem]:
    """Who earned by farming or trading also spent something on it."""
    for home in facts.homes:
        earned = home.income["business_fen"]
        if earned and earned > 0 and not home.income["cost_fen"] and facts.received(Y.cost_fen, home.year):
            cost = "没有填支出" if home.income["cost_fen"] is None else "支出是 0"
            message = f"{home.year}年生产经营性收入 {format_yuan(earned)} 元，{cost}"
            yield Problem(home.subject, info(Y.cost_fen).label, message, home.year_record)


def _without_income(
    facts: Facts, attribute: Any, words: tuple[str, ...], others: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yield households with a measure of such words in the newest year and nothing under an income."""
    field = info(attribute)
    for home in facts.homes:
        if home.year is None or home.income[field.name] or not facts.received(attribute, home.year):
            continue
        found = next((
            measure for measure in facts.measures_of_home.get(home.key, ())
            if measure.year == home.year and any(word in measure.words for word in words)
            and not any(word in measure.words for word in others)
        ), None)
        if found is not None:
            said = f"没有填{field.label}" if home.income[field.name] is None else f"{field.label}是 0"
            message = f"{home.year}年有措施“{found.item or found.kind}”，{said}"
            yield Problem(home.subject, field.label, message, home.year_record)


@check(
    "incomes.employment-without-wage", "有就业、公益岗位措施没有工资性收入", WARNING,
    needs=(Measure.kind, Y.wage_fen),
    scope="P", number="12.7-41", codes=("4_11_012",), hint=_HINT,
)  # fmt: skip
def employment_without_wage(facts: Facts) -> Iterator[Problem]:
    """A household with help to work or a public post in a year earned wages in it; training alone need not."""
    yield from _without_income(facts, Y.wage_fen, ("就业帮扶", "公益岗位", "就业扶贫"), ("培训", "推荐"))


@check(
    "incomes.aid-without-transfer", "有低保、特困、残疾补贴没有转移性收入", WARNING,
    needs=(Measure.kind, Y.transfer_fen), scope="P", number="12.7-41", codes=("4_11_013",), hint=_HINT,
)  # fmt: skip
def aid_without_transfer(facts: Facts) -> Iterator[Problem]:
    """A household that gets 低保, 特困供养 or a subsidy for disabled people has income from transfers."""
    yield from _without_income(facts, Y.transfer_fen, ("低保", "最低生活保障", "特困", "残疾人补贴", "残疾人两项补贴"))


@check(
    "incomes.industry-without-business", "产业帮扶户消除时没有生产经营性收入", WARNING,
    needs=(Measure.kind, Guarantee.business_fen), number="12.7-41", codes=("5_11_013",), hint=_HINT,
)  # fmt: skip
def industry_without_business(facts: Facts) -> Iterator[Problem]:
    """A household helped by 产业帮扶 earned by it when its risk was removed."""
    for home in facts.homes:
        then = facts.guarantees.get(home.key, {}).get("风险消除时")
        if then is None or then.values["business_fen"] or home.monitoring is None or not home.monitoring.eliminated:
            continue
        if any(measure.kind in ("产业帮扶", "产业扶贫") for measure in facts.measures_of_home.get(home.key, ())):
            message = "有产业帮扶措施，风险消除时的生产经营性收入是 0"
            yield Problem(home.subject, info(Guarantee.business_fen).label, message, then.record)


@check(
    "incomes.ecology-without-forest", "有生态补偿金没有退耕还林", WARNING,
    needs=(Y.ecology_fen, Household.returned_forest), scope="P", number="12.7-42", codes=("B23h",),
    hint="请核对退耕还林面积，或生态补偿金是不是别的补贴",
)  # fmt: skip
def ecology_without_forest(facts: Facts) -> Iterator[Problem]:
    """生态补偿金 goes with land returned to forest."""
    for home in facts.homes:
        given = home.income["ecology_fen"]
        if given and given > 0 and not home.values["returned_forest"]:
            area = "没有填退耕还林面积" if home.values["returned_forest"] is None else "退耕还林面积是 0"
            message = f"{home.year}年生态补偿金 {format_yuan(given)} 元，{area}"
            yield Problem(home.subject, info(Y.ecology_fen).label, message, home.year_record)


_LEAST = (
    (Y.subsistence_fen, "income.minimum_living_low_alert"), (Y.destitute_fen, "income.destitute_low_alert"),
    (Y.family_planning_fen, "income.family_planning_low_alert"), (Y.pension_fen, "income.pension_low_alert"),
)  # fmt: skip


@check(
    "incomes.transfer-low", "低保金、特困金、计生金、养老金过低", WARNING, needs=(Y.transfer_fen,), scope="P",
    number="12.7-42", codes=("B24h", "B25h", "B26h", "B27h"), hint="请核对，金额按全年合计",
)  # fmt: skip
def transfer_low(facts: Facts) -> Iterator[Problem]:
    """What is paid every month is not a few 元 in a year."""
    for home in facts.homes:
        for attribute, policy in _LEAST:
            field, least = info(attribute), facts.limit(policy, facts.as_of(home.year))
            given = home.income[field.name]
            if given and least is not None and 0 < given < least:
                message = f"{home.year}年 {format_yuan(given)} 元，低于 {format_yuan(least)} 元"
                yield Problem(home.subject, field.label, message, home.year_record)


def _per_capita(facts: Facts) -> dict[tuple[uuid.UUID, int], tuple[uuid.UUID, int]]:
    """Key and income per head by household and year."""
    rows = table(HouseholdYear)
    statement = select(rows.c.household_id, rows.c.year, rows.c.id, rows.c.per_capita_fen)
    statement = facts.of_village(HouseholdYear, statement.where(rows.c.per_capita_fen.is_not(None)))
    return {(row[0], row[1]): (row[2], row[3]) for row in facts.conn.execute(statement.order_by(rows.c.id))}


@check(
    "incomes.drop", "人均纯收入比上年下降多", WARNING, needs=(Y.per_capita_fen,), scope="P", number="12.7-43",
    source="assumed; 请按县里的核查规则核对", hint="请核实原因；收入骤减的，应按线索核实",
)  # fmt: skip
def drop(facts: Facts) -> Iterator[Problem]:
    """Income per head did not fall by more than a share of that of the year before."""
    known = _per_capita(facts)
    for home in facts.homes:
        stated, before = home.income["per_capita_fen"], known.get((home.key, (home.year or 0) - 1))
        share = facts.measure_limit("income.drop_alert", facts.as_of(home.year))
        if stated is None or before is None or share is None or before[1] <= 0:
            continue
        if stated < before[1] * (1 - share):
            fallen = (1 - Decimal(stated) / before[1]) * 100
            message = f"{home.year}年 {format_yuan(stated)} 元，比上年 {format_yuan(before[1])} 元下降 {fallen:.0f}%"
            yield Problem(home.subject, PER_CAPITA, message, home.year_record)


@check(
    "incomes.below-line-when-lifted", "脱贫年度收入低于贫困线", WARNING,
    needs=(StatusPeriod.lifted_year, Y.per_capita_fen), scope="poor",
    number="12.7-43", source="assumed; 脱贫年度的人均纯收入应高于当年贫困线", hint=_HINT,
)  # fmt: skip
def below_line_when_lifted(facts: Facts) -> Iterator[Problem]:
    """In the year in which a household left poverty it earned more than the line of that year."""
    known = _per_capita(facts)
    for home in facts.homes:
        for year in sorted({period.lifted_year for period in home.periods if period.lifted_year}):
            found, line = known.get((home.key, year)), facts.limit("income.poverty_line", dt.date(year, 12, 31))
            if found is not None and line is not None and found[1] < line:
                message = f"{year}年脱贫，当年 {format_yuan(found[1])} 元，低于 {format_yuan(line)} 元"
                yield Problem(home.subject, PER_CAPITA, message, ("household_year", found[0]))




EARNINGS = (
    low, below_line, high_when_identified, wage_range, wage_low_when_identified, business_without_cost,
    employment_without_wage, aid_without_transfer, industry_without_business, ecology_without_forest, transfer_low,
    drop, below_line_when_lifted,
)  # fmt: skip
