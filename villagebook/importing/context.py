"""What stands once above the headings and holds for every row: 项目编号 | 35069920250007, 户主姓名：张三."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from villagebook.base.text import is_blank
from villagebook.importing.columns import field_of, value_id
from villagebook.importing.headings import display, fold_heading
from villagebook.importing.kinds import ListKind
from villagebook.importing.sheets import Cell, Row, Sheet, text_of

# A row above the headings with more cells than this is a list's row, not label | value.
_MOST_SAID_ABOVE = 10


@dataclass(frozen=True, slots=True)
class ContextCell:
    """A cell above the headings that holds for every row (项目编号 | 35069920250007)."""

    heading: str
    id: str
    cell: Cell


def said_above(sheet: Sheet, kind: ListKind, top: int, end: int) -> tuple[ContextCell, ...]:
    """Return what is said once for all rows between two positions; of two that say the same the first counts."""
    found: dict[str, ContextCell] = {}
    for row in sheet.rows[top:end]:
        for label, value in _labelled(kind, row):
            id = _context_id(kind, label)
            if id and not is_blank(value) and not (isinstance(value, str) and _context_id(kind, value)):
                found.setdefault(id, ContextCell(display(label.strip(":： ")), id, value))
    return tuple(found.values())


def _labelled(kind: ListKind, row: Row) -> list[tuple[str, Cell]]:
    """Return label and value of a row: label：value in one cell, or side by side if the row begins with a label.

    A row of data may hold a word that is a label too (户主 as a relation), but never as its first cell.
    """
    filled = [cell for cell in row if not is_blank(cell)]
    if len(filled) > _MOST_SAID_ABOVE:
        return []
    pairs = [pair for cell in filled for pair in _written_together(cell)]
    if filled and isinstance(filled[0], str) and _context_id(kind, filled[0]):
        pairs += [(text_of(cell), following) for cell, following in pairwise(filled)]
    return pairs


def _written_together(cell: Cell) -> list[tuple[str, Cell]]:
    """Return (label, value) of each ``label：value`` in a cell of text."""
    if not isinstance(cell, str):
        return []
    pairs: list[tuple[str, Cell]] = []
    for piece in cell.replace("，", " ").replace("；", " ").split():
        label, mark, value = piece.replace("：", ":").partition(":")
        if mark and label and value:
            pairs.append((label, value))
    return pairs


def _context_id(kind: ListKind, label: str) -> str | None:
    if len(label) > 20:
        return None
    id = value_id(kind.id, (fold_heading(label),))
    return id if id in kind.context and field_of(id) else None
