"""A household's sheet: always one A4, whatever happened; what is folded is counted; equal input gives equal bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.documents.pdf_reading import page_count, text_of
from villagebook.base.errors import KnownError
from villagebook.documents.timeline import (
    HouseholdSheet,
    MemberLine,
    StoryLine,
    render_timelines,
    rest_words,
    write_timelines,
)

ON = dt.date(2026, 9, 30)


def lines(many: int) -> tuple[StoryLine, ...]:
    """So many events, one a week, the newest first."""
    return tuple(
        StoryLine(
            day.isoformat(), day, ("走访", "帮扶措施", "公示")[i % 3], f"第 {i} 件事", "示范县水利局",
            10_000 + i if i % 3 == 1 else None, unit=("次", "项", "份")[i % 3],
        )
        for i in range(many)
        for day in (ON - dt.timedelta(weeks=i),)
    )  # fmt: skip


MEMBER = MemberLine("王𬭎", "之子", "男", dt.date(1993, 1, 5), 33, "3506******0016", "9 个月　福建省厦门市")
SHEET = HouseholdSheet(
    "云岭镇清溪村", "蓝丽建", (("户编号", "3506991012070009"), ("家庭住址", "清溪村3组12号")),
    (("脱贫户", "2017-12-31 起"),), (MEMBER,), ((2025, 834_350), (2024, -12_300)), (lines(6),), ON,
)  # fmt: skip


def test_everything_stands_on_one_page() -> None:
    data, made = render_timelines([SHEET])
    text = text_of(data)
    assert (page_count(data), made.pages, made.told, made.folded, made.missing) == (1, 1, 6, 0, ())
    for words in ("农户情况一页通", "蓝丽建", "王𬭎", "3506******0016", "脱贫户", "8,343.50", "−123.00", "第 5 件事"):
        assert words in text
    assert "户主（家人）核对" in text


def test_two_hundred_events_still_make_one_page_and_none_is_lost() -> None:
    data, made = render_timelines([replace(SHEET, levels=(lines(200),))])
    text = text_of(data)
    assert page_count(data) == 1
    assert made.told + made.folded == 200
    assert made.told > 15
    assert "第 0 件事" in text
    assert "第 199 件事" not in text
    assert f"更早的 {made.folded} 件" in text


def test_the_first_level_that_fits_is_printed() -> None:
    short = (StoryLine("2026年", ON, "走访", "走访 200 次", count=200, unit="次"),)
    data, made = render_timelines([replace(SHEET, levels=(lines(200), short))])
    assert "走访 200 次" in text_of(data)
    assert (made.told, made.folded) == (200, 0)


def test_older_events_are_counted_by_kind_with_their_money() -> None:
    said = rest_words(lines(6))
    assert said.startswith("更早的 6 件（2026-08-26 至 2026-09-30）：")
    assert "走访 2 次" in said
    assert "帮扶措施 2 项 200.05 元" in said


def test_every_household_has_a_page_of_its_own() -> None:
    data, made = render_timelines([SHEET, replace(SHEET, head="王长庚")])
    assert (page_count(data), made.pages) == (2, 2)
    assert "王长庚" in text_of(data, 1)


def test_nothing_known_is_said_plainly() -> None:
    bare = HouseholdSheet("云岭镇清溪村", "（没有户主）", (), (), (), (), ((),), ON)
    data, made = render_timelines([bare])
    assert (page_count(data), made.told) == (1, 0)
    assert "还没有记下什么" in text_of(data)


def test_a_character_no_face_has_is_reported() -> None:
    _, made = render_timelines([replace(SHEET, head="蓝\ue123")])
    assert ("蓝\ue123", "蓝\ue123", "\ue123") in made.missing


def test_equal_sheets_are_equal_bytes() -> None:
    assert render_timelines([SHEET])[0] == render_timelines([SHEET])[0]


def test_a_target_that_cannot_be_written_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(KnownError):
        write_timelines(tmp_path / "没有" / "a.pdf", [SHEET])


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=60),
    st.integers(0, 30),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=9),
)
def test_any_texts_make_one_page(story: list[tuple[str, str, str]], people: int, facts: list[tuple[str, str]]) -> None:
    told = tuple(StoryLine("时间不详", None, kind, words, evidence) for kind, words, evidence in story)
    sheet = replace(SHEET, members=(MEMBER,) * people, facts=facts[:6], statuses=facts, levels=(told,))
    data, made = render_timelines([sheet])
    assert page_count(data) == 1
    assert made.told + made.folded == len(story)
