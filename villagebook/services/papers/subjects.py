"""Kinds of records that papers are about, and how a person names one on the command line: by its number."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Table, select

from villagebook.base.errors import UserError
from villagebook.base.registry import Registry
from villagebook.base.text import fold_code
from villagebook.models import BY_TABLE


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of record.

    Attributes:
        id: Named by ``MadePaper.subject``.
        title: What people call it.
        table: Where the records are; "" for the village itself.
        number: Column of the number people know.
    """

    id: str
    title: str
    table: str
    number: str = "code"


SUBJECTS: Registry[Subject] = Registry(
    "subjects of papers",
    (
        Subject("project", "项目", "project"),
        Subject("meeting", "会议", "meeting"),
        Subject("agreement", "效益协议", "benefit_agreement"),
        Subject("benefit", "效益到户", "benefit_line", ""),
        Subject("contract", "合同", "contract", "number"),
        Subject("acceptance", "验收", "acceptance", ""),
        Subject("claim", "报账", "fund_entry", "voucher"),
        Subject("distribution", "收益分配", "distribution"),
        Subject("asset", "资产", "asset"),
        Subject("social_help", "社会帮扶", "social_help"),
        Subject("village", "村", ""),
    ),
)


def key_of(connection: Connection, village_id: uuid.UUID, subject: Subject, number: str) -> uuid.UUID:
    """Return the key of the record with a number, or with this very key.

    Raises:
        UserError: there is none.
    """
    if not subject.table:
        return village_id
    columns: Any = cast("Table", BY_TABLE[subject.table].__table__).c
    found = None
    if subject.number:
        query = select(columns.id).where(
            columns.village_id == village_id, columns[subject.number] == fold_code(number))
        found = connection.execute(query.order_by(columns.id)).scalars().first()
    if found is None and (key := _uuid(number)) is not None:
        found = connection.execute(select(columns.id).where(columns.id == key)).scalar()
    if found is None:
        raise UserError("paper.unknown_record", f"没有编号为“{number}”的{subject.title}", "请核对编号")
    return cast("uuid.UUID", found)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
