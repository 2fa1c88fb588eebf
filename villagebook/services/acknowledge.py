"""情况属实: findings somebody looked into and found to be true stay quiet, with reason, who and until when.

An acknowledged finding is one of the same check about the same field of the same record that says the same. It comes
back when it says something else, when its time is over, and when the acknowledgement is withdrawn. Records are known
by their keys, so that taking the lists in again changes nothing; where a record is gone and another of the same code
has taken its place (an import undone and done again), the code decides.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook import checks
from villagebook.base.errors import UserError
from villagebook.base.findings import Finding
from villagebook.base.text import shown
from villagebook.models import BY_TABLE, Acknowledgement
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One acknowledgement.

    Attributes:
        key: Of the record of it.
        check, title: Id of the check and what it looks at.
        record: (table, id as text) it is about; None if nothing is stored.
        subject, field, said: As the finding named them when it was acknowledged.
        reason, who, on, until: Why it is true, who said so, when, and the last day it is quiet; None: no end.
        state: 有效, 已过期, or 已不再提示 (the checks no longer find it); 有效 unless a run of the checks told.
    """

    key: uuid.UUID
    check: str
    title: str
    record: tuple[str, str] | None
    subject: str
    field: str
    said: str
    reason: str
    who: str
    on: dt.date
    until: dt.date | None
    state: str = "有效"

    def as_json(self) -> dict[str, Any]:
        """The shape of ``check --acknowledged --json``."""
        return {
            "id": str(self.key), "check": self.check, "title": self.title, "subject": self.subject,
            "field": self.field, "message": self.said, "reason": self.reason, "who": self.who,
            "on": self.on.isoformat(), "until": self.until.isoformat() if self.until else None, "state": self.state,
        }  # fmt: skip


@verb("finding.acknowledge", "情况属实", Undo.INVERSE)
def acknowledge(
    book: Book,
    finding: Finding | Sequence[Finding],
    reason: str,
    *,
    who: str = "",
    until: dt.date | None = None,
    actor: str,
    today: dt.date,
) -> Changed:
    """Say that a finding, or several at once, is true as it stands; an earlier word on the same finding is replaced.

    Raises:
        UserError: no reason is given, or ``until`` is over already.
    """
    if not reason.strip():
        raise UserError("acknowledge.no_reason", "没有写属实的理由", "请写明核实的情况，审计时要看")
    if until is not None and until < today:
        raise UserError("acknowledge.over", f"有效至 {until.isoformat()} 已经过去", "请写今天或以后的日子，或不写")
    several = (finding,) if isinstance(finding, Finding) else tuple(finding)
    more = f" 等 {len(several)} 个提示" if len(several) > 1 else ""
    words = f"情况属实 {several[0].subject} {several[0].field}{more}" if several else "情况属实"
    with book.work(declaration(acknowledge).id, actor, words, Undo.INVERSE) as work:
        for one in several:
            write(work, one, reason.strip(), who=who.strip() or actor, on=today, until=until)
        return Changed.of(work.commit())


def write(
    work: Work, finding: Finding, reason: str, *, who: str, on: dt.date, until: dt.date | None = None
) -> None:
    """Write the acknowledgement of a finding as part of an operation; an earlier word on it is replaced."""
    table, record_id = finding.record if finding.record is not None else (None, None)
    earlier = [one.key for one in _stored(work.connection, work.village_id) if _same_place(one, finding)]
    row = {
        "id": work.new_id(), "village_id": work.village_id, "check": finding.id, "record": table,
        "record_id": uuid.UUID(record_id) if record_id else None, "subject": finding.subject,
        "field_name": finding.field, "said": finding.message, "reason": reason, "who": who, "on": on, "until": until,
    }  # fmt: skip
    work.write_rows(Acknowledgement, inserts=[row], deletes=earlier)


@verb("finding.unacknowledge", "撤回情况属实", Undo.INVERSE)
def withdraw(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take back an acknowledgement: the finding comes back.

    Raises:
        UserError: there is no such acknowledgement.
    """
    with book.read() as connection:
        held = next((one for one in _stored(connection, book.village_id) if one.key == key), None)
    if held is None:
        raise UserError("acknowledge.unknown", "没有这一条情况属实", "用 check --acknowledged 看有哪些")
    words = f"撤回情况属实 {held.subject} {held.field}"
    with book.work(declaration(withdraw).id, actor, words, Undo.INVERSE) as work:
        work.write_rows(Acknowledgement, deletes=[key])
        return Changed.of(work.commit())


def quieted(
    connection: Connection, village_id: uuid.UUID, findings: Sequence[Finding], on: dt.date
) -> tuple[list[Finding], list[Acknowledged]]:
    """Return the findings that still speak, and the acknowledgements that silence one of the others on a day."""
    stored = [one for one in _stored(connection, village_id) if one.until is None or one.until >= on]
    if not stored:
        return list(findings), []
    gone = _gone(connection, stored)
    by_text: dict[tuple[str, str, str], list[Acknowledged]] = {}
    for one in stored:
        by_text.setdefault((one.check, one.field, one.said), []).append(one)
    speaking, silencing = [], []
    for finding in findings:
        candidates = by_text.get((finding.id, finding.field, finding.message), ())
        word = next((one for one in candidates if _same_record(one, finding, gone)), None)
        if word is None:
            speaking.append(finding)
        else:
            silencing.append(word)
    return speaking, list({one.key: one for one in silencing}.values())


def listed(
    connection: Connection, village_id: uuid.UUID, on: dt.date, silencing: Iterable[Acknowledged]
) -> tuple[Acknowledged, ...]:
    """Return all acknowledgements by day, each with its state after a run of the checks."""
    live = {one.key for one in silencing}
    return tuple(
        Acknowledged(**{**_values(one), "state": _state(one, on, one.key in live)})
        for one in _stored(connection, village_id)
    )


def _state(one: Acknowledged, on: dt.date, live: bool) -> str:
    if one.until is not None and one.until < on:
        return "已过期"
    return "有效" if live else "已不再提示"


def _values(one: Acknowledged) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Acknowledged.__dataclass_fields__}


def _stored(connection: Connection, village_id: uuid.UUID) -> list[Acknowledged]:
    rows = Acknowledgement.__table__
    query = select(rows).where(rows.c.village_id == village_id).order_by(rows.c.on, rows.c.id)
    found = []
    for row in connection.execute(query).mappings():
        check = checks.CHECKS.get(row["check"])
        record = (row["record"], str(row["record_id"])) if row["record"] and row["record_id"] else None
        found.append(Acknowledged(
            row["id"], row["check"], check.title if check is not None else row["check"], record, row["subject"],
            row["field_name"], row["said"], row["reason"], row["who"] or "", row["on"], row["until"],
        ))  # fmt: skip
    return found


def _same_place(one: Acknowledged, finding: Finding) -> bool:
    """Whether an acknowledgement is about this check, record and field, whatever it says."""
    if (one.check, one.field) != (finding.id, finding.field):
        return False
    return one.record == finding.record if finding.record is not None else one.subject == finding.subject


def _same_record(one: Acknowledged, finding: Finding, gone: set[uuid.UUID]) -> bool:
    if one.record is not None and finding.record is not None and one.key not in gone:
        return one.record == finding.record
    return one.subject == finding.subject


def _gone(connection: Connection, stored: Sequence[Acknowledged]) -> set[uuid.UUID]:
    """Return the acknowledgements whose record is no longer in the book."""
    found: set[uuid.UUID] = set()
    by_table: dict[str, list[Acknowledged]] = {}
    for one in stored:
        if one.record is not None:
            by_table.setdefault(one.record[0], []).append(one)
    for name, mine in by_table.items():
        if name not in BY_TABLE:
            continue
        rows = BY_TABLE[name].__table__
        keys = [uuid.UUID(one.record[1]) for one in mine if one.record is not None]
        there: set[uuid.UUID] = set()
        for start in range(0, len(keys), 500):
            query = select(rows.c.id).where(rows.c.id.in_(keys[start : start + 500]))
            there |= set(connection.execute(query).scalars())
        found |= {one.key for one in mine if one.record is not None and uuid.UUID(one.record[1]) not in there}
    return found


def standing(book: Book, check: str, subject: str, field: str) -> Acknowledged:
    """Return the acknowledgement that a person named by check, code and heading.

    Raises:
        UserError: there is none.
    """
    with book.read() as connection:
        stored = _stored(connection, book.village_id)
    found = [one for one in stored if (one.check, one.subject, one.field) == (check, subject, field)]
    if not found:
        raise UserError("acknowledge.unknown", "没有这一条情况属实", "用 check --acknowledged 看有哪些")
    return found[-1]


def find(findings: Iterable[Finding], check: str, subject: str, field: str) -> Finding:
    """Return the one finding that a person named by check, code and heading.

    Raises:
        UserError: there is none, or there are several.
    """
    found = [one for one in findings if (one.id, one.subject, one.field) == (check, subject, field)]
    if not found:
        message = f"现在没有这个提示：{shown(check)} {shown(subject)} {shown(field)}"
        raise UserError("acknowledge.no_finding", message, "用 check 看现在有哪些提示，编号、栏目要一字不差")
    if len({one.record for one in found}) > 1:
        raise UserError("acknowledge.several", f"编号 {shown(subject)} 有几条记录有这个提示", "请先把编号改得不重复")
    return found[0]
