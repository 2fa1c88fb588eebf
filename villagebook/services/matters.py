"""Matters a meeting can decide: which records, how they are called, which keep the deciding meeting themselves.

To add a matter: one ``Matter`` line. What a meeting decided is either a ``MeetingDecision`` row or a ``meeting_id``:
the record's own, or that of what was done with it (a step of a case, something that befell an asset). All are read
here and shown as one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.registry import Registry
from villagebook.models import BY_TABLE, Meeting, MeetingDecision, Project
from villagebook.store import Book

Target = tuple[str, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of record that meetings decide.

    Attributes:
        id: The record's table. title: The office's word.
        names: Columns of the code and the name by which people call it.
        own: Whether the record has a ``meeting_id`` of its own.
        steps: Table of what was done with it that names a meeting, and the column there of the record; () for none.
    """

    id: str
    title: str
    names: tuple[str, str]
    own: bool = False
    steps: tuple[str, str] | tuple[()] = ()

    def references(self) -> Iterator[tuple[Any, Any]]:
        """Yield (column of the meeting, column of the record) of each place that says which meeting decided it."""
        if self.own:
            columns = BY_TABLE[self.id].__table__.c
            yield columns.meeting_id, columns.id
        if self.steps:
            columns = BY_TABLE[self.steps[0]].__table__.c
            yield columns.meeting_id, columns[self.steps[1]]


MATTERS: Registry[Matter] = Registry("matters", (
    Matter("project", "项目", ("code", "name"), True),
    Matter("distribution", "收益分配", ("code", "name"), True),
    Matter("asset", "资产", ("code", "name"), steps=("asset_event", "asset_id")),
    Matter("contract", "合同", ("number", "name")),
    Matter("dynamic_case", "动态管理", ("code", "kind"), steps=("case_step", "case_id")),
    Matter("social_help", "社会帮扶", ("code", "giver")),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """One matter a meeting decided.

    Attributes:
        key: Of the MeetingDecision; None where only the record itself names the meeting.
        words: 项目 2025-03 油茶种植. passed: 是, 否 or empty; votes None where the meeting's own count.
    """

    target: Target
    words: str
    key: uuid.UUID | None = None
    passed: str = ""
    agreed: int | None = None
    against: int | None = None
    abstained: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """One meeting that decided a record."""

    meeting: uuid.UUID
    kind: str
    held_on: dt.date | None
    four_step: str
    decision: Decision


def words_of(connection: Connection, targets: Iterable[Target]) -> dict[Target, str]:
    """Return what people call the records, with the kind before it; records that are gone are left out."""
    found: dict[Target, str] = {}
    by_table: dict[str, list[uuid.UUID]] = {}
    for name, key in targets:
        by_table.setdefault(name, []).append(key)
    for name, keys in by_table.items():
        matter = MATTERS.get(name)
        if matter is None:
            continue
        columns = BY_TABLE[name].__table__.c
        code, called = matter.names
        query = select(columns.id, columns[code], columns[called]).where(columns.id.in_(keys))
        for key, *parts in connection.execute(query):
            found[name, key] = " ".join([matter.title, *(str(part) for part in parts if part)])
    return found


def decided(connection: Connection, meetings: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Decision]]:
    """Return what each meeting decided, rows of their own first, each matter once."""
    rows = MeetingDecision.__table__
    written = connection.execute(select(rows).where(rows.c.meeting_id.in_(meetings))).mappings().all()
    own = [
        (held, (matter.id, key))
        for matter in MATTERS
        for meeting, record in matter.references()
        for held, key in connection.execute(select(meeting, record).where(meeting.in_(meetings)).distinct())
    ]  # fmt: skip
    words = words_of(connection, [*((row["record"], row["record_id"]) for row in written), *(one for _, one in own)])
    found: dict[uuid.UUID, list[Decision]] = {key: [] for key in meetings}
    for row in written:
        if (row["record"], row["record_id"]) in words:
            found[row["meeting_id"]].append(_decision(row, words))
    for held, target in own:
        if target not in {one.target for one in found[held]} and target in words:
            found[held].append(Decision(target, words[target], passed="是"))
    for one in found.values():
        one.sort(key=lambda decision: (MATTERS.ids.index(decision.target[0]), decision.words))
    return found


def decided_by(connection: Connection, target: Target) -> tuple[DecidedBy, ...]:
    """Return the meetings that decided a record, the earliest first, each once."""
    rows, meeting = MeetingDecision.__table__, Meeting.__table__
    query = select(rows).where(rows.c.record == target[0], rows.c.record_id == target[1])
    written = {row["meeting_id"]: row for row in connection.execute(query).mappings()}
    keys = set(written)
    matter = MATTERS.get(target[0])
    for meeting_column, record in matter.references() if matter is not None else ():
        named = select(meeting_column).where(record == target[1], meeting_column.is_not(None))
        keys |= set(connection.execute(named).scalars())
    words = words_of(connection, [target])
    found = []
    for row in connection.execute(select(meeting).where(meeting.c.id.in_(keys))).mappings():
        own = written.get(row["id"])
        decision = _decision(own, words) if own is not None else Decision(target, words.get(target, ""), passed="是")
        found.append(DecidedBy(row["id"], row["kind"], row["held_on"], row["four_step"] or "", decision))
    return tuple(sorted(found, key=lambda one: (one.held_on or dt.date.max, one.kind)))


def _decision(row: Any, words: dict[Target, str]) -> Decision:
    target = (row["record"], row["record_id"])
    return Decision(
        target, words.get(target, ""), row["id"], row["passed"] or "", row["agreed"], row["against"], row["abstained"],
        row["note"] or "",
    )  # fmt: skip


def target_of(connection: Connection, village_id: uuid.UUID, text: str, table: str = "") -> Target:
    """Return the record a person means: its code, or its name, of any matter, or of one kind (``table``).

    Raises:
        UserError: none is called so, or several are.
    """
    found: list[Target] = []
    for matter in MATTERS:
        if table in ("", matter.id, matter.title):
            columns = BY_TABLE[matter.id].__table__.c
            for name in matter.names:
                query = select(columns.id).where(columns.village_id == village_id, columns[name] == text.strip())
                found += [(matter.id, key) for key in connection.execute(query).scalars()]
            if found:
                break
    if len(found) != 1:
        said = f"没有编号或名称是“{text}”的" if not found else f"“{text}”有 {len(found)} 个"
        kinds = "、".join(matter.title for matter in MATTERS)
        raise UserError("meeting.matter", f"{said}{'' if found else '事项'}", f"请写编号；可以是：{kinds}")
    return found[0]


def undecided(book: Book, code: str = "") -> list[tuple[uuid.UUID, str, str]]:
    """Return (key, words, code) of projects that name no meeting yet, the newest first; the one with ``code`` leads."""
    rows = Project.__table__
    query = select(rows.c.id, rows.c.code, rows.c.name, rows.c.year, rows.c.meeting_id).where(
        rows.c.village_id == book.village_id, rows.c.side_state.is_(None) | (rows.c.side_state == "调整"))  # fmt: skip
    with book.read() as connection:
        found = [row for row in connection.execute(query) if row.meeting_id is None or (code and row.code == code)]
    found.sort(key=lambda row: (row.code == code, row.year or 0, row.code or ""), reverse=True)
    return [(row.id, " ".join(part for part in (row.code, row.name) if part), row.code or "") for row in found]
