"""The stages of a project in their order, the order of its days, the states beside them. Domain 4.2, 4.4, 5.2.

To add a stage: one ``Stage`` in STAGES, its column in models/project.py; ledger, window, command line and checks
follow.
"""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.lifecycle.stage import Order, Phase, SideState, Stage, Within

HOUSEHOLD, COLLECTIVE, PUBLIC_WORK = "分户实施", "集体实施", "公益设施"

_LIBRARY = "项目库管理：国开办发〔2018〕10号；县级项目库办法（2024年）：申报、审核、论证、审定"
_FILE = "项目档案的先后顺序（县级一本清要求，2018年）"
_CLAIM = "县级资金报账办法：验收后申请报账，乡镇签署意见不早于申请"
_NOTICE = "国开办发〔2018〕11号：到村项目实施前公示、竣工后公告，到户项目公示受益户"
_ASSET = "扶贫项目资产管理的指导意见（2021年）：确权、移交、管护"

#: What an entry of the project library must say (5.1); without performance goals no entry.
_ENTRY = (
    "category", "nature", "place", "planned_start", "planned_finish", "unit_in_charge", "content", "planned_fen",
    "covers_households", "goal", "participation", "link",
)  # fmt: skip

PHASES: Registry[Phase] = Registry("phases of a project", (
    Phase("apply", "申报"),
    Phase("library", "入库"),
    Phase("grant", "下达"),
    Phase("notice", "施工公示"),
    Phase("work", "实施"),
    Phase("accept", "验收"),
    Phase("claim", "报账"),
    Phase("completion", "竣工公告"),
    Phase("archive", "移交归档"),
))  # fmt: skip

STAGES: Registry[Stage] = Registry("stages of a project", (
    Stage(
        "plan", "村里决定", "谋划", "apply", "", "村", "开村两委会或村民代表大会决定申报，留好会议记录、签到和决议",
        meeting=True, source=_LIBRARY),
    Stage(
        "library_notice", "村级公示", "已公示", "apply", "library_notice_through", "村", "在村里公示拟申报的项目，拍照",
        begins="library_notice_from", under="村级公示", notices=("project-library",), source=_LIBRARY),
    Stage(
        "declared", "申报", "已申报", "apply", "declared_on", "村", "没有异议，填申报书报乡镇",
        asks=("applicant",), needs=_ENTRY, source=_LIBRARY),
    Stage(
        "reviewed", "乡镇审核", "已审核", "library", "township_reviewed_on", "乡镇", "等乡镇审核，审核后填日期和意见",
        asks=("township_opinion",), source=_LIBRARY),
    Stage(
        "argued", "县级论证", "已论证", "library", "county_argued_on", "县", "等县里论证，论证后填日期",
        source=_LIBRARY),
    Stage(
        "approved", "审定入库", "已入库", "library", "county_approved_on", "县", "等县里审定入库，审定后填日期",
        asks=("county_opinion",), source=_LIBRARY),
    Stage(
        "granted", "下达", "已下达", "grant", "granted_on", "县", "等批复下达，收到后填批复文号和下达日期",
        asks=("approval_number", "approval_unit", "deadline_on"), needs=("approval_number",),
        by="project.granted_by", source=_FILE),
    Stage(
        "start_notice", "实施前公示", "待开工", "notice", "start_notice_through", "村", "开工前在村里公示，拍照",
        begins="start_notice_from", under="实施前公示", not_for=(HOUSEHOLD,), notices=("project-start",),
        source=_NOTICE),
    Stage(
        "roster_notice", "受益户公示", "待开工", "notice", "start_notice_through", "村",
        "花名册定下来后公示受益户，拍照", begins="start_notice_from", under="实施前公示",
        modes=(HOUSEHOLD,), notices=("roster-beneficiaries",),
        passed_by=(), source=_NOTICE),
    Stage(
        "started", "开工", "实施中", "work", "started_on", "村", "可以开工了，开工后填开工日期",
        plan=("planned_start",), by="project.start_by", source=_FILE),
    Stage(
        "finished", "竣工", "已竣工", "work", "finished_on", "村", "正在实施，完工后填竣工日期",
        plan=("planned_finish", "deadline_on"), by="project.claim_by", source=_FILE),
    Stage(
        "preliminary", "村乡初验", "已初验", "accept", "preliminary_on", "乡镇", "请乡镇一起初验，初验后填日期",
        source="县级验收办法：村乡联合初验后申请验收"),
    Stage(
        "accepted", "验收", "已验收", "accept", "accepted_on", "乡镇", "请乡镇验收，验收后填验收日期",
        within=Within("project.acceptance_within", "finished"), source=_FILE),
    Stage(
        "claimed", "申请报账", "报账中", "claim", "claimed_on", "村", "备齐票据，填报账申请书", passed_by=(),
        by="project.claim_by", source=_CLAIM),
    Stage(
        "claim_signed", "乡镇签署意见", "报账中", "claim", "claim_signed_on", "乡镇", "等乡镇在报账申请书上签意见",
        passed_by=("paid",), source=_CLAIM),
    Stage(
        "paid", "拨付", "已报账", "claim", "paid_on", "县", "等报账的钱拨下来，拨付后填日期", passed_by=(),
        by="project.reimbursed_by", source=_CLAIM),
    Stage(
        "completion_notice", "竣工公告", "已竣工公告", "completion", "completion_notice_through", "村",
        "张贴竣工公告，拍照", begins="completion_notice_from", under="竣工公告",
        notices=("project-completion", "fund-use"), passed_by=(),
        within=Within("notice.completion.delay", "accepted"), source=_NOTICE),
    Stage(
        "handed", "资产移交", "已移交", "archive", "handed_on", "村", "办资产确权和移交，定管护人",
        not_for=(HOUSEHOLD,), passed_by=(), within=Within("works.asset_handed", "accepted"), source=_ASSET),
    Stage(
        "archived", "归档", "已归档", "archive", "archived_on", "村", "材料收齐，装订成一本归档",
        asks=("archive_number", "archive_term", "archived_by", "archive_checked_by"), needs=("archive_number",),
        within=Within("project.archive_within", "accepted"), source=_FILE),
))  # fmt: skip

MEETING = "meeting"

#: The days of a project in their order; each is compared with the nearest earlier one that is known.
CHAIN: tuple[Order, ...] = (
    Order(MEETING, "library_notice_from"),
    Order("library_notice_from", "library_notice_through"),
    Order("library_notice_through", "township_reviewed_on", same_day=False),
    Order("township_reviewed_on", "county_argued_on", same_day=False),
    Order("county_argued_on", "county_approved_on"),
    Order("county_approved_on", "granted_on"),
    Order("granted_on", "start_notice_from"),
    Order("start_notice_from", "start_notice_through"),
    Order("start_notice_through", "started_on"),
    Order("started_on", "finished_on"),
    Order("finished_on", "preliminary_on"),
    Order("preliminary_on", "accepted_on"),
    Order("accepted_on", "claimed_on"),
    Order("claimed_on", "claim_signed_on"),
    Order("claim_signed_on", "paid_on"),
)
#: Orders beside the chain.
ORDERS: tuple[Order, ...] = (
    Order(MEETING, "declared_on"),
    Order("declared_on", "township_reviewed_on"),
    Order("accepted_on", "completion_notice_from", same_day=False),
    Order("completion_notice_from", "completion_notice_through"),
    Order("accepted_on", "handed_on"),
    Order("accepted_on", "archived_on"),
)

SIDE_STATES: Registry[SideState] = Registry("side states of a project", (
    SideState("未通过", "没有通过", "重新申报", last="argued", source=_LIBRARY,
              clears=("declared_on", "township_reviewed_on", "county_argued_on", "county_approved_on")),
    SideState("调整", "调整项目", "调整完成", first="approved", last="accepted", stops=False,
              source="项目库每年第四季度动态调整"),
    SideState("出库", "调出项目库", "重新入库", first="approved", last="approved",
              source="项目库管理：不符合条件的项目及时出库"),
    SideState("终止", "终止项目", "恢复实施", first="granted", last="accepted",
              source="县级要求（2019、2022年）：逾期未开工、未完工的项目终止，收回资金"),
))  # fmt: skip

#: What a project is called at which no stage was reached yet.
FIRST_STATE = STAGES["plan"].state

#: All words for how far a project is, in order: stages with what they are called before they are through, side states.
STATES: tuple[str, ...] = tuple(dict.fromkeys(
    [word for stage in STAGES for word in (stage.under, stage.state) if word] + [side.title for side in SIDE_STATES]
))  # fmt: skip
