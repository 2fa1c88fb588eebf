from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from tests.unit.documents import sample_notices as sample
from tests.unit.documents.sheet_geometry import SheetPage, pages
from villagebook.base.money import format_yuan
from villagebook.base.sheet import NoticeContent, SheetTable
from villagebook.documents.notice import render_notice
from villagebook.documents.notice_cells import cell_text
from villagebook.documents.notice_pages import continued

ROW = re.compile(r"(\d+)[一二三四五六]组")
SIGNED = "云岭镇清溪村村民委员会"


def set_pages(content: NoticeContent, paper: str | None = None) -> list[SheetPage]:
    return pages(render_notice(content, paper=paper, check_code="7F3A92C1").data)


def row_texts(table: SheetTable) -> list[str]:
    """Return the rows as they stand on the sheet, blanks left out."""
    return [
        "".join(cell_text(v, c.kind) for v, c in zip(row, table.columns, strict=True)).replace(" ", "")
        for row in table.rows
    ]


def numbers(line: str) -> list[int]:
    return [int(n.replace(",", "")) for n in re.findall(r"[\d,]+", line.replace(".00", ""))]


@pytest.mark.parametrize("rows", [1, 2, 13, 14, 17, 23, 24, 25, 26, 30, 51, 52, 53, 60, 89, 400])
def test_every_row_is_on_the_sheet_exactly_once(rows: int) -> None:
    content = sample.roster(rows)
    printed = Counter(line for page in set_pages(content) for line in page.lines())
    for text in row_texts(content.tables[0]):
        assert printed[text] == 1


@pytest.mark.parametrize("rows", [27, 30, 52, 53, 60, 89])
def test_at_least_two_rows_go_with_the_signature(rows: int) -> None:
    last = set_pages(sample.roster(rows))[-1].lines()
    assert SIGNED in last
    assert sum(bool(ROW.match(line)) for line in last) >= 2


def test_a_full_page_holds_twenty_nine_rows() -> None:
    second = set_pages(sample.roster(400))[1].lines()
    assert sum(bool(ROW.match(line)) for line in second) == 29


def test_each_page_adds_up_and_carries_over() -> None:
    content = sample.roster(100)
    rows = content.tables[0].rows
    so_far = 0
    found = set_pages(content)
    for number, page in enumerate(found):
        lines = page.lines()
        here = [int(m[1]) for line in lines if (m := ROW.match(line))]
        of_page = [rows[i - 1] for i in here]
        so_far += len(here)
        subtotal = next(line for line in lines if line.startswith("本页小计"))
        people, chicks, fen = (sum(int(row[c]) for row in of_page) for c in (3, 5, 7))
        assert subtotal == f"本页小计{len(here)}户{people}{chicks:,}{format_yuan(fen)}"
        carried = [line for line in lines if line.startswith("累计")]
        if number + 1 < len(found):
            people, chicks, fen = (sum(int(row[c]) for row in rows[:so_far]) for c in (3, 5, 7))
            assert carried == [f"累计{so_far}户{people}人{chicks:,}只{format_yuan(fen)}元（转下页）"]
        else:
            assert carried == []
    assert so_far == 100


def test_the_last_page_bears_the_total_and_the_closing_lines() -> None:
    content = sample.roster(60)
    *before, last = [page.lines() for page in set_pages(content)]
    total = content.tables[0].totals
    assert f"合计60户{total[3]}{total[5]:,}{format_yuan(int(str(total[7])))}" in last
    assert "公示时间：2026年3月11日至2026年3月20日（10天）" in last
    for lines in before:
        assert not any(line.startswith(("公示时间", "合计", SIGNED)) for line in lines)


def test_continued_pages_repeat_title_number_and_head() -> None:
    first, second, third = (page.lines() for page in set_pages(sample.roster(60)))
    assert second[0] == "清溪村2026年庭院养鸡到户项目受益户公示清村公示〔2026〕12号续表一"
    assert third[0].endswith("续表二")
    heads = "序号组别户主补助内容备注"
    assert heads in first
    assert heads in second
    assert heads in third
    assert first[-1].endswith("第1页共3页")
    assert third[-1].endswith("第3页共3页")


def test_continuations_are_counted_in_words() -> None:
    assert [continued(i) for i in (1, 9, 10, 11, 20, 21)] == [
        "续表一", "续表九", "续表十", "续表十一", "续表二十", "续表二十一",
    ]  # fmt: skip


def test_a_count_of_something_else_than_rows_is_not_split_over_pages() -> None:
    table = replace(sample.roster_table(60), count_text="58户")
    found = [line for page in set_pages(sample.roster(tables=(table,))) for line in page.lines()]
    assert any(line.startswith("合计58户") for line in found)
    assert not [line for line in found if line.startswith("本页小计") and "户" in line]


def test_a_list_without_sums_is_counted_only() -> None:
    table = SheetTable(
        sample.columns("序号 serial", "户主姓名 name"), tuple((i + 1, "赵长河") for i in range(70)), (), "70户"
    )
    *before, last = [page.lines() for page in set_pages(sample.roster(tables=(table,)))]
    assert before
    assert "合计70户" in last
    counts = [numbers(line)[0] for lines in (*before, last) for line in lines if line.startswith("本页小计")]
    assert sum(counts) == 70


def test_a_table_without_totals_has_neither_sum_nor_carry() -> None:
    table = replace(sample.roster_table(60), totals=(), count_text="")
    found = [line for page in set_pages(sample.roster(tables=(table,))) for line in page.lines()]
    assert not [line for line in found if line.startswith(("合计", "本页小计", "累计"))]
    assert "（转下页）" in found


def test_columns_of_one_unit_are_named_in_the_carry() -> None:
    heads = sample.columns("序号 serial", "户主 name", "补助 money 元", "自筹 money 元")
    table = SheetTable(heads, tuple((i + 1, "赵长河", 10000, 5000) for i in range(60)), (None, None, 600000, 300000))
    found = [line for page in set_pages(sample.roster(tables=(table,))) for line in page.lines()]
    carried = next(line for line in found if line.startswith("累计"))
    assert re.fullmatch(r"累计补助[\d,.]+元自筹[\d,.]+元（转下页）", carried)


def test_a_tall_row_moves_to_the_next_page_whole() -> None:
    remark = "该户情况说明" * 30
    found = set_pages(sample.with_remark(remark, rows=40, row=20))
    holding = [page for page in found if sum(c.text == "该" for c in page.chars)]
    assert len(holding) == 1
    assert sum(c.text == "该" for c in holding[0].chars) == 30


def test_two_long_tables_follow_each_other_with_their_headings() -> None:
    content = sample.funds(8)
    found = [page.lines() for page in set_pages(content)]
    lines = [line for page in found for line in page]
    assert lines.count("一、资金来源") == 1
    assert lines.count("二、资金支出") == 1
    printed = Counter(lines)
    for table in content.tables:
        for text, times in Counter(row_texts(table)).items():
            assert printed[text] == times
    for table in content.tables:
        assert f"合计{format_yuan(int(str(next(t for t in table.totals if t))))}" in lines
    assert "清溪村村民委员会清溪村村务监督委员会" in found[-1]


def test_sentences_longer_than_a_page_flow_on() -> None:
    content = sample.roster(14, sentences=tuple("说明文字很长，" * 60 for _ in range(6)))
    found = set_pages(content)
    assert sum(char.text == "说" for page in found for char in page.chars) == 360
    last = found[-1].lines()
    assert SIGNED in last
    assert last.index(SIGNED) - last.index(next(line for line in last if "说明" in line)) >= 2


@pytest.mark.parametrize("paper", ["A3", "A3横", "A4横"])
def test_long_lists_go_over_several_sheets_of_any_paper(paper: str) -> None:
    content = sample.roster(90)
    made = render_notice(content, paper=paper)
    assert made.paper == paper
    assert made.pages > 1
    printed = Counter(line for page in pages(made.data) for line in page.lines())
    assert [text for text in row_texts(content.tables[0]) if printed[text] != 1] == []
