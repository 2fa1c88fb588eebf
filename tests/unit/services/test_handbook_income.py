from __future__ import annotations

from types import SimpleNamespace

import pytest

from villagebook.models import HouseholdYear, fields_of
from villagebook.models.codes import CODES
from villagebook.services.handbook_income import BLOCKS, OUT_OF_POCKET, Line, Year, income_values, paired

SHEET_ROWS = 18


def year(number: int = 2025, *lines: Line, line_fen: int | None = None, **fields: int) -> Year:
    """Return a year; amounts not given are None."""
    row = dict.fromkeys(field.name for field in fields_of(HouseholdYear))
    return Year(SimpleNamespace(**{**row, "year": number, **fields}), lines, line_fen)


def rows(this: Year | None, last: Year | None = None) -> list[tuple[object, ...]]:
    """Return (block, item, arithmetic, this year, last year, difference) of each printed row."""
    names = ("block", "item", "arithmetic", "this_year", "last_year", "change")
    lines = income_values(this, last, "示范县")["lines"]
    return [tuple(line[name] for name in names) for line in lines]  # type: ignore[attr-defined]


def work(text: str, fen: int) -> Line:
    """Return a line of wages."""
    return Line("务工收入", text, fen)


def test_every_item_of_the_code_list_has_its_block() -> None:
    known = {item for block in BLOCKS for item in block.items} | {OUT_OF_POCKET}
    assert known == set(CODES["income_item"].values)


def test_every_money_of_a_year_is_on_the_page() -> None:
    shown = {field for block in BLOCKS for _, field in block.parts} | {block.sum_field for block in BLOCKS}
    shown |= {"total_fen", "net_fen", "per_capita_fen", "out_of_pocket_fen"}
    money = {field.name for field in fields_of(HouseholdYear) if field.kind == "money"}
    assert money - shown == {"claims_fen"}  # 理赔 has no place on this page


def test_lines_stand_under_their_sum_with_last_year_beside() -> None:
    this = year(2025, work("王𬭎 4,200×9个月", 3780000), wage_fen=3780000)
    last = year(2024, work("王𬭎 4,000×9个月", 3600000), wage_fen=3600000)
    assert rows(this, last)[:2] == [
        ("一", "工资性收入", None, 3780000, 3600000, 180000),
        ("一", "务工收入", "王𬭎 4,200×9个月", 3780000, 3600000, 180000),
    ]


def test_last_years_line_of_another_person_stands_alone() -> None:
    this = year(2025, work("王龙 2,600×6个月", 1560000))
    last = year(2024, work("王凤 2,400×6个月", 1440000))
    assert rows(this, last)[1:3] == [
        ("一", "务工收入", "王龙 2,600×6个月", 1560000, 0, 1560000),
        ("一", "务工收入", "（上年）王凤 2,400×6个月", 0, 1440000, -1440000),
    ]


def test_a_year_with_sums_only_leaves_lines_of_the_other_alone() -> None:
    this = year(2025, work("王龙 2,600×6个月", 1560000), wage_fen=1560000)
    last = year(2024, wage_fen=1500000)
    assert rows(this, last)[:2] == [
        ("一", "工资性收入", None, 1560000, 1500000, 60000),
        ("一", "务工收入", "王龙 2,600×6个月", 1560000, None, None),
    ]


@pytest.mark.parametrize(
    ("now", "before", "matches"),
    [
        (["王龙 2,600×6个月", "王凤 1,800×8个月"], ["王凤 1,700×8个月", "王龙 2,400×6个月"], [1, 0]),
        (["水稻3.2亩×1,150"], ["水稻2亩×1,100"], [0]),
        (["鸡76只×65", "鸭20只×50"], ["鸭10只×48"], [None, 0]),
        (["光伏电站收益分配"], ["光伏电站收益分配"], [0]),
        (["6.2亩×85"], ["6亩×85"], [0]),
        (["王龙 2,600×6个月"], [""], [0]),
        (["王龙 2,600×6个月"], ["王凤 2,600×6个月"], [None]),
        (["王龙 2,600×6个月"], [], [None]),
    ],
)
def test_lines_are_paired_by_whom_they_are_about(now: list[str], before: list[str], matches: list[int | None]) -> None:
    lines, old = [work(text, 1) for text in now], [work(text, i) for i, text in enumerate(before)]
    found = paired(lines, old)
    assert [line for line, _ in found] == lines
    assert [None if match is None else match.amount_fen for _, match in found] == matches


def test_sums_are_never_made_or_repaired() -> None:
    this = year(2025, work("王龙", 100), Line("种植业", "水稻", 5000), wage_fen=999)
    assert [row[3] for row in rows(this) if row[1] in ("工资性收入", "生产经营性收入")] == [999, None]
    values = income_values(year(2025, total_fen=1, net_fen=2, per_capita_fen=3, population=4), None, "")
    assert (values["total_this"], values["net_this"], values["per_capita_this"]) == (1, 2, 3)
    assert values["per_capita_arithmetic"] == "0.02÷4"


def test_lists_with_sums_only_print_their_sub_sums_and_room_to_write() -> None:
    this = year(2025, wage_fen=100, property_fen=960, dividend_fen=0, other_property_fen=960, subsistence_fen=7560)
    found = rows(this)
    assert len(found) == SHEET_ROWS
    inside = [(block, item, fen) for block, item, _, fen, _, _ in found if item is not None]
    assert inside == [
        ("一", "工资性收入", 100), ("二", "生产经营性收入", None),
        ("三", "财产性收入", 960), ("三", "资产收益分红", 0), ("三", "其他", 960),
        ("四", "转移性收入", None), ("四", "低保金", 7560), ("五", "生产经营性支出", None),
    ]  # fmt: skip
    empty = [row[0] for row in found if row[1] is None]
    assert set(empty) == {"一", "二", "五"}


def test_all_sub_sums_of_the_national_list_fit_the_sheet() -> None:
    fields = {field: 1 for block in BLOCKS for _, field in block.parts}
    assert len(rows(year(2025, **fields))) <= SHEET_ROWS


def test_an_item_no_block_knows_is_printed_apart() -> None:
    found = rows(year(2025, Line("彩票中奖", "福彩", 5000)))
    assert found[-2:] == [
        ("另", "未归类的项目", None, None, None, None), ("另", "彩票中奖", "福彩", 5000, None, None)]


def test_out_of_pocket_says_what_for_and_is_summed_only_where_the_book_has_no_figure() -> None:
    lines = Line(OUT_OF_POCKET, "李㛃门诊", 300), Line(OUT_OF_POCKET, "李㛃住院", 500)
    values = income_values(year(2025, *lines), year(2024, *lines, out_of_pocket_fen=7), "")
    assert (values["out_of_pocket_this"], values["out_of_pocket_last"]) == (800, 7)
    assert values["out_of_pocket_words"] == "李㛃门诊；李㛃住院"


def test_the_monitored_range_is_said_only_where_there_is_one() -> None:
    with_line = income_values(year(2025, line_fen=850000), year(2024, line_fen=820000), "示范县")
    assert (with_line["line_this"], with_line["line_change"]) == (850000, 30000)
    assert with_line["line_words"] == "人均纯收入参考，示范县"
    assert income_values(year(2025), None, "示范县")["line_words"] is None


def test_without_a_year_the_page_is_left_to_be_written() -> None:
    values = income_values(None, None, "示范县")
    assert "年" in str(values["from_on"])
    assert len(values["lines"]) == SHEET_ROWS  # type: ignore[arg-type]
    assert values["total_this"] is values["per_capita_arithmetic"] is None


def test_population_of_the_year_comes_before_the_present_one() -> None:
    assert income_values(year(2025, current_population=5), None, "")["population_this"] == 5
    assert income_values(year(2025, population=6, current_population=5), None, "")["population_this"] == 6
    assert income_values(year(2025, net_fen=100, population=0), None, "")["per_capita_arithmetic"] is None
