"""The board's plan on paper: scale, tables, what overflows; nothing leaves the sheet, whatever hangs."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from tests.unit.documents.pdf_reading import page_count, text_of
from villagebook.documents.board import BoardPlan, BoardSheet, render_board, scale_of
from villagebook.documents.board_layout import PAPERS_CM, Board, Wanted, free_places, in_reading_order, laid
from villagebook.documents.board_sheets import lines_of
from villagebook.documents.faces import Role, faces

DAY = dt.date(2026, 3, 12)
HEADINGS = ("项目", "资金", "名单", "监督")


def planned(board: Board, count: int, *, phrases: tuple[str, ...] = ("2026年", "油茶种植", "受益户公示"),
            paper: str = "A4", notes: tuple[str, ...] = ()) -> BoardPlan:  # fmt: skip
    """A plan of a board on which as many of ``count`` notices hang as find room."""
    wanted = [
        Wanted(f"{i:03}", (2026, i), HEADINGS[i % 4], (0,), DAY, None, (PAPERS_CM[paper],)) for i in range(count)
    ]
    found = laid([board], wanted, DAY)
    rows = in_reading_order((key, 1, place) for key, places in found.items() for place in places)
    sheets = tuple(
        BoardSheet(phrases, f"清村公示〔2026〕{int(key)}号", paper, "至3月24日", "3月25日", place)
        for key, _, place in rows
    )  # fmt: skip
    free = free_places([board], 0, [place for _, _, place in rows])
    return BoardPlan("清溪村", board, DAY, sheets, free, notes)


def whole_text(data: bytes) -> str:
    return "".join(text_of(data, page) for page in range(page_count(data))).replace("\r\n", "")


@pytest.mark.parametrize(("width", "height", "scale"), [
    (240, 120, 10), (150, 100, 10), (240, 150, 15), (360, 120, 15), (480, 200, 20), (600, 120, 25), (2000, 120, 100),
])  # fmt: skip
def test_a_board_is_drawn_at_the_largest_scale_that_leaves_room_for_the_tables(
    width: int, height: int, scale: int
) -> None:
    board = Board("公示栏", width, height)
    assert scale_of(board) == scale
    assert f"1:{scale}" in whole_text(render_board([planned(board, 4)]).data).replace(" ", "")


def test_the_plan_of_the_offices_board_is_one_sheet() -> None:
    made = render_board([planned(Board("公示栏", 240, 120), 14)])
    assert (made.pages, made.scale) == (1, 10)
    said = whole_text(made.data)
    for i in range(14):
        assert f"〔2026〕{i}号" in said
    assert "都是A4" in said.replace(" ", "")
    assert "空位10个" in said.replace(" ", "")
    assert f"校验码{made.code[:4]}{made.code[4:]}" in said.replace(" ", "")


def test_more_sheets_than_the_tables_hold_go_on_over_further_pages_and_none_is_lost() -> None:
    plan = planned(Board("公示栏", 480, 240), 120, phrases=("2026年", "上云至石门坑公路拓宽", "项目资金使用情况公告"))
    made = render_board([plan])
    assert made.pages > 1
    said = whole_text(made.data)
    assert len(plan.sheets) > 60
    for sheet in plan.sheets:
        assert sheet.number in said


def test_what_has_no_room_is_told_below_the_tables() -> None:
    note = "没有位置：清村公示〔2026〕29号 竣工公告（A3横）：公示栏的“项目”下没有空位；改用 A4 就放得下"
    said = whole_text(render_board([planned(Board("公示栏", 240, 120), 24, notes=(note,) * 12)]).data)
    assert said.replace(" ", "").count("没有位置") == 12


@pytest.mark.parametrize("board", [Board("小", 30, 40, ()), Board("村部公示栏", 240, 120), Board("长廊", 1500, 200)])
@pytest.mark.parametrize("phrases", [("公示",), ("甲" * 300,), ("2026年",) * 30, ("𠮷𬭎" * 20, "A" * 80)])
def test_nothing_leaves_the_sheet_whatever_the_titles(board: Board, phrases: tuple[str, ...]) -> None:
    data = render_board([planned(board, 30, phrases=phrases)]).data
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for i in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(i)
            assert 0 <= left <= right <= width
            assert 0 <= bottom <= top <= height
    document.close()


def test_equal_plans_give_equal_bytes_and_a_moved_sheet_another_code() -> None:
    board = Board("公示栏", 240, 120)
    assert render_board([planned(board, 9)]).data == render_board([planned(board, 9)]).data
    assert planned(board, 9).sha256 == planned(board, 9).sha256
    assert planned(board, 9).sha256 != planned(board, 10).sha256


def test_a_title_breaks_between_its_phrases_as_evenly_as_it_can() -> None:
    font = faces()[Role.TEXT]
    phrases = ("2026年", "油茶种植", "受益户公示")
    assert lines_of(phrases, font, 20_000, False) == ("2026年油茶种植受益户公示",)
    assert lines_of(phrases, font, 6_000, False) == phrases
    assert lines_of(phrases, font, 3_000, False) == ()
    assert "".join(lines_of(phrases, font, 3_000, True)) == "".join(phrases)
