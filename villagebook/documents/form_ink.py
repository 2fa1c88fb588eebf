"""Drawing the contents of a form's cells: printed words, values, boxes, photos.

To add a content: its dataclass in ``forms``, its line in ``FormInk.printed`` or ``FormInk.value`` here.
"""

from __future__ import annotations

from pathlib import Path

from villagebook.documents import forms
from villagebook.documents.breaking import Line, balanced, paragraph, single, spread_to
from villagebook.documents.cell_fit import ID_BOX_MM, LEFT_PADDING, PADDING, CellFit, CellSpec, Fitter
from villagebook.documents.faces import Role
from villagebook.documents.form_geometry import Area
from villagebook.documents.forms import Frame, Values
from villagebook.documents.page import HAIR_PT, MM, RULE_PT, Drawing, Paper
from villagebook.documents.table import draw_lines
from villagebook.documents.text_form import choices, filled
from villagebook.documents.values import NUMBERS, Kind, shown

LABEL_LEADING = 1.25
PLACED_LEADING = 1.5
HALF_BLACK = 0.5
SHORT_WORDS = 8
ABOVE_LINE_MM = 2.2
AMOUNTS = frozenset({Kind.MONEY, Kind.CHANGE, Kind.CHANGE_COUNT, Kind.WAN})
"""Kinds that stand at the right of a column of a list."""


class FormInk:
    """Draws contents in one document with the sizes of one frame."""

    def __init__(self, paper: Paper, frame: Frame) -> None:
        self.paper, self.frame = paper, frame
        self._fitter = Fitter(paper, frame)
        self._fits: dict[tuple[object, ...], dict[str, CellFit]] = {}

    # -- what does not depend on values

    def printed(self, drawing: Drawing, content: forms.Content, area: Area) -> None:
        """Draw what a content prints on every edition."""
        if isinstance(content, forms.Label):
            self.words(drawing, content, area)
        elif isinstance(content, forms.Fixed):
            spec = self._spec(forms.Value("", align=content.align), area.width, area.height)
            put(drawing, self._fitter.cell(spec)[content.text], area.x, area.middle)
        elif isinstance(content, forms.Placed):
            for item in content.items:
                if isinstance(item.content, str):
                    self.at(drawing, item, item.content, area)
        elif isinstance(content, forms.Value) and content.kind is Kind.ID_BOXES:
            boxes = max(1, round(area.width / (ID_BOX_MM * MM)))
            for i in range(1, boxes):
                x = area.x + i * area.width / boxes
                drawing.rule(x, area.y, x, area.y + area.height, HAIR_PT, HALF_BLACK)

    def words(self, drawing: Drawing, content: forms.Label, area: Area) -> None:
        """Draw a label or a head in the middle of its cell, or at its left."""
        head = isinstance(content, forms.Head)
        size = self.frame.head_pt if head else self.frame.label_pt
        style = self.paper.style(Role.HEAD if head else Role.LABEL, size)
        lines: list[Line] = []
        for text in content.text.split("\n"):
            if len(text) > 1 and content.spread * 1000 > style.font.em(text):
                lines.append(spread_to(text, style.font, content.spread * 1000))
            else:
                lines += balanced(text, style.font, (area.width - PADDING) / size * 1000)
        left = content.align == "left"
        x = area.x + (LEFT_PADDING if left else area.width / 2)
        draw_lines(drawing, lines, style, x, area.middle, LABEL_LEADING, 0 if left else 0.5)

    def row_number(self, drawing: Drawing, number: int, area: Area) -> None:
        """Draw a row's number."""
        style = self.paper.style(Role.TEXT, self.frame.value_pt)
        drawing.text(area.x + area.width / 2, area.middle + 0.37 * style.size, str(number), style, 0.5)

    def at(self, drawing: Drawing, item: forms.At, text: str, area: Area) -> None:
        """Draw words at their place in an area."""
        style = self.paper.style(item.role, item.pt or self.frame.value_pt)
        x = area.x + item.x_mm * MM + (area.width if item.x_mm < 0 else 0)
        y = area.y + item.y_mm * MM + (area.height if item.y_mm < 0 else 0)
        if item.spread * 1000 > style.font.em(text):
            drawing.line(x, y, spread_to(text, style.font, item.spread * 1000), style, item.align)
            return
        if item.align or len(text) < SHORT_WORDS:
            drawing.line(x, y, single(text, style.font), style, item.align)
            return
        measure = (area.x + area.width - x - LEFT_PADDING) / style.size * 1000
        for line in paragraph(text, style.font, measure, autospace=False):
            drawing.line(x, y, line, style)
            y += PLACED_LEADING * style.size

    # -- values

    def text(self, value: forms.Value, values: Values | None, partial: bool = False) -> str:
        """Return what is printed for a value; ``partial`` values may lack the field (blank edition).

        Raises:
            KeyError: the values lack the field.
        """
        given = None if values is None else values.get(value.field) if partial else values[value.field]
        if value.kind is Kind.CHOICE:
            return choices(value, given)
        text = shown(given, value.kind)
        if not text:
            return value.blank
        return text if value.form == "{}" else value.form.format(text)

    def value(self, drawing: Drawing, content: forms.Content, area: Area, values: Values | None) -> None:
        """Draw what a content of a grid shows of the values; None for the blank edition."""
        if isinstance(content, forms.Value):
            text = self.text(content, values)
            if text:
                put(drawing, self.fit(content, area.width, area.height, text), area.x, area.middle)
        elif isinstance(content, forms.Picture):
            given = None if values is None else values[content.field]
            if isinstance(given, Path):
                drawing.picture_within(given, area.x + 1, area.y + 1, area.width - 2, area.height - 2)
            else:
                self.words(drawing, forms.Label(content.label), area)
        elif isinstance(content, forms.Placed):
            for item in content.items:
                if not isinstance(item.content, str):
                    self.at(drawing, item, self.words_at(item.content, values), area)

    def words_at(self, content: forms.Text | forms.Value, values: Values | None) -> str:
        """Return the words of a Text or a Value that stand at a place."""
        return filled(content, values) if isinstance(content, forms.Text) else self.text(content, values)

    def plate(self, drawing: Drawing, block: forms.Plate, area: Area) -> None:
        """Draw what a plate shows on every edition."""
        for item in block.items:
            if isinstance(item, forms.Ruled):
                y = area.y + item.y_mm * MM
                drawing.rule(item.x_mm * MM, y, (item.x_mm + item.width_mm) * MM, y, item.weight_pt)
            elif isinstance(item, forms.Written):
                y = area.y + item.y_mm * MM
                drawing.rule(item.x_mm * MM, y, (item.x_mm + item.width_mm) * MM, y, RULE_PT)
            elif isinstance(item.content, str):
                self.at(drawing, item, item.content, area)

    def plate_values(self, drawing: Drawing, block: forms.Plate, area: Area, values: Values | None) -> None:
        """Draw what a plate shows of the values."""
        for item in block.items:
            if isinstance(item, forms.Written):
                text = self.text(item.value, values)
                if text:
                    fit = self.fit(item.value, item.width_mm * MM, 0, text)
                    # Its last baseline stands a little above the rule, whatever the size it shrank to.
                    middle = area.y + item.y_mm * MM - fit.first - fit.step * (len(fit.ops) - 1) - ABOVE_LINE_MM * MM
                    put(drawing, fit, item.x_mm * MM, middle)
            elif isinstance(item, forms.At) and not isinstance(item.content, str):
                self.at(drawing, item, self.words_at(item.content, values), area)

    def fit(
        self, value: forms.Value, width: float, height: float, text: str, bold: bool = False, in_rows: bool = False
    ) -> CellFit:
        """Return how a value's text stands in a cell of the given size."""
        # Keyed by identity: hashing a declaration for each of a million cells would cost more than fitting it.
        # The declaration outlives this object, which belongs to the setter of its form.
        key = (id(value), width, height, bold, in_rows)
        fits = self._fits.get(key)
        if fits is None:
            fits = self._fits[key] = self._fitter.cell(self._spec(value, width, height, bold, in_rows))
        return fits[text]

    def _spec(
        self, value: forms.Value, width: float, height: float, bold: bool = False, in_rows: bool = False
    ) -> CellSpec:
        role = Role.TEXT
        if value.bold or bold:
            role = Role.TITLE if value.kind in NUMBERS else Role.HEAD
        align = value.align or ("right" if in_rows and value.kind in AMOUNTS else "center")
        return CellSpec(value.kind, role, align, width, height, value.pt, value.keep)


def put(drawing: Drawing, fit: CellFit, x: float, middle: float) -> None:
    """Draw a fitted text into the cell whose left edge is ``x`` and whose middle height is ``middle``."""
    y = middle + fit.first
    for shift, op in fit.ops:
        drawing.show(x + shift, y, op, fit.style)
        y += fit.step
