"""A case brought as far as the step whose notice is to be drafted, by the verbs themselves."""

from __future__ import annotations

import datetime as dt
import uuid

from villagebook.notices import NOTICE_KINDS, case_waiting
from villagebook.services import cases, households
from villagebook.store import Book


def wait_for(
    book: Book,
    household: str,
    kind: str,
    on: dt.date,
    *,
    target: str = "",
    step_days: int = 10,
    **about: object,
) -> tuple[uuid.UUID, str]:
    """Open a case of a household and do the steps before the notice of this kind; return its key and code.

    The step before the notice is done on ``on``, those before every ``step_days`` days earlier, the lead first.
    """
    procedure, wanted = case_waiting.step_of(NOTICE_KINDS[kind])
    before = procedure.steps[: procedure.place(wanted.id)]
    lead = on - dt.timedelta(days=step_days * len(before))
    home = households.key_of(book, household)
    _, key = cases.open_case(
        book, home, procedure.title, actor="测试", lead_on=lead, target=target, why="测试", **about
    )  # type: ignore[arg-type]
    for place, step in enumerate(before, 1):
        day = lead + dt.timedelta(days=step_days * place)
        cases.do_step(book, key, step.id, day, actor="测试", papers=step.papers, why="测试")
    return key, next(line.code for line in cases.cases(book, on) if line.key == key)
