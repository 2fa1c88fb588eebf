"""From the plain table of a notice to a table that can be set: dressed values, heads, kinds of columns.

A column kind of ``base.sheet`` is one line in KINDS. Nothing here is measured.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

from villagebook.base.days import chinese
from villagebook.base.money import wan_decimals
from villagebook.base.sheet import SheetColumn, SheetTable, Value
from villagebook.documents.faces import GETA
from villagebook.documents.filling import UNTORN
from villagebook.documents.table import Column, Table
from villagebook.documents.values import NUMBERS, Kind, shown

KINDS = {
    "serial": Kind.INDEX,
    "name": Kind.NAME,
    "group": Kind.CODE,
    "text": Kind.TEXT,
    "int": Kind.COUNT,
    "quantity": Kind.QUANTITY,
    "money": Kind.MONEY,
    "wan": Kind.WAN,
    "day": Kind.DATE,
    "month": Kind.DATE,
}
TOTAL = "合计"
UNBROKEN, CENTRED = 4.0, 7.0  # widest entry of a text column, in characters, that is never broken; that is centred
LONG_HEAD = 4
LIST_WEIGHTS = 0.3, 1.0
MOST_KEPT = 40  # phrases looked for in every cell of a column; of terms and documents there are few
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_COUNT = re.compile(r"([\d,]+)(\D*)")
_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")


def clean(text: str) -> str:
    """Return a text whose only control characters are line ends, half characters of a broken file as 〓."""
    return _HALF.sub(GETA, _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))


def cell_value(value: Value, kind: str) -> object:
    """Return a value as the table takes it: a number where it is one, otherwise text; None for empty."""
    if value is None:
        return None
    engine = KINDS[kind]
    if isinstance(value, str):
        return _text(value, kind)
    if isinstance(value, dt.date):
        return chinese(value)
    if engine is Kind.COUNT and isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else shown(value, Kind.QUANTITY)
    return value if engine in NUMBERS else str(value)


def _text(value: str, kind: str) -> str:
    text = clean(value)
    if kind == "month":
        text = _MONTH.sub(lambda m: f"{m[1]}年{int(m[2])}月", text)
    if kind == "text":
        return text.strip("\n")
    return text.replace("\n", " ")


def cell_text(value: Value, kind: str, decimals: int = 2) -> str:
    """Return a value as it is printed, "" for None."""
    return shown(cell_value(value, kind), KINDS[kind], decimals)


def decimals(table: SheetTable, column: int) -> int:
    """Return how many decimals a column's amounts in 万元 have, its total included: all alike."""
    if table.columns[column].kind != "wan":
        return 2
    return wan_decimals((*(row[column] for row in table.rows), table.totals[column] if table.totals else None))


def total_label(table: SheetTable) -> str:
    """Return 合计, "" for a table without a total row."""
    return TOTAL if table.count_text or any(v is not None for v in table.totals) else ""


def total_text(table: SheetTable) -> str:
    """Return what stands behind 合计: 14户, and the sum of the first column, where the label stands."""
    first = table.totals[0] if table.totals else None
    own = "" if first is None or isinstance(first, str) else cell_text(first, table.columns[0].kind)
    return "\u3000".join(filter(None, (clean(table.count_text).replace("\n", ""), own)))


def counted(table: SheetTable) -> str:
    """Return what the rows are (户), "" if the count given is not the count of rows."""
    found = _COUNT.fullmatch(table.count_text)
    return found[2] if found and found[1].replace(",", "") == str(len(table.rows)) else ""


def engine_table(
    table: SheetTable, *, units_below: bool, short_heads: bool = False, unbroken: float = UNBROKEN, loose: bool = False
) -> Table:
    """Return the table to be set.

    Args:
        table: The plain table.
        units_below: The unit stands in the head's second line, also where there is room beside.
        short_heads: Long heads of one-line columns are broken in two.
        unbroken: Widest entry of a text column, in characters, that is never broken.
        loose: Every column may be broken into lines: the last resort for entries of absurd length.
    """
    rows = tuple(
        tuple(cell_value(value, c.kind) for value, c in zip(row, table.columns, strict=True)) for row in table.rows
    )
    totals = [cell_value(v, c.kind) for v, c in zip(table.totals, table.columns, strict=bool(table.totals))]
    if totals:
        totals[0] = None  # the label stands there
    columns = []
    for i, column in enumerate(table.columns):
        # Of numbers, names and days nothing depends on how wide they are.
        entries = [shown(row[i], Kind.TEXT) for row in rows] if KINDS[column.kind] is Kind.TEXT else []
        has_sum = bool(totals) and totals[i] is not None
        made = _column(column, entries, has_sum, units_below, short_heads, 0 if loose else unbroken)
        columns.append(replace(made, decimals=decimals(table, i)))
    if is_list(table) and not loose:
        columns = [
            replace(column, kind=Kind.TEXT, centred=False, weight=weight)
            for column, weight in zip(columns, LIST_WEIGHTS, strict=True)
        ]
    if loose:
        kinds = [(KINDS[c.kind], decimals(table, i)) for i, c in enumerate(table.columns)]
        rows = tuple(tuple(shown(v, *kind) for v, kind in zip(row, kinds, strict=True)) for row in rows)
        totals = [v if v is None else shown(v, *kinds[i]) for i, v in enumerate(totals)]
    return Table(
        tuple(columns), rows, total_label(table), counted(table), tuple(totals), total_text(table), merge_end=True
    )


def is_list(table: SheetTable) -> bool:
    """Return whether a table says of one thing what it is (事项, 内容): both its columns begin at the left."""
    return len(table.columns) == 2 and all(column.kind == "text" for column in table.columns)


def _column(
    column: SheetColumn, entries: list[str], has_sum: bool, units_below: bool, short_heads: bool, unbroken: float
) -> Column:
    kind = KINDS[column.kind]
    lines = [line for entry in entries for line in entry.split("\n")]
    widest = max(map(em, lines), default=0)
    if not unbroken:
        return Column(_head(column, True, True), Kind.TEXT, total=has_sum, centred=kind is not Kind.TEXT)
    if kind is Kind.TEXT and widest <= unbroken and len(lines) == len(entries):
        kind = Kind.CODE
    heading = _head(column, units_below, short_heads and kind is not Kind.TEXT)
    unit = "" if units_below else clean(column.unit or "")
    keep = tuple(dict.fromkeys(piece for entry in dict.fromkeys(entries) for piece in UNTORN.findall(entry)))
    return Column(
        heading, kind, unit, total=has_sum, centred=widest <= CENTRED if kind is Kind.TEXT else None,
        keep=keep if len(keep) <= MOST_KEPT else (),
    )  # fmt: skip


def _head(column: SheetColumn, unit_below: bool, short: bool) -> str:
    head, unit = clean(column.heading).replace("\n", ""), clean(column.unit or "").replace("\n", "")
    if short and len(head) >= LONG_HEAD:
        head = f"{head[: len(head) // 2]}\n{head[len(head) // 2 :]}"
    return f"{head}\n（{unit}）" if unit and unit_below else head


def em(text: str) -> float:
    """Return about how many characters wide a text is."""
    return sum(0.55 if char.isascii() else 1 for char in text)
