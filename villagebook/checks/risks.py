"""Checks of the risks of monitored households against what is known of their members."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.disability import is_disabled
from villagebook.checks.facts import Facts
from villagebook.checks.help_rows import StatusRow
from villagebook.checks.labour import STRONG
from villagebook.checks.rows import HomeRow, PersonRow
from villagebook.models import Guarantee, HouseholdYear, PersonYear, StatusPeriod, info

_SLOTS = (StatusPeriod.risk1, StatusPeriod.risk2, StatusPeriod.risk3, StatusPeriod.risk4, StatusPeriod.risk5)
_HINT = "请核对风险类型和家庭成员的情况"


def with_risk(facts: Facts, word: str) -> Iterator[tuple[HomeRow, StatusRow, str, list[PersonRow]]]:
    """Yield households whose open risk contains a word: household, period, heading of the risk, members."""
    for home in facts.homes:
        for period in home.periods:
            if not period.monitored or not period.in_force(facts.on):
                continue
            for slot in _SLOTS:
                field = info(slot)
                if word in (getattr(period, field.name) or ""):
                    yield home, period, field.label, [member.person for member in facts.members(home.key)]
                    break


def _known(people: list[PersonRow], name: str) -> bool:
    """Whether this field of the year is filled for every member."""
    return bool(people) and all(getattr(person, name) for person in people)


@check(
    "monitoring.disability-without-disabled", "风险因残而没有残疾人", ERROR,
    needs=(StatusPeriod.risk1, PersonYear.health),
    scope="monitored", number="12.4-21", codes=("2_11_001",), hint=_HINT,
)  # fmt: skip
def disability_without_disabled(facts: Facts) -> Iterator[Problem]:
    """A household at risk 因残 has a disabled member."""
    for home, period, heading, people in with_risk(facts, "因残"):
        if _known(people, "health") and not any(map(is_disabled, people)):
            yield Problem(home.subject, heading, f"风险是因残，{len(people)} 名成员里没有残疾人", period.record)


@check(
    "monitoring.illness-without-patient", "风险因病而没有病人", WARNING, needs=(StatusPeriod.risk1, PersonYear.health),
    scope="monitored", number="12.4-27", codes=("5_15_015",), hint=_HINT,
)  # fmt: skip
def illness_without_patient(facts: Facts) -> Iterator[Problem]:
    """A household at risk 因病 has a member with a serious or chronic illness."""
    for home, period, heading, people in with_risk(facts, "因病"):
        if _known(people, "health") and not any(person.ill for person in people):
            message = f"风险是因病，{len(people)} 名成员里没有患有大病或长期慢性病的"
            yield Problem(home.subject, heading, message, period.record)


@check(
    "monitoring.illness-without-cost", "风险因病而合规自付支出为0", WARNING,
    needs=(StatusPeriod.risk1,), scope="monitored",
    number="12.4-27", codes=("5_15_020",), hint="请核对合规自付支出",
)  # fmt: skip
def illness_without_cost(facts: Facts) -> Iterator[Problem]:
    """A household at risk 因病 paid something itself: when it was identified, else in its newest year."""
    heading = info(HouseholdYear.out_of_pocket_fen).label
    for home, _, _, _ in with_risk(facts, "因病"):
        then = facts.guarantees.get(home.key, {}).get("识别时")
        if then is not None and facts.received(Guarantee.out_of_pocket_fen):
            if not then.values["out_of_pocket_fen"]:
                yield Problem(home.subject, heading, "风险是因病，识别时的合规自付支出为 0 或没有填", then.record)
        elif home.income["out_of_pocket_fen"] == 0:
            yield Problem(home.subject, heading, f"风险是因病，{home.year}年的合规自付支出为 0", home.year_record)


@check(
    "monitoring.no-labour-with-workers", "风险缺劳动力而有劳动力", WARNING,
    needs=(StatusPeriod.risk1, PersonYear.labour),
    scope="monitored", number="12.4-28", codes=("4_11_009", "5_18_008", "5_11_029"), hint=_HINT,
)  # fmt: skip
def no_labour_with_workers(facts: Facts) -> Iterator[Problem]:
    """A household at risk 缺劳动力 has few full workers: not all, not over a quarter, in a large one not over half."""
    share = facts.measure_limit("monitoring.able_share_most", facts.on)
    large_share = facts.measure_limit("monitoring.able_share_most_large", facts.on)
    large = facts.limit("monitoring.large_household_from", facts.on)
    for home, period, heading, people in with_risk(facts, "缺劳"):
        if not _known(people, "labour"):
            continue
        able = sum(person.labour in STRONG for person in people)
        over = share is not None and Decimal(able) > share * len(people)
        over_large = (
            large is not None and large_share is not None and len(people) >= large
            and Decimal(able) > large_share * len(people)
        )  # fmt: skip
        if able == len(people) or over or over_large:
            message = f"风险是缺劳动力，{len(people)} 名成员里有普通、技能劳动力 {able} 人"
            yield Problem(home.subject, heading, message, period.record)


@check(
    "monitoring.work-without-worker", "风险务工就业不稳而没有人务工", WARNING,
    needs=(StatusPeriod.risk1, PersonYear.labour),
    scope="monitored", number="12.4-29", codes=("5_15_014", "5_15_013", "2_11_006"), hint=_HINT,
)  # fmt: skip
def work_without_worker(facts: Facts) -> Iterator[Problem]:
    """A household at risk 因务工就业不稳 has somebody who can work, and somebody who does or did."""
    for home, period, heading, people in with_risk(facts, "务工"):
        if _known(people, "labour") and all(person.unable for person in people):
            message = f"风险是务工就业不稳，{len(people)} 名成员都没有劳动力"
            yield Problem(home.subject, heading, message, period.record)
        elif people and not any(_works(facts, person) for person in people) and _told_of_work(facts, people):
            message = f"风险是务工就业不稳，{len(people)} 名成员里没有人务工"
            yield Problem(home.subject, heading, message, period.record)


def _works(facts: Facts, person: PersonRow) -> bool:
    given = person.work_months or person.work_place or person.work_company or person.work_channel or person.post_months
    return bool(given) or any(record.worked != "否" for record in facts.work.get(person.key, ()))


def _told_of_work(facts: Facts, people: list[PersonRow]) -> bool:
    """Whether a list brought 务工时间 for the year of one of them."""
    return any(facts.received(PersonYear.work_months, person.year) for person in people if person.year is not None)
