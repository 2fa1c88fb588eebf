"""With whom the sample village's projects were built, how they were accepted, and what they left. All invented.

To add a contract, an asset or what became of one: one value here; sums agree with funds.py to the fen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import KW_ONLY, dataclass

_D = dt.date
VILLAGE, COOPERATIVE, TOWNSHIP = "上云村村民委员会", "上云村股份经济合作社", "云岭镇人民政府"
_ROADS, _LAMPS = "示范县通达路桥工程队", "示范县明光电器商行"
_SIXTY = "收益的60%分配给脱贫户和监测户，其余归村集体"


@dataclass(frozen=True, slots=True)
class ContractTold:
    """One contract; ``project`` is year and serial of its project.

    Attributes:
        deposit: Whether a tenth is held back, until ``deposit_until`` if that is agreed.
        steps: Whether its payments say which step they are.
    """

    project: tuple[int, int]
    name: str
    kind: str
    party: str
    yuan: int
    how: str
    chosen_on: dt.date
    signed_on: dt.date
    through_on: dt.date
    _: KW_ONLY
    deposit_until: dt.date | None = None
    deposit: bool = True
    steps: bool = True
    settled_on: dt.date | None = None
    audited: tuple[str, dt.date, int] | None = None


#: Who answers for the work at the builders that have somebody on the site.
SITE_HEADS = {
    _ROADS: "周建华", "示范县禾兴水利工程队": "郑水生", "示范县恒固建筑公司": "潘建国", "示范县冰山制冷公司": "何晓峰",
}  # fmt: skip

CONTRACTS: tuple[ContractTold, ...] = (
    ContractTold((2024, 701), "光伏电站设备采购安装合同", "采购", _LAMPS, 540_000, "竞争性谈判", _D(2024, 3, 7),
                 _D(2024, 3, 12), _D(2024, 5, 31), deposit_until=_D(2025, 6, 20), settled_on=_D(2024, 6, 25)),
    ContractTold((2024, 702), "溪尾桥涵加固施工合同", "施工", _ROADS, 128_000, "比选", _D(2024, 3, 28),
                 _D(2024, 4, 2), _D(2024, 6, 20), deposit_until=_D(2025, 6, 28), settled_on=_D(2024, 7, 2)),
    ContractTold((2024, 703), "大坪灌溉水渠修复施工合同", "施工", "示范县禾兴水利工程队", 96_000, "四议两公开",
                 _D(2024, 4, 24), _D(2024, 4, 30), _D(2024, 7, 31), deposit=False, steps=False,
                 settled_on=_D(2024, 8, 9),
                 audited=("示范县信正会计师事务所", _D(2024, 8, 16), 86_400)),
    ContractTold((2025, 701), "上云至石门坑公路拓宽施工合同", "施工", _ROADS, 1_258_110, "公开招标", _D(2025, 7, 4),
                 _D(2025, 7, 10), _D(2025, 12, 31), steps=False),
    ContractTold((2025, 701), "上云至石门坑公路拓宽监理合同", "监理", "云岭监理所", 19_290, "直接委托", _D(2025, 7, 9),
                 _D(2025, 7, 14), _D(2025, 12, 31), deposit=False),
    ContractTold((2025, 702), "岭脚自然村水泥路施工合同", "施工", _ROADS, 486_000, "公开招标", _D(2025, 3, 27),
                 _D(2025, 4, 1), _D(2025, 6, 30), deposit_until=_D(2026, 6, 24), settled_on=_D(2025, 6, 27)),
    ContractTold((2025, 703), "高山蔬菜冷库建设安装合同", "施工", "示范县冰山制冷公司", 680_000, "公开招标",
                 _D(2025, 4, 23), _D(2025, 4, 29), _D(2025, 10, 31)),
    ContractTold((2025, 704), "茶园低改施工合同", "施工", "示范县青芽茶业公司", 225_000, "竞争性谈判", _D(2025, 4, 2),
                 _D(2025, 4, 7), _D(2025, 8, 31), deposit_until=_D(2026, 9, 5), settled_on=_D(2025, 9, 10)),
    ContractTold((2025, 705), "竹编车间设备采购合同", "采购", "示范县巧手竹器公司", 80_000, "询价", _D(2025, 5, 16),
                 _D(2025, 5, 21), _D(2025, 8, 31), deposit_until=_D(2026, 10, 16), settled_on=_D(2025, 10, 22)),
    ContractTold((2025, 705), "竹编车间厂房改造合同", "施工", "示范县恒固建筑公司", 100_000, "比选", _D(2025, 5, 16),
                 _D(2025, 5, 21), _D(2025, 8, 31), deposit_until=_D(2026, 10, 16), settled_on=_D(2025, 10, 22)),
    ContractTold((2025, 712), "村庄公共照明采购安装合同", "采购", _LAMPS, 129_600, "询价", _D(2025, 5, 28),
                 _D(2025, 6, 3), _D(2025, 6, 30), deposit_until=_D(2026, 7, 10), settled_on=_D(2025, 7, 14)),
)  # fmt: skip

#: What a payment is called -> the step it is.
STEPS = {"第1笔款": "开工款", "第2笔款": "进度款", "设备款": "进度款", "厂房改造款": "进度款", "质保金": "质保金",
         "监理费": "一次付清", "监理费（更正）": "一次付清"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MendedTold:
    """A first acceptance of a project that found something to mend."""

    project: tuple[int, int]
    on: dt.date
    what: str
    by: dt.date
    mended_on: dt.date


MENDED = (
    MendedTold((2025, 705), _D(2025, 9, 10), "2台破篾机未接通电源；厂房东侧排水沟未完成", _D(2025, 9, 30),
               _D(2025, 9, 24)),
)


@dataclass(frozen=True, slots=True)
class LetTold:
    """To whom an asset is let, how, and what it brings a year."""

    on: dt.date
    operator: str
    way: str
    from_on: dt.date
    through_on: dt.date
    yuan: int


@dataclass(frozen=True, slots=True)
class AssetTold:
    """One asset, and when it was confirmed and handed over to whom; it was counted on COUNTED_ON of each year.

    Attributes:
        yuan: What it cost.
        households: One asset for each household of the project's roster; ``yuan`` is then that of the roster.
    """

    project: tuple[int, int]
    name: str
    kind: str
    subkind: str
    size: str
    unit: str
    place: str
    yuan: int
    owner: str
    keeper: str
    confirmed_on: dt.date
    handed_on: dt.date
    _: KW_ONLY
    operator: str | None = None
    way: str | None = None
    sharing: str | None = None
    let: LetTold | None = None
    repaired: tuple[dt.date, int, str] | None = None
    households: bool = False


COUNTED_ON = (_D(2024, 12, 18), _D(2025, 10, 28))

ASSETS: tuple[AssetTold, ...] = (
    AssetTold((2024, 701), "村级光伏电站", "经营性资产", "光伏电站", "100", "千瓦", "上云、村部屋顶", 540_000,
              COOPERATIVE, "钟长明", _D(2024, 7, 8), _D(2024, 7, 15), operator=COOPERATIVE, way="自营",
              sharing="村民代表大会议定：公益岗位、小型公益事业、困难户",
              repaired=(_D(2025, 5, 20), 860, "更换逆变器保险，费用在电费中列支")),
    AssetTold((2024, 702), "溪尾桥涵", "公益性资产", "道路交通", "1", "座", "溪尾", 128_000, VILLAGE, "王建华",
              _D(2024, 7, 22), _D(2024, 8, 1)),
    AssetTold((2024, 703), "大坪灌溉水渠", "公益性资产", "农田水利", "1.2", "公里", "大坪", 86_400, VILLAGE, "王建华",
              _D(2024, 8, 26), _D(2024, 9, 3)),
    AssetTold((2025, 702), "岭脚自然村水泥路", "公益性资产", "道路交通", "1.8", "公里", "岭脚", 486_000, VILLAGE,
              "王建华", _D(2025, 7, 8), _D(2025, 7, 16)),
    AssetTold((2025, 704), "畲寮、岭脚低改茶园", "经营性资产", "种植业基地", "150", "亩", "畲寮、岭脚", 225_000,
              COOPERATIVE, "蓝志平", _D(2025, 9, 12), _D(2025, 9, 19), sharing=_SIXTY,
              let=LetTold(_D(2025, 10, 20), "示范县青芽茶业公司", "承包", _D(2025, 11, 1), _D(2030, 10, 31),
                          18_000)),
    AssetTold((2025, 705), "竹编帮扶车间", "经营性资产", "帮扶车间", "200", "平方米", "村部", 180_000, COOPERATIVE,
              "周海涛", _D(2025, 10, 24), _D(2025, 10, 30), operator=COOPERATIVE, way="自营",
              sharing=_SIXTY),
    AssetTold((2025, 709), "卫生厕所", "到户类资产", "卫生厕所", "1", "座", "", 0, "", "", _D(2025, 7, 30),
              _D(2025, 8, 6), households=True),
    AssetTold((2025, 712), "太阳能路灯", "公益性资产", "公共照明", "36", "盏", "各自然村主干道", 129_600, VILLAGE,
              "林晓芸", _D(2025, 7, 18), _D(2025, 7, 25),
              repaired=(_D(2025, 9, 22), 320, "樟树下2盏电池受潮，免费更换，人工费")),
)  # fmt: skip
