"""Rules about the bank account: how far bank and book may lie apart, and when something open is asked about."""

from __future__ import annotations

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

_ASSUMED = "assumed; 请按乡镇的村级财务制度核对"

BANK: tuple[Policy, ...] = (
    Policy("bank.days_apart", "银行与凭证日期最多相差", "天", always(7, f"{_ASSUMED}；银行入账日与凭证日相差一周以内")),
    Policy("bank.open_line", "银行流水多久没有对上要提示", "期限", always(
        Period(30, "day"), f"{_ASSUMED}；未达账项一个月内查清")),
    Policy("bank.open_entry", "凭证多久没有银行流水要提示", "期限", always(
        Period(30, "day"), f"{_ASSUMED}；未达账项一个月内查清")),
)  # fmt: skip
