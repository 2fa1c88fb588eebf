"""Painting shared by all painted widgets: text that elides, hairlines, discs, chips, bars.

Hairlines are filled rectangles: a line drawn with antialiasing becomes a grey smear of two pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from villagebook.ui import fonts, icons, theme
from villagebook.ui.models.columns import Chip
from villagebook.ui.scale import px
from villagebook.ui.style import color

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
ALIGNMENTS = {"left": LEFT, "right": RIGHT, "center": CENTER}

CHIP_HEIGHT, CHIP_PAD, CHIP_ICON, CHIP_GAP = 22, 7, 14, 5


def text_width(text: str, size: float = 14, weight: int = 400) -> int:
    """Return the width of a text in real px."""
    return fonts.metrics(size, weight).horizontalAdvance(text)


def text(
    painter: QPainter,
    rect: QRect,
    words: str,
    token: str = "text",
    *,
    size: float = 14,
    weight: int = 400,
    align: Qt.AlignmentFlag = LEFT,
    struck: bool = False,
) -> int:
    """Draw one line of text, elided to the rectangle, and return its width."""
    if not words or rect.width() <= 0:
        return 0
    measures = fonts.metrics(size, weight)
    shown = words
    if measures.horizontalAdvance(words) > rect.width():
        shown = measures.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(fonts.font(size, weight, struck))
    painter.setPen(color(token))
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine), shown)
    return measures.horizontalAdvance(shown)


def hairline(painter: QPainter, x: int, y: int, width: int, token: str = "line") -> None:
    """Draw a horizontal line of one px."""
    painter.fillRect(x, y, width, 1, color(token))


def upright(painter: QPainter, x: int, y: int, height: int, token: str = "line", width: int = 1) -> None:
    """Draw a vertical line."""
    painter.fillRect(x, y, width, height, color(token))


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    border: QColor | None = None,
    width: float = 1,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """Draw a rounded rectangle; the border lies inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(border, width)
        pen.setStyle(style)
        if style == Qt.PenStyle.DashLine:
            pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def disc(
    painter: QPainter, center: QPointF, radius: float, fill: str | None, border: str = "", width: float = 0
) -> None:
    """Draw a filled or hollow circle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color(border), width) if border else Qt.PenStyle.NoPen)
    inner = radius - width / 2
    painter.drawEllipse(center, inner, inner)
    painter.restore()


def focus_frame(painter: QPainter, rect: QRect, ground: str | None = None, radius: int = 4) -> None:
    """Draw the one focus frame of the program: 2 px of accent, inside ``rect``."""
    fill = color(ground) if ground else None
    rounded(painter, QRectF(rect), px(radius), fill, color("accent"), px(2))


def chip_width(chip: Chip) -> int:
    """Return the width of a chip in real px."""
    icon = px(CHIP_ICON) + px(3) if chip.icon else 0
    return 2 * px(CHIP_PAD) + icon + text_width(chip.text, 13)


def draw_chip(painter: QPainter, x: int, middle: int, chip: Chip) -> int:
    """Draw a chip with its left edge at ``x``, centred on ``middle``; return its width."""
    width, height = chip_width(chip), px(CHIP_HEIGHT)
    area = QRect(x, middle - height // 2, width, height)
    if chip.dashed:
        rounded(painter, QRectF(area), px(4), None, color("edge"), 1, Qt.PenStyle.DashLine)
    else:
        border = color("edge") if theme.current().contrast else None
        rounded(painter, QRectF(area), px(4), color(f"{chip.tone}_bg"), border)
    left = x + px(CHIP_PAD)
    if chip.icon:
        icons.draw(painter, chip.icon, chip.tone, QRectF(left, area.y(), px(CHIP_ICON), height), CHIP_ICON)
        left += px(CHIP_ICON) + px(3)
    text(painter, QRect(left, area.y(), x + width - left, height), chip.text, chip.tone, size=13)
    return width


def draw_chips(painter: QPainter, rect: QRect, chips: Sequence[Chip]) -> int:
    """Draw chips side by side; those that do not fit whole are counted (+1). Return the used width."""
    x, middle = rect.x(), rect.y() + (rect.height() + 1) // 2
    for place, chip in enumerate(chips):
        rest = len(chips) - place - 1
        room = rect.right() + 1 - (px(CHIP_GAP) + text_width(f"+{rest}", 13) if rest else 0)
        if place and x + chip_width(chip) > (room if rest else rect.right() + 1):
            area = QRect(x, rect.y(), rect.right() + 1 - x, rect.height())
            x += text(painter, area, f"+{rest + 1}", "text2", size=13) + px(CHIP_GAP)
            break
        x += draw_chip(painter, x, middle, chip) + px(CHIP_GAP)
    return max(0, x - rect.x() - px(CHIP_GAP))


def bar(painter: QPainter, rect: QRectF, share: float, tone: str = "accent", ground: str = "line") -> None:
    """Draw a small progress bar filled to ``share`` (0–1)."""
    radius = rect.height() / 2
    contrast = theme.current().contrast
    rounded(painter, rect, radius, color("surface" if contrast else ground), color("edge") if contrast else None)
    if share > 0:
        width = max(rect.height(), rect.width() * min(1.0, share))
        rounded(painter, QRectF(rect.x(), rect.y(), width, rect.height()), radius, color(tone))
