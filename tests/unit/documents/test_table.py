from __future__ import annotations

import re

import pytest

from tests.unit.documents.pdf_reading import operators, text_of
from villagebook.documents.page import MM, Paper
from villagebook.documents.table import Column, Part, Plan, Table, paginate
from villagebook.documents.table_measuring import MOST_GAP, plan
from villagebook.documents.values import Kind

COLUMNS = (
    Column("序号", Kind.INDEX),
    Column("组别", Kind.CODE),
    Column("户主", Kind.NAME),
    Column("人口", Kind.COUNT, "人", total=True),
    Column("补助内容"),
    Column("数量", Kind.COUNT, "只", total=True),
    Column("单价", Kind.MONEY, "元"),
    Column("补助金额", Kind.MONEY, "元", total=True),
    Column("备注"),
)
ROW = 7.5 * MM


def a_roster(count: int) -> Table:
    names = ("赵长河", "孙立", "欧阳明月", "王䶮")
    rows = tuple(
        (i, "一组", names[i % 4], 1 + i % 6, "脱温鸡苗", 20 + i % 7 * 10, 1800, 1800 * (20 + i % 7 * 10), None)
        for i in range(1, count + 1)
    )
    return Table(COLUMNS, rows, counted="户")


def planned(table: Table, width_mm: float = 166, text_pt: float = 12) -> Plan:
    return plan(Paper("试"), table, width_mm * MM, text_pt)


def drawn(table: Table, text_pt: float = 12) -> bytes:
    """Return a PDF of the whole table."""
    paper = Paper("试")
    made = plan(paper, table, 166 * MM, text_pt)
    made.draw(paper.page(), 22 * MM, 20 * MM, 0, len(table.rows), ROW)
    return paper.save()


def test_columns_fill_the_width_and_one_line_columns_hold_their_entries() -> None:
    made = planned(a_roster(14))
    assert made.fits
    assert sum(made.widths) == pytest.approx(166 * MM)
    assert all(len(lines) == 1 for row in made.cells for lines in row)


def test_head_has_its_unit_in_a_second_line_or_beside_it_if_there_is_room() -> None:
    narrow, wide = planned(a_roster(3)), planned(Table((Column("金额", Kind.MONEY, "元"), Column("用途")), ()))
    assert [line.text for line in narrow.heads[3]] == ["人口", "（人）"]
    assert narrow.head_height == pytest.approx(2 * 1.25 * 11.5 + 3 * MM)
    assert [line.text for line in wide.heads[0]] == ["金额（元）"]


def test_total_row_sums_and_counts() -> None:
    table = a_roster(14)
    assert table.total(0, 14).label == "合计\u300014户"
    assert table.total(0, 5, "本页小计").label == "本页小计\u30005户"
    assert table.sums(0, 14) == {3: 47, 5: 700, 7: 1800 * 700}


def test_numbers_stand_as_a_block_as_wide_as_the_bold_total() -> None:
    made = planned(a_roster(14))
    total, entry = made.bold.font.em("12,600.00"), made.text.font.em("1,440.00")
    assert made.blocks[7] / made.text.size * 1000 == pytest.approx(total)
    assert total > entry


def test_numbers_share_their_right_edge() -> None:
    ops = operators(drawn(a_roster(14)))
    font = planned(a_roster(1)).text.font
    ends = set()
    for x, code in re.findall(r"1 0 0 1 ([\d.]+) [\d.]+ Tm <(\w+)> Tj", ops):
        if float(x) > 150 * MM and len(code) in (4 * 6, 4 * 8):  # 360.00 or 1,080.00
            text = "360.00" if len(code) == 24 else "1,080.00"
            ends.add(round(float(x) + font.width(text, 12), 1))
    assert len(ends) == 1


def test_rows_are_never_cut_and_each_appears_once() -> None:
    made = planned(a_roster(100))
    parts = paginate(made, ROW, lambda i: (150 if i == 0 else 240) * MM, 60 * MM)
    assert parts is not None
    assert [p.first for p in parts] == [0, *(p.last for p in parts[:-1])]
    assert parts[-1].last == 100
    for i, part in enumerate(parts):
        assert made.height(part.first, part.last, ROW) <= (150 if i == 0 else 240) * MM + 0.1


def test_what_closes_a_list_never_stands_alone() -> None:
    made = planned(a_roster(27))
    room = made.height(0, 27, ROW) + 1
    parts = paginate(made, ROW, lambda _: room, 60 * MM)
    assert parts == [Part(0, 25), Part(25, 27)]


def test_a_closing_higher_than_the_page_is_reported() -> None:
    assert paginate(planned(a_roster(5)), ROW, lambda _: 100 * MM, 200 * MM) is None


def test_long_texts_are_broken_and_their_rows_grow() -> None:
    table = Table(
        (Column("序号", Kind.INDEX), Column("项目"), Column("建设内容"), Column("资金", Kind.WAN, "万元", total=True)),
        tuple((i, "东山水渠清淤衬砌", "清淤1.8千米，衬砌300立方米，新建分水口6处" * 3, 1234500) for i in range(4)),
    )
    made = planned(table)
    assert made.fits
    assert max(len(lines) for row in made.cells for lines in row) > 1
    assert min(made.line_heights) > made.row_min


def test_text_columns_trade_room_so_that_rows_get_low() -> None:
    table = Table((Column("甲"), Column("乙")), (("村" * 12, "村民委员会" * 30),) * 3, total_label="")
    made = planned(table, 120)
    narrow, wide = made.widths
    assert wide > 3 * narrow


def test_a_table_too_wide_for_its_paper_says_so() -> None:
    columns = tuple(Column(f"金额{i}", Kind.MONEY, "元") for i in range(12))
    assert not planned(Table(columns, ((123456789,) * 12,))).fits


def test_a_text_column_is_centred_if_every_entry_has_one_line() -> None:
    made = planned(Table((Column("内容"), Column("说明")), (("鸡苗", "村民委员会意见" * 12), ("茶苗", "无"))))
    assert made.left == (False, True)


def test_a_table_without_totals_or_rows_is_set() -> None:
    table = Table((Column("序号", Kind.INDEX), Column("内容")), (), total_label="")
    assert "序号" in text_of(drawn(table))


def test_every_rule_is_drawn_once() -> None:
    ops = operators(drawn(a_roster(5)))
    segments = re.findall(r"[\d.]+ [\d.]+ m [\d.]+ [\d.]+ l", ops)
    assert len(segments) == len(set(segments)) == (5 + 1) + 8
    assert len(re.findall(r"\d re\b", ops)) == 1


def test_weights_of_rules_are_those_of_the_pattern() -> None:
    ops = operators(drawn(a_roster(5)))
    assert sorted(set(re.findall(r"q ([\d.]+) w", ops))) == ["0.5", "0.75", "1"]


def test_a_name_wider_than_its_column_shrinks() -> None:
    table = Table((Column("户主", Kind.NAME), Column("备注")), (("买买提·吐尔逊·阿卜杜热合曼", "村" * 60),))
    made = planned(table, 60)
    assert not made.fits or made.widths[0] >= made.text.size


def test_the_same_table_gives_the_same_bytes() -> None:
    assert drawn(a_roster(20)) == drawn(a_roster(20))


def test_a_narrow_column_breaks_a_document_before_its_year_only_and_a_term_between_its_months() -> None:
    entries = ("示乡振〔2025〕21号", "中央财政衔接推进乡村振兴补助资金" * 4, "2025年11月至2026年3月")
    keep = ("2025年11月", "至2026年3月")
    columns = (Column("文号"), Column("资金名称及来源"), Column("期限", keep=keep))
    made = plan(Paper("试"), Table(columns, (entries,)), 85 * MM, 12)
    assert [line.text for line in made.cells[0][0]] == ["示乡振", "〔2025〕21号"]
    assert [line.text for line in made.cells[0][2]] == ["2025年11月", "至2026年3月"]


def test_no_cell_is_spread_so_far_that_its_gaps_show() -> None:
    text = "2025年二季度电费，由镇供电所按月核定后转入村集体账户"
    for millimetres in range(30, 60):
        made = plan(Paper("试"), Table((Column("用途"),), ((text,),)), millimetres * MM, 10.5)
        gaps = [gap for line in made.cells[0][0] for gap in line.gaps]
        assert max(gaps, default=0) <= MOST_GAP
