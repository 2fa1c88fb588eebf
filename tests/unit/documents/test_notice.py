from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.documents import sample_notices as sample
from tests.unit.documents.pdf_reading import text_by_poppler
from tests.unit.documents.sheet_geometry import SheetPage, pages
from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent, SheetColumn, SheetTable
from villagebook.documents.faces import faces
from villagebook.documents.notice import render_notice
from villagebook.documents.notice_sheet import SHEETS
from villagebook.documents.page import MM

SAMPLES = {
    "roster": sample.roster(),
    "one row": sample.roster(1),
    "four rows": sample.roster(4),
    "long roster": sample.roster(60),
    "monitored": sample.monitored(),
    "funds": sample.funds(),
    "long funds": sample.funds(8),
    "projects": sample.projects(),
    "long remark": sample.with_remark("该户因户主患病住院缺乏劳动力，经评议同意追加。" * 4),
    "long name": sample.with_names(["阿卜杜热合曼·麦麦提明", "孙立"]),
    "long title": sample.roster(title_parts=("清溪村2026年度", "巩固拓展脱贫攻坚成果", "同乡村振兴有效衔接资金",
                                             "支持的庭院养鸡养鸭养鹅", "到户产业发展补助项目", "受益户名单公示")),
    "bare": sample.roster(number="", basis="", contacts=(), hotlines=(), signers=(), place="", days_text=""),
    "no table": sample.roster(tables=(), sentences=("资金已全部到户。",)),
    "no rows": sample.roster(tables=(SheetTable(sample.ROSTER, ()),)),
}  # fmt: skip


def rendered(content: NoticeContent, paper: str | None = None) -> list[SheetPage]:
    return pages(render_notice(content, paper=paper, check_code="7F3A92C1", qr_text="VB1:B:12:7F3A92C1").data)


@pytest.mark.parametrize("name", SAMPLES)
def test_text_stays_within_the_margins_and_off_the_rules(name: str) -> None:
    made = render_notice(SAMPLES[name], check_code="7F3A92C1", qr_text="VB1:B:12:7F3A92C1")
    for page in pages(made.data):
        assert page.outside(SHEETS[made.paper].side) == []
        assert page.struck() == []


@pytest.mark.parametrize("paper", SHEETS)
@pytest.mark.parametrize("name", ["roster", "long funds", "projects"])
def test_text_stays_within_the_margins_of_a_paper_asked_for(name: str, paper: str) -> None:
    for page in rendered(SAMPLES[name], paper):
        assert (page.width, page.height) == pytest.approx(SHEETS[paper].size, abs=0.1)
        assert page.outside(SHEETS[paper].side) == []
        assert page.struck() == []


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_smaller_than_nine_points(name: str) -> None:
    assert min(char.size for page in rendered(SAMPLES[name]) for char in page.chars) >= 9 - 0.01


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_stands_below_the_foot_but_the_foot(name: str) -> None:
    for page in rendered(SAMPLES[name]):
        rule = max(y0 for x0, y0, x1, y1 in page.rules if y0 == y1)
        below = [char.text for char in page.chars if char.bottom > rule]
        assert "".join(below).startswith(("清溪村2026年", "清溪村拟纳入", "清溪村2027年"))


@pytest.mark.parametrize("name", SAMPLES)
def test_equal_notices_give_equal_bytes(name: str) -> None:
    assert render_notice(SAMPLES[name]).data == render_notice(SAMPLES[name]).data


def test_a_roster_of_fourteen_has_the_sizes_of_the_picture() -> None:
    made = render_notice(sample.roster(14))
    assert (made.paper, made.pages, made.body_pt, made.table_pt, made.proposal) == ("A4", 1, 14, 12, "")


def test_few_rows_are_set_large() -> None:
    made = render_notice(sample.monitored())
    assert (made.paper, made.pages, made.body_pt, made.table_pt) == ("A4", 1, 19.5, 17.5)


def test_ten_columns_or_more_go_on_a3() -> None:
    made = render_notice(sample.projects())
    assert (made.paper, made.pages) == ("A3横", 1)
    assert made.table_pt >= 12


def test_columns_that_do_not_fit_a4_go_on_a3() -> None:
    table = sample.roster_table(4)
    wide = tuple(replace(c, kind="money") if c.kind in ("text", "group") else c for c in table.columns)
    rows = tuple(tuple(9_999_999_999_99 if c.kind == "money" else v for c, v in zip(wide, row, strict=True))
                 for row in table.rows)  # fmt: skip
    assert render_notice(sample.roster(tables=(SheetTable(wide, rows),))).paper == "A3横"


def test_small_type_proposes_a_larger_paper() -> None:
    made = render_notice(sample.roster(18))
    assert made.table_pt < 12
    assert "A3" in made.proposal


def test_a_list_on_two_sheets_proposes_a_paper_that_holds_it() -> None:
    assert render_notice(sample.roster(22)).proposal == "要用 2 张 A4，用 A3 一张放得下"
    assert render_notice(sample.roster(60)).proposal == ""


def test_a3_is_the_page_of_a4_enlarged() -> None:
    small, large = render_notice(sample.roster(18)), render_notice(sample.roster(18), paper="A3")
    assert large.table_pt >= 1.4 * small.table_pt
    assert large.proposal == ""


def test_a_title_of_three_lines_is_reported() -> None:
    made = render_notice(SAMPLES["long title"])
    assert "题目" in made.proposal
    lines = rendered(SAMPLES["long title"])[0].lines()
    parts = SAMPLES["long title"].title_parts
    assert all(any(part in line for line in lines[:3]) for part in parts), "broken only between its parts"


def test_a_title_on_two_lines_is_broken_at_a_sense_break() -> None:
    assert rendered(sample.roster(4))[0].lines()[:2] == ["清溪村2026年庭院养鸡", "到户项目受益户公示"]


def test_rare_names_are_copied_out_as_themselves(tmp_path: Path) -> None:
    made = render_notice(sample.with_names(["王" + char for char in sample.RARE]))
    text = text_by_poppler(made.data, tmp_path)
    assert [char for char in sample.RARE if char not in text] == []


def test_a_name_of_two_stands_at_the_width_of_three() -> None:
    page = rendered(sample.with_names(["孙立", "赵长河"]))[0]
    sun, li = (next(c for c in page.chars if c.text == text) for text in "孙立")
    zhao, river = (next(c for c in page.chars if c.text == text) for text in "赵河")
    assert li.left - sun.left == pytest.approx(river.left - zhao.left, abs=1.5)


def test_numbers_share_their_right_edge_with_the_total() -> None:
    page = rendered(sample.roster(14))[0]
    found = {}
    for char in page.chars:
        if char.left > 100 * MM and char.text == "0":
            found[round(char.baseline, 1)] = max(found.get(round(char.baseline, 1), 0), char.right)
    amounts = [right for y, right in sorted(found.items()) if 240 < y < 560]
    assert len(amounts) >= 14
    assert max(amounts) - min(amounts) < 1


def test_the_seal_has_its_room() -> None:
    page = rendered(sample.monitored())[0]
    foot = max(y0 for x0, y0, x1, y1 in page.rules if y0 == y1)
    board = [c for c in page.chars if c.text == "委" and c.baseline < foot][-1]
    middle = next(c for c in page.chars if c.text == "云" and c.baseline == board.baseline)
    date = [c for c in page.chars if board.baseline + 5 < c.baseline < foot]
    centre = (min(c.left for c in date) + max(c.right for c in date)) / 2
    seal_top, seal_bottom = board.baseline - 25 * MM, board.baseline + 17 * MM
    printed = [c for c in page.chars if c.baseline < middle.baseline - 1 and c.right > centre - 21 * MM]
    assert max(c.bottom for c in printed if c.left < centre + 21 * MM) <= seal_top
    assert seal_bottom + 2 * MM <= foot + 0.1
    assert 210 * MM - 22 * MM - max(c.right for c in date) == pytest.approx(4 * 19.5, abs=3)


def test_two_signers_stand_side_by_side_over_their_dates() -> None:
    lines = rendered(sample.funds())[0].lines()
    assert "清溪村村民委员会清溪村村务监督委员会" in lines
    assert lines[lines.index("清溪村村民委员会清溪村村务监督委员会") + 1] == "2026年7月6日" * 2


def test_the_date_can_be_in_numerals() -> None:
    made = render_notice(sample.funds(), date_style="numerals")
    assert "二〇二六年七月六日" * 2 in pages(made.data)[0].lines()
    assert "二〇二六年七月六日" in made.plain_text
    assert "2026年7月6日至2026年7月15日（10天）" in made.plain_text, "only the signature's"


def test_the_foot_says_what_it_is_and_its_code() -> None:
    lines = rendered(sample.roster(14))[0].lines()
    assert lines[-3:] == [
        "清溪村2026年庭院养鸡到户项目受益户公示清村公示〔2026〕12号",
        "数据截至2026年3月10日张贴地点：村委会公示栏",
        "校验码7F3A92C1第1页共1页",
    ]


def test_a_draft_bears_neither_code_nor_qr() -> None:
    made = render_notice(sample.roster(14), check_code="7F3A92C1", qr_text="VB1:B:12:7F3A92C1", draft=True)
    assert pages(made.data)[0].lines()[-1] == "草稿第1页共1页"
    assert b"/XObject" not in made.data
    posted = render_notice(sample.roster(14), check_code="7F3A92C1", qr_text="VB1:B:12:7F3A92C1")
    assert b"/XObject" in posted.data


@pytest.mark.parametrize("paper", ["A4", "A4横", "A3", "A3横"])
def test_a_draft_says_so_above_everything_on_every_sheet(paper: str) -> None:
    for page in pages(render_notice(sample.roster(80), draft=True, paper=paper).data):
        assert page.lines()[0] == "草稿"
        one, other, *rest = sorted(page.chars, key=lambda char: char.top)
        assert one.text + other.text in ("草稿", "稿草")
        assert all(char.top > max(one.bottom, other.bottom) for char in rest)


def test_a_row_higher_than_a_page_is_refused_with_a_hint() -> None:
    with pytest.raises(UserError) as refused:
        render_notice(sample.with_remark("情况说明" * 2000))
    assert refused.value.id == "notice-too-long"


def test_an_unknown_paper_or_date_style_is_refused() -> None:
    with pytest.raises(ValueError, match="paper"):
        render_notice(sample.roster(1), paper="B5")
    with pytest.raises(ValueError, match="dates"):
        render_notice(sample.roster(1), date_style="roman")


def test_the_fonts_can_be_chosen() -> None:
    assert render_notice(sample.roster(1), faces=faces()).data == render_notice(sample.roster(1)).data


def test_a_notice_of_thirty_rows_is_quick() -> None:
    render_notice(sample.roster(29))
    best = min(_seconds(sample.roster(30)) for _ in range(3))
    assert best < 0.15


def _seconds(content: NoticeContent) -> float:
    began = time.process_time()
    render_notice(content)
    return time.process_time() - began


def test_empty_cells_behind_the_last_sum_are_one() -> None:
    page = rendered(sample.projects())[0]
    label = max((c for c in page.chars if c.text == "合"), key=lambda c: c.baseline)
    through = [x0 for x0, y0, x1, y1 in page.rules if x0 == x1 and min(y0, y1) < label.baseline < max(y0, y1)]
    assert len(through) == 2, "left and right of the one sum"


@pytest.mark.parametrize("paper", ["A2", "A2横", "A1", "A1横"])
def test_a_poster_is_the_page_of_a3_enlarged(paper: str) -> None:
    small = "A3横" if paper.endswith("横") else "A3"
    beside, large = (render_notice(sample.monitored(), paper=name) for name in (small, paper))
    times = SHEETS[paper].size[0] / SHEETS[small].size[0]
    assert large.pages == beside.pages == 1
    assert large.body_pt / beside.body_pt == pytest.approx(times, rel=0.08)


@pytest.mark.parametrize("paper", ["A2", "A2横", "A1", "A1横"])
def test_a_long_list_on_a_poster_is_read_at_two_metres(paper: str) -> None:
    made = render_notice(sample.roster(200), paper=paper)
    assert 12 <= made.table_pt <= 18


def test_sixty_columns_go_on_a_poster() -> None:
    columns = tuple(SheetColumn(f"c{i}", f"第{i}项", "int") for i in range(60))
    made = render_notice(sample.roster(tables=(SheetTable(columns, (tuple(range(60)),) * 3),)))
    assert (made.paper, made.pages) == ("A1横", 1)
    page = pages(made.data)[0]
    assert page.struck() == []
    assert page.outside(SHEETS["A1横"].side) == []


def test_what_the_closing_line_is_called_is_printed() -> None:
    content = sample.monitored()
    changed = replace(content, contact_label="咨询电话")
    assert "意见反映：" in render_notice(content).plain_text
    assert "咨询电话：何正" in render_notice(changed).plain_text
    lines = rendered(changed)[0].lines()
    assert any(line.startswith("咨询电话：何正") for line in lines)
