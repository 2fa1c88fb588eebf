"""The ledgers of projects and of what households get from them (rosters)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from villagebook.ledgers import project_days
from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import balance
from villagebook.ledgers.ledger import Group, Ledger, Scope
from villagebook.ledgers.parts import labelled, table, text_of
from villagebook.models import FundEntry, Household, Project, RosterLine

_ENTRY = (FundEntry.amount_fen, FundEntry.kind, FundEntry.reverses_id)

PROJECT_COLUMNS = (
    of(Project.code),
    of(Project.name),
    of(Project.category),
    of(Project.mode),
    of(Project.planned_fen, total=True),
    of(Project.year),
    computed("stage", "进度", "text", project_days.SOURCES),
    of(Project.subcategory),
    of(Project.third_category),
    of(Project.nature),
    of(Project.place),
    of(Project.content),
    computed("received_fen", "到账", "money", _ENTRY, total=True),
    computed("spent_fen", "支出", "money", _ENTRY, total=True),
    computed("balance_fen", "结余", "money", _ENTRY, total=True),
    of(Project.covers_households),
    of(Project.covers_people),
    of(Project.covers_poor_households),
    of(Project.covers_poor_people),
    of(Project.covers_villages),
    *(of(attribute) for attribute in (
        Project.proposer, Project.applicant, Project.planned_start, Project.planned_finish, Project.declared_on,
        Project.library_notice_from, Project.library_notice_through, Project.township_reviewed_on,
        Project.county_argued_on, Project.county_approved_on, Project.approval_number, Project.approval_unit,
        Project.granted_on, Project.deadline_on, Project.start_notice_from, Project.start_notice_through,
        Project.started_on, Project.finished_on, Project.preliminary_on, Project.accepted_on, Project.claimed_on,
        Project.claim_signed_on, Project.paid_on, Project.completion_notice_from, Project.completion_notice_through,
        Project.handed_on, Project.archived_on, Project.archive_number, Project.archive_term, Project.archived_by,
        Project.archive_checked_by, Project.unit_in_charge, Project.person_in_charge, Project.phone, Project.goal,
        Project.goal_quantity, Project.goal_quality, Project.goal_time, Project.goal_cost, Project.goal_benefit,
        Project.goal_satisfaction, Project.participation, Project.link, Project.village_opinion,
        Project.township_opinion, Project.county_opinion, Project.side_state, Project.side_on, Project.side_why,
        Project.note,
    )),
)  # fmt: skip


def _projects(scope: Scope) -> Select[Any]:
    project = table(Project)
    sums = project_days.sums(project, scope)
    made = {
        "stage": project_days.called(project, scope),
        "received_fen": sums["received_fen"],
        "spent_fen": sums["spent_fen"],
        "balance_fen": balance(sums.items()),
    }
    return select(
        project.c.id.label("_id"),
        *labelled(PROJECT_COLUMNS, {"project": project}, made),
        project.c.pinyin.label("_sort_name"),
        project.c.list_number.label("_list_number"),
        text_of(project.c.pinyin, project.c.initials).label("_text"),
    ).where(project.c.village_id == scope.village_id)


_GROUPS = (
    Group("收支", {"received_fen": "到账", "spent_fen": "支出", "balance_fen": "结余"}),
    Group(
        "受益",
        {
            "covers_households": "户数", "covers_people": "人数", "covers_poor_households": "其中脱贫户和监测户户数",
            "covers_poor_people": "其中脱贫户和监测户人数",
        },
    ),
    Group("入库公示", {"library_notice_from": "开始", "library_notice_through": "结束"}),
    Group("实施前公示", {"start_notice_from": "开始", "start_notice_through": "结束"}),
    Group("竣工公告", {"completion_notice_from": "开始", "completion_notice_through": "结束"}),
)  # fmt: skip

PROJECTS = Ledger(
    "projects", "项目台账", PROJECT_COLUMNS, _projects, ("code", "_list_number", "name"), year="year", groups=_GROUPS
)

ROSTER_COLUMNS = (
    computed("project", "项目编号", "code", (RosterLine.project_code, Project.code)),
    computed("household", "户编号", "code", (RosterLine.household_code, Household.code)),
    of(RosterLine.quantity),
    of(RosterLine.rate_fen),
    of(RosterLine.amount_fen, total=True),
    of(RosterLine.head_name, "head"),
    of(RosterLine.group_name, "group"),
    of(RosterLine.population),
    of(RosterLine.content),
    of(RosterLine.unit),
    of(RosterLine.note),
    of(Project.name, "project_name"),
    of(Project.year, "year"),
    of(RosterLine.list_number),
    of(RosterLine.card_tail),
    of(RosterLine.signed),
    of(RosterLine.received_on),
)


def _rosters(scope: Scope) -> Select[Any]:
    line, project, home = table(RosterLine), table(Project), table(Household)
    made = {
        "project": func.coalesce(project.c.code, line.c.project_code),
        "household": func.coalesce(home.c.code, line.c.household_code),
    }
    return (
        select(
            line.c.id.label("_id"),
            *labelled(ROSTER_COLUMNS, {"roster_line": line, "project": project}, made),
            home.c.head_pinyin.label("_sort_head"),
            project.c.pinyin.label("_sort_project_name"),
            text_of(home.c.head_pinyin, home.c.head_initials).label("_text"),
        )
        .select_from(
            line.outerjoin(project, project.c.id == line.c.project_id).outerjoin(home, home.c.id == line.c.household_id)
        )
        .where(line.c.village_id == scope.village_id)
    )


ROSTERS = Ledger("rosters", "到户花名册", ROSTER_COLUMNS, _rosters, ("project", "list_number"), year="year")
