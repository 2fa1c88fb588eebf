"""Setting a declared form: filled pages, blank pages, continuation pages.

    setter = FormSetter(paper, MEMBERS)              # once a document
    sheets = setter.sheets(values)                   # plans; as many pages as the values need
    draw_sheets(sheets, foot, first=4, total=14)     # in print order, when the total is known

Coordinates are those of the measure: x = 0 is its left edge, so that a page is the same on odd and even
pages and only its shift differs. What does not depend on the values is a layer, drawn once a document for
each layout; a layout differs only where rows had to grow or merge.

A text that does not fit its cell wraps, shrinks by half points to the frame's least size, then its row grows;
what no longer fits the page goes on a continuation page. Text is never cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from villagebook.documents import foot as feet
from villagebook.documents import form_geometry as geometry
from villagebook.documents import forms
from villagebook.documents.breaking import single, spread_to
from villagebook.documents.cell_fit import CELL_LEADING, CellFit
from villagebook.documents.faces import Role
from villagebook.documents.filling import pieces
from villagebook.documents.form_geometry import Area, GridCell
from villagebook.documents.form_ink import FormInk, put
from villagebook.documents.forms import Form, Values
from villagebook.documents.page import FRAME_PT, HEAD_RULE_PT, MM, RULE_PT, Drawing, Layer, Paper
from villagebook.documents.text_form import filled, rows_of
from villagebook.documents.values import Kind, shown

CONTINUED = "（续）"
SEE_NEXT = "（接续页）"
ABOVE_FOOT_MM = 2.0
BETWEEN_LISTS_MM = 6.0
REST_LABEL_MM, REST_ROW_MM = 28, 12

_Fits = list[CellFit | None]
_Numbered = tuple[int, Values]
"""A row of a list with its number; 0 for the rest of a row that was too high for a page."""


@dataclass(frozen=True)
class _Part:
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
    fits: tuple[_Fits, ...] = ()

    @property
    def signature(self) -> tuple[object, ...]:
        """What the part's layer depends on besides the declaration."""
        return self.heights, self.numbers, self.runs


@dataclass(frozen=True)
class FormSheet:
    """One planned page of a form.

    Attributes:
        form: Its declaration.
        layer: The layer of what is printed on every edition.
        ink: The values.
    """

    form: Form
    layer: str
    ink: Drawing

    def draw(self, foot: feet.Foot | None, *, mirrored: bool = False) -> None:
        """Draw the page as the document's next one.

        Args:
            foot: With this page's number and the total; None for none.
            mirrored: The binding margin is at the right (even pages).
        """
        page = self.ink.paper.page(self.form.frame.size, self._margin(mirrored))
        self._onto(page, foot, mirrored)

    def draw_values(self, across_mm: float, down_mm: float, *, mirrored: bool = False) -> None:
        """Draw only the values as the document's next page, moved (套打: into a pre-printed book)."""
        page = self.ink.paper.page(self.form.frame.size)
        page.inset(self.ink, self._margin(mirrored) + across_mm * MM, down_mm * MM)

    def panel(self, foot: feet.Foot | None, *, mirrored: bool = False) -> Drawing:
        """Return the whole page as a drawing, to be inset on a larger sheet (booklet)."""
        drawing = Drawing(self.ink.paper, *self.form.frame.size)
        drawing.shift = self._margin(mirrored)
        self._onto(drawing, foot, mirrored)
        return drawing

    def _margin(self, mirrored: bool) -> float:
        return (self.form.frame.outer_mm if mirrored else self.form.frame.inner_mm) * MM

    def _onto(self, drawing: Drawing, foot: feet.Foot | None, mirrored: bool) -> None:
        frame = self.form.frame
        drawing.place(self.layer)
        drawing.add(self.ink)
        if foot is not None:
            feet.draw(drawing, foot, frame.foot, 0, frame.measure_mm * MM, mirrored=mirrored)


def draw_sheets(sheets: Sequence[FormSheet], foot: feet.Foot, *, first: int = 1, total: int | None = None) -> None:
    """Draw planned pages in order, numbered from ``first``; odd pages are bound at the left.

    ``total`` None: the last of these pages is the last of all.
    """
    last = first + len(sheets) - 1 if total is None else total
    for number, sheet in enumerate(sheets, first):
        sheet.draw(foot.at(number, last), mirrored=number % 2 == 0)


def draw_blank(sheets: Sequence[FormSheet], foot: feet.Foot, *, first: int = 1) -> None:
    """Draw pages of a blank edition: numbered, without a total."""
    for number, sheet in enumerate(sheets, first):
        sheet.draw(foot.at(number, None), mirrored=number % 2 == 0)


class FormSetter:
    """Sets one form in one document.

    Attributes:
        form: Its declaration.
    """

    def __init__(self, paper: Paper, form: Form) -> None:
        self.paper, self.form, self.frame = paper, form, form.frame
        self.width = form.frame.measure_mm * MM
        self.height = form.frame.size[1]
        self.bottom = self.height - (form.frame.foot.zone_mm + ABOVE_FOOT_MM) * MM
        self._ink = FormInk(paper, form.frame)
        self._layers: dict[tuple[object, ...], str] = {}
        self._grids: dict[tuple[int, tuple[float, ...]], list[GridCell]] = {}
        self._rest = self._rest_list()

    # -- planning

    def sheets(self, values: Values) -> list[FormSheet]:
        """Plan the pages of a filled form.

        Raises:
            KeyError: the values lack a field of the form.
        """
        return self._plan(values)

    def blank(self) -> list[FormSheet]:
        """Plan the page for handwriting: no values, boxes unticked, fixed rows kept."""
        return self._plan(None)

    def _plan(self, values: Values | None) -> list[FormSheet]:
        """Plan the first page, shortening its texts if it is too high, then the continuation pages."""
        blocks = self.form.blocks
        rest: list[Values] = []
        waiting: dict[forms.Rows, list[_Numbered]] = {}
        parts = [self._part(block, values, waiting) for block in blocks]
        while values is not None and (excess := self._places(parts)[1] - self.bottom) > 0.5:
            values = self._shortened(parts, values, excess, rest)
            waiting = {}
            parts = [self._part(block, values, waiting) for block in blocks]
        sheets = [self._sheet(parts, values, self.form.heading)]
        if rest:
            waiting[self._rest] = [(0, row) for row in rest]
        while waiting:
            parts = self._continued(waiting)
            sheets.append(self._sheet(parts, values, self.form.heading + CONTINUED))
        return sheets

    def _part(self, block: forms.Block, values: Values | None, waiting: dict[forms.Rows, list[_Numbered]]) -> _Part:
        if isinstance(block, forms.Grid):
            return _Part(block, self._grid_heights(block, values))
        if isinstance(block, forms.Rows):
            rows = block.fixed if values is None else rows_of(block, values)
            return self._list_part(block, list(enumerate(rows, 1)), waiting, blank=values is None)
        return _Part(block)

    def _continued(self, waiting: dict[forms.Rows, list[_Numbered]]) -> list[_Part]:
        """Return the parts of a continuation page: the lists that have rows left, under their headings."""
        parts: list[_Part] = []
        title: forms.Title | None = None
        todo = dict(waiting)
        waiting.clear()
        for block in (*self.form.blocks, self._rest):
            if isinstance(block, forms.Title):
                title = block
            elif isinstance(block, forms.Rows) and block in todo:
                if title is not None:
                    parts.append(_Part(title))
                elif parts:
                    parts.append(_Part(forms.Gap(BETWEEN_LISTS_MM)))
                parts.append(self._list_part(block, todo[block], waiting, blank=False))
                title = None
            elif isinstance(block, (forms.Grid, forms.Rows)):
                title = None
        return parts

    def _list_part(
        self, block: forms.Rows, rows: list[_Numbered], waiting: dict[forms.Rows, list[_Numbered]], *, blank: bool
    ) -> _Part:
        """Return as many rows as the list's area holds; the rest waits. If none waits, empty rows fill the area."""
        area, least = (block.count * block.row_mm + block.spare_mm) * MM, block.row_mm * MM
        taken: list[tuple[float, _Numbered, _Fits]] = []
        left, queue = area + 0.01, list(rows)
        while queue:
            fits = self._row_fits(block, queue[0], blank)
            needed = max(least, *(fit.height for fit in fits if fit is not None), least)
            if needed > left:
                if taken:
                    break
                queue[:1] = self._torn(block, queue[0], area)
                fits, needed = self._row_fits(block, queue[0], blank), area
            taken.append((needed, queue.pop(0), fits))
            left -= needed
        if queue:
            waiting[block] = queue
        heights = [height for height, _, _ in taken]
        numbers = [number for _, (number, _), _ in taken]
        all_fits = [fits for _, _, fits in taken]
        next_number = max((number for number, _ in rows), default=0) + 1
        while not queue and not block.grow and least <= left and len(heights) < block.count:
            heights.append(least)
            numbers.append(next_number)
            all_fits.append(self._row_fits(block, (next_number, None), blank))
            next_number += 1
            left -= least
        values = tuple(row for _, (_, row), _ in taken)
        return _Part(
            block, tuple(heights), values, tuple(numbers), tuple(geometry.runs(block, values)), tuple(all_fits)
        )

    def _torn(self, block: forms.Rows, row: _Numbered, area: float) -> list[_Numbered]:
        """Return a row higher than its list's whole area as two: what fits, and the rest of its texts."""
        number, values = row
        upper, lower = dict(values), dict.fromkeys(values)
        room = int(area / (CELL_LEADING * self.frame.least_pt)) - 1
        for column in block.columns:
            content = column.content
            if isinstance(content, forms.Value) and content.kind is not Kind.CHOICE and not column.merge:
                text = shown(values[content.field], content.kind)
                head, tail = self._split(content, column.width_mm * MM, area, text, room)
                upper[content.field], lower[content.field] = head, tail or None
        return [(number, upper), (0, lower)]

    def _split(self, value: forms.Value, width: float, height: float, text: str, lines: int) -> tuple[str, str]:
        """Return what of a text stands on its first ``lines`` lines in a cell, and the rest."""
        fit = self._ink.fit(value, width, height, text)
        at = 0
        for line in fit.lines[: max(lines, 1)]:
            # Blanks and line ends between two lines are not part of either.
            at = text.index(line.text, at) + len(line.text)
        return text[:at], text[at:].lstrip()

    def _row_fits(self, block: forms.Rows, numbered: tuple[int, Values | None], blank: bool) -> _Fits:
        """Fit the texts of a row, None for a column without a text of its own."""
        number, row = numbered
        least = block.row_mm * MM
        bold = bool(row and block.bold and row.get(block.bold))
        fits: _Fits = []
        for column in block.columns:
            content, fit = column.content, None
            if isinstance(content, forms.Value) and not column.merge:
                # The rest of a row torn in two has nothing to be filled in by hand.
                is_rest = not number and row is not None and row.get(content.field) is None
                text = "" if is_rest else self._ink.text(content, row, blank)
                if text:
                    fit = self._ink.fit(content, column.width_mm * MM, least, text, bold, True)
            fits.append(fit)
        return fits

    def _grid_heights(self, block: forms.Grid, values: Values | None) -> tuple[float, ...]:
        heights = [row.height_mm * MM for row in block.rows]
        for area, r, cell in self._cells(block, tuple(heights)):
            if isinstance(cell.content, forms.Value) and values is not None:
                text = self._ink.text(cell.content, values)
                missing = self._ink.fit(cell.content, area.width, area.height, text).height if text else 0
                missing -= sum(heights[r : r + cell.down])
                if missing > 0.01:
                    heights[r + cell.down - 1] += missing
        return tuple(heights)

    def _cells(self, block: forms.Grid, heights: tuple[float, ...]) -> list[GridCell]:
        key = (id(block), heights)
        if key not in self._grids:
            self._grids[key] = geometry.grid_cells(block, heights)
        return self._grids[key]

    def _shortened(self, parts: list[_Part], values: Values, excess: float, rest: list[Values]) -> Values:
        """Return values whose longest text in a grid is cut to what the page holds; the rest goes to ``rest``.

        Raises:
            ValueError: no text made the page too high, so the form itself is declared too high.
        """
        grown: list[tuple[float, str, forms.Value, Area]] = []
        for part in parts:
            if isinstance(part.block, forms.Grid):
                declared = tuple(row.height_mm * MM for row in part.block.rows)
                words = self.form.heading
                for area, _, cell in self._cells(part.block, declared):
                    if isinstance(cell.content, forms.Label):
                        words = cell.content.text.replace("\n", "")
                    if isinstance(cell.content, forms.Value):
                        text = self._ink.text(cell.content, values)
                        fit = self._ink.fit(cell.content, area.width, area.height, text) if text else None
                        if fit and fit.height > area.height:
                            label = cell.content.label or words
                            grown.append((fit.height - area.height, label, cell.content, area))
        if not grown:
            raise ValueError(f"{self.form.id} is higher than its page by {excess / MM:.1f} mm")
        growth, label, value, area = max(grown, key=lambda g: g[0])
        text = shown(values[value.field], value.kind)
        room = area.height + max(growth - excess, 0)
        at = next((i for i, row in enumerate(rest) if row["field"] == value.field), len(rest))
        behind = ""
        if at < len(rest):  # cut before, and still too long
            text, behind = text.removesuffix(SEE_NEXT), str(rest[at]["text"])
        head, _ = self._split(value, area.width, area.height, text, self._lines_in(room))
        head = _without_end(head, len(SEE_NEXT))
        rest[at : at + 1] = [{"field": value.field, "label": label, "text": text[len(head) :] + behind}]
        return {**values, value.field: head + SEE_NEXT}

    def _lines_in(self, height: float) -> int:
        return max(1, int((height - MM) / (CELL_LEADING * self.frame.least_pt)))

    def _rest_list(self) -> forms.Rows:
        """Return the list on a continuation page that holds what did not fit the cells of grids."""
        room = self.bottom / MM - self.frame.top_mm - 30
        label = forms.Value("label", label="栏目")
        text = forms.Value("text", align="left", label="续填内容")
        columns = (
            forms.RowColumn(REST_LABEL_MM, "栏目", label),
            forms.RowColumn(self.frame.measure_mm - REST_LABEL_MM, "续填内容", text),
        )
        return forms.Rows("rest", columns, int(room / REST_ROW_MM), REST_ROW_MM, grow=True)

    # -- drawing

    def _sheet(self, parts: list[_Part], values: Values | None, heading: str) -> FormSheet:
        places, _ = self._places(parts)
        key = (heading, values is None, *(part.signature for part in parts))
        if key not in self._layers:
            self._layers[key] = self._layer(key, parts, places, heading)
        ink = Drawing(self.paper, self.width, self.height)
        for part, y in zip(parts, places, strict=True):
            self._fill(ink, part, y, values)
        return FormSheet(self.form, self._layers[key], ink)

    def _layer(self, key: tuple[object, ...], parts: list[_Part], places: list[float], heading: str) -> str:
        def draw(layer: Layer) -> None:
            self._heading(layer, heading)
            for part, y in zip(parts, places, strict=True):
                self._print(layer, part, y)

        return self.paper.layer((self.form, key), (self.width, self.height), draw)

    def _places(self, parts: list[_Part]) -> tuple[list[float], float]:
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

    def _heading(self, layer: Layer, heading: str) -> None:
        if heading:
            frame, spread = self.frame, self.form.heading_spread * 1000
            style = self.paper.style(Role.TITLE, frame.heading_pt)
            line = spread_to(heading, style.font, spread) if spread else single(heading, style.font)
            layer.line(self.width / 2, frame.top_mm * MM + 0.88 * frame.heading_pt, line, style, 0.5)

    def _print(self, layer: Layer, part: _Part, y: float) -> None:
        """Draw what a part shows on every edition."""
        block = part.block
        if isinstance(block, forms.Grid):
            cells = self._cells(block, part.heights)
            layer.box(0, y, sum(block.columns_mm) * MM, sum(part.heights), FRAME_PT)
            geometry.grid_rules(layer, block, cells, y, part.heights)
            for area, _, cell in cells:
                self._ink.printed(layer, cell.content, area._replace(y=area.y + y))
        elif isinstance(block, forms.Rows):
            self._print_list(layer, block, part, y)
        elif isinstance(block, forms.Title):
            style = self.paper.style(Role.TITLE, self.frame.second_pt)
            layer.line(self.width / 2, y, single(block.text, style.font), style, 0.5)
        elif isinstance(block, forms.Plate):
            self._ink.plate(layer, block, Area(0, 0, self.width, self.height))
        elif isinstance(block, forms.Note):
            style = self.paper.style(Role.TEXT, self.frame.note_pt)
            layer.line(0, y, single(block.text, style.font), style)

    def _print_list(self, layer: Layer, block: forms.Rows, part: _Part, y: float) -> None:
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
                    self._ink.words(layer, forms.Head(column.head, column.spread), Area(start, y, end - start, top - y))
                    start = end
        for r, number in enumerate(part.numbers):
            for column, x in zip(block.columns, xs, strict=False):
                area = Area(x, ys[r], column.width_mm * MM, ys[r + 1] - ys[r])
                if not isinstance(column.content, forms.Number):
                    self._ink.printed(layer, column.content, area)
                elif number:
                    self._ink.row_number(layer, number, area)

    def _fill(self, ink: Drawing, part: _Part, y: float, values: Values | None) -> None:
        """Draw the values of a part."""
        block = part.block
        if isinstance(block, forms.Grid):
            for area, _, cell in self._cells(block, part.heights):
                self._ink.value(ink, cell.content, area._replace(y=area.y + y), values)
        elif isinstance(block, forms.Rows):
            self._fill_list(ink, block, part, y + block.head_mm * MM)
        elif isinstance(block, forms.Plate):
            self._ink.plate_values(ink, block, Area(0, 0, self.width, self.height), values)
        elif isinstance(block, forms.Caption):
            style = self.paper.style(Role.TEXT, self.frame.caption_pt)
            for text, x, align in ((block.left, 0.0, 0.0), (block.right, self.width, 1.0)):
                if text is not None:
                    ink.line(x, y, single(filled(text, values), style.font, True), style, align)

    def _fill_list(self, ink: Drawing, block: forms.Rows, part: _Part, top: float) -> None:
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
                self._ink.value(ink, block.columns[i].content, area, row)
        self._fill_merged(ink, block, part, xs, ys)

    def _fill_merged(self, ink: Drawing, block: forms.Rows, part: _Part, xs: list[float], ys: list[float]) -> None:
        merged = [i for i, c in enumerate(block.columns) if c.merge]
        for i, lengths in zip(merged, part.runs, strict=True):
            content, start = block.columns[i].content, 0
            for length in lengths:
                area = Area(xs[i], ys[start], xs[i + 1] - xs[i], ys[start + length] - ys[start])
                if isinstance(content, forms.Value):
                    self._ink.words(ink, forms.Head(self._ink.text(content, part.rows[start], True)), area)
                start += length


def _without_end(text: str, count: int) -> str:
    """Return a text without its last pieces, so many characters at least: no number is torn."""
    parts, dropped = list(pieces(text)), 0
    while parts and dropped < count:
        dropped += len(parts.pop())
    return "".join(parts)
