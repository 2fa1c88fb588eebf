"""Rows of the sample village's bodies, of who came to its meetings, of what these decided; and of help from outside."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from villagebook.ledgers.bodies import BODY_OF_MEETING, leads
from villagebook.models import (
    Committee,
    CommitteeMember,
    FundEntry,
    Household,
    Meeting,
    MeetingDecision,
    MeetingMember,
    Project,
    SocialHelp,
)
from villagebook.services.sample import bodies, donations
from villagebook.services.sample.bodies import BodyTold, MemberTold
from villagebook.services.sample.people import HOUSES
from villagebook.services.sample.projects import PROJECTS
from villagebook.services.sample.rows import Rows
from villagebook.services.sample.rows_people import household_code

_HOUSE = {house.number: house for house in HOUSES}


def add_bodies(rows: Rows) -> None:
    """Add the bodies with their members."""
    for body in bodies.BODIES:
        key = rows.add(Committee, body.kind, {
            "name": body.name, "kind": body.kind, "document": body.document or None, "since": body.since})
        for position, one in enumerate(body.members, start=1):
            rows.add(CommitteeMember, (body.kind, one.name), {
                "committee_id": key, "name": one.name, "post": one.post, "unit": one.unit or None, "since": one.since,
                "until": one.until, "position": position})


def add_meetings(rows: Rows) -> None:
    """Add the meetings of the chain; number all meetings, list who was due and came, write what was decided."""
    for one in bodies.CHAIN:
        due = len(_sitting(BODY_OF_MEETING[one.kind], one.held_on))
        rows.add(Meeting, one.key, {
            "kind": one.kind, "held_on": one.held_on, "place": "村部会议室", "subject": one.subject, "chair": "钟长明",
            "recorder": "林晓芸", "due": due, "present": due, "agreed": due, "against": 0, "abstained": 0,
            "resolution": one.resolution})
    _number(rows)
    for row in rows.found[Meeting]:
        _list_people(rows, row)
    keys = [one.key for one in bodies.CHAIN] + [bodies.COUNCIL_MEETING]
    for project in PROJECTS:
        for key in keys if project.year == bodies.CHAIN_YEAR else ():
            _decide(rows, key, project.code)
        _decide(rows, project.meeting, project.code)


def add_donations(rows: Rows) -> None:
    """Add the matters of social help; entries of the donated money get the matter they belong to."""
    serials: Counter[int] = Counter()
    for one in donations.DONATIONS:
        serials[one.date.year] += 1
        house = _HOUSE.get(one.house)
        key = rows.add(SocialHelp, one.key, {
            "code": f"{one.date.year}-{serials[one.date.year]:02d}", "date": one.date, "kind": one.kind,
            "giver": one.giver, "content": one.content, "amount_fen": one.yuan * 100 if one.yuan else None,
            "goods": one.goods or None, "goods_fen": one.goods_yuan * 100 if one.goods_yuan else None,
            "target": one.target, "household_code": household_code(house) if house else None,
            "household_id": rows.key(Household, house.number) if house else None,
            "project_code": one.project or None, "project_id": rows.key(Project, one.project) if one.project else None,
            "used": one.used or None, "used_fen": one.used_yuan * 100 if one.used_yuan else None,
            "feedback": one.feedback or None, "feedback_on": one.feedback_on, "receipt": one.receipt or None,
            "reported_on": one.reported_on, "handler": "林晓芸"})  # fmt: skip
        if one.project:
            for entry in rows.found[FundEntry]:
                if entry["project_code"] == one.project and entry["source"] == "社会捐赠" and entry["kind"] != "报账":
                    entry["social_help_id"] = key


def _number(rows: Rows) -> None:
    serials: Counter[int] = Counter()
    for row in sorted(rows.found[Meeting], key=lambda row: row["held_on"]):
        year = row["held_on"].year
        serials[year] += 1
        row["code"] = f"{year}-{serials[year]:02d}"
        row["committee_id"] = rows.key(Committee, BODY_OF_MEETING[row["kind"]])


def _list_people(rows: Rows, row: dict[str, Any]) -> None:
    """List those due; of the last of the list as many are excused as did not come."""
    sitting = _sitting(BODY_OF_MEETING[row["kind"]], row["held_on"])
    for position, one in enumerate(sitting, start=1):
        rows.add(MeetingMember, (row["code"], one.name), {
            "meeting_id": row["id"], "name": one.name, "post": one.post, "position": position,
            "attendance": "到会" if position <= row["present"] else "请假"})


def _sitting(kind: str, on: dt.date) -> list[MemberTold]:
    body: BodyTold = next(one for one in bodies.BODIES if one.kind == kind)
    sits = [one for one in body.members if one.since is None or one.since <= on]
    sits = [one for one in sits if one.until is None or one.until >= on]
    return sorted(sits, key=lambda one: not leads(one.post))


def _decide(rows: Rows, meeting: str, code: str) -> None:
    rows.add(MeetingDecision, (meeting, code), {
        "meeting_id": rows.key(Meeting, meeting), "record": "project", "record_id": rows.key(Project, code),
        "passed": "是"})
