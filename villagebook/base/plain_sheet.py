"""The plain content of a 大白话 sheet: what notices/ makes of a notice, what documents/ draws in large type.

It says nothing its notice does not say; amounts and counts are texts already, as they are read out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """One line of a list: who or what, how much of it (60只, may be empty), how much money (1,080元, may be empty)."""

    name: str
    quantity: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class PlainBand:
    """One band: a label of two to four characters, its sentences, and a list below them, if any."""

    label: str
    lines: tuple[str, ...]
    entries: tuple[PlainEntry, ...] = ()
    people: bool = False


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A whole sheet.

    Attributes:
        question: The title: 养鸡补助发给谁？发多少？
        number: Of the notice it explains.
        bands: In order; the last one is 有意见.
        phone: The one number that stands large; may be empty.
        signers, signed_on, as_of, village, place: As the notice has them.
    """

    question: str
    number: str
    bands: tuple[PlainBand, ...]
    phone: str
    signers: tuple[str, ...]
    signed_on: dt.date
    as_of: dt.date
    village: str
    place: str
