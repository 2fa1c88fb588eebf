"""Charts without axes: segments, horizontal bars, one bar in parts. Every bar can open its rows.

Parts of a whole are told apart by fill *and* pattern: full, hatched, pale, hollow.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.ui import scale
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted

Pattern = Literal["full", "hatched", "pale", "hollow"]
PATTERNS: tuple[Pattern, ...] = ("full", "hatched", "pale", "hollow")


def fill_pattern(painter: QPainter, rect: QRect, pattern: Pattern, tone: str = "accent") -> None:
    """Fill a rectangle with one of the four patterns."""
    if pattern == "full":
        painter.fillRect(rect, color(tone))
    elif pattern == "pale":
        painter.fillRect(rect, color("tint_line"))
    elif pattern == "hollow":
        painter.fillRect(rect, color("surface"))
        painter.setPen(QPen(color("edge"), 1))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
    else:
        _hatch(painter, rect)


def _hatch(painter: QPainter, rect: QRect) -> None:
    painter.save()
    painter.setClipRect(rect)
    painter.fillRect(rect, color("tint"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("accent"), max(1.0, px(1.4))))
    height, step = rect.height(), px(6)
    for x in range(rect.x() - height, rect.right() + height, step):
        painter.drawLine(x, rect.bottom() + 1, x + height, rect.y() - 1)
    painter.restore()


class SegmentBar(QWidget):
    """A bar of ``total`` segments of which ``done`` are filled: papers of a dossier, days of a notice."""

    def __init__(self, done: int = 0, total: int = 0, *, name: str = "进度", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale.fix(self, height=9)
        self.set_share(done, total)

    def set_share(self, done: int, total: int) -> None:
        """Fill ``done`` of ``total`` segments."""
        self._done, self._total = done, total
        self.setAccessibleName(f"{self._name} {done}/{total}")
        self.setToolTip(f"{done}/{total}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        # So many that gaps would eat the bar: one bar.
        gap = px(2) if self._total and self.width() / self._total > px(6) else 0
        for place in range(self._total):
            left = round(place * (self.width() + gap) / self._total)
            right = round((place + 1) * (self.width() + gap) / self._total) - gap
            area = QRect(left, 0, right - left, self.height())
            fill_pattern(painter, area, "full" if place < self._done else "hollow")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart.

    Attributes:
        label: At its left.
        value: Its length.
        text: Written at its end; empty writes the value.
        tone: accent, or due / late where attention is due.
        key: Emitted when it is pressed; None leads nowhere.
    """

    label: str
    value: float
    text: str = ""
    tone: str = "accent"
    key: Hashable | None = None


class BarChart(Painted):
    """Horizontal bars from zero on one scale, the value at the end of each.

    Signals:
        opened: (key of the bar).
    """

    opened = Signal(object)

    ROW, THICK, LABEL = 23, 10, 64

    def __init__(self, bars: Sequence[Bar] = (), *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._bars: tuple[Bar, ...] = ()
        self.setMouseTracking(True)
        self.pressed.connect(lambda place: self.opened.emit(self._bars[place].key))
        self.set_bars(bars)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars."""
        self._bars = tuple(bars)
        self.renew()

    @staticmethod
    def _words(bar: Bar) -> str:
        return bar.text or f"{bar.value:,g}"

    def areas(self) -> list[QRect]:
        return [QRect(0, i * px(self.ROW), self.width(), px(self.ROW)) for i in range(len(self._bars))]

    def spoken(self) -> list[str]:
        return [f"{bar.label} {self._words(bar)}" for bar in self._bars]

    def can_press(self, place: int) -> bool:
        return self._bars[place].key is not None

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(self.ROW) * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(140), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        label = max([px(self.LABEL), *(paint.text_width(bar.label, 13) + px(10) for bar in self._bars)])
        ends = max((paint.text_width(self._words(bar), 13, 500) for bar in self._bars), default=0) + px(14)
        most = max((bar.value for bar in self._bars), default=0) or 1
        room = max(px(20), self.width() - label - max(ends, px(34)))
        for bar, area in zip(self._bars, self.areas(), strict=True):
            length = round(room * bar.value / most)
            length = max(px(2), length) if bar.value else 0
            middle = area.y() + area.height() // 2
            painter.fillRect(QRect(label, middle - px(self.THICK) // 2, length, px(self.THICK)), color(bar.tone))
            paint.text(painter, QRect(0, area.y(), label - px(6), area.height()), bar.label, size=13)
            end = QRect(label + length + px(7), area.y(), self.width() - label - length - px(7), area.height())
            paint.text(painter, end, self._words(bar), size=13, weight=500)
        self.paint_focus(painter)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole; the pattern is given by its place unless set."""

    label: str
    value: int
    text: str
    pattern: Pattern | None = None
    key: Hashable | None = None


class StackedBar(Painted):
    """One bar in parts, the amounts listed below; they add up to what the heading says.

    Signals:
        opened: (key of the part).
    """

    opened = Signal(object)

    BAR, ROW, TOP = 14, 22, 24

    def __init__(self, parts: Sequence[Part] = (), *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._parts: tuple[Part, ...] = ()
        self.setMouseTracking(True)
        self.pressed.connect(lambda place: self.opened.emit(self._parts[place].key))
        self.set_parts(parts)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts, at most four unless they name their pattern."""
        self._parts = tuple(parts)
        self.renew()

    def _pattern(self, place: int) -> Pattern:
        return self._parts[place].pattern or PATTERNS[min(place, len(PATTERNS) - 1)]

    def areas(self) -> list[QRect]:
        return [
            QRect(0, px(self.TOP - 4) + i * px(self.ROW), self.width(), px(self.ROW)) for i in range(len(self._parts))
        ]

    def spoken(self) -> list[str]:
        return [f"{part.label} {part.text}" for part in self._parts]

    def can_press(self, place: int) -> bool:
        return self._parts[place].key is not None

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(self.TOP - 4) + px(self.ROW) * len(self._parts))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(part.value for part in self._parts) or 1
        x = 0.0
        for place, part in enumerate(self._parts):
            width = self.width() * part.value / total
            area = QRect(round(x), 0, max(0, round(x + width) - round(x) - px(1)), px(self.BAR))
            if area.width() > 0:
                fill_pattern(painter, area, self._pattern(place))
            x += width
        for place, (part, area) in enumerate(zip(self._parts, self.areas(), strict=True)):
            middle = area.y() + area.height() // 2
            fill_pattern(painter, QRect(0, middle - px(6), px(12), px(12)), self._pattern(place))
            words = area.adjusted(px(20), 0, 0, 0)
            amount = paint.text(painter, words, part.text, size=13, weight=500, align=paint.RIGHT)
            paint.text(painter, words.adjusted(0, 0, -amount - px(8), 0), part.label, size=13)
        self.paint_focus(painter)


class ThinBar(QWidget):
    """A plain bar for running work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setAccessibleName("进度")
        scale.fix(self, width=140, height=6)

    def set_share(self, share: float) -> None:
        """Fill to ``share``, 0–1; unknown is 0."""
        self._share = share
        self.setAccessibleDescription(f"{share:.0%}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        paint.bar(painter, QRectF(self.rect()), self._share, ground="tint_line")
