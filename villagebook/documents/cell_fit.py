"""Fitting a text into a cell of a form: at which size, on which lines, where.

The same text in the same column is fitted once; most of a handbook's cells are found in the cache.
"""

from __future__ import annotations

from typing import NamedTuple

from villagebook.documents.breaking import Line, balanced, paragraph, single, spread_name
from villagebook.documents.composite import Style
from villagebook.documents.faces import Role
from villagebook.documents.forms import Frame
from villagebook.documents.page import MM, Paper
from villagebook.documents.values import NONE, NUMBERS, Kind

CELL_LEADING = 1.32
STEP_PT = 0.5
LEFT_PADDING = 1.9 * MM
PADDING = 1.2 * MM
RIGHT_PADDING = 2.4 * MM
ABOVE_AND_BELOW = 0.4 * MM
JUSTIFY_BELOW = 1200
ID_BOX_MM = 4.9
CACHED_FITS = 2000
LEAST_NUMBER_PT = 6
SHRUNK_KINDS = frozenset(set(Kind) - {Kind.TEXT})
"""Kinds that stay on one line and shrink rather than wrap."""


class CellSpec(NamedTuple):
    """A cell as far as fitting needs it; width and height in pt, ``pt`` 0 for the frame's size."""

    kind: Kind
    role: Role
    align: str
    width: float
    height: float
    pt: float = 0
    keep: tuple[str, ...] = ()


class CellFit(NamedTuple):
    """A fitted text.

    Attributes:
        style: Face and size.
        ops: One (x from the cell's left edge, operator) a line.
        first: Baseline of the first line below the cell's middle, pt.
        step: From baseline to baseline.
        height: The cell must be at least so high.
        lines: What stands on each line.
    """

    style: Style
    ops: tuple[tuple[float, str], ...]
    first: float
    step: float
    height: float
    lines: tuple[Line, ...]


class CellFits(dict[str, CellFit]):
    """Text -> how it stands in one cell."""

    def __init__(self, fitter: Fitter, spec: CellSpec) -> None:
        super().__init__()
        self._fitter, self._spec = fitter, spec

    def __missing__(self, text: str) -> CellFit:
        if len(self) > CACHED_FITS:
            self.clear()
        self[text] = found = self._fitter.fitted(self._spec, text)
        return found


class Fitter:
    """Fits texts in one document with the sizes of one frame."""

    def __init__(self, paper: Paper, frame: Frame) -> None:
        self._paper, self._frame = paper, frame
        self._cells: dict[CellSpec, CellFits] = {}

    def cell(self, spec: CellSpec) -> CellFits:
        """Return the fits of a cell: text -> CellFit, made when first asked for."""
        found = self._cells.get(spec)
        if found is None:
            found = self._cells[spec] = CellFits(self, spec)
        return found

    def fitted(self, spec: CellSpec, text: str) -> CellFit:
        """Fit a text; ``cell`` remembers what was fitted."""
        if spec.kind is Kind.ID_BOXES:
            boxes = max(1, round(spec.width / (ID_BOX_MM * MM)))
            if len(text) <= 2 * boxes:
                return self._boxed(spec, text, boxes)
        room = spec.width - {"left": 2 * LEFT_PADDING, "right": PADDING + RIGHT_PADDING}.get(spec.align, 2 * PADDING)
        if spec.kind in SHRUNK_KINDS or spec.align == "right":
            return self._shrunk(spec, text, room)
        return self._wrapped(spec, text, room)

    def _start(self, spec: CellSpec) -> float:
        if spec.pt:
            return spec.pt
        if spec.kind is Kind.NAME:
            return self._frame.name_pt
        return self._frame.id_pt if spec.kind is Kind.ID_BOXES else self._frame.value_pt

    def _shrunk(self, spec: CellSpec, text: str, room: float) -> CellFit:
        """Keep the text on its lines and shrink it; wrap it only if the least size does not hold it."""
        size = self._start(spec)
        font = self._paper.style(spec.role, size).font
        if spec.kind in (Kind.NAME, Kind.NAMES):
            lines: tuple[Line, ...] = tuple(spread_name(part, font) for part in text.split("\n"))
        else:
            lines = tuple(single(part, font) for part in text.split("\n"))
        widest = max(line.width for line in lines) / 1000
        # A number in two lines reads as two numbers.
        least = LEAST_NUMBER_PT if spec.kind in NUMBERS else self._frame.least_line_pt
        while widest * size > room + 0.01 and size > least:
            size -= STEP_PT
        if widest * size > room + 0.01:
            if spec.align == "left":
                return self._wrapped(spec, text, room)
            lines = balanced(text, font, max(room, size) / size * 1000, spec.keep)
        return self._set(spec, lines, size)

    def _wrapped(self, spec: CellSpec, text: str, room: float) -> CellFit:
        size = self._start(spec)
        least = min(self._frame.least_pt, size)
        natural = single(text, self._paper.faces[spec.role]).width
        while True:
            # A line holds the measure and what hangs or moves out; whole texts that cannot fit are not broken.
            most = (spec.height - 2 * ABOVE_AND_BELOW) / (CELL_LEADING * size) + 1
            if size > least and natural > most * (room / size * 1000 + 1000):
                size = max(least, size - STEP_PT)
                continue
            lines = self._lines(spec, text, max(room, size) / size * 1000)
            fit_height = _height(len(lines), size)
            if fit_height <= spec.height + 0.01 or size <= least:
                return self._set(spec, lines, size)
            size = max(least, size - STEP_PT)

    def _lines(self, spec: CellSpec, text: str, measure: float) -> tuple[Line, ...]:
        font = self._paper.faces[spec.role]
        if spec.align == "left":
            return paragraph(
                text, font, measure, keep=spec.keep, autospace=False, justify_below=JUSTIFY_BELOW, last_at_least=2
            )
        return balanced(text, font, measure, spec.keep)

    def _set(self, spec: CellSpec, lines: tuple[Line, ...], size: float) -> CellFit:
        style = self._paper.style(spec.role, size)
        ops = []
        for line in lines:
            width = (line.width - line.start) * size / 1000
            if spec.align == "left":
                x = LEFT_PADDING + line.start * size / 1000
            elif spec.align == "right" and line.text != NONE:  # a dash for "none" stands in the middle
                x = spec.width - RIGHT_PADDING - width
            else:
                x = (spec.width - width) / 2
            ops.append((x, style.shown(line.text, line.gaps) if line.gaps else style.ops[line.text]))
        step = CELL_LEADING * size
        first = 0.37 * size - step * (len(lines) - 1) / 2
        return CellFit(style, tuple(ops), first, step, _height(len(lines), size), lines)

    def _boxed(self, spec: CellSpec, text: str, boxes: int) -> CellFit:
        """Set each character in the middle of its box; where there are more, the last boxes hold two, smaller."""
        pairs = max(0, len(text) - boxes)
        size = min(self._start(spec), self._frame.least_pt) if pairs else self._start(spec)
        style = self._paper.style(spec.role, size)
        pitch = spec.width / boxes
        widths = [style.font.advance[c] * size / 1000 for c in text]
        starts = [(i + 0.5) * pitch - w / 2 for i, w in enumerate(widths)]
        for i in range(boxes - pairs, len(text), 2) if pairs else ():
            middle = ((boxes - pairs + i) / 2 + 0.5) * pitch
            starts[i : i + 2] = middle - sum(widths[i : i + 2]) / 2, middle + (widths[i] - widths[i + 1]) / 2
        gaps = [(b - a - w) * 1000 / size for a, b, w in zip(starts, starts[1:], widths, strict=False)]
        line = Line(text, 0, 0, (*gaps, 0))
        x = starts[0] if starts else 0
        return CellFit(style, ((x, style.shown(text, line.gaps)),), 0.37 * size, 0, 0, (line,))


def _height(lines: int, size: float) -> float:
    """Return the least height of a cell with so many lines; one line never asks for more than the row has."""
    return lines * CELL_LEADING * size + 2 * ABOVE_AND_BELOW if lines > 1 else 0
