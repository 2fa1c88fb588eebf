"""Days from which rules of a county's data cleaning hold, and further thresholds of them: work, incomes, 搬迁."""

from __future__ import annotations

from villagebook.policies.policy import Policy, Unit, always

_RULES = "县级数据清洗规则（贵州，2023年）"
_OLD_RULES = "建档立卡核查工具规则（2021年）"


def _number(id: str, title: str, unit: Unit, number: int, source: str) -> Policy:
    return Policy(id, title, unit, always(number, source))


CLEANING: tuple[Policy, ...] = (
    _number("income.wage_low_when_identified", "识别时工资性收入过低提醒线", "元", 10_000, f"{_RULES} 5_15_023"),
    _number("income.high_when_identified_since", "纳入时收入过高提醒从哪年识别起", "年", 2023, f"{_RULES} 1111_18"),
    _number("work.never_back_since", "外出多年未返乡提醒从哪年起", "年", 2020, f"{_RULES} 1111_08"),
    _number("monitoring.observation_since", "最短观察期从哪年起核对", "年", 2022, f"{_RULES} 2_11_002：2022年4月以后"),
    _number("monitoring.no_relocation_since", "不应再有搬迁措施从哪年识别起", "年", 2021, f"{_RULES} 1111_4"),
    _number("people.skilled_age_from", "有技能未务工提醒年龄从", "岁", 16, f"{_RULES} 5_20_028"),
    _number("people.skilled_age_through", "有技能未务工提醒年龄到", "岁", 59, f"{_RULES} 5_20_028"),
    _number("village.collective_income_least", "村级集体经济收入应大于", "元", 0, f"{_OLD_RULES}；{_RULES} 1_03_003"),
)
