"""The sample village itself: names, years, groups, officers, meetings. All invented.

The county, township and area code stand for none that exists (350699 is not assigned). Office phones are of the
range 0599-555xxxx. To add a meeting: one ``Meeting`` value; its key is its day, with a letter where two fall on one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_D = dt.date

VILLAGE: dict[str, str | None] = {
    "name": "上云村", "code": "350699101207", "township": "云岭镇", "county": "示范县", "city": "示范市",
    "province": "福建省", "committee": "云岭镇上云村村民委员会", "office_address": "上云村村部一楼办公室",
    "office_phone": "0599-5550700", "board_place": "村部公示栏", "number_prefix": "上云公示",
}

GROUPS: tuple[str, ...] = ("上云", "下云", "大坪", "岭脚", "石门坑", "溪尾", "樟树下", "畲寮")

#: Year -> (村级集体经济收入, 当年监测范围), in 元; 2025 runs to October.
YEAR_FIGURES: dict[int, tuple[int, int]] = {
    2023: (186_200, 7_800), 2024: (205_480, 8_200), 2025: (178_630, 8_500),
}

CLERK = ("林晓芸", "0599-5550702")
"""Who collects the lists and keeps the book: name and office phone."""


@dataclass(frozen=True, slots=True)
class Official:
    """One whose office phone may hang on a wall; fields as in models.Officer."""

    name: str
    unit: str
    post: str
    phone: str
    role: str
    since: dt.date | None = None
    until: dt.date | None = None


OFFICERS: tuple[Official, ...] = (
    Official("林晓芸", "上云村村民委员会", "文书", "0599-5550702", "意见反映", _D(2024, 1, 1)),
    Official("蓝志平", "上云村村务监督委员会", "主任", "0599-5550703", "监督", _D(2021, 12, 1)),
    # Offices change their names: a notice tells whom to call by the name of its own year.
    Official("潘建平", "云岭镇扶贫办公室", "负责人", "0599-5550110", "监督", _D(2014, 1, 1), _D(2021, 6, 30)),
    Official("陈立新", "云岭镇乡村振兴办公室", "负责人", "0599-5550110", "监督", _D(2021, 7, 1)),
    Official("翁志强", "示范县扶贫办公室", "社会扶贫股股长", "0599-5550120", "监督", _D(2014, 1, 1), _D(2021, 6, 30)),
    Official("詹国泰", "示范县乡村振兴局", "社会帮扶股股长", "0599-5550120", "监督", _D(2021, 7, 1), _D(2023, 12, 31)),
    Official("许文敏", "示范县农业农村局", "社会帮扶股股长", "0599-5550120", "监督", _D(2024, 1, 1)),
    Official("钟长明", "上云村党支部、村民委员会", "书记、主任", "0599-5550701", "经办", _D(2021, 12, 1)),
    Official("王建华", "上云村村民委员会", "副主任", "0599-5550704", "经办", _D(2021, 12, 1)),
    Official("周海涛", "示范县水利局", "驻村第一书记", "0599-5550705", "经办", _D(2023, 7, 1)),
    Official("黄敏", "云岭镇财政所", "会计", "0599-5550115", "经办"),
    Official("江雪梅", "云岭镇社会事务办公室", "民政助理", "0599-5550116", "经办"),
    Official("雷永兴", "上云村村民委员会", "文书", "0599-5550706", "经办", _D(2015, 9, 1), _D(2023, 12, 31)),
)


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """One meeting; fields as in models.Meeting. ``present`` is ``agreed + against + abstained``."""

    key: str
    kind: str
    held_on: dt.date
    subject: str
    due: int
    agreed: int
    against: int
    abstained: int
    resolution: str
    chair: str = "钟长明"
    recorder: str = "林晓芸"

    @property
    def present(self) -> int:
        """How many came."""
        return self.agreed + self.against + self.abstained


MEETINGS: tuple[MeetingTold, ...] = (
    MeetingTold(
        "2024-01-12", "村民代表大会", _D(2024, 1, 12), "2024年度项目申报入库", 42, 36, 1, 1,
        "同意申报村级光伏电站等4个项目，按程序公示。", recorder="雷永兴"),
    MeetingTold(
        "2024-03-04", "民主评议会", _D(2024, 3, 4), "李招福户拟纳入监测；雷春芳户拟消除风险", 15, 14, 0, 0,
        "同意李招福户作为边缘易致贫户、雷春芳户作为风险消除户上报，先在村内公示。"),
    MeetingTold(
        "2024-06-04", "民主评议会", _D(2024, 6, 4), "蓝丽建户拟纳入监测", 15, 12, 0, 1,
        "同意蓝丽建户作为脱贫不稳定户上报，先在村内公示。"),
    MeetingTold(
        "2024-12-12", "村民代表大会", _D(2024, 12, 12), "2024年光伏电站收益分配方案", 42, 34, 2, 1,
        "8,400元分配给14户（每户600元），3,000元用于小型公益事业劳务，其余结转。"),
    MeetingTold(
        "2025-01-10", "村两委会议", _D(2025, 1, 10), "研究2025年度拟申报项目", 7, 7, 0, 0,
        "同意将12个项目提交村民代表大会表决。"),
    MeetingTold(
        "2025-01-13", "村民代表大会", _D(2025, 1, 13), "2025年度项目申报入库；2025年公益性岗位人选", 42, 38, 0, 1,
        "同意12个项目申报进入县项目库；同意公益性岗位6人继续聘用。"),
    MeetingTold(
        "2025-04-14", "民主评议会", _D(2025, 4, 14), "王长庚户拟纳入监测", 15, 13, 0, 1,
        "同意王长庚户作为突发严重困难户上报，先在村内公示。"),
    MeetingTold(
        "2025-04-28", "村民代表大会", _D(2025, 4, 28), "庭院养鸡、卫生厕所改造到户名单", 42, 35, 1, 0,
        "同意庭院养鸡14户、卫生厕所改造8户的名单。"),
    MeetingTold(
        "2025-07-14", "民主评议会", _D(2025, 7, 14), "罗细妹户拟纳入监测", 15, 14, 0, 0,
        "同意罗细妹户作为边缘易致贫户上报，先在村内公示。"),
    MeetingTold(
        "2025-10-26", "村民代表大会", _D(2025, 10, 26), "油茶种植到户名单；2025年三季度财务公开", 42, 37, 0, 2,
        "同意油茶种植补助9户的名单；同意三季度收支情况公布。"),
)
