"""How far a project is: from its days, plain. What it is called, which stage is next, by when, which days are wrong."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from villagebook.base.days import Period
from villagebook.lifecycle.stage import Level, SideState, Stage
from villagebook.lifecycle.stages import CHAIN, FIRST_STATE, MEETING, ORDERS, SIDE_STATES, STAGES
from villagebook.policies import NO_OVERRIDES, Overrides, find

State = Literal["done", "passed", "now", "open", "to_come"]
"""done: reached on a day; passed: a later stage shows it; now: the next; open: left out; to_come."""
DONE: State = "done"
PASSED: State = "passed"
NOW: State = "now"
OPEN: State = "open"
TO_COME: State = "to_come"


class Reached(NamedTuple):
    """First and last day of a stage; of one that is no notice both are the same."""

    from_on: dt.date | None
    on: dt.date | None


class Due(NamedTuple):
    """By when a stage is to be reached, and who says so (计划, or the title of a policy)."""

    on: dt.date
    why: str


class WrongOrder(NamedTuple):
    """Two days that do not lie in their order: columns and days."""

    before: str
    before_on: dt.date
    after: str
    after_on: dt.date


@dataclass(frozen=True, slots=True)
class Known:
    """What the book knows of a project.

    Attributes:
        row: Its fields by column.
        days: Stage id -> days, those of its notices and claims where it has none of its own.
    """

    row: Mapping[str, Any]
    days: Mapping[str, Reached]

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of projects done this way."""
        return tuple(stage for stage in STAGES if stage.fits(self.row.get("mode")))

    def day(self, stage: Stage) -> Reached:
        """Return the days of a stage."""
        return self.days.get(stage.id, Reached(None, None))


@dataclass(frozen=True, slots=True)
class StageNow:
    """One stage of one project as of a day.

    Attributes:
        on: The day it was reached; of one to come the day that is set already. from_on: first day of a notice.
        due: By when it is to be reached, None where nothing says so.
        late: Whether that day has passed.
        wrong: Orders of days that its days break.
    """

    stage: Stage
    state: State
    from_on: dt.date | None = None
    on: dt.date | None = None
    due: Due | None = None
    late: bool = False
    wrong: tuple[WrongOrder, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a project is as of a day.

    Attributes:
        word: What it is called (已下达), as in the ledger.
        stages: Its stages in order.
        side: The state beside the stages it is in, if any.
    """

    word: str
    stages: tuple[StageNow, ...]
    side: SideState | None = field(default=None)

    @property
    def stops(self) -> bool:
        """Whether work stops."""
        return self.side is not None and self.side.stops

    @property
    def next(self) -> StageNow | None:
        """The first stage that is to be done; None if all is done or work stops."""
        if self.stops:
            return None
        return next((one for one in self.stages if one.state in (NOW, OPEN)), None)

    @property
    def waits_for(self) -> Level | None:
        """Who is to do what comes next."""
        return self.next.stage.waits_for if self.next is not None else None

    @property
    def reached(self) -> tuple[StageNow, ...]:
        """The stages that are behind it, left out ones too."""
        return tuple(one for one in self.stages if one.state not in (NOW, TO_COME))


def standing(known: Known, on: dt.date, overrides: Overrides = NO_OVERRIDES) -> Standing:
    """Return how far a project is as of a day.

    Args:
        overrides: The book's own values of policies.
    """
    stages = known.stages
    reached = {stage.id for stage in stages if is_reached(stage, known.day(stage), on)}
    wrong = tuple(wrong_orders(known.row, known.day(STAGES["plan"]).on))
    found: list[StageNow] = []
    coming = True
    for place, stage in enumerate(stages):
        later = {other.id for other in stages[place + 1 :]} & reached
        state: State
        if stage.id in reached:
            state = DONE
        elif later and (stage.passed_by is None or later & set(stage.passed_by)):
            state = PASSED
        elif later:
            state = OPEN
        else:
            state, coming = (NOW if coming else TO_COME), False
        found.append(_of(stage, state, known, on, wrong, overrides))
    return Standing(word(known, on), tuple(found), side_of(known.row, on))


def _of(
    stage: Stage, state: State, known: Known, on: dt.date, wrong: Sequence[WrongOrder], overrides: Overrides
) -> StageNow:
    day = known.day(stage)
    due = due_of(stage, known, overrides)
    late = state in (NOW, OPEN, TO_COME) and due is not None and due.on < on
    mine = tuple(one for one in wrong if one.after in stage.fields)
    return StageNow(stage, state, day.from_on, day.on, due, late, mine)


def is_reached(stage: Stage, day: Reached, on: dt.date) -> bool:
    """Say whether a stage is reached on a day: a notice when its last day has passed."""
    return day.on is not None and (day.on < on if stage.begins else day.on <= on)


def word(known: Known, on: dt.date) -> str:
    """Return what a project is called: a side state first, else its last stage, or the notice that hangs."""
    side = side_of(known.row, on)
    if side is not None:
        return side.title
    for stage in reversed(known.stages):
        day = known.day(stage)
        if is_reached(stage, day, on):
            return stage.state
        if stage.begins and day.from_on is not None and day.from_on <= on:
            return stage.under
    return FIRST_STATE


def side_of(row: Mapping[str, Any], on: dt.date) -> SideState | None:
    """Return the state beside the stages in which a project is; one the program does not know stops it too."""
    text, since = row.get("side_state"), row.get("side_on")
    if not text or (since is not None and since > on):
        return None
    return SIDE_STATES.get(text) or SideState(text, text, "恢复")


# Orders of days


def wrong_orders(row: Mapping[str, Any], held_on: dt.date | None) -> Iterator[WrongOrder]:
    """Yield the pairs of a project's days that do not lie in their order.

    In the chain a day is compared with the nearest earlier one that is known; it may be the same day only if every
    step between them may.
    """
    days = {**row, MEETING: held_on}
    for place, order in enumerate(CHAIN):
        after = days.get(order.after)
        if after is None:
            continue
        back = CHAIN[place::-1]
        between = [*takewhile(lambda one: days.get(one.before) is None, back)]
        known = back[: len(between) + 1]
        before = days.get(known[-1].before)
        # A meeting may decide and the rest happen the same day, as far as nothing between is known.
        same_day = all(one.same_day for one in known) or known[-1].before == MEETING
        if before is not None and not _in_order(before, after, same_day):
            yield WrongOrder(known[-1].before, before, order.after, after)
    for order in ORDERS:
        before, after = days.get(order.before), days.get(order.after)
        if before is not None and after is not None and not _in_order(before, after, order.same_day):
            yield WrongOrder(order.before, before, order.after, after)


def _in_order(before: dt.date, after: dt.date, same_day: bool) -> bool:
    return before < after or (same_day and before == after)


# By when


def due_of(stage: Stage, known: Known, overrides: Overrides = NO_OVERRIDES) -> Due | None:
    """Return by when a stage is to be reached: as planned, so long after another stage, on a day of the year."""
    for name in stage.plan:
        planned = last_day(known.row.get(name))
        if planned is not None:
            return Due(planned, "计划" if name != "deadline_on" else "批复要求")
    if stage.within is not None:
        since = known.day(STAGES[stage.within.since]).on
        period = find(stage.within.policy, since, overrides) if since is not None else None
        if since is not None and isinstance(period, Period):
            return Due(period.after(since), stage.within.policy)
    return _by_day_of_year(stage, known, overrides)


def _by_day_of_year(stage: Stage, known: Known, overrides: Overrides) -> Due | None:
    """Return the day of the project's year; none for a project that was granted after it."""
    granted = known.row.get("granted_on")
    year = granted.year if granted is not None else known.row.get("year")
    if not stage.by or not year:
        return None
    try:
        day = find(stage.by, dt.date(year, 1, 1), overrides)
        on = dt.date(year, *divmod(day, 100)) if isinstance(day, int) else None
    except ValueError:
        return None
    if on is None or (granted is not None and stage.id != "granted" and granted > on):
        return None
    return Due(on, stage.by)


def last_day(planned: Any) -> dt.date | None:
    """Return the last day of what was planned: a day, or a month (2025-07); None if it cannot be read."""
    if isinstance(planned, dt.date):
        return planned
    try:
        year, month = (int(part) for part in str(planned or "").split("-"))
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    except (ValueError, IndexError, calendar.IllegalMonthError):
        return None
