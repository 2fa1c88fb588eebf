"""What is asked before a notice goes up, comes down or is withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from villagebook.base.days import chinese
from villagebook.base.errors import VillagebookError
from villagebook.services import publicity
from villagebook.services.publicity import Examined, NoticeView, Planned
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.notice_parts import AskForHolidays, problems
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import MessageLine, Text

NO_OBJECTIONS = "公示期内没有收到异议。"

POST_LEAD = "定稿以后，内容和这份 PDF 就固定下来，不能再改；写错了只能撤回更正。"


class PostDialog(AskDialog):
    """定稿张贴: on which day, how long; shows the period and what the sheet has.

    Args:
        answer: Called with on, days (None is the rule's own time), long, hung_by, witness; ``later`` where it is only
            finalised now and hung another day.
    """

    def __init__(
        self, context: Context, view: NoticeView, examined: Examined | None, answer: Callable[[Values], object]
    ) -> None:
        specs = (
            FieldSpec("on", "张贴日期", "date", help="贴到墙上的那一天。"),
            FieldSpec("days", "公示天数", "int", unit="天", placeholder="按规定", help="可以比规定的长，不能短。"),
            FieldSpec("hung_by", "张贴人", "text"),
            FieldSpec("witness", "见证人", "text"),
            FieldSpec("long", "长期张贴", "tick", help="期满以后还一直贴着，不用摘下。"),
        )
        super().__init__(
            "定稿张贴", POST_LEAD, specs, {"on": context.today()}, context.today, "定稿张贴", answer,
            note=view.row["number"], icon="stamp", required={"on": "请写张贴日期"},
        )  # fmt: skip
        self._context, self._number = context, view.row["number"]
        self.later = Button("先定稿，过后再贴", kind="quiet", small=True, on_click=self._later)
        self.foot.addWidget(self.later)
        self.period = Text("", "strong", wrap=True)
        self.rule = Text("", "second")
        self.body.addWidget(self.period)
        self.body.addWidget(self.rule)
        self.found = MessageLine()
        self.body.addWidget(self.found)
        self.holidays = AskForHolidays(context, self)
        self.body.addWidget(self.holidays)
        self._problems = problems(examined) if examined is not None else ("", "info")
        self.found.say(*self._problems)
        self.form.edited.connect(lambda _name, _value: self._plan())
        self._plan()

    def _plan(self) -> None:
        on, days = self.form["on"].value, self.form["days"].value
        if on is None:
            return
        if self.form["long"].value:
            days = publicity.LONG
        number = self._number
        self._context.runner.read(
            lambda book: publicity.plan(book, number, on, days), self._planned, self._not_planned, key="notices.plan"
        )

    def _planned(self, planned: Planned) -> None:
        self.found.say(*self._problems)
        self.holidays.answer(None)
        first, last = chinese(planned.from_on), chinese(planned.through_on)
        self.period.setText(f"公示时间：{first}至{last}（{planned.days_text}）")
        self.rule.setText(f"规定不少于{planned.least}。数据截至{chinese(planned.from_on)}。")
        said = f"不能少于{planned.least}" if planned.too_short else ""
        self.form["days"].set_finding(said, "error")
        self.do.setEnabled(not planned.too_short)
        self.later.setEnabled(not planned.too_short)

    def _not_planned(self, error: VillagebookError) -> None:
        self.period.setText("")
        self.rule.setText("")
        self.found.say(str(error), "late")
        self.holidays.answer(error)
        self.do.setEnabled(False)
        self.later.setEnabled(False)

    def _later(self) -> None:
        """Finalise only: the sheet is printed, and hung another day."""
        if self.form["on"].value is not None:
            self.close_panel()
            self._answer({**self.values(), "later": True})


def release(context: Context, number: str, places: str, answer: Callable[[str], object]) -> AskDialog:
    """Return the question why something private may hang on the wall; ``answer`` gets the reason."""
    dialog = AskDialog(
        "写明原因放行",
        "贴出去的纸收不回来。请先核对下面这些内容，确实可以公开的，写明原因；原因留在书里，审计时看得到。",
        (FieldSpec("why", "放行原因", "long_text", wide=True, lines=3),),
        {}, context.today, "放行并张贴", lambda values: answer(values["why"]),
        note=number, icon="stamp", required={"why": "请写明为什么可以公开"}, danger=True,
    )  # fmt: skip
    line = MessageLine(places, "late")
    dialog.body.insertWidget(1, line)
    return dialog


def take_down(context: Context, view: NoticeView, answer: Callable[[Values], object]) -> AskDialog:
    """Return the question when a notice was taken down, and how it ended."""
    today, through = context.today(), view.row["through_on"]
    lead = f"公示期到 {through} 为止。" if through is not None else ""
    if through is not None and today < through:
        lead += f"还差 {(through - today).days} 天，现在摘下，公示天数不满，核查会提示。"
    dialog = AskDialog(
        "摘下公示",
        lead,
        (
            FieldSpec("on", "摘下日期", "date"),
            FieldSpec("result", "公示结果", "long_text", wide=True, lines=3, placeholder="有没有异议，怎样答复的"),
        ),
        {"on": today}, context.today, "摘下", answer,
        note=view.row["number"], icon="calendar-check", required={"on": "请写摘下日期"},
    )  # fmt: skip
    usual = Button("填“没有收到异议”", kind="quiet", small=True)
    usual.clicked.connect(lambda: dialog.form["result"].set_value(NO_OBJECTIONS))
    dialog.foot.addWidget(usual)
    return dialog


def withdraw(context: Context, view: NoticeView, answer: Callable[[str], object]) -> AskDialog:
    """Return the question why a notice is withdrawn."""
    return AskDialog(
        "撤回更正",
        "撤回以后，这份公示作废：请把墙上的揭下来，改好数据再拟一份。原来的 PDF 和撤回原因都留在书里。",
        (FieldSpec("why", "撤回原因", "long_text", wide=True, lines=3, placeholder="如：第 3 户的面积写错了"),),
        {}, context.today, "撤回", lambda values: answer(values["why"]),
        note=view.row["number"], required={"why": "请写明为什么撤回"}, danger=True,
    )  # fmt: skip
