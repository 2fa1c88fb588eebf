"""Rules about project money: deposits, payment steps, carry-over, deadlines of payment. Shares are 0..1."""

from __future__ import annotations

from decimal import Decimal

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

_PAYMENT = "县级资金报账办法：4:5:1 拨付，质保金不超过10%，满1年退还"
_ASSUMED = "assumed; 请按县里的资金管理办法核对"


def _share(what: str, title: str, share: str, source: str) -> Policy:
    return Policy(f"money.{what}", title, "%", always(Decimal(share), source))


def _period(what: str, title: str, period: Period, source: str) -> Policy:
    return Policy(f"money.{what}", title, "期限", always(period, source))


MONEY: tuple[Policy, ...] = (
    _share("quality_deposit_most", "质保金最高比例", "0.1", _PAYMENT),
    _period("quality_deposit_held", "质保金留存期限", Period(1, "year"), _PAYMENT),
    _share("payment_at_start", "开工拨付比例", "0.4", _PAYMENT),
    _share("payment_when_built", "基本完工拨付比例", "0.5", _PAYMENT),
    _share("payment_after_acceptance", "验收后拨付比例", "0.1", _PAYMENT),
    _period("unused_returned", "资金结余多久收回", Period(2, "year"), f"{_ASSUMED}；结转结余满两年收回"),
    _period(
        "household_payment",
        "到户补助公示并批准后多久发放",
        Period(5, "working_day"),
        "到户增收项目实施办法（县级）：公示、审批后5个工作日内通过一卡通发放",
    ),
    _share("management_fee_most", "项目管理费最高比例", "0.01", f"{_ASSUMED}；中央资金的1%"),
    _share(
        "guaranteed_return_least", "入股保底分红最低比例", "0.08", "县级效益到户协议样本：保底分红每年不低于股金的8%"
    ),
    _share("reimbursed_target", "报账率目标", "1", "乡镇脱贫攻坚实施意见（2018年）：报账率达到100%"),
)
