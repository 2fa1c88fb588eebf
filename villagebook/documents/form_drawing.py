"""Drawing the planned parts of a form: what is printed on every edition as a layer, the values above it.

Coordinates are those of the measure, y downwards from the page's upper edge.
"""

from __future__ import annotations

from dataclasses import dataclass

from villagebook.documents import form_geometry as geometry
from villagebook.documents import forms
from villagebook.documents.breaking import single, spread_to
from villagebook.documents.cell_fit import CellFit
from villagebook.documents.faces import Role
from villagebook.documents.form_geometry import Area, GridCell
from villagebook.documents.form_ink import FormInk, put
from villagebook.documents.forms import Form, Values
from villagebook.documents.page import FRAME_PT, HEAD_RULE_PT, MM, RULE_PT, Drawing, Layer, Paper
from villagebook.documents.text_form import filled

Fits = list[CellFit | None]
"""The fitted texts of a row, one a column; None for a column without a text of its own."""


@dataclass(frozen=True)
class Part:
    """A block as it stands on one page.

    Attributes:
        block: Its declaration.
        heights: Of its rows without the head, pt.
        rows: Of a list: the values on this page.
        numbers: Of a list: what its rows are numbered, the empty ones too.
        runs: Of a list with merged columns: lengths of the runs, one tuple a merged column.
        fits: Of a list: the fitted texts of each row on this page, one a column.
    """

    block: forms.Block
    heights: tuple[float, ...] = ()
    rows: tuple[Values, ...] = ()
    numbers: tuple[int, ...] = ()
    runs: tuple[tuple[int, ...], ...] = ()
    fits: tuple[Fits, ...] = ()

    @property
    def signature(self) -> tuple[object, ...]:
        """What the part's layer depends on besides the declaration."""
        return self.heights, self.numbers, self.runs


class FormDrawing:
    """Draws one form in one document.

    Attributes:
        ink: Sets the texts of its cells.
    """

    def __init__(self, paper: Paper, form: Form) -> None:
        self.paper, self.form, self.frame = paper, form, form.frame
        self.width = form.frame.measure_mm * MM
        self.height = form.frame.size[1]
        self.ink = FormInk(paper, form.frame)
        self._layers: dict[tuple[object, ...], str] = {}
        self._grids: dict[tuple[int, tuple[float, ...]], list[GridCell]] = {}

    def page(self, parts: list[Part], values: Values | None, heading: str) -> tuple[str, Drawing]:
        """Return a page as the name of its layer and the drawing of its values."""
        places, _ = self.places(parts)
        key = (heading, values is None, *(part.signature for part in parts))
        if key not in self._layers:
            self._layers[key] = self._layer(key, parts, places, heading)
        ink = Drawing(self.paper, self.width, self.height)
        for part, y in zip(parts, places, strict=True):
            self._fill(ink, part, y, values)
        return self._layers[key], ink

    def cells(self, block: forms.Grid, heights: tuple[float, ...]) -> list[GridCell]:
        """Return the cells of a grid whose rows are so high, from its upper left corner."""
        key = (id(block), heights)
        if key not in self._grids:
            self._grids[key] = geometry.grid_cells(block, heights)
        return self._grids[key]

    def places(self, parts: list[Part]) -> tuple[list[float], float]:
        """Return (where each part begins, where the last ends): upper edges of tables, baselines of words."""
        frame, out = self.frame, []
        y = frame.top_mm * MM + (frame.heading_pt if self.form.heading else 0)
        under_heading = bool(self.form.heading)
        for part in parts:
            block = part.block
            if isinstance(block, forms.Caption):
                y += frame.caption_gap_pt + 0.88 * frame.caption_pt
                below = frame.caption_below_pt
            elif isinstance(block, forms.Title):
                y += frame.heading_gap_pt if under_heading else frame.second_above_mm * MM
                below = frame.second_below_mm * MM
            elif isinstance(block, forms.Note):
                y += 1.4 * frame.note_pt
                below = 0
            elif isinstance(block, forms.Gap):
                below = block.height_mm * MM
            elif isinstance(block, forms.Plate):
                below = 0
            else:
                y += frame.heading_gap_pt if under_heading else 0
                below = sum(part.heights) + (block.head_mm * MM if isinstance(block, forms.Rows) else 0)
            out.append(y)
            y += below
            under_heading = False
        return out, y

    def _layer(self, key: tuple[object, ...], parts: list[Part], places: list[float], heading: str) -> str:
        def draw(layer: Layer) -> None:
            self._heading(layer, heading)
            for part, y in zip(parts, places, strict=True):
                self._print(layer, part, y)

        return self.paper.layer((self.form, key), (self.width, self.height), draw)

    def _heading(self, layer: Layer, heading: str) -> None:
        if heading:
            frame, spread = self.frame, self.form.heading_spread * 1000
            style = self.paper.style(Role.TITLE, frame.heading_pt)
            line = spread_to(heading, style.font, spread) if spread else single(heading, style.font)
            layer.line(self.width / 2, frame.top_mm * MM + 0.88 * frame.heading_pt, line, style, 0.5)

    def _print(self, layer: Layer, part: Part, y: float) -> None:
        """Draw what a part shows on every edition."""
        block = part.block
        if isinstance(block, forms.Grid):
            cells = self.cells(block, part.heights)
            layer.box(0, y, sum(block.columns_mm) * MM, sum(part.heights), FRAME_PT)
            geometry.grid_rules(layer, block, cells, y, part.heights)
            for area, _, cell in cells:
                self.ink.printed(layer, cell.content, area._replace(y=area.y + y))
        elif isinstance(block, forms.Rows):
            self._print_list(layer, block, part, y)
        elif isinstance(block, forms.Title):
            style = self.paper.style(Role.TITLE, self.frame.second_pt)
            layer.line(self.width / 2, y, single(block.text, style.font), style, 0.5)
        elif isinstance(block, forms.Plate):
            self.ink.plate(layer, block, Area(0, 0, self.width, self.height))
        elif isinstance(block, forms.Note):
            style = self.paper.style(Role.TEXT, self.frame.note_pt)
            layer.line(0, y, single(block.text, style.font), style)

    def _print_list(self, layer: Layer, block: forms.Rows, part: Part, y: float) -> None:
        xs = geometry.edges([c.width_mm for c in block.columns])
        top = y + block.head_mm * MM
        ys = geometry.tops(part.heights, top)
        layer.box(0, y, xs[-1], ys[-1] - y, FRAME_PT)
        geometry.row_rules(layer, block, ys, part.runs)
        for x, column in zip(xs[1:-1], block.columns, strict=False):
            layer.rule(x, y if column.head else top, x, ys[-1], RULE_PT)
        if block.head_mm:
            layer.rule(0, top, xs[-1], top, HEAD_RULE_PT)
            start = 0.0
            for column, end in zip(block.columns, xs[1:], strict=True):
                if column.head:
                    self.ink.words(layer, forms.Head(column.head, column.spread), Area(start, y, end - start, top - y))
                    start = end
        for r, number in enumerate(part.numbers):
            for column, x in zip(block.columns, xs, strict=False):
                area = Area(x, ys[r], column.width_mm * MM, ys[r + 1] - ys[r])
                if not isinstance(column.content, forms.Number):
                    self.ink.printed(layer, column.content, area)
                elif number:
                    self.ink.row_number(layer, number, area)

    def _fill(self, ink: Drawing, part: Part, y: float, values: Values | None) -> None:
        """Draw the values of a part."""
        block = part.block
        if isinstance(block, forms.Grid):
            for area, _, cell in self.cells(block, part.heights):
                self.ink.value(ink, cell.content, area._replace(y=area.y + y), values)
        elif isinstance(block, forms.Rows):
            self._fill_list(ink, block, part, y + block.head_mm * MM)
        elif isinstance(block, forms.Plate):
            self.ink.plate_values(ink, block, Area(0, 0, self.width, self.height), values)
        elif isinstance(block, forms.Caption):
            style = self.paper.style(Role.TEXT, self.frame.caption_pt)
            for text, x, align in ((block.left, 0.0, 0.0), (block.right, self.width, 1.0)):
                if text is not None:
                    ink.line(x, y, single(filled(text, values), style.font, True), style, align)

    def _fill_list(self, ink: Drawing, block: forms.Rows, part: Part, top: float) -> None:
        xs = geometry.edges([c.width_mm for c in block.columns])
        ys = geometry.tops(part.heights, top)
        for r, fits in enumerate(part.fits):
            middle = (ys[r] + ys[r + 1]) / 2
            for fit, x in zip(fits, xs, strict=False):
                if fit is not None:
                    put(ink, fit, x, middle)
        others = [i for i, c in enumerate(block.columns) if isinstance(c.content, (forms.Picture, forms.Placed))]
        for i in others:
            for r in range(len(part.heights)):
                row = part.rows[r] if r < len(part.rows) else None
                area = Area(xs[i], ys[r], xs[i + 1] - xs[i], ys[r + 1] - ys[r])
                self.ink.value(ink, block.columns[i].content, area, row)
        self._fill_merged(ink, block, part, xs, ys)

    def _fill_merged(self, ink: Drawing, block: forms.Rows, part: Part, xs: list[float], ys: list[float]) -> None:
        merged = [i for i, c in enumerate(block.columns) if c.merge]
        for i, lengths in zip(merged, part.runs, strict=True):
            content, start = block.columns[i].content, 0
            for length in lengths:
                area = Area(xs[i], ys[start], xs[i + 1] - xs[i], ys[start + length] - ys[start])
                if isinstance(content, forms.Value):
                    self.ink.words(ink, forms.Head(self.ink.text(content, part.rows[start], True)), area)
                start += length
