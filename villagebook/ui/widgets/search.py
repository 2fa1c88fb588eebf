"""Ctrl+K: one box over everything, hits in groups, keyboard only if wanted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from villagebook.ui import icons, scale
from villagebook.ui.scale import HBox, VBox, px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.dialog import Panel
from villagebook.ui.widgets.labels import IconLabel, Rule, Text
from villagebook.ui.widgets.line import Line
from villagebook.ui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, or one thing to do.

    Attributes:
        group: Heading it stands under (农户, 人, 可以做的事).
        icon: Lucide name.
        title: The matching words, in accent.
        go: What opening it does.
        lead: Plain words before the title (走访, 打印帮扶手册：).
        note: What tells it from others of the name.
        aside: At the right: end of the number, date, keys.
    """

    group: str
    icon: str
    title: str
    go: Callable[[], object]
    lead: str = ""
    note: str = ""
    aside: str = ""


class HitList(Painted):
    """Hits under their groups; one of them is chosen."""

    ITEM, HEADING = 37, 37

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("找到的", parent)
        self.hits: tuple[Hit, ...] = ()
        self.said = ""

    def set_hits(self, hits: Sequence[Hit], said: str = "") -> None:
        """Show hits; hits of one group stand together. ``said`` stands there if there are none."""
        order = list(dict.fromkeys(hit.group for hit in hits))
        self.hits = tuple(sorted(hits, key=lambda hit: order.index(hit.group)))
        self.said = said
        self.place = 0
        self.renew()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(self.sizeHint().height())

    def choose(self, place: int) -> None:
        """Choose another hit."""
        if self.hits:
            self.place = max(0, min(len(self.hits) - 1, place))
            self.update()

    def _layout(self) -> list[tuple[str, QRect, int]]:
        """Return headings and items with their places: (heading or "", area, place of the hit)."""
        result: list[tuple[str, QRect, int]] = []
        y, group = 0, None
        for place, hit in enumerate(self.hits):
            if hit.group != group:
                group = hit.group
                result.append((group, QRect(0, y, self.width(), px(self.HEADING)), place))
                y += px(self.HEADING)
            result.append(("", QRect(0, y, self.width(), px(self.ITEM)), place))
            y += px(self.ITEM)
        return result

    def areas(self) -> list[QRect]:
        return [area for heading, area, _ in self._layout() if not heading]

    def spoken(self) -> list[str]:
        return [" ".join(p for p in (h.group, h.lead + h.title, h.note, h.aside) if p) for h in self.hits]

    def can_press(self, place: int) -> bool:
        return True

    def sizeHint(self) -> QSize:
        groups = len({hit.group for hit in self.hits})
        height = groups * px(self.HEADING) + len(self.hits) * px(self.ITEM)
        return QSize(px(400), max(height, px(64)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.hits:
            paint.text(painter, self.rect(), self.said, "text2", align=paint.CENTER)
        counts = {hit.group: sum(other.group == hit.group for other in self.hits) for hit in self.hits}
        for heading, area, place in self._layout():
            if heading:
                words = f"{heading}  {counts[heading]}"
                paint.text(painter, area.adjusted(px(8), px(6), 0, 0), words, "text2", size=13)
            else:
                self._paint_hit(painter, area, self.hits[place], place == self.place)

    def _paint_hit(self, painter: QPainter, area: QRect, hit: Hit, chosen: bool) -> None:
        if chosen:
            paint.rounded(painter, QRectF(area.adjusted(0, 0, 0, -1)), px(4), color("tint"))
            paint.upright(painter, area.x(), area.y() + px(8), area.height() - px(17), "accent", px(3))
        token = "accent" if chosen else "text2"
        icons.draw(painter, hit.icon, token, QRectF(px(10), area.y(), px(18), area.height()), 18)
        right = area.adjusted(0, 0, -px(10), 0)
        if chosen:
            icons.draw(
                painter,
                "corner-down-left",
                "accent",
                QRectF(right.right() - px(14), area.y(), px(14), area.height()),
                14,
            )
            right.adjust(0, 0, -px(24), 0)
        aside = paint.text(painter, right, hit.aside, "text2", size=13, align=paint.RIGHT)
        x, end = px(38), right.right() - aside - px(10)
        if hit.lead:
            x += paint.text(painter, QRect(x, area.y(), end - x, area.height()), hit.lead) + px(3)
        x += paint.text(painter, QRect(x, area.y(), end - x, area.height()), hit.title, "accent", weight=700) + px(10)
        paint.text(painter, QRect(x, area.y(), end - x, area.height()), hit.note, "text2", size=13)


class SearchPalette(Panel):
    """The box and its hits; opens over everything.

    The frame connects ``asked`` and answers with ``show_hits(text, hits)``; an answer to an older text is dropped.

    Signals:
        asked: (text) find this; also with an empty text, for what was last opened.
    """

    asked = Signal(str)

    def __init__(self, hint: str = "找人、户、项目、金额、公示编号") -> None:
        super().__init__("查找", 680)
        self.top = 64
        box = VBox(self)
        head = HBox(margins=(11, 11, 11, 8))
        frame = QFrame()
        frame.setProperty("kind", "searchframe")
        scale.fix(frame, height=42)
        row = HBox(frame, (9, 0, 12, 0), 11)
        row.addWidget(IconLabel("search", "text2", 16))
        self.line = Line()
        self.line.setProperty("kind", "search")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.textChanged.connect(self.asked)
        self.line.installEventFilter(self)
        row.addWidget(self.line, 1)
        row.addWidget(Text("Esc 关闭", "tiny"))
        head.addWidget(frame)
        box.addLayout(head)
        self.list = HitList()
        self.list.pressed.connect(self._open)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setProperty("ground", "surface")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = VBox(holder, (9, 0, 9, 8))
        inner.addWidget(self.list)
        inner.addStretch(1)
        self._area.setWidget(holder)
        box.addWidget(self._area, 1)
        box.addWidget(Rule())
        foot = HBox(margins=(17, 10, 17, 10), spacing=14)
        for words in ("↑ ↓ 选择", "Enter 打开"):
            foot.addWidget(Text(words, "second"))
        foot.addStretch(1)
        foot.addWidget(Text("也可输证件号末 4 位、电话、金额、公示编号", "second"))
        box.addLayout(foot)
        self._fit()

    def first_focus(self) -> QWidget | None:
        return self.line

    def show_hits(self, text: str, hits: Sequence[Hit]) -> None:
        """Show what was found for ``text``, unless something else is asked by now."""
        if text == self.line.text():
            self.list.set_hits(hits, "没有找到" if text else "")
            self._area.verticalScrollBar().setValue(0)
            self._fit()
            self._speak()

    def _fit(self) -> None:
        self.preferred = (680, min(560, 116 + math.ceil(scale.logical(self.list.sizeHint().height()))))
        parent = self.parentWidget()
        if parent is not None and hasattr(parent, "replace_panel"):
            parent.replace_panel()

    def _speak(self) -> None:
        spoken = self.list.spoken()
        self.line.setAccessibleDescription(spoken[self.list.place] if spoken else self.list.said)

    def _open(self, place: int) -> None:
        if 0 <= place < len(self.list.hits):
            hit = self.list.hits[place]
            self.close_panel()
            hit.go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step:
                self.list.choose(self.list.place + step)
                area = self.list.areas()[self.list.place] if self.list.hits else QRect()
                self._area.ensureVisible(0, area.center().y(), 0, area.height())
                self._speak()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.list.place)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_panel()
                return True
        return super().eventFilter(watched, event)
