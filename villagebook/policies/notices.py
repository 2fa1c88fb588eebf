"""How long each kind of notice hangs at least: ``notice.<kind>.days``, and how often accounts are published.

The day of posting does not count unless the book's setting says so; that is no policy. To add a kind: one
line here; the kind's declaration then names the policy.
"""

from __future__ import annotations

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

_FUNDS_RULE = "国开办发〔2018〕11号第四条：乡、村两级公告公示原则上不得少于10天"
_MONITORING_RULE = "防返贫监测对象识别和消除规程（县级，2023年起公开的文本）：村内公示不少于5天，只公示一次"
_EXIT_RULE = "贫困退出机制意见及县级细则：村、乡、县各级公示公告不少于7天"
_ASSUMED = "assumed; 请按县、乡文件核对"


def _days(kind: str, title: str, period: Period, source: str) -> Policy:
    return Policy(f"notice.{kind}.days", f"{title}最短期限", "期限", always(period, source))


_TEN = Period(10, "day")
_SEVEN = Period(7, "day")
_FIVE = Period(5, "day")

NOTICES: tuple[Policy, ...] = (
    _days("project_library", "项目库入库公示", _TEN, _FUNDS_RULE + "；也见过7天"),
    _days("annual_plan", "年度项目计划公告", _TEN, _FUNDS_RULE),
    _days("project_start", "项目实施前公示", _TEN, _FUNDS_RULE + "；老区项目有10个工作日的"),
    _days("household_beneficiaries", "到户项目受益户公示", _TEN, _FUNDS_RULE + "；也见过5个工作日"),
    _days(
        "household_acceptance", "到户项目验收结果公示", Period(5, "working_day"),
        "到户增收项目实施办法（县级）：验收结果公示不少于5个工作日",
    ),
    _days("project_completion", "竣工公告", _TEN, _FUNDS_RULE + "；可以长期张贴"),
    _days("funds_use", "资金使用情况公告", _TEN, _FUNDS_RULE),
    _days("income_distribution", "收益分配公示", _TEN, f"{_ASSUMED}；比照资金项目10天"),
    _days("monitoring_identification", "监测对象识别公示", _FIVE, _MONITORING_RULE),
    _days("monitoring_announcement", "监测对象公告", _FIVE, f"{_ASSUMED}；未见规定期限，比照识别公示5天"),
    _days("risk_elimination", "风险消除公示", _FIVE, _MONITORING_RULE),
    _days("risk_elimination_announcement", "风险消除公告", _FIVE, f"{_ASSUMED}；未见规定期限，比照消除公示5天"),
    _days("poverty_identification", "贫困户识别公示", _SEVEN, f"{_ASSUMED}；2014年至2020年通行的每次7天"),
    _days("poverty_exit", "贫困户退出公示", _SEVEN, _EXIT_RULE),
    _days("social_assistance", "低保、特困公示", _SEVEN, "县级社会救助公开目录：7天；有的县写7个工作日"),
    _days("temporary_aid", "临时救助公示", _SEVEN, f"{_ASSUMED}；各地5至7天"),
    _days("disability_subsidies", "残疾人两项补贴公示", _SEVEN, f"{_ASSUMED}；各地5至7天"),
    _days("education_aid", "雨露计划补助公示", _SEVEN, f"{_ASSUMED}；各地5至7天"),
    _days("house_repair", "农村危房改造公示", _SEVEN, f"{_ASSUMED}；各地5至7天"),
    _days("public_posts", "公益岗位聘用公示", _SEVEN, f"{_ASSUMED}；各地5至7天"),
    _days("village_accounts", "村务、财务公开表", _TEN, f"{_ASSUMED}；村民委员会组织法第三十条只规定多久公布一次"),
    _days("donations", "捐赠款物使用公示", _TEN, f"{_ASSUMED}；比照资金项目10天"),
    Policy(
        "notice.village_accounts.interval", "村务、财务最长多久公布一次", "期限",
        always(Period(3, "month"), "村民委员会组织法第三十条：一般事项至少每季度公布一次"),
    ),
    Policy(
        "notice.village_accounts.busy_interval", "财务往来较多的最长多久公布一次", "期限",
        always(Period(1, "month"), "村民委员会组织法第三十条：集体财务往来较多的，每月公布一次"),
    ),
    Policy(
        "notice.exit_levels.gap", "退出时村、乡、县签字日期至少相隔", "期限",
        always(_SEVEN, "县级退出细则（贵州，2017年）：各级签字时间相隔不少于7天"),
    ),
    Policy(
        "notice.completion.delay", "验收后多久应有竣工公告", "期限",
        always(Period(1, "month"), f"{_ASSUMED}；公开目录只说信息形成后20个工作日内"),
    ),
)  # fmt: skip
