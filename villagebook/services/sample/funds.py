"""How money moved: the voucher sequences of 2024 and 2025 up to October, and six drafts of November. All invented.

A ``Move`` is what the clerk would call one matter (the first payment of a road, out of three sources): it makes one
entry for each source. Grants are not told here: they follow from each project's sources and date. To add money:
one ``Move`` at its day; vouchers are numbered by day, then in the order told.

Source of the life of money: 指标下达, 到账, 支出 in steps of 40, 50 and 10 %, 报账 after acceptance, retention paid
after one year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from villagebook.services.sample.projects import PROJECTS, ProjectTold, document, programme, solar_total_fen, told

_D = dt.date
_COMMITTEE, _TOWNSHIP, _COUNTY = "上云村村民委员会", "云岭镇财政所", "示范县财政局"
_CARDS = "一卡通代发"
HANDLER = "林晓芸"
_PAPERS = {"指标下达": 1, "到账": 1, "支出": 4, "报账": 6, "收回": 2, "收益": 1, "分配": 3, "冲销": 1}
_POWER = "光伏电站发电收益"
#: Names of the entries that paid out the solar station's income of 2024.
SHARED, LABOUR = "solar shared 2024", "solar labour 2024"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the voucher sequence before it is numbered.

    Attributes:
        amount_fen: Positive; negative for 冲销.
        papers: None if they are missing.
        key: Names an entry that another one reverses.
        reverses: The key of the entry this one reverses.
    """

    date: dt.date
    project: ProjectTold
    kind: str
    source: str
    programme: str
    document: str | None
    memo: str
    payee: str | None
    amount_fen: int
    papers: int | None
    key: str | None = None
    reverses: str | None = None
    reason: str | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One matter: the same kind, day and payee out of one or more sources."""

    year: int
    serial: int
    kind: str
    date: dt.date
    yuan: dict[str, float]
    memo: str = ""
    payee: str | None = None
    papers: int | None = field(default=-1)
    key: str | None = None
    reverses: str | None = None
    reason: str | None = None

    def entries(self, *, is_draft: bool = False) -> Iterator[Entry]:
        """Yield one entry for each source, in the order told."""
        project = told(self.year, self.serial)
        memo = self.memo or {"到账": "资金到账", "报账": "报账", "收回": "结余收回"}.get(self.kind, "")
        payee = self.payee or {"到账": _COMMITTEE, "报账": _TOWNSHIP, "收回": _COUNTY}.get(self.kind)
        earned = self.kind in ("收益", "分配")
        for source, yuan in self.yuan.items():
            yield Entry(
                self.date, project, self.kind, source, _POWER if earned else programme(source), None,
                f"{project.name}{memo}", payee, round(yuan * 100),
                _PAPERS[self.kind] if self.papers == -1 else self.papers, self.key, self.reverses, self.reason,
                is_draft,
            )


def entries() -> tuple[Entry, ...]:
    """Return all entries in the order of their vouchers, the drafts last."""
    posted = [*_grants(), *(entry for move in MOVES for entry in move.entries())]
    posted.sort(key=lambda entry: entry.date)
    return (*posted, *(entry for move in DRAFTS for entry in move.entries(is_draft=True)))


def paid_out_on(project: ProjectTold) -> dt.date | None:
    """Return the day on which the last of a project's money was paid out; None while some is left."""
    paid = [(move.date, sum(move.yuan.values())) for move in MOVES
            if (move.year, move.serial, move.kind) == (project.year, project.serial, "支出")]
    whole = round(sum(yuan for _, yuan in paid) * 100) == project.planned_fen
    return max(day for day, _ in paid) if paid and whole else None


def _grants() -> Iterator[Entry]:
    for project in PROJECTS:
        for source, yuan in project.sources_yuan.items():
            yield Entry(
                project.granted_on, project, "指标下达", source, programme(source), document(project, source),
                f"{project.name}指标", None, yuan * 100, _PAPERS["指标下达"])


_POST_YUAN = 4_800


def _posts(year: int, days: tuple[tuple[int, int], ...]) -> Iterator[Move]:
    """Yield the monthly payments of the public posts, from March on; ``days`` are (month, day) of payment."""
    for number, (month, day) in enumerate(days, start=1):
        yield Move(year, 704 if year == 2024 else 710, "支出", _D(year, month, day), {"中央": _POST_YUAN},
                   f"补助第{number}期", _CARDS)


MOVES: tuple[Move, ...] = (
    # 2024: 公益性岗位
    Move(2024, 704, "到账", _D(2024, 2, 27), {"中央": 48_000}),
    *_posts(2024, ((4, 8), (5, 8), (6, 7), (7, 8), (8, 8), (9, 9), (10, 9), (11, 8), (12, 9), (12, 31))),
    Move(2024, 704, "报账", _D(2025, 1, 15), {"中央": 48_000}),
    # 2024: 村级光伏电站
    Move(2024, 701, "到账", _D(2024, 3, 15), {"中央": 400_000, "县": 140_000}),
    Move(2024, 701, "支出", _D(2024, 3, 22), {"中央": 160_000, "县": 56_000}, "第1笔款", "示范县明光电器商行"),
    Move(2024, 701, "支出", _D(2024, 6, 3), {"中央": 200_000, "县": 70_000}, "第2笔款", "示范县明光电器商行"),
    Move(2024, 701, "报账", _D(2024, 7, 2), {"中央": 360_000, "县": 126_000}),
    Move(2024, 701, "收益", _D(2024, 10, 14), {"村集体": 12_480.60}, "2024年三季度电费", _COMMITTEE),
    Move(2024, 701, "分配", _D(2024, 12, 27), {"村集体": solar_total_fen() / 100}, "收益分配（14户）", _CARDS,
         key=SHARED),
    Move(2024, 701, "分配", _D(2024, 12, 27), {"村集体": 3_000}, "小型公益事业劳务", _CARDS, key=LABOUR),
    Move(2024, 701, "收益", _D(2025, 1, 10), {"村集体": 8_960.40}, "2024年四季度电费", _COMMITTEE),
    Move(2024, 701, "收益", _D(2025, 4, 11), {"村集体": 8_215.80}, "2025年一季度电费", _COMMITTEE),
    Move(2024, 701, "支出", _D(2025, 6, 25), {"中央": 40_000, "县": 14_000}, "质保金", "示范县明光电器商行"),
    Move(2024, 701, "报账", _D(2025, 7, 9), {"中央": 40_000, "县": 14_000}, "质保金报账"),
    Move(2024, 701, "收益", _D(2025, 7, 11), {"村集体": 11_934.00}, "2025年二季度电费", _COMMITTEE),
    Move(2024, 701, "分配", _D(2025, 8, 22), {"村集体": 2_400}, "路灯维护和汛期清沟劳务", _CARDS),
    Move(2024, 701, "分配", _D(2025, 8, 22), {"村集体": 3_600}, "考上大学学生奖励6人", _CARDS),
    Move(2024, 701, "收益", _D(2025, 10, 13), {"村集体": 12_870.30}, "2025年三季度电费", _COMMITTEE),
    # 2024: 溪尾桥涵加固
    Move(2024, 702, "到账", _D(2024, 3, 29), {"县": 128_000}),
    Move(2024, 702, "支出", _D(2024, 4, 12), {"县": 51_200}, "第1笔款", "示范县通达路桥工程队"),
    Move(2024, 702, "支出", _D(2024, 6, 18), {"县": 64_000}, "第2笔款", "示范县通达路桥工程队"),
    Move(2024, 702, "报账", _D(2024, 7, 10), {"县": 115_200}),
    Move(2024, 702, "支出", _D(2025, 7, 3), {"县": 12_800}, "质保金", "示范县通达路桥工程队"),
    Move(2024, 702, "报账", _D(2025, 7, 16), {"县": 12_800}, "质保金报账"),
    # 2024: 大坪灌溉水渠修复
    Move(2024, 703, "到账", _D(2024, 4, 26), {"省": 60_000, "县": 36_000}),
    Move(2024, 703, "支出", _D(2024, 5, 10), {"省": 24_000, "县": 14_400}, "第1笔款", "示范县禾兴水利工程队"),
    Move(2024, 703, "支出", _D(2024, 7, 24), {"省": 30_000, "县": 18_000}, "第2笔款", "示范县禾兴水利工程队"),
    Move(2024, 703, "报账", _D(2024, 8, 20), {"省": 54_000, "县": 32_400}),
    Move(2024, 703, "收回", _D(2024, 12, 18), {"省": 6_000, "县": 3_600}),
    # 2025: 公益性岗位
    Move(2025, 710, "到账", _D(2025, 3, 5), {"中央": 48_000}),
    *_posts(2025, ((4, 8), (5, 8), (6, 9), (7, 8), (8, 8), (9, 8), (10, 10))),
    # 2025: 岭脚自然村水泥路
    Move(2025, 702, "到账", _D(2025, 3, 28), {"中央": 350_000, "县": 136_000}),
    Move(2025, 702, "支出", _D(2025, 4, 10), {"中央": 140_000, "县": 54_400}, "第1笔款", "示范县通达路桥工程队"),
    Move(2025, 702, "支出", _D(2025, 6, 12), {"中央": 175_000, "县": 68_000}, "第2笔款", "示范县通达路桥工程队"),
    Move(2025, 702, "报账", _D(2025, 7, 4), {"中央": 315_000, "县": 122_400}),
    # 2025: 茶园低改
    Move(2025, 704, "到账", _D(2025, 4, 3), {"省": 225_000}),
    Move(2025, 704, "支出", _D(2025, 4, 15), {"省": 90_000}, "第1笔款", "示范县青芽茶业公司"),
    Move(2025, 704, "支出", _D(2025, 8, 20), {"省": 112_500}, "第2笔款", "示范县青芽茶业公司"),
    Move(2025, 704, "报账", _D(2025, 9, 18), {"省": 202_500}),
    # 2025: 庭院养鸡到户补助
    Move(2025, 706, "到账", _D(2025, 4, 10), {"中央": 14_580}),
    Move(2025, 706, "支出", _D(2025, 6, 24), {"中央": 14_580}, "14户", _CARDS, 5),
    Move(2025, 706, "报账", _D(2025, 7, 2), {"中央": 14_580}),
    # 2025: 高山蔬菜冷库
    Move(2025, 703, "到账", _D(2025, 4, 25), {"中央": 500_000, "村集体": 180_000}),
    Move(2025, 703, "支出", _D(2025, 5, 12), {"中央": 200_000, "村集体": 72_000}, "第1笔款", "示范县冰山制冷公司"),
    # 2025: 卫生厕所改造到户补助
    Move(2025, 709, "到账", _D(2025, 5, 8), {"省": 5_000, "县": 3_000}),
    Move(2025, 709, "支出", _D(2025, 7, 30), {"省": 5_000, "县": 3_000}, "8户", _CARDS, 5),
    Move(2025, 709, "报账", _D(2025, 8, 12), {"省": 5_000, "县": 3_000}),
    # 2025: 竹编帮扶车间扩建
    Move(2025, 705, "到账", _D(2025, 5, 20), {"定点帮扶": 180_000}),
    Move(2025, 705, "支出", _D(2025, 5, 30), {"定点帮扶": 72_000}, "设备款", "示范县巧手竹器公司"),
    Move(2025, 705, "支出", _D(2025, 9, 2), {"定点帮扶": 90_000}, "厂房改造款", "示范县恒固建筑公司"),
    # 2025: 村庄公共照明
    Move(2025, 712, "到账", _D(2025, 5, 28), {"县": 79_600, "社会捐赠": 50_000}),
    Move(2025, 712, "支出", _D(2025, 6, 10), {"县": 31_840, "社会捐赠": 20_000}, "第1笔款", "示范县明光电器商行"),
    Move(2025, 712, "支出", _D(2025, 7, 1), {"县": 39_800, "社会捐赠": 25_000}, "第2笔款", "示范县明光电器商行"),
    Move(2025, 712, "报账", _D(2025, 7, 22), {"县": 71_640, "社会捐赠": 45_000}),
    # 2025: 上云至石门坑公路拓宽
    Move(2025, 701, "到账", _D(2025, 7, 2), {"中央": 560_000, "省": 224_000, "县": 116_200}),
    Move(2025, 701, "支出", _D(2025, 7, 18), {"中央": 320_000, "省": 128_000, "县": 66_400}, "第1笔款",
         "示范县通达路桥工程队"),
    Move(2025, 701, "到账", _D(2025, 10, 10), {"中央": 240_000, "省": 96_000}),
    Move(2025, 701, "支出", _D(2025, 10, 22), {"县": 19_290}, "监理费", "云岭设计所", 3, key="wrong payee"),
    Move(2025, 701, "冲销", _D(2025, 10, 30), {"县": -19_290}, "", "云岭设计所", reverses="wrong payee",
         reason="收款单位填错，应为“云岭监理所”"),
    Move(2025, 701, "支出", _D(2025, 10, 30), {"县": 19_290}, "监理费（更正）", "云岭监理所", 3),
    # 2025: 雨露计划职业教育补助
    Move(2025, 708, "到账", _D(2025, 9, 10), {"中央": 9_000}),
    Move(2025, 708, "支出", _D(2025, 10, 14), {"中央": 9_000}, "春秋两学期4人", _CARDS, 5),
    Move(2025, 708, "报账", _D(2025, 10, 24), {"中央": 9_000}),
    # 2025: 油茶种植到户补助
    Move(2025, 707, "到账", _D(2025, 10, 17), {"省": 14_000, "县": 9_160}),
)

DRAFTS: tuple[Move, ...] = (
    Move(2025, 703, "支出", _D(2025, 11, 3), {"中央": 250_000, "村集体": 90_000}, "第2笔款", "示范县冰山制冷公司"),
    Move(2025, 711, "到账", _D(2025, 11, 4), {"中央": 238_000}),
    Move(2025, 705, "报账", _D(2025, 11, 4), {"定点帮扶": 162_000}),
    Move(2025, 701, "到账", _D(2025, 11, 5), {"县": 49_800}),
    Move(2025, 701, "支出", _D(2025, 11, 5), {"县": 8_600}, "路基检测费", "示范县恒正检测公司", None),
)
