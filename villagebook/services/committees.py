"""The village's bodies (领导小组, 项目实施小组, 村民代表 …): formed, members changed, who sat before kept.

Who signs a paper is asked by day: ``in_office``. Sources: village bodies that sign a project's papers (county file
rules of 2018); terms and change of members as the village elects them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.text import is_blank
from villagebook.ledgers.bodies import SIGNING, leads, sitting
from villagebook.models import Committee, CommitteeMember, Meeting, Person, Project
from villagebook.services import typed
from villagebook.services.fields import record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

DAY = dt.timedelta(days=1)
#: What a person types of a body and of a member, in the order of a form.
FIELDS = ("name", "kind", "document", "since", "until", "note")
MEMBER_FIELDS = ("name", "post", "unit", "since", "until")


@dataclass(frozen=True, slots=True)
class NewMember:
    """One who comes into a body; ``code`` is the code of the person in the book, empty if from elsewhere."""

    name: str
    post: str = ""
    unit: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member, in office or before: ``now`` says which, on the day asked for."""

    key: uuid.UUID
    name: str
    post: str
    unit: str
    since: dt.date | None
    until: dt.date | None
    leads: bool
    now: bool


@dataclass(frozen=True, slots=True)
class CommitteeLine:
    """One body.

    Attributes:
        project: Code of the project it was formed for; empty for all.
        members: Those in office on the day, heads first; former: those before, the latest to go first.
        ended: Whether its own term was over on the day.
    """

    key: uuid.UUID
    name: str
    kind: str
    project: str
    project_id: uuid.UUID | None
    document: str
    since: dt.date | None
    until: dt.date | None
    note: str
    ended: bool
    members: tuple[MemberLine, ...]
    former: tuple[MemberLine, ...]

    @property
    def head(self) -> str:
        """Name of whoever leads it; empty if nobody does."""
        return next((one.name for one in self.members if one.leads), "")


def in_office(
    connection: Connection, village_id: uuid.UUID, kind: str, on: dt.date, project_id: uuid.UUID | None = None
) -> tuple[tuple[str, str], ...]:
    """Return (name, post) of the members of a body in office on a day, heads first; empty if there is none.

    Args:
        project_id: Members of the body formed for this project if there is one then, else of those formed for all.
    """
    return tuple((one.name, one.post) for one in sitting(connection, village_id, kind, on, project_id))


def signers(
    connection: Connection, village_id: uuid.UUID, on: dt.date, project_id: uuid.UUID | None = None
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return (name, post) of those who sign a project's papers on a day, by kind of body."""
    return {kind: in_office(connection, village_id, kind, on, project_id) for kind in SIGNING}


def committees(book: Book, on: dt.date, *, kind: str = "", project: uuid.UUID | None = None) -> list[CommitteeLine]:
    """Return the bodies as of a day, those whose term runs first, by kind and name.

    Args:
        project: Only the body formed for this project and those formed for all.
    """
    with book.read() as connection:
        query = select(Committee.__table__).where(Committee.village_id == book.village_id)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        members = connection.execute(
            select(CommitteeMember.__table__).where(CommitteeMember.village_id == book.village_id)
        ).mappings().all()  # fmt: skip
        codes = {
            key: code or name or ""
            for key, code, name in connection.execute(select(Project.id, Project.code, Project.name).where(
                Project.village_id == book.village_id))
        }  # fmt: skip
    found = [_line(row, [one for one in members if one["committee_id"] == row["id"]], codes, on) for row in rows]
    if kind:
        found = [one for one in found if one.kind == kind]
    if project is not None:
        found = [one for one in found if one.project_id in (None, project)]
    return sorted(found, key=lambda one: (one.ended, one.kind, one.name))


def committee(book: Book, key: uuid.UUID, on: dt.date) -> CommitteeLine:
    """Return one body as of a day.

    Raises:
        UserError: it is gone.
    """
    found = next((one for one in committees(book, on) if one.key == key), None)
    if found is None:
        raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
    return found


def key_of(book: Book, name: str) -> uuid.UUID:
    """Return the key of the body of this name, of the only one of this kind, or with this key as text.

    Raises:
        UserError: there is none, or several.
    """
    with book.read() as connection:
        rows = connection.execute(select(Committee.id, Committee.name, Committee.kind).where(
            Committee.village_id == book.village_id)).all()  # fmt: skip
    found: list[uuid.UUID] = [row.id for row in rows if name in (row.name, str(row.id))]
    found = found or [row.id for row in rows if row.kind == name]
    if len(found) == 1:
        return found[0]
    known = "、".join(sorted(row.name for row in rows)) or "还没有登记小组"
    if not found:
        raise UserError("committee.unknown", f"没有小组“{name}”", f"书里有：{known}")
    raise UserError("committee.several", f"“{name}”有 {len(found)} 个", f"请写全名；书里有：{known}")


@verb("committee.form", "成立小组", Undo.INVERSE)
def form(
    book: Book,
    texts: Mapping[str, str],
    members: Iterable[NewMember] = (),
    *,
    project: uuid.UUID | None = None,
    actor: str,
) -> tuple[Changed, uuid.UUID]:
    """Form a body with its members; return what changed and its key. Members begin on the body's first day.

    Args:
        texts: By field name (FIELDS). project: The one project it is formed for.

    Raises:
        UserError: no name or kind, the name is used by a body in office, a term ends before it begins, a person's
            code is unknown.
    """
    with book.work(declaration(form).id, actor, "成立小组", Undo.INVERSE) as work:
        new = typed.values(work, Committee, {"name": "", "kind": "", **texts}, FIELDS)
        _refuse_turned(new["name"], new.get("since"), new.get("until"))
        _refuse_twice(work, new)
        key = work.new_id()
        row = {"id": key, "village_id": book.village_id, "project_id": project, **new}
        work.write_rows(Committee, inserts=[row])
        _come(work, key, members, new.get("since"), 0)
        work.heading = f"成立小组 {new['name']}"
        return Changed.of(work.commit()), key


@verb("committee.correct", "改小组", Undo.INVERSE)
def correct(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Set fields of a body to what was typed; empty text clears one.

    Raises:
        UserError: a text is not of its kind, the term ends before it begins, or the body is gone.
    """
    with book.work(declaration(correct).id, actor, "改小组", Undo.INVERSE) as work:
        row = record_row(work.connection, "committee", key)
        new = typed.values(work, Committee, texts, FIELDS)
        whole = {**row, **new}
        _refuse_turned(whole["name"], whole["since"], whole["until"])
        work.write_rows(Committee, updates=[(key, new)])
        work.heading = f"改小组 {whole['name']}"
        return Changed.of(work.commit())


@verb("committee.change", "小组换人", Undo.INVERSE)
def change(
    book: Book,
    key: uuid.UUID,
    on: dt.date,
    *,
    come: Sequence[NewMember] = (),
    go: Sequence[uuid.UUID] = (),
    actor: str,
) -> Changed:
    """Let members go and come on a day: who goes sat until the day before, who comes sits from the day on.

    Raises:
        UserError: nobody comes or goes, someone who goes does not sit then, someone who comes sits already.
    """
    with book.work(declaration(change).id, actor, "小组换人", Undo.INVERSE) as work:
        row = record_row(work.connection, "committee", key)
        if not come and not go:
            raise UserError("committee.nobody", "没有写谁进谁出", "请选退出的人，或写新成员的姓名")
        rows = {one["id"]: one for one in _members(work.connection, key)}
        for member in go:
            _let_go(work, rows, member, on)
        staying = {one["name"] for one in rows.values() if one["id"] not in go and _sits(one, on)}
        for new in come:
            if new.name.strip() in staying:
                raise UserError("committee.sits", f"{new.name}已经在{row['name']}里", "请核对姓名")
        _come(work, key, come, on, max((one["position"] or 0 for one in rows.values()), default=0))
        names = "、".join([*(f"{rows[one]['name']}退出" for one in go), *(f"{one.name}加入" for one in come)])
        work.heading = f"小组换人 {row['name']}：{names}"
        return Changed.of(work.commit())


@verb("committee.elect", "小组换届", Undo.INVERSE)
def elect(book: Book, key: uuid.UUID, on: dt.date, members: Sequence[NewMember], *, actor: str) -> Changed:
    """Give a body its members of a new term, from a day on; who was in it and stays in the same post goes on.

    Raises:
        UserError: nobody is named, or one name twice.
    """
    with book.work(declaration(elect).id, actor, "小组换届", Undo.INVERSE) as work:
        row = record_row(work.connection, "committee", key)
        if not members:
            raise UserError("committee.nobody", "没有写新一届的成员", "请写成员的姓名")
        sits = {one["name"]: one for one in _members(work.connection, key) if _sits(one, on)}
        stay = {
            one.name.strip() for one in members
            if one.name.strip() in sits and (sits[one.name.strip()]["post"] or "") == one.post.strip()
        }  # fmt: skip
        rows = {one["id"]: one for one in sits.values()}
        for name, one in sits.items():
            if name not in stay:
                _let_go(work, rows, one["id"], on)
        last = max((one["position"] or 0 for one in sits.values()), default=0)
        _come(work, key, [one for one in members if one.name.strip() not in stay], on, last)
        if row["until"] is not None and row["until"] < on:
            work.write_rows(Committee, updates=[(key, {"until": None})])
        work.heading = f"小组换届 {row['name']}：{len(members)} 人"
        return Changed.of(work.commit())


@verb("committee.correct_member", "改小组成员", Undo.INVERSE)
def correct_member(book: Book, member: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Correct what was typed of a member; a change of members is ``change``.

    Raises:
        UserError: a text is not of its kind, the term ends before it begins, or the member is gone.
    """
    with book.work(declaration(correct_member).id, actor, "改小组成员", Undo.INVERSE) as work:
        row = record_row(work.connection, "committee_member", member)
        new = typed.values(work, CommitteeMember, texts, MEMBER_FIELDS)
        whole = {**row, **new}
        _refuse_turned(whole["name"], whole["since"], whole["until"])
        work.write_rows(CommitteeMember, updates=[(member, new)])
        work.heading = f"改小组成员 {whole['name']}"
        return Changed.of(work.commit())


@verb("committee.remove", "删小组", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take a body and its members out, typed by mistake; one that is over gets a last day instead.

    Raises:
        UserError: meetings were held by it, or it is gone.
    """
    with book.work(declaration(remove).id, actor, "删小组", Undo.INVERSE) as work:
        row = record_row(work.connection, "committee", key)
        held = work.connection.execute(select(Meeting.id).where(Meeting.committee_id == key)).scalars().all()
        if held:
            said = f"{row['name']}开过 {len(held)} 次会，不能删"
            raise UserError("committee.met", said, "届满了的，请写届满日期")
        work.write_rows(CommitteeMember, deletes=[one["id"] for one in _members(work.connection, key)])
        work.write_rows(Committee, deletes=[key])
        work.heading = f"删小组 {row['name']}"
        return Changed.of(work.commit())


def _line(row: dict[str, Any], rows: Iterable[Any], codes: Mapping[uuid.UUID, str], on: dt.date) -> CommitteeLine:
    ended = row["until"] is not None and row["until"] < on
    lines = [_member(one, on, row) for one in sorted(rows, key=lambda one: (one["position"] or 0, one["name"]))]
    sits = sorted((one for one in lines if one.now), key=lambda one: not one.leads)
    gone = sorted((one for one in lines if not one.now), key=lambda one: one.until or dt.date.max, reverse=True)
    project = codes.get(row["project_id"], "") if row["project_id"] else ""
    return CommitteeLine(
        row["id"], row["name"], row["kind"], project, row["project_id"], row["document"] or "", row["since"],
        row["until"], row["note"] or "", ended, tuple(sits), tuple(gone),
    )  # fmt: skip


def _member(row: Any, on: dt.date, body: Mapping[str, Any]) -> MemberLine:
    return MemberLine(
        row["id"], row["name"], row["post"] or "", row["unit"] or "", row["since"], row["until"], leads(row["post"]),
        _sits(row, on) and _sits(body, on),
    )  # fmt: skip


def _sits(row: Mapping[str, Any], on: dt.date) -> bool:
    return (row["since"] is None or row["since"] <= on) and (row["until"] is None or row["until"] >= on)


def _members(connection: Connection, key: uuid.UUID) -> list[dict[str, Any]]:
    query = select(CommitteeMember.__table__).where(CommitteeMember.committee_id == key)
    return [dict(row) for row in connection.execute(query).mappings()]


def _let_go(work: Work, rows: Mapping[uuid.UUID, Mapping[str, Any]], member: uuid.UUID, on: dt.date) -> None:
    """Who came on the very day or later never sat: the line goes."""
    row = rows.get(member)
    if row is None or not _sits(row, on):
        name = row["name"] if row is not None else "这个人"
        raise UserError("committee.not_sitting", f"{name}在 {on} 不在这个小组里", "请刷新后再选")
    if row["since"] is not None and row["since"] >= on:
        work.write_rows(CommitteeMember, deletes=[member])
    else:
        work.write_rows(CommitteeMember, updates=[(member, {"until": on - DAY})])


def _come(work: Work, key: uuid.UUID, members: Iterable[NewMember], on: dt.date | None, last: int) -> None:
    seen: set[str] = set()
    inserts = []
    for position, one in enumerate(members, start=last + 1):
        name = one.name.strip()
        if is_blank(name):
            raise UserError("committee.no_name", "有一位成员没有写姓名", "请写姓名，或去掉这一行")
        if name in seen:
            raise UserError("committee.twice", f"{name}写了两次", "请核对姓名")
        seen.add(name)
        inserts.append({
            "id": work.new_id(), "village_id": work.village_id, "committee_id": key, "name": name,
            "post": one.post.strip() or None, "unit": one.unit.strip() or None,
            "person_id": _person(work, one.code), "since": on, "position": position,
        })  # fmt: skip
    if inserts:
        work.write_rows(CommitteeMember, inserts=inserts)


def _person(work: Work, code: str) -> uuid.UUID | None:
    if not code.strip():
        return None
    query = select(Person.id).where(Person.village_id == work.village_id, Person.code == code.strip())
    found = work.connection.execute(query).scalars().first()
    if found is None:
        raise UserError("person.unknown", f"没有人口编号“{code}”", "请核对编号")
    return found


def _refuse_turned(name: str, since: dt.date | None, until: dt.date | None) -> None:
    if since is not None and until is not None and until < since:
        raise UserError("committee.ends_first", f"{name}的任期结束 {until} 早于开始 {since}", "请核对两个日期")


def _refuse_twice(work: Work, new: Mapping[str, Any]) -> None:
    query = select(Committee.until).where(Committee.village_id == work.village_id, Committee.name == new["name"])
    for until in work.connection.execute(query).scalars():
        if until is None or (new.get("since") is not None and until >= new["since"]):
            raise UserError("committee.name_used", f"已经有“{new['name']}”", "换届请用“换届”，届满的先写届满日期")
