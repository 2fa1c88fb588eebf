"""What the papers of a meeting say: 会议记录, 会议签到表, 会议决议; in which place of a project's binder they lie."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.documents.papers import meetings as forms
from villagebook.ledgers import Scope
from villagebook.models import Meeting
from villagebook.services.matters import decided_by
from villagebook.services.meeting_views import MeetingView, view_in
from villagebook.services.meetings import ABSENT, EXCUSED
from villagebook.services.papers.made import Filled, MadePaper
from villagebook.services.papers.projects import project_row, village_row

#: Lines of the sign sheet that stay empty behind those who are due, for who comes besides.
SPARE = 2
_PASSED = {"是": "通过", "否": "没有通过"}


def minutes(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 会议记录."""
    view = _view(connection, scope, key)
    if view is None:
        return None
    row = view.row
    missing = [f"{word}：{'、'.join(names)}" for word in (EXCUSED, ABSENT)
               if (names := [one.name for one in view.members if one.attendance == word])]  # fmt: skip
    as_they_are = ("place", "chair", "recorder", "subject", "speeches", "agreed", "against", "abstained", "resolution")
    values: dict[str, object] = {name: row[name] for name in as_they_are}
    values |= {
        "village": _village(connection, scope)["name"] or "", "body": view.body, "kind": view.kind, "code": view.code,
        "held_on": view.held_on, "due": view.due, "present": view.present, "missing": "；".join(missing) or "无",
        "matters": _matters(view),
    }  # fmt: skip
    return _filled(connection, scope, view, values, f"{view.kind}记录")


def sign_sheet(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 会议签到表: a line for each who is due, two on a line, and empty ones behind."""
    view = _view(connection, scope, key)
    if view is None:
        return None
    people = [(one.name, one.post) for one in view.members]
    values: dict[str, object] = {
        "kind": view.kind, "village": _village(connection, scope)["name"] or "",
        "held_words": chinese(view.held_on) if view.held_on else "", "place": view.row["place"] or "",
        "lines": sign_lines(people),
    }  # fmt: skip
    return _filled(connection, scope, view, values, f"{view.kind}签到表")


def sign_lines(people: Sequence[tuple[str, str]]) -> list[Mapping[str, object]]:
    """Return the lines of the sign sheet: people in order down the left, then the right, page by page."""
    rows = -(-(len(people) + SPARE) // (2 * forms.LINES)) * forms.LINES
    lines: list[Mapping[str, object]] = []
    for line in range(rows):
        page, place = divmod(line, forms.LINES)
        found: dict[str, object] = {}
        for side, shift in (("left", 0), ("right", forms.LINES)):
            at = page * 2 * forms.LINES + shift + place
            name, post = people[at] if at < len(people) else ("", "")
            found |= {f"{side}_number": at + 1, f"{side}_name": name or None, f"{side}_post": post or None}
        lines.append(found)
    return lines


def resolution(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 会议决议: None for a meeting that decided nothing and has no resolution."""
    view = _view(connection, scope, key)
    if view is None or not (view.decisions or view.row["resolution"]):
        return None
    came = f"应到{view.due}人，实到{view.present}人" if view.due is not None and view.present is not None else ""
    if came and view.need is not None and view.present is not None and view.present >= view.need.least:
        came += "，符合规定人数"
    about = "，".join(part for part in (chinese(view.held_on) if view.held_on else "", view.row["place"], view.kind)
                     if part)  # fmt: skip
    values: dict[str, object] = {
        "village": _village(connection, scope)["name"] or "", "code": view.code, "about": about, "came": came,
        "subject": view.row["subject"], "resolution": view.row["resolution"],
        "decided": [
            {"number": at, "words": _called(one.words), "votes": _votes(one, view),
             "passed": _PASSED.get(one.passed, "")}
            for at, one in enumerate(view.decisions, start=1)
        ],
    }  # fmt: skip
    return _filled(connection, scope, view, values, f"{view.kind}决议")


def of_project(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the meetings that decided a project up to the day, the earliest first."""
    found = decided_by(connection, ("project", project))
    return [one.meeting for one in found if one.held_on is None or one.held_on <= scope.on]


def with_decision(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return those of them of which there is a resolution."""
    return [key for key in of_project(connection, scope, project)
            if resolution(connection, scope, key) is not None]  # fmt: skip


def _view(connection: Connection, scope: Scope, key: uuid.UUID) -> MeetingView | None:
    try:
        return view_in(connection, scope.village_id, key)
    except UserError:
        return None


def _filled(
    connection: Connection, scope: Scope, view: MeetingView, values: Mapping[str, object], title: str
) -> Filled:
    return Filled(values, view.code, on=view.held_on, title=title, slot=_slot(connection, scope, view.held_on))


def _slot(connection: Connection, scope: Scope, held_on: dt.date | None) -> str:
    """Return where it lies: of a roster once the project was granted, before that of the application."""
    project: Any = scope.filters.get("project")
    row = project_row(connection, project) if project is not None else None
    granted = row["granted_on"] if row is not None else None
    late = granted is not None and held_on is not None and held_on >= granted
    return ROSTER_SLOT if late and row is not None and row["mode"] == "分户实施" else ""


def _village(connection: Connection, scope: Scope) -> Mapping[str, Any]:
    return village_row(connection, scope.village_id)


def _called(words: str) -> str:
    """Return a matter's name without its kind and number, where it has all three."""
    parts = words.split(" ", 2)
    return parts[2] if len(parts) == 3 else words


def _matters(view: MeetingView) -> str:
    found: dict[str, list[str]] = {}
    for one in view.decisions:
        found.setdefault(_PASSED.get(one.passed, "决定"), []).append(_called(one.words))
    return "；".join(f"{word}{len(names)}件：{'、'.join(names)}" for word, names in found.items())


def _votes(one: Any, view: MeetingView) -> str:
    own = [f"{word}{count}" for word, count in (("同意", one.agreed), ("反对", one.against), ("弃权", one.abstained))
           if count is not None]  # fmt: skip
    return "，".join(own) if own else view.vote_words.replace(" ", "")


def _where(connection: Connection, scope: Scope, key: uuid.UUID) -> str:
    """Return where a meeting's minutes lie."""
    query = select(Meeting.held_on).where(Meeting.id == key)
    found = connection.execute(query).one_or_none()
    return (_slot(connection, scope, found.held_on) or SLOT) if found is not None else ""


SLOT, ROSTER_SLOT = "apply-meeting", "roster-meeting"
MINUTES = MadePaper("minutes", "会议记录", "meeting", (forms.MINUTES,), minutes, SLOT, of_project, where=_where)
SIGN_SHEET = MadePaper("sign-sheet", "会议签到表", "meeting", (forms.SIGN_SHEET,), sign_sheet, SLOT, of_project)
RESOLUTION = MadePaper("resolution", "会议决议", "meeting", (forms.RESOLUTION,), resolution, SLOT, with_decision)
MEETINGS = (MINUTES, SIGN_SHEET, RESOLUTION)
