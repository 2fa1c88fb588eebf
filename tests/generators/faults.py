"""Faults planted into the rows of lists, each with the record and heading a check must name.

To add a fault: one function with ``@fault("id", "list")``; it spoils one row that no other fault has touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from villagebook.base.resident_ids import check_digit
from villagebook.services.sample.facts import per_capita_fen

Row = dict[str, Any]
MEDICAL = "是否参加新型农村合作医疗（城乡居民基本医疗保险）"


@dataclass(frozen=True, slots=True)
class Fault:
    """What was planted: ``record`` is the code of the household, person or project, or a voucher."""

    fault: str
    record: str
    field: str = ""
    other: str = ""


@dataclass
class Lists:
    """The rows of both lists; ``touched`` are codes of households that hold a fault already."""

    households: list[Row]
    people: list[Row]
    random: Random
    touched: set[str] = field(default_factory=set)

    def person(self, fits: Callable[[Row], object]) -> Row:
        """Return a random person of an untouched household; a LookupError if none fits."""
        return self._pick(self.people, fits)

    def household(self, fits: Callable[[Row], object] = lambda row: True) -> Row:
        """Return a random untouched household; a LookupError if none fits."""
        return self._pick(self.households, fits)

    def _pick(self, rows: list[Row], fits: Callable[[Row], object]) -> Row:
        found = [row for row in rows if row["户编号"] not in self.touched and fits(row)]
        if not found:
            raise LookupError("no row left for this fault")
        row = self.random.choice(found)
        self.touched.add(row["户编号"])
        return row


Plant = Callable[[Lists], Fault]
FAULTS: dict[str, Plant] = {}


def fault(name: str) -> Callable[[Plant], Plant]:
    """Name a fault; it is planted by ``plant``."""

    def named(function: Plant) -> Plant:
        FAULTS[name] = function
        return function

    return named


def plant(lists: Lists, rounds: int) -> list[Fault]:
    """Plant every fault ``rounds`` times; one for which no row is left is left out."""
    found = []
    for _ in range(rounds):
        for function in FAULTS.values():
            try:
                found.append(function(lists))
            except LookupError:
                continue
    return found


def _of(name: str, row: Row, heading: str, other: str = "") -> Fault:
    return Fault(name, str(row.get("人口编号") or row["户编号"]), heading, other)


def _resident(row: Row) -> bool:
    return len(row["证件号码"]) == 18


def _per_head(row: Row) -> float:
    """The income per head to the 分, so that a planted fault has no second one behind it."""
    return per_capita_fen(round(row["纯收入"] * 100), row["家庭人口数"]) / 100


def _follower(row: Row) -> bool:
    """Not the head, whose number stands in other rows too."""
    return _resident(row) and row["与户主关系"] != "户主"


@fault("id-check-digit")
def _check_digit(lists: Lists) -> Fault:
    row = lists.person(_follower)
    right = check_digit(row["证件号码"][:17])
    row["证件号码"] = row["证件号码"][:17] + ("1" if right != "1" else "2")
    return _of("id-check-digit", row, "证件号码")


@fault("sex-differs-from-id")
def _sex(lists: Lists) -> Fault:
    row = lists.person(lambda r: _resident(r) and r["与户主关系"] in ("之子", "之女"))
    row["性别"] = "女" if row["性别"] == "男" else "男"
    return _of("sex-differs-from-id", row, "性别")


@fault("birth-differs-from-id")
def _birth(lists: Lists) -> Fault:
    row = lists.person(lambda r: _follower(r) and not r["在校生状况"])
    day = row["出生日期"]
    row["出生日期"] = day[:6] + ("11" if day[6:] != "11" else "12")
    return _of("birth-differs-from-id", row, "出生日期")


@fault("id-ruined-by-spreadsheet")
def _ruined(lists: Lists) -> Fault:
    row = lists.person(lambda r: _follower(r) and r["证件号码"].isdigit() and not r["证件号码"].endswith("000"))
    true = row["证件号码"]
    row["证件号码"] = float(int(true) // 1000 * 1000)
    return _of("id-ruined-by-spreadsheet", row, "证件号码", true)


@fault("id-with-spaces-harmless")
def _spaces(lists: Lists) -> Fault:
    row = lists.person(_follower)
    row["证件号码"] = f" {row['证件号码']}\u3000"
    return _of("id-with-spaces-harmless", row, "证件号码")


@fault("school-age")
def _school(lists: Lists) -> Fault:
    row = lists.person(lambda r: r["在校生状况"] == "小学")
    row["在校生状况"] = "普通高中三年级"
    return _of("school-age", row, "在校生状况")


@fault("child-with-labour")
def _child(lists: Lists) -> Fault:
    row = lists.person(lambda r: r["在校生状况"] == "小学")
    row["劳动技能"] = "普通劳动力"
    return _of("child-with-labour", row, "劳动技能")


@fault("disabled-without-certificate")
def _certificate(lists: Lists) -> Fault:
    row = lists.person(lambda r: "残疾" in r["健康状况"] and r["与户主关系"] != "户主")
    row |= {"证件号码": row["证件号码"][:18], "证件类型": "居民身份证(户口簿)", "残疾类别": None}
    return _of("disabled-without-certificate", row, "健康状况")


@fault("relation-sex")
def _relation(lists: Lists) -> Fault:
    row = lists.person(lambda r: r["与户主关系"] in ("之子", "之女"))
    row["与户主关系"] = "之女" if row["与户主关系"] == "之子" else "之子"
    return _of("relation-sex", row, "与户主关系")


@fault("value-not-in-list")
def _value(lists: Lists) -> Fault:
    row = lists.person(lambda r: r["文化程度"])
    row["文化程度"] = "博士后"
    return _of("value-not-in-list", row, "文化程度")


@fault("no-medical-insurance")
def _medical(lists: Lists) -> Fault:
    row = lists.person(lambda r: r[MEDICAL] == "是")
    row[MEDICAL] = "否"
    return _of("no-medical-insurance", row, MEDICAL)


@fault("id-twice")
def _twice(lists: Lists) -> Fault:
    # Birth and sex follow the number, so that nothing else is wrong.
    row, other = (lists.person(lambda r: r["在校生状况"] == "小学") for _ in range(2))
    row |= {name: other[name] for name in ("证件号码", "出生日期", "性别", "与户主关系")}
    return _of("id-twice", row, "证件号码", other["人口编号"])


@fault("member-count")
def _count(lists: Lists) -> Fault:
    row = lists.household()
    row["家庭人口数"] += 1
    row["人均纯收入"] = _per_head(row)
    return _of("member-count", row, "家庭人口数")


@fault("income-sum")
def _sum(lists: Lists) -> Fault:
    row = lists.household(lambda r: r["转移性收入"] > 0)
    for name in ("转移性收入", "年收入", "纯收入"):
        row[name] += 500
    row["人均纯收入"] = _per_head(row)
    return _of("income-sum", row, "转移性收入")


@fault("per-capita")
def _per_capita(lists: Lists) -> Fault:
    row = lists.household()
    row["人均纯收入"] += 100
    return _of("per-capita", row, "人均纯收入")


@fault("no-safe-water")
def _water(lists: Lists) -> Fault:
    row = lists.household(lambda r: r["户类型"] == "脱贫户" and not r["监测对象类别"])
    row["是否解决安全饮用水"] = "否"
    return _of("no-safe-water", row, "是否解决安全饮用水")


@fault("card-ruined-by-spreadsheet")
def _card(lists: Lists) -> Fault:
    row = lists.household()
    row["银行卡号"] = float(int(row["银行卡号"]) // 10_000 * 10_000)
    return _of("card-ruined-by-spreadsheet", row, "银行卡号")


@fault("two-heads")
def _heads(lists: Lists) -> Fault:
    row = lists.person(lambda r: r["与户主关系"] == "配偶")
    row["与户主关系"] = "户主"
    return Fault("two-heads", row["户编号"], "与户主关系")


@fault("row-twice-in-file")
def _row_twice(lists: Lists) -> Fault:
    row = lists.person(_follower)
    lists.people.append(dict(row))
    return _of("row-twice-in-file", row, "人口编号")


@fault("person-without-household")
def _without(lists: Lists) -> Fault:
    source = lists.person(lambda r: _follower(r) and not r["在校生状况"])
    serial = 9999 - sum("9999" in touched[-6:] for touched in lists.touched)
    code = f"{source['户编号'][:12]}{serial:04d}"
    first17 = f"35069919700102{serial % 1000:03d}"
    lists.people.append(source | {
        "户编号": code, "人口编号": f"{code}01", "姓名": "林无户", "出生日期": "19700102",
        "证件号码": first17 + check_digit(first17), "证件类型": "居民身份证(户口簿)", "健康状况": "健康",
        "残疾类别": None, "性别": "男" if serial % 2 else "女", "与户主关系": "其他"})
    lists.touched.add(code)
    return Fault("person-without-household", f"{code}01", "户编号")
