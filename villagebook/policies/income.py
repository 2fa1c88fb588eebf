"""Lines, alerts and tolerances about incomes of households; all amounts in 分, per year unless said.

Lines differ by province and year. A value with a region holds in books whose province–city–county text
contains it; where nothing is in force the book's own value is asked for.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.policies.policy import Policy, PolicyValue, always

_RULES = "县级数据清洗规则（贵州，2023年）"
_OLD_RULES = "建档立卡核查工具规则（2021年）"
_ASSUMED_LINE = "assumed; 历年国家标准，请按当年文件核对"


def _yuan(what: str, title: str, amount_yuan: int, source: str) -> Policy:
    return Policy(f"income.{what}", title, "元", always(amount_yuan * 100, source))


def _line(year: int, amount_yuan: int, source: str, region: str = "", years: int = 1) -> PolicyValue:
    """Return the line of one calendar year, or of some."""
    return PolicyValue(amount_yuan * 100, source, date(year, 1, 1), date(year + years, 1, 1), region)


INCOME: tuple[Policy, ...] = (
    Policy(
        "income.poverty_line",
        "贫困线（每人每年）",
        "元",
        (
            _line(2014, 2800, _ASSUMED_LINE),
            _line(2015, 2855, _ASSUMED_LINE),
            _line(2016, 3000, _ASSUMED_LINE),
            _line(2017, 3335, "县级退出细则（贵州，2017年）"),
            _line(2018, 3535, _ASSUMED_LINE),
            _line(2019, 3750, _ASSUMED_LINE),
            _line(2020, 4000, _ASSUMED_LINE),
        ),
    ),
    Policy(
        "income.monitoring_line",
        "监测范围（每人每年）",
        "元",
        (
            _line(2020, 5000, _ASSUMED_LINE),
            _line(2021, 6000, _ASSUMED_LINE),
            _line(2023, 7300, f"{_RULES} 1_02_006", "贵州省"),
            _line(2024, 19560, "德化县2024年公布：农村低保每月815元×12×2", "德化县"),
        ),
    ),
    _yuan("low_alert", "人均纯收入过低提醒线", 4000, f"{_RULES} 3_11_010；{_OLD_RULES} B18"),
    _yuan("high_when_identified", "纳入监测时人均纯收入过高提醒线", 20000, f"{_RULES} 1111_18"),
    _yuan("sum_tolerance", "收入合计允许相差", 1, "assumed; 表上取整到元的差"),
    _yuan("wage_low_alert", "工资性收入过低提醒线", 300, f"{_OLD_RULES} B19"),
    _yuan("wage_high_alert", "工资性收入过高提醒线", 300_000, f"{_OLD_RULES} B19"),
    _yuan("month_pay_low_alert", "务工月收入过低提醒线", 400, f"{_RULES} 1111_12"),
    _yuan("month_pay_high_alert", "务工月收入过高提醒线", 30_000, f"{_RULES} 5_16_002"),
    _yuan("minimum_living_low_alert", "全年低保金过低提醒线", 200, f"{_OLD_RULES} B24"),
    _yuan("destitute_low_alert", "全年特困供养金过低提醒线", 200, f"{_OLD_RULES} B25"),
    _yuan("family_planning_low_alert", "全年计划生育金过低提醒线", 100, f"{_OLD_RULES} B26"),
    _yuan("pension_low_alert", "全年养老金过低提醒线", 88, f"{_OLD_RULES} B27"),
    Policy(
        "income.drop_alert", "人均纯收入比上年下降提醒", "%", always(Decimal("0.3"), "assumed; 请按县里的核查规则核对")
    ),
)
