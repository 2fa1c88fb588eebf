"""Reading of list files into sheets of native cells, by what they are and not by what they are called.

An .xls may be an old workbook, a new one, a web page or plain text, so the first bytes decide. Nothing here knows
headings. Every trouble with a file is one UserError; the file is opened for reading only and never changed.

To read one more format: a branch in ``_sheets`` and a file of that format among the test data.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import struct
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from villagebook.base.errors import KnownError, UserError
from villagebook.importing.compound import has_sound_chains
from villagebook.importing.delimited import decode, read_rows
from villagebook.importing.markup import TooWideError, read_tables
from villagebook.importing.package import (
    MAX_CELLS,
    WIDEST,
    check_package,
    column_number,
    damaged,
    not_a_table,
    sheet_parts,
    too_wide,
)
from villagebook.importing.sheets import Area, Cell, Row, Sheet, Workbook

MAX_BYTES = 200 * 2**20

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
# First bytes of files that people take for lists: PDF, pictures, RTF, a saved web archive.
_OTHERS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"{\\rtf", b"MIME-Version", b"Rar!", b"7z\xbc\xaf")
_NATIVE = (str, float, int, bool, dt.date, dt.datetime)


def read_file(path: Path) -> Workbook:
    """Return the sheets of an xlsx, xls (also a web page or text under that name), ods or csv file.

    Raises:
        UserError: there is no such file, it is no workbook, is empty, damaged, too large, or has a password.
        KnownError: the system does not let us read it.
    """
    data = _bytes_of(path)
    media_type, found = _sheets(data, path)
    sheets = tuple(sheet for sheet in found if sheet.rows)
    if not sheets:
        raise UserError("import.empty", f"“{path.name}”里没有内容")
    return Workbook(path.name, hashlib.sha256(data).hexdigest(), sheets, data, media_type)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError("import.not-a-file", f"“{path.name}”是文件夹，不是文件")
        if path.stat().st_size > MAX_BYTES:
            raise UserError("import.too-large", f"“{path.name}”太大了", "请分成几个文件再导入")
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError("import.no-file", f"找不到文件“{path}”") from None
    except (OSError, ValueError) as error:
        raise KnownError("import.unreadable-file", f"读不了文件“{path.name}”", "请关闭正在打开它的程序再试") from error


def _sheets(data: bytes, path: Path) -> tuple[str, tuple[Sheet, ...]]:
    """Return what the bytes are, and their sheets."""
    name = path.name
    if data.startswith(_ZIP):
        blank: dict[str, list[str]] = {}
        media_type = check_package(data, name, blank)
        return media_type, _with_uncalculated(data, blank, _calamine(data, name))
    if data.startswith(_OLE):
        if _has_password(data):
            raise UserError("import.password", f"“{name}”设有打开密码", "请先用表格软件打开并取消密码，再导入")
        if not has_sound_chains(data):
            raise damaged(name)
        return "application/vnd.ms-excel", _calamine(data, name)
    if data.startswith(_OTHERS):
        raise not_a_table(name)
    text = decode(data, name)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        try:
            return "text/html", read_tables(text)
        except TooWideError as error:
            raise too_wide(name, "第 {} 行第 {} 列".format(*error.args)) from error
        except ValueError as error:
            raise damaged(name) from error
    rows = read_rows(text, name)
    return "text/csv", (Sheet(path.stem, _without_tail(rows)),)


def _calamine(data: bytes, name: str) -> tuple[Sheet, ...]:
    import python_calamine  # a compiled library; most starts of the program import nothing

    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        with book:
            return tuple(_sheet(book, about, name) for about in book.sheets_metadata if _is_worksheet(about))
    except python_calamine.PasswordError as error:
        raise UserError("import.password", f"“{name}”设有打开密码", "请先用表格软件打开并取消密码，再导入") from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged(name) from error
    except BaseException as error:
        # WORKAROUND(python-calamine 0.9): some damaged files make the library panic, and its PanicException
        # derives from BaseException and cannot be imported. Gone when a byte-flipping test passes without this.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name) from None


def _with_uncalculated(data: bytes, blank: dict[str, list[str]], sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Return the sheets with the places of formulas that nothing has calculated yet."""
    if not blank:
        return sheets
    parts = sheet_parts(data)
    return tuple(
        replace(sheet, uncalculated=frozenset(_place(one, sheet) for one in blank.get(parts.get(sheet.name, ""), ())))
        for sheet in sheets
    )


def _place(address: str, sheet: Sheet) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters):]) - sheet.first_row, column_number(letters.encode()) - 1


def _is_worksheet(about: Any) -> bool:
    return str(about.typ).endswith("WorkSheet")


def _sheet(book: Any, about: Any, name: str) -> Sheet:
    source = book.get_sheet_by_name(about.name)
    if source.height * source.width > MAX_CELLS or source.width > WIDEST:
        raise too_wide(name, f"第 {source.total_height} 行第 {source.total_width} 列")
    top, left = source.start or (0, 0)
    # Row by row: all rows as the library's lists, beside ours, would be the most that an import ever needs.
    alike: dict[str, str] = {}
    rows = _without_tail(tuple(_native(row, alike) for row in islice(source.iter_rows(), top, None)))
    if left:
        pad: Row = (None,) * left
        rows = tuple(pad + row for row in rows)
    merged = tuple(
        Area(first[0] - top, first[1], last[0] - top, last[1]) for first, last in source.merged_cell_ranges or ()
        if first[0] >= top
    )
    hidden = not str(about.visible).endswith(".Visible")
    return Sheet(about.name, rows, merged, hidden, first_row=top + 1)


def _native(row: list[Any], alike: dict[str, str]) -> Row:
    """Return a row of native cells; a text that stood in a cell before is that same object."""
    return tuple([
        (alike.setdefault(value, value) if value else None) if value.__class__ is str
        else value if value.__class__ in _NATIVE else _cell(value)
        for value in row
    ])  # fmt: skip


def _cell(value: Any) -> Cell:
    """Return a cell of a rare kind (a time of day, a duration) as its text."""
    return None if value is None else str(value)


def _without_tail(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    end = len(rows)
    while end and all(cell is None for cell in rows[end - 1]):
        end -= 1
    return rows[:end]


def _has_password(data: bytes) -> bool:
    """Say whether an old-format file is encrypted: a new workbook in an encrypted package, or an old one.

    A package names its stream EncryptedPackage; an old workbook has a FILEPASS record (0x2F) right after the
    begin-of-file record, at most a write-protection record between. Source: MS-OFFCRYPTO 2.3.1, MS-XLS 2.4.117.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    at = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    for _ in range(3):
        if at < 0 or at + 4 > len(data):
            return False
        record, length = struct.unpack_from("<HH", data, at)
        if record == 0x2F:
            return True
        at += 4 + length
    return False
