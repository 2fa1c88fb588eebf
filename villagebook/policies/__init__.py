"""Numbers laid down from outside: days, ages, limits, shares, lines, each with its source and time in force.

What lives here: the policies, one module per subject, and ``value``, which gives the one in force on a
record's own day (never today's), the book's overrides first. What does not: choices of taste (base/settings)
and code lists (models/codes).

To add a policy: one ``Policy`` in the module of its subject. Its source names document, article and date; if
nobody has seen it in print the source begins with ``assumed``. When a rule changes, the old value gets an
``until`` and the new one a ``since`` of the same day; the old one stays for the records of its time. A test
over POLICIES asks for the source, for the shape that the unit demands, and that dates neither overlap nor
leave a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from villagebook.base.days import Period, chinese
from villagebook.base.errors import UserError
from villagebook.base.registry import Registry
from villagebook.policies.bank import BANK
from villagebook.policies.benefits import BENEFITS
from villagebook.policies.cleaning import CLEANING
from villagebook.policies.duties import DUTIES
from villagebook.policies.income import INCOME
from villagebook.policies.meetings import MEETINGS
from villagebook.policies.money import MONEY
from villagebook.policies.monitoring import MONITORING
from villagebook.policies.notices import NOTICES
from villagebook.policies.objections import OBJECTIONS
from villagebook.policies.people import PEOPLE
from villagebook.policies.policy import Policy, PolicyValue, Value, encode, in_force
from villagebook.policies.projects import PROJECTS
from villagebook.policies.village import VILLAGE
from villagebook.policies.works import WORKS

__all__ = [
    "NO_OVERRIDES",
    "POLICIES",
    "Overrides",
    "Policy",
    "PolicyValue",
    "Value",
    "assumed",
    "encode",
    "find",
    "period",
    "share",
    "value",
    "whole",
]

Overrides = Mapping[str, Sequence[tuple[date | None, date | None, object]]]
"""Policy id -> (since, until exclusive, value): the book's own values, as JSON or in the policy's shape."""

NO_OVERRIDES: Overrides = {}

POLICIES: Registry[Policy] = Registry(
    "policies", (
        *NOTICES, *PEOPLE, *INCOME, *PROJECTS, *MONEY, *BANK, *BENEFITS, *MONITORING, *CLEANING, *VILLAGE, *MEETINGS,
        *WORKS, *OBJECTIONS, *DUTIES))


def value(policy_id: str, on: date, overrides: Overrides = NO_OVERRIDES, *, region: str = "") -> Value:
    """Return the value in force on a day: Period, int (money in 分) or Decimal, by the policy's unit.

    Args:
        policy_id: An id of POLICIES; any other is a bug and raises KeyError.
        on: The day of the record that the rule is applied to.
        overrides: The book's own values; they come first, the one that began last before the others.
        region: The book's province–city–county text; values of a region inside it come before general ones.

    Raises:
        UserError: nothing is in force on that day (``policy.not_in_force``), or the book's own value has
            another shape than the policy's unit (``policy.bad_override``).
    """
    found = find(policy_id, on, overrides, region=region)
    if found is None:
        raise UserError(
            "policy.not_in_force",
            f"没有{chinese(on)}适用的“{POLICIES[policy_id].title}”",
            "请在“设置”的本村规定里填上当地的数值和起止日期",
        )
    return found


def find(policy_id: str, on: date, overrides: Overrides = NO_OVERRIDES, *, region: str = "") -> Value | None:
    """Return as value() does, but None where nothing is in force: for checks that then do not run."""
    policy = POLICIES[policy_id]
    own = [entry for entry in overrides.get(policy_id, ()) if in_force(entry[0], entry[1], on)]
    if own:
        own.reverse()  # of two that began on one day, the later entered
        return _decoded(policy, max(own, key=lambda entry: entry[0] or date.min)[2])
    stated = [v for v in policy.values if v.in_force(on) and v.region in region]
    return max(stated, key=lambda v: len(v.region)).value if stated else None


def period(policy_id: str, on: date, overrides: Overrides = NO_OVERRIDES, *, region: str = "") -> Period:
    """Return value() of a policy whose unit is 期限."""
    found = value(policy_id, on, overrides, region=region)
    if not isinstance(found, Period):
        raise TypeError(f"{policy_id} is no period")
    return found


def whole(policy_id: str, on: date, overrides: Overrides = NO_OVERRIDES, *, region: str = "") -> int:
    """Return value() of a policy that is counted, or is money in 分."""
    found = value(policy_id, on, overrides, region=region)
    if not isinstance(found, int):
        raise TypeError(f"{policy_id} is no whole number")
    return found


def share(policy_id: str, on: date, overrides: Overrides = NO_OVERRIDES, *, region: str = "") -> Decimal:
    """Return value() of a policy that is a share (0.1 is 10%) or a measure in 亩 or 公里."""
    found = value(policy_id, on, overrides, region=region)
    if not isinstance(found, Decimal):
        raise TypeError(f"{policy_id} is no share or measure")
    return found


def assumed() -> tuple[Policy, ...]:
    """Return the policies of which some value has no known source, in declared order."""
    return tuple(p for p in POLICIES if any(v.source.startswith("assumed") for v in p.values))


def _decoded(policy: Policy, raw: object) -> Value:
    try:
        return policy.decode(raw)
    except ValueError as fault:
        raise UserError("policy.bad_override", f"本村规定里“{policy.title}”的取值不对：{fault}") from None
