"""What the tabs of a household's record share, and the two small ones: what it received, what was changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.services.household_received import Received
from villagebook.services.household_steps import Step
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FindingLine
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import SECTION_GAP
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

RECEIVED_COLUMNS = (
    Column("on", "日期", "date", width=98),
    Column("name", "项目", "name", width=130, stretch=2),
    Column("content", "内容", width=120, stretch=1, rank=1),
    Column("amount", "应得", "money", unit="元", width=104),
    Column("paid", "已领", "money", unit="元", width=104),
    Column("state", "", "state", width=92, rank=2),
)
STEP_COLUMNS = (
    Column("at", "时间", width=138),
    Column("actor", "谁", width=64, rank=1),
    Column("heading", "做了什么", "name", width=120, stretch=1),
    Column("what", "从 → 到", "change", width=160, stretch=2),
)


class Block(Body):
    """A section that can be hidden as a whole, with the room above it.

    Attributes:
        heading: Its heading.
    """

    def __init__(self, title: str, *parts: QWidget, note: str = "", button: Button | None = None) -> None:
        super().__init__((0, SECTION_GAP, 0, 0))
        self.heading = self.section(title, note, button, *parts)


class FindingLines(Body):
    """Findings that stand beside no field, one line each."""

    def __init__(self) -> None:
        super().__init__((0, 0, 0, 0), spacing=0)
        self.box.takeAt(0)

    def say(self, lines: Iterable[tuple[str, str]]) -> None:
        """Show (message, severity); without any it takes no room."""
        while self.box.count():
            item = self.box.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for message, severity in dict.fromkeys(lines):
            line = FindingLine()
            self.box.addWidget(line)
            line.say(message, severity)
        self.setVisible(self.box.count() > 0)


class ReceivedTab(Body):
    """What was to reach the household and what did, from which project: rosters, benefits, shares of income."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table = SmallTable(RECEIVED_COLUMNS, name="受益", selectable=True)
        self.table.opened.connect(self._open)
        self.heading = self.section("受益", "", None, self.table)
        self.blank = Text("还没有受益记录。项目的花名册、效益名单里有这一户，这里就会列出来。", "second", wrap=True)
        self.add(self.blank)
        self._projects: dict[int, uuid.UUID | None] = {}

    def show_received(self, received: Sequence[Received]) -> None:
        """Show what was received, the newest first, with its sums."""
        self._projects = {place: one.project for place, one in enumerate(received)}
        rows: list[Row] = [
            {"key": place, "on": one.on, "name": one.name, "content": one.content, "amount": one.amount_fen,
             "paid": one.paid_fen, "state": _state_of(one)}
            for place, one in enumerate(received)
        ]  # fmt: skip
        if len(rows) > 1:
            sums = {"amount": sum(one.amount_fen for one in received), "paid": sum(one.paid_fen for one in received)}
            rows.append({"key": -1, "name": "合计", **sums, ROW_STATE: "sum"})
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.blank.setVisible(not rows)
        self.heading.set_note(f"{len(received)} 笔" if received else "")

    def _open(self, place: Key) -> None:
        project = self._projects.get(place) if isinstance(place, int) else None
        if project is not None:
            self.opened.emit(project)


def _state_of(one: Received) -> Chip | None:
    if one.days_late:
        return Chip(f"逾期 {one.days_late} 天", "late", "clock-alert")
    return Chip("待领") if one.paid_fen < one.amount_fen else None


class StepsTab(Body):
    """What was changed at the household since it stands in the book."""

    def __init__(self) -> None:
        super().__init__()
        self.table = SmallTable(STEP_COLUMNS, name="改动")
        self.heading = self.section("改动", "", None, self.table)

    def show_steps(self, steps: Sequence[Step]) -> int:
        """Show steps, whole records of one operation as one line; return how many lines there are."""
        rows = step_rows(steps)
        self.table.set_rows(rows)
        self.heading.set_note(f"{len(rows)} 处")
        return len(rows)


def step_rows(steps: Sequence[Step]) -> list[Row]:
    """Return one row per changed field, and one per operation for all records it added or deleted."""
    rows: list[Row] = []
    whole: dict[int, dict[str, Any]] = {}
    for step in steps:
        at = f"{step.at.astimezone():%Y-%m-%d %H:%M}"
        row: dict[str, Any] = {"at": at, "actor": step.actor, "heading": step.heading}
        if step.label:
            rows.append({**row, "what": Cell(f"{step.label} {step.before or '空'}", new=step.after or "空")})
        elif step.seq in whole:
            whole[step.seq]["count"] += 1
            whole[step.seq]["what"] = f"{step.after[:2]} {whole[step.seq]['count']} 条"
        else:
            whole[step.seq] = {**row, "what": step.after, "count": 1}
            rows.append(whole[step.seq])
    return rows
