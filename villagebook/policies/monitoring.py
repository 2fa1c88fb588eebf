"""Clocks of 防返贫监测 and 社会救助: from the lead to the decision, the first measure, 风险消除; and visits."""

from __future__ import annotations

from decimal import Decimal

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

_RULES = "县级数据清洗规则（贵州，2023年）"


def _period(what: str, title: str, period: Period, source: str) -> Policy:
    return Policy(f"monitoring.{what}", title, "期限", always(period, source))


MONITORING: tuple[Policy, ...] = (
    _period(
        "identification_total", "识别全过程期限", Period(15, "day"),
        "防返贫监测规程（县级，2023年起）：一般不超过15天；海南为20个工作日",
    ),
    _period("house_check", "线索核实期限", Period(2, "day"), "防返贫监测规程（安徽）：2日内入户核实；也见过3日"),
    _period("comparison", "信息比对期限", Period(5, "day"), "防返贫监测规程（县级）：5日内完成比对"),
    _period("meeting_after_check", "核查后民主评议期限", Period(5, "day"), "防返贫监测规程（县级）：核查后5日内评议"),
    Policy(
        "assistance.survey", "低保、特困受理后入户调查和核对期限", "期限",
        always(Period(10, "working_day"), "assumed; 最低生活保障审核确认办法（2021年），未核对原文"),
    ),
    Policy(
        "assistance.total", "低保、特困从受理到确认期限", "期限",
        always(Period(30, "working_day"), "assumed; 最低生活保障审核确认办法（2021年），未核对原文"),
    ),
    _period("first_measure", "识别后落实帮扶措施期限", Period(1, "month"), f"{_RULES} 1_11_010"),
    _period("development_measure", "有劳动力户落实开发式帮扶期限", Period(6, "month"), f"{_RULES} 5_12_007"),
    _period(
        "observation", "风险消除前最短观察期", Period(6, "month"),
        f"防返贫监测规程：原则上不少于半年；{_RULES} 2_11_002",
    ),
    _period(
        "visit_interval_open", "风险未消除户最长多久走访一次", Period(1, "month"),
        "乡镇实施意见（2018年）：帮扶责任人每月至少走访一次",
    ),
    _period(
        "visit_interval", "其他帮扶户最长多久走访一次", Period(3, "month"),
        "省三年行动方案（福建，2018年）：每季度至少走访一次",
    ),
    Policy(
        "monitoring.able_share_most", "风险为缺劳动力时普通、技能劳动力最多占", "%",
        always(Decimal("0.25"), f"{_RULES} 5_18_008：超过四分之一预警"),
    ),
    Policy(
        "monitoring.able_share_most_large", "风险为缺劳动力的大户普通、技能劳动力最多占", "%",
        always(Decimal("0.5"), f"{_RULES} 5_11_029：4人及以上的户超过半数预警"),
    ),
    Policy("monitoring.large_household_from", "大户人数从", "人", always(4, f"{_RULES} 5_11_029")),
    Policy("monitoring.visits_least", "每年至少走访", "次", always(8, "镇实施意见（2018年）：每年不少于8次")),
)  # fmt: skip
