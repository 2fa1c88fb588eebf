"""Tab goes as the eye does: rows from above, in a row from the left, a pane to its end before the one beside it.

Qt's own order is that in which widgets were made; what a page makes later (the fields of a finding, the lines of a
list) would come last in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

_Ends = Callable[[QRect], tuple[int, int]]


def put_in_order(window: QWidget) -> None:
    """Let Tab go through what is shown of a window as the eye does."""
    for before, after in pairwise(_stops(window)):
        QWidget.setTabOrder(before, after)


def _stops(parent: QWidget) -> list[QWidget]:
    children = [
        child for child in parent.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
    ]  # fmt: skip
    stops = []
    for child in _read(children):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None:
            stops.append(child)
        stops += _stops(child)
    return stops


def _read(widgets: Sequence[QWidget]) -> list[QWidget]:
    """Cut into rows, each of them into columns, these into rows again; what overlaps goes by its upper left corner."""
    for ends in (_upright, _across):
        parts = _cut(widgets, ends)
        if len(parts) > 1:
            return [widget for part in parts for widget in _read(part)]
    return sorted(widgets, key=lambda widget: (widget.y(), widget.x()))


def _upright(area: QRect) -> tuple[int, int]:
    return area.top(), area.bottom()


def _across(area: QRect) -> tuple[int, int]:
    return area.left(), area.right()


def _cut(widgets: Sequence[QWidget], ends: _Ends) -> list[list[QWidget]]:
    """Part widgets where a straight line passes between them."""
    parts: list[list[QWidget]] = []
    reached = 0
    for widget in sorted(widgets, key=lambda widget: ends(widget.geometry())):
        begin, end = ends(widget.geometry())
        if not parts or begin > reached:
            parts.append([])
            reached = end
        parts[-1].append(widget)
        reached = max(reached, end)
    return parts
