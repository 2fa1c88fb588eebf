"""The ledgers of meetings (会议台账) and of the members of the village's bodies (小组名册)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, distinct, func, literal, or_, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, running, table, text_of
from villagebook.models import (
    AssetEvent,
    CaseStep,
    Committee,
    CommitteeMember,
    Distribution,
    Meeting,
    MeetingDecision,
    MeetingMember,
    Project,
    Record,
)

_MATTERS = (
    MeetingDecision.record, Project.meeting_id, Distribution.meeting_id, CaseStep.meeting_id, AssetEvent.meeting_id,
)  # fmt: skip
#: Records that name the meeting that decided a matter: the record, kind of the matter, column of its key.
_NAMING: tuple[tuple[type[Record], str, str], ...] = (
    (Project, "project", "id"), (Distribution, "distribution", "id"), (CaseStep, "dynamic_case", "case_id"),
    (AssetEvent, "asset", "asset_id"),
)  # fmt: skip

MEETING_COLUMNS = (
    of(Meeting.code),
    of(Meeting.held_on),
    of(Meeting.kind),
    of(Meeting.subject),
    computed("due", "应到人数", "int", (Meeting.due, MeetingMember.name), unit="人"),
    computed("present", "实到人数", "int", (Meeting.present, MeetingMember.attendance), unit="人"),
    of(Meeting.agreed),
    of(Meeting.against),
    of(Meeting.abstained),
    of(Meeting.four_step),
    computed("matters", "决定事项", "int", _MATTERS, unit="件", total=True),
    of(Meeting.resolution),
    computed("body", "会议组织", "name", (Committee.name,)),
    of(Meeting.place),
    of(Meeting.chair),
    of(Meeting.recorder),
    of(Meeting.note),
)


def due_and_present(meeting: FromClause) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return how many were due and came: counted from the people listed, ``present`` once one is ticked, else typed."""
    person = table(MeetingMember, "listed")
    of_meeting = person.c.meeting_id == meeting.c.id
    listed = select(func.count()).select_from(person).where(of_meeting).scalar_subquery()
    ticked = (
        select(func.count()).select_from(person).where(of_meeting, person.c.attendance.is_not(None)).scalar_subquery()
    )
    came = select(func.count()).select_from(person).where(of_meeting, person.c.attendance == "到会").scalar_subquery()
    return func.coalesce(func.nullif(listed, 0), meeting.c.due), case((ticked > 0, came), else_=meeting.c.present)


def _matters(meeting: FromClause) -> ColumnElement[Any]:
    """How many matters it decided: rows of its own, and records that name it and have no such row."""
    row = table(MeetingDecision, "decision")
    total: ColumnElement[Any] = (
        select(func.count()).select_from(row).where(row.c.meeting_id == meeting.c.id).scalar_subquery()
    )
    for record, kind, column in _NAMING:
        named, said = table(record, f"own_{kind}"), table(MeetingDecision, f"of_{kind}")
        written = select(said.c.record_id).where(
            said.c.meeting_id == meeting.c.id, said.c.record == kind).correlate(meeting)  # fmt: skip
        total = total + (
            select(func.count(distinct(named.c[column]))).select_from(named)
            .where(named.c.meeting_id == meeting.c.id, named.c[column].not_in(written)).scalar_subquery()
        )  # fmt: skip
    return total


def _meetings(scope: Scope) -> Select[Any]:
    meeting, body = table(Meeting), table(Committee)
    due, present = due_and_present(meeting)
    made = {"due": due, "present": present, "matters": _matters(meeting), "body": body.c.name}
    limits = [meeting.c.village_id == scope.village_id]
    if scope.through is not None:
        limits.append(meeting.c.held_on <= scope.through)
    return (
        select(
            meeting.c.id.label("_id"),
            *labelled(MEETING_COLUMNS, {"meeting": meeting}, made),
            text_of(meeting.c.speeches).label("_text"),
        )
        .select_from(meeting.outerjoin(body, body.c.id == meeting.c.committee_id))
        .where(*limits)
    )


COMMITTEE_COLUMNS = (
    of(Committee.name, "body", "小组"),
    of(Committee.kind),
    of(CommitteeMember.name, "name"),
    of(CommitteeMember.post),
    of(CommitteeMember.unit),
    computed("state", "任职", "text", (CommitteeMember.since, CommitteeMember.until, Committee.since, Committee.until)),
    of(CommitteeMember.since),
    of(CommitteeMember.until),
    computed("project", "项目编号", "code", (Project.code,)),
    of(Committee.document),
    of(Committee.since, "body_since", "成立日期"),
    of(Committee.until, "body_until", "届满日期"),
)


def _committees(scope: Scope) -> Select[Any]:
    body, member, project = table(Committee), table(CommitteeMember), table(Project)
    sits = and_(
        running(body.c.since, body.c.until, scope.on), running(member.c.since, member.c.until, scope.on))
    later = or_(member.c.since > scope.on, body.c.since > scope.on)
    state = case((member.c.id.is_(None), literal("没有成员")), (sits, literal("在任")), (later, literal("未到任")),
                 else_=literal("已卸任"))  # fmt: skip
    order = case((sits, 0), else_=1)
    return (
        select(
            func.coalesce(member.c.id, body.c.id).label("_id"),
            *labelled(COMMITTEE_COLUMNS, {"committee": body, "committee_member": member},
                      {"state": state, "project": project.c.code}),
            order.label("_order"),
            func.coalesce(member.c.position, 0).label("_position"),
        )
        .select_from(body.outerjoin(member, member.c.committee_id == body.c.id)
                     .outerjoin(project, project.c.id == body.c.project_id))
        .where(body.c.village_id == scope.village_id)
    )  # fmt: skip


MEETINGS = Ledger("meetings", "会议台账", MEETING_COLUMNS, _meetings, ("held_on", "code"), year="held_on")
COMMITTEES = Ledger("committees", "小组名册", COMMITTEE_COLUMNS, _committees, ("kind", "body", "_order", "_position"))
