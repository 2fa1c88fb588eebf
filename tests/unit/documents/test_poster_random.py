"""Whatever a notice may say, its poster loses nothing when it is cut, and its 大白话 stays on the paper."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.documents.sheet_geometry import pages
from tests.unit.documents.test_notice_random import LENIENT, notices, texts
from villagebook.base.plain_sheet import PlainBand, PlainEntry, PlainSheet
from villagebook.base.sheet import NoticeContent
from villagebook.documents.notice import render_notice
from villagebook.documents.notice_tiles import render_tiles
from villagebook.documents.page import MM
from villagebook.documents.plain_words import render_plain_words

DAY = dt.date(2026, 3, 11)
INK = 2.0  # ink may stand so far out of a character's own room
ENTRIES = st.builds(PlainEntry, texts(False, 30), texts(False, 6), st.sampled_from(["", "1,080元", "12,345,678.90元"]))
BANDS = st.builds(
    PlainBand, texts(False, 5), st.lists(texts(False, 60), max_size=3).map(tuple),
    st.lists(ENTRIES, max_size=70).map(tuple), st.booleans(),
)  # fmt: skip
SHEETS = st.builds(
    PlainSheet, texts(False, 60), texts(False, 14), st.lists(BANDS, min_size=1, max_size=6).map(tuple),
    st.sampled_from(["", "0599-5550101", "12317"]), st.lists(texts(False, 14), max_size=2).map(tuple), st.just(DAY),
    st.just(DAY), texts(False, 14), texts(False, 60),
)  # fmt: skip


@settings(LENIENT, max_examples=12)
@given(notices(any_char=False), st.sampled_from(["A3", "A2横", "A1"]), st.sampled_from(["A4", "A3"]))
def test_no_character_of_any_poster_is_lost_in_the_cuts(content: NoticeContent, paper: str, tile: str) -> None:
    if paper == tile:
        return
    made = render_tiles(content, paper=paper, tile=tile, check_code="7F3A92C1")
    drawn = pages(render_notice(content, paper=paper, check_code="7F3A92C1").data)
    for grid, page in zip(made.grids, drawn, strict=True):
        for char in page.chars:
            assert any(s.first - INK <= char.left and char.right <= s.last + INK for s in grid.columns)
            assert any(s.first - INK <= char.top and char.bottom <= s.last + INK for s in grid.rows)


@settings(LENIENT, max_examples=40)
@given(SHEETS)
def test_any_plain_words_stay_inside_the_margins_and_above_the_foot(sheet: PlainSheet) -> None:
    for page in pages(render_plain_words(sheet, check_code="7F3A92C1").data):
        foot = max(y0 for _, y0, _, y1 in page.rules if y0 == y1)
        assert page.outside(22 * MM - 6) == []
        assert [c.text for c in page.chars if c.top < foot < c.bottom] == []
