"""Tables as an .xlsx that prints well and reads back as it was.

openpyxl makes the workbook's skeleton (styles, widths, print setup, properties), ``sheet_xml`` the rows, and
``verify_xlsx`` reads the finished file back with another library before it replaces the target.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.dress import DRESSES
from villagebook.exporting.files import replacing
from villagebook.exporting.letters import column_letters
from villagebook.exporting.sheet_xml import rows_xml
from villagebook.exporting.table import SHEET_CHARACTERS, ExportTable, Grid, grid, head_heights
from villagebook.exporting.verify import verify_grids

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FONT = "宋体"
_TITLE_HEIGHT, _FOOT_HEIGHT = 28.0, 30.0
#: Paper on its side, and how many characters of width A4 takes before it is printed at less than three quarters.
_A4, _A3, _A4_CHARACTERS = 9, 8, 200
_HEAD_FILL = "FFE7EEF5"
_LINE = "FFB4BCC4"
_ROWS_AT_ONCE = 500
# Level 6 takes twice the time of level 3 for a file 8 % smaller.
_COMPRESSION = 3
_SHEET_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, how many rows of data in all sheets, and the size in bytes."""

    path: Path
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class _Styles:
    """Style ids of one sheet: title, foot, and per column those of the second line, heading, value and total."""

    title: int
    foot: int
    second: tuple[int, ...]
    heading: tuple[int, ...]
    value: tuple[int, ...]
    total: tuple[int, ...]


def write_xlsx(
    target: Path, *tables: ExportTable, made_at: dt.datetime, progress: Progress = QUIET
) -> Exported:
    """Write the tables as the sheets of one workbook, read it back and compare every cell.

    Args:
        made_at: The aware time that stands in the file; the same tables and time give the same bytes.

    Raises:
        UserError: a table is larger than a spreadsheet can be.
        KnownError: the target cannot be written, or what was written does not read back equal.
        Cancelled: the target is as it was before.
    """
    if not tables:
        raise ValueError("no tables")
    grids = [grid(table) for table in tables]
    names = sheet_names([table.title for table in tables])
    with replacing(target) as fresh:
        _write(fresh, grids, names, made_at, progress)
        verify_grids(fresh, grids, names, progress)
        size = fresh.stat().st_size
    return Exported(target, sum(g.last - g.header for g in grids), size)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Return names that spreadsheet programs accept: 31 characters at most, none of []:*?/\\, all different."""
    names: list[str] = []
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31].strip(" '") or "表"
        name, serial = plain, 1
        while name.casefold() in (taken.casefold() for taken in names):
            serial += 1
            name = f"{plain[:31 - len(str(serial)) - 2]}({serial})"
        names.append(name)
    return names


def _write(path: Path, grids: Sequence[Grid], names: Sequence[str], made_at: dt.datetime, progress: Progress) -> None:
    skeleton, styles = _skeleton(grids, names, made_at)
    total = sum(len(g.lines) for g in grids)
    done = 0
    stamp = made_at.timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(skeleton)) as made, zipfile.ZipFile(path, "w") as out:
        for entry in made.infolist():
            part = zipfile.ZipInfo(entry.filename, stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            part._compresslevel = _COMPRESSION  # type: ignore[attr-defined]  # public from Python 3.13
            content = made.read(entry)
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", entry.filename)
            with out.open(part, "w") as stream:
                if number is None:
                    stream.write(_dated(content, made_at) if entry.filename == "docProps/core.xml" else content)
                    continue
                index = int(number[1]) - 1
                before, after = _around_rows(content, grids[index])
                stream.write(before)
                rows = _sheet_rows(grids[index], styles[index])
                while chunk := list(islice(rows, _ROWS_AT_ONCE)):
                    stream.write("".join(chunk).encode())
                    done += len(chunk)
                    progress.step(done, total, "正在导出")
                stream.write(after)


def _around_rows(content: bytes, table: Grid) -> tuple[bytes, bytes]:
    reference = f'<dimension ref="A1:{column_letters(table.width - 1)}{len(table.lines)}"/>'
    content = _DIMENSION.sub(reference.encode(), content, count=1)
    before, after = _SHEET_DATA.split(content, maxsplit=1)
    return before + b"<sheetData>", b"</sheetData>" + after


def _dated(core: bytes, made_at: dt.datetime) -> bytes:
    """Put the given time where openpyxl has put the clock's."""
    stamp = made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", lambda found: found[1] + stamp, core)


def _sheet_rows(table: Grid, styles: _Styles) -> Iterator[str]:
    above = table.header - table.depth
    yield from rows_xml([table.lines[0][:1]], 1, (styles.title,), _TITLE_HEIGHT)
    if above > 1:
        yield from rows_xml(table.lines[1:above], 2, styles.second)
    for number, height in enumerate(head_heights(table), above):
        yield from rows_xml(table.lines[number : number + 1], number + 1, styles.heading, height)
    yield from rows_xml(table.lines[table.header:table.last], table.header + 1, styles.value)
    end = table.last + table.has_totals
    yield from rows_xml(table.lines[table.last:end], table.last + 1, styles.total)
    yield from rows_xml([line[:1] for line in table.lines[end:]], end + 1, (styles.foot,), _FOOT_HEIGHT)


def _skeleton(grids: Sequence[Grid], names: Sequence[str], made_at: dt.datetime) -> tuple[bytes, list[_Styles]]:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    properties = book.properties
    # openpyxl would name itself; other programs would name whoever is logged on.
    properties.creator = properties.lastModifiedBy = "村务一本清"
    properties.title = grids[0].title
    properties.created = made_at.astimezone(dt.UTC).replace(tzinfo=None)
    styles = []
    for table, name in zip(grids, names, strict=True):
        sheet = book.create_sheet(name)
        _set_up(sheet, table)
        styles.append(_styles(book, sheet, table))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), styles


def _set_up(sheet: Worksheet, table: Grid) -> None:
    for index, width in enumerate(table.widths):
        sheet.column_dimensions[column_letters(index)].width = width
    last = column_letters(table.width - 1)
    for top, left, bottom, right in table.merged:
        # Not merge_cells(): it would make cells of its own, and the rows are written by themselves.
        sheet.merged_cells.add(f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}")
    sheet.freeze_panes = f"{column_letters(table.frozen_columns)}{table.header + 1}"
    if table.last > table.header:
        sheet.auto_filter.ref = f"A{table.header}:{last}{table.last}"
    sheet.print_title_rows = f"{table.header - table.depth + 1}:{table.header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4 if sum(table.widths) <= _A4_CHARACTERS else _A3
    wide = math.ceil(sum(table.widths) / SHEET_CHARACTERS)
    if wide > 1 and table.frozen_columns:  # each further sheet repeats what names a row
        sheet.print_title_cols = f"A:{column_letters(table.frozen_columns - 1)}"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # always there
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.3
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"  # type: ignore[union-attr]  # always there


def _styles(book: Workbook, sheet: Worksheet, table: Grid) -> _Styles:
    """Register every style of the sheet in the workbook and return their ids; no cell with them remains needed."""
    from openpyxl.cell import Cell as StyledCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side("thin", color=_LINE)
    box = Border(line, line, line, line)
    fill = PatternFill("solid", fgColor=_HEAD_FILL)

    def style(size: int, bold: bool, form: str, align: str, *, boxed: bool, filled: bool, wrap: bool) -> int:
        sample = StyledCell(sheet, 1, 1)
        sample.font = Font(name=_FONT, size=size, bold=bold)
        sample.number_format = form
        sample.alignment = Alignment(horizontal=align, vertical="center", wrap_text=wrap)
        if boxed:
            sample.border = box
        if filled:
            sample.fill = fill
        return int(sample.style_id)

    dresses = [DRESSES[kind] for kind in table.kinds]
    wraps = [dress.is_text and dress.width[1] > 40 for dress in dresses]
    return _Styles(
        title=style(16, True, "@", "center", boxed=False, filled=False, wrap=False),
        foot=style(10, False, "@", "left", boxed=False, filled=False, wrap=False),
        second=tuple(
            style(10, False, "@", _side(table, index), boxed=False, filled=False, wrap=False)
            for index in range(table.width)
        ),
        heading=tuple(style(11, True, "@", "center", boxed=True, filled=True, wrap=True) for _ in dresses),
        value=tuple(style(11, False, d.number_format, d.align, boxed=True, filled=False, wrap=w)
                    for d, w in zip(dresses, wraps, strict=True)),
        total=tuple(style(11, True, d.number_format, d.align, boxed=True, filled=True, wrap=False) for d in dresses),
    )


def _side(table: Grid, index: int) -> str:
    """Where the text of the second line stands in a column: its parts are left, in the middle, and right."""
    sides = {0: "left"} if len(table.parts) < 3 else dict(zip(table.parts, ("left", "center", "right"), strict=True))
    return sides.get(index, "left")


def verify_xlsx(path: Path, *tables: ExportTable) -> None:
    """Read a workbook back and compare it with the tables cell by cell (values, types, formats).

    Raises:
        KnownError: a cell differs, a sheet or row is missing or one too many, or the file cannot be read.
    """
    grids = [grid(table) for table in tables]
    verify_grids(path, grids, sheet_names([table.title for table in tables]))

