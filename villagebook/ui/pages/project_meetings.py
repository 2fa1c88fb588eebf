"""The tab 会议 of a project: where 四议两公开 stands, the meetings that decided it, who signs its papers."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from PySide6.QtCore import Signal

from villagebook.services import committees, four_steps, meeting_views
from villagebook.ui.models.columns import Column, Key
from villagebook.ui.page import Context
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.stages import Stage, StageStrip

COLUMNS = (
    Column("held_on", "时间", "date", width=98),
    Column("kind", "会议", "name", width=110),
    Column("subject", "议题", "note", width=150, stretch=1, rank=1),
    Column("came", "到会", "text", width=64, rank=2),
    Column("votes", "表决", "text", width=92),
)


class MeetingsTab(Body):
    """The tab.

    Attributes:
        strip: The steps of 四议两公开.
        meetings: The meetings that decided the project.

    Signals:
        counted: (meetings).
    """

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project: uuid.UUID | None = None
        self._code = ""
        self.strip = StageStrip(name="四议两公开")
        self.strip.pressed.connect(self._press)
        self.following = Text("", "label")
        self.faults = FindingLines()
        self.section("四议两公开", "", None, self.strip, self.following, self.faults)
        self.meetings = SmallTable(COLUMNS, name="决定这个项目的会议", row_height=28, selectable=True)
        self.meetings.opened.connect(self._open)
        self._heading = self.section("决定这个项目的会议", "", None, self.meetings)
        self._nothing = Text("还没有会议决定这个项目。记一次会议，一次可以决定几个项目。", "second", wrap=True)
        self.add(self._nothing)
        row = HBox(spacing=8)
        row.addWidget(Button("记会议", "plus", small=True, on_click=self.record))
        row.addStretch(1)
        self.add(row, 8)
        self.signers = FactList(label_width=110)
        self.section("今天由谁签字", "", None, self.signers)
        self._records: list[tuple[str, Any] | None] = []

    def show_project(self, key: uuid.UUID) -> None:
        """Read the steps, the meetings and the signers of a project."""
        self._project, today = key, self._context.today()
        self._context.runner.read(
            lambda book: _read(book, key, today), lambda found: self._show(key, found), key="projects.meetings")

    def _show(self, key: uuid.UUID, found: Any) -> None:
        if key != self._project:
            return
        self._code, states, meetings, signers = found
        self._records = [one.record for one in states]
        self.strip.set_stages([_stage(one, place) for place, one in enumerate(states)])
        following = four_steps.following(states)
        skipped = [one.step.id for one in states if one.state == "skipped"]
        words = f"下一步：{following.step.act}" if following is not None else "四议两公开都办了"
        self.following.setText(words + (f"。没有办：{'、'.join(skipped)}" if skipped else ""))
        self.faults.say([(one.fault, "error") for one in states if one.fault])
        self.meetings.set_rows([_row(one) for one in meetings])
        for widget in (self.meetings, self._heading):
            widget.setVisible(bool(meetings))
        self._nothing.setVisible(not meetings)
        self.signers.set_facts([Fact(kind, "、".join(people) or "没有在任的成员") for kind, people in signers.items()])
        self.counted.emit(len(meetings))

    def record(self) -> None:
        """Record a meeting that decided this project."""
        self._context.go("projects", action=f"meetings:new={self._code}")

    def _open(self, key: Key) -> None:
        self._context.go("projects", key, action="meetings")

    def _press(self, place: int) -> None:
        record = self._records[place]
        if record is not None and record[0] == "meeting":
            self._open(record[1])
        elif record is not None and record[0] == "notice":
            self._context.go("notices", record[1])


def _read(book: Any, key: uuid.UUID, today: dt.date) -> tuple[str, Any, Any, dict[str, list[str]]]:
    target = ("project", key)
    with book.read() as connection:
        found = committees.signers(connection, book.village_id, today, key)
        states = four_steps.states_in(connection, target, today)
        code = four_steps.code_of(connection, key)
    signers = {kind: [f"{name}（{post}）" if post else name for name, post in people] for kind, people in found.items()}
    meetings = meeting_views.meetings(book, today, target=target)
    return code, states, sorted(meetings, key=lambda one: one.held_on or dt.date.max), signers


def _stage(one: Any, place: int) -> Stage:
    state = {"done": "done", "next": "now"}.get(one.state, "next")
    note = f"{one.on:%Y-%m-%d}" if one.on else {"next": "下一步", "skipped": "没有办"}.get(one.state, "")
    tone = "late" if one.fault else "due" if one.state in ("next", "skipped") else ""
    return Stage(one.step.title, state, note, tone, str(place) if one.record else "")  # type: ignore[arg-type]


def _row(one: Any) -> dict[str, Any]:
    agreed = one.row["agreed"]
    came = f"{one.present}/{one.due}" if one.due and one.present is not None else ""
    votes = f"同意 {agreed} 票" if agreed is not None else ""
    return {"key": one.key, "held_on": one.held_on, "kind": one.kind, "subject": one.row["subject"], "came": came,
            "votes": votes}  # fmt: skip
