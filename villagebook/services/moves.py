"""Households that change as a whole: another head, split (分户), merged (合户), ended; each one dated operation."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.text import fold_code
from villagebook.models import Household, StatusPeriod
from villagebook.services.fields import record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.moving import DAY, House, Moved, Seat, as_person, checked, of_list, own_code, running
from villagebook.services.relations import HEAD, OTHER, Kin, becomes, recomputed, turned_round
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

SPLIT, MERGED = "分户", "合户"
#: Why a household ends -> why its members' rows end.
ENDING: Mapping[str, str] = {"整户迁出": "户籍迁出", "整户消亡": "死亡", "误录": "其他", "其他": "其他"}
#: What a new household takes over of the old one: where it is, not what it owns.
_SAME_PLACE = ("group_name", "group_id", "address")
#: What goes with its statuses, when they go along.
_SAME_CLASS = ("standard", "attribute", "main_cause", "second_cause")
_STATUS_KEPT = ("kind", "first_identified_on", "lifted_year", "lift_state", "risk1", "risk2", "risk3", "risk4", "risk5",
                "disaster", "development", "contact", "contact_phone")  # fmt: skip


@verb("household.change_head", "户主变更", Undo.INVERSE)
def change_head(
    book: Book, household: uuid.UUID, person: uuid.UUID, on: dt.date, *,
    actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Let another member head the household from a day on; all relations turn with it where that is sure.

    Raises:
        UserError: no member, the head already, a day that cannot be.
    """
    checked(on, today, future=future)
    with book.work(declaration(change_head).id, actor, "户主变更：", Undo.INVERSE) as work:
        home = House.load(work, household).standing()
        seat, old = home.seat(person), home.head
        if old is not None and old.person_id == person:
            raise UserError("move.head_already", f"{seat.name}已经是这一户的户主")
        before = home.row["head_name"] or "（没有户主）"
        doubtful = home.make_head(person, on, tuple(home.seats))
        work.heading = f"户主变更：{before} → {seat.name}"
        return Changed.of(work.commit()), Moved(household, person, doubtful)


@verb("household.split", "分户", Undo.INVERSE)
def split(
    book: Book, household: uuid.UUID, persons: Collection[uuid.UUID], head: uuid.UUID, on: dt.date, *,
    code: str = "", new_head: uuid.UUID | None = None, with_statuses: bool = False,
    actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Let some members be a household of their own from a day on; the old one keeps its code, fields and incomes.

    Args:
        persons: Who goes; ``head`` heads the new household and is among them.
        code: 户编号 of the new one; one of the book's own if empty.
        new_head: Who heads the old one, if its head goes.
        with_statuses: Whether the statuses that run on the day also begin for the new household.

    Raises:
        UserError: nobody or everybody goes, no member, the code is in use, a head is needed, a day that cannot be.
    """
    checked(on, today, future=future)
    with book.work(declaration(split).id, actor, "分户：", Undo.INVERSE) as work:
        home = House.load(work, household).standing()
        going = [home.seat(person) for person in dict.fromkeys((head, *persons))]
        if head not in persons:
            raise UserError("split.head", f"新户主{going[0].name}不在分出的人里", "请把新户主也选上")
        if len(going) == len(home.seats):
            raise UserError("split.everybody", f"{home.called}的人都分出去了", "留下的至少要有一人；整户走请用整户迁出")
        called = home.called
        new = _new_household(work, home, going[0], code, _SAME_CLASS if with_statuses else ())
        related, doubtful = _related_anew(home, going, head)
        for seat in going:
            home.leave(seat, on - DAY, SPLIT)
            new.enter(as_person(seat), on, SPLIT, related[seat.person_id], seat.position)
        new.name_head(head)
        doubtful += home.succeeded(going, new_head, on)
        if with_statuses:
            _carry_statuses(work, home.key, new.key, on)
        work.heading = f"分户：从 {called}分出 {going[0].name} {len(going)} 人"
        return Changed.of(work.commit()), Moved(new.key, head, doubtful)


@verb("household.merge", "合户", Undo.INVERSE)
def merge(
    book: Book, household: uuid.UUID, into: uuid.UUID, on: dt.date, *,
    relation: str = "", relations: Mapping[uuid.UUID, str] | None = None,
    actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Let all members of a household be members of another from a day on; the first one ends, its statuses too.

    Args:
        relation: What its head is to the head of the other; what the others are follows where that is sure.
        relations: By person, instead of what follows.

    Raises:
        UserError: a household with itself, one that ended, nobody in it, a second head, a day that cannot be.
    """
    checked(on, today, future=future)
    if household == into:
        raise UserError("merge.itself", "不能和自己合户", "请选另一户")
    with book.work(declaration(merge).id, actor, "合户：", Undo.INVERSE) as work:
        gone, home = House.load(work, household).standing(), House.load(work, into).standing()
        if not gone.seats:
            raise UserError("merge.empty", f"{gone.called}没有现在的成员", "没有人的户请用整户销户")
        for one in filter(None, {relation, *(relations or {}).values()}):
            of_list(work, "relation", one)
            if one == HEAD and home.head is not None:
                said = f"{home.called}已经有户主{home.head.name}"
                raise UserError("move.second_head", said, "请先合户，再办户主变更")
        moving = tuple(gone.seats)
        related = _related_into(moving, gone, home, relation) | dict(relations or {})
        for seat in moving:
            gone.leave(seat, on - DAY, MERGED)
            home.enter(as_person(seat), on, MERGED, related.get(seat.person_id, OTHER), None)
        gone.close(on, MERGED, into)
        doubtful = tuple(seat.name for seat in moving if seat.person_id not in related)
        work.heading = f"合户：{gone.called} {len(moving)} 人并入 {home.called}" + gone.said_stopped
        return Changed.of(work.commit()), Moved(into, None, doubtful, gone.stopped)


@verb("household.end", "整户销户", Undo.INVERSE)
def end_household(
    book: Book, household: uuid.UUID, why: str, on: dt.date, *, actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """End a household with all its members and statuses; the day is their last one. It stays in the book.

    Raises:
        UserError: an unknown reason, ended already, a day that cannot be.
    """
    if why not in ENDING:
        raise UserError("move.why", f"销户原因不能是“{why}”", f"应为 {'、'.join(ENDING)}；并入别户请用合户")
    checked(on, today, future=future)
    with book.work(declaration(end_household).id, actor, f"{why}：", Undo.INVERSE) as work:
        home = House.load(work, household).standing()
        members = tuple(home.seats)
        for seat in members:
            home.leave(seat, on, ENDING[why])
        home.close(on, why)
        title = why if why.startswith("整户") else f"销户（{why}）"
        work.heading = f"{title}：{home.called} {len(members)} 人" + home.said_stopped
        return Changed.of(work.commit()), Moved(household, stopped=home.stopped)


def code_free(work: Work, code: str) -> str:
    """Return a code for a new household: the one given, or the next of the book's own.

    Raises:
        UserError: it is in use.
    """
    mine = Household.village_id == work.village_id
    wanted = fold_code(code)
    if wanted and work.connection.execute(select(Household.id).where(mine, Household.code == wanted)).first():
        raise UserError("household.code_used", f"户编号{wanted}已经有了", "请核对编号，或直接打开那一户")
    used = select(Household.code).where(mine, Household.code.startswith("自"))
    return wanted or own_code(set(work.connection.execute(used).scalars()))


def _new_household(work: Work, old: House, head: Seat, code: str, kept: tuple[str, ...]) -> House:
    key = work.new_id()
    values: dict[str, Any] = {name: old.row[name] for name in (*_SAME_PLACE, *kept)}
    values |= {"id": key, "code": code_free(work, code), "head_name": head.name, "head_id": head.person_id}
    work.write_rows(Household, inserts=[with_sort_keys("household", values)])
    return House(work, record_row(work.connection, "household", key))


def _related_anew(home: House, going: Sequence[Seat], head: uuid.UUID) -> tuple[dict[object, str], tuple[str, ...]]:
    """What those who go are to their own head; names of those nobody can be sure of, who get 其他."""
    kin = [Kin(s.person_id, HEAD if s.person_id == home.row["head_id"] else s.relation, s.sex) for s in home.seats]
    sure, _ = recomputed(kin, head)
    unsure = [seat for seat in going if seat.person_id not in sure]
    doubtful = tuple(seat.name for seat in unsure)
    return {**sure, **{seat.person_id: OTHER for seat in unsure}}, doubtful


def _related_into(moving: Sequence[Seat], gone: House, home: House, relation: str) -> dict[uuid.UUID, str]:
    """What the members are to the other household's head, given what their head is to that head."""
    own, other = gone.head, home.head
    if not relation or own is None or other is None:
        return {}
    found = {own.person_id: relation}
    turned = turned_round(relation, other.sex)
    if not turned:
        return found
    # The other household's head is looked at as a member of this one who becomes its head.
    head = Kin(other.person_id, turned, other.sex)
    counts = {one: sum(seat.relation == one for seat in moving) + (one == turned) for one in (
        turned, *(seat.relation for seat in moving))}  # fmt: skip
    for seat in moving:
        if seat.person_id != own.person_id:
            said = becomes(Kin(seat.person_id, seat.relation, seat.sex), head, own.sex, counts)
            if said is not None:
                found[seat.person_id] = said
    return found


def _carry_statuses(work: Work, old: uuid.UUID, new: uuid.UUID, on: dt.date) -> None:
    rows = [row for row in running(work, old, on) if row["from_on"] is None or row["from_on"] <= on]
    begun = {"household_id": new, "from_on": on, "note": SPLIT}
    work.write_rows(
        StatusPeriod, inserts=[{**begun, **{name: row[name] for name in _STATUS_KEPT}} for row in rows]
    )
