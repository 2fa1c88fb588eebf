"""Kinds of lists about meetings, the members of the village's bodies, and help from outside. Registered in kinds.py.

Sources: registers as villages keep them (会议台账, 小组名册, 社会帮扶登记表 with one matter a row).
"""

from __future__ import annotations

from villagebook.base.text import fold_code
from villagebook.importing.convert import read_cell
from villagebook.importing.kind import VILLAGE_VALUES, ListKind
from villagebook.importing.parts import Parts
from villagebook.importing.sheets import text_of
from villagebook.models import Committee, CommitteeMember, Meeting, SocialHelp, Village, info
from villagebook.models.codes import CODES

_GIVEN = "#given"
#: Other spellings of the kinds of help and of meetings.
_SPELT: dict[str, dict[str, str]] = {
    "social_help.kind": {
        "调研": "领导调研考察", "领导调研": "领导调研考察", "考察": "领导调研考察",
        "捐款": "捐助资金", "捐资": "捐助资金",
        "捐赠资金": "捐助资金", "捐助": "捐助资金", "捐物": "社会力量办实事", "办实事": "社会力量办实事",
        "社会力量": "社会力量办实事", "慰问": "社会力量办实事", "资金使用": "帮扶资金使用",
    },
    "meeting.kind": {
        "村民代表会议": "村民代表大会", "村民代表会": "村民代表大会", "代表会": "村民代表大会", "两委会": "村两委会议",
        "两委会议": "村两委会议", "村两委会": "村两委会议", "支部会": "党支部会议",
        "支委会": "党支部会议", "党支部会": "党支部会议",
        "评议会": "民主评议会", "民主评议": "民主评议会", "监委会会议": "村务监督委员会会议",
    },
}  # fmt: skip


def _respell(parts: Parts, id: str) -> None:
    value = parts.values.get(id)
    if isinstance(value, str):
        parts.values[id] = _SPELT[id].get(fold_code(value), value)


def help_row(parts: Parts) -> None:
    """Read a cell 金额/物资 as money where it is a number, else as goods; other spellings of the kinds."""
    waiting = parts.waiting.get(_GIVEN)
    if waiting is not None:
        reading = read_cell(info(SocialHelp.amount_fen), waiting.cell, waiting.unit)
        words = text_of(waiting.cell).strip()
        if reading.value is not None:
            parts.values["social_help.amount_fen"] = reading.value
            parts.headings["social_help.amount_fen"] = waiting.heading
        elif words:
            parts.values["social_help.goods"] = words
            parts.headings["social_help.goods"] = waiting.heading
    _respell(parts, "social_help.kind")


def meeting_row(parts: Parts) -> None:
    """Read other spellings of the kinds of meetings."""
    _respell(parts, "meeting.kind")


def member_row(parts: Parts) -> None:
    """Take the kind of a body from its name where no column says it."""
    name = parts.values.get("committee.name")
    if isinstance(name, str) and not parts.values.get("committee.kind"):
        kinds = sorted(CODES["committee_kind"].values, key=len, reverse=True)
        parts.values["committee.kind"] = next((kind for kind in kinds if kind in name), "其他")


SOCIAL_HELP = ListKind(
    id="social-help",
    title="社会帮扶登记",
    unit="件",
    records=(SocialHelp, Village),
    marks={"social_help.giver": 4, "social_help.goods": 2, "social_help.feedback": 2, "social_help.used": 1,
           "social_help.target": 1, "social_help.reported_on": 1, "social_help.receipt": 1, _GIVEN: 2},
    words=("社会帮扶", "捐赠登记", "捐助登记", "捐赠台账", "一事一记录"),
    identity=(("social_help.code",), ("social_help.giver", "social_help.date"), ("social_help.giver",)),
    missing="没有帮扶单位（人），不知道是谁的帮扶",
    against=frozenset({"凭证号", "与户主关系", "建设性质", "补助金额", "合同编号", "资产名称", "措施类别"}),
    aliases={
        "编号": "social_help.code", "时间": "social_help.date", "日期": "social_help.date", "类别": "social_help.kind",
        "单位（人）": "social_help.giver", "单位(人)": "social_help.giver", "单位/人": "social_help.giver",
        "单位/个人": "social_help.giver", "帮扶单位(人)": "social_help.giver", "捐赠单位(个人)": "social_help.giver",
        "内容": "social_help.content", "事由": "social_help.content",
        "金额/物资": _GIVEN, "资金/物资": _GIVEN, "款物": _GIVEN, "捐赠款物": _GIVEN, "金额(物资)": _GIVEN,
        "金额": "social_help.amount_fen", "资金": "social_help.amount_fen", "捐赠金额": "social_help.amount_fen",
        "物资": "social_help.goods", "折价": "social_help.goods_fen", "折合金额": "social_help.goods_fen",
        "对象": "social_help.target", "受益人": "social_help.target", "帮扶对象": "social_help.target",
        "使用": "social_help.used", "资金使用情况": "social_help.used", "使用金额": "social_help.used_fen",
        "反馈": "social_help.feedback", "上报时间": "social_help.reported_on", "上报": "social_help.reported_on",
        "登记人": "social_help.handler",
    },
    context=VILLAGE_VALUES,
    repeatable=True,
    adjust=help_row,
)  # fmt: skip

MEETINGS = ListKind(
    id="meetings",
    title="会议台账",
    unit="次",
    records=(Meeting, Village),
    marks={"meeting.kind": 3, "meeting.subject": 3, "meeting.due": 2, "meeting.present": 2, "meeting.resolution": 3,
           "meeting.chair": 2, "meeting.recorder": 2, "meeting.held_on": 1, "meeting.agreed": 1},
    words=("会议台账", "会议登记", "会议记录", "会议一览"),
    identity=(("meeting.code",), ("meeting.held_on", "meeting.kind")),
    missing="没有会议编号，也没有时间和会议类型，不知道是哪次会",
    against=frozenset({"凭证号", "与户主关系", "建设性质", "补助金额", "合同编号", "资产名称", "户主姓名"}),
    aliases={
        "编号": "meeting.code", "会议名称": "meeting.kind", "会议种类": "meeting.kind", "类型": "meeting.kind",
        "日期": "meeting.held_on", "会议时间": "meeting.held_on", "会议日期": "meeting.held_on",
        "开会时间": "meeting.held_on", "会议地点": "meeting.place", "会议议题": "meeting.subject",
        "内容": "meeting.subject", "会议内容": "meeting.subject", "主持": "meeting.chair", "记录": "meeting.recorder",
        "应到": "meeting.due", "实到": "meeting.present", "到会人数": "meeting.present", "参会人数": "meeting.present",
        "表决/同意": "meeting.agreed", "表决/反对": "meeting.against", "表决/弃权": "meeting.abstained",
        "人数/应到": "meeting.due", "人数/实到": "meeting.present", "到会/应到": "meeting.due",
        "到会/实到": "meeting.present", "决议内容": "meeting.resolution", "会议决议": "meeting.resolution",
        "讨论情况": "meeting.speeches",
    },
    context=VILLAGE_VALUES,
    repeatable=True,
    adjust=meeting_row,
)  # fmt: skip

COMMITTEES = ListKind(
    id="committees",
    title="小组名册",
    unit="人",
    records=(CommitteeMember, Committee, Village),
    marks={"committee.name": 4, "committee_member.post": 4, "committee_member.unit": 1, "committee_member.since": 2,
           "committee.kind": 2, "committee_member.until": 1},
    words=("小组名册", "小组成员", "成员名册", "成员名单", "代表名册", "代表名单", "组织成员"),
    identity=(("committee.name", "committee_member.name", "committee_member.since"),
              ("committee.name", "committee_member.name")),
    missing="没有小组名称或姓名，不知道是哪个小组的谁",
    against=frozenset({"凭证号", "与户主关系", "建设性质", "补助金额", "合同编号", "资产名称", "证件号码"}),
    aliases={
        "小组": "committee.name", "组织": "committee.name", "所在小组": "committee.name", "名称": "committee.name",
        "组织种类": "committee.kind", "小组种类": "committee.kind", "姓名": "committee_member.name",
        "成员姓名": "committee_member.name", "成员": "committee_member.name", "职务": "committee_member.post",
        "小组职务": "committee_member.post", "单位": "committee_member.unit", "工作单位": "committee_member.unit",
        "单位职务": "committee_member.unit", "任职开始": "committee_member.since", "任职时间": "committee_member.since",
        "任期/开始": "committee_member.since", "任期/结束": "committee_member.until",
        "任期/起": "committee_member.since", "任期/止": "committee_member.until", "卸任日期": "committee_member.until",
        "文件": "committee.document",
    },
    context=VILLAGE_VALUES | {"committee.name", "committee.kind", "committee.document"},
    repeatable=True,
    adjust=member_row,
)  # fmt: skip
