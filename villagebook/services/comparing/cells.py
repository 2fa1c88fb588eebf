"""Whether two cells say the same, and how a cell is shown. What differs in writing only is no difference."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from villagebook.base.days import parse_day
from villagebook.base.resident_ids import fits_mask, is_masked
from villagebook.base.text import fold_code
from villagebook.importing import MONITORED, field_of
from villagebook.importing.convert import STROKES
from villagebook.models import FieldInfo
from villagebook.services.comparing.entries import Entry
from villagebook.services.comparing.names import squeezed
from villagebook.services.fields import shown
from villagebook.services.lists.taking import same_number

_STATUSES = frozenset({"status_period.kind", MONITORED})
_PARTS = re.compile("[、,，;；]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?")


def text_of(entry: Entry, id: str) -> str:
    """A value as it is shown: as the program shows such values, or as it came where it could not be read."""
    value = entry.values.get(id)
    if value is None:
        raw = entry.raw.get(id, "")
        return "" if raw.strip() in STROKES else raw
    return shown(field_of(id), value)


def same(info: FieldInfo, a: Entry, b: Entry, id: str) -> bool:
    """Whether two entries say the same under a value id."""
    one, other = a.values.get(id), b.values.get(id)
    if one is None or other is None:
        texts = text_of(a, id), text_of(b, id)
        return loose(texts[0]) == loose(texts[1]) or _fits(*texts) or _fits(*reversed(texts))
    if one == other:
        return True
    if info.kind in ("id_number", "card"):
        return same_number(one, other) or same_number(other, one)
    if info.kind == "name":
        return squeezed(str(one)) == squeezed(str(other))
    if id in _STATUSES:
        return bool(_parts(one) & _parts(other))
    if isinstance(one, str) and isinstance(other, str):
        folded = fold_code(one).replace("-", ""), fold_code(other).replace("-", "")
        return folded[0] == folded[1] or (info.kind == "choice" and _parts(one) == _parts(other))
    return False


def _fits(masked: str, whole: str) -> bool:
    """Whether a number with hidden digits, 138****0001, says nothing against another."""
    masked, whole = fold_code(masked), fold_code(whole)
    return is_masked(masked) and any(map(str.isdigit, whole)) and fits_mask(masked, whole)


def _parts(value: object) -> frozenset[str]:
    return frozenset(fold_code(part) for part in _PARTS.split(str(value)) if part.strip())


def loose(text: str) -> object:
    """Return a text by what it says: 1,200 as 1200, 2025.3.5 as the day, 张 三 as 张三."""
    folded = fold_code(text)
    if _NUMBER.fullmatch(folded) and not (len(folded) > 1 and folded[0] == "0" and "." not in folded):
        try:
            return Decimal(folded.replace(",", "")).normalize()
        except InvalidOperation:
            return folded
    try:
        return parse_day(folded) if any(mark in folded for mark in "./-年") else folded
    except ValueError:
        return folded


def extras(a: Entry, b: Entry) -> Mapping[str, tuple[str, str]]:
    """Return the columns no field is known for that both have, where they say different things."""
    return {
        heading: (text, b.extra[heading])
        for heading, text in a.extra.items()
        if heading in b.extra and loose(text) != loose(b.extra[heading])
    }


def as_text(value: Any) -> str:
    """A value of the book as a list would write it, for taking it over."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
