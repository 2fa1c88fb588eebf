"""Tables as .csv in UTF-8 with a mark at its beginning (utf-8-sig), by which spreadsheet programs know the encoding.

A csv is for other programs: one row of headings, then the rows, no title and no totals. It carries no types, so a
spreadsheet program that opens it by double click turns an ID number into 3.50699E+17. Writing ``="3506…"`` would
prevent that, and is not done: it makes every number a formula that other programs read as such. People who want to
look at the table take the xlsx.

Text that begins with = + - @ (or a tab) would be run as a formula by a spreadsheet program. Such a cell of a text
column gets one apostrophe in front, which spreadsheet programs know as "this is text". ``unguard`` takes exactly that
one away again, so a text that already began with an apostrophe comes back unchanged too. Numbers are never guarded:
-12.50 stays a number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from pathlib import Path

from villagebook.base.errors import KnownError
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.dress import DRESSES, Cell
from villagebook.exporting.files import replacing
from villagebook.exporting.table import ExportTable, cells, check_size, heading
from villagebook.exporting.xlsx import Exported

_FORMULA = re.compile(r"'*[=+\-@\t]")
_GUARDED = re.compile(r"'+[=+\-@\t]")
_STEP = 500


def write_csv(target: Path, table: ExportTable, *, progress: Progress = QUIET) -> Exported:
    """Write the rows of a table as csv and read the file back.

    Money is 元 with two decimals and no separators (``-1234.50``), days are 2025-03-05, lines end with CR LF.
    Title, subtitle and totals are left out.

    Raises:
        UserError: there are more rows, or a longer text, than a spreadsheet can hold.
        KnownError: the target cannot be written, or what was written does not read back equal.
        Cancelled: the target is as it was before.
    """
    columns = tuple(table.columns)
    texts = [DRESSES[column.kind].is_text for column in columns]
    lines = [[guard(heading(column)) for column in columns]]
    for number, row in enumerate(table.rows, 1):
        lines.append([_plain(value, text) for value, text in zip(cells(columns, row), texts, strict=True)])
        if number % _STEP == 0:
            progress.step(number, 0, "正在导出")
    check_size(table.title, lines)
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    with replacing(target) as fresh:
        fresh.write_bytes(buffer.getvalue().encode("utf-8-sig"))
        with fresh.open(encoding="utf-8-sig", newline="") as file:
            if list(csv.reader(file)) != lines:
                raise KnownError("export.mismatch", "导出的文件读回来与账本不一致", "请重新导出一次")
        size = fresh.stat().st_size
    return Exported(target, len(lines) - 1, size)


def guard(text: str) -> str:
    """Return text as it stands in a csv: with one more apostrophe in front if it could be run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return what guard() was given."""
    return text[1:] if _GUARDED.match(text) else text


def _plain(value: Cell, is_text: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value) if is_text else value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
