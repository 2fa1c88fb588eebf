"""Headings: how they are written, folded, and flattened where several rows of them stand above each other.

Lives here: the form of headings and of the rows around a table (title, unit, totals, footers). Does not live here:
which heading means which field (kinds.py, columns.py), and which rows are the heading (recognising.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from villagebook.base.text import fold_code, fold_width
from villagebook.importing.convert import Unit
from villagebook.importing.sheets import Area, Cell, Row, Sheet, text_of

MOST_HEADING_ROWS = 3

_UNITS = "元|万元|千元|亩|公顷|㎡|平方米|m2|m²|公里|千米|km|米|人|户|口|个|月|岁|年|张|座|只|头|株|吨|公斤|斤|%"
_BRACKET_UNIT = re.compile(rf"\((?:单位[::]?)?({_UNITS})\)")
_BARE_UNIT = re.compile(rf"\(?(?:单位[::]?)?({_UNITS})\)?")
_NUMBERING = re.compile(r"^[A-Z][0-9]{1,2}[a-z]?(?=[\u4e00-\u9fff])|^[0-9]{1,2}[.、](?=[\u4e00-\u9fff])")
_MONEY_UNITS: dict[str, Unit] = {"元": "yuan", "千元": "qian", "万元": "wan"}
_TITLE_UNIT = re.compile(r"单位[::]?\(?(?:人民币)?[::]?(万元|千元|元)|\((万元|千元|元)\)")
_TITLE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年(?!度?[0-9]*月?以)")
_ANY_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-./年][0-9]{1,2}")

_ANNEX = re.compile(r"(?:附件|附表|表|样表)[0-9一二三四五六七八九十-]*[::]?")

_TOTAL = re.compile(r".{0,8}?(?:合计|小计|总计|共计|累计)(?:[::(].*)?")
_PLAIN_TOTALS = frozenset({"合计", "小计", "总计", "共计"})
_FIGURE = re.compile(r"[-−]?[0-9,]{1,15}(?:\.[0-9]+)?(?:元|万元|户|人|%)?")
_LEDGER_TOTAL = re.compile(r"\s*(?:本\s*[日月季年]\s*[合累]\s*计|过\s*次\s*页|承\s*前\s*页)\s*")
_FOOTER = re.compile(
    r"(?:制表|填表|填报|审核|复核|负责|单位负责|村委|经办|打印|联系|监督|备注|说明|注|附注|日期|盖章)[^::]{0,8}[::].*"
    r"|注[1-9、].*|第[0-9]+页.*"
)


@lru_cache(maxsize=20_000)
def fold_heading(text: str) -> str:
    """Return a heading as it is compared: no blanks, line breaks, unit in brackets, item number or mark.

    ``务工时间\\n（月）`` -> 务工时间; ``A17a 工资性收入`` -> 工资性收入; ``*姓名`` -> 姓名.
    """
    folded = _BRACKET_UNIT.sub("", fold_code(text)).strip("*:;,。、")
    return _NUMBERING.sub("", folded)


@lru_cache(maxsize=20_000)
def unit_in(text: str) -> str | None:
    """Return the unit that a heading carries in brackets, None if it has none."""
    match = _BRACKET_UNIT.search(fold_code(text)) or _BARE_UNIT.fullmatch(fold_code(text))
    return match[1] if match else None


def money_unit(unit: str | None) -> Unit | None:
    """Return what a unit means for money; None if it is no unit of money."""
    return _MONEY_UNITS.get(unit or "")


def title_unit(texts: Sequence[str]) -> Unit | None:
    """Return the unit of money named above a table (单位：万元); the first one named counts."""
    for text in texts:
        match = _TITLE_UNIT.search(fold_code(text))
        if match:
            return _MONEY_UNITS[match[1] or match[2]]
    return None


def title_year(texts: Sequence[str]) -> int | None:
    """Return the year a table is of: that of its title (2025年度), else of the day it was made."""
    for pattern in (_TITLE_YEAR, _ANY_DATE):
        for text in texts:
            match = pattern.search(fold_code(text))
            if match:
                return int(match[1])
    return None


def title_of(texts: Sequence[str]) -> str:
    """Return the title among the texts above a table, without what numbers it among annexes; "" if none."""
    shown = [" ".join(text.split()) for text in texts]
    return next((text for text in shown if text and not _ANNEX.fullmatch(fold_code(text))), "")


def display(text: str) -> str:
    """Return a heading as it is shown to people: one line, otherwise as typed."""
    parts = fold_width(text).split() if text.isascii() else text.split()
    # Between Chinese characters a line break is layout, between Latin words it is a blank.
    joined = ""
    for part in parts:
        joined += " " + part if joined and joined[-1].isascii() and part[0].isascii() else part
    return joined


def paths(sheet: Sheet, top: int, depth: int) -> list[tuple[str, ...]]:
    """Return for each column the headings above it from group to column, as shown; () where there are none.

    Merged cells count in all rows and columns they cover. In a sheet without merged headings (csv) a group
    reaches to the right over columns that have a heading beneath it and none beside it.
    """
    grid = [[text_of(cell) for cell in row] for row in sheet.rows[top : top + depth]]
    width = max((len(row) for row in grid), default=0)
    grid = [row + [""] * (width - len(row)) for row in grid]
    areas = [a for a in sheet.merged if top <= a.top < top + depth and (a.left, a.top) != (a.right, a.bottom)]
    if areas:
        _spread(grid, areas, top)
    else:
        _reach_right(grid)
    whole = {row[0] for row in grid if depth > 1 and len(set(row)) == 1}
    return [_path([row[column] for row in grid], whole) for column in range(width)]


def _spread(grid: list[list[str]], areas: Sequence[Area], top: int) -> None:
    for area in areas:
        text = grid[area.top - top][area.left] if area.left < len(grid[0]) else ""
        for row in grid[area.top - top : area.bottom - top + 1]:
            end = min(area.right + 1, len(row))
            row[area.left : end] = [text] * max(0, end - area.left)


def _reach_right(grid: list[list[str]]) -> None:
    for upper, row in enumerate(grid[:-1]):
        group = ""
        for column, text in enumerate(row):
            beneath = any(lower[column].strip() for lower in grid[upper + 1 :])
            if text.strip():
                group = text if beneath else ""
            elif beneath:
                row[column] = group


def _path(texts: Sequence[str], whole: set[str]) -> tuple[str, ...]:
    parts: list[str] = []
    for text in texts:
        part = display(text)
        if part and text not in whole and (not parts or parts[-1] != part):
            parts.append(part)
    if len(parts) > 1 and _is_unit_row(parts[-1]):
        parts[-2:] = [f"{parts[-2]}（{unit_in(parts[-1])}）"]
    return tuple(parts)


def _is_unit_row(part: str) -> bool:
    """Say whether a heading is only the unit of the one above: (亩), 万元. A bare 户 or 人 is a heading."""
    return bool(_BARE_UNIT.fullmatch(fold_code(part))) and (part[0] in "(（" or money_unit(unit_in(part)) is not None)


def first_text(row: Row) -> str:
    """Return the first cell that holds anything, as folded text; empty for a blank row."""
    for cell in row:
        if cell is not None:
            text = fold_code(text_of(cell))
            if text:
                return text
    return ""


def is_total(row: Row) -> bool:
    """Say whether a row sums up others: 合计, 下溪组小计, 本月合计 …"""
    if _TOTAL.fullmatch(first_text(row)):
        return True
    place = next((at for at, cell in enumerate(row) if _is_plain_total(cell)), None)
    # Behind a number of the row or the group's name; or, in a list with its columns reordered, alone among numbers.
    if place is not None and (place < 3 or not any(_is_words(cell) for at, cell in enumerate(row) if at != place)):
        return True
    return any(isinstance(cell, str) and _LEDGER_TOTAL.fullmatch(cell) for cell in row)


def _is_plain_total(cell: Cell) -> bool:
    return isinstance(cell, str) and "计" in cell and fold_code(cell) in _PLAIN_TOTALS


def _is_words(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip()) and not _FIGURE.fullmatch(fold_code(cell))


def is_footer(row: Row) -> bool:
    """Say whether a row is what stands beneath a table: who made it, notes, page numbers."""
    filled = sum(cell is not None for cell in row)
    return filled <= 6 and isinstance(first_filled(row), str) and bool(_FOOTER.fullmatch(first_text(row)))


def is_column_numbers(row: Row) -> bool:
    """Say whether a row beneath the headings only numbers the columns (1, 2, 3 … or 甲, 乙, 1, 2 …)."""
    texts = [fold_code(text_of(cell)) for cell in row if cell is not None]
    while texts and texts[0] in {"甲", "乙", "丙", "丁", "栏次"}:
        texts.pop(0)
    return len(texts) >= 3 and texts == [str(number) for number in range(1, len(texts) + 1)]


def first_filled(row: Row) -> Cell:
    """Return the first cell that holds anything, None for a blank row."""
    return next((cell for cell in row if cell is not None and cell != ""), None)
