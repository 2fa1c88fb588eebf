"""Assets that projects left: formed from a project in one act, corrected, shown with their timeline and income by year.

What became of an asset (confirmed, handed over, counted, let, repaired, disposed of) is in asset_events.py. Source of
the fields and classes: state rules on project assets of 2021.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from villagebook.base import scale
from villagebook.base.errors import UserError
from villagebook.base.money import format_wan, format_yuan
from villagebook.base.terms import year_ends
from villagebook.base.text import fold_code
from villagebook.models import (
    Asset,
    AssetEvent,
    Contract,
    FundEntry,
    Household,
    Meeting,
    Project,
    ProjectSource,
    RosterLine,
)
from villagebook.services import codes, contracts, fields, works_reading
from villagebook.services.fields import FieldView, record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.services.works_reading import Money, Row
from villagebook.store import Book, Undo, Work

EARNING, PUBLIC, OF_HOMES = "经营性资产", "公益性资产", "到户类资产"
IN_USE, IDLE, DAMAGED, GONE = "在用", "闲置", "损毁", "处置"
_OF_MODE = {"分户实施": OF_HOMES, "公益设施": PUBLIC, "集体实施": EARNING}

FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("资产", ("name", "kind", "subkind", "code", "quantity", "unit", "place", "built_on", "state")),
    ("来源", ("origin", "origin_year", "project_code", "document", "money", "total_fen", "original_fen", "net_fen")),
    ("产权和移交", ("owner_level", "owner", "household_code", "confirmed_on", "handed_on", "handed_by", "received_by")),
    ("管护", ("keeper", "supervisor")),
    ("经营和收益", ("way", "operator", "contract_from", "contract_through", "income_fen", "sharing")),
    ("处置", ("disposed_on", "disposed_how", "disposal_approval", "disposed_fen")),
    ("备注", ("note",)),
)
BY_HAND = tuple(name for _, names in FIELDS for name in names)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of an asset; ``meeting`` says when and what met, empty if none decided."""

    key: uuid.UUID
    kind: str
    on: dt.date
    who: str
    state: str
    amount_fen: int | None
    meeting: str
    approval: str
    note: str


@dataclass(frozen=True, slots=True)
class IncomeYear:
    """Income of one calendar year in fen: what fell due by the contract, what came in (posted)."""

    year: int
    due_fen: int
    received_fen: int


@dataclass(frozen=True, slots=True)
class AssetView:
    """One asset as of a day.

    Attributes:
        state: On that day, by its events.
        missing: What is not done yet: 确权, 移交, 管护人 …
    """

    key: uuid.UUID
    name: str
    code: str
    state: str
    chips: tuple[str, ...]
    line: str
    project: uuid.UUID | None
    project_name: str
    values: Mapping[str, Any]
    sections: tuple[tuple[str, tuple[FieldView, ...]], ...]
    events: tuple[Event, ...]
    income: tuple[IncomeYear, ...]
    entries: tuple[Money, ...]
    missing: tuple[str, ...]


def view(book: Book, key: uuid.UUID, on: dt.date) -> AssetView:
    """One asset as of a day, its events oldest first.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        row = record_row(connection, "asset", key)
        project = record_row(connection, "project", row["project_id"]) if row["project_id"] is not None else {}
        events = events_of(connection, key)
        entries = tuple(works_reading.entries_of(connection, "asset_id", [key], "收益").get(key, ()))
        offered = codes.offered(connection, book.village_id)
    state = state_on(row, events, on)
    size = f"{scale.number(row['quantity'])}{row['unit'] or ''}"
    cost = "" if row["original_fen"] is None else f"原值 {format_yuan(row['original_fen'])} 元"
    line = "　".join(str(part) for part in (row["code"], row["place"], size, cost, row["owner"]) if part)
    return AssetView(
        key, row["name"] or "", row["code"] or "", state, tuple(c for c in (row["kind"], state) if c), line,
        row["project_id"], project.get("name") or row["origin"] or "", row,
        tuple((said, fields.view(row, "asset", names, offered=offered)) for said, names in FIELDS),
        events, income_by_year(row, entries, on), entries, missing(row),
    )  # fmt: skip


def waiting(book: Book, on: dt.date) -> int:
    """How many assets that are not gone lack an owner, a keeper or their handing over."""
    asset = Asset.__table__.c
    lacking = or_(asset.owner.is_(None), asset.keeper.is_(None), asset.handed_on.is_(None))
    there = (asset.village_id == book.village_id, or_(asset.disposed_on.is_(None), asset.disposed_on > on))
    with book.read() as connection:
        return int(connection.execute(select(func.count()).where(*there, lacking)).scalar() or 0)


def found(book: Book, key: uuid.UUID, on: dt.date) -> AssetView | None:
    """One asset as of a day; None if it is gone."""
    try:
        return view(book, key, on)
    except UserError:
        return None


def of_project(book: Book, project: uuid.UUID, on: dt.date) -> tuple[AssetView, ...]:
    """The assets a project left, by code."""
    with book.read() as connection:
        asset = Asset.__table__.c
        keys = connection.execute(select(asset.id).where(asset.project_id == project).order_by(asset.code, asset.id))
        found = list(keys.scalars())
    return tuple(view(book, key, on) for key in found)


def key_of(book: Book, code: str) -> uuid.UUID:
    """The key of the asset with this code.

    Raises:
        UserError: none has it.
    """
    with book.read() as connection:
        query = select(Asset.id).where(Asset.village_id == book.village_id, Asset.code == fold_code(code))
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("asset.unknown", f"没有资产编号“{code}”", "请核对编号")
    return found


def events_of(connection: Connection, key: uuid.UUID) -> tuple[Event, ...]:
    """The events of an asset, oldest first."""
    event, meeting = AssetEvent.__table__, Meeting.__table__
    query = (
        select(event, meeting.c.held_on.label("_held"), meeting.c.kind.label("_met"))
        .select_from(event.outerjoin(meeting, meeting.c.id == event.c.meeting_id))
        .where(event.c.asset_id == key)
        .order_by(event.c.on, event.c.id)
    )
    return tuple(
        Event(row["id"], row["kind"], row["on"], row["who"] or "", row["state"] or "", row["amount_fen"],
              " ".join(str(part) for part in (row["_held"], row["_met"]) if part), row["approval"] or "",
              row["note"] or "")
        for row in connection.execute(query).mappings()
    )  # fmt: skip


def state_on(row: Mapping[str, Any], events: Sequence[Event], on: dt.date) -> str:
    """The state of an asset on a day: what its last event by then says; before the first one it was in use.

    Without any event that says a state, what stands in the record.
    """
    said = [event for event in events if event.state]
    if not said:
        return row["state"] or ""
    return next((event.state for event in reversed(said) if event.on <= on), IN_USE)


def income_by_year(row: Mapping[str, Any], entries: Iterable[Money], on: dt.date) -> tuple[IncomeYear, ...]:
    """What fell due and what came in, by calendar year up to the year of ``on``; years without either are left out."""
    due: dict[int, int] = {}
    for day in due_days(row, dt.date(on.year, 12, 31)):
        due[day.year] = due.get(day.year, 0) + int(row["income_fen"])
    came: dict[int, int] = {}
    for one in entries:
        if one.posted and one.on is not None and one.on <= on:
            came[one.on.year] = came.get(one.on.year, 0) + one.fen
    return tuple(IncomeYear(year, due.get(year, 0), came.get(year, 0)) for year in sorted({*due, *came}))


def due_days(row: Mapping[str, Any], until: dt.date) -> list[dt.date]:
    """The days up to one on which a year's agreed income fell due; none without an agreed income and a first day."""
    first = row["contract_from"]
    if not row["income_fen"] or first is None:
        return []
    ends = [day for day in (row["contract_through"], row["disposed_on"]) if day is not None]
    return list(year_ends(first, min(ends, default=None), until))


def missing(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What an asset lacks in its ledger and its handing over, in the order of doing it."""
    if row["state"] == GONE:
        return () if row["disposal_approval"] else ("处置批准",)
    wanted = (
        ("所有权人", row["owner"]), ("确权", row["confirmed_on"]), ("移交", row["handed_on"]),
        ("管护人", row["keeper"]),
    )  # fmt: skip
    return tuple(word for word, there in wanted if not there)


# --- forming and correcting -------------------------------------------------------------------------------------------


def proposed(book: Book, project: uuid.UUID) -> dict[str, str]:
    """What the asset a project left would say, field -> text as typed; what is not known is left out."""
    with book.read() as connection:
        return {name: text for name, text in _proposed(connection, project).items() if text is not None}


def _proposed(connection: Connection, project: uuid.UUID) -> dict[str, str | None]:
    row = record_row(connection, "project", project)
    village = record_row(connection, "village", row["village_id"])
    kind = _OF_MODE.get(row["mode"] or "", EARNING if row["category"] == "产业发展" else PUBLIC)
    cost = _cost(connection, project) or row["planned_fen"]
    size = next((one for one in scale.read(row["content"]) if one.quantity is not None), None)
    built = row["finished_on"] or row["accepted_on"]
    run_by = row["unit_in_charge"] if kind == EARNING else None
    return {
        "name": row["name"], "kind": kind, "subkind": row["subcategory"], "origin": row["name"],
        "origin_year": str(row["year"]) if row["year"] else None, "project_code": row["code"],
        "document": row["approval_number"], "money": _money(connection, project),
        "total_fen": _yuan(row["planned_fen"]), "original_fen": _yuan(cost),
        "quantity": scale.number(size.quantity) if size else None, "unit": size.unit if size else None,
        "place": f"{village['name']}{row['place']}" if row["place"] else village["name"],
        "built_on": built.isoformat() if built else None, "state": IN_USE,
        "owner_level": "户" if kind == OF_HOMES else "村",
        "owner": None if kind == OF_HOMES else run_by or f"{village['name']}村民委员会",
        "operator": run_by, "way": "自营" if kind == EARNING else None,
        "supervisor": f"{village['township']}人民政府" if village["township"] else None,
    }  # fmt: skip


def _cost(connection: Connection, project: uuid.UUID) -> int:
    """What a project came to: its contracts audited, settled or agreed, else what was paid; 0 if nobody knows."""
    rows = connection.execute(select(Contract.__table__).where(Contract.project_id == project)).mappings()
    agreed = sum(contracts.due_fen(row) or 0 for row in map(dict, rows))
    return agreed or sum(one.fen for one in works_reading.spent_on(connection, project) if one.posted)


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen // 100}.{fen % 100:02d}"


def _money(connection: Connection, project: uuid.UUID) -> str | None:
    source = ProjectSource.__table__.c
    query = select(source.source, source.planned_fen).where(source.project_id == project)
    rows = connection.execute(query.order_by(source.position, source.id)).all()
    return "、".join(f"{row.source} {format_wan(row.planned_fen)} 万元" for row in rows) or None


@verb("asset.form", "登记资产", Undo.INVERSE)
def form(
    book: Book, project: uuid.UUID, texts: Mapping[str, str], *, each_household: bool = False, actor: str
) -> tuple[Changed, tuple[uuid.UUID, ...]]:
    """Enter what a project left as an asset, in one act: what is typed goes before what ``proposed`` says.

    Args:
        each_household: One asset for each household of the project's roster, with its own quantity and money.

    Raises:
        UserError: no name or class, the code is in use, the roster has no line, or a text is not of its kind.
    """
    with book.work(declaration(form).id, actor, "登记资产", Undo.INVERSE) as work:
        given = {name: text for name, text in _proposed(work.connection, project).items() if text is not None}
        rows = _formed(work, project, {**given, **texts}, each_household=each_household)
        work.write_rows(Asset, inserts=rows)
        said = rows[0]["name"] if len(rows) == 1 else f"{rows[0]['origin'] or rows[0]['name']} {len(rows)} 户"
        work.heading = f"登记资产 {said}"
        return Changed.of(work.commit()), tuple(row["id"] for row in rows)


def _formed(work: Work, project: uuid.UUID, texts: Mapping[str, str], *, each_household: bool) -> list[Row]:
    new = _checked(work, works_reading.typed(Asset, BY_HAND, texts))
    fixed = {"village_id": work.village_id, "project_id": project}
    code = _next_code(work, new)
    if not each_household:
        return [{**new, **fixed, **_home_of(work, new), "id": work.new_id(), "code": new.get("code") or next(code)}]
    line = RosterLine.__table__
    query = select(line).where(line.c.project_id == project).order_by(line.c.list_number, line.c.id)
    lines = work.connection.execute(query).mappings().all()
    if not lines:
        raise UserError("asset.no_roster", "这个项目没有到户花名册", "先填花名册，或者按一项资产登记")
    return [
        {
            **new, **fixed, "id": work.new_id(), "code": next(code), "kind": OF_HOMES, "owner_level": "户",
            "name": one["content"] or new["name"], "owner": one["head_name"], "keeper": one["head_name"],
            "household_code": one["household_code"], "household_id": one["household_id"],
            "quantity": one["quantity"], "unit": one["unit"], "total_fen": one["amount_fen"],
            "original_fen": one["amount_fen"], "operator": None, "way": None,
            "place": " ".join(part for part in (new.get("place"), one["group_name"]) if part) or None,
        }
        for one in lines
    ]  # fmt: skip


def _checked(work: Work, new: Row, key: uuid.UUID | None = None) -> Row:
    if "name" in new and not new["name"]:
        raise UserError("asset.no_name", "没有写资产名称")
    if "kind" in new and not new["kind"]:
        raise UserError("asset.kind", "没有选资产类别", f"可以是：{EARNING}、{PUBLIC}、{OF_HOMES}")
    code = new.get("code")
    if code:
        query = select(Asset.id).where(Asset.village_id == work.village_id, Asset.code == code)
        if any(found != key for found in work.connection.execute(query).scalars()):
            raise UserError("asset.code_used", f"资产编号“{code}”已经用了", "请换一个编号")
    first, last = new.get("contract_from"), new.get("contract_through")
    if first is not None and last is not None and last < first:
        raise UserError("asset.ends_first", f"经营合同结束{last}早于开始{first}", "请核对两个日期")
    return new


def _next_code(work: Work, new: Row) -> Iterator[str]:
    """Yield codes of the asset's year that are not in use: 资2025-001 …"""
    year = new.get("origin_year") or work.now.year
    query = select(Asset.code).where(Asset.village_id == work.village_id, Asset.code.is_not(None))
    used = [re.fullmatch(rf"资{year}-(\d{{1,6}})", code or "") for code in work.connection.execute(query).scalars()]
    last = max((int(match[1]) for match in used if match), default=0)
    while True:
        last += 1
        yield f"资{year}-{last:03d}"


def _home_of(work: Work, new: Row) -> Row:
    """The household a typed code names; without one the key stays empty."""
    if "household_code" not in new:
        return {}
    home = Household.__table__.c
    query = select(home.id).where(home.village_id == work.village_id, home.code == new["household_code"])
    return {"household_id": work.connection.execute(query).scalars().first() if new["household_code"] else None}


@verb("asset.add", "新增资产", Undo.INVERSE)
def add(book: Book, texts: Mapping[str, str], *, actor: str) -> tuple[Changed, uuid.UUID]:
    """Enter an asset that no project of the book left (older money, another unit's).

    Raises:
        UserError: no name or class, the code is in use, or a text is not of its field's kind.
    """
    with book.work(declaration(add).id, actor, "新增资产", Undo.INVERSE) as work:
        typed = works_reading.typed(Asset, BY_HAND, {"name": "", "kind": "", **texts})
        new = _checked(work, typed)
        project = Project.__table__.c
        query = select(project.id).where(project.village_id == work.village_id, project.code == new.get("project_code"))
        owner = work.connection.execute(query).scalars().first() if new.get("project_code") else None
        key, code = work.new_id(), new.get("code") or next(_next_code(work, new))
        fixed = {"id": key, "village_id": book.village_id, "project_id": owner, "code": code}
        work.write_rows(Asset, inserts=[{**new, **_home_of(work, new), **fixed, "state": new.get("state") or IN_USE}])
        work.heading = f"新增资产 {new['name']}"
        return Changed.of(work.commit()), key


@verb("asset.correct", "改资产", Undo.INVERSE)
def correct(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Set fields of an asset to what was typed, as one operation; empty text clears a field.

    Raises:
        UserError: as for ``add``; nothing is changed.
    """
    new = works_reading.typed(Asset, BY_HAND, texts)
    with book.work(declaration(correct).id, actor, "改资产", Undo.INVERSE) as work:
        row = record_row(work.connection, "asset", key)
        _checked(work, {**{name: row[name] for name in ("contract_from", "contract_through")}, **new}, key)
        work.heading = f"改资产 {row['name'] or row['code'] or ''}"
        work.write_rows(Asset, updates=[(key, {**new, **_home_of(work, new)})])
        return Changed.of(work.commit())


@verb("asset.remove", "删资产", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take an asset entered by mistake out of the book, its events with it; one that is gone is disposed of instead.

    Raises:
        UserError: money was entered for it.
    """
    with book.work(declaration(remove).id, actor, "删资产", Undo.INVERSE) as work:
        row = record_row(work.connection, "asset", key)
        entry, event = FundEntry.__table__.c, AssetEvent.__table__.c
        earned = work.connection.execute(select(entry.voucher, entry.memo).where(entry.asset_id == key)).first()
        if earned is not None:
            said = f"{earned.voucher or earned.memo or '有一笔收益'}记在这项资产下，不能删"
            raise UserError("asset.earned", said, "资产不在了请记处置")
        there = list(work.connection.execute(select(event.id).where(event.asset_id == key)).scalars())
        work.heading = f"删资产 {row['name'] or row['code'] or ''}"
        if there:
            work.write_rows(AssetEvent, deletes=there)
        work.write_rows(Asset, deletes=[key])
        return Changed.of(work.commit())

