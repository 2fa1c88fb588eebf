"""The 大白话 sheet: what it says, how large, what it does when there is much to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.unit.documents.sheet_geometry import SheetPage, pages
from villagebook.base.plain_sheet import PlainBand, PlainEntry, PlainSheet
from villagebook.documents.page import MM
from villagebook.documents.plain_words import SHEETS, render_plain_words

DAY = dt.date(2026, 3, 11)
MARKS = {"check_code": "7F3A92C1", "qr_text": "VB1:350699:2026-12:7F3A92C1AABBCCDD"}
NAMES = ("赵长河", "钱玉兰", "孙立", "王䶮", "周桂芳", "吴铁山", "郑娟", "欧阳明月")


def people(count: int) -> tuple[PlainEntry, ...]:
    return tuple(PlainEntry(NAMES[i % 8], f"{10 + i}只", f"{(10 + i) * 18:,}元") for i in range(count))


def sheet(count: int = 14, **changes: object) -> PlainSheet:
    bands = (
        PlainBand("钱从哪来", ("上级拨的衔接资金，共12,420元。", "3月8日村民代表大会开会同意。")),
        PlainBand("给多少", ("给的是鸡苗，一只18元，只数见下。",)),
        PlainBand("给谁", (f"共{count}户：",), people(count), people=True),
        PlainBand("怎么给", ("3月26日到村部领鸡苗，本人签字，不用交一分钱。",)),
        PlainBand("有意见", ("3月20日前找何正，也可打12317。",)),
    )
    made = PlainSheet(
        "养鸡补助发给谁？发多少？", "清村公示〔2026〕12号", bands, "0599-5550101", ("云岭镇清溪村村民委员会",),
        DAY, DAY, "云岭镇清溪村", "村委会公示栏",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def drawn(one: PlainSheet, paper: str | None = None) -> list[SheetPage]:
    return pages(render_plain_words(one, paper=paper, **MARKS).data)


def joined(found: list[SheetPage]) -> str:
    return "".join(line for page in found for line in page.lines())


def test_the_sheet_of_the_picture_is_one_page_in_large_type() -> None:
    made = render_plain_words(sheet(), **MARKS)
    assert (made.pages, made.paper) == (1, "A4")
    assert made.text_pt >= 18
    (page,) = pages(made.data)
    sizes = {round(c.size, 1) for c in page.chars}
    assert max(sizes) >= 32
    assert min(sizes) >= 9


def test_the_phone_is_the_largest_number_on_the_sheet() -> None:
    (page,) = drawn(sheet())
    digits = [c for c in page.chars if c.text.isdigit()]
    largest = max(c.size for c in digits)
    assert "".join(c.text for c in digits if c.size == largest) == "05995550101"
    assert largest >= 34 * 0.9


@pytest.mark.parametrize("count", [1, 2, 9, 14, 20, 21, 60, 300])
def test_everybody_is_named_once_with_what_they_get(count: int) -> None:
    one = sheet(count)
    found = drawn(one)
    said = joined(found)
    for entry in one.bands[2].entries:
        assert said.count(entry.amount) >= 1
    names = sum(said.count(name) for name in set(NAMES))
    assert names == count


@pytest.mark.parametrize("count", [1, 14, 20, 21, 60, 300])
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_nothing_leaves_the_margins_or_runs_into_a_rule_or_the_foot(count: int, paper: str) -> None:
    made = render_plain_words(sheet(count), paper=paper, **MARKS)
    for page in pages(made.data):
        assert (page.width, page.height) == pytest.approx(SHEETS[paper], abs=0.1)
        assert page.outside(22 * MM * page.width / SHEETS["A4"][0]) == []
        assert page.struck() == []
        foot = max(y0 for _, y0, _, y1 in page.rules if y0 == y1)
        below = "".join(c.text for c in page.chars if c.bottom > foot)
        assert below.startswith("大白话")


def test_few_have_their_quantity_many_only_their_money() -> None:
    assert "60只" not in joined(drawn(sheet(60)))
    assert "23只" in joined(drawn(sheet(14)))


def test_a_long_list_goes_on_and_is_numbered_and_ends_with_the_phone() -> None:
    found = drawn(sheet(300))
    assert len(found) > 1
    assert "0599-5550101" in "".join(found[-1].lines())
    for number, page in enumerate(found, 1):
        assert any(f"第{number}页" in line and f"共{len(found)}页" in line for line in page.lines())


def test_names_that_do_not_touch_their_money() -> None:
    long = PlainBand("花在哪", ("共2项：",), tuple(
        PlainEntry("上云至石门坑公路拓宽工程第一标段监理费和质量检测费" * n, "", "1,234,567.89元") for n in (1, 3)
    ))  # fmt: skip
    found = drawn(sheet(bands=(long, sheet().bands[-1])))
    for page in found:
        for line in {round(c.baseline, 1) for c in page.chars}:
            row = sorted((c for c in page.chars if round(c.baseline, 1) == line), key=lambda c: c.left)
            assert all(a.right <= b.left + 1.2 for a, b in pairwise(row))


@pytest.mark.parametrize(
    "question", ["问" * 60 + "？", "问" * 300 + "？", "上云至石门坑公路拓宽工程建好了吗？花了多少钱？给了谁？"]
)
def test_a_long_question_is_broken_not_cut(question: str) -> None:
    (page,) = drawn(sheet(question=question))
    foot = max(y0 for _, y0, _, y1 in page.rules if y0 == y1)
    said = "".join(c.text for c in page.chars if c.bottom < foot)
    assert said.count("问") == question.count("问")
    assert page.outside(22 * MM) == []


def test_a_sheet_with_next_to_nothing_is_printed() -> None:
    (page,) = drawn(sheet(bands=(PlainBand("有意见", ()),), phone="", number="", signers=(), place=""))
    assert "养鸡补助发给谁？发多少？" in page.lines()


def test_a_draft_says_so_and_equal_sheets_give_equal_bytes() -> None:
    made = render_plain_words(sheet(), draft=True, **MARKS)
    said = joined(pages(made.data))
    assert "草稿" in said
    assert "7F3A" not in said
    assert render_plain_words(sheet(), **MARKS).data == render_plain_words(sheet(), **MARKS).data
    with pytest.raises(ValueError, match="no such paper"):
        render_plain_words(sheet(), paper="A3横")


@pytest.mark.parametrize("paper", ["A3", "A2", "A1"])
def test_larger_paper_is_the_same_sheet_enlarged(paper: str) -> None:
    small, large = render_plain_words(sheet(), **MARKS), render_plain_words(sheet(), paper=paper, **MARKS)
    assert large.text_pt / small.text_pt == pytest.approx(SHEETS[paper][0] / SHEETS["A4"][0], rel=0.01)
    assert large.pages == small.pages
