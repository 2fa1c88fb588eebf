"""The village's figures on 今日: households, projects by stage, money, notices by state, the backup."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.base.money import format_yuan
from villagebook.lifecycle import stages
from villagebook.services import publicity
from villagebook.services.today import Figures, Today
from villagebook.ui import fonts, scale
from villagebook.ui.scale import Grid, HBox, VBox, px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.bars import Bar, BarChart, Part, StackedBar
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import IconLabel, Rule, Text

#: Stages in the order in which a project goes through them; what is not named here comes last.
STAGES = (stages.FIRST_STATE, *(word for stage in stages.STAGES for word in (stage.under, stage.state) if word))
#: A state of a notice -> what the page 公示 calls it, and its tone.
STATES = {
    publicity.DRAFT: ("草稿", "accent"),
    publicity.UP: ("公示中", "accent"),
    publicity.EXPIRED: ("期满", "late"),
    publicity.READY: ("待张贴", "accent"),
    publicity.DOWN: ("待归档", "accent"),
    publicity.ARCHIVED: ("已归档", "accent"),
}

Go = Callable[..., object]


def money_parts(money: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return what became of the planned money as (words, 分); the parts add up to the largest of the four figures.

    Args:
        money: planned, received, spent, reimbursed and balance (received − spent − returned) in 分.

    Money that was returned no longer waits to be paid, it is named with what has not come in. Where a figure is
    larger than the one before it (a finding of its own) the part between them is nothing.
    """
    returned = max(0, money["received"] - money["spent"] - money["balance"])
    reimbursed = money["reimbursed"]
    spent = max(reimbursed, money["spent"])
    received = max(spent, money["received"] - returned)
    planned = max(received, money["planned"])
    return (
        ("已报账", reimbursed),
        ("已付款，待报账", spent - reimbursed),
        ("已到账，未付款", received - spent),
        ("未到账，或已收回" if returned else "未到账", planned - received),
    )


class _Number(QWidget):
    """386 户 on one baseline, and below it what they are."""

    LINE, NOTE = 34, 20

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit, self._number, self._note = unit, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale.fix(self, height=self.LINE + self.NOTE)

    def say(self, number: int, note: str) -> None:
        """Show another figure."""
        self._number, self._note = f"{number:,}", note
        self.setAccessibleName(f"{self._number} {self._unit}，{note}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        baseline = px(self.LINE - 8)
        painter.setFont(fonts.font(25, 700))
        painter.setPen(color("text"))
        painter.drawText(0, baseline, self._number)
        painter.setFont(fonts.font(13, 400))
        painter.setPen(color("text2"))
        painter.drawText(paint.text_width(self._number, 25, 700) + px(5), baseline, self._unit if self._number else "")
        paint.text(painter, QRect(0, px(self.LINE), self.width(), px(self.NOTE)), self._note, "text2", size=13)


class FiguresColumn(QWidget):
    """The figures, in one column or two.

    Args:
        go: Called with (page, key, action) by bars that open their rows.
        back_up: Called by 现在备份.
    """

    def __init__(self, go: Go, back_up: Callable[[], object]) -> None:
        super().__init__()
        self._columns = 0
        self._box = HBox(self, (20, 14, 20, 16), 32)
        self._sides = [QWidget(), QWidget()]
        for side in self._sides:
            VBox(side, spacing=9)
            self._box.addWidget(side, 1)
        self.numbers = [_Number("户") for _ in range(3)]
        self.stages = BarChart(name="项目按进度")
        self.stages.opened.connect(lambda stage: go("projects", None, f"stage={stage}"))
        self.money = StackedBar(name="项目资金")
        self.money.opened.connect(lambda _part: go("funds"))
        self.states = BarChart(name="公示按状态")
        self.states.opened.connect(lambda state: go("notices", None, f"state={state}"))
        self._stage_heading = SectionHeading("项目", aside=" ")
        self._money_heading = SectionHeading("项目资金", aside=" ")
        self._state_heading = SectionHeading("公示", aside=" ")
        self.backup_button = Button("现在备份", kind="quiet", small=True, on_click=back_up)
        self._blocks = {
            "numbers": self._number_block(),
            "stages": _block(self._stage_heading, self.stages),
            "money": _block(self._money_heading, self.money, gap=5),
            "states": _block(self._state_heading, self.states),
            "backup": self._backup_block(),
        }
        self._title = SectionHeading("村里的数")
        self._rules = [Rule() for _ in self._blocks]
        self.arrange(1)

    def _number_block(self) -> QWidget:
        block = QWidget()
        grid = Grid(block, spacing=0, gutter=16)
        for place, number in enumerate(self.numbers):
            grid.addWidget(number, 0, place)
            grid.setColumnStretch(place, 1)
        return block

    def _backup_block(self) -> QWidget:
        block = QWidget()
        row = HBox(block, (0, 4, 0, 0), 12)
        self._light = IconLabel("", "ok", 20)
        words = VBox(spacing=1)
        self._backup = Text("", "strong")
        self._backup_note = Text("", "second")
        words.addWidget(self._backup)
        words.addWidget(self._backup_note)
        row.addWidget(self._light)
        row.addLayout(words, 1)
        row.addWidget(self.backup_button)
        return block

    def arrange(self, columns: int) -> None:
        """Put the blocks below each other, or into two columns."""
        if columns == self._columns:
            return
        self._columns = columns
        order = (
            (("numbers", "stages", "money", "states", "backup"), ())
            if columns == 1
            else (("numbers", "money", "backup"), ("stages", "states"))
        )
        self._sides[1].setVisible(columns == 2)
        for side, names in zip(self._sides, order, strict=True):
            layout = side.layout()
            assert isinstance(layout, VBox)
            while layout.count():
                layout.takeAt(0)
            if names and names[0] == "numbers":
                layout.addWidget(self._title)
                self._title.setVisible(columns == 2)
            for place, name in enumerate(names):
                rule = self._rules[list(self._blocks).index(name)]
                rule.setParent(side)
                rule.setVisible(place > 0)
                layout.addWidget(rule)
                layout.addWidget(self._blocks[name])
                self._blocks[name].show()
            layout.addStretch(1)

    def show_figures(self, found: Today, year: int) -> None:
        """Show what is so now."""
        figures = found.figures
        pairs = (
            (figures.households, f"全村 {figures.people:,} 人"),
            (figures.poor_households, f"脱贫户 {figures.poor_people:,} 人"),
            (figures.monitored_households, f"监测对象 {figures.monitored_people:,} 人"),
        )
        for number, (count, note) in zip(self.numbers, pairs, strict=True):
            number.say(count, note)
        self._show_stages(figures)
        self._show_money(figures.money)
        self._show_states(figures)
        self._show_backup(found)

    def _show_stages(self, figures: Figures) -> None:
        counts = dict(figures.stages)
        order = [*dict.fromkeys(stage for stage in STAGES if stage in counts), *(s for s in counts if s not in STAGES)]
        self._stage_heading.title.setText(f"项目 {sum(counts.values()):,} 个")
        self._stage_heading.say_aside("按进度")
        self.stages.set_bars([Bar(stage, counts[stage], key=stage) for stage in order])

    def _show_money(self, money: Mapping[str, int]) -> None:
        parts = money_parts(money)
        whole = sum(amount for _, amount in parts)
        lead = "计划" if whole == money["planned"] else "合计"
        self._money_heading.say_aside(f"{lead} {format_yuan(whole)} 元")
        self.money.set_parts([Part(words, amount, format_yuan(amount), key=words) for words, amount in parts])

    def _show_states(self, figures: Figures) -> None:
        counts = dict(figures.notices)
        self._state_heading.title.setText(f"公示 {sum(counts.values()):,} 份")
        self._state_heading.say_aside("按状态")
        there = [(state, *look) for state, look in STATES.items() if state in counts]
        bars = [Bar(title, counts[state], tone=tone, key=state) for state, title, tone in there]
        self.states.set_bars(bars)

    def _show_backup(self, found: Today) -> None:
        tone = "ok" if found.backup_ok else "due"
        self._light.set_icon("shield-check" if found.backup_ok else "shield-alert", tone)
        self._backup.setText(found.backup)
        self._backup.set_tone("" if found.backup_ok else "due")
        self._backup_note.setText("每次关书时自动备份" if found.backup_ok else "请现在备份一次")


def _block(*parts: QWidget, gap: int = 0) -> QWidget:
    block = QWidget()
    box = VBox(block, spacing=gap)
    for part in parts:
        box.addWidget(part)
    return block
