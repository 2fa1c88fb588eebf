"""The tab 进度 of a project: all its stages with their days on one time line; a press writes a day down."""

from __future__ import annotations

from villagebook.lifecycle.stages import STAGES
from villagebook.services.project_life import StageLine
from villagebook.services.projects import ProjectView
from villagebook.ui.page import Context
from villagebook.ui.pages import project_asking
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.dates import DateRow, DateStrip
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.record import Column as Body

LEGEND = "圆点是办成的日子，横条是公示的日子，空心圈是计划或最迟的日子。点一行就可以记日期。"
WAITS = {"村": "等村里办", "乡镇": "等乡镇办", "县": "等县里办", "公示期满": "等公示期满"}


class DatesTab(Body):
    """进度.

    Attributes:
        strip: The stages.
        wrong: What is wrong with their days.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: ProjectView | None = None
        self.side = Button("未通过、调整、出库、终止", "ban", "quiet", small=True)
        with_menu(self.side, self._sides)
        self.heading = self.section("进度", "", self.side)
        self.aside = MessageLine("", "due", button=Button("接着办", small=True, on_click=self._back))
        self.add(self.aside)
        self.wrong = FindingLines()
        self.add(self.wrong)
        self.strip = DateStrip()
        self.strip.pressed.connect(lambda place: self.ask(self.strip.rows[place].id))
        self.add(self.strip, 4)
        self.legend = Text(LEGEND, "second", wrap=True)
        self.add(self.legend, 6)

    def show_view(self, view: ProjectView) -> None:
        """Show a project's stages."""
        self.view = view
        life = view.life
        waits = WAITS.get(life.waits_for, "")
        self.heading.set_note("，".join(part for part in (f"现在{life.word}", waits) if part))
        self.strip.set_rows([_row(one) for one in life.stages], self._context.today())
        self.wrong.say([(words, "error") for one in life.stages for words in one.wrong])
        side = life.side
        since = f"（{life.side_on}）" if life.side_on else ""
        why = f"{life.side_why or '没有写原因'}{since}"
        self.aside.say(why if side is not None else "", "due", lead=side.title if side is not None else "")

    def ask(self, stage: str) -> None:
        """Ask for the day of a stage."""
        if self.view is not None:
            project_asking.ask_stage(self._context, self.view, STAGES[stage])

    def show_part(self, name: str) -> None:
        """Ask for the day of a stage, as if its row was pressed."""
        self.ask(name)

    def _back(self) -> None:
        if self.view is not None:
            project_asking.ask_back(self._context, self.view)

    def _sides(self) -> list[Entry]:
        view = self.view
        return project_asking.side_entries(self._context, view) if view is not None else []


def _row(one: StageLine) -> DateRow:
    wrong = "；".join(one.wrong)
    why = "计划" if one.due_why == "计划" else one.due_why
    state = one.state
    return DateRow(one.id, one.title, state, one.from_on, one.on, one.due, why, one.late, wrong)  # type: ignore[arg-type]
