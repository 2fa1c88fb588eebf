"""The error panel: what did not happen, to which record, what became of the data, and what to do.

Never "unknown error", never a code first. Technical details are folded away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from villagebook.base.errors import KnownError, VillagebookError
from villagebook.ui import scale
from villagebook.ui.scale import Grid, HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.labels import IconLabel, Text

SAFE = "没有受影响，书和刚才一样。"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error panel says.

    Attributes:
        title: What did not happen (没有打印出来).
        happened: What went wrong.
        subject: Which record or paper; empty if the happening says it.
        data: What became of the data.
        ways: What can be done, numbered.
        technical: Folded away; empty for none.
    """

    title: str
    happened: str
    subject: str = ""
    data: str = SAFE
    ways: tuple[str, ...] = ()
    technical: str = ""

    @classmethod
    def of(cls, error: VillagebookError, title: str = "") -> Trouble:
        """Return what is said about one of the program's own errors."""
        default = "电脑上有别的情况，没有做成" if isinstance(error, KnownError) else "没有做成"
        return cls(
            title=title or default,
            happened=_sentence(error.message),
            ways=(_sentence(error.hint),) if error.hint else (),
            technical=f"{type(error).__name__} {error.id}",
        )


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。！？…" else text + "。"


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of an error panel: words, icon, what it does."""

    words: str
    action: Callable[[], object]
    icon: str = ""


class ErrorPanel(Dialog):
    """Shows a Trouble; the last answer is the primary button and the default."""

    def __init__(self, trouble: Trouble, answers: Sequence[Answer] = (), *, close: str = "关闭") -> None:
        super().__init__(trouble.title, 600)
        self.trouble = trouble
        self.setAccessibleName(f"{trouble.title}。{trouble.happened}")
        self.setAccessibleDescription(" ".join((trouble.data, *trouble.ways)))
        self.head.insertWidget(0, IconLabel("circle-x", "late", 28))
        self.head.remeasure(margins=(23, 20, 20, 8), spacing=14)
        self.body.remeasure(margins=(65, 2, 20, 14), spacing=6)
        self.body.addLayout(self._rows())
        if trouble.ways:
            self.body.addSpacing(scale.px(6))
            self.body.addWidget(Text("可以这样办", "strong"))
            ways = VBox(spacing=1)
            for number, way in enumerate(trouble.ways, 1):
                ways.addWidget(Text(f"{number}. {way}", wrap=True))
            self.body.addLayout(ways)
        self._technical = self._details()
        self.foot.addWidget(self._fold)
        self._fold.setVisible(bool(trouble.technical))
        last = self.add_close(close)
        for place, answer in enumerate(answers):
            kind = "primary" if place == len(answers) - 1 else "outlined"
            last = self.add_button(Button(answer.words, answer.icon, kind), answer.action)
        if not answers:
            last.set_kind("primary")
        self.default = last

    def _rows(self) -> Grid:
        rows = Grid(spacing=6, gutter=16)
        rows.setColumnStretch(1, 1)
        pairs = (("出了什么事", "happened"), ("哪一份", "subject"), ("您的数据", "data"))
        texts = [(label, getattr(self.trouble, name)) for label, name in pairs]
        for row, (label, text) in enumerate((label, text) for label, text in texts if text):
            rows.addWidget(Text(label, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(Text(text, wrap=True), row, 1)
        return rows

    def _details(self) -> QWidget:
        self._fold = Button("技术细节", "chevron-right", "quiet", on_click=self._unfold)
        details = QPlainTextEdit(self.trouble.technical)
        details.setReadOnly(True)
        details.setAccessibleName("技术细节")
        details.setTabChangesFocus(True)
        scale.fix(details, height=120)
        details.hide()
        self.body.addWidget(details)
        return details

    def _unfold(self) -> None:
        self._technical.setVisible(self._technical.isHidden())
        self._fold.set_icon("chevron-right" if self._technical.isHidden() else "chevron-down")
        parent = self.parentWidget()
        if parent is not None and hasattr(parent, "replace_panel"):
            parent.replace_panel()


def card(*widgets: QWidget) -> HBox:
    """Return widgets side by side, for the body of a dialog."""
    row = HBox(spacing=8)
    for widget in widgets:
        row.addWidget(widget)
    return row
