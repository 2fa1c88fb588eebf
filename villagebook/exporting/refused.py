"""The user's own list handed back: every sheet and column as it came, refused rows coloured, the reason beside them.

An .xlsx keeps its formats, widths and formulas (openpyxl opens it and only the marked rows are touched; pictures and
charts do not survive that). Other formats, and an .xlsx that openpyxl cannot keep exactly, are written anew with the
same cells. Numbers stay numbers and text stays text: an ID number that came as text goes back as text.

A list that was handed back before and comes again is recognised by the colour of its heading 原因: the column is used
again, old colours and reasons go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from villagebook.base.errors import KnownError
from villagebook.exporting.files import replacing
from villagebook.exporting.returned import open_original, same_cells, set_text, write_plain
from villagebook.importing import REASON_HEADING, Sheet, Workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLOURS = {"refused": "FFF8CBAD", "doubtful": "FFFFF2CC"}
_HEADING_COLOUR = "FFD9E1F2"
_REASON_WIDTH = 48

Outcome = Literal["new", "changed", "unchanged", "refused", "doubtful"]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row: its sheet and its number as the spreadsheet program shows them."""

    sheet: str
    row: int
    outcome: Outcome
    reason: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether the row is coloured and carries its reason."""
        return self.outcome in _COLOURS


@dataclass(frozen=True, slots=True)
class Returned:
    """What was written: where, how many rows are marked, and whether the original's formats were kept."""

    path: Path
    marked: int
    kept_formats: bool


def return_workbook(
    target: Path,
    book: Workbook,
    outcomes: Iterable[RowOutcome],
    *,
    heading_rows: Mapping[str, int] | None = None,
    only_refused: bool = False,
) -> Returned:
    """Write the user's list as an .xlsx with the refused and doubtful rows coloured and explained.

    Args:
        book: The list as it was read, with its bytes.
        outcomes: Of every row that was read; rows without one (titles, totals) stay as they are.
        heading_rows: By sheet, the number of its last heading row; without it, the row above its first outcome.
        only_refused: Leave out the rows that were taken; such a file is written anew, without the formats.

    Raises:
        KnownError: the target cannot be written, or what was written does not read back equal.
    """
    by_sheet: dict[str, list[RowOutcome]] = {}
    for outcome in outcomes:
        by_sheet.setdefault(outcome.sheet, []).append(outcome)
    headings = {name: min(o.row for o in rows) - 1 for name, rows in by_sheet.items()} | dict(heading_rows or {})
    marked = sum(outcome.is_marked for rows in by_sheet.values() for outcome in rows)
    with replacing(target) as fresh:
        kept = book.media_type == _XLSX and not only_refused and _mark_original(fresh, book, by_sheet, headings)
        if not kept:
            _write_anew(fresh, book, by_sheet, headings, only_refused)
    return Returned(target, marked, kept)


def reason_column(sheet: Sheet, heading_row: int) -> int:
    """Return the column, counted from 1, right of everything that stands in or under the heading row."""
    top = heading_row - sheet.first_row
    filled = (index + 1 for row in sheet.rows[max(top, 0):] for index, cell in enumerate(row) if cell is not None)
    merged = (area.right + 1 for area in sheet.merged if area.bottom >= top)
    return max((*filled, *merged), default=0) + 1


def _mark_original(
    path: Path, book: Workbook, by_sheet: Mapping[str, Sequence[RowOutcome]], headings: Mapping[str, int]
) -> bool:
    """Mark the rows in the original; return False if openpyxl cannot open it or would change what it holds."""
    original = open_original(book.data)
    if original is None:
        return False
    widths = {}
    for sheet in book.sheets:
        if sheet.name in by_sheet:
            column = _mark_sheet(original[sheet.name], sheet, by_sheet[sheet.name], headings[sheet.name])
            widths[sheet.name] = column - 1
    # Not iter_rows(): it would make a cell for every place of a sheet whose formats reach down to the last row.
    formulas = {
        page.title: {place for place, cell in page._cells.items() if cell.data_type == "f"}
        for page in original.worksheets
    }
    original.save(path)
    return same_cells(path, book.sheets, widths, formulas)


def _mark_sheet(page: Worksheet, sheet: Sheet, outcomes: Sequence[RowOutcome], heading_row: int) -> int:
    """Mark the rows of one sheet and return the column of the reasons."""
    column = reason_column(sheet, heading_row)
    before = page.cell(max(heading_row, 1), max(column - 1, 1))
    if before.value == REASON_HEADING and before.fill.fgColor.rgb == _HEADING_COLOUR:
        column -= 1
        _clear(page, column, heading_row, sheet.number(len(sheet.rows)))
    _head(page, column, heading_row)
    for outcome in outcomes:
        if outcome.is_marked:
            _mark_row(page, outcome, column)
    return column


def _head(page: Worksheet, column: int, heading_row: int) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    if heading_row >= 1:
        head = page.cell(heading_row, column)
        head._style = copy(page.cell(heading_row, max(column - 1, 1))._style)  # type: ignore[union-attr]
        head.value = REASON_HEADING
        head.fill = PatternFill("solid", fgColor=_HEADING_COLOUR)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.column_dimensions[get_column_letter(column)].width = _REASON_WIDTH


def _mark_row(page: Worksheet, outcome: RowOutcome, column: int) -> None:
    from openpyxl.styles import Alignment, PatternFill

    fill = PatternFill("solid", fgColor=_COLOURS[outcome.outcome])
    for index in range(1, column + 1):
        page.cell(outcome.row, index).fill = fill
    reason = page.cell(outcome.row, column)
    set_text(reason, outcome.reason)
    reason.alignment = Alignment(vertical="top", wrap_text=True)


def _clear(page: Worksheet, column: int, heading_row: int, last_row: int) -> None:
    """Take away what an earlier round has written and coloured."""
    from openpyxl.styles import PatternFill

    for row in range(heading_row + 1, last_row + 1):
        mark = page.cell(row, column)
        if mark.fill.fgColor.rgb in _COLOURS.values():
            mark.value = None
            for index in range(1, column + 1):
                page.cell(row, index).fill = PatternFill()


def _write_anew(
    path: Path,
    book: Workbook,
    by_sheet: Mapping[str, Sequence[RowOutcome]],
    headings: Mapping[str, int],
    only_refused: bool,
) -> None:
    notes, colours, left_out = {}, {}, set()
    for sheet in book.sheets:
        outcomes = by_sheet.get(sheet.name, ())
        if not outcomes:
            continue
        column = reason_column(sheet, headings[sheet.name])
        notes[sheet.name, headings[sheet.name], column] = REASON_HEADING
        colours[sheet.name, headings[sheet.name]] = _HEADING_COLOUR
        for outcome in outcomes:
            if outcome.is_marked:
                notes[sheet.name, outcome.row, column] = outcome.reason
                colours[sheet.name, outcome.row] = _COLOURS[outcome.outcome]
            elif only_refused:
                left_out.add((sheet.name, outcome.row))
    equal = write_plain(path, book.sheets, notes, colours, left_out)
    if not equal:
        raise KnownError("export.mismatch", "交回的表格读回来与原表不一致", "请重新导出；若仍如此，请直接改原表")
