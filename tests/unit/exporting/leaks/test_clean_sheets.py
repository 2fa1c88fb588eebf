"""500 clean sheets of all kinds of notices: nothing is found, however much of it looks like something."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from villagebook.base.sheet import Contact, NoticeContent, SheetTable
from villagebook.documents.notice import render_notice
from villagebook.exporting.leaks import Children, LeakRules, Literals, scan_pdf
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.notices.kind import NoticeColumn
from villagebook.notices.words import harmless_phrases, private_words

#: Of computing, all four parts together.
SHEETS, SECONDS = 500, 40
KINDS = tuple(NOTICE_KINDS)

SURNAMES, GIVEN = "林陈周黄郑吴钟蓝雷叶梁孟", "秀兰志平德贵晓芸海涛小宝思源大丙平残云中凤"
HAMLETS = ("大坪", "上云", "石门坑", "大丙厝", "重坪", "因坪岭", "中凤寮", "白雪岭", "大井", "慢坡")
#: Harmless, though syllables, figures or signs of them are those of something private.
MATTERS = (
    "因病虫害受损茶园改造", "集中风貌整治", "大病虫害统防统治", "葡萄根癌病防治", "绿化疗养步道", "因学校搬迁改道工程",
    "防返贫中风险排查点整修", "清溪小学门口道路硬化", "三年级台阶式梯田", "村班子办公楼修缮", "灌渠（A-6228号）清淤",
    "更换主管2.4公里，入户支管12户", "宽3.5米、长1380米", "2025年9月至2026年2月", "路灯138盏，每盏0.138万元",
    "示财农〔2025〕138号", "示乡振〔2026〕6228号", "合同编号 HT-2026-0008", "C25混凝土1380013.8公斤", "经费62284.80元",
    "面积350.699亩，1958年建", "编号35069920260012", "图号2025-03-11-0024", "坐标系CGCS2000", "投影4490",
)  # fmt: skip
YOUNG = ("叶童童", "蓝小满", "雷星宇", "吴一诺", "钟子涵")
OFFICES = ("0599-5550705", "0599 5550703", "12317", "0599-5550110转2")


def name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))


VALUES: dict[str, Callable[[random.Random, int], Any]] = {
    "serial": lambda dice, place: place,
    "int": lambda dice, place: dice.choice((dice.randrange(1, 9), dice.randrange(100, 20_000))),
    "quantity": lambda dice, place: dice.randrange(1, 60),
    "name": lambda dice, place: name(dice),
    "money": lambda dice, place: dice.choice((12_000, dice.randrange(100, 10**9), dice.randrange(10**6, 10**8))),
    "wan": lambda dice, place: dice.randrange(10**4, 10**9),
    "text": lambda dice, place: dice.choice(MATTERS),
    "group": lambda dice, place: dice.choice((f"{dice.randrange(1, 20)}组", dice.choice(HAMLETS))),
}  # fmt: skip


def row(columns: Sequence[NoticeColumn], dice: random.Random, place: int) -> tuple[Any, ...]:
    """Invented values; now and then a child is the head of a household, but not beside a school."""
    values = [VALUES[column.kind](dice, place) for column in columns]
    schooled = any(word in str(value) for value in values for word in ("小学", "年级"))
    if not schooled and dice.random() < 0.2:
        values = [dice.choice(YOUNG) if column.kind == "name" else value
                  for column, value in zip(columns, values, strict=True)]
    return tuple(values)


def village(dice: random.Random) -> LeakRules:
    """What a village of 400 people keeps secret."""
    born = [f"{dice.randrange(1930, 2022)}{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}" for _ in range(400)]
    secrets = [f"350699{day}{dice.randrange(10, 9990):04d}" for day in born]
    secrets += [f"1{dice.randrange(3, 10)}{dice.randrange(10**9):09d}" for _ in range(300)]
    secrets += [str(dice.randrange(2_000_000, 8_999_999)) for _ in range(60)]
    secrets += [f"62{dice.randrange(10**17):017d}" for _ in range(150)]
    secrets += ["长期住院由女儿在家照顾需要经常走访", "林秀兰两年前摔伤后不能下地"]
    return LeakRules(
        secrets=Literals(secrets), office_phones=OFFICES, words=private_words(),
        allowed=(*harmless_phrases(), "35069920260012"),
        children=Children({child: ["清溪育才校"] for child in YOUNG}),
    )  # fmt: skip


def sheet(kind: NoticeKind, dice: random.Random) -> NoticeContent:
    """A notice of a kind with invented rows."""
    known = {"village": "上云村", "year": 2026, "project": dice.choice(MATTERS), "period": "2026年第三季度"}
    tables = []
    for table in kind.tables:
        count = dice.randrange(1, 16)
        rows = tuple(row(table.columns, dice, place) for place in range(1, count + 1))
        tables.append(SheetTable(tuple(column.sheet for column in table.columns), rows, heading=table.heading))
    day = dt.date(2026, dice.randrange(1, 13), dice.randrange(1, 28))
    return NoticeContent(
        kind=kind.id, number=f"上云公示〔2026〕{dice.randrange(1, 140)}号",
        title_parts=tuple(part.format_map(_Known(known)) for part in kind.title),
        basis=f"根据{dice.choice(MATTERS)}和{day}村民代表大会决议（应到62人，实到48人），现予公示。",
        tables=tuple(tables), from_on=day, through_on=day + dt.timedelta(days=10), days_text="10天",
        contacts=(Contact(name(dice), "0599-5550705", "上云村村部一楼办公室"), Contact("", "0599 5550703")),
        hotlines=(("12317", "县农业农村局"),), signers=("云岭镇上云村村民委员会",), signed_on=day, as_of=day,
        village="云岭镇上云村", place=f"{dice.choice(HAMLETS)}、村部公示栏",
    )  # fmt: skip


class _Known(dict[str, Any]):
    """What a title's pattern may ask for."""

    def __missing__(self, key: str) -> str:
        return "上云"


@pytest.mark.parametrize("part", range(4))
def test_nothing_is_found_in_clean_sheets(part: int) -> None:
    dice = random.Random(part)
    rules = village(dice)
    began = time.process_time()
    for number in range(SHEETS // 4):
        kind = KINDS[(number + part) % len(KINDS)]
        content = sheet(kind, dice)
        made = render_notice(content, check_code=f"{dice.randrange(2**32):08X}", qr_text="VB1:350699101207:2026-3:AB")
        asked = replace(rules, titles=[content.title], title_words=kind.title_words)
        hits = scan_pdf(made.data, asked)
        assert [str(hit) for hit in hits] == [], (kind.id, content)
    assert time.process_time() - began < SECONDS / 4


def test_a_list_of_600_rows_on_a3_is_looked_at_within_a_second() -> None:
    dice = random.Random(600)
    rules = village(dice)
    kind = next(one for one in KINDS if one.id == "roster-beneficiaries")
    content = sheet(kind, dice)
    table = kind.tables[0]
    rows = tuple(row(table.columns, dice, place) for place in range(1, 601))
    long = replace(content, tables=(replace(content.tables[0], rows=rows),))
    made = render_notice(long, check_code="7F3A92C1", qr_text="VB1", paper="A3横")
    began = time.process_time()
    hits = scan_pdf(made.data, replace(rules, titles=[content.title], title_words=kind.title_words))
    assert hits == ()
    assert time.process_time() - began < 1
    private = "350699195803040024"
    planted = (*rows[:433], (*rows[433][:-1], f"{private[:9]}{private[9:]}"), *rows[434:])
    made = render_notice(replace(long, tables=(replace(content.tables[0], rows=planted),)), check_code="7F3A92C1",
                         qr_text="VB1", paper="A3横")
    hit, = scan_pdf(made.data, rules)
    assert "表格第 434 行" in hit.where
