"""Checks of meetings and bodies: who came, votes, resolution, order of the four steps, who leads, terms."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.bodies import leads
from villagebook.ledgers.meetings import due_and_present
from villagebook.ledgers.parts import table
from villagebook.lifecycle.four_steps import Done, chain, step_of
from villagebook.lifecycle.quorum import BY_LAW, needed, votes_needed
from villagebook.models import (
    Committee,
    CommitteeMember,
    Distribution,
    Meeting,
    MeetingDecision,
    Project,
    info,
)

_LAW = "村民委员会组织法第二十二条、第二十六条"
_MINUTES = "会议记录的栏目：应到、实到、表决、决议"
_FOUR = "四议两公开的先后：党支部提议、村两委商议、党员大会审议、村民代表会议决议"
_BODIES = "2018年县级项目档案规定：领导小组、项目实施小组、项目监督小组"


def _rows(facts: Facts) -> list[Mapping[str, Any]]:
    """Return the meetings held by the day, with how many were due and came (``due_``, ``present_``)."""
    meeting = table(Meeting)
    due, present = due_and_present(meeting)
    query = select(meeting, due.label("due_"), present.label("present_")).where(
        meeting.c.village_id == facts.scope.village_id, meeting.c.held_on <= facts.on).order_by(
        meeting.c.held_on, meeting.c.id)  # fmt: skip
    return [dict(row) for row in facts.conn.execute(query).mappings()]


def _called(row: Mapping[str, Any]) -> str:
    return row["code"] or f"{row['held_on']} {row['kind']}"


def _problem(row: Mapping[str, Any], field: Any, message: str, **more: Any) -> Problem:
    return Problem(_called(row), info(field).label, message, ("meeting", row["id"]), **more)


@check(
    "meetings.quorum", "会议到会人数", WARNING, source=_LAW, hint="请核对应到、实到人数；人数不够的要重开",
    needs=(Meeting.held_on,),
)  # fmt: skip
def quorum(facts: Facts) -> Iterator[Problem]:
    """As many came as the rule of the kind of meeting asks for; of those the law names, fewer is an error."""
    for row in _rows(facts):
        due, present = row["due_"], row["present_"]
        if not due or present is None:
            continue
        need = needed(row["kind"], due, row["held_on"], facts.overrides, facts.region)
        if need is not None and present < need.least:
            message = f"实到 {present} 人，不到 {need.least} 人（{need.words}）"
            severity = ERROR if row["kind"] in BY_LAW else None
            yield _problem(row, Meeting.present, message, severity=severity)


@check(
    "meetings.present", "实到不多于应到", ERROR, source=_MINUTES, hint="请核对应到、实到人数",
    needs=(Meeting.held_on,),
)  # fmt: skip
def present_over_due(facts: Facts) -> Iterator[Problem]:
    """No more came than were due."""
    for row in _rows(facts):
        if row["due_"] is not None and row["present_"] is not None and row["present_"] > row["due_"]:
            yield _problem(row, Meeting.present, f"实到 {row['present_']} 人，多于应到 {row['due_']} 人")


@check(
    "meetings.votes", "表决票数等于实到", ERROR, source=_MINUTES, hint="请按会议记录核对票数和实到人数",
    needs=(Meeting.agreed,),
)  # fmt: skip
def votes(facts: Facts) -> Iterator[Problem]:
    """Those for, against and abstaining are those who came."""
    for row in _rows(facts):
        cast = [row[name] for name in ("agreed", "against", "abstained")]
        if row["agreed"] is None or row["present_"] is None:
            continue
        total = sum(count or 0 for count in cast)
        if total != row["present_"]:
            yield _problem(row, Meeting.agreed, f"同意、反对、弃权共 {total} 票，实到 {row['present_']} 人")


@check(
    "meetings.majority", "表决过半数", ERROR, source=_LAW, hint="没有过半数的不能算通过，请核对票数或结果",
    needs=(Meeting.agreed,),
)  # fmt: skip
def majority(facts: Facts) -> Iterator[Problem]:
    """What a meeting decided was agreed to by more than half of those who came, unless it was not passed."""
    passed = _passed(facts)
    for row in _rows(facts):
        if row["agreed"] is None or row["present_"] is None or row["id"] not in passed:
            continue
        need = votes_needed(row["present_"], row["held_on"], facts.overrides, facts.region)
        if need is not None and row["agreed"] < need.least:
            message = f"同意 {row['agreed']} 票，不到 {need.least} 票（{need.words}），记的是通过"
            yield _problem(row, Meeting.agreed, message)


def _passed(facts: Facts) -> set[uuid.UUID]:
    """Return the meetings that passed something by their own count of votes."""
    said = table(MeetingDecision)
    query = select(said.c.meeting_id).where(
        said.c.village_id == facts.scope.village_id, said.c.passed == "是", said.c.agreed.is_(None))  # fmt: skip
    found = set(facts.conn.execute(query).scalars())
    for record in (Project, Distribution):
        own = table(record)
        query = select(own.c.meeting_id).where(
            own.c.village_id == facts.scope.village_id, own.c.meeting_id.is_not(None))  # fmt: skip
        found |= set(facts.conn.execute(query).scalars())
    return found


@check(
    "meetings.resolution", "会议有决议", WARNING, source=_MINUTES, hint="请按会议记录补写决议",
    needs=(Meeting.resolution,),
)  # fmt: skip
def resolution(facts: Facts) -> Iterator[Problem]:
    """A meeting that voted or decided something has a resolution."""
    passed = _passed(facts)
    for row in _rows(facts):
        if not row["resolution"] and (row["agreed"] is not None or row["id"] in passed):
            yield _problem(row, Meeting.resolution, "表决了，没有写决议")


@check(
    "meetings.step-order", "四议两公开先后", ERROR, source=_FOUR, hint="请按会议记录核对开会的日期和环节",
    needs=(Meeting.held_on,),
)  # fmt: skip
def step_order(facts: Facts) -> Iterator[Problem]:
    """The meetings that decided one project lie in the order of the steps they do."""
    held = {row["id"]: row for row in _rows(facts)}
    for project, meetings in _of_projects(facts, held).items():
        done = [Done(step, row["held_on"]) for row in meetings if (step := step_of(row["kind"], row["four_step"]))]
        for state in chain(done):
            if state.fault:
                yield Problem(project[1], info(Meeting.held_on).label, state.fault, ("project", project[0]))


def _of_projects(
    facts: Facts, held: Mapping[uuid.UUID, Mapping[str, Any]]
) -> dict[tuple[uuid.UUID, str], list[Mapping[str, Any]]]:
    project, said = table(Project), table(MeetingDecision)
    mine = project.c.village_id == facts.scope.village_id
    own = select(project.c.id, project.c.code, project.c.name, project.c.meeting_id).where(mine)
    written = own.with_only_columns(project.c.id, project.c.code, project.c.name, said.c.meeting_id).join(
        said, said.c.record_id == project.c.id).where(said.c.record == "project")  # fmt: skip
    found: dict[tuple[uuid.UUID, str], dict[uuid.UUID, Mapping[str, Any]]] = defaultdict(dict)
    for query in (own, written):
        for key, code, name, meeting in facts.conn.execute(query):
            if meeting in held:
                found[key, code or name or ""][meeting] = held[meeting]
    return {key: list(meetings.values()) for key, meetings in found.items()}


@check(
    "meetings.declared-first", "申报在会议以后", ERROR, source=_FOUR, hint="先开会决定，再申报；请核对两个日期",
    needs=(Project.declared_on, Project.meeting_id),
)  # fmt: skip
def declared_first(facts: Facts) -> Iterator[Problem]:
    """A project was not declared before the meeting that decided it."""
    project, meeting = table(Project), table(Meeting)
    query = select(project.c.id, project.c.code, project.c.name, project.c.declared_on, meeting.c.held_on).join(
        meeting, meeting.c.id == project.c.meeting_id).where(
        project.c.village_id == facts.scope.village_id, project.c.declared_on < meeting.c.held_on)  # fmt: skip
    for key, code, name, declared, held in facts.conn.execute(query):
        message = f"申报日期（{chinese(declared)}）早于决定会议（{chinese(held)}）"
        yield Problem(code or name or "", info(Project.declared_on).label, message, ("project", key))


def _bodies(facts: Facts) -> list[Mapping[str, Any]]:
    rows = table(Committee)
    query = select(rows).where(rows.c.village_id == facts.scope.village_id).order_by(rows.c.name)
    return [dict(row) for row in facts.conn.execute(query).mappings()]


def _runs(row: Mapping[str, Any], on: dt.date) -> bool:
    return (row["since"] is None or row["since"] <= on) and (row["until"] is None or row["until"] >= on)


@check(
    "committees.head", "小组有负责人", WARNING, source=_BODIES, hint="请登记组长、主任或召集人",
    needs=(Committee.name,),
)  # fmt: skip
def no_head(facts: Facts) -> Iterator[Problem]:
    """A body in office is led by somebody in office."""
    member = table(CommitteeMember)
    query = select(member).where(member.c.village_id == facts.scope.village_id)
    members = [dict(row) for row in facts.conn.execute(query).mappings()]
    led = {row["committee_id"] for row in members if leads(row["post"]) and _runs(row, facts.on)}
    for row in _bodies(facts):
        if _runs(row, facts.on) and row["id"] not in led:
            yield Problem(row["name"], info(CommitteeMember.post).label, "没有在任的负责人", ("committee", row["id"]))


@check(
    "committees.over", "小组没有届满", WARNING, source="村民委员会组织法第十一条：每届任期五年",
    hint="换届了的请用“换届”登记新成员；撤销的不用管", needs=(Committee.name,),
)  # fmt: skip
def term_over(facts: Facts) -> Iterator[Problem]:
    """A body whose term is over, or that sits longer than a term, has one of its kind after it."""
    bodies = _bodies(facts)
    for row in bodies:
        if any(one is not row and one["kind"] == row["kind"] and one["project_id"] == row["project_id"]
               and _runs(one, facts.on) for one in bodies):  # fmt: skip
            continue
        if row["until"] is not None and row["until"] < facts.on:
            said = f"{chinese(row['until'])}已届满，没有同类的小组接着"
            yield Problem(row["name"], info(Committee.until).label, said, ("committee", row["id"]))
        elif row["until"] is None and row["since"] is not None and row["project_id"] is None:
            term = facts.period("committee.term", row["since"])
            if term is not None and not _elected_since(facts, row["id"], term) and term.after(row["since"]) < facts.on:
                said = f"{chinese(row['since'])}成立，已满 {term}，没有换届"
                yield Problem(row["name"], info(Committee.since).label, said, ("committee", row["id"]))


def _elected_since(facts: Facts, key: uuid.UUID, term: Any) -> bool:
    """Whether a member's term began within the last term: then the body was elected anew."""
    member = table(CommitteeMember)
    days = facts.conn.execute(select(member.c.since).where(member.c.committee_id == key)).scalars()
    return any(day is not None and day <= facts.on <= term.after(day) for day in days)


@check(
    "committees.supervision", "集体实施有监督小组", WARNING, source=_BODIES, hint="请登记项目监督小组的成员和任期",
    needs=(Project.mode, Committee.name),
)  # fmt: skip
def no_supervision(facts: Facts) -> Iterator[Problem]:
    """A project carried out together has members of 项目监督小组 in office on the days its papers are signed."""
    project = table(Project)
    query = select(project.c.id, project.c.code, project.c.name, project.c.accepted_on, project.c.started_on).where(
        project.c.village_id == facts.scope.village_id, project.c.mode == "集体实施")  # fmt: skip
    sits = _supervising(facts)
    for key, code, name, accepted, started in facts.conn.execute(query.order_by(project.c.code)):
        on = accepted or started
        if on is None or on > facts.on:
            continue
        if not any(own in (None, key) and _runs(body, on) and _runs(member, on) for own, body, member in sits):
            said = f"{chinese(on)}没有在任的项目监督小组成员签字"
            yield Problem(code or name or "", info(Project.mode).label, said, ("project", key))


def _supervising(facts: Facts) -> list[tuple[Any, Mapping[str, Any], Mapping[str, Any]]]:
    body, member = table(Committee), table(CommitteeMember)
    query = select(
        body.c.project_id, body.c.since, body.c.until, member.c.since.label("from_"), member.c.until.label("to_")
    ).join(member, member.c.committee_id == body.c.id).where(
        body.c.village_id == facts.scope.village_id, body.c.kind == "项目监督小组")  # fmt: skip
    return [
        (row.project_id, {"since": row.since, "until": row.until}, {"since": row.from_, "until": row.to_})
        for row in facts.conn.execute(query)
    ]


MEETINGS = (quorum, present_over_due, votes, majority, resolution, step_order, declared_first)
COMMITTEES = (no_head, term_over, no_supervision)
