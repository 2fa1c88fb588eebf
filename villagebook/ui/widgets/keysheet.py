"""F1: the keys, those of the window and those of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from villagebook.ui.scale import Grid, HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.labels import Text

Keys = Sequence[tuple[str, str]]


class KeySheet(Dialog):
    """Keys at the left, what they do at the right, in two columns."""

    def __init__(self, everywhere: Keys, page: str, own: Keys, manual: Callable[[], object] | None = None) -> None:
        super().__init__("键盘", 680)
        columns = HBox(spacing=32)
        self.body.addLayout(columns)
        columns.addLayout(_column("哪一页都可以", everywhere), 1)
        columns.addLayout(_column(f"在“{page}”这一页" if own else "", own), 1)
        if manual is not None:
            self.add_button(Button("打开手册", "book-open"), manual)
        self.default = self.add_close("关闭")


def _column(title: str, keys: Keys) -> VBox:
    column = VBox(spacing=6)
    if title:
        column.addWidget(Text(title, "strong"))
    rows = Grid(spacing=5, gutter=16)
    rows.setColumnStretch(1, 1)
    for row, (name, words) in enumerate(keys):
        rows.addWidget(Text(name, "second"), row, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(Text(words), row, 1)
    column.addLayout(rows)
    column.addStretch(1)
    return column
