"""The left column: village, place and year, the pages with their badges, 设置 at the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.ui import icons, scale, theme
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted

WIDTH, ITEM, FIRST = 132, 40, 72


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page: id, two characters, icon; ``at_foot`` for 设置."""

    id: str
    title: str
    icon: str
    at_foot: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """How much waits on a page: late (red) or due (amber, to look at); never a mere count."""

    count: int
    tone: str = "due"

    @property
    def words(self) -> str:
        """Read aloud behind the page's name."""
        return f"{self.count} 件{'过期' if self.tone == 'late' else '要看'}"


class Navigation(Painted):
    """The pages.

    Signals:
        chosen: (page id).
    """

    chosen = Signal(str)

    def __init__(self, items: Sequence[NavItem], parent: QWidget | None = None) -> None:
        super().__init__("页面", parent)
        self._items = tuple(items)
        self._badges: dict[str, Badge] = {}
        self._current = ""
        self._village, self._place_line = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        scale.fix(self, width=WIDTH)
        self.pressed.connect(lambda place: self.chosen.emit(self._items[place].id))
        self.renew()

    def set_village(self, name: str, place: str) -> None:
        """Show the village's name and its township and year (云岭镇·2025年)."""
        self._village, self._place_line = name, place
        self.setToolTip(f"{name}\n{place}" if name else "")
        self.update()

    def set_badges(self, badges: Mapping[str, Badge]) -> None:
        """Show what waits, by page id; a count of 0 shows nothing."""
        self._badges = {page: badge for page, badge in badges.items() if badge.count > 0}
        self.renew()

    def set_current(self, page: str) -> None:
        """Mark the page that is shown."""
        self._current = page
        ids = [item.id for item in self._items]
        if page in ids:
            self.place = ids.index(page)
        self.renew()

    def areas(self) -> list[QRect]:
        result, y = [], px(FIRST)
        foot = self.height() - px(49)
        room = foot - y - px(4)
        above = max(1, sum(not item.at_foot for item in self._items))
        step = min(px(ITEM), max(px(30), room // above))
        for item in self._items:
            top = max(foot, y) if item.at_foot else y
            result.append(QRect(px(8), top + (step - px(36)) // 2 - 1, self.width() - px(16), min(px(36), step)))
            y += 0 if item.at_foot else step
        return result

    def spoken(self) -> list[str]:
        result = []
        for item in self._items:
            badge = self._badges.get(item.id)
            here = "，当前页" if item.id == self._current else ""
            result.append(f"{item.title}{here}{'，' + badge.words if badge else ''}")
        return result

    def can_press(self, place: int) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH), px(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(WIDTH), px(FIRST) + px(30) * len(self._items))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Keep the usual pointer: these are places, not links."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("bg"))
        text = QRect(px(20), px(14), self.width() - px(24), px(25))
        paint.text(painter, text, self._village, size=17, weight=700)
        text = QRect(px(20), px(38), self.width() - px(22), px(20))
        paint.text(painter, text, self._place_line, "text2", size=13)
        for item, area in zip(self._items, self.areas(), strict=True):
            self._paint_item(painter, item, area)
        self.paint_focus(painter)

    def _paint_item(self, painter: QPainter, item: NavItem, area: QRect) -> None:
        here = item.id == self._current
        token = "accent" if here else "text2"
        if here:
            border = color("edge") if theme.current().contrast else None
            paint.rounded(painter, QRectF(area), px(5), color("surface"), border)
            bar = QRectF(area.x(), area.y() + px(8), px(3), area.height() - 2 * px(8))
            paint.rounded(painter, bar, px(1.5), color("accent"))
        icons.draw(painter, item.icon, token, QRectF(px(20), area.y(), px(18), area.height()), 18)
        words = QRect(px(47), area.y(), px(50), area.height())
        paint.text(painter, words, item.title, "accent" if here else "text", size=15, weight=500 if here else 400)
        badge = self._badges.get(item.id)
        if badge is not None:
            self._paint_badge(painter, badge, area)

    def _paint_badge(self, painter: QPainter, badge: Badge, area: QRect) -> None:
        words = str(badge.count) if badge.count < 100 else "99+"
        width = max(px(20), paint.text_width(words, 13, 500) + px(10))
        pill = QRect(area.right() - px(6) - width, area.center().y() - px(9), width, px(18))
        border = color("edge") if theme.current().contrast else None
        paint.rounded(painter, QRectF(pill), pill.height() / 2, color(f"{badge.tone}_bg"), border)
        paint.text(painter, pill, words, badge.tone, size=13, weight=500, align=paint.CENTER)
