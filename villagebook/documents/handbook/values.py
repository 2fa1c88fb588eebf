"""What a handbook says, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Edition(StrEnum):
    """Which handbook: 帮扶手册 since 2021, 扶贫手册 from 2014 to 2020; the strings are stable."""

    HELP = "help"
    POVERTY = "poverty"


TITLES = {Edition.HELP: "帮扶手册", Edition.POVERTY: "扶贫手册"}
FOR_WHOM = {Edition.HELP: "（脱贫户、监测对象户）", Edition.POVERTY: "（建档立卡贫困户）"}
POVERTY_UNTIL = 2020
"""Last year of the 扶贫手册."""


def edition_on(day: date) -> Edition:
    """Return which handbook was in use on a day."""
    return Edition.POVERTY if day.year <= POVERTY_UNTIL else Edition.HELP


@dataclass(frozen=True, slots=True)
class HandbookValues:
    """One household's handbook.

    Attributes:
        village_code: Of the book, for the QR code.
        village: Township and village, for the foot: 云岭镇清溪村.
        code: 户编号; "" if the book has none.
        head: Name of the head of the household.
        edition: Which handbook.
        on: As of which day. Printed, but no part of what is hashed: a page is out of date when what it says
            has changed, not because a day has passed.
        pages: Page id -> values of its form, without ``on`` and the words of the edition.
    """

    village_code: str
    village: str
    code: str
    head: str
    edition: Edition
    on: date
    pages: Mapping[str, Mapping[str, object]]
