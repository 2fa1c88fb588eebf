"""Meetings as pages and papers show them: who came, what the votes mean, what was decided, what is wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.text import fold_code
from villagebook.ledgers import own
from villagebook.lifecycle.four_steps import step_of
from villagebook.lifecycle.quorum import Need, needed, votes_needed
from villagebook.models import Committee, Meeting, MeetingMember
from villagebook.policies import Overrides
from villagebook.services.matters import Decision, decided
from villagebook.services.meetings import CAME
from villagebook.store import Book


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One who was due."""

    key: uuid.UUID
    name: str
    post: str
    attendance: str


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting.

    Attributes:
        row: The record's values by field name.
        due, present: Counted from the members where they are listed (``present`` once one is ticked), else as typed.
        counted: Whether ``due`` is counted. ticked: whether ``present`` is.
        need: Who must come, None without rule or day. votes: who must agree.
        faults: What is wrong, in words, the gravest first; empty if nothing is.
    """

    key: uuid.UUID
    row: Mapping[str, Any]
    body: str
    members: tuple[MemberLine, ...]
    decisions: tuple[Decision, ...]
    due: int | None
    present: int | None
    counted: bool
    ticked: bool
    need: Need | None
    votes: Need | None
    faults: tuple[str, ...]

    @property
    def code(self) -> str:
        """The number of the meeting."""
        return self.row["code"] or ""

    @property
    def kind(self) -> str:
        """村民代表大会 …"""
        return str(self.row["kind"])

    @property
    def held_on(self) -> dt.date | None:
        """Its day."""
        found: dt.date | None = self.row["held_on"]
        return found

    @property
    def step(self) -> str:
        """The step of 四议两公开 it does; empty if none."""
        return step_of(self.kind, self.row["four_step"])

    @property
    def vote_words(self) -> str:
        """同意 38，反对 0，弃权 1; empty without votes."""
        parts = [(name, self.row[column]) for name, column in _VOTES if self.row[column] is not None]
        return "，".join(f"{name} {count}" for name, count in parts)


_VOTES = (("同意", "agreed"), ("反对", "against"), ("弃权", "abstained"))


def meetings(
    book: Book, on: dt.date, *, year: int | None = None, kind: str = "", target: tuple[str, uuid.UUID] | None = None
) -> list[MeetingView]:
    """Return the meetings held by a day, the newest first; of a year, a kind, or those that decided one record."""
    with book.read() as connection:
        query = select(Meeting.__table__).where(Meeting.village_id == book.village_id)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        rows = [row for row in rows if row["held_on"] is None or row["held_on"] <= on]
        if year is not None:
            rows = [row for row in rows if row["held_on"] is not None and row["held_on"].year == year]
        rows = [row for row in rows if kind in ("", row["kind"])]
        found = list(views(connection, book.village_id, rows))
    if target is not None:
        found = [one for one in found if target in {decision.target for decision in one.decisions}]
    return sorted(found, key=lambda one: (one.held_on or dt.date.max, one.code), reverse=True)


def view(book: Book, key: uuid.UUID) -> MeetingView:
    """Return one meeting.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        return view_in(connection, book.village_id, key)


def view_in(connection: Connection, village_id: uuid.UUID, key: uuid.UUID) -> MeetingView:
    """Return one meeting, for who reads already."""
    rows = connection.execute(select(Meeting.__table__).where(Meeting.id == key)).mappings().all()
    if not rows:
        raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
    return next(iter(views(connection, village_id, [dict(rows[0])])))


def views(connection: Connection, village_id: uuid.UUID, rows: Sequence[Mapping[str, Any]]) -> Iterator[MeetingView]:
    """Yield the meetings of rows, in their order."""
    keys = [row["id"] for row in rows]
    overrides = own.policies(connection, village_id)
    bodies = dict(connection.execute(select(Committee.id, Committee.name).where(
        Committee.village_id == village_id)).tuples().all())  # fmt: skip
    members: dict[uuid.UUID, list[MemberLine]] = {key: [] for key in keys}
    people = MeetingMember.__table__
    query = select(people).where(people.c.village_id == village_id).order_by(people.c.position, people.c.name)
    for one in connection.execute(query).mappings():
        if one["meeting_id"] in members:
            line = MemberLine(one["id"], one["name"], one["post"] or "", one["attendance"] or "")
            members[one["meeting_id"]].append(line)
    matters = decided(connection, keys)
    for row in rows:
        body = bodies.get(row["committee_id"], "")
        yield _view(row, body, tuple(members[row["id"]]), tuple(matters[row["id"]]), overrides)


def _view(
    row: Mapping[str, Any], body: str, members: tuple[MemberLine, ...], decisions: tuple[Decision, ...],
    overrides: Overrides,
) -> MeetingView:  # fmt: skip
    ticked = any(one.attendance for one in members)
    due = len(members) or row["due"]
    present = sum(one.attendance == CAME for one in members) if ticked else row["present"]
    on = row["held_on"]
    need = needed(row["kind"], due, on, overrides) if on is not None and due else None
    votes = votes_needed(present, on, overrides) if on is not None and present is not None else None
    faults = tuple(_faults(row, due, present, need, votes, decisions))
    counted = bool(members)
    return MeetingView(row["id"], row, body, members, decisions, due, present, counted, ticked, need, votes, faults)


def _faults(
    row: Mapping[str, Any], due: int | None, present: int | None, need: Need | None, votes: Need | None,
    decisions: Sequence[Decision],
) -> Iterator[str]:  # fmt: skip
    if due is not None and present is not None and present > due:
        yield f"实到 {present} 人，多于应到 {due} 人"
    if need is not None and present is not None and present < need.least:
        yield f"实到 {present} 人，不到 {need.least} 人（{need.words}），不能开会表决"
    cast = [row[column] for _, column in _VOTES]
    if any(count is not None for count in cast) and present is not None:
        total = sum(count or 0 for count in cast)
        if total != present:
            yield f"同意、反对、弃权共 {total} 票，实到 {present} 人"
        if votes is not None and decisions and row["agreed"] is not None and row["agreed"] < votes.least:
            yield f"同意 {row['agreed']} 票，不到 {votes.least} 票（{votes.words}），不能算通过"
    if (decisions or row["agreed"] is not None) and not row["resolution"]:
        yield "没有写决议"


def key_of(book: Book, text: str) -> uuid.UUID:
    """Return the key of the meeting with this number or day, or this key as text.

    Raises:
        UserError: there is none, or several fell on the day.
    """
    wanted = fold_code(text)
    with book.read() as connection:
        rows = connection.execute(select(Meeting.id, Meeting.code, Meeting.held_on, Meeting.kind).where(
            Meeting.village_id == book.village_id)).all()  # fmt: skip
    found: list[Any] = [row for row in rows if wanted in (row.code, str(row.id))]
    found = found or [row for row in rows if row.held_on is not None and row.held_on.isoformat() == wanted]
    if len(found) == 1:
        key: uuid.UUID = found[0].id
        return key
    if not found:
        raise UserError("meeting.unknown", f"没有会议“{text}”", "请写会议编号，或开会的日期，如 2025-01-13")
    known = "；".join(f"{row.code or row.id} {row.kind}" for row in found)
    raise UserError("meeting.several", f"{text} 有 {len(found)} 次会议", f"请写编号：{known}")
