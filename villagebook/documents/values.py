"""Plain values as they are printed: one place for every format on paper.

To add a kind: a member of Kind and its line in ``_SHOWN``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from villagebook.base.days import chinese
from villagebook.base.money import format_wan, format_yuan

MINUS = "\u2212"
NONE = "—"
TICKED, UNTICKED = "☑", "□"


class Kind(StrEnum):
    """What a value is, and so how it is written and where it stands in its cell; the strings are stable."""

    TEXT = "text"  # str
    NAME = "name"  # str; two characters stand at the width of three
    NAMES = "names"  # str of lines, each a name or a unit; names of two characters are spread
    INDEX = "index"  # int or str: 序号
    CODE = "code"  # str: numbers of households, vouchers, phones
    COUNT = "count"  # int: 1,234
    QUANTITY = "quantity"  # Decimal or int, no zeros at the end: 6.2
    MONEY = "money"  # int 分: 1,234.56
    CHANGE = "change"  # int 分, with + or −
    CHANGE_COUNT = "change_count"  # int, with + or −
    WAN = "wan"  # int 分 in 万元: 688.50
    DATE = "date"  # date: 2026年3月11日
    DATE_LINES = "date_lines"  # date in two lines: 2026年 / 3月26日
    DATE_DOTTED = "date_dotted"  # date: 2026.03.08
    TICK = "tick"  # bool: √ or —
    CHOICE = "choice"  # one of the binding's options: ☑ 有　□ 无
    ID_BOXES = "id_boxes"  # str, one character a box


NUMBERS = frozenset({Kind.COUNT, Kind.QUANTITY, Kind.MONEY, Kind.CHANGE, Kind.CHANGE_COUNT, Kind.WAN})
SUMMED = frozenset({Kind.COUNT, Kind.QUANTITY, Kind.MONEY, Kind.WAN})


def _count(value: Any) -> str:
    return f"{_whole(value):,}".replace("-", MINUS)


def _signed_count(value: Any) -> str:
    return f"{_whole(value):+,}".replace("-", MINUS) if value else "0"


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a whole number is needed, not {value!r}")
    return value


def _quantity(value: Any) -> str:
    if isinstance(value, float):
        raise TypeError(f"a float has no place on paper: {value!r}")
    number = Decimal(value)
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def _date_lines(value: date) -> str:
    return f"{value.year}年\n{value.month}月{value.day}日"


def _dotted(value: date) -> str:
    return f"{value.year}.{value.month:02}.{value.day:02}"


_SHOWN: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.NAME: str,
    Kind.NAMES: str,
    Kind.INDEX: str,
    Kind.CODE: str,
    Kind.COUNT: _count,
    Kind.QUANTITY: _quantity,
    Kind.MONEY: lambda fen: format_yuan(_whole(fen)),
    Kind.CHANGE: lambda fen: format_yuan(_whole(fen), sign=True),
    Kind.CHANGE_COUNT: _signed_count,
    Kind.WAN: lambda fen: format_wan(_whole(fen)),
    Kind.DATE: chinese,
    Kind.DATE_LINES: _date_lines,
    Kind.DATE_DOTTED: _dotted,
    Kind.TICK: lambda yes: "√" if yes else NONE,
    Kind.CHOICE: str,
    Kind.ID_BOXES: str,
}


def shown(value: object, kind: Kind, decimals: int = 2) -> str:
    """Return a value as it is printed; "" for None. A str is taken as already written, whatever the kind.

    Amounts in 万元 have so many ``decimals`` at least, so that those of a column can be written alike.

    Raises:
        TypeError: the value cannot be of this kind (a float, an amount that is no int).
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind is Kind.WAN:
        return format_wan(_whole(value), decimals)
    return _SHOWN[kind](value)
