"""The stages of a project or a notice as a strip: done, now, to come; and the numbered steps of an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from villagebook.ui import icons
from villagebook.ui.scale import px
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted

State = Literal["done", "now", "next"]
WORDS = {"done": "已完成", "now": "正在", "next": "未到"}
DISC = 20


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    Attributes:
        title: Two to four characters.
        state: done, now or next.
        note: Date or what is due below the title (12 px).
        tone: Of the note; due for what is due now.
        id: Given back when it is pressed; empty leads nowhere.
    """

    title: str
    state: State
    note: str = ""
    tone: str = ""
    id: str = ""


class StageStrip(Painted):
    """Stages in a row, each with its title and date below; ``pressed(place)``."""

    def __init__(self, stages: Sequence[Stage] = (), *, name: str = "进度", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.stages: tuple[Stage, ...] = ()
        self.set_stages(stages)

    def set_stages(self, stages: Sequence[Stage]) -> None:
        """Show these stages."""
        self.stages = tuple(stages)
        self.renew()

    def areas(self) -> list[QRect]:
        count = len(self.stages)
        edges = [round(self.width() * place / count) for place in range(count + 1)] if count else []
        return [QRect(edges[i], 0, edges[i + 1] - edges[i], self.height()) for i in range(count)]

    def spoken(self) -> list[str]:
        return [f"{WORDS[s.state]} {s.title} {s.note}".strip() for s in self.stages]

    def can_press(self, place: int) -> bool:
        return bool(self.stages[place].id)

    def sizeHint(self) -> QSize:
        return QSize(px(64) * len(self.stages), px(68))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(40) * max(1, len(self.stages)), px(68))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        areas, middle = self.areas(), px(4) + px(DISC) / 2
        for place in range(1, len(areas)):
            begin = areas[place - 1].center().x() + px(DISC) / 2 + px(3)
            end = areas[place].center().x() - px(DISC) / 2 - px(3)
            reached = self.stages[place].state != "next"
            token = "accent" if reached else "line"
            paint.upright(painter, round(begin), round(middle - px(1)), px(2), token, max(0, round(end - begin)))
        for stage, area in zip(self.stages, areas, strict=True):
            self._paint_stage(painter, stage, area, QPointF(area.center().x() + 0.5, middle))
        self.paint_focus(painter)

    def _paint_stage(self, painter: QPainter, stage: Stage, area: QRect, center: QPointF) -> None:
        paint_stage_disc(painter, stage.state, center)
        token = "text2" if stage.state == "next" else "text"
        weight = 500 if stage.state == "now" else 400
        title = QRect(area.x(), px(27), area.width(), px(22))
        paint.text(painter, title, stage.title, token, weight=weight, align=Qt.AlignmentFlag.AlignCenter)
        note = QRect(area.x(), px(47), area.width(), px(18))
        paint.text(painter, note, stage.note, stage.tone or "text2", size=12, align=Qt.AlignmentFlag.AlignCenter)


def paint_stage_disc(painter: QPainter, state: State, center: QPointF) -> None:
    """Paint the mark of a stage: filled with a tick, a ring with a dot, or hollow."""
    radius = px(DISC) / 2
    if state == "done":
        paint.disc(painter, center, radius, "accent")
        box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        icons.draw(painter, "check", "on_accent", box, 14)
    elif state == "now":
        paint.disc(painter, center, radius, "surface", "accent", px(2))
        paint.disc(painter, center, px(4), "accent")
    else:
        paint.disc(painter, center, radius, "surface", "edge", max(1.0, px(1.5)))


class Steps(Painted):
    """Numbered steps of a longer task (选文件 – 对栏目 – 看结果 – 导入) in one line."""

    def __init__(
        self, titles: Sequence[str], current: int = 0, *, name: str = "步骤", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._titles, self._current = tuple(titles), current
        self.renew()

    def set_current(self, current: int) -> None:
        """Go to a step, counted from 0."""
        self._current = current
        self.renew()

    def spoken(self) -> list[str]:
        words = ("已完成", "正在", "未到")
        return [
            f"{words[(i > self._current) + (i >= self._current)]} 第 {i + 1} 步 {title}"
            for i, title in enumerate(self._titles)
        ]

    def sizeHint(self) -> QSize:
        return QSize(sum(self._width(i) for i in range(len(self._titles))) + px(61) * len(self._titles), px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(48))

    def _width(self, place: int) -> int:
        weight = 500 if place == self._current else 400
        return px(22) + px(8) + paint.text_width(self._titles[place], 14, weight)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, middle = 0, self.height() // 2
        for place, title in enumerate(self._titles):
            done, now = place < self._current, place == self._current
            center, radius = QPointF(x + px(11), middle), px(11)
            if done or now:
                paint.disc(painter, center, radius, "accent")
            else:
                paint.disc(painter, center, radius, None, "edge", 1)
            box = QRectF(x, middle - radius, 2 * radius, 2 * radius)
            if done:
                icons.draw(painter, "check", "on_accent", box, 14)
            else:
                token = "on_accent" if now else "text2"
                paint.text(painter, box.toRect(), str(place + 1), token, size=13, weight=500, align=paint.CENTER)
            weight, token = (500, "text") if now else (400, "text" if done else "text2")
            words = QRect(x + px(30), 0, px(200), self.height())
            x += px(30) + paint.text(painter, words, title, token, weight=weight)
            if place + 1 < len(self._titles):
                line = "accent" if place < self._current else "line"
                paint.upright(painter, x + px(12), middle - px(1), px(2), line, px(36))
                x += px(60)
