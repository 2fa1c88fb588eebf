"""Ages and other numbers about persons: school, labour, family, disability, work.

Ages are full years; ``…_from`` and ``…_through`` are both inclusive.
"""

from __future__ import annotations

from villagebook.policies.policy import Policy, Unit, always

_CENSUS = "国家脱贫攻坚普查：义务教育阶段适龄儿童6至15周岁"
_RULES = "县级数据清洗规则（贵州，2023年）"
_ASSUMED = "assumed; 请按县里的核查规则核对"


def _age(what: str, title: str, years: int, source: str, unit: Unit = "岁") -> Policy:
    return Policy(f"people.{what}", title, unit, always(years, source))


PEOPLE: tuple[Policy, ...] = (
    _age("school_age_from", "义务教育年龄从", 6, _CENSUS),
    _age("school_age_through", "义务教育年龄到", 15, _CENSUS),
    _age("labour_age_from", "劳动年龄从", 16, f"{_RULES}：未满16岁应为无劳动力"),
    _age("labour_age_through", "劳动年龄到", 59, f"{_RULES}：60岁及以上不应为普通、技能劳动力"),
    _age("public_post_age_through", "公益性岗位年龄到", 69, f"{_RULES} 5_01_006：70岁及以上预警"),
    _age("primary_age_from", "小学生年龄从", 6, f"{_RULES} 5_17_002"),
    _age("primary_age_through", "小学生年龄到", 14, f"{_RULES} 5_17_002"),
    _age("junior_age_from", "初中生年龄从", 12, f"{_RULES} 5_17_003"),
    _age("junior_age_through", "初中生年龄到", 17, f"{_RULES} 5_17_003"),
    _age("senior_age_from", "高中、中职学生年龄从", 15, f"{_RULES} 5_17_004"),
    _age("senior_age_through", "高中、中职学生年龄到", 20, f"{_RULES} 5_17_004"),
    _age("college_age_from", "高职、本科学生年龄从", 18, f"{_RULES} 5_17_005"),
    _age("master_age_from", "硕士及以上学生年龄从", 20, f"{_RULES} 5_17_006"),
    _age("preschool_age_through", "学前儿童年龄到", 6, f"{_RULES} 5_17_001：满7岁仍为学前预警"),
    _age("low_education_age_from", "文化程度偏低提醒年龄从", 16, f"{_RULES} 5_17_007"),
    _age("low_education_age_through", "文化程度偏低提醒年龄到", 22, f"{_RULES} 5_17_007"),
    _age("head_age_from", "户主年龄从", 18, _ASSUMED),
    _age("parent_gap", "父母至少年长", 14, _ASSUMED),
    _age("grandparent_gap", "祖父母至少年长", 30, _ASSUMED),
    _age("adult_age", "成年年龄", 18, "民法典第十七条：十八周岁以上的自然人为成年人"),
    _age("public_posts_most", "一人公益性岗位最多", 2, f"{_RULES} 3_01_010：三种及以上为错", unit="个"),
    _age("severe_disability_grade", "重度残疾到第几级", 2, "国发〔2015〕52号：一级、二级重度残疾人护理补贴", unit="级"),
    Policy(
        "insurance.subsidy_cutoff", "参保缴费补贴的识别截止日（上一年）", "月日",
        always(1231, "assumed; 每年由医保部门公布，请按当年通知改"),
    ),
)
