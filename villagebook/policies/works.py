"""Rules about what a project left: when its assets stand in the ledger, are handed over, counted and bring income."""

from __future__ import annotations

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

_ASSETS = "国办函〔2021〕51号要求建立资产台账、确权移交、每年清查；"
_ASK = "assumed; 期限请按县里的资产管理办法核对；"


def _period(what: str, title: str, period: Period, source: str = _ASK + _ASSETS) -> Policy:
    return Policy(f"works.{what}", title, "期限", always(period, source))


WORKS: tuple[Policy, ...] = (
    _period("asset_formed", "验收后多久登记资产", Period(30, "day")),
    _period("asset_handed", "验收后多久确权、移交和落实管护人", Period(3, "month")),
    _period("income_late", "约定收益到期后多久算未收到", Period(1, "month"), _ASK + "以经营合同为准"),
)
