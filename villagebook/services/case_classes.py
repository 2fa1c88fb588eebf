"""What the end of a case does to a household's classes (身份): one begins, one ends, one is marked as 风险已消除."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select

from villagebook.base.days import iso
from villagebook.base.errors import UserError
from villagebook.cases import Procedure
from villagebook.ledgers import case_facts
from villagebook.ledgers.case_facts import Row, Told
from villagebook.models import StatusPeriod
from villagebook.models.codes import CODES, MONITORED_STATUSES, POOR_STATUSES
from villagebook.store import Work


def change_classes(work: Work, one: Told, procedure: Procedure, day: dt.date, *, way: str, target: str) -> list[str]:
    """End and begin what a case is about; return what was done, in words.

    Args:
        day: First day of what begins; what ends lasts to the day before.
        way: 帮扶消除 or 自然消除. target: class that begins, if the case does not name it.

    Raises:
        UserError: no class is named, or there is none to end.
    """
    ending = _ending(work, one, procedure, day)
    said = [_end(work, one, procedure, ending, day, way)] if ending is not None else []
    return [*said, *_begin(work, one, procedure, day, target, ending)]


def _begin(work: Work, one: Told, procedure: Procedure, day: dt.date, target: str, ending: Row | None) -> list[str]:
    if not procedure.begins:
        return []
    kind = procedure.begins[0] if procedure.ends else (target or one.row["target"])
    if not kind:
        raise UserError("case.no_target", f"{one.head}还没有定识别为哪一类", f"可以是：{'、'.join(procedure.begins)}")
    if kind not in procedure.begins:
        raise UserError("case.target", f"{procedure.title}不会识别为“{kind}”", f"可以是：{'、'.join(procedure.begins)}")
    first = (ending["first_identified_on"] or ending["from_on"]) if ending is not None else day
    row: dict[str, Any] = {
        "id": work.new_id(), "village_id": work.village_id, "household_id": one.row["household_id"], "kind": kind,
        "from_on": day, "first_identified_on": first, "case_id": one.row["id"], "risk1": one.row["risk"],
        "meeting_id": _named(one, "meeting_id"), "notice_id": _named(one, "notice_id"),
    }  # fmt: skip
    if kind in MONITORED_STATUSES:
        row["removed"] = "否"
    if kind in POOR_STATUSES:
        row |= {"lifted_year": day.year, "lift_state": "已脱贫(享受政策)"}
    work.write_rows(StatusPeriod, inserts=[row])
    return [f"{iso(day)} 起为{kind}"]


def _named(one: Told, column: str) -> uuid.UUID | None:
    """Return the first meeting or notice that the steps name."""
    procedure = one.procedure
    rows = [one.steps[step.id] for step in procedure.steps if step.id in one.steps] if procedure is not None else []
    return next((row[column] for row in rows if row[column] is not None), None)


def _ending(work: Work, one: Told, procedure: Procedure, day: dt.date) -> Row | None:
    if not procedure.ends:
        return None
    in_force = case_facts.in_force_of(work.connection, one.row["household_id"], day)
    found = case_facts.to_end(in_force, procedure.ends, one.row["target"])
    if found is None:
        kinds = "、".join(procedure.ends)
        raise UserError("case.nothing_to_end", f"{one.head}{iso(day)} 没有可以结束的{kinds}", "请核对身份")
    return found


def _end(work: Work, one: Told, procedure: Procedure, ending: Row, day: dt.date, way: str) -> str:
    last = day - dt.timedelta(days=1)
    if procedure.removes:
        ways = CODES["removed_way"].values
        if way not in ways:
            raise UserError("case.way", f"没有“{way}”这种消除方式", f"可以是：{'、'.join(ways)}")
        values: dict[str, Any] = {"removed": "是", "removed_way": way, "removed_on": day}
        said = f"{iso(day)} 风险消除（{way}）"
    else:
        values = {"through_on": last, "ended_why": procedure.title}
        said = f"{ending['kind']}到 {iso(last)} 为止"
    work.write_rows(StatusPeriod, updates=[(ending["id"], {**values, "ended_case_id": one.row["id"]})])
    return said


def undo_classes(work: Work, key: uuid.UUID, on: dt.date) -> list[str]:
    """End what a case began and let run again what it ended; return what was done, in words.

    Raises:
        UserError: another case has ended since what it began.
    """
    return [*_end_again(work, key, on), *_run_again(work, key)]


def _end_again(work: Work, key: uuid.UUID, on: dt.date) -> list[str]:
    """End the classes a case began."""
    query = select(StatusPeriod.__table__).where(StatusPeriod.case_id == key)
    said = []
    for row in work.connection.execute(query).mappings().all():
        if row["ended_case_id"] is not None:
            raise UserError("case.ended_since", f"{row['kind']}后来已经由另一件动态结束", "请先回退那一件")
        through = max(on, row["from_on"] or on)
        work.write_rows(StatusPeriod, updates=[(row["id"], {"through_on": through, "ended_why": "回退"})])
        said.append(f"{row['kind']}到 {iso(through)} 为止")
    return said


def _run_again(work: Work, key: uuid.UUID) -> list[str]:
    """Let the classes a case ended run again."""
    query = select(StatusPeriod.__table__).where(StatusPeriod.ended_case_id == key)
    said = []
    for row in work.connection.execute(query).mappings().all():
        values: dict[str, Any] = {"ended_case_id": None, "ended_why": None}
        if row["kind"] in MONITORED_STATUSES:
            values |= {"removed": "否", "removed_way": None, "removed_on": None}
        else:
            values |= {"through_on": None}
        work.write_rows(StatusPeriod, updates=[(row["id"], values)])
        said.append(f"{row['kind']}继续")
    return said
