"""Setting a declared form: filled pages, blank pages, continuation pages.

    setter = FormSetter(paper, MEMBERS)              # once a document
    sheets = setter.sheets(values)                   # plans; as many pages as the values need
    sheets[0].draw(foot, number=4, total=14)         # in print order, when the total is known

Coordinates are those of the measure: x = 0 is its left edge, so that a page is the same on odd and even
pages and only its shift differs. What does not depend on the values is a layer, drawn once a document for
each layout; a layout differs only where rows had to grow or merge.

A text that does not fit its cell shrinks by half points to the frame's least size, wraps, then its row grows;
rows that no longer fit go on a continuation page. Text is never cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from villagebook.base.errors import UserError
from villagebook.documents import foot as feet
from villagebook.documents import forms
from villagebook.documents.breaking import Line, balanced, paragraph, single, spread_to
from villagebook.documents.cell_fit import CELL_LEADING, LEFT_PADDING, CellFit, CellSpec, Fitter
from villagebook.documents.faces import Role
from villagebook.documents.forms import Form, Values
from villagebook.documents.page import FRAME_PT, HAIR_PT, HEAD_RULE_PT, MM, RULE_PT, Drawing, Layer, Paper
from villagebook.documents.table import draw_lines
from villagebook.documents.text_form import choices, filled, rows_of
from villagebook.documents.values import NUMBERS, Kind, shown

LABEL_LEADING = 1.25
ID_BOX_MM = 4.9
HALF_BLACK = 0.5
AMOUNTS = frozenset({Kind.MONEY, Kind.CHANGE, Kind.CHANGE_COUNT, Kind.WAN})
"""Kinds that stand at the right of a column of a Rows block."""
CONTINUED = "（续）"
ABOVE_FOOT_MM = 2.0


class _Area(NamedTuple):
    """A cell on the page, pt."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class _Part:
    """A block as it stands on one page.

    Attributes:
        block: Its declaration.
        heights: Of its rows without the head, pt.
        rows: Of a Rows block: the values on this page.
        first: Number of the first row.
        runs: Of a Rows block with merged columns: lengths of the runs, one tuple a merged column.
    """

    block: forms.Block
    heights: tuple[float, ...] = ()
    rows: tuple[Values, ...] = ()
    first: int = 1
    runs: tuple[tuple[int, ...], ...] = ()

    @property
    def signature(self) -> tuple[object, ...]:
        return self.heights, self.first if self.heights else 0, self.runs


@dataclass(frozen=True)
class FormSheet:
    """One planned page of a form."""

    form: Form
    layer: str
    ink: Drawing

    def draw(self, foot: feet.Foot | None, *, mirrored: bool = False) -> None:
        """Draw the page as the document's next one.

        Args:
            foot: With this page's number and the total; None for none.
            mirrored: The binding margin is at the right (even pages).
        """
        frame, paper = self.form.frame, self.ink.paper
        page = paper.page(frame.size, (frame.outer_mm if mirrored else frame.inner_mm) * MM)
        page.place(self.layer)
        page.add(self.ink)
        if foot is not None:
            feet.draw(page, foot, frame.foot, 0, frame.measure_mm * MM, mirrored=mirrored)


def draw_sheets(sheets: Sequence[FormSheet], foot: feet.Foot, *, first: int = 1, total: int | None = None) -> None:
    """Draw planned pages in order, numbered from ``first``; odd pages bound at the left.

    ``total`` None: the last page's number.
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
        self._fitter = Fitter(paper, form.frame)

    # -- planning

    def sheets(self, values: Values) -> list[FormSheet]:
        """Plan the pages of a filled form.

        Raises:
            KeyError: the values lack a field of the form.
            UserError: a cell outside a list holds more text than a page has room for.
        """
        return self._plan(values)

    def blank(self) -> list[FormSheet]:
        """Plan the page for handwriting: no values, boxes unticked, fixed rows kept."""
        return self._plan(None)

    def _plan(self, values: Values | None) -> list[FormSheet]:
        waiting: dict[int, tuple[int, list[Values]]] = {}
        parts = [self._part(i, block, values, waiting) for i, block in enumerate(self.form.blocks)]
        sheets = [self._sheet(parts, values, self.form.heading)]
        while waiting:
            parts = self._continued(values, waiting)
            sheets.append(self._sheet(parts, values, self.form.heading + CONTINUED))
        return sheets

    def _part(
        self, i: int, block: forms.Block, values: Values | None, waiting: dict[int, tuple[int, list[Values]]]
    ) -> _Part:
        if isinstance(block, forms.Grid):
            return _Part(block, tuple(self._grid_heights(block, values)))
        if isinstance(block, forms.Rows):
            rows = list(block.fixed if values is None else rows_of(block, values))
            return self._rows_part(i, block, rows, 1, waiting, blank=values is None)
        return _Part(block)

    def _continued(self, values: Values | None, waiting: dict[int, tuple[int, list[Values]]]) -> list[_Part]:
        """Return the parts of a continuation page: the lists that have rows left, with their headings."""
        parts: list[_Part] = []
        title: forms.Title | None = None
        todo = dict(waiting)
        waiting.clear()
        for i, block in enumerate(self.form.blocks):
            if isinstance(block, forms.Title):
                title = block
            elif i in todo and isinstance(block, forms.Rows):
                if title is not None:
                    parts.append(_Part(title))
                elif parts:
                    parts.append(_Part(forms.Gap(6)))
                first, rows = todo[i]
                parts.append(self._rows_part(i, block, rows, first, waiting, blank=values is None))
                title = None
            elif isinstance(block, (forms.Grid, forms.Rows)):
                title = None
        return parts

    def _rows_part(
        self, i: int, block: forms.Rows, rows: list[Values], first: int,
        waiting: dict[int, tuple[int, list[Values]]], *, blank: bool,
    ) -> _Part:  # fmt: skip
        """Return as many rows as the block's area holds, empty ones to fill it; the rest waits."""
        area, least = block.count * block.row_mm * MM, block.row_mm * MM
        heights: list[float] = []
        taken: list[Values] = []
        queue = list(rows)
        while queue:
            needed = max(least, self._row_needs(block, queue[0], blank))
            if sum(heights) + needed > area + 0.01:
                if taken:
                    break
                queue[:1] = self._torn(block, queue[0], area)
                needed = min(needed, area)
            heights.append(needed)
            taken.append(queue.pop(0))
        if queue:
            waiting[i] = (first + len(taken), queue)
        while not block.grow and sum(heights) + least <= area + 0.01:
            heights.append(least)
        return _Part(block, tuple(heights), tuple(taken), first, tuple(_runs(block, taken)))

    def _torn(self, block: forms.Rows, row: Values, area: float) -> list[Values]:
        """Return a row higher than the list's whole area as two: what fits, and the rest of its texts."""
        upper, lower = dict(row), dict.fromkeys(row)
        for column in block.columns:
            content = column.content
            if not isinstance(content, forms.Value) or content.kind is not Kind.TEXT:
                continue
            text = shown(row[content.field], Kind.TEXT)
            lines = self._value_fit(content, column.width_mm * MM, area, text, False).lines
            room = int(area / (CELL_LEADING * self.frame.least_pt)) - 1
            if len(lines) > room:
                head = "".join(line.text for line in lines[:room])
                upper[content.field] = text[: len(head)]
                lower[content.field] = text[len(head) :]
        return [upper, lower]

    def _row_needs(self, block: forms.Rows, row: Values, blank: bool) -> float:
        least, needed = block.row_mm * MM, 0.0
        bold = bool(block.bold and row.get(block.bold))
        for column in block.columns:
            content = column.content
            if isinstance(content, forms.Value) and not column.merge:
                text = self._text(content, row, blank)
                if len(text) > 2:
                    needed = max(needed, self._value_fit(content, column.width_mm * MM, least, text, bold, True).height)
        return needed

    def _grid_heights(self, block: forms.Grid, values: Values | None) -> Iterator[float]:
        heights = [row.height_mm * MM for row in block.rows]
        for area, r, cell in _grid_cells(block, heights):
            if isinstance(cell.content, forms.Value) and values is not None:
                text = self._text(cell.content, values, False)
                needed = self._value_fit(cell.content, area.width, area.height, text).height
                if needed > area.height + 0.01:
                    heights[r + cell.down - 1] += needed - sum(heights[r : r + cell.down])
        yield from heights

    # -- drawing

    def _sheet(self, parts: list[_Part], values: Values | None, heading: str) -> FormSheet:
        places = self._places(parts)
        key = (self.form.id, self.form.version, self.frame, heading, values is None, tuple(p.signature for p in parts))

        def draw(layer: Layer) -> None:
            self._heading(layer, heading)
            for part, y in zip(parts, places, strict=True):
                self._static(layer, part, y)

        layer = self.paper.layer(key, (self.width, self.height), draw)
        ink = Drawing(self.paper, self.width, self.height)
        for part, y in zip(parts, places, strict=True):
            self._fill(ink, part, y, values)
        return FormSheet(self.form, layer, ink)

    def _places(self, parts: list[_Part]) -> list[float]:
        """Return where each part begins: the upper edge of tables, the baseline of words."""
        frame, out = self.frame, []
        y = frame.top_mm * MM + (frame.heading_pt if self.form.heading else 0)
        below = "heading" if self.form.heading else ""
        for part in parts:
            block = part.block
            if isinstance(block, forms.Caption):
                y += frame.caption_gap_pt + 0.88 * frame.caption_pt
                out.append(y)
                y += 7
                below = "caption"
            elif isinstance(block, forms.Title):
                y += frame.second_above_mm * MM if below != "heading" else frame.heading_gap_pt
                out.append(y)
                y += frame.second_below_mm * MM
                below = "title"
            elif isinstance(block, forms.Note):
                y += 1.4 * frame.note_pt
                out.append(y)
                below = "note"
            elif isinstance(block, forms.Gap):
                out.append(y)
                y += block.height_mm * MM
            else:
                y += frame.heading_gap_pt if below == "heading" else 0
                out.append(y)
                y += sum(part.heights) + (block.head_mm * MM if isinstance(block, forms.Rows) else 0)
                below = "table"
        if y > self.bottom + 0.5:
            raise UserError(
                "form.too_long", f"{self.form.heading}的内容比一页多", "请把其中最长的文字缩短，或写到有多行的栏目里"
            )
        return out

    def _heading(self, layer: Layer, heading: str) -> None:
        if not heading:
            return
        frame = self.frame
        style = self.paper.style(Role.TITLE, frame.heading_pt)
        y = frame.top_mm * MM + 0.88 * frame.heading_pt
        spread = self.form.heading_spread * 1000
        line = spread_to(heading, style.font, spread) if spread else single(heading, style.font)
        layer.line(self.width / 2, y, line, style, 0.5)

    def _static(self, layer: Layer, part: _Part, y: float) -> None:
        block = part.block
        if isinstance(block, forms.Grid):
            self._static_grid(layer, block, part, y)
        elif isinstance(block, forms.Rows):
            self._static_rows(layer, block, part, y)
        elif isinstance(block, forms.Title):
            style = self.paper.style(Role.TITLE, self.frame.second_pt)
            layer.line(self.width / 2, y, single(block.text, style.font), style, 0.5)
        elif isinstance(block, forms.Note):
            style = self.paper.style(Role.TEXT, self.frame.note_pt)
            layer.line(0, y, single(block.text, style.font), style)

    def _static_grid(self, layer: Layer, block: forms.Grid, part: _Part, y: float) -> None:
        bottom = y + sum(part.heights)
        width = sum(block.columns_mm) * MM
        layer.box(0, y, width, bottom - y, FRAME_PT)
        areas = list(_grid_cells(block, part.heights))
        _grid_rules(layer, block, areas, y, width, bottom)
        for area, _, cell in areas:
            self._static_content(layer, cell.content, area._replace(y=area.y + y))

    def _static_rows(self, layer: Layer, block: forms.Rows, part: _Part, y: float) -> None:
        edges = _edges([c.width_mm for c in block.columns])
        head = block.head_mm * MM
        top, bottom = y + head, y + head + sum(part.heights)
        layer.box(0, y, edges[-1], bottom - y, FRAME_PT)
        self._row_rules(layer, block, part, edges, top)
        for x, column in zip(edges[1:-1], block.columns, strict=False):
            layer.rule(x, y if column.head else top, x, bottom, RULE_PT)
        if head:
            layer.rule(0, top, edges[-1], top, HEAD_RULE_PT)
            start = 0.0
            for column, end in zip(block.columns, edges[1:], strict=True):
                if column.head:
                    self._words(layer, forms.Head(column.head, column.spread), _Area(start, y, end - start, head))
                    start = end
        at = top
        for number, height in enumerate(part.heights, part.first):
            for column, x in zip(block.columns, edges, strict=False):
                area = _Area(x, at, column.width_mm * MM, height)
                if isinstance(column.content, forms.Number):
                    self._index(layer, number, area)
                else:
                    self._static_content(layer, column.content, area)
            at += height

    def _row_rules(self, layer: Layer, block: forms.Rows, part: _Part, edges: list[float], top: float) -> None:
        """Draw the rules between rows; a merged cell is not crossed."""
        merged = [i for i, c in enumerate(block.columns) if c.merge]
        at = top
        for r, height in enumerate(part.heights[:-1]):
            at += height
            inside = {i for i, runs in zip(merged, part.runs, strict=True) if not _ends_run(runs, r)}
            start = 0.0
            for i in range(len(block.columns)):
                if i in inside:
                    if edges[i] > start:
                        layer.rule(start, at, edges[i], at, RULE_PT)
                    start = edges[i + 1]
            layer.rule(start, at, edges[-1], at, RULE_PT)

    def _index(self, layer: Drawing, number: int, area: _Area) -> None:
        style = self.paper.style(Role.TEXT, self.frame.value_pt)
        y = area.y + area.height / 2 + 0.37 * style.size
        layer.text(area.x + area.width / 2, y, str(number), style, 0.5)

    def _static_content(self, layer: Layer, content: forms.Content, area: _Area) -> None:
        if isinstance(content, forms.Label):
            self._words(layer, content, area)
        elif isinstance(content, forms.Fixed):
            self._fixed(layer, content, area)
        elif isinstance(content, forms.Placed):
            for item in content.items:
                if isinstance(item.content, str):
                    self._at(layer, item, item.content, area)
        elif isinstance(content, forms.Value) and content.kind is Kind.ID_BOXES:
            for i in range(1, _boxes(area.width)):
                x = area.x + i * area.width / _boxes(area.width)
                layer.rule(x, area.y, x, area.y + area.height, HAIR_PT, HALF_BLACK)

    def _words(self, layer: Drawing, content: forms.Label, area: _Area) -> None:
        head = isinstance(content, forms.Head)
        size = self.frame.head_pt if head else self.frame.label_pt
        style = self.paper.style(Role.HEAD if head else Role.LABEL, size)
        lines: list[Line] = []
        for text in content.text.split("\n"):
            measure = (area.width - 1.2 * MM) / size * 1000
            if content.spread * 1000 > style.font.em(text) and len(text) > 1:
                lines.append(spread_to(text, style.font, content.spread * 1000))
            else:
                lines += balanced(text, style.font, measure)
        align = 0 if content.align == "left" else 0.5
        x = area.x + (area.width * align or LEFT_PADDING)
        draw_lines(layer, lines, style, x, area.y + area.height / 2, LABEL_LEADING, align)

    def _fixed(self, layer: Drawing, content: forms.Fixed, area: _Area) -> None:
        value = forms.Value("", Kind.TEXT, align=content.align)
        fit = self._value_fit(value, area.width, area.height, content.text)
        self._put(layer, fit, area)

    def _at(self, layer: Drawing, item: forms.At, text: str, area: _Area) -> None:
        style = self.paper.style(Role.TEXT, item.pt or self.frame.value_pt)
        x = area.x + item.x_mm * MM + (area.width if item.x_mm < 0 else 0)
        y = area.y + item.y_mm * MM + (area.height if item.y_mm < 0 else 0)
        if item.align or len(text) < 8:
            layer.line(x, y, single(text, style.font), style, item.align)
            return
        room = (area.x + area.width - x - 1.9 * MM) / style.size * 1000
        for line in paragraph(text, style.font, room, autospace=False):
            layer.line(x, y, line, style)
            y += 1.5 * style.size

    # -- values

    def _fill(self, ink: Drawing, part: _Part, y: float, values: Values | None) -> None:
        block = part.block
        if isinstance(block, forms.Grid):
            for area, _, cell in _grid_cells(block, part.heights):
                self._value(ink, cell.content, area._replace(y=area.y + y), values)
        elif isinstance(block, forms.Rows):
            self._fill_rows(ink, block, part, y + block.head_mm * MM, blank=values is None)
        elif isinstance(block, forms.Caption):
            style = self.paper.style(Role.TEXT, self.frame.caption_pt)
            for text, x, align in ((block.left, 0.0, 0.0), (block.right, self.width, 1.0)):
                if text is not None:
                    ink.line(x, y, single(filled(text, values), style.font, True), style, align)

    def _fill_rows(self, ink: Drawing, block: forms.Rows, part: _Part, y: float, *, blank: bool) -> None:
        edges = _edges([c.width_mm for c in block.columns])
        tops = [y]
        for height in part.heights:
            tops.append(tops[-1] + height)
        empty: Values | None = None
        for r in range(len(part.heights)):
            row = part.rows[r] if r < len(part.rows) else empty
            bold = bool(row and block.bold and row.get(block.bold))
            for column, x in zip(block.columns, edges, strict=False):
                content = column.content
                if column.merge or content is None or isinstance(content, forms.Number):
                    continue
                area = _Area(x, tops[r], column.width_mm * MM, part.heights[r])
                self._value(ink, content, area, row, bold, in_rows=True, partial=blank)
        self._fill_merged(ink, block, part, edges, tops)

    def _fill_merged(
        self, ink: Drawing, block: forms.Rows, part: _Part, edges: list[float], tops: list[float]
    ) -> None:
        merged = [i for i, c in enumerate(block.columns) if c.merge]
        for i, runs in zip(merged, part.runs, strict=True):
            content, start = block.columns[i].content, 0
            for length in runs:
                area = _Area(edges[i], tops[start], edges[i + 1] - edges[i], tops[start + length] - tops[start])
                if isinstance(content, forms.Value):
                    words = forms.Head(self._text(content, part.rows[start], True))
                    self._words(ink, words, area)
                start += length

    def _text(self, value: forms.Value, values: Values | None, partial: bool) -> str:
        """Return what is printed for a value; ``partial`` values may lack the field (blank edition)."""
        given = None if values is None else values.get(value.field) if partial else values[value.field]
        if value.kind is Kind.CHOICE:
            return choices(value, given)
        text = shown(given, value.kind)
        return (value.form.format(text) if value.form != "{}" else text) if text else value.blank

    def _value(
        self, ink: Drawing, content: forms.Content, area: _Area, values: Values | None, bold: bool = False, *,
        in_rows: bool = False, partial: bool = False,
    ) -> None:  # fmt: skip
        if isinstance(content, forms.Value):
            text = self._text(content, values, partial)
            if text:
                fit = self._value_fit(content, area.width, area.height, text, bold, in_rows)
                self._put(ink, fit, area)
        elif isinstance(content, forms.Picture):
            self._picture(ink, content, area, None if values is None else values[content.field])
        elif isinstance(content, forms.Placed):
            for item in content.items:
                if isinstance(item.content, forms.Text):
                    self._at(ink, item, filled(item.content, values), area)
                elif isinstance(item.content, forms.Value):
                    self._at(ink, item, self._text(item.content, values, partial), area)

    def _picture(self, ink: Drawing, content: forms.Picture, area: _Area, given: object) -> None:
        if isinstance(given, Path):
            ink.picture_within(given, area.x + 1, area.y + 1, area.width - 2, area.height - 2)
        else:
            self._words(ink, forms.Label(content.label), area)

    def _value_fit(
        self, value: forms.Value, width: float, height: float, text: str, bold: bool = False, in_rows: bool = False
    ) -> CellFit:
        align = value.align
        if not align:
            align = "right" if in_rows and value.kind in AMOUNTS and text != "—" else "center"
        heavy = value.bold or bold
        role = Role.TEXT if not heavy else Role.TITLE if value.kind in NUMBERS else Role.HEAD
        spec = CellSpec(value.kind, role, align, width, height, value.pt, value.keep)
        return self._fitter.fit(spec, text)

    def _put(self, ink: Drawing, fit: CellFit, area: _Area) -> None:
        y = area.y + area.height / 2 + fit.first
        for x, op in fit.ops:
            ink.show(area.x + x, y, op, fit.style)
            y += fit.step


def _boxes(width: float) -> int:
    return max(1, round(width / (ID_BOX_MM * MM)))


def _edges(widths_mm: Sequence[float]) -> list[float]:
    edges = [0.0]
    for width in widths_mm:
        edges.append(edges[-1] + width * MM)
    return edges


def _runs(block: forms.Rows, rows: Sequence[Values]) -> Iterator[tuple[int, ...]]:
    """Yield for each merged column the lengths of its runs of equal values."""
    for column in block.columns:
        if not column.merge or not isinstance(column.content, forms.Value):
            continue
        runs: list[int] = []
        previous: object = object()
        for row in rows:
            value = row.get(column.content.field)
            if value == previous:
                runs[-1] += 1
            else:
                runs.append(1)
            previous = value
        yield tuple(runs)


def _ends_run(runs: tuple[int, ...], row: int) -> bool:
    end = -1
    for length in runs:
        end += length
        if row <= end:
            return row == end
    return True


def _grid_cells(block: forms.Grid, heights: Sequence[float]) -> list[tuple[_Area, int, forms.Cell]]:
    """Return (area from the grid's corner, row, cell) of each cell."""
    edges = _edges(block.columns_mm)
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height)
    taken: set[tuple[int, int]] = set()
    out = []
    for r, row in enumerate(block.rows):
        c = 0
        for cell in forms.cells_of(row):
            while (r, c) in taken:
                c += 1
            if c + cell.across > len(block.columns_mm) or r + cell.down > len(block.rows):
                raise ValueError(f"row {r + 1} of the grid does not fit its columns")
            taken |= {(r + i, c + k) for i in range(cell.down) for k in range(cell.across)}
            area = _Area(edges[c], tops[r], edges[c + cell.across] - edges[c], tops[r + cell.down] - tops[r])
            out.append((area, r, cell))
            c += cell.across
    return out


def _grid_rules(
    layer: Layer, block: forms.Grid, areas: list[tuple[_Area, int, forms.Cell]], y: float, width: float, bottom: float
) -> None:
    """Draw the inner rules of a grid: each cell draws its right and lower edge, joined where they run on."""
    across: dict[float, list[tuple[float, float, float]]] = {}
    down: dict[float, list[tuple[float, float, float]]] = {}
    for area, r, cell in areas:
        right, lower = area.x + area.width, area.y + area.height + y
        weight = HEAD_RULE_PT if block.rows[r + cell.down - 1].head else RULE_PT
        if lower < bottom - 0.01:
            across.setdefault(round(lower, 2), []).append((area.x, right, weight))
        if right < width - 0.01:
            down.setdefault(round(right, 2), []).append((area.y + y, lower, RULE_PT))
    for at, pieces in across.items():
        for start, end, weight in _joined(pieces):
            layer.rule(start, at, end, at, weight)
    for at, pieces in down.items():
        for start, end, weight in _joined(pieces):
            layer.rule(at, start, at, end, weight)


def _joined(pieces: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    out: list[tuple[float, float, float]] = []
    for start, end, weight in sorted(pieces):
        if out and abs(out[-1][1] - start) < 0.01 and out[-1][2] == weight:
            out[-1] = (out[-1][0], end, weight)
        else:
            out.append((start, end, weight))
    return out
