"""The plain text of a form or a table: what it says without how it looks.

For tests, for the hash of a printed page (``checkcode``) and for comparing two printings. One line a row,
cells separated by `` | ``; nothing depends on faces, sizes or page breaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from villagebook.documents import forms
from villagebook.documents.forms import Content, Form, Values
from villagebook.documents.table import Table
from villagebook.documents.values import TICKED, UNTICKED, Kind, shown

BETWEEN = " | "
_FIELD = re.compile(r"{(\w+)}")


def written(value: forms.Value, values: Values) -> str:
    """Return a bound value as it is printed; ``blank`` if there is none.

    Raises:
        KeyError: the values lack the field.
    """
    given = values[value.field]
    if value.kind is Kind.CHOICE:
        return choices(value, given)
    text = shown(given, value.kind)
    return value.form.format(text) if text else value.blank


def choices(value: forms.Value, given: object) -> str:
    """Return the options of a choice, the given one ticked; a bool stands for the first and second option."""
    chosen = given
    if isinstance(given, bool):
        chosen = value.options[0 if given else 1]
    return "\u3000".join(f"{TICKED if option == chosen else UNTICKED} {option}" for option in value.options)


def filled(text: forms.Text, values: Values | None) -> str:
    """Return a running text with its fields written in; ``blank`` if there are no values."""
    if values is None:
        return text.blank
    return _FIELD.sub(lambda match: _in_text(values[match[1]]), text.template)


def _in_text(value: object) -> str:
    if isinstance(value, date):
        return shown(value, Kind.DATE)
    return shown(value, Kind.COUNT if isinstance(value, int) else Kind.TEXT)


def rows_of(block: forms.Rows, values: Values) -> Sequence[Values]:
    """Return the rows of a block.

    Raises:
        KeyError: the values lack the source.
    """
    return cast(Sequence[Values], values[block.source])


def _one_line(text: str) -> str:
    return text.replace("\n", "")


def _said(content: Content, values: Values, number: int = 0) -> str:
    if isinstance(content, (forms.Label, forms.Fixed)):
        return _one_line(content.text)
    if isinstance(content, forms.Value):
        return _one_line(written(content, values))
    if isinstance(content, forms.Number):
        return str(number)
    if isinstance(content, forms.Picture):
        given = values[content.field]
        return given.name if isinstance(given, Path) else content.label.replace("\n", "")
    if isinstance(content, forms.Placed):
        return " ".join(_placed(item.content, values) for item in content.items)
    return ""


def _placed(content: str | forms.Text | forms.Value, values: Values) -> str:
    if isinstance(content, forms.Text):
        return filled(content, values)
    return content if isinstance(content, str) else written(content, values)


def _grid_lines(block: forms.Grid, values: Values) -> list[str]:
    def line(row: forms.Row) -> str:
        return BETWEEN.join(_said(cell.content, values) for cell in forms.cells_of(row))

    return [line(row) for row in block.rows]


def _rows_lines(block: forms.Rows, values: Values) -> list[str]:
    lines = [BETWEEN.join(_one_line(c.head) for c in block.columns)] if block.head_mm else []
    for number, row in enumerate(rows_of(block, values), 1):
        lines.append(BETWEEN.join(_said(c.content, row, number) for c in block.columns))
    return lines


def _plate_lines(block: forms.Plate, values: Values) -> list[str]:
    lines = []
    for item in block.items:
        if isinstance(item, forms.Written):
            lines.append(f"{item.value.label}：{written(item.value, values)}")
        elif isinstance(item, forms.At):
            lines.append(_placed(item.content, values))
    return lines


def _block_lines(block: forms.Block, values: Values) -> list[str]:
    if isinstance(block, forms.Grid):
        return _grid_lines(block, values)
    if isinstance(block, forms.Rows):
        return _rows_lines(block, values)
    if isinstance(block, forms.Title):
        return [f"## {block.text}"]
    if isinstance(block, forms.Caption):
        return [BETWEEN.join(filled(t, values) for t in (block.left, block.right) if t is not None)]
    if isinstance(block, forms.Plate):
        return _plate_lines(block, values)
    return [block.text] if isinstance(block, forms.Note) else []


def plain_text(form: Form, values: Mapping[str, object]) -> str:
    """Return the plain text of a filled form, ending with a line end.

    Raises:
        KeyError: the values lack a field of the form.
    """
    lines = [f"# {form.heading}　{form.id} {form.version}"]
    for block in form.blocks:
        lines += _block_lines(block, values)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def table_text(table: Table) -> str:
    """Return the plain text of a table: heads, rows, total row."""
    heads = [f"{c.heading}（{c.unit}）" if c.unit else c.heading for c in table.columns]
    lines = [BETWEEN.join(map(_one_line, heads))]
    lines += [
        BETWEEN.join(_one_line(shown(v, c.kind)) for v, c in zip(row, table.columns, strict=True)) for row in table.rows
    ]
    if table.has_total:
        lines.append(_total_line(table))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _total_line(table: Table) -> str:
    total = table.total(0, len(table.rows))
    cells = [shown(total.sums[i], c.kind) if i in total.sums else "" for i, c in enumerate(table.columns)]
    cells[0] = total.label
    return BETWEEN.join(cells)
