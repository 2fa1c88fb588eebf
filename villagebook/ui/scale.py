"""Sizes: one text size for the whole window, and every measure multiplied by it in one function.

Measures in the code are pixels at 100 %. ``px(n)`` gives them at the present text size. Layouts and fixed sizes
remember the unscaled measure, so that a change of the text size reaches windows that are already open:
use VBox, HBox, Grid and ``fix`` / ``least`` / ``most`` instead of Qt's own, and nothing else has to be done.
"""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

SMALLEST, LARGEST = 0.9, 2.0
STEPS = (0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)

Margins = tuple[int, int, int, int]

_text_size = 1.0


def text_size() -> float:
    """Return the present text size, 1.0 is 100 %."""
    return _text_size


def set_text_size(size: float) -> None:
    """Set the text size, held between 0.9 and 2.0. Open windows follow after ``style.apply``."""
    global _text_size
    _text_size = min(LARGEST, max(SMALLEST, size))


def next_step(size: float, direction: int) -> float:
    """Return the next larger (direction 1) or smaller (-1) proposed text size."""
    if direction > 0:
        return next((step for step in STEPS if step > size + 0.001), LARGEST)
    return next((step for step in reversed(STEPS) if step < size - 0.001), SMALLEST)


def proposed(screen_height: int) -> float:
    """Return the text size of a first start: 1.0 below 1000 lines of screen, 1.15 from there on."""
    return 1.0 if screen_height < 1000 else 1.15


def px(n: float) -> int:
    """Return ``n`` pixels at 100 % as whole pixels at the present text size; never 0 for a visible measure."""
    if n == 0:
        return 0
    return max(1, round(n * _text_size)) if n > 0 else min(-1, round(n * _text_size))


def logical(pixels: int) -> float:
    """Return how much room ``pixels`` are at 100 %: what the breakpoints of the frame are measured in."""
    return pixels / _text_size


class _Scaled:
    """What the three layouts share: margins and spacing remembered unscaled."""

    _vb_margins: Margins = (0, 0, 0, 0)
    _vb_spacing: int = 0

    def rescale(self) -> None:
        """Apply the remembered measures at the present text size."""
        assert isinstance(self, QLayout)
        self.setContentsMargins(*(px(m) for m in self._vb_margins))
        self.setSpacing(px(self._vb_spacing))

    def remeasure(self, margins: Margins | None = None, spacing: int | None = None) -> None:
        """Change the remembered measures and apply them."""
        if margins is not None:
            self._vb_margins = margins
        if spacing is not None:
            self._vb_spacing = spacing
        self.rescale()


class VBox(_Scaled, QVBoxLayout):
    """A column of widgets; margins (left, top, right, bottom) and spacing in px at 100 %."""

    def __init__(self, parent: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: int = 0) -> None:
        super().__init__(*([parent] if parent is not None else []))
        self.remeasure(margins, spacing)


class HBox(_Scaled, QHBoxLayout):
    """A row of widgets; margins and spacing in px at 100 %."""

    def __init__(self, parent: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: int = 0) -> None:
        super().__init__(*([parent] if parent is not None else []))
        self.remeasure(margins, spacing)


class Grid(_Scaled, QGridLayout):
    """A grid of widgets; margins, ``spacing`` between rows and ``gutter`` between columns in px at 100 %."""

    def __init__(
        self,
        parent: QWidget | None = None,
        margins: Margins = (0, 0, 0, 0),
        spacing: int = 0,
        gutter: int | None = None,
    ) -> None:
        super().__init__(*([parent] if parent is not None else []))
        self._vb_gutter = spacing if gutter is None else gutter
        self.remeasure(margins, spacing)

    def rescale(self) -> None:
        self.setContentsMargins(*(px(m) for m in self._vb_margins))
        self.setVerticalSpacing(px(self._vb_spacing))
        self.setHorizontalSpacing(px(self._vb_gutter))


# Kept as Qt properties, not as Python attributes: the C++ widget outlives its wrapper.
_SETTERS = {
    "vb_fix_w": QWidget.setFixedWidth,
    "vb_fix_h": QWidget.setFixedHeight,
    "vb_min_w": QWidget.setMinimumWidth,
    "vb_min_h": QWidget.setMinimumHeight,
    "vb_max_w": QWidget.setMaximumWidth,
    "vb_max_h": QWidget.setMaximumHeight,
}


def _remember(widget: QWidget, kind: str, width: float | None, height: float | None) -> None:
    for axis, value in (("w", width), ("h", height)):
        if value is not None:
            name = f"vb_{kind}_{axis}"
            widget.setProperty(name, float(value))
            _SETTERS[name](widget, px(value))


def fix(widget: QWidget, width: float | None = None, height: float | None = None) -> None:
    """Fix the widget's size (px at 100 %), also after later changes of the text size."""
    _remember(widget, "fix", width, height)


def least(widget: QWidget, width: float | None = None, height: float | None = None) -> None:
    """Set the widget's minimum size (px at 100 %)."""
    _remember(widget, "min", width, height)


def most(widget: QWidget, width: float | None = None, height: float | None = None) -> None:
    """Set the widget's maximum size (px at 100 %)."""
    _remember(widget, "max", width, height)


def rescale(widget: QWidget) -> None:
    """Apply the present text size to one widget's fixed sizes and to its layouts."""
    for name, setter in _SETTERS.items():
        value = widget.property(name)
        if value is not None:
            setter(widget, px(float(value)))
    layout = widget.layout()
    if layout is not None:
        _rescale_layout(layout)


def _rescale_layout(layout: QLayout) -> None:
    if isinstance(layout, _Scaled):
        layout.rescale()
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner = item.layout() if item is not None else None
        if inner is not None:
            _rescale_layout(inner)
