"""How far a project is, as pages and the command line show it: its stages, what is missing, whom it waits for.

What the stages are and when one is reached is declared in lifecycle/; here the book is read for it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, or_, select, true

from villagebook.base.days import chinese
from villagebook.ledgers import Scope, project_days
from villagebook.lifecycle.slots import Slot
from villagebook.lifecycle.stage import SideState
from villagebook.lifecycle.stages import MEETING, PHASES
from villagebook.lifecycle.standing import (
    DONE,
    NOW,
    OPEN,
    PASSED,
    TO_COME,
    Due,
    StageNow,
    Standing,
    WrongOrder,
    standing,
)
from villagebook.models import Notice, Project, fields_of
from villagebook.notices import NOTICE_KINDS
from villagebook.policies import POLICIES
from villagebook.services import publicity
from villagebook.services.dossier.binder import binders
from villagebook.services.notice_projects import OF_ALL
from villagebook.services.notice_states import NOT_HUNG
from villagebook.services.overrides import overrides
from villagebook.store import Book

#: Labels of the project's columns, and of the meeting that decided.
LABELS: Mapping[str, str] = {info.name: info.label for info in fields_of(Project)} | {MEETING: "决定会议"}


class NoticeLine(NamedTuple):
    """One notice of a project, or of all projects of its year; ``state`` as of the day asked for."""

    key: Any
    number: str
    title: str
    state: str
    kind: str
    from_on: dt.date | None
    through_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing.

    Attributes:
        text: 缺会议记录.
        do: What a button does, as NextStep.do; empty where only people can do it.
    """

    text: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of a project as it is shown.

    Attributes:
        id, title: Of the declared stage.
        state: done, passed, now, open or to_come.
        from_on, on: Its days; from_on of a notice only.
        due: By when it is to be reached; due_why says who wants it so.
        late: Whether that day has passed without it.
        waits_for: 村, 乡镇 or 县.
        hint: What is to be done.
        wrong: What is wrong with its days, in words.
        missing: What it lacks; of a stage to come nothing is said.
    """

    id: str
    title: str
    state: str
    from_on: dt.date | None
    on: dt.date | None
    due: dt.date | None
    due_why: str
    late: bool
    waits_for: str
    hint: str
    wrong: tuple[str, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """Stages under one disc of the strip; ``state`` is done, now or to_come; ``on`` the last day reached in it."""

    id: str
    title: str
    state: str
    on: dt.date | None
    note: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class LifeView:
    """How far one project is.

    Attributes:
        word: What it is called, as in the ledger.
        side: The state beside the stages it is in; side_on, side_why say since when and why.
        waits_for: Who is to act: 村, 乡镇, 县, or 公示期满; empty if nobody.
    """

    word: str
    stages: tuple[StageLine, ...]
    phases: tuple[PhaseLine, ...]
    standing: Standing
    side: SideState | None
    side_on: dt.date | None
    side_why: str
    waits_for: str

    @property
    def missing(self) -> tuple[Missing, ...]:
        """All that is missing, in the order of the stages."""
        return tuple(one for stage in self.stages for one in stage.missing)

    @property
    def next(self) -> StageLine | None:
        """The stage that comes next."""
        wanted = self.standing.next
        return next((one for one in self.stages if wanted is not None and one.id == wanted.stage.id), None)


def view(book: Book, key: uuid.UUID, on: dt.date) -> LifeView:
    """Return how far the project with this key is as of a day.

    Raises:
        KeyError: it is gone.
    """
    with book.read() as connection:
        return view_in(connection, book.village_id, key, on)


def view_in(connection: Connection, village_id: uuid.UUID, key: uuid.UUID, on: dt.date) -> LifeView:
    """As ``view``, inside a work or a reading."""
    known = project_days.known(connection, Scope(village_id, on), [key])[key]
    found = standing(known, on, overrides(connection, village_id))
    (binder,) = binders(connection, village_id, on, [key])
    lacking = tuple(view.slot for view in binder.missing)
    # Notices on all projects of a year lie in the binders of each.
    hung = frozenset(row["kind"] for view in binder.slots for row in view.notices)
    row = known.row
    lines = tuple(_line(one, row, hung, lacking) for one in found.stages)
    return LifeView(
        found.word, lines, tuple(_phases(found)), found, found.side, row["side_on"], row["side_why"] or "",
        _waits_for(found, on),
    )  # fmt: skip


def called(book: Book, on: dt.date) -> dict[uuid.UUID, Standing]:
    """Return how far each project of the book is."""
    with book.read() as connection:
        own = overrides(connection, book.village_id)
        known = project_days.known(connection, Scope(book.village_id, on))
        return {key: standing(one, on, own) for key, one in known.items()}


def notices(connection: Connection, village_id: uuid.UUID, key: uuid.UUID, on: dt.date) -> Iterator[NoticeLine]:
    """Yield the notices of a project, and those of a year that name it, in the order of their numbers."""
    columns = Notice.__table__.c
    wanted = (
        columns.id, columns.number, columns.heading, columns.state, columns.kind, columns.from_on, columns.through_on,
        columns.open_ended,
    )  # fmt: skip
    project = select(Project.code, Project.year).where(Project.id == key).subquery("told_of")
    year = func.coalesce(columns.subject["year"].as_integer(), columns.year)
    drafted = and_(columns.state.in_(NOT_HUNG), year == project.c.year)
    of_all = and_(
        columns.project_id.is_(None), columns.kind.in_(OF_ALL),
        or_(project_days.names(Notice.__table__, project.c.code), drafted),
    )  # fmt: skip
    mine = or_(columns.project_id == key, of_all)
    joined = Notice.__table__.join(project, true())
    query = select(*wanted).select_from(joined).where(columns.village_id == village_id, mine)
    for row in connection.execute(query.order_by(columns.year, columns.serial)).mappings():
        state = publicity.state_on(dict(row), on)
        yield NoticeLine(
            row["id"], row["number"], row["heading"] or "", state, row["kind"], row["from_on"], row["through_on"]
        )


def _waits_for(found: Standing, on: dt.date) -> str:
    one = found.next
    if one is None:
        return ""
    if one.stage.begins and one.from_on is not None and one.from_on <= on:
        return "公示期满"
    return one.stage.waits_for


def _line(one: StageNow, row: Mapping[str, Any], hung: frozenset[str], lacking: Sequence[Slot]) -> StageLine:
    stage = one.stage
    return StageLine(
        stage.id, stage.title, one.state, one.from_on if stage.begins else None, one.on,
        one.due.on if one.due is not None else None, _why(one.due), one.late, stage.waits_for, stage.hint,
        tuple(wrong_words(wrong) for wrong in one.wrong),
        () if one.state == TO_COME else tuple(_missing(one, row, hung, lacking)),
    )  # fmt: skip


def _why(due: Due | None) -> str:
    if due is None:
        return ""
    policy = POLICIES.get(due.why)
    return policy.title if policy is not None else due.why


def wrong_words(wrong: WrongOrder) -> str:
    """Return what is wrong with two days, with both of them."""
    before, after = LABELS[wrong.before], LABELS[wrong.after]
    if wrong.before_on == wrong.after_on:
        return f"{after}（{chinese(wrong.after_on)}）与{before}同一天"
    return f"{after}（{chinese(wrong.after_on)}）早于{before}（{chinese(wrong.before_on)}）"


def _missing(
    one: StageNow, row: Mapping[str, Any], hung: frozenset[str], lacking: Sequence[Slot]
) -> Iterator[Missing]:
    stage = one.stage
    if stage.meeting and one.state != DONE:
        yield Missing("没有写是哪次会议决定的", "tab:meetings")
    if one.state == PASSED and stage.field:
        yield Missing(f"没有{stage.title}的日期", f"stage:{stage.id}")
    if one.state == OPEN:
        yield Missing(f"还没有{stage.title}", f"stage:{stage.id}")
    for column in stage.needs:
        # What is only learnt with the stage is not missing before it.
        if row[column] in (None, "") and not (one.state == NOW and column in stage.asks):
            yield Missing(f"没有写{LABELS[column]}", f"field:{column}")
    if one.state in (DONE, PASSED):
        for kind in stage.notices[1:]:
            if kind not in hung:
                yield Missing(f"没有贴{NOTICE_KINDS[kind].name}", f"notice:{kind}")
    for slot in lacking:
        if slot.due in stage.fields:
            yield Missing(f"缺{slot.title}", f"dossier:{slot.id}")


def _phases(found: Standing) -> Iterator[PhaseLine]:
    coming = found.next
    for phase in PHASES:
        mine = [one for one in found.stages if one.stage.phase == phase.id]
        if not mine:
            continue
        days = [one.on for one in mine if one.state == DONE and one.on is not None]
        last = max(days, default=None)
        title = "到户公示" if any(one.stage.modes for one in mine) else phase.title
        if all(one.state in (DONE, PASSED) for one in mine):
            yield PhaseLine(phase.id, title, DONE, last)
        elif coming is not None and coming in mine:
            yield PhaseLine(phase.id, title, NOW, last, _note(coming), coming.late)
        elif any(one.state == OPEN for one in mine):
            yield PhaseLine(phase.id, title, TO_COME, last, "没有做", late=True)
        else:
            yield PhaseLine(phase.id, title, TO_COME, None)


def _note(one: StageNow) -> str:
    """Return what is said below the phase that is under way: by when its next stage is to be reached."""
    if one.stage.begins and one.on is not None:
        return f"到 {one.on:%m-%d}"
    if one.due is not None:
        return f"{one.due.on:%m-%d} 前"
    return one.stage.title
