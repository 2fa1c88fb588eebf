"""Reading an exported workbook back: every cell must hold what was meant.

Values are read by calamine, which shares no code with the writer; number formats of the first rows by openpyxl.
A formula, a number where text was meant, a lost digit or a row too few all come out as a difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from villagebook.base.errors import KnownError
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.dress import DRESSES
from villagebook.exporting.letters import column_letters
from villagebook.exporting.table import Grid, GridCell, Sum

_STEP = 2_000
_HINT = "请重新导出；若仍如此，请不要使用这个文件"
_HALF_SECOND = dt.timedelta(seconds=0.5)


def verify_grids(path: Path, grids: Sequence[Grid], names: Sequence[str], progress: Progress = QUIET) -> None:
    """Compare the sheets of a workbook with what they were meant to hold.

    Raises:
        KnownError: they differ, or the file cannot be read.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        found = list(book.sheet_names)
        if found != list(names):
            raise _mismatch(f"工作表应为 {'、'.join(names)}")
        for table, name in zip(grids, names, strict=True):
            _compare(name, table, book.get_sheet_by_name(name).iter_rows(), progress)
    except (python_calamine.CalamineError, python_calamine.WorksheetNotFound) as error:
        raise _mismatch(f"文件打不开（{error}）") from error
    _compare_formats(path, grids, names)


def _compare(name: str, table: Grid, rows: Iterable[Sequence[object]], progress: Progress) -> None:
    total = len(table.lines)
    for number, (meant, found) in enumerate(zip_longest(table.lines, rows), 1):
        if meant is not None and found is None and all(value is None for value in meant):
            continue  # the reader leaves out empty rows at the end
        if meant is None or found is None:
            raise _mismatch(f"工作表“{name}”应有 {total} 行")
        for index, (value, got) in enumerate(zip_longest(meant, found[:len(meant)])):
            if not _same(value, got):
                raise _mismatch(f"工作表“{name}”的 {column_letters(index)}{number} 不是应有的内容")
        if any(extra not in ("", None) for extra in found[len(meant):]):
            raise _mismatch(f"工作表“{name}”第 {number} 行多出内容")
        if number % _STEP == 0:
            progress.step(number, total, "正在核对导出的文件")


def _same(meant: GridCell, found: object) -> bool:
    if isinstance(meant, Sum):
        meant = meant.value
    if meant is None:
        return found is None or found == ""
    if isinstance(meant, str):
        return isinstance(found, str) and found == meant
    if isinstance(meant, dt.datetime):
        return isinstance(found, dt.date) and abs(_moment(found) - meant) < _HALF_SECOND
    if isinstance(meant, dt.date):
        return isinstance(found, dt.date) and _moment(found) == _moment(meant)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    # repr of a float is its shortest decimal form, and that is what a spreadsheet shows.
    return Decimal(repr(found)) == meant


def _moment(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)


def _compare_formats(path: Path, grids: Sequence[Grid], names: Sequence[str]) -> None:
    """Compare formats and types of the first row of data; all rows of a column share one style."""
    import openpyxl

    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True)
        for table, name in zip(grids, names, strict=True):
            for meant in table.lines[table.header:min(table.header + 1, table.last)]:
                row = next(book[name].iter_rows(min_row=table.header + 1, max_row=table.header + 1))
                for index, (kind, value, cell) in enumerate(zip(table.kinds, meant, row, strict=True)):
                    typed = not isinstance(value, str) or cell.data_type in ("s", "inlineStr")
                    if not typed or cell.number_format != DRESSES[kind].number_format:
                        raise _mismatch(f"工作表“{name}”的 {column_letters(index)} 列格式不对")


def _mismatch(what: str) -> KnownError:
    return KnownError("export.mismatch", f"导出的文件读回来与账本不一致：{what}", _HINT)
