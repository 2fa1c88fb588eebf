"""What differs between lists as a workbook: a sheet for each kind of difference, the cells that differ coloured.

Takes plain texts. Every cell is text, so that codes and numbers stand as they were written, and nothing that somebody
typed becomes a formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from villagebook.exporting.files import replacing
from villagebook.exporting.returned import set_text
from villagebook.exporting.xlsx import sheet_names

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: What a colour of a cell says: the newer value, the older one, a row only one list has, what a person must decide.
NEW, OLD, LONE, ASK = "new", "old", "lone", "ask"
COLOURS = {NEW: "FFFFF2CC", OLD: "FFF8CBAD", LONE: "FFE2F0D9", ASK: "FFDDEBF7"}
_HEADING = "FFD9E1F2"
_NARROW, _WIDE = 8, 44


@dataclass(frozen=True, slots=True)
class ComparedSheet:
    """One sheet.

    Attributes:
        title: Of its tab. lead: A line over the headings.
        rows: As wide as the headings.
        colours: (row, column), both counted from 0 -> NEW, OLD, LONE or ASK.
    """

    title: str
    lead: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    colours: Mapping[tuple[int, int], str] = field(default_factory=dict)


def write_compared(target: Path, sheets: Sequence[ComparedSheet]) -> Path:
    """Write the workbook.

    Raises:
        KnownError: the target cannot be written.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet, name in zip(sheets, sheet_names([sheet.title for sheet in sheets]), strict=True):
        _fill(book.create_sheet(name), sheet)
    with replacing(target) as fresh:
        book.save(fresh)
    return target


def _fill(page: Worksheet, sheet: ComparedSheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    fills = {tone: PatternFill("solid", fgColor=colour) for tone, colour in COLOURS.items()}
    head, bold = PatternFill("solid", fgColor=_HEADING), Font(bold=True)
    wrapped = Alignment(vertical="center", wrap_text=True)
    set_text(page.cell(1, 1), sheet.lead)
    page.cell(1, 1).font = bold
    for column, heading in enumerate(sheet.headings, 1):
        cell = page.cell(2, column)
        set_text(cell, heading)
        cell.fill, cell.font, cell.alignment = head, bold, wrapped
    for number, row in enumerate(sheet.rows):
        for column, text in enumerate(row):
            tone = sheet.colours.get((number, column))
            if not text and tone is None:
                continue
            cell = page.cell(number + 3, column + 1)
            if text:
                set_text(cell, text)
            cell.number_format = "@"
            if tone is not None:
                cell.fill = fills[tone]
    for column, heading in enumerate(sheet.headings):
        widest = max((_span(text) for text in (heading, *(row[column] for row in sheet.rows[:300]))), default=0)
        page.column_dimensions[get_column_letter(column + 1)].width = min(max(widest + 2, _NARROW), _WIDE)
    page.freeze_panes = "A3"
    if sheet.rows:
        page.auto_filter.ref = f"A2:{get_column_letter(len(sheet.headings))}{len(sheet.rows) + 2}"


def _span(text: str) -> int:
    return sum(2 if char > "\u2e7f" else 1 for char in text)
