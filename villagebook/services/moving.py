"""What all changes of membership share: rows of a household's members, days that can be, who may come and go.

A membership runs from ``from_on`` through ``through_on``, both days counted. Who leaves or dies on a day is a member
through that day; who moves to another household of the village is a member there from the day, and of the old one
through the day before. Where somebody's relation changes with the head, the row ends and the next begins, so that
relations of any day stay readable. Nothing is deleted.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from villagebook.base.errors import UserError
from villagebook.cases.progress import OPEN
from villagebook.models import Case, Household, Membership, Person, StatusPeriod
from villagebook.services import codes, kept
from villagebook.services.case_views import STOPPED
from villagebook.services.fields import record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.relations import HEAD, Kin, recomputed
from villagebook.store import Work

DAY = dt.timedelta(days=1)
#: No dated change of a household is older: whatever is, was typed wrong.
_FIRST_YEAR = 1900
#: Why a membership ends and the next begins when only the head changed.
NEW_HEAD = "户主变更"
#: The household's own fields of its head -> the person's.
_HEAD_FIELDS = {"head_name": "name", "head_id": "id", "head_id_number": "id_number", "head_code": "code"}


@dataclass(frozen=True, slots=True)
class Seat:
    """One membership with the person who has it.

    ``record`` is the person the row names: ``person_id``, or somebody merged into that person since.
    """

    id: uuid.UUID
    record: uuid.UUID
    person_id: uuid.UUID
    household_id: uuid.UUID | None
    relation: str
    from_on: dt.date | None
    through_on: dt.date | None
    why: str
    why_ended: str
    position: int | None
    name: str
    sex: str
    born: dt.date | None

    @property
    def open(self) -> bool:
        """Whether it has no end."""
        return self.through_on is None


@dataclass(frozen=True, slots=True)
class Moved:
    """What an operation made besides its changes.

    Attributes:
        household: The household it made, or the one it is about.
        person: The person it made or is about; None if several.
        to_check: Names of members whose relation to the head nobody can be sure of.
        stopped: Cases of dynamic management that were under way in a household that ended: 风险消除 2025-001.
    """

    household: uuid.UUID
    person: uuid.UUID | None = None
    to_check: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


@dataclass(slots=True)
class House:
    """A household inside a work: its row and the open seats in it."""

    work: Work
    row: dict[str, Any]
    seats: list[Seat] = field(default_factory=list)
    stopped: tuple[str, ...] = ()

    @classmethod
    def load(cls, work: Work, key: uuid.UUID) -> House:
        """Read a household.

        Raises:
            UserError: it is gone.
        """
        row = record_row(work.connection, "household", key)
        if row["head_id"] is not None:
            row["head_id"] = kept.roots(work.connection, (row["head_id"],))[row["head_id"]]
        found = seats(work, Membership.household_id == key, Membership.through_on.is_(None))
        return cls(work, row, found)

    @property
    def key(self) -> uuid.UUID:
        """Its key."""
        key = self.row["id"]
        assert isinstance(key, uuid.UUID)
        return key

    @property
    def called(self) -> str:
        """How headings name it: by the head, else by the code."""
        return f"{self.row['head_name'] or self.row['code'] or ''} 户"

    @property
    def head(self) -> Seat | None:
        """The head's seat; None if nobody has it."""
        by_key = next((s for s in self.seats if s.person_id == self.row["head_id"]), None)
        return by_key or next((s for s in self.seats if s.relation == HEAD), None)

    def seat(self, person: uuid.UUID) -> Seat:
        """Return a present member's seat.

        Raises:
            UserError: the person is no present member.
        """
        found = next((s for s in self.seats if s.person_id == person), None)
        if found is None:
            name = record_row(self.work.connection, "person", person)["name"] or "这个人"
            raise UserError("move.not_member", f"{name}现在不是 {self.called}的成员", "请先核对是哪一户")
        return found

    def standing(self) -> House:
        """Return it, if it was not ended.

        Raises:
            UserError: it was ended.
        """
        if self.row["ended_on"] is not None:
            why = self.row["ended_why"] or "已销户"
            said = f"{self.called}在 {self.row['ended_on']} {why}，不能再办"
            raise UserError("move.ended", said, "办错了请撤销那一次")
        return self

    # Coming and going

    def leave(self, seat: Seat, through: dt.date, why: str) -> None:
        """End a seat; its last day is ``through``.

        Raises:
            UserError: the day is before the person came or was born.
        """
        _in_life(seat, through)
        if seat.from_on is not None and through < seat.from_on:
            if seat.why == NEW_HEAD:
                said = f"{seat.name} {seat.from_on} 记了户主变更，不能再记 {through} 离户"
                raise UserError("move.before_head", said, "请核对日期；确实在那以前，请先撤销户主变更")
            said = f"{seat.name} {seat.from_on} 才进户，不能在 {through} 离户"
            raise UserError("move.before_entry", said, "请核对日期；换户要在进户第二天以后")
        self.work.write_rows(Membership, updates=[(seat.id, {"through_on": through, "why_ended": why})])
        self.seats.remove(seat)

    def enter(
        self, person: Mapping[str, Any], on: dt.date, why: str, relation: str, position: int | None = None
    ) -> Seat:
        """Begin a seat.

        Raises:
            UserError: the person is a member on that day already, or not yet born.
        """
        mine = seats(self.work, of_person(self.work, person["id"]), Membership.household_id == self.key)
        for before in mine:
            if before.through_on is None or before.through_on >= on:
                end = f"，到 {before.through_on}" if before.through_on else ""
                said = f"{person['name']}在 {on} 已经是 {self.called}的成员{end}"
                raise UserError("move.member_already", said, "请核对日期")
        values = {
            "id": self.work.new_id(), "person_id": person["id"], "household_id": self.key,
            "household_code": self.row["code"], "relation": relation or None, "from_on": on, "why": why or None,
            "position": position,
        }  # fmt: skip
        whose = kept.roots(self.work.connection, (person["id"],))[person["id"]]
        seat = Seat(values["id"], person["id"], whose, self.key, relation, on, None, why, "", position,
                    person["name"] or "", person["sex"] or "", person["born"])  # fmt: skip
        _in_life(seat, on)
        self.work.write_rows(Membership, inserts=[values])
        self.seats.append(seat)
        return seat

    def relate(self, seat: Seat, relation: str, since: dt.date) -> None:
        """Give a member another relation from a day on; what was before stays readable."""
        if seat.relation == relation:
            return
        if seat.from_on is not None and seat.from_on >= since:
            self.work.write_rows(Membership, updates=[(seat.id, {"relation": relation})])
            return
        self.leave(seat, since - DAY, NEW_HEAD)
        self.enter(as_person(seat), since, NEW_HEAD, relation, seat.position)

    # The head

    def make_head(self, person: uuid.UUID, since: dt.date, everybody: Iterable[Seat]) -> tuple[str, ...]:
        """Make a member the head from a day on; ``everybody`` is the household before, with the old head.

        Returns:
            Names of the members whose relation nobody can be sure of; it is left as it was.

        Raises:
            UserError: no member, or the old head headed the household only after that day.
        """
        self.seat(person)
        everybody = tuple(everybody)
        for old in everybody:
            if old.why == NEW_HEAD and old.relation == HEAD and old.from_on is not None and old.from_on > since:
                said = f"{self.called}从 {old.from_on} 起户主是{old.name}，不能再记 {since} 的户主变更"
                raise UserError("move.before_head", said, "请核对日期；确实在那以前，请先撤销后来的户主变更")
        kin = [Kin(s.person_id, HEAD if s.person_id == self.row["head_id"] else s.relation, s.sex) for s in everybody]
        sure, unsure = recomputed(kin, person)
        for seat in list(self.seats):
            if seat.person_id in sure:
                self.relate(seat, sure[seat.person_id], since)
        self.name_head(person)
        return tuple(seat.name for seat in self.seats if seat.person_id in unsure)

    def name_head(self, person: uuid.UUID) -> None:
        """Write a person as the head into the household's own fields."""
        row = record_row(self.work.connection, "person", person)
        values = {name: row[of] for name, of in _HEAD_FIELDS.items()}
        self.work.write_rows(Household, updates=[(self.key, with_sort_keys("household", values))])
        self.row |= values

    def succeeded(self, gone: Collection[Seat], new_head: uuid.UUID | None, since: dt.date) -> tuple[str, ...]:
        """Give the household a new head if the old one is among those who left and others stay.

        Raises:
            UserError: it needs one and none is named.
        """
        head = next((s for s in gone if s.relation == HEAD or s.person_id == self.row["head_id"]), None)
        if head is None or not self.seats:
            return ()
        if new_head is None:
            names = "、".join(seat.name for seat in self.seats)
            raise UserError("move.head_needed", f"{head.name}是户主，走后这一户要有新户主", f"请从 {names} 里指定一人")
        return self.make_head(new_head, since, [*gone, *self.seats])

    def close(self, on: dt.date, why: str, into: uuid.UUID | None = None) -> None:
        """End the household itself: its statuses end with its last day, its cases are stopped.

        ``on`` is its last day; of one merged into another, the first day there.

        Raises:
            UserError: a status begins only afterwards.
        """
        _end_statuses(self.work, self.key, on if into is None else on - DAY, why)
        self.stopped = _stop_cases(self.work, self.key, on, why)
        values = {"ended_on": on, "ended_why": why, "merged_into": into}
        self.work.write_rows(Household, updates=[(self.key, values)])
        self.row |= values

    @property
    def said_stopped(self) -> str:
        """What a heading adds of the cases stopped."""
        return f"，中止 {'、'.join(self.stopped)}" if self.stopped else ""


def of_person(work: Work, person: uuid.UUID) -> ColumnElement[bool]:
    """The condition that a membership is this person's or that of somebody merged into them."""
    return Membership.person_id.in_(kept.family(work.connection, (person,)))


def as_person(seat: Seat) -> Mapping[str, Any]:
    """The person of a seat for ``House.enter``: the row names whom it named before."""
    return {"id": seat.record, "name": seat.name, "sex": seat.sex, "born": seat.born}


def seats(work: Work, *where: Any) -> list[Seat]:
    """Return memberships with their persons, in the order lists show them; merged persons are the ones they became."""
    query = (
        select(
            Membership.id, Membership.person_id, Membership.household_id, Membership.relation, Membership.from_on,
            Membership.through_on, Membership.why, Membership.why_ended, Membership.position,
            Person.name, Person.sex, Person.born,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(*where)
        .order_by(Membership.position, Membership.id)
    )  # fmt: skip
    rows = work.connection.execute(query).mappings().all()
    whom = kept.roots(work.connection, {row["person_id"] for row in rows})
    found = []
    for row in rows:
        record = row["person_id"]
        person = whom[record]
        who = {} if person == record else record_row(work.connection, "person", person)
        texts = {name: who.get(name, row[name]) or "" for name in ("name", "sex")}
        texts |= {name: row[name] or "" for name in ("relation", "why", "why_ended")}
        born = who.get("born", row["born"])
        found.append(Seat(**{**row, **texts, "born": born, "record": record, "person_id": person}))
    return found


def running(work: Work, household: uuid.UUID, on: dt.date) -> list[dict[str, Any]]:
    """The rows of statuses that run on a day or begin later."""
    period = StatusPeriod.__table__
    query = select(period).where(
        period.c.household_id == household,
        or_(period.c.through_on.is_(None), period.c.through_on >= on),
    )
    return [dict(row) for row in work.connection.execute(query.order_by(period.c.id)).mappings()]


def _end_statuses(work: Work, household: uuid.UUID, through: dt.date, why: str) -> None:
    rows = running(work, household, through + DAY)
    for row in rows:
        if row["from_on"] is not None and row["from_on"] > through:
            said = f"这一户从 {row['from_on']} 起是{row['kind']}，不能在 {through} 就没有了"
            raise UserError("move.status_after", said, "请核对日期，或先更正那一段身份")
    values = {"through_on": through, "ended_why": why}
    work.write_rows(StatusPeriod, updates=[(row["id"], values) for row in rows])


def _stop_cases(work: Work, household: uuid.UUID, on: dt.date, why: str) -> tuple[str, ...]:
    query = select(Case.id, Case.kind, Case.code, Case.lead_on).where(
        Case.household_id == household, Case.state == OPEN
    )
    rows = work.connection.execute(query.order_by(Case.code, Case.id)).all()
    values = {"state": STOPPED, "outcome": f"这一户{why}"}
    work.write_rows(Case, updates=[(r.id, {**values, "closed_on": max(on, r.lead_on or on)}) for r in rows])
    return tuple(f"{r.kind} {r.code or ''}".rstrip() for r in rows)


def checked(on: dt.date, today: dt.date, *, future: bool, what: str = "") -> dt.date:
    """Return the day, if it can be; a day to come only when it is meant, and never of ``what`` nobody can plan.

    Raises:
        UserError: it is still to come, or before anybody alive was born.
    """
    if on.year < _FIRST_YEAR:
        raise UserError("move.too_early", f"{on} 太早了", "请核对年份")
    if on > today and what:
        raise UserError("move.not_yet", f"{on} 还没有到，{what}到了那天才能记", "请核对日期")
    if on > today and not future:
        raise UserError("move.future", f"{on} 还没有到", "确实要先记下，请再确认一次（命令行写 --future）")
    return on


def _in_life(seat: Seat, on: dt.date) -> None:
    if seat.born is not None and on < seat.born:
        raise UserError("move.before_birth", f"{seat.name} {seat.born} 出生，不能在 {on} 变动", "请核对日期和出生日期")


def of_list(work: Work, list_id: str, value: str) -> None:
    """Accept a value that a code list offers.

    Raises:
        UserError: it does not.
    """
    offered = [one.value for one in codes.values_in(work.connection, work.village_id, list_id) if not one.retired]
    if value not in offered:
        title = codes.list_of(list_id).title
        raise UserError("move.not_in_list", f"“{title}”里没有“{value}”", f"可以是 {'、'.join(offered)}")


def own_code(used: Collection[str | None]) -> str:
    """Return a code of the book's own for a household without one of the national system: 自0001."""
    number = 1
    while f"自{number:04d}" in used:
        number += 1
    return f"自{number:04d}"
