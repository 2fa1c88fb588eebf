"""Two lists of one invented village that differ in known places, and in ways of writing that are no difference.

    pair = made(seed=1, households=40)
    pair.left, pair.right    rows as dictionaries heading -> cell
    pair.planted             what differs: {(kind, name, heading)}

Names are made of characters of different readings, so that no two people sound alike unless it is planted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from villagebook.base.resident_ids import check_digit
from villagebook.importing import Sheet, Workbook

Row = dict[str, Any]
Planted = set[tuple[str, str, str]]

SURNAMES = "蓝许钟雷谢蔡郑黄卢杨吴陈"
GIVEN = "阿宝春德发贵海金康明平泉荣水添文兴勇玉远"
#: A character -> another one of the same reading.
SOUNDS = {"明": "鸣", "平": "萍", "荣": "容", "文": "闻", "兴": "星", "宝": "保", "春": "椿", "德": "得"}

PEOPLE = ("户编号", "户主姓名", "人口编号", "姓名", "证件号码", "性别", "出生日期", "与户主关系", "成员联系电话",
          "文化程度", "家庭住址", "工资性收入", "低保类别", "备注")  # fmt: skip
#: Headings that hold for the whole household: a difference is told once, under its head.
SHARED = frozenset({"家庭住址", "工资性收入"})


@dataclass
class ListPair:
    """Two lists and what differs."""

    left: list[Row] = field(default_factory=list)
    right: list[Row] = field(default_factory=list)
    planted: Planted = field(default_factory=set)
    respelled: set[str] = field(default_factory=set)


def workbook(rows: Iterable[Mapping[str, Any]], name: str, headings: Iterable[str] = PEOPLE) -> Workbook:
    """Return rows as a workbook that was read."""
    columns = tuple(headings)
    lines = (columns, *(tuple(row.get(heading) for heading in columns) for row in rows))
    return Workbook(name, name.encode().hex().ljust(64, "0")[:64], (Sheet("Sheet1", lines),))


def made(seed: int, households: int = 40, differences: int = 12, *, without: Iterable[str] = ()) -> ListPair:
    """Return a pair.

    Args:
        without: Headings that neither list has.
    """
    dice = random.Random(seed)
    homes = _homes(dice, households)
    pair = ListPair(left=[dict(row) for home in homes for row in home])
    right = [[dict(row) for row in home] for home in homes]
    known = "人口编号" not in without or "证件号码" not in without
    ways: list[Callable[[], None]] = [
        lambda: _cell(dice, pair, right, "成员联系电话", lambda: "139" + str(dice.randrange(10**7, 10**8))),
        lambda: _cell(dice, pair, right, "文化程度", lambda: dice.choice(("小学", "初中", "高中", "大专"))),
        lambda: _cell(dice, pair, right, "低保类别", lambda: dice.choice(("A类", "B类", "C类"))),
        lambda: _cell(dice, pair, right, "备注", lambda: None),
        lambda: _home_cell(dice, pair, right, "家庭住址", lambda: f"清溪村{dice.randrange(1000, 2000)}号"),
        lambda: _home_cell(dice, pair, right, "工资性收入", lambda: dice.randrange(10**5, 10**6)),
        lambda: _gone(dice, pair, right),
        lambda: _added(dice, pair, right),
        lambda: _moved(dice, pair, right, known),
        lambda: _sounding(dice, pair, right, known),
    ]
    for at in range(differences):
        ways[at % len(ways)]()
    pair.right = [row for home in right for row in home]
    for row in pair.right:
        _write_otherwise(dice, row)
    dice.shuffle(pair.right)
    for row in (*pair.left, *pair.right):
        for heading in without:
            row.pop(heading, None)
    return pair


def _homes(dice: random.Random, count: int) -> list[list[Row]]:
    names = [a + b + c for a in SURNAMES for b in GIVEN for c in GIVEN if b != c]
    if count > 1000:
        names += [name + d for name in names for d in GIVEN[:6]]
    dice.shuffle(names)
    people = iter(range(10**6))
    homes = []
    for number in range(1, count + 1):
        code = f"3506991012{number:06d}"
        head = names[next(people)]
        home = [_person(dice, code, head, head, "户主", number)]
        home += [
            _person(dice, code, head, names[next(people)], dice.choice(("配偶", "之子", "之女")), number)
            for _ in range(dice.randrange(1, 4))
        ]
        for place, row in enumerate(home, 1):
            row["人口编号"] = f"{code}{place:02d}"
            row["家庭住址"], row["工资性收入"] = home[0]["家庭住址"], home[0]["工资性收入"]
        homes.append(home)
    return homes


def _person(dice: random.Random, code: str, head: str, name: str, relation: str, number: int) -> Row:
    born = date(1940, 1, 1) + timedelta(days=dice.randrange(29000))
    serial = dice.randrange(1, 999)
    first17 = f"350699{born:%Y%m%d}{serial:03d}"
    return {
        "户编号": code, "户主姓名": head, "姓名": name, "证件号码": first17 + check_digit(first17),
        "性别": "男" if serial % 2 else "女", "出生日期": born.isoformat(), "与户主关系": relation,
        "成员联系电话": "138" + str(dice.randrange(10**7, 10**8)), "文化程度": "文盲或半文盲",
        "家庭住址": f"清溪村{number}号", "工资性收入": Decimal(dice.randrange(1000, 90000)), "低保类别": "无类",
        "备注": dice.choice((None, "在外务工")),
    }  # fmt: skip


def _fresh(dice: random.Random, pair: ListPair, right: list[list[Row]]) -> tuple[list[Row], Row]:
    """A member of whom nothing was planted yet, not the head, whose household is untouched too."""
    spoiled = {name for _, name, _ in pair.planted} | pair.respelled
    homes = [h for h in right if len(h) > 1 and not any(r["姓名"] in spoiled or r["户主姓名"] in spoiled for r in h)]
    home = dice.choice(homes)
    return home, dice.choice(home[1:])


def _cell(
    dice: random.Random, pair: ListPair, right: list[list[Row]], heading: str, value: Callable[[], Any]
) -> None:
    _, row = _fresh(dice, pair, right)
    new = value() if row[heading] is not None or heading != "备注" else "新写的"
    row[heading] = new
    pair.planted.add(("changed", row["姓名"], heading))


def _home_cell(
    dice: random.Random, pair: ListPair, right: list[list[Row]], heading: str, value: Callable[[], Any]
) -> None:
    home, _ = _fresh(dice, pair, right)
    new = value()
    for row in home:
        row[heading] = new
    pair.planted.add(("changed", home[0]["姓名"], heading))


def _gone(dice: random.Random, pair: ListPair, right: list[list[Row]]) -> None:
    home, row = _fresh(dice, pair, right)
    home.remove(row)
    pair.planted.add(("added", row["姓名"], ""))  # the left list has what the right one lost


def _added(dice: random.Random, pair: ListPair, right: list[list[Row]]) -> None:
    home, _ = _fresh(dice, pair, right)
    used = {name for _, name, _ in pair.planted}
    name = dice.choice([n for a in GIVEN for b in "仙伦吉" if (n := f"新{a}{b}") not in used])
    new = _person(dice, home[0]["户编号"], home[0]["姓名"], name, "之女", 1)
    home.append({**new, "人口编号": home[0]["户编号"] + "77", "家庭住址": home[0]["家庭住址"],
                 "工资性收入": home[0]["工资性收入"]})
    pair.planted.add(("gone", name, ""))


def _moved(dice: random.Random, pair: ListPair, right: list[list[Row]], known: bool) -> None:
    """Somebody in another household; without any number it may be somebody else of that name and birthday."""
    home, row = _fresh(dice, pair, right)
    pair.planted.add(("moved" if known else "alike", row["姓名"], ""))
    other, _ = _fresh(dice, pair, right)
    home.remove(row)
    row.update({heading: other[0][heading] for heading in ("户编号", "户主姓名", "家庭住址", "工资性收入")})
    other.append(row)


def _sounding(dice: random.Random, pair: ListPair, right: list[list[Row]], known: bool) -> None:
    """A name typed with another character of the same reading."""
    for _ in range(200):
        _, row = _fresh(dice, pair, right)
        place = next((at for at, char in enumerate(row["姓名"]) if at and char in SOUNDS), None)
        if place is None:
            continue
        name = row["姓名"]
        row["姓名"] = name[:place] + SOUNDS[name[place]] + name[place + 1 :]
        pair.respelled.add(row["姓名"])
        pair.planted.add(("changed", name, "姓名") if known else ("alike", name, ""))
        return


def _write_otherwise(dice: random.Random, row: Row) -> None:
    """Write the same thing in other ways."""
    wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
    if dice.random() < 0.3:
        row["出生日期"] = row["出生日期"].replace("-", ".").replace(".0", ".")
    if dice.random() < 0.3:
        row["出生日期"] = row["出生日期"].replace("-", "")
    if dice.random() < 0.3:
        row["性别"] = {"男": "1", "女": "2"}[row["性别"]]
    if dice.random() < 0.3:
        row["工资性收入"] = f"{row['工资性收入']:,.2f}"
    if dice.random() < 0.2:
        row["证件号码"] = f" {row['证件号码'].translate(wide)}"
    if dice.random() < 0.2:
        row["成员联系电话"] = f"{row['成员联系电话'][:3]} {row['成员联系电话'][3:]}"
    if dice.random() < 0.2:
        row["姓名"] = row["姓名"][0] + "　" + row["姓名"][1:]
    if dice.random() < 0.1:
        row["家庭住址"] = row["家庭住址"].replace("村", "村 ").translate(wide)
