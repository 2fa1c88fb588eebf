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

from villagebook.documents import form_geometry as geometry
from villagebook.documents import forms
from villagebook.documents.cell_fit import CELL_LEADING
from villagebook.documents.filling import pieces
from villagebook.documents.form_drawing import Fits, FormDrawing, Part
from villagebook.documents.form_geometry import Area
from villagebook.documents.form_sheet import FormSheet
from villagebook.documents.forms import Form, Values
from villagebook.documents.page import MM, Paper
from villagebook.documents.text_form import rows_of
from villagebook.documents.values import Kind, shown

CONTINUED = "（续）"
SEE_NEXT = "（接续页）"
ABOVE_FOOT_MM = 2.0
BETWEEN_LISTS_MM = 6.0
REST_LABEL_MM, REST_ROW_MM = 28, 12

_Numbered = tuple[int, Values]
"""A row of a list with its number; 0 for the rest of a row that was too high for a page."""


class FormSetter:
    """Sets one form in one document.

    Attributes:
        form: Its declaration.
    """

    def __init__(self, paper: Paper, form: Form) -> None:
        self.form, self.frame = form, form.frame
        self.bottom = form.frame.size[1] - (form.frame.foot.zone_mm + ABOVE_FOOT_MM) * MM
        self._drawing = FormDrawing(paper, form)
        self._ink = self._drawing.ink
        self._rest = self._rest_list()

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
        while values is not None and (excess := self._drawing.places(parts)[1] - self.bottom) > 0.5:
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

    def _part(self, block: forms.Block, values: Values | None, waiting: dict[forms.Rows, list[_Numbered]]) -> Part:
        if isinstance(block, forms.Grid):
            return Part(block, self._grid_heights(block, values))
        if isinstance(block, forms.Rows):
            rows = block.fixed if values is None else rows_of(block, values)
            return self._list_part(block, list(enumerate(rows, 1)), waiting, blank=values is None)
        return Part(block)

    def _continued(self, waiting: dict[forms.Rows, list[_Numbered]]) -> list[Part]:
        """Return the parts of a continuation page: the lists that have rows left, under their headings."""
        parts: list[Part] = []
        title: forms.Title | None = None
        todo = dict(waiting)
        waiting.clear()
        for block in (*self.form.blocks, self._rest):
            if isinstance(block, forms.Title):
                title = block
            elif isinstance(block, forms.Caption) and block.repeats:
                parts.append(Part(block))
            elif isinstance(block, forms.Rows) and block in todo:
                if title is not None:
                    parts.append(Part(title))
                elif parts and not isinstance(parts[-1].block, forms.Caption):
                    parts.append(Part(forms.Gap(BETWEEN_LISTS_MM)))
                parts.append(self._list_part(block, todo[block], waiting, blank=False))
                title = None
            elif isinstance(block, (forms.Grid, forms.Rows)):
                title = None
        return parts

    def _list_part(
        self, block: forms.Rows, rows: list[_Numbered], waiting: dict[forms.Rows, list[_Numbered]], *, blank: bool
    ) -> Part:
        """Return as many rows as the list's area holds; the rest waits. If none waits, empty rows fill the area."""
        area, least = (block.count * block.row_mm + block.spare_mm) * MM, block.row_mm * MM
        taken: list[tuple[float, _Numbered, Fits]] = []
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
        fills = not block.grow or (blank and not block.fixed)
        while not queue and fills and least <= left and len(heights) < block.count:
            heights.append(least)
            numbers.append(next_number)
            all_fits.append(self._row_fits(block, (next_number, None), blank))
            next_number += 1
            left -= least
        values = tuple(row for _, (_, row), _ in taken)
        return Part(
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

    def _row_fits(self, block: forms.Rows, numbered: tuple[int, Values | None], blank: bool) -> Fits:
        """Fit the texts of a row, None for a column without a text of its own."""
        number, row = numbered
        least = block.row_mm * MM
        bold = bool(row and block.bold and row.get(block.bold))
        fits: Fits = []
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
        for area, r, cell in self._drawing.cells(block, tuple(heights)):
            if isinstance(cell.content, forms.Value) and values is not None:
                text = self._ink.text(cell.content, values)
                missing = self._ink.fit(cell.content, area.width, area.height, text).height if text else 0
                missing -= sum(heights[r : r + cell.down])
                if missing > 0.01:
                    heights[r + cell.down - 1] += missing
        return tuple(heights)

    def _shortened(self, parts: list[Part], values: Values, excess: float, rest: list[Values]) -> Values:
        """Return values whose longest text in a grid is cut to what the page holds; the rest goes to ``rest``.

        Raises:
            ValueError: no text made the page too high, so the form itself is declared too high.
        """
        grown: list[tuple[float, str, forms.Value, Area]] = []
        for part in parts:
            if isinstance(part.block, forms.Grid):
                declared = tuple(row.height_mm * MM for row in part.block.rows)
                words = self.form.heading
                for area, _, cell in self._drawing.cells(part.block, declared):
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

    def _sheet(self, parts: list[Part], values: Values | None, heading: str) -> FormSheet:
        return FormSheet(self.form, *self._drawing.page(parts, values, heading))


def _without_end(text: str, count: int) -> str:
    """Return a text without its last pieces, so many characters at least: no number is torn."""
    parts, dropped = list(pieces(text)), 0
    while parts and dropped < count:
        dropped += len(parts.pop())
    return "".join(parts)
