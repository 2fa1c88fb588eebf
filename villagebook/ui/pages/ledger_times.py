"""Which time a ledger is shown of: a year, as of a day, as it had been recorded on a day; and the line that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame

from villagebook.base.days import chinese
from villagebook.ui.ledger_source import NOW, When
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.editors import Today
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import ElidedLabel, IconLabel
from villagebook.ui.widgets.line import Choice

ALL_YEARS = "全部年度"
LEAD = (
    "截至哪天：按今天知道的，那天以后发生的不算。照哪天的书：那天结束时书里是什么样，后来补记、改正、撤销的不算。"
    "都可以不填；导出和打印跟着这里选的走。"
)


def told(when: When) -> str:
    """What is shown, in words; empty for everything as it is now."""
    parts = []
    if when.year is not None:
        parts.append(f"{when.year}年")
    if when.on is not None:
        parts.append(f"截至{chinese(when.on)}，以后发生的不算")
    if when.known_at is not None:
        parts.append(f"照{chinese(when.known_at)}书里的样子，后来补记和改正的不算")
    return "；".join(parts)


def times_dialog(years: Sequence[int], when: When, today: Today, answer: Callable[[When], object]) -> AskDialog:
    """Ask for a year, a day, and the day of the records."""
    choices = tuple(Choice(str(year), f"{year}年") for year in years)
    specs = (
        FieldSpec("year", "年度", "choice", choices=(Choice("", ALL_YEARS), *choices), locked=not years, wide=True,
                  help="只看哪一年的。" if years else "这个台账不分年度。"),
        FieldSpec("on", "截至哪天", "date", help="按今天知道的，那天以后发生的不算。"),
        FieldSpec("known_at", "照哪天的书", "date", help="那天结束时书里是什么样，后来补记、改正、撤销的都不算。"),
    )  # fmt: skip

    def take(values: Mapping[str, Any]) -> None:
        year = str(values["year"] or "")
        answer(When(int(year) if year else None, values["on"], values["known_at"]))

    given = {"year": str(when.year or ""), "on": when.on, "known_at": when.known_at}
    return AskDialog("看哪个时候的", LEAD, specs, given, today, "看", take)


class TimesLine(QFrame):
    """Says over a table that it is not everything as it is now; one button leads back. Hidden else."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        box = HBox(self, (12, 0, 12, 8), 8)
        box.addWidget(IconLabel("history", "info", 16))
        self._text = ElidedLabel("", "second")
        box.addWidget(self._text, 1)
        self.back = Button("回到现在", "rotate-ccw", "quiet", small=True, on_click=back)
        box.addWidget(self.back)
        self.say(NOW)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text

    def say(self, when: When) -> None:
        """Say what is shown."""
        self._text.set_text(told(when))
        self.setVisible(bool(told(when)))
