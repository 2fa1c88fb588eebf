"""Which cases a notice is about: those that wait for it on a day, or those named, each at the step that wants it.

A case waits for a kind of notice on a day when the steps before the one that names the kind were done by then, none
of them failed, and no notice of the kind that stands names it. Judged as of the day, so that a notice hung long ago
can still be written down. A notice that is on the wall, and one that corrects it, say what they are about: there the
step is not asked again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from villagebook.base.days import iso
from villagebook.base.errors import UserError
from villagebook.cases import PROCEDURES, Procedure, Step
from villagebook.cases.progress import OPEN
from villagebook.ledgers import Scope, case_facts
from villagebook.ledgers.case_facts import Told
from villagebook.ledgers.parts import table
from villagebook.models import Case, Notice
from villagebook.models.notice_states import FALLEN
from villagebook.notices.kind import NoticeKind
from villagebook.notices.subject import NoticeSubject

NoticeRow = dict[str, Any]


def step_of(kind: NoticeKind) -> tuple[Procedure, Step]:
    """Return the procedure and the step whose notice this is.

    Raises:
        KeyError: no step names it.
    """
    for procedure_id, step_id in kind.steps:
        return PROCEDURES[procedure_id], PROCEDURES[procedure_id].step(step_id)
    raise KeyError(kind.id)


def waiting(conn: Connection, village_id: uuid.UUID, kind: NoticeKind, on: dt.date) -> list[Told]:
    """Return the cases that wait for a notice of this kind on a day, by household code; none for other kinds."""
    if not kind.steps:
        return []
    procedure, step = step_of(kind)
    case = table(Case)
    there = or_(case.c.state == OPEN, case.c.closed_on > on)
    found = case_facts.told(conn, village_id, on, case.c.kind == procedure.title, there)
    named = standing(conn, village_id, kind)
    here = [one for one in found if not why_not(one, step, on) and not _over(one, step) and not naming(named, one)]
    return sorted(here, key=lambda one: (one.home["code"] or "", one.row["code"] or ""))


def chosen(conn: Connection, scope: Scope, kind: NoticeKind, subject: NoticeSubject) -> list[Told]:
    """Return the cases a notice is about: those named by code, those of the households named, else all that wait.

    Raises:
        UserError: nothing waits, one is not in the book, is another procedure's, at another step, or on another
            notice of the kind.
    """
    procedure, step = step_of(kind)
    on = subject.from_on or scope.on
    if subject.case_codes:
        found = _by_code(conn, scope, kind, procedure, subject.case_codes)
    elif subject.household_codes:
        found = _by_household(conn, scope, kind, step, subject)
    else:
        found = waiting(conn, scope.village_id, kind, on)
        if not found:
            said = f"{iso(on)} 没有等着{kind.name}的{procedure.title}"
            raise UserError("notice.nothing-waits", said, f"办到{step.title}这一步的才能拟")
    if not _settled(conn, scope.village_id, subject):
        named = standing(conn, scope.village_id, kind, but=subject.number)
        for one in found:
            _refuse(one, kind, step, on, naming(named, one))
    return found


def standing(conn: Connection, village_id: uuid.UUID, kind: NoticeKind, but: str = "") -> list[NoticeRow]:
    """Return the notices of a kind that stand (drafts too), newest first, except the one with this number."""
    notice = table(Notice)
    wanted = (notice.c.id, notice.c.number, notice.c.state, notice.c.subject, notice.c.from_on)
    query = (
        select(*wanted)
        .where(notice.c.village_id == village_id, notice.c.kind == kind.id)
        .where(notice.c.state.not_in(FALLEN), notice.c.number != but)
        .order_by(notice.c.year.desc(), notice.c.serial.desc())
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def naming(notices: Iterable[NoticeRow], one: Told) -> NoticeRow | None:
    """Return the first of these notices that names a case: by its code, or by its household since the lead."""
    code, home, lead = one.row["code"], one.home["code"], one.row["lead_on"]
    for row in notices:
        subject = row["subject"] or {}
        if subject.get("cases"):
            if code and code in subject["cases"]:
                return row
            continue
        since = lead is None or row["from_on"] is None or row["from_on"] >= lead
        if since and home and home in (subject.get("households") or ()):
            return row
    return None


def why_not(one: Told, step: Step, on: dt.date) -> str:
    """Return why a case is not at a step on a day, in words; empty if it is (a step whose notice fell is again)."""
    if one.procedure is None:
        return f"不认得“{one.row['kind']}”这种动态"
    if one.row["lead_on"] is not None and on < one.row["lead_on"]:
        return f"{iso(one.row['lead_on'])} 才有线索"
    closed = one.row["closed_on"]
    if one.row["state"] != OPEN and (closed is None or closed < on):
        return f"已经{one.row['state'].removeprefix('已')}"
    place = one.procedure.place(step.id)
    for before in one.procedure.steps[:place]:
        row = one.steps.get(before.id)
        if row is None or (row["done_on"] is not None and row["done_on"] > on):
            return f"{iso(on)} 还在{before.title}这一步"
        if row["passed"] == "否":
            return f"{before.title}没有通过"
    mine = one.steps.get(step.id)
    if mine is not None and mine["notice_id"] in one.notices and fell(one, step.id):
        return ""
    for behind in reversed(one.procedure.steps[place + 1 :]):
        row = one.steps.get(behind.id)
        if row is not None and (row["done_on"] is None or row["done_on"] <= on):
            return f"已经办到{behind.title}"
    return ""


def fell(one: Told, step_id: str) -> bool:
    """Whether the notice that a step done names was withdrawn or corrected."""
    row = one.steps.get(step_id)
    notice = one.notices.get(row["notice_id"]) if row is not None and row["notice_id"] is not None else None
    return notice is not None and notice["state"] in FALLEN


def _over(one: Told, step: Step) -> bool:
    """Whether the step was written down already, by a notice that stands or by hand."""
    return step.id in one.steps and not fell(one, step.id)


def _by_code(
    conn: Connection, scope: Scope, kind: NoticeKind, procedure: Procedure, codes: Sequence[str]
) -> list[Told]:
    found = {one.row["code"]: one for one in case_facts.told(
        conn, scope.village_id, scope.on, table(Case).c.code.in_(codes))}  # fmt: skip
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise UserError("notice.case-unknown", f"书里没有动态编号 {'、'.join(unknown)}", "请核对动态编号")
    others = [one for one in found.values() if one.procedure != procedure]
    if others:
        said = "、".join(f"{one.head}（{one.row['code']}）是{one.row['kind']}" for one in others)
        raise UserError("notice.case-kind", f"{said}，不能上{kind.name}", f"请选{procedure.title}的")
    return [found[code] for code in dict.fromkeys(codes)]


def _by_household(
    conn: Connection, scope: Scope, kind: NoticeKind, step: Step, subject: NoticeSubject
) -> list[Told]:
    """The case of each household: the one at the step, else the one begun last."""
    procedure, _ = step_of(kind)
    on = subject.from_on or scope.on
    case = table(Case)
    every: dict[str, list[Told]] = {}
    for one in case_facts.told(conn, scope.village_id, scope.on, case.c.kind == procedure.title):
        every.setdefault(one.home["code"] or "", []).append(one)
    without = [code for code in subject.household_codes if code not in every]
    if without:
        raise UserError(
            "notice.no-case", f"户编号 {'、'.join(without)} 没有登记{procedure.title}",
            "请先在农户的“动态”里登记线索",
        )  # fmt: skip
    codes = dict.fromkeys(subject.household_codes)
    return [next((one for one in every[code] if not why_not(one, step, on)), every[code][-1]) for code in codes]


def _settled(conn: Connection, village_id: uuid.UUID, subject: NoticeSubject) -> bool:
    """Whether the notice hangs, or hung, already, or corrects one that did: what it is about is not asked again."""
    if subject.corrects:
        return True
    if not subject.number:
        return False
    notice = table(Notice)
    query = select(notice.c.sha256).where(notice.c.village_id == village_id, notice.c.number == subject.number)
    return conn.execute(query).scalar() is not None


def _refuse(one: Told, kind: NoticeKind, step: Step, on: dt.date, other: NoticeRow | None) -> None:
    why = why_not(one, step, on)
    if why:
        said = f"{one.head}的{one.row['kind']}（{one.row['code']}）{why}，不能拟{kind.name}"
        raise UserError("notice.case-step", said, f"办到{step.title}这一步才能拟")
    if other is not None:
        said = f"{one.head}的{one.row['kind']}（{one.row['code']}）已经在{other['number']}上"
        raise UserError("notice.case-told", said, f"那一份现在是{other['state']}，要改先撤回")
