"""Checks of a household's income sheet: sums against their parts, net against total, per head against net.

The newest year is looked at. A part that is empty counts as zero once the book has ever received it for that year.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from villagebook.base.money import format_yuan
from villagebook.checks.check import CLEANING, ERROR, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import HomeRow
from villagebook.models import HouseholdYear, info

Y = HouseholdYear
FOUR = (Y.wage_fen, Y.business_fen, Y.property_fen, Y.transfer_fen)
PROPERTY = (Y.dividend_fen, Y.other_property_fen)
TRANSFER = (
    Y.family_planning_fen, Y.subsistence_fen, Y.destitute_fen, Y.pension_fen, Y.ecology_fen, Y.other_transfer_fen,
)  # fmt: skip
WAGE = (Y.post_wage_fen, Y.other_wage_fen)
_RULE = "12.7-39"
_SOURCE = f"收入四项的算法；{CLEANING}"


def _tolerance(facts: Facts, home: HomeRow) -> int:
    return facts.limit("income.sum_tolerance", facts.as_of(home.year)) or 0


def _sum(facts: Facts, home: HomeRow, parts: tuple[Any, ...]) -> int | None:
    """Return the sum of parts; None if none is given here, or one was never received for this year."""
    given = [home.income[info(part).name] for part in parts]
    if all(value is None for value in given) or not all(facts.received(part, home.year) for part in parts):
        return None
    return sum(value or 0 for value in given)


def _differs(facts: Facts, home: HomeRow, stated: int | None, worked_out: int | None) -> bool:
    return stated is not None and worked_out is not None and abs(stated - worked_out) > _tolerance(facts, home)


def _unequal(home: HomeRow, whole: Any, stated: int | None, worked_out: int, how: str) -> Problem:
    message = f"{home.year}年填的是 {format_yuan(stated or 0)} 元，{how}是 {format_yuan(worked_out)} 元"
    proposal = format_yuan(worked_out)
    return Problem(home.subject, info(whole).label, message, home.year_record, proposal=proposal)


def _parts_check(facts: Facts, whole: Any, parts: tuple[Any, ...]) -> Iterator[Problem]:
    for home in facts.homes:
        stated, worked_out = home.income[info(whole).name], _sum(facts, home, parts)
        if worked_out is not None and _differs(facts, home, stated, worked_out):
            yield _unequal(home, whole, stated, worked_out, "各明细相加")


@check(
    "incomes.wage-parts", "工资性收入与明细", ERROR, hint="请按明细核对",
    source=_SOURCE, number=_RULE, needs=(Y.wage_fen, *WAGE),
)  # fmt: skip
def wage_parts(facts: Facts) -> Iterator[Problem]:
    """工资性收入 is the sum of its two items, where the list has them."""
    yield from _parts_check(facts, Y.wage_fen, WAGE)


@check("incomes.property-parts", "财产性收入与明细", ERROR, hint="请按明细核对", source=_SOURCE, number=_RULE,
    needs=(Y.property_fen, *PROPERTY))
def property_parts(facts: Facts) -> Iterator[Problem]:
    """财产性收入 is the sum of dividends and other property income."""
    yield from _parts_check(facts, Y.property_fen, PROPERTY)


@check("incomes.transfer-parts", "转移性收入与明细", ERROR, hint="请按明细核对", source=_SOURCE, number=_RULE,
    needs=(Y.transfer_fen, *TRANSFER))
def transfer_parts(facts: Facts) -> Iterator[Problem]:
    """转移性收入 is the sum of its six items."""
    yield from _parts_check(facts, Y.transfer_fen, TRANSFER)


@check(
    "incomes.total", "年收入与四项收入", ERROR, hint="请按明细核对",
    source=_SOURCE, number=_RULE, needs=(Y.total_fen, *FOUR),
)  # fmt: skip
def total(facts: Facts) -> Iterator[Problem]:
    """年收入 is the sum of the four incomes; one that agrees with the items of a wrong sum is reported there only."""
    for home in facts.homes:
        stated, four = home.income["total_fen"], _sum(facts, home, FOUR)
        if four is None or not _differs(facts, home, stated, four):
            continue
        by_items = four
        for whole, parts in ((Y.wage_fen, WAGE), (Y.property_fen, PROPERTY), (Y.transfer_fen, TRANSFER)):
            items = _sum(facts, home, parts)
            if items is not None:
                by_items += items - (home.income[info(whole).name] or 0)
        if _differs(facts, home, stated, by_items):
            yield _unequal(home, Y.total_fen, stated, four, "四项相加")


@check(
    "incomes.net", "纯收入", ERROR, hint="请按明细核对",
    source=_SOURCE, number=_RULE, needs=(Y.net_fen, Y.total_fen, Y.cost_fen),
)  # fmt: skip
def net(facts: Facts) -> Iterator[Problem]:
    """纯收入 is 年收入 less 生产经营性支出; newer sheets add the subsidy that lowers the cost."""
    for home in facts.homes:
        stated, whole = home.income["net_fen"], home.income["total_fen"]
        if whole is None or not facts.received(Y.cost_fen, home.year):
            continue
        plain = whole - (home.income["cost_fen"] or 0)
        with_subsidy = plain + (home.income["cost_subsidy_fen"] or 0)
        if _differs(facts, home, stated, plain) and _differs(facts, home, stated, with_subsidy):
            yield _unequal(home, Y.net_fen, stated, plain, "年收入减生产经营性支出")


@check("incomes.per-capita", "人均纯收入", ERROR, hint="请核对纯收入和人口数", source=_SOURCE, number=_RULE,
    needs=(Y.per_capita_fen, Y.net_fen, Y.population))
def per_capita(facts: Facts) -> Iterator[Problem]:
    """人均纯收入 is 纯收入 divided by 家庭人口数; where that number is wrong, by the members of the book."""
    for home in facts.homes:
        stated, whole = home.income["per_capita_fen"], home.income["net_fen"]
        heads = home.income["population"]
        if stated is None or whole is None or not heads:
            continue
        counted = len(facts.members(home.key, facts.as_of(home.year)))
        near = _tolerance(facts, home)
        if all(abs(stated - Fraction(whole, number)) > near for number in {heads, counted} if number > 0):
            worked_out = round(Fraction(whole, heads))
            yield _unequal(home, Y.per_capita_fen, stated, worked_out, f"纯收入除以 {heads} 人")
