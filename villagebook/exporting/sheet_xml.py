"""The rows of a sheet as XML text.

openpyxl makes everything of an exported workbook but the rows: it needs 27 s for 100,000 rows of 25 columns, and it
writes 9.95 as 9.949999999999999, which readers that do not use binary floats (Java's) show as it stands. Here a row is
joined from prepared pieces, and a Decimal is written with exactly its digits.

Text is always an inline string, never a formula, whatever it begins with; this is the one place where text is escaped
for xlsx. The one formula is the sum of a column (``table.Sum``), written with its result.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from villagebook.exporting.letters import column_letters
from villagebook.exporting.table import GridCell, Sum

_ZERO_DAY = dt.date(1899, 12, 30).toordinal()
_SECONDS = 86_400

# What XML cannot hold is written _xHHHH_ (ECMA-376 part 1, 22.9.2.19), so a text that looks like that is escaped too.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
# Texts without any of this need no work: no markup, nothing unwritable, no blanks that XML readers may drop.
_ODD = re.compile(r"[&<>\x00-\x1f]|_x|^\s|\s$|\s\s")


def rows_xml(
    lines: Sequence[Sequence[GridCell]], first: int, styles: Sequence[int], height: float | None = None
) -> Iterator[str]:
    """Yield one ``<row>`` per line.

    Args:
        lines: Cells, as wide as ``styles``.
        first: Number of the first line's row, counted from 1.
        styles: Style id of each column.
        height: Height of each row in points; None leaves it to the spreadsheet program.
    """
    heads = [(f'<c r="{column_letters(index)}', f'" s="{style}"') for index, style in enumerate(styles)]
    fixed = f' ht="{height:g}" customHeight="1"' if height else ""
    for number, line in enumerate(lines, first):
        parts = [f'<row r="{number}"{fixed}>']
        for (head, tail), value in zip(heads, line, strict=True):
            parts.append(f"{head}{number}{tail}{_value_xml(value)}")
        parts.append("</row>")
        yield "".join(parts)


def _value_xml(value: GridCell) -> str:
    if value is None:
        return "/>"
    if isinstance(value, Sum):  # the only formula there is, and no word of it was typed by anybody
        return f"><f>{value.formula}</f><v>{_number(value.value)}</v></c>"
    if isinstance(value, str):
        if _ODD.search(value):
            return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        return f' t="inlineStr"><is><t>{value}</t></is></c>'
    return f"><v>{_number(value)}</v></c>"


def _number(value: int | Decimal | dt.date | dt.datetime) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return repr(value.toordinal() - _ZERO_DAY + seconds / _SECONDS)
    if isinstance(value, dt.date):
        return str(value.toordinal() - _ZERO_DAY)
    return str(value)


def escape(text: str) -> str:
    """Return text as it stands between XML tags of a workbook."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
