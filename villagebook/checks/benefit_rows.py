"""Benefit agreements and benefit lines as checks look at them; money is int 分, shares are percent."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from villagebook.checks.rows import UNNAMED


@dataclass(frozen=True)
class AgreementRow:
    """A benefit agreement; ``project_code`` is the known project's code, else the text as typed."""

    key: uuid.UUID
    code: str | None
    project: uuid.UUID | None
    project_code: str | None
    kind: str | None
    operator: str | None
    signed_on: dt.date | None
    from_on: dt.date | None
    through_on: dt.date | None
    invested_fen: int | None
    share: Decimal | None
    yearly_fen: int | None

    @property
    def subject(self) -> str:
        """What people call this record: its code, else its project's, else the operator."""
        return self.code or self.project_code or self.operator or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("benefit_agreement", self.key)

    @property
    def day(self) -> dt.date | None:
        """The day whose policies hold for it."""
        return self.signed_on or self.from_on

    @property
    def promised_fen(self) -> int | None:
        """What it promises a year: as stated, else the invested money times the share; None if it says neither."""
        if self.yearly_fen is not None:
            return self.yearly_fen
        if self.invested_fen is None or self.share is None:
            return None
        return round(self.invested_fen * self.share / 100)


@dataclass(frozen=True)
class BenefitRow:
    """A benefit line; ``household_code`` is the resolved household's code, else the text as typed."""

    key: uuid.UUID
    project: uuid.UUID | None
    project_code: str | None
    agreement: uuid.UUID | None
    household: uuid.UUID | None
    household_code: str | None
    head_name: str | None
    year: int | None
    kind: str | None
    quantity: Decimal | None
    rate_fen: int | None
    due_fen: int | None
    due_on: dt.date | None
    paid_fen: int | None
    paid_on: dt.date | None

    @property
    def subject(self) -> str:
        """The project's code, else the household's."""
        return self.project_code or self.household_code or UNNAMED

    @property
    def who(self) -> str:
        """The household in a message."""
        return " ".join(part for part in (self.household_code, self.head_name) if part) or UNNAMED

    @property
    def what(self) -> str:
        """Year and kind in a message: 2025年分红."""
        return f"{f'{self.year}年' if self.year else ''}{self.kind or '效益'}"

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("benefit_line", self.key)

    def day(self, on: dt.date) -> dt.date:
        """The day on which its household must have been there: paid, due, or the last of its year up to ``on``."""
        if (known := self.paid_on or self.due_on) is not None:
            return min(known, on)
        return on if self.year is None else min(on, dt.date(max(1, min(self.year, 9999)), 12, 31))
