"""How far a project is and what comes next: from its dates, its notices and its money. Domain 4.4, 5.2 and 6.4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from villagebook.base.money import format_yuan
from villagebook.services.publicity import DOWN, DRAFT, WITHDRAWN

DONE, NOW, TO_COME = "done", "now", "to_come"
HOUSEHOLD_MODE = "分户实施"

#: Notice kinds a project needs: on the way into the library, before it begins at households, for its money.
LIBRARY, ROSTER, MONEY = "project-library", "roster-beneficiaries", "fund-use"


class NoticeLine(NamedTuple):
    """One notice of a project; ``state`` as of the day asked for."""

    key: Any
    number: str
    title: str
    state: str
    kind: str
    from_on: dt.date | None
    through_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    Attributes:
        state: done, now or to_come.
        on: The day it was reached, None if that is not known.
        note: What is to be said instead of a day (没有贴).
        late: Whether the note wants attention.
    """

    title: str
    state: str
    on: dt.date | None
    note: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next.

    Attributes:
        text: One sentence; empty when all that this book follows is done.
        verb: What a button says, empty where only people can do it.
        do: What it does: ``notice:<kind>`` drafts, ``open:<number>`` shows a notice, ``field:<column>`` is to be
            filled in, ``entry`` writes an entry.
    """

    text: str = ""
    verb: str = ""
    do: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What stages are told from.

    Attributes:
        row: The project's row.
        totals: Sums of its balances over all sources, in fen.
        claimed_on: Day of its last claim (报账).
        notices: All its notices.
    """

    row: Mapping[str, Any]
    totals: Mapping[str, Any]
    claimed_on: dt.date | None
    notices: Sequence[NoticeLine]

    def fen(self, name: str) -> int:
        """Return one sum."""
        return int(self.totals.get(name) or 0)

    def of(self, kind: str) -> list[NoticeLine]:
        """Return its notices of a kind that stand, oldest first."""
        return [notice for notice in self.notices if notice.kind == kind and notice.state != WITHDRAWN]

    def posted(self, kind: str) -> NoticeLine | None:
        """Return the newest one of a kind that was put up."""
        return next((notice for notice in reversed(self.of(kind)) if notice.state != DRAFT), None)

    @property
    def is_paid(self) -> bool:
        """Whether what it received was paid out, and all of that was claimed."""
        spent, left = self.fen("spent_fen"), self.fen("balance_fen")
        return spent > 0 and left <= 0 and self.fen("reimbursed_fen") >= spent


def stages(facts: Facts, on: dt.date) -> tuple[Stage, ...]:
    """The stages of a project as of a day, in order."""
    listed = _listed(facts, on)
    last = max((place for place, (_, reached, _, _) in enumerate(listed) if reached), default=-1)
    found = []
    for place, (title, reached, day, missing) in enumerate(listed):
        if reached or (place < last and not missing):
            found.append(Stage(title, DONE, day if day is None or day <= on else None))
        elif place < last:
            found.append(Stage(title, TO_COME, None, missing, late=True))
        elif place == last + 1:
            found.append(Stage(title, NOW, day, f"到 {day:%m-%d}" if day is not None else ""))
        else:
            found.append(Stage(title, TO_COME, None))
    return tuple(found)


_Listed = tuple[str, bool, dt.date | None, str]


def _listed(facts: Facts, on: dt.date) -> list[_Listed]:
    """Title, whether it is reached, its day, what is said where a later stage was reached without it.

    A project that was accepted was begun, whether its day is known or not; but a notice that is not in the book did
    not hang.
    """
    row = facts.row
    listed = [_dated("入库", row["library_notice_through"], on), _dated("下达", row["granted_on"], on)]
    if row["mode"] == HOUSEHOLD_MODE:
        listed.append(_noticed("到户公示", facts.posted(ROSTER), on))
    listed += [_dated(title, row[name], on) for title, name in _DAYS]
    listed.append(("报账", facts.is_paid, facts.claimed_on if facts.is_paid else None, "没有报完"))
    listed.append(_noticed("资金公告", facts.posted(MONEY), on))
    return listed


_DAYS = (("开工", "started_on"), ("竣工", "finished_on"), ("验收", "accepted_on"))


def _dated(title: str, day: dt.date | None, on: dt.date) -> _Listed:
    return title, day is not None and day <= on, day, ""


def _noticed(title: str, notice: NoticeLine | None, on: dt.date) -> _Listed:
    day = notice.through_on if notice is not None else None
    return title, day is not None and day < on, day, "没有贴"


def next_step(facts: Facts, found: Sequence[Stage]) -> NextStep:
    """What comes next in the work on a project."""
    row = facts.row
    if row["side_state"]:
        return NextStep(f"项目已{row['side_state']}。")
    waiting = next((stage for stage in found if stage.state == NOW or stage.late), None)
    if waiting is None:
        return NextStep()
    match waiting.title:
        case "入库":
            return _notice(facts, LIBRARY, "项目库入库公示", _fill("library_notice_through", "入库公示结束日期"))
        case "下达":
            return NextStep("等批复下达，收到后填批复文号和下达日期。", "填下达日期", "field:granted_on")
        case "到户公示":
            return _notice(facts, ROSTER, "受益户公示", _fill("started_on", "开工日期"))
        case "开工":
            return NextStep("可以开工了，开工后填开工日期。", "填开工日期", "field:started_on")
        case "竣工":
            return NextStep("正在施工，完工后填竣工日期。", "填竣工日期", "field:finished_on")
        case "验收":
            return NextStep("请乡镇验收，验收后填验收日期。", "填验收日期", "field:accepted_on")
        case "报账":
            return _money(facts)
        case _:
            return _notice(facts, MONEY, "资金使用情况公告", NextStep())


def _fill(column: str, label: str) -> NextStep:
    return NextStep(f"公示期满，填{label}。", f"填{label}", f"field:{column}")


def _notice(facts: Facts, kind: str, name: str, after: NextStep) -> NextStep:
    """Draft it, put it up, wait for it, go on: by how far the newest one is."""
    newest = next(iter(reversed(facts.of(kind))), None)
    if newest is None:
        return NextStep(f"还没有拟{name}。", f"拟{name}", f"notice:{kind}")
    if newest.state == DRAFT:
        return NextStep(f"{name}（{newest.number}）还是草稿，核对后张贴。", "看草稿", f"open:{newest.number}")
    if newest.state == DOWN:
        return after
    through = f"，{newest.through_on:%m-%d} 期满" if newest.through_on is not None else ""
    return NextStep(f"{name}（{newest.number}）{newest.state}{through}。", "看公示", f"open:{newest.number}")


def _money(facts: Facts) -> NextStep:
    left, unclaimed = facts.fen("balance_fen"), facts.fen("spent_fen") - facts.fen("reimbursed_fen")
    outstanding = facts.fen("outstanding_fen")
    if left > 0:
        return NextStep(f"到账的钱还有 {format_yuan(left)} 元没有付。", "记一笔", "entry")
    if unclaimed > 0:
        return NextStep(f"备齐票据去报账，还有 {format_yuan(unclaimed)} 元没有报。", "记一笔", "entry")
    if outstanding > 0:
        return NextStep(f"下达的指标还有 {format_yuan(outstanding)} 元没有到账。")
    return NextStep("还没有到账和付款。", "记一笔", "entry")
