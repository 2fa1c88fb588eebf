"""Smaller subjects: limits for land and roads of households, days of the resident team, assessment."""

from __future__ import annotations

from decimal import Decimal

from villagebook.policies.policy import Policy, always

_RULES = "县级数据清洗规则（贵州，2023年）"
_ASSESSMENT = "乡镇实施意见（2018年）：四个季度按20、20、20、40计分"


VILLAGE: tuple[Policy, ...] = (
    Policy("household.field_land_most", "耕地、牧草地、水面面积最多", "亩", always(Decimal(100), f"{_RULES} 5_14_001")),
    Policy("household.forest_land_most", "林地、退耕、林果面积最多", "亩", always(Decimal(200), f"{_RULES} 5_14_010")),
    Policy("household.road_distance_most", "与村主干路距离最远", "公里", always(Decimal(5), f"{_RULES} 5_14_007")),
    Policy("team.days_a_month", "驻村工作队每月驻村", "天", always(20, "驻村工作队管理办法（广西）：每月不少于20天")),
    Policy(
        "team.days_a_year",
        "驻村工作队每年驻村",
        "天",
        always(200, "驻村工作队管理办法（青海，2024年）：每年不少于200天"),
    ),
    Policy("team.members_least", "驻村工作队至少", "人", always(3, "乡镇实施意见（2018年）：工作队不少于3人")),
    Policy("assessment.weight_q1", "一季度考核权重", "%", always(Decimal("0.2"), _ASSESSMENT)),
    Policy("assessment.weight_q2", "二季度考核权重", "%", always(Decimal("0.2"), _ASSESSMENT)),
    Policy("assessment.weight_q3", "三季度考核权重", "%", always(Decimal("0.2"), _ASSESSMENT)),
    Policy("assessment.weight_q4", "四季度考核权重", "%", always(Decimal("0.4"), _ASSESSMENT)),
)
