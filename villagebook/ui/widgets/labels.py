"""Labels: text by its role, text that elides, chips in a row, one line that says something, a hairline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from villagebook.ui import fonts, icons, scale, style
from villagebook.ui.models.columns import Chip
from villagebook.ui.scale import HBox, px
from villagebook.ui.widgets import paint

SIZES = {"figure": (25, 700), "title": (20, 700), "dialog": (17, 700), "section": (15, 700), "strong": (14, 500)}
SIZES |= {"body": (14, 400), "label": (14, 400), "second": (13, 400), "tiny": (12, 400), "link": (14, 400)}
TOKENS = {"label": "text2", "second": "text2", "tiny": "text2", "link": "accent"}


class Text(QLabel):
    """A label by role: figure, title, dialog, section, strong, body, label, second, tiny, link.

    Plain text only, unless ``rich`` is set for two sizes on one line (the caller then escapes).
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        *,
        tone: str = "",
        wrap: bool = False,
        rich: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        self.setProperty("tone", tone)

    def set_tone(self, tone: str) -> None:
        """Colour the text: due, late, ok, info, accent or empty."""
        style.mark(self, tone=tone)


class ElidedLabel(QWidget):
    """One line of text that shortens itself to the room there is; the whole text is its tool tip.

    Attributes:
        role, tone: As of Text.
    """

    def __init__(self, text: str = "", role: str = "body", *, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role, self.tone = role, tone
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._set_tip()
        self.update()

    def set_tone(self, tone: str) -> None:
        """Colour the text: due, late, ok, info, accent or empty."""
        self.tone = tone
        self.update()

    def _font(self) -> tuple[int, int]:
        return SIZES[self.role]

    def _set_tip(self) -> None:
        full = paint.text_width(self._text, *self._font())
        self.setToolTip(self._text if full > self.width() else "")

    def sizeHint(self) -> QSize:
        size, _ = self._font()
        return QSize(paint.text_width(self._text, *self._font()) + 1, px(size * 1.45))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(px(28), self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QEvent) -> None:
        self._set_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        size, weight = self._font()
        token = self.tone or TOKENS.get(self.role, "text")
        token = token if self.isEnabled() else "text3"
        paint.text(QPainter(self), self.rect(), self._text, token, size=size, weight=weight)


class ChipRow(QWidget):
    """Chips side by side, at most as many as fit whole."""

    def __init__(self, chips: Sequence[Chip] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: tuple[Chip, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_chips(chips)

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these chips."""
        self._chips = tuple(chips)
        self.setAccessibleName("，".join(chip.text for chip in self._chips))
        style.show_if(self, bool(self._chips))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(paint.chip_width(chip) + px(paint.CHIP_GAP) for chip in self._chips)
        return QSize(max(0, width - px(paint.CHIP_GAP)), px(paint.CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(paint.chip_width(self._chips[0]) if self._chips else 0, px(paint.CHIP_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.draw_chips(QPainter(self), self.rect(), self._chips)


class IconLabel(QWidget):
    """One icon in a token's colour; decoration beside words, never alone."""

    def __init__(self, name: str = "", token: str = "text2", size: float = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        scale.fix(self, size, size)

    def set_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            icons.draw(QPainter(self), self._name, self._token, QRect(self.rect()).toRectF(), self._size)


class Figure(QWidget):
    """A big number with its unit on one baseline, and what it counts below: 386 户, 全村 1,427 人."""

    def __init__(self, number: str = "", unit: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_figure(number, unit, note)

    def set_figure(self, number: str, unit: str, note: str) -> None:
        """Show another figure."""
        self._number, self._unit, self._note = number, unit, note
        self.setAccessibleName(f"{number} {unit}，{note}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        figure = paint.text_width(self._number, 25, 700) + px(4) + paint.text_width(self._unit, 13)
        return QSize(max(figure, paint.text_width(self._note, 13)) + 1, px(56))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        baseline = px(31)
        painter.setFont(fonts.font(25, 700))
        painter.setPen(style.color("text"))
        painter.drawText(0, baseline, self._number)
        left = paint.text_width(self._number, 25, 700) + px(4)
        painter.setFont(fonts.font(13))
        painter.setPen(style.color("text2"))
        painter.drawText(left, baseline, self._unit)
        paint.text(painter, QRect(0, px(37), self.width(), px(19)), self._note, "text2", size=13)


class Rule(QFrame):
    """A hairline of one px between rows or panes."""

    def __init__(self, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rule")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


MESSAGE_ICONS = {"due": "clock", "late": "circle-x", "ok": "circle-check", "info": "info", "warn": "triangle-alert"}


class MessageLine(QFrame):
    """One line on a tinted ground: icon, a bold beginning, what is said, a button at its right.

    Args:
        tone: due, late, ok or info.
        lead: Bold beginning (下一步), may be empty.
        icon: Lucide name; empty takes the tone's.
    """

    def __init__(
        self,
        text: str = "",
        tone: str = "info",
        *,
        lead: str = "",
        icon: str = "",
        button: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("rounded", "true")
        scale.least(self, height=40)
        box = HBox(self, (12, 4, 8, 4), 8)
        self._icon = IconLabel("", tone, 20)
        self._lead = Text("", "strong")
        self._text = Text("", wrap=True)
        box.addWidget(self._icon)
        box.addWidget(self._lead)
        box.addWidget(self._text, 1)
        if button is not None:
            box.addWidget(button)
        self.say(text, tone, lead=lead, icon=icon)

    def say(self, text: str, tone: str = "info", *, lead: str = "", icon: str = "") -> None:
        """Say something else; an empty text hides the line."""
        self._text.setText(text)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        self._lead.set_tone(tone)
        self._icon.set_icon(icon or MESSAGE_ICONS[tone], tone)
        self.setAccessibleName(f"{lead} {text}".strip())
        style.mark(self, ground=tone)
        style.show_if(self, bool(text))
