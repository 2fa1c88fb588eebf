"""Kinds of notices about households' cases: N8 to N13. To add one: a value here; the step of its procedure names it.

They say who is to be taken in or let go, and as what; never risks, causes, incomes or health: ``forbidden`` keeps those
words off whatever an officer writes into a sentence.
"""

from __future__ import annotations

from villagebook.notices.case_sheets import (
    ANNOUNCED,
    EXITS,
    IDENTIFIED,
    POVERTY,
    assistance_table,
    draft_cases,
    removal_table,
)
from villagebook.notices.kind import Disclosure, NoticeKind

_MONITORING = "防返贫监测规程（县级，2023年起）：村内公示拟纳入的监测对象及其类别"
_ANNOUNCING = "防返贫监测规程（县级，2023年起）：县级审定后以乡镇名义在村内公告名单和类别"
_REMOVING = "防返贫监测规程（县级，2023年起）：风险消除的名单在村内公示、公告"
_POOR = "两公示一比对一公告（2014年起建档立卡识别程序）：公示户主、人口和组别"
_EXIT = "贫困退出机制意见（2016年）：拟退出的户在村内公示，退出后公告"
_ASSISTANCE = "县级社会救助公开目录：低保、特困公示户主、保障人数、类别和月保障金额"

#: What must not stand beside a monitored household's name: it is told that it is watched, never why.
_NO_DETAIL = frozenset({
    "收入", "支出", "自付", "负债", "欠债", "贷款", "致贫原因", "返贫风险", "风险类型", "主要风险", "存在风险",
    "风险点", "劳动力", "健康状况", "就医", "辍学", "失学", "离异", "服刑",
})  # fmt: skip


def _rules(rule: str, *fields: str) -> tuple[Disclosure, ...]:
    return tuple(Disclosure(field, rule) for field in fields)


_TARGET = "dynamic_case.target"
_KIND = "dynamic_case.kind"

_MONITORED_KINDS = (
    NoticeKind(
        id="monitored-identification",
        number="N8",
        name="监测对象识别公示",
        mode="公示",
        days="notice.monitoring_identification.days",
        signers=("committee",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(IDENTIFIED,),
        discloses=_rules(_MONITORING, _TARGET),
        title=("{village}", "{year}", "监测对象", "识别公示"),
        basis="现将拟纳入防返贫监测的农户名单予以公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        source="防返贫监测对象识别程序（2021年起）",
    ),
    NoticeKind(
        id="monitored-announcement",
        number="N9",
        name="监测对象公告",
        mode="公告",
        days="notice.monitoring_announcement.days",
        signers=("township",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(ANNOUNCED,),
        discloses=_rules(_ANNOUNCING, _TARGET),
        title=("{village}", "{year}", "监测对象", "公告"),
        basis="经村民主评议、村内公示、乡镇审核和县级审定，现将纳入防返贫监测的农户名单予以公告。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        follows="monitored-identification",
        source="防返贫监测对象识别程序（2021年起）：以乡镇名义公告",
    ),
    NoticeKind(
        id="risk-removal",
        number="N10",
        name="风险消除公示",
        mode="公示",
        days="notice.risk_elimination.days",
        signers=("committee",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(removal_table("拟消除", "拟消除"),),
        discloses=_rules(_REMOVING, _TARGET, _KIND),
        title=("{village}", "{year}", "监测对象", "风险消除公示"),
        basis="现将拟标注风险消除的农户名单予以公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        source="防返贫监测对象风险消除程序（2021年起）",
    ),
    NoticeKind(
        id="risk-removal-announcement",
        number="N10",
        name="风险消除公告",
        mode="公告",
        days="notice.risk_elimination_announcement.days",
        signers=("township",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(removal_table("已消除", "已消除"),),
        discloses=_rules(_REMOVING, _TARGET, _KIND),
        title=("{village}", "{year}", "监测对象", "风险消除公告"),
        basis="经村民主评议、村内公示、乡镇核查和县级审批，现将风险消除的农户名单予以公告。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        follows="risk-removal",
        source="防返贫监测对象风险消除程序（2021年起）",
    ),
)

_POVERTY_KINDS = (
    NoticeKind(
        id="poverty-first",
        number="N11",
        name="贫困户识别第一次公示",
        mode="公示",
        days="notice.poverty_identification.days",
        signers=("committee",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(POVERTY,),
        discloses=(),
        title=("{village}", "{year}", "贫困户识别", "第一次公示"),
        basis="现将拟识别为建档立卡贫困户的农户名单予以第一次公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        source=_POOR,
    ),
    NoticeKind(
        id="poverty-second",
        number="N11",
        name="贫困户识别第二次公示",
        mode="公示",
        days="notice.poverty_identification.days",
        signers=("township",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(POVERTY,),
        discloses=(),
        title=("{village}", "{year}", "贫困户识别", "第二次公示"),
        basis="经村级评议公示、乡镇审核和信息比对，现将拟识别为建档立卡贫困户的农户名单予以第二次公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        follows="poverty-first",
        source=_POOR,
    ),
    NoticeKind(
        id="poverty-announcement",
        number="N11",
        name="贫困户识别公告",
        mode="公告",
        days="notice.poverty_identification.days",
        signers=("county",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(POVERTY,),
        discloses=(),
        title=("{village}", "{year}", "贫困户识别", "公告"),
        basis="经村、乡镇两次公示和县级审定，现将识别为建档立卡贫困户的农户名单予以公告。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        follows="poverty-second",
        source=_POOR,
    ),
    NoticeKind(
        id="poverty-exit",
        number="N12",
        name="贫困户退出公示",
        mode="公示",
        days="notice.poverty_exit.days",
        signers=("committee",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(EXITS,),
        discloses=_rules(_EXIT, "dynamic_case.lead_on"),
        title=("{village}", "{year}", "贫困户", "退出公示"),
        basis="现将经入户核实、农户认可，拟退出建档立卡的贫困户名单予以公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        source=_EXIT,
    ),
    NoticeKind(
        id="poverty-exit-township",
        number="N12",
        name="贫困户退出乡镇公示",
        mode="公示",
        days="notice.poverty_exit.days",
        signers=("township",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(EXITS,),
        discloses=_rules(_EXIT, "dynamic_case.lead_on"),
        title=("{village}", "{year}", "贫困户退出", "乡镇公示"),
        basis="经村级公示和乡镇审核，现将拟退出的建档立卡贫困户名单予以公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        follows="poverty-exit",
        source="县级退出细则（贵州，2017年）：村、乡镇公示各7天",
    ),
    NoticeKind(
        id="poverty-exit-announcement",
        number="N12",
        name="贫困户退出公告",
        mode="公告",
        days="notice.poverty_exit.days",
        signers=("county",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(EXITS,),
        discloses=_rules(_EXIT, "dynamic_case.lead_on"),
        title=("{village}", "{year}", "贫困户", "退出公告"),
        basis="经村、乡镇公示和县级审定，现将退出的建档立卡贫困户名单予以公告。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        follows="poverty-exit-township",
        source=_EXIT,
    ),
)

_ASSISTED = (_TARGET, "dynamic_case.covered", "dynamic_case.grade", "dynamic_case.month_fen", _KIND)

_ASSISTANCE_KINDS = (
    NoticeKind(
        id="assistance-first",
        number="N13",
        name="低保、特困初审公示",
        mode="公示",
        days="notice.social_assistance.days",
        signers=("township",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(assistance_table("拟保障"),),
        discloses=_rules(_ASSISTANCE, *_ASSISTED),
        title=("{village}", "{year}", "低保、特困", "初审公示"),
        basis="经入户调查、家庭经济状况核对和乡镇初审，现将拟给予最低生活保障、特困救助供养的家庭予以公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        source="县级社会救助公开目录：初审结果在村内公示7天",
    ),
    NoticeKind(
        id="assistance-confirmed",
        number="N13",
        name="低保、特困确认公示",
        mode="公示",
        days="notice.social_assistance.days",
        signers=("township",),
        board="名单",
        asks=("cases", "households", "year"),
        tables=(assistance_table("已保障"),),
        discloses=_rules(_ASSISTANCE, *_ASSISTED),
        title=("{village}", "{year}", "低保、特困", "确认公示"),
        basis="经乡镇初审公示和县级确认，现将给予最低生活保障、特困救助供养的家庭予以公示，接受群众监督。",
        draw=draft_cases,
        forbidden=_NO_DETAIL,
        follows="assistance-first",
        source="县级社会救助公开目录：确认结果在村内公示7天，在册名单长期公示",
    ),
)

CASE_KINDS: tuple[NoticeKind, ...] = (*_MONITORED_KINDS, *_POVERTY_KINDS, *_ASSISTANCE_KINDS)
