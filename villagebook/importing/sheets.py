"""What a read file is made of: a workbook of sheets of native cells.

Lives here: the plain values between reading and recognising, and the one way of writing a cell as text. Does not
live here: file formats (reading.py), meaning (headings.py, kinds.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | None
"""A cell as the file has it; None if it is empty. Formulas come as their last result."""

Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range: positions in ``Sheet.rows``, counted from 0, last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or one table of a web page.

    Attributes:
        name: As on its tab; of a csv file, the file's name without ending.
        rows: All rows, as wide as each is.
        merged: Merged ranges; the value stands in the first cell of each.
        hidden: Whether the tab is hidden. Hidden rows are rows like any other.
        first_row: The number that the spreadsheet program shows beside ``rows[0]``.
        uncalculated: Places (position in ``rows``, column) of formulas whose value the file does not have.
    """

    name: str
    rows: tuple[Row, ...] = field(repr=False)
    merged: tuple[Area, ...] = field(default=(), repr=False)
    hidden: bool = False
    first_row: int = 1
    uncalculated: frozenset[tuple[int, int]] = frozenset()

    def number(self, index: int) -> int:
        """Return the row number that people see for a position in ``rows``."""
        return self.first_row + index


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read.

    Attributes:
        file_name: Without its folder.
        sha256: Of the file's bytes, 64 hex digits.
        sheets: Those that hold anything, in the file's order; never empty.
        data: The file itself, for keeping the original.
        media_type: What the bytes are, whatever the name says.
    """

    file_name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    data: bytes = field(default=b"", repr=False)
    media_type: str = ""


def text_of(cell: Cell) -> str:
    """Return a cell as text, nothing lost: 2025.0 -> 2025, a day as 2025-03-05, 3.50699E+17 with its exponent."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _text_of_float(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def _text_of_float(number: float) -> str:
    # From here on a spreadsheet has lost digits; writing zeros for them would look like a number that is right.
    if number.is_integer() and abs(number) < 10**15:
        return str(int(number))
    return repr(number).upper()
