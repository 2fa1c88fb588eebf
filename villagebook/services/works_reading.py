"""What contracts, acceptances and assets share: typed texts as values, the project they are of, money under them."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from villagebook.base.errors import UserError
from villagebook.ledgers.figures import counted_as
from villagebook.ledgers.parts import table
from villagebook.models import FieldInfo, FundEntry, Meeting, Record, fields_of
from villagebook.services import fields

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Money:
    """One entry under a contract or an asset, as a page lists it.

    Attributes:
        fen: As it counts: negative for a reversal.
        posted: False for a draft, which counts in no sum.
    """

    key: uuid.UUID
    on: dt.date | None
    voucher: str
    memo: str
    source: str
    step: str
    fen: int
    posted: bool


def typed(record: type[Record], names: Iterable[str], texts: Mapping[str, str]) -> Row:
    """Return what was typed as native values; empty text clears a field.

    Raises:
        UserError: a text is not of its field's kind. ValueError: no such field is typed here.
    """
    declared = {info.name: info for info in fields_of(record)}
    strange = set(texts) - set(names)
    if strange:
        raise ValueError(f"{record.__tablename__}: {sorted(strange)} are not typed by people")
    return {name: _value(declared[name], text) for name, text in texts.items()}


def _value(info: FieldInfo, text: str) -> Any:
    try:
        value = fields.typed(info, text)
    except UserError as error:
        # Of many fields of a form, which.
        said = error.message if info.label in error.message else f"{info.label}：{error.message}"
        raise UserError(error.id, said, error.hint) from None
    if info.kind == "money" and value is not None and value < 0 and info.name != "changed_fen":
        raise UserError("field.negative", f"{info.label}不能小于 0", "请核对金额")
    return value


def entries_of(
    connection: Connection, column: str, keys: Iterable[uuid.UUID], kind: str
) -> dict[uuid.UUID, list[Money]]:
    """Return the entries that count as ``kind`` and name one of some contracts or assets, oldest first.

    Args:
        column: ``contract_id`` or ``asset_id``. A reversal belongs to what the entry it reverses names.
    """
    entry, origin = table(FundEntry), table(FundEntry, "origin")
    named: ColumnElement[Any] = func.coalesce(origin.c[column], entry.c[column])
    query = (
        select(entry, named.label("named"))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(named.in_(set(keys)), counted_as(entry, origin) == kind)
        .order_by(entry.c.date.nulls_last(), entry.c.voucher, entry.c.id)
    )
    found: dict[uuid.UUID, list[Money]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["named"], []).append(_money(dict(row)))
    return found


def spent_on(connection: Connection, project: uuid.UUID) -> list[Money]:
    """Return the 支出 of a project, reversals among them, oldest first."""
    entry, origin = table(FundEntry), table(FundEntry, "origin")
    query = (
        select(entry)
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(entry.c.project_id == project, counted_as(entry, origin) == "支出")
        .order_by(entry.c.date.nulls_last(), entry.c.voucher, entry.c.id)
    )
    return [_money(dict(row)) for row in connection.execute(query).mappings()]


def _money(row: Mapping[str, Any]) -> Money:
    return Money(
        row["id"], row["date"], row["voucher"] or "", row["memo"] or "", row["source"] or "",
        row["payment_step"] or "", row["amount_fen"] or 0, row["posted_at"] is not None,
    )  # fmt: skip


def total(found: Iterable[Money], *, step: str = "") -> int:
    """Return the sum of what is posted, of one payment step if that is given."""
    return sum(one.fen for one in found if one.posted and (not step or one.step == step))


def meeting_called(connection: Connection, village: uuid.UUID, text: str) -> uuid.UUID | None:
    """Return the meeting with this code, or held on this day (2025-11-05); None for an empty text.

    Raises:
        UserError: there is none, or there are several on that day.
    """
    if not text.strip():
        return None
    meeting = Meeting.__table__.c
    said: list[ColumnElement[bool]] = [meeting.code == text.strip()]
    with contextlib.suppress(ValueError):
        said.append(meeting.held_on == dt.date.fromisoformat(text.strip()))
    found = connection.execute(select(meeting.id).where(meeting.village_id == village, or_(*said))).scalars().all()
    if not found:
        raise UserError("meeting.unknown", f"没有会议“{text.strip()}”", "写会议编号或开会日期；没有记的先记会议")
    if len(found) > 1:
        raise UserError("meeting.several", f"{text.strip()}开了几个会", "请写会议编号")
    key: uuid.UUID = found[0]
    return key

