"""The known rules of others, by number and code, and which of our checks covers each: for whoever compares tools.

Numbers are those of the list of known faults (1–60, by chapter); codes are those of a county's cleaning of 2023
(1_01_001), of its later additions (1111_06) and of a checking tool of 2021 (B02; B05h for households). A check says
itself what it covers (``number``, ``codes``); here stands what nobody covers, and why. A test demands that every
number and code is either covered or declined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from villagebook.checks.check import Check
from villagebook.checks.registry import CHECKS


@dataclass(frozen=True, slots=True)
class Row:
    """One rule number, or one code under a number.

    Attributes:
        number: 1–60.
        code: The code; empty for the number itself.
        checks: Ids of our checks, in the registry's order.
        because: Why there is none, or what belongs to it besides; empty if the checks say all.
    """

    number: int
    code: str
    checks: tuple[str, ...]
    because: str


def _run(prefix: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{prefix}{number:03d}" for number in range(first, last + 1))


#: Number -> (what the rule is about, codes).
KNOWN: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("证件号码重复", ("1_01_001", "1_12_001", "B02")),
    2: ("证件号码位数", ("1_01_002", "1_12_002")),
    3: ("证件号码校验", ("1_01_003", "1_12_003", "1_01_004", "1_12_004", "B01")),
    4: ("没有证件号码", ("4_01_003",)),
    5: ("姓名、民族、性别、出生日期", ("2_01_001", "2_12_002")),
    6: ("政治面貌", ("B08",)),
    7: ("户主", ("3_02_012", "3_11_001", "B07", "3_02_011", "3_11_002", "B05")),
    8: ("配偶", ("B06", "2_02_001", "2_11_003", "B28")),
    9: ("与户主关系", ("3_01_001", "B03")),
    10: ("与户主关系和性别", ("2_01_004", "2_12_008")),
    11: ("与户主关系和年龄", ()),
    12: ("家庭人口数", ()),
    13: ("文化程度和在校生状况", ("3_01_002", "3_12_003", "3_01_003", "3_12_004", "B04")),
    14: ("义务教育", ("1_02_005", "5_15_016", "5_15_017")),
    15: ("年级和年龄", (
        "5_17_002", "5_12_014", "5_17_003", "5_12_015", "5_17_004", "5_12_016", "5_17_005", "5_17_006", "5_17_001",
        "5_12_013")),
    16: ("青年文化程度低", ("5_17_007", "5_12_019")),
    17: ("失学原因和健康状况", ("2_01_012",)),
    18: ("不在代码表里的值", ("B09", "B10")),
    19: ("雨露计划", ("5_15_011", "5_15_012", "1111_2")),
    20: ("健康状况、劳动技能没填", ("2_01_002", "2_01_003", "2_12_001", "2_12_003")),
    21: ("残疾", ("4_01_002", "4_12_003", "2_11_001", "4_11_016", "5_16_008")),
    22: ("未满16岁的劳动技能", ("2_01_011", "2_12_014")),
    23: ("60岁以上的劳动技能", ("2_12_005", "2_12_017")),
    24: ("劳动年龄的劳动技能", ("2_01_005", "2_01_010", "1111_14", "1111_15", "5_12_008")),
    25: ("在校生的劳动技能", ("1111_07",)),
    26: ("重度肢体残疾的劳动技能", ("4_01_007", "4_01_008")),
    27: ("因病风险", ("5_15_015", "5_15_020")),
    28: ("缺劳动力风险", ("4_11_009", "5_18_008", "5_11_029")),
    29: ("务工就业不稳风险", ("5_15_014", "5_15_013", "2_11_006")),
    30: ("基本医疗、大病、养老保险", (
        "2_01_008", "2_12_012", "1_11_008", "B17", "2_01_009", "2_12_015", "2_01_006", "2_12_010", "B14", "2_01_007",
        "5_19_001")),
    31: ("没参保而有医疗救助", ("3_01_007",)),
    32: ("低保、特困和措施", (
        "5_16_003", "5_16_004", "4_11_015", "5_16_005", "5_16_006", "5_15_018", "5_15_019")),
    33: ("整户无劳动力", ("5_19_003", "5_19_007", "5_11_033", "5_11_032")),
    34: ("个人缴费补贴", ("1111_06", "1111_09", "1111_13")),
    35: ("住房、饮水、用电、厕所、道路", (
        "1_02_001", "B05h", "1_02_002", "B07h", "5_19_005", "5_19_006", "2_02_002", "5_15_002", "3_02_003", "3_02_007",
        "5_19_004", "3_02_013", "5_14_007", "5_14_014", "5_14_021", "B17h")),
    36: ("土地面积", ("B10h", *_run("5_14_", 15, 20), *_run("5_14_", 1, 13))),
    37: ("退耕还林面积", ("B20h",)),
    38: ("人均纯收入", ("3_11_010", "B18h", "1_02_006", "1111_18")),
    39: ("收入的合计", ()),
    40: ("工资性收入", ("B19h", "5_15_023")),
    41: ("收入和措施、支出", ("B22h", "5_11_013", "4_11_012", "4_11_013")),
    42: ("转移性收入过低", ("B23h", "B24h", "B25h", "B26h", "B27h")),
    43: ("收入和上年比", ()),
    44: ("务工信息不全", (
        "B13", "4_12_001", "5_01_005", "5_16_001", "5_16_002", "1111_12", "5_01_007", "5_12_006")),
    45: ("务工时间", ("5_12_001", "1111_16", "1111_17", "1111_08")),
    46: ("不该务工的人", (
        "5_16_010", "3_01_008", "5_12_004", "5_01_006", "5_12_005", "2_01_015", "2_12_004", "5_15_006", "5_15_007",
        "4_01_006", "4_12_002", "5_01_004", "5_12_003")),
    47: ("公益性岗位", ("3_01_005", "3_01_006", "5_15_003", "3_01_010", "3_01_011")),
    48: ("务工地点和措施", ("5_01_003", "5_12_002", "5_17_012", "5_17_011", "5_17_013")),
    49: ("电话", (
        "4_02_001", "B15", "5_13_003", "2_01_013", "2_01_014", "2_12_007", "5_15_021", "5_15_022")),
    50: ("有技能没有务工", _run("5_20_", 28, 31)),
    51: ("监测对象的风险", ("1_11_001", "2_11_004", "2_11_005", "4_11_006", "4_11_007", "4_11_008")),
    52: ("风险和措施", ("1_11_010", "1_11_009", "5_12_007", "5_18_*", "3_11_*")),
    53: ("消除后仍有问题", (
        "1_11_005", "1_11_006", "1_11_007", "1_11_008", "1_02_008", "1_02_009", "1_11_004", "1_11_011")),
    54: ("消除过早", ("2_11_002", "5_18_009", "4_11_010", "4_11_011")),
    55: ("开发式帮扶", ("5_12_011", "5_11_030")),
    56: ("搬迁措施", ("1111_4",)),
    57: ("行政村", ("1_03_*", "2_03_001", "3_03_001", "3_03_002")),
    58: ("项目资金", ()),
    59: ("项目日期和公示", ()),
    60: ("重复享受", ()),
}  # fmt: skip

#: Rules of projects and money: number -> our checks, which cover more than the rule says.
MONEY: dict[int, tuple[str, ...]] = {
    58: ("projects.sources-differ", "rosters.sum-differs", "rosters.count-differs", "rosters.line-product",
         "rosters.household-unknown", "rosters.household-gone", "rosters.project-unknown", "benefits.not-on-roster",
         "benefits.household-unknown", "benefits.household-gone", "benefits.count-differs", "funds.overspent",
         "funds.received-over-granted",
         "funds.granted-differs-from-plan", "funds.source-without-grant", "funds.reimbursed-over-spent",
         "funds.returned-over-balance"),
    59: ("projects.date-order", "projects.notice-too-short", "funds.reimbursed-before-acceptance", "notices.too-short"),
    60: ("rosters.household-twice", "benefits.household-twice", "assets.missing"),
}  # fmt: skip

#: Numbers and codes no check of ours covers, and why; a key is a number or (number, code).
DECLINED: dict[int | tuple[int, str], str] = {}


def rows() -> tuple[Row, ...]:
    """Return a row for every number, each followed by one for each of its codes."""
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    for number, (_, codes) in KNOWN.items():
        mine = [check for check in CHECKS if number in check.numbers]
        if number in MONEY:
            yield Row(number, "", MONEY[number], "项目与资金，见“项目”“资金”的核查")
            continue
        yield Row(number, "", _ids(mine), "" if mine else DECLINED.get(number, ""))
        for code in codes:
            by_code = [check for check in mine if code in check.codes]
            yield Row(number, code, _ids(by_code), "" if by_code else DECLINED.get((number, code), ""))


def _ids(found: list[Check]) -> tuple[str, ...]:
    return tuple(check.id for check in found)
