"""Handbooks for the tests: one household with everything filled in, and ways to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from villagebook.documents.handbook import Edition, HandbookValues

NAMES = (
    ("王䶮", "男", "户主", "350699196804120115"),
    ("李㛃", "女", "配偶", "35069919700823024X4211"),
    ("王𬭎", "男", "之子", "350699199301050139"),
    ("陈𫍯", "女", "之儿媳", "350699199506170222"),
    ("王𠅤", "男", "之孙子", "350699201503300191"),
    ("王𣲗", "女", "之孙女", "350699201909180265"),
)
YEARS: tuple[tuple[object, ...], ...] = (
    ("初中", "非在校生", "健康", "普通劳动力", "县内云岭镇", 6, True, True),
    ("小学", "非在校生", "长期慢性病\n残疾", "弱劳动力或半劳动力", "—", "—", True, True),
    ("高中", "非在校生", "健康", "技能劳动力", "省内示范市", 9, True, True),
    ("高中", "非在校生", "健康", "普通劳动力", "村内公益岗位", 12, True, True),
    ("—", "小学", "健康", "无劳动力", None, None, True, False),
    ("—", "小学", "健康", "无劳动力", None, None, True, False),
)
YEAR_FIELDS = ("education", "school", "health", "labour", "work_place", "work_months", "medical", "pension")

LINES: tuple[tuple[object, ...], ...] = (
    ("一", "工资性收入", "", 6300000, 6000000),
    ("一", "务工收入", "王𬭎 4,200×9个月", 3780000, 3600000),
    ("一", "务工收入", "王䶮 2,600×6个月", 1560000, 1440000),
    ("一", "公益性岗位", "陈𫍯 800×12个月", 960000, 960000),
    ("二", "生产经营性收入", "", 1240000, 1093000),
    ("二", "种植业", "水稻3.2亩×1,150", 368000, 352000),
    ("二", "林果业", "茶叶2.1亩×1,800", 378000, 546000),
    ("二", "养殖业", "鸡76只×65", 494000, 195000),
    ("三", "财产性收入", "", 195000, 185000),
    ("三", "土地流转", "3.0亩×450", 135000, 135000),
    ("三", "资产收益分红", "光伏电站收益分配", 60000, 50000),
    ("四", "转移性收入", "", 410300, 52700),
    ("四", "低保金", "李㛃 356×6个月", 213600, 0),
    ("四", "耕地地力补贴", "6.2亩×85", 52700, 52700),
    ("四", "其他", "到户项目补助80只×18", 144000, 0),
    ("五", "生产经营性支出", "", 278500, 214000),
    ("五", "种植业", "化肥、种子、农药", 146000, 138000),
    ("五", "养殖业", "饲料、防疫", 132500, 76000),
)
SUMS = {"工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "生产经营性支出"}
RESULTS: Mapping[str, tuple[int, int]] = {
    "total": (8145300, 7330700), "net": (7866800, 7116700), "population": (6, 6), "per_capita": (1311133, 1186117),
    "out_of_pocket": (1586000, 642000), "line": (860000, 850000),
}  # fmt: skip


def _members() -> list[dict[str, object]]:
    fields = ("name", "sex", "relation", "id_number")
    return [
        dict(zip(fields, who, strict=True)) | dict(zip(YEAR_FIELDS, year, strict=True))
        for who, year in zip(NAMES, YEARS, strict=True)
    ]


def income(**changed: object) -> dict[str, object]:
    """Return values of the income page."""
    lines = [
        {"block": block, "item": item, "arithmetic": words, "this_year": this, "last_year": last,
         "change": this - last, "is_sum": item in SUMS}  # type: ignore[operator]
        for block, item, words, this, last in LINES
    ]  # fmt: skip
    values: dict[str, object] = {
        "from_on": date(2025, 10, 1), "through_on": date(2026, 9, 30), "lines": lines,
        "per_capita_arithmetic": "78,668÷6", "out_of_pocket_words": "医疗自付：李㛃门诊和住院",
        "line_words": "人均纯收入参考，示范县",
    }  # fmt: skip
    for name, (this, last) in RESULTS.items():
        values |= {f"{name}_this": this, f"{name}_last": last, f"{name}_change": this - last}
    return values | changed


def household(**changed: object) -> dict[str, object]:
    """Return values of the household's page."""
    values: dict[str, object] = {
        "head": "王䶮", "sex": "男", "photo": None, "ethnicity": "汉族", "member_count": 6,
        "status": "监测对象（突发严重困难户）", "phone": "0599-5550117（村民小组长代转）",
        "address": "示范县云岭镇清溪村二组17号", "identified_on": date(2026, 4, 22), "standard": "国家标准",
        "removed_on": "未消除", "risks": "因病：李㛃长期慢性病，自付医疗支出大；因灾：2026年3月冰雹，茶园受损2.1亩",
        "farmland": Decimal("6.2"), "pasture": Decimal("3.2"), "forest": Decimal("11.5"), "orchard": Decimal("2.1"),
        "returned_forest": "—", "water_area": "—", "house_area": Decimal(126), "house_structure": "砖混",
        "house_grade": "B级", "road_kind": "水泥路", "road_distance": Decimal("0.4"), "fuel": "电、液化气",
        "water": "集中供水", "home_power": True, "broadcast": True, "toilet": True, "cooperative": True,
        "leading_person": False, "industry": "庭院养鸡80只；茶园2.1亩", "relocated": False, "collected_by": "何正",
    }  # fmt: skip
    return values | changed


def members(rows: list[dict[str, object]] | None = None) -> dict[str, object]:
    """Return values of the members' page."""
    found = _members() if rows is None else rows
    return {"member_count": len(found), "members": found}


def many_members(count: int) -> list[dict[str, object]]:
    """Return so many different members."""
    known = _members()
    return [
        known[i % len(known)] | {"name": f"王小{'一二三四五六七八九十甲乙'[i]}", "id_number": f"35069919930105{i:04}"}
        for i in range(count)
    ]


def handbook(**pages: Mapping[str, object]) -> HandbookValues:
    """Return a whole handbook; ``pages`` replace the pages of these ids."""
    cover = {
        "code": "3506990017", "county": "示范县", "township": "云岭镇", "village": "清溪村", "group": "二组",
        "head": "王䶮", "status": "监测对象（突发严重困难户）", "issuer": "云岭镇清溪村村民委员会　填制",
    }  # fmt: skip
    all_pages = {"cover": cover, "household": household(), "members": members(), "income": income()}
    return HandbookValues(
        "350699101203", "云岭镇清溪村", "3506990017", "王䶮", Edition.HELP, date(2026, 9, 30), all_pages | pages
    )


def of_2018(book: HandbookValues) -> HandbookValues:
    """Return the handbook as it was before 2021."""
    return replace(book, edition=Edition.POVERTY, on=date(2018, 12, 1))
