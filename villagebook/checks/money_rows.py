"""Projects, fund entries and roster lines as checks look at them, as small frozen values.

Keys are UUIDs; money is int 分; days are dates.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from villagebook.checks.rows import UNNAMED


@dataclass(frozen=True)
class ProjectRow:
    """A project; ``values`` are its fields by name, ``planned`` its money by source."""

    key: uuid.UUID
    values: Mapping[str, Any]
    held_on: dt.date | None
    planned: Mapping[str, int]

    @property
    def subject(self) -> str:
        """What people call this record: code, else name."""
        return self.values["code"] or self.values["name"] or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("project", self.key)


@dataclass(frozen=True)
class EntryRow:
    """A fund entry; ``counted`` is the kind whose figure it belongs to (a 冲销 counts as what it reverses)."""

    key: uuid.UUID
    date: dt.date | None
    year: int | None
    voucher: str | None
    project: uuid.UUID | None
    project_code: str | None
    memo: str | None
    kind: str | None
    source: str | None
    amount_fen: int | None
    reverses: uuid.UUID | None
    reverses_text: str | None
    programme: str | None
    document: str | None
    payee: str | None
    papers: int | None
    contract: uuid.UUID | None
    step: str | None
    claim_on: dt.date | None
    posted: bool
    posted_over: str | None
    reason: str | None
    counted: str | None

    @property
    def subject(self) -> str:
        """What people call this record: voucher, else memo."""
        return self.voucher or self.memo or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("fund_entry", self.key)


@dataclass(frozen=True)
class LineRow:
    """A roster line; ``household_code`` is the resolved household's code, else the text as typed."""

    key: uuid.UUID
    project: uuid.UUID | None
    project_code: str | None
    household: uuid.UUID | None
    household_code: str | None
    head_name: str | None
    quantity: Decimal | None
    rate_fen: int | None
    amount_fen: int | None
    received_on: dt.date | None = None

    @property
    def subject(self) -> str:
        """The project's code, else the household's."""
        return self.project_code or self.household_code or UNNAMED

    @property
    def who(self) -> str:
        """The household in a message."""
        return " ".join(part for part in (self.household_code, self.head_name) if part) or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("roster_line", self.key)
