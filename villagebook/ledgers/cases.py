"""The ledger of cases (动态管理): one row per case, from its lead to its end, with how far it is on the day.

Steps and days come from the declared procedures and the village's calendar, which no SELECT knows: ``prepare`` works
them out for the cases under way and hands them to the SELECT, so that the ledger sorts and filters by them too.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Integer, Select, Text, case, cast, func, literal, null, select
from sqlalchemy.types import TypeEngine

from villagebook.cases.progress import OPEN
from villagebook.ledgers import case_facts
from villagebook.ledgers.case_facts import Told
from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table, text_of
from villagebook.models import Case, CaseStep, Group, Household, Person

_PROGRESS = (CaseStep.step, CaseStep.done_on, Case.lead_on)

COLUMNS = (
    of(Case.code),
    of(Case.kind),
    computed("household", "户编号", "code", (Household.code,)),
    computed("head", "户主姓名", "name", (Household.head_name, Person.name)),
    computed("group", "村民小组", "name", (Household.group_name, Group.name)),
    of(Case.target),
    of(Case.covered),
    of(Case.grade),
    of(Case.month_fen),
    of(Case.lead_source),
    of(Case.lead_on),
    of(Case.lead_who),
    of(Case.lead_text),
    computed("days", "已办天数", "int", (Case.lead_on, Case.closed_on), unit="天"),
    computed("step", "下一步", "text", _PROGRESS),
    computed("due", "期限", "day", _PROGRESS),
    computed("late", "过期天数", "int", _PROGRESS, unit="天"),
    computed("missing", "差的材料", "text", (CaseStep.papers,)),
    of(Case.state),
    of(Case.closed_on),
    of(Case.outcome),
    of(Case.risk),
    of(Case.note),
)

#: Rank of a case that is not under way.
_CLOSED = 1_000_000


@dataclass(frozen=True, slots=True)
class _Line:
    days: int | None
    step: str | None = None
    due: dt.date | None = None
    late: int | None = None
    missing: str | None = None
    rank: int = _CLOSED


def urgency(one: Told) -> tuple[Any, ...]:
    """Return what cases under way are sorted by: the most late first, then by the day they are due."""
    far = one.progress
    late = far.late if far is not None else 0
    due = far.due if far is not None else None
    return (-late, due or dt.date.max, one.row["lead_on"] or dt.date.max, str(one.row["id"]))


def _lines(conn: Connection, scope: Scope) -> dict[uuid.UUID, _Line]:
    every = case_facts.told(conn, scope.village_id, scope.on)
    under_way = sorted((one for one in every if one.row["state"] == OPEN), key=urgency)
    ranks = {one.row["id"]: rank for rank, one in enumerate(under_way)}
    return {one.row["id"]: _line(one, scope.on, ranks.get(one.row["id"], _CLOSED)) for one in every}


def _line(one: Told, on: dt.date, rank: int) -> _Line:
    began, ended = one.row["lead_on"], one.row["closed_on"]
    days = ((ended or on) - began).days if began is not None else None
    far = one.progress
    if far is None or one.row["state"] != OPEN:
        return _Line(days, rank=rank)
    missing = case_facts.JOINER.join(name for _, names in far.missing for name in names)
    step = far.next.title if far.next is not None else "办结"
    return _Line(days, step, far.due, far.late or None, missing or None, rank)


def _prepare(conn: Connection, scope: Scope) -> Scope:
    return replace(scope, given={**scope.given, "cases": _lines(conn, scope)})


def _told(
    key: ColumnElement[Any], lines: Mapping[uuid.UUID, _Line], name: str, kind: TypeEngine[Any]
) -> ColumnElement[Any]:
    """Return an attribute of the prepared lines as an expression by key."""
    whens = [
        (key == row, literal(value, kind)) for row, line in lines.items() if (value := getattr(line, name)) is not None
    ]
    return case(*whens, else_=cast(null(), kind)) if whens else cast(null(), kind)


def _select(scope: Scope) -> Select[Any]:
    one, home = table(Case), table(Household)
    head, group = table(Person, "head_person"), table(Group, "home_group")
    joined = (
        one.join(home, home.c.id == one.c.household_id)
        .outerjoin(head, head.c.id == home.c.head_id)
        .outerjoin(group, group.c.id == home.c.group_id)
    )
    lines: Mapping[uuid.UUID, _Line] = scope.given.get("cases", {})
    made = {
        "household": home.c.code,
        "head": func.coalesce(head.c.name, home.c.head_name),
        "group": func.coalesce(group.c.name, home.c.group_name),
        "days": _told(one.c.id, lines, "days", Integer()),
        "step": _told(one.c.id, lines, "step", Text()),
        "due": _told(one.c.id, lines, "due", Date()),
        "late": _told(one.c.id, lines, "late", Integer()),
        "missing": _told(one.c.id, lines, "missing", Text()),
    }
    return (
        select(
            one.c.id.label("_id"),
            *labelled(COLUMNS, {Case.__tablename__: one}, made),
            _told(one.c.id, lines, "rank", Integer()).label("_rank"),
            func.coalesce(head.c.pinyin, home.c.head_pinyin).label("_sort_head"),
            group.c.pinyin.label("_sort_group"),
            text_of(home.c.head_pinyin, home.c.head_initials, head.c.pinyin, head.c.initials).label("_text"),
        )
        .select_from(joined)
        .where(one.c.village_id == scope.village_id)
    )


CASES = Ledger("cases", "动态管理台账", COLUMNS, _select, ("_rank", "code"), _prepare)
