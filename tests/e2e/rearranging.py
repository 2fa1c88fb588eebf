"""A village's list as another clerk would hand it in: rows in another order, columns in another order."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

#: A cell of the heading row by which it is known.
_HEADINGS = {"户编号", "凭证号", "项目编号"}


def rearranged(source: Path, folder: Path, random: Random) -> Path:
    """Write the workbook with every sheet's data rows shuffled and its columns in another order; return the file.

    Columns under one merged heading stay together. What stands above the headings stays where it is.
    """
    folder.mkdir(exist_ok=True)
    old = openpyxl.load_workbook(source)
    new = openpyxl.Workbook()
    new.remove(new.active)
    for sheet in old:
        _rearrange(sheet, new.create_sheet(sheet.title), random)
    new.save(folder / source.name)
    return folder / source.name


def _rearrange(old: Worksheet, new: Worksheet, random: Random) -> None:
    first, last = _headings(old)
    blocks = _blocks(old, first, last)
    random.shuffle(blocks)
    columns = [column for block in blocks for column in block]
    rows = [row for row in range(last + 1, old.max_row + 1) if _is_data(old, row)]
    shuffled = random.sample(rows, len(rows))
    order = {row: row for row in range(1, old.max_row + 1)} | dict(zip(rows, shuffled, strict=True))
    for row, source in order.items():
        above = row < first
        for place, column in enumerate(range(1, old.max_column + 1) if above else columns, start=1):
            cell = old.cell(source, column)
            if cell.value is not None:
                new.cell(row, place, cell.value).number_format = cell.number_format
    for area in old.merged_cells.ranges:
        if area.max_row < first:
            new.merge_cells(area.coord)
        else:
            start = columns.index(area.min_col) + 1
            new.merge_cells(
                start_row=area.min_row, end_row=area.max_row,
                start_column=start, end_column=start + area.max_col - area.min_col,
            )  # fmt: skip


def _headings(sheet: Worksheet) -> tuple[int, int]:
    """First and last row of the headings."""
    for row in range(1, 6):
        texts = [cell.value for cell in sheet[row] if cell.value is not None]
        if len(texts) > 4 and _HEADINGS & set(texts):
            merged = [area for area in sheet.merged_cells.ranges if area.min_row == row]
            return row, max((area.max_row for area in merged), default=row)
    raise LookupError(sheet.title)


def _blocks(sheet: Worksheet, first: int, last: int) -> list[list[int]]:
    spans: dict[int, Any] = {
        area.min_col: area for area in sheet.merged_cells.ranges if area.min_row == first and area.max_row <= last
    }
    blocks, column = [], 1
    while column <= sheet.max_column:
        end = spans[column].max_col if column in spans else column
        blocks.append(list(range(column, end + 1)))
        column = end + 1
    return blocks


def _is_data(sheet: Worksheet, row: int) -> bool:
    return sheet.cell(row, 1).value not in (None, "合计")
