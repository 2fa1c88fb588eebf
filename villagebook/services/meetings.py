"""Meetings: recorded in one act with who was due and came, the votes and all the matters decided; corrected, removed.

Source of the fields: minutes, sign sheet and resolution of the four-meetings procedure. How a meeting is shown is
in meeting_views.py, the chain of a matter in four_steps.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.ledgers.bodies import BODY_OF_MEETING, Sitting, sitting
from villagebook.models import BY_TABLE, RECORDS, Committee, Meeting, MeetingDecision, MeetingMember
from villagebook.services import typed
from villagebook.services.fields import record_row
from villagebook.services.matters import MATTERS, Target, words_of
from villagebook.services.numbering import code_after, codes_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: What a person types of a meeting, in the order of a form.
FIELDS = (
    "code", "kind", "held_on", "place", "subject", "chair", "recorder", "due", "present", "agreed", "against",
    "abstained", "four_step", "speeches", "resolution", "note",
)  # fmt: skip
CAME, EXCUSED, ABSENT = "到会", "请假", "缺席"

#: Kinds whose decision a record keeps as its own: the last word of the village.
LAST_WORD = frozenset({"村民代表大会", "村民会议"})


@dataclass(frozen=True, slots=True)
class Due:
    """One who is due at a meeting; ``attendance`` 到会, 请假, 缺席 or empty while nobody ticked."""

    name: str
    post: str = ""
    attendance: str = ""
    person_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Decide:
    """One matter to be decided; votes None: the meeting's own count."""

    target: Target
    passed: str = "是"
    agreed: int | None = None
    against: int | None = None
    abstained: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Who is due by the body in office on the day: its key and name, and the members."""

    committee_id: uuid.UUID | None
    name: str
    members: tuple[Due, ...]


def proposed(book: Book, kind: str, on: dt.date, committee: uuid.UUID | None = None) -> Proposed:
    """Return who is due at a meeting of a kind on a day: members of its body then in office; nobody if there is none.

    Args:
        committee: The body that meets, where the kind alone does not say it.
    """
    with book.read() as connection:
        body = record_row(connection, "committee", committee) if committee is not None else None
        found: Sequence[Sitting] = ()
        wanted = body["kind"] if body is not None else BODY_OF_MEETING.get(kind, "")
        if wanted:
            project = body["project_id"] if body is not None else None
            found = sitting(connection, book.village_id, wanted, on, project)
            found = [one for one in found if body is None or one.committee_id == body["id"]]
        if body is None and found:
            body = record_row(connection, "committee", found[0].committee_id)
    members = tuple(Due(one.name, one.post or one.unit, "", one.person_id) for one in found)
    return Proposed(body["id"] if body else None, body["name"] if body else "", members)


@verb("meeting.record", "记会议", Undo.INVERSE)
def record(
    book: Book,
    texts: Mapping[str, str],
    *,
    members: Iterable[Due] = (),
    decides: Iterable[Decide] = (),
    committee: uuid.UUID | None = None,
    actor: str,
    today: dt.date,
) -> tuple[Changed, uuid.UUID]:
    """Record a meeting with who was due and all it decided, as one operation; return what changed and its key.

    Args:
        texts: By field name (FIELDS); an empty ``code`` takes the next of the year.
        members: Who was due. decides: Matters, by key. committee: The body that met.

    Raises:
        UserError: no kind or day, a day to come, a code in use, a text that cannot be read, a name due twice, a
            matter that is gone; nothing is written.
    """
    with book.work(declaration(record).id, actor, "记会议", Undo.INVERSE) as work:
        new = typed.values(work, Meeting, {"kind": "", **texts}, FIELDS)
        if new.get("held_on") is None:
            raise UserError("meeting.no_day", "没有写开会的日期", "请写时间")
        _refuse_future(new["held_on"], today)
        new["code"] = _code(work, new.get("code") or "", new["held_on"].year)
        _refuse_negative(new)
        key = work.new_id()
        work.write_rows(Meeting, inserts=[{
            "id": key, "village_id": book.village_id, "committee_id": _body(work, committee), **new}])
        _invite(work, key, members, 0)
        _decide(work, key, new["kind"], decides)
        work.heading = f"记会议 {new['held_on']} {new['kind']}"
        return Changed.of(work.commit()), key


@verb("meeting.correct", "改会议", Undo.INVERSE)
def correct(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str, today: dt.date) -> Changed:
    """Set fields of a meeting to what was typed; empty text clears one.

    Raises:
        UserError: a text is not of its kind, the day is to come, the code is in use, or the meeting is gone.
    """
    with book.work(declaration(correct).id, actor, "改会议", Undo.INVERSE) as work:
        row = record_row(work.connection, "meeting", key)
        new = typed.values(work, Meeting, texts, FIELDS)
        if new.get("held_on") is not None:
            _refuse_future(new["held_on"], today)
        if "held_on" in new and new["held_on"] is None:
            raise UserError("meeting.no_day", "没有写开会的日期", "请写时间")
        if new.get("code") and new["code"] != row["code"]:
            new["code"] = _code(work, new["code"], 0)
        _refuse_negative(new)
        work.write_rows(Meeting, updates=[(key, new)])
        work.heading = f"改会议 {_called({**row, **new})}"
        return Changed.of(work.commit())


@verb("meeting.invite", "列应到人员", Undo.INVERSE)
def invite(
    book: Book, key: uuid.UUID, members: Sequence[Due], *, committee: uuid.UUID | None = None, actor: str
) -> Changed:
    """Add people who are due at a meeting; those listed already stay as they are.

    Raises:
        UserError: nobody new is named, or the meeting is gone.
    """
    with book.work(declaration(invite).id, actor, "列应到人员", Undo.INVERSE) as work:
        row = record_row(work.connection, "meeting", key)
        known = {one["name"] for one in _members(work, key)}
        new = [one for one in members if one.name.strip() not in known]
        if not new:
            raise UserError("meeting.nobody", "没有新的应到人员", "名单里的人都已经在了")
        _invite(work, key, new, len(known))
        if committee is not None and row["committee_id"] is None:
            work.write_rows(Meeting, updates=[(key, {"committee_id": _body(work, committee)})])
        work.heading = f"列应到人员 {len(new)} 人 {_called(row)}"
        return Changed.of(work.commit())


@verb("meeting.uninvite", "去掉应到人员", Undo.INVERSE)
def uninvite(book: Book, key: uuid.UUID, members: Sequence[uuid.UUID], *, actor: str) -> Changed:
    """Take people off the list of those due, typed by mistake.

    Raises:
        UserError: none of them is on the list.
    """
    with book.work(declaration(uninvite).id, actor, "去掉应到人员", Undo.INVERSE) as work:
        row = record_row(work.connection, "meeting", key)
        going = [one for one in _members(work, key) if one["id"] in members]
        if not going:
            raise UserError("meeting.not_due", "这些人不在应到名单里", "请刷新后再选")
        work.write_rows(MeetingMember, deletes=[one["id"] for one in going])
        work.heading = f"去掉应到人员 {'、'.join(one['name'] for one in going)} {_called(row)}"
        return Changed.of(work.commit())


@verb("meeting.attend", "记到会情况", Undo.INVERSE)
def attend(
    book: Book, key: uuid.UUID, attendance: Mapping[uuid.UUID, str], *, others: str = "", actor: str
) -> Changed:
    """Write down who came: 到会, 请假, 缺席 or empty by member; ``others`` for those due and not named.

    Raises:
        UserError: nobody is listed as due, or a word is none of the list.
    """
    with book.work(declaration(attend).id, actor, "记到会情况", Undo.INVERSE) as work:
        row = record_row(work.connection, "meeting", key)
        listed = _members(work, key)
        if not listed:
            raise UserError("meeting.nobody_due", "还没有列应到人员", "请先列应到人员，或直接写应到、实到人数")
        for word in {*attendance.values(), others} - {""}:
            typed.refuse_unknown(work, "attendance", word)
        updates = []
        for one in listed:
            said = attendance.get(one["id"], others if others else one["attendance"] or "")
            if (said or None) != one["attendance"]:
                updates.append((one["id"], {"attendance": said or None}))
        work.write_rows(MeetingMember, updates=updates)
        work.heading = f"记到会情况 {_called(row)}"
        return Changed.of(work.commit())


@verb("meeting.decide", "记会议决定", Undo.INVERSE)
def decide(book: Book, key: uuid.UUID, decides: Sequence[Decide], *, actor: str) -> Changed:
    """Write down matters a meeting decided; one decided by it already is written anew.

    A project or distribution that names no meeting yet takes this one as its own if representatives passed it.

    Raises:
        UserError: nothing is named, or a matter is gone.
    """
    with book.work(declaration(decide).id, actor, "记会议决定", Undo.INVERSE) as work:
        row = record_row(work.connection, "meeting", key)
        if not decides:
            raise UserError("meeting.no_matter", "没有选事项", "请选会议决定的项目或别的事项")
        words = _decide(work, key, row["kind"], decides)
        work.heading = f"记会议决定 {_called(row)}：{'、'.join(words)}"
        return Changed.of(work.commit())


@verb("meeting.undecide", "去掉会议决定", Undo.INVERSE)
def undecide(book: Book, key: uuid.UUID, target: Target, *, actor: str) -> Changed:
    """Take back that a meeting decided a matter, also where the record itself names the meeting.

    Raises:
        UserError: it did not decide it.
    """
    with book.work(declaration(undecide).id, actor, "去掉会议决定", Undo.INVERSE) as work:
        row = record_row(work.connection, "meeting", key)
        rows = _decisions(work, key, target)
        work.write_rows(MeetingDecision, deletes=rows)
        own = _names_meeting(work, target) == key
        if own:
            work.write_rows(BY_TABLE[target[0]], updates=[(target[1], {"meeting_id": None})])
        if not rows and not own:
            steps = MATTERS[target[0]].steps
            hint = "它是那边的一步写的，请到那边改" if steps else "请刷新后再选"
            raise UserError("meeting.not_decided", "这次会议没有决定这件事", hint)
        words = words_of(work.connection, [target]).get(target, "")
        work.heading = f"去掉会议决定 {_called(row)}：{words}"
        return Changed.of(work.commit())


@verb("meeting.remove", "删会议", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take a meeting out, written down by mistake, with its list of people and its decisions.

    Raises:
        UserError: other records name it (a notice, a case, a status), or it is gone.
    """
    with book.work(declaration(remove).id, actor, "删会议", Undo.INVERSE) as work:
        row = record_row(work.connection, "meeting", key)
        named = [title for title, count in _named_by(work, key).items() if count]
        if named:
            said = f"{_called(row)}是{'、'.join(named)}的依据，不能删"
            raise UserError("meeting.named", said, "请先改那里的依据会议")
        for matter in MATTERS:
            if matter.own:
                columns = BY_TABLE[matter.id].__table__.c
                keys = work.connection.execute(select(columns.id).where(columns.meeting_id == key)).scalars().all()
                work.write_rows(BY_TABLE[matter.id], updates=[(one, {"meeting_id": None}) for one in keys])
        work.write_rows(MeetingDecision, deletes=_decisions(work, key))
        work.write_rows(MeetingMember, deletes=[one["id"] for one in _members(work, key)])
        work.write_rows(Meeting, deletes=[key])
        work.heading = f"删会议 {_called(row)}"
        return Changed.of(work.commit())


def write_new(work: Work, kind: str, on: dt.date, subject: str) -> uuid.UUID:
    """Write a meeting within another verb's work, with its number and those due by its body; return its key."""
    key = work.new_id()
    sits = sitting(work.connection, work.village_id, BODY_OF_MEETING.get(kind, ""), on)
    work.write_rows(Meeting, inserts=[{
        "id": key, "village_id": work.village_id, "kind": kind, "held_on": on, "subject": subject,
        "code": _code(work, "", on.year), "committee_id": sits[0].committee_id if sits else None}])  # fmt: skip
    _invite(work, key, [Due(one.name, one.post or one.unit, "", one.person_id) for one in sits], 0)
    return key


def _named_by(work: Work, key: uuid.UUID) -> dict[str, int]:
    """Title of each kind of record that rests on the meeting -> how many; matters of its own are not counted."""
    own = {"meeting_member", "meeting_decision", *(matter.id for matter in MATTERS if matter.own)}
    found: dict[str, int] = {}
    for one in RECORDS:
        if one.__tablename__ in own:
            continue
        for column in one.__table__.c:
            if "meeting.id" in {target.target_fullname for target in column.foreign_keys}:
                found[one.title] = len(work.connection.execute(select(one.__table__.c.id).where(column == key)).all())
    return found


def _decide(work: Work, key: uuid.UUID, kind: str, decides: Iterable[Decide]) -> list[str]:
    wanted = list(decides)
    words = words_of(work.connection, [one.target for one in wanted])
    for one in wanted:
        if one.target not in words:
            raise UserError("meeting.matter_gone", "会议决定的事项已经不在书里了", "请刷新后再选")
        if one.passed:
            typed.refuse_unknown(work, "yes_no", one.passed)
        row = {
            "passed": one.passed or None, "agreed": one.agreed, "against": one.against, "abstained": one.abstained,
            "note": one.note.strip() or None,
        }  # fmt: skip
        _refuse_negative(row)
        before = _decisions(work, key, one.target)
        if before:
            work.write_rows(MeetingDecision, updates=[(before[0], row)])
        else:
            work.write_rows(MeetingDecision, inserts=[{
                "id": work.new_id(), "village_id": work.village_id, "meeting_id": key, "record": one.target[0],
                "record_id": one.target[1], **row}])
        matter = MATTERS[one.target[0]]
        if matter.own and one.passed == "是" and kind in LAST_WORD and _names_meeting(work, one.target) is None:
            work.write_rows(BY_TABLE[matter.id], updates=[(one.target[1], {"meeting_id": key})])
    return [words[one.target] for one in wanted]


def _names_meeting(work: Work, target: Target) -> uuid.UUID | None:
    if not MATTERS[target[0]].own:
        return None
    columns = BY_TABLE[target[0]].__table__.c
    found: uuid.UUID | None = work.connection.execute(
        select(columns.meeting_id).where(columns.id == target[1])).scalar()
    return found


def _decisions(work: Work, key: uuid.UUID, target: Target | None = None) -> list[uuid.UUID]:
    columns = MeetingDecision.__table__.c
    query = select(columns.id).where(columns.meeting_id == key)
    if target is not None:
        query = query.where(columns.record == target[0], columns.record_id == target[1])
    return list(work.connection.execute(query).scalars())


def _members(work: Work, key: uuid.UUID) -> list[dict[str, Any]]:
    rows = MeetingMember.__table__
    query = select(rows).where(rows.c.meeting_id == key).order_by(rows.c.position)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _invite(work: Work, key: uuid.UUID, members: Iterable[Due], last: int) -> None:
    seen: set[str] = set()
    inserts = []
    for position, one in enumerate(members, start=last + 1):
        name = one.name.strip()
        if not name:
            raise UserError("meeting.no_name", "有一位应到人员没有写姓名", "请写姓名，或去掉这一行")
        if name in seen:
            raise UserError("meeting.twice", f"{name}写了两次", "同名的请在姓名后注明，如 王建华（大坪）")
        seen.add(name)
        if one.attendance:
            typed.refuse_unknown(work, "attendance", one.attendance)
        inserts.append({
            "id": work.new_id(), "village_id": work.village_id, "meeting_id": key, "name": name,
            "post": one.post.strip() or None, "person_id": one.person_id, "attendance": one.attendance or None,
            "position": position})  # fmt: skip
    if inserts:
        work.write_rows(MeetingMember, inserts=inserts)


def _body(work: Work, committee: uuid.UUID | None) -> uuid.UUID | None:
    if committee is not None:
        record_row(work.connection, Committee.__tablename__, committee)
    return committee


def _code(work: Work, code: str, year: int) -> str:
    used = codes_of(work, Meeting)
    if code:
        if code in used:
            raise UserError("meeting.code_used", f"会议编号“{code}”已经用了", "请换一个编号")
        return code
    return code_after(used, f"{year}-")


def _refuse_future(on: dt.date, today: dt.date) -> None:
    if on > today:
        raise UserError("meeting.future", f"{on} 还没有到", "会开过了再记；请核对日期")


def _refuse_negative(new: Mapping[str, Any]) -> None:
    for name, label in (("due", "应到人数"), ("present", "实到人数"), ("agreed", "同意"), ("against", "反对"),
                        ("abstained", "弃权")):  # fmt: skip
        if (new.get(name) or 0) < 0:
            raise UserError("meeting.negative", f"{label}不能小于 0", "请核对")


def _called(row: Mapping[str, Any]) -> str:
    return " ".join(str(part) for part in (row["held_on"], row["kind"]) if part)
