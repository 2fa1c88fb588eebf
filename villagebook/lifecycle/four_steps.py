"""四议两公开: four meetings and two publications by which a village decides a matter, as a declared chain.

Pure: the caller says what was done on which day; this module says what is done, what is next, what is out of order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from villagebook.base.days import chinese
from villagebook.base.registry import Registry


@dataclass(frozen=True, slots=True)
class FourStep:
    """One step of the chain.

    Attributes:
        id: The value of the code list ``four_step``; title: the same, short, for the strip.
        kind: Kind of the meeting that does it; empty for a publication.
        act: What is to be done next, in words.
    """

    id: str
    title: str
    kind: str
    act: str

    @property
    def public(self) -> bool:
        """Whether it is a publication, not a meeting."""
        return not self.kind


FOUR_STEPS: Registry[FourStep] = Registry("four steps", (
    FourStep("党支部提议", "支部提议", "党支部会议", "开党支部会议提议"),
    FourStep("村两委商议", "两委商议", "村两委会议", "开村两委会议商议"),
    FourStep("党员大会审议", "党员审议", "党员大会", "开党员大会审议"),
    FourStep("村民代表会议决议", "代表决议", "村民代表大会", "开村民代表大会决议"),
    FourStep("决议公开", "决议公开", "", "张贴公示，公开决议"),
    FourStep("实施结果公开", "结果公开", "", "实施完成后公开结果"),
))  # fmt: skip

_BY_KIND = {step.kind: step.id for step in FOUR_STEPS if step.kind}

State = Literal["done", "next", "skipped", "to come"]


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done: the day (None if not written down), in words what did it, the record of it."""

    step: str
    on: dt.date | None
    words: str = ""
    record: tuple[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StepState:
    """Where one step of a matter stands; ``fault`` says what is wrong with its day, empty if nothing is."""

    step: FourStep
    state: State
    on: dt.date | None = None
    words: str = ""
    record: tuple[str, Any] | None = None
    fault: str = ""


def step_of(kind: str, four_step: str | None) -> str:
    """Return the step a meeting does: the one written down, else the one of its kind; empty if none."""
    return four_step or _BY_KIND.get(kind, "")


def chain(done: Iterable[Done]) -> tuple[StepState, ...]:
    """Return every step of the chain for one matter; of several meetings of one step the first dated counts."""
    first: dict[str, Done] = {}
    for one in sorted(done, key=lambda one: one.on or dt.date.max):
        first.setdefault(one.step, one)
    faults = dict(_faults(first))
    last = max((at for at, step in enumerate(FOUR_STEPS) if step.id in first), default=-1)
    found: list[StepState] = []
    following = False
    for at, step in enumerate(FOUR_STEPS):
        known = first.get(step.id)
        if known is not None:
            found.append(StepState(step, "done", known.on, known.words, known.record, faults.get(step.id, "")))
            continue
        state: State = "skipped" if at < last else "to come" if following else "next"
        following = following or state == "next"
        found.append(StepState(step, state))
    return tuple(found)


def following(states: Iterable[StepState]) -> StepState | None:
    """Return the step that is to be done next; None if all behind the last done are done."""
    return next((one for one in states if one.state == "next"), None)


def _faults(first: dict[str, Done]) -> Iterator[tuple[str, str]]:
    """Yield (step, what is wrong): a step dated before one that comes before it in the chain."""
    before: tuple[str, dt.date] | None = None
    for step in FOUR_STEPS:
        known = first.get(step.id)
        if known is None or known.on is None:
            continue
        if before is not None and known.on < before[1]:
            yield step.id, f"{step.id}（{chinese(known.on)}）早于{before[0]}（{chinese(before[1])}）"
        else:
            before = (step.id, known.on)
