"""经过: what happened to a record, newest first: date, an icon on a disc, the event, its evidence."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from villagebook.ui import icons, theme
from villagebook.ui.scale import px
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted

DISC, TEXT_LEFT, LINE, AFTER = 22, 34, 20, 10


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a record.

    Attributes:
        when: As shown: 2025-10-27, with who if known.
        title: What happened, in a few words.
        evidence: Paper, number, photos; may be empty.
        icon: Lucide name.
        tone: mute (usual), ok, due, late, info or accent (a notice).
        key: Emitted when it is opened; None leads nowhere.
    """

    when: str
    title: str
    evidence: str = ""
    icon: str = "circle"
    tone: str = "mute"
    key: Hashable | None = None


class Timeline(Painted):
    """The events of a record.

    Signals:
        opened: (key of the event).
    """

    opened = Signal(object)

    def __init__(self, events: Sequence[Event] = (), *, name: str = "经过", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._events: tuple[Event, ...] = ()
        self.setMouseTracking(True)
        self.pressed.connect(lambda place: self.opened.emit(self._events[place].key))
        self.set_events(events)

    def set_events(self, events: Sequence[Event]) -> None:
        """Show these events, newest first."""
        self._events = tuple(events)
        self.renew()

    def _height(self, event: Event) -> int:
        return (3 if event.evidence else 2) * px(LINE) + px(AFTER)

    def areas(self) -> list[QRect]:
        y, result = 0, []
        for event in self._events:
            height = self._height(event)
            result.append(QRect(0, y, self.width(), height - px(AFTER) // 2))
            y += height
        return result

    def spoken(self) -> list[str]:
        return ["，".join(part for part in (e.when, e.title, e.evidence) if part) for e in self._events]

    def can_press(self, place: int) -> bool:
        return self._events[place].key is not None

    def sizeHint(self) -> QSize:
        return QSize(px(200), sum(self._height(event) for event in self._events))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        areas = self.areas()
        for place, (entry, area) in enumerate(zip(self._events, areas, strict=True)):
            if place + 1 < len(self._events):
                top = area.y() + px(DISC)
                paint.upright(painter, px(DISC) // 2 - 1, top, areas[place + 1].y() - top, "line", max(2, px(2)))
            self._paint_event(painter, entry, area)
        self.paint_focus(painter)

    def _paint_event(self, painter: QPainter, entry: Event, area: QRect) -> None:
        radius = px(DISC) / 2
        contrast = theme.current().contrast
        ground = {"accent": "tint"}.get(entry.tone, f"{entry.tone}_bg")
        paint.disc(painter, QPointF(radius, area.y() + radius), radius, ground, "edge" if contrast else "", 1)
        icons.draw(painter, entry.icon, entry.tone, QRectF(0, area.y(), px(DISC), px(DISC)), 14)
        left, width = px(TEXT_LEFT), area.width() - px(TEXT_LEFT)
        lines = ((entry.when, "text2", 13), (entry.title, "text", 14), (entry.evidence, "text2", 13))
        for number, (words, token, size) in enumerate(lines):
            line = QRect(left, area.y() + px(1) + number * px(LINE), width, px(LINE))
            paint.text(painter, line, words, token, size=size)
