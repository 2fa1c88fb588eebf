"""A list from above handed back with its answers: the same workbook, and nothing changed but the answers' cells.

An .xlsx keeps its sheets, formats and formulas (openpyxl opens it and only the answers' cells are touched). Other
formats, and an .xlsx that openpyxl cannot keep exactly, are written anew as .xlsx with the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from villagebook.exporting.files import replacing
from villagebook.exporting.returned import open_original, same_cells, set_text, write_plain
from villagebook.importing import Workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """Text for one cell: sheet, row as the spreadsheet program shows it, column counted from 1.

    ``heading``: it is the heading of a column that the list did not have.
    """

    sheet: str
    row: int
    column: int
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What was written: where, how many lines have an answer, whether the original's formats were kept."""

    path: Path
    lines: int
    kept_formats: bool


def write_answers(target: Path, book: Workbook, answers: Sequence[Answer]) -> Answered:
    """Write the list with the answers in their cells.

    Args:
        book: The list as it was read, with its bytes.

    Raises:
        KnownError: the target cannot be written.
    """
    lines = len({(answer.sheet, answer.row) for answer in answers if not answer.heading})
    answers = _anchored(book, answers)
    with replacing(target) as fresh:
        kept = book.media_type == _XLSX and _fill_original(fresh, book, answers)
        if not kept:
            notes = {(answer.sheet, answer.row, answer.column): answer.text for answer in answers}
            write_plain(fresh, book.sheets, notes, {}, ())
    return Answered(target, lines, kept)


def _anchored(book: Workbook, answers: Sequence[Answer]) -> list[Answer]:
    """Put what belongs under a merged cell into its first cell; several answers there stand behind each other."""
    areas = {
        sheet.name: [
            (sheet.number(area.top), area.left + 1, sheet.number(area.bottom), area.right + 1) for area in sheet.merged
        ]
        for sheet in book.sheets
    }
    found: dict[tuple[str, int, int], Answer] = {}
    for answer in answers:
        row, column = _anchor(areas.get(answer.sheet, ()), answer)
        place = (answer.sheet, row, column)
        said = found[place].text if place in found else ""
        text = said if answer.text in said.split("；") else f"{said}；{answer.text}".strip("；")
        found[place] = replace(answer, row=row, column=column, text=text)
    return list(found.values())


def _anchor(areas: Sequence[tuple[int, int, int, int]], answer: Answer) -> tuple[int, int]:
    row, column = answer.row, answer.column
    inside = ((t, l) for t, l, b, r in areas if t <= row <= b and l <= column <= r)
    return next(inside, (row, column))


def _fill_original(path: Path, book: Workbook, answers: Sequence[Answer]) -> bool:
    """Fill the answers into the original; return False if openpyxl cannot open it or would change what it holds."""
    original = open_original(book.data)
    if original is None:
        return False
    skipped: dict[str, set[tuple[int, int]]] = {}
    for answer in answers:
        _fill(original[answer.sheet], answer)
        skipped.setdefault(answer.sheet, set()).add((answer.row, answer.column))
    for page in original.worksheets:
        formulas = {place for place, cell in page._cells.items() if cell.data_type == "f"}
        skipped.setdefault(page.title, set()).update(formulas)
    original.save(path)
    return same_cells(path, book.sheets, formulas=skipped)


def _fill(page: Worksheet, answer: Answer) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.utils import get_column_letter

    cell = page.cell(answer.row, answer.column)
    if isinstance(cell, MergedCell):
        return  # merged where the reader of lists saw nothing
    if answer.heading:
        cell._style = copy(page.cell(answer.row, max(answer.column - 1, 1))._style)  # type: ignore[attr-defined, union-attr]
        page.column_dimensions[get_column_letter(answer.column)].width = _WIDTH
    set_text(cell, answer.text)
