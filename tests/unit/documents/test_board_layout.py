"""Places on a board: inside it, apart, each sheet once, and where it was while it hangs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from villagebook.documents.board_layout import (
    ACROSS,
    DOWN,
    EDGE,
    HEADINGS,
    PAPERS_CM,
    Board,
    Found,
    Place,
    Wanted,
    free_places,
    laid,
    stays,
)

DAY = dt.date(2026, 3, 1)
BOARD = Board("村部公示栏", 240, 120)


def wanted(number: int, heading: str = "项目", paper: str = "A4", *, up: int = 0, down: int | None = None,
           boards: tuple[int, ...] = (0,), pages: int = 1) -> Wanted:  # fmt: skip
    until = None if down is None else DAY + dt.timedelta(days=down)
    sizes = (PAPERS_CM[paper],) * pages
    return Wanted(str(number), (2026, number), heading, boards, DAY + dt.timedelta(days=up), until, sizes)


def on(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def cm(place: Place, board: Board = BOARD) -> tuple[float, float]:
    """From the left, and height of the upper edge, as the plan says them."""
    return round(place.x, 1), round(board.height - place.y, 1)


def test_sheets_hang_as_on_the_offices_plan() -> None:
    found = laid([BOARD], [wanted(1, paper="A3横"), wanted(2), wanted(3), wanted(4, paper="A3横"),
                           wanted(5, "资金"), wanted(6, "资金")], DAY)  # fmt: skip
    assert [cm(found[str(i)][0]) for i in range(1, 7)] == [
        (10.5, 98.2), (9.5, 67.3), (32.5, 67.3), (10.5, 36.4), (68.5, 98.2), (91.5, 98.2)]  # fmt: skip


def test_an_empty_board_has_six_a4_under_each_heading() -> None:
    assert len(free_places([BOARD], 0, ())) == 24


def test_a_sheet_stays_where_it_is_when_one_beside_it_comes_down() -> None:
    first, second = wanted(1, down=5), wanted(2)
    before = laid([BOARD], [first, second], DAY)
    after = laid([BOARD], [first, second], on(6))
    assert set(after) == {"2"}
    assert after["2"] == before["2"]


def test_a_new_sheet_takes_the_place_left_free() -> None:
    found = laid([BOARD], [wanted(1, down=5), wanted(2), wanted(3, up=5)], on(5))
    assert cm(found["3"][0]) == (9.5, 98.2)


def test_what_finds_no_room_is_not_placed() -> None:
    found = laid([BOARD], [wanted(i) for i in range(1, 8)], DAY)
    assert set(found) == set("123456")


def test_a_full_board_passes_on_to_the_next_at_the_same_place() -> None:
    found = laid([BOARD, BOARD], [wanted(i, boards=(0, 1)) for i in range(1, 8)], DAY)
    assert [found[str(i)][0].board for i in range(1, 8)] == [0, 0, 0, 0, 0, 0, 1]


def test_sheets_of_one_notice_hang_side_by_side() -> None:
    found = laid([BOARD], [wanted(1), wanted(2, pages=2)], DAY)
    left, right = found["2"]
    assert left.y == right.y
    assert right.x == pytest.approx(left.x + left.width + ACROSS)


def test_two_sheets_of_one_notice_never_take_one_place() -> None:
    boards = [Board("一", 30, 30, ()), Board("二", 64, 99, ()), Board("三", 64, 130, ())]
    everywhere = (0, 1, 2)
    found = laid(boards, [replace(wanted(1, paper="A3横", boards=(0, 2, 1)), sizes=((42.0, 29.7),)),
                          wanted(2, paper="A1", boards=everywhere),
                          wanted(3, paper="A1", boards=everywhere, pages=2)], DAY)  # fmt: skip
    assert all(len(set(places)) == len(places) for places in found.values())


def test_a_notice_of_more_sheets_than_there_is_room_hangs_nowhere() -> None:
    assert laid([BOARD], [wanted(1, pages=7)], DAY) == {}


def test_a_sheet_wider_than_its_heading_reaches_over_the_next() -> None:
    found = laid([BOARD], [wanted(1, "监督", "A1横")], DAY)
    (place,) = found["1"]
    assert place.x < BOARD.columns[3][0]
    assert place.x + place.width <= BOARD.width - EDGE


def test_moved_to_another_board_it_leaves_its_place_free_from_that_day() -> None:
    boards = [BOARD, replace(BOARD, name="下溪公示栏")]
    both = [*stays(wanted(1), on(3), (1,)), wanted(2, up=1), wanted(3, up=4)]
    assert laid(boards, both, on(2))["1"][0].board == 0
    found = laid(boards, both, on(4))
    assert found["1"][0].board == 1
    assert cm(found["2"][0]) == (32.5, 98.2)
    assert cm(found["3"][0]) == (9.5, 98.2)


def test_a_board_without_headings_takes_every_kind() -> None:
    plain = Board("下溪公示栏", 120, 60, ())
    found = laid([plain], [wanted(1, "项目"), wanted(2, "监督")], DAY)
    assert set(found) == {"1", "2"}


papers = st.sampled_from(sorted(PAPERS_CM))
numbers = st.integers(0, 30)


@st.composite
def walls(draw: st.DrawFn) -> tuple[list[Board], list[Wanted]]:
    headings = st.lists(st.sampled_from(HEADINGS), unique=True, max_size=4).map(tuple)
    boards = draw(st.lists(st.builds(Board, st.just("栏"), st.integers(30, 600).map(float),
                                     st.integers(30, 250).map(float), headings), min_size=1, max_size=3))  # fmt: skip
    orders = st.permutations(range(len(boards))).map(tuple)
    count = draw(st.integers(0, 14))
    return boards, [
        wanted(i, draw(st.sampled_from(HEADINGS)), draw(papers), up=draw(numbers),
               down=draw(st.none() | numbers), boards=draw(orders), pages=draw(st.integers(1, 3)))
        for i in range(count)
    ]  # fmt: skip


def hanging(sheets: list[Wanted], day: dt.date) -> set[str]:
    return {one.id for one in sheets if one.up <= day and (one.down is None or one.down > max(day, one.up))}


@settings(max_examples=60, deadline=None)
@given(walls(), numbers)
def test_every_sheet_hangs_inside_its_board_apart_from_all_others_and_once(
    wall: tuple[list[Board], list[Wanted]], day: int
) -> None:
    boards, sheets = wall
    found = laid(boards, sheets, on(day))
    assert set(found) <= hanging(sheets, on(day))
    by_id = {one.id: one for one in sheets}
    everything = [place for places in found.values() for place in places]
    for key, places in found.items():
        assert [(p.width, p.height) for p in places] == list(by_id[key].sizes)
        assert len({p.board for p in places}) == 1
    free = [place for i in range(len(boards)) for place in free_places(boards, i, everything)]
    for place in (*everything, *free):
        board = boards[place.board]
        assert place.x >= EDGE - 1e-6
        assert place.x + place.width <= board.width - EDGE + 1e-6
        assert place.y >= board.top - 1e-6
        assert place.y + place.height <= board.height - EDGE + 1e-6
    for one, other in combinations((*everything, *free), 2):
        assert not overlaps(one, other), (one, other)


def overlaps(one: Place, other: Place) -> bool:
    """Reckoned apart from ``Place.meets``: nearer than the gaps across and down at once."""
    if one.board != other.board:
        return False
    across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    down = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
    return across < ACROSS - 1e-4 and down < DOWN - 1e-4


@settings(max_examples=60, deadline=None)
@given(walls(), numbers)
def test_it_hangs_on_the_next_day_where_it_hung_the_day_before(
    wall: tuple[list[Board], list[Wanted]], day: int
) -> None:
    boards, sheets = wall
    before, after = laid(boards, sheets, on(day)), laid(boards, sheets, on(day + 1))
    assert moved(before, after) == []
    assert set(before) - set(after) <= {one.id for one in sheets if one.down is not None}


def moved(before: Found, after: Found) -> list[str]:
    return [key for key in before if key in after and before[key] != after[key]]
