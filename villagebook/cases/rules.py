"""What blocks a step, said in words: the rules a procedure names, each a function of plain facts and a day.

A block is no wall: the office may go on over it with a reason, which the journal keeps. To add a rule: one function
below, one line in RULES, its id in the procedures it binds, and a test in which it fires.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from villagebook.base.days import IsWorkingDay, Period, chinese, iso, weekdays
from villagebook.cases.procedure import Procedure
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.policies import NO_OVERRIDES, Overrides, period


@dataclass(frozen=True, slots=True)
class Rules:
    """The book's own habits: its values of policies, its calendar, how the first day of a notice counts."""

    overrides: Overrides = field(default_factory=lambda: NO_OVERRIDES)
    is_working_day: IsWorkingDay = weekdays
    first_day_counts: bool = False
    region: str = ""

    def length(self, policy: str, on: dt.date) -> Period:
        """Return the period of a policy in force on a day.

        Raises:
            UserError: none is in force.
        """
        return period(policy, on, self.overrides, region=self.region)

    def after(self, policy: str, start: dt.date, *, notice: bool = False) -> dt.date:
        """Return the last day of a policy's period counted from a day; ``notice``: by the setting of notices."""
        first = self.first_day_counts and notice
        return self.length(policy, start).after(start, first_day_counts=first, is_working_day=self.is_working_day)


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done.

    Attributes:
        on: Its day; None if it was not written down.
        passed: Whether it passed; None where nothing was said.
        meeting, notice: Whether it names a meeting, the number of the notice it names (empty: none).
        notice_state: 草稿, 待张贴, 公示中, 期满, 已摘下, 归档, 已更正, 已撤回; empty without one.
        notice_from, notice_through: First and last day on the wall.
        papers: Names of the papers that are there.
    """

    step: str
    on: dt.date | None
    passed: bool | None = None
    meeting: bool = False
    notice: str = ""
    notice_state: str = ""
    notice_from: dt.date | None = None
    notice_through: dt.date | None = None
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a case is judged by.

    Attributes:
        target: The class it is about; empty if that is not said yet.
        lead_on: Day of the lead.
        state: Value of the code list ``case_state``.
        done: Steps done, by id.
        in_force: Classes of the household in force, without those this case began.
        identified_on: First day of the class it is to end; None if there is none or its day is not known.
        labour: Members who can work; None if nobody's labour is known.
        problems: 三保障 and water problems the book knows as unsolved, in words.
    """

    lead_on: dt.date | None = None
    target: str = ""
    state: str = "办理中"
    done: Mapping[str, Done] = field(default_factory=dict)
    in_force: frozenset[str] = frozenset()
    identified_on: dt.date | None = None
    labour: int | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Why a step may not be done on a day.

    Attributes:
        id: Of the rule.
        text: One sentence without full stop.
        from_on: The first day on which it no longer blocks; None if time alone does not help.
    """

    id: str
    text: str
    from_on: dt.date | None = None


class Rule(NamedTuple):
    """One rule: its title for the manual, its source, whether it binds only the decision, and the function."""

    id: str
    title: str
    source: str
    decides: bool
    run: Callable[[Procedure, Facts, dt.date, Rules], Block | None]


def _observation(procedure: Procedure, facts: Facts, day: dt.date, rules: Rules) -> Block | None:
    began = facts.identified_on
    if began is None:
        return None
    least = rules.length("monitoring.observation", began)
    first = least.after(began, is_working_day=rules.is_working_day)
    if day >= first:
        return None
    return Block("observation", f"{iso(began)} 识别，不满{least}，{iso(first)} 以后才能消除风险", first)


def _labour(procedure: Procedure, facts: Facts, day: dt.date, rules: Rules) -> Block | None:
    if facts.labour != 0:
        return None
    return Block("labour", "全家没有劳动力，落实综合保障后继续监测，不标注风险消除")


def _guarantees(procedure: Procedure, facts: Facts, day: dt.date, rules: Rules) -> Block | None:
    if not facts.problems:
        return None
    return Block("guarantees", f"还没有解决：{'、'.join(facts.problems)}")


def _same_year(procedure: Procedure, facts: Facts, day: dt.date, rules: Rules) -> Block | None:
    began = facts.identified_on
    if began is None or began.year != day.year:
        return None
    return Block("same_year", f"{iso(began)} 才识别，当年识别的户当年不能退出", dt.date(day.year + 1, 1, 1))


def _already(procedure: Procedure, facts: Facts, day: dt.date, rules: Rules) -> Block | None:
    if procedure.begins == MONITORED_STATUSES:
        kinds: tuple[str, ...] = procedure.begins
    elif procedure.assists:
        # A household may go from one to the other; it is not taken in twice as the same.
        kinds = (facts.target,) if facts.target else procedure.begins
    else:
        kinds = (*procedure.begins, "返贫户", "一般贫困户")
    found = [kind for kind in kinds if kind in facts.in_force]
    return Block("already", f"这一户已经是{'、'.join(found)}") if found else None


def _fitting(procedure: Procedure, facts: Facts, day: dt.date, rules: Rules) -> Block | None:
    lifted = "脱贫户" in facts.in_force
    if facts.target == "脱贫不稳定户" and not lifted:
        return Block("fitting", "不是脱贫户，不能识别为脱贫不稳定户")
    if facts.target == "边缘易致贫户" and lifted:
        return Block("fitting", "是脱贫户，应识别为脱贫不稳定户，不是边缘易致贫户")
    return None


_MONITORING = "防返贫动态监测规程（2021年起）"
RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("observation", "风险消除前要观察满规定的时间", _MONITORING, True, _observation),
        Rule("labour", "整户无劳动力的不消除风险", _MONITORING, False, _labour),
        Rule("guarantees", "三保障和饮水问题没有解决的不消除风险", _MONITORING, False, _guarantees),
        Rule("same_year", "当年识别的贫困户当年不退出", "县级退出细则（贵州，2017年）", False, _same_year),
        Rule("already", "已经在册的不再识别", _MONITORING, False, _already),
        Rule("fitting", "脱贫户识别为脱贫不稳定户，一般农户识别为边缘易致贫户", _MONITORING, False, _fitting),
    )
}


def period_of_leads(procedure: Procedure, lead_on: dt.date | None) -> Block | None:
    """Return the block of a lead outside the years of a procedure."""
    if lead_on is None:
        return None
    if procedure.first_lead is not None and lead_on < procedure.first_lead:
        return Block("era", f"{procedure.title}从{chinese(procedure.first_lead)}起才有", procedure.first_lead)
    if procedure.last_lead is not None and lead_on > procedure.last_lead:
        return Block("era", f"{procedure.title}到{chinese(procedure.last_lead)}为止，以后不再办理")
    return None
