"""What a procedure is made of: steps in their order, each with its papers, its clocks and what it must name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from villagebook.base.registry import Registry
from villagebook.models.codes import ASSISTED_STATUSES

#: The day of the lead (线索), from which the first clock is counted.
LEAD = "lead"

Level = Literal["村", "乡镇", "县"]
Need = Literal["meeting", "notice"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time counted from a step, or from the lead.

    Attributes:
        policy: Id of a policy whose value is a Period.
        since: Id of the step it is counted from, or LEAD.
    """

    policy: str
    since: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        id: Stable within its procedure; stands in CaseStep.step for ever.
        title: What it is called, two to five characters.
        short: Two or three characters, under the disc of the strip.
        papers: What is kept of it, by name; all of them are wanted.
        level: Who does it.
        within: Clocks: it is late after the first of them that runs out.
        least: Clocks: it may be done only when all of them have run out; counted from a notice, the last day on the
            wall must have passed.
        needs: The meeting or the notice that it rests on, named from the book.
        notice: Id of the kind of notice that is drafted for it; empty for none.
        hint: What is to be done, one short sentence without full stop.
        source: Document or guide in which the step was seen.
    """

    id: str
    title: str
    short: str
    papers: tuple[str, ...]
    level: Level
    hint: str
    source: str
    within: tuple[Clock, ...] = ()
    least: tuple[Clock, ...] = ()
    needs: tuple[Need, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure.

    Attributes:
        id: Stable name for the command line.
        title: A value of the code list ``case_kind``.
        begins: Classes (户类型) that may begin with its end; the case says which. Empty if it begins none.
        ends: Classes one of which it ends; the first running one is meant. Empty if it ends none.
        removes: Whether the end marks the class as 风险已消除 rather than giving it a last day.
        effective: Id of the step whose day counts as the first (or last) day of the class.
        steps: In order.
        rules: Ids of rules (rules.RULES) that bind it.
        first_lead, last_lead: Leads of which days it is for, both inclusive; None without limit.
        lead: What a lead of it usually is, a value of the code list ``lead_source``.
        source: Where the procedure is laid down.
    """

    id: str
    title: str
    steps: tuple[Step, ...]
    effective: str
    source: str
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    removes: bool = False
    rules: tuple[str, ...] = ()
    first_lead: dt.date | None = None
    last_lead: dt.date | None = None
    lead: str = "干部走访"

    @property
    def assists(self) -> bool:
        """Whether a case of it says who gets how much a month (低保, 特困)."""
        return self.begins == ASSISTED_STATUSES

    def __post_init__(self) -> None:
        known = {LEAD}
        for step in Registry(f"steps of {self.id}", self.steps):
            wrong = [clock for clock in (*step.within, *step.least) if clock.since not in known]
            if wrong:
                raise ValueError(f"{self.id}.{step.id}: counted from a step that does not come before: {wrong}")
            known.add(step.id)
        self.step(self.effective)

    def step(self, step_id: str) -> Step:
        """Return the step with this id.

        Raises:
            KeyError: it has none.
        """
        return next((step for step in self.steps if step.id == step_id), None) or _unknown(self, step_id)

    def place(self, step_id: str) -> int:
        """Return the place of a step, from 0."""
        return self.steps.index(self.step(step_id))


def _unknown(procedure: Procedure, step_id: str) -> Step:
    raise KeyError(f"{procedure.id}: no step {step_id!r}; known: {', '.join(step.id for step in procedure.steps)}")
