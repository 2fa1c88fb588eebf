"""Rows of projects, their sources and rosters, and of the voucher sequences."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from villagebook.models import FundEntry, Household, Meeting, Project, ProjectSource, RosterLine
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.models.pinyin import initials, pinyin
from villagebook.services.sample import funds, projects, rows_projects
from villagebook.services.sample.people import HOUSES
from villagebook.services.sample.projects import ProjectTold
from villagebook.services.sample.rows import Rows, Values
from villagebook.services.sample.rows_people import household_code
from villagebook.services.sample.shape import House

_POSTED = dt.time(9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
_BY_NUMBER = {house.number: house for house in HOUSES}


def add_projects(rows: Rows) -> None:
    """Add projects, the money planned for them by source, and their rosters."""
    numbers: Counter[int] = Counter()
    for project in projects.PROJECTS:
        numbers[project.year] += 1
        rows.add(Project, project.code, _project(rows, project, numbers[project.year]))
    for project in projects.PROJECTS:
        for position, (source, yuan) in enumerate(project.sources_yuan.items(), start=1):
            rows.add(ProjectSource, (project.code, source), {
                "project_id": rows.key(Project, project.code), "source": source,
                "programme": projects.programme(source), "document": projects.document(project, source),
                "planned_fen": yuan * 100, "position": position})
        _add_roster(rows, project)


def _project(rows: Rows, project: ProjectTold, list_number: int) -> Values:
    first, last = project.library_notice
    return {
        "list_number": list_number, "code": project.code, "name": project.name,
        "pinyin": pinyin(project.name, surname=False), "initials": initials(project.name, surname=False),
        "year": project.year, "category": project.category,
        "nature": project.nature, "mode": project.mode, "place": project.place, "content": project.content,
        "planned_fen": project.planned_fen, **_covered(project),
        "planned_start": project.planned[0], "planned_finish": project.planned[1],
        "unit_in_charge": project.unit, "person_in_charge": project.person[0], "phone": project.person[1],
        "goal": project.goal, "link": project.link, "library_notice_from": first, "library_notice_through": last,
        "approval_number": f"示乡振〔{project.year}〕{project.approval}号", "granted_on": project.granted_on,
        "started_on": project.started_on, "finished_on": project.finished_on, "accepted_on": project.accepted_on,
        "meeting_id": rows.key(Meeting, project.meeting), "note": project.note, **rows_projects.more(project),
    }


def _covered(project: ProjectTold) -> Values:
    """Return the counts of households and people a project reaches, on the day it was granted."""
    day = project.granted_on
    reached = [house for house in HOUSES if _reaches(project, house)]
    registered = [house for house in reached if house.has_status(*POOR_STATUSES, *MONITORED_STATUSES, on=day)]
    return {
        "covers_households": len(reached), "covers_people": sum(len(house.members_on(day)) for house in reached),
        "covers_poor_households": len(registered),
        "covers_poor_people": sum(len(house.members_on(day)) for house in registered),
    }


def _reaches(project: ProjectTold, house: House) -> bool:
    if project.roster:
        return any(share.house == house.number for share in project.roster.shares)
    if project.covers:
        return house.group in project.covers
    return house.has_status(*POOR_STATUSES, *MONITORED_STATUSES, on=project.granted_on)


def _add_roster(rows: Rows, project: ProjectTold) -> None:
    roster = project.roster
    received_on = funds.paid_out_on(project)
    for number, share in enumerate(roster.shares if roster else (), start=1):
        assert roster is not None
        house = _BY_NUMBER[share.house]
        card = str(rows.row(Household, house.number)["card"])
        rows.add(RosterLine, (project.code, house.number), {
            "list_number": number, "project_code": project.code, "project_id": rows.key(Project, project.code),
            "household_code": household_code(house), "household_id": rows.key(Household, house.number),
            "group_name": house.group, "head_name": house.head.name,
            "population": len(house.members_on(project.granted_on)), "content": roster.content,
            "quantity": share.quantity, "unit": roster.unit, "rate_fen": roster.rate_yuan * 100,
            "amount_fen": roster.amount_fen(share), "card_tail": card[-4:],
            "signed": house.head.name if received_on else None, "received_on": received_on})


def add_funds(rows: Rows) -> None:
    """Add the entries; vouchers are 记-0001 up in each year, posted the morning after their day."""
    serials: Counter[int] = Counter()
    voucher_of: dict[str, str] = {}
    for number, entry in enumerate(funds.entries()):
        year = entry.date.year
        values = _entry(rows, entry)
        if not entry.is_draft:
            serials[year] += 1
            voucher = f"记-{serials[year]:04d}"
            posted = dt.datetime.combine(entry.date + dt.timedelta(days=1), _POSTED)
            values |= {
                "list_number": serials[year], "voucher": voucher,
                "posted_at": (posted + dt.timedelta(seconds=serials[year])).astimezone(dt.UTC)}
            if entry.key:
                voucher_of[entry.key] = voucher
        if entry.reverses:
            wrong = voucher_of[entry.reverses]
            values |= {"memo": f"冲销{wrong}：{entry.reason}", "reverses_text": wrong,
                       "reverses_id": rows.key(FundEntry, entry.reverses)}
        rows.add(FundEntry, entry.key or number, values)


def _entry(rows: Rows, entry: funds.Entry) -> Values:
    return {
        "date": entry.date, "year": entry.date.year, "project_code": entry.project.code,
        "project_id": rows.key(Project, entry.project.code), "memo": entry.memo, "kind": entry.kind,
        "source": entry.source, "programme": entry.programme, "document": entry.document, "payee": entry.payee,
        "amount_fen": entry.amount_fen, "papers": entry.papers, "handler": funds.HANDLER, "reason": entry.reason,
    }
