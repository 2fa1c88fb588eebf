"""The procedures, by their title in the code list ``case_kind``. To add one: one value below.

Sources: 防返贫监测规程 as published by counties since 2021 (steps, clocks), 两公示一比对一公告 of 2014–2020, the
exit mechanism of 2016 and a county's exit rules of 2017; for 低保 and 特困 a county's catalogue of social assistance.
"""

from __future__ import annotations

import datetime as dt

from villagebook.base.registry import Registry
from villagebook.cases.procedure import LEAD, Clock, Need, Procedure, Step
from villagebook.models.codes import ASSISTED_STATUSES, MONITORED_STATUSES, POOR_STATUSES

_MONITORING = "防返贫动态监测规程（2021年起，县级公开文本）"
_IDENTIFICATION = "两公示一比对一公告（2014年起建档立卡识别程序）"
_EXIT = "贫困退出机制意见（2016年）和县级退出细则（2017年）"
_ASSISTANCE = "改革完善社会救助制度意见（2020年）和县级社会救助公开目录"

_POOR_NOW = ("未脱贫户", "返贫户", "一般贫困户")
_BEGIN, _END = dt.date(2014, 1, 1), dt.date(2020, 12, 31)

_MEETING: tuple[Need, ...] = ("meeting",)
_NOTICE: tuple[Need, ...] = ("notice",)

MONITORED = Procedure(
    id="monitored-identification",
    title="监测对象识别",
    begins=MONITORED_STATUSES,
    effective="county",
    rules=("already", "fitting"),
    first_lead=dt.date(2020, 1, 1),
    source=_MONITORING,
    steps=(
        Step(
            "visit", "入户核实", "核实", ("防止返贫动态监测排查表", "监测对象申请及承诺授权查询书"), "村",
            "入户核对收入、支出、三保障和饮水，申请授权书由户主签字按手印", _MONITORING,
            within=(Clock("monitoring.house_check", LEAD),),
        ),
        Step(
            "compare", "信息比对", "比对", ("家庭成员信息比对名单", "信息比对结果"), "县",
            "把全家人名单报县里，比对车辆、房产、存款、财政供养和工商登记", _MONITORING,
            within=(Clock("monitoring.comparison", "visit"),),
        ),
        Step(
            "meeting", "民主评议", "评议", ("民主评议会议记录",), "村",
            "开民主评议会，通报核实和比对结果，形成记录", _MONITORING,
            within=(Clock("monitoring.meeting_after_check", "compare"),), needs=_MEETING,
        ),
        Step(
            "notice", "村内公示", "公示", ("公示照片",), "村",
            "在村公示栏张贴，只公示一次，不写致贫返贫风险", _MONITORING, needs=_NOTICE,
            notice="monitored-identification",
        ),
        Step(
            "town", "乡镇审核", "审核", ("监测对象审核表",), "乡镇",
            "公示无异议，报乡镇审核", _MONITORING,
            least=(Clock("notice.monitoring_identification.days", "notice"),),
        ),
        Step(
            "county", "县级审定", "审定", ("县级批复",), "县",
            "等县里审定批复", _MONITORING, within=(Clock("monitoring.identification_total", LEAD),),
        ),
        Step(
            "announce", "公告", "公告", ("公告照片",), "乡镇",
            "以乡镇名义在村里公告", _MONITORING, needs=_NOTICE, notice="monitored-announcement",
        ),
        Step(
            "record", "录入建档", "录入", ("监测对象信息采集表",), "乡镇",
            "在系统里录入标注，信息采集表归档", _MONITORING,
        ),
    ),
)  # fmt: skip

REMOVAL = Procedure(
    id="risk-removal",
    title="风险消除",
    ends=MONITORED_STATUSES,
    removes=True,
    effective="county",
    rules=("observation", "labour", "guarantees"),
    first_lead=dt.date(2020, 1, 1),
    source=_MONITORING,
    steps=(
        Step(
            "visit", "入户核实", "核实", ("风险消除入户核查表", "家庭收入测算表"), "村",
            "村里提名单，入户核对收入是否稳定、刚性支出和三保障是否已解决", _MONITORING,
        ),
        Step(
            "meeting", "民主评议", "评议", ("民主评议会议记录",), "村", "开民主评议会，形成记录", _MONITORING,
            needs=_MEETING,
        ),
        Step(
            "notice", "村内公示", "公示", ("公示照片",), "村", "在村公示栏公示拟消除风险的户", _MONITORING,
            needs=_NOTICE, notice="risk-removal",
        ),
        Step(
            "town", "乡镇核查", "核查", ("乡镇核查表",), "乡镇", "公示无异议，报乡镇核查", _MONITORING,
            least=(Clock("notice.risk_elimination.days", "notice"),),
        ),
        Step("county", "县级审批", "审批", ("县级批复",), "县", "等县里审批", _MONITORING),
        Step(
            "announce", "公告", "公告", ("公告照片",), "乡镇", "在村里公告风险消除", _MONITORING, needs=_NOTICE,
            notice="risk-removal-announcement",
        ),
        Step(
            "record", "系统标注", "标注", ("风险消除信息采集表",), "乡镇", "在系统里标注风险消除，资料归档",
            _MONITORING,
        ),
    ),
)  # fmt: skip

POVERTY = Procedure(
    id="poverty-identification",
    title="贫困户识别",
    begins=("未脱贫户",),
    effective="county",
    rules=("already",),
    first_lead=_BEGIN,
    last_lead=_END,
    lead="农户申报",
    source=_IDENTIFICATION,
    steps=(
        Step("apply", "农户申请", "申请", ("贫困户申请书",), "村", "农户写申请书", _IDENTIFICATION),
        Step("visit", "村里初核", "初核", ("入户调查表",), "村", "村两委和驻村工作队入户初核", _IDENTIFICATION),
        Step(
            "meeting", "代表评议", "评议", ("村民代表大会评议记录",), "村", "开村民代表大会评议", _IDENTIFICATION,
            needs=_MEETING,
        ),
        Step(
            "notice1", "一公示", "一公示", ("第一次公示照片",), "村", "在村里第一次公示", _IDENTIFICATION,
            needs=_NOTICE, notice="poverty-first",
        ),
        Step(
            "town", "乡镇审核", "审核", ("乡镇审核意见",), "乡镇", "公示无异议，报乡镇审核", _IDENTIFICATION,
            least=(Clock("notice.poverty_identification.days", "notice1"),),
        ),
        Step(
            "compare", "信息比对", "比对", ("信息比对结果",), "县", "比对车辆、商品房、财政供养和工商登记",
            _IDENTIFICATION,
        ),
        Step(
            "notice2", "二公示", "二公示", ("第二次公示照片",), "乡镇", "乡镇第二次公示，贴在村里", _IDENTIFICATION,
            needs=_NOTICE, notice="poverty-second",
        ),
        Step(
            "county", "县级审定", "审定", ("县级批复",), "县", "等县里审定", _IDENTIFICATION,
            least=(Clock("notice.poverty_identification.days", "notice2"),),
        ),
        Step(
            "announce", "公告", "公告", ("公告照片",), "县", "县里公告，贴在村里", _IDENTIFICATION, needs=_NOTICE,
            notice="poverty-announcement",
        ),
        Step("record", "录入建档", "录入", ("贫困户登记表",), "乡镇", "录入系统，登记表和手册归档", _IDENTIFICATION),
    ),
)  # fmt: skip

EXIT = Procedure(
    id="poverty-exit",
    title="贫困户退出",
    begins=POOR_STATUSES,
    ends=_POOR_NOW,
    effective="county",
    rules=("same_year",),
    first_lead=_BEGIN,
    last_lead=_END,
    source=_EXIT,
    steps=(
        Step("nominate", "小组提名", "提名", ("村民小组提名表",), "村", "村民小组提名", _EXIT),
        Step(
            "visit", "入户核实", "核实", ("入户调查表", "年度人均纯收入统计表", "贫困户脱贫验收表"), "村",
            "5 至 7 人入户调查，算清收入，户主签字按手印", _EXIT,
        ),
        Step("meeting", "民主评议", "评议", ("民主评议会议记录",), "村", "开民主评议会", _EXIT, needs=_MEETING),
        Step(
            "consent", "农户认可", "认可", ("退出认定表",), "村",
            "户主在退出认定表上签字认可，村支书、村主任、第一书记、驻村队长签字", _EXIT,
        ),
        Step(
            "notice1", "村内公示", "公示", ("村级公示照片",), "村", "在村里公示", _EXIT, needs=_NOTICE,
            notice="poverty-exit",
        ),
        Step(
            "town", "乡镇审核", "审核", ("乡镇审核意见",), "乡镇", "公示无异议，报乡镇审核签字", _EXIT,
            least=(Clock("notice.poverty_exit.days", "notice1"), Clock("notice.exit_levels.gap", "consent")),
        ),
        Step(
            "notice2", "乡镇公示", "公示", ("乡镇公示照片",), "乡镇", "乡镇公示，贴在村里", _EXIT, needs=_NOTICE,
            notice="poverty-exit-township",
        ),
        Step(
            "county", "县级审定", "审定", ("县级批复",), "县", "等县里审定", _EXIT,
            least=(Clock("notice.poverty_exit.days", "notice2"), Clock("notice.exit_levels.gap", "town")),
        ),
        Step(
            "announce", "公告退出", "公告", ("公告照片",), "县", "县里公告退出，贴在村里", _EXIT, needs=_NOTICE,
            notice="poverty-exit-announcement",
        ),
        Step(
            "record", "系统标注", "标注", ("脱贫信息采集表",), "乡镇", "公告期满，在系统里标注脱贫", _EXIT,
            least=(Clock("notice.poverty_exit.days", "announce"),),
        ),
    ),
)  # fmt: skip

ASSISTANCE = Procedure(
    id="social-assistance",
    title="低保特困认定",
    begins=ASSISTED_STATUSES,
    effective="county",
    rules=("already",),
    lead="农户申报",
    source=_ASSISTANCE,
    steps=(
        Step(
            "apply", "农户申请", "申请", ("社会救助申请书", "家庭经济状况核对授权书"), "乡镇",
            "户主向乡镇申请，村里帮着填表，全家签核对授权书", _ASSISTANCE,
        ),
        Step(
            "visit", "入户核对", "核对", ("入户调查表", "家庭经济状况核对报告"), "乡镇",
            "乡镇和村里入户调查，等家庭经济状况核对结果，定保障人数、类档和月金额", _ASSISTANCE,
            within=(Clock("assistance.survey", "apply"),),
        ),
        Step(
            "meeting", "民主评议", "评议", ("民主评议会议记录或免评议说明",), "村",
            "对家庭状况有争议的开民主评议会；没有争议的不开，在说明里写明", _ASSISTANCE, needs=_MEETING,
        ),
        Step(
            "notice", "初审公示", "初审", ("初审公示照片",), "乡镇", "乡镇初审后在村里公示", _ASSISTANCE,
            needs=_NOTICE, notice="assistance-first",
        ),
        Step(
            "county", "县级确认", "确认", ("社会救助确认表",), "县", "公示无异议，报县民政部门确认", _ASSISTANCE,
            within=(Clock("assistance.total", "apply"),),
            least=(Clock("notice.social_assistance.days", "notice"),),
        ),
        Step(
            "announce", "确认公示", "公示", ("确认公示照片",), "乡镇", "确认后在村里公示保障人数和金额", _ASSISTANCE,
            needs=_NOTICE, notice="assistance-confirmed",
        ),
    ),
)  # fmt: skip

PROCEDURES: Registry[Procedure] = Registry("procedures", (MONITORED, REMOVAL, POVERTY, EXIT, ASSISTANCE))
