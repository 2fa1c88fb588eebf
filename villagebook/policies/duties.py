"""By when a village makes public what it owes its people each quarter and year.

How often accounts are published stands in notices.py (the law says it); no law says by which day, so the days here are
assumed and may be set to what county or township ask for.
"""

from __future__ import annotations

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, PolicyValue, always

_ASSUMED = "assumed; 请按县、乡文件核对"

DUTIES: tuple[Policy, ...] = (
    Policy(
        "duty.accounts.within", "季度（月）过完后多久公布财务", "期限",
        always(Period(1, "month"), f"{_ASSUMED}；村民委员会组织法第三十条只说每季度（每月）公布一次"),
    ),
    Policy(
        "duty.accounts.busy", "一个季度有多少笔收支算财务往来较多", "个",
        (PolicyValue(90, f"{_ASSUMED}；村民委员会组织法第三十条没有说多少笔"),),
    ),
    Policy(
        "duty.plan.by", "年度项目计划最迟何时公告", "月日",
        (PolicyValue(731, f"{_ASSUMED}；比照7月31日前批复下达，下达后就应公告"),),
    ),
    Policy(
        "duty.results.by", "年度项目资金完成情况最迟下年何时公告", "月日",
        (PolicyValue(131, f"{_ASSUMED}；年度计划完成情况应公告（国开办发〔2018〕11号）"),),
    ),
    Policy(
        "duty.sharing.by", "当年收益分配最迟何时公示", "月日",
        (PolicyValue(1231, f"{_ASSUMED}；收益分配每年公示一次"),),
    ),
    Policy(
        "duty.gifts.by", "当年捐赠款物使用最迟下年何时公示", "月日",
        (PolicyValue(131, f"{_ASSUMED}；村民委员会组织法第三十条：捐赠款物的使用应公布"),),
    ),
)
