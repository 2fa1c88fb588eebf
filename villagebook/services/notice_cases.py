"""Notices about cases: which cases wait for one, what a draft about them is about, and the step it is done with.

Hanging the notice is the step: ``hung`` writes it down with the notice in the same work, nothing is typed twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from villagebook.cases import blocks_at
from villagebook.cases.progress import OPEN
from villagebook.ledgers import Scope, case_facts
from villagebook.ledgers.case_facts import Told
from villagebook.ledgers.parts import table
from villagebook.models import Case, CaseStep
from villagebook.notices import NOTICE_KINDS, NoticeKind, NoticeSubject, case_waiting
from villagebook.notices.case_waiting import naming, standing, step_of, why_not
from villagebook.services.notice_states import NOT_HUNG
from villagebook.store import Work

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for a notice: its code, the household's head and code, the class it is about."""

    code: str
    head: str
    household_code: str
    target: str


def waiting(connection: Connection, village_id: uuid.UUID, kind_id: str, on: dt.date) -> tuple[Waiting, ...]:
    """Return the cases that wait for a notice of a kind on a day, by household code; none for kinds without cases."""
    kind = NOTICE_KINDS.get(kind_id)
    found = case_waiting.waiting(connection, village_id, kind, on) if kind is not None else []
    return tuple(
        Waiting(one.row["code"] or "", one.head, one.home["code"] or "", one.row["target"] or "") for one in found
    )


def together(connection: Connection, village_id: uuid.UUID, code: str, kind_id: str, on: dt.date) -> tuple[str, ...]:
    """Return the codes of the cases that go on one sheet with a case: all that wait for this notice on the day."""
    codes = tuple(one.code for one in waiting(connection, village_id, kind_id, on))
    return codes if code in codes else (code,)


def about_cases(
    connection: Connection, village_id: uuid.UUID, kind: NoticeKind, on: dt.date, about: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a draft is about with its cases, their households and the notice it follows filled in.

    Args:
        about: Words of ``notice_sheets.About``; returned as they are for kinds without cases.

    Raises:
        UserError: as ``case_waiting.chosen``.
    """
    said = dict(about)
    if not kind.steps:
        return said
    subject = NoticeSubject(
        case_codes=tuple(said.get("cases") or ()), household_codes=tuple(said.get("households") or ()),
        corrects=said.get("corrects") or "",
    )  # fmt: skip
    found = case_waiting.chosen(connection, Scope(village_id, on), kind, subject)
    said["cases"] = [one.row["code"] for one in found if one.row["code"]]
    said["households"] = list(dict.fromkeys(one.home["code"] for one in found if one.home["code"]))
    if not said.get("follows"):
        said["follows"] = followed(connection, village_id, kind, found)
    return said


def followed(connection: Connection, village_id: uuid.UUID, kind: NoticeKind, cases: list[Told]) -> str:
    """Return the number of the newest notice that hung or hangs, of the kind this one follows, naming all its cases."""
    before = NOTICE_KINDS.get(kind.follows) if kind.follows else None
    rows = standing(connection, village_id, before) if before is not None else []
    for row in rows:
        if row["state"] not in NOT_HUNG and all(naming([row], one) is not None for one in cases):
            return str(row["number"])
    return ""


def hung(work: Work, notice: Row, on: dt.date) -> tuple[str, ...]:
    """Write down, for each case a notice names, that the step it belongs to is done with it; return whose.

    Left alone are cases that went on meanwhile, whose step rests on another notice that stands, or that something
    blocks on this day: there the office decides, with a reason. A step written down by hand gets the notice.

    Args:
        notice: Its row, already written as hanging.
        on: The day it went up.
    """
    kind = NOTICE_KINDS.get(notice["kind"])
    if kind is None or not kind.steps:
        return ()
    procedure, step = step_of(kind)
    every = case_facts.told(work.connection, work.village_id, on, table(Case).c.kind == procedure.title)
    rules = case_facts.rules_of(work.connection, work.village_id)
    said: list[str] = []
    for one in every:
        if naming([dict(notice)], one) is None:
            continue
        row = one.steps.get(step.id)
        if row is None:
            if one.row["state"] == OPEN and not blocks_at(procedure, one.facts, step.id, on, rules):
                fixed = {"id": work.new_id(), "village_id": work.village_id, "case_id": one.row["id"], "step": step.id}
                done = {"done_on": on, "passed": "是", "notice_id": notice["id"]}
                work.write_rows(CaseStep, inserts=[{**fixed, **done}])
                said.append(one.head)
        elif _takes(one, row, notice, step.id) and (new := _renewed(one, row, notice, on, step.id)):
            work.write_rows(CaseStep, updates=[(row["id"], new)])
            said.append(one.head)
    return tuple(said)


def _takes(one: Told, row: Row, notice: Row, step_id: str) -> bool:
    """Whether a step written down takes this notice: it has none, its own fell, or this one corrects it."""
    own = row["notice_id"]
    return own is None or own == notice["replaces_id"] or case_waiting.fell(one, step_id)


def _renewed(one: Told, row: Row, notice: Row, on: dt.date, step_id: str) -> dict[str, Any]:
    """What a step written down gets: the notice, and its day where the one before fell and nothing came after."""
    assert one.procedure is not None
    behind = one.procedure.steps[one.procedure.place(step_id) + 1 :]
    again = row["notice_id"] is not None and not any(step.id in one.steps for step in behind)
    if row["notice_id"] is None and why_not(one, one.procedure.step(step_id), on):
        return {}
    return {"notice_id": notice["id"]} | ({"done_on": on} if again or row["done_on"] is None else {})
