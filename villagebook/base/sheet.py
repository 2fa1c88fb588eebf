"""The plain content of one notice: what notices/ fills, documents/ draws and the store freezes.

Nothing here knows the book or the paper. Values are str, int, Decimal, date or None; money is int 分 in columns of
kind ``money`` (shown in 元) or ``wan`` (shown in 万元). The canonical JSON of the content is what the SHA-256 of a
posted notice covers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

Value = str | int | Decimal | dt.date | None

#: Fields of the content that came after the first books, with their defaults: left out of its JSON while they say so.
_ADDED: dict[str, Any] = {"contact_label": "意见反映"}
_NEVER = object()

#: How a column's values are dressed. ``serial`` is the running number.
COLUMN_KINDS = ("serial", "name", "group", "text", "int", "quantity", "money", "wan", "day", "month")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: ``heading`` without unit; ``unit`` stands in the head's second line (（元）)."""

    id: str
    heading: str
    kind: str
    unit: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in COLUMN_KINDS:
            raise ValueError(f"column {self.id}: unknown kind {self.kind!r}")


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Rows under columns, in order; ``totals`` has one value per column (None: empty cell) or is empty.

    ``count_text`` stands after 合计 (14户); ``heading`` only where a sheet has two tables (一、…).
    """

    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] = ()
    count_text: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to tell: name (may be empty), office phone, place or remark."""

    name: str
    phone: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """Everything a notice says.

    Attributes:
        kind: Id of the notice kind.
        number: 清溪公示〔2025〕17号.
        title_parts: The title cut at its sense breaks; joined without anything between.
        basis: First paragraph: by which document and meeting, what is made public.
        sentences: Free sentences between table and closing lines.
        from_on, through_on: First and last day on the wall; ``days_text`` is 10天 or 5个工作日.
        contacts: 意见反映. hotlines: 监督电话 as (phone, whose).
        signers: One unit, or two (村民委员会, 村务监督委员会).
        signed_on: Date of the 落款. as_of: the figures are of that day.
        village: Township and village, for the foot. place: where it hangs.
        period_label: 公示时间 or 公告时间. contact_label: 意见反映, or what a 公告 calls it.

    A field added later has a default and stands in ``_ADDED``: content frozen before it keeps its SHA-256.
    """

    kind: str
    number: str
    title_parts: tuple[str, ...]
    basis: str
    tables: tuple[SheetTable, ...]
    from_on: dt.date
    through_on: dt.date
    days_text: str
    contacts: tuple[Contact, ...]
    hotlines: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]
    signed_on: dt.date
    as_of: dt.date
    village: str
    place: str
    sentences: tuple[str, ...] = field(default=())
    period_label: str = "公示时间"
    contact_label: str = "意见反映"

    @property
    def title(self) -> str:
        """The whole title."""
        return "".join(self.title_parts)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON; dates and decimals are tagged, so that from_json gives an equal value."""
        own = {name: value for name, value in asdict(self).items() if _ADDED.get(name, _NEVER) != value}
        plain = _plain(own)
        assert isinstance(plain, dict)
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> NoticeContent:
        """Return the content stored by to_json."""
        raw = {key: _value(value) for key, value in data.items()}
        tables = tuple(
            SheetTable(columns=tuple(SheetColumn(**c) for c in table.pop("columns")), **table)
            for table in (dict(t) for t in raw.pop("tables"))
        )
        contacts = tuple(Contact(**c) for c in raw.pop("contacts"))
        return cls(tables=tables, contacts=contacts, **raw)

    @property
    def sha256(self) -> str:
        """SHA-256 over the canonical JSON, 64 lower-case hex digits."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"date"}:
            return dt.date.fromisoformat(value["date"])
        if set(value) == {"decimal"}:
            return Decimal(value["decimal"])
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    return value
