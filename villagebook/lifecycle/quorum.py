"""How many must come to a meeting and how many of them must agree, by kind and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from villagebook.policies import NO_OVERRIDES, POLICIES, Overrides, Value, find

#: Kind of meeting -> policy of who must come; kinds not named go by ``meeting.body_quorum``.
QUORUM: dict[str, str] = {
    "村民代表大会": "meeting.quorum_thirds", "民主评议会": "meeting.review_quorum_thirds",
    "村民会议": "meeting.assembly_quorum", "党员大会": "meeting.party_quorum", "党支部会议": "meeting.party_quorum",
}  # fmt: skip
VOTES = "meeting.votes"

#: Kinds whose quorum is the law's own: too few is an error, not a question.
BY_LAW = frozenset({"村民代表大会", "村民会议"})


@dataclass(frozen=True, slots=True)
class Need:
    """The least number, and the rule in words: 应到的 2/3 以上, 到会的过半数."""

    least: int
    words: str


def needed(kind: str, due: int, on: dt.date, overrides: Overrides = NO_OVERRIDES, region: str = "") -> Need | None:
    """Return how many of those due must come; None if no rule is in force."""
    return _need(QUORUM.get(kind, "meeting.body_quorum"), due, "应到", on, overrides, region)


def votes_needed(present: int, on: dt.date, overrides: Overrides = NO_OVERRIDES, region: str = "") -> Need | None:
    """Return how many of those present must agree; None if no rule is in force."""
    return _need(VOTES, present, "到会", on, overrides, region)


def _need(policy: str, of: int, whom: str, on: dt.date, overrides: Overrides, region: str) -> Need | None:
    value = find(policy, on, overrides, region=region)
    return None if value is None else least(policy, value, of, whom)


def least(policy: str, value: Value, of: int, whom: str) -> Need:
    """Return the least number by a policy's value: thirds are reached, shares exceeded."""
    declared = POLICIES[policy]
    if isinstance(value, int):
        return Need(-(-of * value // 3), f"{whom} {of} 人的 {declared.show(value)} 以上")
    if not isinstance(value, Decimal):
        raise TypeError(f"{policy} is no share")
    share = declared.show(value)
    words = "过半数" if share == "50%" else f"超过 {share}"
    return Need(int(of * value) + 1, f"{whom} {of} 人的{words}")
