"""Who comes into a household and who leaves it: each a named operation, dated, in the log of everybody it touches."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from villagebook.base import resident_ids
from villagebook.base.errors import UserError
from villagebook.base.text import clean_name, fold_code
from villagebook.models import Household, Membership, Person, fields_of
from villagebook.services import fields, kept
from villagebook.services.fields import record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.moving import DAY, House, Moved, Seat, checked, of_list, of_person, seats
from villagebook.services.relations import HEAD, OTHER
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: Reasons to come in -> what the household says that is left for it.
COMING: Mapping[str, str] = {"婚入": "婚出", "户籍迁入": "户籍迁出", "收养": "其他", "其他": "其他"}
#: Reasons to leave other than death.
LEAVING = ("婚出", "户籍迁出", "服刑", "失联", "其他")
#: The last one to leave so ends the household: why it ends.
_ENDS = {"死亡": "整户消亡", "户籍迁出": "整户迁出", "婚出": "整户迁出"}
DEAD = "已故"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is not in the book yet; an ID number with valid check digit also gives birth date and sex."""

    name: str
    sex: str = ""
    born: dt.date | None = None
    id_number: str = ""


@verb("membership.birth", "出生", Undo.INVERSE)
def birth(
    book: Book, household: uuid.UUID, child: NewPerson, relation: str, on: dt.date, *,
    actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Add a child born into a household on a day.

    Raises:
        UserError: no name or relation, the number is somebody's, the day cannot be.
    """
    checked(on, today, future=future, what="出生")
    with book.work(declaration(birth).id, actor, f"出生：{clean_name(child.name)}", Undo.INVERSE) as work:
        home = House.load(work, household).standing()
        born = NewPerson(child.name, child.sex, child.born or on, child.id_number)
        person = _new_person(work, born)
        if relation.strip() == HEAD:
            raise UserError("move.head_born", "刚出生的孩子不能是户主", "请写孩子是户主的什么人")
        home.enter(person, on, "出生", _related(work, home, relation))
        work.heading = f"出生：{person['name']}（{home.called}）"
        return Changed.of(work.commit()), Moved(household, person["id"])


@verb("membership.join", "进户", Undo.INVERSE)
def join(
    book: Book, household: uuid.UUID, who: NewPerson | uuid.UUID, why: str, relation: str, on: dt.date, *,
    new_head: uuid.UUID | None = None, actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Let somebody come into a household: 婚入, 户籍迁入, 收养; a person of another household leaves it for that.

    Args:
        who: A person of the book, or a new one.
        new_head: Who heads the household that is left, if the person headed it.

    Raises:
        UserError: an unknown reason, a day that cannot be, a member already, a head is needed.
    """
    if why not in COMING:
        raise UserError("move.why", f"进户原因不能是“{why}”", f"应为 {'、'.join(COMING)}")
    checked(on, today, future=future)
    with book.work(declaration(join).id, actor, f"{why}：", Undo.INVERSE) as work:
        home = House.load(work, household).standing()
        person = _new_person(work, who) if isinstance(who, NewPerson) else record_row(work.connection, "person", who)
        _alive(person)
        before, doubtful = _leave_others(work, person, home, on, COMING[why], new_head)
        related = _related(work, home, relation)
        home.enter(person, on, why, related)
        if related == HEAD:
            home.name_head(person["id"])
        work.heading = f"{why}：{person['name']} 到 {home.called}" + (f"，从 {before}" if before else "")
        return Changed.of(work.commit()), Moved(household, person["id"], doubtful)


@verb("membership.death", "去世", Undo.INVERSE)
def death(
    book: Book, household: uuid.UUID, person: uuid.UUID, on: dt.date, *,
    new_head: uuid.UUID | None = None, actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Record a death; the head's names the new head in the same operation. The last member's ends the household.

    Raises:
        UserError: no member, a day that cannot be, a new head is needed.
    """
    checked(on, today, future=future, what="去世")
    with book.work(declaration(death).id, actor, "去世：", Undo.INVERSE) as work:
        home = House.load(work, household)
        seat = home.seat(person)
        lead = f"去世：{seat.name}（{home.called}）"
        doubtful = _gone(home, seat, on, "死亡", new_head)
        work.write_rows(Person, updates=[(person, {"living_state": DEAD})])
        work.heading = lead + _after(home, seat)
        return Changed.of(work.commit()), Moved(household, person, doubtful, home.stopped)


@verb("membership.leave", "离户", Undo.INVERSE)
def leave(
    book: Book, household: uuid.UUID, person: uuid.UUID, why: str, on: dt.date, *,
    new_head: uuid.UUID | None = None, actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Let a member leave: 婚出, 户籍迁出, 服刑, 失联; the day is the last one in the household.

    Raises:
        UserError: an unknown reason, no member, a day that cannot be, a new head is needed.
    """
    if why not in LEAVING:
        raise UserError("move.why", f"离户原因不能是“{why}”", f"应为 {'、'.join(LEAVING)}；去世请用“去世”")
    checked(on, today, future=future)
    with book.work(declaration(leave).id, actor, f"{why}：", Undo.INVERSE) as work:
        home = House.load(work, household)
        seat = home.seat(person)
        lead = f"{why}：{seat.name}（{home.called}）"
        doubtful = _gone(home, seat, on, why, new_head)
        work.heading = lead + _after(home, seat)
        return Changed.of(work.commit()), Moved(household, person, doubtful, home.stopped)


@verb("membership.come_back", "回归", Undo.INVERSE)
def come_back(
    book: Book, household: uuid.UUID, person: uuid.UUID, on: dt.date, *,
    relation: str = "", actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, Moved]:  # fmt: skip
    """Let somebody who left come back; with the relation of before unless another is said.

    Raises:
        UserError: never a member, a member still, dead, the household merged, a day that cannot be.
    """
    checked(on, today, future=future)
    with book.work(declaration(come_back).id, actor, "回归：", Undo.INVERSE) as work:
        home = House.load(work, household)
        if home.row["merged_into"] is not None:
            home.standing()
        row = record_row(work.connection, "person", person)
        mine = seats(work, of_person(work, person), Membership.household_id == household)
        if not mine:
            hint = "新来的请用 婚入、户籍迁入 或 收养"
            raise UserError("move.never_member", f"{row['name']}从没在 {home.called}", hint)
        _alive(row)
        if home.row["ended_on"] is not None:
            work.write_rows(Household, updates=[(household, {"ended_on": None, "ended_why": None})])
        last = max(mine, key=lambda seat: seat.through_on or dt.date.max)
        before, doubtful = _leave_others(work, row, home, on, "回归", None)
        # Whoever headed the household and comes back to one with another head has a relation nobody knows.
        headless = home.head is None
        before_so = last.relation if last.relation != HEAD or headless else ""
        said = _related(work, home, relation) if relation else before_so
        home.enter(row, on, "回归", said or OTHER, last.position)
        if headless and said == HEAD:
            home.name_head(person)
        work.heading = f"回归：{row['name']} 到 {home.called}" + (f"，从 {before}" if before else "")
        return Changed.of(work.commit()), Moved(household, person, doubtful if said else (*doubtful, row["name"] or ""))


def person_of(book: Book, text: str, household: uuid.UUID | None = None) -> uuid.UUID:
    """Find one person by 人编号, ID number or name; within a household if one is given, present members first.

    Raises:
        UserError: nobody, or several.
    """
    folded = fold_code(text)
    with book.read() as connection:
        query = select(Person.id, Person.name, Person.code).where(
            Person.village_id == book.village_id, Person.merged_into.is_(None),
            or_(Person.code == folded, Person.id_number == folded, Person.name == clean_name(text)),
        )  # fmt: skip
        if household is not None:
            ever = select(Membership.person_id).where(Membership.household_id == household)
            here = set(kept.roots(connection, connection.execute(ever).scalars()).values())
            query = query.where(Person.id.in_(here))
        found = connection.execute(query.order_by(Person.id)).all()
    if not found:
        where = "这一户" if household is not None else "书里"
        raise UserError("person.unknown", f"{where}没有“{text}”", "请核对姓名，或写人口编号")
    if len(found) > 1:
        codes = "、".join(row.code or "（没有编号）" for row in found)
        raise UserError("person.several", f"有 {len(found)} 个“{text}”", f"请写人口编号：{codes}")
    key = found[0].id
    assert isinstance(key, uuid.UUID)
    return key


def _new_person(work: Work, who: NewPerson) -> dict[str, Any]:
    name = clean_name(who.name)
    if not name:
        raise UserError("person.no_name", "没有写姓名")
    if who.sex:
        of_list(work, "sex", who.sex)
    declared = {info.name: info for info in fields_of(Person)}
    number = fields.typed(declared["id_number"], who.id_number)
    born, sex = who.born, who.sex
    if number:
        _unused(work, number)
        if not resident_ids.problems(number):
            known = resident_ids.parse(number)
            born, sex = born or known.born, sex or known.sex or ""
    values = {"id": work.new_id(), "name": name, "sex": sex or None, "born": born, "id_number": number,
              "living_state": None}  # fmt: skip
    work.write_rows(Person, inserts=[with_sort_keys("person", values)])
    return values


def _unused(work: Work, number: str) -> None:
    same = select(Person.name).where(
        Person.village_id == work.village_id, Person.id_number.startswith(number[:18], autoescape=True)
    )
    name = work.connection.execute(same).scalars().first()
    if name is not None:
        raise UserError("person.number_used", f"书里的{name}已经是这个证件号码", "请选书里已有的人，或核对号码")


def _related(work: Work, home: House, relation: str) -> str:
    """Return the relation typed for somebody who comes in, if it can be."""
    said = relation.strip()
    if not said:
        raise UserError("move.no_relation", "没有写与户主关系")
    of_list(work, "relation", said)
    if said == HEAD and home.head is not None:
        raise UserError("move.second_head", f"{home.called}已经有户主{home.head.name}", "请先进户，再办户主变更")
    return said


def _alive(person: Mapping[str, Any]) -> None:
    if person["living_state"] == DEAD:
        raise UserError("move.dead", f"{person['name']}已经登记为去世", "登记错了请撤销那一次")


def _leave_others(
    work: Work, person: Mapping[str, Any], home: House, on: dt.date, why: str, new_head: uuid.UUID | None
) -> tuple[str, tuple[str, ...]]:
    """End the person's open memberships elsewhere the day before; return the household left and who is to check."""
    called, doubtful = "", tuple[str, ...]()
    elsewhere = seats(work, of_person(work, person["id"]), Membership.through_on.is_(None))
    for seat in elsewhere:
        if seat.household_id is None:
            # A household nobody knows: the membership came from a list; it is over all the same.
            work.write_rows(Membership, updates=[(seat.id, {"through_on": on - DAY, "why_ended": why})])
        elif seat.household_id != home.key:
            other = House.load(work, seat.household_id)
            called = other.called
            doubtful += _gone(other, other.seat(seat.person_id), on - DAY, why, new_head)
    _shorten_ended(work, person, home, on)
    return called, doubtful


def _shorten_ended(work: Work, person: Mapping[str, Any], home: House, on: dt.date) -> None:
    """Who left another household on the very day, or is to leave it later, is there through the day before."""
    ending = (Membership.household_id != home.key, Membership.through_on >= on)
    for seat in seats(work, of_person(work, person["id"]), *ending):
        if seat.from_on is not None and seat.from_on >= on:
            said = f"{seat.name} {seat.from_on} 才进另一户，不能在 {on} 进这一户"
            raise UserError("move.before_entry", said, "请核对日期；换户要在进户第二天以后")
        work.write_rows(Membership, updates=[(seat.id, {"through_on": on - DAY})])


def _gone(home: House, seat: Seat, through: dt.date, why: str, new_head: uuid.UUID | None) -> tuple[str, ...]:
    """End a seat, give the household a new head if it needs one, end the household if nobody is left."""
    home.leave(seat, through, why)
    if not home.seats and why in _ENDS and home.row["ended_on"] is None:
        home.close(through, _ENDS[why])
    return home.succeeded([seat], new_head, through + DAY)


def _after(home: House, seat: Seat) -> str:
    """What a heading adds of the household somebody left; ``seat`` is as it was before."""
    if not home.seats:
        return "，这一户没有人了" + home.said_stopped
    return f"，户主改为 {home.row['head_name']}" if seat.relation == HEAD else ""
