"""The column left of a list in which one says what is listed: lines with counts, and a hairline to the list."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLayout, QWidget

from villagebook.ui import scale
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.labels import Rule
from villagebook.ui.widgets.lists import ChoiceList

WIDTH = 250


class ChoiceSide(QFrame):
    """The column.

    Args:
        name: Accessible name of the lines.
        head: What stands above them.

    Attributes:
        choices: The lines.
    """

    def __init__(self, name: str, head: QLayout | None = None) -> None:
        super().__init__()
        holder = QWidget()
        box = VBox(holder, (8, 7, 8, 8), 6)
        if head is not None:
            box.addLayout(head)
        self.choices = ChoiceList(name=name)
        box.addWidget(self.choices)
        box.addStretch(1)
        lines = scrolling(holder, name)
        scale.fix(lines, width=WIDTH)
        row = HBox(self)
        row.addWidget(lines)
        row.addWidget(Rule(upright=True))
