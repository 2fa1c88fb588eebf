"""The notice kinds. To add one: a value here; its tables and draft in the module of its subject."""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.notices.distributions import LIST_TABLE, PLAN_TABLE, draft_distribution
from villagebook.notices.funds import SOURCE_TABLE, USE_TABLE, draft_funds
from villagebook.notices.kind import Disclosure, NoticeKind
from villagebook.notices.monitored import MONITORED_TABLE, draft_monitored
from villagebook.notices.projects import LIBRARY_TABLE, ROSTER_TABLE, draft_library, draft_roster
from villagebook.notices.works import DONE_TABLE, START_TABLE, draft_done, draft_start

#: Names of programmes that contain a sensitive word; allowed in titles that carry a project's name.
_PROGRAMMES = frozenset({"残疾人", "大病保险", "大病救助", "大病补充保险"})

_HOUSEHOLD_RULE = "国开办发〔2018〕11号：到户项目公示受益户名单；分配结果包括金额"
_MONEY_RULE = "国开办发〔2018〕11号：资金公告写明资金用途和使用单位"
_SHARING_RULE = "国开办发〔2018〕11号：分配结果包括金额；收益分配每年公示"
_MONITORING_RULE = "防返贫监测规程（县级，2023年起）：村内公示拟纳入的监测对象及其类别"

NOTICE_KINDS: Registry[NoticeKind] = Registry(
    "notice kinds",
    (
        NoticeKind(
            id="project-library",
            number="N1",
            name="项目库入库公示",
            mode="公示",
            days="notice.project_library.days",
            signers=("committee",),
            board="项目",
            asks=("year", "project"),
            tables=(LIBRARY_TABLE,),
            discloses=(),
            title=("{village}", "{year}", "项目库入库", "公示"),
            basis="现将拟申报进入项目库的项目予以公示，接受群众监督。",
            draw=draft_library,
            source="村级申报项目入库前公示（项目库建设规定，2018年起）",
        ),
        NoticeKind(
            id="project-start",
            number="N3",
            name="项目实施前公示",
            mode="公示",
            days="notice.project_start.days",
            signers=("committee",),
            board="项目",
            asks=("project",),
            tables=(START_TABLE,),
            discloses=(),
            title=("{village}", "{year}", "{project}", "项目实施前", "公示"),
            basis="现将{project}项目的实施情况予以公示，接受群众监督。",
            draw=draft_start,
            title_words=_PROGRAMMES,
            source="到村项目实施前公示（国开办发〔2018〕11号）",
        ),
        NoticeKind(
            id="roster-beneficiaries",
            number="N4",
            name="到户项目受益户公示",
            mode="公示",
            days="notice.household_beneficiaries.days",
            signers=("committee",),
            board="名单",
            asks=("project",),
            tables=(ROSTER_TABLE,),
            discloses=(
                Disclosure("roster_line.amount_fen", _HOUSEHOLD_RULE),
                Disclosure("roster_line.note", "到户项目受益户公示表的备注栏；含个人情况的词由张贴前检查拦下"),
            ),
            title=("{village}", "{year}", "{project}", "到户项目", "受益户公示"),
            basis="现将{project}到户项目的受益户和补助金额予以公示，接受群众监督。",
            draw=draft_roster,
            title_words=_PROGRAMMES,
            source="到户项目公示受益户名单（国开办发〔2018〕11号）",
        ),
        NoticeKind(
            id="project-completion",
            number="N5",
            name="竣工公告",
            mode="公告",
            days="notice.project_completion.days",
            signers=("committee",),
            board="项目",
            asks=("project",),
            tables=(DONE_TABLE,),
            discloses=(),
            title=("{village}", "{year}", "{project}", "项目竣工", "公告"),
            basis="现将{project}项目的完成情况予以公告，接受群众监督。",
            draw=draft_done,
            title_words=_PROGRAMMES,
            source="到村项目竣工后公告（国开办发〔2018〕11号）",
        ),
        NoticeKind(
            id="fund-use",
            number="N6",
            name="资金使用情况公告",
            mode="公告",
            days="notice.funds_use.days",
            signers=("committee", "supervision"),
            board="资金",
            asks=("project", "year"),
            tables=(SOURCE_TABLE, USE_TABLE),
            discloses=(Disclosure("fund_entry.payee", _MONEY_RULE),),
            title=("{village}", "{year}", "{project}", "资金使用情况", "公告"),
            basis="现将{year}{project}资金截至{day}的使用情况予以公告，接受群众监督。",
            draw=draft_funds,
            title_words=_PROGRAMMES,
            source="资金公告内容（国开办发〔2018〕11号）",
        ),
        NoticeKind(
            id="income-distribution",
            number="N7",
            name="收益分配公示",
            mode="公示",
            days="notice.income_distribution.days",
            signers=("committee", "supervision"),
            board="资金",
            asks=("project", "year"),
            tables=(PLAN_TABLE, LIST_TABLE),
            discloses=(Disclosure("distribution_line.amount_fen", _SHARING_RULE),),
            title=("{village}", "{year}", "{project}", "收益分配", "公示"),
            basis="现将{year}{project}收益分配方案和名单予以公示，接受群众监督。",
            draw=draft_distribution,
            title_words=_PROGRAMMES,
            source="资产收益、光伏收益分配公示（分配方案和名单，每年公示）",
        ),
        NoticeKind(
            id="monitored-identification",
            number="N8",
            name="监测对象识别公示",
            mode="公示",
            days="notice.monitoring_identification.days",
            signers=("committee",),
            board="名单",
            asks=("households",),
            tables=(MONITORED_TABLE,),
            discloses=(
                Disclosure("status_period.kind", _MONITORING_RULE),
                Disclosure("dynamic_case.target", _MONITORING_RULE),
            ),
            title=("{village}", "{year}", "监测对象", "识别公示"),
            basis="现将拟纳入防返贫监测的农户名单予以公示，接受群众监督。",
            draw=draft_monitored,
            source="防返贫监测对象识别程序（2021年起）",
        ),
    ),
)
