"""公开日历: what the village must make public in a year, when, and whether it hangs; a press drafts or opens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QStackedWidget

from villagebook.services import duties as service
from villagebook.services.duties import DUE, MET, MET_LATE, MISSED, TO_COME, UNKNOWN, Duty, YearOfDuties
from villagebook.ui.models.columns import Key
from villagebook.ui.page import NEW, Command, Context, Page
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.duty_grid import DutyCell, DutyGrid
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.labels import Rule, Text
from villagebook.ui.widgets.tools import ToolRow

#: State -> icon and tone.
LOOKS: Mapping[str, tuple[str, str]] = {
    MET: ("circle-check", "ok"), MET_LATE: ("circle-check", "due"), MISSED: ("clock-alert", "late"),
    DUE: ("clock", "due"), TO_COME: ("", ""), UNKNOWN: ("circle-dashed", "mute"),
}  # fmt: skip
RULES = {
    "accounts": "每季度，往来多的每月", "plan": "每年，批复下达以后", "results": "每年，下年初",
    "sharing": "每年，有收益的", "gifts": "每年，有捐赠的",
}  # fmt: skip
LEAD = (
    "绿的已经公开，黄的该公开或者公开晚了，红的到了日子还没有公开。点一格：没有公开的拟稿，公开了的看那份公示。"
    "日子在“设置—本村规定”里可以改。"
)


class DutiesPage(Page):
    """公开日历.

    Attributes:
        found: What is shown; None before it is read.
    """

    families = frozenset({"notice", "fund_entry", "project", "social_help", "distribution", "override"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: YearOfDuties | None = None
        self._year: int | None = None
        self._key, self._then = "", ""
        self.tools = ToolRow()
        self.before = Button("", "chevron-left", "tool", tip="上一年", on_click=lambda: self._turn(-1))
        self.after = Button("", "chevron-right", "tool", tip="下一年", on_click=lambda: self._turn(1))
        self.year = Text("", "section")
        for widget in (self.before, self.year, self.after):
            self.tools.add(widget)
        self.tools.add_right(Button("拟公示", "plus", tip="拟一份别的公示", keys=NEW, on_click=self._draft_any))
        self.grid = DutyGrid()
        self.grid.pressed.connect(self.press)
        self.lead = Text(LEAD, "second", wrap=True)
        inside = QFrame()
        inside.setProperty("ground", "surface")
        box = VBox(inside, (16, 10, 16, 14), spacing=12)
        box.addWidget(self.grid)
        box.addWidget(self.lead)
        box.addStretch(1)
        shown = QFrame()
        shown.setProperty("ground", "surface")
        column = VBox(shown)
        column.addWidget(self.tools)
        column.addWidget(Rule())
        column.addWidget(scrolling(inside, "公开日历"), 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(shown)
        self._stack.addWidget(EmptyState(
            "calendar-check", "还没有要公开的事",
            "有了入账的资金、批复的项目、捐赠和收益，这里就排出一年该公开什么、什么时候公开。",
            [Way("coins", "记一笔资金", "财务每季度公开一次", "去记流水",
                 lambda: self.context.go("funds", action="funds"))],
        ))  # fmt: skip
        VBox(self).addWidget(self._stack)

    # Page

    def refresh(self) -> None:
        today, year = self.context.today(), self._year or self.context.today().year
        self.runner.read(lambda book: service.year_of(book, year, today), self._read, key="notices.duties")

    def commands(self) -> Sequence[Command]:
        return (Command(NEW, "拟公示", self._draft_any),)

    def show_record(self, key: Key) -> None:
        """Show a duty by its key (accounts/2025Q3)."""
        self._key = str(key)
        span = self._key.partition("/")[2]
        if span[:4].isdigit():
            self._year = int(span[:4])
        self.refresh()

    def act(self, action: str, key: Key | None) -> None:
        """draft: do with the duty named what pressing it does."""
        if action == "draft" and key is not None:
            self._then = str(key)
            self.show_record(key)

    def parts(self) -> list[Any]:
        return [self.grid]

    # What is shown

    def _read(self, found: YearOfDuties) -> None:
        self.found = found
        self._stack.setCurrentIndex(0 if len(found.years) > 1 or found.duties else 1)
        self.year.setText(f"{found.year}年")
        self.before.setEnabled(found.year > min(found.years))
        self.after.setEnabled(found.year < max(found.years))
        self.head(found.line, found.line)
        lines = list(dict.fromkeys((one.duty, one.title) for one in found.duties))
        places = {duty: place for place, (duty, _) in enumerate(lines)}
        self.grid.show_year(
            found.year, [(title, RULES.get(duty, "")) for duty, title in lines],
            [_cell(one, places[one.duty]) for one in self.duties], self.context.today(),
        )  # fmt: skip
        self._choose()

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The duties shown, line by line as the cells stand."""
        if self.found is None:
            return ()
        order = list(dict.fromkeys(one.duty for one in self.found.duties))
        return tuple(sorted(self.found.duties, key=lambda one: (order.index(one.duty), one.first)))

    def _choose(self) -> None:
        """Go to the duty that was asked for, and do what was asked with it."""
        keys = [one.key for one in self.duties]
        if self._key in keys:
            self.grid.go_to(keys.index(self._key))
        self._key = ""
        if self._then in keys:
            place, self._then = keys.index(self._then), ""
            if self.grid.can_press(place):
                self.press(place)

    def _turn(self, step: int) -> None:
        self._year = (self._year or self.context.today().year) + step
        self.refresh()

    # What is done

    def press(self, place: int) -> None:
        """Open the notice that met a duty, or the draft that will; draft one where there is none."""
        one = self.duties[place]
        number = one.number or one.waiting
        if number is not None:
            self.context.go("notices", number)
            return
        about = f"period={one.period}" if one.duty == "accounts" else f"year={one.year}"
        self.context.go("notices", action=f"draft={one.kind}/?{about}")

    def _draft_any(self) -> None:
        self.context.go("notices", action="draft")


def _cell(one: Duty, line: int) -> DutyCell:
    icon, tone = LOOKS[one.state]
    title = one.words.removeprefix(f"{one.year}年") or "全年"
    return DutyCell(
        line, one.first.month, one.last.month, title, service.said(one), service.said_short(one), icon, tone,
        bool(one.number or one.waiting or one.state in (DUE, MISSED, UNKNOWN) or one.duty != "accounts"),
    )  # fmt: skip
