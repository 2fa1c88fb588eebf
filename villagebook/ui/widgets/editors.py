"""What a field's value looks like as text, and back: one Editor per kind, without widgets.

To add a kind of field: one value in EDITORS (and its control in widgets/field.py if a line of text is not enough).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from villagebook.base import days, money
from villagebook.base.text import fold_code

Today = Callable[[], date]


@dataclass(frozen=True, slots=True)
class Editor:
    """How one kind of value is shown and read.

    Attributes:
        show: Value (never None) to text.
        read: (text, today) to value; ValueError with a Chinese message if it cannot be. Never called with blanks.
        right: Numbers stand at the right.
    """

    show: Callable[[Any], str]
    read: Callable[[str, date], Any]
    right: bool = False


_MONTH_DAY = re.compile(r"(\d{2})(\d{2})|(\d{1,2})[-./月](\d{1,2})日?")


def read_day(text: str, today: date) -> date:
    """Return the day typed: 0305, 3-5 and 3月5日 are of this year, 250305 of 2025, all else as parse_day.

    Raises:
        ValueError: it is no day; the message is Chinese.
    """
    folded = fold_code(text)
    short = _MONTH_DAY.fullmatch(folded)
    if short is not None:
        month, day = short.group(1, 2) if short.group(1) else short.group(3, 4)
        return days.parse_day(f"{today.year}-{month}-{day}")
    if re.fullmatch(r"\d{6}", folded) and 1 <= int(folded[2:4]) <= 12 and not folded.startswith(("19", "20")):
        return days.parse_day("20" + folded)
    return days.parse_day(text)


def read_int(text: str, today: date) -> int:
    """Return a whole number; ValueError with a Chinese message if it is none."""
    folded = fold_code(text).replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,12}", folded):
        raise ValueError(f"“{text}”不是整数")
    return int(folded)


def read_quantity(text: str, today: date) -> Decimal:
    """Return a number with at most four decimals; ValueError with a Chinese message if it is none."""
    try:
        value = Decimal(fold_code(text).replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"“{text}”不是数") from None
    if not value.is_finite() or abs(value) > 10**12 or value != value.quantize(Decimal("0.0001")):
        raise ValueError(f"“{text}”应是最多四位小数的数")
    return value


def _show_number(value: int | Decimal) -> str:
    return f"{value:,}".replace("-", "\u2212")


def _text(text: str, today: date) -> str:
    return text.strip()


EDITORS: Mapping[str, Editor] = {
    "text": Editor(str, _text),
    "long_text": Editor(str, lambda text, today: text.rstrip()),
    "code": Editor(str, lambda text, today: fold_code(text)),
    "secret": Editor(str, lambda text, today: fold_code(text)),
    "choice": Editor(str, _text),
    "money": Editor(money.format_yuan, lambda text, today: money.parse_yuan(text), right=True),
    "int": Editor(_show_number, read_int, right=True),
    "quantity": Editor(_show_number, read_quantity, right=True),
    "date": Editor(days.iso, read_day),
    "month": Editor(str, lambda text, today: days.parse_month(text)),
    "tick": Editor(str, _text),
}
