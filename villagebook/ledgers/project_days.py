"""The days of a project's stages, and what it is called by them, in SQL: made from the declared stages.

A stage has the day of its own column. Where that is empty the book may know it from elsewhere: the days of the
project's notice of the stage's kind, the claims and payments among its entries, the handing over of its assets.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.sql.expression import null

from villagebook.ledgers.figures import FIGURES, balance, counted_as, figure, in_scope
from villagebook.ledgers.ledger import Scope
from villagebook.ledgers.parts import table
from villagebook.ledgers.standing_notices import stands
from villagebook.lifecycle.stage import Stage
from villagebook.lifecycle.stages import FIRST_STATE, STAGES
from villagebook.lifecycle.standing import Known, Reached
from villagebook.models import Asset, FundEntry, Meeting, MeetingDecision, Notice, Project

#: What the days are read from, for the privacy of a column made of them.
SOURCES = (
    Project.side_state, *(getattr(Project, name) for stage in STAGES for name in stage.fields),
    Notice.from_on, Notice.through_on, FundEntry.date, FundEntry.kind, FundEntry.amount_fen, Asset.handed_on,
)  # fmt: skip
_CLAIM = FIGURES["reimbursed_fen"]


class DayColumns(NamedTuple):
    """First and last day of one stage, as expressions."""

    from_on: ColumnElement[Any]
    on: ColumnElement[Any]


def sums(project: FromClause, scope: Scope) -> dict[str, ColumnElement[Any]]:
    """Return the figures of a project's entries by id, in fen."""
    return {name: _sum_of(project, scope, name) for name in FIGURES}


def _sum_of(project: FromClause, scope: Scope, figure_id: str) -> ColumnElement[Any]:
    entry, origin = table(FundEntry, f"entry_{figure_id}"), table(FundEntry, f"origin_{figure_id}")
    amount = figure(figure_id, counted_as(entry, origin), entry.c.amount_fen)
    return (
        select(cast(func.coalesce(func.sum(amount), 0), BigInteger))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(entry.c.project_id == project.c.id, *in_scope(entry, scope))
        .scalar_subquery()
    )


def day_columns(project: FromClause, scope: Scope) -> Mapping[str, DayColumns]:
    """Return the days of every stage by its id; ``project`` is the table or alias in the FROM."""
    return {stage.id: _days(stage, project, scope) for stage in STAGES}


def _days(stage: Stage, project: FromClause, scope: Scope) -> DayColumns:
    nothing: ColumnElement[Any] = null()
    own: ColumnElement[Any] = project.c[stage.field] if stage.field else nothing
    if stage.begins:
        first, last = _notice_days(stage, project)
        # Days of its own count only together: a first day of the project and a last day of a notice are no pair.
        typed = or_(project.c[stage.begins].is_not(None), own.is_not(None))
        return DayColumns(
            case((typed, project.c[stage.begins]), else_=first), case((typed, own), else_=last))  # fmt: skip
    match stage.id:
        case "plan":
            own = _decided_on(project)
        case "claim_signed":
            # What was reimbursed was signed before, where nobody wrote down the day of the claim.
            unsaid = and_(project.c.accepted_on.is_not(None), project.c.claimed_on.is_(None))
            own = func.coalesce(own, case((unsaid, _last_claim(project, scope))))
        case "claimed":
            own = func.coalesce(own, case((project.c.accepted_on.is_not(None), _last_claim(project, scope))))
        case "paid":
            own = func.coalesce(own, case((_is_paid(project, scope), _last_claim(project, scope))))
        case "handed":
            asset = table(Asset, "handed_over")
            last = select(func.max(asset.c.handed_on)).where(asset.c.project_id == project.c.id).scalar_subquery()
            own = func.coalesce(own, last)
    return DayColumns(own, own)


def _notice_days(stage: Stage, project: FromClause) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return first and last day of the newest posted notice of the stage's kind about the project, or naming it."""
    notice = table(Notice, f"notice_{stage.id}")
    mine = select(notice.c.from_on).where(
        or_(notice.c.project_id == project.c.id, and_(notice.c.project_id.is_(None), names(notice, project.c.code))),
        notice.c.village_id == project.c.village_id, notice.c.kind == stage.notices[0], stands(notice),
        notice.c.from_on.is_not(None),
    )  # fmt: skip
    newest = mine.order_by(notice.c.from_on.desc()).limit(1)
    return newest.scalar_subquery(), newest.with_only_columns(notice.c.through_on).scalar_subquery()


def names(notice: FromClause, code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a notice about all projects of a year names the one with this code (Notice.subject, ``projects``)."""
    return cast(notice.c.subject, Text).like(literal('%"projects"%"') + code + literal('"%'))


def _decided_on(project: FromClause) -> ColumnElement[Any]:
    """Return the day of the meeting the project names, else of the first that passed it."""
    meeting, held, decision = table(Meeting, "decided_by"), table(Meeting, "decided_too"), table(MeetingDecision)
    named = select(meeting.c.held_on).where(meeting.c.id == project.c.meeting_id).scalar_subquery()
    first = (
        select(func.min(held.c.held_on))
        .select_from(decision.join(held, held.c.id == decision.c.meeting_id))
        .where(
            decision.c.record == Project.__tablename__, decision.c.record_id == project.c.id,
            func.coalesce(decision.c.passed, "是") != "否",
        )
    ).scalar_subquery()  # fmt: skip
    return func.coalesce(named, first)


def _last_claim(project: FromClause, scope: Scope) -> ColumnElement[Any]:
    entry = table(FundEntry, "claim")
    return (
        select(func.max(entry.c.date))
        .where(entry.c.project_id == project.c.id, entry.c.kind == _CLAIM, *in_scope(entry, scope))
        .scalar_subquery()
    )


def _is_paid(project: FromClause, scope: Scope) -> ColumnElement[bool]:
    """Whether it is accepted, what it received was paid out, and all of that was claimed."""
    found = sums(project, scope)
    return and_(
        project.c.accepted_on.is_not(None), found["spent_fen"] > 0, balance(found.items()) <= 0,
        found["reimbursed_fen"] >= found["spent_fen"],
    )  # fmt: skip


def called(project: FromClause, scope: Scope) -> ColumnElement[Any]:
    """Return what a project is called as of ``scope.on``, as lifecycle.standing.word says it."""
    on, days = literal(scope.on, Date()), day_columns(project, scope)
    side = and_(project.c.side_state.is_not(None), project.c.side_state != "",
                or_(project.c.side_on.is_(None), project.c.side_on <= on))  # fmt: skip
    whens: list[tuple[ColumnElement[bool], Any]] = [(side, project.c.side_state)]
    for stage in reversed(list(STAGES)):
        if stage.state == FIRST_STATE:
            continue
        fits, day = _fits(stage, project), days[stage.id]
        whens.append((and_(fits, day.on < on if stage.begins else day.on <= on), stage.state))
        if stage.begins:
            whens.append((and_(fits, day.from_on <= on), stage.under))
    return case(*whens, else_=FIRST_STATE)


def _fits(stage: Stage, project: FromClause) -> ColumnElement[bool]:
    mode = func.coalesce(project.c.mode, "")
    if stage.modes:
        return mode.in_(stage.modes)
    return mode.not_in(stage.not_for) if stage.not_for else true()


def known(conn: Connection, scope: Scope, keys: Iterable[uuid.UUID] | None = None) -> dict[uuid.UUID, Known]:
    """Return what the book knows of projects, by key in the order of their codes; None: of all of the village."""
    project = table(Project)
    days = day_columns(project, scope)
    labels = [
        expression.label(f"_{stage}_{which}")
        for stage, both in days.items() for which, expression in zip(("from", "on"), both, strict=True)
    ]  # fmt: skip
    query = select(project, *labels).where(project.c.village_id == scope.village_id)
    if keys is not None:
        query = query.where(project.c.id.in_(list(keys)))
    found = {}
    for row in conn.execute(query.order_by(project.c.code, project.c.id)).mappings():
        reached = {stage: Reached(row[f"_{stage}_from"], row[f"_{stage}_on"]) for stage in days}
        found[row["id"]] = Known({column.name: row[column.name] for column in project.c}, reached)
    return found
