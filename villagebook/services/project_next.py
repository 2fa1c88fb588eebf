"""What comes next in the work on a project, in one sentence with its button. Domain 5.2 and 6.4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from villagebook.base.money import format_yuan
from villagebook.lifecycle.stages import STAGES
from villagebook.models.notice_states import FALLEN
from villagebook.notices import NOTICE_KINDS
from villagebook.services.project_life import LifeView, NoticeLine, StageLine
from villagebook.services.publicity import ARCHIVED, DOWN, DRAFT, READY

#: Stages at which money is asked about first.
_MONEY = ("claimed", "paid")


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next.

    Attributes:
        text: One sentence; empty when all that this book follows is done.
        verb: What a button says, empty where only people can do it.
        do: What it does: ``notice:<kind>`` drafts, ``open:<number>`` shows a notice, ``stage:<id>`` asks for the day of
            a stage, ``field:<column>`` is to be filled in, ``entry`` writes an entry, ``tab:<id>`` shows a tab,
            ``back`` takes the project up again.
        late: Whether it should have been done by now.
    """

    text: str = ""
    verb: str = ""
    do: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What the next step is told from.

    Attributes:
        totals: Sums of the project's balances over all sources, in fen.
        notices: All its notices, oldest first.
    """

    life: LifeView
    totals: Mapping[str, Any]
    notices: Sequence[NoticeLine]

    def fen(self, name: str) -> int:
        """Return one sum."""
        return int(self.totals.get(name) or 0)

    def newest(self, kind: str) -> NoticeLine | None:
        """Return the newest notice of a kind that stands."""
        standing = [notice for notice in self.notices if notice.kind == kind and notice.state not in FALLEN]
        return standing[-1] if standing else None


def next_step(about: About, on: dt.date) -> NextStep:
    """Return what comes next as of a day."""
    life = about.life
    if life.standing.stops and life.side is not None:
        since = f"（{life.side_on}）" if life.side_on else ""
        why = f"：{life.side_why.rstrip('。')}" if life.side_why else ""
        return NextStep(f"项目{life.side.title}{since}{why}。", life.side.back, "back")
    one = life.next
    if one is None:
        return NextStep()
    beside = _beside(about) if one.id in ("handed", "archived") else None
    if beside is not None:
        return beside
    step = _step(about, one)
    return NextStep(f"{step.text.rstrip('。')}{_by(one, on)}。", step.verb, step.do, one.late) if step.text else step


def _step(about: About, one: StageLine) -> NextStep:
    stage = STAGES[one.id]
    if stage.begins:
        after = NextStep(f"{stage.title}期满，填公示日期。", "填日期", f"stage:{one.id}")
        return _notice(about, stage.notices[0], stage.title, after)
    if one.id in _MONEY:
        return _money(about, one)
    if one.id == "plan":
        return NextStep(f"{one.hint}。", "写会议", "stage:plan")
    return NextStep(f"{one.hint}。", f"记{one.title}", f"stage:{one.id}")


def _by(one: StageLine, on: dt.date) -> str:
    """Return by when, as the end of a sentence."""
    if one.due is None:
        return ""
    if one.late:
        return f"（应在 {one.due} 前，已过 {(on - one.due).days} 天）"
    return f"（{one.due_why} {one.due} 前）" if one.due_why == "计划" else f"（{one.due} 前）"


def _beside(about: About) -> NextStep | None:
    """Return the notice that hangs beside that of a stage and is missing yet (资金使用情况公告)."""
    for line in about.life.stages:
        for missing in line.missing:
            kind = missing.do.removeprefix("notice:")
            if missing.do.startswith("notice:") and kind in STAGES[line.id].notices[1:]:
                return _notice(about, kind, NOTICE_KINDS[kind].name, NextStep())
    return None


def _notice(about: About, kind: str, name: str, after: NextStep) -> NextStep:
    """Draft it, put it up, wait for it, go on: by how far the newest one is."""
    newest = about.newest(kind)
    if newest is None:
        return NextStep(f"还没有拟{name}。", f"拟{name}", f"notice:{kind}")
    if newest.state == DRAFT:
        return NextStep(f"{name}（{newest.number}）还是草稿，核对后张贴。", "看草稿", f"open:{newest.number}")
    if newest.state in (DOWN, ARCHIVED):
        return after
    if newest.state == READY:
        return NextStep(f"{name}（{newest.number}）已经定稿，等着贴上墙。", "去张贴", f"open:{newest.number}")
    through = f"，{newest.through_on:%m-%d} 期满" if newest.through_on is not None else ""
    return NextStep(f"{name}（{newest.number}）{newest.state}{through}。", "看公示", f"open:{newest.number}")


def _money(about: About, one: StageLine) -> NextStep:
    left, unclaimed = about.fen("balance_fen"), about.fen("spent_fen") - about.fen("reimbursed_fen")
    outstanding = about.fen("outstanding_fen")
    if left > 0:
        return NextStep(f"到账的钱还有 {format_yuan(left)} 元没有付。", "记一笔", "entry")
    if unclaimed > 0:
        words = f"还有 {format_yuan(unclaimed)} 元没有报"
        if one.id == "claimed":
            return NextStep(f"{one.hint}，{words}。", "记申请报账", "stage:claimed")
        return NextStep(f"{one.hint}，{words}。", "记一笔", "entry")
    if outstanding > 0:
        return NextStep(f"下达的指标还有 {format_yuan(outstanding)} 元没有到账。")
    if about.fen("spent_fen") > 0:
        return NextStep(f"{one.hint}。", f"记{one.title}", f"stage:{one.id}")
    return NextStep("还没有到账和付款。", "记一笔", "entry")
