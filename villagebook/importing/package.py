"""Looking into zipped workbooks before the reader opens them: would they fill the memory, or do they lie about it?

The reader (calamine) lays a sheet out as a full rectangle and reserves what a file says it holds. A stray cell in the
farthest corner, a count of four thousand million strings or a text of a gigabyte would end the program, and the reader
can't be asked to stop. So every part it will read is unpacked here first, piece by piece, and measured.

Sources: ECMA-376 part 1, 18.3.1.4 (cell), 18.4.9 (shared strings); OpenDocument 1.3 part 3, 19.675 (repeated columns).
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from villagebook.base.errors import UserError

#: What all parts of a package may hold unpacked. The list of a county's 200,000 people needs about 0.4 GB.
MAX_UNPACKED = 2**30
#: Cells of the rectangle that a sheet spans.
MAX_CELLS = 20_000_000
#: Columns of a sheet; the widest list known has 120.
WIDEST = 4096
#: Bytes between two tags. A spreadsheet's cell holds 32,767 characters.
LONGEST_TEXT = 2**20

_MEDIA = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "content.xml": "application/vnd.oasis.opendocument.spreadsheet",
}
_BINARY = "xl/workbook.bin"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PIECE = 2**20
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, OSError, EOFError, ValueError, RuntimeError)
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,9}[0-9]+)[\"'][^>]*(?<!/)>")
_DIGITS, _ALPHABET = b"0123456789", bytes(range(65, 91)) + bytes(range(97, 123))
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
# An empty text that a formula gave says t="str" and has been calculated.
_UNCALCULATED = re.compile(
    rb"<c(?=\s)(?![^<>]*\st=[\"']str)[^<>]*\sr=[\"']([A-Z]{1,3}[0-9]{1,7})[\"'][^<>]*>"
    rb"(?:<f\b[^<>]*/>|<f\b[^<>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>")
_RELATION, _SHEET = re.compile(rb"<Relationship\b[^>]*>"), re.compile(rb"<sheet\b[^>]*>")
_COUNT = re.compile(rb"\b(?:uniqueC|c)ount\s*=\s*[\"']([0-9]+)[\"']")
_OPEN_TEXT = re.compile(
    rb"<table:table-row\b([^>]*)>|<table:(?:covered-)?table-cell\b([^>]*)>|(</table:table-row>)|(</table:table>)")
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']([0-9]+)[\"']")


def check_package(data: bytes, name: str, blank: dict[str, list[str]] | None = None) -> str:
    """Return the media type of a zipped workbook whose parts can be read with bounded memory.

    Args:
        blank: Gets the addresses (C5) of formulas that nothing has calculated yet, by the part that holds them.

    Raises:
        UserError: it is damaged, no workbook, or more than a list can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {member.filename: member for member in package.infolist()}
            if _BINARY in members:
                binary = f"“{name}”是二进制工作簿（xlsb）"
                raise UserError("import.not-a-workbook", binary, "请用表格软件另存为 xlsx，再导入")
            media_type = next((kind for part, kind in _MEDIA.items() if part in members), None)
            if media_type is None:
                raise not_a_table(name)
            if sum(member.file_size for member in members.values()) > MAX_UNPACKED:
                raise _too_much(name)
            for part in sorted(members):
                _check_part(package, part, name, {} if blank is None else blank)
            return media_type
    except _DAMAGED as error:
        raise damaged(name) from error


def not_a_table(name: str) -> UserError:
    """Return the error for a file that holds no table of any known kind."""
    return UserError("import.not-a-workbook", f"“{name}”不是表格文件", "请导入 xlsx、xls 或 csv 文件")


def damaged(name: str) -> UserError:
    """Return the error for a file that cannot be read."""
    return UserError("import.damaged", f"“{name}”已损坏，读不出来", "请用表格软件打开并另存，再导入")


def too_wide(name: str, corner: str) -> UserError:
    """Return the error for a sheet with something far away from all the rest."""
    return UserError("import.too-large", f"“{name}”里有一张表一直延伸到{corner}", "请删掉后面的空行空列，另存后再导入")


def _too_much(name: str) -> UserError:
    return UserError("import.too-large", f"“{name}”里的内容太多了", "请分成几个文件再导入")


def _check_part(package: zipfile.ZipFile, part: str, name: str, blank: dict[str, list[str]]) -> None:
    if not part.endswith(".xml"):
        return
    with package.open(part) as stream:
        pieces = _pieces(stream, name)
        if part.startswith("xl/worksheets/"):
            if found := _check_sheet(pieces, name):
                blank[part] = found
        elif part == "content.xml":
            _check_document(pieces, name)
        else:
            _check_counts(pieces, package.getinfo(part).file_size, name)


def _pieces(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield the part in pieces that cut no tag in two."""
    rest = b""
    while piece := stream.read(_PIECE):
        piece = rest + piece
        end = piece.rfind(b"<")
        if (end < 0 and len(piece) > LONGEST_TEXT) or len(piece) - end > 2 * LONGEST_TEXT:
            raise _too_much(name)
        if end > 0:
            yield piece[:end]
        rest = piece[max(end, 0):]
    yield rest


def _check_sheet(pieces: Iterator[bytes], name: str) -> list[str]:
    """Measure the rectangle from the cells' own addresses; cells without one stand side by side.

    Returns the addresses of formulas without a value.
    """
    blank: list[str] = []
    columns: set[bytes] = set()
    lines: set[bytes] = set()
    rows = widest = unnamed = 0
    for piece in pieces:
        if b"<f" in piece:
            blank += (match[1].decode() for match in _UNCALCULATED.finditer(piece))
        addresses = _ADDRESS.findall(piece)
        together = b" ".join(addresses)
        columns.update(together.translate(None, _DIGITS).split())
        lines.update(together.translate(None, _ALPHABET).split())
        if not _all_named(piece, len(addresses)):
            # A row may go on in the next piece, hence the sum of two neighbours.
            parts = _ROW.split(piece)
            counts = [len(_CELL.findall(part)) for part in parts]
            widest = max(widest, unnamed + counts[0], *counts)
            unnamed = counts[-1] + (unnamed if len(counts) == 1 else 0)
            rows += len(parts) - 1
    right = max((column_number(letters) for letters in columns), default=0)
    bottom = max(map(int, lines), default=0)
    # The reader lays out from the first cell on; lists begin near the top left, and the few rows between don't count.
    if max(right, widest) * max(bottom, rows) > MAX_CELLS:
        raise too_wide(name, f"第 {max(bottom, rows)} 行第 {max(right, widest)} 列")
    return blank


def sheet_parts(data: bytes) -> dict[str, str]:
    """Return name of a sheet -> part that holds it, of a workbook that ``check_package`` found sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if not {_RELATIONS, _WORKBOOK} <= set(package.namelist()):
            return {}
        relations = _RELATION.findall(package.read(_RELATIONS))
        sheets = _SHEET.findall(package.read(_WORKBOOK))
    targets = {_said(one, b"Id"): _said(one, b"Target").lstrip("/").removeprefix("xl/") for one in relations}
    return {_said(one, b"name"): f"xl/{targets.get(_said(one, b'r:id'), '')}" for one in sheets}


def _said(tag: bytes, attribute: bytes) -> str:
    match = re.search(rb"\s" + attribute + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return html.unescape((match[1] or match[2] or b"").decode("utf-8", "replace")) if match else ""


def _all_named(piece: bytes, addresses: int) -> bool:
    """Whether every cell has an address; first by counting, which is ten times as fast as looking."""
    if addresses == piece.count(b"<c ") and b"<c>" not in piece and b":c" not in piece:
        return True
    return addresses >= len(_CELL.findall(piece))


def _check_counts(pieces: Iterator[bytes], size: int, name: str) -> None:
    """Refuse a part that says it holds more things than it has bytes for: the reader reserves room for all of them."""
    for piece in pieces:
        if any(int(count) > size for count in _COUNT.findall(piece)):
            raise damaged(name)


def _check_document(pieces: Iterator[bytes], name: str) -> None:
    """Measure an OpenDocument table: one cell may stand for many columns, one row for many rows.

    Its tags must also fit together: the reader waits for ever for the end of one that was never closed.
    """
    across = filled = down = height = widest = 0
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    for piece in pieces:
        parser.Parse(piece, False)
        for match in _OPEN_TEXT.finditer(piece):
            row, cell, row_end, table_end = match.groups()
            if row is not None:
                across, filled, down = 0, 0, _repeated(row)
            elif cell is not None:
                across += _repeated(cell)
                if not cell.endswith(b"/"):
                    filled = across
            elif row_end is not None:
                # Blank rows count only when something stands below them.
                height += down
                if filled:
                    widest = max(widest, filled)
                    if widest * height > MAX_CELLS:
                        raise too_wide(name, f"第 {height} 行第 {widest} 列")
            elif table_end is not None:
                height = widest = 0
    parser.Parse(b"", True)


def _refuse_entity(*_: object) -> None:
    raise ValueError("a table needs no entities")


def _repeated(attributes: bytes) -> int:
    match = _REPEATED.search(attributes)
    return int(match.group(1)) if match else 1


def column_number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
