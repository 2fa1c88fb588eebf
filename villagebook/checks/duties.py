"""Checks of what the village owes its people each quarter and year: nothing left unpublished past its day."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.duties import MISSED, duties
from villagebook.models import Notice, info


@check(
    "notice.duty-missed", "到了日子没有公开", WARNING,
    hint="请在“公示—公开日历”里拟好张贴；在别处公开过的，把那份公示补记进书里",
    source="村民委员会组织法第三十条；国开办发〔2018〕11号", needs=(Notice.from_on, Notice.posted_at),
)  # fmt: skip
def duty_missed(facts: Facts) -> Iterator[Problem]:
    """Accounts of a quarter or month, the plan, results, sharing and gifts of a year that should hang and do not.

    Only since the village keeps notices of the kind in this book; what came before nobody knows.
    """
    for one in duties(facts.conn, facts.scope.village_id, None, facts.on, facts.overrides):
        if one.state == MISSED:
            message = f"{one.title}（{one.words}）应在 {one.due_on} 前公开，已过 {one.days} 天"
            yield Problem(one.words, info(Notice.from_on).label, message)
