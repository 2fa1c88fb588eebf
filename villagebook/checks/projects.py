"""Checks of projects: money by source, the order of their dates, acceptance, notices, categories of their year.

Which dates have which order is declared in lifecycle/stages.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.base.findings import Severity
from villagebook.base.money import format_wan
from villagebook.base.text import fold_code
from villagebook.checks.check import ERROR, INFO, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.money_rows import ProjectRow
from villagebook.ledgers.own import below as below_of
from villagebook.ledgers.parts import table
from villagebook.ledgers.standing_notices import stands
from villagebook.lifecycle.stages import MEETING, SIDE_STATES, STAGES
from villagebook.lifecycle.standing import WrongOrder, wrong_orders
from villagebook.models import Notice, Project, ProjectSource, fields_of, info
from villagebook.models.categories import preset_for
from villagebook.notices import NOTICE_KINDS
from villagebook.notices.own import own_kinds

#: States beside the stages in which nothing more is asked of a project.
STOPPED = tuple(side.title for side in SIDE_STATES if side.stops)
_FILE_ORDER = "项目档案的先后顺序：会议、公示、审核、下达、开工、竣工、验收、报账"
_LABELS = {field.name: field.label for field in fields_of(Project)} | {MEETING: "决定会议"}


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
    "projects.date-order", "项目日期先后", ERROR, hint="请按项目档案核对日期", number="12.10-59",
    source=_FILE_ORDER, needs=(Project.code,),
)  # fmt: skip
def date_order(facts: Facts) -> Iterator[Problem]:
    """Each date of a project lies after the one before it, as far as they are known; notices have their own days."""
    for project in facts.projects.values():
        days = facts.project_days[project.key].days
        row = dict(project.values)
        posted: set[str] = set()
        for stage in STAGES:
            if stage.begins and stage.fits(row["mode"]) and not (row[stage.begins] or row[stage.field]):
                row[stage.begins], row[stage.field] = days[stage.id]
                posted |= set(stage.fields)
        for wrong in wrong_orders(row, project.held_on):
            # When a notice hung cannot be corrected; that it hung too late is to be known.
            yield _out_of_order(project, wrong, WARNING if {wrong.before, wrong.after} & posted else None)


def _out_of_order(project: ProjectRow, wrong: WrongOrder, severity: Severity | None) -> Problem:
    label, earlier = _LABELS[wrong.after], _LABELS[wrong.before]
    message = (
        f"{label}（{chinese(wrong.after_on)}）与{earlier}同一天"
        if wrong.after_on == wrong.before_on
        else f"{label}（{chinese(wrong.after_on)}）早于{earlier}（{chinese(wrong.before_on)}）"
    )
    return Problem(project.subject, label, message, project.record, "请按档案里的原件核对日期", severity)


@check(
    "projects.notice-too-short", "项目公示天数", ERROR, hint="请按公示核对起止日期", number="12.10-59",
    source="国开办发〔2018〕11号第四条：公示原则上不少于10天",
    needs=(Project.library_notice_from, Project.library_notice_through),
)  # fmt: skip
def project_notice_too_short(facts: Facts) -> Iterator[Problem]:
    """Each notice of a project hung as long as the policy of its kind says, the first day not counted."""
    for project in facts.projects.values():
        for stage in STAGES:
            if not stage.begins or not stage.fits(project.values["mode"]):
                continue
            start, through = project.values[stage.begins], project.values[stage.field]
            if start is None or through is None or through < start:
                continue
            period = facts.period(NOTICE_KINDS[stage.notices[0]].days, start)
            if period and through < period.after(start):
                message = f"公示 {(through - start).days} 天，少于 {period}"
                yield Problem(project.subject, _LABELS[stage.field], message, project.record, "请核对公示的起止日期")


#: Days of a project that come after its acceptance.
_AFTER = (Project.claimed_on, Project.paid_on, Project.handed_on, Project.archived_on)


@check(
    "projects.acceptance-missing", "没有验收", WARNING, number="12.10-59",
    hint="请催办验收；验收过的请填验收日期", source=_FILE_ORDER, needs=(Project.finished_on, Project.accepted_on),
)  # fmt: skip
def acceptance_missing(facts: Facts) -> Iterator[Problem]:
    """Nothing is claimed, handed over or filed before the acceptance; what is finished is accepted before long."""
    for project in facts.projects.values():
        values = project.values
        if values["accepted_on"] is not None or values["side_state"] in STOPPED:
            continue
        label = _LABELS["accepted_on"]
        later = [(day, info(one).label) for one in _AFTER if (day := values[info(one).name]) is not None]
        finished = values["finished_on"]
        period = facts.period("project.acceptance_within", finished) if finished else None
        if later:
            day, what = min(later)
            message = f"已有{what}（{chinese(day)}），还没有验收日期"
            yield Problem(project.subject, label, message, project.record)
        elif finished and period and period.after(finished) < facts.on:
            message = f"{chinese(finished)}竣工，超过 {period}还没有验收"
            yield Problem(project.subject, label, message, project.record)


@check(
    "projects.completion-notice-missing", "没有竣工公告", WARNING, number="12.10-59",
    hint="请拟竣工公告张贴；张贴过的请填公告日期", source="国开办发〔2018〕11号：到村项目竣工后公告",
    needs=(Project.accepted_on,),
)  # fmt: skip
def completion_notice_missing(facts: Facts) -> Iterator[Problem]:
    """Some time after its acceptance a project's completion notice was put up; asked of books that keep notices."""
    if not (facts.has_records(Notice) or facts.received(Project.completion_notice_from)):
        return
    for project in facts.projects.values():
        accepted = project.values["accepted_on"]
        hung = facts.project_days[project.key].days["completion_notice"].from_on
        period = facts.period("notice.completion.delay", accepted) if accepted else None
        if accepted is None or hung is not None or period is None or project.values["side_state"] in STOPPED:
            continue
        if period.after(accepted) < facts.on:
            message = f"{chinese(accepted)}验收，超过 {period}没有竣工公告"
            yield Problem(project.subject, _LABELS["completion_notice_from"], message, project.record)


_LEVELS = (
    (Project.category, "project_category", 1), (Project.subcategory, "project_subcategory", 2),
    (Project.third_category, "project_third_category", 3),
)  # fmt: skip


@check(
    "projects.category-unknown", "项目类型不在当年的一套里", INFO,
    hint="请核对；本地确有的值，可以在设置的代码表里加，也可以换用另一套",
    source="assumed; 各年项目类型的一套，一级以外凭记忆", needs=(Project.category, Project.year),
)  # fmt: skip
def category_unknown(facts: Facts) -> Iterator[Problem]:
    """A category is one of the list of the project's year, or one the village added; those below it likewise."""
    for project in facts.projects.values():
        values = project.values
        if not values["category"]:
            continue
        preset = preset_for(values["year"], facts.categories)
        below = (*preset.second(values["category"]), *preset.third(values["category"], None))
        known = (preset.first, below, preset.third(values["category"], values["subcategory"]) or below)
        for (attribute, codes, level), declared in zip(_LEVELS, known, strict=True):
            text, label = values[info(attribute).name], info(attribute).label
            own_ones = {below_of(value)[1] for value in facts.own_codes.get(codes, frozenset())}
            if not text or text in own_ones or _plain(text) in {_plain(value) for value in declared}:
                continue
            severity = WARNING if level == 1 else INFO
            where = f"{preset.title}的项目类型里" if level == 1 else f"“{values['category']}”下面"
            message = f"“{text}”不在{where}"
            yield Problem(project.subject, label, message, project.record, severity=severity)
            break


def _plain(text: str) -> str:
    """Return a category without what stands in brackets: lists write it with and without."""
    return re.sub(r"（[^（）]*）|\([^()]*\)", "", fold_code(text))


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
        notice.c.village_id == facts.scope.village_id, stands(notice)
    )
    own = {kind.id: kind for kind in own_kinds(facts.conn, facts.scope.village_id, retired=True)}
    for key, number, kind_id, start, through, down in facts.conn.execute(statement.order_by(notice.c.number)):
        kind = NOTICE_KINDS.get(kind_id) or own.get(kind_id)
        period = kind.own_days or facts.period(kind.days, start) if kind and start else None
        last = min((day for day in (through, down) if day), default=None)
        # One day less is allowed: a book may count the day of posting.
        if period and last and last < period.after(start, first_day_counts=True):
            message = f"{chinese(start)}张贴，{chinese(last)}为止，少于 {period}"
            field = info(Notice.taken_down_on if down and down == last else Notice.through_on).label
            yield Problem(number, field, message, ("notice", key), "期满才能摘下；确有原因的，请写明")
