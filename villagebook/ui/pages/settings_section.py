"""One section of 设置: a title, and parts below each other, not wider than is good to read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from villagebook.ui import scale
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column

WIDEST = 760


class Section(QWidget):
    """One section: a title, and its parts below each other, not wider than is good to read."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        outer = HBox(self)
        self.body = Column((24, 14, 24, 20), spacing=6)
        scale.most(self.body, width=WIDEST)
        outer.addWidget(self.body, 100)
        outer.addStretch(1)
        self.body.add(Text(title, "title"))
        if note:
            self.body.add(Text(note, "label", wrap=True))
