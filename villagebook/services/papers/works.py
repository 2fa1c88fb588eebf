"""What the papers of a project's works say: 项目验收报告, 资产移交表."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.base.scale import number
from villagebook.documents.papers import works as forms
from villagebook.ledgers import Scope
from villagebook.models import Acceptance, Asset, BenefitLine, RosterLine
from villagebook.notices import NOTICE_KINDS
from villagebook.policies import period
from villagebook.services.acceptances import FIRST, Item, items_of, members_of
from villagebook.services.committees import in_office
from villagebook.services.fields import record_row
from villagebook.services.overrides import overrides
from villagebook.services.papers.made import Filled, MadePaper

Row = Mapping[str, Any]
MINUS = "\u2212"
_WATCHING = "项目监督小组"


# --- 项目验收报告 ---


def acceptance(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 项目验收报告; None for an acceptance without a day."""
    row = connection.execute(select(Acceptance.__table__).where(Acceptance.id == key)).mappings().first()
    if row is None or row["accepted_on"] is None:
        return None
    project = record_row(connection, "project", row["project_id"])
    village = record_row(connection, "village", scope.village_id)
    items = items_of(connection, [key]).get(key, ())
    members = members_of(connection, [key]).get(key, ())
    values: dict[str, object] = {
        "kind_words": row["kind"] or "", "day_words": chinese(row["accepted_on"]), "name": project["name"],
        "code": project["code"], "approval_number": project["approval_number"],
        "unit": project["unit_in_charge"] or village["committee"], "place": project["place"],
        "started_on": project["started_on"], "finished_on": project["finished_on"],
        "items": [*(_item(one) for one in items), *_beside(connection, dict(row), project)],
        "opinion": row["opinion"], "quality_words": row["quality"] or "　　　　",
        "members": [{"name": one.name, "unit": one.unit, "post": one.post} for one in members],
        "village_opinion": row["village_opinion"] or "", "township_opinion": row["township_opinion"] or "",
        "county_opinion": row["county_opinion"] or "",
    }  # fmt: skip
    first = row["kind"] in FIRST
    return Filled(
        values, project["code"] or "", on=row["accepted_on"], title=f"项目{row['kind']}报告" if first else "",
        slot="preliminary" if first else "acceptance")  # fmt: skip


def _item(one: Item) -> dict[str, object]:
    change = _change(one.planned, one.done)
    return _line(one.item, _size(one.planned, one.unit), _size(one.done, one.unit), change, one.note)


def _line(item: str, planned: str, done: str, change: str = "", note: str = "") -> dict[str, object]:
    return {"item": item, "planned": planned, "done": done, "change": change, "note": note}


def _size(quantity: Decimal | None, unit: str) -> str:
    return "" if quantity is None else f"{number(quantity)}{unit}"


def _change(planned: Decimal | None, done: Decimal | None) -> str:
    if planned is None or done is None:
        return ""
    return _signed(done - planned)


def _signed(difference: Decimal) -> str:
    if not difference:
        return "0"
    return f"{'+' if difference > 0 else MINUS}{number(abs(difference))}"


def _beside(connection: Connection, row: Row, project: Row) -> list[dict[str, object]]:
    """What an acceptance looks at besides what was built: whom it reached, what it cost, how long notices hung."""
    found: list[dict[str, object]] = []
    homes, people = project["covers_households"], project["covers_people"]
    if homes is not None:
        reached = _reached(connection, project)
        done = _people(*reached) if reached else ""
        change = _signed(Decimal(reached[0] - homes)) if reached else ""
        found.append(_line("受益户", _people(homes, people), done, change))
    planned, actual = row["planned_fen"], row["actual_fen"]
    if planned is not None or actual is not None:
        change = ""
        if planned is not None and actual is not None:
            change = format_yuan(actual - planned, sign=True) if actual != planned else "0.00"
        found.append(_line("投资", _yuan(planned), _yuan(actual), change))
    start, through = project["start_notice_from"], project["start_notice_through"]
    start, through = start or project["library_notice_from"], through or project["library_notice_through"]
    if start is not None and through is not None:
        found.append(_hung(connection, project["village_id"], start, through))
    return found


def _hung(connection: Connection, village: uuid.UUID, start: dt.date, through: dt.date) -> dict[str, object]:
    """How long the notice before the work hung, beside how long it must."""
    least = period(NOTICE_KINDS["project-library"].days, start, overrides(connection, village))
    days = f"{start.month}月{start.day}日至{through.month}月{through.day}日"
    met = "达标" if through >= least.after(start) else "不足"
    return _line("公示", f"不少于{least}", days, met, f"{(through - start).days}天")


def _people(homes: int, people: int | None) -> str:
    return f"{homes}户" + (f"{people}人" if people is not None else "")


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{format_yuan(fen)}元"


def _reached(connection: Connection, project: Row) -> tuple[int, int | None] | None:
    """How many households and people stand on the project's list; None without one."""
    line = RosterLine.__table__.c
    found = connection.execute(
        select(func.count(line.household_id.distinct()), func.sum(line.population), func.count(line.id))
        .where(line.project_id == project["id"])
    ).one()  # fmt: skip
    if found[2]:
        return int(found[0] or found[2]), int(found[1]) if found[1] is not None else None
    benefit = BenefitLine.__table__.c
    homes = connection.execute(
        select(func.count(benefit.household_id.distinct())).where(benefit.project_id == project["id"])).scalar()
    return (int(homes), None) if homes else None


def acceptances_of(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the keys of a project's acceptances, oldest first."""
    one = Acceptance.__table__.c
    query = select(one.id).where(one.project_id == project).order_by(one.accepted_on, one.id)
    return list(connection.execute(query).scalars())


# --- 资产移交表 ---


def transfer(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 资产移交表 of an asset and those handed over with it; None while it is not handed over."""
    row = connection.execute(select(Asset.__table__).where(Asset.id == key)).mappings().first()
    if row is None or row["handed_on"] is None:
        return None
    together = _together(connection, dict(row))
    project = record_row(connection, "project", row["project_id"]) if row["project_id"] is not None else {}
    values: dict[str, object] = {
        "origin": project.get("name") or row["origin"], "project_code": project.get("code") or row["project_code"],
        "document": row["document"] or project.get("approval_number"), "money": row["money"],
        "accepted_on": project.get("accepted_on"), "handed_on": row["handed_on"],
        "owner": _same(together, "owner"), "confirmed_on": _day(together, "confirmed_on"),
        "keeper": _same(together, "keeper"), "supervisor": _same(together, "supervisor"),
        "count": len(together), "sum_words": format_yuan(sum(one["original_fen"] or 0 for one in together)),
        "assets": [_asset(one) for one in together], "handed_by": row["handed_by"] or "",
        "received_by": row["received_by"] or "",
        "watched_by": _watching(connection, scope.village_id, row["handed_on"], row["project_id"]),
    }  # fmt: skip
    return Filled(values, str(project.get("code") or row["code"] or ""), on=row["handed_on"])


def _together(connection: Connection, row: Row) -> list[Row]:
    """The assets of one project handed over on one day between the same sides, by code."""
    if row["project_id"] is None:
        return [row]
    asset = Asset.__table__
    query = select(asset).where(asset.c.project_id == row["project_id"], asset.c.handed_on == row["handed_on"])
    found = [dict(one) for one in connection.execute(query.order_by(asset.c.code, asset.c.id)).mappings()]
    return [one for one in found if all(one[side] == row[side] for side in ("handed_by", "received_by"))]


def _asset(row: Row) -> dict[str, object]:
    return {
        "code": row["code"], "name": _named(row), "kind": (row["kind"] or "").removesuffix("资产"),
        "size": _size(row["quantity"], row["unit"] or ""), "place": row["place"], "original_fen": row["original_fen"],
    }  # fmt: skip


def _named(row: Row) -> str:
    """An asset's name; of a household's with whose it is."""
    whose = f"（{row['owner']}）" if row["owner_level"] == "户" and row["owner"] else ""
    return f"{row['name'] or ''}{whose}"


def _same(rows: Sequence[Row], name: str) -> str:
    """What all say, or 各户 where many households have their own."""
    said = [str(one) for one in dict.fromkeys(row[name] for row in rows) if one]
    if len(said) <= 3:
        return "、".join(said)
    return "各受益户" if all(row["owner_level"] == "户" for row in rows) else f"{said[0]}等"


def _day(rows: Sequence[Row], name: str) -> dt.date | None:
    days = {row[name] for row in rows}
    return days.pop() if len(days) == 1 else None


def _watching(connection: Connection, village: uuid.UUID, on: dt.date, project: uuid.UUID | None) -> str:
    names = "、".join(name for name, _ in in_office(connection, village, _WATCHING, on, project)[:3])
    return f"{_WATCHING}\n{names}" if names else ""


def transfers_of(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return one asset for each handing over of a project's assets, in order of days."""
    asset = Asset.__table__.c
    query = select(asset.id, asset.handed_on, asset.handed_by, asset.received_by).where(
        asset.project_id == project, asset.handed_on.is_not(None))  # fmt: skip
    found: dict[tuple[Any, ...], uuid.UUID] = {}
    for key, *which in connection.execute(query.order_by(asset.handed_on, asset.code, asset.id)):
        found.setdefault(tuple(which), key)
    return list(found.values())


ACCEPTANCE = MadePaper(
    "acceptance-report", "项目验收报告", "acceptance", (forms.ACCEPTANCE,), acceptance, "acceptance", acceptances_of)
TRANSFER = MadePaper(
    "asset-transfer", "资产移交表", "asset", (forms.TRANSFER,), transfer, "asset-transfer", transfers_of)

