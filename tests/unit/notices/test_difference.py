"""What a posted notice and the book say differently, line by line, and what is no difference."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from villagebook.base.sheet import Contact, NoticeContent, SheetColumn, SheetTable, Value
from villagebook.notices.difference import difference

COLUMNS = (
    SheetColumn("no", "序号", "serial"), SheetColumn("head", "户主", "name"),
    SheetColumn("area", "面积", "quantity", "亩"), SheetColumn("amount", "补助金额", "money", "元"),
)  # fmt: skip
ROWS: tuple[tuple[Value, ...], ...] = (
    (1, "蓝丽建", Decimal("13.0000"), 780_000), (2, "谢义金", Decimal("7"), 420_000),
    (3, "杨玉珠", Decimal("2"), 120_000),
)  # fmt: skip


def content(rows: tuple[tuple[Value, ...], ...] = ROWS, **changes: Any) -> NoticeContent:
    """A notice over these rows."""
    area = sum((row[2] for row in rows), Decimal(0))  # type: ignore[misc]
    amount = sum(row[3] for row in rows)  # type: ignore[misc]
    made = NoticeContent(
        kind="roster-beneficiaries", number="清溪公示〔2025〕17号", title_parts=("清溪村", "2025年", "受益户公示"),
        basis="经村民代表会议讨论通过，现将名单予以公示。",
        tables=(SheetTable(COLUMNS, rows, (None, None, area, amount), f"{len(rows)}户"),),
        from_on=dt.date(2025, 10, 29), through_on=dt.date(2025, 11, 8), days_text="10天",
        contacts=(Contact("林秋月", "0596-3000012", "村部"),), hotlines=(("12317", ""),), signers=("清溪村村民委员会",),
        signed_on=dt.date(2025, 10, 29), as_of=dt.date(2025, 10, 29), village="云岭镇清溪村", place="村部公示栏",
    )  # fmt: skip
    return replace(made, **changes)


def lines(now: NoticeContent, frozen: NoticeContent | None = None) -> list[str]:
    return [one.line for one in difference(frozen or content(), now)]


def with_row(place: int, *cells: Value) -> tuple[tuple[Value, ...], ...]:
    return (*ROWS[:place], cells, *ROWS[place + 1:])  # fmt: skip


def test_the_same_content_has_no_difference():
    assert lines(content()) == []


def test_a_changed_cell_names_line_heading_and_both_values_and_the_sum_follows():
    assert lines(content(with_row(1, 2, "谢义金", Decimal("9"), 420_000))) == [
        "第 2 行 谢义金：面积 7亩 → 9亩", "合计：面积 22亩 → 24亩",
    ]


def test_a_row_that_went_and_a_row_that_came_are_told_with_their_line():
    now = content((*ROWS[:2], (3, "许芳", Decimal("2"), 120_000)))
    assert lines(now) == ["第 3 行 杨玉珠：现在没有了", "多了 许芳：面积 2亩，补助金额 1,200.00元"]


def test_a_row_in_front_moves_the_numbers_of_the_others_and_these_are_no_difference():
    moved = tuple((place + 1, *row[1:]) for place, row in enumerate(ROWS, start=1))
    assert lines(content(((1, "许芳", Decimal(0), 0), *moved)))[0].startswith("多了 许芳")
    assert lines(content(tuple(reversed(ROWS)))) == []


def test_two_rows_of_one_name_are_compared_in_their_order():
    old = content((*ROWS, (4, "谢义金", Decimal("1"), 60_000)))
    now = content((*ROWS, (4, "谢义金", Decimal("5"), 60_000)))
    assert lines(now, old)[0] == "第 4 行 谢义金：面积 1亩 → 5亩"


def test_a_masked_name_is_the_same_name_but_another_family_name_is_not():
    masked = content(tuple((row[0], f"{str(row[1])[0]}＊{str(row[1])[2:]}", *row[2:]) for row in ROWS))
    assert lines(masked) == []
    assert lines(content(with_row(0, 1, "黄＊建", Decimal("13"), 780_000)))[0] == "第 1 行 蓝丽建：现在没有了"


def test_days_on_the_wall_and_the_day_of_the_figures_are_no_difference():
    later = dt.timedelta(days=3)
    base = content()
    moved = replace(base, from_on=base.from_on + later, through_on=base.through_on + later, days_text="13天",
                    signed_on=base.signed_on + later, as_of=base.as_of + later, place="村口")  # fmt: skip
    assert lines(moved) == []


def test_words_title_phones_and_signers_are_told():
    now = content(title_parts=("清溪村", "受益户公示"), basis="现将名单予以公示。",
                  contacts=(Contact("陈志明", "0596-3000013", "村部"),), hotlines=(("12317", ""), ("0596-1", "云岭镇")),
                  signers=("清溪村村民委员会", "清溪村村务监督委员会"))  # fmt: skip
    assert lines(now) == [
        "标题：原“清溪村2025年受益户公示”，现“清溪村受益户公示”",
        "依据：原“经村民代表会议讨论通过，现将名单予以公示。”，现“现将名单予以公示。”",
        "意见反映：林秋月 0596-3000012 → 陈志明 0596-3000013",
        "监督电话：空 → 云岭镇 0596-1",
        "落款：空 → 清溪村村务监督委员会",
    ]


def test_what_is_said_of_other_notices_is_no_word_of_this_one():
    said = "\n更正说明：清溪公示〔2025〕17号第2行有误。\n公示情况：已于十月公示。"
    assert lines(content(basis=content().basis + said)) == []


def test_other_columns_are_one_difference():
    table = SheetTable(COLUMNS[:2], (), ())
    assert [one.what for one in difference(content(), content(tables=(table,)))] == ["columns"]


def test_a_correction_says_it_without_blanks():
    found = difference(content(), content(with_row(1, 2, "谢义金", Decimal("9"), 540_000)))
    assert [one.printed for one in found][:2] == [
        "第2行谢义金，面积原7亩，现9亩", "第2行谢义金，补助金额原4,200.00元，现5,400.00元"]
    assert [one.row for one in found] == [2, 2, None, None]


def test_six_thousand_rows_are_compared_at_once():
    rows = tuple((n, f"甲{n}", Decimal(n), n) for n in range(1, 3001))
    now = (*rows[1:], (1, "甲1", Decimal("0.5"), 1))
    assert lines(content(now), content(rows))[0] == "第 1 行 甲1：面积 1亩 → 0.5亩"
