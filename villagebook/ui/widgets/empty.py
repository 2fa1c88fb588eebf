"""Empty states: what is missing, why it is worth having, and the ways to get it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from villagebook.ui import scale
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import IconLabel, Text


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of an empty state.

    Attributes:
        icon, title, note: What it is.
        verb: What its button says.
        go: Called when it is pressed.
    """

    icon: str
    title: str
    note: str
    verb: str
    go: Callable[[], object]


class WayRow(QFrame):
    """One way, on sunken ground, with its button."""

    def __init__(self, way: Way, primary: bool) -> None:
        super().__init__()
        self.setProperty("ground", "sunken")
        self.setProperty("rounded", "true")
        scale.fix(self, width=620, height=68)
        box = HBox(self, (18, 0, 16, 0), 14)
        box.addWidget(IconLabel(way.icon, "accent", 22))
        words = VBox(spacing=0)
        words.addStretch(1)
        title = Text(way.title, "strong")
        words.addWidget(title)
        words.addWidget(Text(way.note, "second"))
        words.addStretch(1)
        box.addLayout(words, 1)
        self.button = Button(way.verb, kind="primary" if primary else "outlined", on_click=way.go)
        self.button.setAccessibleName(f"{way.verb}：{way.title}")
        scale.least(self.button, width=104)
        box.addWidget(self.button)


class EmptyState(QFrame):
    """Icon, what is missing, why it is worth having, two or three ways; the first is primary.

    Also what was done and what can come next; ``tone`` then colours the icon (ok).

    Attributes:
        ways: The rows, for tests and focus.
    """

    def __init__(
        self,
        icon: str,
        title: str,
        why: str,
        ways: Sequence[Way] = (),
        *,
        foot: str = "",
        tone: str = "text3",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAccessibleName(f"{title}。{why}")
        center = Qt.AlignmentFlag.AlignHCenter
        box = VBox(self, (16, 16, 16, 16), 10)
        box.addStretch(2)
        box.addWidget(IconLabel(icon, tone, 40), 0, center)
        box.addSpacing(scale.px(8))
        box.addWidget(Text(title, "title"), 0, center)
        box.addWidget(Text(why, "label"), 0, center)
        box.addSpacing(scale.px(8))
        self.ways = [WayRow(way, place == 0) for place, way in enumerate(ways)]
        for row in self.ways:
            box.addWidget(row, 0, center)
        if foot:
            box.addSpacing(scale.px(8))
            box.addWidget(Text(foot, "second"), 0, center)
        box.addStretch(5)


class NoHits(QFrame):
    """A filter found nothing: 没有符合的农户, with the way back."""

    def __init__(self, words: str, clear: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        box = VBox(self, (16, 16, 16, 16), 10)
        center = Qt.AlignmentFlag.AlignHCenter
        box.addStretch(2)
        box.addWidget(IconLabel("search", "text3", 28), 0, center)
        box.addWidget(Text(words, "section"), 0, center)
        self.button = Button("清除筛选", on_click=clear)
        box.addWidget(self.button, 0, center)
        box.addStretch(3)
