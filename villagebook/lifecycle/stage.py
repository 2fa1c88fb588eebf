"""What a stage of a project is: what says that it is reached, what it needs, whom it waits for, by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["村", "乡镇", "县"]


@dataclass(frozen=True, slots=True)
class Phase:
    """Stages that stand as one disc in the strip of a project.

    Attributes:
        id: Stable.
        title: Two to four characters.
    """

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Within:
    """By when a stage is to be reached, counted from another one.

    Attributes:
        policy: Id of a policy whose value is a Period.
        since: Id of the stage it is counted from.
    """

    policy: str
    since: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    Attributes:
        id: Stable; named by the command line and in ``turn``.
        title: What is done (乡镇审核), as a step of the work.
        state: What a project is called whose last stage this is (已审核).
        phase: Id of the Phase it belongs to.
        field: Column of Project with its day; of a notice its last day. Empty: the day of the meeting that decided.
        waits_for: Who does it.
        hint: What is to be done, one sentence without full stop.
        begins: Column of the first day of a notice; the stage is reached when the last day has passed. Else empty.
        under: What the project is called while the notice hangs.
        modes: Values of ``project_mode`` it is for; empty: all. not_for: those it is not for.
        notices: Kinds of notice it needs; its days are those of the first, the others hang beside it.
        meeting: Whether it rests on a meeting.
        asks: Other columns that are filled in with it (文号).
        needs: Columns that must be filled when it is reached.
        passed_by: Ids of later stages that show that it was passed, whether its day is known or not; None: any later
            one; empty: none, it is still to be done.
        plan: Columns that say when it is planned, the first that is filled counts.
        by: Policy (月日): on which day of the year it is to be reached at the latest.
        within: Time after another stage in which it is to be reached.
        source: Document in which the stage was seen.

    The papers it needs are the slots of the binder (slots.py) that are due with one of its days.
    """

    id: str
    title: str
    state: str
    phase: str
    field: str
    waits_for: Level
    hint: str
    begins: str = ""
    under: str = ""
    modes: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    meeting: bool = False
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    passed_by: tuple[str, ...] | None = None
    plan: tuple[str, ...] = ()
    by: str = ""
    within: Within | None = None
    source: str = ""

    def fits(self, mode: str | None) -> bool:
        """Say whether projects done this way have this stage; an unknown way has the stages of 公益设施."""
        return mode not in self.not_for and (not self.modes or mode in self.modes)

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of Project that are its days, in their order."""
        return tuple(name for name in (self.begins, self.field) if name)


@dataclass(frozen=True, slots=True)
class Order:
    """Two days of a project that have an order.

    Attributes:
        before, after: Columns of Project; ``meeting`` is the day of the meeting that decided.
        same_day: Whether both may be on one day.
    """

    before: str
    after: str
    same_day: bool = True


@dataclass(frozen=True, slots=True)
class SideState:
    """A state beside the stages.

    Attributes:
        title: Value of the code list ``project_side_state``.
        verb: What is done to a project so that it is in this state.
        back: What is done when it leaves the state again.
        clears: Columns that are emptied when it leaves the state: those steps are to be done again.
        first, last: Ids of the first and the last stage that may be reached when it begins; empty: without limit.
        stops: Whether work stops in this state; else the stages go on.
        source: Where the state was seen.
    """

    title: str
    verb: str
    back: str
    first: str = ""
    last: str = ""
    clears: tuple[str, ...] = ()
    stops: bool = True
    source: str = ""

    @property
    def id(self) -> str:
        """The title."""
        return self.title
