"""Checks of rosters: each line, each household once, and the sum against what the project planned."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.money import format_yuan, times
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.listed import unknown_households
from villagebook.checks.money_rows import LineRow
from villagebook.checks.standing import roster_day
from villagebook.models import Project, RosterLine, info

AMOUNT, HOUSEHOLD = info(RosterLine.amount_fen).label, info(RosterLine.household_code).label
_SOURCE = "到户项目按花名册核对"


@check(
    "rosters.line-product", "花名册数量、标准与金额", ERROR, hint="请核对数量、标准和金额", source=_SOURCE,
    needs=(RosterLine.quantity, RosterLine.rate_fen, RosterLine.amount_fen),
)  # fmt: skip
def line_product(facts: Facts) -> Iterator[Problem]:
    """The amount of a line is quantity times rate, to the 分."""
    for line in facts.lines:
        if line.quantity is None or line.rate_fen is None or line.amount_fen is None:
            continue
        product = line.quantity * line.rate_fen
        if abs(product - line.amount_fen) >= 1:
            worked_out = format_yuan(times(line.quantity, line.rate_fen))
            message = (
                f"{line.who}：{line.quantity} × {format_yuan(line.rate_fen)} 应为 {worked_out} 元，"
                f"填的是 {format_yuan(line.amount_fen)} 元"
            )
            yield Problem(line.subject, AMOUNT, message, line.record)


@check(
    "rosters.household-twice", "同一户重复", ERROR, hint="请核对是不是重复发放",
    source=_SOURCE, needs=(RosterLine.household_code,),
)  # fmt: skip
def household_twice(facts: Facts) -> Iterator[Problem]:
    """A household stands in a project's roster once; the second and further lines are named."""
    for lines in facts.lines_by_project.values():
        seen: dict[object, LineRow] = {}
        for line in lines:
            who = line.household or line.household_code
            if who is None:
                continue
            if who in seen:
                message = f"{line.who} 在这个项目的花名册里不止一行"
                yield Problem(line.subject, HOUSEHOLD, message, line.record, "请删去重复的一行，或合并数量")
            seen.setdefault(who, line)


@check(
    "rosters.household-unknown", "花名册里的户找不到", ERROR, hint="请改正户编号，或先登记这一户",
    source=_SOURCE, needs=(RosterLine.amount_fen,),
)  # fmt: skip
def roster_household_unknown(facts: Facts) -> Iterator[Problem]:
    """A line names a household of this book."""
    return unknown_households(facts.lines, HOUSEHOLD)


@check(
    "rosters.household-gone", "花名册里的户已不在", ERROR, hint="请核对发给了谁；确有继承人领取的，写明情况",
    source=_SOURCE, needs=(RosterLine.amount_fen,),
)  # fmt: skip
def roster_household_gone(facts: Facts) -> Iterator[Problem]:
    """A household stands on a roster while it is there and the head named is alive."""
    for line in facts.lines:
        home = facts.listed_homes.get(line.household) if line.household is not None else None
        if home is None:
            continue
        project = facts.projects.get(line.project) if line.project is not None else None
        day = roster_day(line.received_on, project.values if project else None, facts.on)
        if against := home.against(day, line.head_name):
            yield Problem(line.subject, HOUSEHOLD, f"{line.who}：{against}，还在花名册里", line.record)


@check(
    "rosters.project-unknown", "花名册的项目找不到", ERROR, hint="请改正项目编号，或先登记项目",
    source=_SOURCE, needs=(RosterLine.amount_fen,),
)  # fmt: skip
def roster_project_unknown(facts: Facts) -> Iterator[Problem]:
    """A line names a project of this book; each unknown code is named once."""
    named: set[str | None] = set()
    for line in facts.lines:
        if line.project is None and line.project_code not in named:
            named.add(line.project_code)
            code = line.project_code
            message = f"项目台账里没有项目编号 {code}" if code else f"{line.who}：没有项目编号"
            label = info(RosterLine.project_code).label
            yield Problem(line.subject, label, message, line.record, "请改正项目编号，或先登记这个项目")


@check(
    "rosters.sum-differs", "花名册合计与项目资金", ERROR, hint="请核对花名册和项目的到户金额", source=_SOURCE,
    needs=(RosterLine.amount_fen, Project.planned_fen, Project.mode),
)  # fmt: skip
def sum_differs(facts: Facts) -> Iterator[Problem]:
    """The lines of a 分户实施 project sum up to its planned money."""
    for project in facts.projects.values():
        lines = facts.lines_by_project.get(project.key, ())
        planned = project.values["planned_fen"]
        if project.values["mode"] != "分户实施" or not lines or planned is None:
            continue
        summed = sum(line.amount_fen or 0 for line in lines)
        if summed != planned:
            message = f"花名册合计 {format_yuan(summed)} 元，项目资金 {format_yuan(planned)} 元"
            yield Problem(project.subject, info(Project.planned_fen).label, message, project.record)


@check(
    "rosters.count-differs", "花名册户数与受益户数", WARNING, hint="请核对花名册和项目的受益户数", source=_SOURCE,
    needs=(RosterLine.amount_fen, Project.covers_households, Project.mode),
)  # fmt: skip
def count_differs(facts: Facts) -> Iterator[Problem]:
    """A 分户实施 project covers as many households as its roster names."""
    for project in facts.projects.values():
        lines = facts.lines_by_project.get(project.key, ())
        stated = project.values["covers_households"]
        count = len({line.household or line.household_code or line.key for line in lines})
        if project.values["mode"] == "分户实施" and lines and stated is not None and count != stated:
            message = f"受益户数填的是 {stated} 户，花名册有 {count} 户"
            yield Problem(project.subject, info(Project.covers_households).label, message, project.record)
