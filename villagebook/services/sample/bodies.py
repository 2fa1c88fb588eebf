"""The sample village's bodies and their members, who came to which meeting, what was decided there. All invented.

To add a body: one ``BodyTold``; its members are lines of ``name post unit`` with the term behind ``@``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_D = dt.date

#: The first day of the term elected in 2021.
ELECTED = _D(2021, 12, 20)


@dataclass(frozen=True, slots=True)
class MemberTold:
    """One member; fields as in models.CommitteeMember."""

    name: str
    post: str
    unit: str = ""
    since: dt.date | None = ELECTED
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class BodyTold:
    """One body; fields as in models.Committee. ``kind`` is unique here and names it for others."""

    kind: str
    name: str
    members: tuple[MemberTold, ...]
    document: str = ""
    since: dt.date = ELECTED


def _clerk(post: str, unit: str = "村民委员会文书") -> tuple[MemberTold, MemberTold]:
    """The clerk's seat: 雷永兴 until the end of 2023, 林晓芸 since."""
    return (MemberTold("雷永兴", post, unit, until=_D(2023, 12, 31)),
            MemberTold("林晓芸", post, unit, since=_D(2024, 1, 1)))


def _all(names: str, post: str) -> tuple[MemberTold, ...]:
    return tuple(MemberTold(name, post) for name in names.split())


_FIRST = MemberTold("周海涛", "副组长", "驻村第一书记", since=_D(2023, 7, 1))
#: Representatives of the villagers, by group as they sit.
REPRESENTATIVES = (
    "钟有福 钟金水 钟丽云 蓝天赐 蓝秋生 雷文辉 雷大勇 林阿妹 林国栋 王建华 王大春 王水莲 陈国良 陈德贵 陈玉珍 李新民 "
    "李桂花 罗长根 罗春香 许志强 许金凤 周来发 周细英 黄土生 黄月娥 钟秀兰 钟开元 蓝春生 蓝美玉 雷火旺 雷银花 林水旺 "
    "林翠英 王金山 陈天送 陈秀梅 李火生 罗金龙 许木生 周元宝 黄长寿 钟长明"
)
_COUNCIL = (
    MemberTold("钟长明", "书记、主任"), MemberTold("王建华", "副主任"), *_clerk("文书", ""),
    *_all("钟丽云 雷文辉 陈国良 蓝春生", "委员"),
)  # fmt: skip

BODIES: tuple[BodyTold, ...] = (
    BodyTold("领导小组", "上云村乡村振兴领导小组", (
        MemberTold("钟长明", "组长", "村党支部书记、村民委员会主任"), _FIRST,
        MemberTold("王建华", "成员", "村民委员会副主任"), *_clerk("成员"),
        MemberTold("钟丽云", "成员", "村妇女联合会主席")), "上云村〔2021〕6号"),
    BodyTold("项目实施小组", "上云村项目实施小组", (
        MemberTold("王建华", "组长", "村民委员会副主任"), *_clerk("成员"),
        MemberTold("陈国良", "成员", "村民委员会委员"), MemberTold("罗长根", "成员", "村民代表")), "上云村〔2021〕7号"),
    BodyTold("项目监督小组", "上云村项目监督小组", (
        MemberTold("蓝志平", "组长", "村务监督委员会主任"), MemberTold("陈德贵", "成员", "村务监督委员会委员"),
        MemberTold("钟秀兰", "成员", "村务监督委员会委员")), "上云村〔2021〕7号"),
    BodyTold("村两委", "上云村两委", _COUNCIL),
    BodyTold("党支部", "上云村党支部委员会", (
        MemberTold("钟长明", "书记"), MemberTold("王建华", "委员"), MemberTold("雷文辉", "委员"))),
    BodyTold("党员大会", "上云村党员大会", (
        MemberTold("钟长明", "书记"), *_all(
            "王建华 雷文辉 蓝志平 陈国良 钟丽云 林国栋 钟开元 李新民 罗长根 许志强 周来发 黄长寿 蓝春生 雷大勇 陈天送 "
            "王金山 林水旺", "党员"))),
    BodyTold("村务监督委员会", "上云村村务监督委员会", (
        MemberTold("蓝志平", "主任"), MemberTold("陈德贵", "委员"), MemberTold("钟秀兰", "委员"))),
    BodyTold("村民代表", "上云村村民代表会议", (
        MemberTold("钟长明", "召集人"),
        *(MemberTold(name, "村民代表") for name in REPRESENTATIVES.split() if name != "钟长明"))),
    BodyTold("民主评议小组", "上云村民主评议小组", (
        MemberTold("钟长明", "组长", "村党支部书记"), *_clerk("成员"),
        MemberTold("蓝志平", "成员", "村务监督委员会主任"), *_all(
            "王建华 钟丽云 陈德贵 钟有福 蓝天赐 雷火旺 林国栋 王大春 李新民 罗春香 许志强 黄长寿", "成员"))),
    BodyTold("理事会", "上云村股份经济合作社理事会", (
        MemberTold("钟长明", "理事长"), MemberTold("王建华", "理事"), MemberTold("陈国良", "理事"))),
    BodyTold("监事会", "上云村股份经济合作社监事会", (
        MemberTold("蓝志平", "监事长"), MemberTold("陈德贵", "监事"), MemberTold("钟开元", "监事"))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepMeeting:
    """A meeting of the chain of 2025's projects besides those of ``village.MEETINGS``; all who are due come."""

    key: str
    kind: str
    held_on: dt.date
    subject: str
    resolution: str


CHAIN: tuple[StepMeeting, ...] = (
    StepMeeting("2025-01-08", "党支部会议", _D(2025, 1, 8), "提议2025年度申报项目",
                "提议申报公路拓宽等12个项目，提交村两委商议。"),
    StepMeeting("2025-01-11", "党员大会", _D(2025, 1, 11), "审议2025年度申报项目",
                "同意12个项目，提交村民代表大会表决。"),
)
#: The council's meeting of the same chain, and the year whose projects it was about.
COUNCIL_MEETING, CHAIN_YEAR = "2025-01-10", 2025
