"""The same list as other offices would hand it out: another format, layout and way of writing cells; and dirt in it.

``disguise`` changes nothing that a careful reader would miss. ``soil`` puts in what lists really hold: numbers that a
spreadsheet destroyed, garbage, rows twice, rows of nothing.

To add a disguise: a function in ``CELLS`` or a layout in ``Layout``; to add dirt: one entry in ``DIRT``.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook

Row = dict[str, Any]
Cells = list[list[Any]]

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
#: Headings whose cells are digits that name somebody or something.
NUMBERS = ("户编号", "人口编号", "证件号码", "户主证件号码", "户主编号", "银行卡号", "户联系电话", "成员联系电话")
DAYS = ("出生日期", "首次识别时间")
FORMATS = ("xlsx", "csv", "csv-gb", "csv-semicolon", "csv-tab", "csv-utf16", "html", "html-named-xls")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the sheet stands.

    Attributes:
        titles: Rows above the headings.
        numbered: Whether a column 序号 leads.
        groups: Whether a row of groups stands above the headings, merged over its columns.
        gaps: Whether blank rows stand among the data.
        repeated: Whether the headings come again in the middle, as on a second printed page.
        foot: Rows below: 合计, 填表人.
        spare: An empty column without heading.
    """

    titles: int
    numbered: bool
    groups: bool
    gaps: bool
    repeated: bool
    foot: bool
    spare: bool

    @classmethod
    def of(cls, random: Random) -> Layout:
        """Return any layout."""
        return cls(random.randrange(4), *(random.random() < 0.4 for _ in range(6)))


def _number(random: Random, text: str) -> str:
    way = random.randrange(7)
    return {
        1: text.translate(_WIDE), 2: f" {text} ", 3: f"'{text}", 4: f"{text}\u3000", 5: f"\t{text}", 6: text.lower(),
    }.get(way, text)  # fmt: skip


def _day(random: Random, value: Any) -> Any:
    text = str(value).replace("-", "")[:8]
    if len(text) != 8 or not text.isdigit():
        return value
    year, month, day = text[:4], text[4:6], text[6:]
    return random.choice((
        text, f"{year}-{month}-{day}", f"{year}.{int(month)}.{int(day)}", f"{year}/{month}/{day}",
        f"{year}年{int(month)}月{int(day)}日", f"{year}.{month}.{day}".translate(_WIDE),
    ))  # fmt: skip


def _amount(random: Random, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    # Nobody writes a year as 2,016.
    grouped = f"{value:,}" if value == round(value, 2) and value > 3000 else value
    return random.choice((value, str(value), f" {value}", grouped))


def _cell(random: Random, heading: str, value: Any) -> Any:
    if value is None:
        return random.choice((None, "", " ", "\u3000"))
    if heading in NUMBERS:
        return _number(random, str(value))
    if heading in DAYS:
        return _day(random, value)
    return _amount(random, value)


# Dirt


def _ruined(random: Random, value: Any) -> Any:
    digits = "".join(char for char in str(value) if char.isdigit())
    if len(digits) < 16:
        return value
    number = int(digits[:15]) * 10 ** (len(digits) - 15)
    return random.choice((float(number), f"{number:.12E}", f"{number:.2E}", f"{digits[:15]}{'0' * (len(digits) - 15)}"))


def _cut(random: Random, value: Any) -> Any:
    text = str(value)
    at = random.randrange(len(text) + 1)
    return text[:at] + text[at + 1 :]


def _swapped(random: Random, value: Any) -> Any:
    text = str(value)
    if len(text) < 2:
        return text
    at = random.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


_GARBAGE = (
    "见附表", "#REF!", "#N/A", "=SUM(A1:A9)", "？", "无", "—", "/", "0", "-1", "1E+308", "\u200b", "\ufeff", "𠮷",
    "😀", "\u202e倒", "a" * 5000, "'", '"', "是,否", "2025-02-30", "１２３", "9" * 40, "true",
)  # fmt: skip

DIRT: dict[str, Callable[[Random, Any], Any]] = {
    "ruined": _ruined,
    "cut": _cut,
    "swapped": _swapped,
    "garbage": lambda random, _value: random.choice(_GARBAGE),
    "blank": lambda _random, _value: None,
    "number": lambda random, value: float(value) if str(value).isdigit() and len(str(value)) < 16 else value,
}


def soil(random: Random, rows: Sequence[Row], share: float) -> list[Row]:
    """Return the rows with a share of their cells spoiled, some rows twice and some nearly empty."""
    spoiled = [dict(row) for row in rows]
    for row in spoiled:
        for heading, value in row.items():
            if random.random() < share:
                row[heading] = DIRT[random.choice(list(DIRT))](random, "" if value is None else value)
    for _ in range(max(1, round(len(spoiled) * share))):
        spoiled.insert(random.randrange(len(spoiled) + 1), dict(random.choice(spoiled)))
        lonely = dict.fromkeys(spoiled[0])
        heading = random.choice(list(lonely))
        lonely[heading] = random.choice(spoiled)[heading]
        spoiled.append(lonely)
    return spoiled


# Sheets


def disguise(random: Random, folder: Path, name: str, rows: Sequence[Row]) -> Path:
    """Write rows (heading -> cell) as some office would; return the file."""
    layout, ending = Layout.of(random), random.choice(FORMATS)
    headings = list(rows[0])
    if random.random() < 0.5:
        random.shuffle(headings)
    cells = _laid_out(random, layout, name, headings, rows)
    return WRITERS[ending](folder / name, cells, layout)


def _laid_out(random: Random, layout: Layout, name: str, headings: list[str], rows: Sequence[Row]) -> Cells:
    lead: list[Any] = ["序号"] if layout.numbered else []
    spare: list[Any] = [None] if layout.spare else []
    width = len(lead) + len(headings) + len(spare)
    found: Cells = [[f"石桥村{name}", *[None] * (width - 1)] for _ in range(layout.titles)]
    if layout.groups:
        found.append([*[None] * len(lead), "基本情况", *[None] * (len(headings) - 1), *spare])
    top = [*lead, *headings, *spare]
    found.append(top)
    for place, row in enumerate(rows, start=1):
        if layout.gaps and random.random() < 0.1:
            found.append([None] * width)
        if layout.repeated and place == len(rows) // 2 + 1:
            found.append(list(top))
        number: list[Any] = [place] if layout.numbered else []
        found.append([*number, *(_cell(random, heading, row[heading]) for heading in headings), *spare])
    if layout.foot:
        found.append(["合计", *[None] * (width - 1)])
        found.append(["填表人：王五", *[None] * (width - 1)])
    return found


def _xlsx(path: Path, cells: Cells, layout: Layout) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, line in enumerate(cells, start=1):
        for column, value in enumerate(line, start=1):
            if isinstance(value, str):
                value = "".join(char for char in value if char.isprintable() or char in "\t\u3000\u200b\ufeff\u202e")
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                # Also what begins with = is somebody's text.
                cell.data_type = "s"
    for row in range(1, layout.titles + 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(cells[0]))
    target = path.with_suffix(".xlsx")
    book.save(target)
    return target


def _text(encoding: str, separator: str, ending: str = ".csv") -> Callable[[Path, Cells, Layout], Path]:
    def write(path: Path, cells: Cells, layout: Layout) -> Path:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=separator)
        writer.writerows([["" if cell is None else cell for cell in line] for line in cells])
        target = path.with_suffix(ending)
        target.write_bytes(out.getvalue().encode(encoding))
        return target

    return write


def _page(ending: str) -> Callable[[Path, Cells, Layout], Path]:
    def write(path: Path, cells: Cells, layout: Layout) -> Path:
        rows = []
        for place, line in enumerate(cells):
            if place < layout.titles:
                rows.append(f"<tr><td colspan={len(line)}>{html.escape(str(line[0]))}</td></tr>")
            else:
                shown = ("" if cell is None else html.escape(str(cell)) for cell in line)
                rows.append("<tr>" + "".join(f"<td>{text}</td>" for text in shown) + "</tr>")
        target = path.with_suffix(ending)
        target.write_text(f"<html><meta charset=utf-8><table>{''.join(rows)}</table></html>", encoding="utf-8")
        return target

    return write


WRITERS: dict[str, Callable[[Path, Cells, Layout], Path]] = {
    "xlsx": _xlsx, "csv": _text("utf-8-sig", ","), "csv-gb": _text("gb18030", ","),
    "csv-semicolon": _text("utf-8", ";"), "csv-tab": _text("gb18030", "\t", ".txt"),
    "csv-utf16": _text("utf-16", "\t"), "html": _page(".html"), "html-named-xls": _page(".xls"),
}  # fmt: skip
