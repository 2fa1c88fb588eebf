"""Rules about how projects done together reach households (效益到户)."""

from __future__ import annotations

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

BENEFITS: tuple[Policy, ...] = (
    Policy(
        "benefits.term_least", "效益到户协议最短期限", "期限",
        always(Period(3, "year"), "县级效益到户协议样本：分红期限原则上不少于3年"),
    ),
)  # fmt: skip
