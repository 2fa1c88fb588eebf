"""The lines of problem lists as a table: under their rules, with state, whose, what, and what was answered."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from villagebook.services import doubts
from villagebook.services.doubts import WAITING, Line, ListView
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column, Group, Key
from villagebook.ui.models.table import Row
from villagebook.ui.widgets.lists import Choosable

#: State -> (tone, icon).
LOOKS: Mapping[str, tuple[str, str]] = {
    WAITING: ("due", "clock"),
    "已更正": ("ok", "circle-check"),
    "情况属实": ("mute", "stamp"),
    "不是本村": ("mute", "map-pin"),
    "已答复": ("mute", "check"),
}
NEWEST = "newest"
EVERY, NOBODY = "every", "nobody"
_NO_RULE = "没有写类型"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: a list (None: the newest), a state (EVERY, NOBODY or one of STATES), a text."""

    file: uuid.UUID | None = None
    state: str = EVERY
    text: str = ""


def chip(state: str) -> Chip:
    """Return a state as a chip."""
    tone, icon = LOOKS.get(state, ("mute", ""))
    return Chip(state, tone, icon)


def choices(views: Sequence[ListView], lines: Sequence[Line], file: uuid.UUID | None) -> tuple[Choosable, ...]:
    """Return the lines of the side column: the states of the list shown, then the lists."""
    counts = Counter(line.state for line in lines)
    nobody = sum(not line.found for line in lines)
    found = [Choosable("全部疑点", EVERY, "list-checks", "", f"{len(lines):,}"), Choosable("核实到哪里")]
    for state, (tone, icon) in LOOKS.items():
        found.append(Choosable(state, state, icon, tone if counts[state] else "", f"{counts[state]:,}"))
    if nobody:
        found.append(Choosable("书里没有的", NOBODY, "circle-dashed", "", f"{nobody:,}"))
    found.append(Choosable("收到的清单"))
    for view in views:
        # The one shown is told by its icon: choices are for states.
        icon = "file-check" if view.id == file else "file-text"
        found.append(Choosable(view.name, f"file={view.id}", icon, "", f"{view.answered}/{view.lines}"))
    return tuple(found)


class DoubtsSource:
    """Lines under their rules (models.rows.Source)."""

    columns = (
        Column("who", "谁", "name", width=128, sortable=False),
        Column("state", "状态", "chips", width=104, sortable=False),
        Column("problem", "疑点", "note", width=220, stretch=2, sortable=False),
        Column("answer", "答复", "note", width=170, stretch=1, rank=1, sortable=False),
        Column("row", "行", "int", width=48, rank=2, sortable=False),
    )

    def __init__(self) -> None:
        self._lines: dict[Key, Line] = {}

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        wanted = filter if isinstance(filter, Wanted) else Wanted()
        every = doubts.lines(book)
        file = wanted.file or (every[-1].file_id if every else None)
        found = [line for line in every if line.file_id == file and _is_wanted(line, wanted)]
        self._lines = {line.id: line for line in found}
        of_rule: dict[str, list[Line]] = {}
        for line in found:
            of_rule.setdefault(line.rule or _NO_RULE, []).append(line)
        rows: list[Key | Group] = []
        for rule, lines in of_rule.items():
            waiting = sum(line.state == WAITING for line in lines)
            note = f"{len(lines):,} 条，{f'{waiting:,} 条待核实' if waiting else '都答复了'}"
            look = ("triangle-alert", "due") if waiting else ("circle-check", "ok")
            rows.append(Group(f"rule {rule}", rule, note, *look))
            rows += [line.id for line in lines]
        return rows

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [self._dress(self._lines[key]) if key in self._lines else {} for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}

    @staticmethod
    def _dress(line: Line) -> dict[str, Any]:
        who = Cell(line.who, tip=line.code) if line.found else Cell(line.who, tip="书里没有", icon="circle-dashed")
        return {
            "who": who,
            "state": (chip(line.state),),
            "problem": Cell(line.problem or line.rule, tip=line.problem),
            "answer": Cell(line.answer, tip=line.answer, tone="mute"),
            "row": line.row,
            ROW_STATE: "muted" if line.repeated else "",
        }


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    if wanted.state == NOBODY and line.found:
        return False
    if wanted.state not in (EVERY, NOBODY) and line.state != wanted.state:
        return False
    said = f"{line.who} {line.code} {line.rule} {line.problem} {line.answer}"
    return all(word in said for word in wanted.text.split())
