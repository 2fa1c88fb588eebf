"""Acceptances of a project: drafted from its content and its groups, items planned against done, mending, the opinion.

The opinion must state the scale that was really done and the word 合格 (rules on reimbursement of a county), so the
sentence is proposed from the items. Drafting may set the project's own day of acceptance in the same operation.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base import scale
from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.models import Acceptance, AcceptanceItem, AcceptanceMember, Officer, Project, RosterLine
from villagebook.services import codes, committees, fields, works_reading
from villagebook.services.fields import FieldView, record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.services.works_reading import Row
from villagebook.store import Book, Undo, Work

PASSED, TO_MEND = "合格", "整改"
FIRST = frozenset({"村级自验", "村乡联合初验"})

FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("验收", ("kind", "accepted_on", "result", "quality", "opinion")),
    ("计划和完成", ("planned_content", "done_content", "planned_fen", "actual_fen")),
    ("整改", ("to_mend", "mend_by", "mended_on")),
    ("各级意见", ("village_opinion", "township_opinion", "county_opinion")),
    ("备注", ("note",)),
)
BY_HAND = tuple(name for _, names in FIELDS for name in names)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an acceptance."""

    item: str
    unit: str = ""
    planned: Decimal | None = None
    done: Decimal | None = None
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether something else was done than planned."""
        return self.planned != self.done and not (self.planned is None and self.done is None)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the acceptance group, in the order of signing."""

    name: str
    unit: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an acceptance of a project would say; everything may be typed over before it is entered.

    Attributes:
        texts: Field of Acceptance -> text as typed.
        sets: The project's date that may be set with it: accepted_on or preliminary_on; empty if that stands already.
    """

    texts: Mapping[str, str]
    items: tuple[Item, ...]
    members: tuple[Member, ...]
    sets: str


@dataclass(frozen=True, slots=True)
class AcceptanceView:
    """One acceptance. ``late``: days past the day of mending; 0 if not."""

    key: uuid.UUID
    project: uuid.UUID
    project_code: str
    project_name: str
    values: Mapping[str, Any]
    sections: tuple[tuple[str, tuple[FieldView, ...]], ...]
    items: tuple[Item, ...]
    members: tuple[Member, ...]
    late: int
    state: str


def of_project(book: Book, project: uuid.UUID, on: dt.date) -> tuple[AcceptanceView, ...]:
    """The acceptances of a project, oldest first."""
    return _views(book, Acceptance.__table__.c.project_id == project, on)


def every(book: Book, on: dt.date) -> tuple[AcceptanceView, ...]:
    """All acceptances, by project and day."""
    return _views(book, Acceptance.__table__.c.village_id == book.village_id, on)


def view(book: Book, key: uuid.UUID, on: dt.date) -> AcceptanceView:
    """One acceptance.

    Raises:
        UserError: it is gone.
    """
    found = _views(book, Acceptance.__table__.c.id == key, on)
    if not found:
        raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
    return found[0]


def _views(book: Book, which: Any, on: dt.date) -> tuple[AcceptanceView, ...]:
    one, project = Acceptance.__table__, Project.__table__
    with book.read() as connection:
        query = (
            select(one, project.c.code.label("_code"), project.c.name.label("_name"))
            .select_from(one.join(project, project.c.id == one.c.project_id))
            .where(which)
            .order_by(project.c.code, one.c.accepted_on.nulls_last(), one.c.id)
        )
        rows = [dict(row) for row in connection.execute(query).mappings()]
        keys = [row["id"] for row in rows]
        items, members = items_of(connection, keys), members_of(connection, keys)
        offered = codes.offered(connection, book.village_id)
    return tuple(_view(row, items, members, offered, on) for row in rows)


def _view(
    row: Row,
    items: Mapping[uuid.UUID, tuple[Item, ...]],
    members: Mapping[uuid.UUID, tuple[Member, ...]],
    offered: Mapping[str, tuple[str, ...]],
    on: dt.date,
) -> AcceptanceView:
    due = row["mend_by"] if row["result"] != PASSED and row["mended_on"] is None else None
    late = max(0, (on - due).days) if due is not None else 0
    state = "已整改" if row["mended_on"] is not None else row["result"] or "未下结论"
    return AcceptanceView(
        row["id"], row["project_id"], row.pop("_code") or "", row.pop("_name") or "", row,
        tuple((said, fields.view(row, "acceptance", names, offered=offered)) for said, names in FIELDS),
        items.get(row["id"], ()), members.get(row["id"], ()), late, state,
    )  # fmt: skip


def items_of(connection: Connection, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Item, ...]]:
    """The items of some acceptances, in their order."""
    item = AcceptanceItem.__table__.c
    found: dict[uuid.UUID, tuple[Item, ...]] = {}
    query = select(item.acceptance_id, item.item, item.unit, item.planned, item.done, item.note).where(
        item.acceptance_id.in_(keys))  # fmt: skip
    for row in connection.execute(query.order_by(item.position, item.id)):
        one = Item(row.item, row.unit or "", row.planned, row.done, row.note or "")
        found[row.acceptance_id] = (*found.get(row.acceptance_id, ()), one)
    return found


def members_of(connection: Connection, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Member, ...]]:
    """Those who sign some acceptances, in their order."""
    member = AcceptanceMember.__table__.c
    found: dict[uuid.UUID, tuple[Member, ...]] = {}
    query = select(member.acceptance_id, member.name, member.unit, member.post).where(member.acceptance_id.in_(keys))
    for row in connection.execute(query.order_by(member.position, member.id)):
        one = Member(row.name, row.unit or "", row.post or "")
        found[row.acceptance_id] = (*found.get(row.acceptance_id, ()), one)
    return found


def draft(book: Book, project: uuid.UUID, on: dt.date, *, kind: str = "") -> Draft:
    """What an acceptance of a project on a day would say, out of what the book knows.

    Items come from the roster of a project done household by household, else from the project's content; done equals
    planned until somebody says otherwise. Who signs is in office that day in 项目监督小组, with the head of
    项目实施小组, else the village's officers.
    """
    with book.read() as connection:
        row = record_row(connection, "project", project)
        items = _planned(connection, row)
        members = _signing(connection, book.village_id, on, project)
        actual = _spent(connection, project)
    kind = kind or ("乡镇验收" if row["preliminary_on"] is not None else "村乡联合初验")
    sets = "preliminary_on" if kind in FIRST else "accepted_on"
    done = "；".join(str(scale.Scale(one.item, one.done, one.unit)) for one in items)
    texts = {
        "kind": kind, "accepted_on": on.isoformat(), "result": PASSED, "quality": PASSED,
        "opinion": opinion(items), "planned_content": row["content"] or "", "done_content": done,
        "planned_fen": _yuan(row["planned_fen"]), "actual_fen": _yuan(actual),
    }  # fmt: skip
    return Draft(texts, items, members, "" if row[sets] is not None else sets)


def opinion(items: Sequence[Item], result: str = PASSED) -> str:
    """The sentence an opinion should be: what was done, how much of it, and whether it passed."""
    return scale.sentence([scale.Scale(one.item, one.done, one.unit) for one in items], result)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}"


def _planned(connection: Connection, project: Row) -> tuple[Item, ...]:
    line = RosterLine.__table__.c
    query = (
        select(line.content, line.unit, func.sum(line.quantity).label("quantity"))
        .where(line.project_id == project["id"], line.quantity.is_not(None))
        .group_by(line.content, line.unit)
        .order_by(line.content, line.unit)
    )
    lists = [row for row in connection.execute(query) if row.content]
    if lists and project["mode"] == "分户实施":
        return tuple(Item(row.content, row.unit or "", row.quantity, row.quantity) for row in lists)
    return tuple(Item(one.what, one.unit, one.quantity, one.quantity) for one in scale.read(project["content"]))


def _signing(connection: Connection, village: uuid.UUID, on: dt.date, project: uuid.UUID) -> tuple[Member, ...]:
    found: dict[str, Member] = {}
    # Those who built do not accept their own work: of their body only the head is there.
    for kind, most in (("项目监督小组", None), ("项目实施小组", 1)):
        for name, post in committees.in_office(connection, village, kind, on, project)[:most]:
            found.setdefault(name, Member(name, kind, post or "成员"))
    if not found:
        officer = Officer.__table__.c
        query = select(officer.name, officer.post).where(officer.village_id == village).order_by(officer.id)
        found = {row.name: Member(row.name, "", row.post or "") for row in connection.execute(query) if row.name}
    return tuple(found.values())


def _spent(connection: Connection, project: uuid.UUID) -> int | None:
    """What was spent on a project, posted; None while nothing was."""
    return sum(one.fen for one in works_reading.spent_on(connection, project) if one.posted) or None


@verb("acceptance.add", "记验收", Undo.INVERSE)
def add(
    book: Book,
    project: uuid.UUID,
    texts: Mapping[str, str],
    items: Sequence[Item] = (),
    members: Sequence[Member] = (),
    *,
    set_project: bool = True,
    actor: str,
    today: dt.date,
) -> tuple[Changed, uuid.UUID]:
    """Enter an acceptance with its items and those who sign; return what changed and its key.

    Args:
        set_project: Also set the project's 初验日期 or 验收日期, where it has none and this passed.

    Raises:
        UserError: no kind or day is said, the day is to come, it is to be mended without saying what, or a text is
            not of its field's kind.
    """
    new = works_reading.typed(Acceptance, BY_HAND, texts)
    _refuse(new, today)
    with book.work(declaration(add).id, actor, "记验收", Undo.INVERSE) as work:
        owner = record_row(work.connection, "project", project)
        key = work.new_id()
        work.write_rows(Acceptance, inserts=[
            {**new, "id": key, "village_id": book.village_id, "project_id": project}])  # fmt: skip
        _write_parts(work, key, items, members)
        if set_project:
            _date_project(work, owner, new)
        work.heading = f"记{new['kind']} {owner['name'] or ''} {new.get('result') or ''}".rstrip()
        return Changed.of(work.commit()), key


def _refuse(row: Mapping[str, Any], today: dt.date) -> None:
    if not row.get("kind"):
        raise UserError("acceptance.kind", "没有选验收类型", "请选一种，如村乡联合初验、乡镇验收")
    if row.get("accepted_on") is None:
        raise UserError("acceptance.day", "没有写验收日期", "请写哪天验收的")
    if row["accepted_on"] > today:
        raise UserError("acceptance.future", f"{row['accepted_on']}还没有到", "请核对日期")
    if row.get("result") == TO_MEND and not row.get("to_mend"):
        raise UserError("acceptance.to_mend", "要整改，没有写整改什么", "请写整改事项和期限")


def _write_parts(work: Work, key: uuid.UUID, items: Sequence[Item], members: Sequence[Member]) -> None:
    owner = {"village_id": work.village_id, "acceptance_id": key}
    rows = [
        {"id": work.new_id(), **owner, "item": one.item.strip(), "unit": one.unit or None, "planned": one.planned,
         "done": one.done, "position": number, "note": one.note or None}
        for number, one in enumerate(items, 1) if one.item.strip()
    ]  # fmt: skip
    people = [
        {"id": work.new_id(), **owner, "name": one.name.strip(), "unit": one.unit or None, "post": one.post or None,
         "position": number}
        for number, one in enumerate(members, 1) if one.name.strip()
    ]  # fmt: skip
    if rows:
        work.write_rows(AcceptanceItem, inserts=rows)
    if people:
        work.write_rows(AcceptanceMember, inserts=people)


def _date_project(work: Work, project: Row, row: Mapping[str, Any]) -> None:
    name = "preliminary_on" if row["kind"] in FIRST else "accepted_on"
    if project[name] is None and row.get("result") == PASSED:
        work.write_rows(Project, updates=[(project["id"], {name: row["accepted_on"]})])


@verb("acceptance.correct", "改验收", Undo.INVERSE)
def correct(
    book: Book,
    key: uuid.UUID,
    texts: Mapping[str, str],
    *,
    items: Sequence[Item] | None = None,
    members: Sequence[Member] | None = None,
    actor: str,
    today: dt.date,
) -> Changed:
    """Set fields of an acceptance to what was typed; items and members, if given, take the place of all there were.

    Raises:
        UserError: as for ``add``; nothing is changed.
    """
    new = works_reading.typed(Acceptance, BY_HAND, texts)
    with book.work(declaration(correct).id, actor, "改验收", Undo.INVERSE) as work:
        row = record_row(work.connection, "acceptance", key)
        _refuse({**row, **new}, today)
        if new:
            work.write_rows(Acceptance, updates=[(key, new)])
        _replace(work, key, items, members)
        work.heading = f"改验收 {_called(work.connection, row)}"
        return Changed.of(work.commit())


def _replace(work: Work, key: uuid.UUID, items: Sequence[Item] | None, members: Sequence[Member] | None) -> None:
    if items is not None and tuple(items) != items_of(work.connection, [key]).get(key, ()):
        _clear(work, AcceptanceItem, key)
        _write_parts(work, key, items, ())
    if members is not None and tuple(members) != members_of(work.connection, [key]).get(key, ()):
        _clear(work, AcceptanceMember, key)
        _write_parts(work, key, (), members)


def _clear(work: Work, record: type[AcceptanceItem] | type[AcceptanceMember], key: uuid.UUID) -> None:
    columns = record.__table__.c
    there = work.connection.execute(select(columns.id).where(columns.acceptance_id == key)).scalars().all()
    if there:
        work.write_rows(record, deletes=list(there))


@verb("acceptance.mend", "整改完成", Undo.INVERSE)
def mend(book: Book, key: uuid.UUID, on: dt.date, *, actor: str, today: dt.date, note: str = "") -> Changed:
    """Say that what was to be mended is; the acceptance passes, and so does the project where nothing else did.

    Raises:
        UserError: nothing was to be mended, or the day is before the acceptance or to come.
    """
    with book.work(declaration(mend).id, actor, "整改完成", Undo.INVERSE) as work:
        row = record_row(work.connection, "acceptance", key)
        if row["result"] == PASSED and not row["to_mend"]:
            raise UserError("acceptance.nothing_to_mend", "这次验收没有要整改的", "请核对是不是这一次")
        if on > today or (row["accepted_on"] is not None and on < row["accepted_on"]):
            raise UserError("acceptance.mended_when", f"整改完成日期{on}不对", "应在验收日期以后，不晚于今天")
        said = "\n".join(part for part in (row["note"], note.strip()) if part) or None
        items = items_of(work.connection, [key]).get(key, ())
        new = {"mended_on": on, "result": PASSED, "quality": row["quality"] or PASSED, "note": said}
        if PASSED not in (row["opinion"] or "").replace("不合格", ""):
            new["opinion"] = f"{row['opinion'] or ''}{chinese(on)}复验：{opinion(items)}"
        work.write_rows(Acceptance, updates=[(key, new)])
        _date_project(work, record_row(work.connection, "project", row["project_id"]), {
            **row, **new, "accepted_on": on})  # fmt: skip
        work.heading = f"整改完成 {_called(work.connection, row)}"
        return Changed.of(work.commit())


@verb("acceptance.remove", "删验收", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take an acceptance entered by mistake out of the book, its items and members with it.

    Raises:
        UserError: it is gone already.
    """
    with book.work(declaration(remove).id, actor, "删验收", Undo.INVERSE) as work:
        row = record_row(work.connection, "acceptance", key)
        work.heading = f"删验收 {_called(work.connection, row)}"
        _clear(work, AcceptanceItem, key)
        _clear(work, AcceptanceMember, key)
        work.write_rows(Acceptance, deletes=[key])
        return Changed.of(work.commit())


def _called(connection: Connection, row: Mapping[str, Any]) -> str:
    project = record_row(connection, "project", row["project_id"])
    return f"{project['name'] or project['code'] or ''} {row['kind'] or ''}".strip()
