"""How a value of each kind looks in a spreadsheet: what goes into the cell, its number format, where it stands.

Money comes in as int 分 and goes out as 元 in a Decimal with two decimals: no float is made. Everything that is not a
quantity (ids, codes, phones, cards, months, choices) is text with the format ``@``, so that a spreadsheet program
neither rounds nor reformats it when somebody edits beside it.

To dress one more kind: one line in ``DRESSES``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from villagebook.base.money import yuan
from villagebook.base.registry import Registry

Cell = str | int | Decimal | dt.date | dt.datetime | None

TEXT_FORMAT = "@"
DAY_FORMAT = "yyyy-mm-dd"
TIME_FORMAT = "yyyy-mm-dd hh:mm:ss"
MONEY_FORMAT = "#,##0.00;[Red]-#,##0.00"
WAN_FORMAT = "#,##0.00####;[Red]-#,##0.00####"

#: The country has one time zone; times are stored in UTC.
_CHINA = dt.timezone(dt.timedelta(hours=8))
#: Spreadsheets believe that 1900 had a 29 February, so that earlier days come out wrong; they are written as text.
_FIRST_TRUE_DAY = dt.date(1900, 3, 1)
#: A lone carriage return is a line break; U+FFFE and U+FFFF are no characters, and no spreadsheet can hold them.
_REPLACED = {0x0D: "\n", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


@dataclass(frozen=True, slots=True)
class Dress:
    """How cells of one kind are written.

    Attributes:
        id: The kind of column.
        number_format: The spreadsheet's format.
        align: Where the value stands in its cell.
        cell: Turns the native value (never None) into what the cell holds.
        width: (least, greatest) width of a column in characters.
    """

    id: str
    number_format: str
    align: Literal["left", "right", "center"]
    cell: Callable[[object], Cell]
    width: tuple[int, int] = (6, 40)

    @property
    def is_text(self) -> bool:
        """Whether cells of this kind hold text and nothing else."""
        return self.number_format == TEXT_FORMAT


def _text(value: object) -> Cell:
    text = value if isinstance(value, str) else _joined(value)
    return text.replace("\r\n", "\n").translate(_REPLACED) or None


def _joined(value: object) -> str:
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{_joined(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return "、".join(_joined(item) for item in value if item is not None)
    return str(value)


def _whole(value: object) -> Cell:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"a whole number was expected, not {type(value).__name__}")


def _money(value: object) -> Cell:
    fen = _whole(value)
    assert isinstance(fen, int)
    return yuan(fen)


def _wan(value: object) -> Cell:
    fen = _whole(value)
    assert isinstance(fen, int)
    return Decimal(fen).scaleb(-6)


def _quantity(value: object) -> Cell:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    return _whole(value)


def _day(value: object) -> Cell:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise TypeError(f"a day was expected, not {type(value).__name__}")
    return value if value >= _FIRST_TRUE_DAY else value.isoformat()


def _time(value: object) -> Cell:
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise TypeError(f"an aware time was expected, not {type(value).__name__}")
    return value.astimezone(_CHINA).replace(tzinfo=None, microsecond=0)


def _yes_no(value: object) -> Cell:
    if not isinstance(value, bool):
        raise TypeError(f"yes or no was expected, not {type(value).__name__}")
    return "是" if value else "否"


def _textual(*kinds: str, width: tuple[int, int] = (6, 40)) -> list[Dress]:
    return [Dress(kind, TEXT_FORMAT, "left", _text, width) for kind in kinds]


DRESSES: Registry[Dress] = Registry("dresses of cells", (
    *_textual("text", "name", "code", "sort", "phone", "id_number", "card", "choice", "group", "month", "key", "ref"),
    *_textual("statuses"),  # several texts of one ledger cell, joined
    *_textual("long_text", "json", width=(12, 60)),
    Dress("bool", TEXT_FORMAT, "center", _yes_no),
    Dress("serial", "0", "center", _whole),
    Dress("year", "0", "center", _whole),
    Dress("int", "0", "right", _whole),
    Dress("size", "0", "right", _whole),
    Dress("money", MONEY_FORMAT, "right", _money, (12, 30)),
    Dress("wan", WAN_FORMAT, "right", _wan, (12, 30)),
    Dress("quantity", "General", "right", _quantity, (8, 30)),
    Dress("day", DAY_FORMAT, "center", _day, (12, 12)),
    Dress("time", TIME_FORMAT, "center", _time, (20, 20)),
))


def cell(dress: Dress, value: object) -> Cell:
    """Return what the cell holds for a native value; None and empty text are an empty cell.

    Raises:
        TypeError: the value is not of the column's kind.
    """
    return None if value is None or value == "" else dress.cell(value)


def shown(dress: Dress, value: Cell) -> str:
    """Return roughly what the spreadsheet shows, to measure the width of a column."""
    if value is None:
        return ""
    if dress.number_format in (MONEY_FORMAT, WAN_FORMAT) and isinstance(value, Decimal):
        return f"{value:,}"
    return str(value)
