"""The kinds of lists that can be read: what their columns may mean, what tells them apart, what names a row.

A *value id* is ``table.column`` of a field, optionally with ``#`` and what sets it apart: a row of 户信息 may carry
two classes (``status_period.kind`` and ``status_period.kind#monitored``), a project many sources
(``project_source.planned_fen#中央``). An id beginning with ``#`` waits for the kind's own reading (special.py) and is
never in a draft.

To add a kind: one ``ListKind`` here (lists of help: helped.py) and in ``KINDS``; a test then demands an example.
To know one more heading: a synonym at the field in models/; only where a
heading means something else in this kind of list, an entry in ``aliases``.
"""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.importing import benefited, helped, met, special, works
from villagebook.importing.kind import VILLAGE_VALUES
from villagebook.importing.kind import ListKind as ListKind
from villagebook.importing.staged import MEASURE, MEASURE_HEADINGS
from villagebook.models import (
    FundEntry,
    Household,
    HouseholdYear,
    Membership,
    Person,
    PersonYear,
    Project,
    RosterLine,
    StatusPeriod,
    Village,
)

MONITORED = "status_period.kind#monitored"
SOURCE = "project_source.planned_fen#"

#: Fields of StatusPeriod that tell of being monitored, not of having been poor: where a row has both classes they
#: belong to the second one.
MONITORED_FIELDS = frozenset({
    "status_period.from_on", "status_period.risk1", "status_period.risk2", "status_period.risk3",
    "status_period.risk4", "status_period.risk5", "status_period.disaster", "status_period.risk_note",
    "status_period.development",
    "status_period.removed", "status_period.removed_way", "status_period.removed_on", "status_period.contact",
    "status_period.contact_phone",
})  # fmt: skip


_MONITORED_HEADINGS = dict.fromkeys((
    "监测对象类别", "易返贫致贫户(监测对象)类型", "监测对象类型", "监测类型", "监测户类型", "易返贫致贫户类型",
), MONITORED)  # fmt: skip
_PHONE = dict.fromkeys(("联系电话", "电话", "联系方式", "手机", "手机号", "手机号码", "电话号码"), "#phone")
_MEMBER = _MONITORED_HEADINGS | _PHONE | {
    "户号": "membership.household_code",
    "户主/姓名": "household.head_name",
    "户主": "household.head_name",
    "家庭成员姓名": "person.name",
    "家庭成员": "person.name",
    "关系": "membership.relation",
    "与户主的关系": "membership.relation",
    "家庭关系": "membership.relation",
    "务工状况/务工时间": "person_year.work_months",
}
_HEAD_NUMBER = ("证件号码", "身份证号", "身份证号码", "公民身份号码", "身份证", "户主身份证")
_PERSON_NAMES = (("person.name", "membership.household_code"), ("person.name", "household.head_name"), ("person.name",))

HOUSEHOLDS = ListKind(
    id="households",
    title="户信息",
    unit="户",
    records=(Household, HouseholdYear, StatusPeriod, Village),
    marks={"household.": 1, "household_year.": 1, "status_period.": 1, "household.code": 3, "household.head_name": 2,
           MONITORED: 1, MEASURE: 0.5, "guarantee.": 0.5},
    words=("户信息", "户基本", "农户信息", "户台账", "脱贫户名单", "监测户名单", "监测对象名单"),
    identity=(("household.code",), ("household.head_id_number",), ("household.head_name", "household.group_name"),
              ("household.head_name",)),
    missing="没有户编号、户主姓名或户主证件号码，不知道是哪一户",
    against=frozenset({"人口编号", "人编号", "与户主关系", "家庭成员姓名", "补助金额", "凭证号"}),
    aliases=MEASURE_HEADINGS
    | _MONITORED_HEADINGS
    | dict.fromkeys(_HEAD_NUMBER, "household.head_id_number")
    | dict.fromkeys(("电话", "联系方式", "手机号码", "手机号"), "household.phone")
    | {"姓名": "household.head_name", "户主/姓名": "household.head_name"},
    context=VILLAGE_VALUES | {"household_year.year", "household.group_name"},
    years=("household_year.year",),
)

PEOPLE = ListKind(
    id="people",
    title="人信息",
    unit="人",
    records=(Person, Membership, PersonYear, Household, StatusPeriod, HouseholdYear, Village),
    marks={"person_year.": 1, "person.code": 4, "person.name": 2, "person.id_number": 2, "membership.household_code": 3,
           "membership.relation": 2, "person.": 0.5, MEASURE: 0.2},
    words=("人信息", "人员信息", "成员信息", "人口信息", "脱贫人口"),
    identity=(("person.code",), ("person.id_number",), *_PERSON_NAMES),
    missing="没有姓名、人口编号或证件号码，不知道是哪个人",
    against=frozenset({"补助金额", "凭证号", "家庭人口数", "是否已务工", "是否计划务工"}),
    aliases=MEASURE_HEADINGS | _MEMBER,
    context=VILLAGE_VALUES | {
        "person_year.year", "membership.household_code", "household.head_name", "household.group_name"},
    years=("person_year.year", "household_year.year"),
    adjust=special.whose_phone,
)

ROLL = ListKind(
    id="roll",
    title="全村花名册",
    unit="人",
    records=(Person, Membership, Household, PersonYear, HouseholdYear, Village),
    marks={"person.name": 2, "household.head_name": 2, "membership.relation": 3, "person.id_number": 2,
           "household.group_name": 2, "household.address": 1, "#phone": 1, "person.": 0.5},
    words=("花名册", "户籍", "全村", "农户名册", "村民名册"),
    identity=(("person.id_number",), ("person.name", "household.head_name", "household.group_name"), *_PERSON_NAMES),
    missing="没有姓名或证件号码，不知道是哪个人",
    against=frozenset({"人口编号", "人编号", "健康状况", "劳动技能", "补助金额", "凭证号"}),
    aliases=_MEMBER,
    context=VILLAGE_VALUES | {"household.group_name", "household.head_name", "person_year.year"},
    years=("person_year.year", "household_year.year"),
    adjust=special.whose_phone,
)

PHONES = ListKind(
    id="phones",
    title="电话变更",
    unit="户",
    records=(Household, Person, Membership, Village),
    marks={"#phone": 4, "household.phone": 4, "person.phone": 4, "household.head_name": 2, "person.name": 2,
           "household.head_id_number": 2, "person.id_number": 1, "household.code": 1},
    words=("电话", "手机", "联系方式", "通讯录"),
    identity=(("household.code",), ("household.head_id_number",), ("person.code",), ("person.id_number",),
              ("household.head_name", "household.group_name"), ("household.head_name",), ("person.name",)),
    missing="没有户编号、姓名或证件号码，不知道是谁的电话",
    against=frozenset({
        "与户主关系", "家庭人口数", "年度", "补助金额", "凭证号", "性别", "民族", "项目编号", "单位", "职务"}),
    aliases=_PHONE | dict.fromkeys(
        ("新电话", "新联系电话", "变更后电话", "变更后联系电话", "现联系电话", "新手机号", "新号码"), "#phone"),
    context=VILLAGE_VALUES,
    adjust=special.whose_phone,
)

PROJECTS = ListKind(
    id="projects",
    title="项目台账",
    unit="个项目",
    records=(Project, Village),
    marks={"project.": 1, "project.code": 3, "project.name": 3, "project.content": 2, SOURCE: 1},
    words=("项目台账", "项目库", "项目清单", "项目计划", "项目表", "项目一览"),
    identity=(("project.code",), ("project.name",)),
    missing="没有项目编号或项目名称，不知道是哪个项目",
    against=frozenset({"凭证号", "户主姓名", "收入", "支出", "补助金额"}),
    aliases={
        "资金投入/合计": "project.planned_fen",
        "资金投入/小计": "project.planned_fen",
        "资金投入": "project.planned_fen",
        "资金规模": "project.planned_fen",
        "受益对象/户数": "project.covers_households",
        "受益对象/人数": "project.covers_people",
        "受益对象/户": "project.covers_households",
        "受益对象/人": "project.covers_people",
        "受益对象/其中脱贫户和监测户/户数": "project.covers_poor_households",
        "受益对象/其中脱贫户和监测户/人数": "project.covers_poor_people",
        "时间进度/开工": "project.planned_start",
        "时间进度/完工": "project.planned_finish",
        "时间进度/竣工": "project.planned_finish",
        "入库公示/起": "project.library_notice_from",
        "入库公示/止": "project.library_notice_through",
        "入库公示/开始时间": "project.library_notice_from",
        "入库公示/结束时间": "project.library_notice_through",
        "开工时间": "project.started_on",
        "竣工时间": "project.finished_on",
        "验收时间": "project.accepted_on",
        "下达时间": "project.granted_on",
        "文号": "project.approval_number",
        "负责人": "project.person_in_charge",
    },
    context=VILLAGE_VALUES | {"project.year"},
    years=("project.year",),
)

FUNDS = ListKind(
    id="funds",
    title="资金流水",
    unit="笔",
    records=(FundEntry,),
    marks={"fund_entry.": 1, "fund_entry.voucher": 4, "fund_entry.kind": 1, "#income": 3, "#expense": 3},
    words=("资金流水", "流水账", "明细账", "日记账", "收支明细", "资金台账"),
    identity=(("fund_entry.voucher",), ("fund_entry.amount_fen", "fund_entry.date"), ("fund_entry.amount_fen",)),
    missing="没有凭证号，也没有金额，不是一笔资金",
    against=frozenset({"户主姓名", "与户主关系", "建设内容", "建设内容及规模", "补助标准"}),
    aliases={
        "收入": "#income", "收入金额": "#income", "收方": "#income",
        "支出": "#expense", "支出金额": "#expense", "付方": "#expense",
        "凭证编号": "fund_entry.voucher", "凭证字号": "fund_entry.voucher", "凭证": "fund_entry.voucher",
        "附件": "fund_entry.papers", "附件数": "fund_entry.papers", "经手人": "fund_entry.handler",
        "收支类别": "fund_entry.kind", "业务类型": "fund_entry.kind", "用途": "fund_entry.memo",
        "项目": "fund_entry.project_code",
    },
    context=frozenset({"fund_entry.project_code", "fund_entry.year"}),
    years=(),
    repeatable=True,
    adjust=special.fund_entry,
)

ROSTERS = ListKind(
    id="rosters",
    title="到户花名册",
    unit="户",
    records=(RosterLine,),
    marks={"roster_line.": 1, "roster_line.amount_fen": 3, "roster_line.rate_fen": 2, "roster_line.quantity": 1,
           "roster_line.content": 2, "roster_line.head_name": 1, "roster_line.signed": 1},
    words=("到户花名册", "受益户", "发放表", "补助花名册", "补助名单", "发放花名册"),
    identity=(("roster_line.project_code", "roster_line.household_code"), ("roster_line.household_code",),
              ("roster_line.head_name", "roster_line.group_name"), ("roster_line.head_name",)),
    missing="没有户主姓名或户编号，不知道补给哪一户",
    against=frozenset({"凭证号", "与户主关系", "人口编号", "建设性质"}),
    aliases={
        "户号": "roster_line.household_code",
        "项目名称": "project.name",
        "日期": "roster_line.received_on",
        "签字": "roster_line.signed",
        "领款人签字": "roster_line.signed",
        "受益户": "roster_line.head_name",
        "实发金额": "roster_line.amount_fen",
    },
    context=frozenset({"roster_line.project_code", "project.name", "roster_line.group_name"}),
    repeatable=True,
)

KINDS: Registry[ListKind] = Registry(
    "kinds of lists",
    (HOUSEHOLDS, PEOPLE, ROLL, PHONES, PROJECTS, FUNDS, ROSTERS,
     helped.WORK, helped.MEASURES, helped.VISITS, helped.GUARANTEES, helped.VILLAGES,
     works.CONTRACTS, works.ASSETS, met.MEETINGS, met.COMMITTEES, met.SOCIAL_HELP, benefited.BENEFITS),
)  # fmt: skip
