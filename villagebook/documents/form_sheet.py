"""The planned pages of a form: drawn in order with their numbers, moved for 套打, or as panels of a larger sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from villagebook.documents import foot as feet
from villagebook.documents.forms import Form
from villagebook.documents.page import MM, Drawing, Page


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

    def draw(self, foot: feet.Foot | None, *, mirrored: bool = False) -> Page:
        """Draw the page as the document's next one, and return it.

        Args:
            foot: With this page's number and the total; None for none.
            mirrored: The binding margin is at the right (even pages).
        """
        page = self.ink.paper.page(self.form.frame.size, self._margin(mirrored))
        self._onto(page, foot, mirrored)
        return page

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
