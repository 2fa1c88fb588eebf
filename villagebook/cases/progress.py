"""How far a case is on a day: what is next, when it is due, what is late, what is missing, what blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from villagebook.base.days import iso
from villagebook.cases.procedure import LEAD, Clock, Procedure, Step
from villagebook.cases.rules import RULES, Block, Done, Facts, Rules, period_of_leads
from villagebook.models.notice_states import CORRECTED, DRAFT, READY, WITHDRAWN

OPEN = "办理中"

State = Literal["done", "now", "next"]

#: States of a notice that no time runs from, and what is said of them.
NOT_ON_THE_WALL = {
    DRAFT: "还是草稿", READY: "定了稿还没有张贴", WITHDRAWN: "已经撤回", CORRECTED: "已经更正，以更正的那份为准",
}  # fmt: skip
#: Rank of a blocked day that never comes.
_NEVER = dt.date.max


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of a case.

    Attributes:
        done: What was written down; None while it was not done.
        due: Last day by its clocks, None if it has none or what they count from is not known.
        from_on: First day on which it may be done, None if nothing holds it.
        late: Days it was, or is, late; 0 if it is not.
        missing: Papers that are not there; of a step not done, all of them.
        unnamed: What it ought to name and does not: 会议, 公示.
    """

    step: Step
    state: State
    done: Done | None
    due: dt.date | None
    from_on: dt.date | None
    late: int
    missing: tuple[str, ...]
    unnamed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is.

    Attributes:
        next: The step to be done now; None when all are done or the case is closed.
        due: The day by which the next step must be done: its own clock, or that of a later step. None without.
        due_step: The step whose clock that is.
        late: Days past ``due``, 0 if it is not late.
        blocks: Why the next step may not be done on the day.
        ahead: What will block a later step, known already.
        missing: Papers that steps done still lack: (step, names).
        complete: Whether all steps are done and it only remains to close the case.
        failed: The step that did not pass, None if all did.
    """

    steps: tuple[StepState, ...]
    next: Step | None
    due: dt.date | None
    due_step: Step | None
    late: int
    blocks: tuple[Block, ...]
    ahead: tuple[Block, ...]
    missing: tuple[tuple[Step, tuple[str, ...]], ...]
    complete: bool
    failed: Step | None

    def of(self, step_id: str) -> StepState:
        """Return the state of a step by its id."""
        return next(state for state in self.steps if state.step.id == step_id)


def progress(procedure: Procedure, facts: Facts, on: dt.date, rules: Rules) -> Progress:
    """Return how far a case is on a day.

    Source of the clocks: the policies named by the procedure's steps, as of the day each is counted from.
    """
    running = facts.state == OPEN
    failed = next((s for s in procedure.steps if (d := facts.done.get(s.id)) is not None and d.passed is False), None)
    following = next((step for step in procedure.steps if step.id not in facts.done), None) if running else None
    states = tuple(_state(step, facts, on, rules, following) for step in procedure.steps)
    waiting = [state for state in states if running and state.done is None and state.due is not None]
    nearest = min(waiting, key=lambda state: state.due or _NEVER, default=None)
    due = nearest.due if nearest is not None else None
    blocks = blocks_at(procedure, facts, following.id, on, rules) if following is not None else ()
    return Progress(
        steps=states,
        next=following,
        due=due,
        due_step=nearest.step if nearest is not None else None,
        late=max(0, (on - due).days) if due is not None else 0,
        blocks=blocks,
        ahead=tuple(_ahead(procedure, facts, on, rules, blocks)) if following is not None else (),
        missing=tuple((state.step, state.missing) for state in states if state.done is not None and state.missing),
        complete=running and following is None and failed is None,
        failed=failed,
    )


def blocks_at(procedure: Procedure, facts: Facts, step_id: str, day: dt.date, rules: Rules) -> tuple[Block, ...]:
    """Return why a step may not be done on a day; empty if it may.

    A step done already is judged as if it were done on this day instead.
    """
    step = procedure.step(step_id)
    found = [*_order(procedure, facts, step, day), *_too_early(facts, step, day, rules)]
    era = period_of_leads(procedure, facts.lead_on)
    if era is not None:
        found.append(era)
    decides = procedure.place(step_id) >= procedure.place(procedure.effective)
    for rule in (RULES[name] for name in procedure.rules):
        block = rule.run(procedure, facts, day, rules) if decides or not rule.decides else None
        if block is not None:
            found.append(block)
    return tuple(found)


def last_day_on_the_wall(done: Done, clock: Clock, rules: Rules) -> dt.date | None:
    """Return the later of the policy's last day and the notice's own; None if its first day is not known."""
    began = done.notice_from or done.on
    if began is None:
        return None
    least = rules.after(clock.policy, began, notice=True)
    return max(least, done.notice_through) if done.notice_through is not None else least


def _state(
    step: Step, facts: Facts, on: dt.date, rules: Rules, following: Step | None
) -> StepState:
    done = facts.done.get(step.id)
    due = min((day for clock in step.within if (day := _runs_out(facts, clock, rules)) is not None), default=None)
    reached = done.on if done is not None else on
    there = done.papers if done is not None else frozenset()
    counts = done is not None or facts.state == OPEN
    late = max(0, (reached - due).days) if counts and due is not None and reached is not None else 0
    state: State = "done" if done is not None else "now" if step is following else "next"
    return StepState(
        step, state, done, due, _held_until(facts, step, rules), late,
        tuple(name for name in step.papers if name not in there), tuple(_unnamed(step, done)),
    )  # fmt: skip


def _unnamed(step: Step, done: Done | None) -> Iterator[str]:
    if done is not None and "meeting" in step.needs and not done.meeting:
        yield "会议"
    if done is not None and "notice" in step.needs and not done.notice:
        yield "公示"


def _since(facts: Facts, clock: Clock) -> dt.date | None:
    if clock.since == LEAD:
        return facts.lead_on
    done = facts.done.get(clock.since)
    return done.on if done is not None else None


def _runs_out(facts: Facts, clock: Clock, rules: Rules) -> dt.date | None:
    began = _since(facts, clock)
    return rules.after(clock.policy, began) if began is not None else None


def _order(procedure: Procedure, facts: Facts, step: Step, day: dt.date) -> Iterator[Block]:
    """What is wrong with the order of steps and of their days."""
    place = procedure.place(step.id)
    before, behind = procedure.steps[:place], procedure.steps[place + 1 :]
    undone = [one.title for one in before if one.id not in facts.done]
    if undone:
        yield Block("order", f"前面还没有做：{'、'.join(undone)}")
    for one in before:
        done = facts.done.get(one.id)
        if done is not None and done.passed is False:
            yield Block("not_passed", f"{one.title}没有通过")
    if facts.lead_on is not None and day < facts.lead_on:
        yield Block("before_lead", f"日期早于线索日期 {iso(facts.lead_on)}", facts.lead_on)
    early = _dated(facts, before)
    last = max(early, key=lambda pair: pair[1], default=None)
    if last is not None and day < last[1]:
        yield Block("dates", f"日期早于前面的{last[0].title} {iso(last[1])}", last[1])
    late = min(_dated(facts, behind), key=lambda pair: pair[1], default=None)
    if late is not None and day > late[1]:
        yield Block("dates", f"日期晚于后面的{late[0].title} {iso(late[1])}")


def _dated(facts: Facts, steps: Iterable[Step]) -> list[tuple[Step, dt.date]]:
    return [(step, day) for step in steps if (d := facts.done.get(step.id)) is not None and (day := d.on) is not None]


def _too_early(facts: Facts, step: Step, day: dt.date, rules: Rules) -> Iterator[Block]:
    """What has not hung, or not waited, long enough."""
    for clock in step.least:
        done = facts.done.get(clock.since)
        if done is None:
            continue
        if done.notice_state in NOT_ON_THE_WALL:
            yield Block("notice_state", f"{done.notice}{NOT_ON_THE_WALL[done.notice_state]}")
        found = _earliest(done, clock, rules)
        if found is not None and day < found[0]:
            yield Block("least", found[1], found[0])


def _earliest(done: Done, clock: Clock, rules: Rules) -> tuple[dt.date, str] | None:
    """Return the first day after a minimum time, and what is said before it; None if it is not known."""
    began = done.notice_from or done.on
    if began is None:
        return None
    length = rules.length(clock.policy, began)
    if clock.policy.endswith(".days"):
        through = last_day_on_the_wall(done, clock, rules)
        assert through is not None
        return through + dt.timedelta(days=1), f"{iso(began)} 公示，要满{length}，到 {iso(through)}"
    first = rules.after(clock.policy, began)
    return first, f"与 {iso(began)} 的签字要相隔{length}，到 {iso(first)}"


def _held_until(facts: Facts, step: Step, rules: Rules) -> dt.date | None:
    days = [
        found[0]
        for clock in step.least
        if (done := facts.done.get(clock.since)) is not None and (found := _earliest(done, clock, rules)) is not None
    ]
    return max(days, default=None)


def _ahead(procedure: Procedure, facts: Facts, on: dt.date, rules: Rules, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """What the rules of the decision will say, while the decision is still to come."""
    said = {block.id for block in blocks}
    for rule in (RULES[name] for name in procedure.rules):
        if rule.id not in said and rule.decides and procedure.effective not in facts.done:
            block = rule.run(procedure, facts, on, rules)
            if block is not None:
                yield block
