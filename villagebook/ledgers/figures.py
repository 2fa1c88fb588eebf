"""What an entry counts as: the one place that says in which figure of a project an amount belongs.

A 冲销 (negative, as on paper) counts in the figure of the entry it reverses; while it names none, in 支出, where
nearly all reversals belong. 支出 therefore includes its 冲销, and 结余 = 到账 − 支出 − 收回. 收益 and 分配 are a second
account and touch no other figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_

from villagebook.ledgers.ledger import Scope
from villagebook.ledgers.parts import of_village

REVERSAL = "冲销"

#: Figure id -> kind of entry that makes it.
FIGURES = {
    "granted_fen": "指标下达",
    "received_fen": "到账",
    "spent_fen": "支出",
    "reimbursed_fen": "报账",
    "returned_fen": "收回",
    "earned_fen": "收益",
    "distributed_fen": "分配",
}


#: What an entry counts as -> whether it came in (1) or went out (-1); all others move no money.
FLOWS = {"到账": 1, "收益": 1, "支出": -1, "分配": -1, "收回": -1}


def counted_as(entry: FromClause, reversed_entry: FromClause) -> ColumnElement[Any]:
    """Return the kind an entry counts as; ``reversed_entry`` is outer-joined on ``entry.reverses_id``."""
    resolved = and_(reversed_entry.c.kind.is_not(None), reversed_entry.c.kind != REVERSAL)
    return case(
        (or_(entry.c.kind.is_(None), entry.c.kind != REVERSAL), entry.c.kind),
        (resolved, reversed_entry.c.kind),
        else_="支出",
    )


def figure(figure_id: str, counted: ColumnElement[Any], amount_fen: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return an entry's amount if it counts in the figure, else 0."""
    return case((counted == FIGURES[figure_id], func.coalesce(amount_fen, 0)), else_=0)


def in_scope(entry: FromClause, scope: Scope) -> list[ColumnElement[bool]]:
    """Return what limits entries: the village, posted ones, and the day up to which they count."""
    limits: list[ColumnElement[bool]] = [of_village(entry, scope.village_id)]
    if scope.posted_only:
        limits.append(entry.c.posted_at.is_not(None))
    if scope.through is not None:
        limits.append(entry.c.date <= scope.through)
    return limits


def balance(figures: Iterable[tuple[str, Any]]) -> Any:
    """Return 到账 − 支出 − 收回 of figures by id: columns or numbers."""
    by_id = dict(figures)
    return by_id["received_fen"] - by_id["spent_fen"] - by_id["returned_fen"]
