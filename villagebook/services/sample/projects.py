"""The projects of the sample village and the rosters of those done household by household. All invented.

To add a project: one ``ProjectTold``; its money moves in funds.py, its notices are in notices.py. Dates follow the
order of a project's file: library notice, grant, notice before the start, start, finish, acceptance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from villagebook.services.sample.facts import AREA, product_fen
from villagebook.services.sample.incomes import IncomeLine

_D = dt.date
#: Source -> days from which on a document of the county's finance bureau granted money, and its number.
_DOCUMENTS: dict[str, tuple[tuple[dt.date, int], ...]] = {
    "中央": ((_D(2024, 1, 30), 5), (_D(2024, 2, 26), 12), (_D(2025, 2, 7), 4), (_D(2025, 3, 10), 18),
             (_D(2025, 6, 18), 46), (_D(2025, 8, 18), 62), (_D(2025, 10, 13), 81)),
    "省": ((_D(2024, 4, 8), 26), (_D(2025, 3, 18), 20), (_D(2025, 6, 18), 47), (_D(2025, 9, 26), 75),
           (_D(2025, 10, 13), 82)),
    "县": ((_D(2024, 2, 26), 13), (_D(2024, 3, 13), 19), (_D(2024, 4, 8), 27), (_D(2025, 3, 10), 19),
           (_D(2025, 4, 14), 33), (_D(2025, 5, 14), 40), (_D(2025, 6, 18), 48), (_D(2025, 9, 26), 76)),
}
_OTHER_PAPERS = {"村集体": "村民代表大会决议", "社会捐赠": "捐赠协议", "定点帮扶": "帮扶协议"}
_PROGRAMMES = {
    "中央": "中央财政衔接推进乡村振兴补助资金", "省": "省级财政衔接推进乡村振兴补助资金", "县": "县级配套资金",
    "定点帮扶": "省直单位定点帮扶资金", "社会捐赠": "示范县慈善总会捐赠", "村集体": "村集体自有资金",
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one household gets: ``quantity`` times the roster's rate."""

    house: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Roster:
    """A to-household list: what is paid for, in which unit, at which rate, to whom."""

    content: str
    unit: str
    rate_yuan: int
    shares: tuple[Share, ...]

    def amount_fen(self, share: Share) -> int:
        """Return what one household gets."""
        return product_fen(share.quantity, self.rate_yuan)

    @property
    def total_fen(self) -> int:
        """The sum of all lines."""
        return sum(self.amount_fen(share) for share in self.shares)


def roster(content: str, unit: str, rate_yuan: int, shares: str) -> Roster:
    """Read ``1:80 3:60`` (household number : quantity) as the shares of a roster."""
    pairs = (pair.split(":") for pair in shares.split())
    return Roster(content, unit, rate_yuan, tuple(Share(int(no), Decimal(quantity)) for no, quantity in pairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTold:
    """One project.

    Attributes:
        serial: Last digits of its code. For the year before, its number in that year's list.
        sources_yuan: Planned money by source.
        covers: Groups whose households it reaches; empty: all registered households, or those of the roster.
        meeting: Key of village.MEETINGS: the one that decided to apply for it.
    """

    serial: int
    year: int
    name: str
    category: str
    subcategory: str
    nature: str
    mode: str
    place: str
    content: str
    sources_yuan: dict[str, int]
    planned: tuple[str, str]
    unit: str = "上云村村民委员会"
    person: tuple[str, str] = ("王建华", "0599-5550704")
    goal: str
    link: str
    covers: tuple[str, ...] = ()
    approval: int
    granted_on: dt.date
    started_on: dt.date | None = None
    finished_on: dt.date | None = None
    accepted_on: dt.date | None = None
    meeting: str
    roster: Roster | None = None
    note: str | None = None

    @property
    def code(self) -> str:
        """Its code: area, year, four digits."""
        return f"{AREA}{self.year}{self.serial:04d}"

    @property
    def planned_fen(self) -> int:
        """The sum of its sources."""
        return sum(self.sources_yuan.values()) * 100

    @property
    def library_notice(self) -> tuple[dt.date, dt.date]:
        """First and last day of the library notice of its year: ten days after the meeting."""
        first = _D(self.year, 1, 13 if self.year == 2024 else 14)
        return first, first + dt.timedelta(days=10)


def programme(source: str) -> str:
    """Return the name of the money of a source."""
    return _PROGRAMMES[source]


def document(project: ProjectTold, source: str) -> str:
    """Return the document that granted a project the money of a source: the last one before its grant."""
    if source in _OTHER_PAPERS:
        return _OTHER_PAPERS[source]
    number = max(pair for pair in _DOCUMENTS[source] if pair[0] <= project.granted_on)[1]
    return f"示财农〔{project.granted_on.year}〕{number}号"


PROJECTS: tuple[ProjectTold, ...] = (
    ProjectTold(
        serial=701, year=2024, name="村级光伏电站", category="产业发展", subcategory="光伏电站建设", nature="新建",
        mode="集体实施", place="上云、村部屋顶", content="装机100千瓦，并网发电",
        sources_yuan={"中央": 400_000, "县": 140_000}, planned=("2024-03", "2024-06"),
        unit="上云村股份经济合作社", goal="年发电10万千瓦时以上，村集体年增收4万元以上",
        link="收益由村民代表大会议定分配，用于公益岗位、小型公益事业和困难户", approval=4,
        granted_on=_D(2024, 2, 28), started_on=_D(2024, 3, 18), finished_on=_D(2024, 5, 28),
        accepted_on=_D(2024, 6, 20), meeting="2024-01-12"),
    ProjectTold(
        serial=702, year=2024, name="溪尾桥涵加固", category="乡村建设行动", subcategory="农村道路建设",
        nature="改扩建", mode="公益设施", place="溪尾", content="加固桥涵1座，护坡60米", sources_yuan={"县": 128_000},
        planned=("2024-04", "2024-06"), goal="通行安全达标", link="用工优先雇用脱贫户", covers=("溪尾",), approval=7,
        granted_on=_D(2024, 3, 15), started_on=_D(2024, 4, 8), finished_on=_D(2024, 6, 15),
        accepted_on=_D(2024, 6, 28), meeting="2024-01-12"),
    ProjectTold(
        serial=703, year=2024, name="大坪灌溉水渠修复", category="产业发展", subcategory="小型农田水利设施建设",
        nature="改扩建", mode="公益设施", place="大坪", content="清淤衬砌水渠1.2公里，修放水口8处",
        sources_yuan={"省": 60_000, "县": 36_000}, planned=("2024-05", "2024-07"), goal="恢复灌溉面积120亩",
        link="用工优先雇用脱贫户", covers=("大坪",), approval=9, granted_on=_D(2024, 4, 10),
        started_on=_D(2024, 5, 6), finished_on=_D(2024, 7, 20), accepted_on=_D(2024, 8, 6), meeting="2024-01-12",
        note="结算审减9,600元，2024年12月由县财政收回。"),
    ProjectTold(
        serial=704, year=2024, name="公益性岗位", category="就业项目", subcategory="公益性岗位", nature="续建",
        mode="分户实施", place="全村", content="保洁员3人、护林员2人、护路员1人，每人每月800元，3月至12月",
        sources_yuan={"中央": 48_000}, planned=("2024-03", "2024-12"), goal="6人稳定就业，人均年收入8000元",
        link="全部聘用脱贫户", approval=2, granted_on=_D(2024, 2, 1), started_on=_D(2024, 3, 1),
        finished_on=_D(2024, 12, 31), accepted_on=_D(2025, 1, 8), meeting="2024-01-12",
        roster=roster("公益性岗位补助", "月", 800, "10:10 14:10 24:10 27:10 41:10 47:10")),
    ProjectTold(
        serial=701, year=2025, name="上云至石门坑公路拓宽", category="乡村建设行动", subcategory="农村道路建设",
        nature="改扩建", mode="公益设施", place="上云、石门坑", content="拓宽2.6公里，路面由3.5米拓宽至6米",
        sources_yuan={"中央": 800_000, "省": 320_000, "县": 166_000}, planned=("2025-07", "2025-12"),
        person=("钟长明", "0599-5550701"), goal="会车安全，班车通到石门坑", link="用工优先雇用脱贫户和监测户8人",
        covers=("上云", "石门坑"), approval=21, granted_on=_D(2025, 6, 20), started_on=_D(2025, 7, 15),
        meeting="2025-01-13"),
    ProjectTold(
        serial=702, year=2025, name="岭脚自然村水泥路", category="乡村建设行动", subcategory="农村道路建设",
        nature="新建", mode="公益设施", place="岭脚", content="硬化村道1.8公里，路面宽3.5米",
        sources_yuan={"中央": 350_000, "县": 136_000}, planned=("2025-04", "2025-06"), goal="户户通水泥路",
        link="用工优先雇用脱贫户5人", covers=("岭脚",), approval=6, granted_on=_D(2025, 3, 12),
        started_on=_D(2025, 4, 7), finished_on=_D(2025, 6, 10), accepted_on=_D(2025, 6, 24), meeting="2025-01-13"),
    ProjectTold(
        serial=703, year=2025, name="高山蔬菜冷库", category="产业发展", subcategory="农产品仓储保鲜冷链基础设施建设",
        nature="新建", mode="集体实施", place="大坪", content="建冷库1座，库容300立方米",
        sources_yuan={"中央": 500_000, "村集体": 180_000}, planned=("2025-05", "2025-10"),
        unit="上云村股份经济合作社", goal="年周转蔬菜500吨，村集体年增收5万元",
        link="收益的60%分配给脱贫户和监测户", approval=9, granted_on=_D(2025, 4, 2), started_on=_D(2025, 5, 6),
        finished_on=_D(2025, 10, 20), meeting="2025-01-13"),
    ProjectTold(
        serial=704, year=2025, name="茶园低改", category="产业发展", subcategory="种植业基地", nature="改扩建",
        mode="集体实施", place="畲寮、岭脚", content="改造低产茶园150亩，补植茶苗4.5万株", sources_yuan={"省": 225_000},
        planned=("2025-04", "2025-08"), unit="上云村股份经济合作社", goal="亩产增加15%",
        link="入股分红，保底收购茶青，优先雇用采茶",
        covers=("畲寮", "岭脚"), approval=8, granted_on=_D(2025, 3, 20), started_on=_D(2025, 4, 10),
        finished_on=_D(2025, 8, 15), accepted_on=_D(2025, 9, 5), meeting="2025-01-13"),
    ProjectTold(
        serial=705, year=2025, name="竹编帮扶车间扩建", category="就业项目", subcategory="帮扶车间（特色手工基地）建设",
        nature="改扩建", mode="集体实施", place="村部", content="购置设备12台，改造厂房200平方米",
        sources_yuan={"定点帮扶": 180_000}, planned=("2025-05", "2025-09"), unit="上云村股份经济合作社",
        goal="吸纳就业20人，人均月收入1800元", link="脱贫户和监测户不少于12人", approval=15,
        granted_on=_D(2025, 5, 8), started_on=_D(2025, 5, 26), finished_on=_D(2025, 8, 28),
        accepted_on=_D(2025, 10, 16), meeting="2025-01-13"),
    ProjectTold(
        serial=706, year=2025, name="庭院养鸡到户补助", category="产业发展", subcategory="庭院特色养殖", nature="新建",
        mode="分户实施", place="全村", content="补助脱温鸡苗，每只18元", sources_yuan={"中央": 14_580},
        planned=("2025-05", "2025-06"), goal="户均增收1500元以上", link="分户实施，补助到户", approval=5,
        granted_on=_D(2025, 3, 12), started_on=_D(2025, 5, 12), finished_on=_D(2025, 6, 10),
        accepted_on=_D(2025, 6, 18), meeting="2025-01-13",
        roster=roster("脱温鸡苗", "只", 18,
                      "1:80 3:60 6:50 8:40 9:60 10:40 12:50 14:60 16:80 17:80 18:60 19:40 23:60 29:50")),
    ProjectTold(
        serial=707, year=2025, name="油茶种植到户补助", category="产业发展", subcategory="种植业基地", nature="新建",
        mode="分户实施", place="全村", content="新植油茶，每亩补助600元", sources_yuan={"省": 14_000, "县": 9_160},
        planned=("2025-11", "2026-03"), goal="新植油茶38.6亩，成活率90%以上", link="分户实施，补助到户", approval=33,
        granted_on=_D(2025, 9, 29), meeting="2025-01-13",
        roster=roster("新植油茶", "亩", 600, "8:3.5 16:6 23:5 29:4.2 30:3 35:2.4 43:4 47:6.5 50:4")),
    ProjectTold(
        serial=708, year=2025, name="雨露计划职业教育补助", category="巩固三保障成果",
        subcategory="享受“雨露计划”职业教育补助", nature="续建", mode="分户实施", place="全村",
        content="中职、高职在校生每人每学期1500元", sources_yuan={"中央": 9_000}, planned=("2025-09", "2025-10"),
        goal="应补尽补4人", link="补助到户", approval=29, granted_on=_D(2025, 8, 20), started_on=_D(2025, 10, 8),
        finished_on=_D(2025, 10, 9), accepted_on=_D(2025, 10, 10), meeting="2025-01-13",
        roster=roster("职业教育补助", "学期", 1500, "6:2 9:1 12:2 45:1")),
    ProjectTold(
        serial=709, year=2025, name="卫生厕所改造到户补助", category="乡村建设行动", subcategory="农村卫生厕所改造",
        nature="改扩建", mode="分户实施", place="全村", content="改造卫生厕所，每座补助1000元",
        sources_yuan={"省": 5_000, "县": 3_000}, planned=("2025-06", "2025-07"), goal="改造8座，使用率100%",
        link="补助到户", approval=12, granted_on=_D(2025, 4, 15), started_on=_D(2025, 6, 3),
        finished_on=_D(2025, 7, 18), accepted_on=_D(2025, 7, 25), meeting="2025-01-13",
        roster=roster("卫生厕所改造", "座", 1000, "3:1 9:1 15:1 17:1 21:1 26:1 35:1 47:1")),
    ProjectTold(
        serial=710, year=2025, name="公益性岗位", category="就业项目", subcategory="公益性岗位", nature="续建",
        mode="分户实施", place="全村", content="保洁员3人、护林员2人、护路员1人，每人每月800元，3月至12月",
        sources_yuan={"中央": 48_000}, planned=("2025-03", "2025-12"), goal="6人稳定就业，人均年收入8000元",
        link="全部聘用脱贫户", approval=3, granted_on=_D(2025, 2, 10), started_on=_D(2025, 3, 1), meeting="2025-01-13",
        roster=roster("公益性岗位补助", "月", 800, "10:10 14:10 24:10 27:10 41:10 47:10")),
    ProjectTold(
        serial=711, year=2025, name="石门坑和畲寮饮水管网改造", category="乡村建设行动",
        subcategory="农村供水保障设施建设", nature="改扩建", mode="公益设施", place="石门坑、畲寮",
        content="更换主管2.4公里，入户支管12户", sources_yuan={"中央": 238_000, "省": 100_000},
        planned=("2025-11", "2026-02"), person=("周海涛", "0599-5550705"), goal="水质达标，供水保证率95%",
        link="受益户出义务工，设管护岗1个", covers=("石门坑", "畲寮"), approval=36, granted_on=_D(2025, 10, 15),
        meeting="2025-01-13"),
    ProjectTold(
        serial=712, year=2025, name="村庄公共照明", category="乡村建设行动", subcategory="公共照明设施建设",
        nature="新建", mode="公益设施", place="全村", content="安装太阳能路灯36盏",
        sources_yuan={"县": 79_600, "社会捐赠": 50_000},
        planned=("2025-06", "2025-07"), goal="主干道亮化率100%", link="直接受益",
        covers=("上云", "下云", "大坪", "岭脚", "石门坑", "溪尾", "樟树下", "畲寮"), approval=16,
        granted_on=_D(2025, 5, 15), started_on=_D(2025, 6, 5), finished_on=_D(2025, 6, 28),
        accepted_on=_D(2025, 7, 10), meeting="2025-01-13"),
)

SOLAR_HOUSES = (3, 4, 9, 10, 14, 16, 17, 18, 19, 27, 29, 30, 35, 50)
SOLAR_SHARE_YUAN = 600
_COOPERATIVE_YUAN = {2023: 450, 2024: 500, 2025: 500}


def solar_total_fen() -> int:
    """Return what the households got from the solar station's income of 2024."""
    return len(SOLAR_HOUSES) * SOLAR_SHARE_YUAN * 100


def paid_to(house: int, year: int, was_poor: bool) -> Iterable[IncomeLine]:
    """Return what a household got from projects in a collection year, as lines of its income sheet.

    Subsidies for building (厕所) or paid after 30 September are no income of the year.
    """
    if was_poor:
        yield IncomeLine("资产收益分红", "云岭茶叶合作社入股分红", _COOPERATIVE_YUAN[year] * 100)
    if year != 2025:
        return
    if house in SOLAR_HOUSES:
        yield IncomeLine("资产收益分红", "光伏电站收益分配", SOLAR_SHARE_YUAN * 100)
    chicks = told(2025, 706).roster
    for share in chicks.shares if chicks else ():
        if chicks and share.house == house:
            text = f"养鸡到户补助{share.quantity}只×{chicks.rate_yuan}"
            yield IncomeLine("其他转移性收入", text, chicks.amount_fen(share))


def told(year: int, serial: int) -> ProjectTold:
    """Return the project of a year and serial number."""
    return next(project for project in PROJECTS if (project.year, project.serial) == (year, serial))
