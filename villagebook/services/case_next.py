"""What comes next in a case: one sentence, and what a button does about it; the notices its steps want."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from villagebook.base.days import iso
from villagebook.cases.progress import OPEN
from villagebook.ledgers.case_facts import Told
from villagebook.models.notice_states import DRAFT, READY
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.notices.case_waiting import fell, naming, standing
from villagebook.services.notice_cases import together


@dataclass(frozen=True, slots=True)
class NextDo:
    """What comes next.

    Attributes:
        text: One sentence.
        verb: What a button says; empty where there is none.
        do: ``step:<id>`` writes the step down, ``notice:<kind>`` drafts, ``open:<number>`` shows a notice,
            ``close`` and ``fail`` end the case.
        blocked: Whether it is blocked today.
    """

    text: str
    verb: str = ""
    do: str = ""
    blocked: bool = False


def next_do(connection: Connection, one: Told, on: dt.date) -> NextDo:
    """Return what comes next in a case, and what a button does about it."""
    far = one.progress
    if far is None or one.row["state"] != OPEN:
        return NextDo("")
    if far.failed is not None:
        return NextDo(f"{far.failed.title}没有通过，记为未通过，或者收回这一步重办。", "记为未通过", "fail")
    if far.next is None:
        return NextDo(_closing(one), "办结", "close")
    step = far.next
    when = _when(far.due, far.late, far.due_step.title if far.due_step is not step and far.due_step else "", on)
    ahead = "".join(f"；{block.text}" for block in far.ahead)
    if far.blocks:
        held = max((block.from_on for block in far.blocks if block.from_on is not None), default=None)
        waits = all(block.from_on is not None for block in far.blocks)
        first = "；".join(block.text for block in far.blocks)
        what = f"，{iso(held)} 起办{step.title}" if waits and held is not None else ""
        again = _fallen_notice(connection, one, on)
        if again is not None:
            return again
        return NextDo(f"{first}{what}{when}{ahead}。", f"记{step.title}", f"step:{step.id}", blocked=True)
    wall = _about_notice(connection, one, step.id, on)
    if wall is not None:
        return NextDo(f"{wall.text}{when}{ahead}。", wall.verb, wall.do)
    return NextDo(f"{step.hint}{when}{ahead}。", f"记{step.title}", f"step:{step.id}")


def _when(due: dt.date | None, late: int, by: str, on: dt.date) -> str:
    """Return how long there is, as the end of a sentence."""
    if due is None:
        return ""
    whole = f"全程到{by}" if by else ""
    if late:
        return f"，{whole}已过期 {late} 天" if whole else f"，已过期 {late} 天"
    left = (due - on).days
    words = "今天到期" if left == 0 else f"{due:%m-%d} 到期，还有 {left} 天"
    return f"，{whole + ' ' if whole else ''}{words}"


def _closing(one: Told) -> str:
    procedure = one.procedure
    assert procedure is not None
    target = one.row["target"] or "、".join(procedure.begins)
    if procedure.removes:
        return "步骤都办完了，办结后标注风险已消除。"
    if procedure.ends:
        return f"步骤都办完了，办结后转为{procedure.begins[0]}。"
    return f"步骤都办完了，办结后登记为{target}。"


def _about_notice(connection: Connection, one: Told, step_id: str, on: dt.date) -> NextDo | None:
    """Return what to do about the notice a step wants: draft it, post it, note it; None if it wants none of ours."""
    kind = notice_kind(one, step_id)
    if kind is None or one.procedure is None or "notice" not in one.procedure.step(step_id).needs:
        return None
    newest = next(iter(notices_of(connection, one, kind)), None)
    title = one.procedure.step(step_id).title
    if newest is None:
        words = f"还没有拟{kind.name}{_with_others(connection, one, kind, on)}"
        return NextDo(words, f"拟{kind.mode}", f"notice:{kind.id}")
    return _unhung(kind, newest) or NextDo(
        f"{kind.name}（{newest['number']}）{iso(newest['from_on'])} 已张贴，记下这一步", f"记{title}", f"step:{step_id}"
    )


def _with_others(connection: Connection, one: Told, kind: NoticeKind, on: dt.date) -> str:
    """Return how many cases wait for the same notice, as the end of a sentence: they go on one sheet."""
    others = len(together(connection, one.row["village_id"], one.row["code"] or "", kind.id, on)) - 1
    return f"，另有 {others} 户等着，拟在同一张上" if others else ""


def _unhung(kind: NoticeKind, notice: dict[str, Any]) -> NextDo | None:
    """Return what to do about a notice that does not hang yet; None if it does."""
    said = {DRAFT: "还是草稿，核对后张贴", READY: "已经定稿，等着张贴"}.get(notice["state"])
    if said is None:
        return None
    verb = "看草稿" if notice["state"] == DRAFT else f"看{kind.mode}"
    return NextDo(f"{kind.name}（{notice['number']}）{said}", verb, f"open:{notice['number']}")


def _fallen_notice(connection: Connection, one: Told, on: dt.date) -> NextDo | None:
    """Return what to do about the newest step whose notice was withdrawn or corrected; None if none was."""
    assert one.procedure is not None
    for step in reversed(one.procedure.steps):
        kind = notice_kind(one, step.id)
        if kind is None or not fell(one, step.id):
            continue
        newest = next(iter(notices_of(connection, one, kind)), None)
        if newest is not None:
            waits = _unhung(kind, newest)
            return NextDo(f"{waits.text}。", waits.verb, waits.do) if waits is not None else None
        number = one.facts.done[step.id].notice
        words = f"{number}已经撤回，要重新{kind.mode}{_with_others(connection, one, kind, on)}。"
        return NextDo(words, f"拟{kind.mode}", f"notice:{kind.id}")
    return None


def notice_kind(one: Told, step_id: str) -> NoticeKind | None:
    """Return the kind of notice a step wants; None if it wants none of ours."""
    wanted = one.procedure.step(step_id).notice if one.procedure is not None else ""
    return NOTICE_KINDS.get(wanted) if wanted else None


def notices_of(connection: Connection, one: Told, kind: NoticeKind) -> list[dict[str, Any]]:
    """Return notices of a kind that name the case (or its household since the lead) and stand, newest first."""
    return [row for row in standing(connection, one.row["village_id"], kind) if naming([row], one) is not None]
