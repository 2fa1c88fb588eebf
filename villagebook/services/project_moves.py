"""Verbs of a project's life: a stage is reached, the project leaves the way (未通过 调整 出库 终止) and comes back.

Days that would not lie in their order are said and refused; with a reason (``why``) they are written all the same, and
the reason stays in the project's note.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.ledgers import Scope, project_days
from villagebook.lifecycle.stage import SideState, Stage
from villagebook.lifecycle.stages import SIDE_STATES, STAGES
from villagebook.lifecycle.standing import DONE, Known, side_of, standing, wrong_orders
from villagebook.models import Meeting, Project, fields_of
from villagebook.services import fields
from villagebook.services.fields import record_row
from villagebook.services.project_life import wrong_words
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

_INFO = {info.name: info for info in fields_of(Project)}


def stage_of(word: str) -> Stage:
    """Return a stage by id or title.

    Raises:
        UserError: there is none.
    """
    for stage in STAGES:
        if word in (stage.id, stage.title):
            return stage
    known = "、".join(f"{stage.title}（{stage.id}）" for stage in STAGES)
    raise UserError("project.stage", f"没有“{word}”这一步", f"可以是：{known}")


def meeting_of(book: Book, word: str) -> uuid.UUID:
    """Return the meeting with this code, or the only one of this day.

    Raises:
        UserError: there is none, or several were held that day.
    """
    meeting = Meeting.__table__.c
    query = select(meeting.id, meeting.code, meeting.held_on).where(meeting.village_id == book.village_id)
    with book.read() as connection:
        found = [row.id for row in connection.execute(query) if word in (row.code, str(row.held_on))]
    if len(found) != 1:
        words = f"有 {len(found)} 次会议是“{word}”" if found else f"没有“{word}”这次会议"
        raise UserError("project.meeting", words, "请写会议编号；没有编号的，写日期，如 2025-01-10")
    key: uuid.UUID = found[0]
    return key


@verb("project.reach", "记项目进度", Undo.INVERSE)
def reach(
    book: Book,
    key: uuid.UUID,
    stage_id: str,
    on: dt.date | None = None,
    *,
    from_on: dt.date | None = None,
    meeting: uuid.UUID | None = None,
    texts: Mapping[str, str] | None = None,
    why: str = "",
    actor: str,
    today: dt.date,
) -> Changed:
    """Write down that a stage was reached.

    Args:
        on: Its day; of a notice the last one. Not for 村里决定, which has the day of its meeting.
        from_on: First day of a notice.
        meeting: The meeting that decided, for 村里决定.
        texts: Other columns of the stage (``asks``, ``needs``) as typed: the number of the document, an opinion.
        why: Reason for days that do not lie in their order.

    Raises:
        UserError: the stage is not one of this way of doing it, a day is missing or still to come, the order is broken
            without a reason, or work on the project is stopped.
    """
    stage = stage_of(stage_id)
    new: dict[str, Any] = _days_of(stage, on, from_on, meeting, today)
    for name, text in (texts or {}).items():
        if name not in (*stage.asks, *stage.needs):
            raise ValueError(f"{stage.id} does not ask for {name}")
        new[name] = fields.typed(_INFO[name], text)
    with book.work(declaration(reach).id, actor, f"记{stage.title}", Undo.INVERSE) as work:
        known = _known(work, key)
        _refuse(stage, known, today)
        words = _newly_wrong(work, known, new)
        if words and not why.strip():
            raise UserError("project.order", "；".join(words), "请核对日期；确实如此的，写明原因再记")
        if words:
            new["note"] = _noted(known.row["note"], f"{stage.title}：{'；'.join(words)}。原因：{why.strip()}")
        work.heading = f"记{stage.title} {known.row['name'] or known.row['code'] or ''}".rstrip()
        work.write_rows(Project, updates=[(key, new)])
        return Changed.of(work.commit())


def _days_of(
    stage: Stage, on: dt.date | None, from_on: dt.date | None, meeting: uuid.UUID | None, today: dt.date
) -> dict[str, Any]:
    if not stage.field:
        if meeting is None:
            raise UserError("project.no_meeting", "没有说是哪次会议决定的", "请先记这次会议，再在这里选它")
        return {"meeting_id": meeting}
    if on is None or (stage.begins and from_on is None):
        which = "从哪天到哪天" if stage.begins else "是哪一天"
        raise UserError("project.no_day", f"没有写{stage.title}{which}", "请写日期，如 2025-03-05")
    first = from_on if stage.begins and from_on is not None else on
    if first > today:
        raise UserError("project.future", f"{first}还没有到", "到了那一天再记；计划的日期请写在计划开工、计划完工里")
    return {stage.begins: from_on, stage.field: on} if stage.begins else {stage.field: on}


def _known(work: Work, key: uuid.UUID) -> Known:
    record_row(work.connection, "project", key)
    far = dt.date.max
    return project_days.known(work.connection, Scope(work.village_id, far), [key])[key]


def _refuse(stage: Stage, known: Known, today: dt.date) -> None:
    mode = known.row["mode"]
    if not stage.fits(mode):
        raise UserError("project.not_its_stage", f"{mode}的项目没有“{stage.title}”这一步", "请核对实施方式")
    side = side_of(known.row, today)
    if side is not None and side.stops:
        raise UserError("project.stopped", f"项目{side.title}，不能往下办", f"要接着办，先{side.back}")


def _newly_wrong(work: Work, known: Known, new: Mapping[str, Any]) -> list[str]:
    """Return in words the orders of days that the new ones break and that were not broken before."""
    before = set(wrong_orders(known.row, known.day(STAGES["plan"]).on))
    held = known.day(STAGES["plan"]).on
    if "meeting_id" in new:
        held = record_row(work.connection, "meeting", new["meeting_id"])["held_on"]
    after = wrong_orders({**known.row, **new}, held)
    return [wrong_words(one) for one in after if one not in before]


def _noted(note: str | None, line: str) -> str:
    return f"{note.rstrip()}\n{line}" if note and note.strip() else line


@verb("project.set_aside", "项目未通过、调整、出库、终止", Undo.INVERSE)
def set_aside(
    book: Book, key: uuid.UUID, state: str, on: dt.date, why: str, *, actor: str, today: dt.date
) -> Changed:
    """Bring a project into a state beside its stages.

    Raises:
        UserError: no such state, no reason, a day to come, the project is in one already, or not so far (too far) that
            this can happen.
    """
    side = SIDE_STATES.get(state)
    if side is None:
        raise UserError("project.side", f"没有“{state}”这种情况", f"可以是：{'、'.join(SIDE_STATES.ids)}")
    if not why.strip():
        raise UserError("project.no_reason", f"没有写为什么{side.title}", "请写原因和依据")
    if on > today:
        raise UserError("project.future", f"{on}还没有到", "请核对日期")
    with book.work(declaration(set_aside).id, actor, f"项目{side.title}", Undo.INVERSE) as work:
        known = _known(work, key)
        now = side_of(known.row, dt.date.max)
        if now is not None:
            raise UserError("project.aside", f"项目已经{now.title}", f"先{now.back}，再记别的")
        _refuse_reached(side, known, on)
        work.heading = f"项目{side.title} {known.row['name'] or known.row['code'] or ''}".rstrip()
        new = {"side_state": side.title, "side_on": on, "side_why": why.strip()}
        work.write_rows(Project, updates=[(key, new)])
        return Changed.of(work.commit())


def _refuse_reached(side: SideState, known: Known, on: dt.date) -> None:
    order = STAGES.ids
    reached = [order.index(one.stage.id) for one in standing(known, on).stages if one.state == DONE]
    last = max(reached, default=-1)
    if side.first and last < order.index(side.first):
        raise UserError("project.too_early", f"还没有{STAGES[side.first].title}，不能{side.title}", "请核对是哪个项目")
    if side.last and last > order.index(side.last):
        done = STAGES[order[last]].title
        raise UserError("project.too_late", f"已经{done}，不能{side.title}", "请核对是哪个项目，或者先改错了的日期")


@verb("project.take_up", "重新申报、恢复项目", Undo.INVERSE)
def take_up(book: Book, key: uuid.UUID, on: dt.date, why: str, *, actor: str, today: dt.date) -> Changed:
    """Let a project leave its state beside the stages; what happened stays in its note.

    A project that did not pass is declared anew: the days of its declaration and its reviews are emptied.

    Raises:
        UserError: it is in no such state, no reason, or a day before the state began or still to come.
    """
    if not why.strip():
        raise UserError("project.no_reason", "没有写为什么恢复", "请写原因和依据")
    if on > today:
        raise UserError("project.future", f"{on}还没有到", "请核对日期")
    with book.work(declaration(take_up).id, actor, "恢复项目", Undo.INVERSE) as work:
        row = record_row(work.connection, "project", key)
        side = side_of(row, dt.date.max)
        if side is None:
            raise UserError("project.not_aside", "项目没有未通过、调整、出库或终止", "不用恢复")
        if row["side_on"] is not None and on < row["side_on"]:
            raise UserError("project.back_first", f"{on}早于{side.title}的日期{row['side_on']}", "请核对日期")
        work.heading = f"{side.back} {row['name'] or row['code'] or ''}".rstrip()
        new: dict[str, Any] = dict.fromkeys(("side_state", "side_on", "side_why", *side.clears))
        work.write_rows(Project, updates=[(key, {**new, "note": _noted(row["note"], _story(side, row, on, why))})])
        return Changed.of(work.commit())


def _story(side: SideState, row: Mapping[str, Any], on: dt.date, why: str) -> str:
    """Return what the note keeps: since when, why, what was emptied, when and why it came back."""
    since = chinese(row["side_on"]) if row["side_on"] is not None else ""
    gone = [f"{_INFO[name].label}{chinese(row[name])}" for name in side.clears if row[name] is not None]
    was = f"（原{'、'.join(gone)}）" if gone else ""
    reason = f"，{row['side_why'].rstrip('。')}" if row["side_why"] else ""
    return f"{since}{side.title}{reason}{was}；{chinese(on)}{side.back}，{why.strip().rstrip('。')}。"
