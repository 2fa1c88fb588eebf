from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villagebook.exporting.leaks.squeeze import BREAK, NARROW, NO_GAP, WIDE, squeeze, squeezed


@pytest.mark.parametrize(("text", "plain"), [
    ("３５０６ 9919\n90", "3506991990"), ("138-0013—8000", "13800138000"), ("12\u200b34\u00ad", "1234"),
    ("𝟙𝟚３٤", "1234"), ("1x", "1X"), ("3506＊＊●●1217", "3506****1217"), ("林秀兰 张三", "林秀兰张三"),
    ("a\x02\r\nb", "AB"),
])
def test_what_a_reader_overlooks_is_left_out(text, plain):
    assert squeeze(text).text == squeezed(text) == plain


def test_gaps_are_remembered():
    found = squeeze("1 2-3  4\n5\u200b6- 7")
    assert found.gaps == (NO_GAP, NARROW, NARROW, WIDE, BREAK, NO_GAP, WIDE)
    assert found.origin[3] == 7


@given(st.text())
def test_origins_point_at_the_characters_that_were_kept(text):
    found = squeeze(text)
    assert len(found.text) == len(found.origin) == len(found.gaps)
    assert "".join(squeezed(text[index]) for index in found.origin) == found.text
