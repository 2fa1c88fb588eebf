"""Where on a page a leak stands, in words a person can follow: 表格第 7 行“备注”, or 下部“联系电话”旁.

Rows and columns are told by the ruled lines of the table and by its heading 序号; where there is none, by the part of
the page and the words beside it. The words told hold no digits: they could be the leak itself.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from villagebook.exporting.leaks.rules import Rect

if TYPE_CHECKING:
    import pypdfium2

_SERIAL = re.compile("序\\s*号")
_LONGEST_HEADING = 12
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SHOWN_WORDS = 8
#: Shorter strokes are parts of signs; a rule is straight within this.
_SHORTEST_RULE, _STRAIGHT = 12.0, 0.6
_MOST_SEGMENTS = 60_000
#: The way to the next column, in heights of the type.
_GAP, _NEAR = 0.8, 1.5


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand side by side."""

    text: str
    rect: Rect

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return _middle(self.rect)


@dataclass(frozen=True, slots=True)
class Rules:
    """The ruled lines of a page: (place, from, to), lying and standing."""

    lying: tuple[tuple[float, float, float], ...]
    standing: tuple[tuple[float, float, float], ...]

    def band(self, x: float, y: float) -> tuple[float, float] | None:
        """Return the lower and upper edge of the row around a point; None outside of tables."""
        return _between(y, [at for at, start, end in self.lying if start - 1 <= x <= end + 1])

    def column(self, x: float, y: float) -> tuple[float, float] | None:
        """Return the left and right edge of the column around a point; None outside of tables."""
        return _between(x, [at for at, start, end in self.standing if start - 1 <= y <= end + 1])


class Places:
    """One page, asked for places in words."""

    def __init__(self, page: pypdfium2.PdfPage, chars: Sequence[str], boxes: Sequence[Rect]) -> None:
        self._height = page.get_height()
        self._rules = read_rules(page)
        self._runs = runs(chars, boxes)
        self._serial = next((run for run in self._runs if _SERIAL.fullmatch(run.text.strip())), None)

    def row_text(self, rect: Rect) -> str:
        """Return the text of the table's row, or of the line, in which something stands."""
        x, y = _middle(rect)
        low, high = self._rules.band(x, y) or (rect[1], rect[3])
        parts: list[str] = []
        end = 0.0
        for run in self._runs:
            if low <= run.middle[1] <= high:
                # Wide brackets leave room beside them; cells stand further apart.
                near = 0 <= run.rect[0] - end < _NEAR * (run.rect[3] - run.rect[1])
                parts += ("" if near else "\0", run.text)
                end = run.rect[2]
        return "".join(parts)

    def of(self, rects: Sequence[Rect]) -> str:
        """Return where on the page the rectangles are, in words."""
        if not rects:
            return ""
        x, y = _middle(rects[0])
        return self._in_table(x, y) or self._on_page(rects[0])

    def _in_table(self, x: float, y: float) -> str:
        band, column = self._rules.band(x, y), self._rules.column(x, y)
        if self._serial is None or band is None or column is None:
            return ""
        at_x, at_y = self._serial.middle
        head, serials = self._rules.band(at_x, at_y), self._rules.column(at_x, at_y)
        if head is None or serials is None or y > head[0]:
            return ""
        headings = [run for run in self._runs
                    if head[0] < run.middle[1] < head[1] and column[0] <= run.rect[0] and run.rect[2] <= column[1] + 1]
        headings.sort(key=lambda run: (-round(run.middle[1]), run.rect[0]))
        heading = "".join(run.text.strip() for run in headings)[:_LONGEST_HEADING]
        first = [run.text.strip() for run in self._runs
                 if band[0] < run.middle[1] < band[1] and serials[0] <= run.middle[0] <= serials[1]]
        number = next((text for text in first if text.isdecimal() and len(text) < 6), "")
        row = f"第 {number} 行" if number else "合计行" if any("计" in text for text in first) else ""
        told = f"“{heading}”" if heading else ""
        return f" 表格{row}{told}" if row or told else ""

    def _on_page(self, rect: Rect) -> str:
        y = _middle(rect)[1]
        part = "上部" if y > self._height * 2 / 3 else "中部" if y > self._height / 3 else "下部"
        height = max(rect[3] - rect[1], 1.0)
        beside = [run for run in self._runs
                  if abs(run.middle[1] - y) < height * 0.7 and run.rect[0] < rect[0]]
        beside.sort(key=lambda run: run.rect[0])
        for run in reversed(beside):
            words = _WORDS.findall(_before(run, rect))
            if words:
                return f"{part}“{words[-1][-_SHOWN_WORDS:]}”旁"
        return part


def runs(chars: Sequence[str], boxes: Sequence[Rect]) -> list[Run]:
    """Put characters that stand side by side together, in the order of the text."""
    found: list[Run] = []
    text: list[str] = []
    rect: Rect | None = None
    for char, box in zip(chars, boxes, strict=True):
        if char in "\r\n\0\x02" or box[2] <= box[0]:
            continue
        if rect is not None and _goes_on(rect, box):
            text.append(char)
            rect = (min(rect[0], box[0]), min(rect[1], box[1]), max(rect[2], box[2]), max(rect[3], box[3]))
            continue
        if rect is not None:
            found.append(Run("".join(text), rect))
        text, rect = [char], box
    if rect is not None:
        found.append(Run("".join(text), rect))
    return [run for run in found if run.text.strip()]


def read_rules(page: pypdfium2.PdfPage) -> Rules:
    """Return the ruled lines of a page, also those that are sides of boxes."""
    import pypdfium2.raw as raw

    lying: list[tuple[float, float, float]] = []
    standing: list[tuple[float, float, float]] = []
    count = 0
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=4):
        points = _points(one, raw)
        count += len(points)
        if count > _MOST_SEGMENTS:
            break
        for (x0, y0), (x1, y1) in points:
            if abs(y0 - y1) < _STRAIGHT and abs(x0 - x1) > _SHORTEST_RULE:
                lying.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) < _STRAIGHT and abs(y0 - y1) > _SHORTEST_RULE / 2:
                standing.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return Rules(tuple(lying), tuple(standing))


def _points(one: Any, raw: Any) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the straight strokes of a path as pairs of points on the page."""
    matrix = one.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[tuple[tuple[float, float], tuple[float, float]]] = []
    start = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(one.raw), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(one.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found.append((last, point))
        if raw.FPDFPathSegment_GetClose(segment):
            found.append((point, start))
        last = point
    return found


def _goes_on(rect: Rect, box: Rect) -> bool:
    same_line = min(rect[3], box[3]) > max(rect[1], box[1])
    height = max(rect[3] - rect[1], box[3] - box[1])
    return same_line and -height < box[0] - rect[2] < _GAP * height


def _before(run: Run, rect: Rect) -> str:
    """Return the part of a run that stands left of a rectangle."""
    if run.rect[2] <= rect[0] + 1 or run.rect[2] <= run.rect[0]:
        return run.text
    left = (rect[0] - run.rect[0]) / (run.rect[2] - run.rect[0])
    widths = [1.0 if ord(char) > 0xFF else 0.5 for char in run.text]
    place, end = 0.0, left * sum(widths)
    for index, width in enumerate(widths):
        if place + width / 2 > end:
            return run.text[:index]
        place += width
    return run.text


def _between(value: float, edges: Sequence[float]) -> tuple[float, float] | None:
    low = max((edge for edge in edges if edge <= value), default=None)
    high = min((edge for edge in edges if edge > value), default=None)
    return (low, high) if low is not None and high is not None else None


def _middle(rect: Rect) -> tuple[float, float]:
    return (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
