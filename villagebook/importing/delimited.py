"""Text files with one row per line: which encoding, which separator, which cells.

Old programs write GB18030 (of which GBK and GB2312 are parts), new ones UTF-8 with or without a mark, and a
spreadsheet's "Unicode text" is UTF-16 with tabs.

To accept one more separator: one character in ``_SEPARATORS`` and a line in the table of its test.
"""

from __future__ import annotations

import csv
import io
import re

from villagebook.base.errors import UserError
from villagebook.base.text import is_blank
from villagebook.importing.package import WIDEST, not_a_table, too_wide
from villagebook.importing.sheets import Row

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t|，；"
#: Text that could be run as a formula is written with one apostrophe in front (exporting/csv.py, spreadsheets too).
_GUARDED = re.compile(r"'+[=+\-@\t]")
_SAMPLE_LINES = 30
_LONGEST_CELL = 1_000_000


def decode(data: bytes, file_name: str) -> str:
    """Return the file's text.

    Raises:
        UserError: it is in no encoding that lists come in, or it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, (encoding,), file_name)
    if b"\0" in data:
        return _decoded(data, _unmarked_utf16(data), file_name)
    return _decoded(data, ("utf-8", "gb18030"), file_name)


def read_rows(text: str, file_name: str) -> tuple[Row, ...]:
    """Return the rows; cells that hold nothing are None, all others text as it stands.

    Raises:
        UserError: a cell is longer than any cell can be (a quotation mark was opened and never closed).
    """
    # A line break inside a quoted cell must reach the reader as it is, hence newline="".
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    previous = csv.field_size_limit(_LONGEST_CELL)
    try:
        return tuple(_row(row, reader.line_num, file_name) for row in reader)
    except csv.Error as error:
        raise UserError(
            "import.damaged", f"“{file_name}”第 {reader.line_num} 行读不出来", "请用表格软件打开后另存为 xlsx 再导入"
        ) from error
    finally:
        csv.field_size_limit(previous)


def _row(texts: list[str], line: int, file_name: str) -> Row:
    if len(texts) > WIDEST:
        raise too_wide(file_name, f"第 {line} 行第 {len(texts)} 列")
    return tuple(_cell(text) for text in texts)


def _cell(text: str) -> str | None:
    cell = text[1:] if _GUARDED.match(text) else text
    return None if is_blank(cell) else cell


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """Tell by which half of its characters is zero what kind of UTF-16 it is; a binary file's zeros are mixed."""
    head = data[:20_000]
    low, high = head[1::2].count(0), head[0::2].count(0)
    if len(data) % 2 or b"\0\0" in head or min(low, high) * 20 > max(low, high):
        return ()
    return ("utf-16-le",) if low > high else ("utf-16-be",)


def _decoded(data: bytes, encodings: tuple[str, ...], file_name: str) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise not_a_table(file_name)


def _separator(text: str) -> str:
    """Return the separator that divides the first lines most evenly; the comma if none does."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE_LINES]
    best, best_score = ",", 0.0
    for mark in _SEPARATORS:
        counts = [_outside_quotes(line, mark) for line in lines]
        if not counts or not max(counts):
            continue
        usual = max(set(counts) - {0}, key=counts.count)
        score = usual * counts.count(usual) / len(counts)
        if score > best_score:
            best, best_score = mark, score
    return best


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])
