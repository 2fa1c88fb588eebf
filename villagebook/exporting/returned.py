"""Writing the cells of a read list as a new .xlsx, and comparing a written list with the read one.

Part of handing lists back (refused.py); knows cells and colours, not outcomes.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import warnings
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from villagebook.exporting.table import MAX_TEXT
from villagebook.exporting.xlsx import sheet_names
from villagebook.importing import Cell, Sheet, read_file

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST, _MEASURED_ROWS = 40, 200
_SECOND = dt.timedelta(seconds=1)

Place = tuple[str, int, int]
"""Sheet, row number as shown, column counted from 1."""


def write_plain(
    path: Path,
    sheets: Sequence[Sheet],
    notes: Mapping[Place, str],
    colours: Mapping[tuple[str, int], str],
    left_out: Collection[tuple[str, int]],
) -> bool:
    """Write the sheets anew and read them back; return whether every cell came back as it was meant.

    Args:
        notes: Texts added to the sheets' own cells.
        colours: ARGB colour of rows.
        left_out: Rows that are not written; the rows below move up.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    meant = []
    for sheet, name in zip(sheets, sheet_names([sheet.name for sheet in sheets]), strict=True):
        rows = _rows(sheet, notes, left_out)
        page = book.create_sheet(name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for number, (original, cells) in enumerate(rows, sheet.first_row):
            _fill_row(page, number, cells, colours.get((sheet.name, original)))
        _set_up(page, sheet, complete=len(rows) == len(sheet.rows))
        meant.append(Sheet(name, tuple(cells for _, cells in rows), first_row=sheet.first_row))
    if all(page.sheet_state == "hidden" for page in book.worksheets):
        book.worksheets[0].sheet_state = "visible"  # a workbook without a visible sheet does not open
    book.save(path)
    return same_cells(path, meant)


def same_cells(
    path: Path,
    sheets: Sequence[Sheet],
    widths: Mapping[str, int] | None = None,
    formulas: Mapping[str, Collection[tuple[int, int]]] | None = None,
) -> bool:
    """Read a workbook and say whether it holds the cells of the sheets.

    Args:
        widths: By sheet, how many columns are compared; all of them where nothing is given.
        formulas: By sheet, (row, column from 1) of formulas; their results come back when a program opens the file.
    """
    found = {sheet.name: sheet for sheet in read_file(path).sheets}
    for sheet in sheets:
        other = found.get(sheet.name)
        rows = {} if other is None else {other.number(index): row for index, row in enumerate(other.rows)}
        skipped = (formulas or {}).get(sheet.name, ())
        width = (widths or {}).get(sheet.name)
        for index, row in enumerate(sheet.rows):
            got = rows.get(sheet.number(index), ())
            for column, cell in enumerate(row[:width]):
                if (sheet.number(index), column + 1) not in skipped and not _same(
                    cell, got[column] if column < len(got) else None
                ):
                    return False
    return True


def open_original(data: bytes) -> openpyxl.Workbook | None:
    """Open the bytes of an .xlsx with its formats; None if openpyxl cannot."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts of the file that openpyxl does not know
            return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    except OSError:
        raise
    except Exception:
        # Programs of offices write workbooks that the reader of lists accepts and openpyxl does not, and it fails
        # with whatever its code runs into. The cells are known, so the list is written anew; Returned says so.
        return None


def set_text(cell: Any, text: str) -> None:
    """Put text into a cell of openpyxl, so that it is never taken for a formula or an error value."""
    cell.value = _writable(text)
    cell.data_type = "s"


def _writable(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_TEXT]


def _rows(
    sheet: Sheet, notes: Mapping[Place, str], left_out: Collection[tuple[str, int]]
) -> list[tuple[int, tuple[Cell, ...]]]:
    """Return (original row number, cells with the notes in their places) of the rows that are written."""
    by_row: dict[int, dict[int, str]] = {}
    for (name, number, column), note in notes.items():
        if name == sheet.name:
            by_row.setdefault(number, {})[column] = note
    rows = []
    for index, row in enumerate(sheet.rows):
        number = sheet.number(index)
        cells = [_writable(cell) if isinstance(cell, str) else cell for cell in row]
        for column, note in by_row.get(number, {}).items():
            cells += [None] * (column - len(cells))
            cells[column - 1] = _writable(note)
        if (sheet.name, number) not in left_out:
            rows.append((number, tuple(cells)))
    return rows


def _fill_row(page: Worksheet, number: int, cells: Sequence[Cell], colour: str | None) -> None:
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", fgColor=colour) if colour else None
    for column, value in enumerate(cells, 1):
        if value is None and fill is None:
            continue
        cell = page.cell(number, column)
        if isinstance(value, str):
            set_text(cell, value)
            cell.number_format = "@"
        else:
            cell.value = value
        if fill is not None:
            cell.fill = fill


def _set_up(page: Worksheet, sheet: Sheet, *, complete: bool) -> None:
    from openpyxl.utils import get_column_letter

    if complete:  # merged ranges below a row that was left out would be in the wrong place
        for area in sheet.merged:
            top, bottom = sheet.number(area.top), sheet.number(area.bottom)
            left, right = get_column_letter(area.left + 1), get_column_letter(area.right + 1)
            # Not merge_cells(): it would empty the cells that the range covers.
            page.merged_cells.add(f"{left}{top}:{right}{bottom}")
    for column in range(1, page.max_column + 1):
        texts = (str(page.cell(row, column).value or "") for row in range(1, min(page.max_row, _MEASURED_ROWS) + 1))
        widest = max(sum(2 if char > "\u2e7f" else 1 for char in text) for text in texts)
        page.column_dimensions[get_column_letter(column)].width = min(max(widest + 2, 8), _WIDEST)


def _same(meant: Cell, found: Cell) -> bool:
    if meant is None or meant == "":
        return found is None or found == ""
    if isinstance(meant, bool) or isinstance(found, bool):
        return meant is found
    if isinstance(meant, int | float) and isinstance(found, int | float):
        return math.isclose(meant, found, rel_tol=1e-14)  # a workbook keeps 16 digits at most
    if isinstance(meant, dt.date) and isinstance(found, dt.date):
        return abs(_moment(meant) - _moment(found)) < _SECOND
    return type(meant) is type(found) and meant == found


def _moment(day: dt.date) -> dt.datetime:
    return day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)
