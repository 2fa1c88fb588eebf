"""Checks of risks marked as removed: what still is wrong, what is missing, how soon. Rules 53 and 54."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.earnings import line_of
from villagebook.checks.facts import Facts
from villagebook.checks.help_rows import StatusRow
from villagebook.checks.rows import HomeRow
from villagebook.models import Guarantee, Household, HouseholdYear, PersonYear, StatusPeriod, info

S, G = StatusPeriod, Guarantee
_PROBLEM, _EARLY = "12.9-53", "12.9-54"
_QUESTIONS = (G.house_problem, G.school_problem, G.water_problem, G.medical_problem)
_BLOCK = (*_QUESTIONS, G.net_fen, G.per_capita_fen)


def removed(facts: Facts) -> Iterator[tuple[HomeRow, StatusRow]]:
    """Yield households whose risk was removed, and the period begun last."""
    for home in facts.homes:
        period = home.monitoring
        if period is not None and period.eliminated:
            yield home, period


@check(
    "monitoring.removed-with-problem", "风险消除时三保障仍有问题", ERROR, needs=(S.removed, G.house_problem),
    number=_PROBLEM,
    codes=("1_11_005", "1_11_006", "1_11_007", "1_11_008"), hint="请核实；仍有问题的，应按程序回退",
)  # fmt: skip
def removed_with_problem(facts: Facts) -> Iterator[Problem]:
    """When a risk was removed house, school, water and insurance were in order."""
    for home, _ in removed(facts):
        then = facts.guarantees.get(home.key, {}).get("风险消除时")
        for question in map(info, _QUESTIONS):
            if then is not None and then.values[question.name] == "是":
                yield Problem(home.subject, question.label, "风险消除时填的是“是”", then.record)


@check(
    "monitoring.removed-with-bad-home", "已消除风险户仍是危房、饮水不安全", ERROR,
    needs=(S.removed, Household.safe_water),
    number=_PROBLEM, codes=("1_02_008", "1_02_009"), hint="请核实；仍有问题的，应按程序回退",
)  # fmt: skip
def removed_with_bad_home(facts: Facts) -> Iterator[Problem]:
    """A household whose risk was removed and that is still looked after has a safe house and safe water."""
    for home, period in removed(facts):
        if not period.running(facts.on):
            continue
        for attribute, bad, said in (
            (Household.dangerous_house, "是", "是危房户"), (Household.safe_water, "否", "没有解决安全饮用水"),
        ):  # fmt: skip
            if home.values[info(attribute).name] == bad:
                yield Problem(home.subject, info(attribute).label, f"风险已消除，{said}", home.record)


@check(
    "monitoring.removed-block-empty", "风险消除时的三保障和收支没有填", ERROR, needs=(S.removed, G.stage),
    number=_PROBLEM,
    codes=("1_11_004",), hint="请按消除时的核查表补填",
)  # fmt: skip
def removed_block_empty(facts: Facts) -> Iterator[Problem]:
    """Of the moment when a risk was removed 三保障 and incomes are filled, where any list told of such moments."""
    for home, period in removed(facts) if "风险消除时" in facts.guarantee_stages else ():
        then = facts.guarantees.get(home.key, {}).get("风险消除时")
        if then is None:
            label = info(G.stage).label
            yield Problem(home.subject, label, "没有风险消除时的三保障和收支", period.record)
            continue
        for field in map(info, _BLOCK):
            if then.values[field.name] is None and facts.received(field):
                yield Problem(home.subject, field.label, f"风险消除时没有填{field.label}", then.record)


@check(
    "monitoring.removed-without-contact", "已消除风险户没有监测联系人", ERROR, needs=(S.removed, S.contact),
    number=_PROBLEM,
    codes=("1_11_011",), hint="请填监测联系人",
)  # fmt: skip
def removed_without_contact(facts: Facts) -> Iterator[Problem]:
    """Somebody goes on looking after a household whose risk was removed."""
    for home, period in removed(facts):
        if not period.contact:
            yield Problem(home.subject, info(S.contact).label, "风险已消除，没有填监测联系人", period.record)


@check(
    "monitoring.removed-early", "识别后很快消除风险", WARNING, needs=(S.from_on, S.removed_on), number=_EARLY,
    codes=("2_11_002", "5_18_009"), hint="请核对识别时间和消除时间",
)  # fmt: skip
def removed_early(facts: Facts) -> Iterator[Problem]:
    """A risk is removed after months of observation; in the same or the next month it is an error."""
    since = facts.limit("monitoring.observation_since", facts.on)
    for home, period in removed(facts):
        begun, gone = period.from_on, period.removed_on
        least = facts.period("monitoring.observation", gone or facts.on)
        if begun is None or gone is None or least is None or since is None or begun.year < since:
            continue
        months = (gone.year - begun.year) * 12 + gone.month - begun.month
        if gone < least.after(begun):
            severity = ERROR if months <= 1 else None
            message = f"{begun}识别，{gone}消除，不满{least}"
            yield Problem(home.subject, info(S.removed_on).label, message, period.record, severity=severity)


@check(
    "monitoring.removed-below-line", "消除风险时收入低于监测范围", ERROR,
    needs=(S.removed_on, HouseholdYear.per_capita_fen),
    number=_EARLY, codes=("4_11_010",), hint="请核对消除时的收入",
)  # fmt: skip
def removed_below_line(facts: Facts) -> Iterator[Problem]:
    """When its risk was removed a household earned more than the line of that year."""
    for home, period in removed(facts):
        line = line_of(facts, period.removed_on) if period.removed_on else None
        then = facts.guarantees.get(home.key, {}).get("风险消除时")
        stated, record = (then.values["per_capita_fen"], then.record) if then else (None, home.year_record)
        if stated is None and period.removed_on is not None and home.year == period.removed_on.year:
            stated, record = home.income["per_capita_fen"], home.year_record
        if line is not None and stated is not None and stated < line:
            message = f"消除时人均 {format_yuan(stated)} 元，低于监测范围 {format_yuan(line)} 元"
            field = G.per_capita_fen if record[0] == "guarantee" else HouseholdYear.per_capita_fen
            yield Problem(home.subject, info(field).label, message, record)


@check(
    "monitoring.removed-no-labour", "整户无劳动力而消除风险", ERROR, needs=(S.removed, PersonYear.labour),
    number=_EARLY,
    codes=("4_11_011",), hint="整户无劳动力的，落实社会保障后暂不消除，继续跟踪",
)  # fmt: skip
def removed_no_labour(facts: Facts) -> Iterator[Problem]:
    """The risk of a household in which nobody can work stays open."""
    for home, period in removed(facts):
        people = [member.person for member in facts.members(home.key)]
        if people and period.running(facts.on) and all(person.unable for person in people):
            message = f"{len(people)} 名成员都没有劳动力，风险填了已消除"
            yield Problem(home.subject, info(S.removed).label, message, period.record)


REMOVAL = (
    removed_with_problem, removed_with_bad_home, removed_block_empty, removed_without_contact, removed_early,
    removed_below_line, removed_no_labour,
)  # fmt: skip
