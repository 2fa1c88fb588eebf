"""Painted lists: what to look at (with counts), papers of a dossier, cards with figures, places for photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from villagebook.ui import icons, theme
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Choosable:
    """One line of a ChoiceList; without an id it is a heading."""

    title: str
    id: str = ""
    icon: str = ""
    tone: str = ""
    count: str = ""


class ChoiceList(Painted):
    """Lines of which one is chosen: what to look at, sections of settings.

    Signals:
        chosen: (id).
    """

    chosen = Signal(str)

    ROW = 36

    def __init__(self, lines: Sequence[Choosable] = (), *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._lines: tuple[Choosable, ...] = ()
        self.current = ""
        self.pressed.connect(lambda place: self.choose(self._lines[place].id))
        self.set_lines(lines)

    def set_lines(self, lines: Sequence[Choosable]) -> None:
        """Show these lines; the chosen one stays if it is still there."""
        self._lines = tuple(lines)
        ids = [line.id for line in self._lines if line.id]
        if self.current not in ids:
            self.current = ids[0] if ids else ""
        self._stand_on_current()

    def choose(self, line: str) -> None:
        """Choose a line."""
        if line and line != self.current:
            self.current = line
            self._stand_on_current()
            self.chosen.emit(line)

    def _stand_on_current(self) -> None:
        """Let the keyboard begin at the chosen line, unless it is somewhere in the list already."""
        if not self.hasFocus():
            self.place = next((i for i, line in enumerate(self._lines) if line.id == self.current), 0)
        self.renew()

    def areas(self) -> list[QRect]:
        return [QRect(0, i * px(self.ROW), self.width(), px(self.ROW) - 1) for i in range(len(self._lines))]

    def spoken(self) -> list[str]:
        chosen = {True: "，已选", False: ""}
        return [f"{line.title} {line.count}{chosen[line.id == self.current and bool(line.id)]}" for line in self._lines]

    def can_press(self, place: int) -> bool:
        return bool(self._lines[place].id)

    def can_stand(self, place: int) -> bool:
        return bool(self._lines[place].id)

    def sizeHint(self) -> QSize:
        return QSize(px(232), px(self.ROW) * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for line, area in zip(self._lines, self.areas(), strict=True):
            if not line.id:
                paint.text(painter, area.adjusted(px(13), px(4), 0, 0), line.title, "text2", size=13)
                continue
            if line.id == self.current:
                paint.rounded(painter, QRectF(area), px(4), color("tint"))
                if theme.current().contrast:
                    paint.upright(painter, area.x(), area.y(), area.height(), "accent", px(3))
            token = line.tone or "text2"
            if line.icon:
                icons.draw(painter, line.icon, token, QRectF(px(10), area.y(), px(16), area.height()))
            right = area.adjusted(0, 0, -px(10), 0)
            used = paint.text(painter, right, line.count, align=paint.RIGHT)
            words = area.adjusted(px(34) if line.icon else px(10), 0, -px(18) - used, 0)
            paint.text(painter, words, line.title)
        self.paint_focus(painter)


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a checklist.

    Attributes:
        title: Group of papers or a single paper.
        count: 4/4; may be empty.
        text: 齐全, or 缺：税务发票、项目报账清单.
        done: Whether nothing is missing.
        verb: What pressing it does (看, 放入文件).
    """

    title: str
    count: str
    text: str
    done: bool
    verb: str = ""


class Checklist(Painted):
    """What a dossier has and misses, a line each, with what can be done at the right; ``pressed(place)``."""

    ROW = 26

    def __init__(self, slots: Sequence[Slot] = (), *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._slots: tuple[Slot, ...] = ()
        self.setMouseTracking(True)
        self.set_slots(slots)

    def set_slots(self, slots: Sequence[Slot]) -> None:
        """Show these lines."""
        self._slots = tuple(slots)
        self.renew()

    def areas(self) -> list[QRect]:
        return [QRect(0, i * px(self.ROW), self.width(), px(self.ROW)) for i in range(len(self._slots))]

    def spoken(self) -> list[str]:
        return [" ".join(p for p in (s.title, s.count, s.text, s.verb) if p) for s in self._slots]

    def can_press(self, place: int) -> bool:
        return bool(self._slots[place].verb)

    def sizeHint(self) -> QSize:
        return QSize(px(400), px(self.ROW) * len(self._slots))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        widest = max((paint.text_width(slot.title) for slot in self._slots), default=0)
        counts = px(24) + max(px(102), widest + px(16))
        for slot, area in zip(self._slots, self.areas(), strict=True):
            name, token = ("circle-check", "ok") if slot.done else ("circle-dashed", "due")
            icons.draw(painter, name, token, QRectF(0, area.y(), px(16), area.height()))
            paint.text(painter, area.adjusted(px(24), 0, 0, 0), slot.title)
            used = paint.text(painter, area.adjusted(counts, 0, 0, 0), slot.count, "text2")
            right = area.adjusted(0, 0, -px(9), 0)
            verb = paint.text(painter, right, slot.verb, "accent", size=13, align=paint.RIGHT)
            words = area.adjusted(counts + (max(px(30), used + px(8)) if slot.count else 0), 0, -verb - px(24), 0)
            paint.text(painter, words, slot.text, "text2" if slot.done else "due")
        self.paint_focus(painter)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that can be chosen: 31 人 有变化, 46 处."""

    id: str
    number: str
    title: str
    note: str
    icon: str
    tone: str = "text2"


class Cards(Painted):
    """Cards with figures side by side, one of them chosen.

    Signals:
        chosen: (id).
    """

    chosen = Signal(str)

    HEIGHT, GAP = 58, 10

    def __init__(self, cards: Sequence[Card] = (), *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._cards: tuple[Card, ...] = ()
        self.current = ""
        self.pressed.connect(lambda place: self.choose(self._cards[place].id))
        self.set_cards(cards)

    def set_cards(self, cards: Sequence[Card], current: str = "") -> None:
        """Show these cards."""
        self._cards = tuple(cards)
        self.current = current or self.current
        self.renew()

    def choose(self, card: str) -> None:
        """Choose a card."""
        if card != self.current:
            self.current = card
            self.renew()
            self.chosen.emit(card)

    def areas(self) -> list[QRect]:
        count = max(1, len(self._cards))
        width = (self.width() - (count - 1) * px(self.GAP)) / count
        return [
            QRect(round(i * (width + px(self.GAP))), 0, round(width), px(self.HEIGHT)) for i in range(len(self._cards))
        ]

    def spoken(self) -> list[str]:
        return [f"{c.number} {c.title}，{c.note}{'，已选' if c.id == self.current else ''}" for c in self._cards]

    def can_press(self, place: int) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(px(160) * len(self._cards), px(self.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(110) * len(self._cards), px(self.HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for card, area in zip(self._cards, self.areas(), strict=True):
            here = card.id == self.current
            border = color("accent") if here else color("edge") if theme.current().contrast else None
            ground = color("tint" if here else "sunken")
            paint.rounded(painter, QRectF(area), px(5), ground, border, px(2) if here else 1)
            icons.draw(painter, card.icon, card.tone, QRectF(area.x() + px(14), area.y(), px(20), area.height()), 20)
            x = area.x() + px(44)
            top = QRect(x, area.y() + px(6), area.right() - x - px(6), px(27))
            used = paint.text(painter, top, card.number, size=20, weight=700)
            words = top.adjusted(used + px(8), px(2), 0, px(2))
            paint.text(painter, words, card.title, weight=500)
            note = QRect(x, area.y() + px(32), top.width(), px(20))
            paint.text(painter, note, card.note, "text2", size=13)
        if self.hasFocus():
            paint.focus_frame(painter, self.areas()[self.place].adjusted(px(3), px(3), -px(3), -px(3)))


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, or the place where one is missing.

    Attributes:
        caption: 张贴 近景 10-29, or what is missing.
        image: The picture, already made small; None for a missing one.
    """

    caption: str
    image: QImage | None = None


class PhotoRow(Painted):
    """Photos side by side, dashed places for those still missing; ``pressed(place)`` opens or adds."""

    HEIGHT, WIDTH, GAP = 78, 102, 6

    def __init__(self, photos: Sequence[Photo] = (), *, name: str = "照片", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._photos: tuple[Photo, ...] = ()
        self.setMouseTracking(True)
        self.set_photos(photos)

    def set_photos(self, photos: Sequence[Photo]) -> None:
        """Show these photos."""
        self._photos = tuple(photos)
        self.renew()

    def areas(self) -> list[QRect]:
        count = max(1, len(self._photos))
        width = min(px(self.WIDTH), (self.width() - (count - 1) * px(self.GAP)) // count)
        return [QRect(i * (width + px(self.GAP)), 0, width, px(self.HEIGHT)) for i in range(len(self._photos))]

    def spoken(self) -> list[str]:
        return [photo.caption if photo.image is not None else f"缺：{photo.caption}" for photo in self._photos]

    def can_press(self, place: int) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize((px(self.WIDTH) + px(self.GAP)) * len(self._photos), px(self.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60) * len(self._photos), px(self.HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for photo, area in zip(self._photos, self.areas(), strict=True):
            if photo.image is None:
                dash = Qt.PenStyle.DashLine
                paint.rounded(painter, QRectF(area), px(4), color("sunken"), color("edge"), 1, dash)
                top = QRectF(area.x(), area.y() + px(16), area.width(), px(24))
                icons.draw(painter, "image-plus", "text2", top, 20)
                words = area.adjusted(px(4), px(38), -px(4), -px(10))
                paint.text(painter, words, photo.caption, "text2", size=13, align=paint.CENTER)
                continue
            self._paint_photo(painter, area, photo)
        self.paint_focus(painter)

    def _paint_photo(self, painter: QPainter, area: QRect, photo: Photo) -> None:
        image = photo.image
        assert image is not None
        fill = image.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        source = QRect((fill.width() - area.width()) // 2, (fill.height() - area.height()) // 2, *area.size().toTuple())
        painter.drawImage(area, fill, source)
        band = QRect(area.x(), area.bottom() + 1 - px(20), area.width(), px(20))
        painter.setOpacity(0.72)
        painter.fillRect(band, color("ink"))
        painter.setOpacity(1.0)
        paint.text(painter, band.adjusted(px(5), 0, -px(4), 0), photo.caption, "paper", size=12)
