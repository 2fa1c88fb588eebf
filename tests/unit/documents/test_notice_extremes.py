"""What no careful office would hang and some office will: printed without loss, or refused with the place named."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace

import pypdfium2
import pytest

from tests.unit.documents import sample_notices as sample
from tests.unit.documents.pdf_reading import page_count
from tests.unit.documents.sheet_geometry import SheetPage, pages
from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.base.sheet import Contact, NoticeContent, SheetColumn, SheetTable
from villagebook.documents.notice import missing, render_notice
from villagebook.documents.notice_sheet import SHEETS

MARKS = {"check_code": "7F3A92C1", "qr_text": "VB1:350699:2026-12:7F3A92C1AABBCCDD"}
LONG_NAME = "阿卜杜热合曼·麦麦提明·吐尔逊·买买提·艾力·库尔班·阿不都拉·热西提·斯迪克·依明"
LONG_TITLE = ("清溪村2026年度", "关于" + "巩固拓展脱贫攻坚成果同乡村振兴有效衔接资金支持的" * 12 + "项目", "受益户公示")
SIGNED = "云岭镇清溪村村民委员会"
ROW = re.compile(r"(\d+)[一二三四五六]组")


def drawn(content: NoticeContent, paper: str | None = None) -> tuple[str, list[SheetPage]]:
    made = render_notice(content, paper=paper, **MARKS)
    return made.paper, pages(made.data)


def text(found: list[SheetPage]) -> str:
    return "".join(line for page in found for line in page.lines())


def page_texts(data: bytes) -> list[list[str]]:
    """Return the lines of each page without blanks; of thousands of rows quicker than with every character's box."""
    document = pypdfium2.PdfDocument(data)
    try:
        texts = (page.get_textpage().get_text_range() for page in document)
        return [[re.sub(r"[ \u3000]", "", line) for line in said.splitlines()] for said in texts]
    finally:
        document.close()


def sound(paper: str, found: list[SheetPage]) -> None:
    """Nothing beyond the margins, nothing struck through, nothing small, the foot alone below its rule."""
    for page in found:
        assert page.outside(SHEETS[paper].side) == []
        assert page.struck() == []
        assert min(c.size for c in page.chars) >= 9 - 0.01
        foot = max(y0 for _, y0, _, y1 in page.rules if y0 == y1)
        assert [c.text for c in page.chars if c.top < foot < c.bottom] == []


@pytest.mark.parametrize("paper", [None, "A4横", "A3", "A1横"])
def test_a_name_of_forty_characters_is_broken_not_cut(paper: str | None) -> None:
    chosen, found = drawn(sample.with_names([LONG_NAME[:40], *sample.NAMES[:6]]), paper)
    sound(chosen, found)
    letters = [c.text for page in found for c in page.chars]
    assert all(letters.count(char) >= LONG_NAME[:40].count(char) for char in set(LONG_NAME[:40]))
    if paper is None:
        assert chosen == "A4"


@pytest.mark.parametrize("paper", [None, "A3", "A3横", "A1"])
def test_a_project_of_three_hundred_characters_is_printed_whole_and_a_shorter_title_is_proposed(
    paper: str | None,
) -> None:
    content = sample.roster(title_parts=LONG_TITLE)
    assert len(content.title) >= 300
    made = render_notice(content, paper=paper, **MARKS)
    found = pages(made.data)
    sound(made.paper, found)
    assert content.title in text(found).replace("\u3000", "")
    assert "题目太长，建议改短" in made.proposal


def test_a_project_name_of_three_hundred_characters_in_the_table_is_printed_whole() -> None:
    projects = sample.projects(1)
    table = projects.tables[0]
    place = [c.heading for c in table.columns].index("项目名称")
    name = "东山水渠清淤衬砌及配套放水口改造工程" * 17
    row = tuple(name[:300] if i == place else value for i, value in enumerate(table.rows[0]))
    content = replace(projects, tables=(replace(table, rows=(row, *table.rows[1:])),))
    chosen, found = drawn(content)
    sound(chosen, found)
    letters = [c.text for page in found for c in page.chars]
    assert letters.count("衬") >= name[:300].count("衬")


def test_a_table_without_rows_still_makes_a_sheet() -> None:
    chosen, found = drawn(sample.roster(tables=(SheetTable(sample.ROSTER, ()),)))
    sound(chosen, found)
    assert SIGNED in text(found)


@pytest.mark.parametrize("paper", [None, *SHEETS])
def test_one_row_stands_on_one_sheet_with_its_signature(paper: str | None) -> None:
    chosen, found = drawn(sample.roster(1), paper)
    sound(chosen, found)
    assert len(found) == 1
    assert SIGNED in text(found)


def test_ten_thousand_rows_are_all_there_numbered_and_added_up_in_bounded_memory() -> None:
    content = sample.roster(10_000)
    tracemalloc.start()
    try:
        made = render_notice(content, **MARKS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 80 * 1024 * 1024
    assert page_count(made.data) == made.pages > 300
    said = page_texts(made.data)
    rows = [int(m[1]) for page in said for line in page if (m := ROW.match(line))]
    assert rows == list(range(1, 10_001))
    for number in (1, 100, made.pages):
        assert any(f"第{number}页共{made.pages}页" in line for line in said[number - 1])
    total = content.tables[0].totals[7]
    assert isinstance(total, int)
    assert any(line.startswith("合计10000户") and line.endswith(format_yuan(total)) for line in said[-1])


@pytest.mark.parametrize("paper", ["A3", "A1横"])
def test_six_hundred_rows_repeat_their_head_cut_no_row_and_add_up(paper: str) -> None:
    content = sample.roster(600)
    table = content.tables[0]
    chosen, found = drawn(content, paper)
    sound(chosen, found)
    so_far, seen = 0, 0
    for number, page in enumerate(found, 1):
        lines = page.lines()
        assert any(line.startswith("序号组别户主") for line in lines)
        shown = [int(m[1]) for line in lines if (m := ROW.match(line))]
        assert shown == list(range(seen + 1, seen + len(shown) + 1))
        amounts = [int(str(table.rows[i - 1][7])) for i in shown]
        seen += len(shown)
        so_far += sum(amounts)
        (subtotal,) = [line for line in lines if line.startswith("本页小计")]
        assert subtotal.startswith(f"本页小计{len(shown)}户")
        assert subtotal.endswith(format_yuan(sum(amounts)))
        if number < len(found):
            (carried,) = [line for line in lines if line.startswith("累计")]
            assert f"{format_yuan(so_far)}元" in carried
    assert seen == 600
    assert any(line.startswith("合计600户") and line.endswith(format_yuan(so_far)) for line in found[-1].lines())


@pytest.mark.parametrize("columns", [20, 40, 60])
def test_sixty_columns_of_an_own_kind_are_readable_on_the_sheet_proposed(columns: int) -> None:
    declared = tuple(SheetColumn(f"c{i}", f"第{i}项指标", "text") for i in range(columns))
    rows = (tuple(("有", "无", "脱温鸡苗", "一组", None)[i % 5] for i in range(columns)),) * 20
    chosen, found = drawn(sample.roster(tables=(SheetTable(declared, rows),)))
    sound(chosen, found)
    letters = [c.text for page in found for c in page.chars]
    assert letters.count("苗") == 20 * sum(i % 5 == 2 for i in range(columns))


@pytest.mark.parametrize("length", [800, 2000])
def test_a_very_long_cell_takes_what_it_needs(length: int) -> None:
    chosen, found = drawn(sample.with_remark("情况说明。" * (length // 5)))
    sound(chosen, found)
    assert sum(c.text == "况" for page in found for c in page.chars) == length // 5


def test_a_cell_higher_than_any_page_is_refused_with_its_place() -> None:
    with pytest.raises(UserError) as caught:
        render_notice(sample.with_remark("情况说明。" * 4000, row=2))
    assert caught.value.id == "notice-too-long"
    assert "第 3 行“备注”，20,000 字" in caught.value.message


def test_rare_characters_are_set_and_characters_of_no_face_are_told() -> None:
    content = sample.with_names(["王" + char for char in sample.RARE])
    chosen, found = drawn(content)
    sound(chosen, found)
    assert missing(content) == []
    said = text(found)
    assert all(char in said for char in sample.RARE)
    assert missing(sample.with_names(["王\U000e0100\ue123"]))


def test_without_phone_or_place_the_lines_that_are_left_stay_in_order() -> None:
    content = replace(sample.roster(), contacts=(Contact("何正", ""),), place="", hotlines=())
    chosen, found = drawn(content)
    sound(chosen, found)
    said = text(found)
    assert "意见反映：何正" in said
    assert "监督电话" not in said
    assert "张贴地点" not in said


@pytest.mark.parametrize("paper", [None, "A4横", "A3", "A2横", "A1"])
@pytest.mark.parametrize(
    "signers",
    [
        ("云岭镇清溪村村民委员会", "清溪村村务监督委员会"),
        ("清溪畲族自治乡上云石门坑联合行政村村民委员会", "闽西北革命老区清溪畲族自治乡人民政府乡村振兴办公室"),
    ],
)
@pytest.mark.parametrize("days", ["10天", "5个工作日", "长期"])
def test_closing_lines_and_two_long_signers_stay_balanced(
    paper: str | None, signers: tuple[str, ...], days: str
) -> None:
    content = replace(sample.roster(12), signers=signers, days_text=days, sentences=("公示期间没有收到意见。",))
    chosen, found = drawn(content, paper)
    sound(chosen, found)
    said = text(found)
    assert "公示期间没有收到意见。" in said
    if days == "长期":
        assert "2026年3月11日起长期张贴" in said
    else:
        assert f"2026年3月20日（{days}）" in said
    # Each unit in its half, the same date under both on one line.
    signed = [line for line in found[-1].lines() if line.count("2026年3月11日") == 2]
    assert len(signed) == 1
