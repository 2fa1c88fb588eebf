"""The ledgers of projects and of what households get from them (rosters)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, case, cast, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import FIGURES, balance, counted_as, figure, in_scope
from villagebook.ledgers.ledger import Ledger, Scope
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
    computed(
        "stage", "进度", "text",
        (
            Project.side_state, Project.library_notice_from, Project.library_notice_through, Project.granted_on,
            Project.started_on, Project.finished_on, Project.accepted_on,
        ),
    ),
    of(Project.subcategory),
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
    of(Project.planned_start),
    of(Project.planned_finish),
    of(Project.library_notice_from),
    of(Project.library_notice_through),
    of(Project.approval_number),
    of(Project.granted_on),
    of(Project.started_on),
    of(Project.finished_on),
    of(Project.accepted_on),
    of(Project.unit_in_charge),
    of(Project.person_in_charge),
    of(Project.phone),
    of(Project.goal),
    of(Project.link),
    of(Project.note),
)  # fmt: skip


def _stage(project: FromClause, on: dt.date) -> ColumnElement[Any]:
    """The last stage that has happened by a day, by the dates of domain 4.4 and 5.2; a side state goes first."""
    c = project.c
    return case(
        (c.side_state.is_not(None), c.side_state),
        (c.accepted_on <= on, "已验收"),
        (c.finished_on <= on, "已竣工"),
        (c.started_on <= on, "实施中"),
        (c.granted_on <= on, "已下达"),
        (c.library_notice_through < on, "已公示"),
        (c.library_notice_from <= on, "村级公示"),
        else_="谋划",
    )


def _sum_of(project: FromClause, scope: Scope, figure_id: str) -> ColumnElement[Any]:
    entry, origin = table(FundEntry, f"entry_{figure_id}"), table(FundEntry, f"origin_{figure_id}")
    amount = figure(figure_id, counted_as(entry, origin), entry.c.amount_fen)
    return (
        select(cast(func.coalesce(func.sum(amount), 0), BigInteger))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(entry.c.project_id == project.c.id, *in_scope(entry, scope))
        .scalar_subquery()
    )


def _projects(scope: Scope) -> Select[Any]:
    project = table(Project)
    sums = {name: _sum_of(project, scope, name) for name in FIGURES}
    made = {
        "stage": _stage(project, scope.on),
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


PROJECTS = Ledger("projects", "项目台账", PROJECT_COLUMNS, _projects, ("code", "_list_number", "name"))

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


ROSTERS = Ledger("rosters", "到户花名册", ROSTER_COLUMNS, _rosters, ("project", "list_number"))
