"""Checks of projects: money by source, the order of their dates, how long their notices hung."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.base.money import format_wan
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.money_rows import ProjectRow
from villagebook.ledgers.parts import table
from villagebook.models import Meeting, Notice, Project, ProjectSource, info
from villagebook.notices import NOTICE_KINDS

_FILE_ORDER = "项目档案的先后顺序：会议、公示、下达、开工、竣工、验收"

#: Dates of a project in the order in which they must lie; the second says whether the same day is too early.
_DATES: tuple[tuple[Any, bool], ...] = (
    (Project.library_notice_from, False),
    (Project.library_notice_through, False),
    (Project.granted_on, True),
    (Project.started_on, False),
    (Project.finished_on, False),
    (Project.accepted_on, False),
)


@check(
    "projects.sources-differ", "资金来源合计", ERROR, hint="请核对各来源的金额和合计",
    needs=(Project.planned_fen, ProjectSource.planned_fen),
)  # fmt: skip
def sources_differ(facts: Facts) -> Iterator[Problem]:
    """Planned money is the sum of the money planned from each source."""
    for project in facts.projects.values():
        stated, summed = project.values["planned_fen"], sum(project.planned.values())
        if stated is not None and stated != summed:
            message = f"资金投入合计 {format_wan(stated)} 万元，各来源相加 {format_wan(summed)} 万元"
            yield Problem(project.subject, info(Project.planned_fen).label, message, project.record, "请按批复核对")


@check(
    "projects.date-order", "项目日期先后", ERROR, hint="请按项目档案核对日期",
    source=_FILE_ORDER, needs=(Project.code,),
)  # fmt: skip
def date_order(facts: Facts) -> Iterator[Problem]:
    """Each date of a project lies after the one before it, as far as they are known."""
    for project in facts.projects.values():
        before: tuple[str, dt.date] | None = (info(Meeting.held_on).label, project.held_on) if project.held_on else None
        for attribute, strict in _DATES:
            day, label = project.values[info(attribute).name], info(attribute).label
            if day is None:
                continue
            if before and (day < before[1] or (strict and day == before[1] and before[0] != "时间")):
                yield _out_of_order(project, label, day, before)
            before = (label, day)


def _out_of_order(project: ProjectRow, label: str, day: dt.date, before: tuple[str, dt.date]) -> Problem:
    earlier = "决定会议" if before[0] == info(Meeting.held_on).label else before[0]
    how = "同一天" if day == before[1] else "早于"
    message = (
        f"{label}（{chinese(day)}）与{earlier}同一天"
        if how == "同一天"
        else (f"{label}（{chinese(day)}）早于{earlier}（{chinese(before[1])}）")
    )
    return Problem(project.subject, label, message, project.record, "请按档案里的原件核对日期")


@check(
    "projects.notice-too-short", "入库公示天数", ERROR, hint="请按公示核对起止日期",
    source="国开办发〔2018〕11号第四条：公示原则上不少于10天",
    needs=(Project.library_notice_from, Project.library_notice_through),
)  # fmt: skip
def project_notice_too_short(facts: Facts) -> Iterator[Problem]:
    """The notice before the project entered the library hung as long as the policy says, the first day not counted."""
    policy = NOTICE_KINDS["project-library"].days
    for project in facts.projects.values():
        start, through = project.values["library_notice_from"], project.values["library_notice_through"]
        if start is None or through is None or through < start:
            continue
        period = facts.period(policy, start)
        if period and through < period.after(start):
            message = f"公示 {(through - start).days} 天，少于 {period}"
            label = info(Project.library_notice_through).label
            yield Problem(project.subject, label, message, project.record, "请核对公示的起止日期")


@check(
    "notices.too-short", "公示张贴天数", WARNING, hint="请按规定的天数张贴",
    source="公示期限按种类的规定（见规定“公示最短期限”）",
    needs=(Notice.from_on, Notice.through_on),
)  # fmt: skip
def notice_too_short(facts: Facts) -> Iterator[Problem]:
    """A notice hung until the last day of the period its kind demands, and was not taken down before."""
    notice = table(Notice)
    statement = select(
        notice.c.id, notice.c.number, notice.c.kind, notice.c.from_on, notice.c.through_on, notice.c.taken_down_on
    ).where(
        notice.c.village_id == facts.scope.village_id, notice.c.posted_at.is_not(None), notice.c.withdrawn_on.is_(None)
    )
    for key, number, kind_id, start, through, down in facts.conn.execute(statement.order_by(notice.c.number)):
        kind = NOTICE_KINDS.get(kind_id)
        period = facts.period(kind.days, start) if kind and start else None
        last = min((day for day in (through, down) if day), default=None)
        # One day less is allowed: a book may count the day of posting.
        if period and last and last < period.after(start, first_day_counts=True):
            message = f"{chinese(start)}张贴，{chinese(last)}为止，少于 {period}"
            field = info(Notice.taken_down_on if down and down == last else Notice.through_on).label
            yield Problem(number, field, message, ("notice", key), "期满才能摘下；确有原因的，请写明")
